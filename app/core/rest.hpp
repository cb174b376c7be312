// SPDX-License-Identifier: MIT
// What the last rides ask of the next one: the hours between that the plan gives, and what the knee
// said on the morning after.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include "app/core/kept_ride.hpp"
#include "app/core/prescription.hpp"

namespace softpedal {

inline constexpr Duration always_a_ride = std::chrono::minutes{5};
inline constexpr int much_worse_next_morning = 2;  // points above the score before the ride

// The knee rests after this one: a real ride that ended, and was no mere try. `plan`: as its
// profile has it, whatever the rider left out.
[[nodiscard]] bool asks_for_rest(const RideSummary& ride, Duration plan);

struct LastRides {
  std::optional<std::chrono::sys_seconds> end{};  // of the last one that asks for rest
  // The last answer of a morning, where no such ride came after it.
  bool worse_that_morning = false;
  bool swollen_that_morning = false;
  bool operator==(const LastRides&) const = default;
};

using PlanOf = std::function<Duration(const RideSummary&)>;
// `rides` by time, the oldest first. One that lies after `now` is of a clock that was wrong.
[[nodiscard]] LastRides last_rides(const std::vector<RideSummary>& rides,
                                   std::chrono::sys_seconds now, const PlanOf& plan_of);

// What a rider is told before Start, and may ride in spite of.
struct Cautions {
  bool too_soon = false;
  bool worse = false;    // the knee, on the morning after
  bool swollen = false;  // the same
  bool unknown = false;  // the record of the last ride cannot be read
  [[nodiscard]] constexpr bool any() const { return too_soon || worse || swollen || unknown; }
  [[nodiscard]] constexpr Cautions but(const Cautions& heard) const {
    return {too_soon && !heard.too_soon, worse && !heard.worse, swollen && !heard.swollen,
            unknown && !heard.unknown};
  }
  bool operator==(const Cautions&) const = default;
};

// What is known of it when somebody wants to ride.
struct Rest {
  LastRides last{};
  bool known = true;  // else the rides of the past cannot be read
  RehabPhase phase = RehabPhase::Free;
  std::chrono::hours between{0};  // as prescribed
  std::chrono::sys_seconds now{};
  std::chrono::minutes utc_offset{0};  // of the rider's clock now
  Cautions anyway{};                   // the rider was told, and rides anyway
  bool operator==(const Rest&) const = default;
};

// On the rider's clock, in whole minutes; empty: at any time.
[[nodiscard]] std::optional<std::chrono::local_seconds> not_before(const Rest& rest);
[[nodiscard]] Cautions cautions_of(const Rest& rest);

}  // namespace softpedal
