// SPDX-License-Identifier: MIT
#include "app/core/floor.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <tuple>

namespace softpedal {
namespace {

constexpr MetresPerSecond middle{3.0};   // of rehab speeds: 50 to 70 rpm in the easier gears
constexpr MetresPerSecond stretch{2.0};  // from there to an everyday gear
constexpr MetresPerSecond slowest_use{0.5};
// A reading is good to 1 to 3 W, smoothed over 1 to 3 s (evidence.md D4), and the legs add theirs.
constexpr double watts_noise = 4.0;   // of one second
constexpr double outlier = 3.0;       // standard deviations: what is further off counts as this far
constexpr double shape_share = 0.04;  // of the drag: no trainer is just a parabola
constexpr Newtons least_worth{0.1};   // of a per cent: a brake that seems to do nothing may
                                      // only be slow to show it
constexpr double drag_wander = 0.36 / 600;  // N² a second: 0.6 N in ten minutes of warming up
constexpr double doubt_newtons = 1.0;       // a second, as a standard deviation
constexpr double brake_wander = 0.01 / 600;
constexpr double day_share = 0.1;  // a day: tyre pressure, and how hard the roller is pressed

template <std::size_t Size>
using Row = std::array<double, Size>;

template <std::size_t Size>
Row<Size> times(const Filter<Size>& filter, const Row<Size>& row) {
  Row<Size> out{};
  for (std::size_t i = 0; i < Size; ++i) {
    for (std::size_t j = 0; j < Size; ++j) out[i] += filter.covariance[i][j] * row[j];
  }
  return out;
}

template <std::size_t Size>
double product(const Row<Size>& a, const Row<Size>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < Size; ++i) sum += a[i] * b[i];
  return sum;
}

template <std::size_t Size>
double update(Filter<Size>& filter, const Row<Size>& row, double value, double variance) {
  const Row<Size> spread = times(filter, row);
  const double total = product(row, spread) + variance;
  const double deviation = std::sqrt(total);
  const double most = outlier * deviation;
  const double off = std::clamp(value - product(filter.mean, row), -most, most);
  for (std::size_t i = 0; i < Size; ++i) {
    filter.mean[i] += spread[i] / total * off;
    for (std::size_t j = 0; j < Size; ++j) {
      filter.covariance[i][j] -= spread[i] * spread[j] / total;
    }
  }
  return off / deviation;
}

template <std::size_t Size>
void wander(Filter<Size>& filter, double variance) {
  for (std::size_t i = 0; i < Size; ++i) filter.covariance[i][i] += variance;
}

Row<3> drag_row(MetresPerSecond speed) {
  const double x = (speed - middle).count() / stretch.count();
  return {1.0, x, x * x};
}

double noise_of(MetresPerSecond speed, double seconds) {
  const double newtons = watts_noise / std::max(speed, slowest_use).count();
  return newtons * newtons / seconds;
}

double squared(double x) { return x * x; }

// Not a watt at speed is coasting or a lost value, whatever the legs do.
bool usable(MetresPerSecond speed, Watts power, double seconds) {
  return speed >= slowest_use && power >= Watts{1.0} && seconds > 0.0;
}

// Further off than any reading a parabola may be wrong in its bend: the most bent of the published
// curves is off by some 2 N at 0.8 m/s (Tacx Flow, evidence.md D2).
double beyond(const FloorModel& model, MetresPerSecond speed) {
  if (!drag_known(model)) return 0.0;
  const double off =
      std::max({0.0, (model.slowest - speed).count(), (speed - model.fastest).count()});
  constexpr double newtons = 1.5;
  return newtons * std::min(off, off * off);
}

}  // namespace

double learn_drag(FloorModel& model, MetresPerSecond speed, Watts power, double seconds) {
  if (!usable(speed, power, seconds)) return 0.0;
  wander(model.drag, drag_wander * seconds);
  const double off =
      update(model.drag, drag_row(speed), power.count() / speed.count(), noise_of(speed, seconds));
  model.slowest = model.drag.seconds > 0.0 ? std::min(model.slowest, speed) : speed;
  model.fastest = std::max(model.fastest, speed);
  model.drag.seconds += seconds;
  return off;
}

void doubt_drag(FloorModel& model, double seconds) {
  double& variance = model.drag.covariance[0][0];
  const double more = squared(doubt_newtons) * seconds;
  variance = std::max(variance, std::min(variance + more, unknown_drag.covariance[0][0]));
}

void learn_brake(FloorModel& model, MetresPerSecond speed, Watts power, Percent level,
                 double seconds) {
  const bool felt = usable(speed, power, seconds) && level > Percent{0.0} && drag_known(model);
  if (!felt) return;
  const ForceEstimate drag = drag_at(model, speed);
  const double noise = noise_of(speed, seconds) + squared(drag.deviation.count());
  wander(model.brake, brake_wander * seconds);
  update(model.brake, {1.0, level.count()}, power.count() / speed.count() - drag.force.count(),
         noise);
  const double before = model.brake.seconds;
  model.brake_speed = (model.brake_speed * before + speed * seconds) / (before + seconds);
  model.brake.seconds += seconds;
}

void learn_brake_at_least(FloorModel& model, MetresPerSecond speed, Watts power, Percent level) {
  if (!usable(speed, power, 1.0) || !(level > Percent{0.0}) || !drag_known(model)) return;
  const Row<2> row{1.0, level.count()};
  const double felt = power.count() / speed.count() - drag_at(model, speed).force.count();
  if (!(felt > product(model.brake.mean, row))) return;
  update(model.brake, row, felt, noise_of(speed, 1.0));
  if (!brake_known(model)) model.brake_speed = speed;
  model.brake.seconds = std::max(model.brake.seconds, brake_known_after);
}

void expect_brake(FloorModel& model, Newtons max_force) {
  if (brake_known(model)) return;
  const double expected = max_force.count() / 100.0;
  model.brake = unknown_brake;
  model.brake.mean[1] = expected;
  model.brake.covariance[1][1] = squared(expected);
}

FloorModel aged(FloorModel model, double days) {
  // At most as uncertain as before anything was known.
  const auto age = [days](auto& filter, const auto& unknown) {
    if (!(days > 0.0)) return;
    for (std::size_t i = 0; i < filter.mean.size(); ++i) {
      double& variance = filter.covariance[i][i];
      const double older = variance + squared(day_share * filter.mean[i]) * days;
      variance = std::max(variance, std::min(older, unknown.covariance[i][i]));
    }
  };
  age(model.drag, unknown_drag);
  age(model.brake, unknown_brake);
  return model;
}

bool drag_known(const FloorModel& model) { return model.drag.seconds >= drag_known_after; }
bool brake_known(const FloorModel& model) { return model.brake.seconds >= brake_known_after; }

ForceEstimate drag_at(const FloorModel& model, MetresPerSecond speed) {
  const Row<3> row = drag_row(speed);
  double force = std::max(0.0, product(model.drag.mean, row));
  if (drag_known(model) && speed > model.fastest) {
    force = std::max(force, product(model.drag.mean, drag_row(model.fastest)));
  }
  const double variance = std::max(0.0, product(row, times(model.drag, row)));
  const double shape = shape_share * force + beyond(model, speed);
  return {Newtons{force}, Newtons{std::sqrt(variance + squared(shape))}};
}

ForceEstimate brake_between(const FloorModel& model, MetresPerSecond speed, Percent from,
                            Percent to) {
  const bool first_step = from == Percent{0.0} && to > Percent{0.0};
  const Row<2> row{first_step ? 1.0 : 0.0, (to - from).count()};
  const double force = product(model.brake.mean, row);
  const double variance = std::max(0.0, product(row, times(model.brake, row)));
  // An eddy brake's force grows with speed at most as the speed does (evidence.md D2).
  const bool faster = model.brake_speed > MetresPerSecond{0.0} && speed > model.brake_speed;
  const double grown = faster ? speed.count() / model.brake_speed.count() : 1.0;
  const double least = least_worth.count() * (to - from).count();
  return {Newtons{std::max(force, least) * grown}, Newtons{std::sqrt(variance) * grown}};
}

FloorTorque floor_torque(const FloorModel& model, Metres development, Rpm cadence) {
  const MetresPerSecond speed{development.count() * cadence.count() / 60.0};
  const ForceEstimate drag = drag_at(model, speed);
  const double lever = development.count() / (2.0 * std::numbers::pi);
  return {.torque = NewtonMetres{drag.force.count() * lever},
          .deviation = NewtonMetres{drag.deviation.count() * lever},
          .power = Watts{drag.force.count() * speed.count()}};
}

bool under_caps(const FloorTorque& floor, const Limits& limits, double deviations) {
  const NewtonMetres torque = floor.torque + floor.deviation * deviations;
  const double share =
      floor.torque > NewtonMetres{0.0} ? std::max(0.0, torque.count() / floor.torque.count()) : 1.0;
  return torque <= limits.torque_mean && floor.power * share <= limits.power;
}

namespace {

// The gentlest cadence of the band in this gear: one that keeps under the caps, if any does.
struct InGear {
  GearReach best{};
  bool can = false;
  bool perhaps = false;
};

InGear look_at(const FloorModel& model, Gear gear, Metres development, const Limits& limits,
               Rpm low, Rpm high) {
  constexpr int steps = 4;
  InGear found;
  for (int i = 0; i <= steps; ++i) {
    const Rpm cadence = low + (high - low) * (static_cast<double>(i) / steps);
    const FloorTorque floor = floor_torque(model, development, cadence);
    const bool can = under_caps(floor, limits, likely);
    found.perhaps = found.perhaps || under_caps(floor, limits, -beyond_doubt);
    const bool better = i == 0 || (can && !found.can) ||
                        (can == found.can && floor.torque < found.best.floor.torque);
    if (better) found.best = {gear, cadence, floor};
    found.can = found.can || can;
  }
  return found;
}

}  // namespace

FloorReach reach_of(const FloorModel& model, const Drivetrain& drivetrain, const Limits& limits,
                    Rpm low, Rpm high) {
  if (!drag_known(model)) return {};
  std::array<Gear, std::tuple_size_v<decltype(Drivetrain::chainrings)> *
                       std::tuple_size_v<decltype(Drivetrain::sprockets)>>
      gears{};
  std::size_t count = 0;
  for (const std::uint8_t chainring : drivetrain.chainrings) {
    for (const std::uint8_t sprocket : drivetrain.sprockets) {
      if (chainring != 0 && sprocket != 0) gears[count++] = {chainring, sprocket};
    }
  }
  if (count == 0) return {};
  const auto easiest_first = [](Gear a, Gear b) { return ratio(a) < ratio(b); };
  std::sort(gears.begin(), gears.begin() + static_cast<std::ptrdiff_t>(count), easiest_first);

  FloorReach found;
  std::size_t kept = 0;
  for (; kept < count; ++kept) {
    const Metres development = drivetrain.circumference * ratio(gears[kept]);
    const InGear here = look_at(model, gears[kept], development, limits, low, high);
    if (kept == 0) {
      found.easiest = here.best;
      // No trainer takes less power at a higher speed, so no gear has less torque than this one.
      if (!here.can && !here.perhaps) found.reach = Reach::None;
    }
    if (!here.can) break;
    found.hardest = here.best;
  }
  if (found.hardest) found.reach = kept == count ? Reach::Every : Reach::Some;
  return found;
}

}  // namespace softpedal
