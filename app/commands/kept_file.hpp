// SPDX-License-Identifier: MIT
// Small files that hold what should be remembered: replaced as a whole, so that a power cut leaves
// the old one or the new one, never half of one.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "app/core/result.hpp"
#include "app/records/files.hpp"

namespace softpedal::commands {

using records::Sync;

// Its folder is made where needed.
[[nodiscard]] Result<void> replace_file(const std::filesystem::path& path, const std::string& text,
                                        Sync sync = Sync::Disk);
// The same, of an object as JSON.
[[nodiscard]] Result<void> replace_json(const std::filesystem::path& path,
                                        const nlohmann::json& content, Sync sync = Sync::Disk);

// Of a file with JSON. Empty: there is no such file. What is no JSON object reads as null.
[[nodiscard]] std::optional<nlohmann::json> read_json(const std::filesystem::path& path);

}  // namespace softpedal::commands
