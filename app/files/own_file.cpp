// SPDX-License-Identifier: MIT
#include "app/files/own_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace softpedal {
namespace {

namespace fs = std::filesystem;

// Empty: a regular file.
std::string_view odd_kind(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFREG:
      return {};
    case S_IFLNK:
      return "it is a link";
    case S_IFIFO:
      return "it is a pipe";
    case S_IFDIR:
      return "it is a folder";
    case S_IFSOCK:
      return "it is a socket";
    default:
      return "it is a device";
  }
}

Unread refused_by_system(int error) { return {error, std::strerror(error)}; }

Unread too_large(std::uintmax_t most_bytes) {
  return {EFBIG, most_bytes >= 1024 * 1024
                     ? fmt::format("it is larger than {} MiB", most_bytes / (1024 * 1024))
                     : fmt::format("it is larger than {} KiB", most_bytes / 1024)};
}

struct Closing {
  int fd;
  ~Closing() { ::close(fd); }
};

}  // namespace

tl::expected<int, Unread> open_own(const fs::path& file, int flags, Links links) {
  const bool follow = links == Links::Follow;
  struct stat about {};
  const int looked = follow ? ::stat(file.c_str(), &about) : ::lstat(file.c_str(), &about);
  // Before it is opened: to open a device may already do something.
  if (looked == 0 && !S_ISREG(about.st_mode)) {
    return tl::unexpected(Unread{0, std::string{odd_kind(about.st_mode)}});
  }
  const int fd = ::open(
      file.c_str(), flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW), 0644);
  if (fd < 0) return tl::unexpected(refused_by_system(errno));
  // Afterwards too: it may have been changed meanwhile.
  const int error = ::fstat(fd, &about) == 0 ? 0 : errno;
  if (error == 0 && S_ISREG(about.st_mode)) return fd;
  ::close(fd);
  if (error != 0) return tl::unexpected(refused_by_system(error));
  return tl::unexpected(Unread{0, std::string{odd_kind(about.st_mode)}});
}

tl::expected<std::string, Unread> read_own(const fs::path& file, std::uintmax_t most_bytes,
                                           Links links) {
  const auto fd = open_own(file, O_RDONLY, links);
  if (!fd) return tl::unexpected(fd.error());
  const Closing closing{*fd};
  struct stat about {};
  const bool sized = ::fstat(*fd, &about) == 0;
  if (sized && static_cast<std::uintmax_t>(about.st_size) > most_bytes) {
    return tl::unexpected(too_large(most_bytes));
  }
  std::string text;
  if (sized) text.reserve(static_cast<std::size_t>(about.st_size));
  std::array<char, 65536> chunk;
  for (;;) {
    const ssize_t got = ::read(*fd, chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return tl::unexpected(refused_by_system(errno));
    if (got == 0) return text;
    text.append(chunk.data(), static_cast<std::size_t>(got));
    if (text.size() > most_bytes) return tl::unexpected(too_large(most_bytes));
  }
}

std::string why_not_own(const fs::path& file, std::uintmax_t most_bytes) {
  struct stat about {};
  if (::lstat(file.c_str(), &about) != 0) return {};
  if (!S_ISREG(about.st_mode)) return std::string{odd_kind(about.st_mode)};
  const bool fits = static_cast<std::uintmax_t>(about.st_size) <= most_bytes;
  return fits ? std::string{} : too_large(most_bytes).why;
}

}  // namespace softpedal
