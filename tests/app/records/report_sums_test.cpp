// SPDX-License-Identifier: MIT
#include "app/records/report_sums.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/app/records/report_samples.hpp"

namespace softpedal::records {
namespace {

using std::chrono::days;

ReportSums of(const Report& report) {
  auto sums = sums_of(report);
  if (!sums) {
    ADD_FAILURE() << sums.error().sentence;
    return {};
  }
  return *std::move(sums);
}

const Spread* pain(const Totals& totals, Asked asked) {
  const auto& spread = totals.pain[static_cast<std::size_t>(asked)];
  return spread ? &*spread : nullptr;
}

TEST(ReportSums, AnEmptyPeriodIsAFaultThatSaysWhichAndWhatToDo) {
  Report report = report_of({ride_on(a_monday - days{30})}, 7);
  const auto sums = sums_of(report);
  ASSERT_FALSE(sums);
  EXPECT_EQ(sums.error().code, FaultCode::WrongUsage);
  EXPECT_EQ(
      sums.error().sentence,
      "Nothing was ridden from 2026-09-07 to 2026-09-13: choose another period; the last ride "
      "was on 2026-08-08.");
  report.rides.clear();
  EXPECT_EQ(sums_of(report).error().sentence,
            "Nothing was ridden from 2026-09-07 to 2026-09-13: there is no ride yet.");
  std::swap(report.from, report.to);
  EXPECT_EQ(sums_of(report).error().sentence,
            "No period lasts from 2026-09-13 to 2026-09-07: give its first day first.");
}

TEST(ReportSums, ARideBelongsToTheDayOnItsRidersCalendar) {
  RideSummary late = ride_on(a_monday);
  late.began = std::chrono::sys_seconds{(a_monday - days{1}).time_since_epoch()} + 23h + 30min;
  EXPECT_EQ(of(report_of({late}, 1)).all.rides, 1);
  late.utc_offset = 0min;
  EXPECT_FALSE(sums_of(report_of({late}, 1)));
}

TEST(ReportSums, ThePlanCountsFromTheFirstRideThereIsToTheLastDayOrToday) {
  Report report = report_of({ride_on(a_monday + days{2}), ride_on(a_monday + days{5})}, 14);
  EXPECT_EQ(of(report).adherence.planned, 12);
  EXPECT_EQ(of(report).planned, 12 * 720s);
  report.made_on = a_monday + days{8};
  EXPECT_EQ(of(report).adherence.planned, 7);
  report.made_on = a_monday - days{1};  // a clock that was set back
  EXPECT_EQ(of(report).adherence.planned, 4);
}

TEST(ReportSums, ThePlanOfTheLastRideIsInForceUntilTheNext) {
  RideSummary before = ride_on(a_monday - days{3});
  RideSummary later = ride_on(a_monday + days{7});
  later.sessions_per_week = 3;
  later.profile_hash = std::string(64, 'b');
  later.prescription->ride = 240s;
  const ReportSums sums = of(report_of({before, later}, 14));
  EXPECT_EQ(sums.adherence, (Adherence{.ridden = 1, .planned = 10}));
  EXPECT_EQ(sums.planned, 7 * 720s + 3 * 480s);
  EXPECT_EQ(sums.all.rides, 1);
}

TEST(ReportSums, WithoutAPlanNothingIsPlanned) {
  RideSummary ride = ride_on(a_monday);
  ride.sessions_per_week.reset();
  EXPECT_EQ(of(report_of({ride}, 7)).adherence, (Adherence{.ridden = 1, .planned = {}}));
  EXPECT_FALSE(of(report_of({ride}, 7)).planned);
}

TEST(ReportSums, AShortenedRideIsHeldAgainstTheFullLengthAndIsNoChangeOfTheProfile) {
  RideSummary whole = ride_on(a_monday);
  RideSummary half = ride_on(a_monday + days{1});
  half.prescription->ride = 120s;
  half.ridden = 360s;
  const ReportSums sums = of(report_of({half, whole}, 7));
  EXPECT_EQ(sums.bins[1].planned, 720s);
  EXPECT_TRUE(sums.changes.empty());
}

TEST(ReportSums, EveryEndButTheProperOnesIsEarlyAndHasItsReason) {
  std::set<EarlyEnd> reasons;
  for (int i = 0; i < why_count; ++i) {
    const Why why = static_cast<Why>(i);
    const auto reason = early_end(why);
    EXPECT_EQ(reason.has_value(), why != Why::Done && why != Why::FloorFound) << word(why);
    if (reason) reasons.insert(*reason);
  }
  EXPECT_EQ(reasons.size(), early_ends);
  EXPECT_EQ(early_end(Why::StoppedSharp), EarlyEnd::Sharp);
  EXPECT_EQ(early_end(Why::FloorOverCapEnd), EarlyEnd::Gear);
  EXPECT_EQ(early_end(Why::TimeUp), EarlyEnd::Time);
  EXPECT_EQ(early_end(Why::EndedBySuspend), EarlyEnd::Program);
  EXPECT_EQ(early_end(Why::EndedByInterrupt), EarlyEnd::Rider);
  EXPECT_EQ(early_end(Why::Connecting), EarlyEnd::Cut);

  std::vector<RideSummary> rides;
  for (const Why why : {Why::StoppedByPain, Why::Done, Why::StoppedByRider, Why::StoppedByPain}) {
    rides.push_back(ride_on(a_monday + days{rides.size()}));
    rides.back().end = why;
  }
  const ReportSums sums = of(report_of(rides, 7));
  EXPECT_EQ(sums.all.ended_early, 3);
  EXPECT_EQ(sums.early[static_cast<std::size_t>(EarlyEnd::Pain)], 2);
  EXPECT_EQ(sums.early[static_cast<std::size_t>(EarlyEnd::Rider)], 1);
}

TEST(ReportSums, TotalsAddUpAndMeansAreWeightedByTimeRidden) {
  RideSummary one = ride_on(a_monday);
  RideSummary other = ride_on(a_monday + days{1});
  other.ridden = 240s;
  other.work = Joules{3000.0};
  other.revolutions = 200.0;
  other.over_cap = 30s;
  other.over_cap_loaded = 10s;
  other.torque_mean = NewtonMetres{4.1};
  other.torque_peak = NewtonMetres{5.0};
  other.cadence_mean = Rpm{50.0};
  other.cadence_deviation = Rpm{5.0};
  other.power_mean.reset();
  const ReportSums sums = of(report_of({one, other}, 7));
  EXPECT_EQ(sums.all.rides, 2);
  EXPECT_EQ(sums.all.ridden, 960s);
  EXPECT_EQ(sums.all.work, Joules{12000.0});
  EXPECT_EQ(sums.all.revolutions, 900.0);
  EXPECT_EQ(sums.all.over_cap, 30s);
  EXPECT_EQ(sums.all.over_cap_loaded, 10s);
  EXPECT_NEAR(sums.all.torque_mean->count(), 2.6, 1e-9);
  EXPECT_NEAR(sums.all.cadence_mean->count(), 56.0, 1e-9);
  EXPECT_NEAR(sums.all.cadence_deviation->count(), 3.5, 1e-9);
  EXPECT_EQ(sums.all.power_mean, Watts{13.0});
  EXPECT_FALSE(sums.all.heart_rate_mean);
  EXPECT_EQ(sums.all.torque_peak, NewtonMetres{5.0});
  EXPECT_EQ(sums.torque_peak_on, a_monday + days{1});
  EXPECT_EQ(sums.torque_peak_cap, NewtonMetres{4.5});
}

TEST(ReportSums, PainIsAskedFourWaysAndASkippedQuestionIsNoAnswer) {
  std::vector<RideSummary> rides;
  for (const int score : {3, 1, 6, 2}) {
    RideSummary ride = ride_on(a_monday + days{rides.size()});
    ride.pain_before = score;
    ride.pain_peak = score + 1;
    if (score > 2) ride.pain_after = score;
    const auto next = std::chrono::year_month_day{a_monday + days{rides.size() + 1}};
    if (score == 6) ride.morning = Morning{.day = next, .pain = 4, .swelling = true};
    if (score == 2) ride.morning = Morning{.day = next};
    rides.push_back(ride);
  }
  const Totals all = of(report_of(rides, 7)).all;
  EXPECT_EQ(*pain(all, Asked::Before), (Spread{.count = 4, .least = 1, .median = 2.5, .most = 6}));
  EXPECT_EQ(*pain(all, Asked::Peak), (Spread{.count = 4, .least = 2, .median = 3.5, .most = 7}));
  EXPECT_EQ(*pain(all, Asked::After), (Spread{.count = 2, .least = 3, .median = 4.5, .most = 6}));
  EXPECT_EQ(*pain(all, Asked::Morning), (Spread{.count = 1, .least = 4, .median = 4, .most = 4}));
  EXPECT_EQ(all.swellings, 1);
  EXPECT_EQ(all.swelling_answers, 1);
  EXPECT_EQ(pain(of(report_of({ride_on(a_monday)}, 7)).all, Asked::Before), nullptr);
}

TEST(ReportSums, SimulatedRidesAreLeftOutWhereThereIsARealOne) {
  RideSummary real = ride_on(a_monday);
  RideSummary simulated = ride_on(a_monday + days{1});
  simulated.simulated = true;
  const ReportSums mixed = of(report_of({real, simulated, simulated}, 7));
  EXPECT_FALSE(mixed.simulated);
  EXPECT_EQ(mixed.all.rides, 1);
  EXPECT_EQ(mixed.simulated_left_out, 2);
  const ReportSums only = of(report_of({simulated, simulated}, 7));
  EXPECT_TRUE(only.simulated);
  EXPECT_EQ(only.all.rides, 2);
  EXPECT_EQ(only.simulated_left_out, 0);
}

TEST(ReportSums, ASpinOfTheFloorFinderIsNoRideButTellsTheFloor) {
  RideSummary spin = ride_on(a_monday + days{1});
  spin.finds_floor = true;
  spin.floor = NewtonMetres{1.7};
  const ReportSums sums = of(report_of({ride_on(a_monday), spin}, 7));
  EXPECT_EQ(sums.all.rides, 1);
  EXPECT_EQ(sums.floor_spins, 1);
  ASSERT_EQ(sums.floors.size(), 1U);
  EXPECT_EQ(sums.floors[0].floor, NewtonMetres{1.7});
  EXPECT_FALSE(sums_of(report_of({spin}, 7)));
}

TEST(ReportSums, ChangesOfTheProfileAreCountedFromTheRideBeforeThePeriod) {
  RideSummary before = ride_on(a_monday - days{2});
  RideSummary first = ride_on(a_monday);
  first.profile_hash = std::string(64, 'b');
  first.prescription->limits.torque_mean = NewtonMetres{4.0};
  RideSummary last = ride_on(a_monday + days{3});
  last.profile_hash = std::string(64, 'c');
  const ReportSums sums = of(report_of({before, first, first, last}, 7));
  ASSERT_EQ(sums.changes.size(), 2U);
  EXPECT_EQ(sums.changes[0].on, a_monday + days{3});
  EXPECT_EQ(sums.changes[1].on, a_monday);
  EXPECT_EQ(sums.changes[1].before.prescription->limits.torque_mean, NewtonMetres{3.0});
  EXPECT_EQ(sums.changes[1].after.prescription->limits.torque_mean, NewtonMetres{4.0});
  EXPECT_TRUE(sums.ridden_before);
  EXPECT_EQ(of(report_of({first, last}, 7)).changes.size(), 1U);
  EXPECT_FALSE(of(report_of({first, last}, 7)).ridden_before);
}

TEST(ReportSums, WithoutAHashThePrescriptionTellsWhetherTheProfileChanged) {
  RideSummary one = ride_on(a_monday);
  RideSummary other = ride_on(a_monday + days{1});
  one.profile_hash.clear();
  EXPECT_TRUE(of(report_of({one, other}, 7)).changes.empty());
  other.prescription->limits.power = Watts{25.0};
  EXPECT_EQ(of(report_of({one, other}, 7)).changes.size(), 1U);
}

TEST(ReportSums, BreachesAreCountedCapByCap) {
  RideSummary one = ride_on(a_monday);
  one.breaches = 6;
  one.breaches_of = {.torque_mean = 1, .torque_peak = 2, .power = 3};
  RideSummary other = ride_on(a_monday + days{1});
  other.breaches = 9;
  other.breaches_of = {.heart_rate = 4, .floor = 5};
  other.eases = 2;
  const ReportSums sums = of(report_of({one, other, ride_on(a_monday + days{2})}, 7));
  EXPECT_EQ(sums.breaches, 15);
  EXPECT_EQ(sums.rides_with_breaches, 2);
  EXPECT_EQ(
      sums.breaches_of,
      (Breaches{.torque_mean = 1, .torque_peak = 2, .power = 3, .heart_rate = 4, .floor = 5}));
  EXPECT_EQ(sums.eases, 2);
}

TEST(ReportSums, TrainersFloorsAndNotesAreTheNewestFirst) {
  RideSummary old = ride_on(a_monday);
  old.trainer.number = 7;
  old.note = "first";
  old.power_calibration_needed = true;
  RideSummary middle = ride_on(a_monday + days{1});
  middle.floor = NewtonMetres{2.5};
  RideSummary fresh = ride_on(a_monday + days{2});
  fresh.note = "last";
  fresh.numbers_unverified = true;
  fresh.resistance_calibration_needed = true;
  const ReportSums sums = of(report_of({old, middle, fresh}, 7));
  ASSERT_EQ(sums.trainers.size(), 2U);
  EXPECT_EQ(sums.trainers[0].first.number, 12345U);
  EXPECT_EQ(sums.trainers[0].second, 2);
  ASSERT_EQ(sums.floors.size(), 2U);
  EXPECT_EQ(sums.floors[0].on, a_monday + days{2});
  EXPECT_EQ(sums.floors[0].floor, NewtonMetres{1.9});
  EXPECT_EQ(sums.floors[1].trainer, 7U);
  ASSERT_EQ(sums.notes.size(), 2U);
  EXPECT_EQ(sums.notes[0], (Note{.on = a_monday + days{2}, .text = "last"}));
  EXPECT_EQ(sums.power_calibration_needed, 1);
  EXPECT_EQ(sums.resistance_calibration_needed, 1);
  EXPECT_EQ(sums.numbers_unverified, 1);
}

TEST(ReportSums, ATrainerThatACutRideKnowsByItsNumberAloneIsCountedOnce) {
  RideSummary whole = ride_on(a_monday);
  whole.trainer = {
      .number = 12345, .manufacturer = 89, .model = 2875, .software = "1.1", .serial = 7};
  RideSummary cut = ride_on(a_monday + days{1});
  cut.trainer = {.number = 12345};
  RideSummary renewed = ride_on(a_monday + days{2});
  renewed.trainer = whole.trainer;
  renewed.trainer.software = "1.2";
  RideSummary other = ride_on(a_monday + days{3});
  other.trainer = {.number = 777, .manufacturer = 32, .model = 5};
  for (const auto& rides :
       {std::vector{whole, cut, renewed, other}, std::vector{cut, whole, renewed, other}}) {
    const auto trainers = of(report_of(rides, 7)).trainers;
    ASSERT_EQ(trainers.size(), 2U);
    EXPECT_EQ(trainers[0].first, other.trainer);
    EXPECT_EQ(trainers[0].second, 1);
    EXPECT_EQ(trainers[1].first, renewed.trainer);
    EXPECT_EQ(trainers[1].second, 3);
  }
}

TEST(ReportSums, TheLongerThePeriodTheCoarserItsSteps) {
  const auto step_of = [](int length) { return of(report_of({ride_on(a_monday)}, length)).step; };
  EXPECT_EQ(step_of(1), Step::Day);
  EXPECT_EQ(step_of(92), Step::Day);
  EXPECT_EQ(step_of(93), Step::Week);
  EXPECT_EQ(step_of(644), Step::Week);
  EXPECT_EQ(step_of(645), Step::Month);
  EXPECT_EQ(step_of(3652), Step::Month);
  EXPECT_EQ(step_of(20000), Step::Year);
  EXPECT_EQ(step_of(2000000), Step::Year);
}

TEST(ReportSums, EveryRideStandsOnceInAnUnbrokenRowOfSteps) {
  for (const int length : {30, 200, 1000, 5000}) {
    SCOPED_TRACE(length);
    Report report = report_of(months_of_rides(length), length);
    report.from += days{4};  // a Friday: the week that it stands in is the first
    const ReportSums sums = of(report);
    int rides = 0;
    Duration ridden{};
    Duration planned{};
    for (std::size_t i = 0; i < sums.bins.size(); ++i) {
      rides += sums.bins[i].totals.rides;
      ridden += sums.bins[i].totals.ridden;
      planned += sums.bins[i].planned.value_or(Duration{});
      if (i > 0) {
        EXPECT_LT(sums.bins[i - 1].first, sums.bins[i].first);
      }
    }
    EXPECT_EQ(rides, sums.all.rides);
    EXPECT_EQ(ridden, sums.all.ridden);
    EXPECT_LE(sums.bins.front().first, report.from);
    EXPECT_LE(sums.bins.back().first, report.to);
    if (sums.step == Step::Week) {
      EXPECT_EQ(sums.bins.front().first, a_monday);
    }
    if (sums.step != Step::Day) {
      EXPECT_NEAR(in_seconds(planned), in_seconds(*sums.planned),
                  static_cast<double>(sums.bins.size()));
    }
  }
}

}  // namespace
}  // namespace softpedal::records
