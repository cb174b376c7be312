// SPDX-License-Identifier: MIT
#include "app/core/rise.hpp"

#include <algorithm>
#include <tuple>

#include "app/core/plan.hpp"

namespace softpedal {
namespace {

bool asks_for_more(const Target& from, const Target& to) {
  if (to.mode == TargetMode::Release) return false;
  if (from.mode != to.mode) return true;  // a share of the brake and a torque do not compare
  return to.resistance > from.resistance || to.torque > from.torque;
}

// None is above every one.
bool allows_more(const std::optional<Bpm>& from, const std::optional<Bpm>& to) {
  return from && (!to || *to > *from);
}

bool allows_more(const PainRules& from, const PainRules& to) {
  return to.ease_at > from.ease_at || to.stop_at > from.stop_at ||
         to.stop_on_rise > from.stop_on_rise || to.ask_every > from.ask_every;
}

// How much is asked of the brake, to list by.
auto asked_of(const Target& target) {
  return std::tuple{target.mode != TargetMode::Release, target.resistance, target.torque};
}

}  // namespace

bool Rise::any() const { return *this != Rise{}; }

Rise rise(const Prescription& from, const Prescription& to) {
  const Limits& a = from.limits;
  const Limits& b = to.limits;
  return {.torque_mean = b.torque_mean > a.torque_mean,
          .torque_peak = b.torque_peak > a.torque_peak,
          .power = b.power > a.power,
          .resistance = b.resistance > a.resistance,
          .target = asks_for_more(from.target, to.target),
          .minutes = planned(to) > planned(from) || b.total > a.total,
          .ramp = b.ramp_up_per_second > a.ramp_up_per_second,
          .heart_rate = allows_more(a.heart_rate, b.heart_rate),
          .pain = allows_more(from.pain, to.pain)};
}

bool gentler(const Prescription& a, const Prescription& b) {
  const auto load = [](const Prescription& rx) {
    return std::tuple{rx.limits.torque_mean, rx.limits.power,       rx.limits.resistance,
                      planned(rx),           rx.limits.torque_peak, asked_of(rx.target)};
  };
  return load(a) < load(b);
}

Prescription less_of(const Prescription& rx, int quarters) {
  const int part = std::clamp(quarters, 1, 4);
  const double share = part / 4.0;
  Prescription less = rx;
  for (auto* time : {&less.warm_up, &less.ride, &less.cool_down}) *time = *time * part / 4;
  less.target.resistance = rx.target.resistance * share;
  less.target.torque = rx.target.torque * share;
  less.limits.torque_mean = rx.limits.torque_mean * share;
  less.limits.torque_peak = rx.limits.torque_peak * share;
  less.limits.power = rx.limits.power * share;
  less.limits.resistance = rx.limits.resistance * share;
  return less;
}

}  // namespace softpedal
