// SPDX-License-Identifier: MIT
#include "drivers/link/usb_events.hpp"

#include <poll.h>

namespace softpedal::usb {

Events::Events(asio::io_context& loop, libusb_context* context, std::function<void()> handled)
    : loop_{loop}, context_{context}, handled_{std::move(handled)} {}

Events::~Events() { stop(); }

void Events::start() {
  libusb_set_pollfd_notifiers(
      context_,
      [](int fd, short events, void* self) noexcept {
        static_cast<Events*>(self)->add(fd, events);
      },
      [](int fd, void* self) noexcept { static_cast<Events*>(self)->remove(fd); }, this);
  const libusb_pollfd** list = libusb_get_pollfds(context_);
  for (auto entry = list; entry != nullptr && *entry != nullptr; ++entry) {
    add((*entry)->fd, (*entry)->events);
  }
  libusb_free_pollfds(list);
}

void Events::stop() {
  libusb_set_pollfd_notifiers(context_, nullptr, nullptr, nullptr);
  while (!watches_.empty()) remove(watches_.begin()->first);
}

void Events::add(int fd, short events) {
  // usbdevfs says "writable" when a transfer can be collected.
  const auto direction = (events & POLLOUT) != 0 ? Descriptor::wait_write : Descriptor::wait_read;
  const auto watch = std::make_shared<Watch>(Watch{Descriptor{loop_}, direction});
  boost::system::error_code error;
  watch->descriptor.assign(fd, error);
  if (error) return;  // cannot be polled: a regular file in a badly set up test
  watches_[fd] = watch;
  arm(fd, watch);
}

// The descriptor is libusb's: it is released, never closed.
void Events::remove(int fd) {
  const auto found = watches_.find(fd);
  if (found == watches_.end()) return;
  found->second->descriptor.release();
  watches_.erase(found);
}

void Events::arm(int fd, const std::shared_ptr<Watch>& watch) {
  // The handler keeps the watch; release() completes it with an error, after which nothing of this
  // object is touched.
  watch->descriptor.async_wait(
      watch->direction, [this, fd, watch](boost::system::error_code error) {
        if (error || !watch->descriptor.is_open()) return;
        timeval no_time{};
        libusb_handle_events_timeout_completed(context_, &no_time, nullptr);
        // libusb drops a device's descriptor while it handles the removal.
        if (watching(fd, watch)) arm(fd, watch);
        handled_();
      });
}

bool Events::watching(int fd, const std::shared_ptr<Watch>& watch) const {
  const auto found = watches_.find(fd);
  return found != watches_.end() && found->second == watch;
}

}  // namespace softpedal::usb
