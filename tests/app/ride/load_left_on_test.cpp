// SPDX-License-Identifier: MIT
// Trainers and riders with whom a load once stayed on: the real program on a pseudo-terminal, and
// what the trainer really holds.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include "tests/app/ride/ride_with_load.hpp"

namespace softpedal {
namespace {

using namespace std::chrono_literals;

class LoadLeftOn : public RideWithLoad {};

sim::WorldOptions with_fault(const std::string& fault) {
  sim::WorldOptions options = willing_rider();
  auto planned = sim::parse_fault(fault);
  EXPECT_TRUE(planned) << fault;
  options.faults.push_back(*planned);
  return options;
}

TEST_F(LoadLeftOn, AbilitiesThatGoInMidRideTakeTheLoadAwayAndTheRideGoesOn) {
  Room room{with_fault("abilities_gone@14")};
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  ASSERT_TRUE(eventually([&] {
    return program.out().find("no_basic_resistance") != std::string::npos;
  })) << program.out();
  EXPECT_TRUE(eventually([&] { return room.released(); }));
  EXPECT_GT(program.child(), 0) << "the ride goes on until its rider ends it";
  program.say("stop\n");
  EXPECT_EQ(program.wait(), 0) << program.err();
  EXPECT_FALSE(note());
}

TEST_F(LoadLeftOn, AWindPageThatPassesIsNoRelease) {
  sim::WorldOptions options = with_fault("wind_only");
  options.faults.push_back(*sim::parse_fault("loaded=25"));
  Room room{options};
  Program program{home.path(), with_load(room)};
  EXPECT_EQ(program.wait(), 5) << program.err();
  EXPECT_EQ(program.out().find("\"released\":true"), std::string::npos);
}

TEST_F(LoadLeftOn, ATrainerThatForgetsItsRiderIsToldAgainAndReleases) {
  Room room{with_fault("forgets_user@12")};
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  ASSERT_TRUE(eventually([&] { return room.status().at > 14s; }));
  program.say("stop\n");
  EXPECT_EQ(program.wait(), 0) << program.err();
  EXPECT_TRUE(room.released());
}

TEST_F(LoadLeftOn, NoWattsBesideTurningCranksTakeTheLoadAway) {
  Room room{with_fault("power_spike=0@14+600")};
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  ASSERT_TRUE(eventually([&] { return room.released(); })) << program.out();
  EXPECT_NE(program.out().find("torque_unknown"), std::string::npos);
  program.say("stop\n");
  EXPECT_EQ(program.wait(), 0) << program.err();
}

// --- a release that nobody confirmed in the ride's ten seconds -----------------------------------

constexpr const char* going_on = "going on to release trainer 31415";

TEST_F(LoadLeftOn, ATrainerThatComesBackLaterIsReleasedByTheGuard) {
  Room room{with_fault("silence@14+16")};
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  ASSERT_TRUE(eventually([&] { return room.status().at > 13500ms; }));
  program.say("stop\n");
  EXPECT_TRUE(eventually([&] { return program.err().find(going_on) != std::string::npos; }));
  EXPECT_EQ(program.wait(), 0) << "what the ride had earned: " << program.err();
  EXPECT_TRUE(room.released());
  EXPECT_FALSE(note());
}

TEST_F(LoadLeftOn, ASecondInterruptEndsTheGuardAtOnceAndTheNoteStays) {
  Room room{with_fault("silence@14+600")};
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.status().at > 14s; }));
  ASSERT_TRUE(room.loaded());
  ::kill(program.process(), SIGINT);
  EXPECT_TRUE(eventually([&] { return program.err().find(going_on) != std::string::npos; }));
  ::kill(program.process(), SIGINT);
  EXPECT_EQ(program.wait(), 5) << program.err();
  EXPECT_NE(program.err().rfind("unplug the trainer"), std::string::npos);
  EXPECT_TRUE(note());
}

TEST_F(LoadLeftOn, ANewStartHasTheStickAndReleasesThatTrainerFirst) {
  Room room{with_fault("silence@14+20")};
  Program first{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.status().at > 14s; }));
  ASSERT_TRUE(room.loaded());
  first.say("stop\n");
  EXPECT_TRUE(eventually([&] { return first.err().find(going_on) != std::string::npos; }));
  Program second{home.path(),
                 {"ride", "--headless", "--json", "--seconds", "3", "--stick", room.path()}};
  EXPECT_EQ(first.wait(), 5) << first.err();
  EXPECT_EQ(second.wait(), 0) << second.err();
  EXPECT_EQ(second.err().find("another ride still holds"), std::string::npos) << second.err();
  EXPECT_TRUE(room.released());
  EXPECT_FALSE(note());
}

TEST_F(LoadLeftOn, AStickThatIsAwayWhenTheRideDiesIsWaitedFor) {
  Room room{willing_rider()};
  const auto link = home.path() / "stick";
  std::filesystem::create_symlink(room.path(), link);
  std::vector<std::string> arguments = with_load(room);
  *std::ranges::find(arguments, room.path()) = link.string();
  Program program{home.path(), arguments};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  std::filesystem::remove(link);
  ::kill(program.child(), SIGKILL);
  EXPECT_TRUE(eventually(
      [&] { return program.err().find("releasing trainer 31415") != std::string::npos; }));
  const auto away_until = room.status().at + 2s;
  EXPECT_TRUE(eventually([&] { return room.status().at > away_until; }));
  std::filesystem::create_symlink(room.path(), link);
  EXPECT_EQ(program.wait(), 137) << program.err();
  EXPECT_TRUE(room.released());
}

// --- what an earlier ride left, and a start that comes to nothing
// ---------------------------------

class LoadOfEarlier : public LoadLeftOn {
 protected:
  void leave_note(const Room& room) {
    std::filesystem::create_directories(journals());
    std::ofstream{journals() / "load-uncertain-31415"} << "trainer 31415\nstick " << room.path()
                                                       << "\n";
  }
};

TEST_F(LoadOfEarlier, IsReleasedFirstWhereSeveralTrainersAreHeardAndNoneIsChosen) {
  sim::WorldOptions options = with_fault("two_trainers");
  options.faults.push_back(*sim::parse_fault("loaded=20"));
  Room room{options};
  leave_note(room);
  Program program{home.path(), {"ride", "--headless", "--json", "--stick", room.path()}};
  EXPECT_EQ(program.wait(), 4) << program.err();
  EXPECT_TRUE(room.released());
  EXPECT_FALSE(note());
}

TEST_F(LoadOfEarlier, IsReleasedThoughTheProfileOfThisStartIsWrong) {
  Room room{with_fault("loaded=20")};
  leave_note(room);
  Program program{home.path(),
                  {"ride", "--headless", "--profile", "/nowhere.toml", "--stick", room.path()}};
  EXPECT_EQ(program.wait(), 2) << program.err();
  EXPECT_TRUE(room.released());
  EXPECT_FALSE(note());
}

TEST_F(LoadOfEarlier, IsSaidByTheDoctor) {
  Room room{willing_rider()};
  leave_note(room);
  Program program{home.path(), {"doctor"}};
  static_cast<void>(program.wait());
  EXPECT_NE(program.out().find("Trainer 31415 may still hold the load"), std::string::npos);
}

TEST_F(LoadOfEarlier, OfARealTrainerOutlivesASimulatedRideWithItsNumber) {
  Room room{willing_rider()};
  leave_note(room);
  Program program{
      home.path(),
      {"ride", "--headless", "--json", "--profile", (home.path() / "brisk.toml").string(),
       "--stick", "sim", "--speed", "max", "--seconds", "30"}};
  EXPECT_EQ(program.wait(), 0) << program.err();
  EXPECT_TRUE(note());
}

TEST_F(LoadLeftOn, AVirtualTrainerIsNeverRememberedForARealRide) {
  Program program{home.path(), {"scan", "--stick", "sim", "--seconds", "2", "--use", "31415"}};
  EXPECT_EQ(program.wait(), 2);
  EXPECT_FALSE(std::filesystem::exists(home.path() / "data/softpedal/trainer"));
}

// --- parents that leave signals otherwise
// -----------------------------------------------------------

TEST_F(LoadLeftOn, WhereDeathsOfChildrenAreIgnoredTheGuardStillReleases) {
  Room room{willing_rider()};
  Program program{home.path(), with_load(room), {.started_by = "trap '' CHLD; exec \"$@\""}};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  ::kill(program.child(), SIGKILL);
  EXPECT_EQ(program.wait(), 137) << program.err();
  EXPECT_TRUE(room.released());
}

TEST_F(LoadLeftOn, WhereSignalsAreBlockedTheyStillEndARide) {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    Room room{willing_rider()};
    Program program{home.path(),
                    with_load(room),
                    {.started_by = "exec env --block-signal=TERM,INT,HUP \"$@\""}};
    ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
    ::kill(program.process(), signal);
    EXPECT_EQ(program.wait(), 128 + signal) << program.err();
    EXPECT_TRUE(room.released());
  }
}

}  // namespace
}  // namespace softpedal
