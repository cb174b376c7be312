// SPDX-License-Identifier: MIT
// What is asked for at each time of a ride: warm-up at the floor, ride at the target, cool-down at
// the floor. Position is time pedalled, plus what was skipped so that the cool-down fits.
#pragma once

#include <algorithm>

#include "app/core/clock.hpp"
#include "app/core/prescription.hpp"
#include "app/core/snapshot.hpp"

namespace softpedal {

[[nodiscard]] constexpr Duration planned(const Prescription& rx) {
  return rx.warm_up + rx.ride + rx.cool_down;
}

// The floor finder's spin within the rider's own limits: at the floor, then up by single steps
// until the brake is felt; it takes at most 90 s of turning, whatever is prescribed.
[[nodiscard]] constexpr Prescription floor_finding(Prescription rx) {
  using std::chrono::seconds;
  rx.warm_up = seconds{40};
  rx.ride = seconds{50};
  rx.cool_down = seconds{0};
  rx.target = Target{.mode = TargetMode::Learn};
  rx.limits.total = std::min(rx.limits.total, seconds{300});
  return rx;
}

[[nodiscard]] constexpr Phase phase_at(const Prescription& rx, Duration position) {
  if (position < rx.warm_up) return Phase::WarmUp;
  if (position < rx.warm_up + rx.ride) return Phase::Ride;
  return Phase::CoolDown;
}

// How much of warm-up and ride must be left out for the cool-down to fit before `total` is over.
[[nodiscard]] constexpr Duration to_skip(const Prescription& rx, Duration position,
                                         Duration elapsed) {
  const Duration before_cool_down = rx.warm_up + rx.ride - position;
  const bool fits = rx.limits.total - elapsed > rx.cool_down;
  return fits ? Duration{0} : std::max(before_cool_down, Duration{0});
}

}  // namespace softpedal
