// SPDX-License-Identifier: MIT
// Whole rides with the real program: on a pseudo-terminal, under its guard, and simulated.
#include <gtest/gtest.h>
#include <termios.h>

#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/core/journal_line.hpp"
#include "tests/app/ride/ride_with_load.hpp"

namespace softpedal {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Json = nlohmann::json;

class Ride : public RideWithLoad {};

TEST_F(Ride, OnAPseudoTerminalEndsReleasedConfirmedAndRecorded) {
  Room room{willing_rider()};
  Program program{home.path(),
                  {"ride", "--headless", "--json", "--seconds", "3", "--stick", room.path()}};
  EXPECT_EQ(program.wait(), 0) << program.err();
  EXPECT_TRUE(room.released());

  const auto said = objects(program.out());
  ASSERT_GT(said.size(), 3U);
  for (const auto& object : said) {
    for (const char* key : {"t_s", "phase", "cadence_rpm", "power_w", "torque_nm",
                            "resistance_percent", "why", "remaining_s", "link"}) {
      EXPECT_TRUE(object.contains(key)) << key << " in " << object;
    }
    EXPECT_EQ(object["simulated"], false);
  }
  EXPECT_EQ(said.back()["phase"], "ended");
  EXPECT_EQ(said.back()["why"], "done");
  EXPECT_EQ(said.back()["released"], true);
  EXPECT_EQ(said.back()["exit_status"], 0);
  EXPECT_EQ(said.back()["trainer"], 31415);

  EXPECT_TRUE(files(".part").empty());
  ASSERT_EQ(files(".journal").size(), 1U);
  std::istringstream lines{slurp(files(".journal")[0])};
  for (std::string line; std::getline(lines, line);) {
    EXPECT_TRUE(parse_journal_line(line)) << line;
    EXPECT_EQ(line.find("B9A521"), std::string::npos) << "no key in a journal";
  }
  EXPECT_FALSE(note());
  EXPECT_EQ(slurp(home.path() / "data/softpedal/trainer"), "31415\n");
}

TEST_F(Ride, TheNoteIsOnDiskWhileThereIsLoadAndGoneAfterSigterm) {
  Room room{willing_rider()};
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  EXPECT_TRUE(note());
  ::kill(program.process(), SIGTERM);
  EXPECT_EQ(program.wait(), 143);
  EXPECT_TRUE(room.released());
  EXPECT_FALSE(note());
  EXPECT_EQ(objects(program.out()).back()["why"], "ended_by_signal");
}

TEST_F(Ride, CtrlCAndAClosedTerminalAreSaidToBeWhatTheyAre) {
  struct Case {
    int signal;
    int status;
    const char* why;
    const char* sentence;
  };
  for (const Case& one : {Case{SIGINT, 130, "ended_by_interrupt", "Ended by Ctrl-C. "},
                          Case{SIGHUP, 129, "ended_by_hangup", "Ended: the terminal was closed. "},
                          Case{SIGTERM, 143, "ended_by_signal", "Ended by the system. "}}) {
    SCOPED_TRACE(one.why);
    {
      Room room{willing_rider()};
      Program program{home.path(), with_load(room)};
      ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
      ::kill(program.process(), one.signal);
      EXPECT_EQ(program.wait(), one.status);
      EXPECT_TRUE(room.released());
      EXPECT_EQ(objects(program.out()).back()["why"], one.why);
    }
    Program words{home.path(), {"ride", "--headless", "--stick", "sim", "--journal", "none"}};
    ASSERT_TRUE(eventually([&] { return words.out().find("warm-up") != std::string::npos; }));
    ::kill(words.process(), one.signal);
    EXPECT_EQ(words.wait(), one.status);
    EXPECT_NE(words.out().find(one.sentence), std::string::npos) << words.out();
  }
}

TEST_F(Ride, TheTerminalSaysThatTheBrakeIsLettingGoUntilThatIsConfirmed) {
  Room room{willing_rider()};
  std::vector<std::string> arguments = with_load(room);
  std::erase(arguments, "--json");
  Program program{home.path(), arguments};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  program.say("ease\n");
  ASSERT_TRUE(eventually([&] { return room.released(); }));
  program.say("stop\n");
  EXPECT_EQ(program.wait(), 0) << program.err();
  const std::string& said = program.out();
  const auto eased = said.find("Eased by you");
  ASSERT_NE(eased, std::string::npos) << said;
  const auto line = said.rfind('\n', eased) + 1;
  EXPECT_NE(said.substr(line, eased - line).find("brake letting go"), std::string::npos) << said;
}

TEST_F(Ride, AFloorThatCannotBeWrittenWhereItWasAskedForIsStatusSeven) {
  const auto finder = [&](const fs::path& out, const char* journal) {
    return std::vector<std::string>{"floor",      "--stick", "sim", "--speed",   "max",  "--out",
                                    out.string(), "--seed",  "1",   "--journal", journal};
  };
  const fs::path in_the_way = home.path() / "file";
  std::ofstream{in_the_way} << "in the way";
  const std::string kept = (home.path() / "journal").string();
  for (const fs::path& out : {in_the_way / "below.json", fs::path{"/dev/full"}, home.path()}) {
    Program program{home.path(), finder(out, kept.c_str())};
    EXPECT_EQ(program.wait(), 7) << program.err();
    EXPECT_NE(program.err().find(out.string()), std::string::npos) << program.err();
  }
  for (const char* journal : {kept.c_str(), "none"}) {
    Program program{home.path(), finder(home.path() / "found.json", journal)};
    EXPECT_EQ(program.wait(), 0) << program.err();
    EXPECT_TRUE(Json::parse(slurp(home.path() / "found.json")).contains("drag"));
    fs::remove(home.path() / "found.json");
  }
}

TEST_F(Ride, ANameThatWouldTurnTheLineRoundIsPrintedWithoutThat) {
  const std::string turns = "\u202E";
  std::string odd{brisk};
  odd.replace(odd.find("Brisk"), 5, "Br" + turns + "isk");
  const fs::path file = home.path() / ("odd" + turns + ".toml");
  std::ofstream{file} << odd;
  const std::vector<std::string> ride{"ride",    "--headless", "--stick",   "sim",
                                      "--speed", "max",        "--profile", file.string()};
  for (const std::vector<std::string>& words :
       {ride,
        std::vector<std::string>{"profile", "show", file.string()},
        {"profile", "check", file.string()},
        {"profile", "check", file.string() + "x"},
        {"history", "list"},
        {"history", "list", "--json"},
        {"history", "show"},
        {turns}}) {
    Program program{home.path(), words};
    static_cast<void>(program.wait());
    EXPECT_EQ(program.out().find(turns), std::string::npos) << program.out();
    EXPECT_EQ(program.err().find(turns), std::string::npos) << program.err();
  }
  Program list{home.path(), {"history", "list"}};
  EXPECT_EQ(list.wait(), 0);
  EXPECT_NE(list.out().find("Brisk"), std::string::npos) << list.out();
}

TEST_F(Ride, AKilledRideIsReleasedByItsGuardAndItsJournalIsRecoveredLater) {
  Room room{willing_rider()};
  {
    Program program{home.path(), with_load(room)};
    ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
    ::kill(program.child(), SIGKILL);
    EXPECT_EQ(program.wait(), 137) << program.err();
    EXPECT_TRUE(room.released());
    EXPECT_FALSE(note());
    EXPECT_NE(program.err().find("released"), std::string::npos);
    EXPECT_EQ(objects(program.out()).back()["released"], true);
  }
  ASSERT_EQ(files(".part").size(), 1U);
  Program next{home.path(), {"ride", "--stick", "sim", "--speed", "max", "--seconds", "5"}};
  EXPECT_EQ(next.wait(), 0);
  EXPECT_NE(next.err().find("cut"), std::string::npos);
  EXPECT_TRUE(files(".part").empty());
  EXPECT_EQ(files(".journal").size(), 2U);
}

TEST_F(Ride, ARideThatStandsStillUnderLoadIsEndedByItsGuard) {
  Room room{willing_rider()};
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  ::kill(program.child(), SIGSTOP);
  EXPECT_EQ(program.wait(), 137) << program.err();
  EXPECT_TRUE(room.released());
  EXPECT_FALSE(note());
}

TEST_F(Ride, WithoutItsGuardItReleasesAndEnds) {
  Room room{willing_rider()};
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  ::kill(program.process(), SIGKILL);
  EXPECT_EQ(program.wait(), -SIGKILL);
  EXPECT_TRUE(eventually([&] { return room.released() && !note(); }));
  EXPECT_TRUE(eventually([&] { return files(".part").empty(); })) << "it ended in order";
}

TEST_F(Ride, ObeysWordsAndGoesOnAfterAWrongOne) {
  Room room{willing_rider()};
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  program.say("faster\nease\n");
  ASSERT_TRUE(eventually([&] { return room.released(); }));
  EXPECT_TRUE(eventually([&] { return program.err().find("\"faster\"") != std::string::npos; }));
  program.say("resume\n");
  ASSERT_TRUE(eventually([&] { return room.loaded(); }));
  program.say("pain 9\n");
  EXPECT_EQ(program.wait(), 0);
  EXPECT_EQ(objects(program.out()).back()["why"], "stopped_by_pain");
  EXPECT_TRUE(room.released());
}

TEST_F(Ride, AClosedStandardOutputDoesNotKeepItFromReleasing) {
  Room room{willing_rider()};
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  program.stop_reading();
  ::kill(program.process(), SIGINT);
  EXPECT_EQ(program.wait(), 130);
  EXPECT_TRUE(room.released());
}

TEST_F(Ride, AFullDiskEndsItReleasedWithStatusSeven) {
  Room room{willing_rider()};
  Program program{home.path(), with_load(room), {.disk_full_after = 10000}};
  EXPECT_EQ(program.wait(), 7) << program.err();
  EXPECT_NE(program.err().find("journal"), std::string::npos);
  EXPECT_FALSE(room.loaded());
}

TEST_F(Ride, AnUnwritableJournalRefusesBeforeTheStickIsTouched) {
  Room room{willing_rider()};
  auto arguments = with_load(room);
  arguments.insert(arguments.end(), {"--journal", "/dev/null/journals"});
  Program program{home.path(), arguments};
  EXPECT_EQ(program.wait(), 7);
  EXPECT_EQ(room.status().control_pages, 0U);
  EXPECT_NE(program.err().find("--journal"), std::string::npos);
}

TEST_F(Ride, ANoteOfAnEarlierRideIsToldAndClearedByThisTrainersRelease) {
  fs::create_directories(journals());
  std::ofstream{journals() / "load-uncertain-31415"} << "trainer 31415\nstick usb\n";
  std::ofstream{journals() / "load-uncertain-99"} << "trainer 99\nstick usb\n";
  Room room{willing_rider()};
  Program program{
      home.path(),
      {"ride", "--json", "--seconds", "2", "--stick", room.path(), "--trainer", "31415"}};
  EXPECT_EQ(program.wait(), 0) << program.err();
  EXPECT_NE(program.err().find("without a confirmed release"), std::string::npos);
  EXPECT_NE(program.err().find("Trainer 99 may still hold"), std::string::npos);
  EXPECT_FALSE(note());
  EXPECT_TRUE(fs::exists(journals() / "load-uncertain-99"));
}

TEST_F(Ride, KeysWorkInATerminalWhichIsLeftAsItWas) {
  Room room{willing_rider()};
  Program program{
      home.path(),
      {"ride", "--profile", (home.path() / "brisk.toml").string(), "--stick", room.path()},
      {.on_terminal = true}};
  termios before{};
  ASSERT_EQ(::tcgetattr(program.terminal(), &before), 0);
  ASSERT_TRUE(eventually([&] { return program.out().find("n: none") != std::string::npos; }));
  program.say("n");
  ASSERT_TRUE(eventually([&] { return program.out().find("0 to 10") != std::string::npos; }));
  program.say("2");
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  termios during{};
  ASSERT_EQ(::tcgetattr(program.terminal(), &during), 0);
  EXPECT_EQ(during.c_lflag & (ICANON | ECHO), 0U);
  program.say(" ");
  ASSERT_TRUE(eventually([&] { return room.released(); }));
  program.say("\x1b");
  EXPECT_EQ(program.wait(), 0);
  termios after{};
  ASSERT_EQ(::tcgetattr(program.terminal(), &after), 0);
  EXPECT_EQ(after.c_lflag, before.c_lflag);
  EXPECT_NE(program.out().find("Nm"), std::string::npos);
  EXPECT_NE(program.out().find("\x1b["), std::string::npos) << "one block, drawn again";
}

TEST_F(Ride, AKilledRideLeavesTheTerminalAsItWas) {
  Room room{willing_rider()};
  Program program{home.path(), {"ride", "--stick", room.path()}, {.on_terminal = true}};
  termios before{};
  ASSERT_EQ(::tcgetattr(program.terminal(), &before), 0);
  const auto raw = [&] {
    termios now{};
    return ::tcgetattr(program.terminal(), &now) == 0 && (now.c_lflag & ECHO) == 0;
  };
  ASSERT_TRUE(eventually(raw));
  ::kill(program.child(), SIGKILL);
  EXPECT_EQ(program.wait(), 137);
  EXPECT_FALSE(raw());
}

TEST_F(Ride, SimulatedAtFullSpeedIsTheSameForTheSameSeedAndKeepsNothing) {
  const std::vector<std::string> arguments{"ride",   "--stick", "sim", "--speed",   "max",
                                           "--json", "--seed",  "7",   "--journal", "none"};
  Program first{home.path(), arguments};
  Program second{home.path(), arguments};
  EXPECT_EQ(first.wait(), 0) << first.err();
  EXPECT_EQ(second.wait(), 0);
  EXPECT_EQ(first.out(), second.out());
  const auto said = objects(first.out());
  ASSERT_GT(said.size(), 100U);
  for (const auto& object : said) EXPECT_EQ(object["simulated"], true);
  EXPECT_FALSE(fs::exists(home.path() / "data/softpedal/trainer"));
  EXPECT_FALSE(fs::exists(journals()));
}

TEST_F(Ride, SimulatedIsSaidSo) {
  Program program{home.path(), {"ride", "--stick", "sim", "--speed", "max", "--seconds", "5"}};
  EXPECT_EQ(program.wait(), 0);
  EXPECT_NE(program.out().find("SIMULATED"), std::string::npos);
  EXPECT_EQ(files(".journal").size(), 1U);
}

struct Refusal {
  const char* name;
  std::vector<std::string> arguments;
  int status;
  const char* says;
};

class Refused : public testing::TestWithParam<Refusal> {};

TEST_P(Refused, InOneSentenceWithItsStatus) {
  const Scratch home;
  auto arguments = GetParam().arguments;
  arguments.insert(arguments.begin(), "ride");
  Program program{home.path(), arguments};
  EXPECT_EQ(program.wait(), GetParam().status) << program.err();
  EXPECT_NE(program.err().find(GetParam().says), std::string::npos) << program.err();
  EXPECT_EQ(program.out(), "");
  EXPECT_EQ(std::ranges::count(program.err(), '\n'), 1) << program.err();
}

INSTANTIATE_TEST_SUITE_P(
    Ride, Refused,
    testing::Values(
        Refusal{"UnknownOption", {"--gentle"}, 2, "--gentle"},
        Refusal{"MissingValue", {"--profile"}, 2, "--profile"},
        Refusal{"UnknownProfile", {"--stick", "sim", "--profile", "nobody"}, 2, "nobody"},
        Refusal{
            "MissingFile", {"--stick", "sim", "--profile", "/no/such.toml"}, 2, "/no/such.toml"},
        Refusal{"Longer", {"--stick", "sim", "--seconds", "100000"}, 2, "--seconds"},
        Refusal{"NoTime", {"--stick", "sim", "--seconds", "0"}, 2, "--seconds"},
        Refusal{"TimeBelowZero", {"--stick", "sim", "--seconds", "-5"}, 2, "--seconds"},
        Refusal{"TimeWithoutEnd",
                {"--stick", "sim", "--seconds", "99999999999999999999"},
                2,
                "--seconds"},
        Refusal{"NotANumber", {"--stick", "sim", "--seconds", "ten"}, 2, "seconds"},
        Refusal{"TrainerTooLarge", {"--stick", "sim", "--trainer", "1048576"}, 2, "trainer"},
        Refusal{"TrainerBelowZero",
                {"--stick", "sim", "--trainer", "-1"},
                2,
                "--trainer: give a whole number from 1 to 1048575, not \"-1\""},
        Refusal{"SeedBelowZero",
                {"--stick", "sim", "--seed", "-1"},
                2,
                "--seed: give a whole number from 0 to 18446744073709551615, not \"-1\""},
        Refusal{"SeedTooLarge", {"--stick", "sim", "--seed", "18446744073709551616"}, 2, "--seed"},
        Refusal{"SeedThatIsNone", {"--stick", "sim", "--seed", "nan"}, 2, "--seed"},
        Refusal{"SeedWithAPoint", {"--stick", "sim", "--seed", "1.5"}, 2, "--seed"},
        Refusal{"SpeedBelowZero", {"--stick", "sim", "--speed", "-1"}, 2, "--speed"},
        Refusal{"SpeedThatIsNone", {"--stick", "sim", "--speed", "nan"}, 2, "--speed"},
        Refusal{"SpeedOfARealStick", {"--stick", "/dev/ttyS77", "--speed", "2"}, 2, "--speed"},
        Refusal{"SpeedOfNothing", {"--stick", "sim", "--speed", "0"}, 2, "--speed"},
        Refusal{"SpeedWord", {"--stick", "sim", "--speed", "fast"}, 2, "--speed"},
        Refusal{"NoJournalOnARealStick",
                {"--stick", "/dev/ttyS77", "--journal", "none"},
                2,
                "--journal"},
        Refusal{"JournalInAFile", {"--stick", "sim", "--journal", "/dev/null"}, 7, "/dev/null"}),
    [](const auto& test) { return std::string{test.param.name}; });

TEST_F(Ride, ADeviceThatIsNotThereIsStatusThree) {
  Program program{home.path(), {"ride", "--json", "--stick", "/dev/ttyNOTHERE"}};
  EXPECT_EQ(program.wait(), 3);
  EXPECT_NE(program.err().find("/dev/ttyNOTHERE"), std::string::npos);
  const auto said = objects(program.out());
  ASSERT_FALSE(said.empty());
  EXPECT_EQ(said.back()["exit_status"], 3);
}

TEST_F(Ride, HelpIsThereWithoutAnyDevice) {
  Program program{home.path(), {"ride", "--help"}};
  EXPECT_EQ(program.wait(), 0);
  EXPECT_NE(program.out().find("--stick"), std::string::npos);
  EXPECT_NE(program.out().find("Exit status"), std::string::npos);
}

}  // namespace
}  // namespace softpedal
