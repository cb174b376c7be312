// SPDX-License-Identifier: MIT
#include "app/core/sensor_values.hpp"

#include <algorithm>
#include <cmath>

namespace softpedal {
namespace {

constexpr Duration averaged_over = 30s;

template <class Unit>
void keep(Sensed<Unit>& sensed, const std::optional<Unit>& value, Instant now) {
  sensed = {value, now};
}

template <class Unit>
std::optional<Unit> recent(const Sensed<Unit>& sensed, Instant now) {
  return now - sensed.at <= sensor_late_after ? sensed.value : std::nullopt;
}

void average(std::optional<Watts>& mean, Watts value, double share) {
  mean = mean ? *mean + (value - *mean) * share : value;
}

}  // namespace

void observe(SensorValues& s, const SensorReading& reading, Instant now) {
  switch (reading.kind) {
    case SensorKind::HeartRate:
      return;  // it stands beside the trainer's own: load.hpp
    case SensorKind::Power:
      keep(s.meter_power, reading.power, now);
      return keep(s.meter_cadence, reading.cadence, now);
    case SensorKind::SpeedCadence:
      keep(s.speed, reading.speed, now);
      return keep(s.cadence, reading.cadence, now);
    case SensorKind::Cadence:
      return keep(s.cadence, reading.cadence, now);
    case SensorKind::Speed:
      return keep(s.speed, reading.speed, now);
  }
}

void compare(SensorValues& s, Watts trainer, Duration passed, Instant now) {
  const auto meter = meter_power(s, now);
  if (!meter || passed > sensor_late_after) {
    s.trainer_mean.reset();
    s.meter_mean.reset();
    s.compared = Duration{0};
    return;  // what was found stands until there is a better one
  }
  const double share = std::min(1.0, in_seconds(passed) / in_seconds(averaged_over));
  average(s.trainer_mean, trainer, share);
  average(s.meter_mean, *meter, share);
  s.compared += passed;
  if (const auto difference = meter_difference(s)) {
    s.unverified = std::abs(*difference) > (s.unverified ? unverified_until : unverified_from);
  }
}

std::optional<Rpm> sensed_cadence(const SensorValues& s, Instant now) {
  const auto cadence = recent(s.cadence, now);
  return cadence ? cadence : recent(s.meter_cadence, now);
}
std::optional<MetresPerSecond> sensed_speed(const SensorValues& s, Instant now) {
  return recent(s.speed, now);
}
std::optional<Watts> meter_power(const SensorValues& s, Instant now) {
  return recent(s.meter_power, now);
}

std::optional<double> meter_difference(const SensorValues& s) {
  const bool enough = s.compared >= opinion_after && s.trainer_mean && s.meter_mean &&
                      *s.trainer_mean >= opinion_from;
  if (!enough) return std::nullopt;
  return (*s.meter_mean - *s.trainer_mean).count() / s.trainer_mean->count();
}

}  // namespace softpedal
