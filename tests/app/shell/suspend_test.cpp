// SPDX-License-Identifier: MIT
// The delay lock against a logind of our own, on a bus of its own.
#include "app/shell/suspend.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <string>

#include "tests/app/shell/own_bus.hpp"

namespace softpedal {
namespace {

class Logind {
 public:
  Logind() {
    EXPECT_GE(sd_bus_open_system(&bus_), 0);
    EXPECT_GE(sd_bus_add_object_vtable(bus_, nullptr, "/org/freedesktop/login1",
                                       "org.freedesktop.login1.Manager", table().data(), this),
              0);
    EXPECT_GE(sd_bus_request_name(bus_, "org.freedesktop.login1", 0), 0);
  }
  ~Logind() { sd_bus_flush_close_unref(bus_); }

  void work() {
    while (sd_bus_process(bus_, nullptr) > 0) {
    }
  }
  void tell(bool before) {
    EXPECT_GE(sd_bus_emit_signal(bus_, "/org/freedesktop/login1", "org.freedesktop.login1.Manager",
                                 "PrepareForSleep", "b", before ? 1 : 0),
              0);
  }
  // The sleep is held back as long as somebody holds the other end of the pipe.
  [[nodiscard]] bool locked() const {
    if (!lock_) return false;
    pollfd end{lock_.get(), POLLIN, 0};
    return ::poll(&end, 1, 0) == 0;
  }

  std::string mode{};

 private:
  static int inhibit(sd_bus_message* message, void* self, sd_bus_error*) {
    auto* logind = static_cast<Logind*>(self);
    const char *what = nullptr, *who = nullptr, *why = nullptr, *mode = nullptr;
    sd_bus_message_read(message, "ssss", &what, &who, &why, &mode);
    logind->mode = std::string{what} + ":" + mode;
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    logind->lock_ = Descriptor{ends[0]};
    const Descriptor other{ends[1]};
    return sd_bus_reply_method_return(message, "h", other.get());
  }
  static const std::array<sd_bus_vtable, 4>& table() {
    static const std::array<sd_bus_vtable, 4> rows{
        sd_bus_vtable SD_BUS_VTABLE_START(0),
        sd_bus_vtable SD_BUS_METHOD("Inhibit", "ssss", "h", inhibit, SD_BUS_VTABLE_UNPRIVILEGED),
        sd_bus_vtable SD_BUS_SIGNAL("PrepareForSleep", "b", 0), sd_bus_vtable SD_BUS_VTABLE_END};
    return rows;
  }

  sd_bus* bus_ = nullptr;
  Descriptor lock_{};
};

TEST(Suspend, HoldsSleepBackTellsOfItAndLetsGoOnceReleased) {
  const OwnBus bus{"DBUS_SYSTEM_BUS_ADDRESS"};
  if (!bus.started()) GTEST_SKIP() << "there is no dbus-daemon here";
  boost::asio::io_context io;
  Logind logind;
  int told = 0;
  Suspend suspend{io, [&] { ++told; }};
  ASSERT_TRUE(pump_until(io, logind, [&] { return logind.locked(); }));
  EXPECT_EQ(logind.mode, "sleep:delay");
  logind.tell(false);  // an old wake-up is no sleep
  logind.tell(true);
  ASSERT_TRUE(pump_until(io, logind, [&] { return told > 0; }));
  EXPECT_EQ(told, 1);
  EXPECT_TRUE(logind.locked()) << "the trainer is not released yet";
  suspend.let_go();
  EXPECT_TRUE(pump_until(io, logind, [&] { return !logind.locked(); }));
}

TEST(Suspend, ARideThatIsGoneHoldsNothingBack) {
  const OwnBus bus{"DBUS_SYSTEM_BUS_ADDRESS"};
  if (!bus.started()) GTEST_SKIP() << "there is no dbus-daemon here";
  boost::asio::io_context io;
  Logind logind;
  {
    const Suspend suspend{io, [] {}};
    ASSERT_TRUE(pump_until(io, logind, [&] { return logind.locked(); }));
  }
  EXPECT_TRUE(pump_until(io, logind, [&] { return !logind.locked(); }));
}

TEST(Suspend, WithoutABusOrALogindARideGoesOn) {
  boost::asio::io_context io;
  ::setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/at/all", 1);
  {
    const Suspend suspend{io, [] { FAIL(); }};
    io.run_for(std::chrono::milliseconds{20});
  }
  const OwnBus bus{"DBUS_SYSTEM_BUS_ADDRESS"};
  if (!bus.started()) GTEST_SKIP() << "there is no dbus-daemon here";
  const Suspend suspend{io, [] { FAIL(); }};
  io.restart();
  io.run_for(std::chrono::milliseconds{100});
}

}  // namespace
}  // namespace softpedal
