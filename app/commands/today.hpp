// SPDX-License-Identifier: MIT
// What a rider answered today before riding (evidence.md C6): it holds until midnight, also when
// softpedal is closed and opened again. What cannot be read was not answered.
#pragma once

#include <chrono>

#include "app/core/result.hpp"
#include "app/dashboard/model.hpp"

namespace softpedal::commands {

[[nodiscard]] ui::Today read_today(std::chrono::year_month_day date);
[[nodiscard]] Result<void> keep_today(std::chrono::year_month_day date, const ui::Today& answers);

}  // namespace softpedal::commands
