// SPDX-License-Identifier: MIT
// What may stand where softpedal keeps its files and is none of them: the real program starts,
// releases at once and goes on, and takes no more memory than ever.
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "tests/app/ride/ride_with_load.hpp"

namespace softpedal {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// A sanitizer takes terabytes of addresses.
constexpr bool limits_work =
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    false;
#else
    true;
#endif

class StrangeFiles : public RideWithLoad, public testing::WithParamInterface<bool> {
 protected:
  // A pipe, or a link to what never ends.
  void put(const fs::path& path) {
    fs::create_directories(path.parent_path());
    if (GetParam()) {
      ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    } else {
      fs::create_symlink("/dev/zero", path);
    }
  }
  void put_everywhere() {
    for (const char* name : {"load-uncertain-99", "2026-11-20T10-00-00Z.journal",
                             "2026-11-21T10-00-00Z.journal.part"}) {
      put(journals() / name);
    }
    for (const char* name :
         {"state/softpedal/today.json", "state/softpedal/journal-directories",
          "data/softpedal/trainer", "data/softpedal/trainers/31415.json",
          "data/softpedal/trainers/virtual-31415.json", "data/softpedal/history.sqlite",
          "data/softpedal/history.sqlite-wal", "data/softpedal/history.sqlite-journal",
          "data/softpedal/history.sqlite.lock", "data/softpedal/profiles/odd.toml",
          ".config/softpedal/settings.toml", ".config/user-dirs.dirs"}) {
      put(home.path() / name);
    }
  }
  static Program::Manner with_little_memory() {
    if (!limits_work) return {};
    return {.started_by = "ulimit -v 700000; exec \"$@\""};
  }
};

TEST_P(StrangeFiles, KeepNoStartFromReleasingAtOnceAndFromRiding) {
  sim::WorldOptions options = willing_rider();
  options.faults.push_back(*sim::parse_fault("loaded=20"));
  Room room{options};
  put_everywhere();
  std::ofstream{journals() / "load-uncertain-31415"} << "trainer 31415\nstick " << room.path()
                                                     << "\n";
  Program program{home.path(),
                  {"ride", "--headless", "--json", "--seconds", "4", "--stick", room.path()},
                  with_little_memory()};
  EXPECT_TRUE(eventually([&] { return room.released(); }, 20s)) << program.err();
  EXPECT_EQ(program.wait(), 0) << program.err();
  EXPECT_FALSE(note());
  for (const char* name : {"load-uncertain-99", "2026-11-21T10-00-00Z.journal.part"}) {
    const std::string said = (journals() / name).string() + " is not read (it is a " +
                             (GetParam() ? "pipe" : "link") + ")";
    EXPECT_NE(program.err().find(said), std::string::npos) << program.err();
  }
  EXPECT_EQ(files(".journal").size(), 2U) << "the one that was ridden is kept";
}

TEST_P(StrangeFiles, GiveTheirPlaceToTheNoteOfALoad) {
  Room room{willing_rider()};
  put(journals() / "load-uncertain-31415");
  Program program{home.path(), with_load(room)};
  ASSERT_TRUE(eventually([&] { return room.loaded(); })) << program.out() << program.err();
  EXPECT_NE(slurp(journals() / "load-uncertain-31415").find(room.path()), std::string::npos);
  program.say("stop\n");
  EXPECT_EQ(program.wait(), 0) << program.err();
  EXPECT_TRUE(room.released());
  EXPECT_FALSE(note());
}

TEST_P(StrangeFiles, AreNamedByTheDoctorAndTheHistory) {
  put_everywhere();
  Program doctor{home.path(), {"doctor"}, with_little_memory()};
  EXPECT_EQ(doctor.wait(), 3);
  EXPECT_NE(doctor.out().find("load-uncertain-99 is not read"), std::string::npos) << doctor.out();
  Program list{home.path(), {"history", "list"}, with_little_memory()};
  EXPECT_EQ(list.wait(), 0) << list.err();
  EXPECT_NE(list.err().find("2026-11-20T10-00-00Z.journal is left out of the history (it is a "),
            std::string::npos)
      << list.err();
}

TEST_P(StrangeFiles, AreNoProfile) {
  put(home.path() / "odd.toml");
  Program program{home.path(),
                  {"ride", "--headless", "--stick", "sim", "--speed", "max", "--profile",
                   (home.path() / "odd.toml").string()},
                  with_little_memory()};
  EXPECT_EQ(program.wait(), 2);
  EXPECT_NE(program.err().find("this is not a file"), std::string::npos) << program.err();
}

INSTANTIATE_TEST_SUITE_P(Kinds, StrangeFiles, testing::Bool(),
                         [](const auto& of) { return of.param ? "Pipe" : "LinkToWhatNeverEnds"; });

TEST_F(RideWithLoad, AProfileThatIsNamedMayBeALink) {
  fs::create_symlink(home.path() / "brisk.toml", home.path() / "linked.toml");
  Program program{home.path(),
                  {"ride", "--headless", "--stick", "sim", "--speed", "max", "--seconds", "5",
                   "--profile", (home.path() / "linked.toml").string()}};
  EXPECT_EQ(program.wait(), 0) << program.err();
}

TEST_F(RideWithLoad, AJournalOfThreeGigabytesCostsNoOtherRide) {
  Program ride{home.path(), {"ride", "--headless", "--stick", "sim", "--speed", "max"}};
  EXPECT_EQ(ride.wait(), 0) << ride.err();
  fs::copy_file(files(".journal").at(0), journals() / "2026-11-20T10-00-00Z.journal");
  fs::resize_file(journals() / "2026-11-20T10-00-00Z.journal", 3'000'000'000);
  Program::Manner manner;
  if (limits_work) manner.started_by = "ulimit -v 700000; exec \"$@\"";
  const auto rides_in = [&](const fs::path& of) {
    Program list{of, {"history", "list", "--json"}, manner};
    EXPECT_EQ(list.wait(), 0) << list.err();
    return std::pair{objects(list.out()).size(), list.err()};
  };
  const auto [rides, said] = rides_in(home.path());
  EXPECT_EQ(rides, 1U);
  EXPECT_NE(said.find("it is larger than 128 MiB"), std::string::npos) << said;
  const Scratch other;
  Program import{other.path(), {"history", "import", journals().string()}, manner};
  EXPECT_EQ(import.wait(), 0) << import.err();
  EXPECT_NE(import.err().find("it is larger than 128 MiB): it is left out"), std::string::npos);
  EXPECT_EQ(rides_in(other.path()).first, 1U);
}

}  // namespace
}  // namespace softpedal
