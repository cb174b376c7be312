// SPDX-License-Identifier: MIT
// Which gear the rider is in, from wheel speed and cadence: what a turn of the crank moves the
// wheel (the development), as the median over 10 s, so that a false zero or a shift does not count
// (evidence.md D4).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "app/core/clock.hpp"
#include "app/core/gears.hpp"
#include "app/core/units.hpp"

namespace softpedal {

inline constexpr Duration gear_window = 10s;
inline constexpr double same_gear = 0.06;  // so near is the same: neighbours are 6 to 12 % apart

struct GearSeen {
  struct Sample {
    Instant at{};
    double metres = 0.0;
    bool operator==(const Sample&) const = default;
  };
  std::array<Sample, 24> samples{};  // ring: 10 s at 400 ms
  std::uint8_t newest = 0;
  std::uint8_t count = 0;
  std::optional<Metres> development{};  // empty: too few samples, or they do not agree
  bool operator==(const GearSeen&) const = default;
};

// A reading of wheel speed beside a fresh cadence. Neither at rest nor coasting tells a gear.
void see_gear(GearSeen& seen, MetresPerSecond speed, Rpm cadence, Instant now);

// Pedalling, rather than coasting: speed and cadence fit the gear.
[[nodiscard]] bool chain_pulls(const GearSeen& seen, MetresPerSecond speed, Rpm cadence);

// The gear of this bike that is nearest, if any is near; of two alike the smaller chainring's.
[[nodiscard]] std::optional<Gear> nearest_gear(const Drivetrain& drivetrain, Metres development);

}  // namespace softpedal
