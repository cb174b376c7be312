// SPDX-License-Identifier: MIT
// The rides of the period over time: small multiples on one time axis, each with its name and key
// at the left and its figures at the right. Shapes and hatching tell things apart, not ink.
#pragma once

#include <string>
#include <vector>

#include "app/records/report_pen.hpp"
#include "app/records/report_sums.hpp"

namespace softpedal::records {

inline constexpr double chart_least_height = 290.0;
inline constexpr double chart_good_height = 345.0;
inline constexpr double chart_most_height = 380.0;

// A letter at each of these days and a line through all rows.
struct Marked {
  std::chrono::local_days on{};
  char letter = 'A';
};

void draw_chart(Pen& pen, const Box& box, const ReportSums& sums,
                const std::vector<Marked>& changes);

}  // namespace softpedal::records
