// SPDX-License-Identifier: MIT
// Trainers and riders with whom a load once stayed on: the real program on a pseudo-terminal, and
// what the trainer really holds.
#include <gtest/gtest.h>
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

}  // namespace
}  // namespace softpedal
