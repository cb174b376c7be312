// SPDX-License-Identifier: MIT
#include "drivers/antplus/sensor.hpp"

#include <algorithm>

namespace softpedal::antplus {

const Profile& profile_of(SensorKind kind) {
  switch (kind) {
    case SensorKind::HeartRate:
      return profile::heart_rate;
    case SensorKind::Power:
      return profile::bike_power;
    case SensorKind::SpeedCadence:
      return profile::speed_cadence;
    case SensorKind::Cadence:
      return profile::cadence;
    default:
      return profile::speed;
  }
}

std::optional<SensorKind> kind_of_sensor(std::uint8_t device_type) {
  for (int i = 0; i <= static_cast<int>(SensorKind::Speed); ++i) {
    const auto kind = static_cast<SensorKind>(i);
    if (profile_of(kind).device_type == device_type) return kind;
  }
  return std::nullopt;
}

Sensor::Meter Sensor::meter_for(SensorKind kind, Metres wheel) {
  switch (kind) {
    case SensorKind::HeartRate:
      return StrapMeter{};
    case SensorKind::Power:
      return PowerMeter{};
    default:
      return RotationMeter{kind, wheel};
  }
}

Sensor::Sensor(SensorKind kind, Metres wheel)
    : kind_{kind},
      meter_{meter_for(kind, wheel)},
      about_{ant::ChannelId{.device = 0, .type = profile_of(kind).device_type}} {}

std::optional<SensorReading> Sensor::take(const Payload& page, Instant now) {
  const bool regained = !heard(now);
  heard_at_ = now;
  about_.take(page);
  SensorReading reading{.kind = kind_};
  std::visit(
      [&](auto& meter) {
        if (regained) meter.forget();
        meter.take(page, now);
        meter.tell(reading, now);
      },
      meter_);
  return tell(reading, now);
}

std::optional<SensorReading> Sensor::pass(Instant now) {
  if (!heard_at_ || heard(now)) return std::nullopt;
  return tell({.kind = kind_}, now);
}

std::optional<Instant> Sensor::deadline() const {
  if (!heard_at_) return std::nullopt;
  return std::max(*heard_at_ + silent_after, told_at_ + told_every);
}

std::optional<SensorReading> Sensor::tell(const SensorReading& reading, Instant now) {
  if (told_ == reading && now - told_at_ < told_every) return std::nullopt;
  told_ = reading;
  told_at_ = now;
  return reading;
}

}  // namespace softpedal::antplus
