// SPDX-License-Identifier: MIT
// One second of a ride as it is kept: what the trainer told, what was asked of it and why, and the
// totals so far, so that a second which is lost takes nothing else with it.
#pragma once

#include <cstdint>
#include <optional>

#include "app/core/clock.hpp"
#include "app/core/gears.hpp"
#include "app/core/snapshot.hpp"
#include "app/core/units.hpp"
#include "app/core/why.hpp"

namespace softpedal {

struct Second {
  Duration elapsed{};  // since Start took effect, pauses included
  Duration ridden{};   // pedalled in the three phases
  Phase phase = Phase::Connecting;
  Why why = Why::Connecting;
  bool eased = false;
  std::optional<Rpm> cadence{};  // empty here and below: not measured, or late
  std::optional<Watts> power{};
  std::optional<NewtonMetres> torque_mean{};     // over the last 3 s
  std::optional<NewtonMetres> torque_reading{};  // the latest
  std::optional<MetresPerSecond> speed{};
  std::optional<Bpm> heart_rate{};
  Percent resistance{};  // commanded; 0 for a release
  NewtonMetres torque_mean_cap{};
  NewtonMetres torque_peak_cap{};
  Watts power_cap{};
  Joules work{};
  double revolutions = 0.0;
  std::optional<Rpm> cadence_deviation{};
  Duration over_cap{};
  Duration over_cap_loaded{};                     // of it, with resistance asked for
  std::optional<NewtonMetres> floor{};            // in the gear in use at this cadence
  std::optional<NewtonMetres> floor_deviation{};  // one standard deviation of it
  std::uint8_t chainring = 0;                     // of the gear in use; 0: not known
  std::uint8_t sprocket = 0;
  bool power_calibration_needed = false;
  bool resistance_calibration_needed = false;
  bool numbers_unverified = false;
  bool operator==(const Second&) const = default;
};

// A second is rounded when it is made, so that whatever keeps it keeps the same value: to so many
// parts of its unit, each finer than any trainer or sensor reports. Times are as they are.
inline constexpr double cadence_parts = 100.0;
inline constexpr double power_parts = 10.0;
inline constexpr double torque_parts = 1000.0;
inline constexpr double speed_parts = 1000.0;
inline constexpr double heart_rate_parts = 10.0;
inline constexpr double resistance_parts = 100.0;
inline constexpr double work_parts = 10.0;
inline constexpr double revolution_parts = 100.0;

[[nodiscard]] Second second_of(const Snapshot& snapshot);

}  // namespace softpedal
