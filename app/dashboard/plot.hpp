// SPDX-License-Identifier: MIT
// What every plot over time is made of: a row with its name, its scale and its value; ticks along
// the axis; marks that are told apart by their shape.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/dashboard/dashboard.hpp"
#include "app/dashboard/timeline.hpp"

namespace softpedal::ui {

struct Scale {  // from 0
  double most = 1.0;
  Rect box{};
  [[nodiscard]] float y_of(double value) const;
};

// The next figure with one or two digits that is not less and divides well.
[[nodiscard]] double round_up(double most);

// Plots that stand under each other share their columns: name and scale, plot, value at the cursor.
struct PlotColumns {
  float names;
  float values;
};
[[nodiscard]] PlotColumns plot_columns(const Rect& box);
struct PlotRow {
  Rect name;
  Rect plot;
  Rect value;
};
[[nodiscard]] PlotRow row_of(const Canvas& canvas, Rect row, const PlotColumns& at);
// Rows are low: their words grow a little with the user's scale, and all alike.
[[nodiscard]] Words row_words(const Canvas& canvas, float size);
// The panel, the name, and the figures at both ends of the scale. Returns where to draw.
Scale draw_row(Frame& frame, const PlotRow& row, std::string_view name, double most);
void draw_value(Frame& frame, const PlotRow& row, std::string_view value);

struct Tick {
  double at;
  std::string label;
};
// As many as there is room for, at round places: days since 1970, or seconds.
[[nodiscard]] std::vector<Tick> day_ticks(const Span& shown, int most);
[[nodiscard]] std::vector<Tick> second_ticks(const Span& shown, int most);
[[nodiscard]] int most_ticks(const Canvas& canvas, const Rect& box);
void draw_ticks(Frame& frame, const Axis& axis, const Rect& below, const std::vector<Tick>& ticks);
// Across all rows of the box, where the cursor is.
void draw_cursor(Frame& frame, const Axis& axis, const Rect& rows, double at);

enum class Glyph { Disc, Square, Up, Down, Diamond };
void draw_glyph(Canvas& canvas, Point at, float radius, Glyph glyph, Colour colour,
                bool hollow = false);

}  // namespace softpedal::ui
