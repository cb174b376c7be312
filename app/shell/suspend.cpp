// SPDX-License-Identifier: MIT
#include "app/shell/suspend.hpp"

#include <utility>

namespace softpedal {
namespace {

constexpr const char* service = "org.freedesktop.login1";
constexpr const char* object = "/org/freedesktop/login1";
constexpr const char* interface = "org.freedesktop.login1.Manager";

}  // namespace

Suspend::Suspend(boost::asio::io_context& io, std::function<void()> coming)
    : coming_{std::move(coming)}, bus_{io, sd_bus_open_system} {
  if (bus_.get() == nullptr) return;
  const bool asked =
      sd_bus_match_signal_async(bus_.get(), nullptr, service, object, interface, "PrepareForSleep",
                                on_sleep, nullptr, this) >= 0 &&
      sd_bus_call_method_async(bus_.get(), nullptr, service, object, interface, "Inhibit", on_lock,
                               this, "ssss", "sleep", "softpedal", "The trainer is released first",
                               "delay") >= 0;
  if (asked) bus_.pump();
}

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

}  // namespace softpedal
