// SPDX-License-Identifier: MIT
// Which plans a rider goes through, and what one allows more of than another.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/dashboard/model.hpp"

namespace softpedal::ui {

// As places in `cards`, the gentlest first, one like another by name: the rider's own, and the
// examples behind them with `others`, or where the rider has none.
[[nodiscard]] std::vector<std::size_t> plans_in_order(const std::vector<ProfileCard>& cards,
                                                      bool others);

// "torque 4.0 -> 10.0 N·m, power 30 -> 80 W, 12 -> 20 minutes"; empty: nothing rises.
[[nodiscard]] std::string rise_words(const Prescription& from, const Prescription& to);

}  // namespace softpedal::ui
