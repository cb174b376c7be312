// SPDX-License-Identifier: MIT
// What the rider sets once: body and bike, the words and the look of the window, the sensors that
// are hers. Nothing here can raise a limit.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/core/gears.hpp"
#include "app/core/trainer.hpp"
#include "app/core/units.hpp"

namespace softpedal::ui {

using Kilograms = Quantity<struct KilogramsTag>;

enum class Units : std::uint8_t { Metric, Imperial };

struct Settings {
  std::string name{};  // in the report, as the rider wishes to be named; may be empty
  Kilograms rider{75.0};
  Kilograms bike{10.0};
  Metres crank{0.170};
  Drivetrain drivetrain{};

  Units units = Units::Metric;
  std::string language{};  // "da"; empty: the system's
  bool light = false;
  bool sound = true;
  bool full_screen = false;
  int scale_percent = 100;  // of the words

  std::vector<SensorChoice> sensors{};  // at most one of a kind
  bool remote = false;                  // a button on the handlebar is listened for
  bool operator==(const Settings&) const = default;
};

inline constexpr double kilograms_in_a_pound = 0.45359237;
inline constexpr double newtons_in_a_pound = 4.4482216;

template <class Amount>
struct Range {
  Amount least;
  Amount most;
};
inline constexpr Range rider_range{Kilograms{20.0}, Kilograms{250.0}};
inline constexpr Range bike_range{Kilograms{3.0}, Kilograms{50.0}};  // page 55 ends at 50
inline constexpr Range crank_range{Metres{0.100}, Metres{0.220}};
inline constexpr Range wheel_range{Metres{0.500}, Metres{2.600}};
inline constexpr Range chainring_range{10, 70};  // teeth
inline constexpr Range sprocket_range{9, 60};
inline constexpr Range scale_range{50, 200};  // per cent
inline constexpr int scale_step = 10;

// Those that there are, of an array that ends in zeros.
template <class Teeth>
[[nodiscard]] std::span<const std::uint8_t> present(const Teeth& teeth) {
  return {teeth.begin(), std::ranges::find(teeth, 0)};
}

// One press of a stepper, never out of its range. Weights go by whole kilograms or pounds.
[[nodiscard]] Kilograms stepped(Kilograms weight, int steps, Units units, Range<Kilograms> range);
[[nodiscard]] Metres stepped(Metres length, double millimetres, Range<Metres> range);

// Common sets: the one after or before, round and round. From one that is not among them to the
// first or the last.
using Chainrings = decltype(Drivetrain::chainrings);
using Sprockets = decltype(Drivetrain::sprockets);
[[nodiscard]] bool common(const Chainrings& teeth);
[[nodiscard]] bool common(const Sprockets& teeth);
[[nodiscard]] Chainrings stepped(const Chainrings& teeth, int steps);
[[nodiscard]] Sprockets stepped(const Sprockets& teeth, int steps);
// Its smallest or largest with so many teeth more. Empty: out of range, or not smaller or larger
// than the next one.
enum class End : std::uint8_t { Smallest, Largest };
[[nodiscard]] std::optional<Chainrings> stretched(const Chainrings& teeth, End end, int by);
[[nodiscard]] std::optional<Sprockets> stretched(const Sprockets& teeth, End end, int by);

// The force on the pedals that makes a torque at the crank: both pedals together.
[[nodiscard]] inline Newtons pedal_force(NewtonMetres torque, Metres crank) {
  return Newtons{torque.count() / crank.count()};
}

}  // namespace softpedal::ui
