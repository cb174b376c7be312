// SPDX-License-Identifier: MIT
// Crank, chain, freewheel and flywheel (evidence.md D1): while the chain pulls, crank and wheel
// turn as one; while it does not, the wheel coasts and the crank is left to the legs.
#pragma once

#include "drivers/sim/mechanics.hpp"

namespace softpedal::sim {

class Flywheel {
 public:
  struct Options {
    Inertia at_wheel{1.0};
    Inertia crank{0.1};       // crank and chainring, 0.05 to 0.15
    Share efficiency{0.975};  // of the chain, 0.95 to 0.98
    Gear gear{};
  };

  explicit Flywheel(const Options& options);

  // One physics step: `leg` at the crank, `retarding` (never negative) at the wheel.
  void step(NewtonMetres leg, NewtonMetres retarding);
  void shift(Gear gear);

  [[nodiscard]] AngularSpeed crank_speed() const { return crank_; }
  [[nodiscard]] AngularSpeed wheel_speed() const { return wheel_; }
  [[nodiscard]] MetresPerSecond speed() const {
    return MetresPerSecond{wheel_.count() * wheel_radius.count()};
  }
  // What the chain carries, at the crank: 0 while the wheel coasts.
  [[nodiscard]] NewtonMetres chain_torque() const { return chain_; }
  [[nodiscard]] bool locked() const { return locked_; }
  [[nodiscard]] Joules kinetic_energy() const;
  // Flywheel and crank as the legs feel them: times the square of the gear.
  [[nodiscard]] Inertia at_crank() const { return together_; }
  [[nodiscard]] Gear gear() const { return options_.gear; }

 private:
  Options options_;
  Inertia together_{};
  AngularSpeed crank_{};
  AngularSpeed wheel_{};
  NewtonMetres chain_{};
  bool locked_ = true;
};

}  // namespace softpedal::sim
