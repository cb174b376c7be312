// SPDX-License-Identifier: MIT
// The push that sets the cranks going reads as a torque that nobody feels: it is neither told nor
// counted before a full turn, and only while nothing is asked of the brake.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <numbers>
#include <random>

#include "tests/core/bench_ride.hpp"

namespace softpedal::test {
namespace {

// Seen from outside: a trainer that tells 14 N·m at cadence 2.
void push_off(Ride& ride) {
  for (const auto& [rpm, watts] : {std::pair{2.0, 3.0}, {14.0, 16.0}, {28.0, 30.0}, {44.0, 12.0}}) {
    ride.wait(250ms);
    ride.send(GeneralData{MetresPerSecond{ride.speed}, std::nullopt, FeState::InUse});
    ride.page(Rpm{rpm}, Watts{watts});
    ride.wait(250ms);
    ride.send(Ticked{});
    ride.trainer_slot();
  }
}

TEST(FirstTurn, IsNeitherShownNorToldNorCountedAsOverTheLimit) {
  Ride ride;  // 6 N·m in the mean, 9 at most
  ride.start();
  ride.rest(5s);
  push_off(ride);
  ride.pedal(10s);
  for (const Decision& decision : ride.decisions) {
    EXPECT_NE(decision.why, Why::TorquePeakCap);
    EXPECT_NE(decision.why, Why::TorqueMeanCap);
  }
  EXPECT_EQ(ride.view().over_cap, 0s);
}

TEST(FirstTurn, ShowsNoTorqueAndNoWordAboutIt) {
  Ride ride;
  ride.start();
  ride.rest(5s);
  ride.wait(250ms);
  ride.page(Rpm{2.0}, Watts{3.0});
  ride.send(Ticked{});
  EXPECT_FALSE(ride.view().torque_mean);
  EXPECT_FALSE(ride.view().torque_reading);
  EXPECT_EQ(ride.view().load_band, LoadBand::Unknown);
  ride.pedal(5s);
  EXPECT_TRUE(ride.view().torque_mean);
  EXPECT_EQ(ride.view().load_band, LoadBand::Calm);
}

TEST(FirstTurn, AFloorThatIsTooHighIsToldAfterATurn) {
  Ride ride{gentle(TargetMode::Release)};
  ride.feel = [](double) { return 12.0; };
  ride.start();
  ride.rest(5s);
  ride.pedal(1s);
  EXPECT_EQ(ride.view().over_cap, 0s);
  ride.pedal(3s);
  EXPECT_GT(ride.view().over_cap, 1s);
  EXPECT_EQ(ride.view().load_band, LoadBand::Over);
}

TEST(FirstTurn, BeginsAnewAfterEachRest) {
  Ride ride{gentle(TargetMode::Release)};
  ride.start();
  ride.pedal(20s);
  ride.rest(5s);
  push_off(ride);
  ride.pedal(10s);
  EXPECT_EQ(ride.view().over_cap, 0s);
}

// Pushes of every kind at every moment, under load and without: no reading of the last 3 s, however
// slow the cranks were, is ever over a cap while any level is on; and at level 0 nothing is counted
// that was not felt over a full turn.
TEST(FirstTurn, UnderLoadEveryReadingReleasesAndNoRaiseRestsOnOne) {
  int loaded = 0;
  int pushed_under_load = 0;
  int pushes = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    const auto real = [&](double low, double high) {
      return std::uniform_real_distribution{low, high}(random);
    };
    Ride ride;
    ride.feel = [](double percent) { return 2.0 + 0.3 * percent; };
    ride.start();
    std::deque<std::pair<Instant, double>> torques;
    double turned = 0.0;
    int resting = 0;
    bool after_rest = false;
    for (int i = 0; i < 400 && !ride.last.command.finished; ++i) {
      ride.wait(250ms);
      double rpm = 60.0;
      double watts = power_at(NewtonMetres{ride.feel(ride.held)}, Rpm{60.0}).count();
      if (resting > 0) {
        --resting;
        turned = 0.0;
        ride.page(Rpm{0.0}, Watts{0.0}, FeState::Ready);
        ride.trainer_slot();
        continue;
      }
      const bool push = after_rest || real(0.0, 1.0) < 0.03;
      after_rest = false;
      if (real(0.0, 1.0) < 0.02) {
        resting = static_cast<int>(real(4.0, 12.0));
        after_rest = true;
      }
      if (push) {
        rpm = std::round(real(1.0, 25.0));
        watts = std::round(real(1.0, 60.0));
        ++pushes;
        if (ride.level() > Percent{0.0}) ++pushed_under_load;
      }
      const Duration counted = ride.view().over_cap;
      const bool was_loaded = ride.level() > Percent{0.0};
      turned += 0.25 * rpm / 60.0;
      ride.send(GeneralData{MetresPerSecond{3.0}, std::nullopt, FeState::InUse});
      ride.page(Rpm{rpm}, Watts{std::round(watts)});
      torques.emplace_back(ride.now, std::round(watts) * 60.0 / (2.0 * std::numbers::pi * rpm));
      while (!torques.empty() && ride.now - torques.front().first > 3s) torques.pop_front();
      if (ride.level() > Percent{0.0}) {
        ++loaded;
        double sum = 0.0;
        for (const auto& [at, torque] : torques) {
          sum += torque;
          ASSERT_LE(torque, 9.0 + 1e-9);
        }
        ASSERT_LE(sum / static_cast<double>(torques.size()), 6.0 + 1e-9);
      } else if (!was_loaded && turned < 1.0) {
        ASSERT_EQ(ride.view().over_cap, counted);
      }
      ride.trainer_slot();
      ride.write_note();
    }
  }
  EXPECT_GT(pushes, 1000);
  EXPECT_GT(loaded, 1000);
  EXPECT_GT(pushed_under_load, 100);
}

}  // namespace
}  // namespace softpedal::test
