// SPDX-License-Identifier: MIT
// What is remembered from one start to the next, in $XDG_CONFIG_HOME/softpedal/settings.toml. A
// file that is refused gives a sentence and everything as at the first start: the rider can ride
// all the same. It is never lost either: the next change sets it aside as settings.toml.bad.
#pragma once

#include <optional>
#include <string>

#include "app/core/result.hpp"
#include "app/dashboard/settings.hpp"

namespace softpedal::commands {

struct Settings {
  std::optional<std::string> profile{};  // a short name, or a path
  std::optional<std::string> stick{};    // as --stick takes it
  ui::Settings window{};                 // of rider, bike, sensors and window
  bool operator==(const Settings&) const = default;
};

// The fault says what is wrong with the file; no file is no fault.
[[nodiscard]] Result<Settings> read_settings();
// The same, with the sentence on standard error and the defaults instead.
[[nodiscard]] Settings settings_or_defaults();
[[nodiscard]] Result<void> keep_settings(const Settings& settings);

}  // namespace softpedal::commands
