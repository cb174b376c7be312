// SPDX-License-Identifier: MIT
#include "drivers/ant/message.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace softpedal::ant {
namespace {

using Bytes = std::vector<std::uint8_t>;

Message message(MessageId id, const Bytes& data) {
  Message made{.id = id, .size = static_cast<std::uint8_t>(data.size())};
  std::ranges::copy(data, made.storage.begin());
  return made;
}
Message message(const Frame& frame) {
  return message(frame.id(), {frame.data().begin(), frame.data().end()});
}

constexpr Payload page{0x19, 1, 60, 40, 0, 40, 0, 0x30};
Bytes broadcast_with(const Bytes& extended) {
  Bytes data{2};
  data.insert(data.end(), page.begin(), page.end());
  data.insert(data.end(), extended.begin(), extended.end());
  return data;
}
Extended extended_in(const Bytes& extended) {
  const auto data = read_data(message(MessageId::BroadcastData, broadcast_with(extended)));
  EXPECT_TRUE(data && data->page == page && data->channel == 2);
  return data ? data->extended : Extended{};
}

constexpr ChannelId tacx{.device = 0x3BA0, .type = 17, .transmission = 5};

TEST(Messages, EachPartOfExtendedDataCanStandAlone) {
  EXPECT_EQ(extended_in({}), Extended{});
  EXPECT_EQ(extended_in({0x00}), Extended{});
  EXPECT_EQ(extended_in({0x80, 0xA0, 0x3B, 0x11, 0x05}), (Extended{.id = tacx}));
  EXPECT_EQ(extended_in({0x20, 0x64, 0x1B}), (Extended{.receive_time = 0x1B64}));
  EXPECT_EQ(extended_in({0x40, 0x10, 0x01, 0x6D, 0x00}),
            (Extended{.rssi = Rssi{.gain_register = 0x006D}}));
}

TEST(Messages, BothKindsOfSignalStrengthKeepTheTimeInItsPlace) {
  EXPECT_EQ(
      extended_in({0xE0, 0xA0, 0x3B, 0x11, 0x05, 0x20, 0xC4, 0x80, 0x64, 0x1B}),
      (Extended{
          .id = tacx, .rssi = Rssi{.strength = DecibelMilliwatts{-60}}, .receive_time = 0x1B64}));
  EXPECT_EQ(extended_in({0xE0, 0xA0, 0x3B, 0x11, 0x05, 0x10, 0x00, 0x68, 0x00, 0x64, 0x1B}),
            (Extended{.id = tacx, .rssi = Rssi{.gain_register = 0x0068}, .receive_time = 0x1B64}));
}

TEST(Messages, AfterAnUnknownKindOfSignalStrengthNoTimeIsMadeUp) {
  EXPECT_EQ(extended_in({0xE0, 0xA0, 0x3B, 0x11, 0x05, 0x77, 0x00, 0x68, 0x00, 0x64, 0x1B}),
            (Extended{.id = tacx}));
}

TEST(Messages, ACutBlockIsNotRead) {
  const Bytes whole{0xE0, 0xA0, 0x3B, 0x11, 0x05, 0x10, 0x00, 0x68, 0x00, 0x64, 0x1B};
  for (std::size_t kept = 0; kept < whole.size(); ++kept) {
    SCOPED_TRACE(kept);
    const Extended extended =
        extended_in({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(kept)});
    EXPECT_EQ(extended.id.has_value(), kept >= 5);
    EXPECT_EQ(extended.rssi.has_value(), kept >= 9);
    EXPECT_FALSE(extended.receive_time);
  }
}

TEST(Messages, DataWithoutAWholePageIsNoData) {
  for (std::size_t size = 1; size < 9; ++size) {
    EXPECT_FALSE(read_data(message(MessageId::BroadcastData, Bytes(size, 0)))) << size;
  }
  EXPECT_FALSE(read_data(message(MessageId::OldBroadcastData, Bytes(12, 0))));
  EXPECT_TRUE(read_data(message(MessageId::OldBroadcastData, Bytes(13, 0))));
}

TEST(Messages, TheOldExtendedFormNamesItsSenderBeforeThePage) {
  Bytes bytes{2, 0xA0, 0x3B, 0x11, 0x05};
  bytes.insert(bytes.end(), page.begin(), page.end());
  EXPECT_EQ(
      read_data(message(MessageId::OldAcknowledgedData, bytes)),
      (Data{.kind = DataKind::Acknowledged, .channel = 2, .page = page, .extended = {.id = tacx}}));
}

TEST(Messages, ABurstKeepsItsSequenceBesideTheChannel) {
  const Data last{.kind = DataKind::Burst, .channel = 3, .burst_sequence = 6, .page = page};
  EXPECT_EQ(read_data(message(received(last))), last);
}

TEST(Messages, ADeviceNumberHasTwentyBits) {
  EXPECT_EQ(tacx.number(), 15264u);
  EXPECT_EQ((ChannelId{.device = 0x3BA0, .type = 17, .transmission = 0xA5}).number(), 0xA3BA0u);
}

TEST(Messages, ThePairingBitIsNoPartOfTheDeviceType) {
  EXPECT_EQ((ChannelId{.device = 1, .type = 0x91, .transmission = 5}).device_type(), 17);
}

TEST(Messages, WhatAStickSendsReadsBack) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    const auto byte = [&] { return static_cast<std::uint8_t>(random()); };
    const auto word = [&] { return static_cast<std::uint16_t>(random()); };
    const auto maybe = [&] { return random() % 2 == 0; };
    Data data{.kind = DataKind{static_cast<std::uint8_t>(random() % 3)}};
    data.channel = static_cast<std::uint8_t>(random() % 8);
    if (data.kind == DataKind::Burst) {
      data.burst_sequence = static_cast<std::uint8_t>(random() % 8);
    }
    for (std::uint8_t& part : data.page) part = byte();
    if (maybe()) {
      data.extended.id = ChannelId{.device = word(), .type = byte(), .transmission = byte()};
    }
    if (maybe()) {
      data.extended.rssi =
          maybe() ? Rssi{.strength = DecibelMilliwatts{-static_cast<double>(random() % 129)}}
                  : Rssi{.gain_register = word()};
    }
    if (maybe()) data.extended.receive_time = word();
    ASSERT_EQ(read_data(message(received(data))), data);

    const Response answer{.channel = byte(), .to = MessageId{byte()}, .code = Code{byte()}};
    ASSERT_EQ(read_response(message(response(answer.channel, answer.to, answer.code))), answer);

    const ChannelStatus status{.channel = byte(),
                               .state = ChannelState{static_cast<std::uint8_t>(random() % 4)},
                               .network = static_cast<std::uint8_t>(random() % 4),
                               .type = ChannelType{static_cast<std::uint8_t>(random() % 6 * 16)}};
    ASSERT_EQ(read_channel_status(message(channel_status(status))), status);
  }
}

TEST(Messages, ASerialErrorTellsItsKind) {
  EXPECT_EQ(read_serial_error(message(serial_error(SerialErrorKind::WrongCheck))),
            (SerialError{.kind = SerialErrorKind::WrongCheck}));
}

TEST(Messages, AVersionIsOnlyItsPrintablePart) {
  EXPECT_EQ(read_version(message(MessageId::Version, {'A', 'P', '2', 0, 'x'})), "AP2");
  EXPECT_EQ(read_version(message(MessageId::Version, {'A', 0x1B, '['})), "A");
  EXPECT_EQ(read_version(message(MessageId::Version, {'A', 'J'})), "AJ") << "no end in sight";
  EXPECT_EQ(read_version(message(reset())), "");
  const std::string long_text(200, 'x');
  EXPECT_EQ(read_version(message(version(long_text))), std::string(max_data - 1, 'x'));
}

TEST(Messages, AScanCanBeAskedForInBothForms) {
  const auto bytes = [](const Frame& frame) {
    return Bytes{frame.data().begin(), frame.data().end()};
  };
  EXPECT_EQ(bytes(open_scan()), Bytes{0});
  EXPECT_EQ(bytes(open_scan(true)), (Bytes{0, 1}));
  EXPECT_EQ(
      bytes(assign(0, ChannelType::SlaveReceiveOnly, 0, extended_assignment::background_scan)),
      (Bytes{0, 0x40, 0, 1}));
}

TEST(Messages, NoReaderTakesAnotherMessageForItsOwn) {
  for (int id = 0; id < 256; ++id) {
    SCOPED_TRACE(id);
    const Message any = message(MessageId{static_cast<std::uint8_t>(id)}, Bytes(20, 'A'));
    const int readers =
        int{read_response(any).has_value()} + int{read_start_up(any).has_value()} +
        int{read_capabilities(any).has_value()} + int{read_channel_id(any).has_value()} +
        int{read_channel_status(any).has_value()} + int{read_serial_error(any).has_value()} +
        int{!read_version(any).empty()} + int{read_data(any).has_value()};
    EXPECT_LE(readers, 1);
  }
}

TEST(Messages, ShortMessagesAreReadByNobodyWhoNeedsMore) {
  const Bytes one{0};
  EXPECT_FALSE(read_response(message(MessageId::Response, {0, 1})));
  EXPECT_FALSE(read_capabilities(message(MessageId::Capabilities, {8, 3, 0})));
  EXPECT_TRUE(read_capabilities(message(MessageId::Capabilities, {8, 3, 0, 0})));
  EXPECT_FALSE(read_channel_id(message(MessageId::ChannelId, {0, 1, 0, 17})));
  EXPECT_FALSE(read_channel_status(message(MessageId::ChannelStatus, one)));
  EXPECT_FALSE(read_data(message(MessageId::BroadcastData, one)));
}

}  // namespace
}  // namespace softpedal::ant
