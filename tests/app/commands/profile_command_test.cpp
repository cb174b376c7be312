// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <filesystem>

#include "profiles/describe.hpp"
#include "tests/app/commands/command_line.hpp"
#include "tests/places.hpp"

namespace softpedal::commands {
namespace {

const std::filesystem::path profile_tests = places::tests() / "profiles";

TEST(ProfileCommand, ListNamesEveryShippedProfile) {
  const Said said = run(add_profile, {"profile", "list"});
  EXPECT_EQ(said.status, 0);
  EXPECT_EQ(said.err, "");
  for (const char* name :
       {"acute-1", "acute-2", "subacute", "chronic-maintenance", "patellofemoral"}) {
    EXPECT_NE(said.out.find(name), std::string::npos) << said.out;
  }
}

TEST(ProfileCommand, ShowPrintsEveryLimit) {
  const Said said = run(add_profile, {"profile", "show", "acute-2"});
  EXPECT_EQ(said.status, 0);
  const std::string all = said.out.substr(0, said.out.find("  author"));
  EXPECT_EQ(all, R"(Acute 2: easy turning (phase: acute)
  ride        2 min at the floor, 8 min at the target, 2 min at the floor
  ends        15 min after Start at the latest, pauses included
  target      no resistance is ever asked for
  torque      at most 4 N m as a mean over 3 s, 6 N m in a single reading
  power       at most 30 W as a mean over 3 s
  resistance  at most 10 %, rising by at most 0.5 % a second
  heart rate  not limited
  cadence     50 to 70 turns a minute, as advice
  pain        asked every 3 min; 3 or more: down to the floor
              6 or more, or 3 above the score before the ride: the ride ends
  plan        7 a week, 20 hours between two
)");
  EXPECT_NE(said.out.find("physiotherapist"), std::string::npos);
}

TEST(ProfileCommand, ShowSaysThatASignatureIsNotVerified) {
  const auto profile =
      profiles::load(profile_tests / "good/everything.toml", std::chrono::year{2026} / 11 / 21);
  ASSERT_TRUE(profile);
  EXPECT_NE(profiles::describe(*profile).find("cannot verify"), std::string::npos);
}

TEST(ProfileCommand, CheckRefusesWithTheLineAndStatusTwo) {
  const std::string file = (profile_tests / "bad/zero-power.toml").string();
  const Said said = run(add_profile, {"profile", "check", file});
  EXPECT_EQ(said.status, 2);
  EXPECT_EQ(said.out, "");
  EXPECT_EQ(said.err, "softpedal: " + file +
                          ":16:11: limits.power_w is 0, but it must be more than 0: write a larger "
                          "number.\n");
}

TEST(ProfileCommand, CheckAcceptsAGoodOne) {
  const Said said = run(add_profile, {"profile", "check", "subacute"});
  EXPECT_EQ(said.status, 0);
  EXPECT_NE(said.out.find("may be ridden"), std::string::npos);
}

TEST(ProfileCommand, AnUnknownNameIsRefusedWithTheKnownOnes) {
  const Said said = run(add_profile, {"profile", "show", "acute-9"});
  EXPECT_EQ(said.status, 2);
  EXPECT_NE(said.err.find("acute-1"), std::string::npos) << said.err;
}

TEST(ProfileCommand, NothingToDoIsNotUnderstood) {
  EXPECT_EQ(run(add_profile, {"profile"}).status, -1);
  EXPECT_EQ(run(add_profile, {"profile", "show"}).status, -1);
  EXPECT_EQ(run(add_profile, {"profile", "burn", "acute-1"}).status, -1);
}

TEST(Describe, WritesDurationsAsPeopleDo) {
  using profiles::in_words;
  using std::chrono::seconds;
  EXPECT_EQ(in_words(seconds{0}), "0 s");
  EXPECT_EQ(in_words(seconds{59}), "59 s");
  EXPECT_EQ(in_words(seconds{60}), "1 min");
  EXPECT_EQ(in_words(seconds{3601}), "60 min 1 s");
}

}  // namespace
}  // namespace softpedal::commands
