// SPDX-License-Identifier: MIT
// Numbers that know what they measure. Adding watts to rpm, or comparing a torque with a power,
// does not compile. Only encoders, parsers and drawing code call count().
#pragma once

#include <compare>
#include <numbers>
#include <optional>

namespace softpedal {

template <class Tag>
class Quantity {
 public:
  constexpr Quantity() = default;
  constexpr explicit Quantity(double count) : count_{count} {}
  [[nodiscard]] constexpr double count() const { return count_; }
  constexpr auto operator<=>(const Quantity&) const = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) {
    return Quantity{a.count_ + b.count_};
  }
  friend constexpr Quantity operator-(Quantity a, Quantity b) {
    return Quantity{a.count_ - b.count_};
  }
  friend constexpr Quantity operator*(Quantity a, double k) { return Quantity{a.count_ * k}; }
  friend constexpr Quantity operator/(Quantity a, double k) { return Quantity{a.count_ / k}; }

 private:
  double count_ = 0.0;
};

using Watts = Quantity<struct WattsTag>;            // mechanical power at the crank
using Rpm = Quantity<struct RpmTag>;                // crank turns a minute
using NewtonMetres = Quantity<struct TorqueTag>;    // crank torque: what the knee feels
using Newtons = Quantity<struct ForceTag>;          // brake force at the wheel
using Percent = Quantity<struct PercentTag>;        // share of the brake's largest force (page 48)
using Bpm = Quantity<struct BpmTag>;                // heart beats a minute
using MetresPerSecond = Quantity<struct SpeedTag>;  // speed at the wheel
using Metres = Quantity<struct LengthTag>;          // circumference of the wheel
using Joules = Quantity<struct WorkTag>;            // work at the crank

// Angular speed of the crank in rad/s, as a bare number: it lives only inside the formulas below.
[[nodiscard]] constexpr double radians_per_second(Rpm cadence) {
  return cadence.count() * (2.0 * std::numbers::pi / 60.0);
}

// P = torque x angular speed.
[[nodiscard]] constexpr Watts power_at(NewtonMetres torque, Rpm cadence) {
  return Watts{torque.count() * radians_per_second(cadence)};
}

// Torque = P / angular speed; not defined for a crank at rest.
[[nodiscard]] constexpr std::optional<NewtonMetres> torque_at(Watts power, Rpm cadence) {
  if (!(cadence > Rpm{0.0})) return std::nullopt;
  return NewtonMetres{power.count() / radians_per_second(cadence)};
}

// The crank torque that a force at the wheel costs the rider: force x wheel speed / crank speed.
[[nodiscard]] constexpr std::optional<NewtonMetres> torque_of(Newtons force, MetresPerSecond speed,
                                                              Rpm cadence) {
  return torque_at(Watts{force.count() * speed.count()}, cadence);
}

}  // namespace softpedal
