// SPDX-License-Identifier: MIT
// The ride, to be read at two metres: cadence and time, the load against its caps, what is done and
// why, and EASE and STOP always in the same place.
#include <algorithm>
#include <cmath>

#include "app/core/caps.hpp"
#include "app/core/plan.hpp"
#include "app/dashboard/ride_parts.hpp"

namespace softpedal::ui {
namespace {

// Heights of digits themselves (issue 3: a fifth and an eighth of the window at least).
constexpr float cadence_share = 0.235F;
constexpr float time_share = 0.126F;

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

// --- cadence ------------------------------------------------------------------------------------

// Where the floor asks for another cadence within the band, it is the coach's word that stands.
CadenceAdvice advice_of(const Snapshot& ride) {
  const bool in_band = ride.cadence_advice == CadenceAdvice::JustRight;
  if (in_band && ride.gear_advice.what == GearAdvice::What::Faster) return CadenceAdvice::Faster;
  if (in_band && ride.gear_advice.what == GearAdvice::What::Slower) return CadenceAdvice::Slower;
  return ride.cadence_advice;
}

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

bool too_much(const Snapshot& ride) {
  return over_a_cap(ride.why) || ride.load_band == LoadBand::Over;
}

// Over a cap no cadence is right: what brings the load down takes the place of its word. The gear
// is named beside the load.
Word remedy_of(const Snapshot& ride) {
  using What = GearAdvice::What;
  const What what = ride.gear_advice.what;
  if (what == What::Faster) return words::faster;
  const bool slower = ride.cadence_advice == CadenceAdvice::Slower || ride.why == Why::PowerCap ||
                      ride.why == Why::HeartRateCap;
  if (what == What::Slower || slower) return words::slower;
  const bool floor = ride.said == Why::FloorOverCap || ride.said == Why::FloorOverCapLong;
  const bool shift = what == What::EasierGear || (floor && what == What::None);
  return shift ? words::to_easier_gear : words::softer;
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
  } else if (too_much(ride)) {
    canvas.write(box, say(remedy_of(ride)), look);
  } else {
    const CadenceAdvice advice = advice_of(ride);
    if (advice == CadenceAdvice::JustRight) look.ink = theme.good;
    canvas.write(box, advice_words(advice), look);
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
      return model.finding_floor ? words::finder_phase : words::warm_up;
    case Phase::CoolDown:
      return words::cool_down;
    default:
      return model.finding_floor ? words::brake : words::riding;
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

std::string_view ride_title(const Model& model) {
  if (model.finding_floor) return say(words::find_floor);
  const bool named = model.profiles && model.profile < model.profiles->size();
  return named ? profile_name((*model.profiles)[model.profile].name) : say(words::ride);
}

}  // namespace

void draw_ride(Frame& frame) {
  Rect rest = page(frame.canvas);
  const Snapshot& ride = frame.model.ride;
  const bool over = ride.phase == Phase::Ending || ride.phase == Phase::Ended;
  const bool knee = !over && (ride.pain_row || frame.view.knee_open);
  draw_top_line(frame, rest, ride_title(frame.model), {.link = true});
  const bool guided = frame.model.finding_floor;
  const Areas areas = areas_of(frame.canvas, rest, knee || over || guided);
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
  } else if (guided) {
    draw_guide(frame, areas.band);
  } else {
    draw_trace(frame, areas.band);
  }
}

}  // namespace softpedal::ui
