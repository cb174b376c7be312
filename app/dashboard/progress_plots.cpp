// SPDX-License-Identifier: MIT
// The small multiples of Progress: minutes against the plan, work, time over a limit, steadiness of
// the cadence, and the knee four ways, all over the same days. Where rides stand closer than a bar
// is wide, a bar is the least to the most of some weeks, and a line their mean.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/dashboard/progress_parts.hpp"

namespace softpedal::ui {
namespace {

// What all plots of a frame share.
struct Plots {
  Axis axis{};
  int weeks = 0;  // of a bin; 0: each bin is a ride
  float bar = 0.0F;
  std::vector<Bin> bins{};  // that are shown
};

// Each ride for itself as long as a day has room for so many pixels, else as few weeks as have.
Plots plots_of(Frame& frame, const Axis& axis, float least_width) {
  Plots plots{.axis = axis};
  const float a_day = axis.box.w / static_cast<float>(axis.shown.length());
  if (a_day < least_width) plots.weeks = static_cast<int>(std::ceil(least_width / (7 * a_day)));
  plots.bar = plots.weeks > 0 ? static_cast<float>(plots.weeks) * 7 * a_day - 1.0F
                              : std::clamp(a_day * 0.5F, 2.0F, frame.canvas.height(0.022F));
  for (const Bin& bin : frame.view.progress.digest.bins(plots.weeks)) {
    if (axis.shown.holds(bin.at)) plots.bins.push_back(bin);
  }
  return plots;
}

double most_of(const Plots& plots, std::initializer_list<Measure> measures) {
  double most = 0.0;
  for (const Bin& bin : plots.bins) {
    for (const Measure measure : measures) {
      if (bin[measure].count > 0) most = std::max(most, bin[measure].most);
    }
  }
  return most;
}

// A line through the means; where nothing was ridden for long it is broken.
void draw_means(Frame& frame, const Plots& plots, const Scale& scale, Measure measure,
                Colour colour, float pen) {
  const double longest = std::max(21.0, plots.weeks * 7 * 2.5);
  std::vector<Point> line;
  double before = -1e9;
  for (const Bin& bin : plots.bins) {
    const Extent& extent = bin[measure];
    if (extent.count == 0) continue;
    if (bin.at - before > longest) {
      frame.canvas.polyline(line, colour, pen);
      line.clear();
    }
    before = bin.at;
    line.push_back({plots.axis.x_of(bin.at), scale.y_of(extent.mean())});
  }
  frame.canvas.polyline(line, colour, pen);
}

void draw_bars(Frame& frame, const Plots& plots, const Scale& scale, Measure measure,
               Colour colour) {
  Canvas& canvas = frame.canvas;
  const Rect& box = scale.box;
  const float thin = std::max(1.5F, canvas.height(0.003F));
  for (const Bin& bin : plots.bins) {
    const Extent& extent = bin[measure];
    if (extent.count == 0) continue;
    const float x = plots.axis.x_of(bin.at) - plots.bar / 2;
    const float left = std::max(x, box.x);
    const float right = std::min(x + plots.bar, box.right());
    const float top = scale.y_of(extent.most);
    const float bottom = plots.weeks > 0 ? scale.y_of(extent.least) : box.bottom();
    if (right <= left) continue;
    if (extent.most <= 0.0) continue;  // nothing: no bar
    canvas.fill({left, std::min(top, bottom - thin), right - left, std::max(bottom - top, thin)},
                plots.weeks > 0 ? canvas.theme.line : colour);
  }
  if (plots.weeks > 0) {
    draw_means(frame, plots, scale, measure, colour, std::max(1.5F, canvas.height(0.0035F)));
  }
}

void draw_planned(Frame& frame, const Plots& plots, const Scale& scale) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const float pen = std::max(1.5F, canvas.height(0.003F));
  if (plots.weeks > 0) {
    return draw_means(frame, plots, scale, Measure::Planned, theme.text, pen);
  }
  for (const Bin& bin : plots.bins) {
    const Extent& planned = bin[Measure::Planned];
    if (planned.count == 0) continue;
    const float x = plots.axis.x_of(bin.at);
    const float y = scale.y_of(planned.most);
    const float half = plots.bar * 0.8F;
    canvas.stroke({std::max(x - half, scale.box.x), y}, {std::min(x + half, scale.box.right()), y},
                  theme.text, pen);
  }
}

// --- the knee -----------------------------------------------------------------------------------

struct PainLine {
  Measure measure;
  Word word;
  Glyph glyph;
  bool hollow;
  Colour Theme::*colour;
};
constexpr std::array<PainLine, 4> pain_lines{{
    {Measure::PainBefore, words::knee_before, Glyph::Disc, true, &Theme::quiet},
    {Measure::PainPeak, words::knee_highest, Glyph::Up, false, &Theme::over},
    {Measure::PainAfter, words::knee_after, Glyph::Disc, false, &Theme::accent},
    {Measure::PainMorning, words::knee_morning, Glyph::Square, false, &Theme::near},
}};

// Lines through the means of rides or of weeks, whichever have room for their marks; behind them
// from the lowest score before to the highest of each ride.
void draw_pain(Frame& frame, const Plots& rides, const Plots& means, const Scale& scale) {
  Canvas& canvas = frame.canvas;
  const float half = std::clamp(rides.bar * 0.3F, 1.0F, canvas.height(0.003F));
  for (const Bin& bin : rides.bins) {
    const Extent& before = bin[Measure::PainBefore];
    const Extent& peak = bin[Measure::PainPeak];
    if (peak.count == 0) continue;
    const double least = before.count > 0 ? before.least : peak.least;
    const float x =
        std::clamp(rides.axis.x_of(bin.at), scale.box.x + half, scale.box.right() - half);
    canvas.fill({x - half, scale.y_of(peak.most), 2 * half,
                 scale.y_of(least) - scale.y_of(peak.most) + 1.0F},
                canvas.theme.line);
  }
  const float radius = canvas.height(0.0065F);
  for (const PainLine& one : pain_lines) {
    const Colour colour = canvas.theme.*one.colour;
    draw_means(frame, means, scale, one.measure, colour, std::max(1.5F, canvas.height(0.0025F)));
    for (const Bin& bin : means.bins) {
      const Extent& extent = bin[one.measure];
      if (extent.count == 0) continue;
      draw_glyph(canvas, {means.axis.x_of(bin.at), scale.y_of(extent.mean())}, radius, one.glyph,
                 colour, one.hollow);
    }
  }
}

void draw_pain_values(Frame& frame, Rect box, const RideSummary& ride) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const float each = box.h / static_cast<float>(pain_lines.size());
  for (const PainLine& one : pain_lines) {
    Rect line = box.take_top(each);
    const Rect mark = line.take_left(canvas.height(0.026F));
    draw_glyph(canvas, mark.middle(), canvas.height(0.0075F), one.glyph, theme.*one.colour,
               one.hollow);
    const Rect figure = line.take_right(canvas.height(0.040F));
    const auto score = measured(ride, one.measure);
    const Words words{.size = 0.028F, .ink = theme.quiet, .ground = theme.ground, .scaled = false};
    canvas.write(line, say(one.word), words);
    Words bold = words;
    bold.ink = theme.text;
    bold.align = Align::Right;
    canvas.write(figure, score ? with_places(*score, 0) : std::string{"–"}, bold);
  }
}

// --- values -------------------------------------------------------------------------------------

std::string minutes_value(const RideSummary& ride) {
  if (!ride.prescription) return say(words::minutes_value, clock_text(ride.ridden));
  return say(words::ridden_of, clock_text(ride.ridden), minutes_text(planned(ride)));
}

std::string steadiness_value(const RideSummary& ride) {
  if (!ride.cadence_deviation) return "–";
  return say(words::deviation_value, number(*ride.cadence_deviation, 1));
}

// Of the whole: the knee needs four lines.
float pain_height(const Canvas& canvas, const Rect& box) {
  return std::max(canvas.height(0.126F), box.h * 0.34F);
}

}  // namespace

Rect plots_axis(const Canvas& canvas, const Rect& box) {
  return row_of(canvas, box, plot_columns(box)).plot;
}

void draw_plots(Frame& frame, Rect box, const Axis& axis, const Days& days) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const RideSummary& ride = frame.view.progress.digest.ride(days.cursor);
  const PlotColumns at = plot_columns(box);
  Rect below = axis.box;
  const Rect ticks = box.take_bottom(canvas.height(0.040F));
  below.y = ticks.y;
  below.h = ticks.h;
  const Rect rows = axis.box.w > 0 ? Rect{axis.box.x, box.y, axis.box.w, box.h} : box;
  const float gap = canvas.gap() * 0.5F;
  const float knee = pain_height(canvas, box);
  const float each = (box.h - knee - 4 * gap) / 4;
  const auto next = [&](float height) {
    const PlotRow row = row_of(canvas, box.take_top(height), at);
    box.take_top(gap);
    return row;
  };
  struct Bars {
    Word name;
    Measure measure;
    Colour colour;
    double least_scale;
    std::string value;
  };
  const std::array<Bars, 4> bars{{
      {words::minutes_row, Measure::Minutes, theme.accent, 5.0, minutes_value(ride)},
      {words::work, Measure::Work, theme.accent, 1.0,
       say(words::work_row_value, with_places(ride.work.count() / 1000.0, 1))},
      {words::over_cap, Measure::OverCap, theme.near, 0.5,
       say(words::minutes_value, clock_text(ride.over_cap))},
      {words::steadiness, Measure::Steadiness, theme.accent, 2.0, steadiness_value(ride)},
  }};
  const Plots plots = plots_of(frame, axis, std::max(3.0F, canvas.height(0.0045F)));
  for (const Bars& one : bars) {
    const PlotRow row = next(each);
    const bool minutes = one.measure == Measure::Minutes;
    const double most = minutes ? most_of(plots, {Measure::Minutes, Measure::Planned})
                                : most_of(plots, {one.measure});
    const double top = round_up(std::max(most * 1.04, one.least_scale));
    const Scale scale = draw_row(frame, row, say(one.name), top);
    draw_bars(frame, plots, scale, one.measure, one.colour);
    if (minutes) draw_planned(frame, plots, scale);
    draw_value(frame, row, one.value);
  }
  const PlotRow row = next(knee);
  Scale scale = draw_row(frame, row, say(words::pain), 10.0);
  scale.box = scale.box.inside(0, canvas.height(0.006F));
  draw_pain(frame, plots, plots_of(frame, axis, canvas.height(0.026F)), scale);
  draw_pain_values(frame, row.value, ride);
  draw_ticks(frame, axis, below, day_ticks(axis.shown, most_ticks(canvas, axis.box)));
  draw_cursor(frame, axis, rows, frame.view.progress.digest.at(days.cursor));
}

}  // namespace softpedal::ui
