// SPDX-License-Identifier: MIT
// Everything of a rider on its way to another machine and into it. Nothing that is there already is
// changed or lost, and no file is ever there by half.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/core/result.hpp"
#include "app/records/history.hpp"

namespace softpedal::records {

// A file or a directory that travels beside the rides, and its name there.
struct Other {
  std::string name;
  std::filesystem::path path;
};

struct Carried {
  int rides = 0;                    // that were not there before
  int files = 0;                    // others, the same
  std::vector<std::string> told{};  // what was kept beside or left out, in sentences for the rider
};

[[nodiscard]] Result<Carried> carry_out(const Places& places, const std::vector<Other>& others,
                                        const std::filesystem::path& directory);
// From what carry_out wrote, or from any directory with journals. Whoever made it may not be known:
// no link in it is followed.
[[nodiscard]] Result<Carried> carry_in(const std::filesystem::path& directory, const Places& places,
                                       const std::vector<Other>& others,
                                       const Progress& progress = {});

}  // namespace softpedal::records
