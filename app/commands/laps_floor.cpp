// SPDX-License-Identifier: MIT
// The floor finder's lap, and what every ride learned of its trainer.
#include <algorithm>
#include <utility>

#include "app/commands/laps.hpp"
#include "app/commands/today.hpp"
#include "app/core/plan.hpp"
#include "app/core/rise.hpp"

namespace softpedal::commands {
namespace {

ui::FoundFloor found_floor(const Snapshot& last, const Prescription& rx,
                           const Drivetrain& drivetrain) {
  Limits limits = rx.limits;
  limits.torque_mean = last.torque_mean_cap;  // as the rider may have lowered them
  limits.power = last.power_cap;
  ui::FoundFloor found{
      .cadence = (rx.cadence_low + rx.cadence_high) / 2.0,
      .reach = reach_of(last.floor, drivetrain, limits, rx.cadence_low, rx.cadence_high)};
  for (const std::uint8_t chainring : drivetrain.chainrings) {
    const auto first = static_cast<std::ptrdiff_t>(found.gears.size());
    for (const std::uint8_t sprocket : drivetrain.sprockets) {
      if (chainring == 0 || sprocket == 0) continue;
      const Gear gear{chainring, sprocket};
      const FloorTorque floor =
          floor_torque(last.floor, drivetrain.circumference * ratio(gear), found.cadence);
      found.gears.push_back({gear, floor.torque, under_caps(floor, limits, 0.0)});
    }
    std::reverse(found.gears.begin() + first, found.gears.end());  // the easiest first
  }
  if (brake_known(last.floor)) {
    const MetresPerSecond speed = last.floor.brake_speed;
    found.percent = brake_between(last.floor, speed, Percent{1.0}, Percent{2.0}).force;
    found.first_step = brake_between(last.floor, speed, Percent{0.0}, Percent{0.5}).force;
  }
  return found;
}

}  // namespace

Prescription Laps::prescription_of(std::size_t profile) const {
  const Prescription chosen = less_of(shelf_.prescription(profile), quarters_);
  return finding_floor_ ? floor_finding(chosen) : chosen;
}

// Before Start, as another profile is chosen: the trainer stays connected.
void Laps::take(const ui::FindFloor& find) {
  if (started() || ended_ || closing_ || finding_floor_ == find.on) return;
  finding_floor_ = find.on;
  offered_.reset();
  prescribe_anew();
}

// A ride that is ending takes no other prescription any more; the next one begins with it.
void Laps::prescribe_anew() {
  request_.prescription = prescription_of(profile_);
  if (ride_ && !ride_is_over_) {
    static_cast<void>(ride_->runner().prescribe(request_.prescription));
  }
}

// Gives what the floor finder shows, where there is enough to show.
std::optional<ui::FoundFloor> Laps::keep_what_was_learned(const RideEnd& end) {
  std::string file;
  if (request_.journals) {
    const auto kept = keep_floor(floor_found(request_, *ride_, end.last));
    if (kept) {
      file = kept->string();
    } else if (std::exchange(not_kept_, kept.error().sentence) != kept.error().sentence) {
      complain(kept.error().sentence);
    }
  }
  if (!finding_floor_ || !drag_known(end.last.floor)) return std::nullopt;
  auto found = found_floor(end.last, request_.prescription, request_.settings.drivetrain);
  found.file = std::move(file);
  return found;
}

}  // namespace softpedal::commands
