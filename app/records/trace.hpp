// SPDX-License-Identifier: MIT
// A ride as FIT, TCX and CSV tell it: a point for each second that was kept, when the timer ran,
// and what is added up on the way.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "app/core/kept_ride.hpp"

namespace softpedal::records {

// A silence longer than this rode no distance that anybody knows of.
inline constexpr Duration longest_step = 3s;

struct Point {
  std::chrono::seconds at{};  // whole ones since Start took effect; no two points have the same
  const Second* second = nullptr;
  bool timed = true;                 // the timer runs: not paused
  std::optional<Metres> distance{};  // since Start; empty before a speed was measured
  Joules work{};  // this and the next since Start, without what was done in pauses
  double revolutions = 0.0;
  std::optional<int> pain{};  // a score that was given now
};

struct Trace {
  std::vector<Point> points{};  // by time
  Duration elapsed{};
  Duration timer{};  // elapsed without the pauses
  std::optional<Metres> distance{};
  Joules work{};  // this and the rest while the timer ran
  double revolutions = 0.0;
  std::optional<MetresPerSecond> speed_mean{};
  std::optional<MetresPerSecond> speed_most{};
  std::optional<Rpm> cadence_most{};
  std::optional<Watts> power_most{};
  std::optional<Bpm> heart_rate_mean{};
  std::optional<Bpm> heart_rate_most{};
};

// Empty: it is not to be told (without_health); 0 is a limit that nobody prescribes.
[[nodiscard]] inline std::optional<NewtonMetres> told_cap(const Second& second) {
  if (!(second.torque_mean_cap > NewtonMetres{})) return std::nullopt;
  return second.torque_mean_cap;
}

// Points into `ride`.
[[nodiscard]] Trace trace_of(const KeptRide& ride);
Trace trace_of(KeptRide&&) = delete;

}  // namespace softpedal::records
