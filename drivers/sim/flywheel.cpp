// SPDX-License-Identifier: MIT
#include "drivers/sim/flywheel.hpp"

#include <algorithm>

namespace softpedal::sim {

namespace {
constexpr double dt = std::chrono::duration<double>(physics_step).count();
}

Flywheel::Flywheel(const Options& options) : options_{options} { shift(options.gear); }

void Flywheel::shift(Gear gear) {
  options_.gear = gear;
  together_ = options_.crank + options_.at_wheel * (gear.ratio() * gear.ratio());
  // The wheel keeps its speed. In a harder gear the crank must slow to meet it, in an easier one
  // the chain hangs slack until the legs have caught up.
  crank_ = std::min(crank_, wheel_ / gear.ratio());
  locked_ = crank_ * gear.ratio() >= wheel_;
}

void Flywheel::step(NewtonMetres leg, NewtonMetres retarding) {
  const double ratio = options_.gear.ratio();
  if (locked_) {
    const NewtonMetres at_crank = retarding * (ratio / options_.efficiency.count());
    const double acceleration = (leg - at_crank).count() / together_.count();
    chain_ = leg - NewtonMetres{options_.crank.count() * acceleration};
    if (chain_ >= NewtonMetres{0.0}) {
      crank_ = AngularSpeed{std::max(0.0, crank_.count() + acceleration * dt)};
      wheel_ = crank_ * ratio;
      return;
    }
    locked_ = false;  // a chain cannot push
  }
  chain_ = NewtonMetres{0.0};
  const double crank = crank_.count() + leg.count() / options_.crank.count() * dt;
  const double wheel = wheel_.count() - retarding.count() / options_.at_wheel.count() * dt;
  crank_ = AngularSpeed{std::max(0.0, crank)};
  wheel_ = AngularSpeed{std::max(0.0, wheel)};
  if (crank_ * ratio < wheel_) return;
  locked_ = true;  // the pawls catch: angular momentum is kept
  const double momentum =
      options_.crank.count() * crank_.count() + ratio * options_.at_wheel.count() * wheel_.count();
  crank_ = AngularSpeed{momentum / together_.count()};
  wheel_ = crank_ * ratio;
}

Joules Flywheel::kinetic_energy() const {
  const auto of = [](Inertia inertia, AngularSpeed speed) {
    return Joules{0.5 * inertia.count() * speed.count() * speed.count()};
  };
  return of(options_.crank, crank_) + of(options_.at_wheel, wheel_);
}

}  // namespace softpedal::sim
