// SPDX-License-Identifier: MIT
// Gears and floors in the rider's words: what the coach says, in which gears to ride, and why a
// prescription that no gear can meet is refused.
#pragma once

#include <string>

#include "app/core/coach.hpp"
#include "app/core/snapshot.hpp"

namespace softpedal::ui {

[[nodiscard]] std::string gear_text(Gear gear);  // "34 x 28"
// "Two gears easier: 34 x 28"; empty for no advice.
[[nodiscard]] std::string coach_words(const GearAdvice& advice);
// What to do about the gear before the ride; empty where there is nothing to say.
[[nodiscard]] std::string gear_before_ride(const Snapshot& ride);
// With the numbers: what no gear keeps, and the least that there is.
[[nodiscard]] std::string no_gear_words(const FloorReach& reach, const Limits& limits);

}  // namespace softpedal::ui
