// SPDX-License-Identifier: MIT
// What the dashboard remembers from one start to the next, in
// $XDG_CONFIG_HOME/softpedal/settings.json. Strict: a damaged file, or one with anything unknown in
// it, gives the defaults and a sentence, and is replaced with the next change.
#pragma once

#include <optional>
#include <string>

#include "app/core/result.hpp"
#include "app/dashboard/model.hpp"

namespace softpedal::commands {

struct Settings {
  std::optional<std::string> profile{};  // a short name, or a path
  std::optional<std::string> stick{};    // as --stick takes it
  ui::Settings window{};
  bool operator==(const Settings&) const = default;
};

// The fault says what is wrong with the file; no file is no fault.
[[nodiscard]] Result<Settings> read_settings();
// The same, with the sentence on standard error and the defaults instead.
[[nodiscard]] Settings settings_or_defaults();
[[nodiscard]] Result<void> keep_settings(const Settings& settings);

}  // namespace softpedal::commands
