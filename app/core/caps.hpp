// SPDX-License-Identifier: MIT
// Which reasons say that a cap is exceeded, by the brake or by the floor alone.
#pragma once

#include "app/core/why.hpp"

namespace softpedal {

[[nodiscard]] constexpr bool over_a_cap(Why why) {
  switch (why) {
    case Why::TorqueMeanCap:
    case Why::TorquePeakCap:
    case Why::PowerCap:
    case Why::HeartRateCap:
    case Why::FloorOverCap:
    case Why::FloorOverCapLong:
      return true;
    default:
      return false;
  }
}

}  // namespace softpedal
