// SPDX-License-Identifier: MIT
// Speed and cadence sensors, combined and single (ant-fec.md 5.4): turns so far and the time of the
// last one, which stand still when the shaft does.
#pragma once

#include "drivers/sim/sensor.hpp"

namespace softpedal::sim {

class RotationSensor final : public Sensor {
 public:
  RotationSensor(const SensorOptions& options, Bike& bike, const Faults& faults, Instant began)
      : Sensor{options, bike, faults, began} {}

 private:
  void measure(Instant) override {}
  [[nodiscard]] ant::Payload page(std::uint32_t message, Instant now) override;
  [[nodiscard]] ant::Payload combined() const;
  [[nodiscard]] std::uint16_t time_of(const Turn& turn) const;
};

}  // namespace softpedal::sim
