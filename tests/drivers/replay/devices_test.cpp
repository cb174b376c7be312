// SPDX-License-Identifier: MIT
// To which device a message is counted, and what may enter its sums.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "drivers/ant/message.hpp"
#include "drivers/antplus/fec.hpp"
#include "drivers/antplus/fec_control.hpp"
#include "drivers/antplus/network.hpp"
#include "drivers/replay/summary.hpp"
#include "tests/places.hpp"

namespace softpedal::replay {
namespace {

using namespace std::chrono_literals;
using ant::ChannelId;
using ant::Payload;
using Counts = std::map<std::uint8_t, std::uint64_t>;

constexpr ChannelId trainer_id{.device = 1234, .type = 17, .transmission = 5};

// A recording that is written by a test.
class Tape {
 public:
  Tape& host(const ant::Frame& frame, Duration later = 1ms) {
    return add(Direction::HostToStick, frame, later);
  }
  Tape& stick(const ant::Frame& frame, Duration later = 1ms) {
    return add(Direction::StickToHost, frame, later);
  }
  Tape& page(const Payload& page, Duration later = 250ms) {
    return stick(ant::broadcast(0, page), later);
  }
  Tape& page_of(ChannelId id, const Payload& page, Duration later = 250ms) {
    return stick(ant::received({.page = page, .extended = {.id = id}}), later);
  }
  [[nodiscard]] Summary summary() const { return summarise(transfers_); }

 private:
  Tape& add(Direction direction, const ant::Frame& frame, Duration later) {
    now_ += later;
    transfers_.push_back({.at = now_,
                          .direction = direction,
                          .bytes = {frame.bytes().begin(), frame.bytes().end()}});
    return *this;
  }
  Instant now_{};
  std::vector<Transfer> transfers_{};
};

Payload page25(int event, std::optional<Watts> power, int accumulated,
               std::optional<Rpm> cadence = Rpm{60}) {
  return fec::encode(TrainerData{.event_count = static_cast<std::uint8_t>(event),
                                 .cadence = cadence,
                                 .power = power,
                                 .accumulated_watts = static_cast<std::uint16_t>(accumulated),
                                 .state = FeState::InUse});
}

Payload heart_page(bool toggle, int time, int beats, int rate) {
  return {static_cast<std::uint8_t>(toggle ? 0x84 : 0x04),
          0xFF,
          0,
          0,
          static_cast<std::uint8_t>(time & 0xFF),
          static_cast<std::uint8_t>(time >> 8 & 0xFF),
          static_cast<std::uint8_t>(beats),
          static_cast<std::uint8_t>(rate)};
}

const Device& only_device(const Summary& summary) {
  EXPECT_EQ(summary.devices.size(), 1u);
  static const Device none{};
  return summary.devices.empty() ? none : summary.devices.front();
}

const TrainerTotals& trainer_in(const Device& device) {
  static const TrainerTotals none{};
  const auto* totals = std::get_if<TrainerTotals>(&device.totals);
  EXPECT_TRUE(totals);
  return totals ? *totals : none;
}

TEST(Devices, TheHostsExactChannelIdNamesTheSender) {
  const Summary summary = Tape{}
                              .host(ant::channel_id(0, {.device = 1234, .type = 17}))
                              .page(page25(1, Watts{20}, 20))
                              .page(page25(3, Watts{30}, 80))
                              .summary();
  const Device& device = only_device(summary);
  EXPECT_EQ(device.number, 1234u);
  EXPECT_FALSE(device.transmission) << "0 is a wildcard";
  EXPECT_EQ(trainer_in(device).events, 2u);
  EXPECT_EQ(trainer_in(device).accumulated_watts, 60u);
}

TEST(Devices, AnAnswerToAnIdRequestNamesEarlierMessagesToo) {
  const Summary summary = Tape{}
                              .host(ant::channel_id(0, {.type = 17}))
                              .page(page25(1, Watts{20}, 20))
                              .host(ant::request(0, ant::MessageId::ChannelId))
                              .stick(ant::channel_id(0, trainer_id))
                              .page(page25(2, Watts{20}, 40))
                              .summary();
  const Device& device = only_device(summary);
  EXPECT_EQ(device.number, 1234u);
  EXPECT_EQ(device.transmission, 5);
  EXPECT_EQ(device.messages, 2u);
  EXPECT_EQ(trainer_in(device).events, 1u);
}

TEST(Devices, AnAnswerWhileSearchingNamesNobody) {
  const Summary summary = Tape{}
                              .host(ant::channel_id(0, {.type = 17}))
                              .stick(ant::channel_id(0, {.type = 17}))
                              .page(page25(1, Watts{20}, 20))
                              .summary();
  EXPECT_FALSE(only_device(summary).number);
  EXPECT_EQ(only_device(summary).type, 17);
}

TEST(Devices, OneTrainerOnTwoChannelsAndInTwoFormsIsOneDevice) {
  const Summary summary =
      Tape{}
          .page_of(trainer_id, page25(1, Watts{20}, 20))
          .host(ant::channel_id(0, {.device = 1234, .type = 17}))
          .page(page25(2, Watts{20}, 40))
          .stick(ant::Frame{
              ant::MessageId::OldBroadcastData,
              std::vector<std::uint8_t>{3, 0xD2, 0x04, 17, 5, 25, 3, 60, 60, 0, 20, 0, 0x30}})
          .summary();
  const Device& device = only_device(summary);
  EXPECT_EQ(device.messages, 3u);
  EXPECT_EQ(trainer_in(device).events, 2u);
  EXPECT_EQ(trainer_in(device).accumulated_watts, 40u);
}

TEST(Devices, TheUpperFourBitsOfTheNumberTellDevicesApart) {
  ChannelId other = trainer_id;
  other.transmission = 0xA5;
  const Summary summary = Tape{}
                              .page_of(trainer_id, page25(1, Watts{20}, 20))
                              .page_of(other, page25(1, Watts{20}, 20))
                              .page_of(trainer_id, page25(2, Watts{20}, 40))
                              .summary();
  ASSERT_EQ(summary.devices.size(), 2u);
  EXPECT_EQ(summary.devices[0].number, 1234u);
  EXPECT_EQ(summary.devices[0].messages, 2u);
  EXPECT_EQ(summary.devices[1].number, 0xA0000u + 1234u);
}

TEST(Devices, ControlPagesBelongToTheTrainerButAreNotItsMessages) {
  const Summary summary = Tape{}
                              .host(ant::assign(0, ant::ChannelType::Slave, 0))
                              .host(ant::channel_id(0, trainer_id))
                              .page(page25(1, Watts{20}, 20))
                              .host(ant::acknowledged(0, fec::basic_resistance(Percent{0})))
                              .summary();
  EXPECT_EQ(only_device(summary).messages, 1u);
  EXPECT_EQ(only_device(summary).controls, (Counts{{48, 1}}));
}

TEST(Devices, AMasterWithoutAnAssignmentShowsByItsBroadcasts) {
  Tape tape;  // as when a recording begins in the middle
  for (int i = 0; i < 4; ++i) {
    tape.stick(ant::event(0, ant::Code::Tx));
    tape.host(ant::broadcast(0, page25(i, Watts{20}, 20 * i)));
  }
  tape.stick(ant::acknowledged(0, fec::flat_track()));
  const Summary summary = tape.summary();
  const Device& device = only_device(summary);
  EXPECT_EQ(device.type, 17);
  EXPECT_EQ(device.messages, 4u);
  EXPECT_EQ(device.controls, (Counts{{51, 1}}));
  EXPECT_EQ(trainer_in(device).events, 3u);
  EXPECT_EQ(trainer_in(device).last_grade, antplus::Slope{0});
}

TEST(Devices, ANamelessTrainerIsKnownByItsPages) {
  Tape tape;
  for (int i = 0; i < 4; ++i) tape.page(page25(i, Watts{20}, 20 * i));
  const Device device = only_device(tape.summary());
  EXPECT_EQ(device.type, 17);
  EXPECT_FALSE(device.number);
}

TEST(Devices, ANamelessStrapIsKnownByItsBeats) {
  Tape tape;
  for (int i = 0; i < 12; ++i) tape.page(heart_page(i / 4 % 2 == 1, i * 1024, i, 60));
  const Device device = only_device(tape.summary());
  EXPECT_EQ(device.type, 120);
  EXPECT_EQ(std::get<StrapTotals>(device.totals).beats, 11u);
}

TEST(Devices, NothingIsGuessedFromPagesThatFitNothing) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    Tape tape;
    for (int i = 0; i < 20; ++i) {
      Payload page;
      for (std::uint8_t& byte : page) byte = static_cast<std::uint8_t>(random());
      tape.page(page);
    }
    const Device device = only_device(tape.summary());
    ASSERT_FALSE(device.type);
    ASSERT_EQ(device.messages, 20u);
  }
}

TEST(Devices, ACadenceSensorIsNotTakenForAStrap) {
  Tape tape;  // 60 rpm, and 60 * 256 turns so far: its last byte reads as a heart rate of 60
  for (int i = 0; i < 12; ++i) tape.page(heart_page(i / 4 % 2 == 1, i * 512, i, 60));
  EXPECT_NE(only_device(tape.summary()).type, 120);
}

TEST(Devices, AStartUpForgetsTheChannel) {
  const Summary summary = Tape{}
                              .host(ant::channel_id(0, trainer_id))
                              .page(page25(1, Watts{20}, 20))
                              .stick(ant::start_up({.reason = ant::StartUp::power_on}))
                              .page(page25(2, Watts{20}, 40))
                              .summary();
  ASSERT_EQ(summary.devices.size(), 2u);
  EXPECT_EQ(summary.devices[0].messages, 1u);
  EXPECT_FALSE(summary.devices[1].number);
}

TEST(Devices, APeriodTellsTheProfileOfAnOpenSearch) {
  const Summary summary = Tape{}
                              .host(ant::channel_id(0, {}))
                              .host(ant::set_period(0, antplus::profile::heart_rate.period))
                              .page(heart_page(false, 100, 7, 0))
                              .summary();
  EXPECT_EQ(only_device(summary).type, 120);
}

TEST(Sums, CountersRollOver) {
  const Summary summary = Tape{}
                              .page_of(trainer_id, page25(254, Watts{300}, 65'400))
                              .page_of(trainer_id, page25(255, Watts{300}, 164))
                              .page_of(trainer_id, page25(1, Watts{300}, 764))
                              .summary();
  EXPECT_EQ(trainer_in(only_device(summary)).events, 3u);
  EXPECT_EQ(trainer_in(only_device(summary)).accumulated_watts, 900u);
}

TEST(Sums, WhatIsNotMeasuredEntersNothing) {
  const Summary summary = Tape{}
                              .page_of(trainer_id, page25(1, Watts{20}, 20))
                              .page_of(trainer_id, page25(2, std::nullopt, 0xFFFF, std::nullopt))
                              .page_of(trainer_id, page25(3, Watts{30}, 80))
                              .summary();
  const TrainerTotals& trainer = trainer_in(only_device(summary));
  EXPECT_EQ(trainer.power, (Range<Watts>{.least = Watts{20}, .most = Watts{30}}));
  EXPECT_EQ(trainer.cadence, (Range<Rpm>{.least = Rpm{60}, .most = Rpm{60}}));
  EXPECT_EQ(trainer.accumulated_watts, 60u) << "the sum is worthless while power is not known";
  EXPECT_EQ(trainer.events, 2u);
}

TEST(Sums, AfterALongSilenceCountingStartsAnew) {
  const ChannelId strap{.device = 7, .type = 120, .transmission = 1};
  const auto beats_with_gap = [&](Duration gap) {
    const Summary summary = Tape{}
                                .page_of(strap, heart_page(false, 0, 10, 60))
                                .page_of(strap, heart_page(false, 0, 12, 60))
                                .page_of(strap, heart_page(false, 0, 5, 60), gap)
                                .page_of(strap, heart_page(false, 0, 6, 60))
                                .summary();
    return std::get<StrapTotals>(only_device(summary).totals).beats;
  };
  EXPECT_EQ(beats_with_gap(60s), 2u + 249u + 1u);
  EXPECT_EQ(beats_with_gap(61s), 2u + 1u);
}

TEST(Sums, TorqueMetersCountTurnsAndTheirOwnEvents) {
  const ChannelId meter{.device = 9, .type = 11, .transmission = 5};
  const Summary summary = Tape{}
                              .page_of(meter, {0x12, 250, 250, 60, 0, 0, 0, 0})
                              .page_of(meter, {0x12, 2, 4, 62, 0, 8, 0, 1})
                              .page_of(meter, {0x11, 1, 1, 0xFF, 0, 0, 0, 0})
                              .page_of(meter, {0x11, 2, 4, 0xFF, 0, 0, 0, 0})
                              .summary();
  const auto totals = std::get<PowerMeterTotals>(only_device(summary).totals);
  EXPECT_EQ(totals.events, 8u);
  EXPECT_EQ(totals.crank_revolutions, 10u);
  EXPECT_EQ(totals.wheel_revolutions, 3u);
  EXPECT_EQ(totals.cadence, (Range<Rpm>{.least = Rpm{60}, .most = Rpm{62}}));
  EXPECT_FALSE(totals.power.most);
}

TEST(Sums, SingleSensorsCountWhatTheyTurn) {
  const ChannelId cadence{.device = 9, .type = 122, .transmission = 1};
  const ChannelId speed{.device = 9, .type = 123, .transmission = 1};
  const Summary summary = Tape{}
                              .page_of(cadence, {0x00, 0xFF, 0xFF, 0xFF, 0, 0xFC, 0xFE, 0xFF})
                              .page_of(cadence, {0x80, 0xFF, 0xFF, 0xFF, 0, 0x04, 0x01, 0x00})
                              .page_of(speed, {0x00, 0xFF, 0xFF, 0xFF, 0, 0, 5, 0})
                              .page_of(speed, {0x00, 0xFF, 0xFF, 0xFF, 0, 4, 9, 0})
                              .summary();
  ASSERT_EQ(summary.devices.size(), 2u);
  const auto crank = std::get<SpeedCadenceTotals>(summary.devices[0].totals);
  EXPECT_EQ(summary.devices[0].pages, (Counts{{0, 2}}));
  EXPECT_EQ(crank.crank_revolutions, 3u);
  EXPECT_EQ(crank.crank_time, antplus::Seconds{2.0});
  EXPECT_FALSE(crank.wheel_revolutions);
  const auto wheel = std::get<SpeedCadenceTotals>(summary.devices[1].totals);
  EXPECT_EQ(wheel.wheel_revolutions, 4u);
  EXPECT_FALSE(wheel.crank_revolutions);
}

TEST(Sums, LaterPacketsOfABurstAreNoPages) {
  Tape tape;
  for (const int sequence : {0, 1, 6}) {
    tape.stick(ant::received({.kind = ant::DataKind::Burst,
                              .burst_sequence = static_cast<std::uint8_t>(sequence),
                              .page = page25(sequence, Watts{20}, 20),
                              .extended = {.id = trainer_id}}));
  }
  EXPECT_EQ(only_device(tape.summary()).messages, 3u);
  EXPECT_EQ(only_device(tape.summary()).pages, (Counts{{25, 1}}));
}

TEST(Sums, EventsAndRefusalsAreCountedByCode) {
  const Summary summary =
      Tape{}
          .stick(ant::event(0, ant::Code::RxFail))
          .stick(ant::event(3, ant::Code::RxFail))
          .stick(ant::response(0, ant::MessageId::Open, ant::Code::NoError))
          .stick(ant::response(0, ant::MessageId::AcknowledgedData, ant::Code::TransferInProgress))
          .host(ant::event(0, ant::Code::RxFail))  // nothing that a host can say
          .summary();
  EXPECT_EQ(summary.channel_events, (Counts{{2, 2}, {31, 1}}));
  EXPECT_EQ(summary.refusals,
            (std::map<Refusal, std::uint64_t>{{{.message = 0x4F, .code = 31}, 1}}));
}

TEST(Sums, AnyTrafficCanBeSummedUp) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    std::vector<Transfer> transfers;
    std::uint64_t sent = 0;
    for (int i = 0; i < 300; ++i) {
      // Ids dense in what is looked at, lengths from nothing to the longest.
      const std::uint8_t id = random() % 2 != 0 ? static_cast<std::uint8_t>(0x3E + random() % 0x35)
                                                : static_cast<std::uint8_t>(random());
      std::vector<std::uint8_t> data(1 + random() % ant::max_data);
      for (std::uint8_t& byte : data) {
        byte = static_cast<std::uint8_t>(random() % (random() % 2 != 0 ? 256 : 8));
      }
      const ant::Frame frame{ant::MessageId{id}, data};
      transfers.push_back({.at = Instant{std::chrono::microseconds{random() % 1'000'000'000}},
                           .direction = Direction{static_cast<std::uint8_t>(random() % 2)},
                           .bytes = {frame.bytes().begin(), frame.bytes().end()}});
      ++sent;
    }
    const Summary summary = summarise(transfers);
    ASSERT_EQ(summary.from_host.messages + summary.from_stick.messages, sent);
  }
}

// As part 2 of a split recording would begin: with data, and nobody named before.
TEST(Sums, AStrapRecordedFromTheMiddleIsStillAStrap) {
  const auto path = places::shared() / "captures/02_hrm_usbmon_part1.txt";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "THE RECORDINGS ARE ABSENT: " << path;
  std::ifstream text{path};
  auto transfers = read_recording(text, path.string());
  ASSERT_TRUE(transfers);
  std::erase_if(*transfers, [](const Transfer& t) { return t.at < Instant{712'300ms}; });
  const Summary summary = summarise(*transfers);
  const Device& device = only_device(summary);
  EXPECT_EQ(device.type, 120);
  EXPECT_EQ(device.messages, 173u);
  EXPECT_EQ(std::get<StrapTotals>(device.totals).beats, 67u);
}

}  // namespace
}  // namespace softpedal::replay
