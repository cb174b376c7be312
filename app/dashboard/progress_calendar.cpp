// SPDX-License-Identifier: MIT
// The calendar of Progress: a column a week, a dot a ride. What became of the ride is told by shape
// and colour, a simulated one is hollow; under each week stands how much of its plan was ridden.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/dashboard/progress_parts.hpp"

namespace softpedal::ui {
namespace {

constexpr int days_a_week = 7;

// Where the days stand.
struct Grid {
  Rect box{};  // of the days
  float cell = 0.0F;
  int first_monday = 0;
  int weeks = 0;

  [[nodiscard]] Rect place(int day) const {
    const int since = day - first_monday;
    return {box.x + static_cast<float>(since / days_a_week) * cell,
            box.y + static_cast<float>(since % days_a_week) * cell, cell, cell};
  }
  [[nodiscard]] int day_at(Point at) const {
    const auto week = static_cast<int>((at.x - box.x) / cell);
    const auto day = static_cast<int>((at.y - box.y) / cell);
    return first_monday + std::clamp(week, 0, weeks - 1) * days_a_week +
           std::clamp(day, 0, days_a_week - 1);
  }
};

Words small_words(const Theme& theme, Align align) {
  return {.size = least_size * 1.05F,
          .ink = theme.quiet,
          .ground = theme.ground,
          .align = align,
          .scaled = false};
}

void draw_weekdays(Frame& frame, const Grid& grid, const Rect& names) {
  Canvas& canvas = frame.canvas;
  for (const int day : {0, 2, 4, 6}) {
    const Rect cell = grid.place(grid.first_monday + day);
    const std::chrono::weekday weekday{static_cast<unsigned>(day + 1) % 7U};
    canvas.write({names.x, cell.y - cell.h / 2, names.w - canvas.gap() * 0.5F, cell.h * 2},
                 weekday_name(weekday), small_words(canvas.theme, Align::Right));
  }
}

void draw_months(Frame& frame, const Grid& grid, const Rect& names) {
  Canvas& canvas = frame.canvas;
  const float wide = grid.cell * 3.6F;
  for (int week = 0; week < grid.weeks; ++week) {
    const int monday = grid.first_monday + week * days_a_week;
    const auto last = day_of_number(monday + days_a_week - 1);
    if (static_cast<unsigned>(last.day()) > days_a_week) continue;  // no month begins in it
    const float x = grid.place(monday).x;
    if (x + wide > names.right()) return;
    const bool january = last.month() == std::chrono::January;
    canvas.write({x, names.y, wide, names.h},
                 january ? fmt::format("{}", static_cast<int>(last.year()))
                         : std::string{month_name(last.month())},
                 small_words(canvas.theme, Align::Left));
  }
}

// One ride fills its day; several share it, four at most.
void draw_day(Frame& frame, const Rect& cell, std::size_t first, std::size_t end) {
  Canvas& canvas = frame.canvas;
  const RideDigest& digest = frame.view.progress.digest;
  const std::size_t count = std::min<std::size_t>(end - first, 4);
  const float radius = cell.w * (count == 1 ? 0.38F : 0.21F);
  for (std::size_t i = 0; i < count; ++i) {
    const RideSummary& ride = digest.ride(first + i);
    Point at = cell.middle();
    if (count > 1) at.x += cell.w * (i % 2 == 0 ? -0.24F : 0.24F);
    if (count > 2) at.y += cell.w * (i / 2 == 0 ? -0.24F : 0.24F);
    const Outcome outcome = outcome_of(ride);
    draw_glyph(canvas, at, radius, glyph_of(outcome), colour_of(outcome, canvas.theme),
               ride.simulated);
  }
}

void draw_week(Frame& frame, const Grid& grid, int monday) {
  const auto [ridden, planned] =
      frame.view.progress.digest.against_plan(monday, monday + days_a_week - 1);
  if (ridden == 0 || !planned) return;
  const Theme& theme = frame.canvas.theme;
  const float share = static_cast<float>(ridden) / static_cast<float>(*planned);
  const Rect under{grid.place(monday).x, grid.box.bottom() + grid.cell * 0.25F, grid.cell,
                   grid.cell * 0.35F};
  frame.canvas.fill({under.x + under.w * 0.12F, under.y, under.w * 0.76F * share, under.h},
                    ridden == *planned ? theme.good : theme.line);
}

void draw_days(Frame& frame, const Grid& grid, const Days& days) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const RideDigest& digest = frame.view.progress.digest;
  // What the plots show lies on a panel.
  const int from =
      std::max(monday_before(static_cast<int>(std::floor(days.shown.from))), grid.first_monday);
  const Rect first = grid.place(from);
  canvas.fill({first.x, grid.box.y, grid.box.right() - first.x, grid.box.h}, theme.panel, true);
  for (int week = 0; week < grid.weeks; ++week) {
    const int monday = grid.first_monday + week * days_a_week;
    for (int day = monday; day < monday + days_a_week && day <= days.today; ++day) {
      const Rect cell = grid.place(day);
      const auto [begin, end] = digest.on_days(day, day);
      if (begin == end) {
        canvas.fill({cell.middle().x - 1, cell.middle().y - 1, 2, 2}, theme.line);
      } else {
        draw_day(frame, cell, begin, end);
      }
    }
    draw_week(frame, grid, monday);
  }
  const int chosen = static_cast<int>(std::floor(digest.at(days.cursor)));
  const Rect cell = grid.place(chosen);
  const bool there = chosen >= grid.first_monday && cell.right() <= grid.box.right() + 1;
  if (there) canvas.outline(cell, theme.text, std::max(1.5F, canvas.height(0.003F)), false);
}

void draw_meaning(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  struct Row {
    Glyph glyph;
    Colour colour;
    bool hollow;
    Word word;
  };
  const auto row = [&theme](Outcome outcome, Word word) {
    return Row{glyph_of(outcome), colour_of(outcome, theme), false, word};
  };
  const std::array<Row, 4> rows{row(Outcome::Ridden, words::ridden),
                                row(Outcome::Eased, words::was_eased),
                                row(Outcome::Stopped, words::was_stopped),
                                Row{Glyph::Disc, theme.quiet, true, words::was_simulated}};
  const float each = box.h / static_cast<float>(rows.size());
  for (const Row& one : rows) {
    Rect line = box.take_top(each);
    const Rect mark = line.take_left(canvas.height(0.036F));
    draw_glyph(canvas, mark.middle(), canvas.height(0.010F), one.glyph, one.colour, one.hollow);
    canvas.write(line, say(one.word), {.size = 0.029F, .ink = theme.quiet, .ground = theme.ground});
  }
}

}  // namespace

Glyph glyph_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::Ridden:
      return Glyph::Disc;
    case Outcome::Eased:
      return Glyph::Down;
    case Outcome::Stopped:
      break;
  }
  return Glyph::Square;
}

Colour colour_of(Outcome outcome, const Theme& theme) {
  switch (outcome) {
    case Outcome::Ridden:
      return theme.good;
    case Outcome::Eased:
      return theme.near;
    case Outcome::Stopped:
      break;
  }
  return theme.over;
}

bool draw_calendar(Frame& frame, Rect box, Days& days) {
  Canvas& canvas = frame.canvas;
  const RideDigest& digest = frame.view.progress.digest;
  Rect meaning = box.take_right(plot_columns(box).values);
  box.take_right(canvas.gap());
  const Rect months = box.take_top(canvas.height(0.034F));
  meaning.take_top(months.h);
  const Rect weekdays = box.take_left(canvas.height(0.065F));
  Grid grid{.box = box, .cell = box.h / 7.7F};
  grid.weeks = static_cast<int>(box.w / grid.cell);
  const int last = static_cast<int>(std::ceil(days.shown.to)) - 1;
  grid.first_monday = monday_before(last) - (grid.weeks - 1) * days_a_week;
  grid.box.w = static_cast<float>(grid.weeks) * grid.cell;
  grid.box.h = grid.cell * days_a_week;
  draw_months(frame, grid, {grid.box.x, months.y, grid.box.w, months.h});
  draw_weekdays(frame, grid, weekdays);

  const auto choose = [&](Point at) {
    const int day = grid.day_at(at);
    const auto [begin, end] = digest.on_days(day, day);
    if (begin != end) days.cursor = end - 1;
    return begin != end;
  };
  const Input& input = frame.hands.input();
  const bool pressed = canvas.press("calendar", grid.box);
  const bool taken = pressed && (!input.press || choose(*input.press));
  const auto& before = frame.view.progress.timeline.pointer;
  const bool went =
      input.pointer && (!before || before->x != input.pointer->x || before->y != input.pointer->y);
  if (went && grid.box.holds(*input.pointer)) choose(*input.pointer);
  draw_days(frame, grid, days);
  if (frame.hands.focused("calendar")) {
    canvas.outline(grid.box, canvas.theme.text, std::max(2.0F, canvas.height(0.004F)));
  }
  draw_meaning(frame, meaning);
  return taken;
}

}  // namespace softpedal::ui
