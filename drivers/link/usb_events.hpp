// SPDX-License-Identifier: MIT
// Runs libusb inside the one event loop: waits on libusb's descriptors with Asio and lets libusb
// work without blocking. No thread of ours, no time limits of libusb's (the links keep their own).
#pragma once

#include <libusb.h>

#include <functional>
#include <map>
#include <memory>

#include "app/asio.hpp"

namespace softpedal::usb {

class Events {
 public:
  // `handled` is called after libusb has worked, outside of libusb's callbacks.
  Events(asio::io_context& loop, libusb_context* context, std::function<void()> handled);
  ~Events();
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  void start();
  // Lets go of every descriptor; `handled` is not called again. Before the context is closed.
  void stop();

 private:
  using Descriptor = asio::posix::stream_descriptor;
  struct Watch {
    Descriptor descriptor;
    Descriptor::wait_type direction;
  };

  void add(int fd, short events);
  void remove(int fd);
  void arm(int fd, const std::shared_ptr<Watch>& watch);
  [[nodiscard]] bool watching(int fd, const std::shared_ptr<Watch>& watch) const;

  asio::io_context& loop_;
  libusb_context* context_;
  std::function<void()> handled_;
  std::map<int, std::shared_ptr<Watch>> watches_;
};

}  // namespace softpedal::usb
