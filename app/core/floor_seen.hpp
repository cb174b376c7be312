// SPDX-License-Identifier: MIT
// The floor this trainer showed before the first raise: the torque at cadence that a release must
// come back to where the trainer never answers page 71 (design.md 3, "Confirmed").
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "app/core/units.hpp"

namespace softpedal {

struct FloorSeen {
  static constexpr double rpm_per_bin = 10.0;
  std::array<NewtonMetres, 16> most{};  // by cadence; 0 where none was seen
  bool operator==(const FloorSeen&) const = default;
};

[[nodiscard]] inline std::size_t floor_bin(Rpm cadence) {
  const double bin = std::floor(cadence.count() / FloorSeen::rpm_per_bin);
  return static_cast<std::size_t>(std::clamp(bin, 0.0, 15.0));
}

inline void see_floor(FloorSeen& floor, Rpm cadence, NewtonMetres mean) {
  auto& most = floor.most[floor_bin(cadence)];
  most = std::max(most, mean);
}

// No more torque than the floor at this cadence, within what quantised watts and a warm tyre do
// (evidence.md D4: a tenth of noise at 20 W). Empty: this cadence was not seen at the floor.
[[nodiscard]] inline std::optional<bool> back_at_floor(const FloorSeen& floor, Rpm cadence,
                                                       NewtonMetres mean) {
  const NewtonMetres most = floor.most[floor_bin(cadence)];
  if (!(most > NewtonMetres{0.0})) return std::nullopt;
  return mean <= most * 1.1 + NewtonMetres{0.2};
}

}  // namespace softpedal
