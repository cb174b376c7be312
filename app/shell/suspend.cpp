// SPDX-License-Identifier: MIT
#include "app/shell/suspend.hpp"

#include <poll.h>

#include <utility>

namespace softpedal {
namespace {

constexpr const char* service = "org.freedesktop.login1";
constexpr const char* object = "/org/freedesktop/login1";
constexpr const char* interface = "org.freedesktop.login1.Manager";

}  // namespace

Suspend::Suspend(boost::asio::io_context& io, std::function<void()> coming)
    : stream_{io}, coming_{std::move(coming)} {
  sd_bus* bus = nullptr;
  if (sd_bus_open_system(&bus) < 0) return;
  bus_.reset(bus);
  const bool asked = sd_bus_match_signal_async(bus, nullptr, service, object, interface,
                                               "PrepareForSleep", on_sleep, nullptr, this) >= 0 &&
                     sd_bus_call_method_async(bus, nullptr, service, object, interface, "Inhibit",
                                              on_lock, this, "ssss", "sleep", "softpedal",
                                              "The trainer is released first", "delay") >= 0;
  boost::system::error_code error;
  if (asked) stream_.assign(::fcntl(sd_bus_get_fd(bus), F_DUPFD_CLOEXEC, 0), error);
  if (asked && !error) {
    pump();
  } else {
    give_up();
  }
}

Suspend::~Suspend() = default;

int Suspend::on_lock(sd_bus_message* message, void* self, sd_bus_error*) {
  int fd = -1;
  if (sd_bus_message_read(message, "h", &fd) < 0) return 0;  // refused: ride without it
  static_cast<Suspend*>(self)->lock_ = Descriptor{::fcntl(fd, F_DUPFD_CLOEXEC, 0)};
  return 0;
}

int Suspend::on_sleep(sd_bus_message* message, void* self, sd_bus_error*) {
  int before = 0;
  const bool coming = sd_bus_message_read(message, "b", &before) >= 0 && before != 0;
  if (coming) static_cast<Suspend*>(self)->coming_();
  return 0;
}

void Suspend::pump() {
  int more = 0;
  while ((more = sd_bus_process(bus_.get(), nullptr)) > 0) {
  }
  if (more < 0) return give_up();
  const auto again = [this](const boost::system::error_code& error) {
    if (!error) pump();
  };
  stream_.cancel();
  stream_.async_wait(boost::asio::posix::stream_descriptor::wait_read, again);
  const int events = sd_bus_get_events(bus_.get());
  if (events > 0 && (events & POLLOUT) != 0) {
    stream_.async_wait(boost::asio::posix::stream_descriptor::wait_write, again);
  }
}

void Suspend::give_up() {
  boost::system::error_code ignored;
  stream_.close(ignored);
  bus_.reset();
}

}  // namespace softpedal
