// SPDX-License-Identifier: MIT
// Where this user's history lives, and what else of softpedal a rider would miss on another
// machine.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "app/core/result.hpp"
#include "app/records/history.hpp"

namespace softpedal::commands {

// The database below $XDG_DATA_HOME, the journals below $XDG_STATE_HOME, and every other directory
// that --journal ever named.
[[nodiscard]] Result<records::Places> history_places();
// A ride keeps its journal there: the history looks for it there from now on.
[[nodiscard]] Result<void> remember_journals(const std::filesystem::path& directory);

using Tell = std::function<void(const std::string&)>;  // a sentence for the rider

// Cut journals are made whole first; then all that is new comes in.
[[nodiscard]] Result<std::unique_ptr<records::History>> open_history(
    const Tell& tell, records::Progress progress = {});

// Where files for the rider go: the folder for documents, else the home directory.
[[nodiscard]] std::filesystem::path documents_directory();

}  // namespace softpedal::commands
