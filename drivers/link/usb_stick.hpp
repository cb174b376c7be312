// SPDX-License-Identifier: MIT
// Finds an ANT stick on the USB, opens it and claims it: everything of libusb that is done once,
// before the transfers run. The order and its reasons: ant-fec.md 1.4.
#pragma once

#include <libusb.h>

#include <cstdint>
#include <memory>
#include <string>

#include "app/core/result.hpp"

namespace softpedal::usb {

struct ExitContext {
  void operator()(libusb_context* context) const { libusb_exit(context); }
};
using Context = std::unique_ptr<libusb_context, ExitContext>;

// Releasing gives the interface back to the kernel driver that it was taken from (auto-detach).
struct CloseHandle {
  void operator()(libusb_device_handle* handle) const {
    libusb_release_interface(handle, 0);
    libusb_close(handle);
  }
};
using Handle = std::unique_ptr<libusb_device_handle, CloseHandle>;

// A stick with interface 0 claimed. The handle goes before its context.
struct Stick {
  Context context;
  Handle handle;
  std::uint8_t in = 0;  // endpoint addresses
  std::uint8_t out = 0;
  std::string name;
};

// The first stick that opens. With `reset_first` it is reset on the bus and looked up again: it may
// come back at a new address.
[[nodiscard]] Result<Stick> open_stick(bool reset_first);

}  // namespace softpedal::usb
