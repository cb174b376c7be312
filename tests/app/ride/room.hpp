// SPDX-License-Identifier: MIT
// A room with a virtual stick on a pseudo-terminal, in a thread of its own, and the program as a
// user starts it: what the trainer really holds is asked of the room, never of the program.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/asio.hpp"
#include "app/shell/descriptor.hpp"
#include "app/shell/timers.hpp"
#include "drivers/sim/pty_server.hpp"

namespace softpedal {

class Room {
 public:
  explicit Room(sim::WorldOptions options = {});
  ~Room();
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] sim::Status status();
  // Page 48 at 0 is the last thing that the trainer accepted.
  [[nodiscard]] bool released();
  [[nodiscard]] bool loaded();

 private:
  asio::io_context io_{1};
  SteadyTimers timers_{io_};
  sim::World world_;
  std::unique_ptr<sim::PtyServer> server_{};
  std::string path_{};
  std::thread thread_{};
};

// A rider who pedals from the start, on a trainer without odd manners.
[[nodiscard]] sim::WorldOptions willing_rider(std::uint64_t seed = 1);

class Program {
 public:
  struct Manner {
    bool on_terminal = false;                      // standard input and output are a terminal
    std::optional<std::size_t> disk_full_after{};  // bytes that any file may have
    std::vector<std::string> environment{};        // "NAME=value", beside the usual
    std::string started_by{};                      // a line for sh that ends in: exec "$@"
  };
  Program(const std::filesystem::path& home, std::vector<std::string> arguments, Manner manner);
  Program(const std::filesystem::path& home, std::vector<std::string> arguments)
      : Program{home, std::move(arguments), Manner{}} {}
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  [[nodiscard]] pid_t process() const { return process_; }
  [[nodiscard]] pid_t child();  // the ride under its guard
  void say(const std::string& text);
  void stop_reading() { out_.reset(); }
  [[nodiscard]] int terminal() const { return slave_.get(); }

  // Everything said so far on standard output and standard error.
  [[nodiscard]] const std::string& out();
  [[nodiscard]] const std::string& err();
  [[nodiscard]] int wait();  // exit status; minus the signal that killed it

 private:
  void read();

  pid_t process_ = -1;
  Descriptor in_{}, out_{}, err_{}, slave_{};
  std::string out_text_{}, err_text_{};
  std::optional<int> status_{};
};

// Waits, within a limit that only bounds a hang.
[[nodiscard]] bool eventually(const std::function<bool()>& condition,
                              std::chrono::seconds limit = std::chrono::seconds{60});

}  // namespace softpedal
