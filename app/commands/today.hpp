// SPDX-License-Identifier: MIT
// What a rider said of the knee today (evidence.md C6): it holds until midnight, for every program
// and also when softpedal is closed and opened again. What cannot be read was not answered.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "app/core/gate.hpp"
#include "app/core/result.hpp"

namespace softpedal::commands {

[[nodiscard]] Today read_today(std::chrono::year_month_day date);
// Together with what another program kept meanwhile: nobody opens a day that another one closed.
[[nodiscard]] Result<void> keep_today(std::chrono::year_month_day date, const Today& answers);
// The same in mid-ride, where nothing may wait for the disk: it outlives this program, and
// keep_today() is to follow when the trainer is let go.
[[nodiscard]] Result<void> note_today(std::chrono::year_month_day date, const Today& answers);

// For the journal of each ride of the day.
[[nodiscard]] std::vector<std::string> remarks_of(const Today& answers);

}  // namespace softpedal::commands
