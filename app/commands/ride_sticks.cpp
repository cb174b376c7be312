// SPDX-License-Identifier: MIT
#include "app/commands/ride_sticks.hpp"

#include <algorithm>

#include "drivers/link/survey.hpp"

namespace softpedal::commands {

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
