// SPDX-License-Identifier: MIT
// What Progress and one past ride have in common, and what that ride is made of.
#pragma once

#include <string>

#include "app/dashboard/parts.hpp"
#include "app/dashboard/plot.hpp"

namespace softpedal::ui {

// To Progress, from Ready or After; and back.
void open_progress(Frame& frame);
void close_progress(Frame& frame);
// From one ride back to Progress.
void close_past_ride(Frame& frame);

// Takes a line off the page where something is told, or is being done.
void draw_told(Frame& frame, Rect& page);

// Which prescription it was, or that it was the floor finder's; empty: not known.
[[nodiscard]] std::string_view title_words(const RideSummary& ride);
// How a ride ended: "Done", "Stopped by you"; or that its record breaks off.
[[nodiscard]] std::string_view ending_words(const RideSummary& ride);
// What happened, for the rider: "Eased: pain", "knee 3".
[[nodiscard]] std::string mark_words(const Mark& mark);

// The traces of the ride that is open, over one axis in seconds.
void draw_traces(Frame& frame, Rect box, const Axis& axis, double cursor);
[[nodiscard]] Rect traces_axis(const Canvas& canvas, const Rect& box);

}  // namespace softpedal::ui
