// SPDX-License-Identifier: MIT
// Days in words, as a calendar and an axis need them.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace softpedal::ui {

[[nodiscard]] std::string_view month_name(std::chrono::month month);            // "Nov"
[[nodiscard]] std::string_view weekday_name(std::chrono::weekday weekday);      // "Mon"
[[nodiscard]] std::string day_month_text(std::chrono::year_month_day day);      // "21 Nov"
[[nodiscard]] std::string date_text(std::chrono::year_month_day day);           // "Sat 21 Nov 2026"
[[nodiscard]] std::string time_text(std::chrono::local_seconds when);           // "18:24"
[[nodiscard]] std::string date_and_time_text(std::chrono::local_seconds when);  // "…, 18:24"

// Days since 1970 on the rider's calendar, and back; a week begins on Monday.
[[nodiscard]] int number_of(std::chrono::year_month_day day);
[[nodiscard]] std::chrono::year_month_day day_of_number(int day);
[[nodiscard]] int monday_before(int day);  // or that day

}  // namespace softpedal::ui
