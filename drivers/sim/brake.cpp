// SPDX-License-Identifier: MIT
#include "drivers/sim/brake.hpp"

#include <algorithm>

namespace softpedal::sim {

namespace {

constexpr double dt = std::chrono::duration<double>(physics_step).count();
constexpr Share first_level{0.005};  // page 48 goes in half per cents
using Unit = DragCurve::SpeedUnit;

constexpr double published_speed(double metres_per_second, Unit unit) {
  switch (unit) {
    case Unit::KilometresPerHour:
      return metres_per_second * 3.6;
    case Unit::MilesPerHour:
      return metres_per_second * 2.2369362920544;
    case Unit::MetresPerSecond:
      break;
  }
  return metres_per_second;
}

// Curves: evidence.md D2. Brakes, inertias and lags: the ranges of D1 and D3.
constexpr std::array models{
    TrainerModel{
        .name = "gentle",
        .drag = {.unit = Unit::MetresPerSecond, .watts_per_power_of_speed = {0.0, 3.0, 1.0, 0.0}},
        .brake = {.law = BrakeLaw::Even, .most = Newtons{100.0}},
        .inertia = Inertia{1.0},
        .says = "direct drive with little drag: about 2.2 N·m at 55 rpm in 34x28",
    },
    TrainerModel{
        .name = "kurt",
        .drag = {.unit = Unit::MilesPerHour,
                 .watts_per_power_of_speed = {0.0, 5.2448, 0.0, 0.019168}},
        .brake = {.law = BrakeLaw::Eddy, .most = Newtons{60.0}},
        .inertia = Inertia{0.9},
        .says = "wheel-on fluid unit with a heavy roller (Kurt Road Machine curve)",
    },
    TrainerModel{
        .name = "fluid2",
        .drag = {.unit = Unit::MilesPerHour,
                 .watts_per_power_of_speed = {0.0, 8.9788, 0.0137, 0.0115}},
        .brake = {.law = BrakeLaw::Eddy, .most = Newtons{60.0}},
        .inertia = Inertia{0.5},
        .says = "wheel-on fluid unit with a light roller (CycleOps Fluid2 curve)",
    },
    TrainerModel{
        .name = "jetfluid",
        .drag = {.unit = Unit::KilometresPerHour,
                 .watts_per_power_of_speed = {0.0, 0.9487, 0.1162, 0.0040}},
        .brake = {.law = BrakeLaw::Eddy, .most = Newtons{60.0}},
        .inertia = Inertia{0.6},
        .says = "wheel-on fluid unit (JetFluid curve)",
    },
    TrainerModel{
        .name = "powerbeam",
        .drag = {.unit = Unit::KilometresPerHour,
                 .watts_per_power_of_speed = {14.641, 2.530, 0.145, 0.0008}},
        .brake = {.law = BrakeLaw::Even, .most = Newtons{80.0}},
        .inertia = Inertia{0.8},
        .says = "wheel-on electronic brake (Saris Powerbeam Pro default curve)",
    },
    TrainerModel{
        .name = "imagic",
        .drag = {.unit = Unit::KilometresPerHour,
                 // P = R (v²/648 + v/5411 + 0.1058) + 2.2 v with the least R = 30
                 .watts_per_power_of_speed = {30 * 0.1058, 30.0 / 5411 + 2.2, 30.0 / 648, 0.0}},
        .brake = {.law = BrakeLaw::Even, .most = Newtons{30.0}, .lag = std::chrono::seconds{1}},
        .inertia = Inertia{0.4},
        .says = "wheel-on magnetic brake, light roller (Tacx iMagic curve, R = 30)",
    },
    TrainerModel{
        .name = "t1901",
        // P = v (0.0149 R v / (v + 4.85) + 15) with R from 1039 to 4677
        .drag = {.unit = Unit::MetresPerSecond,
                 .watts_per_power_of_speed = {0.0, 15.0, 0.0, 0.0},
                 .eddy = Newtons{0.0149 * 1039},
                 .eddy_half_speed = MetresPerSecond{4.85}},
        .brake = {.law = BrakeLaw::Eddy,
                  .most = Newtons{0.0149 * (4677 - 1039)},
                  .half_speed = MetresPerSecond{4.85},
                  .dead_time = std::chrono::milliseconds{600},
                  .lag = std::chrono::milliseconds{1200},
                  .slew_per_second = Share{0.4}},
        .inertia = Inertia{0.4},
        .says = "wheel-on magnetic brake with a high floor (Tacx Flow T1901)",
    },
    TrainerModel{
        .name = "cyclone",
        .drag = {.unit = Unit::MilesPerHour,
                 .watts_per_power_of_speed = {0.0, 6.4811, 0.0, 0.020106}},
        .brake = {.law = BrakeLaw::Eddy, .most = Newtons{60.0}},
        .inertia = Inertia{0.7},
        .says = "wheel-on fluid unit (Cyclone curve)",
    },
    TrainerModel{
        .name = "muin",
        .drag = {.unit = Unit::KilometresPerHour,
                 .watts_per_power_of_speed = {0.0, 3.015, -0.1205, 0.01739}},
        .brake = {.law = BrakeLaw::Eddy, .most = Newtons{60.0}},
        .inertia = Inertia{1.5},
        .says = "direct drive fluid unit (Elite Turbo Muin 2015 curve)",
    },
    TrainerModel{
        .name = "satori",
        .drag = {.unit = Unit::KilometresPerHour,
                 .watts_per_power_of_speed = {-19.5, 3.9, 0.0, 0.0}},
        .brake = {.law = BrakeLaw::Even, .most = Newtons{40.0}},
        .inertia = Inertia{0.4},
        .says = "wheel-on magnetic brake (Tacx Satori curve, level 2): nothing under 5 km/h",
    },
    TrainerModel{
        .name = "flow",
        .drag = {.unit = Unit::KilometresPerHour,
                 .watts_per_power_of_speed = {-47.27, 7.75, 0.0, 0.0}},
        .brake = {.law = BrakeLaw::Even, .most = Newtons{50.0}, .lag = std::chrono::seconds{1}},
        .inertia = Inertia{0.4},
        .says = "wheel-on magnetic brake (Tacx Flow curve, level 0): nothing under 6 km/h",
    },
    TrainerModel{
        .name = "sirius",
        .drag = {.unit = Unit::KilometresPerHour,
                 .watts_per_power_of_speed = {-20.6, 3.24, 0.0, 0.0}},
        .brake = {.law = BrakeLaw::Even, .most = Newtons{40.0}},
        .inertia = Inertia{0.4},
        .says = "wheel-on magnetic brake (Tacx Sirius curve, level 1): nothing under 6 km/h",
    },
    TrainerModel{
        .name = "blue_twist",
        .drag = {.unit = Unit::KilometresPerHour,
                 .watts_per_power_of_speed = {-24.0, 3.2, 0.0, 0.0}},
        .brake = {.law = BrakeLaw::Even, .most = Newtons{40.0}},
        .inertia = Inertia{0.4},
        .says = "wheel-on magnetic brake (Tacx Blue Twist curve, level 1): nothing under 8 km/h",
    },
    TrainerModel{
        .name = "magnet",
        .drag = {.unit = Unit::MetresPerSecond, .watts_per_power_of_speed = {0.0, 4.0, 0.6, 0.0}},
        .brake = {.law = BrakeLaw::Even,
                  .most = Newtons{60.0},
                  .first_step = Newtons{8.0},
                  .dead_time = std::chrono::milliseconds{600},
                  .lag = std::chrono::milliseconds{800}},
        .inertia = Inertia{0.5},
        .says = "wheel-on with a moved magnet: 0.5 % is 8 N at once, over 3 N·m in 34x28",
    },
    TrainerModel{
        .name = "strong",
        .drag = {.unit = Unit::MetresPerSecond, .watts_per_power_of_speed = {0.0, 2.0, 0.8, 0.0}},
        .brake = {.law = BrakeLaw::Even,
                  .most = Newtons{200.0},
                  .dead_time = std::chrono::milliseconds{250},
                  .lag = std::chrono::milliseconds{300},
                  .slew_per_second = Share{2.0}},
        .inertia = Inertia{2.0},
        .says = "heavy direct drive with a 200 N brake: 1 % is already felt",
    },
};

}  // namespace

std::span<const TrainerModel> trainer_models() { return models; }

const TrainerModel* find_model(std::string_view name) {
  const auto* const found = std::ranges::find(models, name, &TrainerModel::name);
  return found == models.end() ? nullptr : found;
}

Newtons DragCurve::force_at(MetresPerSecond speed) const {
  const double v = std::max(1.0, speed.count());
  const double s = published_speed(v, unit);
  const auto& c = watts_per_power_of_speed;
  const double watts = c[0] + s * (c[1] + s * (c[2] + s * c[3])) +
                       eddy.count() * v * v / (v + eddy_half_speed.count());
  constexpr double fades_under = 0.05;
  const double fade = std::clamp(speed.count() / fades_under, 0.0, 1.0);
  return Newtons{std::max(0.0, watts) / v * fade};
}

void Brake::command(Instant now, Share level) {
  const Waiting next{.due = now + model_.dead_time,
                     .level = std::clamp(level, Share{0.0}, Share{1.0})};
  if (waiting_count_ == waiting_.size()) {
    waiting_.back().level = next.level;
    return;
  }
  waiting_[waiting_count_++] = next;
}

void Brake::set(Share level) {
  waiting_count_ = 0;
  wanted_ = level_ = std::clamp(level, Share{0.0}, Share{1.0});
}

void Brake::step(Instant now) {
  while (waiting_count_ > 0 && waiting_.front().due <= now) {
    wanted_ = waiting_.front().level;
    std::ranges::move(waiting_.begin() + 1, waiting_.begin() + static_cast<int>(waiting_count_),
                      waiting_.begin());
    --waiting_count_;
  }
  if (stuck_) return;
  const double lag = std::max(dt, in_seconds(model_.lag));
  const Share most = model_.slew_per_second * dt;
  level_ = level_ + std::clamp((wanted_ - level_) * (dt / lag), Share{0.0} - most, most);
}

Share Brake::reach_at(MetresPerSecond speed) const {
  const double v = std::max(0.0, speed.count());
  // Even a motor brake cannot hold a wheel that does not turn.
  if (model_.law == BrakeLaw::Even) return Share{std::min(1.0, v / 0.2)};
  return Share{v / (v + model_.half_speed.count())};
}

// Without a first step this is the level. With one it climbs there within the first half per cent
// and evenly from then on.
Share Brake::share_of_most() const {
  const Share first = first_share();
  if (!(first > Share{0.0})) return level_;
  if (level_ <= first_level) return first * (level_.count() / first_level.count());
  const double beyond = (level_ - first_level).count() / (1.0 - first_level.count());
  return first + Share{1.0 - first.count()} * beyond;
}

Share Brake::first_share() const { return Share{model_.first_step.count() / model_.most.count()}; }

Newtons Brake::force_at(MetresPerSecond speed) const {
  return model_.most * (share_of_most().count() * reach_at(speed).count() * kept_.count());
}

Share Brake::level_for(Newtons force, MetresPerSecond speed) const {
  const Newtons full = model_.most * reach_at(speed).count();
  if (!(full > Newtons{0.0})) return Share{force > Newtons{0.0} ? 1.0 : 0.0};
  const double share = std::clamp(force.count() / full.count(), 0.0, 1.0);
  const double first = first_share().count();
  if (!(first > 0.0)) return Share{share};
  if (share <= first) return first_level * (share / first);
  const double beyond = (share - first) / (1.0 - first);
  return first_level + Share{1.0 - first_level.count()} * beyond;
}

}  // namespace softpedal::sim
