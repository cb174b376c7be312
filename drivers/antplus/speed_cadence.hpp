// SPDX-License-Identifier: MIT
// Speed and cadence sensors: combined (type 121, no page numbers) and single (122 cadence, 123
// speed, with page number and toggle bit); ant-fec.md 5.4. Counters are raw, times in 1/1024 s.
// Whether a wheel stands still is decided on turns: one real trainer moves its times at rest (5.1).
#pragma once

#include <cstdint>

#include "drivers/antplus/field.hpp"

namespace softpedal::antplus {

struct Rotation {
  std::uint16_t time;  // of the last turn, rolls over at 64 s
  std::uint16_t turns;
  bool operator==(const Rotation&) const = default;
};

namespace combined_page {
inline constexpr Bits crank_time{.bit = 0, .width = 16};
inline constexpr Bits crank_turns{.bit = 16, .width = 16};
inline constexpr Bits wheel_time{.bit = 32, .width = 16};
inline constexpr Bits wheel_turns{.bit = 48, .width = 16};
}  // namespace combined_page

struct CombinedRotation {
  Rotation crank;
  Rotation wheel;
  bool operator==(const CombinedRotation&) const = default;
};

[[nodiscard]] constexpr CombinedRotation read_combined_rotation(const Payload& page) {
  using namespace combined_page;
  return {.crank = {.time = get_as<std::uint16_t>(page, crank_time),
                    .turns = get_as<std::uint16_t>(page, crank_turns)},
          .wheel = {.time = get_as<std::uint16_t>(page, wheel_time),
                    .turns = get_as<std::uint16_t>(page, wheel_turns)}};
}

namespace single_page {
inline constexpr Bits number{.bit = 0, .width = 7};
inline constexpr Bits toggle{.bit = 7, .width = 1};
inline constexpr Bits time{.bit = 32, .width = 16};
inline constexpr Bits turns{.bit = 48, .width = 16};
}  // namespace single_page

[[nodiscard]] constexpr Rotation read_single_rotation(const Payload& page) {
  return {.time = get_as<std::uint16_t>(page, single_page::time),
          .turns = get_as<std::uint16_t>(page, single_page::turns)};
}

}  // namespace softpedal::antplus
