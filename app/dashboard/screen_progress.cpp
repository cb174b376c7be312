// SPDX-License-Identifier: MIT
// The rides of the past: a calendar against the plan, what was done and how the knee was over time,
// and the report for the physiotherapist. It counts; it does not judge.
#include <algorithm>
#include <cmath>

#include "app/dashboard/past_parts.hpp"
#include "app/dashboard/progress_parts.hpp"

namespace softpedal::ui {
namespace {

constexpr double weeks_at_first = 12;
constexpr int least_days_of_report = 28;
constexpr double least_days_shown = 7;

// Which days there are, and which of them the plots show until now.
Days days_of(Frame& frame) {
  ProgressView& view = frame.view.progress;
  const RideDigest& digest = view.digest;
  const int first = static_cast<int>(std::floor(digest.at(0)));
  const int last = static_cast<int>(std::floor(digest.at(digest.size() - 1)));
  Days days;
  days.today = frame.model.date.ok() ? std::max(number_of(frame.model.date), last) : last;
  // Whole days; at least four weeks, so that a few rides do not fill the screen.
  days.bounds.all = {static_cast<double>(std::min(first, days.today - 27)), days.today + 1.0};
  days.bounds.least = least_days_shown;
  const double at_first = std::min(weeks_at_first * 7, days.bounds.all.length());
  days.shown =
      view.timeline.shown.value_or(Span{days.bounds.all.to - at_first, days.bounds.all.to});
  days.shown = moved(days.shown, 0.0, days.bounds);  // a day may have passed
  days.cursor = std::min(view.cursor.value_or(digest.size() - 1), digest.size() - 1);
  return days;
}

// The arrows go from ride to ride, and the days follow.
void take_cursor_keys(Frame& frame, Axis& axis, Days& days) {
  const auto& press = frame.hands.input().key;
  if (!press) return;
  const std::size_t last = frame.view.progress.digest.size() - 1;
  switch (press->key) {
    case Key::Left:
      days.cursor -= days.cursor > 0 ? 1 : 0;
      break;
    case Key::Right:
      days.cursor = std::min(days.cursor + 1, last);
      break;
    case Key::Home:
      days.cursor = 0;
      break;
    case Key::End:
      days.cursor = last;
      break;
    default:
      return;
  }
  frame.hands.focus("rides");
  axis.shown = moved_to(axis.shown, frame.view.progress.digest.at(days.cursor), days.bounds);
  frame.view.progress.timeline.shown = axis.shown;
}

std::string against_plan(Word of_plan, Word without, const Adherence& adherence) {
  if (adherence.planned) return say(of_plan, adherence.ridden, *adherence.planned);
  return say(without, adherence.ridden);
}

// How many of the planned ones: in this week, all of it, and in four weeks until today.
void draw_adherence(Frame& frame, Rect box, const Days& days) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const RideDigest& digest = frame.view.progress.digest;
  const int monday = monday_before(days.today);
  const Rect week = box.take_left(box.w * 0.34F);
  canvas.write(week,
               against_plan(words::week_of_plan, words::week_without_plan,
                            digest.against_plan(monday, monday + 6)),
               {.size = 0.042F, .ink = theme.accent, .ground = theme.ground, .face = Face::Bold});
  canvas.write(box,
               against_plan(words::weeks_of_plan, words::weeks_without_plan,
                            digest.against_plan(days.today - 27, days.today)),
               {.size = 0.036F, .ink = theme.quiet, .ground = theme.ground});
}

std::string ride_words(const RideSummary& ride) {
  std::string text = date_and_time_text(local_begin(ride));
  const auto add = [&text](std::string_view more) { text += fmt::format("  ·  {}", more); };
  if (const auto title = title_words(ride); !title.empty()) add(title);
  add(ending_words(ride));
  if (ride.simulated) add(say(words::simulated));
  return text;
}

void draw_rides(Frame& frame, Rect rest) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  ProgressView& view = frame.view.progress;
  Days days = days_of(frame);
  const Rect adherence = rest.take_top(canvas.height(0.052F));
  Rect calendar = rest.take_top(canvas.height(0.215F));
  const Rect chosen = rest.take_top(canvas.height(0.046F));
  Rect plots = rest;
  Axis axis{plots_axis(canvas, plots), days.shown};

  bool taken = draw_calendar(frame, calendar, days);
  const Steered steered = steer(frame, "rides", {axis.box.x, plots.y, axis.box.w, plots.h}, axis,
                                view.timeline, days.bounds);
  if (steered.pointed) {
    const std::size_t ride = view.digest.nearest(axis.at(steered.pointed->x));
    if (axis.shown.holds(view.digest.at(ride))) days.cursor = ride;
  }
  // A click takes what is there to be seen.
  const bool seen = axis.shown.holds(view.digest.at(days.cursor));
  taken = taken || steered.entered || (steered.clicked && seen);
  take_cursor_keys(frame, axis, days);
  zoom_by_keys(frame, axis, view.timeline, view.digest.at(days.cursor), days.bounds);
  days.shown = axis.shown;
  view.cursor = days.cursor;

  draw_adherence(frame, adherence, days);
  const RideSummary& ride = view.digest.ride(days.cursor);
  canvas.write(chosen, in_one_line(canvas, chosen, ride_words(ride)),
               {.size = 0.034F, .ink = theme.text, .ground = theme.ground});
  draw_plots(frame, plots, axis, days);
  if (frame.hands.focused("rides")) {
    canvas.outline({axis.box.x, plots.y, axis.box.w, plots.h - canvas.height(0.040F)}, theme.line,
                   std::max(1.0F, canvas.height(0.002F)));
  }
  if (!taken) return;
  frame.view.past = {.id = ride.id};
  frame.ask(OpenRide{ride.id});
}

int days_of_report(const Frame& frame) {
  const ProgressView& view = frame.view.progress;
  if (view.digest.empty() || !view.timeline.shown || !frame.model.date.ok()) return 84;
  const double days = number_of(frame.model.date) + 1.0 - std::floor(view.timeline.shown->from);
  return std::max(least_days_of_report, static_cast<int>(days));
}

void draw_progress_buttons(Frame& frame, const BigButtons& places) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  if (canvas.button("back", places.left, say(words::back), big(theme, say(words::escape_key)))) {
    close_progress(frame);
  }
  // Its upper half only: at the lower one a hand still rests that has just come here.
  Rect right = places.right;
  const Rect report = right.take_top((right.h - canvas.gap()) / 2);
  right.take_top(canvas.gap());
  ButtonLook look = plain(theme);
  look.size = 0.034F;
  look.enabled = !frame.model.past.working && !frame.view.progress.digest.empty();
  if (canvas.button("report", report, say(words::write_report), look)) {
    frame.ask(WriteReport{days_of_report(frame)});
  }
  if (frame.view.progress.digest.empty()) return;
  canvas.write(right, say(words::progress_keys),
               {.size = 0.028F, .ink = theme.quiet, .ground = theme.ground, .scaled = false});
}

}  // namespace

void open_progress(Frame& frame) {
  frame.view.in_progress = true;
  frame.view.progress = {};
  frame.view.past = {};
  frame.ask(ShowProgress{true});
}

void close_progress(Frame& frame) {
  frame.view.in_progress = false;
  frame.ask(ShowProgress{false});
}

void draw_told(Frame& frame, Rect& page) {
  const Past& past = frame.model.past;
  if (!past.working && past.told.empty()) return;
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Rect box = page.take_bottom(canvas.height(0.040F));
  page.take_bottom(canvas.gap() * 0.5F);
  Words look{.size = 0.031F, .ink = theme.text, .ground = theme.ground, .scaled = false};
  if (past.working) {
    const auto& reading = past.reading;
    canvas.write(
        box, reading ? say(words::reading_rides, reading->read, reading->of) : say(words::at_work),
        look);
    return;
  }
  if (past.told_bad) look.ink = theme.over;
  const auto framed = [&past](const std::string& told) {
    return say(past.told_bad ? words::not_done : words::written_to, told);
  };
  canvas.write(box, in_one_line(canvas, box, past.told, framed), look);
}

void draw_progress(Frame& frame) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  frame.view.progress.digest.read(frame.model.past.rides);
  Rect rest = page(canvas);
  draw_top_line(frame, rest, say(words::progress), {});
  const BigButtons buttons = take_big_buttons(canvas, rest);
  draw_told(frame, rest);
  if (!frame.view.progress.digest.empty()) {
    draw_rides(frame, rest);
  } else {
    const bool none = frame.model.past.rides != nullptr;
    if (none && frame.hands.focused("rides")) frame.hands.focus("back");
    const Word word = none ? words::no_rides : words::reading;
    canvas.write(
        rest.inside(rest.w * 0.08F, 0), say(word),
        {.size = 0.050F, .ink = theme.text, .ground = theme.ground, .align = Align::Centre});
  }
  draw_progress_buttons(frame, buttons);
}

}  // namespace softpedal::ui
