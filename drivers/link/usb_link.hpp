// SPDX-License-Identifier: MIT
// An ANT stick on the USB as a ByteLink, over libusb in the one event loop.
#pragma once

#include "app/asio.hpp"
#include "drivers/link/byte_link.hpp"

namespace softpedal {

// Each call of the result opens the first stick that opens. Faults: NoStick, StickPermission,
// StickBusy, LinkFailed.
[[nodiscard]] OpenLink open_usb(asio::io_context& loop);

}  // namespace softpedal
