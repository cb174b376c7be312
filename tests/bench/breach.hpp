// SPDX-License-Identifier: MIT
// What both benchmarks of the relief share: a ride that is carried at a load, a trainer's page that
// shows a breach, and the page that takes the load away.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "app/core/prescription.hpp"

namespace softpedal {

// Where a page stands in a data message: A4, length, id, channel, then the page's eight bytes.
inline constexpr std::size_t page_at = 4;
inline constexpr std::size_t page_end = page_at + 8;

// One broadcast of page 25 and nothing else.
[[nodiscard]] inline bool is_trainer_page(std::span<const std::uint8_t> message) {
  return message.size() >= page_end && message[2] == 0x4E && message[page_at] == 25 &&
         message.size() == message[1] + 4U;
}
[[nodiscard]] inline std::uint8_t event_of(std::span<const std::uint8_t> trainer_page) {
  return trainer_page[page_at + 1];
}
// Page 48 at 0.
[[nodiscard]] inline bool is_relief(std::span<const std::uint8_t> message) {
  return message.size() >= page_end && message[page_at] == 48 && message[page_end - 1] == 0;
}

// The same page at 30 rpm and 200 W: 64 N.m.
[[nodiscard]] inline std::vector<std::uint8_t> with_breach(
    std::span<const std::uint8_t> trainer_page) {
  std::vector<std::uint8_t> page{trainer_page.begin(), trainer_page.end()};
  page[page_at + 2] = 30;
  page[page_at + 5] = 200;
  page[page_at + 6] &= 0xF0U;
  page.back() = 0;
  for (std::size_t i = 0; i + 1 < page.size(); ++i) page.back() ^= page[i];
  return page;
}

[[nodiscard]] inline Prescription endless() {
  return {.phase = RehabPhase::Free,
          .warm_up = 1s,
          .ride = std::chrono::seconds{10'000'000},
          .cool_down = 1s,
          .target = {.mode = TargetMode::Resistance, .resistance = Percent{2.0}},
          .limits = {.torque_mean = NewtonMetres{20.0},
                     .torque_peak = NewtonMetres{30.0},
                     .power = Watts{150.0},
                     .resistance = Percent{10.0},
                     .ramp_up_per_second = Percent{5.0},
                     .total = std::chrono::seconds{20'000'000}},
          .cadence_low = Rpm{50.0},
          .cadence_high = Rpm{70.0},
          .pain = {.ask_every = 180s, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3}};
}

}  // namespace softpedal
