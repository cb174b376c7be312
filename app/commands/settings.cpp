// SPDX-License-Identifier: MIT
#include "app/commands/settings.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "app/commands/commands.hpp"
#include "app/commands/kept_file.hpp"
#include "app/commands/settings_file.hpp"
#include "app/shell/paths.hpp"
#include "profiles/toml_file.hpp"

namespace softpedal::commands {
namespace {

namespace fs = std::filesystem;

Result<fs::path> settings_file() {
  const auto config = config_directory();
  if (!config) return tl::unexpected(config.error());
  return *config / "settings.toml";
}

bool missing(const fs::path& path) {
  std::error_code failed;
  const auto type = fs::symlink_status(path, failed).type();
  // A folder that is none (ENOTDIR) holds no file either.
  return type == fs::file_type::not_found;
}

Result<Settings> read_settings(const fs::path& path) {
  if (missing(path)) return Settings{};
  const auto text = profiles::read_text(path, "a settings file");
  if (!text) return tl::unexpected(text.error());
  return settings_in(*text, path);
}

// Somebody may have written it by hand.
Result<void> set_aside(const fs::path& path) {
  if (read_settings(path)) return {};
  const fs::path aside = fs::path{path} += ".bad";
  std::error_code failed;
  fs::rename(path, aside, failed);
  if (!failed) return {};
  return tl::unexpected(Fault{FaultCode::BadFile,
                              fmt::format("{} is damaged and cannot be set aside as {} ({}): mend "
                                          "or remove it; the settings are not kept until then.",
                                          path.string(), aside.string(), failed.message())});
}

}  // namespace

Result<Settings> read_settings() {
  const auto path = settings_file();
  if (!path) return tl::unexpected(path.error());
  return read_settings(*path);
}

Settings settings_or_defaults() {
  const auto settings = read_settings();
  if (settings) return *settings;
  say_on_stderr(settings.error().sentence);
  say_on_stderr(
      "the settings are as at the first start; the next change sets that file aside as "
      "settings.toml.bad.");
  return {};
}

Result<void> keep_settings(const Settings& settings) {
  const auto path = settings_file();
  if (!path) return tl::unexpected(path.error());
  const std::string text = text_of(settings);
  // A path that is no UTF-8 would not come back as it is.
  const auto again = settings_in(text, *path);
  if (!again) return tl::unexpected(again.error());
  if (again->profile != settings.profile || again->stick != settings.stick) {
    return tl::unexpected(Fault{FaultCode::BadFile,
                                "The settings are not kept: the name of the profile or of the "
                                "stick is not UTF-8: rename it."});
  }
  if (const auto aside = set_aside(*path); !aside) return tl::unexpected(aside.error());
  return replace_file(*path, text);
}

}  // namespace softpedal::commands
