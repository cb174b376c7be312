// SPDX-License-Identifier: MIT
#include "drivers/antplus/remote.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace softpedal::antplus {
namespace {

ant::Data sent(const Payload& page) {
  return {.kind = ant::DataKind::Acknowledged, .channel = 1, .page = page};
}
ant::Data press(std::uint8_t sequence, std::uint16_t command) {
  return sent({73, 0x34, 0x12, 1, 0, sequence, static_cast<std::uint8_t>(command & 0xFF),
               static_cast<std::uint8_t>(command >> 8)});
}

TEST(Remote, EachButtonIsOneIntentAndOthersAreNone) {
  const std::map<std::uint16_t, Intent> meant{
      {36, Intent::Ease}, {2, Intent::Ease},  {33, Intent::Stop}, {3, Intent::Stop},
      {4, Intent::Stop},  {0, Intent::Pause}, {1, Intent::Pause}, {32, Intent::Resume}};
  for (int command = 0; command <= 0xFFFF; ++command) {
    Remote remote;
    const auto intent = remote.take(press(1, static_cast<std::uint16_t>(command)), Instant{});
    const auto row = meant.find(static_cast<std::uint16_t>(command));
    ASSERT_EQ(intent, row == meant.end() ? std::nullopt : std::optional{row->second}) << command;
  }
}

TEST(Remote, APressThatIsSentAgainIsTheSamePress) {
  Remote remote;
  Instant now{};
  EXPECT_EQ(remote.take(press(7, 36), now), Intent::Ease);
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(remote.take(press(7, 36), now += 250ms));
  EXPECT_EQ(remote.take(press(8, 36), now += 250ms), Intent::Ease);
  EXPECT_EQ(remote.take(press(8, 33), now += 250ms), Intent::Stop) << "another button";
}

TEST(Remote, OneThatDoesNotCountCanStillBePressedAgain) {
  Remote remote;
  Instant now{};
  EXPECT_EQ(remote.take(press(0, 33), now), Intent::Stop);
  EXPECT_EQ(remote.take(press(0, 33), now += Remote::same_press), Intent::Stop);
}

TEST(Remote, OnlyAnAcknowledgedCommandCounts) {
  Remote remote;
  ant::Data data = press(1, 33);
  data.kind = ant::DataKind::Broadcast;
  EXPECT_FALSE(remote.take(data, Instant{}));
  EXPECT_FALSE(remote.take(sent({0x10, 0, 0, 0, 0, 1, 33, 0}), Instant{})) << "audio and video";
}

TEST(Remote, HearsThatGenericCommandsAreTaken) {
  Remote remote;
  std::map<std::uint8_t, int> pages;
  for (int i = 0; i < 260; ++i) {
    const Payload page = remote.next_page();
    ++pages[page[0]];
    if (page[0] == 2) {
      EXPECT_EQ(page, (Payload{2, 0, 0, 0, 0, 0, 0, 0x10}));
    }
  }
  EXPECT_EQ(pages, (std::map<std::uint8_t, int>{{2, 256}, {80, 2}, {81, 2}}));
}

TEST(Remote, ThatAsksWhatBecameOfItsCommandIsTold) {
  Remote remote;
  const ant::Data request = sent({70, 0xFF, 0xFF, 0xFF, 0xFF, 2, 71, 1});
  (void)remote.take(request, Instant{});
  EXPECT_EQ(remote.next_page(), (Payload{71, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}));
  (void)remote.next_page();
  (void)remote.take(press(9, 36), Instant{});
  (void)remote.take(request, Instant{});
  const Payload told{71, 73, 9, 0, 36, 0, 0xFF, 0xFF};
  EXPECT_EQ(remote.next_page(), told);
  EXPECT_EQ(remote.next_page(), told);
  EXPECT_NE(remote.next_page(), told);
}

TEST(Remote, AnyBytesAreTaken) {
  std::mt19937 random{3};
  Remote remote;
  Instant now{};
  for (int i = 0; i < 20'000; ++i) {
    Payload page{};
    for (std::uint8_t& byte : page) byte = static_cast<std::uint8_t>(random());
    page[0] = random() % 2 == 0 ? 70 : 73;
    (void)remote.take(sent(page), now += 100ms);
    const Payload said = remote.next_page();
    ASSERT_TRUE(said[0] == 2 || said[0] == 71 || said[0] == 80 || said[0] == 81);
  }
}

}  // namespace
}  // namespace softpedal::antplus
