// SPDX-License-Identifier: MIT
// One ride of the past: when, what was planned and done, how the knee was; its traces with what
// happened, and its files for other programs.
#include <algorithm>
#include <cmath>

#include "app/dashboard/dates.hpp"
#include "app/dashboard/past_parts.hpp"

namespace softpedal::ui {
namespace {

constexpr double least_seconds_shown = 20;

std::string score_text(const std::optional<int>& score) {
  return score ? fmt::format("{}", *score) : std::string{"–"};
}

Bounds bounds_of(const KeptRide& ride) {
  double last = in_seconds(ride.summary.elapsed);
  if (!ride.seconds.empty()) last = std::max(last, in_seconds(ride.seconds.back().elapsed));
  if (!ride.marks.empty()) last = std::max(last, in_seconds(ride.marks.back().at));
  return {.all = {0.0, std::max(last, least_seconds_shown)}, .least = least_seconds_shown};
}

std::string summary_words(const RideSummary& ride) {
  std::string text = ride.prescription ? say(words::ridden_of, clock_text(ride.ridden),
                                             minutes_text(planned(ride)))
                                       : say(words::minutes_value, clock_text(ride.ridden));
  const auto add = [&text](std::string_view more) { text += fmt::format("  ·  {}", more); };
  add(say(words::work_value, with_places(ride.work.count() / 1000.0, 1),
          with_places(ride.revolutions, 0)));
  add(say(words::over_cap_for, clock_text(ride.over_cap)));
  add(ending_words(ride));
  return text;
}

std::string knee_words(const RideSummary& ride) {
  const auto morning = ride.morning ? ride.morning->pain : std::nullopt;
  std::string text =
      say(words::knee_four_ways, score_text(ride.pain_before), score_text(ride.pain_peak),
          score_text(ride.pain_after), score_text(morning));
  const bool swollen = ride.morning && ride.morning->swelling == true;
  if (swollen) text += fmt::format("  ·  {}", say(words::was_swollen));
  if (!ride.note.empty()) text += fmt::format("  ·  {}", ride.note);
  return text;
}

void draw_summary(Frame& frame, Rect& rest, const RideSummary& ride) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const auto line = [&](float height, const std::string& text, const Words& look) {
    const Rect box = rest.take_top(canvas.height(height));
    canvas.write(box, in_one_line(canvas, box, text), look);
  };
  line(0.050F, std::string{title_words(ride)},
       {.size = 0.042F, .ink = theme.accent, .ground = theme.ground, .face = Face::Bold});
  line(0.042F, summary_words(ride), {.size = 0.034F, .ink = theme.text, .ground = theme.ground});
  line(0.042F, knee_words(ride), {.size = 0.034F, .ink = theme.text, .ground = theme.ground});
  rest.take_top(canvas.gap() * 0.5F);
}

// The arrows go by a fiftieth of what is shown.
void take_cursor_keys(Frame& frame, Axis& axis, const Bounds& bounds, double& cursor) {
  const auto& press = frame.hands.input().key;
  if (!press) return;
  const double step = std::max(1.0, std::round(axis.shown.length() / 50.0));
  switch (press->key) {
    case Key::Left:
      cursor -= step;
      break;
    case Key::Right:
      cursor += step;
      break;
    case Key::Home:
      cursor = bounds.all.from;
      break;
    case Key::End:
      cursor = bounds.all.to;
      break;
    default:
      return;
  }
  cursor = std::clamp(cursor, bounds.all.from, bounds.all.to);
  axis.shown = moved_to(axis.shown, cursor, bounds);
  frame.view.past.timeline.shown = axis.shown;
}

// When it is, and what happened there.
std::string cursor_words(const KeptRide& ride, const Axis& axis, double cursor) {
  std::string text =
      clock_text(std::chrono::round<std::chrono::seconds>(std::chrono::duration<double>{cursor}));
  const double near = std::max(1.5, axis.shown.length() * 0.010);
  for (const Mark& mark : ride.marks) {
    const bool over = mark.phase == Phase::Ending || mark.phase == Phase::Ended;
    if (mark.kind == Mark::Kind::Phase && over) continue;  // its end says why
    if (std::abs(in_seconds(mark.at) - cursor) > near) continue;
    text += fmt::format("  ·  {}", mark_words(mark));
  }
  return text;
}

void draw_ride(Frame& frame, Rect rest, const KeptRide& ride) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  PastRideView& view = frame.view.past;
  const Bounds bounds = bounds_of(ride);
  Rect at = rest.take_top(canvas.height(0.046F));
  Axis axis{traces_axis(canvas, rest), moved(view.timeline.shown.value_or(bounds.all), 0, bounds)};
  double cursor = view.cursor.value_or(bounds.all.from);
  const Steered steered =
      steer(frame, "traces", {axis.box.x, rest.y, axis.box.w, rest.h}, axis, view.timeline, bounds);
  if (steered.pointed) {
    cursor = std::clamp(axis.at(steered.pointed->x), bounds.all.from, bounds.all.to);
  }
  take_cursor_keys(frame, axis, bounds, cursor);
  zoom_by_keys(frame, axis, view.timeline, cursor, bounds);
  view.cursor = cursor;
  at.take_left(axis.box.x - at.x);
  canvas.write(at, in_one_line(canvas, at, cursor_words(ride, axis, cursor)),
               {.size = 0.034F, .ink = theme.text, .ground = theme.ground, .face = Face::Bold});
  draw_traces(frame, rest, axis, cursor);
}

// Files may go to people whom the knee is no business of: never set by itself.
void draw_health_tick(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  bool& set = frame.view.past.with_health;
  if (canvas.press("with health", box)) set = !set;
  if (frame.hands.focused("with health")) {
    canvas.outline(box, theme.text, std::max(1.0F, canvas.height(0.006F)));
  }
  Rect mark = box.take_left(box.h);
  mark = mark.inside(mark.h * 0.24F);
  const float thick = std::max(1.5F, canvas.height(0.003F));
  canvas.outline(mark, theme.text, thick, false);
  if (set) {
    canvas.polyline({{mark.x + mark.w * 0.18F, mark.y + mark.h * 0.52F},
                     {mark.x + mark.w * 0.42F, mark.y + mark.h * 0.78F},
                     {mark.x + mark.w * 0.84F, mark.y + mark.h * 0.22F}},
                    theme.accent, thick * 1.6F);
  }
  canvas.write(box, say(words::with_health),
               {.size = 0.034F, .ink = theme.text, .ground = theme.ground});
}

}  // namespace

std::string_view title_words(const RideSummary& ride) {
  return ride.finds_floor ? say(words::find_floor) : profile_name(ride.title);
}

std::string_view ending_words(const RideSummary& ride) {
  return ride.end == Why::Connecting ? say(words::breaks_off) : say(ride.end);
}

void close_past_ride(Frame& frame) {
  frame.view.past = {};
  frame.ask(OpenRide{});
}

void draw_past_ride(Frame& frame) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const KeptRide& ride = *frame.model.past.open;
  Rect rest = page(canvas);
  draw_top_line(frame, rest, date_and_time_text(local_begin(ride.summary)), {});
  const BigButtons buttons = take_big_buttons(canvas, rest);
  draw_told(frame, rest);
  draw_summary(frame, rest, ride.summary);
  if (ride.seconds.empty()) {
    canvas.write(
        rest, say(words::no_seconds),
        {.size = 0.042F, .ink = theme.text, .ground = theme.ground, .align = Align::Centre});
  } else {
    draw_ride(frame, rest, ride);
  }
  if (canvas.button("back", buttons.left, say(words::back), big(theme, say(words::escape_key)))) {
    close_past_ride(frame);
  }
  Rect right = buttons.right;
  const Rect tick = right.take_bottom(right.h * 0.42F);
  right.take_bottom(canvas.gap());
  ButtonLook look = plain(theme);
  look.enabled = !frame.model.past.working;
  if (canvas.button("export", right, say(words::export_ride), look)) {
    frame.ask(ExportRide{ride.summary.id, frame.view.past.with_health});
  }
  draw_health_tick(frame, tick);
}

}  // namespace softpedal::ui
