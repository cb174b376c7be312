// SPDX-License-Identifier: MIT
// The parts of the ride's screen that are drawn in files of their own.
#pragma once

#include <optional>
#include <string>

#include "app/dashboard/parts.hpp"

namespace softpedal::ui {

template <class Unit>
[[nodiscard]] std::optional<std::string> text_of(const std::optional<Unit>& value, int places) {
  if (!value) return std::nullopt;
  return number(*value, places);
}
// A number that may be late or lost.
void write_number(Canvas& canvas, const Rect& room, const std::optional<std::string>& live,
                  const std::optional<std::string>& late, const Words& look);

// The load against its caps, with what to do about it: by the coach, where a gear is known.
void draw_load(Frame& frame, const Rect& box);
// What is done now and why, and the smaller figures beside it.
void draw_why(Frame& frame, const Rect& box);
void draw_figures(Frame& frame, const Rect& box);

// One of these stands in the band above EASE and STOP.
void draw_trace(Frame& frame, const Rect& box);    // the last minutes
void draw_guide(Frame& frame, Rect box);           // of the floor finder
void draw_knee(Frame& frame, Rect box);            // the row of scores
void draw_outcome(Frame& frame, const Rect& box);  // it is over: is the trainer let go?

}  // namespace softpedal::ui
