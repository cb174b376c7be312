// SPDX-License-Identifier: MIT
// Whether the wheel keeps its speed: getting a flywheel going costs torque that is not the floor's
// (evidence.md D1: up to 30 kg as the rider feels it). Two means of the speed, a quick and a slow
// one, are near each other only while it neither rises nor falls for long.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/core/clock.hpp"
#include "app/core/units.hpp"

namespace softpedal {

struct Pace {
  static constexpr Duration quick = 1s;
  static constexpr Duration slow = 4s;
  static constexpr double near = 0.05;  // 0.04 m/s² at 2.5 m/s: under 1 N of the heaviest flywheel

  MetresPerSecond quick_mean{};
  MetresPerSecond slow_mean{};
  std::optional<Instant> seen_at{};
  bool operator==(const Pace&) const = default;

  void see(MetresPerSecond speed, Instant now) {
    if (!seen_at || now - *seen_at > slow) {
      quick_mean = slow_mean = speed;
    } else {
      const double passed = in_seconds(now - *seen_at);
      const auto follow = [&](MetresPerSecond& mean, Duration over) {
        mean = mean + (speed - mean) * std::min(1.0, passed / in_seconds(over));
      };
      follow(quick_mean, quick);
      follow(slow_mean, slow);
    }
    seen_at = now;
  }
  [[nodiscard]] bool steady() const {
    return std::abs((quick_mean - slow_mean).count()) <= near * slow_mean.count();
  }
};

}  // namespace softpedal
