// SPDX-License-Identifier: MIT
// An ANT stick behind a serial device as a ByteLink: a CP210x stick, or a pseudo-terminal with a
// simulated one at its other end.
#pragma once

#include <filesystem>

#include "app/asio.hpp"
#include "drivers/link/byte_link.hpp"

namespace softpedal {

// Faults: NoStick (no such device, or not a serial one), StickPermission, StickBusy, LinkFailed.
// A serial device knows no reset from outside: `reset_first` opens it like any other time.
[[nodiscard]] OpenLink open_serial(asio::io_context& loop, std::filesystem::path path);

}  // namespace softpedal
