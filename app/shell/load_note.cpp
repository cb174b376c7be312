// SPDX-License-Identifier: MIT
#include "app/shell/load_note.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>

#include "app/files/own_file.hpp"
#include "app/shell/journal_files.hpp"

namespace softpedal {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "load-uncertain-";

fs::path note_path(const fs::path& directory, std::uint32_t trainer) {
  return directory / fmt::format("{}{}", prefix, trainer);
}

Fault note_fault(const fs::path& path, std::string_view why) {
  return {FaultCode::JournalNotWritable,
          fmt::format("Cannot keep the note {}: {}.", path.string(), why)};
}

// The number stands in the name, so that a note cut short by a power cut still names its trainer.
std::optional<std::uint32_t> trainer_of(const fs::path& path) {
  const std::string name = path.filename().string();
  if (!name.starts_with(prefix)) return std::nullopt;
  std::uint32_t number = 0;
  const char* end = name.data() + name.size();
  const auto read = std::from_chars(name.data() + prefix.size(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

// A pipe, a link or a folder where a note belongs: the note must be there all the same.
Result<void> put_aside(const fs::path& path) {
  fs::path aside = fs::path{path} += ".aside";
  std::error_code unknown;
  for (int number = 2; fs::exists(fs::symlink_status(aside, unknown)); ++number) {
    aside = fs::path{path} += fmt::format(".aside-{}", number);
  }
  if (::rename(path.c_str(), aside.c_str()) == 0) return {};
  return tl::unexpected(note_fault(path, std::strerror(errno)));
}

}  // namespace

bool is_load_note(const fs::path& path) { return trainer_of(path).has_value(); }

std::string load_left_on(std::uint32_t trainer, const fs::path& directory) {
  return fmt::format(
      "Trainer {} may still hold the load of an earlier ride: ride with it once (--trainer {}), or "
      "unplug it and delete {}.",
      trainer, trainer, note_path(directory, trainer).string());
}

Result<Descriptor> write_note(const fs::path& directory, const LoadNote& note) {
  const fs::path path = note_path(directory, note.trainer);
  constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC;
  auto opened = open_own(path, flags);
  if (!opened && opened.error().odd()) {
    if (const auto aside = put_aside(path); !aside) return tl::unexpected(aside.error());
    opened = open_own(path, flags);
  }
  if (!opened) return tl::unexpected(note_fault(path, opened.error().why));
  Descriptor file{*opened};
  static_cast<void>(::flock(file.get(), LOCK_EX | LOCK_NB));
  const std::string text = fmt::format(
      "trainer {}\nstick {}\n"
      "This trainer may still hold a load. Ride with it once, or unplug it and delete this file.\n",
      note.trainer, note.stick);
  int error = write_all(file.get(), text);
  if (error == 0 && ::fsync(file.get()) != 0) error = errno;
  if (error == 0) error = sync_directory(directory);
  if (error != 0) return tl::unexpected(note_fault(path, std::strerror(error)));
  return file;
}

Result<void> clear_note(const fs::path& directory, std::uint32_t trainer) {
  const fs::path path = note_path(directory, trainer);
  int error = ::unlink(path.c_str()) == 0 ? sync_directory(directory) : errno;
  if (error == ENOENT || error == EISDIR) error = 0;  // a folder is no note either
  if (error != 0) return tl::unexpected(note_fault(path, std::strerror(error)));
  return {};
}

std::vector<LoadNote> notes_left_behind(const fs::path& directory) {
  std::vector<LoadNote> left;
  std::error_code failed;
  for (fs::directory_iterator at{directory, failed}, end; !failed && at != end;
       at.increment(failed)) {
    const fs::path path = at->path();
    const auto trainer = trainer_of(path);
    if (!trainer) continue;
    const auto opened = open_own(path, O_RDONLY);
    if (!opened && opened.error().odd()) continue;  // nobody wrote that note
    const Descriptor file{opened.value_or(-1)};
    if (file && ::flock(file.get(), LOCK_SH | LOCK_NB) != 0) continue;
    LoadNote note{*trainer, {}};
    std::istringstream text{read_own(path, most_of_a_small_file).value_or("")};
    for (std::string line; std::getline(text, line);) {
      if (line.starts_with("stick ")) note.stick = line.substr(6);
    }
    left.push_back(std::move(note));
  }
  std::ranges::sort(left, {}, &LoadNote::trainer);
  return left;
}

}  // namespace softpedal
