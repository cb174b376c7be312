// SPDX-License-Identifier: MIT
// What no profile may exceed, whoever signs it. Engineering choices a little above the doses of
// evidence.md C4; the reason stands beside each. Changing one needs a property that fails without
// it.
#pragma once

#include <chrono>

#include "app/core/prescription.hpp"
#include "app/core/units.hpp"

namespace softpedal::profiles {

struct Ceiling {
  std::chrono::seconds total;
  NewtonMetres torque_mean;
  NewtonMetres torque_peak;
  Watts power;
  Percent resistance;
  Percent ramp_up_per_second;
};

inline constexpr Ceiling acute_ceiling{
    .total = std::chrono::seconds{1200},  // C4 acute-2 ends at 15 min; a third more for pauses
    .torque_mean = NewtonMetres{5.0},     // C4 acute-2: 4 N m; a quarter more
    .torque_peak = NewtonMetres{8.0},     // C4 acute-2: 6 N m; a third more
    .power = Watts{40.0},                 // C4 acute-2: 30 W; 5 N m is 37 W at its 70 rpm
    .resistance = Percent{15.0},          // 30 N on the strongest known brake (200 N, page 54)
    .ramp_up_per_second = Percent{1.0},   // one 0.5 % step of page 48 in half a second
};

inline constexpr Ceiling common_ceiling{
    .total = std::chrono::seconds{3600},  // C4's longest is 25 min; an hour is no rehab dose
    .torque_mean = NewtonMetres{20.0},  // 120 W at 60 rpm is 19.1 N m (C3): C1-3 and C1-4 end there
    .torque_peak = NewtonMetres{30.0},  // C4 keeps the peak at 1.3 to 1.5 times the mean
    .power = Watts{150.0},              // 20 N m at 72 rpm
    .resistance = Percent{50.0},        // 100 N on the strongest known brake
    .ramp_up_per_second = Percent{5.0},  // from nothing to the ceiling in 10 s, never faster
};

[[nodiscard]] constexpr const Ceiling& ceiling_of(RehabPhase phase) {
  return phase == RehabPhase::Acute ? acute_ceiling : common_ceiling;
}

// Beyond these a number is a slip of the pen in any phase.
inline constexpr Rpm cadence_ceiling{254.0};       // page 25 cannot report more (ant-fec.md 4.6)
inline constexpr Bpm heart_rate_ceiling{220.0};    // no age formula allows more
inline constexpr int worst_pain = 10;              // numeric rating 0-10 (evidence.md C5)
inline constexpr int most_sessions_per_week = 21;  // C4: three a day at the very most
inline constexpr std::chrono::hours longest_between{168};  // a week: at least one session in it

}  // namespace softpedal::profiles
