// SPDX-License-Identifier: MIT
// What a pain score (numeric rating 0-10) does under the rules of a prescription: one rule, for the
// ride that obeys it and for the scale that shows it beforehand.
#pragma once

#include <cstdint>
#include <optional>

#include "app/core/prescription.hpp"

namespace softpedal {

inline constexpr int worst_pain = 10;

enum class PainMeans : std::uint8_t {
  GoOn,
  NoResistance,  // at the floor until a lower score
  End,           // of the ride; before it: no ride today
};

// `baseline`: the score before the ride. Where there is none it counts as 0: of a knee that nobody
// asked about the strictest is believed, and no score in the ride ever makes the rule milder.
[[nodiscard]] PainMeans pain_means(const PainRules& rules, int score, std::optional<int> baseline);

// The score before the ride rises over nothing.
[[nodiscard]] inline PainMeans pain_means_before(const PainRules& rules, int score) {
  return pain_means(rules, score, score);
}

}  // namespace softpedal
