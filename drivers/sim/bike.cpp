// SPDX-License-Identifier: MIT
#include "drivers/sim/bike.hpp"

#include <algorithm>
#include <numbers>

namespace softpedal::sim {

namespace {
constexpr double dt = std::chrono::duration<double>(physics_step).count();
constexpr Angle half_turn{std::numbers::pi};
// Tyre and roller warm up over some minutes of riding and cool at rest. [unsure: D3 gives 15
// minutes for the whole of a brake's fading]
constexpr double warming_s = 180.0;
constexpr MetresPerSecond warms_from{0.5};

Duration since(double way_beyond, double speed) {  // the shaft passed its mark so long ago
  if (!(speed > 0.0)) return {};
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(way_beyond / speed));
}

void complete(Turn& turn, Instant at) {
  turn.took = turn.count > 0 ? at - turn.at : Duration{};
  turn.at = at;
  ++turn.count;
}
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
  turn_wheel();
  const double warm = speed() >= warms_from ? 1.0 : 0.0;
  warmth_ = warmth_ + Share{(warm - warmth_.count()) * dt / warming_s};
  angle_ = angle_ + crank;
  if (angle_ >= half_turn) tick();
}

void Bike::turn_wheel() {
  const Length beyond = ridden_ - wheel_circumference * (wheel_turn_.count + 1.0);
  if (beyond < Length{0.0}) return;
  complete(wheel_turn_, now_ - since(beyond.count(), speed().count()));
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
  if (half_turns_ % 2 != 0) return;
  complete(crank_turn_, now_ - since(angle_.count(), flywheel_.crank_speed().count()));
  crank_turn_.torque = turn_torque_;
}

NewtonMetres Bike::turn_torque() const {
  const bool turning = now_ - last_half_turn_ <= std::chrono::seconds{2};
  return turning ? turn_torque_ : NewtonMetres{0.0};
}

}  // namespace softpedal::sim
