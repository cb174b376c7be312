// SPDX-License-Identifier: MIT
// Which gear or cadence brings the floor under the caps: advice with hysteresis, so that it never
// nags. It steers nothing.
#pragma once

#include <cstdint>
#include <optional>

#include "app/core/clock.hpp"
#include "app/core/floor.hpp"
#include "app/core/gear_seen.hpp"
#include "app/core/gears.hpp"
#include "app/core/prescription.hpp"
#include "app/core/units.hpp"

namespace softpedal {

inline constexpr double coach_from = 0.95;    // of a cap: the floor in this gear is too much
inline constexpr double coach_until = 0.85;   // and back; what is advised keeps under this
inline constexpr Duration coach_waits = 3s;   // so long it must be so before a word is said
inline constexpr Duration coach_holds = 10s;  // a word stands at least so long

struct GearAdvice {
  enum class What : std::uint8_t {
    None,
    EasierGear,  // `gear`, where it is known which one the rider is in; else just easier
    Slower,      // in the easiest gear: `cadence`
    Faster,      // the same
    NoGear,      // no gear of this bike is easy enough on this trainer
  };
  What what = What::None;
  std::optional<Gear> gear{};
  int sprockets = 0;  // so many clicks from the present one; 0: another chainring
  std::optional<Rpm> cadence{};
  bool operator==(const GearAdvice&) const = default;
};

struct Coach {
  GearAdvice advice{};
  GearAdvice next{};               // would be said, were it to last
  std::optional<Instant> since{};  // `next` is so
  Instant said_at{};
  std::optional<Metres> said_in{};  // the gear that the advice is about
  bool operator==(const Coach&) const = default;
};

struct Riding {
  const FloorModel& floor;
  const Drivetrain& drivetrain;
  const GearSeen& gear;
  Limits limits;
  Rpm low;
  Rpm high;
  Rpm cadence;     // mean of the last seconds, or the latest
  bool over_caps;  // it is so now, with nothing asked of the brake
};

// From time to time while pedalling. `riding` empty: nothing is known now, so nothing is said.
void coach(Coach& coach, const std::optional<Riding>& riding, Instant now);

}  // namespace softpedal
