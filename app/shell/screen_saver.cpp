// SPDX-License-Identifier: MIT
#include "app/shell/screen_saver.hpp"

#include <utility>

namespace softpedal {
namespace {

constexpr const char* service = "org.freedesktop.ScreenSaver";
constexpr const char* object = "/org/freedesktop/ScreenSaver";
constexpr const char* interface = "org.freedesktop.ScreenSaver";

}  // namespace

ScreenSaver::ScreenSaver(boost::asio::io_context& io) : bus_{io, sd_bus_open_user} {}

void ScreenSaver::hold(bool on) {
  if (std::exchange(wanted_, on) == on || bus_.get() == nullptr) return;
  ask();
  bus_.pump();
}

void ScreenSaver::ask() {
  if (asked_ || wanted_ == cookie_.has_value()) return;
  if (wanted_) {
    asked_ = sd_bus_call_method_async(bus_.get(), nullptr, service, object, interface, "Inhibit",
                                      on_cookie, this, "ss", "softpedal", "A ride is on") >= 0;
  } else {
    sd_bus_call_method_async(bus_.get(), nullptr, service, object, interface, "UnInhibit", nullptr,
                             nullptr, "u", *cookie_);
    cookie_.reset();
  }
}

int ScreenSaver::on_cookie(sd_bus_message* message, void* self, sd_bus_error*) {
  auto& saver = *static_cast<ScreenSaver*>(self);
  saver.asked_ = false;
  std::uint32_t cookie = 0;
  if (sd_bus_message_read(message, "u", &cookie) <= 0) return 0;  // refused: asked at the next hold
  saver.cookie_ = cookie;
  saver.ask();  // it may have been let go meanwhile
  return 0;
}

}  // namespace softpedal
