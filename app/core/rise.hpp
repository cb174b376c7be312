// SPDX-License-Identifier: MIT
// How much one prescription allows beside another: what rises, which of two is gentler, and less of
// the same for today.
#pragma once

#include "app/core/prescription.hpp"

namespace softpedal {

// What the second allows more of than the first.
struct Rise {
  bool torque_mean = false;
  bool torque_peak = false;
  bool power = false;
  bool resistance = false;  // the ceiling
  bool target = false;      // more is asked for, or in another way
  bool minutes = false;     // of the three parts, or until the hard end
  bool ramp = false;
  bool heart_rate = false;
  bool pain = false;  // more of it, or asked for less often
  [[nodiscard]] bool any() const;
  bool operator==(const Rise&) const = default;
};
[[nodiscard]] Rise rise(const Prescription& from, const Prescription& to);

// By torque, then power, then the brake's ceiling, then time: an order to list plans in.
[[nodiscard]] bool gentler(const Prescription& a, const Prescription& b);

// Less of the same: shorter and lower in everything. `quarters`: of the whole, 1 to 4.
[[nodiscard]] Prescription less_of(const Prescription& rx, int quarters);

}  // namespace softpedal
