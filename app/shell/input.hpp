// SPDX-License-Identifier: MIT
// Standard input, read in the loop and never waited for. To a ride its end means nothing.
#pragma once

#include <termios.h>

#include <array>
#include <functional>
#include <optional>
#include <string_view>

#include "app/asio.hpp"
#include "app/core/timer.hpp"

namespace softpedal {

class Input {
 public:
  Input(boost::asio::io_context& io, TimerPort& timers, int fd,
        std::function<void(std::string_view)> received, std::function<void()> ended = {});
  ~Input() { timers_.cancel(timer_); }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

 private:
  void read_more();
  void read_file();

  TimerPort& timers_;
  int fd_;
  std::function<void(std::string_view)> received_;
  std::function<void()> ended_;
  boost::asio::posix::stream_descriptor stream_;
  TimerPort::Id timer_ = 0;
  std::array<char, 512> bytes_{};
};

// A terminal that gives each key at once and shows none, for as long as this lives. Ctrl-C stays a
// signal. Nothing happens where fd is no terminal, or one that belongs to another program now.
class KeyMode {
 public:
  explicit KeyMode(int fd);
  ~KeyMode();
  KeyMode(const KeyMode&) = delete;
  KeyMode& operator=(const KeyMode&) = delete;

 private:
  int fd_;
  std::optional<termios> before_{};
};

}  // namespace softpedal
