// SPDX-License-Identifier: MIT
// What this trainer can do at least, and what a per cent of its brake is worth. Both are forces at
// the wheel, so that what was felt in one gear tells the torque in every other one. Learned while
// riding, with an uncertainty that grows again with time; nothing here steers anything.
//
//   floor torque at the crank = drag(wheel speed) x development / 2 pi
//
// The drag is a parabola over wheel speed, the brake a straight line over the level with a jump at
// its first step (ant-fec.md 4.8: a magnet that leaves its park). Each is followed by a Kalman
// filter whose coefficients wander slowly: tyre and roller warm up, another day has another tyre
// pressure (evidence.md D3, D4).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "app/core/gears.hpp"
#include "app/core/prescription.hpp"
#include "app/core/units.hpp"

namespace softpedal {

template <std::size_t Size>
struct Filter {
  std::array<double, Size> mean;
  std::array<std::array<double, Size>, Size> covariance;  // symmetric
  double seconds = 0.0;                                   // learned from
  bool operator==(const Filter&) const = default;
};

// Before anything is known: published curves have 4 to 21 N at 3 m/s, and 0 to 10 N more 2 m/s
// faster (evidence.md D2).
inline constexpr Filter<3> unknown_drag{
    .mean = {14.0, 2.0, 0.3},  // N, over x = (speed - 3 m/s) / 2 m/s: 1, x, x squared
    .covariance = {{{144.0, 0.0, 0.0}, {0.0, 25.0, 0.0}, {0.0, 0.0, 6.25}}},
};
inline constexpr Filter<2> unknown_brake{
    .mean = {0.0, 1.0},  // N at the first step, N for each per cent
    .covariance = {{{4.0, 0.0}, {0.0, 1.0}}},
};

struct FloorModel {
  Filter<3> drag = unknown_drag;
  Filter<2> brake = unknown_brake;
  MetresPerSecond brake_speed{};  // at which the brake was learned: eddy brakes give more above it
  MetresPerSecond slowest{};      // of the readings that taught the drag; beyond them it is a guess
  MetresPerSecond fastest{};
  bool operator==(const FloorModel&) const = default;
};

inline constexpr double drag_known_after =
    5.0;  // seconds of riding (decision); its deviation tells the rest
inline constexpr double brake_known_after = 2.0;  // the same; until then page 54 is believed
inline constexpr double likely = 1.0;             // standard deviations: before a gear is named
inline constexpr double certain = 2.0;            // standard deviations
inline constexpr double beyond_doubt = 3.0;       // the same: before a ride is refused

// --- learning -----------------------------------------------------------------------------------

// A reading of steady riding with nothing asked of the brake. `seconds`: since the one before.
// Gives how far off it was, in standard deviations.
double learn_drag(FloorModel& model, MetresPerSecond speed, Watts power, double seconds);
// Readings stay on one side of what was believed: the trainer is not what it was. Learns quickly
// for so long.
void doubt_drag(FloorModel& model, double seconds);
// The same with resistance.
void learn_brake(FloorModel& model, MetresPerSecond speed, Watts power, Percent level,
                 double seconds);
// A cap was exceeded before the level had its whole effect: it is worth this much, or more. `power`
// must have been read twice: one odd reading is no lesson.
void learn_brake_at_least(FloorModel& model, MetresPerSecond speed, Watts power, Percent level);
// What page 54 says a per cent should be worth, before any was felt.
void expect_brake(FloorModel& model, Newtons max_force);
// As it may be believed so many days later.
[[nodiscard]] FloorModel aged(FloorModel model, double days);

// --- what follows -------------------------------------------------------------------------------

[[nodiscard]] bool drag_known(const FloorModel& model);
[[nodiscard]] bool brake_known(const FloorModel& model);

struct ForceEstimate {
  Newtons force;
  Newtons deviation;  // standard
};
// Beyond the fastest reading no less than there: no trainer's drag falls with speed for long.
[[nodiscard]] ForceEstimate drag_at(const FloorModel& model, MetresPerSecond speed);
// What the brake adds at a level above what it adds at another, no less than nothing.
[[nodiscard]] ForceEstimate brake_between(const FloorModel& model, MetresPerSecond speed,
                                          Percent from, Percent to);

struct FloorTorque {
  NewtonMetres torque;
  NewtonMetres deviation;  // standard; a share of the torque for the shape of the curve is in it
  Watts power;
  bool operator==(const FloorTorque&) const = default;
};
// `development`: what a turn of the crank moves the wheel.
[[nodiscard]] FloorTorque floor_torque(const FloorModel& model, Metres development, Rpm cadence);

// Whether the floor stays under the caps of a prescription somewhere in its band of cadence.
enum class Reach : std::uint8_t { Unknown, Every, Some, None };
struct GearReach {
  Gear gear{};
  Rpm cadence{};  // of the band, where the floor is the least
  FloorTorque floor{};
  bool operator==(const GearReach&) const = default;
};
struct FloorReach {
  Reach reach = Reach::Unknown;
  GearReach easiest{};                 // the least that this bike can do here
  std::optional<GearReach> hardest{};  // that stays under the caps: it and all easier ones
  bool operator==(const FloorReach&) const = default;
};
[[nodiscard]] FloorReach reach_of(const FloorModel& model, const Drivetrain& drivetrain,
                                  const Limits& limits, Rpm low, Rpm high);
// Under both caps at this cadence, by so many standard deviations (negative: perhaps).
[[nodiscard]] bool under_caps(const FloorTorque& floor, const Limits& limits, double deviations);

}  // namespace softpedal
