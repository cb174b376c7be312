// SPDX-License-Identifier: MIT
// Which device does a message belong to? Extended data names it. Without it the channel does: by
// the id that the host set or the stick answered to a request. Until one of them is known the
// messages of a channel are held back, and at its end they go to a device without a number.
#include "drivers/replay/summary.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include "drivers/ant/message.hpp"
#include "drivers/antplus/network.hpp"
#include "drivers/replay/kind.hpp"
#include "drivers/replay/tally.hpp"

namespace softpedal::replay {
namespace {

using ant::ChannelId;
using ant::MessageId;

struct Heard {
  ant::Data data;
  Direction direction;
  Instant at;
  std::uint64_t order;
};

struct Channel {
  std::optional<ChannelId> id{};  // one certain device
  std::uint8_t type = 0;          // what a wildcard searches for; 0 is any
  std::optional<std::uint16_t> period{};
  bool master = false;
  std::vector<Heard> held{};
};

class Summing {
 public:
  void take(const Transfer& transfer) {
    if (transfer.at) {
      now_ = *transfer.at;
      if (!first_time_) first_time_ = now_;
      last_time_ = now_;
    }
    ++summary_.transfers;
    const bool from_host = transfer.direction == Direction::HostToStick;
    (from_host ? host_ : stick_).push(transfer.bytes, now_, [&](const ant::Message& message) {
      from_host ? sent_by_host(message) : sent_by_stick(message);
    });
  }

  Summary finish() {
    now_ += ant::Parser::patience;
    host_.expire(now_, [&](const ant::Message& message) { sent_by_host(message); });
    stick_.expire(now_, [&](const ant::Message& message) { sent_by_stick(message); });
    forget_channels();
    std::ranges::sort(devices_, {}, &Entry::first_heard);
    for (const Entry& entry : devices_) summary_.devices.push_back(entry.tally.result());
    summary_.from_host = host_.counters();
    summary_.from_stick = stick_.counters();
    if (first_time_) summary_.duration = antplus::Seconds{in_seconds(last_time_ - *first_time_)};
    return std::move(summary_);
  }

 private:
  struct Entry {
    DeviceTally tally;
    std::uint64_t first_heard;
  };

  void sent_by_host(const ant::Message& message) {
    ++order_;
    const auto data = message.data();
    if (const auto sent = ant::read_data(message)) {
      // Only a master broadcasts; this shows in a recording that begins after the assignment.
      if (sent->kind == ant::DataKind::Broadcast) channels_[sent->channel].master = true;
      heard({*sent, Direction::HostToStick, now_, order_});
    } else if (const auto set = ant::read_channel_id(message)) {
      Channel& channel = settle(set->channel);
      channel.id.reset();
      channel.type = set->id.device_type();
      if (set->id.device != 0 && channel.type != 0) channel.id = set->id;
    } else if (message.id == MessageId::Assign && data.size() >= 3) {
      Channel& channel = settle(data[0]);
      channel = {};
      channel.master = (data[1] & static_cast<std::uint8_t>(ant::ChannelType::Master)) != 0;
    } else if (message.id == MessageId::Unassign) {
      settle(data[0]) = {};
    } else if (message.id == MessageId::Period && data.size() >= 3) {
      channels_[data[0]].period = static_cast<std::uint16_t>(data[1] | (data[2] << 8));
    }
  }

  void sent_by_stick(const ant::Message& message) {
    ++order_;
    if (const auto data = ant::read_data(message)) {
      heard({*data, Direction::StickToHost, now_, order_});
    } else if (const auto response = ant::read_response(message)) {
      if (response->code == ant::Code::NoError) return;
      const auto code = static_cast<std::uint8_t>(response->code);
      ++summary_.channel_events[code];
      if (!response->event()) {
        ++summary_.refusals[{.message = static_cast<std::uint8_t>(response->to), .code = code}];
      } else if (response->code == ant::Code::Tx) {
        channels_[response->channel].master = true;
      }
    } else if (const auto answer = ant::read_channel_id(message)) {
      if (answer->id.device == 0) return;  // still searching
      channels_[answer->channel].id = answer->id;
      settle(answer->channel);
    } else if (ant::read_start_up(message)) {
      ++summary_.start_ups;
      forget_channels();
    }
  }

  void heard(Heard message) {
    Channel& channel = channels_[message.data.channel];
    const auto& named = message.data.extended.id;
    if (named && named->device != 0) {
      give(device_of(*named, message.order), message, channel.master);
    } else if (channel.id) {
      give(device_of(*channel.id, message.order), message, channel.master);
    } else {
      channel.held.push_back(message);
    }
  }

  // Hands the messages held back to the device that they belong to, as far as that is known.
  Channel& settle(std::uint8_t number) {
    Channel& channel = channels_[number];
    if (channel.held.empty()) return channel;
    const std::uint64_t first = channel.held.front().order;
    const std::size_t device =
        channel.id ? device_of(*channel.id, first) : nameless(number, channel, first);
    for (const Heard& message : channel.held) give(device, message, channel.master);
    channel.held.clear();
    return channel;
  }

  void forget_channels() {
    for (std::size_t number = 0; number < channels_.size(); ++number) {
      settle(static_cast<std::uint8_t>(number)) = {};
    }
  }

  // A master's own pages go from host to stick, a slave hears them from the stick.
  static bool sent_by_device(const Heard& message, bool master) {
    return (message.direction == Direction::HostToStick) == master;
  }

  void give(std::size_t device, const Heard& message, bool master) {
    DeviceTally& tally = devices_[device].tally;
    // Later packets of a burst carry no page number.
    const bool is_page =
        message.data.kind != ant::DataKind::Burst || message.data.burst_sequence == 0;
    if (sent_by_device(message, master)) {
      tally.sent(message.data.page, is_page, message.at);
    } else if (is_page) {
      tally.received(message.data.page);
    }
  }

  // A host may know a device without its transmission type, which also holds the upper bits of its
  // number; the two are one device.
  std::size_t device_of(ChannelId id, std::uint64_t order) {
    const std::pair key{id.device, id.device_type()};
    const auto [begin, end] = by_id_.equal_range(key);
    for (auto entry = begin; entry != end; ++entry) {
      DeviceTally& tally = devices_[entry->second].tally;
      const Device& known = tally.known();
      if (!known.transmission && id.transmission != 0) {
        tally.learn(id.transmission, id.number());
        return entry->second;
      }
      if (id.transmission == 0 || known.number == id.number()) return entry->second;
    }
    Device device{.number = id.number(), .type = id.device_type()};
    if (id.transmission != 0) device.transmission = id.transmission;
    by_id_.emplace(key, devices_.size());
    return add(std::move(device), order);
  }

  std::size_t nameless(std::uint8_t number, const Channel& channel, std::uint64_t order) {
    const auto type = type_of(channel);
    const std::pair key{number, type};
    if (const auto known = nameless_.find(key); known != nameless_.end()) return known->second;
    nameless_.emplace(key, devices_.size());
    return add(Device{.number = std::nullopt, .type = type}, order);
  }

  static std::optional<std::uint8_t> type_of(const Channel& channel) {
    if (channel.type != 0) return channel.type;
    if (channel.period) {
      if (const auto type = type_of_period(*channel.period)) return type;
    }
    std::vector<antplus::Payload> pages;
    for (const Heard& message : channel.held) {
      if (sent_by_device(message, channel.master)) pages.push_back(message.data.page);
    }
    return type_of_pages(pages);
  }

  std::size_t add(Device device, std::uint64_t order) {
    devices_.push_back({.tally = DeviceTally{std::move(device)}, .first_heard = order});
    return devices_.size() - 1;
  }

  Summary summary_{};
  ant::Parser host_{};
  ant::Parser stick_{};
  Instant now_{};
  std::optional<Instant> first_time_{};
  Instant last_time_{};
  std::uint64_t order_ = 0;  // messages so far
  std::array<Channel, 256> channels_{};
  std::vector<Entry> devices_{};
  std::multimap<std::pair<std::uint16_t, std::uint8_t>, std::size_t> by_id_{};
  std::map<std::pair<std::uint8_t, std::optional<std::uint8_t>>, std::size_t> nameless_{};
};

}  // namespace

Summary summarise(const std::vector<Transfer>& transfers) {
  Summing summing;
  for (const Transfer& transfer : transfers) summing.take(transfer);
  return summing.finish();
}

Result<Summary> summarise(std::istream& text, std::string_view file_name) {
  return read_recording(text, file_name).map([](const std::vector<Transfer>& transfers) {
    return summarise(transfers);
  });
}

Result<Summary> summarise_file(const std::string& path) {
  std::ifstream file{path};
  if (!file) {
    return tl::unexpected{Fault{FaultCode::BadFile, path + " cannot be opened for reading"}};
  }
  return summarise(file, path);
}

std::string_view kind_of(const Device& device) {
  struct Words {
    std::string_view operator()(std::monostate) const { return "device"; }
    std::string_view operator()(const TrainerTotals&) const { return "trainer"; }
    std::string_view operator()(const StrapTotals&) const { return "heart-rate strap"; }
    std::string_view operator()(const PowerMeterTotals&) const { return "power meter"; }
    std::string_view operator()(const SpeedCadenceTotals&) const {
      return "speed and cadence sensor";
    }
  };
  return std::visit(Words{}, device.totals);
}

}  // namespace softpedal::replay
