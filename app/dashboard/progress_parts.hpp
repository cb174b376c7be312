// SPDX-License-Identifier: MIT
// What the screen Progress is made of.
#pragma once

#include "app/dashboard/dates.hpp"
#include "app/dashboard/parts.hpp"
#include "app/dashboard/plot.hpp"

namespace softpedal::ui {

// The days that there are to look at, and the ride under the cursor.
struct Days {
  int today = 0;  // days since 1970
  Bounds bounds{};
  Span shown{};
  std::size_t cursor = 0;
};

[[nodiscard]] Glyph glyph_of(Outcome outcome);
[[nodiscard]] Colour colour_of(Outcome outcome, const Theme& theme);

// A dot for each ride of each day, up to the last day that the plots show, and what the shapes
// mean. True: the ride under the cursor was taken.
[[nodiscard]] bool draw_calendar(Frame& frame, Rect box, Days& days);

// Small multiples over the same days. Returns where the pointer and the keys led.
void draw_plots(Frame& frame, Rect box, const Axis& axis, const Days& days);
// Where they have their axis.
[[nodiscard]] Rect plots_axis(const Canvas& canvas, const Rect& box);

}  // namespace softpedal::ui
