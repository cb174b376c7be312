// SPDX-License-Identifier: MIT
// The virtual ANT stick: takes the bytes that a host writes, answers and reports as a real one does
// (ant-fec.md 2), hears the masters of the room and plays one where the host opens such a channel.
// It knows pages only as eight bytes.
//
//   Unassigned --0x42--> Assigned --0x4B--> Searching --heard--> Tracking
//                           ^                  |  ^                 |
//                           +--events 1 and 7--+  +-----event 8-----+
//                           +-----0x4C, event 7 (from both)---------+
//
// A channel as master goes from Assigned to Tracking at once: it has nobody to look for.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "drivers/ant/frame.hpp"
#include "drivers/ant/message.hpp"
#include "drivers/sim/faults.hpp"
#include "drivers/sim/master.hpp"
#include "drivers/sim/radio.hpp"

namespace softpedal::sim {

struct StickOptions {
  std::uint8_t channels = 8;
  std::uint8_t networks = 3;
  std::string version = "AJK1.04RAF";
  std::uint32_t serial = 0x50F7BED1;
};

class Stick {
 public:
  // What it keeps for a host that does not read; then event 52. About 60 were seen (1.4).
  static constexpr std::size_t buffer = 60;
  // Messages missed in a row before it searches again. No source gives the number; runs of two do
  // not do it (ant-fec.md 10).
  static constexpr int missed_to_search = 8;
  // What a high-priority search takes from the other channels. The sources say that data is lost
  // for as long as it lasts, and give no share (2.10).
  static constexpr Share lost_to_search{0.9};

  // How the room answers a slot of a channel on which this stick is the master.
  struct Answer {
    bool heard = false;
    std::optional<ant::Payload> page{};  // acknowledged, of a slave in the room
  };
  using Ears = std::function<Answer(const OnAir&, Instant)>;

  Stick(const StickOptions& options, const Faults& faults, Instant began, Dice dice);

  void receive(std::span<const std::uint8_t> bytes, Instant now);
  // One slot of a master: its page is on the air, heard or not.
  void hear(Master& master, Radio& radio, const ant::Payload& page, Instant now);
  void heard_by(Ears ears) { ears_ = std::move(ears); }  // what this stick sends as a master
  void run(Instant now);  // what is due by time: search limits, closings, slots as a master
  [[nodiscard]] std::optional<Instant> next_due() const;

  // The next message that is due for the host.
  [[nodiscard]] std::optional<ant::Frame> take(Instant now);
  [[nodiscard]] std::optional<Instant> next_message() const;

  // All settings gone, and a start-up message that says why.
  void restart(std::uint8_t reason, Instant now);
  void give_up_searching(Instant now);       // events 8, 1 and 7 on every open channel
  void report(ant::Code code, Instant now);  // an event of no channel: 52 and 53

  [[nodiscard]] ant::ChannelState state(std::uint8_t channel) const {
    return channel < channels_.size() ? channels_[channel].state : ant::ChannelState::Unassigned;
  }

 private:
  static constexpr std::uint8_t usual_frequency = 66;
  static constexpr std::size_t list_size = 4;
  struct Channel {
    ant::ChannelState state = ant::ChannelState::Unassigned;
    ant::ChannelType type = ant::ChannelType::Slave;
    std::uint8_t network = 0;
    std::uint8_t extended = 0;
    bool id_set = false;
    ant::ChannelId wanted{};
    std::optional<ant::ChannelId> bound{};  // the trainer found, until assigned anew
    std::uint16_t period = 8192;
    std::uint8_t frequency = usual_frequency;
    std::uint8_t high_priority = 10;  // x 2.5 s
    std::uint8_t low_priority = 2;
    std::optional<Instant> search_ends{};
    Instant search_began{};
    std::optional<Instant> next_slot{};  // as a master
    ant::Payload page{};                 // what it sends as a master, until told otherwise
    std::optional<Instant> closes{};
    bool scan = false;  // opened with 0x5B: the whole radio is this channel's
    int missed = 0;
    std::optional<ant::Payload> waiting{};  // an acknowledged page for the next slot
    std::array<ant::ChannelId, list_size> list{};
    std::uint8_t listed = 0;
    bool list_excludes = false;

    // Hears everybody, at whatever pace they send.
    [[nodiscard]] bool scans() const {
      return scan || (extended & ant::extended_assignment::background_scan) != 0;
    }
    [[nodiscard]] bool open() const {
      return state == ant::ChannelState::Searching || state == ant::ChannelState::Tracking;
    }
  };
  struct Outgoing {
    Instant due;
    ant::Frame frame;
  };

  [[nodiscard]] bool active(FaultKind kind, Instant now) const {
    return faults_.active(kind, now - began_);
  }
  void put(const ant::Frame& frame, Instant due);
  void answer(std::uint8_t channel, ant::MessageId to, ant::Code code, Instant now);
  void event(std::uint8_t channel, ant::Code code, Instant now);

  // stick_commands.cpp
  void command(const ant::Message& message, Instant now);
  [[nodiscard]] ant::Code configure(const ant::Message& message, Channel& channel);
  [[nodiscard]] ant::Code assign(std::span<const std::uint8_t> data, Channel& channel, Instant now);
  [[nodiscard]] ant::Code open(Channel& channel, Instant now);
  [[nodiscard]] ant::Code open_scan(Channel& channel);
  [[nodiscard]] ant::Code set_up(const ant::Message& message, Instant now);
  void request(std::uint8_t channel, ant::MessageId wanted, Instant now);
  void data_from_host(const ant::Data& data, ant::MessageId id, Instant now);
  void begin_search(Channel& channel, Instant now);

  void shut(Channel& channel);
  [[nodiscard]] bool can_hear(const Channel& channel, const OnAir& air) const;
  [[nodiscard]] bool searches_first(const Channel& channel, Instant now) const;
  [[nodiscard]] bool starved(std::uint8_t number, Instant now);
  void deliver(std::uint8_t number, ant::DataKind kind, const ant::ChannelId& id,
               const ant::Payload& page, Instant now);
  void transfer(std::uint8_t number, Master& master, Radio& radio, Instant now);
  void send_as_master(std::uint8_t number, Instant now);

  StickOptions options_;
  const Faults& faults_;
  Instant began_;
  Dice dice_;
  ant::Parser parser_;
  bool padded_ = false;  // zeros came with the message that is looked at now
  std::array<Channel, 8> channels_{};
  std::array<bool, 8> ant_plus_{};  // networks that have been given the right key
  std::uint8_t appended_ = 0;       // 0x6E: what follows received data
  Instant boots_until_{};
  Ears ears_;
  std::vector<Outgoing> out_;  // in order; `out_next_` is the first that is still here
  std::size_t out_next_ = 0;
};

}  // namespace softpedal::sim
