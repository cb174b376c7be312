// SPDX-License-Identifier: MIT
// The rider's other sensors and the remote, on the side channels of a stick: which channel is
// whose, and what each of them says. It joins channels and pages, has no timer and no link, and
// decides nothing about safety.
//
// Field notes
//   - A sensor's number has 20 bits, of which a search knows 16 (ant-fec.md 3.3). A neighbour's
//   with
//     the same 16 bits is heard but not listened to: the channel is then bound to the exact
//     transmission type, and opened to any again if that brings nothing in 30 s, because the lower
//     half of it is not the same on all sensors.
//   - Where the stick appends no id to what it hears, it is asked for it once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "app/core/clock.hpp"
#include "app/core/event.hpp"
#include "app/core/trainer.hpp"
#include "drivers/ant/side_channels.hpp"
#include "drivers/antplus/remote.hpp"
#include "drivers/antplus/sensor.hpp"

namespace softpedal {

class Sensors {
 public:
  static constexpr Duration exact_search = 30s;

  Sensors(const std::vector<SensorChoice>& choices, Metres wheel, bool remote);

  // One for each sensor in their order, then the remote's.
  [[nodiscard]] const std::vector<ant::SideSetup>& setups() const { return setups_; }
  void begin();  // the channels are set up anew

  std::optional<Event> take(const ant::SideOutcome& outcome, ant::SideChannels& sides, Instant now);
  // Call when deadline() is reached, until it gives nothing.
  std::optional<Event> pass(ant::SideChannels& sides, Instant now);
  [[nodiscard]] std::optional<Instant> deadline() const;

  [[nodiscard]] std::span<const SensorState> states() const { return states_; }
  [[nodiscard]] std::uint64_t foreign() const { return foreign_; }  // pages of others, dropped

 private:
  struct Bound {
    antplus::Sensor sensor;
    std::uint8_t transmission = 0;  // as it is searched for; 0: any
    std::optional<Instant> exact_since{};
    bool verified = false;  // the channel is ours, though its data does not say so
    bool id_asked = false;
  };

  std::optional<Event> heard(std::size_t which, ant::SideChannels& sides, Instant now);
  void named(std::size_t which, const std::optional<ant::ChannelId>& id, ant::SideChannels& sides,
             Instant now);
  void bind(std::size_t which, std::uint8_t transmission, ant::SideChannels& sides, Instant now);
  void describe(std::size_t which, Instant now);
  [[nodiscard]] bool ours(std::size_t which, const ant::ChannelId& id) const;
  [[nodiscard]] std::uint8_t exact_transmission(std::size_t which) const;

  std::vector<Bound> bound_{};
  std::vector<SensorState> states_{};
  std::vector<ant::SideSetup> setups_{};
  antplus::Remote remote_{};
  std::uint64_t foreign_ = 0;
};

}  // namespace softpedal
