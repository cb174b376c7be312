// SPDX-License-Identifier: MIT
#include "app/records/trace.hpp"

#include <gtest/gtest.h>

#include "tests/app/records/rides.hpp"

namespace softpedal::records {
namespace {

using std::chrono::seconds;

TEST(Trace, TheTimerRestsInPauses) {
  const KeptRide ride = a_ride();
  const Trace trace = trace_of(ride);
  EXPECT_EQ(trace.elapsed, 765s);
  EXPECT_EQ(trace.timer, 720s);
  for (const Point& point : trace.points) {
    EXPECT_EQ(point.timed, point.at < 300s || point.at >= 345s) << point.at.count();
  }
}

TEST(Trace, TheMostIsOfWhatTheTimerSaw) {
  KeptRide ride = a_ride();
  ride.seconds[310].speed = MetresPerSecond{9.0};  // paused: a hand on the wheel
  ride.seconds[310].cadence = Rpm{99.0};
  ride.seconds[310].power = Watts{99.0};
  ride.seconds[100].speed = MetresPerSecond{3.0};
  ride.seconds[101].cadence = Rpm{71.0};
  ride.seconds[102].power = Watts{45.0};
  const Trace trace = trace_of(ride);
  EXPECT_EQ(trace.speed_most, MetresPerSecond{3.0});
  EXPECT_EQ(trace.cadence_most, Rpm{71.0});
  EXPECT_EQ(trace.power_most, Watts{45.0});
  EXPECT_NEAR(trace.speed_mean->count(), trace.distance->count() / 720.0, 1e-9);
}

TEST(Trace, WhatIsDoneInAPauseIsNotOfTheTimer) {
  KeptRide ride = a_ride({.heart_rate = true});
  const Joules work = ride.seconds.back().work;
  const double revolutions = ride.seconds.back().revolutions;
  Joules more{};
  for (Second& second : ride.seconds) {
    if (second.phase == Phase::Paused) {
      more = more + Joules{100.0};
      second.heart_rate = Bpm{180.0};
    }
    second.work = second.work + more;
    second.revolutions += more.count() / 100.0;
  }
  ride.summary.work = ride.seconds.back().work;
  const Trace trace = trace_of(ride);
  EXPECT_NEAR(trace.work.count(), work.count(), 1e-6);
  EXPECT_NEAR(trace.revolutions, revolutions, 1e-6);
  EXPECT_LT(*trace.heart_rate_most, Bpm{150.0});
  for (std::size_t i = 1; i < trace.points.size(); ++i) {
    const Point& before = trace.points[i - 1];
    EXPECT_NEAR((trace.points[i].work - before.work).count(),
                trace.points[i].timed ? trace.points[i].second->power->count() : 0.0, 1e-6)
        << i;
  }
}

TEST(Trace, ARideThatIsCutInAPauseDoesNotCountIt) {
  KeptRide ride = a_ride();
  ride.seconds.resize(321);  // the last one is of 320 s
  ride.summary.elapsed = 321s;
  const Trace trace = trace_of(ride);
  EXPECT_EQ(trace.elapsed, 321s);
  EXPECT_EQ(trace.timer, 300s);
}

TEST(Trace, DistanceIsTheSummarysToTheLast) {
  const KeptRide ride = a_ride();
  ASSERT_TRUE(trace_of(ride).distance);
  EXPECT_NEAR(trace_of(ride).distance->count(), ride.summary.distance.count(), 1e-6);
}

TEST(Trace, DistanceOverAGapIsNotGuessed) {
  KeptRide ride = a_ride({.pause_at = {}});
  for (Second& second : ride.seconds) second.speed = MetresPerSecond{2.0};
  ride.seconds.erase(ride.seconds.begin() + 100, ride.seconds.begin() + 200);
  const Trace trace = trace_of(ride);
  EXPECT_DOUBLE_EQ(trace.points[99].distance->count(), 198.0);
  EXPECT_DOUBLE_EQ(trace.points[100].distance->count(), 204.0) << "3 s of the 101";
}

TEST(Trace, WithoutASpeedThereIsNoDistance) {
  KeptRide ride = a_ride();
  for (Second& second : ride.seconds) second.speed.reset();
  const Trace trace = trace_of(ride);
  EXPECT_FALSE(trace.distance);
  EXPECT_FALSE(trace.speed_mean);
  EXPECT_FALSE(trace.points.back().distance);
}

TEST(Trace, WhatEndsTheRideTakesThePlaceOfItsSecond) {
  KeptRide ride = a_ride();
  Second end = ride.seconds.back();
  end.elapsed += 400ms;
  end.work = Joules{9999.0};
  ride.seconds.push_back(end);
  const Trace trace = trace_of(ride);
  EXPECT_EQ(trace.points.size(), ride.seconds.size() - 1);
  EXPECT_EQ(trace.points.back().second->work, Joules{9999.0});
  EXPECT_EQ(trace.elapsed, 765400ms);
  for (std::size_t i = 1; i < trace.points.size(); ++i) {
    EXPECT_LT(trace.points[i - 1].at, trace.points[i].at);
  }
}

TEST(Trace, AScoreStandsWithItsSecondAndIsNeverLost) {
  const auto scores = [](const KeptRide& ride) {
    std::vector<std::pair<seconds, int>> all;
    for (const Point& point : trace_of(ride).points) {
      if (point.pain) all.emplace_back(point.at, *point.pain);
    }
    return all;
  };
  using Scores = std::vector<std::pair<seconds, int>>;
  KeptRide ride = a_ride();
  EXPECT_EQ(scores(ride), (Scores{{420s, 4}}));
  ride.marks = {{.at = 10500ms, .kind = Mark::Kind::Pain, .score = 2},
                {.at = 10900ms, .kind = Mark::Kind::Pain, .score = 1},
                {.at = 320s, .kind = Mark::Kind::Pain, .score = 5},
                {.at = 9000s, .kind = Mark::Kind::Pain, .score = 0}};
  EXPECT_EQ(scores(ride), (Scores{{10s, 2}, {345s, 5}, {765s, 0}}))
      << "the worse of two, after the pause, with the last second";
  ride.seconds.erase(ride.seconds.begin() + 5, ride.seconds.begin() + 20);
  EXPECT_EQ(scores(ride).front(), (std::pair<seconds, int>{20s, 2})) << "after the gap";
}

TEST(Trace, OfNothingIsEmpty) {
  KeptRide ride;
  ride.summary.elapsed = 10s;
  ride.marks.push_back({.kind = Mark::Kind::Pain, .score = 3});
  const Trace trace = trace_of(ride);
  EXPECT_TRUE(trace.points.empty());
  EXPECT_EQ(trace.timer, 10s);
}

}  // namespace
}  // namespace softpedal::records
