// SPDX-License-Identifier: MIT
// Where the user is among the rides of the past: what Progress, one past ride and the question of
// the morning remember from frame to frame.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "app/dashboard/ride_digest.hpp"
#include "app/dashboard/timeline.hpp"

namespace softpedal::ui {

struct ProgressView {
  RideDigest digest{};
  Timeline timeline{};                  // in days since 1970
  std::optional<std::size_t> cursor{};  // on a ride of the digest; empty: the newest
};

struct PastRideView {
  std::string id{};                // the ride that was asked for; empty: none
  Timeline timeline{};             // in seconds since its start
  std::optional<double> cursor{};  // in seconds
  bool with_health = false;        // pain and plan go into the files too
};

struct MorningView {
  std::optional<int> pain{};
  std::optional<bool> swelling{};
  std::string answered{};  // the ride that was answered for: not asked twice
};

}  // namespace softpedal::ui
