// SPDX-License-Identifier: MIT
// A power meter at the crank (ant-fec.md 5.3): one event for each turn, sent again until the next
// one. It measures what the legs give, before the chain takes its part.
#pragma once

#include "drivers/sim/sensor.hpp"

namespace softpedal::sim {

class PowerMeter final : public Sensor {
 public:
  PowerMeter(const SensorOptions& options, Bike& bike, const Faults& faults, Instant began);

  // Where page 0x20 counts from with no torque; told by page 1 now and then. Usual values are near.
  static constexpr double offset_hertz = 500.0;
  static constexpr std::uint16_t slope = 200;  // 20 Hz a N·m, in 0.1

 private:
  void measure(Instant now) override;
  [[nodiscard]] ant::Payload page(std::uint32_t message, Instant now) override;
  [[nodiscard]] ant::Payload power_page() const;
  [[nodiscard]] ant::Payload torque_page() const;
  [[nodiscard]] ant::Payload frequency_page() const;
  [[nodiscard]] ant::Payload common_page(std::uint32_t which, Instant now) const;

  std::uint32_t turns_ = 0;
  std::uint8_t events_ = 0;  // the first whole turn has no length yet, and is none
  Rpm cadence_{};
  Watts power_{};
  std::uint16_t accumulated_watts_ = 0;
  std::uint16_t period_ = 0;        // summed, 1/2048 s
  double summed_torque_ = 0.0;      // N·m, one value an event
  std::uint16_t time_ = 0;          // summed, 1/2000 s
  std::uint16_t torque_ticks_ = 0;  // summed
  std::uint32_t data_pages_ = 0;
};

}  // namespace softpedal::sim
