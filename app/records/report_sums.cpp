// SPDX-License-Identifier: MIT
#include "app/records/report_sums.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "app/core/remark.hpp"

namespace softpedal::records {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::year_month_day;

constexpr days longest_by_day{92};    // a quarter: a ride can still be told from the next
constexpr days longest_by_week{644};  // as many weeks
constexpr days longest_by_month{4018};

// At least one value; sorted here.
std::optional<Spread> spread_of(std::vector<int> values) {
  if (values.empty()) return std::nullopt;
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  const double upper = values[half];
  const double median = values.size() % 2 == 1 ? upper : (upper + values[half - 1]) / 2.0;
  return Spread{.count = static_cast<int>(values.size()),
                .least = static_cast<double>(values.front()),
                .median = median,
                .most = static_cast<double>(values.back())};
}

template <class Unit>
class WeightedMean {
 public:
  void add(const std::optional<Unit>& value, double weight) {
    if (!value) return;
    sum_ = sum_ + *value * weight;
    weight_ += weight;
  }
  [[nodiscard]] std::optional<Unit> value() const {
    if (!(weight_ > 0.0)) return std::nullopt;
    return sum_ / weight_;
  }

 private:
  Unit sum_{};
  double weight_ = 0.0;
};

template <class Unit>
void raise(std::optional<Unit>& most, const std::optional<Unit>& value) {
  if (value && (!most || *value > *most)) most = value;
}

class Totalling {
 public:
  void add(const RideSummary& ride) {
    ++totals_.rides;
    totals_.ended_early += early_end(ride.end).has_value();
    totals_.ridden += ride.ridden;
    totals_.work = totals_.work + ride.work;
    totals_.revolutions += ride.revolutions;
    totals_.over_cap += ride.over_cap;
    totals_.over_cap_loaded += ride.over_cap_loaded;
    const double weight = in_seconds(ride.ridden);
    torque_.add(ride.torque_mean, weight);
    power_.add(ride.power_mean, weight);
    cadence_.add(ride.cadence_mean, weight);
    deviation_.add(ride.cadence_deviation, weight);
    heart_.add(ride.heart_rate_mean, weight);
    raise(totals_.torque_peak, ride.torque_peak);
    raise(totals_.heart_rate_peak, ride.heart_rate_peak);
    answer(Asked::Before, ride.pain_before);
    answer(Asked::Peak, ride.pain_peak);
    answer(Asked::After, ride.pain_after);
    if (!ride.morning) return;
    answer(Asked::Morning, ride.morning->pain);
    totals_.swellings += ride.morning->swelling.value_or(false);
    totals_.swelling_answers += ride.morning->swelling.has_value();
  }

  [[nodiscard]] Totals totals() const {
    Totals totals = totals_;
    totals.torque_mean = torque_.value();
    totals.power_mean = power_.value();
    totals.cadence_mean = cadence_.value();
    totals.cadence_deviation = deviation_.value();
    totals.heart_rate_mean = heart_.value();
    for (std::size_t i = 0; i < times_asked; ++i) totals.pain[i] = spread_of(scores_[i]);
    return totals;
  }

 private:
  void answer(Asked asked, const std::optional<int>& score) {
    if (score) scores_[static_cast<std::size_t>(asked)].push_back(*score);
  }

  Totals totals_{};
  WeightedMean<NewtonMetres> torque_{};
  WeightedMean<Watts> power_{};
  WeightedMean<Rpm> cadence_{};
  WeightedMean<Rpm> deviation_{};
  WeightedMean<Bpm> heart_{};
  std::array<std::vector<int>, times_asked> scores_{};
};

local_days first_of(Step step, local_days day) {
  const year_month_day date{day};
  switch (step) {
    case Step::Day:
      return day;
    case Step::Week:
      return day - days{std::chrono::weekday{day}.iso_encoding() - 1};
    case Step::Month:
      return local_days{date.year() / date.month() / 1};
    case Step::Year:
      return local_days{date.year() / 1 / 1};
  }
  return day;
}

local_days next_of(Step step, local_days first) {
  const year_month_day date{first};
  switch (step) {
    case Step::Day:
      return first + days{1};
    case Step::Week:
      return first + days{7};
    case Step::Month:
      return local_days{date + std::chrono::months{1}};
    case Step::Year:
      return local_days{date + std::chrono::years{1}};
  }
  return first + days{1};
}

Step step_for(days length) {
  if (length <= longest_by_day) return Step::Day;
  if (length <= longest_by_week) return Step::Week;
  return length <= longest_by_month ? Step::Month : Step::Year;
}

std::vector<Bin> empty_bins(Step step, local_days from, local_days to) {
  std::vector<Bin> bins;
  for (local_days first = first_of(step, from); first <= to; first = next_of(step, first)) {
    bins.push_back({.first = first});
  }
  return bins;
}

std::size_t bin_at(const std::vector<Bin>& bins, local_days day) {
  const auto after = std::ranges::upper_bound(bins, day, {}, &Bin::first);
  return static_cast<std::size_t>(after - bins.begin()) - 1;
}

void fill_bins(ReportSums& sums, const Rides& rides, const Plans& plans) {
  std::vector<Totalling> totalling(sums.bins.size());
  for (const RideSummary* ride : rides) {
    const std::size_t at = bin_at(sums.bins, local_day(*ride));
    totalling[at].add(*ride);
    Bin& bin = sums.bins[at];
    if (ride->prescription) bin.limits = ride->prescription;
    if (sums.step == Step::Day && ride->prescription) {
      bin.planned = bin.planned.value_or(Duration{0}) + plans.full_length(*ride);
    }
  }
  for (std::size_t i = 0; i < totalling.size(); ++i) sums.bins[i].totals = totalling[i].totals();
}

// Minutes, day by day: `known` are all rides there are, the oldest first.
void plan_days(ReportSums& sums, const Rides& known, const Plans& plans, local_days last) {
  const RideSummary* in_force = known.front();
  auto next = known.begin();
  double seconds = 0.0;
  std::map<std::size_t, double> seconds_of_bin;
  bool any = false;
  for (local_days day = std::max(sums.from, local_day(*known.front())); day <= last;
       day += days{1}) {
    for (; next != known.end() && local_day(**next) <= day; ++next) in_force = *next;
    if (!in_force->sessions_per_week) continue;
    any = true;
    const double share = *in_force->sessions_per_week / 7.0;
    const double planned = share * in_seconds(plans.full_length(*in_force));
    seconds += planned;
    if (sums.step != Step::Day) seconds_of_bin[bin_at(sums.bins, day)] += planned;
  }
  if (!any) return;
  const auto rounded = [](double count) {
    return std::chrono::duration_cast<Duration>(std::chrono::seconds{std::llround(count)});
  };
  sums.planned = rounded(seconds);
  for (const auto& [at, planned] : seconds_of_bin) sums.bins[at].planned = rounded(planned);
}

void count_breaches(ReportSums& sums, const RideSummary& ride) {
  sums.breaches += ride.breaches;
  sums.rides_with_breaches += ride.breaches > 0;
  sums.breaches_of.torque_mean += ride.breaches_of.torque_mean;
  sums.breaches_of.torque_peak += ride.breaches_of.torque_peak;
  sums.breaches_of.power += ride.breaches_of.power;
  sums.breaches_of.heart_rate += ride.breaches_of.heart_rate;
  sums.breaches_of.floor += ride.breaches_of.floor;
  sums.eases += ride.eases;
}

// What one of them did not say contradicts nothing: a ride that was cut may know the number alone.
bool same_trainer(const KeptTrainer& a, const KeptTrainer& b) {
  const auto agree = [](auto one, auto other) { return one == other || one == 0 || other == 0; };
  return a.number == b.number && agree(a.manufacturer, b.manufacturer) && agree(a.model, b.model) &&
         agree(a.serial, b.serial);
}

// The newest ride first: of software that was renewed the newest stands.
void add_what_is_known(KeptTrainer& trainer, const KeptTrainer& more) {
  if (trainer.manufacturer == 0) trainer.manufacturer = more.manufacturer;
  if (trainer.model == 0) trainer.model = more.model;
  if (trainer.serial == 0) trainer.serial = more.serial;
  if (trainer.software.empty()) trainer.software = more.software;
}

void note_trainer(ReportSums& sums, const RideSummary& ride) {
  sums.power_calibration_needed += ride.power_calibration_needed;
  sums.resistance_calibration_needed += ride.resistance_calibration_needed;
  sums.numbers_unverified += ride.numbers_unverified;
  const auto known =
      std::ranges::find_if(sums.trainers, [&ride](const std::pair<KeptTrainer, int>& trainer) {
        return same_trainer(trainer.first, ride.trainer);
      });
  if (known != sums.trainers.end()) {
    add_what_is_known(known->first, ride.trainer);
    ++known->second;
  } else if (ride.trainer != KeptTrainer{}) {
    sums.trainers.emplace_back(ride.trainer, 1);
  }
}

// The newest ride or spin first.
void note_floor(ReportSums& sums, const RideSummary& ride) {
  const bool seen = std::ranges::any_of(sums.floors, [&ride](const FloorSeen& floor) {
    return floor.trainer == ride.trainer.number && floor.gear == ride.gear;
  });
  if (!ride.floor || seen) return;
  sums.floors.push_back({.on = local_day(ride),
                         .trainer = ride.trainer.number,
                         .floor = *ride.floor,
                         .deviation = ride.floor_deviation,
                         .gear = ride.gear});
}

void add_ride(ReportSums& sums, const RideSummary& ride) {
  if (const auto why = early_end(ride.end)) ++sums.early[static_cast<std::size_t>(*why)];
  if (ride.torque_peak && ride.torque_peak == sums.all.torque_peak) {
    sums.torque_peak_on = local_day(ride);
    sums.torque_peak_cap.reset();
    if (ride.prescription) sums.torque_peak_cap = ride.prescription->limits.torque_peak;
  }
  sums.damaged_lines += ride.damaged_lines;
  count_breaches(sums, ride);
}

// The newest ride first.
void add_past(ReportSums& sums, const RideSummary& ride) {
  note_trainer(sums, ride);
  if (!ride.note.empty()) sums.notes.push_back({.on = local_day(ride), .text = ride.note});
  const auto known =
      std::ranges::find(sums.profiles, ride.title, &std::pair<std::string, int>::first);
  if (known != sums.profiles.end()) {
    ++known->second;
  } else {
    sums.profiles.emplace_back(ride.title, 1);
  }
}

Fault nothing_ridden(const Report& report) {
  const auto day = [](local_days when) { return day_text(year_month_day{when}); };
  std::string sentence =
      fmt::format("Nothing was ridden from {} to {}: ", day(report.from), day(report.to));
  if (report.from > report.to) {
    sentence = fmt::format("No period lasts from {} to {}: give its first day first.",
                           day(report.from), day(report.to));
  } else if (const auto last =
                 std::ranges::find_if(report.rides.rbegin(), report.rides.rend(),
                                      [](const RideSummary& r) { return !r.finds_floor; });
             last != report.rides.rend()) {
    sentence +=
        fmt::format("choose another period; the last ride was on {}.", day(local_day(*last)));
  } else {
    sentence += "there is no ride yet.";
  }
  return Fault{FaultCode::WrongUsage, std::move(sentence)};
}

}  // namespace

std::optional<EarlyEnd> early_end(Why end) {
  if (ridden_to_its_end(end)) return std::nullopt;
  switch (end) {
    case Why::StoppedByRider:
    case Why::DayClosed:
    case Why::EndedByInterrupt:
      return EarlyEnd::Rider;
    case Why::StoppedByPain:
    case Why::PainBeforeRide:
      return EarlyEnd::Pain;
    case Why::StoppedSharp:
      return EarlyEnd::Sharp;
    case Why::StoppedLocking:
      return EarlyEnd::Locking;
    case Why::StoppedGivingWay:
      return EarlyEnd::GivingWay;
    case Why::FloorOverCapEnd:
    case Why::NoGearReaches:
      return EarlyEnd::Gear;
    case Why::HeartRateEnd:
      return EarlyEnd::HeartRate;
    case Why::TimeUp:
      return EarlyEnd::Time;
    case Why::TrainerCannot:
    case Why::TrainerRefused:
      return EarlyEnd::Trainer;
    case Why::Connecting:
      return EarlyEnd::Cut;
    default:
      return EarlyEnd::Program;
  }
}

Result<ReportSums> sums_of(const Report& report) {
  ReportSums sums{.from = report.from, .to = report.to};
  const auto inside = [&report](const RideSummary& ride) {
    return report.from <= local_day(ride) && local_day(ride) <= report.to;
  };
  int real = 0;
  int simulated = 0;
  for (const RideSummary& ride : report.rides) {
    if (!inside(ride)) continue;
    if (!ride.finds_floor) ++(ride.simulated ? simulated : real);
  }
  if (real + simulated == 0) return tl::unexpected(nothing_ridden(report));
  sums.simulated = real == 0;
  sums.simulated_left_out = sums.simulated ? 0 : simulated;

  Rides known;   // to the end of the period
  Rides ridden;  // in it
  Rides turned;  // with the spins
  const RideSummary* before = nullptr;
  for (const RideSummary& ride : report.rides) {
    if (ride.simulated != sums.simulated || local_day(ride) > report.to) continue;
    if (inside(ride)) turned.push_back(&ride);
    if (ride.finds_floor) {
      sums.floor_spins += inside(ride);
      continue;
    }
    known.push_back(&ride);
    if (inside(ride)) {
      ridden.push_back(&ride);
    } else {
      before = &ride;
    }
  }

  const Plans plans{known};
  sums.step = step_for(report.to - report.from + days{1});
  sums.bins = empty_bins(sums.step, report.from, report.to);
  fill_bins(sums, ridden, plans);
  Totalling all;
  for (const RideSummary* ride : ridden) all.add(*ride);
  sums.all = all.totals();
  for (const RideSummary* ride : ridden) {
    add_ride(sums, *ride);
    if (!ride->software.empty() &&
        std::ranges::find(sums.software, ride->software) == sums.software.end()) {
      sums.software.push_back(ride->software);
    }
  }
  std::ranges::for_each(ridden.rbegin(), ridden.rend(),
                        [&sums](const RideSummary* ride) { add_past(sums, *ride); });
  std::ranges::for_each(turned.rbegin(), turned.rend(),
                        [&sums](const RideSummary* ride) { note_floor(sums, *ride); });
  // A clock that was set back may have ridden tomorrow.
  const local_days today = std::max(report.made_on, local_day(*ridden.back()));
  const local_days last = std::min(report.to, today);
  plan_days(sums, known, plans, last);
  sums.adherence = PlanKept{report.rides}.between(report.from, last);
  sums.plan = plans.at(*ridden.back());
  sums.ridden_before = before != nullptr;
  sums.changes = changes_of(before, ridden, plans);
  return sums;
}

}  // namespace softpedal::records
