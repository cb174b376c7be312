// SPDX-License-Identifier: MIT
#include "app/records/report_plans.hpp"

#include <algorithm>
#include <utility>

namespace softpedal::records {
namespace {

bool same_profile(const Plan& a, const Plan& b) {
  if (!a.hash.empty() && !b.hash.empty()) return a.hash == b.hash;
  return a.title == b.title && a.prescription == b.prescription &&
         a.sessions_per_week == b.sessions_per_week;
}

}  // namespace

Plans::Plans(const Rides& rides) {
  for (const RideSummary* ride : rides) lengths_.add(*ride);
}

Duration Plans::full_length(const RideSummary& ride) const { return lengths_.of(ride); }

Plan Plans::at(const RideSummary& ride) const {
  Plan plan{
      .title = ride.title, .hash = ride.profile_hash, .sessions_per_week = ride.sessions_per_week};
  if (const Prescription* rx = lengths_.prescription(ride)) plan.prescription = *rx;
  return plan;
}

std::vector<Change> changes_of(const RideSummary* before, const Rides& rides, const Plans& plans) {
  std::vector<Change> changes;
  for (const RideSummary* ride : rides) {
    if (before != nullptr) {
      Plan was = plans.at(*before);
      Plan is = plans.at(*ride);
      if (!same_profile(was, is)) {
        changes.push_back(
            {.on = local_day(*ride), .before = std::move(was), .after = std::move(is)});
      }
    }
    before = ride;
  }
  std::ranges::reverse(changes);
  return changes;
}

}  // namespace softpedal::records
