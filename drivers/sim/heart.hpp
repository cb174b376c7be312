// SPDX-License-Identifier: MIT
// A simple heart: its rate follows the power that the legs give, up within a minute, down slowly,
// and no two beats are quite alike.
#pragma once

#include <algorithm>
#include <cstdint>

#include "app/core/clock.hpp"
#include "app/core/units.hpp"
#include "drivers/sim/dice.hpp"

namespace softpedal::sim {

class Heart {
 public:
  static constexpr Bpm at_rest{64.0};
  static constexpr Bpm most{190.0};
  // A healthy adult's order of size, not anybody's in particular: 100 W make 119.
  static constexpr Bpm per_watt{0.55};

  Heart(Instant began, Dice dice) : now_{began}, last_beat_{began}, dice_{dice} {}

  // `power`: mean since the last call.
  void advance(Instant to, Watts power) {
    const Bpm wanted = std::min(most, at_rest + per_watt * std::max(0.0, power.count()));
    while (now_ + step <= to) {
      now_ += step;
      const double lag_s = wanted > rate_ ? 20.0 : 45.0;
      rate_ = rate_ + (wanted - rate_) * (in_seconds(step) / lag_s);
      due_ -= in_seconds(step) * rate_.count() / 60.0;
      if (due_ > 0.0) continue;
      const double late_s = -due_ * 60.0 / rate_.count();
      beat_before_ = last_beat_;
      last_beat_ =
          now_ - std::chrono::duration_cast<Duration>(std::chrono::duration<double>(late_s));
      ++beats_;
      due_ += 1.0 + 0.02 * dice_.bell();
    }
  }
  [[nodiscard]] Bpm rate() const { return rate_; }
  [[nodiscard]] std::uint32_t beats() const { return beats_; }
  [[nodiscard]] Instant last_beat() const { return last_beat_; }
  [[nodiscard]] Instant beat_before() const { return beat_before_; }

 private:
  static constexpr Duration step = std::chrono::milliseconds{10};

  Instant now_;
  Instant last_beat_;
  Instant beat_before_{};
  Bpm rate_ = at_rest;
  double due_ = 1.0;  // beats until the next one
  std::uint32_t beats_ = 0;
  Dice dice_;
};

}  // namespace softpedal::sim
