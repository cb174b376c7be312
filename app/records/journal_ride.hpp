// SPDX-License-Identifier: MIT
// A ride read back from its journal. A line that is damaged is counted and loses itself only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "app/core/kept_ride.hpp"
#include "app/core/result.hpp"

namespace softpedal::records {

struct JournalRide {
  std::optional<KeptRide> ride{};  // empty: nothing was ridden, or
  bool refused = false;            // nothing of what was ridden can be believed
  int damaged_lines = 0;
  std::uintmax_t bytes = 0;  // of the file, as it was read
};

// `id` names the ride: the journal's name without its ending.
[[nodiscard]] JournalRide parse_journal(std::string_view text, std::string id);

// Fault: the file cannot be read, or is no journal of softpedal.
[[nodiscard]] Result<JournalRide> read_journal(const std::filesystem::path& journal);

}  // namespace softpedal::records
