// SPDX-License-Identifier: MIT
#include "app/shell/paths.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <string>

namespace softpedal {
namespace {

namespace fs = std::filesystem;

// The XDG specification: a relative path is to be ignored.
std::optional<fs::path> absolute_from(const char* variable) {
  const char* value = std::getenv(variable);
  if (value == nullptr || *value != '/') return std::nullopt;
  return fs::path{value};
}

std::optional<fs::path> home() {
  if (auto from_environment = absolute_from("HOME")) return from_environment;
  const passwd* entry = ::getpwuid(::getuid());
  if (entry == nullptr || entry->pw_dir == nullptr || *entry->pw_dir != '/') return std::nullopt;
  return fs::path{entry->pw_dir};
}

Result<fs::path> base_directory(const char* variable, const char* below_home) {
  if (const auto base = absolute_from(variable)) return *base / "softpedal";
  if (const auto at = home()) return *at / below_home / "softpedal";
  return tl::unexpected(
      Fault{FaultCode::JournalNotWritable, std::string{"This user has no home directory: set "} +
                                               variable + " to a directory that can be written."});
}

}  // namespace

Result<fs::path> state_directory() { return base_directory("XDG_STATE_HOME", ".local/state"); }

Result<fs::path> data_directory() { return base_directory("XDG_DATA_HOME", ".local/share"); }

Result<fs::path> config_directory() { return base_directory("XDG_CONFIG_HOME", ".config"); }

fs::path lock_directory() {
  if (const auto runtime = absolute_from("XDG_RUNTIME_DIR")) {
    std::error_code error;
    const fs::path ours = *runtime / "softpedal";
    fs::create_directory(ours, error);
    if (!error && ::access(ours.c_str(), W_OK) == 0) return ours;
  }
  return state_directory().value_or("/tmp/softpedal-" + std::to_string(::getuid()));
}

}  // namespace softpedal
