// SPDX-License-Identifier: MIT
#include "app/core/load.hpp"

#include <algorithm>

namespace softpedal {
namespace {

constexpr Watts most_plausible_power{4094.0};  // the largest that page 25 can say (ant-fec.md 4.6)
constexpr MetresPerSecond wheel_at_rest{0.2};  // under 10 rpm in any gear; Tacx shows up to 0.27
                                               // at rest, so this alone never decides a start
constexpr MetresPerSecond wheel_turning{1.0};  // 20 rpm in a gear of 1.4

void push(Load& load, const Reading& reading) {
  load.newest = static_cast<std::uint8_t>((load.newest + 1U) % load.readings.size());
  load.readings[load.newest] = reading;
  if (load.count < load.readings.size()) ++load.count;
}

template <class Visit>
void each_newest_first(const Load& load, Visit visit) {
  const auto size = load.readings.size();
  for (std::size_t i = 0; i < load.count; ++i)
    visit(load.readings[(load.newest + size - i) % size]);
}

void drop_old(Load& load, Instant now) {
  const auto size = load.readings.size();
  while (load.count > 0) {
    const auto& oldest = load.readings[(load.newest + size - (load.count - 1U)) % size];
    const bool inside = now - oldest.at <= load_window;
    if (inside) return;
    --load.count;
  }
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

bool observe(Load& load, const TrainerData& page, Instant now) {
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
  const auto cadence_before = gap ? std::nullopt : load.cadence;
  load.last_fresh = now;
  load.cadence = page.cadence;
  load.power = page.power;

  const int events = static_cast<std::uint8_t>(page.event_count - *before);
  const int accumulated =
      static_cast<std::uint16_t>(page.accumulated_watts - load.last_accumulated);
  load.last_accumulated = page.accumulated_watts;
  if (page.power && events > 1 && !gap) {
    // Turns that were missed are told by the sum; they are felt at the slower of the two cadences.
    const Watts missed{(accumulated - page.power->count()) / (events - 1)};
    const bool plausible = missed >= Watts{0.0} && missed <= most_plausible_power;
    if (plausible && page.cadence && cadence_before) {
      const Rpm slower = std::min(*page.cadence, *cadence_before);
      push(load, {now, torque_at(missed, slower), missed, events - 1});
    }
  }
  const auto torque = page.power && page.cadence ? torque_at(*page.power, *page.cadence)
                                                 : std::optional<NewtonMetres>{};
  push(load, {now, torque, page.power, 1});
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
  }
  pass_time(load, now);
}

void pass_time(Load& load, Instant now) {
  drop_old(load, now);
  if (load.resting_since && now - *load.resting_since >= stopped_after) load.pedalling = false;
  if (lost(load, now)) {
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
  bool complete = load.count > 0;
  each_newest_first(load, [&](const Reading& r) { complete = complete && r.torque && r.power; });
  return long_enough && complete && fresh(load, now);
}

std::optional<NewtonMetres> torque_mean(const Load& load) {
  double sum = 0.0;
  int events = 0;
  each_newest_first(load, [&](const Reading& r) {
    if (!r.torque) return;
    sum += r.torque->count() * r.events;
    events += r.events;
  });
  if (events == 0) return std::nullopt;
  return NewtonMetres{sum / events};
}

std::optional<NewtonMetres> torque_worst(const Load& load) {
  std::optional<NewtonMetres> worst;
  each_newest_first(load, [&](const Reading& r) {
    if (r.torque && (!worst || *r.torque > *worst)) worst = r.torque;
  });
  return worst;
}

std::optional<NewtonMetres> torque_latest(const Load& load) {
  if (load.count == 0) return std::nullopt;
  return load.readings[load.newest].torque;
}

std::optional<Watts> power_mean(const Load& load) {
  double sum = 0.0;
  int events = 0;
  each_newest_first(load, [&](const Reading& r) {
    if (!r.power) return;
    sum += r.power->count() * r.events;
    events += r.events;
  });
  if (events == 0) return std::nullopt;
  return Watts{sum / events};
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
