// SPDX-License-Identifier: MIT
#include "drivers/ant/message.hpp"

#include <cstddef>

namespace softpedal::ant {
namespace {

template <class... Bytes>
Frame frame(MessageId id, Bytes... bytes) {
  return Frame{id, std::array<std::uint8_t, sizeof...(Bytes)>{static_cast<std::uint8_t>(bytes)...}};
}

constexpr std::uint8_t low(std::uint16_t value) { return static_cast<std::uint8_t>(value & 0xFF); }
constexpr std::uint8_t high(std::uint16_t value) { return static_cast<std::uint8_t>(value >> 8); }
constexpr std::uint16_t word(std::uint8_t low_byte, std::uint8_t high_byte) {
  return static_cast<std::uint16_t>(low_byte | (high_byte << 8));
}

Frame with_page(MessageId id, std::uint8_t channel, const Payload& page) {
  std::array<std::uint8_t, 9> data{channel};
  std::ranges::copy(page, data.begin() + 1);
  return Frame{id, data};
}

constexpr std::uint8_t rssi_dbm = 0x20;
constexpr std::uint8_t rssi_gain = 0x10;

// The bytes after the payload, taken from the front block by block.
class Tail {
 public:
  explicit Tail(std::span<const std::uint8_t> bytes) : rest_{bytes} {}
  [[nodiscard]] std::span<const std::uint8_t> take(std::size_t count) {
    const bool enough = count <= rest_.size();
    const auto taken = enough ? rest_.first(count) : std::span<const std::uint8_t>{};
    rest_ = enough ? rest_.subspan(count) : std::span<const std::uint8_t>{};
    return taken;
  }
  // An RSSI block tells its own length by its first byte; after an unknown kind nothing is known.
  [[nodiscard]] std::span<const std::uint8_t> take_rssi() {
    if (!rest_.empty() && rest_[0] == rssi_dbm) return take(3);
    if (!rest_.empty() && rest_[0] == rssi_gain) return take(4);
    rest_ = {};
    return {};
  }

 private:
  std::span<const std::uint8_t> rest_;
};

ChannelId id_from(std::span<const std::uint8_t> bytes) {
  return {.device = word(bytes[0], bytes[1]), .type = bytes[2], .transmission = bytes[3]};
}

// Fills in place: copies of half-written structures cost more than all else in a frame.
void read_extended(std::span<const std::uint8_t> bytes, Extended& extended) {
  Tail tail{bytes};
  const auto flag = tail.take(1);
  if (flag.empty()) return;
  if ((flag[0] & library_config::channel_id) != 0) {
    if (const auto block = tail.take(4); !block.empty()) extended.id.emplace(id_from(block));
  }
  if ((flag[0] & library_config::rssi) != 0) {
    const auto block = tail.take_rssi();
    if (block.size() == 3) {
      extended.rssi.emplace().strength.emplace(static_cast<std::int8_t>(block[1]));
    } else if (block.size() == 4) {
      extended.rssi.emplace().gain_register.emplace(word(block[2], block[3]));
    }
  }
  if ((flag[0] & library_config::receive_time) != 0) {
    if (const auto block = tail.take(2); !block.empty()) {
      extended.receive_time.emplace(word(block[0], block[1]));
    }
  }
}

}  // namespace

Frame reset() { return frame(MessageId::Reset, 0); }

Frame request(std::uint8_t channel, MessageId wanted) {
  return frame(MessageId::Request, channel, wanted);
}

Frame set_network_key(std::uint8_t network, std::span<const std::uint8_t, 8> key) {
  Payload bytes;
  std::ranges::copy(key, bytes.begin());
  return with_page(MessageId::NetworkKey, network, bytes);
}

Frame assign(std::uint8_t channel, ChannelType type, std::uint8_t network) {
  return frame(MessageId::Assign, channel, type, network);
}

Frame assign(std::uint8_t channel, ChannelType type, std::uint8_t network, std::uint8_t extended) {
  return frame(MessageId::Assign, channel, type, network, extended);
}

Frame channel_id(std::uint8_t channel, ChannelId id) {
  return frame(MessageId::ChannelId, channel, low(id.device), high(id.device), id.type,
               id.transmission);
}

Frame set_period(std::uint8_t channel, std::uint16_t period) {
  return frame(MessageId::Period, channel, low(period), high(period));
}

Frame set_frequency(std::uint8_t channel, std::uint8_t above_2400_mhz) {
  return frame(MessageId::Frequency, channel, above_2400_mhz);
}

Frame set_high_priority_search(std::uint8_t channel, std::uint8_t timeout) {
  return frame(MessageId::HighPrioritySearch, channel, timeout);
}

Frame set_low_priority_search(std::uint8_t channel, std::uint8_t timeout) {
  return frame(MessageId::LowPrioritySearch, channel, timeout);
}

Frame set_search_priority(std::uint8_t channel, std::uint8_t priority) {
  return frame(MessageId::SearchPriority, channel, priority);
}

Frame set_channel_power(std::uint8_t channel, std::uint8_t level) {
  return frame(MessageId::ChannelPower, channel, level);
}

Frame configure_library(std::uint8_t appended) {
  return frame(MessageId::LibraryConfig, 0, appended);
}

Frame enable_extended_messages(bool on) {
  return frame(MessageId::ExtendedMessages, 0, on ? 1 : 0);
}

Frame open(std::uint8_t channel) { return frame(MessageId::Open, channel); }

Frame open_scan(bool synchronous_only) {
  if (synchronous_only) return frame(MessageId::OpenScan, 0, 1);
  return frame(MessageId::OpenScan, 0);
}

Frame close(std::uint8_t channel) { return frame(MessageId::Close, channel); }

Frame unassign(std::uint8_t channel) { return frame(MessageId::Unassign, channel); }

Frame broadcast(std::uint8_t channel, const Payload& page) {
  return with_page(MessageId::BroadcastData, channel, page);
}

Frame acknowledged(std::uint8_t channel, const Payload& page) {
  return with_page(MessageId::AcknowledgedData, channel, page);
}

Frame response(std::uint8_t channel, MessageId to, Code code) {
  return frame(MessageId::Response, channel, to, code);
}

Frame event(std::uint8_t channel, Code code) { return response(channel, MessageId::Event, code); }

Frame start_up(StartUp start_up) { return frame(MessageId::StartUp, start_up.reason); }

Frame capabilities(const Capabilities& can) {
  if (!can.advanced3) {
    return frame(MessageId::Capabilities, can.channels, can.networks, can.standard, can.advanced,
                 can.advanced2, can.sensrcore_channels);
  }
  return frame(MessageId::Capabilities, can.channels, can.networks, can.standard, can.advanced,
               can.advanced2, can.sensrcore_channels, *can.advanced3, can.advanced4);
}

Frame channel_status(const ChannelStatus& status) {
  return frame(MessageId::ChannelStatus, status.channel,
               static_cast<std::uint8_t>(status.state) | ((status.network & 0x03) << 2) |
                   static_cast<std::uint8_t>(status.type));
}

Frame version(std::string_view text) {
  std::array<std::uint8_t, max_data> data{};
  const auto shown = text.substr(0, max_data - 1);
  std::ranges::transform(shown, data.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
  return Frame{MessageId::Version, std::span{data}.first(shown.size() + 1)};
}

Frame serial_error(SerialErrorKind kind) { return frame(MessageId::SerialError, kind); }

Frame received(const Data& data) {
  std::array<std::uint8_t, max_data> bytes{};
  std::size_t size = 0;
  const auto put = [&](std::uint8_t byte) { bytes[size++] = byte; };
  put(data.kind == DataKind::Burst
          ? static_cast<std::uint8_t>((data.channel & 0x1F) | (data.burst_sequence << 5))
          : data.channel);
  for (const std::uint8_t byte : data.page) put(byte);
  const Extended& extended = data.extended;
  const auto flag = static_cast<std::uint8_t>(
      (extended.id ? library_config::channel_id : 0) | (extended.rssi ? library_config::rssi : 0) |
      (extended.receive_time ? library_config::receive_time : 0));
  if (flag != 0) put(flag);
  if (extended.id) {
    put(low(extended.id->device));
    put(high(extended.id->device));
    put(extended.id->type);
    put(extended.id->transmission);
  }
  if (extended.rssi && extended.rssi->strength) {
    put(rssi_dbm);
    put(static_cast<std::uint8_t>(static_cast<int>(extended.rssi->strength->count())));
    put(0x80);  // threshold: none
  } else if (extended.rssi) {
    const std::uint16_t gain = extended.rssi->gain_register.value_or(0);
    put(rssi_gain);
    put(0);
    put(low(gain));
    put(high(gain));
  }
  if (extended.receive_time) {
    put(low(*extended.receive_time));
    put(high(*extended.receive_time));
  }
  const MessageId id = data.kind == DataKind::Broadcast      ? MessageId::BroadcastData
                       : data.kind == DataKind::Acknowledged ? MessageId::AcknowledgedData
                                                             : MessageId::BurstData;
  return Frame{id, std::span{bytes}.first(size)};
}

std::optional<Response> read_response(const Message& message) {
  if (message.id != MessageId::Response || message.size < 3) return std::nullopt;
  const auto data = message.data();
  return Response{.channel = data[0], .to = MessageId{data[1]}, .code = Code{data[2]}};
}

std::optional<StartUp> read_start_up(const Message& message) {
  if (message.id != MessageId::StartUp || message.size < 1) return std::nullopt;
  return StartUp{.reason = message.data()[0]};
}

std::optional<Capabilities> read_capabilities(const Message& message) {
  if (message.id != MessageId::Capabilities || message.size < 4) return std::nullopt;
  const auto data = message.data();
  const auto byte = [&](std::size_t at) { return at < data.size() ? data[at] : std::uint8_t{0}; };
  return Capabilities{
      .channels = data[0],
      .networks = data[1],
      .standard = data[2],
      .advanced = data[3],
      .advanced2 = byte(4),
      .sensrcore_channels = byte(5),
      .advanced3 = data.size() > 6 ? std::optional{data[6]} : std::nullopt,
      .advanced4 = byte(7),
  };
}

std::optional<ChannelIdOf> read_channel_id(const Message& message) {
  if (message.id != MessageId::ChannelId || message.size < 5) return std::nullopt;
  const auto data = message.data();
  return ChannelIdOf{.channel = data[0], .id = id_from(data.subspan(1))};
}

std::optional<ChannelStatus> read_channel_status(const Message& message) {
  if (message.id != MessageId::ChannelStatus || message.size < 2) return std::nullopt;
  const auto data = message.data();
  return ChannelStatus{.channel = data[0],
                       .state = ChannelState{static_cast<std::uint8_t>(data[1] & 0x03)},
                       .network = static_cast<std::uint8_t>((data[1] >> 2) & 0x03),
                       .type = ChannelType{static_cast<std::uint8_t>(data[1] & 0xF0)}};
}

std::optional<SerialError> read_serial_error(const Message& message) {
  if (message.id != MessageId::SerialError || message.size < 1) return std::nullopt;
  return SerialError{.kind = SerialErrorKind{message.data()[0]}};
}

std::string_view read_version(const Message& message) {
  if (message.id != MessageId::Version) return {};
  const auto data = message.data();
  const auto end = std::ranges::find_if(data, [](std::uint8_t c) { return c < ' ' || c > '~'; });
  // A char may look at any byte.
  return {reinterpret_cast<const char*>(data.data()), static_cast<std::size_t>(end - data.begin())};
}

std::optional<Data> read_data(const Message& message) {
  DataKind kind{};
  switch (message.id) {
    case MessageId::BroadcastData:
    case MessageId::OldBroadcastData:
      kind = DataKind::Broadcast;
      break;
    case MessageId::AcknowledgedData:
    case MessageId::OldAcknowledgedData:
      kind = DataKind::Acknowledged;
      break;
    case MessageId::BurstData:
    case MessageId::OldBurstData:
      kind = DataKind::Burst;
      break;
    default:
      return std::nullopt;
  }
  const bool old_form = message.id >= MessageId::OldBroadcastData;  // the last three of the six
  const auto bytes = message.data();
  const std::size_t page_at = old_form ? 5 : 1;
  const std::size_t page_end = page_at + sizeof(Payload);
  if (bytes.size() < page_end) return std::nullopt;
  std::optional<Data> result;
  Data& data = result.emplace();
  data.kind = kind;
  data.channel = bytes[0];
  if (kind == DataKind::Burst) {
    data.burst_sequence = static_cast<std::uint8_t>(bytes[0] >> 5);
    data.channel = static_cast<std::uint8_t>(bytes[0] & 0x1F);
  }
  std::ranges::copy(bytes.subspan(page_at, sizeof(Payload)), data.page.begin());
  if (old_form) {
    data.extended.id.emplace(id_from(bytes.subspan(1)));
  } else {
    read_extended(bytes.subspan(page_end), data.extended);
  }
  return result;
}

}  // namespace softpedal::ant
