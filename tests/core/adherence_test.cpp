// SPDX-License-Identifier: MIT
#include "app/core/adherence.hpp"

#include <gtest/gtest.h>

#include <random>

namespace softpedal {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using namespace std::chrono_literals;

constexpr local_days monday{days{20000 - (20000 + 3) % 7}};  // 1 January 1970 was a Thursday

Prescription plan_of(std::chrono::seconds warm_up, std::chrono::seconds ride) {
  Prescription rx{};
  rx.warm_up = rx.cool_down = warm_up;
  rx.ride = ride;
  return rx;
}

RideSummary ride_on(local_days day, int sessions_per_week = 7, std::chrono::seconds ridden = 720s) {
  RideSummary ride;
  ride.began = std::chrono::sys_seconds{day.time_since_epoch()} + 17h;
  ride.profile_hash = std::to_string(sessions_per_week);
  ride.prescription = plan_of(120s, 480s);
  ride.sessions_per_week = sessions_per_week;
  ride.ridden = ridden;
  return ride;
}

Adherence in_four_weeks(const std::vector<RideSummary>& rides) {
  return PlanKept{rides}.between(monday, monday + days{27});
}

TEST(Adherence, ARideCountsWithFourFifthsOfThePlannedMinutes) {
  EXPECT_EQ(in_four_weeks({ride_on(monday, 7, 576s)}).ridden, 1);
  EXPECT_EQ(in_four_weeks({ride_on(monday, 7, 575s)}).ridden, 0);
  EXPECT_EQ(in_four_weeks({ride_on(monday, 7, 52s)}).ridden, 0);
  RideSummary unknown = ride_on(monday, 7, 300s);
  unknown.prescription.reset();
  EXPECT_EQ(in_four_weeks({unknown}).ridden, 1) << "nothing is known to be missing";
  unknown.ridden = 0s;
  EXPECT_EQ(in_four_weeks({unknown}).ridden, 0);
}

TEST(Adherence, ARideThatWasShortenedIsHeldAgainstTheWholePlan) {
  RideSummary shortened = ride_on(monday + days{1}, 7, 60s);
  shortened.prescription = plan_of(10s, 40s);
  EXPECT_EQ(in_four_weeks({ride_on(monday), shortened}).ridden, 1);
  EXPECT_EQ(in_four_weeks({shortened, ride_on(monday)}).ridden, 1);
}

TEST(Adherence, ThePastIsHeldAgainstThePlanThatStoodThen) {
  // Seven a week for two weeks, then three: whatever is planned today.
  std::vector<RideSummary> rides;
  for (int day = 0; day < 14; ++day) rides.push_back(ride_on(monday + days{day}, 7));
  for (const int day : {14, 17, 19, 21, 24}) rides.push_back(ride_on(monday + days{day}, 3));
  EXPECT_EQ(in_four_weeks(rides), (Adherence{.ridden = 19, .planned = 20}));
  EXPECT_EQ(PlanKept{rides}.between(monday, monday + days{6}),
            (Adherence{.ridden = 7, .planned = 7}));
  EXPECT_EQ(PlanKept{rides}.between(monday + days{21}, monday + days{27}),
            (Adherence{.ridden = 2, .planned = 3}));
}

TEST(Adherence, BeforeTheFirstRideNothingWasPlanned) {
  EXPECT_EQ(in_four_weeks({ride_on(monday + days{21})}), (Adherence{.ridden = 1, .planned = 7}));
  EXPECT_EQ(in_four_weeks({ride_on(monday + days{28})}), (Adherence{.ridden = 0, .planned = {}}));
  EXPECT_EQ(in_four_weeks({}), Adherence{});
  EXPECT_EQ(in_four_weeks({ride_on(monday - days{70})}), (Adherence{.ridden = 0, .planned = 28}));
}

TEST(Adherence, WithoutAPlanItOnlyCounts) {
  RideSummary ride = ride_on(monday);
  ride.sessions_per_week.reset();
  EXPECT_EQ(in_four_weeks({ride, ride}), (Adherence{.ridden = 2, .planned = {}}));
}

TEST(Adherence, SpinsOfTheFinderNeverCountAndSimulatedRidesOnlyAlone) {
  RideSummary spin = ride_on(monday + days{1}, 2);
  spin.finds_floor = true;
  RideSummary played = ride_on(monday + days{2}, 1);
  played.simulated = true;
  EXPECT_EQ(in_four_weeks({ride_on(monday), spin, played}),
            (Adherence{.ridden = 1, .planned = 28}));
  EXPECT_EQ(in_four_weeks({spin, played}).ridden, 1);
}

TEST(Adherence, IsNeverMoreThanTheWhole) {
  std::mt19937 random{3};
  for (int i = 0; i < 500; ++i) {
    std::vector<RideSummary> rides;
    const int count = static_cast<int>(random() % 80);
    for (int n = 0; n < count; ++n) {
      rides.push_back(ride_on(monday + days{random() % 28}, static_cast<int>(random() % 8),
                              std::chrono::seconds{random() % 1500}));
    }
    const auto whole = in_four_weeks(rides);
    if (whole.planned) {
      ASSERT_LE(whole.ridden, *whole.planned);
      ASSERT_LE(*whole.planned, 28);
    }
    ASSERT_LE(whole.ridden, count);
    ASSERT_GE(whole.ridden, 0);
  }
}

TEST(Adherence, OneTableSaysWhatIsRiddenToItsEnd) {
  for (int i = 0; i < why_count; ++i) {
    const Why why = static_cast<Why>(i);
    EXPECT_EQ(ridden_to_its_end(why), why == Why::Done || why == Why::FloorFound);
  }
}

}  // namespace
}  // namespace softpedal
