// SPDX-License-Identifier: MIT
// The channel machine against a stick that is played by hand: each step, each defined reaction.
#include "drivers/ant/channel.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <vector>

#include "drivers/antplus/network.hpp"

namespace softpedal::ant {
namespace {

constexpr ChannelSetup bound{.network_key = {1, 2, 3, 4, 5, 6, 7, 8},
                             .frequency = 57,
                             .period = 8192,
                             .id = {.device = 1234, .type = 17, .transmission = 0}};
constexpr Payload page{0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00};

ChannelSetup listening(Listening how) {
  ChannelSetup setup = bound;
  setup.id.device = 0;
  setup.listening = how;
  return setup;
}

Message message(const Frame& frame) {
  Message m{.id = frame.id(), .size = static_cast<std::uint8_t>(frame.data().size())};
  std::ranges::copy(frame.data(), m.storage.begin());
  return m;
}

const Capabilities usual{
    .channels = 8, .networks = 8, .advanced = 0xBA, .advanced2 = 0x36, .advanced3 = 0xDF};

// A clock, the machine, and what it wrote and told.
struct Desk {
  Channel channel;
  Instant now{};
  std::vector<Frame> written;
  std::vector<Notice> told;

  void keep(const Outcome& outcome) {
    if (outcome.frame) written.push_back(*outcome.frame);
    if (outcome.notice != Notice::None) told.push_back(outcome.notice);
  }
  void say(const Frame& frame) { keep(channel.take(message(frame), now)); }
  void answer(MessageId to, Code code = Code::NoError) { say(response(0, to, code)); }
  void happens(Code code) { say(event(0, code)); }
  void hear(std::uint8_t channel_number = 0) {
    say(received({.channel = channel_number, .page = page}));
  }
  void wait(Duration time) {
    const Instant end = now + time;
    while (channel.deadline() && *channel.deadline() <= end) {
      now = std::max(now, *channel.deadline());
      keep(channel.pass(now));
    }
    now = end;
  }
  [[nodiscard]] MessageId last() const {
    return written.empty() ? MessageId::Event : written.back().id();
  }
  [[nodiscard]] int count(MessageId id) const {
    return static_cast<int>(
        std::ranges::count_if(written, [&](const Frame& frame) { return frame.id() == id; }));
  }
  [[nodiscard]] int count(Notice notice) const {
    return static_cast<int>(std::ranges::count(told, notice));
  }

  // A stick that answers everything at once, up to the given command.
  void answer_until(MessageId stop) {
    for (int i = 0; i < 40 && last() != stop; ++i) {
      switch (last()) {
        case MessageId::Request:
          say(capabilities(usual));
          break;
        case MessageId::Reset:
          say(start_up({.reason = 0x20}));
          wait(Channel::settle);
          break;
        default:
          answer(last());
      }
    }
    ASSERT_EQ(last(), stop);
  }
  void start(const ChannelSetup& setup = bound) {
    keep(channel.start(setup, now));
    wait(Channel::drain + 1ms);
  }
  void search(const ChannelSetup& setup = bound) {
    start(setup);
    answer_until(MessageId::Open);
    answer(MessageId::Open);
  }
  void track() {
    search();
    hear();
  }
  void forget() {
    written.clear();
    told.clear();
  }
};

TEST(Channel, OpensInTheOrderThatSticksNeed) {
  Desk desk;
  desk.search();
  const std::vector<Frame> expected{
      request(0, MessageId::Capabilities),
      request(0, MessageId::Capabilities),
      reset(),
      request(0, MessageId::Capabilities),
      configure_library(library_config::all),
      set_network_key(0, bound.network_key),
      assign(0, ChannelType::Slave, 0),
      channel_id(0, {.device = 1234, .type = 17, .transmission = 0}),
      set_high_priority_search(0, 0),
      set_low_priority_search(0, 255),
      set_period(0, 8192),
      set_frequency(0, 57),
      open(0),
  };
  EXPECT_EQ(desk.written, expected);
  EXPECT_EQ(desk.told, std::vector{Notice::Opened});
  EXPECT_TRUE(desk.channel.open());
  EXPECT_FALSE(desk.channel.can_send()) << "nothing was heard yet";
}

TEST(Channel, WaitsHalfASecondAfterAReset) {
  Desk desk;
  desk.start();
  desk.say(start_up({.reason = 0x20}));
  desk.forget();
  desk.wait(Channel::settle - 1ms);
  EXPECT_TRUE(desk.written.empty());
  desk.wait(1ms);
  EXPECT_EQ(desk.last(), MessageId::Request);
}

TEST(Channel, ThrowsOldDataAwayUntilItsOwnOpenIsAnswered) {
  Desk desk;
  desk.keep(desk.channel.start(bound, desk.now));
  for (int i = 0; i < 60; ++i) desk.hear();
  desk.happens(Code::SerialQueueOverflow);
  desk.happens(Code::ChannelClosed);
  desk.wait(Channel::drain + 1ms);
  for (int i = 0; i < 60; ++i) desk.hear();
  desk.answer_until(MessageId::Open);
  for (int i = 0; i < 60; ++i) desk.hear();
  EXPECT_EQ(desk.count(Notice::Received), 0);
  desk.answer(MessageId::Open);
  desk.hear();
  EXPECT_EQ(desk.count(Notice::Received), 1);
  EXPECT_TRUE(desk.channel.tracking());
}

TEST(Channel, ResetsFourTimesAndThenReportsASilentStick) {
  Desk desk;
  desk.start();
  desk.wait(10s);
  EXPECT_EQ(desk.count(MessageId::Reset), 4);
  EXPECT_EQ(desk.told, std::vector{Notice::Failed});
  EXPECT_TRUE(desk.channel.silent());
  EXPECT_FALSE(desk.channel.deadline()) << "nothing left to wait for";
}

TEST(Channel, PadsEverythingAfterASerialErrorToAnUnpaddedReset) {
  Desk desk;
  desk.start();
  EXPECT_FALSE(desk.channel.padded());
  desk.say(serial_error(SerialErrorKind::WrongSync));
  EXPECT_TRUE(desk.channel.padded());
  EXPECT_EQ(desk.count(MessageId::Reset), 2) << "said again at once";
  for (int i = 0; i < 1000; ++i) desk.say(serial_error(SerialErrorKind::WrongSync));
  EXPECT_EQ(desk.count(MessageId::Reset), 2) << "a flood of errors is no reason to flood back";
}

TEST(Channel, TriesARefusedResetAgain) {
  Desk desk;
  desk.start();
  desk.say(response(0x10, MessageId::Reset, Code::InvalidMessage));
  EXPECT_EQ(desk.count(MessageId::Reset), 2);
  desk.answer_until(MessageId::Open);
}

TEST(Channel, GoesOnWithoutCapabilitiesAndWithoutExtendedData) {
  for (const bool refuses : {true, false}) {
    Desk desk;
    desk.start();
    desk.say(start_up({.reason = 0x20}));
    desk.wait(Channel::settle);
    for (int i = 0; i < 20 && desk.last() != MessageId::NetworkKey; ++i) {
      if (refuses) {
        desk.answer(desk.last(), Code::InvalidMessage);
      } else {
        desk.wait(Channel::command_limit);
      }
    }
    EXPECT_EQ(desk.last(), MessageId::NetworkKey);
    EXPECT_GE(desk.count(MessageId::ExtendedMessages), 1) << "the older command was tried as well";
    desk.answer_until(MessageId::Open);
  }
}

TEST(Channel, TakesCapabilitiesInEveryKnownLength) {
  for (const std::uint8_t length : std::array<std::uint8_t, 3>{4, 6, 8}) {
    Desk desk;
    desk.start();
    desk.say(start_up({.reason = 0x20}));
    desk.wait(Channel::settle);
    Message m = message(capabilities(usual));
    m.size = length;
    desk.keep(desk.channel.take(m, desk.now));
    EXPECT_EQ(desk.last(), MessageId::LibraryConfig) << "length " << int{length};
    ASSERT_TRUE(desk.channel.capabilities());
    EXPECT_EQ(desk.channel.capabilities()->channels, 8);
  }
}

TEST(Channel, SearchesInTheOldWayWhereLowPrioritySearchIsRefused) {
  Desk desk;
  desk.start();
  desk.answer_until(MessageId::LowPrioritySearch);
  desk.answer(MessageId::LowPrioritySearch, Code::InvalidMessage);
  EXPECT_EQ(desk.written.back(), set_high_priority_search(0, 255));
  desk.answer_until(MessageId::Open);
}

TEST(Channel, AsksEachCommandThreeTimesThenSetsEverythingUpAgain) {
  for (const MessageId command : {MessageId::NetworkKey, MessageId::Assign, MessageId::ChannelId,
                                  MessageId::Period, MessageId::Frequency, MessageId::Open}) {
    Desk desk;
    desk.start();
    desk.answer_until(command);
    desk.wait(3 * Channel::command_limit - 1ms);
    EXPECT_EQ(desk.count(command), 3);
    EXPECT_EQ(desk.count(MessageId::Reset), 1);
    desk.wait(1ms);
    EXPECT_EQ(desk.count(MessageId::Reset), 2);
    desk.answer_until(MessageId::Open);
    desk.answer(MessageId::Open);
    EXPECT_EQ(desk.count(Notice::Opened), 1);
    EXPECT_EQ(desk.count(Notice::Failed), 0);
  }
}

TEST(Channel, ARefusedCommandIsTriedAgainAndEndsInAReport) {
  for (const Code code : {Code::ChannelInWrongState, Code::ChannelNotOpened, Code::ChannelIdNotSet,
                          Code::InvalidMessage, Code::InvalidParameter, Code{200}}) {
    Desk desk;
    desk.start();
    for (int i = 0; i < 200 && desk.count(Notice::Failed) == 0; ++i) {
      if (desk.last() == MessageId::Assign) {
        desk.answer(MessageId::Assign, code);
      } else {
        desk.answer_until(MessageId::Assign);
      }
    }
    EXPECT_EQ(desk.count(Notice::Failed), 1);
    EXPECT_FALSE(desk.channel.silent());
    EXPECT_EQ(desk.count(MessageId::Assign), 9) << "three set-ups of three tries";
  }
}

TEST(Channel, ALostAnswerDoesNotCostANewSetUp) {
  Desk desk;
  desk.start();
  desk.answer_until(MessageId::Assign);
  desk.wait(Channel::command_limit);  // carried out, but the answer was lost: said again
  desk.answer(MessageId::Assign, Code::ChannelInWrongState);
  desk.answer_until(MessageId::Open);
  desk.wait(Channel::command_limit);
  desk.answer(MessageId::Open, Code::ChannelInWrongState);
  EXPECT_EQ(desk.told, std::vector{Notice::Opened});
  EXPECT_EQ(desk.count(MessageId::Reset), 1);
}

TEST(Channel, AnswersToOtherCommandsAndChannelsDoNotCount) {
  Desk desk;
  desk.start();
  desk.answer_until(MessageId::Assign);
  const auto before = desk.written.size();
  desk.answer(MessageId::Open);
  desk.answer(MessageId::Frequency, Code::InvalidMessage);
  desk.say(response(3, MessageId::Assign, Code::NoError));
  desk.say(response(3, MessageId::Assign, Code::ChannelInWrongState));
  desk.say(event(3, Code::ChannelClosed));
  desk.say(channel_id(0, {.device = 7, .type = 17, .transmission = 5}));
  desk.say(capabilities(usual));
  EXPECT_EQ(desk.written.size(), before);
  EXPECT_TRUE(desk.told.empty());
}

TEST(Channel, ScansWhereTheStickCanAndListensPlainlyWhereItCannot) {
  Desk desk;
  desk.start(listening(Listening::BackgroundScan));
  desk.answer_until(MessageId::Assign);
  EXPECT_EQ(desk.written.back(), assign(0, ChannelType::Slave, 0, 0x01));
  desk.answer(MessageId::Assign, Code::InvalidMessage);
  EXPECT_EQ(desk.written.back(), assign(0, ChannelType::Slave, 0));
  desk.answer_until(MessageId::Open);
  desk.answer(MessageId::Open);
  EXPECT_FALSE(desk.channel.scanning());

  Desk silent;
  silent.start(listening(Listening::BackgroundScan));
  silent.answer_until(MessageId::Assign);
  silent.wait(3 * Channel::command_limit);
  EXPECT_EQ(silent.written.back(), assign(0, ChannelType::Slave, 0));

  Desk able;
  able.search(listening(Listening::BackgroundScan));
  EXPECT_TRUE(able.channel.scanning());
  able.hear();
  EXPECT_FALSE(able.channel.can_send()) << "a listener sends nothing";
}

TEST(Channel, TakesTheWholeRadioOnlyWhereTheStickSaysItCan) {
  Desk desk;
  desk.start(listening(Listening::Everything));
  desk.answer_until(MessageId::OpenScan);
  EXPECT_EQ(desk.count(MessageId::Assign), 1);
  EXPECT_EQ(desk.written[6], assign(0, ChannelType::Slave, 0));
  desk.answer(MessageId::OpenScan, Code::InvalidMessage);
  EXPECT_EQ(desk.last(), MessageId::Unassign) << "refused: a background scan instead";
  desk.answer(MessageId::Unassign);
  EXPECT_EQ(desk.written.back(), assign(0, ChannelType::Slave, 0, 0x01));
  desk.answer_until(MessageId::Open);
}

TEST(Channel, AnUnaskedStartUpSetsEverythingUpAgain) {
  Desk desk;
  desk.track();
  desk.written.push_back(desk.channel.send(page, desk.now));
  desk.forget();
  desk.say(start_up({.reason = StartUp::watchdog}));
  EXPECT_EQ(desk.told, std::vector{Notice::Lost});
  EXPECT_FALSE(desk.channel.open());
  desk.hear();
  EXPECT_EQ(desk.count(Notice::Received), 0);
  desk.wait(Channel::settle);
  desk.answer_until(MessageId::Open);
  desk.answer(MessageId::Open);
  EXPECT_EQ(desk.count(MessageId::Reset), 0) << "it has just been reset";
  EXPECT_EQ(desk.count(MessageId::NetworkKey), 1) << "the key is gone as well";
  EXPECT_EQ(desk.told, (std::vector{Notice::Lost, Notice::Opened}));
}

TEST(Channel, AStickThatKeepsStartingUpIsReported) {
  Desk desk;
  desk.start();
  for (int i = 0; i < 50 && desk.count(Notice::Failed) == 0; ++i) {
    desk.answer_until(MessageId::Assign);
    desk.say(start_up({.reason = 0}));
    desk.wait(Channel::settle);
  }
  EXPECT_EQ(desk.count(Notice::Failed), 1);
}

TEST(Channel, ASearchTimeoutOpensTheChannelAgainWithAllItsSettings) {
  Desk desk;
  desk.track();
  desk.forget();
  desk.happens(Code::SearchTimeout);
  EXPECT_EQ(desk.told, std::vector{Notice::Lost});
  EXPECT_TRUE(desk.written.empty()) << "it is closed only with event 7";
  desk.happens(Code::ChannelClosed);
  EXPECT_EQ(desk.written, std::vector{open(0)});
  desk.answer(MessageId::Open);
  EXPECT_EQ(desk.told, (std::vector{Notice::Lost, Notice::Opened}));

  desk.forget();
  desk.happens(Code::SearchTimeout);
  desk.wait(1s);
  EXPECT_EQ(desk.written, std::vector{open(0)}) << "event 7 was lost";
}

TEST(Channel, AChannelThatWasClosedByOthersIsOpenedAgain) {
  Desk desk;
  desk.track();
  desk.forget();
  desk.happens(Code::ChannelClosed);
  EXPECT_EQ(desk.told, std::vector{Notice::Lost});
  EXPECT_EQ(desk.written, std::vector{open(0)});
}

TEST(Channel, MissesAndCollisionsAreCountedAndChangeNothing) {
  Desk desk;
  desk.track();
  (void)desk.channel.send(page, desk.now);
  desk.forget();
  desk.happens(Code::RxFail);
  desk.happens(Code::ChannelCollision);
  desk.happens(Code::TransferRxFailed);
  desk.happens(Code::TransferStart);
  EXPECT_EQ(desk.told, std::vector{Notice::Missed});
  EXPECT_TRUE(desk.written.empty());
  EXPECT_TRUE(desk.channel.tracking());
  EXPECT_FALSE(desk.channel.can_send()) << "the page still waits";
  EXPECT_EQ(desk.channel.counters().missed, 1U);
  EXPECT_EQ(desk.channel.counters().collisions, 1U);
  desk.wait(Channel::transfer_limit);
  EXPECT_EQ(desk.told.back(), Notice::NotDelivered) << "a lost page ends by its time limit";
}

TEST(Channel, GoingToSearchLosesTheWaitingPage) {
  Desk desk;
  desk.track();
  (void)desk.channel.send(page, desk.now);
  desk.forget();
  desk.happens(Code::RxFailGoToSearch);
  EXPECT_EQ(desk.told, std::vector{Notice::Lost});
  EXPECT_FALSE(desk.channel.can_send());
  desk.happens(Code::TransferCompleted);
  EXPECT_EQ(desk.count(Notice::Delivered), 0) << "neither 5 nor 6 belongs to it any more";
  desk.hear();
  EXPECT_TRUE(desk.channel.can_send());
}

TEST(Channel, EachPageHasOneFate) {
  for (const auto& [code, fate] : {std::pair{Code::TransferCompleted, Notice::Delivered},
                                   std::pair{Code::TransferFailed, Notice::NotDelivered},
                                   std::pair{Code::SerialQueueOverflow, Notice::NotDelivered},
                                   std::pair{Code::EventQueueOverflow, Notice::NotDelivered}}) {
    Desk desk;
    desk.track();
    (void)desk.channel.send(page, desk.now);
    desk.forget();
    EXPECT_FALSE(desk.channel.can_send());
    desk.happens(code);
    EXPECT_EQ(desk.told, std::vector{fate});
    EXPECT_TRUE(desk.channel.can_send());
    desk.happens(code);
    EXPECT_EQ(desk.told.size(), 1U) << "said twice";
    desk.wait(5s);
    EXPECT_EQ(desk.told.size(), 1U);
  }
}

TEST(Channel, AfterARefusalItWaitsForTheOtherTransferOrASecond) {
  Desk desk;
  desk.track();
  (void)desk.channel.send(page, desk.now);
  desk.forget();
  desk.answer(MessageId::AcknowledgedData, Code::TransferInProgress);
  EXPECT_EQ(desk.told, std::vector{Notice::NotDelivered});
  EXPECT_FALSE(desk.channel.can_send());
  desk.wait(Channel::refused_pause - 1ms);
  EXPECT_FALSE(desk.channel.can_send());
  desk.wait(1ms);
  EXPECT_TRUE(desk.channel.can_send());

  (void)desk.channel.send(page, desk.now);
  desk.answer(MessageId::AcknowledgedData, Code::TransferInProgress);
  desk.forget();
  desk.happens(Code::TransferCompleted);
  EXPECT_TRUE(desk.channel.can_send());
  EXPECT_TRUE(desk.told.empty()) << "the transfer that ended was not ours";
}

TEST(Channel, APageThatIsAcceptedInSoManyWordsStillWaitsForItsEvent) {
  Desk desk;
  desk.track();
  (void)desk.channel.send(page, desk.now);
  desk.forget();
  desk.answer(MessageId::AcknowledgedData);
  EXPECT_TRUE(desk.told.empty());
  EXPECT_FALSE(desk.channel.can_send());
  desk.happens(Code::TransferCompleted);
  EXPECT_EQ(desk.told, std::vector{Notice::Delivered});
}

TEST(Channel, AGhostTransferEndsWithTheChannelOpenedAnew) {
  Desk desk;
  desk.track();
  const Instant began = desk.now;
  while (desk.last() != MessageId::Close && desk.now - began < 20s) {
    if (desk.channel.can_send()) {
      (void)desk.channel.send(page, desk.now);
      desk.wait(1ms);
      desk.answer(MessageId::AcknowledgedData, Code::TransferInProgress);
    }
    desk.wait(250ms);
  }
  EXPECT_GT(desk.now - began, Channel::refused_too_long);
  EXPECT_LT(desk.now - began, Channel::refused_too_long + 2s);
  EXPECT_EQ(desk.told.back(), Notice::Lost);
  desk.forget();
  desk.answer(MessageId::Close);
  EXPECT_TRUE(desk.written.empty());
  desk.happens(Code::ChannelClosed);
  EXPECT_EQ(desk.written, std::vector{open(0)});
}

TEST(Channel, RefusalsWithOtherFatesBetweenThemAreNoGhost) {
  for (const Code fate : {Code::TransferCompleted, Code::TransferFailed}) {
    Desk desk;
    desk.track();
    for (int i = 0; i < 20; ++i) {
      (void)desk.channel.send(page, desk.now);
      desk.answer(MessageId::AcknowledgedData, Code::TransferInProgress);
      desk.wait(1s);
      (void)desk.channel.send(page, desk.now);
      desk.happens(fate);
    }
    EXPECT_EQ(desk.count(MessageId::Close), 0);
    EXPECT_TRUE(desk.channel.can_send());
  }
}

TEST(Channel, InterruptedSetUpsCountOnlyUntilOneSucceeds) {
  Desk desk;
  desk.search();
  for (int i = 0; i < 20; ++i) {
    desk.hear();
    desk.say(start_up({.reason = StartUp::watchdog}));
    desk.wait(Channel::settle);
    desk.answer_until(MessageId::Assign);
    desk.say(start_up({.reason = StartUp::watchdog}));
    desk.wait(Channel::settle);
    desk.answer_until(MessageId::Open);
    desk.answer(MessageId::Open);
  }
  EXPECT_EQ(desk.count(Notice::Failed), 0);
  EXPECT_EQ(desk.count(Notice::Opened), 21);
}

TEST(Channel, SendingOnAChannelThatIsNotOpenOpensItAgain) {
  Desk desk;
  desk.track();
  (void)desk.channel.send(page, desk.now);
  desk.forget();
  desk.answer(MessageId::AcknowledgedData, Code::ChannelNotOpened);
  EXPECT_EQ(desk.told, std::vector{Notice::Lost});
  EXPECT_EQ(desk.written, std::vector{open(0)});
}

TEST(Channel, OtherChannelsAndBurstsAreNotHeard) {
  Desk desk;
  desk.track();
  (void)desk.channel.send(page, desk.now);
  desk.forget();
  for (std::uint8_t other = 1; other < 8; ++other) {
    desk.hear(other);
    desk.say(event(other, Code::TransferCompleted));
    desk.say(event(other, Code::RxFailGoToSearch));
    desk.say(event(other, Code::ChannelClosed));
    desk.say(response(other, MessageId::AcknowledgedData, Code::TransferInProgress));
  }
  desk.say(received({.kind = DataKind::Burst, .page = page}));
  EXPECT_TRUE(desk.told.empty());
  EXPECT_TRUE(desk.written.empty());
  EXPECT_GT(desk.channel.counters().ignored, 0U);
}

TEST(Channel, AsksWhomItFound) {
  Desk desk;
  desk.track();
  desk.forget();
  desk.keep(desk.channel.ask_id(desk.now));
  EXPECT_EQ(desk.written, std::vector{request(0, MessageId::ChannelId)});
  EXPECT_FALSE(desk.channel.can_send()) << "one request at a time";
  desk.hear();
  desk.say(channel_id(0, {.device = 1234, .type = 17, .transmission = 0xA5}));
  EXPECT_EQ(desk.told, (std::vector{Notice::Received, Notice::IdAnswered}));
  EXPECT_EQ(desk.channel.found_id().number(), 0xA0000U + 1234U);
  EXPECT_TRUE(desk.channel.can_send());

  desk.keep(desk.channel.ask_id(desk.now));
  desk.wait(3 * Channel::command_limit);
  EXPECT_EQ(desk.told.back(), Notice::IdUnanswered);
}

TEST(Channel, ChangesItsIdByClosingUnassigningAndAssigningAgain) {
  Desk desk;
  desk.track();
  desk.forget();
  ChannelSetup exact = bound;
  exact.id.transmission = 0xA5;
  desk.keep(desk.channel.reassign(exact, desk.now));
  desk.answer(MessageId::Close);
  desk.happens(Code::ChannelClosed);
  desk.answer_until(MessageId::Open);
  const std::vector<Frame> expected{close(0),
                                    unassign(0),
                                    assign(0, ChannelType::Slave, 0),
                                    channel_id(0, exact.id),
                                    set_high_priority_search(0, 0),
                                    set_low_priority_search(0, 255),
                                    set_period(0, 8192),
                                    set_frequency(0, 57),
                                    open(0)};
  EXPECT_EQ(desk.written, expected);
}

TEST(Channel, ANewIdHoldsEvenWhenItComesInTheMiddleOfASetUp) {
  ChannelSetup other = bound;
  other.id.device = 4321;
  for (const MessageId during : {MessageId::Reset, MessageId::NetworkKey, MessageId::Assign,
                                 MessageId::ChannelId, MessageId::Period, MessageId::Open}) {
    Desk desk;
    desk.start();
    desk.answer_until(during);
    const auto before = desk.written.size();
    desk.keep(desk.channel.reassign(other, desk.now));
    EXPECT_EQ(desk.written.size(), before) << "one request at a time";
    if (during == MessageId::Open) desk.answer(during);
    EXPECT_EQ(desk.count(Notice::Opened), 0);
    desk.answer_until(MessageId::Open);
    Frame last_id = reset();
    for (const Frame& frame : desk.written) {
      if (frame.id() == MessageId::ChannelId) last_id = frame;
    }
    EXPECT_EQ(last_id, channel_id(0, other.id));
  }
}

TEST(Channel, ClosesInItsOrder) {
  Desk desk;
  desk.track();
  desk.forget();
  desk.keep(desk.channel.close(desk.now));
  desk.answer(MessageId::Close);
  EXPECT_EQ(desk.written.size(), 1U) << "accepted is not closed";
  desk.happens(Code::ChannelClosed);
  desk.answer(MessageId::Unassign);
  desk.say(start_up({.reason = 0x20}));
  EXPECT_EQ(desk.written, (std::vector{close(0), unassign(0), reset()}));
  EXPECT_TRUE(desk.told.empty()) << "the drain is still to come";
  desk.wait(Channel::drain);
  EXPECT_EQ(desk.told, std::vector{Notice::Closed});
  EXPECT_TRUE(desk.channel.closed());
}

TEST(Channel, ClosesWithinThreeSecondsFromEveryStepOfADeadStick) {
  for (int answered = 0; answered < 16; ++answered) {
    Desk desk;
    desk.keep(desk.channel.start(bound, desk.now));
    desk.wait(answered == 0 ? 0ms : Channel::drain + 1ms);
    for (int i = 1; i < answered; ++i) {
      if (desk.last() == MessageId::Reset) {
        desk.say(start_up({.reason = 0x20}));
        desk.wait(Channel::settle);
      } else if (desk.last() == MessageId::Request) {
        desk.say(capabilities(usual));
      } else {
        desk.answer(desk.last());
      }
    }
    desk.forget();
    desk.keep(desk.channel.close(desk.now));
    desk.wait(3s);
    EXPECT_EQ(desk.told, std::vector{Notice::Closed}) << "after " << answered << " answers";
    EXPECT_GE(desk.count(MessageId::Reset), 1) << "clean-up runs to its end";
    EXPECT_FALSE(desk.channel.deadline());
  }
}

TEST(Channel, NeverStartedItIsClosedAtOnce) {
  Desk desk;
  desk.keep(desk.channel.close(desk.now));
  EXPECT_EQ(desk.told, std::vector{Notice::Closed});
  EXPECT_TRUE(desk.written.empty());
}

// Whatever a stick says, in whatever order: the machine neither crashes nor floods nor hangs, and
// trusts no data while its channel is not open.
TEST(Channel, HoldsItsPromisesWhateverTheStickSays) {
  constexpr std::array codes{0, 1, 2, 5, 6, 7, 8, 9, 21, 22, 24, 31, 40, 51, 52, 53, 200};
  constexpr std::array ids{0x01, 0x3E, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46,
                           0x4A, 0x4B, 0x4C, 0x4D, 0x4E, 0x4F, 0x50, 0x51, 0x52,
                           0x54, 0x5B, 0x5D, 0x63, 0x66, 0x6E, 0x6F, 0xAE, 0xFF};
  for (unsigned seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    const auto pick = [&](std::size_t below) { return random() % below; };
    Desk desk;
    desk.start(pick(2) == 0 ? bound : listening(Listening::Everything));
    for (int i = 0; i < 400; ++i) {
      const auto written_before = desk.written.size();
      const bool was_open = desk.channel.open();
      const auto heard_before = desk.count(Notice::Received);
      switch (pick(5)) {
        case 0:
          desk.answer(desk.last());  // sometimes all goes well
          break;
        case 1:
          desk.say(response(static_cast<std::uint8_t>(pick(3)),
                            MessageId{static_cast<std::uint8_t>(ids[pick(ids.size())])},
                            Code{static_cast<std::uint8_t>(codes[pick(codes.size())])}));
          break;
        case 2: {
          Message m{.id = MessageId{static_cast<std::uint8_t>(ids[pick(ids.size())])},
                    .size = static_cast<std::uint8_t>(pick(max_data + 1))};
          for (auto& byte : m.storage)
            byte = static_cast<std::uint8_t>(pick(4) == 0 ? random() : 0);
          desk.keep(desk.channel.take(m, desk.now));
          break;
        }
        case 3:
          desk.wait(std::chrono::milliseconds{pick(1500)});
          continue;  // time may write more than once
        default:
          if (desk.channel.can_send()) (void)desk.channel.send(page, desk.now);
      }
      ASSERT_LE(desk.written.size(), written_before + 1) << "one word calls for one at most";
      if (!was_open) {
        ASSERT_EQ(desk.count(Notice::Received), heard_before);
      }
      ASSERT_TRUE(!desk.channel.can_send() || desk.channel.tracking());
      if (desk.count(Notice::Failed) > 0) break;
    }
    desk.forget();
    desk.keep(desk.channel.close(desk.now));
    desk.wait(3s);
    ASSERT_EQ(desk.count(Notice::Closed), 1);
  }
}

}  // namespace
}  // namespace softpedal::ant
