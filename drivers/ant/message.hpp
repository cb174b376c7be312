// SPDX-License-Identifier: MIT
// The ANT serial messages that we send, that a stick sends, and what they say. Builders make whole
// frames; readers give an empty optional for anything too short or of another kind, because what
// comes over a line proves nothing. Section numbers are those of ant-fec.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "app/core/units.hpp"
#include "drivers/ant/frame.hpp"

namespace softpedal::ant {

// 2.2 and 2.4. One number space for both ways.
enum class MessageId : std::uint8_t {
  Event = 0x01,  // stands in a response in the place of a command's id
  Version = 0x3E,
  Response = 0x40,
  Unassign = 0x41,
  Assign = 0x42,
  Period = 0x43,
  HighPrioritySearch = 0x44,
  Frequency = 0x45,
  NetworkKey = 0x46,
  TransmitPower = 0x47,
  SearchWaveform = 0x49,
  Reset = 0x4A,
  Open = 0x4B,
  Close = 0x4C,
  Request = 0x4D,
  BroadcastData = 0x4E,
  AcknowledgedData = 0x4F,
  BurstData = 0x50,
  ChannelId = 0x51,
  ChannelStatus = 0x52,
  Capabilities = 0x54,
  IdListEntry = 0x59,
  IdListConfig = 0x5A,
  OpenScan = 0x5B,
  OldBroadcastData = 0x5D,
  OldAcknowledgedData = 0x5E,
  OldBurstData = 0x5F,
  ChannelPower = 0x60,
  SerialNumber = 0x61,
  LowPrioritySearch = 0x63,
  IdFromSerialNumber = 0x65,
  ExtendedMessages = 0x66,
  Led = 0x68,
  LibraryConfig = 0x6E,
  StartUp = 0x6F,
  FrequencyAgility = 0x70,
  ProximitySearch = 0x71,
  AdvancedBurstData = 0x72,
  EventBuffer = 0x74,
  SearchPriority = 0x75,
  HighDutySearch = 0x77,
  AdvancedBurstConfig = 0x78,
  EventFilter = 0x79,
  SelectiveDataUpdate = 0x7A,
  SelectiveDataMask = 0x7B,
  SearchSharing = 0x81,
  SerialError = 0xAE,
  Sleep = 0xC5,
};

// 2.7. Responses and events share one number space.
enum class Code : std::uint8_t {
  NoError = 0,
  SearchTimeout = 1,
  RxFail = 2,
  Tx = 3,
  TransferRxFailed = 4,
  TransferCompleted = 5,
  TransferFailed = 6,
  ChannelClosed = 7,
  RxFailGoToSearch = 8,
  ChannelCollision = 9,
  TransferStart = 10,
  ChannelActive = 15,
  TransferNextDataBlock = 17,
  ChannelInWrongState = 21,
  ChannelNotOpened = 22,
  ChannelIdNotSet = 24,
  CloseAllChannels = 25,
  TransferInProgress = 31,
  TransferSequenceError = 32,
  TransferInError = 33,
  TransferBusy = 34,
  InvalidMessageCrc = 38,
  MessageTooLong = 39,
  InvalidMessage = 40,
  InvalidNetwork = 41,
  InvalidListId = 48,
  InvalidScanTxChannel = 49,
  InvalidParameter = 51,
  SerialQueueOverflow = 52,
  EventQueueOverflow = 53,
  ClockError = 54,
  StateOverrun = 55,
  EncryptionOk = 56,
  EncryptionFailed = 57,
  FlashFull = 64,
  FlashWriteError = 65,
  UsbStringWriteFailed = 112,
  SerialErrorCode = 174,
};

// 2.3
enum class ChannelType : std::uint8_t {
  Slave = 0x00,
  Master = 0x10,
  SharedSlave = 0x20,
  SharedMaster = 0x30,
  SlaveReceiveOnly = 0x40,
  MasterTransmitOnly = 0x50,
};
namespace extended_assignment {
inline constexpr std::uint8_t none = 0x00;
inline constexpr std::uint8_t background_scan = 0x01;
}  // namespace extended_assignment

namespace library_config {  // what is appended to received data (2.9)
inline constexpr std::uint8_t none = 0x00;
inline constexpr std::uint8_t channel_id = 0x80;
inline constexpr std::uint8_t rssi = 0x40;
inline constexpr std::uint8_t receive_time = 0x20;
inline constexpr std::uint8_t all = channel_id | rssi | receive_time;
}  // namespace library_config

namespace search_timeout {  // in steps of 2.5 s
inline constexpr std::uint8_t none = 0;
inline constexpr std::uint8_t forever = 255;
}  // namespace search_timeout

using Payload = std::array<std::uint8_t, 8>;  // byte 0 is the page number in ANT+

// 3.3. 0 in any part is a wildcard for a slave that searches.
struct ChannelId {
  std::uint16_t device = 0;
  std::uint8_t type = 0;
  std::uint8_t transmission = 0;

  // The upper four bits of the transmission type extend the device number to 20 bits.
  [[nodiscard]] constexpr std::uint32_t number() const {
    return (static_cast<std::uint32_t>(transmission & 0xF0) << 12) | device;
  }
  // The type byte without its pairing bit.
  [[nodiscard]] constexpr std::uint8_t device_type() const {
    return static_cast<std::uint8_t>(type & 0x7F);
  }
  constexpr bool operator==(const ChannelId&) const = default;
};

// --- what a host sends (2.2) ------------------------------------------------------------------

[[nodiscard]] Frame reset();
[[nodiscard]] Frame request(std::uint8_t channel, MessageId wanted);
[[nodiscard]] Frame set_network_key(std::uint8_t network, std::span<const std::uint8_t, 8> key);
[[nodiscard]] Frame assign(std::uint8_t channel, ChannelType type, std::uint8_t network);
[[nodiscard]] Frame assign(std::uint8_t channel, ChannelType type, std::uint8_t network,
                           std::uint8_t extended);
// Also the stick's answer to a request for it.
[[nodiscard]] Frame channel_id(std::uint8_t channel, ChannelId id);
[[nodiscard]] Frame set_period(std::uint8_t channel, std::uint16_t period);  // in 1/32768 s
[[nodiscard]] Frame set_frequency(std::uint8_t channel, std::uint8_t above_2400_mhz);
[[nodiscard]] Frame set_high_priority_search(std::uint8_t channel, std::uint8_t timeout);
[[nodiscard]] Frame set_low_priority_search(std::uint8_t channel, std::uint8_t timeout);
[[nodiscard]] Frame set_search_priority(std::uint8_t channel, std::uint8_t priority);
[[nodiscard]] Frame set_channel_power(std::uint8_t channel, std::uint8_t level);
[[nodiscard]] Frame configure_library(std::uint8_t appended);
[[nodiscard]] Frame enable_extended_messages(bool on);
[[nodiscard]] Frame open(std::uint8_t channel);
[[nodiscard]] Frame open_scan(bool synchronous_only = false);
[[nodiscard]] Frame close(std::uint8_t channel);
[[nodiscard]] Frame unassign(std::uint8_t channel);
[[nodiscard]] Frame broadcast(std::uint8_t channel, const Payload& page);
[[nodiscard]] Frame acknowledged(std::uint8_t channel, const Payload& page);

// --- what a stick sends (2.4) -----------------------------------------------------------------

// An answer to a command, or an event when `to` is MessageId::Event.
struct Response {
  std::uint8_t channel;  // or network
  MessageId to;
  Code code;
  [[nodiscard]] constexpr bool event() const { return to == MessageId::Event; }
  constexpr bool operator==(const Response&) const = default;
};

struct StartUp {
  std::uint8_t reason;
  static constexpr std::uint8_t power_on = 0x00;
  static constexpr std::uint8_t reset_pin = 0x01;
  static constexpr std::uint8_t watchdog = 0x02;
  static constexpr std::uint8_t command = 0x20;
  static constexpr std::uint8_t synchronous = 0x40;
  static constexpr std::uint8_t suspend = 0x80;
  constexpr bool operator==(const StartUp&) const = default;
};

struct Capabilities {  // 2.6
  std::uint8_t channels;
  std::uint8_t networks;
  std::uint8_t standard = 0;
  std::uint8_t advanced = 0;
  std::uint8_t advanced2 = 0;
  std::uint8_t sensrcore_channels = 0;
  std::optional<std::uint8_t> advanced3{};  // only in the 8-byte form
  std::uint8_t advanced4 = 0;               // the same; means nothing: changes from boot to boot

  [[nodiscard]] constexpr bool extended_messages() const { return (advanced2 & 0x02) != 0; }
  [[nodiscard]] constexpr bool scan() const { return (advanced2 & 0x04) != 0; }
  [[nodiscard]] constexpr bool low_priority_search() const { return (advanced & 0x20) != 0; }
  constexpr bool operator==(const Capabilities&) const = default;
};

struct ChannelIdOf {
  std::uint8_t channel;
  ChannelId id;
  constexpr bool operator==(const ChannelIdOf&) const = default;
};

enum class ChannelState : std::uint8_t { Unassigned, Assigned, Searching, Tracking };
struct ChannelStatus {  // 2.5
  std::uint8_t channel;
  ChannelState state;
  std::uint8_t network;
  ChannelType type;
  constexpr bool operator==(const ChannelStatus&) const = default;
};

enum class SerialErrorKind : std::uint8_t { WrongSync = 0, WrongCheck = 2, TooLong = 3 };
struct SerialError {
  SerialErrorKind kind;  // other values are possible
  constexpr bool operator==(const SerialError&) const = default;
};

using DecibelMilliwatts = Quantity<struct DbmTag>;

// 2.9: real sticks send the automatic gain form, documents know both.
struct Rssi {
  std::optional<DecibelMilliwatts> strength{};   // kind 0x20
  std::optional<std::uint16_t> gain_register{};  // kind 0x10; not a strength on a known scale
  constexpr bool operator==(const Rssi&) const = default;
};

// What may follow the eight data bytes (2.9).
struct Extended {
  std::optional<ChannelId> id{};
  std::optional<Rssi> rssi{};
  std::optional<std::uint16_t> receive_time{};  // 1/32768 s, rolls over every 2 s
  constexpr bool operator==(const Extended&) const = default;
};

enum class DataKind : std::uint8_t { Broadcast, Acknowledged, Burst };

// Data from the radio (stick to host), or for it (host to stick).
struct Data {
  DataKind kind = DataKind::Broadcast;
  std::uint8_t channel = 0;
  std::uint8_t burst_sequence = 0;  // bit 2: the last packet
  Payload page{};
  Extended extended{};
  constexpr bool operator==(const Data&) const = default;
};

[[nodiscard]] Frame response(std::uint8_t channel, MessageId to, Code code);
[[nodiscard]] Frame event(std::uint8_t channel, Code code);
[[nodiscard]] Frame start_up(StartUp start_up);
[[nodiscard]] Frame capabilities(const Capabilities& can);
[[nodiscard]] Frame channel_status(const ChannelStatus& status);
[[nodiscard]] Frame version(std::string_view text);
[[nodiscard]] Frame serial_error(SerialErrorKind kind);
[[nodiscard]] Frame received(const Data& data);  // with an extended block where there is any

// --- readers ----------------------------------------------------------------------------------

[[nodiscard]] std::optional<Response> read_response(const Message& message);
[[nodiscard]] std::optional<StartUp> read_start_up(const Message& message);
[[nodiscard]] std::optional<Capabilities> read_capabilities(const Message& message);
[[nodiscard]] std::optional<ChannelIdOf> read_channel_id(const Message& message);
[[nodiscard]] std::optional<ChannelStatus> read_channel_status(const Message& message);
[[nodiscard]] std::optional<SerialError> read_serial_error(const Message& message);
// Valid as long as the message; empty for other messages. Printable characters only, others end it.
[[nodiscard]] std::string_view read_version(const Message& message);
// All six forms of received or sent data: 0x4E 0x4F 0x50 and 0x5D 0x5E 0x5F.
[[nodiscard]] std::optional<Data> read_data(const Message& message);

}  // namespace softpedal::ant
