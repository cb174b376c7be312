// SPDX-License-Identifier: MIT
// How much resistance may be asked for now. A limit is a row (most allowed, why); the smallest
// wins, ties go to the first row. Down is immediate, up is rationed: one step at a time, each
// delivered, felt for 2 s in fresh readings, and small enough to stay under every cap by what a per
// cent is worth: learned where it could be, else reckoned from page 54. Guards stand first and
// nothing returns before them.
#pragma once

#include <optional>

#include "app/core/clock.hpp"
#include "app/core/floor.hpp"
#include "app/core/load.hpp"
#include "app/core/prescription.hpp"
#include "app/core/units.hpp"
#include "app/core/why.hpp"

namespace softpedal {

inline constexpr Percent smallest_step{0.5};    // page 48 counts half per cents (ant-fec.md 4.8)
inline constexpr Duration felt_after = 2s;      // design.md 3, row "unfelt"
inline constexpr Newtons unknown_force{200.0};  // page 54 did not say: the largest known (NEO 2T)
inline constexpr Newtons least_force{50.0};     // the least known (Vortex): a page that says less
                                                // would make a per cent look harmless
inline constexpr double back_off = 0.8;  // the ceiling after a breach, as a share of the level
inline constexpr Percent recovery_per_second{0.02};  // the ceiling's way back: one step in 25 s
// Raises aim under the cap by this share: power noise at 20 W is about a tenth (evidence.md D4).
inline constexpr double headroom_share = 0.95;
inline constexpr NewtonMetres target_band{0.3};  // torque mode rests within this of its target
inline constexpr Duration overshoot_rest = 60s;  // torque mode after it had to come down again
inline constexpr NewtonMetres learn_rise{0.5};   // the floor finder feels the brake so clearly, or
inline constexpr double learn_share = 0.8;       // stops at this share of the cap (issue)
inline constexpr Duration learn_wait = 6s;       // on each of its steps: 4 s to settle, 2 to learn

// 0 W beside turning cranks and wheel: so long the level is held, then it is taken away.
inline constexpr Duration doubt_limit = 1s;

struct Governor {
  Percent level{};         // asked for now; 0 is the release. A multiple of smallest_step
  Percent credit{};        // what the ramp has granted and no raise has used
  Percent ceiling{100.0};  // backed off after a breach
  std::optional<Instant> credited_at{};     // credit and ceiling are reckoned up to here
  std::optional<Instant> delivered_at{};    // the present level reached the trainer
  std::optional<Instant> no_raise_until{};  // torque mode after an overshoot
  bool operator==(const Governor&) const = default;
};

// What the session knows and the governor needs. `limits` already holds the rider's lower ones.
struct Situation {
  Limits limits;
  Target target;
  Why plan;                      // WarmUp, CoolDown: at the floor; OnTarget: at the target
  std::optional<Why> hold{};     // the floor is held for this reason, whatever the plan says
  bool found = false;            // a trainer is tracked
  bool released_first = false;   // after each find: released, and confirmed as far as it can be
  bool release_pending = false;  // a release is on its way and not confirmed
  bool note_on_disk = false;     // "load uncertain" is written
  bool can_resist = false;       // basic resistance is there and was not refused
  std::optional<Newtons> max_force{};  // page 54
};

// Sets the governor's level for this moment and says why. It never exceeds any row.
[[nodiscard]] Why rule(Governor& governor, const Situation& situation, const Load& load,
                       const FloorModel& floor, Instant now);

// The most that going from one level up to another may cost now: learned and two standard
// deviations more, or else the share of page 54's force. Where the wheel's speed is not known, the
// hardest road gear is assumed.
struct RaiseCost {
  NewtonMetres torque;
  Watts power;
};
[[nodiscard]] std::optional<RaiseCost> cost_of_raise(const Load& load, const FloorModel& floor,
                                                     std::optional<Newtons> max_force, Percent from,
                                                     Percent to, Instant now);

// What a level is worth at the crank at the least: learned, less one standard deviation, or else
// its share of page 54's force; nothing where neither is known. Where the wheel's speed is not
// known, the easiest gear is assumed.
[[nodiscard]] NewtonMetres worth_of_level(const Load& load, const FloorModel& floor,
                                          std::optional<Newtons> max_force, Percent level,
                                          Rpm cadence, Instant now);

// The floor finder felt the brake, or is as near the cap as it may go.
[[nodiscard]] bool learned_enough(const Limits& limits, const Load& load, const FloorModel& floor,
                                  Instant now);

// The cap that is exceeded now, if any: mean torque, one reading, mean power, heart rate.
[[nodiscard]] std::optional<Why> breach(const Limits& limits, const Load& load, Judged judged,
                                        Instant now);

}  // namespace softpedal
