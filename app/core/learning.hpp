// SPDX-License-Identifier: MIT
// What a ride learns of its bike and its trainer: the gear, the floor, what a per cent is worth,
// how the drag falls while tyre and roller warm up. It is told which readings may teach, and steers
// nothing.
#pragma once

#include <optional>

#include "app/core/clock.hpp"
#include "app/core/floor.hpp"
#include "app/core/gear_seen.hpp"
#include "app/core/gears.hpp"
#include "app/core/load.hpp"
#include "app/core/pace.hpp"
#include "app/core/units.hpp"

namespace softpedal {

struct Learning {
  static constexpr double cold_for = 60.0;  // seconds at the floor, and what is compared with them
  static constexpr double warm_from = 180.0;

  Drivetrain drivetrain{};
  GearSeen gear{};
  Pace pace{};
  FloorModel floor{};
  FloorModel checked{};  // as it was when the trainer last said that it holds our release
  double off = 0.0;      // how far off the readings are of late, in standard deviations
  std::optional<Percent> fell_from{};  // the last level that was too much

  double at_floor_s = 0.0;  // in this ride
  MetresPerSecond cold_speed{};
  Newtons cold_drag{};
  bool operator==(const Learning&) const = default;
};

// A wheel speed beside a live cadence.
void see_wheel(Learning& learning, MetresPerSecond speed, Rpm cadence, Instant now);

// The chain pulls at a steady pace: the latest reading may teach.
[[nodiscard]] bool may_teach(const Learning& learning, const Load& load, Instant now);
// Such a reading, `seconds` after the one before: with nothing asked of the brake, or at a level
// that has its whole effect.
void learn_at_floor(Learning& learning, const Load& load, double seconds, Instant now);
void learn_at_level(Learning& learning, const Load& load, Percent level, double seconds,
                    Instant now);
// A level was taken back for what it weighed, though it never had its whole effect. One odd reading
// is no lesson: two in a row must show it, or two such falls.
void learn_from_fall(Learning& learning, const Load& load, Percent level, Instant now);

void remember(Learning& learning,
              const FloorModel& floor);  // of earlier rides, unless this one knows
void begin_anew(Learning& learning, std::optional<Newtons> max_force);  // the floor finder
inline void check(Learning& learning) { learning.checked = learning.floor; }
inline void undo_unchecked(Learning& learning) { learning.floor = learning.checked; }

// How much the drag has changed since the first minute of this ride, as a share.
[[nodiscard]] std::optional<double> warm_up_drift(const Learning& learning);

}  // namespace softpedal
