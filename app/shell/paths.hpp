// SPDX-License-Identifier: MIT
// Where this user's things live: the XDG base directories (evidence.md F).
#pragma once

#include <filesystem>

#include "app/core/result.hpp"

namespace softpedal {

// $XDG_STATE_HOME/softpedal, by default ~/.local/state/softpedal: journals and notes.
[[nodiscard]] Result<std::filesystem::path> state_directory();
// $XDG_DATA_HOME/softpedal, by default ~/.local/share/softpedal: what the user would miss.
[[nodiscard]] Result<std::filesystem::path> data_directory();
// $XDG_CONFIG_HOME/softpedal, by default ~/.config/softpedal: settings.
[[nodiscard]] Result<std::filesystem::path> config_directory();
// $XDG_RUNTIME_DIR/softpedal, else the state directory, else one below /tmp: locks.
[[nodiscard]] std::filesystem::path lock_directory();

}  // namespace softpedal
