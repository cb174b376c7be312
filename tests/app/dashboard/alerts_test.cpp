// SPDX-License-Identifier: MIT
#include "app/dashboard/alerts.hpp"

#include <gtest/gtest.h>

namespace softpedal::ui {
namespace {

Snapshot riding() {
  Snapshot ride;
  ride.phase = Phase::Ride;
  ride.start_pressed = true;
  ride.link = LinkHealth::Live;
  ride.why = ride.said = Why::OnTarget;
  return ride;
}

TEST(Alerts, SoundOnceForEachThingThatARiderMustNotice) {
  const Snapshot before = riding();
  Snapshot now = before;
  EXPECT_EQ(sound_between(before, now), std::nullopt);
  now.why = now.said = Why::TorqueMeanCap;
  EXPECT_EQ(sound_between(before, now), Sound::Eased);
  EXPECT_EQ(sound_between(now, now), std::nullopt);

  now = before;
  now.phase = Phase::Ending;
  EXPECT_EQ(sound_between(before, now), Sound::Stopped);
  Snapshot ended = now;
  ended.phase = Phase::Ended;
  EXPECT_EQ(sound_between(now, ended), std::nullopt);

  now = before;
  now.link = LinkHealth::Lost;
  EXPECT_EQ(sound_between(before, now), Sound::LinkLost);

  now = before;
  now.pain_row = true;
  EXPECT_EQ(sound_between(before, now), Sound::PainDue);
}

TEST(Alerts, DoNotChatterAlongALimit) {
  Snapshot eased = riding();
  eased.why = eased.said = Why::TorqueMeanCap;
  Snapshot recovering = riding();
  recovering.why = Why::BackedOff;
  recovering.said = Why::TorqueMeanCap;  // still to be read
  EXPECT_EQ(sound_between(recovering, eased), std::nullopt);
}

TEST(Alerts, AreForRidesOnly) {
  Snapshot ready = riding();
  ready.start_pressed = false;
  Snapshot lost = ready;
  lost.link = LinkHealth::Lost;
  EXPECT_EQ(sound_between(ready, lost), std::nullopt);
}

}  // namespace
}  // namespace softpedal::ui
