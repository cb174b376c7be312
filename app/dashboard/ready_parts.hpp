// SPDX-License-Identifier: MIT
// What Ready and the floor finder's own Ready have in common.
#pragma once

#include "app/dashboard/parts.hpp"

namespace softpedal::ui {

// Takes a strip off the page where the trainer is a virtual one, and says so there.
void draw_simulated(Frame& frame, Rect& page);
// Stick, trainer, release and record, each with its remedy; and the gear, where none is easy
// enough.
void draw_checks(Frame& frame, Rect box);
// Start, or why there is none. Enter stands on it where Enter presses it.
void draw_start(Frame& frame, const Rect& place);
// The score before the ride.
[[nodiscard]] Rect take_knee(const Canvas& canvas, Rect& page);
void draw_knee_before(Frame& frame, Rect box);

}  // namespace softpedal::ui
