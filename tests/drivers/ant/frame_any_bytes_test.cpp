// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "drivers/ant/message.hpp"
#include "tests/fuzz/any_bytes.hpp"

namespace softpedal::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

void append(Bytes& bytes, const ant::Frame& frame) {
  bytes.insert(bytes.end(), frame.bytes().begin(), frame.bytes().end());
}

TEST(AnyBytes, RandomGarbageIsOnlyRead) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    Bytes bytes(random() % 3000);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
    (void)read_any_bytes(bytes);
  }
}

TEST(AnyBytes, GoodFramesOfAnyContentAreOnlyRead) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    Bytes bytes;
    for (int i = 0; i < 100; ++i) {
      Bytes data(1 + random() % (random() % 4 == 0 ? ant::max_data : 20));
      for (std::uint8_t& byte : data) byte = static_cast<std::uint8_t>(random());
      if (random() % 2 == 0 && data.size() > 1) {  // a page that is looked into
        constexpr std::uint8_t pages[]{1,  2,  16, 17, 18, 21, 25, 26, 32, 48,
                                       49, 50, 51, 54, 55, 70, 71, 80, 81, 82};
        data[1] = pages[random() % std::size(pages)];
      }
      const auto id = random() % 3 == 0 ? static_cast<std::uint8_t>(random())
                                        : static_cast<std::uint8_t>(0x4E + random() % 3);
      append(bytes, ant::Frame{ant::MessageId{id}, data});
    }
    (void)read_any_bytes(bytes);
  }
}

TEST(AnyBytes, HostileLengthsAreOnlyRead) {
  for (int length = 0; length < 256; ++length) {
    for (const std::uint8_t filler : Bytes{0x00, 0xA4, 0xFF, 0x40}) {
      Bytes bytes;
      for (int i = 0; i < 20; ++i) {
        bytes.push_back(ant::sync);
        bytes.push_back(static_cast<std::uint8_t>(length));
        bytes.insert(bytes.end(), static_cast<std::size_t>(length % 67), filler);
      }
      (void)read_any_bytes(bytes);
    }
  }
}

TEST(AnyBytes, AFloodOfGoodFramesLosesNone) {
  Bytes bytes;
  for (int i = 0; i < 20'000; ++i) append(bytes, ant::event(0, ant::Code::RxFail));
  ant::Parser parser;
  std::size_t messages = 0;
  parser.push(bytes, Instant{}, [&](const ant::Message&) { ++messages; });
  EXPECT_EQ(messages, 20'000u);
}

// The work per byte is bounded: no flood makes the parser look at a byte more than a frame's length
// of times. Counted, not timed: each look at a bad frame ends in one dropped byte.
TEST(AnyBytes, AFloodOfStartBytesCostsAtMostOneCheckPerByte) {
  Bytes bytes(100'000);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = i % 2 == 0 ? ant::sync : 64;
  ant::Parser parser;
  parser.push(bytes, Instant{}, [](const ant::Message&) {});
  parser.expire(Instant{} + ant::Parser::patience, [](const ant::Message&) {});
  EXPECT_LE(parser.counters().bad_checks + parser.counters().unfinished, bytes.size());
  EXPECT_FALSE(parser.deadline());
}

}  // namespace
}  // namespace softpedal::test
