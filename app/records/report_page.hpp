// SPDX-License-Identifier: MIT
// The page itself: whatever the numbers and however long the texts, it is one.
#pragma once

#include <chrono>
#include <string>

#include "app/records/report_pen.hpp"
#include "app/records/report_sums.hpp"

namespace softpedal::records {

inline constexpr double page_width = 595.276;  // A4 in points
inline constexpr double page_height = 841.89;

void draw_page(Pen& pen, const ReportSums& sums, const std::string& name,
               std::chrono::local_days made_on);

}  // namespace softpedal::records
