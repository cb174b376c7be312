// SPDX-License-Identifier: MIT
#include "app/dashboard/plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/dashboard/dates.hpp"
#include "app/dashboard/parts.hpp"

namespace softpedal::ui {

namespace chrono = std::chrono;

float Scale::y_of(double value) const {
  const double share = most > 0.0 ? std::clamp(value / most, 0.0, 1.0) : 0.0;
  return box.bottom() - box.h * static_cast<float>(share);
}

double round_up(double most) {
  if (!(most > 0.0)) return 1.0;
  const double decade = std::pow(10.0, std::floor(std::log10(most)));
  for (const double step : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0}) {
    if (most <= step * decade * 1.0001) return step * decade;
  }
  return 10.0 * decade;
}

// --- rows ---------------------------------------------------------------------------------------

PlotColumns plot_columns(const Rect& box) { return {box.w * 0.15F, box.w * 0.16F}; }

Words row_words(const Canvas& canvas, float size) {
  return {.size = size * std::min(canvas.scale(), 1.25F),
          .ink = canvas.theme.text,
          .ground = canvas.theme.ground,
          .scaled = false};
}

PlotRow row_of(const Canvas& canvas, Rect row, const PlotColumns& at) {
  PlotRow parts{};
  parts.name = row.take_left(at.names);
  parts.value = row.take_right(at.values);
  parts.plot = row.inside(canvas.gap(), 0);
  return parts;
}

Scale draw_row(Frame& frame, const PlotRow& row, std::string_view name, double most) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  canvas.fill(row.plot, theme.panel, true);
  Rect names = row.name;
  Rect figures = names.take_right(canvas.height(0.062F));
  const Words figure{.size = least_size * 1.05F,
                     .ink = theme.quiet,
                     .ground = theme.ground,
                     .align = Align::Right,
                     .scaled = false};
  const bool both = figures.h > 2.6F * canvas.height(least_size);
  const float half = both ? figures.h / 2 : figures.h;
  Words top = figure;
  top.top = both;
  canvas.write(figures.take_top(half), with_places(most, most == std::round(most) ? 0 : 1), top);
  if (both) {
    const Rect low = figures.take_bottom(canvas.height(least_size * 1.25F));
    canvas.write(low, "0", figure);
  }
  canvas.write(names, name, row_words(canvas, 0.029F));
  return {.most = most, .box = row.plot.inside(0, canvas.height(0.004F))};
}

void draw_value(Frame& frame, const PlotRow& row, std::string_view value) {
  frame.canvas.write(row.value, value, row_words(frame.canvas, 0.034F));
}

// --- ticks --------------------------------------------------------------------------------------

namespace {

// Steps of days, up to fortnights: Mondays where they are weeks.
std::vector<Tick> ticks_of_days(const Span& shown, int step) {
  std::vector<Tick> ticks;
  const int first = monday_before(static_cast<int>(std::floor(shown.from)));
  const int anchor = monday_before(0);
  const int late = ((first - anchor) % step + step) % step;
  for (int day = first - late; day <= shown.to; day += step) {
    // The end of the last day is the day after it: that one is not here.
    if (shown.holds(day) && day < shown.to) {
      ticks.push_back({static_cast<double>(day), day_month_text(day_of_number(day))});
    }
  }
  return ticks;
}

// The first of months, so many apart; January says which year it is.
std::vector<Tick> ticks_of_months(const Span& shown, int step) {
  std::vector<Tick> ticks;
  const auto begin = day_of_number(static_cast<int>(std::floor(shown.from)));
  for (auto month = begin.year() / chrono::January;; month += chrono::months{1}) {
    const int day = number_of(month / 1);
    if (day > shown.to) return ticks;
    const auto months = static_cast<int>(month.year()) * 12 +
                        static_cast<int>(static_cast<unsigned>(month.month())) - 1;
    if (months % step != 0 || !shown.holds(day)) continue;
    const bool january = month.month() == chrono::January;
    ticks.push_back(
        {static_cast<double>(day), january ? fmt::format("{}", static_cast<int>(month.year()))
                                           : std::string{month_name(month.month())}});
  }
}

}  // namespace

std::vector<Tick> day_ticks(const Span& shown, int most) {
  const double days = shown.length();
  for (const int step : {1, 2, 7, 14}) {
    if (days / step <= most) return ticks_of_days(shown, step);
  }
  for (const int step : {1, 3, 6, 12, 24, 60}) {
    if (days / (30.4 * step) <= most) return ticks_of_months(shown, step);
  }
  return ticks_of_months(shown, 120);
}

std::vector<Tick> second_ticks(const Span& shown, int most) {
  double step = 86400.0;
  for (const int each : {10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200}) {
    if (shown.length() / each > most) continue;
    step = each;
    break;
  }
  std::vector<Tick> ticks;
  for (double at = std::ceil(shown.from / step) * step; at <= shown.to; at += step) {
    ticks.push_back({at, clock_text(chrono::seconds{static_cast<std::int64_t>(at)})});
  }
  return ticks;
}

int most_ticks(const Canvas& canvas, const Rect& box) {
  return std::max(2, static_cast<int>(box.w / canvas.height(0.13F)));
}

void draw_ticks(Frame& frame, const Axis& axis, const Rect& below, const std::vector<Tick>& ticks) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const float wide = canvas.height(0.12F);
  const float thin = std::max(1.0F, canvas.height(0.0025F));
  for (const Tick& tick : ticks) {
    const float x = axis.x_of(tick.at);
    canvas.stroke({x, below.y}, {x, below.y + canvas.height(0.006F)}, theme.line, thin);
    Rect room{x - wide / 2, below.y + canvas.height(0.006F), wide, below.h - canvas.height(0.006F)};
    // At the ends the words stay under the plots.
    room.x = std::clamp(room.x, below.x, std::max(below.x, below.right() - wide));
    const Align align = room.x > x - wide / 2 + 1   ? Align::Left
                        : room.x < x - wide / 2 - 1 ? Align::Right
                                                    : Align::Centre;
    canvas.write(room, tick.label,
                 {.size = least_size * 1.05F,
                  .ink = theme.quiet,
                  .ground = theme.ground,
                  .align = align,
                  .scaled = false});
  }
}

void draw_cursor(Frame& frame, const Axis& axis, const Rect& rows, double at) {
  if (!axis.shown.holds(at)) return;
  Canvas& canvas = frame.canvas;
  const float x = axis.x_of(at);
  canvas.stroke({x, rows.y}, {x, rows.bottom()}, canvas.theme.text,
                std::max(1.5F, canvas.height(0.0025F)));
}

// --- marks --------------------------------------------------------------------------------------

void draw_glyph(Canvas& canvas, Point at, float radius, Glyph glyph, Colour colour, bool hollow) {
  const float r = radius;
  const float pen = std::max(1.5F, r * 0.4F);
  if (glyph == Glyph::Disc) {
    return canvas.disc(at, hollow ? r - pen / 2 : r, colour, !hollow, pen);
  }
  if (glyph == Glyph::Square) {
    const Rect box{at.x - r * 0.88F, at.y - r * 0.88F, r * 1.76F, r * 1.76F};
    if (hollow) return canvas.outline(box.inside(pen / 2), colour, pen, false);
    return canvas.fill(box, colour);
  }
  if (glyph == Glyph::Diamond) {
    const Point top{at.x, at.y - r * 1.1F};
    const Point bottom{at.x, at.y + r * 1.1F};
    const Point left{at.x - r * 1.1F, at.y};
    const Point right{at.x + r * 1.1F, at.y};
    if (hollow) return canvas.polyline({top, right, bottom, left, top, right}, colour, pen);
    canvas.triangle(top, right, bottom, colour);
    return canvas.triangle(top, bottom, left, colour);
  }
  const float way = glyph == Glyph::Up ? 1.0F : -1.0F;
  const Point tip{at.x, at.y - way * r * 1.05F};
  const Point left{at.x - way * r * 1.1F, at.y + way * r * 0.85F};
  const Point right{at.x + way * r * 1.1F, at.y + way * r * 0.85F};
  if (hollow) return canvas.polyline({tip, right, left, tip, right}, colour, pen);
  canvas.triangle(tip, right, left, colour);
}

}  // namespace softpedal::ui
