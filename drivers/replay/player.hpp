// SPDX-License-Identifier: MIT
// A recording played as a link: the host's own commands are answered as by a stick, and once a
// channel is open, the recorded messages of the device that it asks for arrive at their recorded
// distances. Control pages are confirmed behind the next message; a recorded trainer does not obey.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "app/core/timer.hpp"
#include "drivers/ant/frame.hpp"
#include "drivers/ant/message.hpp"
#include "drivers/link/byte_link.hpp"
#include "drivers/replay/recording.hpp"

namespace softpedal::replay {

class Player final : public ByteLink {
 public:
  // `timers` must outlive the player. Only messages that name their sender can be played: those
  // with extended data.
  Player(TimerPort& timers, const std::vector<Transfer>& recording);
  ~Player() override;
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;

  void start(Listener listener) override { listener_ = std::move(listener); }
  void write(std::span<const std::uint8_t> message) override;
  [[nodiscard]] std::string name() const override { return "recording"; }

 private:
  struct Recorded {
    Instant at;
    ant::Data data;
  };

  void command(const ant::Message& message);
  void answer_request(std::uint8_t channel, ant::MessageId wanted);
  void play_next();
  void stop();
  void say(const ant::Frame& frame, Duration later);
  [[nodiscard]] bool asked_for(const ant::ChannelId& id) const;

  TimerPort& timers_;
  Listener listener_{};
  ant::Parser parser_{};
  std::vector<Recorded> recorded_{};
  std::size_t next_ = 0;
  std::uint8_t channel_ = 0;
  ant::ChannelId wanted_{};
  std::optional<ant::ChannelId> found_{};
  bool waiting_ = false;  // a control page for the next message
  TimerPort::Id playing_ = 0;
  std::set<TimerPort::Id> saying_{};
};

}  // namespace softpedal::replay
