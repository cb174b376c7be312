// SPDX-License-Identifier: MIT
// A ride that is over, as the history keeps it. Read from its journal; whoever lists, draws or
// exports rides takes these values and nothing else.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/core/clock.hpp"
#include "app/core/prescription.hpp"
#include "app/core/second.hpp"
#include "app/core/units.hpp"
#include "app/core/why.hpp"

namespace softpedal {

// Something that happened: a line in the report, a mark in a trace.
struct Mark {
  enum class Kind : std::uint8_t {
    Phase,    // `phase` began
    Ease,     // held at the floor: by the rider, by a score, by a silent window (`why`)
    Resume,   // the rider went on
    Breach,   // over a cap (`why`); the load was taken away unless it was the floor's own
    Pain,     // a `score` in the ride
    Link,     // late or lost (`why`), or live again (Why::OnTarget)
    Trouble,  // the trainer refused, another controller, a release not confirmed (`why`)
    End,      // for which reason (`why`)
  };
  Duration at{};  // since Start took effect
  Kind kind = Kind::Phase;
  Phase phase = Phase::Connecting;
  Why why = Why::Connecting;
  int score = 0;
  bool operator==(const Mark&) const = default;
};

// What the trainer said of itself; 0 and empty: not said.
struct KeptTrainer {
  std::uint32_t number = 0;  // the 20-bit ANT+ device number
  std::uint16_t manufacturer = 0;
  std::uint16_t model = 0;
  std::string software{};
  std::uint32_t serial = 0;
  bool operator==(const KeptTrainer&) const = default;
};

// How often over each cap. Over the floor: with nothing asked of the brake, so only a gear helps.
struct Breaches {
  int torque_mean = 0;
  int torque_peak = 0;
  int power = 0;
  int heart_rate = 0;
  int floor = 0;
  bool operator==(const Breaches&) const = default;
};

// The answer at the first start of a later day.
struct Morning {
  std::chrono::year_month_day day{};  // when it was asked for
  std::optional<int> pain{};          // 0-10; empty with `swelling`: it was skipped
  std::optional<bool> swelling{};
  bool operator==(const Morning&) const = default;
};

struct RideSummary {
  std::string id{};  // of its journal, "2026-11-21T16-24-59Z": sorts by date, names its files
  std::chrono::sys_seconds began{};   // Start took effect
  std::chrono::minutes utc_offset{};  // of the rider's clock then
  bool simulated = false;             // no real trainer and no real rider
  bool finds_floor = false;           // a spin of the floor finder
  bool cut = false;                   // it ended without closing its journal
  int damaged_lines = 0;              // of the journal, that told nothing
  std::string title{};                // the profile's own name
  std::string profile_hash{};         // SHA-256 of the profile's text, hexadecimal; may be empty
  std::optional<Prescription> prescription{};  // as ridden: shortened, if it was
  std::optional<int> sessions_per_week{};      // as planned
  std::string software{};                      // "softpedal 0.1.0"
  std::string stick{};
  KeptTrainer trainer{};

  Duration elapsed{};
  Duration ridden{};
  Joules work{};
  double revolutions = 0.0;
  Metres distance{};
  Duration over_cap{};
  Duration over_cap_loaded{};
  std::optional<Rpm> cadence_mean{};  // of the seconds that were pedalled
  std::optional<Rpm> cadence_deviation{};
  std::optional<Watts> power_mean{};
  std::optional<NewtonMetres> torque_mean{};
  std::optional<NewtonMetres> torque_peak{};  // the highest reading
  std::optional<Bpm> heart_rate_mean{};
  std::optional<Bpm> heart_rate_peak{};
  std::optional<NewtonMetres> floor{};  // the last that was known, and in which gear
  std::optional<NewtonMetres> floor_deviation{};
  std::optional<Gear> gear{};
  bool power_calibration_needed = false;
  bool resistance_calibration_needed = false;
  bool numbers_unverified = false;
  int breaches = 0;
  Breaches breaches_of{};  // the same, cap by cap
  int eases = 0;
  Why end = Why::Connecting;  // Connecting: not known, the ride was cut

  std::optional<int> pain_before{};
  std::optional<int> pain_peak{};  // before and in the ride
  std::optional<int> pain_after{};
  std::optional<Morning> morning{};  // empty: not asked yet
  std::string note{};
  bool operator==(const RideSummary&) const = default;
};

// On the rider's calendar.
[[nodiscard]] inline std::chrono::local_seconds local_begin(const RideSummary& ride) {
  return std::chrono::local_seconds{(ride.began + ride.utc_offset).time_since_epoch()};
}
[[nodiscard]] inline std::chrono::year_month_day day_of(const RideSummary& ride) {
  return std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(local_begin(ride))};
}

[[nodiscard]] inline Duration planned(const RideSummary& ride) {
  if (!ride.prescription) return Duration{0};
  return ride.prescription->warm_up + ride.prescription->ride + ride.prescription->cool_down;
}

struct KeptRide {
  RideSummary summary{};
  std::string profile_text{};     // as ridden, byte for byte; may be empty
  std::vector<Second> seconds{};  // by time, at most one a second; gaps where one was lost
  std::vector<Mark> marks{};      // by time
  bool operator==(const KeptRide&) const = default;
};

}  // namespace softpedal
