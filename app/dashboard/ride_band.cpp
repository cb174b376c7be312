// SPDX-License-Identifier: MIT
// What stands in the band above EASE and STOP: the last minutes, the floor finder's guide, the
// question about the knee, or how the ride ended.
#include <algorithm>
#include <array>
#include <functional>

#include "app/core/pain.hpp"
#include "app/dashboard/ride_parts.hpp"

namespace softpedal::ui {
namespace {

// --- the last minutes ---------------------------------------------------------------------------

struct Curve {
  Word label;
  double least;
  double most;
  std::array<double, 2> limits;
  std::size_t limit_count;
};

void draw_curve(Frame& frame, const Rect& box, const Curve& curve,
                const std::function<std::optional<double>(const TracePoint&)>& value_of) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  canvas.fill(box, theme.panel, true);
  Rect inner = box.inside(canvas.gap());
  canvas.write(inner.take_top(std::min(canvas.line(0.027F), inner.h * 0.34F)), say(curve.label),
               {.size = 0.027F, .ink = theme.quiet, .ground = theme.panel});
  const auto y_of = [&](double value) {
    const double share = std::clamp((value - curve.least) / (curve.most - curve.least), 0.0, 1.0);
    return inner.bottom() - inner.h * static_cast<float>(share);
  };
  const float thin = std::max(1.0F, canvas.height(0.0025F));
  for (std::size_t i = 0; i < curve.limit_count; ++i) {
    const float y = y_of(curve.limits[i]);
    canvas.stroke({inner.x, y}, {inner.right(), y}, theme.line, thin);
  }
  if (!frame.model.trace || frame.model.trace->empty()) return;
  const auto& trace = *frame.model.trace;
  const Duration end = trace.back().at;
  constexpr Duration shown = 5min;
  const auto x_of = [&](Duration at) {
    return inner.right() - inner.w * static_cast<float>(in_seconds(end - at) / in_seconds(shown));
  };
  std::vector<Point> piece;
  const float pen = std::max(1.5F, canvas.height(0.004F));
  const auto finish = [&] {
    canvas.polyline(piece, theme.accent, pen);
    piece.clear();
  };
  for (const TracePoint& point : trace) {
    if (end - point.at > shown) continue;
    const float x = x_of(point.at);
    if (point.marked) {
      const float size = canvas.height(0.010F);
      canvas.triangle({x, inner.y + 1.6F * size}, {x - size, inner.y}, {x + size, inner.y},
                      theme.over);
    }
    const auto value = value_of(point);
    if (!value) {
      finish();  // a gap stays a gap
      continue;
    }
    piece.push_back({x, y_of(*value)});
  }
  finish();
}

}  // namespace

void draw_trace(Frame& frame, const Rect& box) {
  const Snapshot& ride = frame.model.ride;
  const auto halves = columns(box, 2, frame.canvas.gap());
  const double low = ride.cadence_low.count();
  const double high = ride.cadence_high.count();
  draw_curve(frame, halves[0],
             {words::trace_cadence,
              std::max(0.0, low - (high - low)),
              high + (high - low),
              {low, high},
              2},
             [](const TracePoint& point) -> std::optional<double> {
               if (!point.cadence) return std::nullopt;
               return point.cadence->count();
             });
  const double peak = std::max(ride.torque_peak_cap.count(), 0.1);
  draw_curve(frame, halves[1],
             {words::trace_load, 0.0, peak * 1.2, {ride.torque_mean_cap.count(), peak}, 2},
             [](const TracePoint& point) -> std::optional<double> {
               if (!point.torque) return std::nullopt;
               return point.torque->count();
             });
}

// --- the floor finder ---------------------------------------------------------------------------

void draw_guide(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Snapshot& ride = frame.model.ride;
  canvas.fill(box, theme.panel, true);
  box = box.inside(canvas.gap() * 2, canvas.gap());
  if (ride.floor_here) {
    canvas.write(box.take_right(box.w * 0.28F),
                 say(words::finder_here, number(ride.floor_here->torque, 1)),
                 {.size = 0.042F, .ink = theme.text, .ground = theme.panel, .align = Align::Right});
    box.take_right(canvas.gap() * 2);
  }
  canvas.write(
      box, say(words::finder_easiest, number(ride.cadence_low, 0), number(ride.cadence_high, 0)),
      {.size = 0.055F, .ink = theme.text, .ground = theme.panel, .face = Face::Bold});
}

// --- the knee -----------------------------------------------------------------------------------

void draw_knee(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Rect stops = box.take_right(box.w * 0.20F);
  box.take_right(canvas.gap());
  const Rect question = box.take_left(box.w * 0.15F);
  canvas.write(question, say(words::pain_question),
               {.size = 0.034F, .ink = theme.text, .ground = theme.ground, .face = Face::Bold});
  box.take_left(canvas.gap());
  const PainRules& rules = frame.model.prescription.pain;
  const auto baseline = frame.model.ride.pain_before;
  const PainScale scale{[&](int score) { return pain_means(rules, score, baseline); },
                        words::pain_ends};
  if (const auto score = draw_scores(frame, box, std::nullopt, &scale)) {
    frame.view.knee_open = false;
    frame.ask(Say{Pain{*score}});
  }
  struct StopButton {
    std::string_view name;
    Word label;
    Intent intent;
    std::string_view key;
  };
  constexpr std::array<StopButton, 3> buttons{{
      {"sharp", words::sharp, Intent::Sharp, "S"},
      {"locking", words::locking, Intent::Locking, "L"},
      {"giving way", words::giving_way, Intent::GivingWay, "G"},
  }};
  Rect rest = stops;
  const float each = (stops.h - 2 * canvas.gap() * 0.5F) / 3;
  for (const StopButton& button : buttons) {
    const Rect place = rest.take_top(each);
    rest.take_top(canvas.gap() * 0.5F);
    if (canvas.button(
            button.name, place, say(button.label),
            {.fill = theme.over, .ink = theme.ground, .size = 0.034F, .hint = button.key})) {
      frame.say_intent(button.intent);
    }
  }
}

void draw_outcome(Frame& frame, const Rect& box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Snapshot& ride = frame.model.ride;
  canvas.fill(box, theme.panel, true);
  const bool given_up = ride.release_given_up;
  const bool released = ride.release == ReleaseState::Confirmed && !given_up;
  // Refused at the start, where nothing was asked of it: there is no release to tell of.
  if (ride.phase == Phase::Ended && !given_up && !released) return;
  const Word word = given_up ? words::unreleased : released ? words::released : words::releasing;
  const Colour ink = given_up ? theme.over : released ? theme.good : theme.text;
  canvas.write(box.inside(canvas.gap() * 2), say(word),
               {.size = 0.055F,
                .ink = ink,
                .ground = theme.panel,
                .face = Face::Bold,
                .align = Align::Centre});
}

}  // namespace softpedal::ui
