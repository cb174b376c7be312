// SPDX-License-Identifier: MIT
// A trainer on paper with a drag curve and a brake at its wheel, a rider in a gear, and the noise
// of both: what the floor is learned from, with the truth beside it.
#pragma once

#include <cmath>
#include <functional>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "tests/core/bench_ride.hpp"

namespace softpedal::test {

struct Curve {
  std::string name;
  std::function<double(double)> watts;  // over metres a second, nothing asked of the brake
};

// evidence.md D2; those fitted straight lines go negative when slow and are cut at 0.
inline std::vector<Curve> published_curves() {
  const auto mph = [](double v) { return v * 2.2369362920544; };
  const auto kmh = [](double v) { return v * 3.6; };
  const auto line = [kmh](double a, double b) {
    return [=](double v) { return std::max(0.0, a * kmh(v) - b); };
  };
  return {
      {"Kurt", [=](double v) { return 5.2448 * mph(v) + 0.019168 * std::pow(mph(v), 3); }},
      {"Cyclone", [=](double v) { return 6.4811 * mph(v) + 0.020106 * std::pow(mph(v), 3); }},
      {"Fluid2",
       [=](double v) {
         return 8.9788 * mph(v) + 0.0137 * std::pow(mph(v), 2) + 0.0115 * std::pow(mph(v), 3);
       }},
      {"JetFluid",
       [=](double v) {
         return 0.9487 * kmh(v) + 0.1162 * std::pow(kmh(v), 2) + 0.0040 * std::pow(kmh(v), 3);
       }},
      {"Muin",
       [=](double v) {
         return 3.015 * kmh(v) - 0.1205 * std::pow(kmh(v), 2) + 0.01739 * std::pow(kmh(v), 3);
       }},
      {"Powerbeam",
       [=](double v) {
         return 14.641 + 2.530 * kmh(v) + 0.145 * std::pow(kmh(v), 2) +
                0.0008 * std::pow(kmh(v), 3);
       }},
      {"Satori", line(3.9, 19.5)},
      {"Flow0", line(7.75, 47.27)},
      {"Sirius", line(3.24, 20.6)},
      {"BlueTwist", line(3.2, 24.0)},
      {"iMagic",
       [=](double v) {
         const double s = kmh(v);
         return 30.0 * (s * s / 648.0 + s / 5411.0 + 0.1058) + 2.2 * s;
       }},
      {"T1901", [](double v) { return v * (0.0149 * 1039.0 * v / (v + 4.85) + 15.0); }},
  };
}

class PaperRide : public Ride {
 public:
  PaperRide(const Prescription& rx, Curve drag, unsigned seed)
      : Ride{rx}, curve{std::move(drag)}, random{seed} {}

  Curve curve;
  Gear gear{34, 28};
  double circumference = 2.096;
  double wobble = 2.0;       // rpm, standard deviation
  double watts_noise = 1.0;  // the same
  double false_zeros = 0.0;  // share of readings
  double first_step_newtons = 0.0;
  double newtons_per_percent = 1.0;
  std::mt19937 random;
  double worst_mean = 0.0;  // N·m, true torque as a mean of 3 s, while pedalling

  [[nodiscard]] double metres() const { return circumference * ratio(gear); }
  // Torque at the crank without and with the brake, at this cadence in this gear.
  [[nodiscard]] double true_floor(double rpm) const {
    const double v = metres() * rpm / 60.0;
    return curve.watts(v) * 60.0 / (2.0 * std::numbers::pi * rpm);
  }
  [[nodiscard]] double true_torque(double rpm, double percent) const {
    const double newtons = percent > 0.0 ? first_step_newtons + newtons_per_percent * percent : 0.0;
    return true_floor(rpm) + newtons * metres() / (2.0 * std::numbers::pi);
  }

  // Turns so long at about this cadence: pages 16 and 25 by turns, a tick each quarter second.
  void turn(Duration time, double rpm) {
    std::normal_distribution<double> normal{0.0, 1.0};
    std::uniform_real_distribution<double> unit{0.0, 1.0};
    for (Duration t{}; t < time && !last.command.finished; t += 250ms) {
      wait(250ms);
      off_ = 0.9 * off_ + std::sqrt(1.0 - 0.81) * wobble * normal(random);
      const double now_rpm = std::max(25.0, rpm + off_);
      const double torque = true_torque(now_rpm, held);
      if ((t / 250ms) % 2 == 0) {
        const double v = metres() * now_rpm / 60.0;
        send(GeneralData{MetresPerSecond{std::round(v * 1000.0) / 1000.0}, std::nullopt,
                         FeState::InUse});
      } else {
        const double watts = torque * now_rpm * 2.0 * std::numbers::pi / 60.0;
        const bool zero = unit(random) < false_zeros;
        page(Rpm{zero ? 0.0 : std::round(now_rpm)},
             Watts{std::max(0.0, std::round(watts + watts_noise * normal(random)))});
      }
      send(Ticked{});
      trainer_slot();
      write_note();
      felt_ = felt_ + (torque - felt_) / 6.0;
      worst_mean = std::max(worst_mean, felt_);
    }
  }

 private:
  double off_ = 0.0;
  double felt_ = 0.0;
};

}  // namespace softpedal::test
