// SPDX-License-Identifier: MIT
// The gears of the rider's bike: what turns cadence into wheel speed. Taken from the settings; it
// is an event of the ride, so that a recorded ride replays with the gears that it had.
#pragma once

#include <array>
#include <cstdint>

#include "app/core/units.hpp"

namespace softpedal {

struct Gear {
  std::uint8_t chainring;  // teeth
  std::uint8_t sprocket;   // teeth
  constexpr bool operator==(const Gear&) const = default;
};

[[nodiscard]] constexpr double ratio(Gear gear) {  // turns of the wheel for one of the crank
  return static_cast<double>(gear.chainring) / gear.sprocket;
}

// Teeth, smallest first; 0 where there are no more. At least one of each.
struct Drivetrain {
  std::array<std::uint8_t, 3> chainrings{34, 50};  // decision: a compact crank with an 11-28
  std::array<std::uint8_t, 13> sprockets{11, 12, 13, 14, 15, 17, 19, 21, 23, 25, 28};
  Metres circumference{2.096};  // of the wheel, 700x25 (evidence.md D1)
  bool operator==(const Drivetrain&) const = default;
};

}  // namespace softpedal
