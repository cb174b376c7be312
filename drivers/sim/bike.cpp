// SPDX-License-Identifier: MIT
#include "drivers/sim/bike.hpp"

#include <algorithm>
#include <numbers>

namespace softpedal::sim {

namespace {
constexpr double dt = std::chrono::duration<double>(physics_step).count();
constexpr Angle half_turn{std::numbers::pi};
}  // namespace

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
  const Angle behind{half_turns_ % 2 == 0 ? 0.0 : std::numbers::pi};
  torque_ = rider_.push(angle_ + behind, flywheel_.crank_speed(), flywheel_.at_crank());
  const NewtonMetres held{(drag() + brake_force()).count() * wheel_radius.count()};
  const AngularSpeed crank_before = flywheel_.crank_speed();
  const AngularSpeed wheel_before = flywheel_.wheel_speed();
  flywheel_.step(torque_, held);
  const Angle crank = Angle{(crank_before + flywheel_.crank_speed()).count() * 0.5 * dt};
  const Angle wheel = Angle{(wheel_before + flywheel_.wheel_speed()).count() * 0.5 * dt};
  const auto work = [](NewtonMetres torque, Angle turned) {
    return Joules{torque.count() * turned.count()};
  };
  crank_work_ = crank_work_ + work(torque_, crank);
  chain_work_ = chain_work_ + work(flywheel_.chain_torque(), crank);
  wheel_work_ = wheel_work_ + work(held, wheel);
  ridden_ = ridden_ + wheel_radius * wheel.count();
  angle_ = angle_ + crank;
  if (angle_ >= half_turn) tick();
}

void Bike::tick() {
  angle_ = angle_ - half_turn;
  ++half_turns_;
  half_turn_took_ = half_turns_ > 1 ? now_ - last_half_turn_ : Duration{};
  last_half_turn_ = now_;
  work_of_half_[half_turns_ % 2] = crank_work_ - work_at_tick_;
  work_at_tick_ = crank_work_;
  const Joules of_turn = work_of_half_[0] + work_of_half_[1];
  turn_torque_ = NewtonMetres{of_turn.count() / (2.0 * half_turn.count())};
  if (half_turns_ > 1) peak_turn_torque_ = std::max(peak_turn_torque_, turn_torque_);
}

NewtonMetres Bike::turn_torque() const {
  const bool turning = now_ - last_half_turn_ <= std::chrono::seconds{2};
  return turning ? turn_torque_ : NewtonMetres{0.0};
}

}  // namespace softpedal::sim
