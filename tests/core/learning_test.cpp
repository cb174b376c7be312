// SPDX-License-Identifier: MIT
// Which readings may teach, and how much one of them is believed.
#include "app/core/learning.hpp"

#include <gtest/gtest.h>

namespace softpedal {
namespace {

class LearningTest : public testing::Test {
 protected:
  // Half a second of pedalling at so many metres a second, in one gear.
  void turn(double speed, double watts) {
    const Rpm cadence{speed * 20.0};
    now += 500ms;
    observe(load, GeneralData{MetresPerSecond{speed}, {}, FeState::InUse}, now);
    ++events;
    accumulated = static_cast<std::uint16_t>(accumulated + watts);
    observe(load, {events, cadence, Watts{watts}, accumulated, FeState::InUse}, now);
    see_wheel(learning, MetresPerSecond{speed}, cadence, now);
  }
  void steadily(double watts = 20.0) {
    for (int i = 0; i < 24; ++i) turn(3.0, watts);
  }
  void know_the_drag() {
    for (int i = 0; i < 240; ++i) {
      learn_drag(learning.floor, MetresPerSecond{3.0}, Watts{20.0}, 0.5);
    }
    ASSERT_TRUE(drag_known(learning.floor));
  }

  Learning learning{};
  Load load{};
  Instant now{Duration{1'000'000}};
  std::uint8_t events = 0;
  std::uint16_t accumulated = 0;
};

TEST_F(LearningTest, AnUnsteadyPaceTeachesNothingThoughTheChainPulls) {
  steadily();
  ASSERT_TRUE(may_teach(learning, load, now));
  for (const double faster : {3.2, 3.4, 3.6}) turn(faster, 20.0);
  ASSERT_TRUE(chain_pulls(learning.gear, *load.speed, *load.cadence));
  EXPECT_FALSE(may_teach(learning, load, now));
}

TEST_F(LearningTest, ASpikeBesideAFallIsNoLessonUntilItFallsTwice) {
  steadily();
  know_the_drag();
  turn(3.0, 200.0);
  const FloorModel before = learning.floor;
  learn_from_fall(learning, load, Percent{3.0}, now);
  EXPECT_EQ(learning.floor, before) << "the reading before it says 20 W";
  learn_from_fall(learning, load, Percent{3.0}, now);
  EXPECT_NE(learning.floor, before);
}

TEST_F(LearningTest, TheFinderBeginsWithNothingOfWhatWasKnown) {
  know_the_drag();
  begin_anew(learning, std::nullopt);
  EXPECT_EQ(learning.floor, FloorModel{});
  EXPECT_EQ(learning.checked, FloorModel{});
}

TEST(GearSeen, HasNoneWhileItsHalvesDisagree) {
  GearSeen seen;
  Instant now{Duration{1'000'000}};
  const auto turn = [&](double metres, int samples) {
    for (int i = 0; i < samples; ++i) {
      now += 500ms;
      see_gear(seen, MetresPerSecond{metres}, Rpm{60.0}, now);
    }
  };
  turn(3.0, 10);
  ASSERT_TRUE(seen.development);
  EXPECT_DOUBLE_EQ(seen.development->count(), 3.0);
  turn(4.0, 10);
  EXPECT_FALSE(seen.development) << "a shift: neither is it now";
  turn(4.0, 10);
  ASSERT_TRUE(seen.development);
  EXPECT_DOUBLE_EQ(seen.development->count(), 4.0);
}

}  // namespace
}  // namespace softpedal
