// SPDX-License-Identifier: MIT
// Profile format 1 as a table: one row per key, in the order of design.md section 6. A key that has
// no row is unknown; a new key is a row here, a line in README.md and a line in profile.cpp.
#pragma once

#include <array>
#include <string_view>

#include "profiles/ceiling.hpp"

namespace softpedal::profiles {

enum class Kind : unsigned char {
  Quantity,  // a measured amount: 4 and 4.0 are the same
  Count,     // a whole number: seconds, hours, scores
  Line,      // text of one line, not blank
  Text,      // text
  Day,       // a date, 2026-11-21
};

enum class Presence : unsigned char { Required, Optional, WithResistance, WithTorque };
enum class Least : unsigned char { Zero, AboveZero };  // the smallest number allowed
using Most = double (*)(const Ceiling&);               // the largest, by phase; none for text

struct Row {
  std::string_view table;  // empty: before the first table
  std::string_view key;
  Kind kind;
  Presence presence;
  Least least;
  Most most;
  std::string_view meaning;
};

inline constexpr std::array format_1 = [] {
  using enum Kind;
  using enum Presence;
  using enum Least;
  constexpr Most any = nullptr;
  constexpr Most total = [](const Ceiling& c) { return double(c.total.count()); };
  constexpr Most mean = [](const Ceiling& c) { return c.torque_mean.count(); };
  constexpr Most peak = [](const Ceiling& c) { return c.torque_peak.count(); };
  constexpr Most power = [](const Ceiling& c) { return c.power.count(); };
  constexpr Most brake = [](const Ceiling& c) { return c.resistance.count(); };
  constexpr Most ramp = [](const Ceiling& c) { return c.ramp_up_per_second.count(); };
  constexpr Most heart = [](const Ceiling&) { return heart_rate_ceiling.count(); };
  constexpr Most cadence = [](const Ceiling&) { return cadence_ceiling.count(); };
  constexpr Most score = [](const Ceiling&) { return double(worst_pain); };
  constexpr Most rides = [](const Ceiling&) { return double(most_sessions_per_week); };
  constexpr Most between = [](const Ceiling&) { return double(longest_between.count()); };
  // clang-format off: a table is read by its columns
  return std::array{
      Row{"", "format", Count, Required, AboveZero, any, "the version of the format"},
      Row{"", "name", Line, Required, Zero, any, "what people call it"},
      Row{"", "phase", Line, Required, Zero, any, "acute, subacute, chronic or free"},

      Row{"session", "warm_up_s", Count, Required, Zero, total, "seconds at the floor at first"},
      Row{"session", "ride_s", Count, Required, AboveZero, total, "seconds at the target"},
      Row{"session", "cool_down_s", Count, Required, Zero, total, "seconds at the floor at last"},

      Row{"target", "mode", Line, Required, Zero, any, "release, resistance or torque"},
      Row{"target", "resistance_percent", Quantity, WithResistance, AboveZero, brake,
          "the share of the brake to ride at"},
      Row{"target", "torque_nm", Quantity, WithTorque, AboveZero, mean, "the torque to ride at"},

      Row{"limits", "torque_mean_nm", Quantity, Required, AboveZero, mean,
          "the most crank torque as a mean over 3 s"},
      Row{"limits", "torque_peak_nm", Quantity, Required, AboveZero, peak,
          "the most crank torque in a single reading"},
      Row{"limits", "power_w", Quantity, Required, AboveZero, power,
          "the most power as a mean over 3 s"},
      Row{"limits", "resistance_percent", Quantity, Required, Zero, brake,
          "the most that is ever asked of the brake"},
      Row{"limits", "ramp_up_percent_per_s", Quantity, Required, Zero, ramp,
          "how fast the resistance may rise"},
      Row{"limits", "total_s", Count, Required, AboveZero, total,
          "seconds from Start to the end, pauses included"},
      Row{"limits", "heart_rate_bpm", Quantity, Optional, AboveZero, heart, "the most heart rate"},

      Row{"cadence", "low_rpm", Quantity, Required, Zero, cadence, "the slowest advised cadence"},
      Row{"cadence", "high_rpm", Quantity, Required, AboveZero, cadence,
          "the fastest advised cadence"},

      Row{"pain", "ask_every_s", Count, Required, AboveZero, total,
          "seconds between two questions about pain"},
      Row{"pain", "ease_at", Count, Required, Zero, score, "the score that brings the floor"},
      Row{"pain", "stop_at", Count, Required, Zero, score, "the score that ends the ride"},
      Row{"pain", "stop_on_rise", Count, Required, Zero, score,
          "the rise over the score before the ride that ends it"},

      Row{"plan", "sessions_per_week", Count, Required, AboveZero, rides, "how many rides a week"},
      Row{"plan", "hours_between", Count, Required, Zero, between,
          "the least hours from one ride to the next"},

      Row{"author", "name", Line, Required, Zero, any, "who answers for it"},
      Row{"author", "issued", Day, Required, Zero, any, "the day of issue"},
      Row{"author", "expires", Day, Optional, Zero, any, "the last day of use"},
      Row{"author", "note", Text, Required, Zero, any, "a word to the rider"},

      // The table is optional and stands last: the signature covers every byte before its line.
      Row{"signature", "key", Line, Required, Zero, any, "the public key"},
      Row{"signature", "value", Line, Required, Zero, any, "the signature"},
  };
  // clang-format on
}();

}  // namespace softpedal::profiles
