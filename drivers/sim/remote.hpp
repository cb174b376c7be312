// SPDX-License-Identifier: MIT
// A remote on the handlebar (ANT+ Controls, device type 16): a slave, so it waits for the host to
// open a channel as master, and sends a button as one acknowledged page behind a broadcast
// (drivers/antplus/remote.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "drivers/antplus/remote.hpp"
#include "drivers/sim/radio.hpp"
#include "drivers/sim/stick.hpp"

namespace softpedal::sim {

using Button = antplus::RemoteCommand;

// "lap", "stop", "start", "up", "down", "select", "back", "home".
[[nodiscard]] std::optional<Button> button_named(std::string_view name);

struct Press {
  Duration at{};  // since the world began
  Button button = Button::Lap;
  bool operator==(const Press&) const = default;
};

class Remote {
 public:
  Remote(std::vector<Press> presses, Radio radio, Instant began);

  void press(Button button, Instant now);
  // One slot of a master in the room: the host's stick.
  [[nodiscard]] Stick::Answer hear(const OnAir& air, Instant now);

 private:
  struct Pressed {
    Instant at;
    ant::Payload page;
  };
  void press_what_is_due(Instant now);

  std::vector<Press> presses_;  // in order of time
  std::size_t next_press_ = 0;
  Radio radio_;
  Instant began_;
  std::deque<Pressed> waiting_;
  bool invited_ = false;  // page 2 has said that this host takes generic commands
  std::uint8_t sequence_ = 0;
};

}  // namespace softpedal::sim
