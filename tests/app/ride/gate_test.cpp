// SPDX-License-Identifier: MIT
// What a rider said of the knee today holds for every way to start the real program.
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/chrono.h>
#include <gtest/gtest.h>

#include <csignal>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/core/gate.hpp"
#include "tests/app/records/journals.hpp"
#include "tests/app/ride/ride_with_load.hpp"

namespace softpedal {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Json = nlohmann::json;
using Arguments = std::vector<std::string>;

std::string date_of_today() {
  const std::time_t now = std::time(nullptr);
  return fmt::format("{:%Y-%m-%d}", fmt::localtime(now));
}

int count(const std::string& text, std::string_view words) {
  int found = 0;
  for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++found;
  return found;
}

class DayGate : public RideWithLoad {
 protected:
  [[nodiscard]] fs::path file() const { return home.path() / "state/softpedal/today.json"; }
  void keep(Json day) const {
    day["date"] = date_of_today();
    fs::create_directories(file().parent_path());
    std::ofstream{file()} << day;
  }
  [[nodiscard]] Json kept() const {
    std::ifstream stream{file()};
    return Json::parse(stream, nullptr, false);
  }
  [[nodiscard]] bool rode() const { return fs::exists(home.path() / "state/softpedal/journal"); }
  void expect_refused(const Arguments& arguments, ClosedBy by) const {
    Program program{home.path(), arguments};
    EXPECT_EQ(program.wait(), 6) << program.err();
    EXPECT_NE(program.err().find(sentence(by)), std::string::npos) << program.err();
  }

  const Arguments quick{"ride", "--headless", "--stick", "sim", "--speed", "max", "--seconds", "5"};
};

TEST_F(DayGate, EveryWayToRideIsRefusedOnADayThatIsClosed) {
  const std::vector<std::pair<Json, ClosedBy>> days{
      {{{"red_flags", true}, {"too_much_pain", false}}, ClosedBy::RedFlags},
      {{{"red_flags", nullptr}, {"too_much_pain", true}}, ClosedBy::PainBefore},
      {{{"red_flags", false}, {"too_much_pain", true}, {"closed_by", "giving_way"}},
       ClosedBy::GivingWay}};
  for (const auto& [day, by] : days) {
    keep(day);
    for (const Arguments& arguments :
         {quick, Arguments{"ride", "--json", "--stick", "sim", "--speed", "max"},
          Arguments{"ride", "--stick", "sim", "--speed", "max"},  // there is no display
          Arguments{"floor", "--stick", "sim", "--speed", "max"}}) {
      SCOPED_TRACE(fmt::format("{} {} {}", word(by), arguments[0], arguments[1]));
      expect_refused(arguments, by);
    }
    Room room{willing_rider()};
    expect_refused(with_load(room), by);
    EXPECT_EQ(room.status().control_pages, 0U);
  }
  EXPECT_FALSE(rode());
  keep({{"red_flags", false}, {"too_much_pain", false}});
  Program open{home.path(), quick};
  EXPECT_EQ(open.wait(), 0) << open.err();
}

TEST_F(DayGate, LoadOfAnEarlierRideIsReleasedOnAClosedDayToo) {
  const fs::path note = home.path() / "state/softpedal/journal/load-uncertain-31415";
  fs::create_directories(note.parent_path());
  std::ofstream{note} << "trainer 31415\nstick usb\n";
  keep({{"red_flags", true}, {"too_much_pain", false}});
  Room room{willing_rider()};
  expect_refused(with_load(room), ClosedBy::RedFlags);
  EXPECT_TRUE(room.released());
  EXPECT_FALSE(fs::exists(note));
}

TEST_F(DayGate, TheKneeThatGaveWayClosesTheDayThoughAllIsKilledRightAfter) {
  Room room{willing_rider()};
  {
    Program program{home.path(), with_load(room)};
    ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.err();
    const pid_t ride = program.child();
    program.say("giving_way\n");
    ASSERT_TRUE(eventually([&] { return kept().is_object(); }));
    ::kill(program.process(), SIGKILL);
    ::kill(ride, SIGKILL);
    EXPECT_EQ(program.wait(), -SIGKILL);
  }
  expect_refused(quick, ClosedBy::GivingWay);
  EXPECT_EQ(kept()["closed_by"], "giving_way");
}

TEST_F(DayGate, EachEndByPainOrByTheKneeClosesTheDay) {
  const std::vector<std::pair<std::string, ClosedBy>> stops{{"sharp", ClosedBy::Sharp},
                                                            {"locking", ClosedBy::Locking},
                                                            {"pain 9", ClosedBy::StoppedByPain}};
  for (const auto& [said, by] : stops) {
    SCOPED_TRACE(said);
    fs::remove(file());
    Room room{willing_rider()};
    Program program{home.path(), with_load(room)};
    ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.err();
    program.say(said + "\n");
    EXPECT_EQ(program.wait(), 0) << program.err();
    EXPECT_TRUE(room.released());
    EXPECT_NE(program.err().find(sentence(by)), std::string::npos) << program.err();
    expect_refused(quick, by);
  }
}

TEST_F(DayGate, WordsBeforeTheRideAnswerBothQuestions) {
  Room room{willing_rider()};
  Program program{home.path(), with_load(room)};
  program.say("red_flags no\npain_before 2\n");
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.err();
  EXPECT_EQ(kept()["red_flags"], false);
  program.say("pain 4\n");
  ASSERT_TRUE(eventually([&] { return room.released(); })) << "eased: 2 above the score before";
  program.say("pain 5\n");
  EXPECT_EQ(program.wait(), 0);
  EXPECT_NE(program.out().find("stopped_by_pain"), std::string::npos);
  EXPECT_EQ(program.err().find("pain_before 0 to 10"), std::string::npos) << program.err();
}

TEST_F(DayGate, AYesOrTooMuchPainThroughAPipeRefusesAndClosesTheDay) {
  const std::vector<std::pair<std::string, ClosedBy>> answers{
      {"red_flags yes", ClosedBy::RedFlags}, {"pain_before 6", ClosedBy::PainBefore}};
  for (const auto& [said, by] : answers) {
    SCOPED_TRACE(said);
    fs::remove(file());
    Room room{willing_rider()};
    Program program{home.path(), with_load(room)};
    program.say(said + "\n");
    EXPECT_EQ(program.wait(), 6) << program.err();
    EXPECT_NE(program.err().find(sentence(by)), std::string::npos) << program.err();
    EXPECT_FALSE(room.loaded());
    expect_refused(quick, by);
  }
}

TEST_F(DayGate, ThroughAPipeAnUnansweredQuestionIsSaidOnceAndRefusesNothing) {
  for (const char* way : {"--headless", "--json"}) {
    Program program{home.path(),
                    {"ride", way, "--stick", "sim", "--speed", "max", "--seconds", "30"}};
    EXPECT_EQ(program.wait(), 0) << program.err();
    EXPECT_EQ(count(program.err(), "pain_before 0 to 10"), 1) << program.err();
    EXPECT_EQ(count(program.err(), "red_flags yes or no"), 1) << program.err();
  }
}

TEST_F(DayGate, ResumeGivesNothingBackBeforeTheKneeSaysSo) {
  Room room{willing_rider()};
  Program program{home.path(), with_load(room)};
  program.say("pain_before 2\n");
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.err();
  program.say("pain 3\n");
  ASSERT_TRUE(eventually([&] { return room.released(); }));
  program.say("resume\n");
  ASSERT_TRUE(eventually([&] { return count(program.err(), "say pain 0 to 10") == 1; }));
  ASSERT_TRUE(
      eventually([&] { return program.out().find("\"pain_due\":true") != std::string::npos; }));
  EXPECT_FALSE(eventually([&] { return room.loaded(); }, 8s));
  program.say("pain 2\n");
  EXPECT_TRUE(eventually([&] { return room.loaded(); })) << program.err();
}

// A real ride that ended an hour ago, as another program left it.
void keep_a_ride(const fs::path& home, const std::string& morning = {}) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const records::JournalOptions ride{.began = now - 1h - 400s, .seconds = 400};
  const fs::path file = records::write_journal(home / "state/softpedal/journal", ride);
  if (!morning.empty()) {
    std::ofstream{file, std::ios::app} << "# morning " << date_of_today() << ' ' << morning << '\n';
  }
}

TEST_F(DayGate, InTheAcutePhaseEveryWayToRideWaitsForTheHoursBetween) {
  keep_a_ride(home.path());
  Room room{willing_rider()};
  for (const Arguments& arguments :
       {quick, Arguments{"ride", "--json", "--stick", "sim", "--speed", "max"},
        Arguments{"ride", "--stick", "sim", "--speed", "max"},  // there is no display
        Arguments{"ride", "--headless", "--stick", room.path(), "--trainer", "31415"}}) {
    expect_refused(arguments, ClosedBy::TooSoon);
    Program again{home.path(), arguments};
    EXPECT_EQ(again.wait(), 6);
    EXPECT_EQ(count(again.err(), "Too soon: not before "), 1) << again.err();
  }
  EXPECT_EQ(room.status().control_pages, 0U);
  Program finder{home.path(), {"floor", "--stick", "sim", "--speed", "max"}};
  EXPECT_EQ(finder.wait(), 0) << finder.err();
}

TEST_F(DayGate, ThroughAPipeWhatSpeaksAgainstTheRideIsSaidOnceAndRidden) {
  keep_a_ride(home.path(), "pain 4 swelling yes");
  Room room{willing_rider()};
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.err();
  program.say("stop\n");
  EXPECT_EQ(program.wait(), 0);
  for (const char* said : {"Too soon: not before ", "hurt more on the morning", "was swollen"}) {
    EXPECT_EQ(count(program.err(), said), 1) << said << ": " << program.err();
  }
}

TEST_F(DayGate, AHistoryThatCannotBeReadIsSaidBeforeTheRide) {
  keep_a_ride(home.path());
  ASSERT_EQ((Program{home.path(), {"history", "list"}}.wait()), 0);
  {
    SQLite::Database newer{(home.path() / "data/softpedal/history.sqlite").string(),
                           SQLite::OPEN_READWRITE};
    newer.exec("PRAGMA user_version = 1000");
  }
  Room room{willing_rider()};
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.err();
  EXPECT_EQ(count(program.err(), "Your last ride cannot be read"), 1) << program.err();
  program.say("stop\n");
  EXPECT_EQ(program.wait(), 0);
  EXPECT_EQ(count(program.err(), "newer softpedal"), 1) << "said once: " << program.err();
}

TEST_F(DayGate, APlanThatIsNamedAndAllowsMoreThanTheRememberedOneSaysWhatRises) {
  const auto ride = [&](const char* profile) {
    Arguments arguments = quick;
    arguments.insert(arguments.end(), {"--profile", profile});
    Program program{home.path(), arguments};
    EXPECT_EQ(program.wait(), 0) << program.err();
    return program.err();
  };
  EXPECT_EQ(count(ride("chronic-maintenance"), "allows more"), 0) << "nothing is remembered";
  fs::create_directories(home.path() / ".config/softpedal");
  std::ofstream{home.path() / ".config/softpedal/settings.toml"}
      << "format = 1\n[choice]\nprofile = \"acute-2\"\n";
  const std::string said = ride("chronic-maintenance");
  EXPECT_EQ(count(said, "chronic-maintenance allows more than acute-2"), 1) << said;
  EXPECT_EQ(count(said, "torque 4.0 -> 10.0 N·m, power 30 -> 80 W, 12 -> 22 minutes"), 1) << said;
  EXPECT_EQ(count(ride("acute-1"), "allows more"), 0) << "down says nothing";
}

class DayGateOnATerminal : public DayGate {
 protected:
  // Says each answer when it is asked for.
  static void answer(Program& program,
                     const std::vector<std::pair<const char*, const char*>>& all) {
    std::size_t from = 0;
    for (const auto& [asked, said] : all) {
      ASSERT_TRUE(eventually([&] { return program.out().find(asked, from) != std::string::npos; }))
          << asked << " in " << program.out();
      from = program.out().size();
      program.say(said);
    }
  }
  [[nodiscard]] Arguments in_terminal(const Room& room) const {
    return {"ride", "--profile", (home.path() / "brisk.toml").string(), "--stick", room.path()};
  }
  static constexpr const char* flags = "n: none of these";
  static constexpr const char* sure = "Is that so?";
  static constexpr const char* knee = "How much does the knee hurt right now?";
  static constexpr const char* anyway = "Ride anyway?";
};

TEST_F(DayGateOnATerminal, WhatSpeaksAgainstTheRideIsAskedAboutLast) {
  keep_a_ride(home.path(), "pain 0 swelling yes");
  Room room{willing_rider()};
  for (const char* no : {"n", "\x1b"}) {
    Program program{home.path(), in_terminal(room), {.on_terminal = true}};
    if (!fs::exists(file())) answer(program, {{flags, "n"}});
    answer(program, {{knee, "2"}, {anyway, no}});
    EXPECT_EQ(program.wait(), 0);
    EXPECT_EQ(count(program.out(), "was swollen"), 1) << program.out();
    EXPECT_EQ(count(program.out(), "Too soon: not before "), 1) << program.out();
  }
  EXPECT_EQ(room.status().control_pages, 0U);
  Program program{home.path(), in_terminal(room), {.on_terminal = true}};
  answer(program, {{knee, "2"}, {anyway, "y"}});
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
}

TEST_F(DayGateOnATerminal, TheFlagsAndTheKneeAreAskedBeforeTheTrainerIsMet) {
  Room room{willing_rider()};
  Program program{home.path(), in_terminal(room), {.on_terminal = true}};
  answer(program, {{flags, "y"}, {sure, "n"}, {flags, "n"}, {knee, "2"}});
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  EXPECT_EQ(kept()["red_flags"], false);
  EXPECT_NE(program.out().find("0 to 2: go on, 3 to 5: no resistance, 6 to 10: no ride"),
            std::string::npos)
      << program.out();
  program.say("3");
  ASSERT_TRUE(eventually([&] { return room.released(); })) << "3 is not 3 above the 2 before";
  program.say("\x1b");
  EXPECT_EQ(program.wait(), 0);
  Program next{home.path(), {"floor", "--stick", "sim", "--speed", "max"}, {.on_terminal = true}};
  answer(next, {{knee, "1\n"}});
  EXPECT_EQ(next.wait(), 0);
  EXPECT_EQ(next.out().find(flags), std::string::npos) << "once a day";
}

TEST_F(DayGateOnATerminal, AYesOrTooMuchPainClosesTheDayAndNothingIsAskedOfTheTrainer) {
  Room room{willing_rider()};
  {
    Program program{home.path(), in_terminal(room), {.on_terminal = true}};
    answer(program, {{flags, "n"}, {knee, "10"}});
    EXPECT_EQ(program.wait(), 6);
    EXPECT_NE(program.err().find(sentence(ClosedBy::PainBefore)), std::string::npos);
  }
  expect_refused(quick, ClosedBy::PainBefore);
  fs::remove(file());
  {
    Program program{home.path(), in_terminal(room), {.on_terminal = true}};
    answer(program, {{flags, "yes\n"}, {sure, "yes\n"}});
    EXPECT_EQ(program.wait(), 6);
    EXPECT_NE(program.err().find(sentence(ClosedBy::RedFlags)), std::string::npos);
  }
  expect_refused(quick, ClosedBy::RedFlags);
  EXPECT_EQ(room.status().control_pages, 0U);
}

TEST_F(DayGateOnATerminal, EscapeAndSignalsLeaveIt) {
  Room room{willing_rider()};
  Program escape{home.path(), in_terminal(room), {.on_terminal = true}};
  answer(escape, {{flags, "\x1b"}});
  EXPECT_EQ(escape.wait(), 0);
  Program simulated{home.path(), {"ride", "--stick", "sim"}, {.on_terminal = true}};
  answer(simulated, {{flags, ""}});
  ::kill(simulated.process(), SIGTERM);
  EXPECT_EQ(simulated.wait(), 143);
  EXPECT_FALSE(fs::exists(file()) && kept()["red_flags"].is_boolean());
}

}  // namespace
}  // namespace softpedal
