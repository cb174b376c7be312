// SPDX-License-Identifier: MIT
#include "app/dashboard/alerts.hpp"

#include "app/core/caps.hpp"

namespace softpedal::ui {
namespace {

bool over(const Snapshot& ride) {
  return ride.phase == Phase::Ending || ride.phase == Phase::Ended;
}

// The load was taken away, by the rider or by a limit.
bool eased(const Snapshot& ride) {
  switch (ride.why) {
    case Why::Eased:
    case Why::EasedByPain:
    case Why::EasedByWindow:
      return true;
    default:
      return over_a_cap(ride.why);
  }
}

}  // namespace

std::optional<Sound> sound_between(const Snapshot& before, const Snapshot& now) {
  if (!now.start_pressed) return std::nullopt;
  if (over(now)) return over(before) ? std::nullopt : std::optional{Sound::Stopped};
  if (now.link == LinkHealth::Lost && before.link != LinkHealth::Lost) return Sound::LinkLost;
  // A ride along its limit must not chatter: what the rider still reads is not said again.
  if (eased(now) && !eased(before) && before.said != now.said) return Sound::Eased;
  if (now.pain_row && !before.pain_row) return Sound::PainDue;
  return std::nullopt;
}

}  // namespace softpedal::ui
