// SPDX-License-Identifier: MIT
// The timer port: the one source of time for drivers, runner and simulator. Real links use the
// steady clock, simulated rides jump from one planned moment to the next; nothing else differs.
#pragma once

#include <cstdint>
#include <functional>

#include "app/core/clock.hpp"

namespace softpedal {

class TimerPort {
 public:
  using Handler = std::function<void()>;
  using Id = std::uint64_t;  // never 0 for a planned timer, so 0 may stand for "none"

  virtual ~TimerPort() = default;
  [[nodiscard]] virtual Instant now() const = 0;
  // Calls the handler once, at `when` or as soon after it as the loop can; never from inside at().
  virtual Id at(Instant when, Handler handler) = 0;
  // An id that has fired or was never planned is ignored.
  virtual void cancel(Id id) = 0;

  Id after(Duration delay, Handler handler) { return at(now() + delay, std::move(handler)); }
};

}  // namespace softpedal
