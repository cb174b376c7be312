// SPDX-License-Identifier: MIT
// One of the rider's sensors, from its pages to the readings of the core: what it measures now,
// told with each change and at least once a second while it is heard; a sensor that is not heard
// for 3 s measures nothing, and is told so once a second. Pure: time is an argument.
#pragma once

#include <optional>
#include <variant>

#include "app/core/clock.hpp"
#include "app/core/event.hpp"
#include "drivers/antplus/about.hpp"
#include "drivers/antplus/meters.hpp"
#include "drivers/antplus/network.hpp"

namespace softpedal::antplus {

[[nodiscard]] const Profile& profile_of(SensorKind kind);
// The kind of a device type (ant-fec.md 3.2); empty for what is no sensor of ours.
[[nodiscard]] std::optional<SensorKind> kind_of_sensor(std::uint8_t device_type);

class Sensor {
 public:
  static constexpr Duration silent_after = 3s;  // ant-fec.md 9
  static constexpr Duration told_every = 1s;

  // `wheel` is what turns a wheel sensor's turns into a speed; without it there is none.
  Sensor(SensorKind kind, Metres wheel);

  std::optional<SensorReading> take(const Payload& page, Instant now);
  // Call when deadline() is reached.
  std::optional<SensorReading> pass(Instant now);
  [[nodiscard]] std::optional<Instant> deadline() const;

  [[nodiscard]] bool heard(Instant now) const {
    return heard_at_ && now - *heard_at_ < silent_after;
  }
  [[nodiscard]] SensorKind kind() const { return kind_; }
  [[nodiscard]] const About& about() const { return about_; }

 private:
  using Meter = std::variant<StrapMeter, PowerMeter, RotationMeter>;
  [[nodiscard]] static Meter meter_for(SensorKind kind, Metres wheel);
  std::optional<SensorReading> tell(const SensorReading& reading, Instant now);

  SensorKind kind_;
  Meter meter_;
  About about_;
  std::optional<Instant> heard_at_{};
  std::optional<SensorReading> told_{};
  Instant told_at_{};
};

}  // namespace softpedal::antplus
