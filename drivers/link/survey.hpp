// SPDX-License-Identifier: MIT
// What is known about the ANT sticks on this machine without opening one: read from sysfs. The
// doctor prints it; faults at opening take their particulars from it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/core/result.hpp"
#include "drivers/link/holders.hpp"
#include "drivers/link/stick_ids.hpp"

namespace softpedal {

struct SeenStick {
  StickId id;
  int bus = 0;
  int device = 0;
  std::string product{};  // as the stick says it, made printable; may be empty
  std::string serial{};
  std::filesystem::path node{};                // /dev/bus/usb/001/004
  bool may_open = false;                       // this user, the node for Usb, the tty for Serial
  std::optional<std::string> kernel_driver{};  // what the kernel has bound to it
  std::optional<std::filesystem::path> tty{};  // /dev/ttyUSB0 when that driver is a serial one
  std::vector<Holder> holders{};               // programs that use it now
};

struct StickAdvice {
  std::string sentence;
  std::vector<std::string> commands;  // to type as they are, in softpedal's folder
};

struct Survey {
  std::vector<SeenStick> sticks;  // by bus, then device
  bool rule_installed = false;
  std::vector<StickAdvice> advice;  // empty when nothing needs to be said
};

// Where to look; a test looks elsewhere.
struct SurveyPlaces {
  std::filesystem::path usb_devices = "/sys/bus/usb/devices";
  std::filesystem::path dev = "/dev";
  std::vector<std::filesystem::path> rules = {"/etc/udev/rules.d", "/run/udev/rules.d",
                                              "/usr/lib/udev/rules.d", "/lib/udev/rules.d"};
};

[[nodiscard]] Survey survey(const SurveyPlaces& places = {});

// "USB 0fcf:1009 at bus 1, device 4".
[[nodiscard]] std::string place_of(const SeenStick& stick);

// The faults of opening a USB stick, each one sentence with what to do.
[[nodiscard]] Fault no_stick(const Survey& now);
[[nodiscard]] Fault not_permitted(const SeenStick& stick, bool rule_installed);
[[nodiscard]] Fault held(const SeenStick& stick);

}  // namespace softpedal
