// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/drivers/sim/bench.hpp"

namespace softpedal::sim {
namespace {

int watts(const ant::Payload& page) { return page[5] | ((page[6] & 0x0F) << 8); }
int state(const ant::Payload& page) { return (page[7] >> 4) & 7; }

TEST(Trainer, SendsFourPagesASecondInTheUsualPattern) {
  Bench bench;
  bench.host->set_up();
  bench.run(160s);
  std::vector<int> order;
  for (const Heard& each : bench.host->heard) {
    const auto data = ant::read_data(each.message);
    if (data) order.push_back(data->page[0]);
  }
  EXPECT_NEAR(static_cast<double>(order.size()), 640.0, 3.0);
  EXPECT_NEAR(static_cast<double>(std::ranges::count(order, 80)), 20.0, 2.0);
  EXPECT_NEAR(static_cast<double>(std::ranges::count(order, 81)), 20.0, 2.0);
  const auto pages_25 = static_cast<double>(std::ranges::count(order, 25));
  const auto pages_16 = static_cast<double>(std::ranges::count(order, 16));
  EXPECT_NEAR(pages_25 / pages_16, 2.0, 0.1);
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (order[i] == 80 && order[i - 1] != 80) {  // in pairs
      EXPECT_EQ(order.at(i + 1), 80);
    }
  }
}

TEST(Trainer, TellsTheTruthWithinItsResolution) {
  Bench bench;
  bench.host->set_up();
  bench.run(30s);
  double true_work = bench.bike().work_at_crank().count();
  const auto half_turns = bench.bike().half_turns();
  const ant::Payload first = bench.host->last_25();
  bench.run(100s);
  true_work = bench.bike().work_at_crank().count() - true_work;
  const ant::Payload last = bench.host->last_25();
  const auto events = static_cast<std::uint8_t>(last[1] - first[1]);
  const auto sum =
      static_cast<std::uint16_t>((last[3] | (last[4] << 8)) - (first[3] | (first[4] << 8)));
  EXPECT_NEAR(events, 200, 2);  // two new values a second, as a Tacx does
  EXPECT_NEAR(static_cast<double>(sum) / events, true_work / 100.0, 0.4);
  const double turns = 0.5 * (bench.bike().half_turns() - half_turns);
  double shown = 0.0;
  int shows = 0;
  for (const auto& page : bench.host->pages(25)) {
    if (page[2] < 40) continue;
    shown += page[2];
    ++shows;
  }
  EXPECT_NEAR(shown / shows, turns * 60.0 / 100.0, 1.0);
}

TEST(Trainer, CountsItsEventsByTheValueShown) {
  Bench bench;
  bench.host->set_up();
  bench.run(60s);
  const auto pages = bench.host->pages(25);
  for (std::size_t i = 1; i < pages.size(); ++i) {
    const auto step = static_cast<std::uint8_t>(pages[i][1] - pages[i - 1][1]);
    const auto sum = static_cast<std::uint16_t>((pages[i][3] | (pages[i][4] << 8)) -
                                                (pages[i - 1][3] | (pages[i - 1][4] << 8)));
    if (step == 0) {
      EXPECT_EQ(sum, 0);
    }
    if (step == 1) {
      EXPECT_EQ(sum, watts(pages[i]));
    }
  }
}

TEST(Trainer, GoesToInUseWithTheWheelAndBackToReadyAtRest) {
  WorldOptions options;
  options.trainers[0].bike.acts = {{.at = 20s, .kind = ActKind::Stop}};
  Bench bench({}, options);
  bench.host->set_up();
  bench.run(2s);
  EXPECT_EQ(state(bench.host->last_25()), 2);
  bench.run(15s);
  EXPECT_EQ(state(bench.host->last_25()), 3);
  const auto moving = bench.host->pages(16).back();
  bench.run(60s);
  EXPECT_EQ(state(bench.host->last_25()), 2);
  EXPECT_EQ(watts(bench.host->last_25()), 0);
  EXPECT_EQ(bench.host->last_25()[2], 0);
  const auto pages = bench.host->pages(16);
  EXPECT_NE(pages.back()[2], moving[2]);
  EXPECT_EQ(pages.back()[2], pages[pages.size() - 5][2]);  // elapsed time stands still at rest
}

TEST(Trainer, ShowsNoCadenceWithinTwoSecondsOfAStop) {
  WorldOptions options;
  options.trainers[0].bike.acts = {{.at = 30s, .kind = ActKind::Stop}};
  Bench bench({}, options);
  bench.host->set_up();
  bench.timers.run_until(Instant{30s});
  EXPECT_GT(bench.host->last_25()[2], 45);
  bench.timers.run_until(Instant{33s});
  EXPECT_EQ(bench.host->last_25()[2], 0);
}

TEST(Trainer, BrakesByBasicResistanceAndAnswersWhatItDid) {
  Bench bench;
  Host& host = *bench.host;
  host.set_up();
  bench.run(20s);
  EXPECT_TRUE(host.pages(54).empty());
  EXPECT_TRUE(host.pages(71).empty());
  ASSERT_EQ(host.send(request_page(54, 4)), ant::Code::TransferCompleted);
  bench.run(2s);
  ASSERT_EQ(host.pages(54).size(), 4u);
  EXPECT_EQ(host.pages(54)[0], bytes_of_page(54, {0xFF, 0xFF, 0xFF, 0xFF, 100, 0, 0x07}));

  ASSERT_EQ(host.send(request_page(71)), ant::Code::TransferCompleted);
  bench.run(1s);
  EXPECT_EQ(host.pages(71).back(),
            bytes_of_page(71, {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}));  // nothing yet

  const double before = bench.bike().turn_torque().count();
  ASSERT_EQ(host.send(page_48(20)), ant::Code::TransferCompleted);  // 10 %
  ASSERT_EQ(host.send(request_page(71)), ant::Code::TransferCompleted);
  bench.run(10s);
  EXPECT_EQ(host.pages(71).back(), bytes_of_page(71, {48, 0, 0, 0xFF, 0xFF, 0xFF, 20}));
  EXPECT_NEAR(bench.bike().brake_force().count(), 10.0, 0.2);
  // 10 N at 0.334 m and 34x28, over the chain: 4.15 N·m more at the crank.
  EXPECT_NEAR(bench.bike().turn_torque().count() - before, 4.15, 0.6);
}

TEST(Trainer, CountsCommandsFromZeroTo254) {
  const Faults faults{{}};
  Trainer trainer{{}, faults, Instant{}, Dice{1}};
  Instant now{};
  for (int i = 0; i <= 600; ++i) {
    trainer.receive(page_48(static_cast<std::uint8_t>(i % 200)), now);
    trainer.receive(request_page(71), now);
    now += Trainer::slot;
    const auto page = trainer.broadcast(now);
    ASSERT_EQ(page[0], 71);
    ASSERT_EQ(page[2], i % 255);
    ASSERT_EQ(page[7], i % 200);  // the raw byte, not a decoded number
  }
}

TEST(Trainer, RefusesMoreThanAHundredPerCent) {
  const Faults faults{{}};
  Trainer trainer{{}, faults, Instant{}, Dice{1}};
  trainer.receive(page_48(20), Instant{});
  trainer.receive(page_48(201), Instant{});
  trainer.receive(request_page(71), Instant{});
  EXPECT_EQ(trainer.broadcast(Instant{250ms}),
            bytes_of_page(71, {48, 1, 3, 0xFF, 0xFF, 0xFF, 201}));
  EXPECT_EQ(trainer.set().resistance, Percent{10.0});
}

TEST(Trainer, PushesHarderTheSlowerTheLegsInTargetPower) {
  WorldOptions options;
  options.trainers[0].bike.acts = {{.at = 70s, .kind = ActKind::Cadence, .cadence = Rpm{40.0}}};
  Bench bench({}, options);
  Host& host = *bench.host;
  host.set_up();
  bench.run(20s);
  ASSERT_EQ(host.send(page_49(30 * 4)), ant::Code::TransferCompleted);
  const auto ridden = [&](Duration from, Duration to) {
    bench.timers.run_until(Instant{from});
    const double work = bench.bike().work_at_crank().count();
    const auto half_turns = bench.bike().half_turns();
    bench.timers.run_until(Instant{to});
    const double did = bench.bike().work_at_crank().count() - work;
    return std::pair{did / in_seconds(to - from),
                     did / (std::numbers::pi * (bench.bike().half_turns() - half_turns))};
  };
  const auto [fast_watts, fast_torque] = ridden(40s, 69s);
  EXPECT_NEAR(fast_watts, 30.0, 3.0);
  const auto [slow_watts, slow_torque] = ridden(85s, 125s);
  EXPECT_NEAR(slow_watts, 30.0, 4.0);
  EXPECT_GT(slow_torque, 1.25 * fast_torque);  // why it is never used: evidence.md B1, D6
}

TEST(Trainer, TheLastOfTheModesWins) {
  const Faults faults{{}};
  Trainer trainer{{}, faults, Instant{}, Dice{1}};
  using Mode = SetByHost::Mode;
  EXPECT_EQ(trainer.set().mode, Mode::Nothing);
  trainer.receive(page_48(20), Instant{});
  EXPECT_EQ(trainer.set().mode, Mode::Basic);
  trainer.receive(page_49(100), Instant{});
  EXPECT_EQ(trainer.set().mode, Mode::Power);
  EXPECT_EQ(trainer.set().power, Watts{25.0});
  // 47 in section 8: grade 0.00 %, rolling coefficient 0.00400
  trainer.receive({0x33, 0xFF, 0xFF, 0xFF, 0xFF, 0x20, 0x4E, 0x50}, Instant{});
  EXPECT_EQ(trainer.set().mode, Mode::Track);
  EXPECT_NEAR(trainer.set().track.rolling.count(), 0.004, 1e-9);
  trainer.receive(page_48(0), Instant{});
  EXPECT_EQ(trainer.set().mode, Mode::Basic);
}

TEST(Trainer, BrakesLessOnAFlatRoadWithoutWindThanOnTheUsualOne) {
  const auto force_with = [](std::vector<ant::Payload> pages) {
    Bench bench;
    bench.host->set_up();
    bench.run(20s);
    for (const auto& page : pages) (void)bench.host->send(page);
    bench.run(10s);
    return bench.bike().brake_force();
  };
  const ant::Payload calm{0x32, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x7F, 0x00};
  const ant::Payload flat{0x33, 0xFF, 0xFF, 0xFF, 0xFF, 0x20, 0x4E, 0x00};
  const ant::Payload hill{0x33, 0xFF, 0xFF, 0xFF, 0xFF, 0xE8, 0x50, 0xFF};     // 7.12 %
  const ant::Payload descent{0x33, 0xFF, 0xFF, 0xFF, 0xFF, 0x58, 0x4A, 0x00};  // -9.68 %
  EXPECT_LT(force_with({calm, flat}), Newtons{0.1});
  EXPECT_GT(force_with({calm, hill}), Newtons{40.0});
  EXPECT_LT(force_with({calm, descent}), Newtons{0.1});  // this brake cannot drive
}

TEST(Trainer, AsksForAUserConfigurationUntilItHasOne) {
  Bench bench;
  bench.host->set_up();
  bench.run(1s);
  EXPECT_EQ(bench.host->last_25()[6] & 0x70, 0x40);
  // 49 in section 8: rider 75 kg, bike 10 kg
  ASSERT_EQ(bench.host->send({0x37, 0x4C, 0x1D, 0xFF, 0x80, 0x0C, 0x46, 0x00}),
            ant::Code::TransferCompleted);
  bench.run(2s);
  EXPECT_EQ(bench.host->last_25()[6] & 0x70, 0x00);
}

TEST(Trainer, SendsSettingsAndTorquePagesWhereItsFirmwareDoes) {
  WorldOptions options;
  options.trainers[0].settings_pages = true;
  Bench bench({}, options);
  bench.host->set_up();
  bench.run(40s);
  (void)bench.host->send(page_48(9));
  bench.run(60s);
  ASSERT_FALSE(bench.host->pages(17).empty());
  EXPECT_EQ(bench.host->pages(17).back()[3], 210);  // wheel 2.10 m
  EXPECT_EQ(bench.host->pages(17).back()[6], 9);
  const auto torque = bench.host->pages(26);
  ASSERT_GT(torque.size(), 60u);
  // Power by ant-fec.md 4.7, over the last minute: 128 pi d(torque) / d(period).
  const auto& a = torque[torque.size() - 12];
  const auto& b = torque.back();
  const auto period = static_cast<std::uint16_t>((b[3] | (b[4] << 8)) - (a[3] | (a[4] << 8)));
  const auto sum = static_cast<std::uint16_t>((b[5] | (b[6] << 8)) - (a[5] | (a[6] << 8)));
  ASSERT_GT(period, 0);
  const double turns = static_cast<std::uint8_t>(b[2] - a[2]);
  EXPECT_GT(turns, 5.0);
  EXPECT_GT(sum, 0);
}

// What the guard process is for: nothing else takes a load away again.
TEST(Trainer, KeepsItsLastSetPointWhenTheHostIsGone) {
  Bench bench;
  Host& host = *bench.host;
  host.set_up();
  bench.run(20s);
  ASSERT_EQ(host.send(page_48(16)), ant::Code::TransferCompleted);
  bench.run(5s);
  host.hang_up();  // as after SIGKILL
  bench.run(10min);
  EXPECT_EQ(bench.world->trainer().set().resistance, Percent{8.0});
  EXPECT_NEAR(bench.bike().brake_force().count(), 8.0, 0.1);
  // The stick goes on as well: a bare page on the channel that is still open is enough.
  host.plug_in();
  bench.run(1ms);
  EXPECT_EQ(host.send(page_48(0)), ant::Code::TransferCompleted);
  bench.run(5s);
  EXPECT_LT(bench.bike().brake_force(), Newtons{0.05});
}

TEST(Trainer, KeepsItsLastSetPointThroughAResetOfTheStick) {
  Bench bench;
  bench.host->set_up();
  bench.run(20s);
  ASSERT_EQ(bench.host->send(page_48(16)), ant::Code::TransferCompleted);
  bench.host->write(ant::reset());
  bench.run(60s);
  EXPECT_NEAR(bench.bike().brake_force().count(), 8.0, 0.1);
}

}  // namespace
}  // namespace softpedal::sim
