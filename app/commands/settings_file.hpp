// SPDX-License-Identifier: MIT
// The text of settings.toml, format 1. Strict as a profile is: what is unknown, of the wrong type,
// no number or out of range is refused with file, line, column and one sentence. What is missing
// is as at the first start.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "app/commands/settings.hpp"
#include "app/core/result.hpp"

namespace softpedal::commands {

// `path` only names the text in refusals.
[[nodiscard]] Result<Settings> settings_in(std::string_view text,
                                           const std::filesystem::path& path);
// Every key, with its unit beside it.
[[nodiscard]] std::string text_of(const Settings& settings);

}  // namespace softpedal::commands
