// SPDX-License-Identifier: MIT
// A recording of an ANT stick's line as text: `seconds direction hex`, one transfer a line, `#`
// begins a comment, `H>S` is host to stick, `S>H` stick to host, `-` stands for an unknown time.
// A line may hold several messages, a part of one, padding or damage, just like a link.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <string_view>
#include <vector>

#include "app/core/clock.hpp"
#include "app/core/result.hpp"

namespace softpedal::replay {

enum class Direction : std::uint8_t { HostToStick, StickToHost };

struct Transfer {
  std::optional<Instant> at{};  // since the recording began; empty: not known
  Direction direction = Direction::StickToHost;
  std::vector<std::uint8_t> bytes{};
  bool operator==(const Transfer&) const = default;
};

// A blank line or a comment gives an empty optional; anything else that is no transfer is a Fault
// whose sentence says what is wrong with the line.
[[nodiscard]] Result<std::optional<Transfer>> parse_transfer(std::string_view line);

// All transfers in order. A Fault names the file and the line.
[[nodiscard]] Result<std::vector<Transfer>> read_recording(std::istream& text,
                                                           std::string_view file_name);

}  // namespace softpedal::replay
