// SPDX-License-Identifier: MIT
#include "app/core/second.hpp"

namespace softpedal {

Second second_of(const Snapshot& snapshot) {
  Second second{
      .elapsed = snapshot.elapsed,
      .ridden = snapshot.ridden,
      .phase = snapshot.phase,
      .why = snapshot.why,
      .eased = snapshot.eased,
      .cadence = snapshot.cadence,
      .power = snapshot.power,
      .torque_mean = snapshot.torque_mean,
      .torque_reading = snapshot.torque_reading,
      .speed = snapshot.speed,
      .heart_rate = snapshot.heart_rate,
      .resistance = snapshot.resistance,
      .torque_mean_cap = snapshot.torque_mean_cap,
      .torque_peak_cap = snapshot.torque_peak_cap,
      .power_cap = snapshot.power_cap,
      .work = snapshot.work,
      .revolutions = snapshot.revolutions,
      .cadence_deviation = snapshot.cadence_deviation,
      .over_cap = snapshot.over_cap,
      .over_cap_loaded = snapshot.over_cap_loaded,
      .floor = {},
      .floor_deviation = {},
      .power_calibration_needed = snapshot.power_calibration_needed,
      .resistance_calibration_needed = snapshot.resistance_calibration_needed,
      .numbers_unverified = snapshot.numbers_unverified,
  };
  if (snapshot.floor_here) {
    second.floor = snapshot.floor_here->torque;
    second.floor_deviation = snapshot.floor_here->deviation;
  }
  if (snapshot.gear) {
    second.chainring = snapshot.gear->chainring;
    second.sprocket = snapshot.gear->sprocket;
  }
  return second;
}

}  // namespace softpedal
