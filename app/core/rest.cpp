// SPDX-License-Identifier: MIT
#include "app/core/rest.hpp"

#include <algorithm>
#include <ranges>

namespace softpedal {
namespace {

using std::chrono::sys_seconds;

sys_seconds end_of(const RideSummary& ride) {
  return ride.began + std::chrono::ceil<std::chrono::seconds>(ride.elapsed);
}

bool answered(const std::optional<Morning>& morning) {
  return morning && (morning->pain || morning->swelling);
}

void take_morning(const RideSummary& ride, LastRides& last) {
  const Morning& morning = *ride.morning;
  const int before = ride.pain_before.value_or(0);
  last.worse_that_morning = morning.pain && *morning.pain >= before + much_worse_next_morning;
  last.swollen_that_morning = morning.swelling == true;
}

std::optional<sys_seconds> rested_at(const Rest& rest) {
  if (!rest.last.end) return std::nullopt;
  return *rest.last.end + rest.between;
}

}  // namespace

bool asks_for_rest(const RideSummary& ride, Duration plan) {
  if (ride.simulated || ride.finds_floor || ride.cut) return false;
  return ride.ridden >= always_a_ride || (plan > Duration{0} && ride.ridden * 2 >= plan);
}

LastRides last_rides(const std::vector<RideSummary>& rides, sys_seconds now,
                     const PlanOf& plan_of) {
  LastRides last;
  bool morning_known = false;
  for (const RideSummary& ride : rides | std::views::reverse) {
    if (ride.began > now) continue;
    if (!morning_known && answered(ride.morning)) {
      take_morning(ride, last);
      morning_known = true;
    }
    if (!asks_for_rest(ride, plan_of(ride))) continue;
    last.end = std::min(end_of(ride), now);
    break;
  }
  return last;
}

std::optional<std::chrono::local_seconds> not_before(const Rest& rest) {
  const auto at = rested_at(rest);
  if (!at || *at <= rest.now) return std::nullopt;
  const auto local = std::chrono::local_seconds{(*at + rest.utc_offset).time_since_epoch()};
  return std::chrono::ceil<std::chrono::minutes>(local);
}

Cautions cautions_of(const Rest& rest) {
  return {.too_soon = not_before(rest).has_value(),
          .worse = rest.last.worse_that_morning,
          .swollen = rest.last.swollen_that_morning,
          .unknown = !rest.known};
}

}  // namespace softpedal
