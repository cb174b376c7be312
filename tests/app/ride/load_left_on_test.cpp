// SPDX-License-Identifier: MIT
// Trainers and riders with whom a load once stayed on: the real program on a pseudo-terminal, and
// what the trainer really holds.
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/file.h>

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

TEST_F(LoadLeftOn, AStopByTheRiderNeedsTwoInterruptsAndATerminalThatWentIsNone) {
  Room room{with_fault("silence@14+600")};
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.status().at > 14s; }));
  ASSERT_TRUE(room.loaded());
  program.say("stop\n");
  EXPECT_TRUE(eventually([&] { return program.err().find(going_on) != std::string::npos; }));
  EXPECT_NE(program.err().find("Ctrl-C twice ends that"), std::string::npos) << program.err();
  for (const int signal : {SIGHUP, SIGHUP, SIGHUP, SIGINT}) ::kill(program.process(), signal);
  const auto later = room.status().at + 1s;
  EXPECT_TRUE(eventually([&] { return room.status().at > later; }));
  EXPECT_EQ(::kill(program.process(), 0), 0);
  EXPECT_EQ(program.err().find("unplug the trainer.", program.err().find(going_on) + 120),
            std::string::npos)
      << program.err();
  ::kill(program.process(), SIGTERM);
  EXPECT_EQ(program.wait(), 5) << program.err();
  EXPECT_TRUE(note());
}

TEST_F(LoadLeftOn, AScanLeavesTheGuardAtItsReleaseAndSaysSo) {
  Room room{with_fault("silence@14+32")};
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.status().at > 14s; }));
  ASSERT_TRUE(room.loaded());
  program.say("stop\n");
  EXPECT_TRUE(eventually([&] { return program.err().find(going_on) != std::string::npos; }));
  Program scan{home.path(), {"scan", "--seconds", "1", "--stick", room.path()}};
  EXPECT_EQ(scan.wait(), 3) << scan.err();
  EXPECT_NE(scan.err().find("still releasing a trainer"), std::string::npos) << scan.err();
  EXPECT_EQ(program.wait(), 0) << program.err();
  EXPECT_TRUE(room.released());
}

// Whoever holds the stick for a moment just when a ride dies.
TEST_F(LoadLeftOn, AStickThatAnotherProgramHoldsWhenTheRideDiesIsTriedAgain) {
  Room room{willing_rider()};
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  Descriptor other{::open(room.path().c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC)};
  const pid_t ride = program.child();
  ::kill(program.process(), SIGSTOP);  // or the guard may be the quicker one
  ::kill(ride, SIGKILL);
  EXPECT_TRUE(eventually([&] { return ::flock(other.get(), LOCK_EX | LOCK_NB) == 0; }));
  ::kill(program.process(), SIGCONT);
  const auto held_until = room.status().at + 2s;
  ASSERT_TRUE(eventually([&] { return room.status().at > held_until; }));
  EXPECT_FALSE(room.released());
  other.reset();
  EXPECT_EQ(program.wait(), 137) << program.err();
  EXPECT_TRUE(room.released());
  EXPECT_FALSE(note());
}

TEST_F(LoadLeftOn, AStickOfAnEndlessPathIsReleasedByTheGuardToo) {
  Room room{willing_rider()};
  const auto folder = home.path() / std::string(200, 'x') / std::string(200, 'y');
  std::filesystem::create_directories(folder);
  const auto link = folder / "stick";
  std::filesystem::create_symlink(room.path(), link);
  ASSERT_GT(link.string().size(), 250U);
  std::vector<std::string> arguments = with_load(room);
  *std::ranges::find(arguments, room.path()) = link.string();
  Program program{home.path(), arguments};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  EXPECT_NE(slurp(journals() / "load-uncertain-31415").find(link.string() + "\n"),
            std::string::npos);
  ::kill(program.child(), SIGKILL);
  EXPECT_EQ(program.wait(), 137) << program.err();
  EXPECT_TRUE(room.released());
  EXPECT_FALSE(note());
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

TEST_F(LoadOfEarlier, IsReleasedThoughThisRideIsWithAnotherTrainer) {
  sim::WorldOptions options = with_fault("two_trainers");
  options.faults.push_back(*sim::parse_fault("loaded=20"));
  Room room{options};
  leave_note(room);
  Program program{home.path(),
                  {"ride", "--headless", "--json", "--seconds", "2", "--trainer", "4242", "--stick",
                   room.path()}};
  static_cast<void>(program.wait());
  EXPECT_TRUE(room.released()) << program.err();
  EXPECT_FALSE(note());
}

TEST_F(LoadOfEarlier, OfATrainerThatIsNotHeardIsNamedAndTheStartGoesOn) {
  Room room{willing_rider()};
  std::filesystem::create_directories(journals());
  std::ofstream{journals() / "load-uncertain-99"} << "trainer 99\nstick " << room.path() << "\n";
  Program program{home.path(),
                  {"ride", "--headless", "--json", "--seconds", "2", "--stick", room.path()}};
  EXPECT_EQ(program.wait(), 0) << program.err();
  EXPECT_NE(program.err().find("trainer 99 did not confirm the release"), std::string::npos)
      << program.err();
  EXPECT_TRUE(std::filesystem::exists(journals() / "load-uncertain-99"));
}

// Nothing of the ride is there yet that could tell its guard, or hear a signal.
TEST_F(LoadOfEarlier, IsTheGuardsWhereTheStartEndsWhileItLetsGo) {
  for (const int signal : {SIGKILL, SIGTERM}) {
    sim::WorldOptions options = with_fault("loaded=20");
    options.faults.push_back(*sim::parse_fault("silence@0+9"));
    Room room{options};
    leave_note(room);
    Program program{home.path(), with_load(room)};
    ASSERT_TRUE(eventually([&] {
      return program.err().find("releasing first (trainer 31415)") != std::string::npos;
    }));
    const auto later = room.status().at + 1s;
    ASSERT_TRUE(eventually([&] { return room.status().at > later; }));
    ASSERT_LT(room.status().at, 8s) << "else this shows nothing";
    ::kill(signal == SIGKILL ? program.child() : program.process(), signal);
    EXPECT_EQ(program.wait(), 128 + signal) << program.err();
    EXPECT_TRUE(room.released()) << program.err();
    EXPECT_FALSE(note());
  }
}

TEST_F(LoadOfEarlier, IsReleasedThoughThisStartsJournalCannotBeWritten) {
  Room room{with_fault("loaded=20")};
  const auto kept = home.path() / "kept";
  std::filesystem::create_directories(kept);
  std::ofstream{kept / "load-uncertain-31415"} << "trainer 31415\nstick " << room.path() << "\n";
  std::filesystem::permissions(kept, std::filesystem::perms{0555});
  // A journal that is already as large as any file may be.
  auto arguments = with_load(room);
  arguments.insert(arguments.end(), {"--journal", kept.string()});
  Program program{home.path(), arguments, {.disk_full_after = 10}};
  EXPECT_EQ(program.wait(), 7) << program.err();
  EXPECT_TRUE(room.released());
}

TEST_F(LoadOfEarlier, IsSaidByTheDoctorWhereverItsJournalIs) {
  Room room{willing_rider()};
  const auto kept = home.path() / "kept";
  std::filesystem::create_directories(kept);
  std::filesystem::create_directories(home.path() / "state/softpedal");
  std::ofstream{home.path() / "state/softpedal/journal-directories"} << kept.string() << "\n";
  std::ofstream{kept / "load-uncertain-31415"} << "trainer 31415\nstick " << room.path() << "\n";
  Program doctor{home.path(), {"doctor"}};
  static_cast<void>(doctor.wait());
  EXPECT_NE(doctor.out().find((kept / "load-uncertain-31415").string()), std::string::npos);
  Program ride{home.path(), {"ride", "--stick", "sim", "--speed", "max", "--seconds", "5"}};
  EXPECT_EQ(ride.wait(), 0);
  EXPECT_NE(ride.err().find((kept / "load-uncertain-31415").string()), std::string::npos);
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
