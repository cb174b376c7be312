// SPDX-License-Identifier: MIT
#include "app/commands/past_desk.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "app/core/journal_line.hpp"
#include "app/core/remark.hpp"
#include "app/records/schema.hpp"
#include "app/shell/paths.hpp"
#include "tests/app/commands/lap_room.hpp"
#include "tests/app/records/journals.hpp"

namespace softpedal::commands {
namespace {

using namespace std::chrono;

RideSummary ride_on(year_month_day day, hours at = 18h) {
  return {.id = day_text(day), .began = sys_days{day} + at};
}

const local_days today_here = local_days{2026y / 11 / 22};

TEST(Morning, IsAskedForFromFiveOClockOnALaterDay) {
  const std::vector<RideSummary> rides{ride_on(2026y / 11 / 21)};
  EXPECT_FALSE(morning_to_ask(rides, false, today_here + 4h + 59min + 59s));
  EXPECT_TRUE(morning_to_ask(rides, false, today_here + 5h));
  EXPECT_TRUE(morning_to_ask(rides, false, today_here + days{9} + 23h));
  EXPECT_FALSE(morning_to_ask(rides, false, today_here - 1h)) << "still the same day";
}

TEST(Morning, IsAskedForOnceAndOfTheLastRideOnly) {
  std::vector<RideSummary> rides{ride_on(2026y / 11 / 20), ride_on(2026y / 11 / 21)};
  EXPECT_EQ(morning_to_ask(rides, false, today_here + 8h)->id, "2026-11-21");
  rides.back().morning = Morning{2026y / 11 / 22, {}, {}};
  EXPECT_FALSE(morning_to_ask(rides, false, today_here + 8h)) << "it was skipped";
}

TEST(Morning, AfterARideOfThisMorningItIsTooLateToAsk) {
  const std::vector<RideSummary> rides{ride_on(2026y / 11 / 21), ride_on(2026y / 11 / 22, 6h)};
  EXPECT_FALSE(morning_to_ask(rides, false, today_here + 8h));
}

TEST(Morning, AVirtualRiderHasAMorningOfItsOwn) {
  std::vector<RideSummary> rides{ride_on(2026y / 11 / 20), ride_on(2026y / 11 / 21)};
  rides.back().simulated = true;
  EXPECT_EQ(morning_to_ask(rides, false, today_here + 8h)->id, "2026-11-20");
  EXPECT_EQ(morning_to_ask(rides, true, today_here + 8h)->id, "2026-11-21");
}

TEST(Morning, ARideOfADayThatHasNotComeIsPassedOver) {
  const std::vector<RideSummary> rides{ride_on(2026y / 11 / 21), ride_on(2031y / 1 / 1)};
  EXPECT_EQ(morning_to_ask(rides, false, today_here + 8h)->id, "2026-11-21");
}

TEST(Morning, OfARideLateAtNightCountsTheRidersOwnCalendar) {
  RideSummary late = ride_on(2026y / 11 / 21, 23h);
  late.utc_offset = 120min;  // it was one o'clock of the 22nd
  EXPECT_FALSE(morning_to_ask({late}, false, today_here + 8h));
}

// --- in the laps
// -----------------------------------------------------------------------------------

TEST(Past, HoldsARideAsSoonAsItIsOverAndWhatIsSaidAfterIt) {
  LapRoom room{20s};
  ASSERT_TRUE(room.gets_ready());
  ASSERT_TRUE(room.model().past.rides);
  EXPECT_TRUE(room.model().past.rides->empty());
  ASSERT_TRUE(room.starts());
  ASSERT_TRUE(room.ends());
  ASSERT_TRUE(room.runs_until([&] { return !room.model().past.rides->empty(); }));
  EXPECT_EQ(room.model().past.rides->front().end, Why::Done);
  EXPECT_TRUE(room.model().past.rides->front().simulated);
  EXPECT_NE(room.model().past.rides->front().profile_hash, "");
  room.ask(ui::KeepAfter{.pain = 2, .note = "stiff"});
  room.run_for(1s);
  EXPECT_EQ(room.model().past.rides->front().pain_after, 2);
  EXPECT_EQ(room.model().past.rides->front().note, "stiff");
}

TEST(Past, HoldsARideWhoseRiderAlreadyTurnedWhenItWasStarted) {
  LapRoom room{20s};
  ASSERT_TRUE(room.gets_ready());
  ASSERT_TRUE(room.runs_until([&] { return room.model().ride.cadence > Rpm{40.0}; }));
  ASSERT_TRUE(room.starts());
  EXPECT_LE(room.model().ride.ridden, room.model().ride.elapsed);
  ASSERT_TRUE(room.ends());
  ASSERT_TRUE(room.runs_until([&] { return !room.model().past.rides->empty(); }));
  EXPECT_EQ(room.model().past.rides->front().end, Why::Done);
  EXPECT_EQ(room.model().past.rides->front().damaged_lines, 0);
  EXPECT_FALSE(room.model().past.last_missing);
}

TEST(Past, ARideThatCannotBeTakenInIsMissing) {
  LapRoom room{
      20s, [](Laps::Plan&) {
        const auto database = data_directory().value() / "history.sqlite";
        std::filesystem::create_directories(database.parent_path());
        SQLite::Database newer{database.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
        newer.exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = 99",
                               records::our_application_id));
      }};
  ASSERT_TRUE(room.gets_ready());
  EXPECT_FALSE(room.starts()) << "nobody knows what the last ride asks for";
  room.ask(ui::RideAnyway{{.unknown = true}});
  ASSERT_TRUE(room.starts());
  EXPECT_FALSE(room.model().past.last_missing);
  ASSERT_TRUE(room.ends());
  ASSERT_TRUE(room.runs_until([&] { return room.model().past.last_missing; }));
  EXPECT_TRUE(room.model().past.told_bad);
  EXPECT_EQ(room.records().size(), 1U) << "its journal is kept";
}

TEST(Past, OpensExportsAndReportsARide) {
  LapRoom room{20s};
  ASSERT_TRUE(room.gets_ready());
  ASSERT_TRUE(room.starts());
  ASSERT_TRUE(room.ends());
  ASSERT_TRUE(room.runs_until([&] { return !room.model().past.rides->empty(); }));
  const std::string id = room.model().past.rides->front().id;
  room.ask(ui::OpenRide{id});
  room.run_for(1s);
  ASSERT_TRUE(room.model().past.open);
  EXPECT_GT(room.model().past.open->seconds.size(), 15U);
  room.ask(ui::ExportRide{id});
  room.run_for(1s);
  EXPECT_FALSE(room.model().past.told_bad) << room.model().past.told;
  EXPECT_TRUE(std::filesystem::exists(room.model().past.told)) << room.model().past.told;
  const std::filesystem::path fit = room.model().past.told;
  const std::string name = room.model().past.open->summary.title;
  EXPECT_EQ(slurp(fit).find("Pain"), std::string::npos);
  EXPECT_EQ(slurp(fit).find("pain"), std::string::npos);
  EXPECT_EQ(slurp(fit).find(name), std::string::npos) << "and no plan";
  room.ask(ui::ExportRide{id, true});
  room.run_for(1s);
  EXPECT_NE(slurp(fit).find("Worst pain"), std::string::npos);
  EXPECT_NE(slurp(fit).find(name), std::string::npos);
  room.ask(ui::WriteReport{28});
  room.run_for(1s);
  EXPECT_FALSE(room.model().past.told_bad) << room.model().past.told;
  EXPECT_TRUE(room.model().past.told.ends_with(".pdf")) << room.model().past.told;
  EXPECT_TRUE(std::filesystem::exists(room.model().past.told));
  room.ask(ui::OpenRide{});
  EXPECT_FALSE(room.model().past.open);
}

TEST(Past, WhatGoesWrongIsOneSentence) {
  LapRoom room{20s};
  ASSERT_TRUE(room.gets_ready());
  room.ask(ui::WriteReport{28});
  room.run_for(1s);
  EXPECT_TRUE(room.model().past.told_bad);
  EXPECT_TRUE(room.model().past.told.ends_with(".")) << room.model().past.told;
  room.ask(ui::OpenRide{"there is none"});
  room.run_for(1s);
  EXPECT_TRUE(room.model().past.told_bad);
  EXPECT_FALSE(room.model().past.open);
}

// A clock at which it is day: the test may run at night.
class DayTime {
 public:
  DayTime() {
    const std::time_t now = std::time(nullptr);
    const auto hour = static_cast<int>(now / 3600 % 24);
    ::setenv("TZ", ("DAY" + std::to_string(hour - 12)).c_str(), 1);  // west is positive
    ::tzset();
  }
  ~DayTime() {
    ::unsetenv("TZ");
    ::tzset();
  }
};

// A ride of yesterday noon, as its journal tells it.
void ride_yesterday(const std::filesystem::path& journals) {
  const auto yesterday = sys_days{local_days{today()}.time_since_epoch()} - days{1} + 12h;
  std::string text;
  const auto say = [&text](const Remark& remark) { text += "# " + to_text(remark) + '\n'; };
  say(SoftwareRemark{"0.1.0"});
  say(BeganRemark{yesterday});
  say(SimulatedRemark{1});
  say(RidingRemark{yesterday, 0min});
  for (int i = 0; i <= 60; ++i) {
    const Second second{.elapsed = seconds{i}, .ridden = seconds{i}, .phase = Phase::Ride};
    text += to_text({Instant{seconds{i}}, second}) + '\n';
  }
  std::filesystem::create_directories(journals);
  spill(journals / "yesterday.journal", text);
}

class MorningRoom : public testing::Test {
 protected:
  DayTime day{};
  LapRoom room{20s, [](Laps::Plan& plan) { ride_yesterday(*plan.request.journals); }};
};

TEST_F(MorningRoom, AsksForTheKneeAfterYesterdaysRideAndKeepsTheAnswerWithIt) {
  ASSERT_TRUE(room.runs_until([&] { return room.model().morning.has_value(); }));
  room.ask(ui::AnswerMorning{.pain = 4, .swelling = true});
  EXPECT_FALSE(room.model().morning) << "at once";
  room.run_for(1s);
  const auto journal = slurp(room.journals() / "yesterday.journal");
  EXPECT_NE(journal.find("# morning " + day_text(today()) + " pain 4 swelling yes\n"),
            std::string::npos)
      << journal;
  EXPECT_EQ(room.model().past.rides->front().morning, (Morning{today(), 4, true}));
  EXPECT_FALSE(room.model().morning);
}

TEST_F(MorningRoom, SkippedItIsNotAskedForAgain) {
  ASSERT_TRUE(room.runs_until([&] { return room.model().morning.has_value(); }));
  room.ask(ui::AnswerMorning{});
  room.run_for(5s);
  EXPECT_FALSE(room.model().morning);
  EXPECT_NE(slurp(room.journals() / "yesterday.journal").find(" skipped\n"), std::string::npos);
}

TEST_F(MorningRoom, AScoreThatIsNoneIsNotKept) {
  ASSERT_TRUE(room.runs_until([&] { return room.model().morning.has_value(); }));
  room.ask(ui::AnswerMorning{.pain = 11});
  EXPECT_TRUE(room.model().morning);
}

TEST(Past, SaysHowFarALongReadingIs) {
  const OwnHome home;
  const auto journals = home.state() / "journal";
  const auto one = records::write_journal(journals, {.seconds = 900});
  for (int copy = 0; copy < 400; ++copy) {
    std::filesystem::create_hard_link(one, journals / fmt::format("copy-{}.journal", copy));
  }
  asio::io_context io;
  std::vector<std::size_t> read;
  std::optional<PastDesk> desk;
  const auto at_once = [](const std::function<void()>& work) { work(); };
  desk.emplace(io, at_once,
               PastDesk::Listener{.changed =
                                      [&] {
                                        const auto& reading = desk->past().reading;
                                        if (reading) read.push_back(reading->read);
                                      },
                                  .told = {}});
  const auto began = std::chrono::steady_clock::now();
  desk->look();
  const auto took = std::chrono::steady_clock::now() - began;
  io.run();
  EXPECT_FALSE(desk->past().reading) << "it is over";
  EXPECT_EQ(desk->past().rides->size(), 1U);
  if (took < 2500ms) GTEST_SKIP() << "SKIPPED: this computer reads all of it within seconds.";
  ASSERT_FALSE(read.empty());
  EXPECT_GT(read.front(), 0U);
  EXPECT_EQ(read.back(), 401U);
}

}  // namespace
}  // namespace softpedal::commands
