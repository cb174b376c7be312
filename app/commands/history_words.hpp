// SPDX-License-Identifier: MIT
// A ride of the past on a terminal, and as JSON.
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/core/kept_ride.hpp"

namespace softpedal::commands {

[[nodiscard]] std::string list_head();
[[nodiscard]] std::string list_line(const RideSummary& ride);  // without a line end
// Rides of the last four weeks against the plan, by app/core/adherence.hpp; without a line end.
[[nodiscard]] std::string adherence_line(const std::vector<RideSummary>& rides,
                                         std::chrono::local_days today);
[[nodiscard]] std::string ride_in_words(const KeptRide& ride);  // a page

// What is not known is left out.
[[nodiscard]] nlohmann::json ride_as_json(const RideSummary& ride);
[[nodiscard]] nlohmann::json ride_as_json(const KeptRide& ride);

}  // namespace softpedal::commands
