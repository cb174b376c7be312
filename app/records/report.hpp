// SPDX-License-Identifier: MIT
// The report for the physiotherapist: one A4 page as PDF, in the language that was chosen, readable
// in black and white. It states what was done; it praises nothing and claims nothing.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/core/kept_ride.hpp"
#include "app/core/result.hpp"

namespace softpedal::records {

struct Report {
  std::string name{};                 // as the rider wishes to be named; empty: no name
  std::chrono::local_days from{};     // the first and the last day
  std::chrono::local_days to{};       // of the period
  std::chrono::local_days made_on{};  // today
  std::vector<RideSummary> rides{};   // all that there are, by time: also those before the period
};

// Fault: nothing was ridden in the period, or the file cannot be written.
[[nodiscard]] Result<void> write_report(const Report& report, const std::filesystem::path& file);

}  // namespace softpedal::records
