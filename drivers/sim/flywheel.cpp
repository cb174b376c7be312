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
  ratio_ = gear.ratio();
  together_ = options_.crank.count() + ratio_ * ratio_ * options_.at_wheel.count();
  // The wheel keeps its speed. In a harder gear the crank must slow to meet it, in an easier one
  // the chain hangs slack until the legs have caught up.
  crank_ = std::min(crank_, wheel_ / ratio_);
  locked_ = crank_ * ratio_ >= wheel_;
}

void Flywheel::step(NewtonMetres leg, NewtonMetres retarding) {
  if (locked_) {
    const double at_crank = ratio_ * retarding.count() / options_.efficiency.count();
    const double acceleration = (leg.count() - at_crank) / together_;
    chain_ = leg.count() - options_.crank.count() * acceleration;
    if (chain_ >= 0.0) {
      crank_ = std::max(0.0, crank_ + acceleration * dt);
      wheel_ = crank_ * ratio_;
      return;
    }
    locked_ = false;  // a chain cannot push
  }
  chain_ = 0.0;
  crank_ = std::max(0.0, crank_ + leg.count() / options_.crank.count() * dt);
  wheel_ = std::max(0.0, wheel_ - retarding.count() / options_.at_wheel.count() * dt);
  if (crank_ * ratio_ < wheel_) return;
  locked_ = true;  // the pawls catch: angular momentum is kept
  crank_ =
      (options_.crank.count() * crank_ + ratio_ * options_.at_wheel.count() * wheel_) / together_;
  wheel_ = crank_ * ratio_;
}

Joules Flywheel::kinetic_energy() const {
  return Joules{0.5 * (options_.crank.count() * crank_ * crank_ +
                       options_.at_wheel.count() * wheel_ * wheel_)};
}

}  // namespace softpedal::sim
