// SPDX-License-Identifier: MIT
// The colours (dashboard.md, "Colours"). Each ink has a contrast of at least 7 to 1 on ground and
// on panel (WCAG 2.1, 1.4.6), and no colour says anything that a word or a shape does not say too.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace softpedal::ui {

struct Colour {
  std::uint8_t r = 0;
  std::uint8_t g = 0;
  std::uint8_t b = 0;
  bool operator==(const Colour&) const = default;
};

[[nodiscard]] constexpr Colour hex(std::uint32_t rgb) {
  return {static_cast<std::uint8_t>(rgb >> 16U), static_cast<std::uint8_t>(rgb >> 8U),
          static_cast<std::uint8_t>(rgb)};
}

struct Theme {
  Colour ground;
  Colour panel;
  Colour line;  // rulers and bars that carry no word: 3 to 1 on both (WCAG 2.1, 1.4.11)
  Colour text;
  Colour quiet;   // labels, units, numbers that are late
  Colour accent;  // cadence and time
  Colour good;
  Colour near;
  Colour over;  // and STOP
};

inline constexpr Theme dark_theme{
    .ground = hex(0x0F1419),
    .panel = hex(0x1B232B),
    .line = hex(0x7A8792),
    .text = hex(0xF2F5F7),
    .quiet = hex(0xB4BEC7),
    .accent = hex(0x7FD6FF),
    .good = hex(0x8EE6A8),
    .near = hex(0xFFC857),
    .over = hex(0xFF9A8F),
};
inline constexpr Theme light_theme{
    .ground = hex(0xFAFAF7),
    .panel = hex(0xECEEEA),
    .line = hex(0x737C85),
    .text = hex(0x14181C),
    .quiet = hex(0x434B53),
    .accent = hex(0x004A70),
    .good = hex(0x0A5227),
    .near = hex(0x614200),
    .over = hex(0x8F1810),
};

// Relative luminance and contrast ratio as WCAG 2.1 defines them.
[[nodiscard]] inline double luminance(Colour colour) {
  const auto linear = [](std::uint8_t byte) {
    const double share = byte / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b);
}
[[nodiscard]] inline double contrast(Colour a, Colour b) {
  const double one = luminance(a);
  const double other = luminance(b);
  return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

}  // namespace softpedal::ui
