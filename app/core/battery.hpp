// SPDX-License-Identifier: MIT
// How full a battery says it is (page 82, ant-fec.md 4.13; straps use the same numbers).
#pragma once

#include <cstdint>

namespace softpedal {

enum class BatteryStatus : std::uint8_t {
  Unknown,
  New,
  Good,
  Ok,
  Low,
  Critical,
  Charging,
  Invalid,
};

}  // namespace softpedal
