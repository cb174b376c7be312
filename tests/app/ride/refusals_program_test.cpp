// SPDX-License-Identifier: MIT
// The real program on a computer that refuses it what it needs: somewhere to write, memory,
// threads, descriptors; and one that answers nonsense.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/app/ride/room.hpp"
#include "tests/app/shell/scratch.hpp"
#include "tests/places.hpp"

namespace softpedal {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool limits_work = false;  // sanitizers need memory without end
#else
constexpr bool limits_work = true;
#endif

const std::vector<std::string> short_ride{"ride",    "--headless", "--stick",   "sim",
                                          "--speed", "max",        "--seconds", "5"};

TEST(Refusals, WhatCannotBeWrittenIsNeverToldAsDone) {
  const std::vector<std::vector<std::string>> commands{
      {"--help"},          {"--version"},       {"ride", "--help"},
      {"profile", "list"}, {"history", "list"}, {"profile", "show", "acute-1"},
      short_ride};
  for (const char* where : {">/dev/full", ">&-"}) {
    for (const auto& command : commands) {
      if (std::string_view{where} == ">&-" && command == short_ride) continue;  // nobody listens
      const Scratch home;
      Program program{home.path(), command, {.started_by = std::string{"exec \"$@\" "} + where}};
      EXPECT_EQ(program.wait(), 7) << command.front() << ' ' << where;
      EXPECT_NE(program.err().find("writ"), std::string::npos) << program.err();
      EXPECT_EQ(program.err().find("terminate"), std::string::npos) << program.err();
    }
  }
}

TEST(Refusals, ALimitOfTheComputerIsOneSentence) {
  if (!limits_work) GTEST_SKIP() << "SKIPPED: the limits are for a build without sanitizer.";
  for (int descriptors = 4; descriptors < 16; ++descriptors) {
    const Scratch home;
    Program program{home.path(),
                    short_ride,
                    {.started_by = "ulimit -n " + std::to_string(descriptors) + "; exec \"$@\""}};
    const int status = program.wait();
    EXPECT_TRUE(status == 0 || status == 1 || status == 7 || status == 127)
        << descriptors << ": " << status;
    EXPECT_EQ(program.err().find("terminate called"), std::string::npos) << program.err();
    if (status == 1) {
      EXPECT_NE(program.err().find("cannot go on"), std::string::npos);
    }
  }
  for (int megabytes = 20; megabytes < 160; megabytes += 7) {
    const Scratch home;
    Program program{
        home.path(),
        short_ride,
        {.started_by = "ulimit -v " + std::to_string(megabytes * 1000) + "; exec \"$@\""}};
    const int status = program.wait();
    EXPECT_GE(status, 0) << megabytes;
    EXPECT_NE(status, 134) << megabytes;
    EXPECT_EQ(program.err().find("terminate called"), std::string::npos) << program.err();
  }
}

// The journal's thread hangs in it for ever: the ride ends all the same, within the disk's ten
// seconds, and what was recorded comes back with the next start.
TEST(Refusals, ADiskThatNeverAnswersDoesNotKeepAnEndedRide) {
  if (!limits_work) GTEST_SKIP() << "SKIPPED: the preloaded library needs no sanitizer beside it.";
  const Scratch home;
  const auto hangs = home.path() / "hangs";
  const Program::Manner manner{
      .environment = {"LD_PRELOAD=" + places::preload().string(), "SYNC_HANGS=" + hangs.string()}};
  {
    Program ride{
        home.path(), {"ride", "--headless", "--json", "--stick", "sim", "--seconds", "60"}, manner};
    EXPECT_TRUE(eventually([&] { return ride.out().find("\"t_s\"") != std::string::npos; }))
        << ride.out();
    std::ofstream{hangs} << "the disk";
    ride.say("stop\n");
    EXPECT_EQ(ride.wait(), 7) << ride.err();
    EXPECT_NE(ride.err().find("cannot be written"), std::string::npos) << ride.err();
  }
  std::filesystem::remove(hangs);
  Program next{home.path(), short_ride};
  EXPECT_EQ(next.wait(), 0) << next.err();
  EXPECT_NE(next.err().find("the last ride was cut"), std::string::npos) << next.err();
}

TEST(Refusals, NonsenseIsAnsweredOnceASecond) {
  const Scratch home;
  Program program{home.path(),
                  {"ride", "--headless", "--json", "--stick", "sim", "--seconds", "3"},
                  {.started_by = "yes nonsense | head -c 4000000 | \"$@\""}};
  EXPECT_EQ(program.wait(), 0) << program.err();
  const std::string& err = program.err();
  std::size_t answers = 0;
  for (auto at = err.find("is not a word of a ride"); at != std::string::npos;
       at = err.find("is not a word of a ride", at + 1)) {
    ++answers;
  }
  EXPECT_GE(answers, 1U);
  EXPECT_LE(answers, 20U) << "the ride lasts some ten seconds with its end";
}

}  // namespace
}  // namespace softpedal
