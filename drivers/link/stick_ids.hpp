// SPDX-License-Identifier: MIT
// The ANT sticks we know by their USB numbers, and the udev rule that lets a rider open them.
// drivers/link/42-softpedal-ant.rules is udev_rules() written to a file; a test compares the two.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace softpedal {

enum class StickKind {
  Usb,     // vendor class, two bulk endpoints: libusb drives it
  Serial,  // a CP210x chip: the kernel shows it as /dev/ttyUSBn, 115200 8N1
};

struct StickId {
  std::uint16_t vendor;
  std::uint16_t product;
  StickKind kind;
  std::string_view what;
};

// ant-fec.md 1.1.
inline constexpr std::array stick_ids{
    StickId{0x0fcf, 0x1008, StickKind::Usb, "ANTUSB2 and look-alikes"},
    StickId{0x0fcf, 0x1009, StickKind::Usb, "ANTUSB-m"},
    StickId{0x0fcf, 0x1003, StickKind::Serial, "ANT development board"},
    StickId{0x0fcf, 0x1004, StickKind::Serial, "ANTUSB1"},
    StickId{0x0fcf, 0x1006, StickKind::Serial, "ANT development board"},
};

inline constexpr std::string_view rule_file = "42-softpedal-ant.rules";

[[nodiscard]] std::optional<StickId> known_stick(std::uint16_t vendor, std::uint16_t product);
[[nodiscard]] std::string numbers_of(const StickId& id);  // "0fcf:1008"
[[nodiscard]] std::string udev_rules();

}  // namespace softpedal
