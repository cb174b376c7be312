// SPDX-License-Identifier: MIT
// The survey over a made-up sysfs, and holders over real processes.
#include "drivers/link/survey.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "tests/drivers/link/other_program.hpp"

namespace softpedal {
namespace {
namespace fs = std::filesystem;

class Machine : public testing::Test {
 protected:
  Machine() {
    std::string name = (fs::temp_directory_path() / "softpedal-survey-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    places_ = {.usb_devices = root_ / "sys", .dev = root_ / "dev", .rules = {root_ / "rules"}};
    fs::create_directories(places_.usb_devices);
    fs::create_directories(places_.rules[0]);
  }
  ~Machine() override { fs::remove_all(root_); }

  static void put(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << text;
  }
  void plug(const std::string& port, const std::string& product, int device) {
    const fs::path folder = places_.usb_devices / port;
    put(folder / "idVendor", "0fcf\n");
    put(folder / "idProduct", product + "\n");
    put(folder / "busnum", "1\n");
    put(folder / "devnum", std::to_string(device) + "\n");
    put(node(device), "");
  }
  void bind(const std::string& port, const std::string& driver, const std::string& tty) {
    const fs::path interface = places_.usb_devices / port / (port + ":1.0");
    fs::create_directories(interface / tty);
    fs::create_directory_symlink("../../../../bus/usb/drivers/" + driver, interface / "driver");
    put(places_.dev / tty, "");
  }
  [[nodiscard]] fs::path node(int device) const {
    return places_.dev / "bus/usb/001" / ("00" + std::to_string(device));
  }

  fs::path root_;
  SurveyPlaces places_;
};

TEST_F(Machine, WithoutAStickSaysSoAndWhatToDo) {
  put(places_.usb_devices / "usb1/idVendor", "1d6b\n");
  put(places_.usb_devices / "usb1/idProduct", "0002\n");
  const Survey now = survey(places_);
  EXPECT_TRUE(now.sticks.empty());
  EXPECT_FALSE(now.rule_installed);
  ASSERT_EQ(now.advice.size(), 1u);
  EXPECT_NE(now.advice[0].sentence.find("--stick sim"), std::string::npos);
}

TEST_F(Machine, WithoutAnyUsbIsAnEmptySurvey) {
  fs::remove_all(places_.usb_devices);
  EXPECT_TRUE(survey(places_).sticks.empty());
}

TEST_F(Machine, SaysOfAStickWhatTheKernelKnows) {
  plug("1-4", "1008", 7);
  put(places_.usb_devices / "1-4/product", std::string{"ANT USB\0junk\x1b[2J\n", 17});
  put(places_.usb_devices / "1-4/serial", "\x1b]0;104\n");
  bind("1-4", "usb_serial_simple", "ttyUSB3");
  put(places_.rules[0] / "42-softpedal-ant.rules", "");
  const Survey now = survey(places_);
  ASSERT_EQ(now.sticks.size(), 1u);
  const SeenStick& stick = now.sticks[0];
  EXPECT_EQ(place_of(stick), "USB 0fcf:1008 at bus 1, device 7");
  EXPECT_EQ(stick.product, "ANT USB");
  EXPECT_EQ(stick.serial, "]0;104") << "no escape sequence reaches a terminal";
  EXPECT_EQ(stick.kernel_driver, "usb_serial_simple");
  EXPECT_EQ(stick.tty, places_.dev / "ttyUSB3");
  EXPECT_EQ(stick.node, node(7));
  EXPECT_TRUE(stick.may_open);
  EXPECT_TRUE(stick.holders.empty());
  EXPECT_TRUE(now.rule_installed);
  EXPECT_TRUE(now.advice.empty());
}

TEST_F(Machine, ListsSeveralSticksInTheOrderOfTheBus) {
  plug("1-9", "1009", 3);
  plug("1-2", "1008", 5);
  const Survey now = survey(places_);
  ASSERT_EQ(now.sticks.size(), 2u);
  EXPECT_EQ(now.sticks[0].device, 3);
  EXPECT_EQ(now.sticks[1].device, 5);
}

TEST_F(Machine, HalfAStickIsPassedOver) {
  plug("1-2", "1008", 5);
  put(places_.usb_devices / "1-2/devnum", "five\n");
  put(places_.usb_devices / "1-3/idVendor", "0fcf\n");
  EXPECT_TRUE(survey(places_).sticks.empty());
}

TEST_F(Machine, NamesTheProgramThatHoldsTheStick) {
  plug("1-4", "1009", 7);
  bind("1-4", "usb_serial_simple", "ttyUSB0");
  const OtherProgram rival{"rival", places_.dev / "ttyUSB0"};
  const Survey now = survey(places_);
  ASSERT_EQ(now.sticks.size(), 1u);
  ASSERT_EQ(now.sticks[0].holders.size(), 1u);
  EXPECT_EQ(now.sticks[0].holders[0], (Holder{"rival", rival.pid()}));
  const Fault fault = held(now.sticks[0]);
  EXPECT_EQ(fault.code, FaultCode::StickBusy);
  EXPECT_NE(fault.sentence.find("rival (process " + std::to_string(rival.pid()) + ")"),
            std::string::npos)
      << fault.sentence;
  EXPECT_NE(fault.sentence.find("usb_serial_simple"), std::string::npos) << fault.sentence;
}

TEST_F(Machine, ANodeThatIsOpenCountsOnlyWhileItIsClaimed) {
  plug("1-4", "1009", 7);
  const OtherProgram rival{"rival", node(7)};
  EXPECT_TRUE(survey(places_).sticks.at(0).holders.empty()) << "it may be lsusb";
  bind("1-4", "usbfs", "no-tty");
  EXPECT_EQ(survey(places_).sticks.at(0).holders, (std::vector<Holder>{{"rival", rival.pid()}}));
}

TEST_F(Machine, TellsWhatToTypeWhenTheUserMayNotOpenTheStick) {
  plug("1-4", "1009", 7);
  fs::remove(node(7));  // root may open anything that exists
  const Survey now = survey(places_);
  ASSERT_EQ(now.sticks.size(), 1u);
  EXPECT_FALSE(now.sticks[0].may_open);
  ASSERT_EQ(now.advice.size(), 1u);
  EXPECT_EQ(
      now.advice[0].commands,
      (std::vector<std::string>{"sudo cp drivers/link/42-softpedal-ant.rules /etc/udev/rules.d/",
                                "sudo udevadm control --reload"}));
  const Fault without = not_permitted(now.sticks[0], false);
  EXPECT_EQ(without.code, FaultCode::StickPermission);
  for (const std::string& command : now.advice[0].commands) {
    EXPECT_NE(without.sentence.find(command), std::string::npos) << without.sentence;
  }
  const Fault with = not_permitted(now.sticks[0], true);
  EXPECT_EQ(with.sentence.find("sudo cp"), std::string::npos) << "it is installed already";
}

TEST_F(Machine, PointsToAnOlderStickThatIsASerialPort) {
  plug("1-4", "1004", 7);
  bind("1-4", "cp210x", "ttyUSB0");
  const Survey now = survey(places_);
  EXPECT_NE(no_stick(now).sentence.find("--stick " + (places_.dev / "ttyUSB0").string()),
            std::string::npos);
  ASSERT_EQ(now.advice.size(), 1u);
}

TEST(Holders, ThisProcessIsNotAnotherProgram) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe2(pipe.data(), O_CLOEXEC), 0);
  EXPECT_TRUE(holders_of({"/proc/self/fd/" + std::to_string(pipe[0])}).empty());
  EXPECT_EQ(name_holders({}), "another program");
  EXPECT_EQ(name_holders({{"a", 1}, {"b", 2}}), "a (process 1) and b (process 2)");
  ::close(pipe[0]);
  ::close(pipe[1]);
}

TEST(Survey, OfThisMachineDoesNotFail) { (void)survey(); }

}  // namespace
}  // namespace softpedal
