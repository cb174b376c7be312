// SPDX-License-Identifier: MIT
#include "app/core/load.hpp"

#include <algorithm>

namespace softpedal {
namespace {

constexpr Watts most_plausible_power{4094.0};  // the largest that page 25 can say (ant-fec.md 4.6)
constexpr MetresPerSecond wheel_at_rest{0.2};  // under 10 rpm in any gear; Tacx shows up to 0.27
                                               // at rest, so this alone never decides a start
constexpr MetresPerSecond wheel_turning{1.0};  // 20 rpm in a gear of 1.4

// Field by field: a reading built elsewhere and copied costs a tenth of the whole step.
void push(Load& load, Instant at, std::optional<Rpm> cadence, std::optional<Watts> power,
          int events, NewtonMetres least) {
  load.newest = static_cast<std::uint8_t>((load.newest + 1U) % load.readings.size());
  Reading& reading = load.readings[load.newest];
  reading.at = at;
  reading.power = power;
  reading.events = events;
  reading.own_cadence = load.cadence_is_trainers;
  reading.first_turn = load.turned < 1.0;
  reading.torque = power && cadence ? torque_at(*power, *cadence) : std::nullopt;
  if (reading.torque && *reading.torque < least) reading.torque = least;
  if (load.count < load.readings.size()) ++load.count;
}

const Reading& nth_newest(const Load& load, std::size_t n) {
  return load.readings[(load.newest + load.readings.size() - n) % load.readings.size()];
}

WindowSummary summary_of(const Load& load) {
  double torque = 0.0;
  double power = 0.0;
  double worst = 0.0;
  double turned_torque = 0.0;
  double turned_worst = 0.0;
  int torque_events = 0;
  int turned_events = 0;
  int power_events = 0;
  int events = 0;
  bool own = true;
  for (std::size_t i = 0; i < load.count; ++i) {
    const Reading& r = nth_newest(load, i);
    events += r.events;
    own = own && r.own_cadence;
    if (r.torque) {
      torque += r.torque->count() * r.events;
      torque_events += r.events;
      worst = std::max(worst, r.torque->count());
    }
    if (r.torque && !r.first_turn) {
      turned_torque += r.torque->count() * r.events;
      turned_events += r.events;
      turned_worst = std::max(turned_worst, r.torque->count());
    }
    if (r.power) {
      power += r.power->count() * r.events;
      power_events += r.events;
    }
  }
  WindowSummary summary;
  summary.complete = own && events > 0 && torque_events == events && power_events == events;
  if (torque_events > 0) summary.torque_mean = NewtonMetres{torque / torque_events};
  if (torque_events > 0) summary.torque_worst = NewtonMetres{worst};
  if (turned_events > 0) summary.mean_after_a_turn = NewtonMetres{turned_torque / turned_events};
  if (turned_events > 0) summary.worst_after_a_turn = NewtonMetres{turned_worst};
  if (power_events > 0) summary.power_mean = Watts{power / power_events};
  return summary;
}

// Returns true when a reading left the window.
bool drop_old(Load& load, Instant now) {
  const auto before = load.count;
  while (load.count > 0 && now - nth_newest(load, load.count - 1U).at > load_window) --load.count;
  return load.count != before;
}

enum class Motion { Turning, Between, Resting };

// By crank motion; by the wheel only where the trainer does not measure cadence. Never by watts.
Motion motion_of(const Load& load, Instant now) {
  const auto speed = recent_speed(load, now);
  const bool wheel_rests = load.speed_moved && speed && *speed < wheel_at_rest;
  if (load.cadence) {
    if (*load.cadence < resting_below || wheel_rests) return Motion::Resting;
    return *load.cadence >= turning_from ? Motion::Turning : Motion::Between;
  }
  if (!speed || *speed < wheel_at_rest) return Motion::Resting;
  return *speed >= wheel_turning ? Motion::Turning : Motion::Between;
}

void follow_motion(Load& load, Motion motion, Instant now) {
  if (motion == Motion::Resting) {
    load.turning_since.reset();
    if (!load.resting_since) load.resting_since = now;
    return;
  }
  load.resting_since.reset();
  if (motion == Motion::Between) {
    load.turning_since.reset();
    return;
  }
  if (!load.turning_since) load.turning_since = now;
  if (now - *load.turning_since >= started_after) load.pedalling = true;
}

}  // namespace

bool turns(const Load& load, std::optional<Rpm> cadence, Instant now) {
  const auto speed = recent_speed(load, now);
  const bool wheel = !load.speed_moved || (speed && *speed >= wheel_turning);
  return cadence && *cadence >= turning_from && wheel;
}

bool observe(Load& load, const TrainerData& page, Instant now, NewtonMetres least) {
  const auto before = load.last_event_count;
  const bool moved = before && *before != page.event_count;
  load.last_event_count = page.event_count;
  load.state = page.state;
  // A rest is believed from any page; a turn only from a fresh one.
  if (page.cadence && *page.cadence < resting_below) {
    load.cadence = page.cadence;
    load.power = page.power;
    follow_motion(load, Motion::Resting, now);
  }
  if (!moved) {
    if (!before) load.last_accumulated = page.accumulated_watts;
    pass_time(load, now);
    return false;
  }
  const bool gap = !load.last_fresh || !fresh(load, now);
  if (gap) {
    load.fresh_since = now;
    load.count = 0;
    load.turning_since.reset();
  }
  const auto cadence_before = load.cadence;
  if (page.cadence && !gap)
    load.turned += in_seconds(now - *load.last_fresh) * page.cadence->count() / 60.0;
  load.last_fresh = now;
  load.cadence = page.cadence;
  load.power = page.power;

  const int events = static_cast<std::uint8_t>(page.event_count - *before);
  const int accumulated =
      static_cast<std::uint16_t>(page.accumulated_watts - load.last_accumulated);
  load.last_accumulated = page.accumulated_watts;
  const bool missed_some = events > 1 && !gap;
  if (missed_some && page.power && page.cadence && cadence_before) {
    // Turns that were missed are told by the sum; they are felt at the slower of the two cadences.
    const Watts missed{(accumulated - page.power->count()) / (events - 1)};
    const bool plausible = missed >= Watts{0.0} && missed <= most_plausible_power;
    const Rpm slower = std::min(*page.cadence, *cadence_before);
    if (plausible) push(load, now, slower, missed, events - 1, least);
  }
  push(load, now, page.cadence, page.power, 1, least);
  drop_old(load, now);
  load.window = summary_of(load);
  follow_motion(load, motion_of(load, now), now);
  pass_time(load, now);
  return true;
}

void observe(Load& load, const GeneralData& page, Instant now) {
  load.speed = page.speed;
  load.speed_at = now;
  if (page.speed && *page.speed > MetresPerSecond{0.5}) load.speed_moved = true;
  if (page.heart_rate) {
    load.heart_rate = page.heart_rate;
    load.heart_rate_at = now;
    load.heart_rate_is_trainers = true;
  }
  pass_time(load, now);
}

void observe_strap(Load& load, const std::optional<Bpm>& heart_rate, Instant now) {
  if (load.heart_rate_is_trainers && recent_heart_rate(load, now)) return;
  load.heart_rate = heart_rate;
  load.heart_rate_at = now;
  load.heart_rate_is_trainers = false;
}

void pass_time(Load& load, Instant now) {
  if (drop_old(load, now)) load.window = summary_of(load);
  const bool stopped = load.resting_since && now - *load.resting_since >= stopped_after;
  if (stopped) load.pedalling = false;
  if (stopped && load.cadence == Rpm{0.0}) load.turned = 0.0;
  if (lost(load, now)) {
    load.turned = 0.0;
    load.pedalling = false;
    load.turning_since.reset();
  }
}

bool fresh(const Load& load, Instant now) {
  return load.last_fresh && now - *load.last_fresh <= late_after;
}

bool lost(const Load& load, Instant now) {
  return !(load.last_fresh && now - *load.last_fresh < lost_after);
}

bool window_filled(const Load& load, Instant now) {
  const bool long_enough = load.fresh_since && now - *load.fresh_since >= load_window;
  return long_enough && load.window.complete && fresh(load, now);
}

std::optional<NewtonMetres> torque_mean(const Load& load, Judged judged) {
  return judged == Judged::EveryReading ? load.window.torque_mean : load.window.mean_after_a_turn;
}

std::optional<NewtonMetres> torque_worst(const Load& load, Judged judged) {
  return judged == Judged::EveryReading ? load.window.torque_worst : load.window.worst_after_a_turn;
}

std::optional<NewtonMetres> torque_latest(const Load& load, Judged judged) {
  const bool first_turn = load.count > 0 && load.readings[load.newest].first_turn;
  if (judged == Judged::AfterAFullTurn && first_turn) return std::nullopt;
  return torque_latest(load);
}

std::optional<NewtonMetres> torque_mean(const Load& load) { return load.window.torque_mean; }
std::optional<NewtonMetres> torque_worst(const Load& load) { return load.window.torque_worst; }
std::optional<Watts> power_mean(const Load& load) { return load.window.power_mean; }

std::optional<NewtonMetres> torque_latest(const Load& load) {
  if (load.count == 0) return std::nullopt;
  return load.readings[load.newest].torque;
}

std::optional<Watts> power_read_twice(const Load& load) {
  if (load.count < 2) return std::nullopt;
  const auto& last = nth_newest(load, 0).power;
  const auto& before = nth_newest(load, 1).power;
  return last && before ? std::optional{std::min(*last, *before)} : std::nullopt;
}

std::optional<MetresPerSecond> recent_speed(const Load& load, Instant now) {
  if (!load.speed_at || now - *load.speed_at > lost_after) return std::nullopt;
  return load.speed;
}

std::optional<Bpm> recent_heart_rate(const Load& load, Instant now) {
  if (!load.heart_rate_at || now - *load.heart_rate_at > lost_after) return std::nullopt;
  return load.heart_rate;
}

}  // namespace softpedal
