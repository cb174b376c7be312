// SPDX-License-Identifier: MIT
// What was prescribed at each ride, and where it changed.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "app/core/adherence.hpp"
#include "app/core/kept_ride.hpp"

namespace softpedal::records {

using Rides = std::vector<const RideSummary*>;  // by time, the oldest first

[[nodiscard]] inline std::chrono::local_days local_day(const RideSummary& ride) {
  return std::chrono::floor<std::chrono::days>(local_begin(ride));
}

// A profile as it stood at a ride.
struct Plan {
  std::string title{};
  std::string hash{};
  std::optional<Prescription> prescription{};  // in full length, though a ride was shortened
  std::optional<int> sessions_per_week{};
  bool operator==(const Plan&) const = default;
};

struct Change {
  std::chrono::local_days on{};  // the first ride with `after`
  Plan before{};
  Plan after{};
  bool operator==(const Change&) const = default;
};

class Plans {
 public:
  explicit Plans(const Rides& rides);
  [[nodiscard]] Plan at(const RideSummary& ride) const;
  [[nodiscard]] Duration full_length(const RideSummary& ride) const;  // 0: not known

 private:
  FullLengths lengths_{};
};

// From ride to ride, the newest first; `before` is the ride before them, if there was one.
[[nodiscard]] std::vector<Change> changes_of(const RideSummary* before, const Rides& rides,
                                             const Plans& plans);

}  // namespace softpedal::records
