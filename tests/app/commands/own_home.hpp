// SPDX-License-Identifier: MIT
// A home of its own for a test: settings, state and data go there, and nowhere after it.
#pragma once

#include <cstdlib>
#include <map>
#include <optional>
#include <string>

#include "tests/app/shell/scratch.hpp"

namespace softpedal::commands {

class OwnHome {
 public:
  OwnHome() {
    for (const char* name : {"HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"}) {
      const char* value = std::getenv(name);
      before_[name] = value == nullptr ? std::optional<std::string>{} : std::string{value};
      ::setenv(name, (path() / name).c_str(), 1);
    }
  }
  ~OwnHome() {
    for (const auto& [name, value] : before_) {
      if (value) {
        ::setenv(name.c_str(), value->c_str(), 1);
      } else {
        ::unsetenv(name.c_str());
      }
    }
  }
  OwnHome(const OwnHome&) = delete;
  OwnHome& operator=(const OwnHome&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return scratch_.path(); }
  [[nodiscard]] std::filesystem::path state() const { return path() / "XDG_STATE_HOME/softpedal"; }
  [[nodiscard]] std::filesystem::path config() const {
    return path() / "XDG_CONFIG_HOME/softpedal";
  }

 private:
  Scratch scratch_{};
  std::map<std::string, std::optional<std::string>> before_{};
};

inline void spill(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream{path, std::ios::binary} << text;
}

}  // namespace softpedal::commands
