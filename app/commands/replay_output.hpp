// SPDX-License-Identifier: MIT
// The summary of a recording for `softpedal replay`: as one JSON object, and as lines for people.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "drivers/replay/summary.hpp"

namespace softpedal::commands {

// What is not known or was not measured is null.
[[nodiscard]] nlohmann::ordered_json json_of(const replay::Summary& summary);

[[nodiscard]] std::string text_of(const replay::Summary& summary);

}  // namespace softpedal::commands
