// SPDX-License-Identifier: MIT
#include "app/core/load.hpp"

#include <gtest/gtest.h>

#include <numbers>
#include <random>
#include <utility>
#include <vector>

namespace softpedal {
namespace {

class Telemetry : public testing::Test {
 protected:
  bool page(double cadence, double watts, int new_events = 1) {
    events = static_cast<std::uint8_t>(events + new_events);
    accumulated = static_cast<std::uint16_t>(accumulated + watts * new_events);
    return observe(load, {events, Rpm{cadence}, Watts{watts}, accumulated, FeState::InUse}, now);
  }
  void pages(double cadence, double watts, Duration d) {
    for (Duration t{}; t < d; t += 500ms) {
      now += 500ms;
      page(cadence, watts);
    }
  }
  Load load{};
  Instant now{Duration{5'000'000}};
  std::uint8_t events = 250;
  std::uint16_t accumulated = 65500;
};

TEST_F(Telemetry, TheFirstPageOnlySetsTheStartValues) {
  EXPECT_FALSE(page(60.0, 20.0));
  EXPECT_FALSE(fresh(load, now));
  now += 500ms;
  EXPECT_TRUE(page(60.0, 20.0));
  EXPECT_TRUE(fresh(load, now));
}

TEST_F(Telemetry, AgeCountsFromTheLastPageWhoseEventCountMoved) {
  pages(60.0, 20.0, 5s);
  const Instant moved = now;
  for (int i = 0; i < 20; ++i) {  // the same page again and again is no news
    now += 250ms;
    observe(load, {events, Rpm{60.0}, Watts{20.0}, accumulated, FeState::InUse}, now);
    EXPECT_EQ(fresh(load, now), now - moved <= 1600ms) << (now - moved).count();
    EXPECT_EQ(lost(load, now), now - moved >= 3s);
  }
}

TEST_F(Telemetry, SixSlotsAndTheirJitterAreNotLate) {
  pages(60.0, 20.0, 5s);
  now += 1530ms;
  EXPECT_TRUE(fresh(load, now));
  page(60.0, 20.0);
  EXPECT_TRUE(window_filled(load, now));
}

TEST_F(Telemetry, TheWindowIsFilledOnlyByThreeSecondsOfFreshTorque) {
  page(60.0, 20.0);
  for (Duration t{}; t < 3s; t += 500ms) {
    EXPECT_FALSE(window_filled(load, now));
    now += 500ms;
    page(60.0, 20.0);
  }
  now += 500ms;
  page(60.0, 20.0);
  EXPECT_TRUE(window_filled(load, now));
  now += 500ms;
  page(0.0, 20.0);  // a false zero: no torque can be told from it
  EXPECT_FALSE(window_filled(load, now));
  now += 1601ms;  // late
  EXPECT_FALSE(window_filled(load, now));
}

TEST_F(Telemetry, CountersRollOver) {
  pages(60.0, 20.0, 30s);
  EXPECT_NEAR(torque_mean(load)->count(), 3.183, 0.01);
}

TEST_F(Telemetry, MissedTurnsAreToldByTheSumAndFeltAtTheSlowerCadence) {
  pages(60.0, 20.0, 5s);
  now += 1s;
  events = static_cast<std::uint8_t>(events + 2);
  accumulated = static_cast<std::uint16_t>(accumulated + 90 + 20);  // one event of 90 W was missed
  observe(load, {events, Rpm{70.0}, Watts{20.0}, accumulated, FeState::InUse}, now);
  EXPECT_NEAR(torque_worst(load)->count(), torque_at(Watts{90.0}, Rpm{60.0})->count(), 1e-9);
}

TEST_F(Telemetry, ASumThatMakesNoSenseIsNotBelieved) {
  pages(60.0, 20.0, 5s);
  now += 1s;
  events = static_cast<std::uint8_t>(events + 2);
  accumulated = static_cast<std::uint16_t>(accumulated - 5000);
  observe(load, {events, Rpm{60.0}, Watts{20.0}, accumulated, FeState::InUse}, now);
  EXPECT_NEAR(torque_worst(load)->count(), 3.183, 0.01);
}

TEST_F(Telemetry, TenWattsAreEnoughToStart) {
  for (double watts : {0.0, 5.0, 10.0}) {
    load = {};
    pages(50.0, watts, 2500ms);
    EXPECT_TRUE(load.pedalling) << watts;
  }
}

TEST_F(Telemetry, TheCranksMustTurnForASecondToStart) {
  page(60.0, 20.0);
  now += 500ms;
  page(60.0, 20.0);
  EXPECT_FALSE(load.pedalling) << "one turn by hand is no ride";
  now += 500ms;
  page(60.0, 20.0);
  EXPECT_FALSE(load.pedalling);
  now += 500ms;
  page(60.0, 20.0);
  EXPECT_TRUE(load.pedalling);
}

TEST_F(Telemetry, StandingPulsesBelowTwentyTurnsDoNotStart) {
  pages(19.0, 40.0, 20s);
  EXPECT_FALSE(load.pedalling);
}

TEST_F(Telemetry, StoppedWithinASecondOfTheFirstPageWithoutCadence) {
  pages(60.0, 20.0, 5s);
  now += 500ms;
  page(0.0, 0.0);
  const Instant first = now;
  EXPECT_TRUE(load.pedalling);
  now = first + 1s;
  pass_time(load, now);
  EXPECT_FALSE(load.pedalling);
}

TEST_F(Telemetry, OneFalseZeroIsNoStopButHoldsBackRaises) {
  pages(60.0, 20.0, 5s);
  now += 500ms;
  page(0.0, 20.0);
  EXPECT_TRUE(load.resting_since.has_value());
  now += 500ms;
  page(60.0, 20.0);
  EXPECT_TRUE(load.pedalling);
  EXPECT_FALSE(load.resting_since.has_value());
}

TEST_F(Telemetry, AZeroIsBelievedFromAPageWithoutNews) {
  pages(60.0, 20.0, 5s);
  now += 250ms;
  observe(load, {events, Rpm{0.0}, Watts{0.0}, accumulated, FeState::InUse}, now);
  EXPECT_TRUE(load.resting_since.has_value());
  // and a stale turn does not take it back
  now += 250ms;
  observe(load, {events, Rpm{60.0}, Watts{20.0}, accumulated, FeState::InUse}, now);
  EXPECT_TRUE(load.resting_since.has_value());
}

TEST_F(Telemetry, ACadenceThatSticksWhileTheWheelRestsIsAStop) {
  observe(load, GeneralData{MetresPerSecond{3.0}, {}, FeState::InUse}, now);
  pages(60.0, 20.0, 5s);
  for (int i = 0; i < 4; ++i) {
    now += 500ms;
    observe(load, GeneralData{MetresPerSecond{0.0}, {}, FeState::InUse}, now);
    page(60.0, 20.0);
  }
  EXPECT_FALSE(load.pedalling);
}

TEST_F(Telemetry, WithoutCadenceTheWheelTellsOfMotion) {
  for (int i = 0; i < 8; ++i) {
    now += 500ms;
    observe(load, GeneralData{MetresPerSecond{2.5}, {}, FeState::InUse}, now);
    events = static_cast<std::uint8_t>(events + 1);
    observe(load, TrainerData{events, std::nullopt, Watts{20.0}, 0, FeState::InUse}, now);
  }
  EXPECT_TRUE(load.pedalling);
  EXPECT_FALSE(torque_mean(load));
}

// Property: the mean and the worst are those of a list kept by the test itself.
TEST(Load, MeanAndWorstAreThoseOfTheLastThreeSeconds) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    std::uniform_int_distribution<int> watts{0, 80}, rpm{20, 110}, gap{250, 700};
    Load load{};
    Instant now{};
    std::uint8_t events = 0;
    std::uint16_t accumulated = 0;
    std::vector<std::pair<Instant, double>> all;
    observe(load, {events, Rpm{60.0}, Watts{0.0}, accumulated, FeState::InUse}, now);
    for (int i = 0; i < 100; ++i) {
      now += std::chrono::milliseconds{gap(random)};
      const int w = watts(random);
      const int c = rpm(random);
      events = static_cast<std::uint8_t>(events + 1);
      accumulated = static_cast<std::uint16_t>(accumulated + w);
      observe(load, {events, Rpm(c), Watts(w), accumulated, FeState::InUse}, now);
      all.emplace_back(now, w * 60.0 / (2.0 * std::numbers::pi * c));
      double sum = 0.0, worst = 0.0;
      int n = 0;
      for (const auto& [at, torque] : all) {
        if (now - at > 3s) continue;
        sum += torque;
        worst = std::max(worst, torque);
        ++n;
      }
      ASSERT_NEAR(torque_mean(load)->count(), sum / n, 1e-9);
      ASSERT_NEAR(torque_worst(load)->count(), worst, 1e-9);
    }
  }
}

}  // namespace
}  // namespace softpedal
