// SPDX-License-Identifier: MIT
// The numbers of the report in words, in the language chosen.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "app/records/report_sums.hpp"

namespace softpedal::records {

using Lines = std::vector<std::string>;  // each may be longer than the page is wide

[[nodiscard]] std::string number(double value, int places);
[[nodiscard]] std::string plain(double value);   // with as many places as it needs, at most two
[[nodiscard]] std::string clock(Duration time);  // "3:20", minutes and seconds
[[nodiscard]] std::string day(std::chrono::local_days when);
[[nodiscard]] std::string named(const std::string& title);  // a profile
[[nodiscard]] double in_minutes(Duration time);
// Joined by `between`; empty ones are left out.
[[nodiscard]] std::string joined(const Lines& parts, std::string_view between);

[[nodiscard]] std::string reasons_of_early_ends(const ReportSums& sums);
[[nodiscard]] std::string plan_in_words(const Plan& plan);
[[nodiscard]] std::string other_profiles(const ReportSums& sums);  // empty: there are none
[[nodiscard]] Lines breaches_in_words(const ReportSums& sums);
[[nodiscard]] Lines trainer_in_words(const ReportSums& sums);
[[nodiscard]] std::string change_in_words(const Change& change);
[[nodiscard]] Lines foot(const ReportSums& sums, std::chrono::local_days made_on);

}  // namespace softpedal::records
