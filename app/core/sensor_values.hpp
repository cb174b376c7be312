// SPDX-License-Identifier: MIT
// What the rider's other sensors say beside the trainer. One source for each value, the trainer's
// own first; a power meter is a second opinion that is shown and steers nothing. No sensor can
// raise load: what they tell is used to show, to hold back and to ease.
#pragma once

#include <optional>

#include "app/core/clock.hpp"
#include "app/core/event.hpp"
#include "app/core/units.hpp"

namespace softpedal {

inline constexpr Duration sensor_late_after = 3s;  // as for the trainer's own (design.md 3)
inline constexpr double unverified_from = 0.15;    // of the trainer's power (issue)
inline constexpr double unverified_until = 0.10;   // and back
inline constexpr Duration opinion_after = 20s;     // of both, before a difference means anything
inline constexpr Watts opinion_from{8.0};          // below, a watt of rounding is too much

template <class Unit>
struct Sensed {
  std::optional<Unit> value{};
  Instant at{};
  bool operator==(const Sensed&) const = default;
};

struct SensorValues {
  Sensed<Watts> meter_power{};
  Sensed<Rpm> meter_cadence{};
  Sensed<Rpm> cadence{};            // of a cadence sensor
  Sensed<MetresPerSecond> speed{};  // of a speed sensor

  // The second opinion: means of trainer and meter over the last half minute or so.
  std::optional<Watts> trainer_mean{};
  std::optional<Watts> meter_mean{};
  Duration compared{};
  bool unverified = false;
  bool operator==(const SensorValues&) const = default;
};

void observe(SensorValues& sensors, const SensorReading& reading, Instant now);
// A fresh value of the trainer's, `passed` after the one before.
void compare(SensorValues& sensors, Watts trainer, Duration passed, Instant now);

[[nodiscard]] std::optional<Rpm> sensed_cadence(const SensorValues& sensors, Instant now);
[[nodiscard]] std::optional<MetresPerSecond> sensed_speed(const SensorValues& sensors, Instant now);
[[nodiscard]] std::optional<Watts> meter_power(const SensorValues& sensors, Instant now);
// How much more the meter reads, as a share of what the trainer says. Empty: not enough of both.
[[nodiscard]] std::optional<double> meter_difference(const SensorValues& sensors);

}  // namespace softpedal
