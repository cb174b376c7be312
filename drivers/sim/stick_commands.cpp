// SPDX-License-Identifier: MIT
// What the virtual stick does with each message of a host (ant-fec.md 2.2).
#include <algorithm>

#include "drivers/antplus/network.hpp"
#include "drivers/sim/stick.hpp"

namespace softpedal::sim {

namespace {

using ant::ChannelState;
using ant::Code;
using ant::MessageId;

constexpr Duration closes_after = std::chrono::milliseconds{30};
constexpr Duration answer_after = std::chrono::milliseconds{1};

constexpr std::uint16_t word(std::span<const std::uint8_t> bytes) {
  return static_cast<std::uint16_t>(bytes[0] | (bytes[1] << 8));
}

ant::ChannelId id_in(std::span<const std::uint8_t> bytes) {
  return {.device = word(bytes), .type = bytes[2], .transmission = bytes[3]};
}

// How many data bytes a command must at least have; 0 for what is no command of a host.
constexpr std::size_t least_size(MessageId id) {
  switch (id) {
    case MessageId::Reset:
    case MessageId::Open:
    case MessageId::Close:
    case MessageId::Unassign:
    case MessageId::OpenScan:
    case MessageId::Sleep:
    case MessageId::AdvancedBurstData:
      return 1;
    case MessageId::Request:
    case MessageId::Frequency:
    case MessageId::HighPrioritySearch:
    case MessageId::LowPrioritySearch:
    case MessageId::TransmitPower:
    case MessageId::ChannelPower:
    case MessageId::ExtendedMessages:
    case MessageId::LibraryConfig:
    case MessageId::Led:
    case MessageId::ProximitySearch:
    case MessageId::SearchPriority:
    case MessageId::SearchSharing:
    case MessageId::SelectiveDataUpdate:
      return 2;
    case MessageId::Assign:
    case MessageId::Period:
    case MessageId::SearchWaveform:
    case MessageId::IdListConfig:
    case MessageId::IdFromSerialNumber:
    case MessageId::HighDutySearch:
    case MessageId::AdvancedBurstConfig:
    case MessageId::EventFilter:
    case MessageId::SelectiveDataMask:
      return 3;
    case MessageId::FrequencyAgility:
      return 4;
    case MessageId::ChannelId:
      return 5;
    case MessageId::IdListEntry:
    case MessageId::EventBuffer:
      return 6;
    case MessageId::NetworkKey:
    case MessageId::BroadcastData:
    case MessageId::AcknowledgedData:
    case MessageId::BurstData:
      return 9;
    default:
      return 0;
  }
}

// Commands whose first byte is a channel.
constexpr bool of_a_channel(MessageId id) {
  switch (id) {
    case MessageId::Unassign:
    case MessageId::Assign:
    case MessageId::Period:
    case MessageId::HighPrioritySearch:
    case MessageId::LowPrioritySearch:
    case MessageId::Frequency:
    case MessageId::Open:
    case MessageId::Close:
    case MessageId::ChannelId:
    case MessageId::IdListEntry:
    case MessageId::IdListConfig:
    case MessageId::ChannelPower:
    case MessageId::IdFromSerialNumber:
    case MessageId::FrequencyAgility:
    case MessageId::ProximitySearch:
    case MessageId::SearchWaveform:
    case MessageId::SearchPriority:
    case MessageId::SearchSharing:
      return true;
    default:
      return false;
  }
}

}  // namespace

void Stick::command(const ant::Message& message, Instant now) {
  const auto data = message.data();
  const std::uint8_t first = data.front();  // the parser lets no empty message through
  const std::size_t least = least_size(message.id);
  if (message.id == MessageId::Reset) {
    if (active(FaultKind::NeedsPadding, now) && !padded_) {
      put(ant::serial_error(ant::SerialErrorKind::WrongSync), now);
      return;
    }
    restart(ant::StartUp::command, now);
    return;
  }
  if (least == 0 || data.size() < least) {
    answer(first, message.id, Code::InvalidMessage, now);
    return;
  }
  if (message.id == MessageId::Request) {
    request(first, MessageId{data[1]}, now);
    return;
  }
  if (const auto from_host = ant::read_data(message)) {
    data_from_host(*from_host, message.id, now);
    return;
  }
  if (!of_a_channel(message.id)) {
    answer(first, message.id, set_up(message, now), now);
    return;
  }
  if (first >= options_.channels) {
    answer(first, message.id, Code::InvalidMessage, now);
    return;
  }
  Channel& channel = channels_[first];
  Code code = Code::NoError;
  switch (message.id) {
    case MessageId::Assign:
      code = assign(data, channel, now);
      break;
    case MessageId::Unassign:
      code = channel.state == ChannelState::Assigned ? Code::NoError : Code::ChannelInWrongState;
      if (code == Code::NoError) channel = {};
      break;
    case MessageId::Open:
      code = open(channel, now);
      break;
    case MessageId::Close:
      code = channel.open() && !channel.closes ? Code::NoError : Code::ChannelInWrongState;
      if (code == Code::NoError) channel.closes = now + closes_after;
      break;
    default:
      code = configure(message, channel);
      break;
  }
  answer(first, message.id, code, now);
}

Code Stick::assign(std::span<const std::uint8_t> data, Channel& channel, Instant now) {
  const bool extends = data.size() > 3 && !active(FaultKind::NoExtended, now);
  if (channel.state != ChannelState::Unassigned) return Code::ChannelInWrongState;
  if (data[2] >= options_.networks) return Code::InvalidNetwork;
  const ant::ChannelType type{data[1]};
  switch (type) {
    case ant::ChannelType::Slave:
    case ant::ChannelType::SlaveReceiveOnly:
    case ant::ChannelType::SharedSlave:
    case ant::ChannelType::Master:
      break;
    default:
      return Code::InvalidParameter;  // this stick plays no shared master
  }
  channel = {.state = ChannelState::Assigned,
             .type = type,
             .network = data[2],
             .extended = extends ? data[3] : std::uint8_t{0}};
  return Code::NoError;
}

Code Stick::open(Channel& channel, Instant now) {
  if (channel.state != ChannelState::Assigned) return Code::ChannelInWrongState;
  if (std::ranges::any_of(channels_, &Channel::scan)) return Code::CloseAllChannels;
  if (!channel.id_set) return Code::ChannelIdNotSet;
  if (channel.type == ant::ChannelType::Master) {
    channel.state = ChannelState::Tracking;
    channel.next_slot = now + slot_of(channel.period);
    channel.page = {};
  } else {
    begin_search(channel, now);
  }
  return Code::NoError;
}

Code Stick::open_scan(Channel& channel) {
  if (channel.state != ChannelState::Assigned) return Code::ChannelInWrongState;
  if (std::ranges::any_of(channels_, &Channel::open)) return Code::CloseAllChannels;
  channel.scan = true;
  channel.state = ChannelState::Searching;
  return Code::NoError;
}

// Settings of one channel. All but the id may change while it is open.
Code Stick::configure(const ant::Message& message, Channel& channel) {
  const auto data = message.data();
  if (channel.state == ChannelState::Unassigned) return Code::ChannelInWrongState;
  switch (message.id) {
    case MessageId::ChannelId:
      if (channel.open()) return Code::ChannelInWrongState;
      channel.wanted = id_in(data.subspan(1));
      channel.bound.reset();
      channel.id_set = true;
      break;
    case MessageId::Period:
      if (word(data.subspan(1)) == 0) return Code::InvalidParameter;
      channel.period = word(data.subspan(1));
      break;
    case MessageId::Frequency:
      if (data[1] > 124) return Code::InvalidParameter;
      channel.frequency = data[1];
      break;
    case MessageId::HighPrioritySearch:
      channel.high_priority = data[1];
      break;
    case MessageId::LowPrioritySearch:
      channel.low_priority = data[1];
      break;
    case MessageId::IdListEntry:
      if (data[5] >= list_size) return Code::InvalidListId;
      channel.list[data[5]] = id_in(data.subspan(1));
      break;
    case MessageId::IdListConfig:
      if (data[1] > list_size) return Code::InvalidListId;
      channel.listed = data[1];
      channel.list_excludes = data[2] != 0;
      break;
    default:
      break;  // accepted; it makes no difference in this room
  }
  return Code::NoError;
}

// Settings of the whole stick.
Code Stick::set_up(const ant::Message& message, Instant now) {
  const auto data = message.data();
  const bool plain_only = active(FaultKind::NoExtended, now);
  switch (message.id) {
    case MessageId::NetworkKey:
      if (data[0] >= options_.networks) return Code::InvalidNetwork;
      ant_plus_[data[0]] = std::ranges::equal(data.subspan(1, 8), antplus::network_key);
      return Code::NoError;
    case MessageId::LibraryConfig:
      if (plain_only) return Code::InvalidMessage;
      appended_ = data[1];
      return Code::NoError;
    case MessageId::ExtendedMessages:
      if (plain_only) return Code::InvalidMessage;
      appended_ = data[1] != 0 ? ant::library_config::channel_id : ant::library_config::none;
      return Code::NoError;
    case MessageId::OpenScan:
      if (plain_only) return Code::InvalidMessage;
      return open_scan(channels_[0]);
    default:
      return Code::NoError;
  }
}

void Stick::request(std::uint8_t channel, MessageId wanted, Instant now) {
  const bool longer = active(FaultKind::Capabilities8, now);
  const bool plain_only = active(FaultKind::NoExtended, now);
  const Instant due = now + answer_after;
  switch (wanted) {
    case MessageId::Capabilities: {
      // Bits as on real sticks (2.6): network, serial number, power, low-priority search, lists;
      // extended messages, scan, proximity, extended assignment.
      ant::Capabilities can{.channels = options_.channels,
                            .networks = longer ? std::uint8_t{8} : options_.networks,
                            .advanced = 0xBA,
                            .advanced2 = plain_only ? std::uint8_t{0x10} : std::uint8_t{0x36}};
      if (longer) {
        can.advanced3 = 0xDF;
        can.advanced4 = static_cast<std::uint8_t>(dice_.next() & 0xFF);
      }
      put(ant::capabilities(can), due);
      return;
    }
    case MessageId::Version:
      put(ant::version(options_.version), due);
      return;
    case MessageId::SerialNumber: {
      const std::uint32_t n = options_.serial;
      const std::array bytes{static_cast<std::uint8_t>(n), static_cast<std::uint8_t>(n >> 8),
                             static_cast<std::uint8_t>(n >> 16),
                             static_cast<std::uint8_t>(n >> 24)};
      put(ant::Frame{MessageId::SerialNumber, bytes}, due);
      return;
    }
    case MessageId::ChannelStatus:
      if (channel >= options_.channels) break;
      put(ant::channel_status({.channel = channel,
                               .state = channels_[channel].state,
                               .network = channels_[channel].network,
                               .type = channels_[channel].type}),
          due);
      return;
    case MessageId::ChannelId:
      if (channel >= options_.channels) break;
      if (channels_[channel].state == ChannelState::Unassigned) {
        answer(channel, MessageId::Request, Code::ChannelInWrongState, now);
        return;
      }
      put(ant::channel_id(channel, channels_[channel].bound.value_or(channels_[channel].wanted)),
          due);
      return;
    default:
      break;
  }
  answer(channel, MessageId::Request, Code::InvalidMessage, now);
}

void Stick::data_from_host(const ant::Data& data, MessageId id, Instant now) {
  if (data.channel >= options_.channels) {
    answer(data.channel, id, Code::InvalidMessage, now);
    return;
  }
  Channel& channel = channels_[data.channel];
  if (channel.scan) {
    answer(data.channel, id, Code::InvalidScanTxChannel, now);
  } else if (!channel.open()) {
    answer(data.channel, id, Code::ChannelNotOpened, now);
  } else if (channel.waiting) {
    answer(data.channel, id, Code::TransferInProgress, now);
  } else if (channel.type == ant::ChannelType::SlaveReceiveOnly ||
             channel.state != ChannelState::Tracking) {
    answer(data.channel, id, Code::ChannelInWrongState, now);
  } else if (data.kind == ant::DataKind::Burst) {
    answer(data.channel, id, Code::TransferInError, now);  // FE-C has no bursts
  } else if (data.kind == ant::DataKind::Broadcast) {
    // A slave's broadcast goes unheard: no page of a slave is defined as one.
    if (channel.type == ant::ChannelType::Master) channel.page = data.page;
  } else {
    channel.waiting = data.page;  // no answer now: event 5 or 6 after the next broadcast
  }
}

}  // namespace softpedal::sim
