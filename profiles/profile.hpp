// SPDX-License-Identifier: MIT
// A profile file of format 1 (design.md section 6) as a value. The reader is strict: what is
// unknown, missing, of the wrong type, contradictory or above ceiling.hpp refuses the file, with
// file, line, column and one sentence. Nothing is clamped, swapped or defaulted.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "app/core/prescription.hpp"
#include "app/core/result.hpp"

namespace softpedal::profiles {

using Date = std::chrono::year_month_day;

struct Author {
  std::string name;
  Date issued;
  std::optional<Date> expires{};
  std::string note;
  bool operator==(const Author&) const = default;
};

struct Profile {
  std::string name;
  Prescription prescription;
  int sessions_per_week;
  std::chrono::hours hours_between;
  Author author;
  // The file carries a [signature] of the right shape. This version does not verify signatures: to
  // it such a file is no more trusted than an unsigned one, and whoever shows the profile says so.
  bool unverified_signature;
  std::string text;  // the file, byte for byte
  std::filesystem::path path;
};

// `path` only names the text in refusals. A profile that expired before `today` is refused.
[[nodiscard]] Result<Profile> parse(std::string text, const std::filesystem::path& path,
                                    Date today);

// Reads a file and parses it.
[[nodiscard]] Result<Profile> load(const std::filesystem::path& path, Date today);

// The word of the file format: "acute", "release".
[[nodiscard]] std::string_view word(RehabPhase phase);
[[nodiscard]] std::string_view word(TargetMode mode);

}  // namespace softpedal::profiles
