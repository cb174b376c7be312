// SPDX-License-Identifier: MIT
// Before the ride: what is planned, whether stick and trainer are there, how the knee is, and
// Start.
#include <algorithm>

#include "app/core/plan.hpp"
#include "app/dashboard/gear_words.hpp"
#include "app/dashboard/past_parts.hpp"
#include "app/dashboard/plans.hpp"
#include "app/dashboard/ready_parts.hpp"

namespace softpedal::ui {
namespace {

std::string plan_words(const Prescription& rx, const Settings& settings) {
  const Newtons force = pedal_force(rx.limits.torque_mean, settings.crank);
  std::string text = say(words::plan, minutes_text(planned(rx)), number(rx.cadence_low, 0),
                         number(rx.cadence_high, 0), number(rx.limits.torque_mean, 1),
                         force_text(force, settings.units));
  text += ' ';
  switch (rx.target.mode) {
    case TargetMode::Release:
      return text += say(words::plan_release);
    case TargetMode::Resistance:
      return text += say(words::plan_resistance, number(rx.target.resistance, 1));
    case TargetMode::Torque:
      return text += say(words::plan_torque, number(rx.target.torque, 1));
    case TargetMode::Learn:  // in no profile
      break;
  }
  return text;
}

// The one that is looked at: taken, or offered.
std::size_t plan_shown(const Model& model) { return model.offered.value_or(model.profile); }

const ProfileCard* card_shown(const Model& model) {
  const std::size_t shown = plan_shown(model);
  return model.profiles && shown < model.profiles->size() ? &(*model.profiles)[shown] : nullptr;
}

std::string times_of_plan(const ProfileCard& card, const Prescription& rx) {
  std::string text = say(words::plan_phases, clock_text(rx.warm_up), clock_text(rx.ride),
                         clock_text(rx.cool_down));
  if (card.between.count() > 0) text += ' ' + say(words::plan_between, card.between.count());
  return text;
}

std::string rest_of_plan(const ProfileCard& card, const Prescription& rx) {
  std::string text = times_of_plan(card, rx);
  text += ' ' + say(words::plan_caps, number(rx.limits.torque_peak, 1), number(rx.limits.power, 0));
  text += ' ' + say(words::plan_pain, rx.pain.ease_at, rx.pain.stop_at, rx.pain.stop_on_rise);
  if (!card.note.empty()) text += ' ' + card.note;
  if (card.unverified_signature) text += ' ' + std::string{say(words::unverified)};
  return text;
}

void draw_arrows(Frame& frame, Rect& head) {
  Canvas& canvas = frame.canvas;
  const auto order = plans_in_order(*frame.model.profiles, frame.view.other_plans);
  if (order.size() < 2) return;
  const Rect next = head.take_right(std::max(head.h * 1.4F, canvas.height(0.09F)));
  head.take_right(canvas.gap());
  const Rect previous = head.take_right(next.w);
  head.take_right(canvas.gap());
  const auto here = std::ranges::find(order, plan_shown(frame.model));
  // An example among the rider's own comes before them all.
  const auto place = static_cast<std::size_t>(here - order.begin());
  const auto turn = [&](std::size_t steps) {
    const bool among_them = here != order.end();
    frame.ask(ChooseProfile{order[among_them ? (place + steps) % order.size() : 0]});
  };
  const ButtonLook look{.fill = canvas.theme.ground, .ink = canvas.theme.text};
  if (canvas.button("previous profile", previous, "<", look)) turn(order.size() - 1);
  if (canvas.button("next profile", next, ">", look)) turn(1);
}

Word less_word(int quarters) {
  if (quarters >= 4) return words::less_today;
  return quarters == 3 ? words::three_quarters_today : words::half_today;
}

// Taking the plan where it allows more, else less of it; and the examples. High up: where the
// morning's Done was a second press must meet nothing.
void draw_plan_buttons(Frame& frame, Rect row) {
  Canvas& canvas = frame.canvas;
  const Model& model = frame.model;
  ButtonLook look{.fill = canvas.theme.ground, .ink = canvas.theme.text};
  const auto& cards = *model.profiles;
  const bool more = plans_in_order(cards, false).size() < cards.size() && !frame.view.other_plans;
  if (more) {
    const Rect place = row.take_right((row.w - canvas.gap()) / 2);
    row.take_right(canvas.gap());
    if (canvas.button("other plans", place, say(words::other_plans), look)) {
      frame.view.other_plans = true;
    }
  }
  if (model.offered) {
    look.fill = canvas.theme.over;
    look.ink = canvas.theme.ground;
    if (canvas.button("take plan", row, say(words::take_plan), look)) {
      frame.ask(ChooseProfile{*model.offered, true});
    }
    return;
  }
  if (canvas.button("less today", row, say(less_word(model.quarters)), look)) {
    frame.ask(LessToday{model.quarters > 2 ? model.quarters - 1 : 4});
  }
}

// What else there is to say of the plan, the most urgent first.
void draw_beside_plan(Frame& frame, const ProfileCard& card, const Prescription& rx, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Model& model = frame.model;
  if (model.offered) {
    canvas.write(box.take_top(box.h * 0.6F),
                 say(words::allows_more, rise_words(model.taken, card.prescription)),
                 {.size = 0.034F, .ink = theme.over, .ground = theme.panel, .face = Face::Bold});
  } else if (model.refused) {
    canvas.write(box.take_bottom(box.h * 0.45F),
                 std::string{say(words::refused_file)} + ": " + model.refused->sentence,
                 {.size = 0.028F, .ink = theme.over, .ground = theme.panel});
  }
  // What rises was said, and is not said twice.
  canvas.write(box, model.offered ? times_of_plan(card, rx) : rest_of_plan(card, rx),
               {.size = 0.029F, .ink = theme.quiet, .ground = theme.panel});
}

void draw_plan(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Model& model = frame.model;
  const ProfileCard* card = card_shown(model);
  if (card == nullptr) return;
  const Prescription& rx = model.offered ? card->prescription : model.prescription;
  canvas.fill(box, theme.panel, true);
  box = box.inside(canvas.gap() * 1.6F, canvas.gap());
  Rect head = box.take_top(std::min(canvas.line(0.046F) * 1.2F, box.h * 0.25F));
  draw_arrows(frame, head);
  canvas.write(head, profile_name(card->name),
               {.size = 0.046F, .ink = theme.accent, .ground = theme.panel, .face = Face::Bold});
  box.take_top(canvas.gap());
  draw_plan_buttons(frame, box.take_top(std::min(head.h, box.h * 0.25F)));
  box.take_top(canvas.gap());
  const bool told = model.refused || model.offered;
  const Rect bottom = box.take_bottom(box.h * (told ? 0.62F : 0.42F));
  if (const std::string gear = gear_before_ride(model.ride); !gear.empty() && !model.offered) {
    canvas.write(box.take_bottom(std::min(canvas.line(0.042F), box.h * 0.3F)), gear,
                 {.size = 0.042F, .ink = theme.accent, .ground = theme.panel, .face = Face::Bold});
  }
  canvas.write(box, plan_words(rx, frame.settings),
               {.size = 0.042F, .ink = theme.text, .ground = theme.panel, .top = true});
  draw_beside_plan(frame, *card, rx, bottom);
}

void draw_ready_buttons(Frame& frame, const BigButtons& places) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  draw_start(frame, places.left);
  Rect right = places.right;
  Rect upper = right.take_top((right.h - canvas.gap()) / 2);
  right.take_top(canvas.gap());
  const Rect finder = upper.take_left((upper.w - canvas.gap()) / 2);
  upper.take_left(canvas.gap());
  const Rect progress = right.take_left(finder.w);
  right.take_left(canvas.gap());
  if (canvas.button("devices", upper, say(words::devices), plain(theme))) {
    frame.view.devices = true;
    frame.ask(Scan{true});
  }
  if (canvas.button("close", right, say(words::close), plain(theme))) frame.ask(Close{});
  if (canvas.button("find floor", finder, say(words::find_floor), plain(theme))) {
    frame.ask(FindFloor{true});
  }
  if (canvas.button("progress", progress, say(words::progress), plain(theme, "H"))) {
    open_progress(frame);
  }
}

}  // namespace

void draw_starting(Frame& frame) {
  frame.canvas.write(page(frame.canvas), say(words::starting),
                     {.size = 0.06F,
                      .ink = frame.canvas.theme.text,
                      .ground = frame.canvas.theme.ground,
                      .align = Align::Centre});
}

void draw_closing(Frame& frame) {
  const Snapshot& ride = frame.model.ride;
  const Word word = ride.release_given_up ? words::unreleased : words::closing;
  frame.canvas.write(page(frame.canvas), say(word),
                     {.size = 0.06F,
                      .ink = frame.canvas.theme.text,
                      .ground = frame.canvas.theme.ground,
                      .align = Align::Centre});
}

void draw_stale(Frame& frame) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  Rect rest = page(canvas);
  const BigButtons buttons = take_big_buttons(canvas, rest);
  canvas.write(rest.take_top(rest.h * 0.5F), say(words::stop_pedalling),
               {.size = 0.16F,
                .ink = theme.over,
                .ground = theme.ground,
                .face = Face::Bold,
                .align = Align::Centre});
  canvas.write(rest.inside(rest.w * 0.06F, 0), say(words::stale_advice),
               {.size = 0.055F, .ink = theme.text, .ground = theme.ground, .align = Align::Centre});
  // They are heard as soon as somebody listens again.
  if (canvas.button("ease", buttons.left, say(words::ease), big(theme, say(words::space_key)))) {
    frame.say_intent(Intent::Ease);
  }
  ButtonLook stop = big(theme, say(words::escape_key));
  stop.fill = theme.over;
  if (canvas.button("stop", buttons.right, say(words::stop), stop)) frame.say_intent(Intent::Stop);
}

void draw_ready(Frame& frame) {
  Canvas& canvas = frame.canvas;
  Rect rest = page(canvas);
  draw_top_line(frame, rest, say(words::ready), {.link = true, .simulated = false});
  const BigButtons buttons = take_big_buttons(canvas, rest);
  draw_ready_buttons(frame, buttons);
  draw_simulated(frame, rest);
  const Rect knee = take_knee(canvas, rest);
  Rect plan = rest.take_left((rest.w - canvas.gap()) * 0.58F);
  rest.take_left(canvas.gap());
  draw_plan(frame, plan);
  draw_checks(frame, rest);
  draw_knee_before(frame, knee);
}

}  // namespace softpedal::ui
