// SPDX-License-Identifier: MIT
#include "app/core/learning.hpp"

#include <algorithm>
#include <cmath>

namespace softpedal {
namespace {

constexpr double lately = 10.0;    // seconds
constexpr double one_sided = 1.0;  // standard deviations: so far off for so long is no noise, but a
                                   // loosened roller, a pumped tyre, another bike

bool chain_pulls_now(const Learning& learning, const Load& load, Instant now) {
  const auto speed = recent_speed(load, now);
  return speed && load.speed_moved && load.power && load.cadence &&
         chain_pulls(learning.gear, *speed, *load.cadence);
}

}  // namespace

void see_wheel(Learning& learning, MetresPerSecond speed, Rpm cadence, Instant now) {
  see_gear(learning.gear, speed, cadence, now);
  learning.pace.see(speed, now);
}

bool may_teach(const Learning& learning, const Load& load, Instant now) {
  return learning.pace.steady() && chain_pulls_now(learning, load, now);
}

void learn_at_floor(Learning& learning, const Load& load, double seconds, Instant now) {
  const MetresPerSecond speed = *recent_speed(load, now);
  const double off = learn_drag(learning.floor, speed, *load.power, seconds);
  learning.off += (off - learning.off) * std::min(1.0, seconds / lately);
  if (std::abs(learning.off) > one_sided) doubt_drag(learning.floor, seconds);
  const bool cold = learning.at_floor_s < Learning::cold_for;
  learning.at_floor_s += seconds;
  if (!cold) return;
  learning.cold_speed = speed;
  learning.cold_drag = drag_at(learning.floor, speed).force;
}

void learn_at_level(Learning& learning, const Load& load, Percent level, double seconds,
                    Instant now) {
  learn_brake(learning.floor, *recent_speed(load, now), *load.power, level, seconds);
}

void learn_from_fall(Learning& learning, const Load& load, Percent level, Instant now) {
  const bool again = learning.fell_from == level;
  const auto power = again ? load.power : power_read_twice(load);
  if (load.pedalling && power && chain_pulls_now(learning, load, now)) {
    learn_brake_at_least(learning.floor, *recent_speed(load, now), *power, level);
  }
  learning.fell_from = level;
}

void remember(Learning& learning, const FloorModel& floor) {
  const bool knows_better = learning.floor.drag.seconds > 0.0;
  if (!knows_better) learning.floor = learning.checked = floor;
}

void begin_anew(Learning& learning, std::optional<Newtons> max_force) {
  learning.floor = FloorModel{};
  if (max_force) expect_brake(learning.floor, *max_force);
  check(learning);
}

std::optional<double> warm_up_drift(const Learning& learning) {
  const bool warm = learning.at_floor_s >= Learning::warm_from;
  if (!warm || !(learning.cold_drag > Newtons{0.0})) return std::nullopt;
  const Newtons now = drag_at(learning.floor, learning.cold_speed).force;
  return (now - learning.cold_drag).count() / learning.cold_drag.count();
}

}  // namespace softpedal
