// SPDX-License-Identifier: MIT
#include "app/core/pain.hpp"

namespace softpedal {

PainMeans pain_means(const PainRules& rules, int score, std::optional<int> baseline) {
  const bool risen = score - baseline.value_or(0) >= rules.stop_on_rise;
  if (score >= rules.stop_at || risen) return PainMeans::End;
  return score >= rules.ease_at ? PainMeans::NoResistance : PainMeans::GoOn;
}

}  // namespace softpedal
