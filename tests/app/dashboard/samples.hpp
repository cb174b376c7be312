// SPDX-License-Identifier: MIT
// Models of every screen in every state, made up, for the view tests and the pictures.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/dashboard/dashboard.hpp"

namespace softpedal::ui {

struct Sample {
  std::string name;
  Model model{};
  bool missing = false;  // there is no model yet
  bool stale = false;
  std::vector<std::string_view> pressed{};  // to get there, one a frame
  std::vector<KeyPress> typed{};            // and then by keys
};

[[nodiscard]] std::vector<Sample> samples();
[[nodiscard]] Model ready_model();
[[nodiscard]] Model offered_model();
[[nodiscard]] Model devices_model();
[[nodiscard]] Model riding_model();
[[nodiscard]] Model ended_model();
// So many days of rides up to today, one a day but on Sundays; and one of them, whole.
[[nodiscard]] Model past_model(int days);
[[nodiscard]] std::shared_ptr<const KeptRide> kept_ride(const RideSummary& summary);
[[nodiscard]] std::vector<Sample> past_samples();
[[nodiscard]] Model morning_model();
// Of the floor finder: before its spin, in it, and after it.
[[nodiscard]] Model finder_model();
[[nodiscard]] Model finding_model();
[[nodiscard]] Model found_model();
// No gear of this bike keeps the limits.
[[nodiscard]] Model no_gear_model();

}  // namespace softpedal::ui
