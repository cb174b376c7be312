// SPDX-License-Identifier: MIT
// What the rides of the past ask of the next one, read from the history for the gate.
#pragma once

#include <vector>

#include "app/core/rest.hpp"
#include "app/records/history.hpp"

namespace softpedal::commands {

// `rides`: all of `history`, by time.
[[nodiscard]] LastRides last_rides_of(records::History& history,
                                      const std::vector<RideSummary>& rides);
// Before a ride of this prescription, on the clock of this moment. The floor finder's 90 s are no
// ride that the knee must have rested for.
[[nodiscard]] Rest rest_before(const Prescription& prescription, std::chrono::hours between,
                               const LastRides& last);

}  // namespace softpedal::commands
