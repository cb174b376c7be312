// SPDX-License-Identifier: MIT
// A program died with load on, and its channel is still open in the stick: what is written first.
#include "drivers/bare_release.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/drivers/trainer/ride.hpp"

namespace softpedal::test {
namespace {

// A ride that was killed: a new link to its stick, whose channel is open and bound.
class BareReleaseTest : public ::testing::Test {
 protected:
  BareReleaseTest() {
    ride.room.add(1234);
    ride.start_and_find(1234);
    ride.run_for(5s);
    ride.port.reset();
    auto opened = ride.room.opener()(false);
    link = std::move(*opened);
    link->start({.received = [](std::span<const std::uint8_t>) {}, .broken = [](const Fault&) {}});
    ride.room.on_written = [](const Room::Written&) {};  // the rules of a ride's pages are over
  }
  void release() {
    begun = ride.room.timers.now();
    ride.room.written.clear();
    bare.emplace(*link, ride.room.timers, [this] { done_after = ride.room.timers.now() - begun; });
    ride.room.timers.run_for(5s);
  }
  [[nodiscard]] const Payload& held() { return ride.room.trainers.front().received.back().second; }

  Ride ride;
  std::unique_ptr<ByteLink> link;
  std::optional<BareRelease> bare;
  Instant begun{};
  std::optional<Duration> done_after;
};

TEST(BareRelease, IsPageFortyEightAtZeroOnOurChannel) {
  const std::vector<std::uint8_t> worked{0xA4, 0x09, 0x4F, 0x00, 0x30, 0xFF, 0xFF,
                                         0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0xD2};  // ant-fec.md 8, 43
  EXPECT_TRUE(std::ranges::equal(BareRelease::frame().bytes(), worked));
}

TEST_F(BareReleaseTest, GoesOutInTheNextSlotAndEndsAfterTwo) {
  release();
  EXPECT_EQ(held(), basic(0));
  EXPECT_EQ(ride.room.pages().size(), 1U);
  EXPECT_EQ(done_after, BareRelease::two_slots);
}

TEST_F(BareReleaseTest, BehindARaiseThatStillWaitsItIsWrittenAgainAtItsEvent) {
  link->write(ant::acknowledged(0, basic(50)).bytes());  // what the ride had just written
  release();
  EXPECT_EQ(held(), basic(0));
  EXPECT_EQ(ride.room.pages().size(), 2U);
  ASSERT_TRUE(done_after);
  EXPECT_LE(*done_after, 250ms + BareRelease::two_slots);
}

TEST_F(BareReleaseTest, ThatGoesWrongOnTheRadioIsWrittenAgain) {
  ride.room.faults.fail_next = 2;
  release();
  EXPECT_EQ(held(), basic(0));
  EXPECT_EQ(ride.room.pages().size(), 3U);
}

TEST_F(BareReleaseTest, ARadioThatNeverConfirmsIsNotTriedForEver) {
  ride.room.faults.fail_next = 1000;
  release();
  EXPECT_EQ(ride.room.pages().size(), static_cast<std::size_t>(BareRelease::most_writes));
  EXPECT_TRUE(done_after);
}

TEST_F(BareReleaseTest, ATransferThatNeverEndsIsTriedOnceMoreAndThenLeftToAReset) {
  ride.room.faults.ghost = true;
  release();
  EXPECT_EQ(ride.room.pages().size(), 2U);
  ASSERT_TRUE(done_after);
  EXPECT_LE(*done_after, 2 * BareRelease::two_slots + 2ms);
}

TEST_F(BareReleaseTest, AClosedChannelIsNotWaitedFor) {
  ride.room.restart();
  ride.room.timers.run_for(10ms);
  release();
  ASSERT_TRUE(done_after);
  EXPECT_LE(*done_after, 5ms);
}

TEST_F(BareReleaseTest, ALinkThatBreaksEndsIt) {
  begun = ride.room.timers.now();
  bare.emplace(*link, ride.room.timers, [this] { done_after = ride.room.timers.now() - begun; });
  ride.room.unplug();
  ride.room.timers.run_for(1s);
  EXPECT_EQ(done_after, 0s);
}

TEST_F(BareReleaseTest, IsSilentOnceItIsGone) {
  release();
  bare.reset();
  ride.room.written.clear();
  ride.room.say_now(ant::event(0, ant::Code::TransferFailed));
  ride.room.timers.run_for(1s);
  EXPECT_TRUE(ride.room.written.empty());
}

}  // namespace
}  // namespace softpedal::test
