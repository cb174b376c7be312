// SPDX-License-Identifier: MIT
// The screen saver against a desktop of our own, on a bus of its own.
#include "app/shell/screen_saver.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/app/shell/own_bus.hpp"

namespace softpedal {
namespace {

constexpr const char* name = "org.freedesktop.ScreenSaver";

class Desktop {
 public:
  Desktop() {
    EXPECT_GE(sd_bus_open_user(&bus_), 0);
    EXPECT_GE(sd_bus_add_object_vtable(bus_, nullptr, "/org/freedesktop/ScreenSaver", name,
                                       table().data(), this),
              0);
    EXPECT_GE(sd_bus_request_name(bus_, name, 0), 0);
  }
  ~Desktop() { sd_bus_flush_close_unref(bus_); }
  Desktop(const Desktop&) = delete;
  Desktop& operator=(const Desktop&) = delete;

  void work() {
    while (sd_bus_process(bus_, nullptr) > 0) {
    }
  }

  std::vector<std::string> said{};
  bool refuse = false;

 private:
  static int inhibit(sd_bus_message* message, void* self, sd_bus_error* error) {
    auto* desktop = static_cast<Desktop*>(self);
    const char *who = nullptr, *why = nullptr;
    EXPECT_GT(sd_bus_message_read(message, "ss", &who, &why), 0);
    desktop->said.push_back(std::string{"held by "} + who + ": " + why);
    if (desktop->refuse) return sd_bus_error_set_const(error, SD_BUS_ERROR_ACCESS_DENIED, "no");
    return sd_bus_reply_method_return(message, "u", ++desktop->cookie_);
  }
  static int let_go(sd_bus_message* message, void* self, sd_bus_error*) {
    std::uint32_t cookie = 0;
    EXPECT_GT(sd_bus_message_read(message, "u", &cookie), 0);
    static_cast<Desktop*>(self)->said.push_back("let go of " + std::to_string(cookie));
    return sd_bus_reply_method_return(message, "");
  }
  static const std::array<sd_bus_vtable, 4>& table() {
    static const std::array<sd_bus_vtable, 4> rows{
        sd_bus_vtable SD_BUS_VTABLE_START(0),
        sd_bus_vtable SD_BUS_METHOD("Inhibit", "ss", "u", inhibit, SD_BUS_VTABLE_UNPRIVILEGED),
        sd_bus_vtable SD_BUS_METHOD("UnInhibit", "u", "", let_go, SD_BUS_VTABLE_UNPRIVILEGED),
        sd_bus_vtable SD_BUS_VTABLE_END};
    return rows;
  }

  sd_bus* bus_ = nullptr;
  std::uint32_t cookie_ = 40;
};

using Said = std::vector<std::string>;
const std::string held = "held by softpedal: A ride is on";

TEST(ScreenSaver, IsHeldOffDuringARideAndLetGoWithTheSameCookie) {
  const OwnBus bus{"DBUS_SESSION_BUS_ADDRESS"};
  if (!bus.started()) GTEST_SKIP() << "there is no dbus-daemon here";
  boost::asio::io_context io;
  Desktop desktop;
  ScreenSaver saver{io};
  saver.hold(true);
  saver.hold(true);  // said again at every snapshot, asked once
  ASSERT_TRUE(pump_until(io, desktop, [&] { return !desktop.said.empty(); }));
  saver.hold(false);
  saver.hold(false);
  ASSERT_TRUE(pump_until(io, desktop, [&] { return desktop.said.size() >= 2; }));
  saver.hold(true);
  ASSERT_TRUE(pump_until(io, desktop, [&] { return desktop.said.size() >= 3; }));
  saver.hold(false);
  ASSERT_TRUE(pump_until(io, desktop, [&] { return desktop.said.size() >= 4; }));
  EXPECT_EQ(desktop.said, (Said{held, "let go of 41", held, "let go of 42"}));
}

TEST(ScreenSaver, LetGoBeforeTheCookieCameIsLetGoOnceItComes) {
  const OwnBus bus{"DBUS_SESSION_BUS_ADDRESS"};
  if (!bus.started()) GTEST_SKIP() << "there is no dbus-daemon here";
  boost::asio::io_context io;
  Desktop desktop;
  ScreenSaver saver{io};
  saver.hold(true);
  saver.hold(false);
  ASSERT_TRUE(pump_until(io, desktop, [&] { return desktop.said.size() >= 2; }));
  EXPECT_EQ(desktop.said, (Said{held, "let go of 41"}));
}

TEST(ScreenSaver, ARefusalIsAskedAgainAtTheNextRideOnly) {
  const OwnBus bus{"DBUS_SESSION_BUS_ADDRESS"};
  if (!bus.started()) GTEST_SKIP() << "there is no dbus-daemon here";
  boost::asio::io_context io;
  Desktop desktop;
  desktop.refuse = true;
  ScreenSaver saver{io};
  ScreenSaver other{io};  // one that is answered later shows that the first was answered
  saver.hold(true);
  ASSERT_TRUE(pump_until(io, desktop, [&] { return desktop.said.size() == 1; }));
  desktop.refuse = false;
  other.hold(true);
  ASSERT_TRUE(pump_until(io, desktop, [&] { return desktop.said.size() == 2; }));
  other.hold(false);
  ASSERT_TRUE(pump_until(io, desktop, [&] { return desktop.said.size() == 3; }));
  saver.hold(false);
  saver.hold(true);
  ASSERT_TRUE(pump_until(io, desktop, [&] { return desktop.said.size() == 4; }));
  EXPECT_EQ(desktop.said, (Said{held, held, "let go of 41", held}));
}

TEST(ScreenSaver, WithoutABusOrADesktopARideGoesOn) {
  boost::asio::io_context io;
  ::setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all", 1);
  {
    ScreenSaver saver{io};
    saver.hold(true);
    saver.hold(false);
    io.poll();
  }
  const OwnBus bus{"DBUS_SESSION_BUS_ADDRESS"};
  if (!bus.started()) GTEST_SKIP() << "there is no dbus-daemon here";
  ScreenSaver saver{io};
  for (const bool on : {true, false, true}) {
    saver.hold(on);
    io.restart();
    io.run_for(std::chrono::milliseconds{30});
  }
}

}  // namespace
}  // namespace softpedal
