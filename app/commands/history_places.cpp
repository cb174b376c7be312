// SPDX-License-Identifier: MIT
#include "app/commands/history_places.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <sstream>
#include <utility>

#include "app/files/own_file.hpp"
#include "app/shell/descriptor.hpp"
#include "app/shell/journal_files.hpp"
#include "app/shell/paths.hpp"

namespace softpedal::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t most_of_a_list = 1024 * 1024;

// One directory a line.
fs::path list_of_directories(const fs::path& state) { return state / "journal-directories"; }

// XDG_DOCUMENTS_DIR="$HOME/Documents", as xdg-user-dirs writes it.
std::optional<fs::path> documents_of(const fs::path& home) {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const fs::path folder = config != nullptr && *config == '/' ? fs::path{config} : home / ".config";
  const auto text = read_own(folder / "user-dirs.dirs", most_of_a_small_file, Links::Follow);
  std::istringstream lines{text.value_or("")};
  constexpr std::string_view key = "XDG_DOCUMENTS_DIR=\"";
  constexpr std::string_view at_home = "$HOME/";
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(key) || !line.ends_with('"')) continue;
    const std::string named = line.substr(key.size(), line.size() - key.size() - 1);
    const fs::path path =
        named.starts_with(at_home) ? home / named.substr(at_home.size()) : fs::path{named};
    std::error_code unknown;
    if (path.is_absolute() && fs::is_directory(path, unknown)) return path;
  }
  return std::nullopt;
}

}  // namespace

Result<records::Places> history_places() {
  const auto data = data_directory();
  if (!data) return tl::unexpected(data.error());
  const auto state = state_directory();
  if (!state) return tl::unexpected(state.error());
  records::Places places{.database = *data / "history.sqlite", .journals = {*state / "journal"}};
  std::istringstream lines{read_own(list_of_directories(*state), most_of_a_list).value_or("")};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('/') && std::ranges::count(places.journals, fs::path{line}) == 0) {
      places.journals.emplace_back(line);
    }
  }
  return places;
}

Result<void> remember_journals(const fs::path& directory) {
  const auto places = history_places();
  if (!places) return tl::unexpected(places.error());
  const bool one_line = directory.string().find('\n') == std::string::npos;
  if (!one_line || std::ranges::count(places->journals, directory) > 0) return {};
  return state_directory().and_then([&](const fs::path& state) -> Result<void> {
    // Added in one write: another program may be adding too.
    const fs::path list = list_of_directories(state);
    std::error_code ignored;
    fs::create_directories(state, ignored);
    const auto opened = open_own(list, O_WRONLY | O_CREAT | O_APPEND);
    const Descriptor file{opened.value_or(-1)};
    int error = file ? write_all(file.get(), directory.string() + '\n') : 0;
    if (file && error == 0 && ::fdatasync(file.get()) != 0) error = errno;
    if (file && error == 0) return {};
    return tl::unexpected(
        Fault{FaultCode::BadFile,
              fmt::format("{} cannot be written ({}): take this ride into the history later, with "
                          "softpedal history import {}.",
                          list.string(), file ? std::strerror(error) : opened.error().why,
                          directory.string())});
  });
}

Result<std::unique_ptr<records::History>> open_history(const Tell& tell,
                                                       records::Progress progress) {
  const auto places = history_places();
  if (!places) return tl::unexpected(places.error());
  for (const fs::path& directory : places->journals) {
    for (const fs::path& journal : recover_journals(directory)) {
      tell(fmt::format("a ride was cut; what it recorded is kept in {}.", journal.string()));
    }
  }
  auto history = records::History::open(*places, std::move(progress));
  if (!history) return history;
  for (const std::string& sentence : (*history)->take_told()) tell(sentence);
  return history;
}

fs::path documents_directory() {
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home != '/') return fs::path{"/tmp"};
  return documents_of(home).value_or(home);
}

}  // namespace softpedal::commands
