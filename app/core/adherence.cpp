// SPDX-License-Identifier: MIT
#include "app/core/adherence.hpp"

#include <algorithm>
#include <cmath>

namespace softpedal {
namespace {

using std::chrono::days;
using std::chrono::local_days;

Duration length(const Prescription& rx) { return rx.warm_up + rx.ride + rx.cool_down; }

local_days day(const RideSummary& ride) { return local_days{day_of(ride)}; }

bool counts(const RideSummary& ride, const FullLengths& lengths) {
  return ride.ridden > Duration{0} &&
         in_seconds(ride.ridden) >= share_that_counts * in_seconds(lengths.of(ride));
}

}  // namespace

void FullLengths::add(const RideSummary& ride) {
  if (!ride.prescription || ride.profile_hash.empty()) return;
  Prescription& longest = longest_.try_emplace(ride.profile_hash, *ride.prescription).first->second;
  if (length(*ride.prescription) > length(longest)) longest = *ride.prescription;
}

const Prescription* FullLengths::prescription(const RideSummary& ride) const {
  if (!ride.prescription) return nullptr;
  const auto known = longest_.find(ride.profile_hash);
  return known == longest_.end() ? &*ride.prescription : &known->second;
}

Duration FullLengths::of(const RideSummary& ride) const {
  const Prescription* rx = prescription(ride);
  return rx == nullptr ? Duration{0} : length(*rx);
}

PlanKept::PlanKept(const std::vector<RideSummary>& rides) {
  const bool all_simulated = std::ranges::all_of(
      rides, [](const RideSummary& ride) { return ride.simulated || ride.finds_floor; });
  std::vector<const RideSummary*> known;
  FullLengths lengths;
  for (const RideSummary& ride : rides) {
    if (ride.finds_floor || (ride.simulated && !all_simulated)) continue;
    known.push_back(&ride);
    lengths.add(ride);
  }
  // By the rider's own clock, which a journey may turn back.
  std::ranges::stable_sort(known, {}, [](const RideSummary* ride) { return local_begin(*ride); });
  int count = 0;
  for (const RideSummary* ride : known) {
    const local_days on = day(*ride);
    // Of several on a day the last one's.
    if (!plans_.empty() && plans_.back().since == on) plans_.pop_back();
    if (plans_.empty() || plans_.back().sessions_per_week != ride->sessions_per_week) {
      plans_.push_back({on, ride->sessions_per_week});
    }
    if (!counts(*ride, lengths)) continue;
    ++count;
    if (counted_.empty() || counted_.back().first != on) counted_.emplace_back(on, count);
    counted_.back().second = count;
  }
}

Adherence PlanKept::between(local_days first, local_days last) const {
  const auto until = [this](local_days day) {
    const auto after =
        std::ranges::upper_bound(counted_, day, {}, [](const auto& c) { return c.first; });
    return after == counted_.begin() ? 0 : std::prev(after)->second;
  };
  Adherence adherence{.ridden = std::max(until(last) - until(first - days{1}), 0)};
  int sevenths = 0;
  bool any = false;
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    const auto& [since, sessions_per_week] = plans_[i];
    const local_days from = std::max(first, since);
    const local_days to =
        i + 1 < plans_.size() ? std::min(last, plans_[i + 1].since - days{1}) : last;
    if (!sessions_per_week || from > to) continue;
    any = true;
    sevenths += *sessions_per_week * static_cast<int>((to - from).count() + 1);
  }
  if (!any) return adherence;
  const int planned = static_cast<int>(std::lround(sevenths / 7.0));
  adherence.planned = sevenths > 0 ? std::max(planned, 1) : 0;
  adherence.ridden = std::min(adherence.ridden, *adherence.planned);
  return adherence;
}

}  // namespace softpedal
