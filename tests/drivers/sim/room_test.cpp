// SPDX-License-Identifier: MIT
// Sensors and the remote in the room, as a host hears them through the stick.
#include <gtest/gtest.h>

#include <algorithm>

#include "drivers/antplus/heart_rate.hpp"
#include "tests/drivers/sim/bench.hpp"

namespace softpedal::sim {
namespace {

WorldOptions room_with(const std::vector<std::string>& sensors) {
  WorldOptions options;
  for (const std::string& text : sensors) options.sensors.push_back(parse_sensor(text).value());
  return options;
}

struct Wanted {
  ant::ChannelId id{};
  std::uint16_t period = 8192;
  std::uint8_t high_priority = ant::search_timeout::none;
  std::uint8_t low_priority = ant::search_timeout::forever;
  std::uint8_t frequency = 57;
  std::uint8_t network = 0;
};

void open_channel(Host& host, std::uint8_t channel, const Wanted& wanted) {
  (void)host.ask(ant::assign(channel, ant::ChannelType::Slave, wanted.network));
  (void)host.ask(ant::channel_id(channel, wanted.id));
  (void)host.ask(ant::set_high_priority_search(channel, wanted.high_priority));
  (void)host.ask(ant::set_low_priority_search(channel, wanted.low_priority));
  (void)host.ask(ant::set_period(channel, wanted.period));
  (void)host.ask(ant::set_frequency(channel, wanted.frequency));
  EXPECT_EQ(host.code_for(ant::open(channel)), ant::Code::NoError);
}

Wanted strap_channel() {
  return {.id = {.device = 0, .type = 120, .transmission = 0}, .period = 8070};
}

std::vector<ant::Data> data_on(const Host& host, std::uint8_t channel) {
  std::vector<ant::Data> found;
  for (const Heard& each : host.heard) {
    const auto data = ant::read_data(each.message);
    if (data && data->channel == channel) found.push_back(*data);
  }
  return found;
}

int broadcasts_on(const Host& host, std::uint8_t channel) {
  return static_cast<int>(data_on(host, channel).size());
}

TEST(Room, EachSensorIsHeardOnItsOwnChannelAtItsOwnPace) {
  struct Row {
    const char* sensor;
    std::uint8_t type;
    std::uint16_t period;
    std::uint8_t transmission;
    std::uint32_t number;
  };
  constexpr Row rows[] = {{"strap 70000", 120, 8070, 0x11, 70000},
                          {"power", 11, 8182, 5, 20011},
                          {"speed_cadence", 121, 8086, 1, 20121},
                          {"cadence", 122, 8102, 1, 20122},
                          {"speed", 123, 8118, 1, 20123}};
  std::vector<std::string> all;
  for (const Row& row : rows) all.emplace_back(row.sensor);
  Bench bench({}, room_with(all));
  Host& host = *bench.host;
  host.set_up();
  for (std::uint8_t i = 0; i < 5; ++i) {
    open_channel(
        host, static_cast<std::uint8_t>(i + 1),
        {.id = {.device = 0, .type = rows[i].type, .transmission = 0}, .period = rows[i].period});
  }
  bench.run(2s);
  host.heard.clear();
  bench.run(100s);
  EXPECT_NEAR(broadcasts_on(host, 0), 400, 1);
  for (std::uint8_t i = 0; i < 5; ++i) {
    SCOPED_TRACE(rows[i].sensor);
    const auto data = data_on(host, static_cast<std::uint8_t>(i + 1));
    EXPECT_NEAR(static_cast<double>(data.size()), 100.0 * 32768.0 / rows[i].period, 1.5);
    ASSERT_FALSE(data.empty());
    EXPECT_EQ(data.back().extended.id.value(),
              (ant::ChannelId{.device = static_cast<std::uint16_t>(rows[i].number & 0xFFFF),
                              .type = rows[i].type,
                              .transmission = rows[i].transmission}));
    EXPECT_EQ(data.back().extended.id->number(), rows[i].number);
  }
}

TEST(Room, ASensorIsHeardOnlyWhereTypeNumberPeriodFrequencyAndNetworkFit) {
  const auto heard = [](const std::function<void(Wanted&)>& change) {
    Bench bench({}, room_with({"strap 4711"}));
    bench.host->set_up();
    Wanted wanted = strap_channel();
    change(wanted);
    open_channel(*bench.host, 1, wanted);
    bench.run(30s);
    return broadcasts_on(*bench.host, 1) > 0;
  };
  EXPECT_TRUE(heard([](Wanted&) {}));
  EXPECT_TRUE(heard([](Wanted& w) { w.id = {.device = 4711, .type = 120, .transmission = 1}; }));
  EXPECT_FALSE(heard([](Wanted& w) { w.period = 8192; }));
  EXPECT_FALSE(heard([](Wanted& w) { w.period = 8086; }));
  EXPECT_FALSE(heard([](Wanted& w) { w.id.type = 121; }));
  EXPECT_FALSE(heard([](Wanted& w) { w.id.device = 4712; }));
  EXPECT_FALSE(heard([](Wanted& w) { w.id.transmission = 5; }));
  EXPECT_FALSE(heard([](Wanted& w) { w.frequency = 66; }));
  EXPECT_FALSE(heard([](Wanted& w) { w.network = 1; }));  // it has no key
}

TEST(Room, AScanHearsEveryDeviceWhateverItsPace) {
  Bench bench({}, room_with({"strap", "power", "cadence"}));
  Host& host = *bench.host;
  host.write(ant::reset());
  bench.run(10ms);
  (void)host.ask(ant::set_network_key(0, antplus::network_key));
  (void)host.ask(ant::configure_library(ant::library_config::channel_id));
  (void)host.ask(ant::assign(0, ant::ChannelType::SlaveReceiveOnly, 0,
                             ant::extended_assignment::background_scan));
  (void)host.ask(ant::channel_id(0, {}));
  (void)host.ask(ant::set_frequency(0, 57));
  (void)host.ask(ant::open(0));
  bench.run(3s);
  std::vector<std::uint8_t> types;
  for (const ant::Data& data : data_on(host, 0)) types.push_back(data.extended.id.value().type);
  for (const int type : {17, 120, 11, 122}) {
    EXPECT_GE(std::ranges::count(types, type), 9) << type;
  }
}

// ant-fec.md 2.10: FE-C data was lost for 30 s while an idle channel searched.
TEST(Room, AHighPrioritySearchStarvesTheTrainersChannelAndALowOneCostsNothing) {
  const auto heard_in_20_s = [](std::uint8_t high, std::uint8_t low) {
    Bench bench;  // no strap is there to be found
    bench.host->set_up();
    bench.run(2s);
    Wanted wanted = strap_channel();
    wanted.high_priority = high;
    wanted.low_priority = low;
    open_channel(*bench.host, 1, wanted);
    bench.host->heard.clear();
    bench.run(20s);
    return broadcasts_on(*bench.host, 0);
  };
  EXPECT_GE(heard_in_20_s(0, ant::search_timeout::forever), 79);
  EXPECT_LT(heard_in_20_s(10, 0), 25);
  EXPECT_LT(heard_in_20_s(ant::search_timeout::forever, 0), 25);
  EXPECT_LT(heard_in_20_s(10, ant::search_timeout::forever), 25);  // the default left as it was
  const int after_5_s_low = heard_in_20_s(10, 2);
  EXPECT_GT(after_5_s_low, 19);
  EXPECT_LT(after_5_s_low, 45);
}

TEST(Room, TheTrainerIsHeardAgainAfterTheSearchHasGivenUpOrFound) {
  Bench bench({}, room_with({"strap"}));
  Host& host = *bench.host;
  host.set_up();
  bench.run(2s);
  Wanted nobody = strap_channel();
  nobody.id.device = 99;
  nobody.high_priority = 4;  // 10 s
  nobody.low_priority = 0;
  open_channel(host, 1, nobody);
  bench.run(12s);
  EXPECT_EQ(bench.world->stick().state(1), ant::ChannelState::Assigned);
  host.heard.clear();
  bench.run(20s);
  EXPECT_GE(broadcasts_on(host, 0), 79);
  Wanted there = strap_channel();
  there.high_priority = 255;
  open_channel(host, 2, there);
  bench.run(5s);
  EXPECT_EQ(bench.world->stick().state(2), ant::ChannelState::Tracking);
  host.heard.clear();
  bench.run(20s);
  EXPECT_GE(broadcasts_on(host, 0), 79);
}

TEST(Room, ASensorConfirmsAnAcknowledgedPageAndDoesNothingElse) {
  Bench bench({}, room_with({"strap"}));
  bench.host->set_up();
  open_channel(*bench.host, 1, strap_channel());
  bench.run(2s);
  EXPECT_EQ(bench.host->send(page_48(40), 1), ant::Code::TransferCompleted);
  EXPECT_TRUE(bench.world->trainer().received().empty());
}

TEST(Room, ASilentSensorIsLostAndFoundWhileTheTrainerIsHeard) {
  for (const char* fault : {"sensor_silence@10+20", "sensor_silence=120@10+20"}) {
    SCOPED_TRACE(fault);
    Bench bench({fault}, room_with({"strap", "power"}));
    Host& host = *bench.host;
    host.set_up();
    open_channel(host, 1, strap_channel());
    open_channel(host, 2, {.id = {.device = 0, .type = 11, .transmission = 0}, .period = 8182});
    bench.timers.run_until(Instant{10s});
    host.heard.clear();
    bench.timers.run_until(Instant{29s});
    EXPECT_EQ(broadcasts_on(host, 1), 0);
    EXPECT_EQ(bench.world->stick().state(1), ant::ChannelState::Searching);
    EXPECT_EQ(broadcasts_on(host, 2) > 0, std::string_view{fault}.find('=') != std::string::npos);
    EXPECT_GE(broadcasts_on(host, 0), 75);
    bench.timers.run_until(Instant{35s});
    EXPECT_GE(broadcasts_on(host, 1), 15);
  }
}

// What was recorded without sensors stays as it was: nothing of theirs moves the dice of others.
TEST(Room, TheTrainersPagesAreTheSameWithSensorsAndWithout) {
  const auto pages = [](const std::vector<std::string>& sensors) {
    WorldOptions options = room_with(sensors);
    options.seed = 5;
    options.remote = !sensors.empty();
    options.usual_loss = Share{0.02};
    JumpingTimers timers;
    World world{timers, options};
    Host host{timers, world};
    host.set_up();
    timers.run_for(60s);
    std::vector<ant::Payload> found;
    for (const ant::Data& data : data_on(host, 0)) found.push_back(data.page);
    return found;
  };
  const auto alone = pages({});
  EXPECT_GT(alone.size(), 220u);
  EXPECT_EQ(alone, pages({"strap", "power torque scale 20", "speed_cadence", "speed"}));
}

TEST(Room, RepeatsItselfByteForByteWithSensorsAndARemote) {
  const auto bytes = [](std::uint64_t seed) {
    WorldOptions options = room_with({"strap", "power", "speed_cadence"});
    options.seed = seed;
    options.remote = true;
    options.presses = {{.at = 9s, .button = Button::Stop}, {.at = 5s, .button = Button::Lap}};
    JumpingTimers timers;
    options.faults = {parse_fault("bursts=1").value()};
    World world{timers, options};
    Host host{timers, world};
    host.set_up();
    open_channel(host, 1, strap_channel());
    (void)host.ask(ant::assign(2, ant::ChannelType::Master, 0));
    (void)host.ask(ant::channel_id(2, {.device = 1, .type = 16, .transmission = 5}));
    (void)host.ask(ant::set_frequency(2, 57));
    (void)host.ask(ant::open(2));
    timers.run_for(60s);
    return host.raw;
  };
  EXPECT_EQ(bytes(3), bytes(3));
  EXPECT_NE(bytes(3), bytes(4));
}

// --- the remote ---------------------------------------------------------------------------------

constexpr ant::Payload availability{0x02, 0, 0, 0, 0, 0, 0, 0x10};

struct Handlebar : Bench {
  explicit Handlebar(std::vector<std::string> faults = {}, std::vector<Press> presses = {},
                     bool remote = true)
      : Bench(std::move(faults), [&] {
          WorldOptions options;
          options.remote = remote;
          options.presses = presses;
          return options;
        }()) {
    host->set_up();
  }
  void open_as_master(std::uint8_t type = 16, std::uint16_t period = 8192,
                      std::uint8_t frequency = 57) {
    EXPECT_EQ(host->code_for(ant::assign(1, ant::ChannelType::Master, 0)), ant::Code::NoError);
    (void)host->ask(ant::channel_id(1, {.device = 77, .type = type, .transmission = 5}));
    (void)host->ask(ant::set_period(1, period));
    (void)host->ask(ant::set_frequency(1, frequency));
    EXPECT_EQ(host->code_for(ant::open(1)), ant::Code::NoError);
    host->write(ant::broadcast(1, availability));
  }
  [[nodiscard]] std::vector<ant::Data> pressed() const { return data_on(*host, 1); }
};

TEST(Remote, APressReachesTheHostAsAnAcknowledgedPage) {
  Handlebar bench;
  bench.open_as_master();
  bench.run(1s);
  EXPECT_TRUE(bench.pressed().empty());
  bench.world->press(Button::Lap);
  bench.run(300ms);
  ASSERT_EQ(bench.pressed().size(), 1u);
  const ant::Data data = bench.pressed().front();
  EXPECT_EQ(data.kind, ant::DataKind::Acknowledged);
  EXPECT_EQ(bench.host->count(ant::MessageId::AcknowledgedData), 1);
  EXPECT_EQ(data.page[0], 0x49);
  EXPECT_EQ(data.page[6] | data.page[7] << 8, 36);
  bench.world->press(Button::Stop);
  bench.run(300ms);
  ASSERT_EQ(bench.pressed().size(), 2u);
  EXPECT_EQ(bench.pressed()[1].page[6], 33);
  EXPECT_EQ(bench.pressed()[1].page[5], data.page[5] + 1);  // its own number
}

TEST(Remote, PressesInAScriptComeAtTheirTimesAndInTheirOrder) {
  Handlebar bench({},
                  {{.at = 8s, .button = Button::Start}, {.at = 4s, .button = Button::MenuDown}});
  bench.open_as_master();
  bench.timers.run_until(Instant{3990ms});
  EXPECT_TRUE(bench.pressed().empty());
  bench.timers.run_until(Instant{4300ms});
  ASSERT_EQ(bench.pressed().size(), 1u);
  EXPECT_EQ(bench.pressed()[0].page[6], 1);
  bench.timers.run_until(Instant{8300ms});
  ASSERT_EQ(bench.pressed().size(), 2u);
  EXPECT_EQ(bench.pressed()[1].page[6], 32);
}

TEST(Remote, IsDeafToAChannelThatIsNotAnAntPlusControl) {
  const auto heard = [](std::uint8_t type, std::uint16_t period, std::uint8_t frequency) {
    Handlebar bench;
    bench.open_as_master(type, period, frequency);
    bench.run(1s);
    bench.world->press(Button::Lap);
    bench.run(5s);
    return !bench.pressed().empty();
  };
  EXPECT_TRUE(heard(16, 8192, 57));
  EXPECT_FALSE(heard(17, 8192, 57));
  EXPECT_FALSE(heard(16, 8070, 57));
  EXPECT_FALSE(heard(16, 8192, 66));
}

TEST(Remote, SendsNothingToAHostThatDoesNotSayThatItTakesCommands) {
  Handlebar bench;
  bench.open_as_master();
  ant::Payload other_kinds = availability;
  other_kinds[7] = 0x09;  // audio and keypad
  bench.host->write(ant::broadcast(1, other_kinds));
  bench.run(1s);
  bench.world->press(Button::Lap);
  bench.run(2s);
  EXPECT_TRUE(bench.pressed().empty());
  bench.host->write(ant::broadcast(1, availability));
  bench.run(1s);
  EXPECT_EQ(bench.pressed().size(), 1u);
}

TEST(Remote, APressWithoutAHostIsForgotten) {
  Handlebar bench;
  bench.world->press(Button::Stop);
  bench.run(10s);
  bench.open_as_master();
  bench.run(5s);
  EXPECT_TRUE(bench.pressed().empty());
}

TEST(Remote, SendsAPressAgainWithTheSameNumberWhenItsConfirmationIsLost) {
  Handlebar bench({"ack_loss=100@0+5"});
  bench.open_as_master();
  bench.timers.run_until(Instant{4s});
  bench.world->press(Button::Lap);
  bench.run(10s);
  ASSERT_GE(bench.pressed().size(), 3u);
  for (const ant::Data& data : bench.pressed()) EXPECT_EQ(data.page, bench.pressed()[0].page);
  EXPECT_LE(bench.pressed().size(), 7u);  // confirmed at last
}

TEST(Stick, AsMasterAsksForAPageInEachSlotAndNeverSearches) {
  Handlebar bench({}, {}, false);
  bench.open_as_master();
  EXPECT_EQ(bench.world->stick().state(1), ant::ChannelState::Tracking);
  bench.host->heard.clear();
  bench.run(100s);
  EXPECT_NEAR(bench.host->events(ant::Code::Tx), 400, 1);
  EXPECT_EQ(bench.host->events(ant::Code::RxFail), 0);
  EXPECT_TRUE(bench.pressed().empty());
  EXPECT_NEAR(broadcasts_on(*bench.host, 0), 400, 1);  // the trainer pays nothing for it
  EXPECT_EQ(bench.host->code_for(ant::close(1)), ant::Code::NoError);
  bench.run(100ms);
  EXPECT_EQ(bench.world->stick().state(1), ant::ChannelState::Assigned);
  bench.host->heard.clear();
  bench.run(2s);
  EXPECT_EQ(bench.host->events(ant::Code::Tx), 0);
}

TEST(Stick, AsMasterKnowsWhetherSomebodyTookItsAcknowledgedPage) {
  Handlebar heard;
  heard.open_as_master();
  EXPECT_EQ(heard.host->send(availability, 1), ant::Code::TransferCompleted);
  Handlebar alone({}, {}, false);
  alone.open_as_master();
  EXPECT_EQ(alone.host->send(availability, 1), ant::Code::TransferFailed);
}

}  // namespace
}  // namespace softpedal::sim
