// SPDX-License-Identifier: MIT
// Files of the history: each is whole or not there, and on disk when a call returns. An int is 0,
// or the errno that stopped it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "app/core/result.hpp"

namespace softpedal::records {

// When a call returns: on disk, or with the kernel, where the end of this program cannot take it
// back and nobody waited for a disk.
enum class Sync : std::uint8_t { Disk, None };

// In the place of what had the name; its folder must be there. A device, a pipe or a folder has it
// for good, as has a link to one. Fault: the sentence names the file; nothing is left of the new
// one, and the old one is as it was.
[[nodiscard]] Result<void> write_whole(const std::filesystem::path& file, std::string_view bytes,
                                       Sync sync = Sync::Disk);

// A line of its own at the end of a file that is there already; all of it or nothing.
[[nodiscard]] int append_line(const std::filesystem::path& file, std::string_view line);

// From one name to another in the same folder.
[[nodiscard]] int move_file(const std::filesystem::path& from, const std::filesystem::path& to);
[[nodiscard]] int remove_file(const std::filesystem::path& file);

// Held by at most one program at a time, for as long as it lives.
class FileLock {
 public:
  // Waits so long for another program. Empty: not had (errno).
  [[nodiscard]] static std::optional<FileLock> take(const std::filesystem::path& file,
                                                    std::chrono::milliseconds patience);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int fd) : fd_{fd} {}
  int fd_;
};

}  // namespace softpedal::records
