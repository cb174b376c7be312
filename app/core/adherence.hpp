// SPDX-License-Identifier: MIT
// What was ridden of what was planned: one rule for the screen, the page and the list. The plan is
// the one that stood on the day, that of the last ride until then; before the first ride there is
// none. A ride counts with at least 80 % of the planned minutes, whatever ended it, and no more
// count than were planned. Spins of the floor finder never count, and simulated rides only where
// there is nothing else.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/core/clock.hpp"
#include "app/core/kept_ride.hpp"

namespace softpedal {

inline constexpr double share_that_counts = 0.8;  // of the planned minutes

// Ridden as planned: nothing of the plan was left out. TimeUp is none: the most that a session may
// last, pauses included, was over before the plan was.
[[nodiscard]] constexpr bool ridden_to_its_end(Why end) {
  return end == Why::Done || end == Why::FloorFound;
}

// A rider may shorten a ride: the longest of the same file is what it would have been.
class FullLengths {
 public:
  void add(const RideSummary& ride);
  [[nodiscard]] const Prescription* prescription(const RideSummary& ride) const;  // null: not known
  [[nodiscard]] Duration of(const RideSummary& ride) const;                       // 0: not known

 private:
  std::map<std::string, Prescription> longest_{};  // by hash of the file
};

struct Adherence {
  int ridden = 0;
  std::optional<int> planned{};  // empty: there was no plan
  bool operator==(const Adherence&) const = default;
};

class PlanKept {
 public:
  PlanKept() = default;
  explicit PlanKept(const std::vector<RideSummary>& rides);  // all there are, in any order
  // Both days included.
  [[nodiscard]] Adherence between(std::chrono::local_days first,
                                  std::chrono::local_days last) const;

 private:
  struct InForce {
    std::chrono::local_days since;
    std::optional<int> sessions_per_week;
  };
  std::vector<InForce> plans_{};  // by day, where it changed
  std::vector<std::pair<std::chrono::local_days, int>>
      counted_{};  // so many until that day, with it
};

}  // namespace softpedal
