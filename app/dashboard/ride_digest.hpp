// SPDX-License-Identifier: MIT
// The rides of years, ready to be drawn: in order, found by time and by day, and as bins of weeks
// where there are more rides than a screen has columns. Made once for each list of rides.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "app/core/adherence.hpp"
#include "app/core/kept_ride.hpp"
#include "app/dashboard/timeline.hpp"

namespace softpedal::ui {

// What became of a ride, the worst of it.
enum class Outcome : std::uint8_t { Ridden, Eased, Stopped };
[[nodiscard]] Outcome outcome_of(const RideSummary& ride);

enum class Measure : std::uint8_t {
  Minutes,
  Planned,
  Work,        // kJ
  OverCap,     // minutes
  Steadiness,  // standard deviation of the cadence, rpm: the less the smoother
  PainBefore,
  PainPeak,
  PainAfter,
  PainMorning,
};
inline constexpr std::size_t measure_count = 9;
[[nodiscard]] std::optional<double> measured(const RideSummary& ride, Measure measure);

// Of all rides of a bin that have the measure.
struct Extent {
  int count = 0;
  double least = 0.0;
  double most = 0.0;
  double sum = 0.0;
  [[nodiscard]] double mean() const { return sum / count; }
};

struct Bin {
  double at = 0.0;  // days since 1970, where the rider was
  std::array<Extent, measure_count> extents{};
  [[nodiscard]] const Extent& operator[](Measure measure) const {
    return extents[static_cast<std::size_t>(measure)];
  }
};

class RideDigest {
 public:
  using Rides = std::shared_ptr<const std::vector<RideSummary>>;

  void read(const Rides& rides);  // the same ones again cost nothing

  [[nodiscard]] bool empty() const { return order_.empty(); }
  [[nodiscard]] std::size_t size() const { return order_.size(); }
  [[nodiscard]] const RideSummary& ride(std::size_t i) const { return (*rides_)[order_[i].ride]; }
  [[nodiscard]] double at(std::size_t i) const { return order_[i].at; }
  [[nodiscard]] std::size_t nearest(double at) const;
  // From the first of that day up to the first of a later one.
  [[nodiscard]] std::pair<std::size_t, std::size_t> on_days(int first, int last) const;
  // By the one rule of app/core/adherence.hpp.
  [[nodiscard]] Adherence against_plan(int first_day, int last_day) const;

  // Each of so many whole weeks; 0: each of one ride. By time. The last few widths are kept.
  [[nodiscard]] const std::vector<Bin>& bins(int weeks);

 private:
  struct Place {
    double at;
    std::size_t ride;
  };
  Rides rides_{};
  std::vector<Place> order_{};
  PlanKept plan_kept_{};
  struct Binned {
    int weeks;
    std::vector<Bin> bins;
  };
  std::vector<Binned> binned_{};
};

}  // namespace softpedal::ui
