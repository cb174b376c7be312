// SPDX-License-Identifier: MIT
// Chance that repeats: the same seed gives the same numbers on every machine, which the standard
// distributions do not promise.
#pragma once

#include <cstdint>

namespace softpedal::sim {

class Dice {
 public:
  explicit constexpr Dice(std::uint64_t seed) : state_{seed} {}

  [[nodiscard]] constexpr std::uint64_t next() {  // splitmix64
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
  }
  // From 0 to just under 1.
  [[nodiscard]] constexpr double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  [[nodiscard]] constexpr bool chance(double probability) { return unit() < probability; }
  // Mean 0, deviation 1, never beyond 3.5: the sum of four even numbers is close enough here.
  [[nodiscard]] constexpr double bell() {
    constexpr double root_of_three = 1.7320508075688772;
    return (unit() + unit() + unit() + unit() - 2.0) * root_of_three;
  }
  // Dice of one's own: who throws more often does not change the luck of others.
  [[nodiscard]] constexpr Dice split() { return Dice{next()}; }

 private:
  std::uint64_t state_;
};

}  // namespace softpedal::sim
