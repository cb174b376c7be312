// SPDX-License-Identifier: MIT
#include "app/shell/bus.hpp"

#include <fcntl.h>
#include <poll.h>

namespace softpedal {

Bus::Bus(boost::asio::io_context& io, int (*open)(sd_bus**)) : stream_{io} {
  sd_bus* bus = nullptr;
  if (open(&bus) < 0) return;
  bus_.reset(bus);
  boost::system::error_code error;
  stream_.assign(::fcntl(sd_bus_get_fd(bus), F_DUPFD_CLOEXEC, 0), error);
  if (error) give_up();
}

void Bus::pump() {
  int more = 0;
  while (bus_ && (more = sd_bus_process(bus_.get(), nullptr)) > 0) {
  }
  if (more < 0) give_up();
  if (!bus_) return;
  const auto again = [alive = std::weak_ptr{alive_}](const boost::system::error_code& error) {
    const auto bus = alive.lock();
    if (bus && !error) (*bus)->pump();
  };
  stream_.cancel();
  stream_.async_wait(boost::asio::posix::stream_descriptor::wait_read, again);
  const int events = sd_bus_get_events(bus_.get());
  if (events > 0 && (events & POLLOUT) != 0) {
    stream_.async_wait(boost::asio::posix::stream_descriptor::wait_write, again);
  }
}

void Bus::give_up() {
  boost::system::error_code ignored;
  stream_.close(ignored);
  bus_.reset();
}

}  // namespace softpedal
