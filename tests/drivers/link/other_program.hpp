// SPDX-License-Identifier: MIT
// A second process with a name that has a device open, for "busy" faults.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>

namespace softpedal {

class OtherProgram {
 public:
  // Returns when the file is open and, with `locked`, locked.
  OtherProgram(const char* name, const std::filesystem::path& file, bool locked = false) {
    std::array<int, 2> ready{};
    if (::pipe2(ready.data(), O_CLOEXEC) != 0) return;
    pid_ = ::fork();
    if (pid_ == 0) {  // only what is safe after a fork
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::prctl(PR_SET_NAME, name);
      const int fd = ::open(file.c_str(), O_RDWR | O_NOCTTY);
      if (locked) ::flock(fd, LOCK_EX);
      if (::write(ready[1], "", 1) == 1) ::pause();
      ::_exit(0);
    }
    ::close(ready[1]);
    char byte = 0;
    if (::read(ready[0], &byte, 1) != 1) pid_ = -1;
    ::close(ready[0]);
  }
  ~OtherProgram() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  OtherProgram(const OtherProgram&) = delete;
  OtherProgram& operator=(const OtherProgram&) = delete;
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
};

}  // namespace softpedal
