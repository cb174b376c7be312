// SPDX-License-Identifier: MIT
#include "app/core/coach.hpp"

#include <algorithm>
#include <cmath>

namespace softpedal {
namespace {

using What = GearAdvice::What;

Limits share_of(const Limits& limits, double share) {
  Limits part = limits;
  part.torque_mean = limits.torque_mean * share;
  part.power = limits.power * share;
  return part;
}

int clicks_between(const Drivetrain& drivetrain, Gear from, Gear to) {
  if (from.chainring != to.chainring) return 0;
  const auto place = [&](std::uint8_t sprocket) {
    return std::ranges::find(drivetrain.sprockets, sprocket) - drivetrain.sprockets.begin();
  };
  return static_cast<int>(std::abs(place(to.sprocket) - place(from.sprocket)));
}

// The hardest gear that is easier than the present one and keeps under the caps at this cadence: no
// more shifting than is needed. On the rider's own chainring if one does.
std::optional<Gear> easier_gear(const Riding& r, Metres development, const Limits& under,
                                double deviations) {
  const auto now = nearest_gear(r.drivetrain, development);
  std::optional<Gear> best;
  for (const std::uint8_t chainring : r.drivetrain.chainrings) {
    for (const std::uint8_t sprocket : r.drivetrain.sprockets) {
      if (chainring == 0 || sprocket == 0) continue;
      const Gear gear{chainring, sprocket};
      const Metres moved = r.drivetrain.circumference * ratio(gear);
      const bool easier = moved < development * (1.0 - same_gear / 2.0);
      if (!easier || !under_caps(floor_torque(r.floor, moved, r.cadence), under, deviations))
        continue;
      const bool same_ring = now && now->chainring == chainring;
      const bool best_same = best && now && now->chainring == best->chainring;
      const bool better = !best || (same_ring && !best_same) ||
                          (same_ring == best_same && ratio(gear) > ratio(*best));
      if (better) best = gear;
    }
  }
  return best;
}

Gear easiest_of(const Drivetrain& drivetrain) {
  Gear easiest{drivetrain.chainrings.front(), drivetrain.sprockets.front()};
  for (const std::uint8_t sprocket : drivetrain.sprockets) {
    if (sprocket > easiest.sprocket) easiest.sprocket = sprocket;
  }
  return easiest;
}

// Another cadence of the band that would do in the easiest gear, or perhaps would.
std::optional<GearAdvice> other_cadence(const Riding& r, Metres easiest, double deviations) {
  constexpr Rpm apart{5.0};
  const auto fits = [&](Rpm cadence) {
    return cadence >= r.low && cadence <= r.high &&
           under_caps(floor_torque(r.floor, easiest, cadence), r.limits, deviations);
  };
  for (Rpm off = apart; off <= r.high - r.low; off = off + apart) {
    if (fits(r.cadence - off)) return GearAdvice{What::Slower, {}, 0, r.cadence - off};
    if (fits(r.cadence + off)) return GearAdvice{What::Faster, {}, 0, r.cadence + off};
  }
  return std::nullopt;
}

GearAdvice shift_to(const Riding& r, std::optional<Gear> now, Gear gear) {
  if (!now) return {.what = What::EasierGear};  // the settings know another bike
  return {.what = What::EasierGear,
          .gear = gear,
          .sprockets = clicks_between(r.drivetrain, *now, gear)};
}

// The gear that was named still does: another estimate of the same floor is no reason for another.
bool still_does(const Riding& r, const GearAdvice& said) {
  if (said.what != What::EasierGear || !said.gear) return false;
  const Metres moved = r.drivetrain.circumference * ratio(*said.gear);
  return under_caps(floor_torque(r.floor, moved, r.cadence), share_of(r.limits, coach_from), 0.0);
}

// `said`: what stands about the present gear, if anything does.
GearAdvice wanted(const Riding& r, const GearAdvice& said) {
  const bool standing = said.what != What::None;
  const bool known = drag_known(r.floor) && r.gear.development.has_value();
  if (!known) return {.what = r.over_caps ? What::EasierGear : What::None};
  const Metres development = *r.gear.development;
  const FloorTorque floor = floor_torque(r.floor, development, r.cadence);
  const Limits bar = share_of(r.limits, standing ? coach_until : coach_from);
  if (!r.over_caps && under_caps(floor, bar, 0.0)) return {};

  if (still_does(r, said)) return said;
  const auto now = nearest_gear(r.drivetrain, development);
  // First what keeps well under the cap, though it is only an estimate; then what just does.
  const auto well = easier_gear(r, development, share_of(r.limits, coach_until), likely);
  if (well) return shift_to(r, now, *well);
  const auto just = easier_gear(r, development, r.limits, 0.0);
  if (just) return shift_to(r, now, *just);
  const Gear easiest = easiest_of(r.drivetrain);
  const Metres least = r.drivetrain.circumference * ratio(easiest);
  for (const double deviations : {0.0, -certain}) {
    const auto other = other_cadence(r, least, deviations);
    if (other) return now == easiest ? *other : shift_to(r, now, easiest);
  }
  return {.what = What::NoGear};
}

// The same words, though the numbers in them moved a little.
bool same_words(const GearAdvice& a, const GearAdvice& b) {
  return a.what == b.what && a.gear == b.gear && a.sprockets == b.sprockets;
}

}  // namespace

void coach(Coach& c, const std::optional<Riding>& riding, Instant now) {
  if (!riding) {
    c = Coach{};
    return;
  }
  // Once the gear was changed the advice was followed: what is just enough needs no more words.
  const auto& gear = riding->gear.development;
  const bool same =
      gear && c.said_in && std::abs((*gear - *c.said_in).count()) <= same_gear * c.said_in->count();
  const GearAdvice next = wanted(*riding, same ? c.advice : GearAdvice{});
  if (same_words(next, c.advice)) {
    c.since.reset();
    return;
  }
  if (!c.since || !same_words(next, c.next)) c.since = now;
  c.next = next;
  const bool lasted = now - *c.since >= coach_waits;
  const bool adds_the_gear =
      c.advice.what == What::EasierGear && !c.advice.gear && next.what == What::EasierGear;
  const bool may_change =
      c.advice.what == What::None || adds_the_gear || now - c.said_at >= coach_holds;
  if (!lasted || !may_change) return;
  c.advice = next;
  c.said_at = now;
  c.said_in = gear;
  c.since.reset();
}

}  // namespace softpedal
