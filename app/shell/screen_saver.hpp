// SPDX-License-Identifier: MIT
// ScreenSaver: while it is held, the desktop is asked to leave the screen on. A machine without a
// desktop has nobody to ask: that is fine.
#pragma once

#include <cstdint>
#include <optional>

#include "app/shell/bus.hpp"

namespace softpedal {

class ScreenSaver {
 public:
  explicit ScreenSaver(boost::asio::io_context& io);
  ScreenSaver(const ScreenSaver&) = delete;
  ScreenSaver& operator=(const ScreenSaver&) = delete;

  // Never waits; the last call stands. Destruction lets go.
  void hold(bool on);

 private:
  static int on_cookie(sd_bus_message* message, void* self, sd_bus_error* error);
  void ask();

  bool wanted_ = false;
  bool asked_ = false;                     // the cookie is on its way
  std::optional<std::uint32_t> cookie_{};  // what the desktop takes back to let go
  Bus bus_;
};

}  // namespace softpedal
