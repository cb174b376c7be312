// SPDX-License-Identifier: MIT
// A clock with no now(): the core is told the time, it cannot ask for it.
#pragma once

#include <chrono>
#include <cstdint>

namespace softpedal {

using namespace std::chrono_literals;  // 1500ms, 3s: durations are written with their unit

struct SessionClock {
  using duration = std::chrono::duration<std::int64_t, std::micro>;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<SessionClock, duration>;
  static constexpr bool is_steady = true;
};
using Instant = SessionClock::time_point;
using Duration = SessionClock::duration;

[[nodiscard]] constexpr double in_seconds(Duration d) {
  return std::chrono::duration<double>(d).count();
}

}  // namespace softpedal
