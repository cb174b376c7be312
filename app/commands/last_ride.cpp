// SPDX-License-Identifier: MIT
#include "app/commands/last_ride.hpp"

#include "app/commands/commands.hpp"
#include "app/core/plan.hpp"
#include "profiles/profile.hpp"

namespace softpedal::commands {
namespace {

std::chrono::sys_seconds utc_now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// Of the profile as it was written: a ride may have been shortened.
Duration whole_plan(records::History& history, const RideSummary& ride) {
  if (ride.ridden >= always_a_ride || ride.ridden * 2 < planned(ride)) return planned(ride);
  const auto kept = history.ride(ride.id);
  if (!kept) return planned(ride);
  const auto profile = profiles::parse(kept->profile_text, ride.title, day_of(ride));
  return profile ? planned(profile->prescription) : planned(ride);
}

}  // namespace

LastRides last_rides_of(records::History& history, const std::vector<RideSummary>& rides) {
  return last_rides(rides, utc_now(),
                    [&](const RideSummary& ride) { return whole_plan(history, ride); });
}

Rest rest_before(const Prescription& prescription, std::chrono::hours between,
                 const LastRides& last) {
  const bool finds_floor = prescription.target.mode == TargetMode::Learn;
  const auto now = utc_now();
  const auto ahead = local_now().time_since_epoch() - now.time_since_epoch();
  return {.last = last,
          .phase = prescription.phase,
          .between = finds_floor ? std::chrono::hours{0} : between,
          .now = now,
          .utc_offset = std::chrono::round<std::chrono::minutes>(ahead)};
}

}  // namespace softpedal::commands
