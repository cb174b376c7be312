// SPDX-License-Identifier: MIT
// The trainer port in a room: which trainer, in what order, and what becomes of each fault.
#include "drivers/fec_trainer.hpp"

#include <gtest/gtest.h>

#include "drivers/registry.hpp"
#include "tests/drivers/trainer/ride.hpp"

namespace softpedal::test {
namespace {

constexpr SetPoint released{};

TEST(FecTrainer, TheReleaseIsTheFirstPageAndGoesOutWithTheFirstBroadcast) {
  Ride ride;
  ride.room.add(1234);
  ride.start(1234);
  ride.run_for(2s);
  ASSERT_FALSE(ride.room.pages().empty());
  const auto first = ride.room.pages().front();
  EXPECT_EQ(first.page(), basic(0));
  ASSERT_FALSE(ride.events.empty());
  EXPECT_EQ(ride.events.front().second, Event{TrainerFound{1234}});
  EXPECT_EQ(ride.events.front().first, first.at) << "in the very same moment";
  EXPECT_LT(first.at - Instant{}, 1s);
  EXPECT_EQ(ride.all<Delivered>().front(), Delivered{released});
  EXPECT_EQ(ride.identified, std::vector<std::uint32_t>{1234});
  EXPECT_TRUE(ride.failures.empty());
}

TEST(FecTrainer, FromOpenToTheFirstConfirmedReleaseInThisOrder) {
  Ride ride;
  ride.room.add(1234);
  ride.start(1234);
  ride.port->apply(insisting());
  ride.run_for(3s);
  const auto pages = ride.pages();
  ASSERT_GE(pages.size(), 5U);
  EXPECT_EQ(pages[0], basic(0));
  EXPECT_EQ(pages[1], ask_54);
  EXPECT_EQ(pages[2], user);
  EXPECT_EQ(pages[3], basic(0));
  EXPECT_EQ(pages[4], ask_71);
  ASSERT_TRUE(ride.last<Abilities>());
  EXPECT_EQ(*ride.last<Abilities>(), (Abilities{.answered = true,
                                                .max_force = Newtons{200},
                                                .basic_resistance = true,
                                                .target_power = true,
                                                .simulation = true}));
  EXPECT_EQ(ride.count<Abilities>(), 1U) << "four answers are one event";
  ASSERT_TRUE(ride.last<CommandStatus>());
  EXPECT_EQ(*ride.last<CommandStatus>(), (CommandStatus{StatusCode::Pass, released}));
}

TEST(FecTrainer, WhileInsistedOnReleaseAndStatusRequestAlternate) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  ride.port->apply(insisting());
  ride.run_for(5s);
  const auto pages = ride.pages();
  ASSERT_GE(pages.size(), 18U) << "one in each slot";
  for (std::size_t i = 1; i < pages.size(); ++i) {
    EXPECT_EQ(pages[i], pages[i - 1] == ask_71 ? basic(0) : ask_71) << i;
  }
}

TEST(FecTrainer, ASteadySetPointIsRefreshedEveryTwoSeconds) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  ride.run_for(20s);
  int refreshed = 0, asked = 0;
  for (const auto& w : ride.room.pages()) {
    refreshed += w.page() == basic(0) ? 1 : 0;
    asked += w.page() == ask_71 ? 1 : 0;
    EXPECT_TRUE(w.page() == basic(0) || w.page() == ask_71);
  }
  EXPECT_GE(refreshed, 9);
  EXPECT_LE(refreshed, 11);
  EXPECT_GE(asked, 1) << "whose command it holds, now and then";
  EXPECT_LE(asked, 2);
}

TEST(FecTrainer, AChangedSetPointGoesAtOnceAndItsStatusIsAskedForHalfASecondLater) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  const Instant changed = ride.room.timers.now();
  ride.port->apply(resistance(2.5));
  ride.run_for(3s);
  const auto pages = ride.room.pages();
  ASSERT_GE(pages.size(), 2U);
  EXPECT_EQ(pages[0].page(), basic(5));
  EXPECT_LE(pages[0].at - changed, 250ms);
  EXPECT_EQ(pages[1].page(), ask_71);
  const auto delivered = std::ranges::find_if(
      ride.events, [](const auto& e) { return std::holds_alternative<Delivered>(e.second); });
  ASSERT_NE(delivered, ride.events.end());
  EXPECT_EQ(delivered->second, Event{Delivered{resistance(2.5).set_point}});
  EXPECT_GE(pages[1].at - delivered->first, 500ms);
  EXPECT_LE(pages[1].at - delivered->first, 800ms);
  EXPECT_EQ(*ride.last<CommandStatus>(),
            (CommandStatus{StatusCode::Pass, resistance(2.5).set_point}));
  EXPECT_EQ(ride.count<CommandStatus>(), 1U);
}

TEST(FecTrainer, ALoweringIsWrittenInsideApplyWhenNothingWaits) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.port->apply(resistance(5));
  ride.settle();
  ride.run_for(87ms);  // somewhere in a slot
  while (ride.room.pages().back().at > ride.room.timers.now() - 300ms) ride.run_for(10ms);
  ride.forget();
  ride.port->apply(floor);
  ASSERT_EQ(ride.room.written.size(), 1U) << "before apply() returned";
  EXPECT_EQ(ride.pages().front(), basic(0));
}

TEST(FecTrainer, ALoweringInAnswerToABreachGoesWithTheFrameThatShowsIt) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.port->apply(resistance(5));
  ride.settle();
  ride.forget();
  std::optional<Instant> shown;
  ride.react = [&](const Event& event) {
    const auto* data = std::get_if<TrainerData>(&event);
    if (data == nullptr || data->power != Watts{300} || shown) return;
    shown = ride.room.timers.now();
    const auto before = ride.room.pages().size();
    const bool waits = !ride.port->channel().can_send();
    ride.port->apply(floor);
    if (!waits) {
      EXPECT_EQ(ride.room.pages().size(), before + 1);
    }
  };
  ride.room.trainers[0].power = 300;
  ride.run_for(2s);
  ASSERT_TRUE(shown);
  const auto pages = ride.room.pages();
  const auto relief =
      std::ranges::find_if(pages, [](const auto& w) { return w.page() == basic(0); });
  ASSERT_NE(relief, pages.end());
  EXPECT_LE(relief->at - *shown, 5ms);
}

TEST(FecTrainer, ALoweringWaitsOnlyForTheEventOfThePageOnItsWay) {
  for (const bool fails : {false, true}) {
    Ride ride;
    ride.room.add(1234);
    ride.start_and_find(1234);
    ride.port->apply(resistance(5));
    ride.settle();
    ride.forget();
    ride.port->apply(insisting());  // every slot carries a page
    ride.run_for(3s);
    ride.port->apply(resistance(1));
    ride.run_for(3s);
    ride.forget();
    ride.port->apply(resistance(3));
    while (ride.room.pages().empty()) ride.run_for(1ms);
    ASSERT_FALSE(ride.port->channel().can_send());
    ride.port->apply(floor);
    EXPECT_EQ(ride.pages().size(), 1U);
    ride.room.faults.fail_next = fails ? 1 : 0;
    std::optional<Instant> ended;
    ride.react = [&](const Event& event) {
      const bool fate =
          std::holds_alternative<Delivered>(event) || std::holds_alternative<NotDelivered>(event);
      if (fate && !ended) ended = ride.room.timers.now();
    };
    ride.run_for(500ms);
    ASSERT_TRUE(ended);
    ASSERT_GE(ride.pages().size(), 2U);
    EXPECT_EQ(ride.pages()[1], basic(0));
    EXPECT_EQ(ride.room.pages()[1].at, *ended) << "in the moment of its event";
  }
}

TEST(FecTrainer, ALoweringGoesBeforeHousekeeping) {
  Ride ride;
  ride.room.add(1234);
  ride.room.trainers[0].answers_abilities = false;
  ride.start_and_find(1234);
  ride.port->apply(resistance(5));
  ride.run_for(250ms);
  ride.port->apply(floor);
  const auto before = ride.pages().size();
  ride.run_for(600ms);
  ASSERT_GT(ride.pages().size(), before);
  EXPECT_EQ(ride.pages()[before], basic(0));
}

TEST(FecTrainer, KeepsOnlyTheLatestSetPoint) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  for (int i = 1; i <= 40; ++i) ride.port->apply(resistance(0.5 * i));
  ride.port->apply(resistance(3));
  ride.run_for(1500ms);
  for (const Payload& page : ride.pages()) EXPECT_TRUE(page == basic(6) || page == ask_71);
}

TEST(FecTrainer, WithoutBasicResistanceTheReleaseIsAFlatRoadWithoutWind) {
  Ride ride;
  ride.room.add(1234);
  ride.room.trainers[0].abilities = 0x04;
  ride.react = [&](const Event& event) {
    const auto* abilities = std::get_if<Abilities>(&event);
    if (abilities != nullptr && !abilities->basic_resistance) {
      ride.port->apply(insisting(Mode::Track));
    }
  };
  ride.start_and_find(1234);
  ride.settle();
  const SetPoint flat{.mode = Mode::Track, .resistance = std::nullopt};
  const auto pages = ride.pages();
  const auto at = std::ranges::find(pages, calm);
  ASSERT_NE(at, pages.end());
  EXPECT_EQ(*(at + 1), track) << "two pages, in successive slots, the one that unloads last";
  EXPECT_EQ(*ride.last<Delivered>(), Delivered{flat});
  EXPECT_EQ(*ride.last<CommandStatus>(), (CommandStatus{StatusCode::Pass, flat}));
  for (std::size_t i = 0; i < pages.size(); ++i) {
    EXPECT_TRUE(pages[i] != calm || i + 1 == pages.size() || pages[i + 1] == track) << i;
  }
}

TEST(FecTrainer, AHalfDeliveredFlatRoadIsNotDelivered) {
  Ride ride;
  ride.room.add(1234);
  ride.start(1234);
  ride.port->apply({.set_point = {.mode = Mode::Track, .resistance = std::nullopt}});
  while (ride.pages().size() < 2) ride.run_for(1ms);
  EXPECT_EQ(ride.pages()[0], calm);
  EXPECT_EQ(ride.pages()[1], track);
  EXPECT_EQ(ride.count<Delivered>(), 0U);
  ride.room.faults.fail_next = 1;
  ride.run_for(300ms);
  EXPECT_EQ(ride.count<Delivered>(), 0U);
  EXPECT_EQ(ride.count<NotDelivered>(), 1U);
  ride.run_for(1s);
  EXPECT_EQ(ride.pages()[2], calm) << "both again";
  EXPECT_EQ(ride.pages()[3], track);
  EXPECT_EQ(ride.count<Delivered>(), 1U);
}

TEST(FecTrainer, AModeThatChangesBetweenTheTwoHalvesStartsWithItsOwnPage) {
  Ride ride;
  ride.room.add(1234);
  ride.start(1234);
  ride.port->apply({.set_point = {.mode = Mode::Track, .resistance = std::nullopt}});
  while (ride.pages().empty()) ride.run_for(1ms);
  ride.port->apply(floor);
  ride.run_for(300ms);
  ASSERT_EQ(ride.pages().size(), 2U);
  EXPECT_EQ(ride.pages()[0], calm);
  EXPECT_EQ(ride.pages()[1], basic(0));
}

TEST(FecTrainer, AnAnswerAboutAnOlderSetPointSaysNothingOfTheNewOne) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  ride.port->apply(resistance(2));
  while (ride.pages().empty() || ride.pages().back() != ask_71) ride.run_for(1ms);
  ride.port->apply(floor);
  while (ride.pages().back() != basic(0)) ride.run_for(1ms);
  EXPECT_EQ(ride.count<CommandStatus>(), 0U);
  ride.run_for(300ms);  // the answer about 2 % comes now
  EXPECT_EQ(ride.count<CommandStatus>(), 0U);
  ride.run_for(2s);
  EXPECT_EQ(ride.count<CommandStatus>(), 1U);
  EXPECT_EQ(*ride.last<CommandStatus>(), (CommandStatus{StatusCode::Pass, released}));
}

TEST(FecTrainer, AMissedBroadcastBeginsASlotAsWell) {
  Ride ride;
  ride.room.faults.instant_events = true;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.port->apply(resistance(5));
  while (ride.pages().back() != basic(10)) ride.run_for(1ms);
  ride.run_for(5ms);
  ASSERT_TRUE(ride.port->channel().can_send());
  ride.forget();
  ride.port->apply(floor);
  EXPECT_TRUE(ride.pages().empty()) << "this slot has had its page";
  ride.room.trainers[0].awake = false;  // so the next broadcast is missed
  const auto slot = ride.room.slots_begun();
  while (ride.room.slots_begun() == slot) ride.run_for(1ms);
  ride.run_for(2ms);
  EXPECT_EQ(ride.pages(), std::vector{basic(0)});
}

TEST(FecTrainer, AbilitiesThatNeverComeAreAskedForFiveTimes) {
  Ride ride;
  ride.room.add(1234);
  ride.room.trainers[0].answers_abilities = false;
  ride.start(1234);
  ride.run_for(30s);
  EXPECT_EQ(std::ranges::count(ride.pages(), ask_54), 5);
  ASSERT_EQ(ride.count<Abilities>(), 1U);
  EXPECT_FALSE(ride.last<Abilities>()->answered);
}

TEST(FecTrainer, AStatusThatNeverComesIsTold) {
  Ride ride;
  ride.room.add(1234);
  ride.room.trainers[0].answers_status = false;
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  ride.port->apply(resistance(2));
  ride.run_for(5s);
  EXPECT_EQ(ride.count<StatusUnanswered>(), 1U);
  EXPECT_EQ(ride.count<CommandStatus>(), 0U);
}

TEST(FecTrainer, ARefusingTrainerIsToldOf) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  ride.room.trainers[0].status = 3;
  ride.port->apply(resistance(2));
  ride.run_for(3s);
  ASSERT_EQ(ride.count<CommandStatus>(), 1U);
  EXPECT_EQ(ride.last<CommandStatus>()->code, StatusCode::Rejected);
}

TEST(FecTrainer, APendingStatusIsAskedForAgainButNotForEver) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  ride.room.trainers[0].status = 4;
  ride.port->apply(resistance(2));
  ride.run_for(8s);  // before it is asked for anew
  EXPECT_EQ(ride.count<CommandStatus>(), 6U);
}

TEST(FecTrainer, TheCommandOfAnotherControllerShowsInTheAnswer) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  ride.port->apply(resistance(2));
  ride.run_for(400ms);
  ride.room.trainers[0].last_command = {0x31, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x40, 0x06};
  ride.run_for(2s);
  ASSERT_EQ(ride.count<CommandStatus>(), 1U);
  EXPECT_FALSE(ride.last<CommandStatus>()->echo);
}

TEST(FecTrainer, AStatusThatNobodyAskedForSaysNothing) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  ride.room.trainers[0].asked.assign(8, 71);
  ride.run_for(3s);
  EXPECT_EQ(ride.count<CommandStatus>(), 0U);
}

TEST(FecTrainer, ReadsWhoTheTrainerIs) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.run_for(20s);
  EXPECT_EQ(ride.port->identity().number, 1234U);
  EXPECT_EQ(ride.port->identity().manufacturer, 89);
  EXPECT_EQ(ride.port->identity().model, 2875);
  EXPECT_EQ(ride.port->identity().serial, 123456U);
  EXPECT_FALSE(ride.port->identity().software.empty());
  EXPECT_GT(ride.count<TrainerData>(), 10U);
  EXPECT_GT(ride.count<GeneralData>(), 3U);
}

// --- which trainer ----------------------------------------------------------------------------

TEST(FecTrainer, TheOnlyTrainerInTheRoomIsTakenAfterListening) {
  Ride ride;
  ride.room.add(1234, 0xA5);
  ride.only = 0xA0000 + 1234;
  ride.start();
  ride.run_for(3s);
  EXPECT_TRUE(ride.room.pages().empty()) << "nothing is sent while it listens";
  ride.run_for(3s);
  EXPECT_EQ(ride.count<TrainerFound>(), 1U);
  EXPECT_EQ(ride.last<TrainerFound>()->number, 0xA0000U + 1234U);
  EXPECT_EQ(ride.identified, std::vector<std::uint32_t>{0xA0000 + 1234});
}

TEST(FecTrainer, SeveralTrainersAreNamedAndNoneIsTaken) {
  Ride ride;
  ride.room.add(5678);
  ride.room.add(1234, 5, 140ms);
  ride.start();
  ride.run_for(60s);
  ASSERT_EQ(ride.failures.size(), 1U);
  EXPECT_EQ(ride.failures[0].code, FaultCode::SeveralTrainers);
  EXPECT_EQ(ride.failures[0].sentence,
            "Trainers 1234 and 5678 were heard; choose one with --trainer NUMBER.");
  EXPECT_TRUE(ride.room.pages().empty());
  EXPECT_TRUE(ride.events.empty());
  ride.close();
  ride.run_for(3s);
  EXPECT_TRUE(ride.closed);
}

TEST(FecTrainer, ListensThreeSecondsFromTheFirstOneHeard) {
  Ride ride;
  ride.room.add(1234).awake = false;
  ride.room.add(5678, 5, 140ms).awake = false;
  ride.start();
  ride.run_for(10s);
  ride.room.trainers[0].awake = true;
  ride.run_for(2800ms);
  ride.room.trainers[1].awake = true;
  ride.run_for(2s);
  ASSERT_EQ(ride.failures.size(), 1U);
  EXPECT_EQ(ride.failures[0].code, FaultCode::SeveralTrainers);
}

TEST(FecTrainer, AnEmptyRoomIsReportedAfterThirtySeconds) {
  Ride ride;
  ride.start();
  ride.run_for(29s);
  EXPECT_TRUE(ride.failures.empty());
  ride.run_for(3s);
  ASSERT_EQ(ride.failures.size(), 1U);
  EXPECT_EQ(ride.failures[0].code, FaultCode::NoTrainer);
}

TEST(FecTrainer, TheOneAskedForIsTakenAmongMany) {
  Ride ride;
  ride.room.add(1);
  ride.room.add(1234, 5, 140ms);
  ride.room.add(3, 5, 200ms);
  ride.only = 1234;
  ride.start(1234);
  ride.run_for(5s);
  EXPECT_EQ(ride.last<TrainerFound>()->number, 1234U);
  EXPECT_TRUE(ride.room.trainers[0].received.empty());
  EXPECT_FALSE(ride.room.trainers[1].received.empty());
}

TEST(FecTrainer, WhereTheOneAskedForIsMissingTheOthersAreNamedAndLeftAlone) {
  Ride ride;
  ride.room.add(5678);
  ride.room.add(99, 5, 140ms);
  ride.start(1234);
  ride.run_for(40s);
  ASSERT_EQ(ride.failures.size(), 1U);
  EXPECT_EQ(ride.failures[0].code, FaultCode::NoTrainer);
  EXPECT_NE(ride.failures[0].sentence.find("trainers 99 and 5678"), std::string::npos)
      << ride.failures[0].sentence;
  EXPECT_TRUE(ride.room.pages().empty());
}

TEST(FecTrainer, AWishThatWakesUpAtTheLastMomentIsTaken) {
  Ride ride;
  ride.room.add(1234).awake = false;
  ride.start(1234);
  ride.run_for(31500ms);
  ride.room.trainers[0].awake = true;
  ride.run_for(8s);
  EXPECT_TRUE(ride.failures.empty());
  EXPECT_EQ(ride.count<TrainerFound>(), 1U);
}

TEST(FecTrainer, ANeighbourWithTheSameSixteenBitsGetsNothing) {
  for (const bool extended : {true, false}) {
    Ride ride;
    ride.room.faults.no_extended = !extended;
    ride.room.add(1234, 0x15, 180ms);  // heard first
    ride.room.add(1234, 0xA5);
    ride.only = 0xA0000 + 1234;
    ride.start(0xA0000 + 1234);
    ride.run_for(20s);
    EXPECT_EQ(ride.count<TrainerFound>(), 1U);
    EXPECT_TRUE(ride.room.trainers[0].received.empty());
    EXPECT_FALSE(ride.room.trainers[1].received.empty());
    EXPECT_GT(ride.port->counters().foreign, 0U);
  }
}

TEST(FecTrainer, AnUnusualTransmissionTypeIsFoundAllTheSame) {
  Ride ride;
  ride.room.add(1234, 0xA1);
  ride.start(0xA0000 + 1234);
  ride.run_for(5s);
  EXPECT_EQ(ride.count<TrainerFound>(), 1U);
}

TEST(FecTrainer, AStickThatTellsNoIdsAtAllIsTrustedWithTheExactOneOnly) {
  Ride ride;
  ride.room.faults.no_extended = ride.room.faults.no_id_answers = true;
  ride.room.add(1234, 0x15, 180ms);  // heard first
  ride.room.add(1234, 0xA5);
  ride.only = 0xA0000 + 1234;
  ride.start(0xA0000 + 1234);
  ride.run_for(30s);
  EXPECT_EQ(ride.count<TrainerFound>(), 1U);
  EXPECT_TRUE(ride.room.trainers[0].received.empty());
}

TEST(FecTrainer, AStickThatNamesAnotherIsAskedAgainAndNothingIsSent) {
  Ride ride;
  ride.room.faults.no_extended = ride.room.faults.no_id_answers = true;
  ride.room.add(1234, 0xA5);
  ride.start(0xA0000 + 1234);
  while (ride.room.count(MessageId::Unassign) == 0) ride.run_for(10ms);  // to the exact id
  for (int i = 0; i < 10; ++i) {
    ride.run_for(300ms);
    ride.room.say_now(ant::channel_id(0, {.device = 1234, .type = 17, .transmission = 0x15}));
  }
  ride.run_for(100ms);
  EXPECT_TRUE(ride.room.pages().empty());
  EXPECT_EQ(ride.count<TrainerFound>(), 0U);
}

TEST(FecTrainer, ANewStickIsToldTheExactIdAtOnce) {
  Ride ride;
  ride.room.add(1234, 0xA1);
  ride.start_and_find(0xA0000 + 1234);
  ride.forget();
  ride.room.unplug();
  ride.run_for(3s);
  ride.room.plug_in();
  ride.run_for(3s);
  const auto told = std::ranges::find_if(
      ride.room.written, [](const auto& w) { return w.id() == MessageId::ChannelId; });
  ASSERT_NE(told, ride.room.written.end());
  EXPECT_EQ(told->bytes[7], 0xA1);
  EXPECT_EQ(ride.count<TrainerFound>(), 1U);
}

TEST(FecTrainer, AStickWithoutScanAndWithoutExtendedDataFindsTheOneTrainer) {
  Ride ride;
  ride.room.faults.no_background_scan = true;
  ride.room.faults.no_extended = true;
  ride.room.add(1234, 0xA5);
  ride.start();
  ride.run_for(8s);
  EXPECT_EQ(ride.count<TrainerFound>(), 1U);
  EXPECT_EQ(ride.last<TrainerFound>()->number, 0xA0000U + 1234U);
}

TEST(FecTrainer, AScanThatTellsNoIdsIsGivenUpForAChannelThatCanBeAsked) {
  Ride ride;
  ride.room.faults.no_extended = true;
  ride.room.add(1234, 0xA5);
  ride.start();
  ride.run_for(10s);
  EXPECT_EQ(ride.count<TrainerFound>(), 1U);
  EXPECT_EQ(ride.last<TrainerFound>()->number, 0xA0000U + 1234U);

  Ride nameless;
  nameless.room.faults.no_extended = nameless.room.faults.no_id_answers = true;
  nameless.room.add(1234, 0xA5);
  nameless.start();
  nameless.run_for(40s);
  ASSERT_EQ(nameless.failures.size(), 1U);
  EXPECT_EQ(nameless.failures[0].code, FaultCode::NoTrainer);
  EXPECT_NE(nameless.failures[0].sentence.find("--trainer NUMBER"), std::string::npos);
  EXPECT_TRUE(nameless.room.pages().empty());
}

TEST(FecTrainer, PagesOfOtherDevicesOnOurChannelAreDropped) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  for (int i = 0; i < 200; ++i) {
    ride.room.say_now(ant::received(
        {.page = {0x19, static_cast<std::uint8_t>(i), 200, 0, 0, 0xFF, 0x03, 0x30},
         .extended = {.id = ChannelId{.device = 4321, .type = 17, .transmission = 5}}}));
    ride.room.say_now(ant::received(
        {.page = {0x19, static_cast<std::uint8_t>(i), 200, 0, 0, 0xFF, 0x03, 0x30},
         .extended = {.id = ChannelId{.device = 1234, .type = 11, .transmission = 5}}}));
  }
  ride.run_for(1s);
  for (const TrainerData& data : ride.all<TrainerData>()) EXPECT_EQ(data.power, Watts{20});
  EXPECT_EQ(ride.count<TrainerLost>(), 0U);
}

// --- losses -------------------------------------------------------------------------------------

// Lost, found again, released first: whatever the reason.
void expect_release_on_return(Ride& ride, const char* why) {
  SCOPED_TRACE(why);
  EXPECT_GE(ride.count<TrainerLost>(), 1U);
  EXPECT_GE(ride.count<TrainerFound>(), 1U);
  const auto found = ride.all<TrainerFound>();
  std::size_t lost_at = 0;
  std::size_t found_at = 0;
  for (std::size_t i = 0; i < ride.events.size(); ++i) {
    if (std::holds_alternative<TrainerLost>(ride.events[i].second)) lost_at = i;
    if (std::holds_alternative<TrainerFound>(ride.events[i].second)) found_at = i;
  }
  EXPECT_LT(lost_at, found_at);
  EXPECT_GE(ride.count<Abilities>(), 1U) << "known ones are told again";
  const Instant back = ride.events[found_at].first;
  const auto pages = ride.room.pages();
  const auto first =
      std::ranges::find_if(pages, [&](const Room::Written& w) { return w.at >= back; });
  ASSERT_NE(first, pages.end());
  EXPECT_EQ(first->page(), basic(0)) << "though 5 % was wanted";
  EXPECT_TRUE(ride.failures.empty());
}

struct Loss {
  const char* why;
  void (*happen)(Ride&);
};

const Loss losses[] = {
    {"asleep, then awake",
     [](Ride& ride) {
       ride.room.trainers[0].awake = false;
       ride.run_for(6s);
       ride.room.trainers[0].awake = true;
     }},
    {"unplugged, then plugged in",
     [](Ride& ride) {
       ride.room.unplug();
       ride.run_for(20s);
       ride.room.plug_in();
     }},
    {"hung up", [](Ride& ride) { ride.room.break_link(); }},
    {"the stick started anew", [](Ride& ride) { ride.room.restart(); }},
    {"search timeout", [](Ride& ride) { ride.room.close_by_itself(ant::Code::SearchTimeout); }},
    {"closed by others", [](Ride& ride) { ride.room.close_by_itself(ant::Code::ChannelClosed); }},
    {"the stick fell silent",
     [](Ride& ride) {
       ride.room.faults.silent = true;
       ride.room.restart();
       ride.run_for(30s);
       ride.room.faults.silent = false;
     }},
};

TEST(FecTrainer, AfterEveryKindOfLossItComesBackReleased) {
  for (const Loss& loss : losses) {
    Ride ride;
    ride.room.add(1234);
    ride.only = 1234;
    ride.start_and_find(1234);
    ride.port->apply(resistance(5));
    ride.settle();
    ride.forget();
    loss.happen(ride);
    ride.run_for(30s);
    expect_release_on_return(ride, loss.why);
  }
}

TEST(FecTrainer, SilenceOfThreeSecondsIsALossAndOfTenOpensTheChannelAnew) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  ride.room.trainers[0].id.device = 4321;  // the channel tracks, but nobody that we know
  ride.run_for(2900ms);
  EXPECT_EQ(ride.count<TrainerLost>(), 0U);
  ride.run_for(400ms);
  EXPECT_EQ(ride.count<TrainerLost>(), 1U);
  ride.room.written.clear();
  ride.run_for(15s);
  EXPECT_GE(ride.room.count(MessageId::Close), 1);
  EXPECT_TRUE(ride.room.pages().empty());
  ride.room.trainers[0].id.device = 1234;
  ride.run_for(15s);
  EXPECT_EQ(ride.count<TrainerFound>(), 1U);
}

TEST(FecTrainer, AWaitingSetPointOfALostTrainerWasNotDelivered) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  ride.port->apply(resistance(2));
  while (ride.room.pages().empty()) ride.run_for(1ms);
  ride.room.restart();
  ride.run_for(100ms);
  ASSERT_GE(ride.events.size(), 2U);
  EXPECT_EQ(ride.events[ride.events.size() - 2].second,
            Event{NotDelivered{resistance(2).set_point}});
  EXPECT_EQ(ride.events.back().second, Event{TrainerLost{}});
}

TEST(FecTrainer, AFailedPageIsSentAgainInTheNextSlot) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  ride.room.faults.fail_next = 3;
  ride.port->apply(resistance(2));
  ride.run_for(1500ms);
  ASSERT_GE(ride.pages().size(), 4U);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(ride.pages()[static_cast<std::size_t>(i)], basic(4));
  EXPECT_EQ(ride.count<NotDelivered>(), 3U);
  EXPECT_EQ(ride.count<Delivered>(), 1U);
}

TEST(FecTrainer, APageWithoutAnyEventIsGivenUpAfterTwoSeconds) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  ride.room.faults.swallow_next = 1;
  ride.port->apply(resistance(2));
  ride.run_for(5s);
  EXPECT_EQ(ride.count<NotDelivered>(), 1U);
  EXPECT_EQ(ride.count<Delivered>(), 2U) << "sent again, and refreshed";
}

TEST(FecTrainer, AGhostTransferOpensTheChannelAnewAndComesBackReleased) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.port->apply(resistance(5));
  ride.settle();
  ride.forget();
  ride.room.faults.ghost = true;
  ride.run_for(12s);
  EXPECT_GE(ride.room.count(MessageId::Close), 1);
  ride.room.faults.ghost = false;
  ride.run_for(5s);
  expect_release_on_return(ride, "ghost transfer");
}

TEST(FecTrainer, InstantConfirmationsDoNotPutTwoPagesIntoOneSlot) {
  Ride ride;  // the watch checks it
  ride.room.faults.instant_events = true;
  ride.room.add(1234);
  ride.start_and_find(1234);
  for (int i = 0; i < 50; ++i) {
    ride.port->apply(i % 3 == 0 ? insisting() : resistance(i % 7));
    ride.run_for(std::chrono::milliseconds{70});
  }
  EXPECT_GT(ride.pages().size(), 12U);
}

// --- start-up and end ---------------------------------------------------------------------------

TEST(FecTrainer, NoStickIsReportedAtOnceAndInItsOwnWords) {
  Ride ride;
  ride.room.open_fault = Fault{FaultCode::StickPermission, "may not"};
  ride.start(1234);
  EXPECT_EQ(ride.failures, (std::vector{Fault{FaultCode::StickPermission, "may not"}}));
  ride.close();
  ride.run_for(1ms);
  EXPECT_TRUE(ride.closed);
}

TEST(FecTrainer, ASilentStickIsResetOnTheBusOnceAndThenReported) {
  Ride ride;
  ride.room.faults.silent = true;
  ride.start(1234);
  ride.run_for(20s);
  EXPECT_EQ(ride.room.resets_at_open, (std::vector{false, true}));
  ASSERT_EQ(ride.failures.size(), 1U);
  EXPECT_EQ(ride.failures[0].code, FaultCode::StickSilent);

  Ride saved;
  saved.room.add(1234);
  saved.room.faults.silent_resets = 5;
  saved.start(1234);
  saved.run_for(10s);
  EXPECT_TRUE(saved.failures.empty());
  EXPECT_EQ(saved.count<TrainerFound>(), 1U);
}

TEST(FecTrainer, AStickThatNeedsPaddingGetsIt) {
  Ride ride;
  ride.room.faults.needs_padding = true;
  ride.room.add(1234);
  ride.start(1234);
  ride.run_for(4s);
  EXPECT_EQ(ride.count<TrainerFound>(), 1U);
  EXPECT_GE(ride.count<Delivered>(), 1U);
}

TEST(FecTrainer, AStickThatVanishesWhileItIsSetUpMayComeBack) {
  Ride ride;
  ride.room.add(1234);
  ride.start(1234);
  ride.run_for(300ms);
  ride.room.unplug();
  ride.run_for(2s);
  ride.room.plug_in();
  ride.run_for(4s);
  EXPECT_TRUE(ride.failures.empty());
  EXPECT_EQ(ride.count<TrainerFound>(), 1U);

  Ride gone;
  gone.start(1234);
  gone.run_for(300ms);
  gone.room.unplug();
  gone.run_for(20s);
  ASSERT_EQ(gone.failures.size(), 1U);
  EXPECT_EQ(gone.failures[0].code, FaultCode::NoStick);
}

TEST(FecTrainer, LeavesTheStickAsItWasFound) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.room.written.clear();
  ride.close();
  ride.run_for(1s);
  EXPECT_TRUE(ride.closed);
  std::vector<MessageId> ids;
  for (const auto& w : ride.room.written) ids.push_back(w.id());
  EXPECT_EQ(ids, (std::vector{MessageId::Close, MessageId::Unassign, MessageId::Reset}));
  EXPECT_FALSE(ride.room.channel_open());
  EXPECT_FALSE(ride.room.assigned());
  const auto told = ride.events.size();
  ride.run_for(5s);
  EXPECT_EQ(ride.events.size(), told) << "nothing is told after close()";
}

TEST(FecTrainer, ClosesWithinThreeSecondsInEveryMomentAndWithADeadStick) {
  for (int moment = 0; moment < 60; ++moment) {
    for (const int how : {0, 1, 2}) {
      SCOPED_TRACE(testing::Message() << "moment " << moment << " how " << how);
      Ride ride;
      ride.room.add(1234);
      if (moment % 2 == 0) {
        ride.start(1234);
      } else {
        ride.start();
      }
      ride.run_for(std::chrono::milliseconds{moment * 73});
      if (how == 1) ride.room.faults.silent = true;
      if (how == 2) ride.room.unplug();
      ride.close();
      EXPECT_FALSE(ride.closed) << "never from inside close()";
      ride.run_for(3s);
      EXPECT_TRUE(ride.closed);
    }
  }
}

TEST(FecTrainer, AFinishedRideLeavesTheAirQuiet) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  Command command = floor;
  command.finished = true;
  ride.port->apply(command);
  ride.room.written.clear();
  ride.run_for(10s);
  EXPECT_TRUE(ride.room.pages().empty());
}

TEST(FecTrainer, StandsInTheRegistry) {
  Room room;
  ASSERT_EQ(trainer_drivers().size(), 1U);
  EXPECT_EQ(trainer_drivers()[0].name, "fec");
  EXPECT_NE(trainer_drivers()[0].make(room.opener(), room.timers, {}), nullptr);
}

TEST(FecTrainer, AFloodOfGarbageDoesNotStallIt) {
  Ride ride;
  ride.room.add(1234);
  ride.start_and_find(1234);
  std::mt19937 random{7};
  for (int second = 0; second < 10; ++second) {
    for (int i = 0; i < 100; ++i) {
      std::vector<std::uint8_t> bytes(1000);
      for (auto& byte : bytes) {
        byte = static_cast<std::uint8_t>(random() % 8 == 0 ? 0xA4 : random());
      }
      ride.room.say_raw(bytes);
    }
    ride.run_for(1s);
  }
  ride.forget();
  ride.run_for(5s);
  EXPECT_GT(ride.count<TrainerData>(), 10U);
  EXPECT_LT(ride.room.timers.fired(), 20'000U) << "no timer that chases itself";
}

// Whatever goes wrong on the way, the watch of Ride holds on every byte: one request at a time, no
// two pages in a slot, the release first after each find, nothing to a wrong trainer, no page 49
// and no slope. And it always ends.
TEST(FecTrainer, HoldsItsPromisesUnderEveryMixtureOfFaults) {
  std::size_t found = 0;
  std::size_t delivered = 0;
  for (unsigned seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    const auto chance = [&](double most) {
      return std::uniform_real_distribution{0.0, most}(random) * (random() % 2 == 0 ? 1.0 : 0.0);
    };
    Ride ride{seed};
    ride.room.faults = {.no_extended = random() % 6 == 0,
                        .no_background_scan = random() % 6 == 0,
                        .instant_events = random() % 4 == 0,
                        .events_first = random() % 4 == 0,
                        .missed = chance(0.5),
                        .failed = chance(0.5),
                        .lost_answers = chance(0.2),
                        .refused = chance(0.1),
                        .repeated = chance(0.3),
                        .garbage = chance(0.3),
                        .delayed = chance(0.3)};
    // A confirmation before the radio had its slot, and a broadcast behind its time: nobody could
    // know in which slot a page went out.
    if (ride.room.faults.instant_events) ride.room.faults.delayed = 0.0;
    ride.room.add(1234, 0x15, std::chrono::milliseconds{random() % 240});
    const bool alone = random() % 2 == 0;
    if (!alone) {
      ride.room.add(1234, 0xA5, std::chrono::milliseconds{random() % 240});
      ride.room.add(77, 5, std::chrono::milliseconds{random() % 240});
    }
    ride.only = 0x10000 + 1234;
    if (alone && random() % 2 == 0) {
      ride.start();
    } else {
      ride.start(0x10000 + 1234);
    }
    for (int i = 0; i < 300 && !testing::Test::HasFatalFailure(); ++i) {
      ride.run_for(std::chrono::milliseconds{random() % 700});
      switch (random() % 40) {
        case 0:
          ride.room.break_link();
          break;
        case 1:
          ride.room.restart();
          break;
        case 2:
          if (ride.room.channel_open()) ride.room.close_by_itself(ant::Code::SearchTimeout);
          break;
        case 3:
          ride.room.trainers[0].awake = !ride.room.trainers[0].awake;
          break;
        case 4:
          ride.room.say_now(ant::event(0, ant::Code::SerialQueueOverflow));
          break;
        case 5:
          ride.port->apply(insisting(random() % 2 == 0 ? Mode::Basic : Mode::Track));
          break;
        default:
          ride.port->apply(resistance(static_cast<double>(random() % 20) / 2.0 + 0.5));
      }
      if (!ride.failures.empty()) break;
    }
    found += ride.count<TrainerFound>();
    delivered += ride.count<Delivered>();
    ride.close();
    ride.run_for(3s);
    ASSERT_TRUE(ride.closed);
  }
  EXPECT_GT(found, 300U) << "or the property was never put to the test";
  EXPECT_GT(delivered, 3000U);
}

}  // namespace
}  // namespace softpedal::test
