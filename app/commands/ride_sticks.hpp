// SPDX-License-Identifier: MIT
// How a ride reaches the stick that its request names.
#pragma once

#include <optional>
#include <string>

#include "app/asio.hpp"
#include "drivers/link/byte_link.hpp"
#include "drivers/link/serial_link.hpp"
#include "drivers/link/usb_link.hpp"

namespace softpedal::commands {

[[nodiscard]] inline OpenLink open_stick(asio::io_context& io, const std::string& stick) {
  return stick == "usb" ? open_usb(io) : open_serial(io, stick);
}

// Where a stick is without asking for one by name: USB first, then a serial one.
[[nodiscard]] std::optional<std::string> stick_at_hand();

}  // namespace softpedal::commands
