// SPDX-License-Identifier: MIT
// One promise for each row of the governor.
#include "app/core/governor.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <utility>

namespace softpedal {
namespace {

class Rows : public testing::Test {
 protected:
  void SetUp() override {
    page(20.0);
    for (int i = 0; i < 10; ++i) {
      now += 500ms;
      observe(load, GeneralData{MetresPerSecond{3.0}, {}, FeState::InUse}, now);
      page(20.0);
    }
    governor.credited_at = now;
    governor.credit = Percent{1.0};
  }
  void page(double watts, double rpm = 60.0) {
    ++events;
    accumulated = static_cast<std::uint16_t>(accumulated + watts);
    observe(load, {events, Rpm{rpm}, Watts{watts}, accumulated, FeState::InUse}, now);
  }
  struct Ruling {
    Governor governor;
    Why why;
  };
  Ruling rule_now() {
    Governor next = governor;
    const Why why = rule(next, situation, load, floor, now);
    return {next, why};
  }

  FloorModel floor{};
  Situation situation{.limits = {.torque_mean = NewtonMetres{6.0},
                                 .torque_peak = NewtonMetres{9.0},
                                 .power = Watts{60.0},
                                 .resistance = Percent{10.0},
                                 .ramp_up_per_second = Percent{0.5},
                                 .total = 600s},
                      .target = {.mode = TargetMode::Resistance, .resistance = Percent{5.0}},
                      .plan = Why::OnTarget,
                      .found = true,
                      .released_first = true,
                      .note_on_disk = true,
                      .can_resist = true,
                      .max_force = Newtons{100.0}};
  Governor governor{};
  Load load{};
  Instant now{Duration{1'000'000}};
  std::uint8_t events = 0;
  std::uint16_t accumulated = 0;
};

TEST_F(Rows, WithEveryGuardSatisfiedTheRampDecides) {
  const auto ruling = rule_now();
  EXPECT_EQ(ruling.governor.level, Percent{1.0});
  EXPECT_EQ(ruling.why, Why::Ramp);
}

// Neither told as a breach nor used to go up: the ramp begins behind it.
TEST_F(Rows, AFirstTurnOverACapHoldsTheFloorAndEarnsNothing) {
  load.turned = 0.0;
  now += 500ms;
  page(20.0, 14.0);
  ASSERT_GT(torque_latest(load), NewtonMetres{9.0});
  const auto ruling = rule_now();
  EXPECT_EQ(ruling.governor.level, Percent{0.0});
  EXPECT_EQ(ruling.why, Why::Unfelt);
  EXPECT_EQ(ruling.governor.credit, Percent{0.0});
}

TEST_F(Rows, EachGuardAloneMeansZero) {
  governor.level = Percent{3.0};
  const auto zero = [&](Why why) {
    const auto ruling = rule_now();
    EXPECT_EQ(ruling.governor.level, Percent{0.0}) << word(why);
    EXPECT_EQ(ruling.why, why) << word(ruling.why);
  };
  const Situation good = situation;
  situation.found = false;
  zero(Why::LinkLost);
  situation = good;
  situation.hold = Why::Eased;
  zero(Why::Eased);
  situation = good;
  situation.released_first = false;
  zero(Why::NotConfirmed);
  situation = good;
  situation.plan = Why::CoolDown;
  zero(Why::CoolDown);
  situation = good;
  situation.can_resist = false;
  zero(Why::NoBasicResistance);
  situation = good;
  load.pedalling = false;
  zero(Why::NotPedalling);
  load.pedalling = true;
  load.state = FeState::Ready;
  zero(Why::NotInUse);
  load.state = FeState::InUse;
  now += 1601ms;
  zero(Why::LinkLate);
}

TEST_F(Rows, GuardsNameThemselvesInTheirOrder) {  // link, rider, cap, and only then the set point
  governor.level = Percent{3.0};
  situation.hold = Why::Eased;
  page(400.0);
  EXPECT_EQ(rule_now().why, Why::TorqueMeanCap);
  load.pedalling = false;
  EXPECT_EQ(rule_now().why, Why::NotPedalling);
  now += 1601ms;
  EXPECT_EQ(rule_now().why, Why::LinkLate);
  now += 1601ms;
  EXPECT_EQ(rule_now().why, Why::LinkLost);
}

TEST_F(Rows, EachCapReleasesOnTheFirstReadingAboveIt) {
  governor.level = Percent{3.0};
  const Load good = load;
  const auto [good_events, good_sum] = std::pair{events, accumulated};
  const auto breaks = [&](double watts, double rpm, Why why) {
    load = good;
    events = good_events, accumulated = good_sum;
    page(watts, rpm);
    const auto ruling = rule_now();
    EXPECT_EQ(ruling.governor.level, Percent{0.0});
    EXPECT_EQ(ruling.why, why) << word(ruling.why);
    EXPECT_LT(ruling.governor.ceiling, Percent{3.0});
  };
  breaks(58.0, 60.0, Why::TorquePeakCap);  // 9.2 N·m once; the mean stays under 6
  breaks(300.0, 60.0, Why::TorqueMeanCap);
  situation.limits.power = Watts{22.0};
  breaks(50.0, 100.0, Why::PowerCap);
}

TEST_F(Rows, AtTheCapIsAllowed) {
  governor.level = Percent{3.0};
  situation.limits.torque_mean = *torque_mean(load);
  situation.limits.torque_peak = *torque_worst(load);
  situation.limits.power = *power_mean(load);
  EXPECT_EQ(rule_now().governor.level, Percent{3.0});
}

TEST_F(Rows, AHeartRateCapNeedsAHeartRate) {
  governor.level = Percent{3.0};
  situation.limits.heart_rate = Bpm{120.0};
  EXPECT_EQ(rule_now().why, Why::HeartRateCap);
  observe(load, GeneralData{MetresPerSecond{3.0}, Bpm{100.0}, FeState::InUse}, now);
  EXPECT_EQ(rule_now().governor.level, Percent{3.0});
  observe(load, GeneralData{MetresPerSecond{3.0}, Bpm{121.0}, FeState::InUse}, now);
  EXPECT_EQ(rule_now().governor.level, Percent{0.0});
}

TEST_F(Rows, PrescribedCeilingAndTargetAreNeverPassed) {
  governor.credit = Percent{50.0};
  situation.limits.ramp_up_per_second = Percent{50.0};
  situation.max_force = Newtons{50.0};
  situation.target.resistance = Percent{2.0};
  EXPECT_EQ(rule_now().governor.level, Percent{2.0});
  situation.target.resistance = Percent{3.0};
  situation.limits.resistance = Percent{1.5};
  EXPECT_EQ(rule_now().governor.level, Percent{1.5});
  EXPECT_EQ(rule_now().why, Why::Ceiling);
}

TEST_F(Rows, HeadroomUsesTheForceOfPage54) {
  governor.credit = Percent{50.0};
  situation.limits.ramp_up_per_second = Percent{50.0};
  situation.target.resistance = situation.limits.resistance = Percent{50.0};
  // At 60 rpm and 3 m/s one per cent of 100 N costs 0.477 N·m; 6 x 0.95 - 3.18 leaves 5.27 %.
  EXPECT_EQ(rule_now().governor.level, Percent{5.0});
  EXPECT_EQ(rule_now().why, Why::Headroom);
  situation.max_force = std::nullopt;  // unknown: 200 N
  EXPECT_EQ(rule_now().governor.level, Percent{2.5});
  situation.max_force = Newtons{1.0};  // a page that says next to nothing is not believed
  EXPECT_EQ(rule_now().governor.level, Percent{10.5});
}

TEST_F(Rows, WithoutWheelSpeedTheHardestGearIsAssumed) {
  load.speed_moved = false;
  const auto worth = cost_of_raise(load, floor, Newtons{100.0}, Percent{0.0}, Percent{1.0}, now);
  EXPECT_NEAR(worth->torque.count(), 1.0 * 10.2 / (2.0 * 3.14159265), 1e-3);
}

TEST_F(Rows, ARaiseWaitsForDeliveryAndTwoFeltSeconds) {
  governor.level = Percent{1.0};
  EXPECT_EQ(rule_now().why, Why::Unfelt);
  governor.delivered_at = now;
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(rule_now().governor.level, Percent{1.0});
    now += 500ms;
    page(20.0);
  }
  EXPECT_GT(rule_now().governor.level, Percent{1.0});
}

TEST_F(Rows, ALongGapIsNotPermissionToJump) {
  governor.credit = Percent{0.0};
  now += 1400ms;
  page(20.0);
  EXPECT_EQ(rule_now().governor.level, Percent{0.5}) << "one second's worth";
  governor.credited_at = now - 1h;
  EXPECT_LE(rule_now().governor.level, Percent{0.5});
}

TEST_F(Rows, EachMissingConditionOnlyHoldsBackTheWayUp) {
  governor.level = Percent{2.0};
  governor.delivered_at = now - 10s;
  const auto holds = [&](Why why) {
    const auto ruling = rule_now();
    EXPECT_EQ(ruling.governor.level, Percent{2.0});
    EXPECT_EQ(ruling.why, why) << word(ruling.why);
  };
  situation.note_on_disk = false;
  holds(Why::NoteNotWritten);
  situation.note_on_disk = true;
  situation.release_pending = true;
  holds(Why::NotConfirmed);
  situation.release_pending = false;
  load.resting_since = now;
  holds(Why::NotPedalling);
}

TEST_F(Rows, AfterABreachTheCeilingRecoversSlowly) {
  governor.level = Percent{5.0};
  situation.limits.torque_mean = NewtonMetres{3.0};
  governor = rule_now().governor;
  EXPECT_EQ(governor.ceiling, Percent{4.0});
  situation.limits.torque_mean = NewtonMetres{6.0};
  for (int i = 0; i < 50; ++i) {
    now += 500ms;
    governor = rule_now().governor;
  }
  EXPECT_NEAR(governor.ceiling.count(), 4.5, 0.02);
}

TEST_F(Rows, NothingIsRaisedOverTheCeilingOfABreach) {
  governor.level = governor.ceiling = Percent{2.0};
  governor.delivered_at = now - 3s;
  governor.credit = Percent{3.0};
  EXPECT_EQ(rule_now().governor.level, Percent{2.0});
  EXPECT_EQ(rule_now().why, Why::BackedOff);
  governor.ceiling = Percent{2.5};
  EXPECT_EQ(rule_now().governor.level, Percent{2.5});
}

TEST_F(Rows, ANumberThatIsNoneFallsOnTheSafeSide) {
  governor.level = Percent{2.0};
  governor.delivered_at = now - 10s;
  const double none = std::numeric_limits<double>::quiet_NaN();
  situation.target.resistance = Percent{none};
  EXPECT_EQ(rule_now().governor.level, Percent{0.0});
  situation.target.resistance = Percent{5.0};
  situation.limits.torque_mean = NewtonMetres{none};
  EXPECT_EQ(rule_now().governor.level, Percent{0.0});
}

}  // namespace
}  // namespace softpedal
