// SPDX-License-Identifier: MIT
// Rider, gear, flywheel and brake, moved on in fixed steps: the truth that a trainer measures and a
// test may look at. Nothing here allocates or knows of ANT.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "drivers/sim/brake.hpp"
#include "drivers/sim/flywheel.hpp"
#include "drivers/sim/rider.hpp"

namespace softpedal::sim {

struct BikeOptions {
  TrainerModel model = trainer_models().front();
  Gear gear{};
  RiderOptions rider{};
  std::vector<RiderAct> acts{};  // in any order; times since the world began
};

// A shaft's last whole turn, to the microsecond, as a sensor on it knows it.
struct Turn {
  std::uint32_t count = 0;  // so far
  Instant at{};
  Duration took{};        // zero with the first
  NewtonMetres torque{};  // its mean; at the crank only
};

class Bike {
 public:
  Bike(const BikeOptions& options, Instant began, Dice dice);

  void advance(Instant to);
  void act(const RiderAct& act);
  [[nodiscard]] Brake& brake() { return brake_; }
  void warms_up(Share lost) { lost_when_warm_ = lost; }  // of the drag

  // --- the truth ---
  [[nodiscard]] NewtonMetres crank_torque() const { return torque_; }  // this instant
  [[nodiscard]] NewtonMetres turn_torque() const;  // mean of the last turn; 0 at rest
  [[nodiscard]] NewtonMetres peak_turn_torque() const { return peak_turn_torque_; }  // so far
  [[nodiscard]] Rpm cadence() const { return rpm(flywheel_.crank_speed()); }
  [[nodiscard]] MetresPerSecond speed() const { return flywheel_.speed(); }
  [[nodiscard]] Newtons brake_force() const { return brake_.force_at(speed()); }
  [[nodiscard]] Newtons drag() const {
    return model_.drag.force_at(speed()) * (1.0 - lost_when_warm_.count() * warmth_.count());
  }
  [[nodiscard]] Share brake_level() const { return brake_.level(); }
  [[nodiscard]] Joules work_at_crank() const { return crank_work_; }
  [[nodiscard]] Joules work_of_chain() const { return chain_work_; }  // at the crank
  [[nodiscard]] Joules work_at_wheel() const { return wheel_work_; }
  [[nodiscard]] Length ridden() const { return ridden_; }
  [[nodiscard]] const Flywheel& flywheel() const { return flywheel_; }

  // --- what a sensor at the crank tells: two ticks a turn ---
  [[nodiscard]] std::uint32_t half_turns() const { return half_turns_; }
  [[nodiscard]] Instant last_half_turn() const { return last_half_turn_; }
  // How long the last half turn took; zero before the first whole one.
  [[nodiscard]] Duration half_turn_took() const { return half_turn_took_; }
  [[nodiscard]] const Turn& crank_turn() const { return crank_turn_; }
  [[nodiscard]] const Turn& wheel_turn() const { return wheel_turn_; }

 private:
  void step();
  void tick();
  void turn_wheel();

  TrainerModel model_;
  Flywheel flywheel_;
  Brake brake_;
  Rider rider_;
  std::vector<RiderAct> acts_;  // in order of time
  std::size_t next_act_ = 0;
  Instant began_;
  Instant now_;
  Angle angle_{1.0};  // of the crank; not at a dead centre, where nobody starts from
  NewtonMetres torque_{};
  NewtonMetres turn_torque_{};
  NewtonMetres peak_turn_torque_{};
  Joules crank_work_{};
  Joules chain_work_{};
  Joules wheel_work_{};
  Length ridden_{};
  std::array<Joules, 2> work_of_half_{};  // turns, the last two
  Joules work_at_tick_{};
  std::uint32_t half_turns_ = 0;
  Instant last_half_turn_;
  Duration half_turn_took_{};
  Turn crank_turn_{};
  Turn wheel_turn_{};
  Share lost_when_warm_{};
  Share warmth_{};  // of tyre and roller
};

}  // namespace softpedal::sim
