// SPDX-License-Identifier: MIT
// The rest of the room: sensors and a remote, and the channels 1 to 7 of the scripted stick, with
// troubles of their own. Channel 0 knows nothing of them, and they draw from their own dice.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <random>
#include <utility>
#include <vector>

#include "app/core/timer.hpp"
#include "drivers/ant/message.hpp"

namespace softpedal::test {

struct RoomSensor {
  ant::ChannelId id;
  std::function<ant::Payload(unsigned turn)> page;
  Duration phase = 120ms;
  bool awake = true;
  unsigned turn = 0;
};

struct SideTrouble {
  bool silent = false;         // answers nothing
  bool no_extended = false;    // appends no id to what it hears
  bool no_id_answers = false;  // and does not tell it either
  bool no_serial = false;
  double refused = 0.0;       // of commands
  double lost_answers = 0.0;  // of everything but data
  double closes = 0.0;        // of slots: events 1 and 7 out of the blue
  double collides = 0.0;      // of slots: event 9, 2 or 8
};

class SideRoom {
 public:
  using Say = std::function<void(const ant::Frame&, Duration later)>;
  SideRoom(TimerPort& timers, Say say, unsigned seed)
      : timers_{timers}, say_{std::move(say)}, random_{seed} {}

  SideTrouble trouble;
  std::deque<RoomSensor> sensors;
  std::deque<ant::Payload> presses;       // of the remote, one in each slot of our master
  std::vector<ant::Payload> heard_of_us;  // what our master sent

  [[nodiscard]] static bool meant(ant::MessageId id, std::uint8_t channel) {
    switch (id) {
      case ant::MessageId::Reset:
      case ant::MessageId::NetworkKey:
      case ant::MessageId::LibraryConfig:
      case ant::MessageId::ExtendedMessages:
      case ant::MessageId::OpenScan:
        return false;
      default:
        return channel >= 1 && channel <= 7;
    }
  }

  void power_off() { channels_ = {}; }

  [[nodiscard]] int open_channels() const {
    return static_cast<int>(std::ranges::count_if(channels_, &Channel::open));
  }
  [[nodiscard]] const ant::ChannelId& id_of(std::uint8_t channel) const {
    return channels_[channel].id;
  }

  void take(ant::MessageId id, std::span<const std::uint8_t> data) {
    Channel& channel = channels_[data[0]];
    if (id == ant::MessageId::BroadcastData) {
      ant::Payload page{};
      std::copy_n(data.begin() + 1, 8, page.begin());
      if (channel.open && channel.master) heard_of_us.push_back(page);
      return;
    }
    if (trouble.silent) return;
    if (chance(trouble.refused)) return answer(data[0], id, ant::Code::InvalidMessage);
    switch (id) {
      case ant::MessageId::Request:
        return request(data[0], ant::MessageId{data[1]});
      case ant::MessageId::Assign:
        if (channel.assigned) return answer(data[0], id, ant::Code::ChannelInWrongState);
        channel = {.assigned = true, .master = data[1] == 0x10};
        return answer(data[0], id);
      case ant::MessageId::ChannelId:
        if (!channel.assigned) return answer(data[0], id, ant::Code::ChannelInWrongState);
        channel.id = {.device = static_cast<std::uint16_t>(data[1] | (data[2] << 8)),
                      .type = data[3],
                      .transmission = data[4]};
        return answer(data[0], id);
      case ant::MessageId::Open:
        if (!channel.assigned || channel.open) {
          return answer(data[0], id, ant::Code::ChannelInWrongState);
        }
        channel.open = true;
        return answer(data[0], id);
      case ant::MessageId::Close:
        if (!channel.open) return answer(data[0], id, ant::Code::ChannelInWrongState);
        channel.open = false;
        answer(data[0], id);
        return tell(ant::event(data[0], ant::Code::ChannelClosed), 7ms);
      case ant::MessageId::Unassign:
        if (channel.open || !channel.assigned) {
          return answer(data[0], id, ant::Code::ChannelInWrongState);
        }
        channel = {};
        return answer(data[0], id);
      default:
        return answer(data[0], id);
    }
  }

  // One slot of everybody, every 250 ms.
  void slot() {
    for (RoomSensor& sensor : sensors) {
      timers_.at(timers_.now() + sensor.phase, [this, &sensor] { broadcast(sensor); });
    }
    timers_.at(timers_.now() + 200ms, [this] { our_slot(); });
  }

 private:
  struct Channel {
    bool assigned = false;
    bool open = false;
    bool master = false;
    ant::ChannelId id{};
    const RoomSensor* bound = nullptr;
  };

  bool chance(double share) {
    return share > 0.0 && std::uniform_real_distribution{}(random_) < share;
  }
  void tell(const ant::Frame& frame, Duration later = 1ms) {
    if (!chance(trouble.lost_answers)) say_(frame, later);
  }
  void answer(std::uint8_t channel, ant::MessageId to, ant::Code code = ant::Code::NoError) {
    tell(ant::response(channel, to, code));
  }
  void request(std::uint8_t number, ant::MessageId wanted) {
    if (wanted == ant::MessageId::SerialNumber) {
      const std::array<std::uint8_t, 4> bytes{0xD1, 0xBE, 0xF7, 0x50};
      if (!trouble.no_serial) tell(ant::Frame{ant::MessageId::SerialNumber, bytes});
    } else if (wanted == ant::MessageId::ChannelId && !trouble.no_id_answers) {
      const Channel& channel = channels_[number];
      tell(ant::channel_id(number, channel.bound != nullptr ? channel.bound->id : channel.id));
    }
  }

  static bool fits(const ant::ChannelId& wanted, const ant::ChannelId& id) {
    return wanted.device == id.device && wanted.type == id.type &&
           (wanted.transmission == 0 || wanted.transmission == id.transmission);
  }
  void broadcast(RoomSensor& sensor) {
    const ant::Payload page = sensor.page(sensor.turn++);
    if (!sensor.awake) return;
    for (std::uint8_t i = 1; i < channels_.size(); ++i) {
      Channel& channel = channels_[i];
      if (!channel.open || channel.master) continue;
      if (channel.bound == nullptr && fits(channel.id, sensor.id)) channel.bound = &sensor;
      if (channel.bound != &sensor) continue;
      if (chance(trouble.closes)) {
        channel.open = false;
        if (chance(0.5)) tell(ant::event(i, ant::Code::SearchTimeout), 0ms);
        tell(ant::event(i, ant::Code::ChannelClosed), 1ms);
        continue;
      }
      if (chance(trouble.collides)) {
        constexpr ant::Code codes[]{ant::Code::ChannelCollision, ant::Code::RxFail,
                                    ant::Code::RxFailGoToSearch};
        tell(ant::event(i, codes[random_() % 3]), 0ms);
        continue;
      }
      ant::Data data{.channel = i, .page = page};
      if (!trouble.no_extended) data.extended.id = sensor.id;
      say_(ant::received(data), 0ms);
    }
  }
  void our_slot() {
    for (std::uint8_t i = 1; i < channels_.size(); ++i) {
      if (!channels_[i].open || !channels_[i].master) continue;
      say_(ant::event(i, ant::Code::Tx), 0ms);
      if (presses.empty()) continue;
      say_(ant::received(
               {.kind = ant::DataKind::Acknowledged, .channel = i, .page = presses.front()}),
           1ms);
      presses.pop_front();
    }
  }

  TimerPort& timers_;
  Say say_;
  std::mt19937 random_;
  std::array<Channel, 8> channels_{};
};

}  // namespace softpedal::test
