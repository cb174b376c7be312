// SPDX-License-Identifier: MIT
#include "app/dashboard/ride_digest.hpp"

#include <algorithm>
#include <cmath>

#include "app/dashboard/dates.hpp"

namespace softpedal::ui {
namespace {

double in_minutes(Duration time) { return in_seconds(time) / 60.0; }

double days_of(const RideSummary& ride) {
  return std::chrono::duration<double, std::chrono::days::period>(
             local_begin(ride).time_since_epoch())
      .count();
}

template <class Count>
std::optional<double> number(const std::optional<Count>& count) {
  if (!count) return std::nullopt;
  return static_cast<double>(*count);
}

void add(Extent& extent, double value) {
  extent.least = extent.count == 0 ? value : std::min(extent.least, value);
  extent.most = extent.count == 0 ? value : std::max(extent.most, value);
  extent.sum += value;
  ++extent.count;
}

void add(Bin& bin, const RideSummary& ride) {
  for (std::size_t i = 0; i < measure_count; ++i) {
    if (const auto value = measured(ride, static_cast<Measure>(i))) add(bin.extents[i], *value);
  }
}

}  // namespace

Outcome outcome_of(const RideSummary& ride) {
  if (!ridden_to_its_end(ride.end)) return Outcome::Stopped;
  return ride.eases > 0 || ride.breaches > 0 ? Outcome::Eased : Outcome::Ridden;
}

std::optional<double> measured(const RideSummary& ride, Measure measure) {
  switch (measure) {
    case Measure::Minutes:
      return in_minutes(ride.ridden);
    case Measure::Planned:
      if (!ride.prescription) return std::nullopt;
      return in_minutes(planned(ride));
    case Measure::Work:
      return ride.work.count() / 1000.0;
    case Measure::OverCap:
      return in_minutes(ride.over_cap);
    case Measure::Steadiness:
      if (!ride.cadence_deviation) return std::nullopt;
      return ride.cadence_deviation->count();
    case Measure::PainBefore:
      return number(ride.pain_before);
    case Measure::PainPeak:
      return number(ride.pain_peak);
    case Measure::PainAfter:
      return number(ride.pain_after);
    case Measure::PainMorning:
      break;
  }
  return ride.morning ? number(ride.morning->pain) : std::nullopt;
}

void RideDigest::read(const Rides& rides) {
  if (rides == rides_) return;
  rides_ = rides;
  order_.clear();
  binned_.clear();
  plan_kept_ = {};
  if (!rides_) return;
  order_.reserve(rides_->size());
  for (std::size_t i = 0; i < rides_->size(); ++i) order_.push_back({days_of((*rides_)[i]), i});
  // By the rider's own clock, which a journey may turn back.
  std::ranges::stable_sort(order_, {}, &Place::at);
  plan_kept_ = PlanKept{*rides_};
}

std::size_t RideDigest::nearest(double at) const {
  const auto after = std::ranges::lower_bound(order_, at, {}, &Place::at);
  const auto i = static_cast<std::size_t>(after - order_.begin());
  if (i == 0) return 0;
  if (i == order_.size()) return i - 1;
  return order_[i].at - at < at - order_[i - 1].at ? i : i - 1;
}

std::pair<std::size_t, std::size_t> RideDigest::on_days(int first, int last) const {
  const auto place = [this](int day) {
    const auto found = std::ranges::lower_bound(order_, static_cast<double>(day), {}, &Place::at);
    return static_cast<std::size_t>(found - order_.begin());
  };
  return {place(first), place(last + 1)};
}

Adherence RideDigest::against_plan(int first_day, int last_day) const {
  using std::chrono::days;
  using std::chrono::local_days;
  return plan_kept_.between(local_days{days{first_day}}, local_days{days{last_day}});
}

const std::vector<Bin>& RideDigest::bins(int weeks) {
  const auto known = std::ranges::find(binned_, weeks, &Binned::weeks);
  if (known != binned_.end()) return known->bins;
  constexpr std::size_t kept = 4;
  if (binned_.size() == kept) binned_.erase(binned_.begin());
  std::vector<Bin>& bins = binned_.emplace_back(Binned{weeks, {}}).bins;
  std::optional<int> first_day;  // of the last bin
  const int days = weeks * 7;
  for (std::size_t i = 0; i < order_.size(); ++i) {
    if (weeks == 0) {
      bins.push_back({.at = order_[i].at});
    } else {
      // Always the same weeks: a bin keeps its place and its value while the axis moves.
      const int monday = monday_before(static_cast<int>(std::floor(order_[i].at)));
      const int begins = monday - ((monday - monday_before(0)) % days + days) % days;
      if (first_day != begins) bins.push_back({.at = begins + days / 2.0});
      first_day = begins;
    }
    add(bins.back(), ride(i));
  }
  return bins;
}

}  // namespace softpedal::ui
