// SPDX-License-Identifier: MIT
// GoldenCheetah knows its own CSV by its columns, all of them and in this order, and leaves alone
// what stands behind; by single names it reads only the time. So the columns that no trainer fills
// are there and empty.
#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <string_view>

#include "app/records/activity.hpp"
#include "app/records/trace.hpp"

namespace softpedal::records {
namespace {

constexpr std::string_view header =
    "secs,cad,hr,km,kph,nm,watts,alt,lon,lat,headwind,slope,temp,interval,lrbalance,lte,rte,lps,"
    "rps,"
    "smo2,thb,o2hb,hhb,target,"
    "torque,torque_cap,resistance,state,why,nrs\n";
constexpr std::string_view alt_to_target = ",,,,,,,,,,,,,,,,";  // 17 columns

// Written with as many digits after the point as tell something; empty: not measured. The point is
// a point in every language.
template <class Tag>
std::string cell(const std::optional<Quantity<Tag>>& value, double scale, int digits) {
  if (!value || !std::isfinite(value->count())) return {};
  return fmt::format("{:.{}f}", value->count() * scale, digits);
}

}  // namespace

std::string csv_activity(const KeptRide& ride) {
  const Trace trace = trace_of(ride);
  std::string text{header};
  for (const Point& point : trace.points) {
    // In a pause the timer rests, so what other programs add up is empty; what is ours stands.
    const Second& second = *point.second;
    const Second timed = point.timed ? second : Second{};
    fmt::format_to(std::back_inserter(text), "{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n",
                   point.at.count(), cell(timed.cadence, 1.0, 0), cell(timed.heart_rate, 1.0, 0),
                   cell(point.distance, 0.001, 5), cell(timed.speed, 3.6, 2),
                   cell(timed.torque_mean, 1.0, 2), cell(timed.power, 1.0, 0), alt_to_target,
                   cell(second.torque_mean, 1.0, 2), cell(told_cap(second), 1.0, 2),
                   cell(std::optional{second.resistance}, 1.0, 1), word(second.phase),
                   word(second.why), point.pain ? std::to_string(*point.pain) : std::string{});
  }
  return text;
}

}  // namespace softpedal::records
