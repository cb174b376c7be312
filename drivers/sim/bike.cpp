// SPDX-License-Identifier: MIT
#include "drivers/sim/bike.hpp"

#include <algorithm>
#include <numbers>

namespace softpedal::sim {

namespace {
constexpr double dt = std::chrono::duration<double>(physics_step).count();
}

Bike::Bike(const BikeOptions& options, Instant began, Dice dice)
    : model_{options.model},
      flywheel_{{.at_wheel = options.model.inertia, .gear = options.gear}},
      brake_{options.model.brake},
      rider_{options.rider, dice},
      acts_{options.acts},
      began_{began},
      now_{began},
      last_half_turn_{began} {
  if (options.rider.starts_at) {
    acts_.push_back({.at = *options.rider.starts_at, .kind = ActKind::Start});
  }
  std::ranges::stable_sort(acts_, {}, &RiderAct::at);
}

void Bike::act(const RiderAct& act) {
  if (act.kind == ActKind::GearTo) flywheel_.shift(act.gear);
  rider_.act(act);
}

void Bike::advance(Instant to) {
  while (now_ + physics_step <= to) {
    while (next_act_ < acts_.size() && acts_[next_act_].at <= now_ - began_) {
      act(acts_[next_act_++]);
    }
    step();
  }
}

void Bike::step() {
  now_ += physics_step;
  brake_.step(now_);
  // The angle is counted from the last half turn on; which leg pushes shows in the ticks.
  const double angle = angle_ + (half_turns_ % 2 == 0 ? 0.0 : std::numbers::pi);
  torque_ = rider_.push(Angle{angle}, flywheel_.crank_speed(), flywheel_.at_crank());
  const double held = (drag() + brake_force()).count() * wheel_radius_m;
  const double wheel_before = flywheel_.wheel_speed().count();
  const double crank_before = flywheel_.crank_speed().count();
  flywheel_.step(torque_, NewtonMetres{held});
  const double crank = 0.5 * (crank_before + flywheel_.crank_speed().count());
  const double wheel = 0.5 * (wheel_before + flywheel_.wheel_speed().count());
  crank_work_ += torque_.count() * crank * dt;
  chain_work_ += flywheel_.chain_torque().count() * crank * dt;
  wheel_work_ += held * wheel * dt;
  ridden_m_ += wheel * wheel_radius_m * dt;
  angle_ += crank * dt;
  if (angle_ >= std::numbers::pi) tick();
}

void Bike::tick() {
  angle_ -= std::numbers::pi;
  ++half_turns_;
  half_turn_took_ = half_turns_ > 1 ? now_ - last_half_turn_ : Duration{};
  last_half_turn_ = now_;
  work_of_half_[half_turns_ % 2] = crank_work_ - work_at_tick_;
  work_at_tick_ = crank_work_;
  turn_torque_ = NewtonMetres{(work_of_half_[0] + work_of_half_[1]) / (2.0 * std::numbers::pi)};
  if (half_turns_ > 1) peak_turn_torque_ = std::max(peak_turn_torque_, turn_torque_);
}

NewtonMetres Bike::turn_torque() const {
  const bool turning = now_ - last_half_turn_ <= std::chrono::seconds{2};
  return turning ? turn_torque_ : NewtonMetres{0.0};
}

}  // namespace softpedal::sim
