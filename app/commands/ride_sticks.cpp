// SPDX-License-Identifier: MIT
#include "app/commands/ride_sticks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/commands/commands.hpp"
#include "app/commands/doctor.hpp"
#include "app/shell/paths.hpp"

namespace softpedal::commands {
namespace {

std::string device_of(const std::string& stick) {
  std::error_code unknown;
  const auto device = std::filesystem::canonical(stick, unknown);
  return unknown ? stick : device.string();
}

}  // namespace

std::vector<ui::StickAtHand> sticks_at_hand(const Survey& seen, const std::string& in_use) {
  std::vector<ui::StickAtHand> sticks;
  const auto put = [&](ui::StickAtHand stick) {
    const bool known = std::ranges::count(sticks, stick.name, &ui::StickAtHand::name) > 0;
    stick.in_use = stick.name == in_use;
    stick.usable = stick.usable || stick.in_use;  // its holder is this ride
    if (!known) sticks.push_back(std::move(stick));
  };
  for (const SeenStick& stick : seen.sticks) {
    const std::string name = stick.id.kind == StickKind::Usb ? "usb"
                             : stick.tty                     ? stick.tty->string()
                                                             : std::string{};
    if (!name.empty()) put({.name = name, .particulars = place_of(stick), .usable = usable(stick)});
  }
  // One that was asked for by its path need not look like an ANT stick.
  if (in_use != "usb" && in_use != "sim") put({.name = in_use, .particulars = {}});
  put({.name = "sim", .particulars = {}});
  return sticks;
}

bool still_there(const std::string& stick) {
  if (stick == "sim") return true;
  if (stick != "usb") {
    std::error_code unknown;
    return std::filesystem::exists(stick, unknown);
  }
  return std::ranges::any_of(survey().sticks,
                             [](const SeenStick& s) { return s.id.kind == StickKind::Usb; });
}

bool same_stick(const std::string& one, const std::string& other) {
  return one == other || device_of(one) == device_of(other);
}

Result<Descriptor> hold_stick(const std::string& stick, Takes takes) {
  return lock_stick(
      lock_directory(), device_of(stick), guard_wait,
      [&] {
        say_on_stderr(fmt::format("another ride still holds {}: waiting up to {} s.", stick,
                                  guard_wait.count()));
      },
      takes);
}

std::optional<std::string> stick_at_hand() {
  const Survey seen = survey();
  const auto usb = std::ranges::find_if(
      seen.sticks, [](const SeenStick& stick) { return stick.id.kind == StickKind::Usb; });
  if (usb != seen.sticks.end()) return "usb";
  const auto serial = std::ranges::find_if(
      seen.sticks, [](const SeenStick& stick) { return stick.tty.has_value(); });
  if (serial != seen.sticks.end()) return serial->tty->string();
  return std::nullopt;
}

}  // namespace softpedal::commands
