// SPDX-License-Identifier: MIT
// What was learned of each trainer's floor, one file a trainer below $XDG_DATA_HOME/softpedal: kept
// from ride to ride, believed less with each day, and good to be shared as it is.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "app/core/gears.hpp"
#include "app/core/result.hpp"
#include "app/core/snapshot.hpp"
#include "app/core/trainer.hpp"
#include "app/shell/runner.hpp"

namespace softpedal::commands {

// Those of real trainers, or those of virtual ones, as they may be believed on that day. A file
// that cannot be read is told on standard error and left out: its trainer is learned anew.
[[nodiscard]] std::vector<TrainerFloor> kept_floors(bool simulated,
                                                    std::chrono::year_month_day today);

struct FloorFound {
  TrainerIdentity trainer;
  bool simulated = false;
  std::chrono::year_month_day day;
  Snapshot last;  // of the ride that learned
  Drivetrain drivetrain{};
};
[[nodiscard]] std::string floor_file_text(const FloorFound& found);
// Gives the file's path; an empty one where nothing was learned.
[[nodiscard]] Result<std::filesystem::path> keep_floor(const FloorFound& found);

}  // namespace softpedal::commands
