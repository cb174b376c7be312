// SPDX-License-Identifier: MIT
#include "app/core/rise.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <vector>

#include "app/core/plan.hpp"

namespace softpedal {
namespace {

using namespace std::chrono_literals;

const Prescription plain{
    .phase = RehabPhase::Acute,
    .warm_up = 120s,
    .ride = 480s,
    .cool_down = 120s,
    .target = {.mode = TargetMode::Resistance, .resistance = Percent{3.0}},
    .limits = {.torque_mean = NewtonMetres{4.0},
               .torque_peak = NewtonMetres{6.0},
               .power = Watts{30.0},
               .resistance = Percent{10.0},
               .ramp_up_per_second = Percent{0.5},
               .total = 900s,
               .heart_rate = Bpm{120.0}},
    .cadence_low = Rpm{50.0},
    .cadence_high = Rpm{70.0},
    .pain = {.ask_every = 180s, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3}};

using Change = std::function<void(Prescription&)>;

TEST(Rise, EachThingThatIsAllowedMoreIsNamedAndGoingDownNamesNothing) {
  const std::vector<std::pair<Change, bool Rise::*>> cases{
      {[](Prescription& rx) { rx.limits.torque_mean = NewtonMetres{4.1}; }, &Rise::torque_mean},
      {[](Prescription& rx) { rx.limits.torque_peak = NewtonMetres{6.1}; }, &Rise::torque_peak},
      {[](Prescription& rx) { rx.limits.power = Watts{31.0}; }, &Rise::power},
      {[](Prescription& rx) { rx.limits.resistance = Percent{10.5}; }, &Rise::resistance},
      {[](Prescription& rx) { rx.target.resistance = Percent{3.5}; }, &Rise::target},
      {[](Prescription& rx) { rx.target = {.mode = TargetMode::Torque}; }, &Rise::target},
      {[](Prescription& rx) { rx.ride = 481s; }, &Rise::minutes},
      {[](Prescription& rx) { rx.limits.total = 901s; }, &Rise::minutes},
      {[](Prescription& rx) { rx.limits.ramp_up_per_second = Percent{0.6}; }, &Rise::ramp},
      {[](Prescription& rx) { rx.limits.heart_rate = Bpm{121.0}; }, &Rise::heart_rate},
      {[](Prescription& rx) { rx.limits.heart_rate.reset(); }, &Rise::heart_rate},
      {[](Prescription& rx) { rx.pain.ease_at = 4; }, &Rise::pain},
      {[](Prescription& rx) { rx.pain.stop_at = 7; }, &Rise::pain},
      {[](Prescription& rx) { rx.pain.stop_on_rise = 4; }, &Rise::pain},
      {[](Prescription& rx) { rx.pain.ask_every = 181s; }, &Rise::pain}};
  for (const auto& [change, named] : cases) {
    Prescription more = plain;
    change(more);
    Rise expected;
    expected.*named = true;
    EXPECT_EQ(rise(plain, more), expected);
    EXPECT_TRUE(rise(plain, more).any());
    const bool other_way = more.target.mode != plain.target.mode;
    EXPECT_EQ(rise(more, plain).any(), other_way) << "another way of asking always counts";
  }
  EXPECT_FALSE(rise(plain, plain).any());
  Prescription released = plain;
  released.target = {.mode = TargetMode::Release};
  EXPECT_FALSE(rise(plain, released).any());
  EXPECT_TRUE(rise(released, plain).target);
}

TEST(Gentler, GoesByTorqueThenPowerThenTheBrakesCeilingThenTime) {
  std::vector<Prescription> rising(6, plain);
  rising[0].limits.torque_mean = NewtonMetres{3.0};
  rising[0].limits.power = Watts{80.0};
  rising[1].limits.power = Watts{20.0};
  rising[1].limits.resistance = Percent{30.0};
  rising[2].limits.resistance = Percent{5.0};
  rising[2].ride = 900s;
  rising[3].ride = 400s;
  rising[5].limits.torque_mean = NewtonMetres{10.0};
  for (std::size_t i = 0; i < rising.size(); ++i) {
    for (std::size_t k = 0; k < rising.size(); ++k) {
      EXPECT_EQ(gentler(rising[i], rising[k]), i < k) << i << " " << k;
    }
  }
}

// Over any prescription and any wish.
TEST(LessOf, IsNeverMoreOfAnythingAndOpensNoRule) {
  std::mt19937 random{7};
  const auto below = [&](int most) {
    return static_cast<int>(random() % static_cast<unsigned>(most));
  };
  for (int i = 0; i < 2000; ++i) {
    Prescription rx = plain;
    rx.warm_up = std::chrono::seconds{below(900)};
    rx.ride = std::chrono::seconds{below(900)};
    rx.cool_down = std::chrono::seconds{below(900)};
    rx.target = {.mode = static_cast<TargetMode>(below(4)),
                 .resistance = Percent{below(100) / 2.0},
                 .torque = NewtonMetres{below(200) / 10.0}};
    rx.limits.torque_mean = NewtonMetres{below(200) / 10.0};
    rx.limits.power = Watts{below(150) * 1.0};
    const int quarters = below(12) - 4;
    const Prescription less = less_of(rx, quarters);
    EXPECT_FALSE(rise(rx, less).any()) << quarters;
    EXPECT_EQ(less.pain, rx.pain);
    EXPECT_EQ(less.target.mode, rx.target.mode);
    if (quarters >= 4) {
      EXPECT_EQ(less, rx);
    }
  }
  const Prescription half = less_of(plain, 2);
  EXPECT_EQ(planned(half), 360s);
  EXPECT_EQ(half.limits.torque_mean, NewtonMetres{2.0});
  EXPECT_EQ(half.limits.torque_peak, NewtonMetres{3.0});
  EXPECT_EQ(half.limits.power, Watts{15.0});
  EXPECT_EQ(half.limits.resistance, Percent{5.0});
  EXPECT_EQ(half.target.resistance, Percent{1.5});
}

}  // namespace
}  // namespace softpedal
