// SPDX-License-Identifier: MIT
// The real program on the real libusb: the virtual stick and its trainer sit behind the emulated
// USB device.
#include <gtest/gtest.h>

#include <csignal>
#include <future>
#include <thread>

#include "tests/app/ride/room.hpp"
#include "tests/app/shell/scratch.hpp"
#include "tests/usb_mock/mock_usb_stick.hpp"

namespace softpedal {
namespace {

// The world runs in a thread of its own; bytes cross to and from umockdev's thread.
class UsbRoom {
 public:
  UsbRoom() : world_{timers_, willing_rider()} {
    world_.attach({.received =
                       [this](std::span<const std::uint8_t> bytes) {
                         if (stick_) stick_->send({bytes.begin(), bytes.end()});
                       },
                   .broken = {}});
    plug_in(2);
    thread_ = std::thread{[this] { timers_.run(); }};
  }
  ~UsbRoom() {
    unplug();
    asio::post(io_, [this] { timers_.stop(); });
    thread_.join();
  }
  UsbRoom(const UsbRoom&) = delete;
  UsbRoom& operator=(const UsbRoom&) = delete;

  void plug_in(int device) {
    auto stick = std::make_unique<MockUsbStick>(
        usb_, MockUsbStick::Traits{.product = 0x1009, .device = device},
        [this](std::span<const std::uint8_t> bytes) {
          asio::post(io_, [this, message = Bytes{bytes.begin(), bytes.end()}] {
            world_.from_host(message);
          });
          return Bytes{};
        });
    in_the_room([&] { stick_ = std::move(stick); });
  }
  // In two steps: the room must not wait for umockdev's thread, which may wait for the room.
  void unplug() {
    std::unique_ptr<MockUsbStick> stick;
    in_the_room([&] { stick = std::move(stick_); });
    if (stick) stick->unplug();
    gone_.push_back(std::move(stick));
  }
  sim::SetByHost set() {
    sim::SetByHost now;
    in_the_room([&] { now = sim::status_of(world_).set; });
    return now;
  }
  Duration age() {
    Duration now{};
    in_the_room([&] { now = sim::status_of(world_).at; });
    return now;
  }
  bool released() {
    const auto now = set();
    return now.mode == sim::SetByHost::Mode::Basic && now.resistance == Percent{0.0};
  }
  bool loaded() {
    const auto now = set();
    return now.mode == sim::SetByHost::Mode::Basic && now.resistance > Percent{0.0};
  }
  MockUsbStick::Seen seen() {
    MockUsbStick::Seen now;
    in_the_room([&] { now = stick_->seen(); });
    return now;
  }

 private:
  template <class Work>
  void in_the_room(Work work) {
    if (!thread_.joinable()) return work();
    std::promise<void> done;
    asio::post(io_, [&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }

  MockUsb usb_;
  asio::io_context io_{1};
  SteadyTimers timers_{io_};
  sim::World world_;
  std::unique_ptr<MockUsbStick> stick_;
  std::vector<std::unique_ptr<MockUsbStick>> gone_;  // a program may still have them open
  std::thread thread_;
};

// A ride that asks for resistance within seconds.
constexpr const char* brisk = R"(format = 1
name = "Brisk"
phase = "free"
[session]
warm_up_s = 1
ride_s = 600
cool_down_s = 1
[target]
mode = "resistance"
resistance_percent = 2.0
[limits]
torque_mean_nm = 20.0
torque_peak_nm = 30.0
power_w = 150
resistance_percent = 10.0
ramp_up_percent_per_s = 5.0
total_s = 700
[cadence]
low_rpm = 50
high_rpm = 70
[pain]
ask_every_s = 180
ease_at = 3
stop_at = 6
stop_on_rise = 3
[plan]
sessions_per_week = 7
hours_between = 12
[author]
name = "A test"
issued = 2026-11-21
note = "For tests."
)";

class UsbRide : public testing::Test {
 protected:
  UsbRide() { std::ofstream{home_.path() / "brisk.toml"} << brisk; }
  [[nodiscard]] std::vector<std::string> brisk_ride() const {
    return {"ride",
            "--stick",
            "usb",
            "--headless",
            "--json",
            "--profile",
            (home_.path() / "brisk.toml").string()};
  }
  Scratch home_;
  UsbRoom room_;
};

TEST_F(UsbRide, EndsReleasedAndConfirmedAndGivesTheStickBack) {
  Program program{home_.path(),
                  {"ride", "--stick", "auto", "--headless", "--json", "--seconds", "5"}};
  EXPECT_EQ(program.wait(), 0) << program.out() << program.err();
  EXPECT_TRUE(room_.released());
  EXPECT_NE(program.out().find("\"released\":true"), std::string::npos) << program.out();
  const auto seen = room_.seen();
  EXPECT_GE(seen.detached, 1);
  EXPECT_GE(seen.attached_again, 1);
  EXPECT_TRUE(seen.halts_cleared.empty());
}

TEST_F(UsbRide, SigtermReleases) {
  Program program{home_.path(), brisk_ride()};
  ASSERT_TRUE(eventually([&] { return room_.loaded(); })) << program.out() << program.err();
  ::kill(program.process(), SIGTERM);
  EXPECT_EQ(program.wait(), 143) << program.err();
  EXPECT_TRUE(room_.released());
}

TEST_F(UsbRide, AStickPulledOutAndPutInElsewhereIsFoundAndTheRideGoesOn) {
  Program program{home_.path(), brisk_ride()};
  ASSERT_TRUE(eventually([&] { return room_.loaded(); })) << program.out() << program.err();
  room_.unplug();
  room_.plug_in(3);
  EXPECT_TRUE(eventually([&] { return room_.released(); })) << "released first";
  EXPECT_TRUE(eventually([&] { return room_.loaded(); })) << program.out() << program.err();
  ::kill(program.process(), SIGTERM);
  EXPECT_EQ(program.wait(), 143) << program.err();
  EXPECT_TRUE(room_.released());
}

TEST_F(UsbRide, AKilledRideIsReleasedByItsGuard) {
  Program program{home_.path(), brisk_ride()};
  ASSERT_TRUE(eventually([&] { return room_.loaded(); })) << program.out() << program.err();
  ::kill(program.child(), SIGKILL);
  EXPECT_EQ(program.wait(), 137) << program.err();
  EXPECT_TRUE(room_.released());
}

TEST_F(UsbRide, AStickThatIsOffTheBusWhenTheRideDiesIsReleasedOnceItIsBack) {
  Program program{home_.path(), brisk_ride()};
  ASSERT_TRUE(eventually([&] { return room_.loaded(); })) << program.out() << program.err();
  room_.unplug();
  ::kill(program.child(), SIGKILL);
  ASSERT_TRUE(
      eventually([&] { return program.err().find("the ride process died") != std::string::npos; }));
  const auto away_until = room_.age() + std::chrono::seconds{2};
  ASSERT_TRUE(eventually([&] { return room_.age() > away_until; }));
  room_.plug_in(3);
  EXPECT_EQ(program.wait(), 137) << program.err();
  EXPECT_TRUE(room_.released());
}

TEST_F(UsbRide, TheDoctorSeesTheStick) {
  Program program{home_.path(), {"doctor"}};
  EXPECT_EQ(program.wait(), 0) << program.err();
  EXPECT_NE(program.out().find("USB 0fcf:1009 at bus 1, device 2"), std::string::npos)
      << program.out();
}

}  // namespace
}  // namespace softpedal
