// SPDX-License-Identifier: MIT
#include "app/commands/doctor.hpp"

#include <gtest/gtest.h>

namespace softpedal::commands {
namespace {

SeenStick a_stick() {
  SeenStick stick{.id = *known_stick(0x0fcf, 0x1009)};
  stick.bus = 1;
  stick.device = 4;
  stick.product = "ANT USB-m Stick";
  stick.node = "/dev/bus/usb/001/004";
  stick.may_open = true;
  return stick;
}

std::string report_of(const SeenStick& stick, bool rule_installed = false) {
  return report({.sticks = {stick}, .rule_installed = rule_installed, .advice = {}});
}

bool says(const std::string& text, const std::string& words) {
  return text.find(words) != text.npos;
}

TEST(Doctor, AStickThatIsFreeCanBeUsed) {
  EXPECT_TRUE(usable(a_stick()));
  EXPECT_TRUE(
      says(report_of(a_stick(), true), "USB 0fcf:1009 at bus 1, device 4 (ANTUSB-m): ready"));
}

TEST(Doctor, AStickWithoutPermissionCannotBeUsed) {
  SeenStick stick = a_stick();
  stick.may_open = false;
  EXPECT_FALSE(usable(stick));
  EXPECT_TRUE(says(report_of(stick), "this user may not open it"));
}

TEST(Doctor, AHeldStickNamesItsHolder) {
  SeenStick stick = a_stick();
  stick.holders = {{.program = "GoldenCheetah", .pid = 4711}};
  EXPECT_FALSE(usable(stick));
  EXPECT_TRUE(says(report_of(stick), "held by GoldenCheetah (process 4711)"));
}

TEST(Doctor, ASerialStickNeedsItsSerialDevice) {
  SeenStick stick = a_stick();
  stick.id = *known_stick(0x0fcf, 0x1004);
  EXPECT_FALSE(usable(stick));
  EXPECT_TRUE(says(report_of(stick), "no serial device"));
  stick.tty = "/dev/ttyUSB0";
  EXPECT_TRUE(usable(stick));
  EXPECT_TRUE(says(report_of(stick), "/dev/ttyUSB0"));
}

TEST(Doctor, AKernelDriverIsNamedAndNoHindrance) {
  SeenStick stick = a_stick();
  stick.kernel_driver = "usb_serial_simple";
  EXPECT_TRUE(usable(stick));
  EXPECT_TRUE(says(report_of(stick), "usb_serial_simple"));
}

TEST(Doctor, AdviceComesWithWhatToType) {
  const std::string text = report(
      {.sticks = {}, .advice = {{.sentence = "Do this.", .commands = {"sudo one", "sudo two"}}}});
  EXPECT_TRUE(says(text, "ANT sticks: none\n"));
  EXPECT_TRUE(says(text, "udev rule: not installed\n"));
  EXPECT_TRUE(says(text, "\nDo this.\n  sudo one\n  sudo two\n"));
}

}  // namespace
}  // namespace softpedal::commands
