// SPDX-License-Identifier: MIT
// What has a slot on the air: a device that sends a page at its own pace and may be sent one back
// (ant-fec.md 2.8). The stick knows no more of trainers and sensors than this.
#pragma once

#include <cstdint>

#include "app/core/clock.hpp"
#include "drivers/ant/message.hpp"
#include "drivers/antplus/network.hpp"

namespace softpedal::sim {

// One slot of a master, as whoever listens gets it.
struct OnAir {
  ant::ChannelId id;
  std::uint16_t period;  // 1/32768 s
  ant::Payload page;
};

class Master {
 public:
  virtual ~Master() = default;
  [[nodiscard]] virtual ant::ChannelId channel_id() const = 0;
  [[nodiscard]] virtual std::uint16_t period() const = 0;  // 1/32768 s
  // Measures, and gives the page for this slot.
  [[nodiscard]] virtual ant::Payload broadcast(Instant now) = 0;
  // An acknowledged page of the host, already confirmed by radio. A sensor has no use for it.
  virtual void take(const ant::Payload&, Instant) {}
};

// The upper four of the number's 20 bits go with the transmission type (3.3).
[[nodiscard]] constexpr ant::ChannelId id_of(const antplus::Profile& profile,
                                             std::uint32_t number) {
  const auto high = static_cast<std::uint8_t>((number >> 12) & 0xF0);
  return {.device = static_cast<std::uint16_t>(number & 0xFFFF),
          .type = profile.device_type,
          .transmission = static_cast<std::uint8_t>(profile.transmission | high)};
}

[[nodiscard]] constexpr Duration slot_of(std::uint16_t period) {
  return Duration{(std::int64_t{period} * 1'000'000 + 16384) / 32768};
}

}  // namespace softpedal::sim
