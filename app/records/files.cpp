// SPDX-License-Identifier: MIT
#include "app/records/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

#include "app/files/own_file.hpp"

namespace softpedal::records {
namespace {

namespace fs = std::filesystem;

int error_of(int result) { return result == 0 ? 0 : errno; }

int write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

// A new name in a directory is on disk only when the directory is.
int sync_directory(const fs::path& directory) {
  const char* name = directory.empty() ? "." : directory.c_str();
  const int fd = ::open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return errno;
  const int error = error_of(::fsync(fd));
  ::close(fd);
  return error;
}

int add_line(int fd, std::string_view line) {
  struct stat before {};
  if (::fstat(fd, &before) != 0) return errno;
  char last = '\n';
  if (before.st_size > 0 && ::pread(fd, &last, 1, before.st_size - 1) != 1) return EIO;
  std::string text = last == '\n' ? "" : "\n";
  text.append(line).append("\n");
  int error = write_all(fd, text);
  if (error == 0) error = error_of(::fsync(fd));
  if (error != 0 && ::ftruncate(fd, before.st_size) != 0) return errno;
  return error;
}

int replace(const fs::path& file, std::string_view bytes, Sync sync) {
  // Two programs that write the same file do not meet in it. What a crash left there goes, and what
  // somebody puts there is never written through.
  const fs::path fresh = fs::path{file} += fmt::format(".{}.new", ::getpid());
  ::unlink(fresh.c_str());
  const int opened = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (opened < 0) return errno;
  int error = write_all(opened, bytes);
  if (error == 0 && sync == Sync::Disk) error = error_of(::fsync(opened));
  ::close(opened);
  if (error == 0 && ::rename(fresh.c_str(), file.c_str()) != 0) error = errno;
  if (error != 0) ::unlink(fresh.c_str());
  if (error != 0 || sync == Sync::None) return error;
  return sync_directory(file.parent_path());
}

bool is_no_file(const fs::path& file) {
  struct stat about {};
  return ::stat(file.c_str(), &about) == 0 && !S_ISREG(about.st_mode);
}

}  // namespace

Result<void> write_whole(const fs::path& file, std::string_view bytes, Sync sync) {
  if (is_no_file(file)) {  // whoever may replace /dev/null must not
    return tl::unexpected(Fault{
        FaultCode::BadFile,
        fmt::format("{} is no file that can be replaced: choose another place.", file.string())});
  }
  const int error = replace(file, bytes, sync);
  if (error == 0) return {};
  return tl::unexpected(
      Fault{FaultCode::BadFile, fmt::format("{} cannot be written ({}): choose another place.",
                                            file.string(), std::strerror(error))});
}

int append_line(const fs::path& file, std::string_view line) {
  const auto opened = open_own(file, O_RDWR | O_APPEND);
  if (!opened) return opened.error().odd() ? EINVAL : opened.error().error;
  const int error = add_line(*opened, line);
  ::close(*opened);
  return error;
}

int move_file(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return errno;
  return sync_directory(to.parent_path());
}

int remove_file(const fs::path& file) {
  if (::unlink(file.c_str()) != 0) return errno;
  return sync_directory(file.parent_path());
}

std::optional<FileLock> FileLock::take(const fs::path& file, std::chrono::milliseconds patience) {
  using namespace std::chrono_literals;
  const auto opened = open_own(file, O_RDWR | O_CREAT);
  if (!opened) {
    errno = opened.error().odd() ? EINVAL : opened.error().error;
    return std::nullopt;
  }
  FileLock lock{*opened};
  const auto until = std::chrono::steady_clock::now() + patience;
  while (::flock(lock.fd_, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    if (error != EWOULDBLOCK && error != EINTR) return std::nullopt;
    if (std::chrono::steady_clock::now() >= until) {
      errno = EBUSY;
      return std::nullopt;
    }
    std::this_thread::sleep_for(5ms);
  }
  return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace softpedal::records
