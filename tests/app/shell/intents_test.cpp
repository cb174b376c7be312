// SPDX-License-Identifier: MIT
#include "app/shell/intents.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "app/shell/timers.hpp"

namespace softpedal {
namespace {

struct Heard {
  std::vector<Event> events{};
  std::vector<Fault> faults{};
  std::vector<bool> red_flags{};
  WordReader reader{{.said = [this](const Event& e) { events.push_back(e); },
                     .red_flags = [this](bool any) { red_flags.push_back(any); },
                     .misunderstood = [this](const Fault& f) { faults.push_back(f); }}};
};

TEST(Words, EachWordIsItsIntent) {
  Heard heard;
  heard.reader.take("ease\nstop\npause\nresume\nsharp\nlocking\ngiving_way\npain 0\npain 10\n");
  EXPECT_EQ(heard.events, (std::vector<Event>{Intent::Ease, Intent::Stop, Intent::Pause,
                                              Intent::Resume, Intent::Sharp, Intent::Locking,
                                              Intent::GivingWay, Pain{0}, Pain{10}}));
  EXPECT_TRUE(heard.faults.empty());
}

TEST(Words, BeforeTheRideAreTheRedFlagsAndTheScore) {
  Heard heard;
  heard.reader.take("red_flags no\n red_flags\tyes \npain_before 0\npain_before 10\r\n");
  EXPECT_EQ(heard.red_flags, (std::vector{false, true}));
  EXPECT_EQ(heard.events, (std::vector<Event>{Pain{0, true}, Pain{10, true}}));
  EXPECT_TRUE(heard.faults.empty());
}

TEST(Words, ComeWholeHoweverTheyAreCut) {
  Heard heard;
  for (const char c : std::string{"pa"}) heard.reader.take({&c, 1});
  heard.reader.take("in 4\r");
  EXPECT_TRUE(heard.events.empty());
  heard.reader.take("\n  stop \n\n \t\n");
  EXPECT_EQ(heard.events, (std::vector<Event>{Pain{4}, Intent::Stop}));
  EXPECT_TRUE(heard.faults.empty());
}

TEST(Words, WhatIsNotUnderstoodIsSaidInOneSentenceAndTheNextWordCounts) {
  for (const char* bad : {"STOP", "pain", "pain 11", "pain -1", "pain 3.5", "painful", "pain4",
                          "pain 4 5", "pain_before", "pain_before 11", "red_flags",
                          "red_flags maybe", "red_flagsno", "halt", "stop stop", "\x1b[31m"}) {
    SCOPED_TRACE(bad);
    Heard heard;
    heard.reader.take(std::string{bad} + "\nease\n");
    EXPECT_EQ(heard.faults.size(), 1U);
    EXPECT_EQ(heard.events, (std::vector<Event>{Intent::Ease}));
    if (!heard.faults.empty()) {
      EXPECT_EQ(heard.faults[0].sentence.find('\x1b'), std::string::npos);
      EXPECT_EQ(heard.faults[0].sentence.find('\n'), std::string::npos);
    }
  }
}

TEST(Words, AnEndlessLineIsOneFaultAndNoMemory) {
  Heard heard;
  const std::string flood(4096, 'x');
  for (int i = 0; i < 1000; ++i) heard.reader.take(flood);
  EXPECT_TRUE(heard.faults.empty());
  heard.reader.take("stop\nstop\n");
  EXPECT_EQ(heard.faults.size(), 1U);
  EXPECT_LT(heard.faults[0].sentence.size(), 200U);
  EXPECT_EQ(heard.events, (std::vector<Event>{Intent::Stop}));
}

TEST(Words, AnyBytesAreSurvived) {
  std::mt19937 dice{7};
  Heard heard;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes;
    for (auto n = dice() % 20; n > 0; --n) bytes += static_cast<char>(dice());
    if (dice() % 3 == 0) bytes += '\n';
    heard.reader.take(bytes);
  }
  heard.reader.take("\nstop\n");
  ASSERT_FALSE(heard.events.empty());
  EXPECT_EQ(heard.events.back(), Event{Intent::Stop});
}

struct Keyboard {
  boost::asio::io_context io{};
  VirtualTimers timers{io};
  std::vector<Event> events{};
  KeyReader keys{timers, [this](const Event& e) { events.push_back(e); }};
  void wait(Duration time) { timers.run_until(timers.now() + time); }
};

TEST(Keys, EachKeyIsItsIntent) {
  Keyboard board;
  board.keys.take(" slgp7prprp");
  EXPECT_EQ(board.events,
            (std::vector<Event>{Intent::Ease, Intent::Sharp, Intent::Locking, Intent::GivingWay,
                                Intent::Pause, Pain{7}, Intent::Resume, Intent::Resume,
                                Intent::Pause, Intent::Resume, Intent::Pause}));
}

TEST(Keys, EscapeAloneStops) {
  Keyboard board;
  board.keys.take("\x1b");
  EXPECT_TRUE(board.events.empty());
  board.wait(60ms);
  EXPECT_EQ(board.events, (std::vector<Event>{Intent::Stop}));
}

TEST(Keys, EscapeTwiceStopsTwiceAndEscapeBeforeAKeyStopsToo) {
  Keyboard board;
  board.keys.take("\x1b\x1b ");
  EXPECT_EQ(board.events, (std::vector<Event>{Intent::Stop, Intent::Stop, Intent::Ease}));
}

TEST(Keys, PageDownEasesInOnePieceAndInSeveral) {
  Keyboard board;
  board.keys.take("\x1b[6~");
  board.keys.take("\x1b");
  board.keys.take("[6");
  board.keys.take("~");
  board.wait(2s);
  EXPECT_EQ(board.events, (std::vector<Event>{Intent::Ease, Intent::Ease}));
}

TEST(Keys, APageTurnerEasesPausesAndStops) {
  Keyboard board;
  board.keys.take("\x1b[6~\x1b[5~\x1b[5~.b");
  EXPECT_EQ(board.events, (std::vector<Event>{Intent::Ease, Intent::Pause, Intent::Resume,
                                              Intent::Stop, Intent::Stop}));
}

TEST(Keys, OtherSpecialKeysAreNothing) {
  Keyboard board;
  board.keys.take("\x1b[A\x1bOP\x1b[2~\x1b[1;5C\x1b[15~");
  board.wait(2s);
  EXPECT_TRUE(board.events.empty());
}

TEST(Keys, OneIsOneAndOneZeroIsTen) {
  Keyboard board;
  board.keys.take("1");
  board.wait(2s);
  board.keys.take("10");
  board.keys.take("1 ");
  board.keys.take("0");
  board.wait(2s);
  EXPECT_EQ(board.events, (std::vector<Event>{Pain{1}, Pain{10}, Pain{1}, Intent::Ease, Pain{0}}));
}

TEST(Keys, AnUnfinishedSequenceHidesNoLaterKey) {
  Keyboard board;
  board.keys.take("\x1b[");
  board.wait(1s);
  board.keys.take(" ");
  EXPECT_EQ(board.events, (std::vector<Event>{Intent::Ease}));
}

}  // namespace
}  // namespace softpedal
