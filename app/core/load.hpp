// SPDX-License-Identifier: MIT
// What the knee feels, from telemetry that is late, quantised and sometimes lies (design.md 1.5).
// Nothing here may skip a guard: an odd sample is at most one that is not used to go up.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "app/core/clock.hpp"
#include "app/core/event.hpp"
#include "app/core/units.hpp"

namespace softpedal {

// Design.md 3, "Fresh", says 1.5 s, which is six slots to the millisecond: where pages 80, 81 and
// an answer to 71 come between two new values of a 2 Hz trainer, the next one comes just then. The
// rest is for the jitter of its slot (ant-fec.md 6: 0.136 to 0.363 s between slots).
inline constexpr Duration late_after = 1600ms;
inline constexpr Duration lost_after = 3s;   // the same
inline constexpr Duration load_window = 3s;  // the mean of design.md 1.1
// Design.md 3 allows 1 s from the first page with cadence 0; a tick comes every 250 ms, so the
// decision falls one tick before.
inline constexpr Duration stopped_after = 750ms;
inline constexpr Duration started_after = 1s;  // so long the cranks must turn to start by itself
inline constexpr Rpm turning_from{20.0};       // hysteresis of auto-start: turning from here up,
inline constexpr Rpm resting_below{10.0};  // at rest below here (decision: no rehab ride is slower)

// One fresh page 25: what it says of the last turn, or of the turns missed before it.
struct Reading {
  Instant at{};
  std::optional<NewtonMetres> torque{};  // empty: no cadence, or no power
  std::optional<Watts> power{};
  int events = 1;           // power values that this reading stands for
  bool own_cadence = true;  // the trainer's, not a sensor's
  bool first_turn = false;  // of the cranks after a rest: watts over next to no cadence
  bool operator==(const Reading&) const = default;
};

// What the readings of the last 3 s say together; reckoned once when they change.
struct WindowSummary {
  std::optional<NewtonMetres> torque_mean{};
  std::optional<NewtonMetres> torque_worst{};
  std::optional<NewtonMetres> mean_after_a_turn{};   // the same without those of a first turn
  std::optional<NewtonMetres> worst_after_a_turn{};  // empty: there are no others
  std::optional<Watts> power_mean{};
  bool complete = false;  // each reading has torque and power, all of it the trainer's own
  bool operator==(const WindowSummary&) const = default;
};

struct Load {
  WindowSummary window{};
  std::array<Reading, 16> readings{};  // ring: 3 s at the 4 Hz of FE-C, with room for missed events
  std::uint8_t newest = 0;             // index of the latest one
  std::uint8_t count = 0;

  std::optional<Instant> last_fresh{};   // last page 25 whose event count moved
  std::optional<Instant> fresh_since{};  // no gap longer than late_after since then
  std::optional<std::uint8_t> last_event_count{};
  std::uint16_t last_accumulated = 0;
  std::optional<Rpm> cadence{};
  std::optional<Watts> power{};
  FeState state = FeState::Reserved;

  std::optional<MetresPerSecond> speed{};
  std::optional<Instant> speed_at{};
  bool speed_moved = false;  // this trainer does report speed
  std::optional<Bpm> heart_rate{};
  std::optional<Instant> heart_rate_at{};
  bool heart_rate_is_trainers = false;
  std::optional<Instant> power_doubted_since{};  // 0 W beside turning cranks and wheel, under load
  bool cadence_is_trainers = true;  // else of a sensor: good to show and to hold back, not to load

  bool pedalling = false;
  std::optional<Instant> turning_since{};  // towards pedalling
  std::optional<Instant> resting_since{};  // towards stopped; while set, nothing is raised
  double turned = 0.0;                     // turns of the cranks since they were at rest
  bool operator==(const Load&) const = default;
};

// Takes one page. Returns true when it was fresh: its event count had moved. `least` is what the
// present level is worth: no reading is taken to be less, whatever power the page tells.
bool observe(Load& load, const TrainerData& page, Instant now, NewtonMetres least = NewtonMetres{});
// Cranks and wheel turn, as far as this trainer tells: its power cannot be 0 under load.
[[nodiscard]] bool turns(const Load& load, std::optional<Rpm> cadence, Instant now);
void observe(Load& load, const GeneralData& page, Instant now);
// A strap's heart rate counts while the trainer gives none of its own.
void observe_strap(Load& load, const std::optional<Bpm>& heart_rate, Instant now);
// Time passed: a rest becomes a stop, old readings leave the window.
void pass_time(Load& load, Instant now);

[[nodiscard]] bool fresh(const Load& load, Instant now);  // no older than late_after
[[nodiscard]] bool lost(const Load& load, Instant now);   // older than lost_after, or never heard
// Fresh readings of torque reach back over the whole window.
[[nodiscard]] bool window_filled(const Load& load, Instant now);
[[nodiscard]] std::optional<NewtonMetres> torque_mean(const Load& load);
[[nodiscard]] std::optional<NewtonMetres> torque_worst(const Load& load);  // of the window
[[nodiscard]] std::optional<NewtonMetres> torque_latest(const Load& load);

// Which readings of torque a judgement takes. The push that sets the cranks going is watts over a
// cadence of next to nothing: a number that no knee feels for long, and that says nothing of the
// brake while nothing is asked of it. Under load every reading counts.
enum class Judged : std::uint8_t { EveryReading, AfterAFullTurn };
[[nodiscard]] constexpr Judged judged_at(Percent level) {
  return level > Percent{0.0} ? Judged::EveryReading : Judged::AfterAFullTurn;
}
[[nodiscard]] std::optional<NewtonMetres> torque_mean(const Load& load, Judged judged);
[[nodiscard]] std::optional<NewtonMetres> torque_worst(const Load& load, Judged judged);
[[nodiscard]] std::optional<NewtonMetres> torque_latest(const Load& load, Judged judged);
[[nodiscard]] std::optional<Watts> power_mean(const Load& load);
[[nodiscard]] std::optional<Watts> power_read_twice(
    const Load& load);  // the lesser of the last two
[[nodiscard]] std::optional<MetresPerSecond> recent_speed(const Load& load, Instant now);
[[nodiscard]] std::optional<Bpm> recent_heart_rate(const Load& load, Instant now);

}  // namespace softpedal
