// SPDX-License-Identifier: MIT
// What gets lost on the air between one device and the stick (evidence.md D4): single messages by
// chance, runs of them in bursts, all of them while the device is silent.
#pragma once

#include "drivers/sim/dice.hpp"
#include "drivers/sim/faults.hpp"
#include "drivers/sim/mechanics.hpp"

namespace softpedal::sim {

class Radio {
 public:
  enum class Of : std::uint8_t { Trainer, Sensor };

  Radio(Share usual_loss, const Faults& faults, Instant began, Dice dice, Of of = Of::Trainer,
        std::uint8_t device_type = 0)
      : usual_loss_{usual_loss},
        faults_{faults},
        began_{began},
        dice_{dice},
        of_{of},
        device_type_{device_type} {}

  [[nodiscard]] bool passes(Instant now) {
    const Duration at = now - began_;
    const double roll = dice_.unit();  // always thrown, so that a fault moves no other luck
    if (silent(at)) return false;
    if (const auto seconds = faults_.value(FaultKind::Bursts, at)) {
      constexpr double every_s = 20.0;
      if (now >= burst_until_ && dice_.chance(in_seconds(between_messages) / every_s)) {
        const double length = *seconds * (0.5 + dice_.unit());
        burst_until_ =
            now + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(length));
      }
      if (now < burst_until_) return false;
    }
    const auto percent = faults_.value(FaultKind::Loss, at);
    return roll >= (percent ? *percent / 100.0 : usual_loss_.count());
  }

  // Whether a confirmation comes back from a trainer that got the page.
  [[nodiscard]] bool confirms(Instant now) {
    const bool passed = passes(now);
    const auto percent = faults_.value(FaultKind::AckLoss, now - began_);
    return passed && !(percent && dice_.chance(*percent / 100.0));
  }

 private:
  static constexpr Duration between_messages = std::chrono::milliseconds{250};

  [[nodiscard]] bool silent(Duration at) const {
    if (of_ == Of::Trainer) return faults_.active(FaultKind::Silence, at);
    return faults_.strikes(FaultKind::SensorSilence, device_type_, at);
  }

  Share usual_loss_;
  const Faults& faults_;
  Instant began_;
  Dice dice_;
  Of of_;
  std::uint8_t device_type_;
  Instant burst_until_{};
};

}  // namespace softpedal::sim
