// SPDX-License-Identifier: MIT
#include "app/core/second.hpp"

#include <cmath>

namespace softpedal {
namespace {

double rounded(double value, double parts) { return std::round(value * parts) / parts; }

template <class Unit>
Unit rounded(Unit value, double parts) {
  return Unit{rounded(value.count(), parts)};
}

template <class Unit>
std::optional<Unit> rounded(const std::optional<Unit>& value, double parts) {
  if (!value) return std::nullopt;
  return rounded(*value, parts);
}

}  // namespace

Second second_of(const Snapshot& snapshot) {
  Second second{
      .elapsed = snapshot.elapsed,
      .ridden = snapshot.ridden,
      .phase = snapshot.phase,
      .why = snapshot.why,
      .eased = snapshot.eased,
      .cadence = rounded(snapshot.cadence, cadence_parts),
      .power = rounded(snapshot.power, power_parts),
      .torque_mean = rounded(snapshot.torque_mean, torque_parts),
      .torque_reading = rounded(snapshot.torque_reading, torque_parts),
      .speed = rounded(snapshot.speed, speed_parts),
      .heart_rate = rounded(snapshot.heart_rate, heart_rate_parts),
      .resistance = rounded(snapshot.resistance, resistance_parts),
      .torque_mean_cap = rounded(snapshot.torque_mean_cap, torque_parts),
      .torque_peak_cap = rounded(snapshot.torque_peak_cap, torque_parts),
      .power_cap = rounded(snapshot.power_cap, power_parts),
      .work = rounded(snapshot.work, work_parts),
      .revolutions = rounded(snapshot.revolutions, revolution_parts),
      .cadence_deviation = rounded(snapshot.cadence_deviation, cadence_parts),
      .over_cap = snapshot.over_cap,
      .over_cap_loaded = snapshot.over_cap_loaded,
      .floor = {},
      .floor_deviation = {},
      .power_calibration_needed = snapshot.power_calibration_needed,
      .resistance_calibration_needed = snapshot.resistance_calibration_needed,
      .numbers_unverified = snapshot.numbers_unverified,
  };
  if (snapshot.floor_here) {
    second.floor = rounded(snapshot.floor_here->torque, torque_parts);
    second.floor_deviation = rounded(snapshot.floor_here->deviation, torque_parts);
  }
  if (snapshot.gear) {
    second.chainring = snapshot.gear->chainring;
    second.sprocket = snapshot.gear->sprocket;
  }
  return second;
}

}  // namespace softpedal
