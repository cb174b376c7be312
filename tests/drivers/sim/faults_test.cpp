// SPDX-License-Identifier: MIT
// Every fault does what its row in the menu says.
#include <gtest/gtest.h>

#include "tests/drivers/sim/bench.hpp"

namespace softpedal::sim {
namespace {

struct Ride : Bench {
  explicit Ride(std::vector<std::string> faults, WorldOptions options = {})
      : Bench{std::move(faults), std::move(options)} {
    host->set_up();
  }
  void until(Duration time) { timers.run_until(Instant{time}); }
  ant::Payload status_after(const ant::Payload& page) {
    (void)host->send(page);
    (void)host->send(request_page(71));
    run(3s);
    const auto all = host->pages(71);
    return all.empty() ? ant::Payload{} : all.back();
  }
};

TEST(Faults, AreReadByName) {
  const auto loss = parse_fault("loss=12.5");
  ASSERT_TRUE(loss);
  EXPECT_EQ(loss->kind, FaultKind::Loss);
  EXPECT_EQ(loss->value, 12.5);
  EXPECT_EQ(loss->from, Duration{});
  EXPECT_EQ(loss->until, Duration::max());
  const auto silence = parse_fault("silence@60");
  ASSERT_TRUE(silence);
  EXPECT_EQ(silence->from, Duration{60s});
  EXPECT_EQ(silence->until, Duration{65s});
  const auto spike = parse_fault("power_spike=300@12.5+2");
  ASSERT_TRUE(spike);
  EXPECT_EQ(*spike, (PlannedFault{FaultKind::PowerSpike, 300.0, 12500ms, 14500ms}));
}

TEST(Faults, ThatNobodyKnowsOrThatMakeNoSenseAreRefusedWithASentence) {
  for (const char* bad : {"", "los", "loss=", "loss=x", "loss=101", "loss=-1", "loss=nan",
                          "silence=3", "silence@", "silence@x", "silence@-1", "silence@1+",
                          "silence@1+x", "silence@1e99", "loss=5=6", "loss=5@1@2"}) {
    const auto fault = parse_fault(bad);
    ASSERT_FALSE(fault) << bad;
    EXPECT_EQ(fault.error().code, FaultCode::WrongUsage);
    EXPECT_NE(fault.error().sentence.find(std::string{"\""} + bad + "\""), std::string::npos);
  }
}

TEST(Faults, HaveEachOneRowAndASentence) {
  std::vector<std::string_view> names;
  for (const FaultRow& row : fault_menu()) {
    EXPECT_EQ(std::ranges::count(names, row.name), 0) << row.name;
    names.push_back(row.name);
    EXPECT_FALSE(row.says.empty());
    EXPECT_TRUE(parse_fault(row.name)) << row.name;
    EXPECT_EQ(&row_of(row.kind), &row);
  }
}

// None crashes the room, and each is the same again with the same seed.
TEST(Faults, AreEachRiddenAndRepeatThemselves) {
  for (const FaultRow& row : fault_menu()) {
    SCOPED_TRACE(row.name);
    const auto bytes = [&] {
      Ride ride{{std::string{row.name} + "@5"}};
      for (int i = 0; i < 10; ++i) {
        ride.run(2s);
        if (ride.host->broken) break;
        (void)ride.host->send(page_48(static_cast<std::uint8_t>(i)));
      }
      return ride.host->raw;
    };
    EXPECT_EQ(bytes(), bytes());
  }
}

TEST(Faults, BrakeStuckConfirmsAndDoesNothing) {
  Ride ride{{"brake_stuck@30"}};
  ride.until(10s);
  (void)ride.host->send(page_48(20));
  ride.until(31s);
  EXPECT_EQ(ride.status_after(page_48(0))[3], 0);
  ride.until(60s);
  EXPECT_NEAR(ride.bike().brake_force().count(), 10.0, 0.2);
}

TEST(Faults, BrakeFadesLosesAFifthInAQuarterOfAnHour) {
  Ride ride{{"brake_fades=20"}};
  ride.until(10s);
  (void)ride.host->send(page_48(20));
  ride.until(20s);
  EXPECT_NEAR(ride.bike().brake_force().count(), 10.0, 0.2);
  ride.until(900s);
  EXPECT_NEAR(ride.bike().brake_force().count(), 8.0, 0.2);
}

TEST(Faults, WarmingUpTakesAPartOfTheDragAndMovesNothingElse) {
  Ride cold{{}};
  Ride warm{{"warms_up=25"}};
  cold.until(900s);
  warm.until(900s);
  EXPECT_NEAR(warm.bike().drag().count() / cold.bike().drag().count(), 0.75, 0.02);
  EXPECT_NEAR(warm.bike().speed().count(), cold.bike().speed().count(), 0.2);
  EXPECT_LT(warm.bike().turn_torque(), cold.bike().turn_torque());
  EXPECT_EQ(warm.bike().brake_force(), Newtons{0.0});
}

TEST(Faults, PowerDriftMovesTheReportOnly) {
  Ride honest{{}};
  Ride drifting{{"power_drift=10"}};
  honest.until(600s);
  drifting.until(600s);
  const auto mean = [](const Host& host) {
    const auto pages = host.pages(25);
    double sum = 0.0;
    for (std::size_t i = pages.size() - 200; i < pages.size(); ++i) {
      sum += pages[i][5] | ((pages[i][6] & 15) << 8);
    }
    return sum / 200.0;
  };
  EXPECT_NEAR(mean(*drifting.host) - mean(*honest.host), 9.4, 0.8);
  EXPECT_NEAR(drifting.bike().turn_torque().count(), honest.bike().turn_torque().count(), 0.5);
}

TEST(Faults, AbilitiesThatAreMissingAreSaidAndRefused) {
  struct Row {
    const char* fault;
    std::uint8_t bits;
    std::uint8_t basic, power, track;  // page 71 status
  };
  constexpr Row rows[] = {
      {"no_basic", 0x06, 2, 0, 0}, {"power_only", 0x02, 2, 0, 2}, {"track_only", 0x04, 2, 2, 0}};
  const ant::Payload flat{0x33, 0xFF, 0xFF, 0xFF, 0xFF, 0x20, 0x4E, 0x00};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.fault);
    Ride ride{{row.fault}};
    ride.until(2s);
    (void)ride.host->send(request_page(54));
    ride.run(1s);
    EXPECT_EQ(ride.host->pages(54).back()[7], row.bits);
    EXPECT_EQ(ride.status_after(page_48(20))[3], row.basic);
    EXPECT_EQ(ride.status_after(page_49(100))[3], row.power);
    EXPECT_EQ(ride.status_after(flat)[3], row.track);
    EXPECT_EQ(ride.host->pages(71).back()[1], 0x33);
  }
}

TEST(Faults, StatusesAreTheirNumbersAndTheCommandIsNotObeyed) {
  constexpr std::pair<const char*, int> rows[] = {
      {"status_failed", 1}, {"status_unsupported", 2}, {"status_rejected", 3}};
  for (const auto& [fault, code] : rows) {
    SCOPED_TRACE(fault);
    Ride ride{{fault}};
    ride.until(10s);
    EXPECT_EQ(ride.status_after(page_48(20))[3], code);
    EXPECT_EQ(ride.host->pages(71).back()[7], 20);
    ride.run(10s);
    EXPECT_EQ(ride.bike().brake_force(), Newtons{0.0});
  }
  Ride pending{{"status_pending"}};
  pending.until(10s);
  EXPECT_EQ(pending.status_after(page_48(20))[3], 4);
  pending.run(10s);
  EXPECT_GT(pending.bike().brake_force(), Newtons{9.0});
}

TEST(Faults, MuteTrainersNeverSendThePage) {
  Ride ride{{"mute_54", "mute_71"}};
  ride.until(5s);
  EXPECT_EQ(ride.host->send(request_page(54, 4)), ant::Code::TransferCompleted);
  EXPECT_EQ(ride.host->send(request_page(71, 4)), ant::Code::TransferCompleted);
  ride.run(10s);
  EXPECT_TRUE(ride.host->pages(54).empty());
  EXPECT_TRUE(ride.host->pages(71).empty());
}

TEST(Faults, FrozenStandsStillAndFrozenValueOnlyCounts) {
  Ride frozen{{"frozen@30+5"}};
  frozen.until(31s);
  const auto before = frozen.host->last_25();
  frozen.until(34900ms);
  EXPECT_EQ(frozen.host->last_25(), before);
  frozen.until(37s);
  EXPECT_NE(frozen.host->last_25()[1], before[1]);

  WorldOptions options;
  options.trainers[0].bike.acts = {{.at = 31s, .kind = ActKind::Stop}};
  Ride value{{"frozen_value@30+10"}, options};
  value.until(31s);
  const auto first = value.host->last_25();
  value.until(39s);
  EXPECT_NE(value.host->last_25()[1], first[1]);
  EXPECT_EQ(value.host->last_25()[2], first[2]);
  EXPECT_EQ(value.host->last_25()[5], first[5]);
  value.until(43s);
  EXPECT_EQ(value.host->last_25()[2], 0);
}

TEST(Faults, MissingValuesAreSentAsSuch) {
  Ride ride{{"cadence_missing@10", "power_missing@20"}};
  ride.until(15s);
  EXPECT_EQ(ride.host->last_25()[2], 0xFF);
  EXPECT_NE(ride.host->last_25()[6] & 0x0F, 0x0F);
  ride.until(22s);
  EXPECT_EQ(ride.host->last_25()[5], 0xFF);
  EXPECT_EQ(ride.host->last_25()[6] & 0x0F, 0x0F);
}

TEST(Faults, CadenceZerosAreSingleAndTheCrankTurns) {
  Ride ride{{"cadence_zeros=20@20"}};
  ride.until(80s);
  const auto pages = ride.host->pages(25);
  std::size_t zeros = 0;
  std::size_t all = 0;
  for (std::size_t i = pages.size() - 100; i < pages.size(); ++i) {
    ++all;
    if (pages[i][2] == 0) ++zeros;
  }
  EXPECT_GT(zeros, all / 20);
  EXPECT_LT(zeros, all / 2);
  EXPECT_GT(ride.bike().cadence(), Rpm{45.0});
}

TEST(Faults, CadenceSticksAfterAStop) {
  WorldOptions options;
  options.trainers[0].bike.acts = {{.at = 30s, .kind = ActKind::Stop}};
  Ride ride{{"cadence_sticks"}, options};
  ride.until(50s);
  EXPECT_GT(ride.host->last_25()[2], 10);
  EXPECT_EQ(ride.bike().cadence(), Rpm{0.0});
}

TEST(Faults, PowerSpikeShowsForHalfASecond) {
  Ride ride{{"power_spike=400@30"}};
  ride.until(40s);
  int spikes = 0;
  for (const auto& page : ride.host->pages(25)) {
    if ((page[5] | ((page[6] & 15) << 8)) == 400) ++spikes;
  }
  EXPECT_GE(spikes, 1);
  EXPECT_LE(spikes, 2);
}

TEST(Faults, CalibrationNeededSetsAllThreeBits) {
  Ride ride{{"calibration_needed"}};
  ride.until(3s);
  EXPECT_EQ(ride.host->last_25()[6] & 0x70, 0x70);
}

TEST(Faults, LoadedTrainersWakeUpWithAnOldLoad) {
  Ride ride{{"loaded=30"}};
  ride.until(20s);
  EXPECT_NEAR(ride.bike().brake_force().count(), 30.0, 0.1);
  (void)ride.host->send(page_48(0));
  ride.until(30s);
  EXPECT_LT(ride.bike().brake_force(), Newtons{0.1});
}

TEST(Faults, SecondControllerRaisesTheLoadAndShowsInTheStatus) {
  Ride ride{{"second_controller=40@20"}};
  ride.until(19s);
  (void)ride.host->send(page_48(4));
  ride.until(24s);
  (void)ride.host->send(request_page(71));
  ride.run(1s);
  EXPECT_EQ(ride.host->pages(71).back()[7], 80);
  EXPECT_GT(ride.bike().brake_force(), Newtons{25.0});
  const auto& received = ride.world->trainer().received();
  EXPECT_EQ(std::ranges::count(received, true, &ControlPage::foreign), 3);  // each 2 s in 5 s
}

TEST(Faults, LossIsSoManyPerCent) {
  Ride ride{{"loss=20"}};
  ride.until(400s);
  EXPECT_NEAR(ride.host->events(ant::Code::RxFail), 320, 50);
}

TEST(Faults, BurstsLoseRunsOfMessages) {
  Ride ride{{"bursts=3"}};
  ride.until(200s);
  EXPECT_GT(ride.host->events(ant::Code::RxFail), 30);
  EXPECT_GT(ride.host->events(ant::Code::RxFailGoToSearch), 0);
}

TEST(Faults, AckLossFailsThoughTheTrainerGotThePage) {
  Ride ride{{"ack_loss=100"}};
  ride.until(5s);
  EXPECT_EQ(ride.host->send(page_48(20)), ant::Code::TransferFailed);
  EXPECT_EQ(ride.world->trainer().set().resistance, Percent{10.0});
}

TEST(Faults, SilenceIsHeardAsMissesAndThenASearch) {
  Ride ride{{"silence@10+5"}};
  ride.until(12500ms);
  EXPECT_EQ(ride.host->events(ant::Code::RxFailGoToSearch), 1);
  EXPECT_EQ(ride.world->stick().state(0), ant::ChannelState::Searching);
  ride.until(16s);
  EXPECT_EQ(ride.world->stick().state(0), ant::ChannelState::Tracking);
}

TEST(Faults, TwoTrainersPutsANeighbourInTheRoom) {
  Ride ride{{"two_trainers"}};
  ASSERT_EQ(ride.world->trainers(), 2u);
  EXPECT_NE(ride.world->trainer(0).number(), ride.world->trainer(1).number());
}

TEST(Faults, SearchTimeoutClosesTheChannel) {
  Ride ride{{"search_timeout@10"}};
  ride.until(11s);
  EXPECT_EQ(ride.host->events(ant::Code::SearchTimeout), 1);
  EXPECT_EQ(ride.host->events(ant::Code::ChannelClosed), 1);
  EXPECT_EQ(ride.world->stick().state(0), ant::ChannelState::Assigned);
}

TEST(Faults, CollisionsCostTheMessage) {
  Ride ride{{"collision=50"}};
  ride.until(100s);
  EXPECT_NEAR(ride.host->events(ant::Code::ChannelCollision), 200, 40);
}

TEST(Faults, UnplugBreaksTheLinkAndComesBackWithoutSettings) {
  Ride ride{{"unplug@10+5"}};
  ride.until(9s);
  (void)ride.host->send(page_48(20));
  ride.until(11s);
  ASSERT_TRUE(ride.host->broken.has_value());
  EXPECT_EQ(ride.host->broken->code, FaultCode::LinkFailed);
  const auto refused = open(*ride.world)(false);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, FaultCode::NoStick);
  ride.until(16s);
  ride.host->heard.clear();
  ride.host->plug_in();
  ride.run(10ms);
  ASSERT_EQ(ride.host->count(ant::MessageId::StartUp), 1);
  EXPECT_EQ(ant::read_start_up(ride.host->heard[0].message)->reason, ant::StartUp::power_on);
  EXPECT_EQ(ride.world->stick().state(0), ant::ChannelState::Unassigned);
  EXPECT_EQ(ride.world->trainer().set().resistance, Percent{10.0});  // the trainer has no idea
}

TEST(Faults, StartUpComesUnaskedAndTakesTheSettings) {
  Ride ride{{"startup@10"}};
  ride.until(11s);
  EXPECT_EQ(ride.host->count(ant::MessageId::StartUp), 2);  // one was asked for
  EXPECT_EQ(ride.world->stick().state(0), ant::ChannelState::Unassigned);
}

TEST(Faults, OverflowsAreEvents52And53) {
  Ride ride{{"overflow@5", "event_overflow@6"}};
  ride.until(7s);
  EXPECT_EQ(ride.host->events(ant::Code::SerialQueueOverflow), 1);
  EXPECT_EQ(ride.host->events(ant::Code::EventQueueOverflow), 1);
}

TEST(Faults, TransferStuckEndsWithTheChannelOnly) {
  Ride ride{{"transfer_stuck@5+20"}};
  ride.until(6s);
  EXPECT_EQ(ride.host->send(page_48(20)), std::nullopt);
  EXPECT_EQ(ride.host->send(page_48(20)), ant::Code::TransferInProgress);
  ride.run(5s);
  EXPECT_EQ(ride.host->send(page_48(20)), ant::Code::TransferInProgress);
  EXPECT_TRUE(ride.world->trainer().received().empty());
  ride.until(26s);
  (void)ride.host->ask(ant::close(0));
  ride.run(100ms);
  (void)ride.host->ask(ant::open(0));
  ride.run(1s);
  EXPECT_EQ(ride.host->send(page_48(20)), ant::Code::TransferCompleted);
}

TEST(Faults, StickSilentSaysNothingMore) {
  Ride ride{{"stick_silent@5"}};
  ride.until(6s);
  const std::size_t heard = ride.host->heard.size();
  ride.host->write(ant::reset());
  ride.until(20s);
  EXPECT_EQ(ride.host->heard.size(), heard);
}

TEST(Faults, NeedsPaddingAnswersABareResetWithASerialError) {
  Bench bench{{"needs_padding"}};
  bench.host->write(ant::reset());
  bench.run(10ms);
  EXPECT_EQ(bench.host->count(ant::MessageId::SerialError), 1);
  EXPECT_EQ(bench.host->count(ant::MessageId::StartUp), 0);
  const std::vector<std::uint8_t> padded{0xA4, 0x01, 0x4A, 0x00, 0xEF, 0x00, 0x00};
  bench.host->write(padded);
  bench.run(10ms);
  EXPECT_EQ(bench.host->count(ant::MessageId::StartUp), 1);
}

TEST(Faults, CapabilitiesHaveALongerForm) {
  Bench bench{{"capabilities_8"}};
  bench.host->write(ant::request(0, ant::MessageId::Capabilities));
  bench.run(10ms);
  ASSERT_EQ(bench.host->heard.size(), 1u);
  const auto data = bench.host->heard[0].message.data();
  ASSERT_EQ(data.size(), 8u);  // 5 in section 8; the last byte changes
  EXPECT_EQ(data[1], 8);
  EXPECT_EQ(data[6], 0xDF);
}

TEST(Faults, NoExtendedRefusesTheSettingAndSendsPlainData) {
  Ride ride{{"no_extended"}};
  EXPECT_EQ(ride.host->code_for(ant::configure_library(ant::library_config::all)),
            ant::Code::InvalidMessage);
  ride.until(5s);
  for (const Heard& each : ride.host->heard) {
    if (each.message.id == ant::MessageId::BroadcastData) {
      EXPECT_EQ(each.message.size, 9);
    }
  }
  EXPECT_FALSE(ride.host->pages(25).empty());
}

TEST(Faults, OldDataComesBeforeTheStartUp) {
  Bench bench{{"old_data"}};
  bench.host->write(ant::reset());
  bench.run(10ms);
  EXPECT_EQ(bench.host->count(ant::MessageId::BroadcastData), static_cast<int>(Stick::buffer));
  EXPECT_EQ(bench.host->events(ant::Code::SerialQueueOverflow), 1);
  EXPECT_EQ(bench.host->heard.back().message.id, ant::MessageId::StartUp);
}

TEST(Faults, GarbageAndCuttingHideNoMessage) {
  Ride clean{{}};
  Ride noisy{{"garbage=30", "split"}};
  clean.until(60s);
  noisy.until(60s);
  EXPECT_GT(noisy.host->raw.size(), clean.host->raw.size() + 200);
  EXPECT_GT(noisy.host->calls, clean.host->calls);
  EXPECT_NEAR(static_cast<double>(noisy.host->pages(25).size()),
              static_cast<double>(clean.host->pages(25).size()), 8.0);
}

}  // namespace
}  // namespace softpedal::sim
