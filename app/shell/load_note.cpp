// SPDX-License-Identifier: MIT
#include "app/shell/load_note.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fstream>
#include <optional>
#include <string_view>

#include "app/shell/journal_files.hpp"

namespace softpedal {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "load-uncertain-";

fs::path note_path(const fs::path& directory, std::uint32_t trainer) {
  return directory / fmt::format("{}{}", prefix, trainer);
}

Fault note_fault(const fs::path& path, int error) {
  return {FaultCode::JournalNotWritable,
          fmt::format("Cannot keep the note {}: {}.", path.string(), std::strerror(error))};
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

}  // namespace

std::string load_left_on(std::uint32_t trainer, const fs::path& directory) {
  return fmt::format(
      "Trainer {} may still hold the load of an earlier ride: ride with it once (--trainer {}), or "
      "unplug it and delete {}.",
      trainer, trainer, note_path(directory, trainer).string());
}

Result<Descriptor> write_note(const fs::path& directory, const LoadNote& note) {
  const fs::path path = note_path(directory, note.trainer);
  Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
  if (!file) return tl::unexpected(note_fault(path, errno));
  static_cast<void>(::flock(file.get(), LOCK_EX | LOCK_NB));
  const std::string text = fmt::format(
      "trainer {}\nstick {}\n"
      "This trainer may still hold a load. Ride with it once, or unplug it and delete this file.\n",
      note.trainer, note.stick);
  int error = write_all(file.get(), text);
  if (error == 0 && ::fsync(file.get()) != 0) error = errno;
  if (error == 0) error = sync_directory(directory);
  if (error != 0) return tl::unexpected(note_fault(path, error));
  return file;
}

Result<void> clear_note(const fs::path& directory, std::uint32_t trainer) {
  const fs::path path = note_path(directory, trainer);
  int error = ::unlink(path.c_str()) == 0 ? sync_directory(directory) : errno;
  if (error == ENOENT) error = 0;
  if (error != 0) return tl::unexpected(note_fault(path, error));
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
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file && ::flock(file.get(), LOCK_SH | LOCK_NB) != 0) continue;
    LoadNote note{*trainer, {}};
    std::ifstream text{path};
    for (std::string line; std::getline(text, line);) {
      if (line.starts_with("stick ")) note.stick = line.substr(6);
    }
    left.push_back(std::move(note));
  }
  std::ranges::sort(left, {}, &LoadNote::trainer);
  return left;
}

}  // namespace softpedal
