// SPDX-License-Identifier: MIT
// The ride, to be read at two metres: cadence and time, the load against its caps, what is done and
// why, and EASE and STOP always in the same place.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/core/plan.hpp"
#include "app/dashboard/parts.hpp"

namespace softpedal::ui {
namespace {

// Heights of digits themselves (issue 3: a fifth and an eighth of the window at least).
constexpr float cadence_share = 0.235F;
constexpr float time_share = 0.126F;
constexpr float figure_share = 0.042F;  // power, brake, heart rate

struct Areas {
  Rect cadence;
  Rect time;
  Rect load;
  Rect why;
  Rect figures;  // may be empty where the words are large and the knee is asked about
  Rect band;     // trace, or the pain row over it; may be empty
  BigButtons buttons;
};

// The rows' heights follow the words; what is left goes to cadence and time, and the trace gives
// way first.
Areas areas_of(const Canvas& canvas, Rect page, bool knee) {
  Areas areas{};
  areas.buttons = take_big_buttons(canvas, page);
  const float gap = canvas.gap();
  const float least_main = canvas.height(0.33F);
  const float why_line = canvas.line(0.046F);
  const float load_row = canvas.line(0.050F) + canvas.height(0.058F);
  const bool one_row = canvas.scale() <= 1.25F;
  const float rows = one_row ? why_line : 2 * why_line + gap;
  float spare = page.h - least_main - load_row - rows - 3 * gap;
  float band = knee ? std::max(canvas.height(0.12F) + canvas.line(0.028F), canvas.height(0.185F))
                    : std::min(canvas.height(0.15F), spare - canvas.height(0.04F));
  if (!knee && band < canvas.height(0.11F)) band = 0;
  if (band > 0) {
    areas.band = page.take_bottom(band);
    page.take_bottom(gap);
    spare -= band + gap;
  }
  const bool figures = one_row || spare > -why_line;
  if (one_row) {
    Rect row = page.take_bottom(why_line);
    areas.why = row.take_left(row.w * 0.56F);
    areas.figures = row;
  } else {
    if (figures) {
      areas.figures = page.take_bottom(why_line);
      page.take_bottom(gap);
    }
    areas.why = page.take_bottom(why_line);
  }
  page.take_bottom(gap);
  areas.load =
      page.take_bottom(std::min(load_row, std::max(page.h - least_main, load_row * 0.75F)));
  page.take_bottom(gap);
  areas.cadence = page.take_left((page.w - gap) * 0.47F);
  page.take_left(gap);
  areas.time = page;
  return areas;
}

// A number that may be late or lost, in digits, with the word that says so.
void write_number(Canvas& canvas, const Rect& room, const std::optional<std::string>& live,
                  const std::optional<std::string>& late, const Words& look) {
  Words words = look;
  if (!live) words.ink = canvas.theme.quiet;
  canvas.write(room, live ? *live : late ? *late : std::string{"–"}, words);
}

template <class Unit>
std::optional<std::string> text_of(const std::optional<Unit>& value, int places) {
  if (!value) return std::nullopt;
  return number(*value, places);
}

// --- cadence ------------------------------------------------------------------------------------

std::string_view advice_words(CadenceAdvice advice) {
  switch (advice) {
    case CadenceAdvice::Faster:
      return say(words::faster);
    case CadenceAdvice::JustRight:
      return say(words::just_right);
    case CadenceAdvice::Slower:
      return say(words::slower);
    case CadenceAdvice::None:
      break;
  }
  return {};
}

// The band is the filled piece of the line, the marker a triangle.
void draw_ruler(Frame& frame, const Rect& box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Snapshot& ride = frame.model.ride;
  const double low = ride.cadence_low.count();
  const double high = ride.cadence_high.count();
  const double from = std::max(0.0, low - (high - low) * 0.75);
  const double to = high + (high - low) * 0.75;
  const float figures = canvas.height(least_size * 1.25F);
  const Rect line = box.inside(canvas.height(0.02F), 0);
  const float y = box.bottom() - figures - canvas.height(0.010F);
  const auto x_of = [&](double rpm) {
    const double share = to > from ? std::clamp((rpm - from) / (to - from), 0.0, 1.0) : 0.5;
    return line.x + line.w * static_cast<float>(share);
  };
  const float thin = std::max(2.0F, canvas.height(0.004F));
  canvas.stroke({line.x, y}, {line.right(), y}, theme.line, thin);
  const float thick = canvas.height(0.014F);
  canvas.fill({x_of(low), y - thick / 2, x_of(high) - x_of(low), thick}, theme.accent);
  for (const double edge : {low, high}) {
    Rect room{x_of(edge) - canvas.height(0.08F), box.bottom() - figures, canvas.height(0.16F),
              figures};
    canvas.write(
        room, with_places(edge, 0),
        {.size = 0.028F, .ink = theme.quiet, .ground = theme.panel, .align = Align::Centre});
  }
  if (!ride.cadence) return;
  const float x = x_of(ride.cadence->count());
  const float size = canvas.height(0.014F);
  const float tip = y;
  canvas.triangle({x, tip}, {x - size, tip - 1.7F * size}, {x + size, tip - 1.7F * size},
                  theme.text);
}

// What to do about it, or what is wrong with it.
void draw_advice(Frame& frame, const Rect& box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Snapshot& ride = frame.model.ride;
  Words look{.size = 0.046F, .ink = theme.near, .ground = theme.panel, .face = Face::Bold};
  if (ride.link == LinkHealth::Late) {
    canvas.write(box, say(words::late), look);
  } else if (ride.link != LinkHealth::Live) {
    look.ink = theme.over;
    canvas.write(box, say(words::no_signal), look);
  } else {
    if (ride.cadence_advice == CadenceAdvice::JustRight) look.ink = theme.good;
    canvas.write(box, advice_words(ride.cadence_advice), look);
  }
}

void draw_cadence(Frame& frame, const Rect& box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Snapshot& ride = frame.model.ride;
  canvas.fill(box, theme.panel, true);
  Rect inner = box.inside(canvas.gap() * 1.5F, canvas.gap());
  const float least_digits = canvas.height(cadence_share) + canvas.gap();
  Rect bottom = inner.take_bottom(
      std::clamp(inner.h - least_digits, canvas.height(0.062F), canvas.height(0.085F)));
  draw_advice(frame, bottom.take_left(bottom.w * 0.46F));
  bottom.take_left(canvas.gap());
  draw_ruler(frame, bottom);
  Rect side = inner.take_right(inner.w * 0.24F);
  const Words quiet{
      .size = 0.034F, .ink = theme.quiet, .ground = theme.panel, .align = Align::Right};
  const float label = std::min(canvas.line(0.034F), side.h / 2);
  canvas.write(side.take_top(label), say(words::cadence), quiet);
  canvas.write(side.take_bottom(label), say(words::rpm), quiet);
  write_number(canvas, inner.inside(0, canvas.gap() * 0.5F), text_of(ride.cadence, 0),
               text_of(ride.late_cadence, 0),
               {.size = cadence_share,
                .ink = theme.accent,
                .ground = theme.panel,
                .align = Align::Centre,
                .scaled = false,
                .digits = true});
}

// --- time ---------------------------------------------------------------------------------------

Word phase_word(const Model& model, Duration position) {
  switch (phase_at(model.prescription, position)) {
    case Phase::WarmUp:
      return words::warm_up;
    case Phase::CoolDown:
      return words::cool_down;
    default:
      return words::riding;
  }
}

// Three arcs, clockwise, that fill.
void draw_ring(Frame& frame, const Rect& box, Duration position) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Prescription& rx = frame.model.prescription;
  const double whole = std::max(in_seconds(planned(rx)), 1.0);
  const float thick = canvas.height(0.024F);
  const float radius = std::min(box.w, box.h) / 2 - thick / 2;
  const Point middle = box.middle();
  const float done = static_cast<float>(std::clamp(in_seconds(position) / whole, 0.0, 1.0));
  constexpr float space = 0.006F;
  float from = 0.0F;
  for (const auto part : {rx.warm_up, rx.ride, rx.cool_down}) {
    const float to = from + static_cast<float>(in_seconds(part) / whole);
    canvas.arc(middle, radius, from + space, to - space, theme.line, thick * 0.35F);
    canvas.arc(middle, radius, from + space, std::min(to - space, done), theme.accent, thick);
    from = to;
  }
  const float inner = (radius - thick) * 1.5F;
  const Rect room{middle.x - inner / 2, middle.y - inner / 4, inner, inner / 2};
  const std::string_view phase = say(phase_word(frame.model, position));
  if (!canvas.fits(room, phase, Face::Text)) return;
  canvas.write(room, phase,
               {.size = 0.036F, .ink = theme.text, .ground = theme.panel, .align = Align::Centre});
}

// PAUSE and the knee, for hands without a keyboard.
void draw_small_buttons(Frame& frame, const Rect& box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Snapshot& ride = frame.model.ride;
  const auto places = columns(box, 2, canvas.gap());
  ButtonLook look{.fill = theme.ground, .ink = theme.text, .size = 0.038F};
  if (ride.paused || ride.eased) {
    look.hint = ride.paused ? "P" : "R";
    look.marked = true;
    if (canvas.button("go on", places[0], say(words::go_on), look)) {
      frame.say_intent(Intent::Resume);
    }
  } else {
    look.hint = "P";
    if (canvas.button("pause", places[0], say(words::pause), look)) {
      frame.say_intent(Intent::Pause);
    }
  }
  look.hint = "K";
  look.marked = ride.pain_due;
  const Word label = ride.pain_due ? words::answer_knee : words::knee;
  if (canvas.button("knee", places[1], say(label), look)) {
    frame.view.knee_open = !frame.view.knee_open;
  }
}

void draw_time(Frame& frame, const Rect& box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Snapshot& ride = frame.model.ride;
  const bool over = ride.phase == Phase::Ending || ride.phase == Phase::Ended;
  canvas.fill(box, theme.panel, true);
  Rect inner = box.inside(canvas.gap() * 1.5F, canvas.gap());
  const bool at_rest = ride.phase == Phase::Paused;
  if (!over) {
    const float buttons = std::clamp(canvas.line(0.038F) * 1.35F, 0.0F, canvas.height(0.085F));
    draw_small_buttons(frame, inner.take_bottom(std::min(buttons, inner.h * 0.30F)));
    inner.take_bottom(canvas.gap() * 0.6F);
  }
  if (at_rest) {
    const Rect room = inner.take_top(std::min(canvas.line(0.050F), inner.h * 0.3F));
    canvas.write(room, say(ride.paused ? words::paused_by_rider : words::paused_by_itself),
                 {.size = 0.050F,
                  .ink = theme.near,
                  .ground = theme.panel,
                  .face = Face::Bold,
                  .align = Align::Centre});
  }
  const Duration position = ride.planned - ride.remaining;
  const float across = std::min(inner.h, inner.w * 0.42F);
  draw_ring(frame, inner.take_left(across), over ? ride.ridden : position);
  inner.take_left(canvas.gap());
  const float under = std::clamp(inner.h - canvas.height(time_share) - canvas.gap(),
                                 canvas.height(least_size * 1.25F), canvas.line(0.034F));
  const float block = std::min(canvas.height(time_share) + under + canvas.gap(), inner.h);
  Rect middle{inner.x, inner.y + (inner.h - block) / 2, inner.w, block};
  canvas.write(
      middle.take_top(block - under),
      clock_text(over ? ride.ridden : std::chrono::ceil<std::chrono::seconds>(ride.remaining)),
      {.size = time_share,
       .ink = at_rest ? theme.quiet : theme.accent,
       .ground = theme.panel,
       .align = Align::Centre,
       .scaled = false,
       .digits = true});
  const std::string of =
      over ? say(words::ridden_of, clock_text(ride.ridden), minutes_text(ride.planned))
           : say(words::of_minutes, minutes_text(ride.planned));
  canvas.write(middle, over ? say(words::ridden) : std::string_view{of},
               {.size = 0.034F, .ink = theme.quiet, .ground = theme.panel, .align = Align::Centre});
}

// --- load ---------------------------------------------------------------------------------------

struct LoadLook {
  Colour colour;
  std::string_view word;
  float hatch;  // distance of its lines in shares of the height; 0: none
};

LoadLook look_of(const Frame& frame) {
  const Theme& theme = frame.canvas.theme;
  const Snapshot& ride = frame.model.ride;
  if (ride.link == LinkHealth::Late) return {theme.near, say(words::late), 0.0F};
  if (ride.link != LinkHealth::Live) return {theme.over, say(words::no_signal), 0.0F};
  if (ride.said == Why::FloorOverCap) return {theme.near, say(words::easier_gear), 0.02F};
  if (ride.said == Why::FloorOverCapLong) return {theme.over, say(words::change_gear), 0.012F};
  switch (ride.load_band) {
    case LoadBand::Near:
      return {theme.near, say(words::load_near), 0.02F};
    case LoadBand::Over:
      return {theme.over, say(words::load_over), 0.012F};
    default:
      return {theme.good, {}, 0.0F};
  }
}

void draw_load(Frame& frame, const Rect& box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Snapshot& ride = frame.model.ride;
  const LoadLook look = look_of(frame);
  canvas.fill(box, theme.panel, true);
  Rect inner = box.inside(canvas.gap() * 1.5F, canvas.gap() * 0.6F);
  Rect head = inner.take_top(inner.h * 0.52F);
  const std::string mean = ride.torque_mean   ? number(*ride.torque_mean, 1)
                           : ride.late_torque ? number(*ride.late_torque, 1)
                                              : std::string{"–"};
  const bool live = ride.torque_mean.has_value();
  canvas.write(head.take_right(head.w * 0.36F),
               say(words::load_of, mean, number(ride.torque_mean_cap, 1)),
               {.size = 0.055F,
                .ink = live ? theme.text : theme.quiet,
                .ground = theme.panel,
                .face = Face::Bold,
                .align = Align::Right});
  const Rect label = head.take_left(look.word.empty() ? head.w : head.w * 0.36F);
  canvas.write(label, say(words::load),
               {.size = 0.030F, .ink = theme.quiet, .ground = theme.panel});
  head.take_left(canvas.gap());
  const Rect said =
      canvas.write(head, look.word,
                   {.size = 0.042F, .ink = look.colour, .ground = theme.panel, .face = Face::Bold});
  if (ride.said == Why::FloorOverCap) {
    // Down: to an easier gear.
    const float size = std::min(canvas.height(0.02F), head.h * 0.3F);
    const Point at{std::min(said.right() + 2 * size, head.right() - size), head.middle().y};
    canvas.triangle({at.x - size, at.y - size * 0.7F}, {at.x + size, at.y - size * 0.7F},
                    {at.x, at.y + size}, look.colour);
  }

  const double peak = std::max(ride.torque_peak_cap.count(), ride.torque_mean_cap.count());
  const double full = std::max(peak * 1.2, 0.1);
  const auto x_of = [&](double torque) {
    return inner.x + inner.w * static_cast<float>(std::clamp(torque / full, 0.0, 1.0));
  };
  const float cap_width = canvas.height(0.005F);
  canvas.fill(inner, theme.ground, true);
  if (live) {
    const Rect bar{inner.x, inner.y, x_of(ride.torque_mean->count()) - inner.x, inner.h};
    canvas.fill(bar, look.colour, true);
    if (look.hatch > 0) canvas.hatch(bar, theme.ground, canvas.height(look.hatch));
    if (ride.torque_reading) {
      const float x = x_of(ride.torque_reading->count());
      const float half = canvas.height(0.004F);
      canvas.fill({x - 2 * half, inner.y, 4 * half, inner.h}, theme.ground);
      canvas.fill({x - half, inner.y, 2 * half, inner.h}, theme.text);
    }
  }
  for (const double cap : {ride.torque_mean_cap.count(), ride.torque_peak_cap.count()}) {
    const float x = x_of(cap);
    canvas.fill({x - 2 * cap_width, inner.y, 4 * cap_width, inner.h}, theme.ground);
    canvas.fill({x - cap_width / 2, inner.y, cap_width, inner.h}, theme.over);
    // On its own patch of ground, so that a bar behind it never takes its contrast.
    const std::string figure = with_places(cap, 1);
    const Words small{.size = 0.028F, .ink = theme.text, .ground = theme.ground};
    Rect room{x + cap_width * 2, inner.y, canvas.width_of(figure, small) + canvas.gap(), inner.h};
    room.w = std::min(room.w, inner.right() - room.x);
    canvas.fill(room, theme.ground);
    canvas.write(room.inside(canvas.gap() * 0.3F, 0), figure, small);
  }
}

// --- what is done and why -----------------------------------------------------------------------

std::string why_words(const Model& model) {
  const Snapshot& ride = model.ride;
  if (ride.said != Why::OnTarget) return std::string{say(ride.said)};
  switch (model.prescription.target.mode) {
    case TargetMode::Torque:
      return say(words::holding_torque, number(model.prescription.target.torque, 1));
    case TargetMode::Resistance:
      return say(words::holding_percent, number(model.prescription.target.resistance, 1));
    case TargetMode::Release:
      break;
  }
  return std::string{say(words::holding_nothing)};
}

void draw_why(Frame& frame, const Rect& box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  canvas.write(box.inside(canvas.gap(), 0), why_words(frame.model),
               {.size = 0.046F, .ink = theme.text, .ground = theme.ground, .face = Face::Bold});
}

void draw_figures(Frame& frame, const Rect& box) {
  if (box.h <= 0) return;
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Snapshot& ride = frame.model.ride;
  struct Figure {
    std::optional<std::string> live;
    std::optional<std::string> late;
    Word label;
    std::optional<Word> unit;  // a heart rate stands without
  };
  std::vector<Figure> figures{
      {text_of(ride.power, 0), text_of(ride.late_power, 0), words::power, words::watts}};
  if (ride.heart_rate) {
    figures.push_back({text_of(ride.heart_rate, 0), {}, words::heart, {}});
  }
  figures.push_back({number(ride.resistance, 1), {}, words::brake, words::percent});
  const auto places = columns(box, figures.size(), canvas.gap());
  for (std::size_t i = 0; i < figures.size(); ++i) {
    Rect place = places[i];
    Rect label = place.take_left(place.w * 0.38F);
    canvas.write(
        label.inside(canvas.gap() * 0.5F, 0), say(figures[i].label),
        {.size = 0.030F, .ink = theme.quiet, .ground = theme.ground, .align = Align::Right});
    const Rect unit = place.take_right(place.w * 0.26F);
    if (figures[i].unit) {
      canvas.write(unit, say(*figures[i].unit),
                   {.size = 0.034F, .ink = theme.quiet, .ground = theme.ground});
    }
    write_number(canvas, place.inside(canvas.gap() * 0.4F, 0), figures[i].live, figures[i].late,
                 {.size = figure_share,
                  .ink = theme.text,
                  .ground = theme.ground,
                  .align = Align::Right,
                  .digits = true});
  }
}

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
  if (const auto score = draw_scores(frame, box, std::nullopt)) {
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

// --- EASE and STOP ------------------------------------------------------------------------------

void draw_buttons(Frame& frame, const BigButtons& places) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const bool ended = frame.model.ended.has_value();
  if (ended) {
    if (canvas.button("leave", places.left, say(words::see_ride),
                      big(theme, say(words::enter_key)))) {
      frame.view.left_ride = true;
    }
  } else if (canvas.button("ease", places.left, say(words::ease),
                           big(theme, say(words::space_key)))) {
    frame.say_intent(Intent::Ease);
  }
  ButtonLook stop = big(theme, say(words::escape_key));
  stop.fill = theme.over;
  if (!canvas.button("stop", places.right, say(words::stop), stop)) return;
  if (ended) {
    frame.view.left_ride = true;
  } else {
    frame.say_intent(Intent::Stop);
  }
}

// A ride that is over says so where the knee or the trace was: is the trainer let go?
void draw_outcome(Frame& frame, const Rect& box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Snapshot& ride = frame.model.ride;
  canvas.fill(box, theme.panel, true);
  const bool given_up = ride.release_given_up;
  const bool released = ride.release == ReleaseState::Confirmed && !given_up;
  const Word word = given_up ? words::unreleased : released ? words::released : words::releasing;
  const Colour ink = given_up ? theme.over : released ? theme.good : theme.text;
  canvas.write(box.inside(canvas.gap() * 2), say(word),
               {.size = 0.055F,
                .ink = ink,
                .ground = theme.panel,
                .face = Face::Bold,
                .align = Align::Centre});
}

}  // namespace

void draw_ride(Frame& frame) {
  Rect rest = page(frame.canvas);
  const Snapshot& ride = frame.model.ride;
  const bool over = ride.phase == Phase::Ending || ride.phase == Phase::Ended;
  const bool knee = !over && (ride.pain_row || frame.view.knee_open);
  draw_top_line(frame, rest,
                frame.model.profiles && frame.model.profile < frame.model.profiles->size()
                    ? profile_name((*frame.model.profiles)[frame.model.profile].name)
                    : say(words::ride),
                {.link = true});
  const Areas areas = areas_of(frame.canvas, rest, knee || over);
  // First in the order of Tab, too.
  draw_buttons(frame, areas.buttons);
  draw_cadence(frame, areas.cadence);
  draw_time(frame, areas.time);
  draw_load(frame, areas.load);
  draw_why(frame, areas.why);
  draw_figures(frame, areas.figures);
  if (areas.band.h <= 0) return;
  if (over) {
    draw_outcome(frame, areas.band);
  } else if (knee) {
    draw_knee(frame, areas.band);
  } else {
    draw_trace(frame, areas.band);
  }
}

}  // namespace softpedal::ui
