// SPDX-License-Identifier: MIT
// One past ride over its seconds: cadence in its band, load, power, brake and heart under their
// limits, the phases along the axis and marks where something happened. A column of the screen
// shows the least and the most of its seconds, so no push between two of them is lost.
#include <algorithm>
#include <array>
#include <functional>
#include <span>

#include "app/dashboard/past_parts.hpp"

namespace softpedal::ui {
namespace {

using Value = std::function<std::optional<double>(const Second&)>;

template <class Unit>
std::optional<double> counted(const std::optional<Unit>& value) {
  if (!value) return std::nullopt;
  return value->count();
}

struct Trace {
  Word name;
  Value value;
  std::array<Value, 2> limits{};                    // lines across; empty: none
  std::optional<std::pair<double, double>> band{};  // where it was to be
  double least_scale = 1.0;
  int places = 0;
  Word unit;
  bool of_limit = false;  // the value is told with its first limit
};

double at_of(const Second& second) { return in_seconds(second.elapsed); }

// Those that the axis shows, and one more at each end, so that the lines go on to the edges.
std::span<const Second> shown_of(const std::vector<Second>& seconds, const Span& shown) {
  const auto after = [&seconds](double at) {
    return std::ranges::lower_bound(seconds, at, {}, at_of) - seconds.begin();
  };
  const auto first = std::max<std::ptrdiff_t>(after(shown.from) - 1, 0);
  const auto end =
      std::min<std::ptrdiff_t>(after(shown.to) + 1, static_cast<std::ptrdiff_t>(seconds.size()));
  return std::span{seconds}.subspan(static_cast<std::size_t>(first),
                                    static_cast<std::size_t>(end - first));
}

// A polyline with the least and the most of each column; what was not measured is a gap.
void draw_line(Frame& frame, const Axis& axis, const Scale& scale, std::span<const Second> seconds,
               const Value& value, Colour colour, float pen) {
  Canvas& canvas = frame.canvas;
  const float column = std::max(2.0F, canvas.height(0.0025F));
  std::vector<Point> line;
  struct Column {
    int number = -1;
    double least = 0.0;
    double most = 0.0;
    double last = 0.0;
    float x = 0.0F;
  } now;
  const auto put = [&] {
    if (now.number < 0) return;
    // In the order that keeps the line short.
    const bool rises = now.last >= (now.least + now.most) / 2;
    line.push_back({now.x, scale.y_of(rises ? now.least : now.most)});
    if (now.most > now.least) {
      line.push_back({now.x, scale.y_of(rises ? now.most : now.least)});
    }
    now.number = -1;
  };
  const auto finish = [&] {
    put();
    if (line.size() == 1) {
      canvas.disc(line.front(), pen, colour, true, 1.0F);
    }
    canvas.polyline(line, colour, pen);
    line.clear();
  };
  double before = -1e9;
  for (const Second& second : seconds) {
    const auto measured = value(second);
    const double at = at_of(second);
    // A few lost seconds are bridged, and a longer silence is not.
    if (!measured || at - before > 4.0) finish();
    if (!measured) continue;
    before = at;
    const float x = std::clamp(axis.x_of(at), axis.box.x, axis.box.right());
    const int number = static_cast<int>((x - axis.box.x) / column);
    if (number != now.number) {
      put();
      now = {number, *measured, *measured, *measured, x};
    }
    now.least = std::min(now.least, *measured);
    now.most = std::max(now.most, *measured);
    now.last = *measured;
  }
  finish();
}

double most_of(std::span<const Second> seconds, const Value& value) {
  double most = 0.0;
  for (const Second& second : seconds) most = std::max(most, value(second).value_or(0.0));
  return most;
}

Value fixed(double limit) {
  return [limit](const Second&) { return std::optional{limit}; };
}
// A cap of 0 was not known.
Value cap(std::function<double(const Second&)> of) {
  return [of = std::move(of)](const Second& second) -> std::optional<double> {
    const double value = of(second);
    return value > 0.0 ? std::optional{value} : std::nullopt;
  };
}

std::vector<Trace> traces_of(const KeptRide& ride) {
  std::vector<Trace> traces;
  Trace cadence{.name = words::cadence,
                .value = [](const Second& s) { return counted(s.cadence); },
                .least_scale = 60.0,
                .unit = words::rpm};
  const auto& rx = ride.summary.prescription;
  if (rx) {
    cadence.limits = {fixed(rx->cadence_low.count()), fixed(rx->cadence_high.count())};
    cadence.band = {rx->cadence_low.count(), rx->cadence_high.count()};
  }
  traces.push_back(std::move(cadence));
  traces.push_back({.name = words::load,
                    .value = [](const Second& s) { return counted(s.torque_mean); },
                    .limits = {cap([](const Second& s) { return s.torque_mean_cap.count(); }),
                               cap([](const Second& s) { return s.torque_peak_cap.count(); })},
                    .least_scale = 2.0,
                    .places = 1,
                    .unit = words::newton_metres,
                    .of_limit = true});
  traces.push_back({.name = words::power,
                    .value = [](const Second& s) { return counted(s.power); },
                    .limits = {cap([](const Second& s) { return s.power_cap.count(); }), {}},
                    .least_scale = 20.0,
                    .unit = words::watts});
  traces.push_back({.name = words::brake,
                    .value = [](const Second& s) { return std::optional{s.resistance.count()}; },
                    .least_scale = 1.0,
                    .places = 1,
                    .unit = words::percent});
  const bool heart = std::ranges::any_of(
      ride.seconds, [](const Second& second) { return second.heart_rate.has_value(); });
  if (heart) {
    Trace beats{.name = words::heart,
                .value = [](const Second& s) { return counted(s.heart_rate); },
                .least_scale = 100.0,
                .unit = words::beats};
    if (rx && rx->limits.heart_rate) beats.limits[0] = fixed(rx->limits.heart_rate->count());
    traces.push_back(std::move(beats));
  }
  return traces;
}

void draw_trace_row(Frame& frame, const PlotRow& row, const Axis& axis, const Trace& trace,
                    std::span<const Second> seconds, const Second* at_cursor) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  double most = most_of(seconds, trace.value);
  for (const Value& limit : trace.limits) {
    if (limit) most = std::max(most, most_of(seconds, limit));
  }
  const double top = round_up(std::max(most * 1.02, trace.least_scale));
  const Scale scale = draw_row(frame, row, say(trace.name), top);
  const float thin = std::max(1.0F, canvas.height(0.0025F));
  if (trace.band) {
    const float upper = scale.y_of(trace.band->second);
    canvas.fill({axis.box.x, upper, axis.box.w, scale.y_of(trace.band->first) - upper},
                theme.ground);
  }
  for (const Value& limit : trace.limits) {
    if (limit) draw_line(frame, axis, scale, seconds, limit, theme.line, thin);
  }
  draw_line(frame, axis, scale, seconds, trace.value, theme.accent,
            std::max(1.5F, canvas.height(0.0035F)));
  const auto value = at_cursor != nullptr ? trace.value(*at_cursor) : std::nullopt;
  const auto limit =
      at_cursor != nullptr && trace.of_limit ? trace.limits[0](*at_cursor) : std::nullopt;
  const std::string figure = value ? with_places(*value, trace.places) : std::string{"–"};
  draw_value(frame, row,
             value && limit ? say(words::load_of, figure, with_places(*limit, trace.places))
             : value        ? fmt::format("{} {}", figure, say(trace.unit))
                            : figure);
}

// --- phases and marks ---------------------------------------------------------------------------

Word phase_word(Phase phase) {
  switch (phase) {
    case Phase::WarmUp:
      return words::warm_up;
    case Phase::Ride:
      return words::riding;
    case Phase::CoolDown:
      return words::cool_down;
    case Phase::Paused:
      return words::phase_paused;
    default:
      return words::waiting;
  }
}

// Where each began and ended: one after the other fills the axis.
void draw_phases(Frame& frame, const Axis& axis, const Rect& strip, const KeptRide& ride) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const auto& marks = ride.marks;
  const auto draw = [&](Phase phase, double from, double to) {
    const float left = axis.x_of(std::max(from, axis.shown.from));
    const float right = axis.x_of(std::min(to, axis.shown.to));
    if (right - left < 2.0F || phase == Phase::Ending || phase == Phase::Ended) return;
    const Rect box{left, strip.y, right - left - 1.0F, strip.h};
    const bool moves = phase == Phase::WarmUp || phase == Phase::Ride || phase == Phase::CoolDown;
    canvas.fill(box, theme.panel);
    const Rect under{box.x, box.bottom() - canvas.height(0.005F), box.w, canvas.height(0.005F)};
    if (phase == Phase::Ride) {
      canvas.fill(under, theme.accent);
    } else if (moves) {
      canvas.fill(under, theme.line);
    }
    const Rect room = box.inside(canvas.gap() * 0.4F, canvas.height(0.004F));
    if (!canvas.fits({room.x, room.y, room.w * 0.95F, room.h}, say(phase_word(phase)),
                     Face::Text)) {
      return;
    }
    canvas.write(room, say(phase_word(phase)),
                 {.size = least_size * 1.03F,
                  .ink = theme.quiet,
                  .ground = theme.panel,
                  .align = Align::Centre,
                  .scaled = false});
  };
  const Mark* before = nullptr;
  for (const Mark& mark : marks) {
    if (mark.kind != Mark::Kind::Phase) continue;
    if (before != nullptr) draw(before->phase, in_seconds(before->at), in_seconds(mark.at));
    before = &mark;
  }
  if (before != nullptr) draw(before->phase, in_seconds(before->at), axis.shown.to);
}

struct MarkLook {
  Glyph glyph;
  Colour colour;
  bool hollow = false;
};

MarkLook look_of(const Mark& mark, const Theme& theme) {
  switch (mark.kind) {
    case Mark::Kind::Ease:
      return {Glyph::Down, theme.near};
    case Mark::Kind::Resume:
      return {Glyph::Up, theme.good};
    case Mark::Kind::Breach:
      return {Glyph::Down, theme.over};
    case Mark::Kind::Pain:
      return {Glyph::Disc, theme.text, true};
    case Mark::Kind::Link:
      return {Glyph::Diamond, theme.quiet, mark.why != Why::OnTarget};
    case Mark::Kind::Trouble:
      return {Glyph::Diamond, theme.over};
    case Mark::Kind::Phase:
    case Mark::Kind::End:
      break;
  }
  return {Glyph::Square, theme.quiet};
}

// Phases have their own strip.
bool has_place(const Mark& mark) { return mark.kind != Mark::Kind::Phase; }

// The marks in a row, and the words of the ones under the cursor.
void draw_marks(Frame& frame, const PlotRow& row, const Axis& axis, const KeptRide& ride,
                double cursor) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  canvas.write(row.name, say(words::events), row_words(canvas, 0.029F));
  const float radius = canvas.height(0.0085F);
  const double near = axis.shown.length() * static_cast<double>(radius * 1.6F / axis.box.w);
  for (const Mark& mark : ride.marks) {
    const double at = in_seconds(mark.at);
    if (!has_place(mark) || !axis.shown.holds(at)) continue;
    const MarkLook look = look_of(mark, theme);
    const bool under = std::abs(at - cursor) <= near;
    // Scores below the others: an answer often eases in the same second.
    const float lower = mark.kind == Mark::Kind::Pain ? 1.0F : -1.0F;
    draw_glyph(canvas, {axis.x_of(at), row.plot.middle().y + lower * radius * 1.15F},
               radius * (under ? 1.25F : 1.0F), look.glyph, look.colour, look.hollow);
  }
}

// The last second that was kept at the cursor, not long before it.
const Second* second_at(const std::vector<Second>& seconds, double at) {
  const auto after = std::ranges::upper_bound(seconds, at + 0.5, {}, at_of);
  if (after == seconds.begin()) return nullptr;
  const Second& second = *(after - 1);
  return at - at_of(second) < 4.0 ? &second : nullptr;
}

float strip_height(const Canvas& canvas) { return canvas.height(0.044F); }

}  // namespace

Rect traces_axis(const Canvas& canvas, const Rect& box) {
  return row_of(canvas, box, plot_columns(box)).plot;
}

std::string mark_words(const Mark& mark) {
  switch (mark.kind) {
    case Mark::Kind::Phase:
      return std::string{say(phase_word(mark.phase))};
    case Mark::Kind::Resume:
      return std::string{say(words::went_on)};
    case Mark::Kind::Pain:
      return say(words::knee_score, mark.score);
    case Mark::Kind::Link:
      if (mark.why == Why::OnTarget) return std::string{say(words::link_good)};
      break;
    default:
      break;
  }
  return std::string{say(mark.why)};
}

void draw_traces(Frame& frame, Rect box, const Axis& axis, double cursor) {
  Canvas& canvas = frame.canvas;
  const KeptRide& ride = *frame.model.past.open;
  const PlotColumns at = plot_columns(box);
  const Rect rows{axis.box.x, box.y, axis.box.w, box.h - canvas.height(0.040F)};
  const Rect ticks = box.take_bottom(canvas.height(0.040F));
  const Rect phases = box.take_bottom(strip_height(canvas));
  box.take_bottom(canvas.gap() * 0.5F);
  draw_marks(frame, row_of(canvas, box.take_top(strip_height(canvas)), at), axis, ride, cursor);
  const auto traces = traces_of(ride);
  const auto seconds = shown_of(ride.seconds, axis.shown);
  const float gap = canvas.gap() * 0.5F;
  const auto count = static_cast<float>(traces.size());
  const float each = (box.h - gap * (count - 1)) / count;
  const Second* at_cursor = second_at(ride.seconds, cursor);
  for (const Trace& trace : traces) {
    draw_trace_row(frame, row_of(canvas, box.take_top(each), at), axis, trace, seconds, at_cursor);
    box.take_top(gap);
  }
  draw_phases(frame, axis, {axis.box.x, phases.y, axis.box.w, phases.h}, ride);
  draw_ticks(frame, axis, {axis.box.x, ticks.y, axis.box.w, ticks.h},
             second_ticks(axis.shown, most_ticks(canvas, axis.box)));
  draw_cursor(frame, axis, rows, cursor);
}

}  // namespace softpedal::ui
