// SPDX-License-Identifier: MIT
// What the ride has cost the knee so far: running totals over fresh readings only.
#pragma once

#include <cmath>
#include <optional>

#include "app/core/clock.hpp"
#include "app/core/units.hpp"

namespace softpedal {

struct Dose {
  Joules work{};             // cumulative knee load follows work (evidence.md C1-1)
  double revolutions = 0.0;  // turns of the crank
  Duration over_cap{};
  Duration over_cap_loaded{};  // of it, with resistance asked for
  // Cadence steadiness, by Welford's running mean and sum of squares.
  int cadences = 0;
  Rpm cadence_mean{};
  double cadence_squares = 0.0;  // rpm squared
  bool operator==(const Dose&) const = default;
};

inline void add_motion(Dose& dose, Watts power, Rpm cadence, Duration passed) {
  dose.work = dose.work + Joules{power.count() * in_seconds(passed)};
  dose.revolutions += cadence.count() * in_seconds(passed) / 60.0;
  const double off = cadence.count() - dose.cadence_mean.count();
  ++dose.cadences;
  dose.cadence_mean = dose.cadence_mean + Rpm{off / dose.cadences};
  dose.cadence_squares += off * (cadence.count() - dose.cadence_mean.count());
}

// Standard deviation of cadence: the smaller, the smoother the ride.
[[nodiscard]] inline std::optional<Rpm> cadence_deviation(const Dose& dose) {
  if (dose.cadences < 2) return std::nullopt;
  return Rpm{std::sqrt(dose.cadence_squares / (dose.cadences - 1))};
}

}  // namespace softpedal
