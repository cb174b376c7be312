// SPDX-License-Identifier: MIT
// A ride of the past on a terminal, and as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "app/core/kept_ride.hpp"

namespace softpedal::commands {

[[nodiscard]] std::string list_head();
[[nodiscard]] std::string list_line(const RideSummary& ride);   // without a line end
[[nodiscard]] std::string ride_in_words(const KeptRide& ride);  // a page

// What is not known is left out.
[[nodiscard]] nlohmann::json ride_as_json(const RideSummary& ride);
[[nodiscard]] nlohmann::json ride_as_json(const KeptRide& ride);

}  // namespace softpedal::commands
