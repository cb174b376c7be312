// SPDX-License-Identifier: MIT
// A home with a prescription under which resistance is asked for within seconds, and what was
// left in it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/app/ride/room.hpp"
#include "tests/app/shell/scratch.hpp"

namespace softpedal {

// A ride that asks for resistance within seconds and keeps on.
inline constexpr const char* brisk = R"(format = 1
name = "Brisk"
phase = "free"
[session]
warm_up_s = 1
ride_s = 600
cool_down_s = 1
[target]
mode = "resistance"
resistance_percent = 2.0
[limits]
torque_mean_nm = 20.0
torque_peak_nm = 30.0
power_w = 150
resistance_percent = 10.0
ramp_up_percent_per_s = 5.0
total_s = 700
[cadence]
low_rpm = 50
high_rpm = 70
[pain]
ask_every_s = 180
ease_at = 3
stop_at = 6
stop_on_rise = 3
[plan]
sessions_per_week = 7
hours_between = 12
[author]
name = "A test"
issued = 2026-11-21
note = "For tests."
)";

class RideWithLoad : public testing::Test {
 protected:
  using Json = nlohmann::json;
  RideWithLoad() { std::ofstream{home.path() / "brisk.toml"} << brisk; }

  [[nodiscard]] std::vector<std::string> with_load(const Room& room) const {
    return {
        "ride",    "--json",    "--headless", "--profile", (home.path() / "brisk.toml").string(),
        "--stick", room.path(), "--trainer",  "31415"};
  }
  [[nodiscard]] std::filesystem::path journals() const {
    return home.path() / "state/softpedal/journal";
  }
  [[nodiscard]] std::vector<std::filesystem::path> files(std::string_view ending) const {
    std::vector<std::filesystem::path> found;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator{journals(), none}) {
      if (entry.path().string().ends_with(ending)) found.push_back(entry.path());
    }
    return found;
  }
  [[nodiscard]] bool note() const {
    return std::filesystem::exists(journals() / "load-uncertain-31415");
  }

  static std::vector<Json> objects(const std::string& out) {
    std::vector<Json> all;
    std::istringstream lines{out};
    for (std::string line; std::getline(lines, line);) all.push_back(Json::parse(line));
    return all;
  }

  Scratch home{};
};

}  // namespace softpedal
