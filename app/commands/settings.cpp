// SPDX-License-Identifier: MIT
#include "app/commands/settings.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands/kept_file.hpp"
#include "app/shell/paths.hpp"

namespace softpedal::commands {
namespace {

using nlohmann::json;

constexpr int least_scale = 50;
constexpr int most_scale = 200;

Result<std::filesystem::path> settings_file() {
  const auto config = config_directory();
  if (!config) return tl::unexpected(config.error());
  return *config / "settings.json";
}

bool take(const json& value, bool& into) {
  if (value.is_boolean()) into = value.get<bool>();
  return value.is_boolean();
}

bool take(const json& value, std::optional<std::string>& into) {
  const bool text = value.is_string() && !value.get_ref<const std::string&>().empty();
  if (text) into = value.get<std::string>();
  return text;
}

bool take_scale(const json& value, int& into) {
  if (!value.is_number_integer()) return false;
  const auto percent = value.get<std::int64_t>();
  if (percent < least_scale || percent > most_scale) return false;
  into = static_cast<int>(percent);
  return true;
}

bool take(const std::string& key, const json& value, Settings& settings) {
  if (key == "profile") return take(value, settings.profile);
  if (key == "stick") return take(value, settings.stick);
  if (key == "light") return take(value, settings.window.light);
  if (key == "sound") return take(value, settings.window.sound);
  if (key == "full_screen") return take(value, settings.window.full_screen);
  if (key == "scale_percent") return take_scale(value, settings.window.scale_percent);
  return false;
}

}  // namespace

Result<Settings> read_settings() {
  const auto path = settings_file();
  if (!path) return tl::unexpected(path.error());
  const auto bad = [&](const std::string& what) {
    return tl::unexpected(
        Fault{FaultCode::BadFile,
              fmt::format("{}: {}: everything is as at the first start.", path->string(), what)});
  };
  const auto kept = read_file(*path);
  if (!kept) return Settings{};
  if (!kept->is_object()) return bad("the settings cannot be read");
  Settings settings;
  for (const auto& [key, value] : kept->items()) {
    if (!take(key, value, settings)) return bad(fmt::format("\"{}\" is not understood", key));
  }
  return settings;
}

Settings settings_or_defaults() {
  const auto settings = read_settings();
  if (settings) return *settings;
  fmt::print(stderr, "softpedal: {}\n", settings.error().sentence);
  return {};
}

Result<void> keep_settings(const Settings& settings) {
  const auto path = settings_file();
  if (!path) return tl::unexpected(path.error());
  json content{{"light", settings.window.light},
               {"sound", settings.window.sound},
               {"full_screen", settings.window.full_screen},
               {"scale_percent", settings.window.scale_percent}};
  if (settings.profile) content["profile"] = *settings.profile;
  if (settings.stick) content["stick"] = *settings.stick;
  return replace_file(*path, content);
}

}  // namespace softpedal::commands
