// SPDX-License-Identifier: MIT
// The one way in which softpedal opens files that it keeps: each is looked at before a byte is
// read, opening never waits, and none is read that is larger than its kind may be. A pipe, a device
// or an endless file in its place is refused in words.
#pragma once

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <string>
#include <tl/expected.hpp>

namespace softpedal {

// What only softpedal writes is never a link. What a rider puts there may be one, to a file.
enum class Links : std::uint8_t { Refuse, Follow };

struct Unread {
  int error = 0;      // errno; 0: it is no file; EFBIG: it is too large
  std::string why{};  // "it is a pipe", to stand between brackets or behind a colon
  // What is there is nothing that softpedal would have written so.
  [[nodiscard]] bool odd() const { return error == 0 || error == EFBIG; }
};

// A day and a half of riding.
inline constexpr std::uintmax_t most_of_a_journal = 128 * 1024 * 1024;
// Of what is remembered in some lines.
inline constexpr std::uintmax_t most_of_a_small_file = 64 * 1024;

// The descriptor of a regular file, which the caller closes. `flags` as for ::open; a file that
// O_CREAT makes is as everybody's umask says.
[[nodiscard]] tl::expected<int, Unread> open_own(const std::filesystem::path& file, int flags,
                                                 Links links = Links::Refuse);
// All of it, byte for byte.
[[nodiscard]] tl::expected<std::string, Unread> read_own(const std::filesystem::path& file,
                                                         std::uintmax_t most_bytes,
                                                         Links links = Links::Refuse);
// Why what stands there is not to be read, looked at from outside. Empty: it is a file, or nothing.
[[nodiscard]] std::string why_not_own(const std::filesystem::path& file, std::uintmax_t most_bytes);

}  // namespace softpedal
