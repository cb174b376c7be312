// SPDX-License-Identifier: MIT
// What is allowed in a ride. Every limit is mandatory: leaving one out does not compile. The file
// form is profile format 1 (design.md section 6); profiles/ turns a file into this value.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

#include "app/core/units.hpp"

namespace softpedal {

enum class RehabPhase : std::uint8_t { Acute, Subacute, Chronic, Free };

enum class TargetMode : std::uint8_t {
  Release,     // the floor: no resistance is ever asked for
  Resistance,  // a share of the brake's force
  Torque,      // a crank torque, by a closed loop on resistance, under all limits
  Learn,       // the floor finder's: up by single steps until the brake is felt; in no profile
};

struct Target {
  TargetMode mode;
  Percent resistance{};   // with mode Resistance
  NewtonMetres torque{};  // with mode Torque
  bool operator==(const Target&) const = default;
};

struct Limits {
  NewtonMetres torque_mean;    // crank torque, mean over the last 3 s
  NewtonMetres torque_peak;    // crank torque, any single reading
  Watts power;                 // mean over the last 3 s
  Percent resistance;          // never commanded above
  Percent ramp_up_per_second;  // how fast resistance may rise; it may fall at once
  std::chrono::seconds total;  // from Start, pauses included
  std::optional<Bpm> heart_rate{};
  bool operator==(const Limits&) const = default;
};

struct PainRules {  // numeric rating 0-10
  std::chrono::seconds ask_every;
  int ease_at;       // this or more: go to the floor
  int stop_at;       // this or more: end the ride
  int stop_on_rise;  // this much above the score before the ride: end it
  bool operator==(const PainRules&) const = default;
};

struct Prescription {
  RehabPhase phase;
  std::chrono::seconds warm_up;    // at the floor
  std::chrono::seconds ride;       // at the target
  std::chrono::seconds cool_down;  // at the floor
  Target target;
  Limits limits;
  Rpm cadence_low;
  Rpm cadence_high;
  PainRules pain;
  bool operator==(const Prescription&) const = default;
};

}  // namespace softpedal
