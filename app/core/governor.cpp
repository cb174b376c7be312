// SPDX-License-Identifier: MIT
#include "app/core/governor.hpp"

#include <algorithm>

namespace softpedal {
namespace {

constexpr Percent no_limit{100.0};
// 53 x 11 on a 2.1 m wheel: what a turn of the crank moves the wheel at most.
constexpr double hardest_gear_metres_per_turn = 10.2;

// For 0 to 100 %. The nudge keeps 2.5 from becoming 2.0 where it was reached by adding tenths.
Percent down_to_step(Percent p) { return Percent{static_cast<int>(p.count() * 2.0 + 1e-6) / 2.0}; }

struct Rows {
  Percent most = no_limit;
  Why why = Why::OnTarget;
  void limit(Percent row, Why because) {
    const bool allowed = row >= most;  // a row that is not a number falls on the safe side
    if (allowed) return;
    most = row > Percent{0.0} ? row : Percent{0.0};
    why = because;
  }
};

MetresPerSecond wheel_speed(const Load& load, Rpm cadence, Instant now) {
  if (const auto speed = recent_speed(load, now); speed && load.speed_moved) return *speed;
  return MetresPerSecond{cadence.count() / 60.0 * hardest_gear_metres_per_turn};
}

Newtons force_of_one_percent(std::optional<Newtons> max_force) {
  return std::max(max_force.value_or(unknown_force), least_force) / 100.0;
}

// How many per cent more fit under every cap, by what a per cent is worth.
Percent headroom(const Limits& limits, const Load& load, std::optional<Newtons> max_force,
                 Instant now) {
  const auto worth = worth_of_one_percent(load, max_force, now);
  const auto mean = torque_mean(load);
  const auto worst = torque_worst(load);
  const auto power = power_mean(load);
  if (!worth || !mean || !worst || !power || !(*worth > NewtonMetres{0.0})) return Percent{0.0};
  const double by_mean = (limits.torque_mean * headroom_share - *mean).count() / worth->count();
  const double by_peak = (limits.torque_peak * headroom_share - *worst).count() / worth->count();
  const double watts_of_one =
      force_of_one_percent(max_force).count() * wheel_speed(load, *load.cadence, now).count();
  const double by_power =
      watts_of_one > 0.0 ? (limits.power * headroom_share - *power).count() / watts_of_one : 0.0;
  return Percent{std::clamp(std::min({by_mean, by_peak, by_power}), 0.0, no_limit.count())};
}

bool felt(const Governor& g, const Load& load, Instant now) {
  if (g.level == Percent{0.0} && !g.delivered_at) return true;  // nothing was raised yet
  if (!g.delivered_at || !load.last_fresh || !load.fresh_since || !fresh(load, now)) return false;
  return *load.last_fresh - std::max(*g.delivered_at, *load.fresh_since) >= felt_after;
}

// What the plan asks for now, before any limit.
Percent wanted(const Governor& g, const Situation& s, const Load& load, Instant now) {
  switch (s.target.mode) {
    case TargetMode::Release:
      return Percent{0.0};
    case TargetMode::Resistance:
      return s.target.resistance;
    case TargetMode::Torque:
      break;
  }
  const auto mean = torque_mean(load);
  const auto worth = worth_of_one_percent(load, s.max_force, now);
  if (!mean || !worth || !(*worth > NewtonMetres{0.0}) || !felt(g, load, now)) return g.level;
  const NewtonMetres missing = s.target.torque - *mean;
  const bool resting = g.no_raise_until && now < *g.no_raise_until;
  if (missing > target_band) {
    if (resting) return g.level;
    return g.level + std::max(smallest_step, Percent{missing.count() / worth->count()});
  }
  if (missing < NewtonMetres{0.0} - target_band) {
    return std::max(Percent{0.0}, g.level - smallest_step);
  }
  return g.level;
}

void pass_credit(Governor& g, const Situation& s, Instant now, bool earning) {
  // A silence earns at most one second's worth: a long gap is not permission to jump.
  const Duration passed = g.credited_at ? std::min<Duration>(now - *g.credited_at, 1s) : 0s;
  g.credited_at = now;
  g.ceiling = std::min(no_limit, g.ceiling + recovery_per_second * in_seconds(passed));
  if (!earning) {
    g.credit = Percent{0.0};
    return;
  }
  const Percent most = std::max(smallest_step, s.limits.ramp_up_per_second * 3.0);
  g.credit = std::min(most, g.credit + s.limits.ramp_up_per_second * in_seconds(passed));
}

}  // namespace

std::optional<NewtonMetres> worth_of_one_percent(const Load& load, std::optional<Newtons> max_force,
                                                 Instant now) {
  if (!load.cadence) return std::nullopt;
  return torque_of(force_of_one_percent(max_force), wheel_speed(load, *load.cadence, now),
                   *load.cadence);
}

std::optional<Why> breach(const Limits& limits, const Load& load, Instant now) {
  if (const auto mean = torque_mean(load); mean && !(*mean <= limits.torque_mean))
    return Why::TorqueMeanCap;
  if (const auto worst = torque_worst(load); worst && !(*worst <= limits.torque_peak))
    return Why::TorquePeakCap;
  if (const auto power = power_mean(load); power && !(*power <= limits.power)) return Why::PowerCap;
  if (limits.heart_rate) {
    const auto heart_rate = recent_heart_rate(load, now);
    const bool under = heart_rate && *heart_rate <= *limits.heart_rate;
    if (!under) return Why::HeartRateCap;
  }
  return std::nullopt;
}

Why rule(Governor& g, const Situation& s, const Load& load, Instant now) {
  const Percent level = g.level;
  Rows rows;
  // Guards, in their order: link, rider, caps. Only then the set point.
  if (!s.found || lost(load, now)) rows.limit(Percent{0.0}, Why::LinkLost);
  if (!fresh(load, now)) rows.limit(Percent{0.0}, Why::LinkLate);
  if (!load.pedalling) rows.limit(Percent{0.0}, Why::NotPedalling);
  const auto breached = breach(s.limits, load, now);
  if (breached) rows.limit(Percent{0.0}, *breached);

  if (s.hold) rows.limit(Percent{0.0}, *s.hold);
  if (!s.released_first) rows.limit(Percent{0.0}, Why::NotConfirmed);
  if (s.plan != Why::OnTarget) rows.limit(Percent{0.0}, s.plan);
  const bool wants_load = s.target.mode != TargetMode::Release;
  if (wants_load && !s.can_resist) rows.limit(Percent{0.0}, Why::NoBasicResistance);
  if (wants_load && load.state != FeState::InUse) rows.limit(Percent{0.0}, Why::NotInUse);
  if (wants_load && !torque_latest(load) && !load.resting_since)
    rows.limit(Percent{0.0}, Why::TorqueUnknown);

  const bool earning = rows.most > Percent{0.0};
  pass_credit(g, s, now, earning);
  if (breached && level > Percent{0.0}) {
    g.ceiling = std::min(g.ceiling, down_to_step(level * back_off));
  }

  rows.limit(wanted(g, s, load, now), Why::OnTarget);
  rows.limit(s.limits.resistance, Why::Ceiling);
  rows.limit(g.ceiling, Why::BackedOff);
  // The rest only rations the way up: none of these rows is under the present level.
  if (!s.note_on_disk) rows.limit(level, Why::NoteNotWritten);
  if (s.release_pending) rows.limit(level, Why::NotConfirmed);
  if (load.resting_since) rows.limit(level, Why::NotPedalling);
  if (!window_filled(load, now) || !felt(g, load, now)) rows.limit(level, Why::Unfelt);
  rows.limit(level + down_to_step(headroom(s.limits, load, s.max_force, now)), Why::Headroom);
  rows.limit(level + down_to_step(g.credit), Why::Ramp);

  const Percent next = down_to_step(rows.most);
  if (next != level) {
    g.delivered_at.reset();
    if (next > level) g.credit = g.credit - (next - level);
    const bool overshot = next < level && next > Percent{0.0} && rows.why == Why::OnTarget &&
                          s.target.mode == TargetMode::Torque;
    if (overshot) g.no_raise_until = now + overshoot_rest;
  }
  g.level = next;
  return rows.why;
}

}  // namespace softpedal
