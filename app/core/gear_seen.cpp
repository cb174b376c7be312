// SPDX-License-Identifier: MIT
#include "app/core/gear_seen.hpp"

#include <algorithm>
#include <cmath>

namespace softpedal {
namespace {

constexpr Duration between_samples = 400ms;
constexpr std::uint8_t enough = 6;
// The halves of the window may differ so much: a light wheel's speed swings within each turn, and a
// shift of two sprockets is more.
constexpr double agreeing = 0.14;
constexpr double coasting_from = 0.25;  // off the gear: the wheel runs ahead of the legs
constexpr double alike_to_the_legs = 0.02;
constexpr Rpm slowest_cadence{20.0};
constexpr MetresPerSecond slowest_speed{0.5};

using Values = std::array<double, std::tuple_size_v<decltype(GearSeen::samples)>>;

double median_of(Values& values, std::size_t from, std::size_t to) {
  auto* const middle = values.begin() + (from + to) / 2;
  std::nth_element(values.begin() + from, middle, values.begin() + to);
  return *middle;
}

std::optional<Metres> development_of(const GearSeen& seen) {
  if (seen.count < enough) return std::nullopt;
  Values values{};  // newest first
  for (std::size_t i = 0; i < seen.count; ++i) {
    const std::size_t index = (seen.newest + seen.samples.size() - i) % seen.samples.size();
    values[i] = seen.samples[index].metres;
  }
  const std::size_t half = seen.count / 2;
  const double newer = median_of(values, 0, half);
  const double older = median_of(values, half, seen.count);
  if (std::abs(newer - older) > agreeing * older) return std::nullopt;
  return Metres{median_of(values, 0, seen.count)};
}

}  // namespace

void see_gear(GearSeen& seen, MetresPerSecond speed, Rpm cadence, Instant now) {
  const auto oldest = [&] {
    return seen
        .samples[(seen.newest + seen.samples.size() - (seen.count - 1U)) % seen.samples.size()];
  };
  while (seen.count > 0 && now - oldest().at > gear_window) --seen.count;
  const bool turning = cadence >= slowest_cadence && speed >= slowest_speed;
  const bool soon = seen.count > 0 && now - seen.samples[seen.newest].at < between_samples;
  if (turning && !soon) {
    seen.newest = static_cast<std::uint8_t>((seen.newest + 1U) % seen.samples.size());
    seen.samples[seen.newest] = {now, speed.count() * 60.0 / cadence.count()};
    if (seen.count < seen.samples.size()) ++seen.count;
  }
  seen.development = development_of(seen);
}

bool chain_pulls(const GearSeen& seen, MetresPerSecond speed, Rpm cadence) {
  const bool turning = cadence >= slowest_cadence && speed >= slowest_speed;
  if (!turning || !seen.development) return false;
  const double metres = speed.count() * 60.0 / cadence.count();
  return std::abs(metres - seen.development->count()) <= coasting_from * seen.development->count();
}

std::optional<Gear> nearest_gear(const Drivetrain& drivetrain, Metres development) {
  std::optional<Gear> nearest;
  double least = same_gear;
  for (const std::uint8_t chainring : drivetrain.chainrings) {
    // 34 x 19 and 50 x 28 are the same to within what cadence can tell.
    const double ring_starts_at = nearest ? least - alike_to_the_legs : least;
    std::optional<Gear> here;
    double least_here = ring_starts_at;
    for (const std::uint8_t sprocket : drivetrain.sprockets) {
      if (chainring == 0 || sprocket == 0) continue;
      const Gear gear{chainring, sprocket};
      const double moved = drivetrain.circumference.count() * ratio(gear);
      const double off = std::abs(development.count() - moved) / moved;
      if (!(off < least_here)) continue;
      least_here = off;
      here = gear;
    }
    if (!here) continue;
    nearest = here;
    least = least_here;
  }
  return nearest;
}

}  // namespace softpedal
