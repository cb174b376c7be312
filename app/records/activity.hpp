// SPDX-License-Identifier: MIT
// One ride as a file that other programs open. Each takes what was kept and leaves out what was
// not: a value that was not measured is absent, never 0.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/core/kept_ride.hpp"
#include "app/core/result.hpp"

namespace softpedal::records {

// A ride as others may see it: without pain, the note, and what was prescribed (the profile, its
// limits and phases). What stopped the ride is then the rider, and what eased it too.
[[nodiscard]] KeptRide without_health(KeptRide ride);

// FIT activity, protocol 2.0 (evidence.md F): sport cycling, sub-sport indoor cycling, manufacturer
// "development"; developer fields for crank torque, its cap, pain and the profile. The last three
// are not even named without `health`.
[[nodiscard]] std::vector<std::uint8_t> fit_activity(const KeptRide& ride, bool health = true);

// Training Center XML version 2 with the activity extension for power.
[[nodiscard]] std::string tcx_activity(const KeptRide& ride);

// A line a second: the columns by which GoldenCheetah knows its own CSV, empty in pauses, then what
// is ours.
[[nodiscard]] std::string csv_activity(const KeptRide& ride);

struct Formats {
  bool fit = true;
  bool tcx = true;
  bool csv = true;
  bool health = true;  // pain and prescription are in each
};
// Writes ID.fit, ID.tcx and ID.csv into `directory`, made where needed; each is whole or not there.
// The same ride again replaces its own files.
[[nodiscard]] Result<std::vector<std::filesystem::path>> export_ride(
    const KeptRide& ride, const std::filesystem::path& directory, Formats formats = {});

}  // namespace softpedal::records
