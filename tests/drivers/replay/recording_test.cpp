// SPDX-License-Identifier: MIT
#include "drivers/replay/recording.hpp"

#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <string>

namespace softpedal::replay {
namespace {

using namespace std::chrono_literals;
using Bytes = std::vector<std::uint8_t>;

Transfer transfer_in(std::string_view line) {
  const auto transfer = parse_transfer(line);
  EXPECT_TRUE(transfer && *transfer) << line;
  return transfer && *transfer ? **transfer : Transfer{};
}

std::string fault_of(const std::string& text) {
  std::istringstream stream{text};
  const auto transfers = read_recording(stream, "ride.txt");
  return transfers ? "" : transfers.error().sentence;
}

TEST(Recording, ALineIsTimeDirectionAndBytes) {
  EXPECT_EQ(transfer_in("27.8601 H>S A4 04 42 00"), (Transfer{.at = Instant{27'860'100us},
                                                              .direction = Direction::HostToStick,
                                                              .bytes = {0xA4, 0x04, 0x42, 0x00}}));
  EXPECT_EQ(
      transfer_in("- S>H a4 fF"),
      (Transfer{.at = std::nullopt, .direction = Direction::StickToHost, .bytes = {0xA4, 0xFF}}));
}

TEST(Recording, BlanksLineEndsAndCommentsDoNotMatter) {
  EXPECT_EQ(transfer_in("  1.5\tS>H  A4   01 \r"), transfer_in("1.5 S>H A4 01"));
  EXPECT_EQ(transfer_in("1.5 S>H A4 01 # a reset"), transfer_in("1.5 S>H A4 01"));
  for (const std::string_view line : {"", "   ", "\r", "# 15.8 key left out", "  #"}) {
    const auto nothing = parse_transfer(line);
    ASSERT_TRUE(nothing) << line;
    EXPECT_FALSE(*nothing) << line;
  }
}

TEST(Recording, ATransferMayBeEmpty) { EXPECT_TRUE(transfer_in("2.0 S>H").bytes.empty()); }

TEST(Recording, WhatIsNoTransferIsRefused) {
  for (const std::string_view line :
       {"x S>H A4", "-1.0 S>H A4", "1e5 S>H A4", "nan S>H A4", "1.2.3 S>H A4", ". S>H A4",
        "99999999999 S>H A4", "1.0", "1.0 S>S A4", "1.0 h>s A4", "1.0 A4 01", "1.0 S>H A",
        "1.0 S>H A45", "1.0 S>H 0x", "1.0 S>H GG", "1.0 S>H -1", "1.0 S>H A401"}) {
    EXPECT_FALSE(parse_transfer(line)) << line;
  }
}

TEST(Recording, AFaultNamesFileLineAndWord) {
  EXPECT_EQ(fault_of("# head\n1.0 S>H A4 01 6F 20 EA\n\n2.0 S>H A4 0q\n"),
            "ride.txt:4: '0q' is no byte: two hex digits");
  EXPECT_EQ(fault_of("1.0 up A4\n"), "ride.txt:1: 'up' is no direction: H>S or S>H");
  EXPECT_EQ(fault_of("{\"t\":1}\n"),
            "ride.txt:1: '{\"t\":1}' is no time: seconds such as 12.3456, or -");
}

TEST(Recording, AFaultShowsNoControlCharacters) {
  EXPECT_EQ(fault_of("\x1b[2J\n"), "ride.txt:1: '?[2J' is no time: seconds such as 12.3456, or -");
}

TEST(Recording, AnEmptyRecordingIsAFault) {
  EXPECT_EQ(fault_of(""), "ride.txt cannot be read, or is empty");
  EXPECT_EQ(fault_of("# nothing came\n"), "ride.txt holds no recorded traffic");
}

TEST(Recording, ALastLineWithoutAnEndCounts) {
  std::istringstream text{"1.0 S>H A4\n2.0 S>H 01"};
  const auto transfers = read_recording(text, "ride.txt");
  ASSERT_TRUE(transfers);
  EXPECT_EQ(transfers->size(), 2u);
}

TEST(Recording, NoTextBreaksTheReader) {
  constexpr std::string_view letters = "0123456789ABCDEFxHS>-.# \t\r\n\0\xff";
  for (unsigned seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    std::string text;
    for (auto i = random() % 300; i > 0; --i) text += letters[random() % letters.size()];
    std::istringstream stream{text};
    const auto transfers = read_recording(stream, "any");
    ASSERT_TRUE(transfers || !transfers.error().sentence.empty());
  }
}

}  // namespace
}  // namespace softpedal::replay
