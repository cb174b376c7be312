// SPDX-License-Identifier: MIT
#include "app/core/governor.hpp"

#include <algorithm>

namespace softpedal {
namespace {

constexpr Percent no_limit{100.0};
// 53 x 11 on a 2.1 m wheel: what a turn of the crank moves the wheel at most.
constexpr double hardest_gear_metres_per_turn = 10.2;
constexpr double easiest_gear = 1.4;  // metres a turn: 22 x 34 on the same wheel

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

// What is felt at the crank of a force at the wheel.
std::optional<NewtonMetres> felt_of(Newtons force, const Load& load, Instant now) {
  if (!load.cadence) return std::nullopt;
  return torque_of(force, wheel_speed(load, *load.cadence, now), *load.cadence);
}

// The highest level, from the present one up to `most`, that stays under every cap: by what is felt
// now, and by the floor in this gear at this cadence, which the mean of 3 s may not show yet.
Percent highest_that_fits(const Situation& s, const Load& load, const FloorModel& floor,
                          Percent level, Percent most, Instant now) {
  const auto mean = torque_mean(load);
  const auto worst = torque_worst(load);
  const auto power = power_mean(load);
  if (!mean || !worst || !power || !load.cadence) return level;
  const MetresPerSecond speed = wheel_speed(load, *load.cadence, now);
  const bool floor_tells = drag_known(floor) && brake_known(floor) && load.speed_moved;
  const auto at_floor =
      floor_tells ? felt_of(drag_at(floor, speed).force, load, now).value_or(NewtonMetres{})
                  : NewtonMetres{};
  const auto fits = [&](Percent to) {
    const auto more = cost_of_raise(load, floor, s.max_force, level, to, now);
    const auto in_all = cost_of_raise(load, floor, s.max_force, Percent{0.0}, to, now);
    return more && in_all && *mean + more->torque <= s.limits.torque_mean * headroom_share &&
           *worst + more->torque <= s.limits.torque_peak * headroom_share &&
           *power + more->power <= s.limits.power * headroom_share &&
           (!floor_tells || at_floor + in_all->torque <= s.limits.torque_mean * headroom_share);
  };
  Percent highest = level;
  while (highest + smallest_step <= most && fits(highest + smallest_step)) {
    highest = highest + smallest_step;
  }
  return highest;
}

bool felt(const Governor& g, const Load& load, Instant now) {
  if (g.level == Percent{0.0} && !g.delivered_at) return true;  // nothing was raised yet
  if (!g.delivered_at || !load.last_fresh || !load.fresh_since || !fresh(load, now)) return false;
  return *load.last_fresh - std::max(*g.delivered_at, *load.fresh_since) >= felt_after;
}

// So many per cent more bring about that much torque more, by what is known of the brake; at least
// the smallest step.
Percent percent_for(NewtonMetres more, Percent level, const Situation& s, const Load& load,
                    const FloorModel& floor, Instant now) {
  const Newtons one =
      brake_known(floor)
          ? brake_between(floor, wheel_speed(load, load.cadence.value_or(Rpm{}), now), level,
                          level + Percent{1.0})
                .force
          : force_of_one_percent(s.max_force);
  const auto worth = felt_of(one, load, now);
  if (!worth || !(*worth > NewtonMetres{0.0})) return Percent{0.0};
  return std::max(smallest_step, Percent{more.count() / worth->count()});
}

// What the floor finder asks for: step by step, each long enough to be learned from.
Percent wanted_to_learn(const Governor& g, const Situation& s, const Load& load,
                        const FloorModel& floor, Instant now) {
  if (learned_enough(s.limits, load, floor, now)) return g.level;
  const bool waited = g.delivered_at && now - *g.delivered_at >= learn_wait;
  if (!waited) return g.level;
  if (!brake_known(floor)) return g.level + smallest_step;
  const Percent half_way = percent_for(learn_rise, g.level, s, load, floor, now) / 2.0;
  return g.level + std::max(smallest_step, half_way);
}

// What the plan asks for now, before any limit.
Percent wanted(const Governor& g, const Situation& s, const Load& load, const FloorModel& floor,
               Instant now) {
  switch (s.target.mode) {
    case TargetMode::Release:
      return Percent{0.0};
    case TargetMode::Resistance:
      return s.target.resistance;
    case TargetMode::Learn:
      return wanted_to_learn(g, s, load, floor, now);
    case TargetMode::Torque:
      break;
  }
  const auto mean = torque_mean(load);
  if (!mean || !felt(g, load, now)) return g.level;
  const NewtonMetres missing = s.target.torque - *mean;
  const bool resting = g.no_raise_until && now < *g.no_raise_until;
  if (missing > target_band) {
    return resting ? g.level : g.level + percent_for(missing, g.level, s, load, floor, now);
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

std::optional<RaiseCost> cost_of_raise(const Load& load, const FloorModel& floor,
                                       std::optional<Newtons> max_force, Percent from, Percent to,
                                       Instant now) {
  if (!load.cadence) return std::nullopt;
  const MetresPerSecond speed = wheel_speed(load, *load.cadence, now);
  Newtons force = force_of_one_percent(max_force) * (to - from).count();
  if (brake_known(floor) && load.speed_moved) {
    const ForceEstimate learned = brake_between(floor, speed, from, to);
    force = learned.force + learned.deviation * certain;
  }
  const auto torque = torque_of(force, speed, *load.cadence);
  if (!torque) return std::nullopt;
  return RaiseCost{*torque, Watts{force.count() * speed.count()}};
}

NewtonMetres worth_of_level(const Load& load, const FloorModel& floor,
                            std::optional<Newtons> max_force, Percent level, Rpm cadence,
                            Instant now) {
  if (!(level > Percent{0.0})) return NewtonMetres{};
  const auto measured = recent_speed(load, now);
  const MetresPerSecond speed = measured && load.speed_moved
                                    ? *measured
                                    : MetresPerSecond{cadence.count() / 60.0 * easiest_gear};
  Newtons force{};
  if (brake_known(floor)) {
    const ForceEstimate learned = brake_between(floor, speed, Percent{0.0}, level);
    force = std::max(Newtons{}, learned.force - learned.deviation);
  } else if (max_force) {
    force = force_of_one_percent(max_force) * level.count();
  }
  return torque_of(force, speed, cadence).value_or(NewtonMetres{});
}

bool learned_enough(const Limits& limits, const Load& load, const FloorModel& floor, Instant now) {
  const auto mean = torque_mean(load);
  if (!mean || !load.cadence || !drag_known(floor)) return false;
  if (*mean >= limits.torque_mean * learn_share) return true;
  const auto at_floor =
      felt_of(drag_at(floor, wheel_speed(load, *load.cadence, now)).force, load, now);
  return brake_known(floor) && at_floor && *mean - *at_floor >= learn_rise;
}

std::optional<Why> breach(const Limits& limits, const Load& load, Judged judged, Instant now) {
  if (const auto mean = torque_mean(load, judged); mean && !(*mean <= limits.torque_mean))
    return Why::TorqueMeanCap;
  if (const auto worst = torque_worst(load, judged); worst && !(*worst <= limits.torque_peak))
    return Why::TorquePeakCap;
  if (const auto power = power_mean(load); power && !(*power <= limits.power)) return Why::PowerCap;
  if (limits.heart_rate) {
    const auto heart_rate = recent_heart_rate(load, now);
    const bool under = heart_rate && *heart_rate <= *limits.heart_rate;
    if (!under) return Why::HeartRateCap;
  }
  return std::nullopt;
}

Why rule(Governor& g, const Situation& s, const Load& load, const FloorModel& floor, Instant now) {
  const Percent level = g.level;
  Rows rows;
  // Guards, in their order: link, rider, caps. Only then the set point.
  if (!s.found || lost(load, now)) rows.limit(Percent{0.0}, Why::LinkLost);
  if (!fresh(load, now)) rows.limit(Percent{0.0}, Why::LinkLate);
  if (!load.pedalling) rows.limit(Percent{0.0}, Why::NotPedalling);
  const auto breached = breach(s.limits, load, Judged::EveryReading, now);
  // What only a first turn shows is not told as a breach, but nothing is raised on it either.
  const auto told = breach(s.limits, load, judged_at(level), now);
  if (breached) rows.limit(Percent{0.0}, told.value_or(Why::Unfelt));

  if (s.hold) rows.limit(Percent{0.0}, *s.hold);
  if (!s.released_first) rows.limit(Percent{0.0}, Why::NotConfirmed);
  if (s.plan != Why::OnTarget) rows.limit(Percent{0.0}, s.plan);
  const bool wants_load = s.target.mode != TargetMode::Release;
  if (wants_load && !s.can_resist) rows.limit(Percent{0.0}, Why::NoBasicResistance);
  if (wants_load && load.state != FeState::InUse) rows.limit(Percent{0.0}, Why::NotInUse);
  const bool torque_known = torque_latest(load) && load.cadence_is_trainers;
  if (wants_load && !torque_known && !load.resting_since) {
    const bool held = load.power_doubted_since && now - *load.power_doubted_since < doubt_limit;
    rows.limit(held ? level : Percent{0.0}, Why::TorqueUnknown);
  }

  const bool earning = rows.most > Percent{0.0};
  pass_credit(g, s, now, earning);
  if (breached && level > Percent{0.0}) {
    g.ceiling = std::min(g.ceiling, down_to_step(level * back_off));
  }

  rows.limit(wanted(g, s, load, floor, now), Why::OnTarget);
  rows.limit(s.limits.resistance, Why::Ceiling);
  rows.limit(g.ceiling, Why::BackedOff);
  // The rest only rations the way up: none of these rows is under the present level.
  if (!s.note_on_disk) rows.limit(level, Why::NoteNotWritten);
  if (s.release_pending) rows.limit(level, Why::NotConfirmed);
  if (load.resting_since) rows.limit(level, Why::NotPedalling);
  if (!window_filled(load, now) || !felt(g, load, now)) rows.limit(level, Why::Unfelt);
  if (rows.most > level) {
    const Percent credited = level + down_to_step(g.credit);
    const Percent bound = std::max(level + smallest_step, credited);
    const Percent fits = highest_that_fits(s, load, floor, level, bound, now);
    if (fits < bound) rows.limit(fits, Why::Headroom);
    rows.limit(credited, Why::Ramp);
  }

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
