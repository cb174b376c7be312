// SPDX-License-Identifier: MIT
// Preloaded into a program: notes how much of each file is on disk for sure, as "SIZE PATH" lines
// in the file that $SYNCED_LOG names. What is not in it may be gone after a power cut. While the
// file that $SYNC_HANGS names is there, no disk answers.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace {

using Sync = int (*)(int);

void wait_for_the_disk() {
  const char* name = std::getenv("SYNC_HANGS");
  while (name != nullptr && ::access(name, F_OK) == 0) ::usleep(10'000);
}

void note(int fd) {
  const char* log = std::getenv("SYNCED_LOG");
  struct stat file {};
  if (log == nullptr || ::fstat(fd, &file) != 0 || !S_ISREG(file.st_mode)) return;
  std::array<char, 64> link{};
  std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", fd);
  std::array<char, 4096> path{};
  const ssize_t length = ::readlink(link.data(), path.data(), path.size() - 1);
  if (length <= 0) return;
  std::array<char, 4200> line{};
  const int size = std::snprintf(line.data(), line.size(), "%lld %s\n",
                                 static_cast<long long>(file.st_size), path.data());
  const int out = ::open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (::write(out, line.data(), static_cast<std::size_t>(size)) != size) std::abort();
  ::close(out);
}

int sync_and_note(const char* name, int fd) {
  const auto real = reinterpret_cast<Sync>(::dlsym(RTLD_NEXT, name));
  wait_for_the_disk();
  const int result = real(fd);
  if (result == 0) note(fd);
  return result;
}

}  // namespace

extern "C" {
int fsync(int fd) { return sync_and_note("fsync", fd); }
int fdatasync(int fd) { return sync_and_note("fdatasync", fd); }
}
