// SPDX-License-Identifier: MIT
// The side channels against a stick that is played by hand.
#include "drivers/ant/side_channels.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace softpedal::ant {
namespace {

constexpr SideSetup strap{
    .id = {.device = 42, .type = 120, .transmission = 0}, .period = 8070, .frequency = 57};
constexpr SideSetup meter{
    .id = {.device = 7, .type = 11, .transmission = 0}, .period = 8182, .frequency = 57};
constexpr SideSetup remote{.id = {.device = 0, .type = 16, .transmission = 5},
                           .period = 8192,
                           .frequency = 57,
                           .master = true};
constexpr Capabilities usual{.channels = 8, .networks = 8};
constexpr Payload page{1, 2, 3, 4, 5, 6, 7, 8};

Message message(const Frame& frame) {
  Message m{.id = frame.id(), .size = static_cast<std::uint8_t>(frame.data().size())};
  std::ranges::copy(frame.data(), m.storage.begin());
  return m;
}

Frame serial(std::uint32_t number) {
  const std::array<std::uint8_t, 4> bytes{
      static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(number >> 8),
      static_cast<std::uint8_t>(number >> 16), static_cast<std::uint8_t>(number >> 24)};
  return Frame{MessageId::SerialNumber, bytes};
}

struct Bench {
  explicit Bench(const std::vector<SideSetup>& setups = {strap}) { sides.plan(setups); }

  void pump() {
    for (int i = 0; i < 20; ++i) {
      const auto frame = sides.next(now);
      if (!frame) return;
      written.push_back(*frame);
    }
    FAIL() << "it never stops writing";
  }
  void say(const Frame& frame) {
    const Message said = message(frame);
    ASSERT_TRUE(sides.takes(said));
    keep(sides.take(said, now));
    pump();
  }
  void keep(const SideOutcome& outcome) {
    if (outcome.notice != SideNotice::None) told.push_back(outcome);
  }
  [[nodiscard]] std::uint8_t channel() const { return written.back().data()[0]; }
  [[nodiscard]] MessageId last() const {
    return written.empty() ? MessageId::Event : written.back().id();
  }
  void answer(Code code = Code::NoError) {
    if (last() != MessageId::Request) return say(response(channel(), last(), code));
    if (MessageId{written.back().data()[1]} == MessageId::SerialNumber) return say(serial(0x12345));
    say(channel_id(channel(), {.device = 42, .type = 120, .transmission = 1}));
  }
  void begin(std::optional<Capabilities> capabilities = usual) {
    sides.begin(capabilities);
    pump();
  }
  // A stick that answers everything at once.
  void settle() {
    for (int i = 0; i < 200 && sides.waiting(); ++i) answer();
    ASSERT_FALSE(sides.waiting());
  }
  void start() {
    begin();
    settle();
  }
  void wait(Duration time) {
    const Instant end = now + time;
    for (auto next = sides.deadline(now); next && *next <= end; next = sides.deadline(now)) {
      now = std::max(now, *next);
      keep(sides.pass(now));
      pump();
    }
    now = end;
  }
  [[nodiscard]] int count(MessageId id) const {
    return static_cast<int>(
        std::ranges::count_if(written, [&](const Frame& frame) { return frame.id() == id; }));
  }
  [[nodiscard]] std::vector<Frame> take_written() { return std::exchange(written, {}); }

  SideChannels sides;
  Instant now{};
  std::vector<Frame> written;
  std::vector<SideOutcome> told;
};

TEST(SideChannels, AreSetUpInTheOrderThatSticksNeedAndTakeNoTimeForTheirSearch) {
  Bench bench{{strap, meter}};
  bench.start();
  const std::vector<Frame> expected{
      assign(1, ChannelType::Slave, 0),
      channel_id(1, strap.id),
      set_high_priority_search(1, 0),
      set_low_priority_search(1, 255),
      set_period(1, 8070),
      set_frequency(1, 57),
      open(1),
      assign(2, ChannelType::Slave, 0),
      channel_id(2, meter.id),
      set_high_priority_search(2, 0),
      set_low_priority_search(2, 255),
      set_period(2, 8182),
      set_frequency(2, 57),
      open(2),
  };
  EXPECT_EQ(bench.written, expected);
  EXPECT_TRUE(bench.sides.open(0) && bench.sides.open(1));
}

TEST(SideChannels, WriteNothingBeforeTheyBegin) {
  Bench bench;
  bench.pump();
  EXPECT_TRUE(bench.written.empty());
  EXPECT_FALSE(bench.sides.deadline(bench.now));
}

TEST(SideChannels, WaitForTheAnswerToEachCommand) {
  Bench bench{{strap, meter}};
  bench.begin();
  bench.pump();
  EXPECT_EQ(bench.written.size(), 1U);
  bench.say(response(1, MessageId::Open, Code::NoError));  // not what was asked
  bench.say(response(2, MessageId::Assign, Code::NoError));
  EXPECT_EQ(bench.written.size(), 1U);
  bench.answer();
  EXPECT_EQ(bench.written.size(), 2U);
}

TEST(SideChannels, BeyondThoseOfTheStickAreGivenUp) {
  Bench bench{std::vector(7, strap)};
  bench.begin(Capabilities{.channels = 3, .networks = 3});
  bench.settle();
  EXPECT_EQ(bench.count(MessageId::Open), 2);
  EXPECT_TRUE(bench.sides.given_up(2));
  Bench unknown{std::vector(9, strap)};
  unknown.begin(std::nullopt);
  unknown.settle();
  EXPECT_EQ(unknown.count(MessageId::Open), 3) << "four is the least that a stick has";
}

TEST(SideChannels, OneThatIsRefusedIsGivenUpAndTheOthersGoOn) {
  Bench bench{{strap, meter}};
  bench.begin();
  for (int i = 0; i < 400 && bench.sides.waiting(); ++i) {
    bench.answer(bench.channel() == 1 && bench.last() != MessageId::Unassign ? Code::InvalidMessage
                                                                             : Code::NoError);
    if (!bench.sides.waiting()) bench.wait(SideChannels::failure_pause);
  }
  EXPECT_TRUE(bench.sides.given_up(0));
  EXPECT_TRUE(bench.sides.open(1));
  const std::size_t written = bench.written.size();
  EXPECT_LE(written, 7U + 9U);
  bench.wait(1h);
  EXPECT_EQ(bench.written.size(), written) << "until the stick starts anew";
}

TEST(SideChannels, ASearchThatWouldTakeTimeFromTheTrainerIsNotOpened) {
  for (const MessageId refused : {MessageId::HighPrioritySearch, MessageId::LowPrioritySearch}) {
    Bench bench;
    bench.begin();
    for (int i = 0; i < 400 && !bench.sides.given_up(0); ++i) {
      if (bench.sides.waiting()) {
        bench.answer(bench.last() == refused ? Code::InvalidMessage : Code::NoError);
      } else {
        bench.wait(SideChannels::failure_pause);
      }
    }
    EXPECT_TRUE(bench.sides.given_up(0));
    EXPECT_EQ(bench.count(MessageId::Open), 0);
  }
}

TEST(SideChannels, ASilentStickIsAskedACountedNumberOfTimes) {
  Bench bench{{strap, meter, remote}};
  bench.begin();
  bench.wait(1h);
  EXPECT_TRUE(bench.sides.given_up(0) && bench.sides.given_up(1) && bench.sides.given_up(2));
  EXPECT_EQ(bench.written.size(), 3U * 9U + 3U);
  EXPECT_FALSE(bench.sides.waiting());
}

TEST(SideChannels, AStepWhoseAnswerWasLostIsKnownToBeDone) {
  Bench bench;
  bench.begin();
  bench.wait(SideChannels::command_limit);
  EXPECT_EQ(bench.count(MessageId::Assign), 2);
  bench.say(response(1, MessageId::Assign, Code::ChannelInWrongState));
  EXPECT_EQ(bench.last(), MessageId::ChannelId);
}

TEST(SideChannels, OneThatWorksInBetweenIsNotGivenUpForOldFailures) {
  Bench bench;
  bench.start();
  for (int round = 0; round < 5; ++round) {
    bench.say(received({.channel = 1, .page = page}));
    bench.say(event(1, Code::ChannelClosed));
    bench.wait(SideChannels::reopen_pause);
    for (int i = 0; i < SideChannels::command_tries; ++i) bench.answer(Code::InvalidMessage);
    bench.wait(SideChannels::failure_pause);
    EXPECT_EQ(bench.last(), MessageId::Close);
    bench.answer(Code::ChannelInWrongState);
    bench.settle();
    EXPECT_TRUE(bench.sides.open(0)) << round;
  }
}

TEST(SideChannels, GiveWhatTheyHear) {
  Bench bench{{strap, meter}};
  bench.start();
  bench.say(received({.channel = 2, .page = page}));
  ASSERT_EQ(bench.told.size(), 1U);
  EXPECT_EQ(bench.told[0].notice, SideNotice::Received);
  EXPECT_EQ(bench.told[0].which, 1U);
  EXPECT_EQ(bench.sides.data().page, page);
}

TEST(SideChannels, LeaveToChannelZeroWhatIsNotTheirs) {
  Bench bench;
  bench.start();
  for (const Frame& frame :
       {response(0, MessageId::Open, Code::NoError), event(0, Code::RxFail),
        event(1, Code::SerialQueueOverflow), received({.channel = 0, .page = page}),
        received({.channel = 2, .page = page}), capabilities(usual), start_up({.reason = 0}),
        channel_id(0, strap.id), response(0, MessageId::Request, Code::InvalidMessage)}) {
    EXPECT_FALSE(bench.sides.takes(message(frame)));
  }
  SideChannels none;
  EXPECT_FALSE(none.takes(message(received({.channel = 1, .page = page}))));
  EXPECT_FALSE(none.takes(message(serial(1))));
}

TEST(SideChannels, WhatIsHeardBeforeTheirOwnOpenIsNotBelieved) {
  Bench bench;
  bench.begin();
  bench.say(received({.channel = 1, .page = page}));
  EXPECT_TRUE(bench.told.empty());
}

TEST(SideChannels, OneThatClosedByItselfIsOpenedAgainWithAllItsSettings) {
  for (const bool timed_out : {false, true}) {
    Bench bench;
    bench.start();
    bench.written.clear();
    if (timed_out) bench.say(event(1, Code::SearchTimeout));
    bench.say(event(1, Code::ChannelClosed));
    EXPECT_FALSE(bench.sides.open(0));
    bench.wait(SideChannels::reopen_pause - 1ms);
    EXPECT_TRUE(bench.written.empty());
    bench.wait(1ms);
    bench.settle();
    EXPECT_EQ(bench.written, std::vector{open(1)});
    EXPECT_TRUE(bench.sides.open(0));
  }
}

TEST(SideChannels, ASearchThatEndedIsOpenedAgainThoughEventSevenWasLost) {
  Bench bench;
  bench.start();
  bench.written.clear();
  bench.say(event(1, Code::SearchTimeout));
  bench.wait(2100ms);
  EXPECT_EQ(bench.written, std::vector{open(1)});
}

TEST(SideChannels, GoingToSearchIsNotAnEnd) {
  Bench bench;
  bench.start();
  bench.written.clear();
  bench.say(event(1, Code::RxFailGoToSearch));
  bench.say(event(1, Code::ChannelCollision));
  bench.wait(1min);
  EXPECT_TRUE(bench.sides.open(0));
  EXPECT_TRUE(bench.written.empty());
}

TEST(SideChannels, AreSetUpFromTheBeginningAfterTheStickStartedAnew) {
  Bench bench{{strap, meter}};
  bench.start();
  const std::vector<Frame> first = bench.take_written();
  bench.sides.forget();
  bench.wait(1min);
  EXPECT_TRUE(bench.written.empty()) << "not before they begin again";
  bench.start();
  EXPECT_EQ(bench.written, first);
}

TEST(SideChannels, ThatWereGivenUpAreTriedAgainAfterTheStickStartedAnew) {
  Bench bench;
  bench.begin();
  bench.wait(1h);
  ASSERT_TRUE(bench.sides.given_up(0));
  bench.sides.forget();
  bench.start();
  EXPECT_TRUE(bench.sides.open(0));
}

TEST(SideChannels, AreBoundToAnotherIdByANewAssignment) {
  Bench bench;
  bench.start();
  bench.written.clear();
  const ChannelId exact{.device = 42, .type = 120, .transmission = 0x11};
  bench.sides.rebind(0, exact);
  bench.pump();
  EXPECT_EQ(bench.last(), MessageId::Close);
  bench.answer();
  bench.say(event(1, Code::ChannelClosed));
  bench.settle();
  const std::vector<Frame> expected{
      ant::close(1),
      unassign(1),
      assign(1, ChannelType::Slave, 0),
      channel_id(1, exact),
      set_high_priority_search(1, 0),
      set_low_priority_search(1, 255),
      set_period(1, 8070),
      set_frequency(1, 57),
      open(1),
  };
  EXPECT_EQ(bench.written, expected);
  EXPECT_TRUE(bench.sides.open(0));
}

TEST(SideChannels, ANewIdThatComesWhileOneIsSetUpIsTheOneThatCounts) {
  for (int after = 0; after < 8; ++after) {
    Bench bench;
    bench.begin();
    for (int i = 0; i < after; ++i) bench.answer();
    const ChannelId exact{.device = 42, .type = 120, .transmission = 0x11};
    bench.sides.rebind(0, exact);
    bench.pump();
    for (int i = 0; i < 100 && (bench.sides.waiting() || !bench.sides.open(0)); ++i) {
      if (bench.sides.waiting()) bench.answer();
      if (!bench.sides.waiting() && !bench.sides.open(0)) bench.say(event(1, Code::ChannelClosed));
    }
    ASSERT_TRUE(bench.sides.open(0)) << after;
    std::optional<Frame> id;
    for (const Frame& frame : bench.written) {
      if (frame.id() == MessageId::ChannelId) id = frame;
    }
    EXPECT_EQ(id, channel_id(1, exact)) << after;
  }
}

TEST(SideChannels, AskWhomTheyFoundAndTellWhenThereIsNoAnswer) {
  Bench bench;
  bench.start();
  bench.sides.ask_id(0);
  bench.pump();
  EXPECT_EQ(bench.written.back(), request(1, MessageId::ChannelId));
  bench.answer();
  ASSERT_EQ(bench.told.size(), 1U);
  EXPECT_EQ(bench.told[0].notice, SideNotice::IdAnswered);
  EXPECT_EQ(bench.sides.found_id().transmission, 1);
  for (const bool refused : {false, true}) {
    bench.told.clear();
    bench.sides.ask_id(0);
    bench.pump();
    if (refused) bench.say(response(1, MessageId::Request, Code::InvalidMessage));
    bench.wait(2s);
    ASSERT_EQ(bench.told.size(), 1U);
    EXPECT_EQ(bench.told[0].notice, SideNotice::IdUnanswered);
    EXPECT_TRUE(bench.sides.open(0)) << "it listens all the same";
  }
}

TEST(SideChannels, AMasterHasTheNumberOfItsStickAndDoesNotSearch) {
  Bench bench{{remote}};
  bench.start();
  const std::vector<Frame> expected{
      request(1, MessageId::SerialNumber),
      assign(1, ChannelType::Master, 0),
      channel_id(1, {.device = 0x2345 ^ 0x0001, .type = 16, .transmission = 5}),
      set_period(1, 8192),
      set_frequency(1, 57),
      open(1),
  };
  EXPECT_EQ(bench.written, expected);
}

TEST(SideChannels, AMasterOfAStickWithoutASerialNumberHasANumberAllTheSame) {
  for (const bool refused : {false, true}) {
    Bench bench{{remote}};
    bench.begin();
    for (int i = 0; i < 3; ++i) {
      if (refused) bench.say(response(0, MessageId::Request, Code::InvalidMessage));
      if (!refused) bench.wait(SideChannels::command_limit);
    }
    bench.settle();
    EXPECT_EQ(
        bench.written[4],
        channel_id(1, {.device = SideChannels::nameless_master, .type = 16, .transmission = 5}));
  }
}

TEST(SideChannels, AMasterIsToldWhenItsSlotIsOverAndSendsWhatItIsGiven) {
  Bench bench{{strap, remote}};
  bench.start();
  bench.written.clear();
  bench.say(event(1, Code::Tx));
  EXPECT_TRUE(bench.told.empty()) << "a slave sends nothing";
  bench.say(event(2, Code::Tx));
  ASSERT_EQ(bench.told.size(), 1U);
  EXPECT_EQ(bench.told[0].notice, SideNotice::SlotOver);
  EXPECT_EQ(bench.told[0].which, 1U);
  bench.sides.broadcast(1, page);
  bench.pump();
  EXPECT_EQ(bench.written, std::vector{broadcast(2, page)});
}

TEST(SideChannels, CloseAndUnassignEach) {
  Bench bench{{strap, meter}};
  bench.start();
  bench.written.clear();
  bench.sides.close(bench.now);
  bench.pump();
  EXPECT_EQ(bench.written, std::vector{ant::close(1)});
  bench.answer();
  bench.answer();
  EXPECT_FALSE(bench.sides.closed());
  bench.say(event(2, Code::ChannelClosed));
  bench.say(event(1, Code::ChannelClosed));
  bench.settle();
  EXPECT_TRUE(bench.sides.closed());
  const std::vector<Frame> expected{ant::close(1), ant::close(2), unassign(2), unassign(1)};
  EXPECT_EQ(bench.written, expected);
}

TEST(SideChannels, CloseInTimeWhateverTheyWereAtAndWhateverTheStickSays) {
  for (int after = 0; after < 40; ++after) {
    for (const bool silent : {false, true}) {
      Bench bench{{strap, remote, meter}};
      bench.begin();
      for (int i = 0; i < after && bench.sides.waiting(); ++i) bench.answer();
      bench.sides.close(bench.now);
      bench.pump();
      const Instant began = bench.now;
      for (int i = 0; i < 40 && !bench.sides.closed(); ++i) {
        if (!silent && bench.sides.waiting()) bench.answer();
        bench.wait(10ms);
      }
      ASSERT_TRUE(bench.sides.closed()) << after;
      EXPECT_LE(bench.now - began, SideChannels::close_limit);
      EXPECT_FALSE(bench.sides.deadline(bench.now));
      bench.written.clear();
      bench.wait(1min);
      EXPECT_TRUE(bench.written.empty());
    }
  }
}

TEST(SideChannels, WithoutAnyAreClosedAtOnce) {
  SideChannels none;
  EXPECT_FALSE(none.closed());
  none.close(Instant{});
  EXPECT_TRUE(none.closed());
}

// A stick that says anything at any time: never two commands at once, a bounded number of them, and
// always closed in the end.
TEST(SideChannels, AnyTalkKeepsThemInOrder) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    SideChannels sides;
    sides.plan({strap, remote, meter});
    Instant now{};
    std::optional<Instant> waits_since;
    int commands = 0;
    bool closing = false;
    const auto pump = [&] {
      for (int i = 0; i < 20; ++i) {
        const bool waited = sides.waiting();
        const auto frame = sides.next(now);
        if (!frame) return;
        if (frame->id() == MessageId::BroadcastData) continue;
        ASSERT_FALSE(waited);
        ++commands;
        waits_since = now;
      }
    };
    for (int i = 0; i < 400; ++i) {
      now += std::chrono::milliseconds{random() % 300};
      const auto channel = static_cast<std::uint8_t>(random() % 5);
      constexpr MessageId ids[]{MessageId::Assign,   MessageId::ChannelId,
                                MessageId::Period,   MessageId::Frequency,
                                MessageId::Open,     MessageId::Close,
                                MessageId::Unassign, MessageId::HighPrioritySearch,
                                MessageId::Request,  MessageId::LowPrioritySearch,
                                MessageId::Event};
      constexpr Code codes[]{Code::NoError,       Code::ChannelInWrongState, Code::SearchTimeout,
                             Code::ChannelClosed, Code::InvalidMessage,      Code::Tx};
      const auto id = ids[random() % std::size(ids)];
      const auto code = random() % 2 == 0 ? Code::NoError : codes[random() % std::size(codes)];
      const Frame frame = random() % 9 == 0   ? serial(static_cast<std::uint32_t>(random()))
                          : random() % 9 == 0 ? channel_id(channel, strap.id)
                          : random() % 5 == 0 ? received({.channel = channel, .page = page})
                                              : response(channel, id, code);
      const Message said = message(frame);
      if (sides.takes(said)) (void)sides.take(said, now);
      for (int k = 0; k < 8 && sides.deadline(now) && *sides.deadline(now) <= now; ++k) {
        (void)sides.pass(now);
      }
      ASSERT_TRUE(!sides.deadline(now) || *sides.deadline(now) > now);
      switch (random() % 40) {
        case 0:
          sides.begin(usual);
          break;
        case 1:
          if (random() % 4 == 0) sides.forget();
          break;
        case 2:
          sides.rebind(random() % 3, strap.id);
          break;
        case 3:
          sides.ask_id(random() % 3);
          break;
        case 4:
          sides.broadcast(1, page);
          break;
        case 5:
          if (!closing && random() % 20 == 0) {
            closing = true;
            sides.close(now);
          }
          break;
        default:
          break;
      }
      pump();
      ASSERT_TRUE(!sides.waiting() || now - *waits_since < SideChannels::command_limit);
    }
    ASSERT_LE(commands, 400 * 2);
    if (!closing) sides.close(now);
    for (int k = 0; k < 100 && sides.deadline(now); ++k) {
      now = std::max(now, *sides.deadline(now));
      (void)sides.pass(now);
      pump();
    }
    ASSERT_TRUE(sides.closed());
  }
}

}  // namespace
}  // namespace softpedal::ant
