// SPDX-License-Identifier: MIT
// The stick's side of the line, byte for byte. Frames are those of ant-fec.md section 8, copied by
// their numbers there, so that neither our builders nor our readers can hide a slip.
#include <gtest/gtest.h>

#include <sstream>

#include "tests/drivers/sim/bench.hpp"

namespace softpedal::sim {
namespace {

std::vector<std::uint8_t> hex(const char* text) {
  std::vector<std::uint8_t> bytes;
  std::istringstream in{text};
  for (unsigned byte = 0; in >> std::hex >> byte;) bytes.push_back(static_cast<std::uint8_t>(byte));
  return bytes;
}

std::string text_of(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    constexpr char digits[] = "0123456789ABCDEF";
    if (!text.empty()) text += ' ';
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

// Everything the stick says within a few milliseconds of these bytes.
std::string said(Bench& bench, std::span<const std::uint8_t> bytes) {
  bench.host->raw.clear();
  bench.host->write(bytes);
  bench.run(4ms);
  return text_of(bench.host->raw);
}
std::string said(Bench& bench, const char* bytes) { return said(bench, hex(bytes)); }

TEST(Stick, AnswersTheWorkedFramesOfASetUp) {
  Bench bench;
  EXPECT_EQ(said(bench, "A4 01 4A 00 EF"), "A4 01 6F 20 EA");                    // 1, 2
  EXPECT_EQ(said(bench, "A4 02 4D 00 54 BF"), "A4 06 54 08 03 00 BA 36 00 71");  // 3, 4
  EXPECT_EQ(said(bench, "A4 02 4D 00 3E D5"), "A4 0B 3E 41 4A 4B 31 2E 30 34 52 41 46 00 9F");  // 6
  const auto key = ant::set_network_key(0, antplus::network_key);
  EXPECT_EQ(key.bytes().back(), 0x64);                                           // 7
  EXPECT_EQ(said(bench, key.bytes()), "A4 03 40 00 46 00 A1");                   // 8
  EXPECT_EQ(said(bench, "A4 03 42 00 00 00 E5"), "A4 03 40 00 42 00 A5");        // 9
  EXPECT_EQ(said(bench, "A4 05 51 00 00 00 11 00 E1"), "A4 03 40 00 51 00 B6");  // 10
  EXPECT_EQ(said(bench, "A4 03 43 00 00 20 C4"), "A4 03 40 00 43 00 A4");        // 12
  EXPECT_EQ(said(bench, "A4 02 45 00 39 DA"), "A4 03 40 00 45 00 A2");           // 13
  EXPECT_EQ(said(bench, "A4 02 63 00 FF 3A"), "A4 03 40 00 63 00 84");           // 14
  EXPECT_EQ(said(bench, "A4 02 44 00 00 E2"), "A4 03 40 00 44 00 A3");           // 15
  EXPECT_EQ(said(bench, "A4 02 6E 00 E0 28"), "A4 03 40 00 6E 00 89");           // 16
  EXPECT_EQ(said(bench, "A4 01 4B 00 EE"), "A4 03 40 00 4B 00 AC");              // 17
  bench.run(2s);
  EXPECT_EQ(said(bench, "A4 02 4D 00 52 B9").substr(0, 11), "A4 02 52 00");
  EXPECT_EQ(bench.world->stick().state(0), ant::ChannelState::Tracking);
  const std::string id = said(bench, "A4 02 4D 00 51 BA");  // 22; 31415 = 0x7AB7
  EXPECT_NE(id.find("A4 05 51 00 B7 7A 11 05"), std::string::npos) << id;
  EXPECT_NE(said(bench, "A4 01 4C 00 E9").find("A4 03 40 00 4C 00 AB"), std::string::npos);  // 67
  bench.run(100ms);
  EXPECT_EQ(bench.host->events(ant::Code::ChannelClosed), 1);
  EXPECT_EQ(said(bench, "A4 01 41 00 E4"), "A4 03 40 00 41 00 A6");  // 68
}

TEST(Stick, SendsExtendedDataInTheFormOfRealSticks) {
  Bench bench;
  bench.host->set_up();
  bench.run(2s);
  ASSERT_FALSE(bench.host->pages(25).empty());
  for (const Heard& each : bench.host->heard) {
    if (each.message.id != ant::MessageId::BroadcastData) continue;
    const auto data = each.message.data();
    ASSERT_EQ(data.size(), 0x14u);  // 25 and 26 in section 8
    EXPECT_EQ(text_of(data.subspan(9, 9)), "E0 B7 7A 11 05 10 00 68 00");
  }
}

TEST(Stick, ReceiveTimesAreASlotApart) {
  Bench bench;
  bench.host->set_up();
  bench.run(10s);
  std::optional<std::uint16_t> before;
  for (const Heard& each : bench.host->heard) {
    const auto data = ant::read_data(each.message);
    if (!data) continue;
    const std::uint16_t time = data->extended.receive_time.value();
    if (before) {
      EXPECT_NEAR(static_cast<std::uint16_t>(time - *before), 8192, 3);
    }
    before = time;
  }
  EXPECT_TRUE(before.has_value());
}

TEST(Stick, SendsPlainDataWhenNotAskedForMore) {
  Bench bench;
  bench.host->write(ant::reset());
  bench.run(10ms);
  (void)bench.host->ask(ant::set_network_key(0, antplus::network_key));
  bench.host->open_channel(0, {.device = 0, .type = 17, .transmission = 0});
  bench.run(2s);
  int broadcasts = 0;
  for (const Heard& each : bench.host->heard) {
    if (each.message.id != ant::MessageId::BroadcastData) continue;
    ++broadcasts;
    EXPECT_EQ(each.message.size, 9);
  }
  EXPECT_GE(broadcasts, 7);
}

TEST(Stick, RefusesWhatTheChannelsStateDoesNotAllow) {
  Bench bench;
  Host& host = *bench.host;
  host.write(ant::reset());
  bench.run(10ms);
  EXPECT_EQ(said(bench, "A4 03 43 00 00 20 C4"), "A4 03 40 00 43 15 B1");  // 56: code 21
  EXPECT_EQ(host.code_for(ant::open(0)), ant::Code::ChannelInWrongState);
  EXPECT_EQ(host.code_for(ant::close(0)), ant::Code::ChannelInWrongState);
  EXPECT_EQ(host.code_for(ant::unassign(0)), ant::Code::ChannelInWrongState);
  EXPECT_EQ(host.code_for(ant::acknowledged(0, page_48(0))), ant::Code::ChannelNotOpened);
  EXPECT_EQ(host.code_for(ant::assign(0, ant::ChannelType::Slave, 3)), ant::Code::InvalidNetwork);
  EXPECT_EQ(host.code_for(ant::assign(8, ant::ChannelType::Slave, 0)), ant::Code::InvalidMessage);
  EXPECT_EQ(host.code_for(ant::assign(0, ant::ChannelType::Slave, 0)), ant::Code::NoError);
  EXPECT_EQ(host.code_for(ant::assign(0, ant::ChannelType::Slave, 0)),
            ant::Code::ChannelInWrongState);
  EXPECT_EQ(host.code_for(ant::open(0)), ant::Code::ChannelIdNotSet);
  EXPECT_EQ(host.code_for(ant::channel_id(0, {.type = 17})), ant::Code::NoError);
  EXPECT_EQ(host.code_for(ant::open(0)), ant::Code::NoError);
  EXPECT_EQ(host.code_for(ant::open(0)), ant::Code::ChannelInWrongState);
  EXPECT_EQ(host.code_for(ant::channel_id(0, {.type = 17})), ant::Code::ChannelInWrongState);
  EXPECT_EQ(host.code_for(ant::unassign(0)), ant::Code::ChannelInWrongState);
  EXPECT_EQ(host.code_for(ant::close(0)), ant::Code::NoError);
  EXPECT_EQ(host.code_for(ant::unassign(0)), ant::Code::ChannelInWrongState);  // before event 7
  bench.run(100ms);
  EXPECT_EQ(host.code_for(ant::unassign(0)), ant::Code::NoError);
}

TEST(Stick, AnswersUnknownAndShortCommandsWithInvalidMessage) {
  Bench bench;
  for (const char* bytes : {"A4 01 C7 00 62",        // would write its flash
                            "A4 01 42 00 E7",        // too short to assign
                            "A4 02 4D 00 99 72"}) {  // asks for what there is not
    const std::string answer = said(bench, bytes);
    ASSERT_EQ(answer.substr(0, 8), "A4 03 40") << bytes;
    EXPECT_EQ(answer.substr(15, 2), "28") << bytes << " -> " << answer;
  }
}

TEST(Stick, IgnoresPaddingAndSaysWhenAFrameIsDamaged) {
  Bench bench;
  EXPECT_EQ(said(bench, "00 00 A4 01 4A 00 EF 00 00"), "A4 01 6F 20 EA");
  EXPECT_EQ(said(bench, "A4 02 4D 00 54 BF 00 00 00 00 00"), "A4 06 54 08 03 00 BA 36 00 71");
  EXPECT_EQ(said(bench, "A4 02 4D 00 54 00").substr(0, 11), "A4 01 AE 02");
  bench.run(100ms);
  EXPECT_NE(said(bench, "55 A4 02 4D 00 54 BF").find("A4 06 54"), std::string::npos);
}

TEST(Stick, SearchesForEverWithAWrongKeyAndNeverSaysWhy) {
  Bench bench;
  bench.host->write(ant::reset());
  bench.run(10ms);
  auto key = antplus::network_key;
  key[3] ^= 1;
  EXPECT_EQ(bench.host->code_for(ant::set_network_key(0, key)), ant::Code::NoError);
  bench.host->open_channel(0, {.device = 0, .type = 17, .transmission = 0});
  bench.run(120s);
  EXPECT_EQ(bench.world->stick().state(0), ant::ChannelState::Searching);
  EXPECT_EQ(bench.host->count(ant::MessageId::BroadcastData), 0);
}

TEST(Stick, HearsOnlyWhatTheChannelIsSetTo) {
  const auto finds = [](auto change) {
    Bench bench;
    Host& host = *bench.host;
    host.write(ant::reset());
    bench.run(10ms);
    (void)host.ask(ant::set_network_key(0, antplus::network_key));
    (void)host.ask(ant::assign(0, ant::ChannelType::Slave, 0));
    (void)host.ask(ant::channel_id(0, {.device = 31415, .type = 17, .transmission = 5}));
    (void)host.ask(ant::set_frequency(0, 57));
    change(host);
    (void)host.ask(ant::open(0));
    bench.run(3s);
    return bench.world->stick().state(0) == ant::ChannelState::Tracking;
  };
  EXPECT_TRUE(finds([](Host&) {}));
  EXPECT_FALSE(finds([](Host& h) { (void)h.ask(ant::set_frequency(0, 66)); }));
  EXPECT_FALSE(finds([](Host& h) { (void)h.ask(ant::set_period(0, 8070)); }));
  EXPECT_FALSE(finds([](Host& h) {
    (void)h.ask(ant::channel_id(0, {.device = 31416, .type = 17, .transmission = 0}));
  }));
  EXPECT_FALSE(finds([](Host& h) {
    (void)h.ask(ant::channel_id(0, {.device = 0, .type = 120, .transmission = 0}));
  }));
}

TEST(Stick, GivesUpASearchAfterBothTimeLimitsAndKeepsTheSettings) {
  Bench bench({"silence@0+40"});
  Host& host = *bench.host;
  host.write(ant::reset());
  bench.run(10ms);
  (void)host.ask(ant::set_network_key(0, antplus::network_key));
  (void)host.ask(ant::assign(0, ant::ChannelType::Slave, 0));
  (void)host.ask(ant::channel_id(0, {.device = 0, .type = 17, .transmission = 0}));
  (void)host.ask(ant::set_frequency(0, 57));
  (void)host.ask(ant::open(0));  // with the usual limits: 5 s and 25 s
  bench.run(29s);
  EXPECT_EQ(host.events(ant::Code::SearchTimeout), 0);
  bench.run(2s);
  EXPECT_EQ(host.events(ant::Code::SearchTimeout), 1);
  EXPECT_EQ(host.events(ant::Code::ChannelClosed), 1);
  bench.run(10s);
  EXPECT_EQ(host.code_for(ant::open(0)), ant::Code::NoError);  // 0x4B again is enough
  bench.run(2s);
  EXPECT_EQ(bench.world->stick().state(0), ant::ChannelState::Tracking);
}

TEST(Stick, ConfirmsAPageRightBehindTheNextBroadcast) {
  Bench bench;
  Host& host = *bench.host;
  host.set_up();
  bench.run(1s);
  const std::size_t from = host.heard.size();
  EXPECT_EQ(host.send(page_48(10)), ant::Code::TransferCompleted);
  ASSERT_GE(host.heard.size(), from + 2);
  const Heard& broadcast = host.heard[host.heard.size() - 2];
  const Heard& event = host.heard[host.heard.size() - 1];
  EXPECT_EQ(broadcast.message.id, ant::MessageId::BroadcastData);
  EXPECT_EQ(event.at - broadcast.at, Duration{3ms});
  ASSERT_EQ(bench.world->trainer().received().size(), 1u);
  EXPECT_EQ(bench.world->trainer().received()[0].page, page_48(10));
}

TEST(Stick, TakesNoSecondPageWhileOneIsWaiting) {
  Bench bench;
  Host& host = *bench.host;
  host.set_up();
  bench.run(1s);
  host.write(ant::acknowledged(0, page_48(10)));
  host.write(ant::acknowledged(0, page_48(20)));
  bench.run(1s);
  int refused = 0;
  for (const Heard& each : host.heard) {
    // 55 in section 8: response to 0x4F, code 31
    refused +=
        text_of(ant::Frame{each.message.id, each.message.data()}.bytes()) == "A4 03 40 00 4F 1F B7"
            ? 1
            : 0;
  }
  EXPECT_EQ(refused, 1);
  ASSERT_EQ(bench.world->trainer().received().size(), 1u);
  EXPECT_EQ(bench.world->trainer().received()[0].page, page_48(10));
}

TEST(Stick, LetsAPageWaitThroughMissedBroadcasts) {
  Bench bench({"silence@2+1"});
  Host& host = *bench.host;
  host.set_up();
  bench.timers.run_until(Instant{2s});
  host.write(ant::acknowledged(0, page_48(10)));
  bench.timers.run_until(Instant{2900ms});
  EXPECT_GE(host.events(ant::Code::RxFail), 2);
  EXPECT_EQ(host.events(ant::Code::TransferCompleted), 0);
  EXPECT_EQ(host.events(ant::Code::TransferFailed), 0);
  bench.timers.run_until(Instant{4s});
  EXPECT_EQ(host.events(ant::Code::TransferCompleted), 1);
}

TEST(Stick, LosesAWaitingPageWithoutAWordWhenItGoesToSearch) {
  Bench bench({"silence@2+5"});
  Host& host = *bench.host;
  host.set_up();
  bench.timers.run_until(Instant{2s});
  host.write(ant::acknowledged(0, page_48(10)));
  bench.timers.run_until(Instant{10s});
  EXPECT_EQ(host.events(ant::Code::RxFail), Stick::missed_to_search);
  EXPECT_EQ(host.events(ant::Code::RxFailGoToSearch), 1);
  EXPECT_EQ(host.events(ant::Code::TransferCompleted) + host.events(ant::Code::TransferFailed), 0);
  EXPECT_TRUE(bench.world->trainer().received().empty());
  EXPECT_EQ(bench.world->stick().state(0), ant::ChannelState::Tracking);  // found again
}

TEST(Stick, ReceiveOnlyChannelsAndSearchingOnesCannotSend) {
  Bench bench;
  Host& host = *bench.host;
  host.write(ant::reset());
  bench.run(10ms);
  (void)host.ask(ant::set_network_key(0, antplus::network_key));
  (void)host.ask(ant::assign(0, ant::ChannelType::SlaveReceiveOnly, 0));
  (void)host.ask(ant::channel_id(0, {.device = 0, .type = 17, .transmission = 0}));
  (void)host.ask(ant::set_frequency(0, 57));
  (void)host.ask(ant::open(0));
  EXPECT_EQ(host.code_for(ant::acknowledged(0, page_48(0))), ant::Code::ChannelInWrongState);
  bench.run(2s);
  EXPECT_EQ(host.code_for(ant::acknowledged(0, page_48(0))), ant::Code::ChannelInWrongState);
}

WorldOptions room_of_two() {
  WorldOptions options;
  options.trainers = {TrainerOptions{.number = 1000}, TrainerOptions{.number = 0x12345}};
  return options;
}

TEST(Stick, StaysWithTheTrainerThatAWildcardFound) {
  Bench bench({}, room_of_two());
  Host& host = *bench.host;
  host.set_up();
  bench.run(20s);
  std::optional<ant::ChannelId> first;
  for (const Heard& each : host.heard) {
    const auto data = ant::read_data(each.message);
    if (!data) continue;
    if (!first) first = data->extended.id;
    EXPECT_EQ(data->extended.id, first);
  }
  ASSERT_TRUE(first.has_value());
}

TEST(Stick, FindsATrainerByItsTwentyBitNumber) {
  Bench bench({}, room_of_two());
  Host& host = *bench.host;
  host.set_up({.device = 0x2345, .type = 17, .transmission = 0x15});
  bench.run(3s);
  ASSERT_FALSE(host.pages(25).empty());
  for (const Heard& each : host.heard) {
    const auto data = ant::read_data(each.message);
    if (data) {
      EXPECT_EQ(data->extended.id->number(), 0x12345u);
    }
  }
}

TEST(Stick, TracksSeveralChannelsAtOnce) {
  Bench bench({}, room_of_two());
  Host& host = *bench.host;
  host.set_up({.device = 1000, .type = 17, .transmission = 0}, 0);
  host.open_channel(1, {.device = 0x2345, .type = 17, .transmission = 0});
  bench.run(3s);
  EXPECT_EQ(bench.world->stick().state(0), ant::ChannelState::Tracking);
  EXPECT_EQ(bench.world->stick().state(1), ant::ChannelState::Tracking);
  EXPECT_EQ(host.send(page_48(8), 1), ant::Code::TransferCompleted);
  EXPECT_TRUE(bench.world->trainer(0).received().empty());
  EXPECT_EQ(bench.world->trainer(1).received().size(), 1u);
}

std::vector<std::uint32_t> numbers_heard(const Host& host) {
  std::vector<std::uint32_t> numbers;
  for (const Heard& each : host.heard) {
    const auto data = ant::read_data(each.message);
    if (!data) continue;
    const std::uint32_t number = data->extended.id.value().number();
    if (std::ranges::find(numbers, number) == numbers.end()) numbers.push_back(number);
  }
  std::ranges::sort(numbers);
  return numbers;
}

TEST(Stick, ScansTheWholeRoomInTheBackground) {
  Bench bench({}, room_of_two());
  Host& host = *bench.host;
  host.write(ant::reset());
  bench.run(10ms);
  (void)host.ask(ant::set_network_key(0, antplus::network_key));
  (void)host.ask(ant::configure_library(ant::library_config::channel_id));
  EXPECT_EQ(host.code_for(ant::assign(0, ant::ChannelType::SlaveReceiveOnly, 0,
                                      ant::extended_assignment::background_scan)),
            ant::Code::NoError);
  (void)host.ask(ant::channel_id(0, {}));
  (void)host.ask(ant::set_frequency(0, 57));
  (void)host.ask(ant::set_low_priority_search(0, ant::search_timeout::forever));
  EXPECT_EQ(host.code_for(ant::open(0)), ant::Code::NoError);
  bench.run(3s);
  EXPECT_EQ(numbers_heard(host), (std::vector<std::uint32_t>{1000, 0x12345}));
}

TEST(Stick, ScansContinuouslyOnlyWithAllOtherChannelsClosed) {
  Bench bench({}, room_of_two());
  Host& host = *bench.host;
  host.set_up({.device = 1000, .type = 17, .transmission = 0}, 1);
  (void)host.ask(ant::assign(0, ant::ChannelType::Slave, 0));
  (void)host.ask(ant::channel_id(0, {}));
  (void)host.ask(ant::set_frequency(0, 57));
  EXPECT_EQ(host.code_for(ant::open_scan()), ant::Code::CloseAllChannels);
  (void)host.ask(ant::close(1));
  bench.run(100ms);
  EXPECT_EQ(host.code_for(ant::open_scan()), ant::Code::NoError);
  EXPECT_EQ(host.code_for(ant::open(1)), ant::Code::CloseAllChannels);
  bench.run(3s);
  EXPECT_EQ(numbers_heard(host), (std::vector<std::uint32_t>{1000, 0x12345}));
  EXPECT_EQ(host.code_for(ant::acknowledged(0, page_48(0))), ant::Code::InvalidScanTxChannel);
}

TEST(Stick, AListKeepsATrainerOut) {
  Bench bench({}, room_of_two());
  Host& host = *bench.host;
  host.write(ant::reset());
  bench.run(10ms);
  (void)host.ask(ant::set_network_key(0, antplus::network_key));
  (void)host.ask(ant::configure_library(ant::library_config::channel_id));
  (void)host.ask(ant::assign(0, ant::ChannelType::Slave, 0));
  (void)host.ask(ant::channel_id(0, {.device = 0, .type = 17, .transmission = 0}));
  (void)host.ask(ant::set_frequency(0, 57));
  EXPECT_EQ(said(bench, "A4 06 59 00 E8 03 11 05 00 04"), "A4 03 40 00 59 00 BE");  // entry 0
  EXPECT_EQ(said(bench, "A4 03 5A 00 01 01 FD"), "A4 03 40 00 5A 00 BD");           // exclude
  (void)host.ask(ant::open(0));
  bench.run(3s);
  EXPECT_EQ(numbers_heard(host), std::vector<std::uint32_t>{0x12345});
}

TEST(Stick, KeepsOldMessagesForAHostThatWasAwayAndThenSaysThatItRanOver) {
  Bench bench;
  Host& host = *bench.host;
  host.set_up();
  bench.run(1s);
  host.hang_up();
  bench.run(60s);
  host.heard.clear();
  host.plug_in();
  bench.run(1ms);
  EXPECT_EQ(host.count(ant::MessageId::BroadcastData), static_cast<int>(Stick::buffer));
  EXPECT_EQ(host.events(ant::Code::SerialQueueOverflow), 1);
  EXPECT_EQ(bench.world->stick().state(0), ant::ChannelState::Tracking);  // nobody closed it
}

TEST(Stick, SurvivesAnyBytes) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(seed);
    Bench bench;
    bench.host->set_up();
    Dice dice{seed};
    for (int i = 0; i < 300; ++i) {
      std::vector<std::uint8_t> bytes(1 + dice.next() % 40);
      for (auto& byte : bytes) byte = static_cast<std::uint8_t>(dice.next());
      if (dice.chance(0.8)) {  // a good frame around nonsense
        const std::span data{bytes.data(),
                             std::min<std::size_t>(bytes.size(), 1 + dice.next() % 12)};
        const ant::Frame frame{ant::MessageId{static_cast<std::uint8_t>(0x40 + dice.next() % 0x45)},
                               data};
        bench.host->write(frame);
      } else {
        bench.host->write(bytes);
      }
      bench.run(std::chrono::milliseconds{dice.next() % 120});
    }
    bench.run(1s);
    bench.host->heard.clear();
    bench.host->write(ant::reset());
    bench.run(100ms);
    EXPECT_GE(bench.host->count(ant::MessageId::StartUp), 1);
  }
}

}  // namespace
}  // namespace softpedal::sim
