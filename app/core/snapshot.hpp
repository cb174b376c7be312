// SPDX-License-Identifier: MIT
// All that a screen or a --json line may show, as one immutable value. Empty: not known.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "app/core/advice.hpp"
#include "app/core/clock.hpp"
#include "app/core/coach.hpp"
#include "app/core/event.hpp"
#include "app/core/floor.hpp"
#include "app/core/prescription.hpp"
#include "app/core/units.hpp"
#include "app/core/why.hpp"

namespace softpedal {

enum class Phase : std::uint8_t {
  Connecting,  // no trainer, or not released yet
  Ready,       // released and waiting for Start and for the first turns
  WarmUp,
  Ride,
  CoolDown,
  Paused,  // by itself or by the rider: `why` tells which
  Ending,  // over: releasing and confirming
  Ended,   // released, or given up after 10 s
};
enum class LinkHealth : std::uint8_t { Searching, Live, Late, Lost };
enum class ReleaseState : std::uint8_t { Unconfirmed, Confirmed, Loaded };

[[nodiscard]] std::string_view word(Phase phase);        // "warm_up"
[[nodiscard]] std::string_view word(LinkHealth health);  // "live"

struct Snapshot {
  Phase phase = Phase::Connecting;
  LinkHealth link = LinkHealth::Searching;
  ReleaseState release = ReleaseState::Unconfirmed;
  Why why = Why::Connecting;
  Why said = Why::Connecting;  // what to say: `why`, or an event that has just ended
  bool start_pressed = false;
  bool paused = false;           // by the rider, until RESUME
  bool eased = false;            // held at the floor, until RESUME
  Duration elapsed{};            // since Start took effect, pauses included
  Duration ridden{};             // pedalled in the three phases
  Duration remaining{};          // of what is planned, as it will be ridden
  Duration planned{};            // the three phases
  std::optional<Rpm> cadence{};  // empty when late or lost
  std::optional<Watts> power{};
  std::optional<NewtonMetres> torque_mean{};     // over the last 3 s
  std::optional<NewtonMetres> torque_reading{};  // the latest
  std::optional<MetresPerSecond> speed{};
  std::optional<Bpm> heart_rate{};
  // While the link is late: the numbers as they last were, to be shown as such and never as live.
  std::optional<Rpm> late_cadence{};
  std::optional<Watts> late_power{};
  std::optional<NewtonMetres> late_torque{};
  Percent resistance{};  // commanded now; 0 for a release
  NewtonMetres torque_mean_cap{};
  NewtonMetres torque_peak_cap{};
  Watts power_cap{};
  Rpm cadence_low{};
  Rpm cadence_high{};
  CadenceAdvice cadence_advice = CadenceAdvice::None;
  LoadBand load_band = LoadBand::Unknown;
  bool pain_wanted = false;  // resistance comes back with a lower score only: asked for by RESUME
  bool pain_due = false;
  bool pain_row = false;  // due, and worth the place on the screen now
  int pain_scores = 0;    // so many were given
  std::optional<int> pain_before{};
  std::optional<int> pain_peak{};
  std::optional<int> pain_last{};
  Joules work{};
  double revolutions = 0.0;
  std::optional<Rpm> cadence_deviation{};  // the smaller, the smoother
  Duration over_cap{};                     // time with a cap exceeded
  Duration over_cap_loaded{};              // of it, with resistance asked for
  std::optional<Abilities> abilities{};    // what the trainer says it can do
  FloorModel floor{};                      // what is known of it
  FloorReach reach{};                      // in which gears of this bike the floor is low enough
  GearAdvice gear_advice{};
  std::optional<Metres> development{};      // of the gear in use
  std::optional<Gear> gear{};               // of this bike, where one is near
  std::optional<FloorTorque> floor_here{};  // in this gear at this cadence
  std::optional<double> warm_up_drift{};    // of the drag since the first minute, as a share
  // What the trainer says of itself. A target flag is no fault: some send it always.
  bool power_calibration_needed = false;
  bool resistance_calibration_needed = false;
  bool user_configuration_needed = false;
  std::uint8_t target_flag = 0;              // as in TrainerData
  std::optional<Watts> meter_power{};        // of the rider's power meter
  std::optional<double> meter_difference{};  // it reads so much more, as a share
  bool numbers_unverified = false;           // they differ too much to believe either
  bool release_given_up = false;             // ended after 10 s without a confirmation: exit 5
};

// A release that was sent is not one that was confirmed. One that was refused at its start was
// asked for nothing.
[[nodiscard]] inline bool letting_go(const Snapshot& s) {
  const bool asked = s.phase != Phase::Connecting && s.phase != Phase::Ended;
  return s.release == ReleaseState::Unconfirmed && (asked || s.release_given_up);
}

}  // namespace softpedal
