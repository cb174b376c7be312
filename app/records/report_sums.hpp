// SPDX-License-Identifier: MIT
// What the report says, as numbers: no words, no drawing. Real rides only, unless all of the period
// are simulated; spins of the floor finder are counted apart.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/core/adherence.hpp"
#include "app/core/kept_ride.hpp"
#include "app/core/result.hpp"
#include "app/records/report.hpp"
#include "app/records/report_plans.hpp"

namespace softpedal::records {

// How answers lie; there is at least one.
struct Spread {
  int count = 0;
  double least = 0.0;
  double median = 0.0;
  double most = 0.0;
  bool operator==(const Spread&) const = default;
};

enum class Asked : std::uint8_t { Before, Peak, After, Morning };
inline constexpr std::size_t times_asked = 4;
using PainSums = std::array<std::optional<Spread>, times_asked>;  // by Asked

enum class EarlyEnd : std::uint8_t {
  Rider,
  Pain,
  Sharp,
  Locking,
  GivingWay,
  Gear,       // the floor stayed over a limit
  HeartRate,  // stayed over its limit
  Time,       // the most that a session may last, pauses included
  Trainer,
  Program,  // or the computer, or the window was closed
  Cut,      // the record breaks off
};
inline constexpr std::size_t early_ends = static_cast<std::size_t>(EarlyEnd::Cut) + 1;
[[nodiscard]] std::optional<EarlyEnd> early_end(Why end);  // empty: ridden to its end

// Of one ride, or of several.
struct Totals {
  int rides = 0;
  int ended_early = 0;
  Duration ridden{};
  Joules work{};
  double revolutions = 0.0;
  Duration over_cap{};
  Duration over_cap_loaded{};
  std::optional<NewtonMetres> torque_mean{};  // this and the next three: weighted by time ridden
  std::optional<Watts> power_mean{};
  std::optional<Rpm> cadence_mean{};
  std::optional<Rpm> cadence_deviation{};  // within the rides
  std::optional<Bpm> heart_rate_mean{};
  std::optional<NewtonMetres> torque_peak{};
  std::optional<Bpm> heart_rate_peak{};
  PainSums pain{};
  int swellings = 0;  // mornings with a swollen knee, of so many that told
  int swelling_answers = 0;
  bool operator==(const Totals&) const = default;
};

enum class Step : std::uint8_t { Day, Week, Month, Year };  // weeks begin on Monday

// A place on the time axis.
struct Bin {
  std::chrono::local_days first{};
  Totals totals{};
  std::optional<Duration> planned{};     // by day: of its rides; longer: by the plan then in force
  std::optional<Prescription> limits{};  // of its last ride
  bool operator==(const Bin&) const = default;
};

struct FloorSeen {
  std::chrono::local_days on{};
  std::uint32_t trainer = 0;
  NewtonMetres floor{};
  std::optional<NewtonMetres> deviation{};
  std::optional<Gear> gear{};
  bool operator==(const FloorSeen&) const = default;
};

struct Note {
  std::chrono::local_days on{};
  std::string text{};
  bool operator==(const Note&) const = default;
};

struct ReportSums {
  std::chrono::local_days from{};
  std::chrono::local_days to{};
  bool simulated = false;
  int simulated_left_out = 0;
  int floor_spins = 0;
  int damaged_lines = 0;
  std::vector<std::string> software{};  // the versions that recorded, the oldest first

  Totals all{};
  Adherence adherence{};              // to the last day, or today
  std::optional<Duration> planned{};  // by the plan in force on each day, from the first ride there
                                      // is to the same day
  std::array<int, early_ends> early{};  // by EarlyEnd
  std::chrono::local_days torque_peak_on{};
  std::optional<NewtonMetres> torque_peak_cap{};  // in that ride

  int breaches = 0;
  int rides_with_breaches = 0;
  Breaches breaches_of{};
  int eases = 0;

  std::vector<std::pair<KeptTrainer, int>> trainers{};  // and rides on each; the newest first
  std::vector<FloorSeen> floors{};   // the last in each gear of each trainer, the newest first
  int power_calibration_needed = 0;  // rides in which the trainer asked for it
  int resistance_calibration_needed = 0;
  int numbers_unverified = 0;

  Plan plan{};                                          // of the last ride
  std::vector<std::pair<std::string, int>> profiles{};  // by name, the last ridden first
  bool ridden_before = false;                           // also before the period
  std::vector<Change> changes{};                        // the newest first
  std::vector<Note> notes{};                            // the newest first

  Step step = Step::Day;
  std::vector<Bin> bins{};  // from `from` to `to`, without a gap
};

// Fault: nothing was ridden in the period.
[[nodiscard]] Result<ReportSums> sums_of(const Report& report);

}  // namespace softpedal::records
