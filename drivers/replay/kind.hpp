// SPDX-License-Identifier: MIT
// The device type behind pages that nobody named: recordings that begin in the middle have no
// channel id. Only what the pages leave no doubt about is said.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "drivers/antplus/field.hpp"

namespace softpedal::replay {

// A channel period that only one profile uses (ant-fec.md 3.2). The trainer's is the default one.
[[nodiscard]] std::optional<std::uint8_t> type_of_period(std::uint16_t period);

[[nodiscard]] std::optional<std::uint8_t> type_of_pages(std::span<const antplus::Payload> pages);

}  // namespace softpedal::replay
