// SPDX-License-Identifier: MIT
// A D-Bus of the test's own, found through the environment as long as it lives.
#pragma once

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "app/asio.hpp"
#include "tests/app/shell/scratch.hpp"

namespace softpedal {

class OwnBus {
 public:
  // `variable` names the bus: DBUS_SYSTEM_BUS_ADDRESS or DBUS_SESSION_BUS_ADDRESS.
  explicit OwnBus(const char* variable)
      : variable_{variable}, address_{"unix:path=" + (scratch_.path() / "bus").string()} {
    const std::string option = "--address=" + address_;
    std::array<char*, 6> words{const_cast<char*>("dbus-daemon"),  const_cast<char*>("--session"),
                               const_cast<char*>("--nofork"),     const_cast<char*>("--nopidfile"),
                               const_cast<char*>(option.c_str()), nullptr};
    started_ =
        ::posix_spawnp(&process_, "dbus-daemon", nullptr, nullptr, words.data(), environ) == 0;
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (started_ && !std::filesystem::exists(scratch_.path() / "bus") &&
           std::chrono::steady_clock::now() < limit) {
      ::poll(nullptr, 0, 10);
    }
    ::setenv(variable_, address_.c_str(), 1);
  }
  ~OwnBus() {
    ::unsetenv(variable_);
    if (!started_) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  OwnBus(const OwnBus&) = delete;
  OwnBus& operator=(const OwnBus&) = delete;
  [[nodiscard]] bool started() const { return started_; }

 private:
  Scratch scratch_{};
  const char* variable_;
  std::string address_;
  pid_t process_ = -1;
  bool started_ = false;
};

// Works the loop and a service on the bus until `condition`; false when that takes too long.
template <class Service, class Condition>
bool pump_until(boost::asio::io_context& io, Service& service, Condition condition) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (!condition() && std::chrono::steady_clock::now() < limit) {
    service.work();
    io.restart();
    io.poll();
    ::poll(nullptr, 0, 1);
  }
  return condition();
}

}  // namespace softpedal
