// SPDX-License-Identifier: MIT
#include "app/core/rest.hpp"

#include <gtest/gtest.h>

namespace softpedal {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr sys_seconds noon = sys_days{2026y / 11 / 28} + 12h;

RideSummary ride_at(sys_seconds began, Duration ridden = 8min) {
  return {.began = began, .elapsed = ridden, .ridden = ridden, .pain_before = 2};
}
RideSummary with_morning(RideSummary ride, std::optional<int> pain, std::optional<bool> swelling) {
  ride.morning = Morning{.day = 2026y / 11 / 29, .pain = pain, .swelling = swelling};
  return ride;
}
LastRides last_of(const std::vector<RideSummary>& rides, sys_seconds now = noon + 24h) {
  return last_rides(rides, now, [](const RideSummary&) { return 8min; });
}

TEST(Rest, IsAskedForByFiveMinutesOrHalfOfThePlanOfARealRideThatEnded) {
  EXPECT_TRUE(asks_for_rest(ride_at(noon, 5min), 30min));
  EXPECT_FALSE(asks_for_rest(ride_at(noon, 5min - 1s), 30min));
  EXPECT_TRUE(asks_for_rest(ride_at(noon, 4min), 8min));
  EXPECT_FALSE(asks_for_rest(ride_at(noon, 4min - 1s), 8min));
  EXPECT_FALSE(asks_for_rest(ride_at(noon, 4min), 0s)) << "nobody knows what was planned";
  for (bool RideSummary::*not_one :
       {&RideSummary::simulated, &RideSummary::finds_floor, &RideSummary::cut}) {
    RideSummary ride = ride_at(noon, 30min);
    ride.*not_one = true;
    EXPECT_FALSE(asks_for_rest(ride, 30min));
  }
}

TEST(Rest, CountsFromTheEndOfTheLastRideThatAsksForIt) {
  EXPECT_FALSE(last_of({}).end);
  RideSummary paused = ride_at(noon);
  paused.elapsed = 20min;
  RideSummary cut = ride_at(noon + 2h);
  cut.cut = true;
  EXPECT_EQ(last_of({ride_at(noon - 24h), paused, ride_at(noon + 1h, 1min), cut}).end,
            noon + 20min);
}

// Whatever the clock did: nobody waits longer than the hours between.
TEST(Rest, AClockThatWasWrongLocksNobodyOut) {
  EXPECT_EQ(last_of({ride_at(noon), ride_at(noon + 72h)}).end, noon + 8min);
  EXPECT_EQ(last_of({ride_at(noon)}, noon + 1min).end, noon + 1min);
}

TEST(Rest, TheMorningTellsTwoPointsMoreThanBeforeOrSwollen) {
  for (int pain = 0; pain <= 10; ++pain) {
    const LastRides last = last_of({with_morning(ride_at(noon), pain, false)});
    EXPECT_EQ(last.worse_that_morning, pain >= 4) << pain;
    EXPECT_FALSE(last.swollen_that_morning);
  }
  EXPECT_TRUE(last_of({with_morning(ride_at(noon), 0, true)}).swollen_that_morning);
  RideSummary unasked = ride_at(noon);
  unasked.pain_before.reset();
  EXPECT_TRUE(last_of({with_morning(unasked, 2, {})}).worse_that_morning) << "risen from 0";
}

TEST(Rest, AMorningStandsUntilTheNextRideThatAsksForRest) {
  const RideSummary swollen = with_morning(ride_at(noon - 24h), 5, true);
  EXPECT_TRUE(last_of({swollen, ride_at(noon, 1min)}).swollen_that_morning) << "a mere try";
  const RideSummary skipped = with_morning(ride_at(noon), {}, {});
  for (const RideSummary& later : {ride_at(noon), skipped}) {
    EXPECT_FALSE(last_of({swollen, later}).swollen_that_morning);
    EXPECT_FALSE(last_of({swollen, later}).worse_that_morning);
  }
}

}  // namespace
}  // namespace softpedal
