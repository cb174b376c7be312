// SPDX-License-Identifier: MIT
#include "profiles/library.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <system_error>

namespace softpedal::profiles {
namespace {

namespace fs = std::filesystem;

// Beside the sources it was built from, or where `cmake --install` puts them.
fs::path shipped() {
  std::error_code failed;
  if (fs::path built{SOFTPEDAL_LIBRARY}; fs::is_directory(built, failed)) return built;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  return program.parent_path().parent_path() / "share/softpedal/profiles";
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

std::vector<fs::path> folders() {
  std::vector<fs::path> found{shipped()};
  const std::string data = variable("XDG_DATA_HOME"), home = variable("HOME");
  // The XDG base directory specification: a relative path counts as none.
  if (data.starts_with('/')) {
    found.push_back(fs::path{data} / "softpedal/profiles");
  } else if (!home.empty()) {
    found.push_back(fs::path{home} / ".local/share/softpedal/profiles");
  }
  return found;
}

std::vector<fs::path> files(const std::vector<fs::path>& folders) {
  std::vector<fs::path> all;
  for (const fs::path& folder : folders) {
    const auto first = static_cast<std::ptrdiff_t>(all.size());
    std::error_code failed;
    fs::directory_iterator entry{folder, failed};
    for (; !failed && entry != fs::directory_iterator{}; entry.increment(failed)) {
      if (entry->path().extension() == ".toml") all.push_back(entry->path());
    }
    std::sort(all.begin() + first, all.end());
  }
  return all;
}

Result<fs::path> find(std::string_view name_or_path, const std::vector<fs::path>& folders) {
  if (name_or_path.find('/') != name_or_path.npos || name_or_path.ends_with(".toml")) {
    return fs::path{name_or_path};
  }
  std::vector<fs::path> matches;
  std::vector<std::string> names;
  for (const fs::path& file : files(folders)) {
    names.push_back(file.stem().string());
    if (names.back() == name_or_path) matches.push_back(file);
  }
  if (matches.size() == 1) return matches.front();
  if (matches.size() > 1) {
    return tl::unexpected{Fault{
        FaultCode::BadFile, fmt::format("There are two profiles called {}: name one of the files, "
                                        "{} or {}.",
                                        name_or_path, matches[0].string(), matches[1].string())}};
  }
  return tl::unexpected{
      Fault{FaultCode::BadFile,
            fmt::format(
                "There is no profile called \"{}\": name a file that ends in .toml, or one of {}.",
                name_or_path, fmt::join(names, ", "))}};
}

}  // namespace softpedal::profiles
