// SPDX-License-Identifier: MIT
#include "drivers/ant/frame.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "drivers/ant/message.hpp"

namespace softpedal::ant {
namespace {

using namespace std::chrono_literals;
using Bytes = std::vector<std::uint8_t>;

Bytes operator+(Bytes left, const Bytes& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}
Bytes bytes_of(const Frame& frame) { return {frame.bytes().begin(), frame.bytes().end()}; }
Message message_of(const Frame& frame) {
  Message message{.id = frame.id(), .size = static_cast<std::uint8_t>(frame.data().size())};
  std::ranges::copy(frame.data(), message.storage.begin());
  return message;
}

const Frame started = start_up({.reason = StartUp::command});
const Frame page25 = broadcast(0, {0x19, 0x01, 0x32, 0x28, 0x00, 0x28, 0x00, 0x30});

struct Reader {
  Parser parser{};
  std::vector<Message> got{};
  Instant now{};
  void feed(const Bytes& bytes, Duration later = 0us) {
    now += later;
    parser.push(bytes, now, [&](const Message& message) { got.push_back(message); });
  }
  void expire(Duration later) {
    now += later;
    parser.expire(now, [&](const Message& message) { got.push_back(message); });
  }
};

TEST(Parser, GivesAWholeFrameAtOnce) {
  Reader reader;
  reader.feed({0xA4, 0x01, 0x6F, 0x20, 0xEA});
  ASSERT_EQ(reader.got.size(), 1u);
  EXPECT_EQ(reader.got[0].id, MessageId::StartUp);
  EXPECT_EQ(Bytes(reader.got[0].data().begin(), reader.got[0].data().end()), Bytes{0x20});
  EXPECT_FALSE(reader.parser.deadline());
}

TEST(Parser, ReadsByteWiseDelivery) {
  Reader reader;
  for (const std::uint8_t byte : bytes_of(page25) + bytes_of(started)) reader.feed({byte}, 5ms);
  EXPECT_EQ(reader.got, (std::vector{message_of(page25), message_of(started)}));
}

TEST(Parser, ASlowButSteadyLineIsNotABrokenOne) {
  Reader reader;  // 13 bytes, 49 ms each: the whole frame takes far longer than the patience
  for (const std::uint8_t byte : bytes_of(page25)) reader.feed({byte}, 49ms);
  EXPECT_EQ(reader.got, std::vector{message_of(page25)});
  EXPECT_EQ(reader.parser.counters().unfinished, 0u);
}

TEST(Parser, ReadsGluedAndPaddedDelivery) {
  Reader reader;
  const Bytes padding(5, 0);
  reader.feed(padding + bytes_of(page25) + bytes_of(started) + padding + bytes_of(page25) +
              padding);
  EXPECT_EQ(reader.got, (std::vector{message_of(page25), message_of(started), message_of(page25)}));
  EXPECT_EQ(reader.parser.counters().padding, 15u);
  EXPECT_EQ(reader.parser.counters().dropped, 0u);
}

TEST(Parser, SkipsJunkBeforeAFrame) {
  Reader reader;
  reader.feed(Bytes{0x13, 0xFF, 0x00, 0x20, 0xA5} + bytes_of(started));
  EXPECT_EQ(reader.got, std::vector{message_of(started)});
}

TEST(Parser, ReadsTheLongestFrame) {
  const Bytes data(max_data, 0xA4);
  const Frame longest{MessageId::AdvancedBurstData, data};
  Reader reader;
  reader.feed(bytes_of(longest) + bytes_of(started));
  EXPECT_EQ(reader.got, (std::vector{message_of(longest), message_of(started)}));
}

TEST(Parser, ABadCheckCostsOneByteAndNotTheNextFrame) {
  for (std::size_t damaged = 0; damaged < page25.bytes().size(); ++damaged) {
    SCOPED_TRACE(damaged);
    Bytes bad = bytes_of(page25);
    bad[damaged] = static_cast<std::uint8_t>(bad[damaged] ^ 0x10);
    Reader reader;
    reader.feed(bad + bytes_of(started) + bytes_of(page25));
    reader.expire(Parser::patience);  // a length damaged upwards waits for more
    EXPECT_EQ(reader.got, (std::vector{message_of(started), message_of(page25)}));
  }
}

TEST(Parser, ACutFrameDoesNotSwallowTheNext) {
  for (std::size_t kept = 1; kept < page25.bytes().size(); ++kept) {
    SCOPED_TRACE(kept);
    const Bytes whole = bytes_of(page25);
    Reader reader;
    reader.feed(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(kept)) +
                bytes_of(started));
    reader.expire(Parser::patience);
    EXPECT_EQ(reader.got, std::vector{message_of(started)});
  }
}

TEST(Parser, ALengthOverTheLongestIsNoFrame) {
  for (const int length : {65, 100, 164, 255}) {
    SCOPED_TRACE(length);
    Reader reader;
    reader.feed(Bytes{0xA4, static_cast<std::uint8_t>(length)} + bytes_of(started));
    EXPECT_EQ(reader.got, std::vector{message_of(started)}) << "and it is not waited for";
  }
}

TEST(Parser, AStrayStartByteBeforePaddingIsNoEmptyMessage) {
  Reader reader;  // A4 00 00 A4 would have a right check
  reader.feed(Bytes{0xA4, 0x00, 0x00} + bytes_of(started));
  EXPECT_EQ(reader.got, std::vector{message_of(started)});
}

TEST(Parser, GivesUpAnUnfinishedFrameAfterFiftyMilliseconds) {
  Reader reader;
  reader.feed({0xA4, 0x14, 0x4E});
  ASSERT_TRUE(reader.parser.deadline());
  EXPECT_EQ(*reader.parser.deadline(), reader.now + 50ms);
  reader.expire(49ms);
  EXPECT_TRUE(reader.parser.deadline()) << "not yet";
  reader.expire(1ms);
  EXPECT_FALSE(reader.parser.deadline());
  EXPECT_EQ(reader.parser.counters().unfinished, 1u);
  EXPECT_EQ(reader.parser.counters().dropped, 3u);
}

TEST(Parser, FindsTheFrameBehindAnUnfinishedOneWithoutMoreBytes) {
  Reader reader;
  reader.feed(Bytes{0xA4, 0x40, 0x4E} + bytes_of(started));  // claims 64 bytes, has 6
  EXPECT_TRUE(reader.got.empty());
  reader.expire(50ms);
  EXPECT_EQ(reader.got, std::vector{message_of(started)});
}

TEST(Parser, LateBytesDoNotJoinAnOldHalf) {
  const Bytes whole = bytes_of(page25);
  Reader reader;
  reader.feed(Bytes(whole.begin(), whole.begin() + 6));
  reader.feed(Bytes(whole.begin() + 6, whole.end()) + bytes_of(started), 50ms);
  EXPECT_EQ(reader.got, std::vector{message_of(started)});
}

TEST(Parser, ATimeThatStepsBackLosesNothing) {
  const Bytes whole = bytes_of(page25);
  Reader reader;
  reader.feed(Bytes(whole.begin(), whole.begin() + 6), 1s);
  reader.feed(Bytes(whole.begin() + 6, whole.end()), -1s);
  EXPECT_EQ(reader.got, std::vector{message_of(page25)});
}

TEST(Parser, ClearForgetsAHalfFrameEvenFromInsideTheHandler) {
  Parser parser;
  int calls = 0;
  const auto clear_at_first = [&](const Message&) {
    ++calls;
    parser.clear();
  };
  parser.push(bytes_of(started) + Bytes{0xA4, 0x09, 0x4E}, Instant{}, clear_at_first);
  EXPECT_EQ(calls, 1);
  EXPECT_FALSE(parser.deadline());
  parser.push(bytes_of(started), Instant{}, clear_at_first);
  EXPECT_EQ(calls, 2);
}

Frame any_frame(std::mt19937& random) {
  Bytes data(1 + random() % max_data);
  // Start bytes are dense: they are what resynchronising can trip over.
  for (std::uint8_t& byte : data)
    byte = random() % 4 == 0 ? sync : static_cast<std::uint8_t>(random());
  return Frame{MessageId{static_cast<std::uint8_t>(random())}, data};
}

TEST(Parser, AnyCuttingAndPaddingGivesTheSameMessages) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    std::vector<Message> sent;
    Bytes line;
    for (int i = 0; i < 40; ++i) {
      const Frame frame = any_frame(random);
      sent.push_back(message_of(frame));
      line = line + bytes_of(frame) + Bytes(random() % 6, 0);
    }
    Reader reader;
    for (std::size_t at = 0; at < line.size();) {
      const std::size_t piece = std::min<std::size_t>(random() % 600, line.size() - at);
      const auto from = line.begin() + static_cast<std::ptrdiff_t>(at);
      reader.feed(Bytes(from, from + static_cast<std::ptrdiff_t>(piece)), 1ms);
      at += piece;
    }
    ASSERT_EQ(reader.got, sent);
  }
}

TEST(Parser, AfterAnyDamageTheNextGoodFrameAfterAPauseIsRead) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    Bytes garbage(random() % 700);
    for (std::uint8_t& byte : garbage) {
      byte = random() % 3 == 0 ? sync : static_cast<std::uint8_t>(random() % (seed % 2 ? 256 : 80));
    }
    Reader reader;
    reader.feed(garbage);
    reader.feed(bytes_of(page25), 50ms);
    ASSERT_FALSE(reader.got.empty());
    ASSERT_EQ(reader.got.back(), message_of(page25));
    ASSERT_FALSE(reader.parser.deadline());
  }
}

TEST(Parser, EveryByteIsAccountedForOnce) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    Reader reader;
    std::size_t fed = 0;
    for (int i = 0; i < 30; ++i) {
      Bytes bytes = bytes_of(any_frame(random));
      if (random() % 3 == 0) bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
      fed += bytes.size();
      reader.feed(bytes, std::chrono::milliseconds{random() % 70});
    }
    reader.expire(50ms);
    std::size_t framed = 0;
    for (const Message& message : reader.got) framed += message.size + frame_overhead;
    const auto& counters = reader.parser.counters();
    ASSERT_EQ(framed + counters.dropped + counters.padding, fed);
    ASSERT_EQ(counters.messages, reader.got.size());
  }
}

}  // namespace
}  // namespace softpedal::ant
