// SPDX-License-Identifier: MIT
// Units of the virtual bike, its gear, and its step in time.
#pragma once

#include <chrono>
#include <numbers>

#include "app/core/clock.hpp"
#include "app/core/units.hpp"

namespace softpedal::sim {

using Inertia = Quantity<struct InertiaTag>;            // kg·m²
using AngularSpeed = Quantity<struct AngularSpeedTag>;  // rad/s
using Angle = Quantity<struct AngleTag>;                // rad
using Length = Quantity<struct LengthTag>;              // m
using Share = Quantity<struct ShareTag>;                // 0 to 1

// At 110 rpm this is a fifteenth of a turn of torque ripple, and well under every lag of a brake.
inline constexpr Duration physics_step = std::chrono::milliseconds{10};

inline constexpr Length wheel_circumference{2.096};  // 700x25 (evidence.md D1)
inline constexpr Length wheel_radius = wheel_circumference / (2.0 * std::numbers::pi);

[[nodiscard]] constexpr Rpm rpm(AngularSpeed speed) {
  return Rpm{speed.count() * 60.0 / (2.0 * std::numbers::pi)};
}
[[nodiscard]] constexpr AngularSpeed angular_speed(Rpm cadence) {
  return AngularSpeed{radians_per_second(cadence)};
}

struct Gear {
  int chainring = 34;
  int sprocket = 28;
  [[nodiscard]] constexpr double ratio() const {
    return static_cast<double>(chainring) / static_cast<double>(sprocket);
  }
  constexpr bool operator==(const Gear&) const = default;
};

}  // namespace softpedal::sim
