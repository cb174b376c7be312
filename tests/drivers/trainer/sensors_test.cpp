// SPDX-License-Identifier: MIT
// The rider's other sensors and the remote in a room with a trainer: what they say, and that
// whatever becomes of them the trainer is sent the same.
#include <gtest/gtest.h>

#include <map>

#include "tests/drivers/trainer/ride.hpp"

namespace softpedal::test {
namespace {

constexpr SensorChoice strap{.kind = SensorKind::HeartRate, .number = 0x10000 + 42};
constexpr SensorChoice meter{.kind = SensorKind::Power, .number = 7};
constexpr SensorChoice wheel{.kind = SensorKind::Speed, .number = 9};

std::uint8_t byte(unsigned value) { return static_cast<std::uint8_t>(value & 0xFF); }

// 60 beats a minute as four messages a second see them, and now and then maker and battery.
Payload strap_page(unsigned turn) {
  Payload page{0, 0xFF, 0xFF, 0xFF, 0, 0, byte(turn / 4), 61};
  if (turn % 20 == 10) page = {2, 0x7B, 0x12, 0x34, 0, 0, byte(turn / 4), 61};
  if (turn % 20 == 11) page = {7, 0x19, 0x80, 0x42, 0, 0, byte(turn / 4), 61};
  if (turn / 4 % 2 != 0) page[0] |= 0x80;
  return page;
}
Payload meter_page(unsigned turn) {
  return {0x10, byte(turn), 0xFF, 66, byte(turn * 30), byte(turn * 30 >> 8), 30, 0};
}
Payload wheel_page(unsigned turn) {  // two turns a second
  const unsigned turns = turn / 2;
  return {0,
          0xFF,
          0xFF,
          0xFF,
          byte(turns * 512),
          byte(turns * 512 >> 8),
          byte(turns),
          byte(turns >> 8)};
}

RoomSensor& add(Room& room, const ChannelId& id, std::function<Payload(unsigned)> page,
                Duration phase) {
  room.side.sensors.push_back({.id = id, .page = std::move(page), .phase = phase});
  return room.side.sensors.back();
}
RoomSensor& add_strap(Room& room, std::uint8_t transmission = 0x11) {
  return add(room, {.device = 42, .type = 120, .transmission = transmission}, strap_page, 120ms);
}
void add_all(Room& room) {
  add_strap(room);
  add(room, {.device = 7, .type = 11, .transmission = 5}, meter_page, 30ms);
  add(room, {.device = 9, .type = 123, .transmission = 1}, wheel_page, 45ms);
}
void choose_all(Ride& ride) {
  ride.options.sensors = {strap, meter, wheel};
  ride.options.wheel = Metres{2.0};
  ride.options.remote = true;
}

std::vector<SensorReading> readings(const Ride& ride, SensorKind kind) {
  auto all = ride.all<SensorReading>();
  std::erase_if(all, [&](const SensorReading& reading) { return reading.kind != kind; });
  return all;
}
std::optional<SensorReading> last(const Ride& ride, SensorKind kind) {
  const auto all = readings(ride, kind);
  return all.empty() ? std::nullopt : std::optional{all.back()};
}

bool of_trainer(const Room::Written& w) { return !SideRoom::meant(w.id(), w.bytes[3]); }

TEST(Sensors, AreSetUpAfterTheFirstContactAndNotBefore) {
  Ride ride;
  choose_all(ride);
  add_all(ride.room);
  auto& trainer = ride.room.add(1234);
  trainer.awake = false;
  ride.start(1234);
  ride.run_for(10s);
  EXPECT_TRUE(std::ranges::all_of(ride.room.written, of_trainer));
  trainer.awake = true;
  ride.run_for(1s);
  EXPECT_EQ(ride.room.side.open_channels(), 4);
  const auto side = std::ranges::find_if_not(ride.room.written, of_trainer);
  const auto release = std::ranges::find_if(ride.room.written, [](const Room::Written& w) {
    return w.id() == MessageId::AcknowledgedData;
  });
  ASSERT_NE(release, ride.room.written.end());
  EXPECT_LT(release - ride.room.written.begin(), side - ride.room.written.begin())
      << "the release went out first";
}

TEST(Sensors, SayWhatTheyMeasureAsEventsOfTheRide) {
  Ride ride;
  choose_all(ride);
  add_all(ride.room);
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.run_for(10s);
  ASSERT_TRUE(last(ride, SensorKind::HeartRate));
  EXPECT_EQ(last(ride, SensorKind::HeartRate)->heart_rate, Bpm{61});
  ASSERT_TRUE(last(ride, SensorKind::Power));
  EXPECT_EQ(last(ride, SensorKind::Power)->power, Watts{30});
  EXPECT_EQ(last(ride, SensorKind::Power)->cadence, Rpm{66});
  ASSERT_TRUE(last(ride, SensorKind::Speed));
  EXPECT_EQ(last(ride, SensorKind::Speed)->speed, MetresPerSecond{4});
  for (const SensorKind kind : {SensorKind::HeartRate, SensorKind::Power, SensorKind::Speed}) {
    EXPECT_GE(readings(ride, kind).size(), 9U) << "once a second";
    EXPECT_LE(readings(ride, kind).size(), 14U) << "no more than that without a change";
  }
  const auto states = ride.port->sensors();
  ASSERT_EQ(states.size(), 3U);
  EXPECT_EQ(
      states[0],
      (SensorState{
          .sensor = strap, .heard = true, .manufacturer = 0x7B, .battery = BatteryStatus::Low}));
  EXPECT_TRUE(states[1].heard && states[2].heard);
}

TEST(Sensors, OneThatIsNotHeardAnyMoreMeasuresNothing) {
  Ride ride;
  choose_all(ride);
  add_all(ride.room);
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.room.side.sensors[0].awake = false;
  ride.run_for(2s);
  EXPECT_EQ(last(ride, SensorKind::HeartRate)->heart_rate, Bpm{61});
  ride.run_for(2s);
  EXPECT_EQ(last(ride, SensorKind::HeartRate), SensorReading{SensorKind::HeartRate});
  EXPECT_FALSE(ride.port->sensors()[0].heard);
  EXPECT_TRUE(ride.port->sensors()[1].heard);
  ride.room.side.sensors[0].awake = true;
  ride.run_for(3s);
  EXPECT_EQ(last(ride, SensorKind::HeartRate)->heart_rate, Bpm{61});
  EXPECT_TRUE(ride.port->sensors()[0].heard);
}

TEST(Sensors, GoSilentWithTheStickAndComeBackWithIt) {
  for (const bool unplugged : {true, false}) {
    Ride ride;
    choose_all(ride);
    add_all(ride.room);
    ride.room.add(1234);
    ride.start_and_find(1234);
    ride.settle();
    ride.forget();
    if (unplugged) {
      ride.room.unplug();
      ride.run_for(5s);
      EXPECT_EQ(last(ride, SensorKind::Power), SensorReading{SensorKind::Power});
      ride.room.plug_in();
    } else {
      ride.room.restart();
    }
    ride.run_for(6s);
    EXPECT_EQ(ride.room.side.open_channels(), 4) << unplugged;
    EXPECT_EQ(last(ride, SensorKind::Power)->power, Watts{30}) << unplugged;
    EXPECT_TRUE(ride.port->sensors()[2].heard) << unplugged;
  }
}

TEST(Sensors, ANeighboursWithTheSameSixteenBitsIsNotListenedTo) {
  Ride ride;
  ride.options.sensors = {strap};
  auto& neighbour = add_strap(ride.room, 0x21);
  neighbour.page = [](unsigned turn) { return Payload{0, 0, 0, 0, 0, 0, byte(turn), 180}; };
  auto& ours = add_strap(ride.room, 0x11);
  ours.phase = 200ms;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.run_for(5s);
  for (const SensorReading& reading : readings(ride, SensorKind::HeartRate)) {
    EXPECT_NE(reading.heart_rate, Bpm{180});
  }
  EXPECT_EQ(last(ride, SensorKind::HeartRate)->heart_rate, Bpm{61});
  EXPECT_EQ(ride.room.side.id_of(1).transmission, 0x11);
}

TEST(Sensors, AnUnusualTransmissionTypeIsFoundOnceTheNeighbourHasGone) {
  Ride ride;
  ride.options.sensors = {strap};
  auto& neighbour = add_strap(ride.room, 0x21);
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.run_for(5s);
  EXPECT_TRUE(readings(ride, SensorKind::HeartRate).empty());
  neighbour.awake = false;
  add_strap(ride.room, 0x15);
  ride.run_for(35s);
  ASSERT_TRUE(last(ride, SensorKind::HeartRate));
  EXPECT_EQ(last(ride, SensorKind::HeartRate)->heart_rate, Bpm{61});
}

TEST(Sensors, AreAskedForWhereTheStickDoesNotTellByItself) {
  for (const bool answers : {true, false}) {
    for (const bool neighbour_first : {false, true}) {
      Ride ride;
      ride.options.sensors = {strap};
      ride.room.side.trouble.no_extended = true;
      ride.room.side.trouble.no_id_answers = !answers;
      if (neighbour_first) {
        add_strap(ride.room, 0x21).page = [](unsigned turn) {
          return Payload{0, 0, 0, 0, 0, 0, byte(turn), 180};
        };
      }
      add_strap(ride.room, 0x11).phase = 200ms;
      ride.room.add(1234);
      ride.start_and_find(1234);
      ride.run_for(8s);
      for (const SensorReading& reading : readings(ride, SensorKind::HeartRate)) {
        EXPECT_NE(reading.heart_rate, Bpm{180});
      }
      ASSERT_TRUE(last(ride, SensorKind::HeartRate)) << answers << neighbour_first;
      EXPECT_EQ(last(ride, SensorKind::HeartRate)->heart_rate, Bpm{61});
    }
  }
}

TEST(Sensors, AreAskedForAgainAfterTheStickStartedAnew) {
  Ride ride;
  ride.options.sensors = {strap};
  ride.room.side.trouble.no_extended = true;
  auto& neighbour = add_strap(ride.room, 0x21);
  neighbour.page = [](unsigned turn) { return Payload{0, 0, 0, 0, 0, 0, byte(turn), 180}; };
  neighbour.awake = false;
  add_strap(ride.room, 0x11).phase = 200ms;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ASSERT_EQ(last(ride, SensorKind::HeartRate)->heart_rate, Bpm{61});
  neighbour.awake = true;
  ride.room.restart();
  ride.run_for(8s);
  for (const SensorReading& reading : readings(ride, SensorKind::HeartRate)) {
    EXPECT_NE(reading.heart_rate, Bpm{180});
  }
  EXPECT_EQ(last(ride, SensorKind::HeartRate)->heart_rate, Bpm{61});
}

// --- and the trainer ---------------------------------------------------------------------------

struct Script {
  std::vector<Room::Written> written;  // for channel 0
  std::vector<std::pair<Instant, Event>> events;
  Duration closing{};
};

// One ride with set points, a trainer that falls silent, a channel that closes, a stick that
// restarts; with or without sensors, which have the given trouble.
Script ride_through(bool with_sensors, const SideTrouble& trouble, std::uint8_t channels,
                    bool present = true) {
  Ride ride{5};
  ride.room.channels = channels;
  ride.room.side.trouble = trouble;
  if (present) add_all(ride.room);
  if (with_sensors) choose_all(ride);
  auto& trainer = ride.room.add(1234);
  ride.start_and_find(1234);
  ride.port->apply(insisting());
  ride.run_for(20s);
  for (const double percent : {2.0, 4.0, 1.0}) {
    ride.port->apply(resistance(percent));
    ride.run_for(3s + 70ms);
  }
  ride.port->apply(floor);
  ride.run_for(1s);
  trainer.awake = false;
  ride.run_for(12s);
  trainer.awake = true;
  ride.run_for(20s);
  ride.room.close_by_itself(Code::SearchTimeout);
  ride.run_for(20s);
  ride.room.restart();
  ride.run_for(30s);
  Script script;
  const Instant closing = ride.room.timers.now();
  ride.close();
  while (!ride.closed) ride.run_for(1ms);
  script.closing = ride.room.timers.now() - closing;
  for (const auto& w : ride.room.written) {
    if (of_trainer(w)) script.written.push_back(w);
  }
  for (const auto& event : ride.events) {
    if (!std::holds_alternative<SensorReading>(event.second)) script.events.push_back(event);
  }
  // How long the side channels take to close moves what follows, and changes nothing else.
  for (auto& w : script.written) w.at = std::min(w.at, closing);
  return script;
}

TEST(Sensors, WhateverBecomesOfThemTheTrainerIsSentTheSame) {
  const Script alone = ride_through(false, {}, 8);
  ASSERT_GT(alone.written.size(), 60U);
  const std::vector<SideTrouble> troubles{
      {},
      {.silent = true},
      {.no_extended = true, .no_id_answers = true, .no_serial = true},
      {.refused = 1.0},
      {.refused = 0.4},
      {.lost_answers = 0.4},
      {.closes = 0.1},
      {.collides = 0.5},
      {.refused = 0.2, .lost_answers = 0.2, .closes = 0.1, .collides = 0.2},
  };
  for (std::size_t i = 0; i < troubles.size(); ++i) {
    SCOPED_TRACE(::testing::Message() << "trouble " << i);
    for (const bool present : {true, false}) {
      const Script with = ride_through(true, troubles[i], 8, present);
      ASSERT_EQ(with.written.size(), alone.written.size());
      for (std::size_t k = 0; k < alone.written.size(); ++k) {
        ASSERT_EQ(with.written[k], alone.written[k]) << k;
      }
      EXPECT_EQ(with.events, alone.events);
      EXPECT_LE(with.closing, 3s);
    }
  }
  for (const std::uint8_t channels : {std::uint8_t{1}, std::uint8_t{2}, std::uint8_t{4}}) {
    EXPECT_EQ(ride_through(true, {}, channels).written, alone.written);
  }
}

// Watches every message both ways: a command is written only when the last one has been answered or
// its time is up.
TEST(Sensors, NoTwoCommandsEverWaitForTheirAnswers) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Ride ride{seed};
    choose_all(ride);
    add_all(ride.room);
    ride.room.side.trouble = {.refused = seed % 3 * 0.2,
                              .lost_answers = seed % 2 * 0.3,
                              .closes = seed % 5 * 0.05,
                              .collides = 0.1};
    ride.room.add(1234);
    std::optional<std::pair<Room::Written, Instant>> waiting;
    const auto watch_written = ride.room.on_written;
    const auto watch_said = ride.room.on_said;
    ride.room.on_written = [&](const Room::Written& w) {
      watch_written(w);
      const bool data = w.id() == MessageId::AcknowledgedData || w.id() == MessageId::BroadcastData;
      if (data || !ride.port || !ride.last<Delivered>()) return;
      if (waiting) {
        const bool side = !of_trainer(waiting->first);
        const Duration limit = !side          ? Duration{300ms}
                               : ride.closing ? ant::SideChannels::close_command_limit
                                              : ant::SideChannels::command_limit;
        ASSERT_GE(w.at - waiting->second, limit)
            << "command " << static_cast<int>(w.id()) << " while "
            << static_cast<int>(waiting->first.id()) << " waits";
      }
      waiting.emplace(w, w.at);
    };
    ride.room.on_said = [&](std::span<const std::uint8_t> bytes) {
      watch_said(bytes);
      if (!waiting) return;
      ant::Parser parser;
      parser.push(bytes, Instant{}, [&](const ant::Message& message) {
        const Room::Written& w = waiting->first;
        const auto response = ant::read_response(message);
        const bool answered =
            response ? !response->event() && response->to == w.id()
                     : w.id() == MessageId::Request && message.id == MessageId{w.bytes[4]};
        if (answered || message.id == MessageId::StartUp) waiting.reset();
      });
    };
    ride.start(1234);
    ride.run_for(20s);
    ride.room.close_by_itself(Code::ChannelClosed);
    ride.run_for(7s);
    ride.room.restart();
    ride.run_for(std::chrono::milliseconds{1600 + seed * 17});
    ride.close();
    ride.run_for(3s);
    EXPECT_TRUE(ride.closed);
    const bool healthy = seed % 2 == 0 && seed % 3 == 0;
    EXPECT_TRUE(!healthy || ride.room.side.open_channels() == 0);
  }
}

TEST(Sensors, RestlessOnesDelayNoPageForTheTrainer) {
  for (const Command& wanted : {floor, resistance(6)}) {
    Ride ride;
    choose_all(ride);
    add_all(ride.room);
    ride.room.add(1234);
    ride.start_and_find(1234);
    ride.port->apply(resistance(5));
    ride.settle();
    // A reading of the meter leads to a set point, in one piece of input with a slot of the remote
    // before it and a broadcast of the trainer behind it. No page waits, and a slot is nearly over.
    std::vector<std::uint8_t> bytes;
    for (const ant::Frame& frame : {ant::event(4, Code::Tx), ant::event(1, Code::ChannelClosed),
                                    ant::received({.channel = 2,
                                    .page = {0x10, 200, 0xFF, 66, 0, 0, 99, 0},
                                    .extended = {.id = ChannelId{7, 11, 5}}}),
                                    ant::received({.page = {0x19, 200, 60, 0, 0, 20, 0, 0x30},
                                    .extended = {.id = ChannelId{1234, 17, 5}}})}) {
      bytes.insert(bytes.end(), frame.bytes().begin(), frame.bytes().end());
    }
    const auto ready = [&] {
      const Duration in_slot = (ride.room.timers.now() - Instant{40ms}) % Duration{250ms};
      return ride.port->channel().can_send() && in_slot >= 180ms && in_slot < 200ms &&
             ride.room.timers.now() - ride.room.pages().back().at >= 300ms;
    };
    while (!ready()) ride.run_for(7ms);
    ride.react = [&](const Event& event) {
      if (std::holds_alternative<SensorReading>(event)) ride.port->apply(wanted);
    };
    ride.forget();
    ride.room.say_raw(bytes);
    ride.run_for(0ms);
    ASSERT_GE(ride.room.written.size(), 2U);
    ASSERT_EQ(ride.room.written[0].id(), MessageId::AcknowledgedData);
    EXPECT_EQ(ride.room.written[0].page(), wanted == floor ? basic(0) : basic(12));
    EXPECT_EQ(ride.room.written[1].id(), MessageId::BroadcastData);
  }
}

TEST(Sensors, AreClosedBeforeTheTrainersChannelAndInTime) {
  for (const bool silent : {false, true}) {
    Ride ride;
    choose_all(ride);
    add_all(ride.room);
    ride.room.add(1234);
    ride.start_and_find(1234);
    ride.settle();
    ride.forget();
    ride.room.side.trouble.silent = silent;
    ride.room.faults.silent = silent;
    ride.close();
    const Instant began = ride.room.timers.now();
    while (!ride.closed) ride.run_for(1ms);
    EXPECT_LE(ride.room.timers.now() - began, 3s);
    const auto first_of_trainer = std::ranges::find_if(ride.room.written, of_trainer);
    ASSERT_NE(first_of_trainer, ride.room.written.end());
    EXPECT_EQ(first_of_trainer->id(), MessageId::Close);
    if (silent) continue;
    EXPECT_EQ(ride.room.side.open_channels(), 0);
    EXPECT_EQ(first_of_trainer - ride.room.written.begin(), 8) << "a 4C and a 41 for each";
    EXPECT_LE(ride.room.timers.now() - began, 200ms);
  }
}

// --- the remote --------------------------------------------------------------------------------

TEST(RemoteInTheRoom, APressIsOneIntentOfTheRider) {
  Ride ride;
  ride.options.remote = true;
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  EXPECT_GE(ride.room.side.heard_of_us.size(), 20U) << "in each slot";
  EXPECT_EQ(ride.room.side.heard_of_us.front(), (Payload{2, 0, 0, 0, 0, 0, 0, 0x10}));
  EXPECT_EQ(ride.room.side.id_of(1),
            (ChannelId{.device = 0xBED1 ^ 0x50F7, .type = 16, .transmission = 5}));
  const auto press = [](std::uint8_t sequence, std::uint8_t command) {
    return Payload{73, 1, 0, 1, 0, sequence, command, 0};
  };
  for (const Payload& page : {press(1, 36), press(1, 36), press(1, 36), press(2, 32), press(3, 99),
                              press(4, 33), press(4, 33)}) {
    ride.room.side.presses.push_back(page);
  }
  ride.run_for(3s);
  EXPECT_EQ(ride.all<Intent>(), (std::vector{Intent::Ease, Intent::Resume, Intent::Stop}));
}

TEST(RemoteInTheRoom, WithoutOneAskedForWeAreNobodysMaster) {
  Ride ride;
  ride.options.sensors = {strap, meter, wheel};
  add_all(ride.room);
  ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  EXPECT_EQ(ride.room.count(MessageId::BroadcastData), 0);
  EXPECT_EQ(ride.room.side.open_channels(), 3);
}

// --- of the trainer itself ---------------------------------------------------------------------

TEST(FecTrainer, AVirtualSpeedIsNotTheWheels) {
  Ride ride;
  auto& trainer = ride.room.add(1234);
  ride.start_and_find(1234);
  ride.settle();
  ride.forget();
  trainer.turn = 0;
  trainer.says.push_back({0x10, 25, 0x40, 0x0A, 0xB4, 0x15, 120, 0x3C});
  ride.run_for(300ms);
  ASSERT_GE(ride.count<GeneralData>(), 1U);
  EXPECT_FALSE(ride.all<GeneralData>().front().speed);
  EXPECT_EQ(ride.all<GeneralData>().front().heart_rate, Bpm{120});
  trainer.says.push_back({0x10, 25, 0x40, 0x0A, 0xB4, 0x15, 120, 0x34});
  ride.run_for(300ms);
  EXPECT_EQ(ride.last<GeneralData>()->speed, MetresPerSecond{5.556});
}

TEST(FecTrainer, KnowsItsBattery) {
  Ride ride;
  auto& trainer = ride.room.add(1234);
  ride.start_and_find(1234);
  EXPECT_EQ(ride.port->identity().battery, BatteryStatus::Unknown);
  trainer.says.push_back({0x52, 0xFF, 0x11, 0x10, 0x27, 0x00, 0x80, 0x43});
  ride.settle();
  EXPECT_EQ(ride.port->identity().battery, BatteryStatus::Low);
}

}  // namespace
}  // namespace softpedal::test
