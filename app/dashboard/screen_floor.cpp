// SPDX-License-Identifier: MIT
// The floor finder: what will happen, before its spin; what the trainer takes at the least, after
// it. The spin itself is on the ride's screen.
#include <algorithm>
#include <cmath>

#include "app/dashboard/gear_words.hpp"
#include "app/dashboard/ready_parts.hpp"

namespace softpedal::ui {
namespace {

void draw_what(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Prescription& rx = frame.model.prescription;
  canvas.fill(box, theme.panel, true);
  box = box.inside(canvas.gap() * 1.6F, canvas.gap());
  canvas.write(box.take_top(box.h * 0.34F),
               say(words::finder_easiest, number(rx.cadence_low, 0), number(rx.cadence_high, 0)),
               {.size = 0.050F, .ink = theme.accent, .ground = theme.panel, .face = Face::Bold});
  canvas.write(
      box.take_bottom(box.h * 0.32F),
      say(words::finder_limits, number(rx.limits.torque_mean, 1), number(rx.limits.power, 0)),
      {.size = 0.034F, .ink = theme.quiet, .ground = theme.panel});
  canvas.write(box, say(words::finder_what),
               {.size = 0.038F, .ink = theme.text, .ground = theme.panel});
}

// --- what was found -----------------------------------------------------------------------------

std::string floor_words(const Ended& ended) {
  if (!ended.found) return std::string{say(words::floor_too_little)};
  const GearReach& least = ended.found->reach.easiest;
  return say(words::floor_sentence, number(least.floor.torque, 1), gear_text(least.gear),
             number(least.cadence, 0));
}

std::string kept_words(const Model& model) {
  const FloorReach& reach = model.ended->found->reach;
  const std::string limit = number(model.ended->last.torque_mean_cap, 1);
  switch (reach.reach) {
    case Reach::Every:
      return say(words::limit_in_every, limit);
    case Reach::Some:
      return say(words::limit_in_some, limit, gear_text(reach.hardest->gear),
                 number(reach.hardest->cadence, 0));
    case Reach::None:
      return no_gear_words(reach, model.prescription.limits);
    case Reach::Unknown:
      break;
  }
  return say(words::limit_uncertain, limit);
}

std::string worth_words(const FoundFloor& found) {
  if (!found.percent || !found.first_step) return std::string{say(words::percent_not_felt)};
  return say(words::percent_worth, number(*found.percent, 1), number(*found.first_step, 1));
}

// One bar a gear against the line of the limit; those over it are hatched.
void draw_bars(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const FoundFloor& found = *frame.model.ended->found;
  const double cap = frame.model.ended->last.torque_mean_cap.count();
  canvas.fill(box, theme.panel, true);
  box = box.inside(canvas.gap() * 1.6F, canvas.gap());
  canvas.write(box.take_top(std::min(canvas.line(0.030F), box.h * 0.2F)),
               say(words::floor_in_gears, number(found.cadence, 0)),
               {.size = 0.030F, .ink = theme.quiet, .ground = theme.panel});
  box.take_top(canvas.gap());
  double most = cap * 1.25;
  for (const GearFloor& gear : found.gears) most = std::max(most, gear.torque.count() * 1.05);
  most = std::min(most, cap * 2.5);  // of what is far over the limit the height says nothing more

  const float figures = canvas.height(least_size * 1.3F);
  const Words small{.size = least_size,
                    .ink = theme.text,
                    .ground = theme.panel,
                    .align = Align::Centre,
                    .scaled = false};
  const Rect rings = box.take_bottom(figures);
  const Rect teeth = box.take_bottom(figures);
  Rect at_line = box.take_left(canvas.height(0.06F));
  const auto y_of = [&](double torque) {
    const double share = most > 0.0 ? std::clamp(torque / most, 0.0, 1.0) : 0.0;
    return box.bottom() - box.h * static_cast<float>(share);
  };
  const auto places = columns(box, found.gears.size(), canvas.gap() * 0.4F);
  std::size_t first_of_ring = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const GearFloor& gear = found.gears[i];
    const Rect& place = places[i];
    const float top = y_of(gear.torque.count());
    const Rect bar{place.x, top, place.w, box.bottom() - top};
    canvas.fill(bar, gear.kept ? theme.good : theme.over);
    if (!gear.kept) canvas.hatch(bar, theme.panel, canvas.height(0.012F));
    canvas.write({place.x, teeth.y, place.w, teeth.h}, fmt::format("{}", gear.gear.sprocket),
                 small);
    const bool last_of_ring =
        i + 1 == places.size() || found.gears[i + 1].gear.chainring != gear.gear.chainring;
    if (!last_of_ring) continue;
    const float from = places[first_of_ring].x;
    const Rect under{from, rings.y, place.right() - from, rings.h};
    canvas.fill({from, rings.y, under.w, std::max(1.0F, canvas.height(0.0025F))}, theme.line);
    canvas.write(under, fmt::format("{} x", gear.gear.chainring), small);
    first_of_ring = i + 1;
  }
  const float y = y_of(cap);
  const float thick = std::max(2.0F, canvas.height(0.005F));
  canvas.stroke({box.x, y}, {box.right(), y}, theme.panel, thick * 2);
  canvas.stroke({at_line.x, y}, {box.right(), y}, theme.text, thick);
  at_line = {at_line.x, y - figures - thick, at_line.w, figures};
  Words figure = small;
  figure.align = Align::Left;
  canvas.write(at_line, with_places(cap, 1), figure);
}

void draw_found(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Ended& ended = *frame.model.ended;
  const Words line{.size = 0.036F, .ink = theme.text, .ground = theme.ground};
  if (!ended.found) {
    canvas.write(box, floor_words(ended),
                 {.size = 0.050F, .ink = theme.text, .ground = theme.ground});
    return;
  }
  canvas.write(box.take_top(box.h * 0.13F), floor_words(ended),
               {.size = 0.046F, .ink = theme.accent, .ground = theme.ground, .face = Face::Bold});
  const Rect file = box.take_bottom(std::min(canvas.line(0.030F), box.h * 0.12F));
  const auto kept_in = [](const std::string& path) { return say(words::floor_kept, path); };
  const std::string where = ended.found->file.empty()
                                ? std::string{say(words::floor_not_kept)}
                                : in_one_line(canvas, file, ended.found->file, kept_in);
  canvas.write(file, where, {.size = 0.030F, .ink = theme.quiet, .ground = theme.ground});
  canvas.write(box.take_top(box.h * 0.15F), kept_words(frame.model), line);
  canvas.write(box.take_top(box.h * 0.14F), worth_words(*ended.found), line);
  box.take_top(canvas.gap());
  draw_bars(frame, box);
}

}  // namespace

void draw_finder(Frame& frame) {
  Canvas& canvas = frame.canvas;
  Rect rest = page(canvas);
  draw_top_line(frame, rest, say(words::find_floor), {.link = true, .simulated = false});
  const BigButtons buttons = take_big_buttons(canvas, rest);
  draw_start(frame, buttons.left);
  if (canvas.button("back", buttons.right, say(words::back),
                    plain(canvas.theme, say(words::escape_key)))) {
    frame.ask(FindFloor{false});
  }
  draw_simulated(frame, rest);
  const Rect knee = take_knee(canvas, rest);
  const Rect what = rest.take_left((rest.w - canvas.gap()) * 0.58F);
  rest.take_left(canvas.gap());
  draw_what(frame, what);
  draw_checks(frame, rest);
  draw_knee_before(frame, knee);
}

void draw_floor(Frame& frame) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  Rect rest = page(canvas);
  draw_top_line(frame, rest, say(words::find_floor), {});
  const BigButtons buttons = take_big_buttons(canvas, rest);
  if (!frame.model.ended) return draw_closing(frame);
  const Ended& ended = *frame.model.ended;
  Rect title = rest.take_top(canvas.line(0.046F));
  canvas.write(title.take_left(title.w * 0.5F), say(ended.last.said),
               {.size = 0.046F, .ink = theme.text, .ground = theme.ground, .face = Face::Bold});
  if (ended.trainer.number != 0) {  // where no trainer was met there is no release to tell of
    canvas.write(title, say(ended.released ? words::released : words::unreleased),
                 {.size = 0.036F,
                  .ink = ended.released ? theme.good : theme.over,
                  .ground = theme.ground,
                  .align = Align::Right});
  }
  if (ended.fault) {
    canvas.write(rest.take_top(canvas.line(0.036F)), say(fault_word(*ended.fault)),
                 {.size = 0.036F, .ink = theme.over, .ground = theme.ground});
  }
  draw_found(frame, rest);
  if (canvas.button("done", buttons.left, say(words::done), big_with_enter(frame, "done"))) {
    frame.ask(NextLap{});
  }
  if (canvas.button("close", buttons.right, say(words::close), plain(theme))) frame.ask(Close{});
}

}  // namespace softpedal::ui
