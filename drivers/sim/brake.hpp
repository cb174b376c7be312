// SPDX-License-Identifier: MIT
// What holds the wheel back: the drag that nobody can command, and the brake that follows a command
// late (evidence.md D2, D3). Neither ever drives.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "drivers/sim/mechanics.hpp"

namespace softpedal::sim {

// Power over speed with nothing commanded, as published: a polynomial in the unit of its source,
// and a part that saturates as eddy currents do.
struct DragCurve {
  enum class SpeedUnit : std::uint8_t { MetresPerSecond, KilometresPerHour, MilesPerHour };
  SpeedUnit unit = SpeedUnit::MetresPerSecond;
  std::array<double, 4> watts_per_power_of_speed{};
  Newtons eddy{};
  MetresPerSecond eddy_half_speed{1.0};  // where it reaches half of `eddy`

  // Never negative. Under 1 m/s the published curves mean nothing: the force there stays what it
  // is at 1 m/s, and fades out in the last centimetres a second.
  [[nodiscard]] Newtons force_at(MetresPerSecond speed) const;
};

enum class BrakeLaw : std::uint8_t {
  Even,  // force goes with the command at any speed: motor brakes
  Eddy,  // little force when slow: force x v / (v + half speed)
};

struct BrakeModel {
  BrakeLaw law = BrakeLaw::Even;
  Newtons most{100.0};  // at the wheel, fully on: what page 54 reports
  // What the least command gives already: 0 % parks a magnet, 0.5 % is its least (ant-fec.md 4.8).
  Newtons first_step{0.0};
  MetresPerSecond half_speed{4.85};
  Duration dead_time = std::chrono::milliseconds{400};
  Duration lag = std::chrono::milliseconds{500};  // first order
  Share slew_per_second{1.0};                     // of the whole travel
};

struct TrainerModel {
  std::string_view name;
  DragCurve drag;
  BrakeModel brake;
  Inertia inertia;  // at the wheel
  std::string_view says;
};

// The trainers that can be simulated; the first one is the usual one.
[[nodiscard]] std::span<const TrainerModel> trainer_models();
[[nodiscard]] const TrainerModel* find_model(std::string_view name);

class Brake {
 public:
  explicit Brake(const BrakeModel& model) : model_{model} {}

  // What the trainer's firmware wants now; it takes effect after dead time and lag.
  void command(Instant now, Share level);
  void set(Share level);  // at once: how the trainer woke up
  void step(Instant now);
  void hold(bool stuck) { stuck_ = stuck; }  // a stuck brake stays where it is
  void fade(Share kept) { kept_ = kept; }    // what heat leaves of the force

  [[nodiscard]] Newtons force_at(MetresPerSecond speed) const;
  // The level that would give this force at this speed, 0 to 1.
  [[nodiscard]] Share level_for(Newtons force, MetresPerSecond speed) const;
  [[nodiscard]] Share level() const { return level_; }
  [[nodiscard]] const BrakeModel& model() const { return model_; }

 private:
  struct Waiting {
    Instant due;
    Share level;
  };
  [[nodiscard]] Share reach_at(MetresPerSecond speed) const;
  [[nodiscard]] Share share_of_most() const;
  [[nodiscard]] Share first_share() const;

  BrakeModel model_;
  // More commands than a dead time can hold at four a second; when full, the newest replaces the
  // last, as a firmware with one mailbox does.
  std::array<Waiting, 16> waiting_{};
  std::size_t waiting_count_ = 0;
  Share wanted_{};
  Share level_{};
  Share kept_{1.0};
  bool stuck_ = false;
};

}  // namespace softpedal::sim
