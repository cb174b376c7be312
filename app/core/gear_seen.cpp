// SPDX-License-Identifier: MIT
#include "app/core/gear_seen.hpp"

#include <algorithm>
#include <cmath>

namespace softpedal {
namespace {

constexpr Duration between_samples = 400ms;
constexpr std::uint8_t enough = 6;
constexpr double agreeing = 0.6;  // of the samples: more than half, or two gears would both do
constexpr Rpm slowest_cadence{20.0};
constexpr MetresPerSecond slowest_speed{0.5};

bool alike(double a, double b) { return std::abs(a - b) <= same_gear * b; }

std::optional<Metres> median_of(const GearSeen& seen) {
  if (seen.count < enough) return std::nullopt;
  std::array<double, std::tuple_size_v<decltype(seen.samples)>> values{};
  for (std::size_t i = 0; i < seen.count; ++i) {
    const std::size_t index = (seen.newest + seen.samples.size() - i) % seen.samples.size();
    values[i] = seen.samples[index].metres;
  }
  auto* const middle = values.begin() + seen.count / 2;
  auto* const end = values.begin() + seen.count;
  std::nth_element(values.begin(), middle, end);
  const double median = *middle;
  const auto near = std::count_if(values.begin(), end, [&](double v) { return alike(v, median); });
  if (static_cast<double>(near) < agreeing * seen.count) return std::nullopt;
  return Metres{median};
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
  seen.development = median_of(seen);
}

bool in_gear(const GearSeen& seen, MetresPerSecond speed, Rpm cadence) {
  const bool turning = cadence >= slowest_cadence && speed >= slowest_speed;
  return turning && seen.development &&
         alike(speed.count() * 60.0 / cadence.count(), seen.development->count());
}

std::optional<Gear> nearest_gear(const Drivetrain& drivetrain, Metres development) {
  std::optional<Gear> nearest;
  double least = same_gear;
  for (const std::uint8_t chainring : drivetrain.chainrings) {
    for (const std::uint8_t sprocket : drivetrain.sprockets) {
      if (chainring == 0 || sprocket == 0) continue;
      const Gear gear{chainring, sprocket};
      const double moved = drivetrain.circumference.count() * ratio(gear);
      const double off = std::abs(development.count() - moved) / moved;
      const bool nearer = off < least - 1e-6;  // the first of two alike
      if (!nearer) continue;
      least = off;
      nearest = gear;
    }
  }
  return nearest;
}

}  // namespace softpedal
