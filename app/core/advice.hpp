// SPDX-License-Identifier: MIT
// What a screen says in words beside the numbers. Words that change must not flicker: each has
// hysteresis, or a time for which it stands. Nothing here steers anything.
#pragma once

#include <cstdint>
#include <optional>

#include "app/core/clock.hpp"
#include "app/core/load.hpp"
#include "app/core/prescription.hpp"
#include "app/core/why.hpp"

namespace softpedal {

enum class CadenceAdvice : std::uint8_t { None, Faster, JustRight, Slower };
enum class LoadBand : std::uint8_t { Unknown, Calm, Near, Over };

inline constexpr Rpm advice_hysteresis{2.0};      // so far back inside the band before "just right"
inline constexpr double near_from = 0.80;         // of a cap (dashboard.md, "Ride")
inline constexpr double calm_below = 0.75;        // and back
inline constexpr Duration event_stands = 10s;     // in the why line, after it ended (the same)
inline constexpr Duration pain_row_stands = 30s;  // unanswered (the same)

struct Advice {
  CadenceAdvice cadence = CadenceAdvice::None;
  LoadBand load = LoadBand::Unknown;
  std::optional<Why> event{};  // the last thing that took the load away
  Instant event_at{};          // when it was last so
  bool operator==(const Advice&) const = default;
};

// From time to time: moves the words of cadence and load on.
void advise(Advice& advice, const Load& load, const Limits& limits, Judged judged, Rpm low,
            Rpm high, bool live);

// By a limit, the link or the trainer; what the rider asked for is not counted.
[[nodiscard]] bool took_the_load_away(Why why);

// With each decision: an event that is over within moments must be readable all the same.
void note_event(Advice& advice, Why why, Instant now);

// What the why line says: what is done now, or, where that is nothing special, the last event.
[[nodiscard]] Why said(const Advice& advice, Why why, Instant now);

// The row of the pain question is up: for 30 s each time it falls due, until it is answered.
[[nodiscard]] bool pain_row_up(Duration since_asked, Duration ask_every);

}  // namespace softpedal
