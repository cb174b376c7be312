// SPDX-License-Identifier: MIT
// The last five minutes of a ride, one point a second, for a screen to draw.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/core/snapshot.hpp"
#include "app/dashboard/model.hpp"

namespace softpedal::commands {

class RideTrace {
 public:
  using Points = std::vector<ui::TracePoint>;
  static constexpr std::size_t most_points = 300;

  // At each snapshot of a started ride, in order.
  void add(const Snapshot& snapshot);
  void clear() { *this = RideTrace{}; }
  // Never changes once it is given away.
  [[nodiscard]] std::shared_ptr<const Points> points() const { return points_; }

 private:
  std::shared_ptr<const Points> points_ = std::make_shared<const Points>();
  std::optional<std::chrono::seconds> last_{};
  std::optional<Snapshot> before_{};
  bool marked_ = false;  // since the last point
};

}  // namespace softpedal::commands
