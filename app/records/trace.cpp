// SPDX-License-Identifier: MIT
#include "app/records/trace.hpp"

#include <algorithm>

namespace softpedal::records {
namespace {

template <class Unit>
void raise(std::optional<Unit>& most, const std::optional<Unit>& value) {
  if (value && (!most || *value > *most)) most = value;
}

// With the first second of the ride that counts at or after it, else with the last: a score is not
// lost in a pause or a gap. Of two in one second the worse stands.
void place(const Mark& mark, std::vector<Point>& points) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(mark.at);
  auto at = std::ranges::find_if(
      points, [whole](const Point& point) { return point.timed && point.at >= whole; });
  if (at == points.end()) at = std::prev(at);
  at->pain = std::max(at->pain.value_or(mark.score), mark.score);
}

}  // namespace

Trace trace_of(const KeptRide& ride) {
  Trace trace{.elapsed = ride.summary.elapsed,
              .work = ride.summary.work,
              .revolutions = ride.summary.revolutions};
  auto& points = trace.points;
  Duration paused{};
  Joules work_in_pauses{};  // a rider may turn the pedals there too
  double revolutions_in_pauses = 0.0;
  Joules work_before{};
  double revolutions_before = 0.0;
  for (const Second& second : ride.seconds) {
    Point point{.at = std::chrono::floor<std::chrono::seconds>(second.elapsed),
                .second = &second,
                .timed = second.phase != Phase::Paused,
                .distance = trace.distance};
    if (!point.timed) {
      work_in_pauses = work_in_pauses + (second.work - work_before);
      revolutions_in_pauses += second.revolutions - revolutions_before;
    }
    work_before = second.work;
    revolutions_before = second.revolutions;
    point.work = second.work - work_in_pauses;
    point.revolutions = second.revolutions - revolutions_in_pauses;
    const Duration step =
        second.elapsed - (points.empty() ? second.elapsed : points.back().second->elapsed);
    if (second.speed && point.timed) {
      const Metres ridden{second.speed->count() * in_seconds(std::min(step, longest_step))};
      point.distance = trace.distance.value_or(Metres{}) + ridden;
    }
    if (!points.empty() && !points.back().timed) paused += step;
    trace.distance = point.distance;
    // What ended the ride comes within the second before it and holds the final totals.
    if (!points.empty() && points.back().at == point.at) points.pop_back();
    points.push_back(point);
  }
  if (!points.empty()) {
    const Duration last = points.back().second->elapsed;
    trace.elapsed = std::max(trace.elapsed, last);
    trace.work = points.back().work;
    trace.revolutions = points.back().revolutions;
    if (!points.back().timed) paused += trace.elapsed - last;
  }
  trace.timer = trace.elapsed - paused;
  Bpm beats{};
  int beating = 0;
  for (const Point& point : points) {
    if (!point.timed) continue;
    if (const auto& heart_rate = point.second->heart_rate) {
      beats = beats + *heart_rate;
      ++beating;
      raise(trace.heart_rate_most, heart_rate);
    }
    raise(trace.speed_most, point.second->speed);
    raise(trace.cadence_most, point.second->cadence);
    raise(trace.power_most, point.second->power);
  }
  if (beating > 0) trace.heart_rate_mean = beats / beating;
  if (trace.distance && trace.timer > Duration{0}) {
    trace.speed_mean = MetresPerSecond{trace.distance->count() / in_seconds(trace.timer)};
  }
  for (const Mark& mark : ride.marks) {
    if (mark.kind == Mark::Kind::Pain && !points.empty()) place(mark, points);
  }
  return trace;
}

}  // namespace softpedal::records
