// SPDX-License-Identifier: MIT
// Bus: a connection to D-Bus that the loop works. Nothing waits for an answer, and where there is
// no bus, or it goes away, there is nobody to ask: that is fine.
#pragma once

#include <systemd/sd-bus.h>

#include <memory>

#include "app/asio.hpp"

namespace softpedal {

class Bus {
 public:
  // `open` is sd_bus_open_system or sd_bus_open_user.
  Bus(boost::asio::io_context& io, int (*open)(sd_bus**));
  Bus(const Bus&) = delete;
  Bus& operator=(const Bus&) = delete;

  // Empty where there is no bus.
  [[nodiscard]] sd_bus* get() const { return bus_.get(); }
  // Sends what was asked, and from then on hands what comes to its callback in the loop's thread.
  void pump();

 private:
  void give_up();

  struct CloseBus {
    void operator()(sd_bus* bus) const { sd_bus_close_unref(bus); }
  };
  std::unique_ptr<sd_bus, CloseBus> bus_{};
  boost::asio::posix::stream_descriptor stream_;
  std::shared_ptr<Bus*> alive_ = std::make_shared<Bus*>(this);  // a wait may end after us
};

}  // namespace softpedal
