// SPDX-License-Identifier: MIT
// Rides as the history keeps them, made up for tests: the same options give the same ride. A rider
// on a virtual floor of 2 N·m; what happens and when stands in RideOptions.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <random>
#include <string>

#include "app/core/kept_ride.hpp"
#include "app/core/remark.hpp"

namespace softpedal::records {

struct RideOptions {
  unsigned seed = 1;
  std::chrono::sys_seconds began =
      std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + std::chrono::hours{16};
  std::chrono::minutes utc_offset{60};
  std::chrono::seconds ridden{720};  // a sixth each of warm-up and cool-down
  std::optional<std::chrono::seconds> breach_at{
      240};                                           // one reading over its cap, 10 s at the floor
  std::optional<std::chrono::seconds> pause_at{300};  // by the rider, for 45 s
  std::optional<std::chrono::seconds> pain_at{420};   // a 4: eased for 30 s
  std::optional<int> pain_before = 2;
  std::optional<int> pain_after = 3;
  bool heart_rate = false;
  std::string title = "Acute 2: easy turning";
};

// Totals and means of its seconds, as a journal that is read back has them.
inline void sum_up(KeptRide& ride) {
  RideSummary& sum = ride.summary;
  const Second& last = ride.seconds.back();
  sum.elapsed = last.elapsed;
  sum.ridden = last.ridden;
  sum.work = last.work;
  sum.revolutions = last.revolutions;
  sum.over_cap = last.over_cap;
  sum.over_cap_loaded = last.over_cap_loaded;
  sum.cadence_deviation = last.cadence_deviation;
  sum.end = last.phase == Phase::Ending ? last.why : Why::Connecting;
  double cadence = 0.0, power = 0.0, torque = 0.0, heart = 0.0;
  int turning = 0, beating = 0;
  for (const Second& s : ride.seconds) {
    if (s.cadence.value_or(Rpm{}) > Rpm{}) {
      ++turning;
      cadence += s.cadence->count();
      power += s.power.value_or(Watts{}).count();
      torque += s.torque_mean.value_or(NewtonMetres{}).count();
    }
    if (s.torque_reading) {
      sum.torque_peak = std::max(sum.torque_peak.value_or(*s.torque_reading), *s.torque_reading);
    }
    if (s.heart_rate) {
      ++beating;
      heart += s.heart_rate->count();
      sum.heart_rate_peak = std::max(sum.heart_rate_peak.value_or(*s.heart_rate), *s.heart_rate);
    }
    if (s.floor) sum.floor = s.floor, sum.floor_deviation = s.floor_deviation;
    if (s.chainring != 0) sum.gear = Gear{s.chainring, s.sprocket};
  }
  if (turning > 0) {
    sum.cadence_mean = Rpm{cadence / turning};
    sum.power_mean = Watts{power / turning};
    sum.torque_mean = NewtonMetres{torque / turning};
  }
  if (beating > 0) sum.heart_rate_mean = Bpm{heart / beating};
  sum.breaches = sum.eases = 0;
  sum.breaches_of = {};
  for (const Mark& mark : ride.marks) {
    sum.breaches += mark.kind == Mark::Kind::Breach;
    sum.breaches_of.torque_peak += mark.kind == Mark::Kind::Breach;  // the only one there is here
    sum.eases += mark.kind == Mark::Kind::Ease;
  }
}

inline KeptRide a_ride(const RideOptions& options = {}) {
  using std::chrono::seconds;
  const seconds sixth = options.ridden / 6;
  const Prescription rx{
      .phase = RehabPhase::Acute,
      .warm_up = sixth,
      .ride = options.ridden - 2 * sixth,
      .cool_down = sixth,
      .target = {.mode = TargetMode::Resistance, .resistance = Percent{4.0}},
      .limits = {.torque_mean = NewtonMetres{4.0},
                 .torque_peak = NewtonMetres{6.0},
                 .power = Watts{30.0},
                 .resistance = Percent{10.0},
                 .ramp_up_per_second = Percent{0.5},
                 .total = options.ridden + seconds{180}},
      .cadence_low = Rpm{50.0},
      .cadence_high = Rpm{70.0},
      .pain = {.ask_every = seconds{180}, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3},
  };

  KeptRide ride;
  RideSummary& sum = ride.summary;
  sum.id = utc_text(options.began);
  std::ranges::replace(sum.id, ':', '-');
  sum.began = options.began;
  sum.utc_offset = options.utc_offset;
  sum.title = options.title;
  sum.profile_hash = std::string(64, 'a');
  sum.prescription = rx;
  sum.sessions_per_week = 7;
  sum.software = "softpedal 0.1.0";
  sum.stick = "usb";
  sum.trainer = {
      .number = 12345, .manufacturer = 89, .model = 2875, .software = "1.2", .serial = 70001};
  sum.pain_before = options.pain_before;
  sum.pain_after = options.pain_after;
  ride.profile_text = "format = 1\nname = \"" + options.title + "\"\n";

  std::mt19937 random{options.seed};
  const auto noise = [&random](double most) {
    return most * (static_cast<double>(random() % 2001) / 1000.0 - 1.0);
  };
  const auto mark = [&ride](seconds at, Mark what) {
    what.at = at;
    ride.marks.push_back(what);
  };
  const auto within = [](seconds at, const std::optional<seconds>& from, seconds length) {
    return from && at >= *from && at < *from + length;
  };
  const seconds pause_length = options.pause_at ? seconds{45} : seconds{0};
  const seconds end = options.ridden + pause_length;
  Second so_far{.torque_mean_cap = rx.limits.torque_mean,
                .torque_peak_cap = rx.limits.torque_peak,
                .power_cap = rx.limits.power};
  double wander = 0.0;      // of the cadence, slowly
  double resistance = 0.0;  // as commanded
  for (seconds at{0}; at <= end; ++at) {
    const bool paused = within(at, options.pause_at, pause_length);
    const bool eased = within(at, options.pain_at, seconds{30});
    const bool breached = options.breach_at == at;
    const bool held = eased || within(at, options.breach_at, seconds{10});
    const seconds position = std::chrono::floor<seconds>(so_far.ridden);
    Phase phase = Phase::CoolDown;
    if (position < rx.warm_up + rx.ride) phase = Phase::Ride;
    if (position < rx.warm_up) phase = Phase::WarmUp;
    if (paused) phase = Phase::Paused;
    if (at == end) phase = Phase::Ending;
    if (phase != so_far.phase && phase != Phase::Ending) {
      mark(at, {.kind = Mark::Kind::Phase, .phase = phase});
    }
    if (options.pain_at == at) {
      mark(at, {.kind = Mark::Kind::Pain, .score = 4});
      mark(at, {.kind = Mark::Kind::Ease, .why = Why::EasedByPain});
    }
    if (options.pain_at && at == *options.pain_at + seconds{30}) {
      mark(at, {.kind = Mark::Kind::Resume, .why = Why::Ramp});
    }
    if (breached) mark(at, {.kind = Mark::Kind::Breach, .why = Why::TorquePeakCap});
    if (phase == Phase::Ending) mark(at, {.kind = Mark::Kind::End, .why = Why::Done});

    Second s = so_far;
    s.elapsed = at;
    s.phase = phase;
    s.eased = eased;
    const bool loaded = phase == Phase::Ride && !held;
    resistance = loaded ? std::min(resistance + 0.5, 4.0) : 0.0;
    s.resistance = Percent{resistance};
    if (phase == Phase::WarmUp) s.why = Why::WarmUp;
    if (phase == Phase::Ride) s.why = resistance < 4.0 ? Why::Ramp : Why::OnTarget;
    if (phase == Phase::CoolDown) s.why = Why::CoolDown;
    if (phase == Phase::Ending) s.why = Why::Done;
    if (paused) s.why = Why::Paused;
    if (held) s.why = eased ? Why::EasedByPain : Why::TorquePeakCap;
    wander = 0.9 * wander + noise(1.5);
    s.cadence = Rpm{paused ? 0.0 : std::round(60.0 + wander)};
    s.torque_reading.reset();
    s.torque_mean.reset();
    s.power = Watts{0.0};
    s.speed = MetresPerSecond{0.0};
    if (!paused) {
      const double torque = breached ? 6.4 : 2.0 + 0.25 * resistance + noise(0.2);
      s.power = Watts{std::round(power_at(NewtonMetres{torque}, *s.cadence).count())};
      s.torque_reading = torque_at(*s.power, *s.cadence);
      s.torque_mean = NewtonMetres{2.0 + 0.25 * resistance};
      // 34 x 28 on a wheel of 2.096 m, in steps of a millimetre as page 16 has them.
      const double speed = s.cadence->count() / 60.0 * 34.0 / 28.0 * 2.096;
      s.speed = MetresPerSecond{std::round(speed * 1000.0) / 1000.0};
      s.floor = NewtonMetres{2.0};
      s.floor_deviation = NewtonMetres{0.1};
      s.chainring = 34;
      s.sprocket = 28;
    }
    if (options.heart_rate)
      s.heart_rate = Bpm{std::round(95.0 + 0.02 * static_cast<double>(at.count()) + noise(2.0))};
    if (at > seconds{0} && !paused) {
      s.ridden += seconds{1};
      s.work = s.work + Joules{s.power->count()};
      s.revolutions += s.cadence->count() / 60.0;
      sum.distance = sum.distance + Metres{s.speed->count()};
    }
    if (breached) {
      s.over_cap += seconds{1};
      s.over_cap_loaded += seconds{1};
    }
    s.cadence_deviation = Rpm{2.5};
    ride.seconds.push_back(s);
    so_far = s;
  }
  sum.pain_peak = options.pain_before;
  if (options.pain_at) sum.pain_peak = std::max(options.pain_before.value_or(0), 4);
  sum_up(ride);
  return ride;
}

}  // namespace softpedal::records
