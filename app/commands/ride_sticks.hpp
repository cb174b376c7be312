// SPDX-License-Identifier: MIT
// How a ride reaches the stick that its request names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/asio.hpp"
#include "app/core/result.hpp"
#include "app/dashboard/model.hpp"
#include "app/shell/descriptor.hpp"
#include "app/shell/guard.hpp"
#include "drivers/link/byte_link.hpp"
#include "drivers/link/serial_link.hpp"
#include "drivers/link/survey.hpp"
#include "drivers/link/usb_link.hpp"

namespace softpedal::commands {

[[nodiscard]] inline OpenLink open_stick(asio::io_context& io, const std::string& stick) {
  return stick == "usb" ? open_usb(io) : open_serial(io, stick);
}

// All that --stick could name now, the virtual one last. `in_use`: the one of this ride.
[[nodiscard]] std::vector<ui::StickAtHand> sticks_at_hand(const Survey& seen,
                                                          const std::string& in_use);

// Whether a stick that was remembered can still be had.
[[nodiscard]] bool still_there(const std::string& stick);

// The lock that keeps two rides from one stick, under whatever name; says so where it waits.
[[nodiscard]] Result<Descriptor> hold_stick(const std::string& stick, Takes takes = Takes::Over);

// Two names of one device are one stick.
[[nodiscard]] bool same_stick(const std::string& one, const std::string& other);

// Where a stick is without asking for one by name: USB first, then a serial one.
[[nodiscard]] std::optional<std::string> stick_at_hand();

}  // namespace softpedal::commands
