// SPDX-License-Identifier: MIT
// Where profiles are kept, and how a short name ("acute-1") becomes a file.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/result.hpp"

namespace softpedal::profiles {

// The shipped profiles, then the rider's own: $XDG_DATA_HOME/softpedal/profiles.
[[nodiscard]] std::vector<std::filesystem::path> folders();

// Every *.toml in the folders, in the order of the folders and then by name.
[[nodiscard]] std::vector<std::filesystem::path> files(
    const std::vector<std::filesystem::path>& folders);

// What holds a '/' or ends in .toml is a path and is returned as it is; anything else is the name
// of a file in the folders, without its .toml. A name that stands in two folders is refused: which
// prescription was meant is not ours to guess.
[[nodiscard]] Result<std::filesystem::path> find(std::string_view name_or_path,
                                                 const std::vector<std::filesystem::path>& folders);

}  // namespace softpedal::profiles
