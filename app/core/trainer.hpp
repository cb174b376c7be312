// SPDX-License-Identifier: MIT
// The trainer port: events in, commands out. It decides nothing about safety.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "app/core/battery.hpp"
#include "app/core/event.hpp"
#include "app/core/result.hpp"

namespace softpedal {

// What a screen or a log may say about the trainer beside its telemetry. Empty or 0: not known yet.
struct TrainerIdentity {
  std::uint32_t number = 0;  // 20-bit ANT+ device number
  std::uint16_t manufacturer = 0;
  std::uint16_t model = 0;
  std::string software{};
  std::uint32_t serial = 0;
  BatteryStatus battery = BatteryStatus::Unknown;
};

struct SensorChoice {
  SensorKind kind;
  std::uint32_t number;  // 20-bit ANT+ device number
  bool operator==(const SensorChoice&) const = default;
};

// One of the rider's other sensors, as it is heard.
struct SensorState {
  SensorChoice sensor;
  bool heard = false;  // in the last seconds
  std::uint16_t manufacturer = 0;
  BatteryStatus battery = BatteryStatus::Unknown;
  bool operator==(const SensorState&) const = default;
};

class TrainerPort {
 public:
  struct Listener {
    std::function<void(const Event&)> event;  // in the order in which it happened
    // The port cannot go on (start-up only: no stick, no trainer, several trainers, refused).
    // During a ride a lost stick is TrainerLost and the port looks for it by itself.
    std::function<void(const Fault&)> failed;
  };

  // Destruction without close() leaves the line as it is: call close() first.
  virtual ~TrainerPort() = default;
  // Opens the stick, finds the trainer. Called once.
  virtual void start(Listener listener) = 0;
  // Keeps only the latest command; never blocks. Until the first call the release is wanted.
  virtual void apply(const Command& command) = 0;
  // Closes channel and stick in their order; `closed` is called once, after at most 3 s.
  virtual void close(std::function<void()> closed) = 0;
  [[nodiscard]] virtual const TrainerIdentity& identity() const = 0;
  [[nodiscard]] virtual std::span<const SensorState> sensors() const { return {}; }
};

}  // namespace softpedal
