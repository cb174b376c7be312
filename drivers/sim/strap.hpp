// SPDX-License-Identifier: MIT
// A heart-rate strap (ant-fec.md 5.2): the toggle bit changes with every fourth message, every 65th
// is a background page, and beats that it did not feel never happened.
#pragma once

#include "drivers/sim/heart.hpp"
#include "drivers/sim/sensor.hpp"

namespace softpedal::sim {

class Strap final : public Sensor {
 public:
  Strap(const SensorOptions& options, Bike& bike, const Faults& faults, Instant began, Dice dice);

  [[nodiscard]] const Heart& heart() const { return heart_; }

 private:
  void measure(Instant now) override;
  [[nodiscard]] ant::Payload page(std::uint32_t message, Instant now) override;
  [[nodiscard]] std::uint8_t page_number(std::uint32_t message) const;

  Heart heart_;
  Instant measured_at_;
  Joules work_before_{};
  bool loose_ = false;
  std::uint32_t missed_ = 0;  // beats that nothing was felt of
  // as it was felt
  std::uint32_t beats_ = 0;
  Instant last_beat_;
  Instant beat_before_;
};

}  // namespace softpedal::sim
