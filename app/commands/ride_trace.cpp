// SPDX-License-Identifier: MIT
#include "app/commands/ride_trace.hpp"

namespace softpedal::commands {
namespace {

// A mark stands for an EASE, too.
bool marks(Why why) {
  const bool eased = why == Why::Eased || why == Why::EasedByPain || why == Why::EasedByWindow;
  return eased || took_the_load_away(why);
}

}  // namespace

void RideTrace::add(const Snapshot& now) {
  if (marks(now.why) && (!before_ || before_->why != now.why)) marked_ = true;
  before_ = now;
  const auto second = std::chrono::floor<std::chrono::seconds>(now.elapsed);
  if (last_ && second <= *last_) return;
  last_ = second;
  auto points = std::make_shared<Points>();
  const std::size_t first = points_->size() < most_points ? 0 : points_->size() + 1 - most_points;
  points->reserve(points_->size() - first + 1);
  points->assign(points_->begin() + static_cast<std::ptrdiff_t>(first), points_->end());
  points->push_back({.at = now.elapsed,
                     .cadence = now.cadence,
                     .torque = now.torque_mean,
                     .marked = std::exchange(marked_, false)});
  points_ = std::move(points);
}

}  // namespace softpedal::commands
