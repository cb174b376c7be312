// SPDX-License-Identifier: MIT
#include "drivers/link/stick_ids.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace softpedal {

std::optional<StickId> known_stick(std::uint16_t vendor, std::uint16_t product) {
  const auto* found = std::ranges::find_if(
      stick_ids, [&](const StickId& id) { return id.vendor == vendor && id.product == product; });
  if (found == stick_ids.end()) return std::nullopt;
  return *found;
}

std::string numbers_of(const StickId& id) {
  return fmt::format("{:04x}:{:04x}", id.vendor, id.product);
}

std::string udev_rules() {
  std::string text =
      "# Lets the person at this computer open an ANT stick (softpedal).\n"
      "# Install as /etc/udev/rules.d/42-softpedal-ant.rules: the number must sort before\n"
      "# 73-seat-late.rules, which acts on the uaccess tag.\n"
      "# power/control: an autosuspended stick loses its radio. ID_MM_DEVICE_IGNORE: ModemManager\n"
      "# must not talk to it.\n";
  for (const StickId& id : stick_ids) {
    const auto vendor = fmt::format("{:04x}", id.vendor);
    const auto product = fmt::format("{:04x}", id.product);
    text += fmt::format("# {}\n", id.what);
    text += fmt::format(
        "SUBSYSTEM==\"usb\", ATTR{{idVendor}}==\"{}\", ATTR{{idProduct}}==\"{}\", MODE=\"0660\", "
        "TAG+=\"uaccess\", ATTR{{power/control}}=\"on\", ENV{{ID_MM_DEVICE_IGNORE}}=\"1\"\n",
        vendor, product);
    if (id.kind == StickKind::Serial) {
      text += fmt::format(
          "SUBSYSTEM==\"tty\", ATTRS{{idVendor}}==\"{}\", ATTRS{{idProduct}}==\"{}\", "
          "MODE=\"0660\", TAG+=\"uaccess\"\n",
          vendor, product);
    }
  }
  return text;
}

}  // namespace softpedal
