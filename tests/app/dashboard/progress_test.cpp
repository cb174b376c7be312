// SPDX-License-Identifier: MIT
// The rides of the past in the window: where hands lead on Progress and in one ride, what is asked
// for, and what is counted.
#include <gtest/gtest.h>
#include <stdlib.h>

#include "app/dashboard/dates.hpp"
#include "app/dashboard/plot.hpp"
#include "app/language/language.hpp"
#include "tests/app/dashboard/rider.hpp"

namespace softpedal::ui {
namespace {

class ProgressScreen : public testing::Test {
 protected:
  void SetUp() override {
    ::setenv("LANGUAGE", "en", 1);
    choose_language();
  }
};
using PastRideScreen = ProgressScreen;

// In front of Progress.
class Looking : public Rider {
 public:
  explicit Looking(Model first) : Rider{std::move(first)} {
    type('h');
    EXPECT_EQ(screen(), Screen::Progress);
  }
};

const std::vector<RideSummary>& rides_of(const Rider& rider) { return *rider.model.past.rides; }
// The ride from the end of the list: 0 is the newest.
const std::string& id_of(const Rider& rider, std::size_t from_the_end) {
  return rides_of(rider)[rides_of(rider).size() - 1 - from_the_end].id;
}
std::string opened(const std::vector<Request>& asked) {
  const auto* open = only<OpenRide>(asked);
  return open != nullptr ? open->id : "nothing";
}

TEST_F(ProgressScreen, IsReachedFromReadyByKeyAndByMouseAndLeftByEscapeOrBack) {
  Rider rider{past_model(20)};
  const auto by_key = rider.type('h');
  ASSERT_NE(only<ShowProgress>(by_key), nullptr);
  EXPECT_TRUE(only<ShowProgress>(by_key)->on);
  EXPECT_EQ(rider.screen(), Screen::Progress);
  const auto escaped = rider.type(Key::Escape);
  ASSERT_NE(only<ShowProgress>(escaped), nullptr);
  EXPECT_FALSE(only<ShowProgress>(escaped)->on);
  EXPECT_EQ(rider.screen(), Screen::Ready);
  ASSERT_NE(only<ShowProgress>(rider.press("progress")), nullptr);
  ASSERT_NE(only<ShowProgress>(rider.press("back")), nullptr);
  ASSERT_NE(only<ShowProgress>(rider.reach("progress")), nullptr);
  ASSERT_NE(only<ShowProgress>(rider.reach("back")), nullptr);
  EXPECT_EQ(rider.screen(), Screen::Ready);
}

TEST_F(ProgressScreen, AHandThatPressesTwiceComesHereAndAsksForNothingMore) {
  Rider rider{past_model(20)};
  const Point at = rider.place_of("progress").middle();
  rider.handle({.press = at});
  EXPECT_TRUE(rider.handle({.press = at}).empty());
  EXPECT_EQ(rider.screen(), Screen::Progress);
}

TEST_F(ProgressScreen, IsReachedFromAfterWithItsNoteKeptAndLeadsBackThere) {
  Model model = ended_model();
  model.past = past_model(20).past;
  Rider rider{model};
  EXPECT_TRUE(rider.type('h').empty()) << "not while the ride is on the screen";
  rider.press("leave");
  rider.press("note");
  rider.write('s');
  EXPECT_TRUE(rider.type('h').empty()) << "a letter of the note";
  const auto asked = rider.press("progress");
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(std::get<KeepAfter>(asked[0]).note, "s");
  EXPECT_TRUE(std::get<ShowProgress>(asked[1]).on);
  EXPECT_EQ(rider.screen(), Screen::Progress);
  rider.type(Key::Escape);
  EXPECT_EQ(rider.screen(), Screen::After);
}

TEST_F(ProgressScreen, GivesWayToARide) {
  Looking rider{past_model(20)};
  rider.model.ride = riding_model().ride;
  rider.look();
  EXPECT_EQ(rider.screen(), Screen::Ride);
}

TEST_F(ProgressScreen, ArrowsGoFromRideToRideAndEnterOpens) {
  Looking rider{past_model(400)};
  EXPECT_EQ(opened(rider.type(Key::Enter)), id_of(rider, 0));
  rider.type(Key::Left);
  EXPECT_EQ(opened(rider.type(Key::Enter)), id_of(rider, 1));
  rider.type(Key::Right);
  rider.type(Key::Right);  // there is none after the newest
  EXPECT_EQ(opened(rider.type(Key::Enter)), id_of(rider, 0));
  rider.type(Key::Home);
  EXPECT_EQ(opened(rider.type(Key::Enter)), rides_of(rider).front().id);
  const Span shown = *rider.view().progress.timeline.shown;
  EXPECT_TRUE(shown.holds(rider.view().progress.digest.at(0))) << "the days follow";
  rider.type(Key::End);
  EXPECT_EQ(opened(rider.type(Key::Enter)), id_of(rider, 0));
}

TEST_F(ProgressScreen, PlusAndMinusShowFewerAndMoreDaysAndNeverMoreThanThereAre) {
  Looking rider{past_model(400)};
  rider.type('+');
  const double closer = rider.view().progress.timeline.shown->length();
  EXPECT_LT(closer, 84);
  rider.type('-');
  EXPECT_GT(rider.view().progress.timeline.shown->length(), closer);
  for (int i = 0; i < 40; ++i) rider.type('-');
  EXPECT_NEAR(rider.view().progress.timeline.shown->length(), 400, 1);
  for (int i = 0; i < 60; ++i) rider.type('+');
  EXPECT_NEAR(rider.view().progress.timeline.shown->length(), 7, 0.01);
}

TEST_F(ProgressScreen, AClickOpensTheRideUnderIt) {
  Looking rider{past_model(84)};
  const Rect plots = rider.place_of("rides");
  // Three and a half days before the end of today: a Wednesday's ride, as there is one a day.
  const Point at{plots.right() - plots.w * 3.3F / 84.0F, plots.middle().y};
  EXPECT_EQ(opened(rider.handle({.press = at})), id_of(rider, 3));
}

TEST_F(ProgressScreen, AClickWhereNoRideIsToBeSeenOpensNone) {
  Model model = past_model(84);
  auto rides = *model.past.rides;
  rides.erase(rides.begin() + 1, rides.end());  // one, twelve weeks ago
  model.past.rides = std::make_shared<std::vector<RideSummary>>(rides);
  Looking rider{model};
  const Rect plots = rider.place_of("rides");
  for (int i = 0; i < 5; ++i) {
    rider.handle({.wheel = 1.0F, .pointer = Point{plots.right() - 2, plots.middle().y}});
  }
  EXPECT_TRUE(rider.handle({.press = plots.middle()}).empty());
}

TEST_F(ProgressScreen, ADayOfTheCalendarIsOpenedByAClickAndAnEmptyOneIsNot) {
  Looking rider{past_model(84)};
  const Rect days = rider.place_of("calendar");
  const float cell = days.h / 7;
  const float last_week = days.right() - cell / 2;
  EXPECT_EQ(opened(rider.handle({.press = Point{last_week, days.y + cell / 2}})), id_of(rider, 5))
      << "Monday: today is Saturday";
  EXPECT_TRUE(rider.handle({.press = Point{last_week, days.bottom() - cell / 2}}).empty());
}

TEST_F(ProgressScreen, ADragPansAndOpensNothing) {
  Looking rider{past_model(400)};
  const Rect plots = rider.place_of("rides");
  const Point from = plots.middle();
  const Point to{from.x + plots.w / 4, from.y};
  rider.hold({.press = from, .pointer = from, .holding = true});
  rider.hold({.pointer = to, .holding = true});
  EXPECT_TRUE(rider.handle({.pointer = to}).empty());
  const Span shown = *rider.view().progress.timeline.shown;
  EXPECT_NEAR(shown.length(), 84, 0.01);
  EXPECT_NEAR(number_of(rider.model.date) + 1 - shown.to, 21, 0.5);
  EXPECT_TRUE(rider.handle({.pointer = Point{0, 0}}).empty());
  EXPECT_EQ(*rider.view().progress.timeline.shown, shown) << "it was let go";
}

TEST_F(ProgressScreen, TheWheelZoomsAboutThePointer) {
  Looking rider{past_model(400)};
  const Rect plots = rider.place_of("rides");
  const Point at{plots.x + plots.w * 0.25F, plots.middle().y};
  const double end = number_of(rider.model.date) + 1;
  const double day = end - 84 * 0.75;
  rider.handle({.wheel = 2.0F, .pointer = at});
  const Span shown = *rider.view().progress.timeline.shown;
  EXPECT_LT(shown.length(), 84);
  EXPECT_NEAR(shown.from + shown.length() * 0.25, day, 0.05);
  rider.handle({.wheel = 2.0F, .pointer = Point{plots.x, plots.y - 200}});
  EXPECT_EQ(*rider.view().progress.timeline.shown, shown) << "elsewhere it means nothing";
}

TEST_F(ProgressScreen, ValuesFollowThePointerAndAPointerThatRestsLeavesTheCursorToTheKeys) {
  Looking rider{past_model(84)};
  const Rect plots = rider.place_of("rides");
  const Point at{plots.right() - plots.w * 3.3F / 84.0F, plots.middle().y};
  rider.handle({.pointer = at});
  EXPECT_TRUE(rider.reads("Wed 18 Nov 2026")) << "values under the pointer";
  rider.handle({.key = KeyPress{Key::Right}, .pointer = at});
  EXPECT_TRUE(rider.reads("Thu 19 Nov 2026"));
  rider.handle({.pointer = at});
  EXPECT_TRUE(rider.reads("Thu 19 Nov 2026"));
  rider.handle({.pointer = Point{at.x - 1, at.y}});
  EXPECT_TRUE(rider.reads("Wed 18 Nov 2026"));
}

TEST_F(ProgressScreen, AsksForAReportOfTheDaysShownAndOfFourWeeksAtLeast) {
  Looking rider{past_model(400)};
  const auto asked = rider.press("report");
  ASSERT_NE(only<WriteReport>(asked), nullptr);
  EXPECT_EQ(only<WriteReport>(asked)->days, 84);
  for (int i = 0; i < 20; ++i) rider.type('+');
  EXPECT_EQ(only<WriteReport>(rider.press("report"))->days, 28);
  for (int i = 0; i < 60; ++i) rider.type('-');
  EXPECT_EQ(only<WriteReport>(rider.reach("report"))->days, 400);
  rider.model.past.working = true;
  rider.look();
  EXPECT_TRUE(rider.press("report").empty()) << "one thing at a time";
}

TEST_F(ProgressScreen, SaysWhatWasWrittenAndWhatWentWrongWithAWord) {
  Looking rider{past_model(20)};
  rider.model.past.told = "report.pdf";
  rider.look();
  EXPECT_TRUE(rider.reads("Written: report.pdf"));
  EXPECT_FALSE(rider.reads("Not done"));
  rider.model.past.told_bad = true;
  rider.look();
  EXPECT_TRUE(rider.reads("Not done: report.pdf"));
  rider.model.past.working = true;
  rider.look();
  EXPECT_TRUE(rider.reads("At work ..."));
  rider.model.past.reading = Past::Reading{120, 900};
  rider.look();
  EXPECT_TRUE(rider.reads("Reading your rides: 120 of 900"));
}

TEST_F(ProgressScreen, OfNoRideSaysSoAndOfRidesNotReadYetThatTheyAreRead) {
  Model model = ready_model();
  Looking rider{model};
  EXPECT_TRUE(rider.reads("Reading ..."));
  rider.model.past.rides = std::make_shared<std::vector<RideSummary>>();
  rider.look();
  EXPECT_TRUE(rider.reads("No ride is kept yet."));
  EXPECT_TRUE(rider.press("report").empty());
  ASSERT_NE(only<ShowProgress>(rider.type(Key::Enter)), nullptr) << "nothing to open: back";
}

std::vector<RideSummary> whole_rides(int days) {
  auto rides = *past_model(days).past.rides;
  for (RideSummary& ride : rides) ride.ridden = planned(ride);
  return rides;
}

TEST_F(ProgressScreen, CountsWhatWasRiddenAgainstThePlan) {
  auto rides = whole_rides(16);
  Model model = past_model(16);
  const auto looking = [&] {
    model.past.rides = std::make_shared<std::vector<RideSummary>>(rides);
    return Looking{model};
  };
  EXPECT_TRUE(looking().reads("6 of 6 this week"));  // Monday to Saturday
  EXPECT_TRUE(looking().reads("14 of 14 in the last four weeks")) << "it is planned for 16 days";
  rides.back().ridden = 52s;
  EXPECT_TRUE(looking().reads("5 of 6 this week")) << "too little of it was ridden";
  EXPECT_TRUE(looking().reads("13 of 14 in the last four weeks"));
  rides.insert(rides.end(), 9, rides.front());
  EXPECT_TRUE(looking().reads("14 of 14 in the last four weeks")) << "more than all there is not";
}

TEST_F(ProgressScreen, CountsNoSpinOfTheFloorFinderAndNoSimulatedRideBesideRealOnes) {
  Model model = past_model(16);
  auto rides = whole_rides(16);
  rides[rides.size() - 1].finds_floor = true;
  rides[rides.size() - 2].simulated = true;
  rides[rides.size() - 3].ridden = 0s;
  model.past.rides = std::make_shared<std::vector<RideSummary>>(rides);
  EXPECT_TRUE(Looking{model}.reads("3 of 6 this week"));
  for (RideSummary& ride : rides) ride.simulated = true;
  model.past.rides = std::make_shared<std::vector<RideSummary>>(rides);
  EXPECT_TRUE(Looking{model}.reads("4 of 6 this week")) << "where there is nothing else they count";
}

TEST_F(ProgressScreen, WithoutAPlanOnlyCounts) {
  Model model = past_model(3);
  auto rides = whole_rides(3);
  for (RideSummary& ride : rides) ride.sessions_per_week.reset();
  model.past.rides = std::make_shared<std::vector<RideSummary>>(rides);
  EXPECT_TRUE(Looking{model}.reads("3 this week")) << "whatever is planned today";
}

TEST_F(ProgressScreen, TenYearsTakeNoMoreTrianglesThanAScreenCanShow) {
  const auto vertices = [](Rider& rider) {
    rider.look();
    return ImGui::GetDrawData()->TotalVtxCount;
  };
  Looking rider{past_model(3650)};
  for (int i = 0; i < 40; ++i) rider.type('-');
  constexpr int most = 60'000;  // an index has 16 bits
  EXPECT_LT(vertices(rider), most);
  for (int i = 0; i < 60; ++i) {
    rider.type('+');
    ASSERT_LT(vertices(rider), most) << i;
  }
}

TEST_F(ProgressScreen, AnotherListOfRidesIsShownAtOnceAndAShorterOneToo) {
  Looking rider{past_model(40)};
  rider.model.past.rides = past_model(41).past.rides;
  rider.look();
  rider.model.past.rides = past_model(2).past.rides;
  rider.look();
  EXPECT_EQ(opened(rider.type(Key::Enter)), id_of(rider, 0));
}

// --- one past ride ------------------------------------------------------------------------------

// In front of the newest one.
class InARide : public Looking {
 public:
  explicit InARide(Model first) : Looking{std::move(first)} {
    type(Key::Enter);
    EXPECT_EQ(screen(), Screen::Progress) << "until the loop has it";
    model.past.open = kept_ride(model.past.rides->back());
    look();
    EXPECT_EQ(screen(), Screen::PastRide);
  }
};

TEST_F(PastRideScreen, IsLeftAtOnceByEscapeOrBackThoughTheLoopStillHasIt) {
  InARide rider{past_model(20)};
  EXPECT_EQ(opened(rider.type(Key::Escape)), "");
  EXPECT_EQ(rider.screen(), Screen::Progress);
  rider.type(Key::Enter);
  EXPECT_EQ(rider.screen(), Screen::PastRide);
  EXPECT_EQ(opened(rider.press("back")), "");
  EXPECT_EQ(rider.screen(), Screen::Progress);
}

TEST_F(PastRideScreen, AnotherRideThanTheOneAskedForIsNotShown) {
  InARide rider{past_model(20)};
  rider.type(Key::Escape);
  rider.type(Key::Left);
  rider.type(Key::Enter);
  EXPECT_EQ(rider.screen(), Screen::Progress);
}

TEST_F(PastRideScreen, ExportsTheRideOnScreen) {
  InARide rider{past_model(20)};
  const auto asked = rider.press("export");
  ASSERT_NE(only<ExportRide>(asked), nullptr);
  EXPECT_EQ(only<ExportRide>(asked)->id, id_of(rider, 0));
  EXPECT_FALSE(only<ExportRide>(asked)->health) << "not set at first";
  rider.press("with health");
  const auto with = rider.press("export");
  ASSERT_NE(only<ExportRide>(with), nullptr);
  EXPECT_TRUE(only<ExportRide>(with)->health);
  rider.press("with health");
  EXPECT_FALSE(only<ExportRide>(rider.press("export"))->health);
  ASSERT_NE(only<ExportRide>(rider.reach("export")), nullptr);
  rider.model.past.working = true;
  rider.look();
  EXPECT_TRUE(rider.press("export").empty());
}

TEST_F(PastRideScreen, TellsTheValuesAndTheMarksUnderTheCursor) {
  InARide rider{past_model(20)};
  const Rect traces = rider.place_of("traces");
  const auto point_at = [&](double second) {
    rider.handle({.pointer = Point{traces.x + traces.w * static_cast<float>(second / 746.0),
                                   traces.middle().y}});
  };
  point_at(275.5);
  EXPECT_TRUE(rider.reads("4:3")) << "when";
  EXPECT_TRUE(rider.reads("Torque over your limit: no resistance"));
  EXPECT_TRUE(rider.reads(" of 4.0 N·m")) << "against its limit";
  point_at(364);
  EXPECT_TRUE(rider.reads("Knee 3"));
  EXPECT_TRUE(rider.reads("Eased: pain"));
  point_at(480);
  EXPECT_TRUE(rider.reads("0 rpm"));
  point_at(302);
  EXPECT_FALSE(rider.reads("rpm")) << "nothing was measured there";
  point_at(560);
  EXPECT_FALSE(rider.reads("Knee"));
}

TEST_F(PastRideScreen, ArrowsMoveTheCursorAndPlusShowsLess) {
  InARide rider{past_model(20)};
  rider.type(Key::End);
  EXPECT_TRUE(rider.reads("12:26  ·  Done"));
  rider.type('+');
  EXPECT_NEAR(rider.view().past.timeline.shown->length(), 746 * 0.8, 0.1);
  rider.type(Key::Home);
  EXPECT_DOUBLE_EQ(rider.view().past.timeline.shown->from, 0.0) << "the seconds follow";
  rider.type(Key::Right);
  EXPECT_GT(*rider.view().past.cursor, 0.0);
}

TEST_F(PastRideScreen, APushBetweenTwoColumnsOfTheScreenIsDrawnAllTheSame) {
  Model model = past_model(20);
  InARide rider{model};
  KeptRide longer = *rider.model.past.open;
  const Second steady = longer.seconds[200];
  longer.seconds.clear();
  for (int i = 0; i < 7200; ++i) {
    longer.seconds.push_back(steady);
    longer.seconds.back().elapsed = std::chrono::seconds{i};
  }
  rider.model.past.open = std::make_shared<KeptRide>(longer);
  rider.look();
  const auto without = rider.looks();
  longer.seconds[3601].torque_mean = NewtonMetres{3.9};  // under the cap: the scale stays
  rider.model.past.open = std::make_shared<KeptRide>(longer);
  rider.look();
  EXPECT_NE(rider.looks(), without);
}

// --- the parts ----------------------------------------------------------------------------------

TEST(TimeSpan, NeverLeavesWhatThereIsAndNeverShowsTooLittle) {
  const Bounds bounds{.all = {0, 100}, .least = 10};
  EXPECT_EQ(zoomed({0, 100}, 50, 2.0, bounds), (Span{0, 100}));
  EXPECT_EQ(zoomed({40, 60}, 50, 0.1, bounds), (Span{45, 55}));
  EXPECT_EQ(zoomed({0, 20}, 0, 2.0, bounds), (Span{0, 40}));
  EXPECT_EQ(moved({0, 20}, -5, bounds), (Span{0, 20}));
  EXPECT_EQ(moved({70, 90}, 50, bounds), (Span{80, 100}));
  EXPECT_TRUE(moved_to({0, 20}, 55, bounds).holds(55));
  EXPECT_EQ(moved_to({0, 20}, 10, bounds), (Span{0, 20}));
}

TEST(Digest, BinsOfWeeksHoldTheLeastTheMostAndTheMeanAndStayWhereTheyAre) {
  RideDigest digest;
  digest.read(past_model(70).past.rides);
  const auto weeks = digest.bins(1);
  ASSERT_EQ(weeks.size(), 10U);  // that end on a Saturday
  const Bin& one = weeks[5];
  const Extent& minutes = one[Measure::Minutes];
  EXPECT_EQ(minutes.count, 6);
  double least = 1e9;
  double most = 0.0;
  double sum = 0.0;
  const int monday = static_cast<int>(one.at - 3.5);
  EXPECT_EQ(monday_before(monday), monday);
  const auto [begin, end] = digest.on_days(monday, monday + 6);
  ASSERT_EQ(end - begin, 6U);
  for (std::size_t i = begin; i < end; ++i) {
    const double value = *measured(digest.ride(i), Measure::Minutes);
    least = std::min(least, value);
    most = std::max(most, value);
    sum += value;
  }
  EXPECT_DOUBLE_EQ(minutes.least, least);
  EXPECT_DOUBLE_EQ(minutes.most, most);
  EXPECT_DOUBLE_EQ(minutes.mean(), sum / 6);
  EXPECT_EQ(digest.bins(0).size(), digest.size());
  RideDigest later;
  later.read(past_model(77).past.rides);
  EXPECT_EQ(later.bins(2)[3].at, later.bins(2)[2].at + 14);
}

TEST(Digest, FindsTheNearestRideAndBearsAClockThatWasTurnedBack) {
  Model model = past_model(10);
  auto rides = *model.past.rides;
  rides.back().utc_offset = std::chrono::hours{-11};  // flown east over the date line
  RideDigest digest;
  digest.read(std::make_shared<std::vector<RideSummary>>(rides));
  for (std::size_t i = 0; i + 1 < digest.size(); ++i) EXPECT_LE(digest.at(i), digest.at(i + 1));
  EXPECT_EQ(digest.nearest(-1e6), 0U);
  EXPECT_EQ(digest.nearest(1e6), digest.size() - 1);
  EXPECT_EQ(digest.nearest(digest.at(3) + 0.1), 3U);
}

TEST(RideOutcome, IsTheWorstThatBecameOfIt) {
  RideSummary ride;
  ride.end = Why::Done;
  EXPECT_EQ(outcome_of(ride), Outcome::Ridden);
  ride.breaches = 1;
  EXPECT_EQ(outcome_of(ride), Outcome::Eased);
  ride.breaches = 0;
  ride.eases = 1;
  EXPECT_EQ(outcome_of(ride), Outcome::Eased);
  for (const Why why : {Why::StoppedByRider, Why::StoppedByPain, Why::EndedBySignal, Why::TimeUp,
                        Why::Connecting}) {
    ride.end = why;
    EXPECT_EQ(outcome_of(ride), Outcome::Stopped);
  }
}

TEST(Plots, ScalesEndAtARoundFigureThatIsNotLess) {
  for (const double most : {0.0, 0.03, 0.7, 1.0, 7.5, 11.9, 12.0, 12.1, 33.0, 99.0, 101.0}) {
    EXPECT_GE(round_up(most) * 1.001, most);
    EXPECT_LE(round_up(most), std::max(1.0, most * 1.34)) << most;
  }
  EXPECT_DOUBLE_EQ(round_up(7.5), 8.0);
  EXPECT_DOUBLE_EQ(round_up(12.0), 12.0);
}

TEST(Plots, TicksAreNeverMoreThanThereIsRoomFor) {
  for (double days = 7; days < 8000; days *= 1.3) {
    const auto ticks = day_ticks({20000.3, 20000.3 + days}, 8);
    EXPECT_GE(ticks.size(), 1U) << days;
    EXPECT_LE(ticks.size(), 9U) << days;
  }
  for (double seconds = 20; seconds < 40000; seconds *= 1.3) {
    const auto ticks = second_ticks({3.2, 3.2 + seconds}, 8);
    EXPECT_GE(ticks.size(), 1U) << seconds;
    EXPECT_LE(ticks.size(), 9U) << seconds;
  }
}

}  // namespace
}  // namespace softpedal::ui
