// SPDX-License-Identifier: MIT
// Suspend: while a ride is on, logind is asked to hold a sleep back for a moment, so that the
// trainer can be released first. A machine without a system bus has nobody to ask: that is fine.
#pragma once

#include <functional>

#include "app/shell/bus.hpp"
#include "app/shell/descriptor.hpp"

namespace softpedal {

class Suspend {
 public:
  // `coming` is called when the machine is about to sleep.
  Suspend(boost::asio::io_context& io, std::function<void()> coming);
  Suspend(const Suspend&) = delete;
  Suspend& operator=(const Suspend&) = delete;

  // The trainer is released: the machine may sleep. Destruction says the same.
  void let_go() { lock_.reset(); }

 private:
  static int on_lock(sd_bus_message* message, void* self, sd_bus_error* error);
  static int on_sleep(sd_bus_message* message, void* self, sd_bus_error* error);

  std::function<void()> coming_;
  Descriptor lock_{};
  Bus bus_;
};

}  // namespace softpedal
