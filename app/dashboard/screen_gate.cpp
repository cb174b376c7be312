// SPDX-License-Identifier: MIT
// Once a day before the first ride: the red flags (evidence.md C6). A yes is asked for once again
// before it closes the day, and may be corrected once by the same two questions. Rides of the past
// stay open to read. Nothing has the focus: no habit of the hand may answer.
#include <array>

#include "app/core/gate.hpp"
#include "app/dashboard/past_parts.hpp"

namespace softpedal::ui {
namespace {

using Step = GateView::Step;

constexpr std::array<std::string_view, red_flag_count> flag_names{
    "flag weight", "flag swelling", "flag locked", "flag fever",
    "flag injury", "flag calf",     "flag heart",  "flag bone"};

void go(Frame& frame, Step step, std::optional<RedFlag> flag = {}) {
  frame.view.gate = {step, flag};
  frame.hands.focus("");
}

// Whom to ask, about this sign or about whichever it is.
Word referral_words(std::optional<RedFlag> flag) {
  if (!flag) return words::flags_advice;
  switch (referral_of(*flag)) {
    case Referral::Emergency:
      return words::advice_emergency;
    case Referral::DoctorToday:
      return words::advice_doctor;
    case Referral::Physiotherapist:
      break;
  }
  return words::advice_physiotherapist;
}

// Two of one size: neither is the one to press.
struct Pair {
  Rect left;
  Rect right;
};
Pair take_pair(const Canvas& canvas, Rect& page) {
  const Rect row = page.take_bottom(canvas.height(button_share));
  page.take_bottom(canvas.gap());
  const auto halves = columns(row, 2, canvas.gap());
  return {halves[0], halves[1]};
}

ButtonLook equal(const Theme& theme) {
  return {.fill = theme.panel, .ink = theme.text, .size = 0.055F};
}

void draw_reading(Frame& frame, const Rect& place) {
  if (frame.canvas.button("progress", place, say(words::progress),
                          plain(frame.canvas.theme, "H"))) {
    open_progress(frame);
  }
}

// --- the questions ------------------------------------------------------------------------------

void draw_flags(Frame& frame, Rect page) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const bool correcting = frame.view.gate.step == Step::Correct;
  const Pair buttons = take_pair(canvas, page);
  // First in the order of Tab, too.
  if (canvas.button("none", buttons.left, say(words::flags_none), equal(theme))) {
    if (correcting) {
      go(frame, Step::CorrectSure);
    } else {
      frame.ask(AnswerRedFlags{false});
    }
  }
  if (canvas.button("some", buttons.right, say(words::flags_some), equal(theme))) {
    go(frame, correcting ? Step::Ask : Step::Sure);
  }
  Rect head = page.take_top(canvas.height(0.10F));
  page.take_top(canvas.gap());
  const Rect reading = head.take_right(head.w * 0.22F);
  head.take_right(canvas.gap());
  canvas.write(head, say(words::gate_question),
               {.size = 0.052F, .ink = theme.text, .ground = theme.ground, .face = Face::Bold});
  const Rect hint = page.take_bottom(canvas.height(0.055F));
  canvas.write(hint, say(words::flags_hint),
               {.size = 0.032F, .ink = theme.quiet, .ground = theme.ground});
  constexpr std::size_t rows = words::red_flags.size() / 2;
  const float each =
      (page.h - canvas.gap() * static_cast<float>(rows - 1)) / static_cast<float>(rows);
  const auto sides = columns(page, 2, canvas.gap());
  for (std::size_t i = 0; i < words::red_flags.size(); ++i) {
    Rect place = sides[i / rows];
    place.y += static_cast<float>(i % rows) * (each + canvas.gap());
    place.h = each;
    const ButtonLook look{
        .fill = theme.panel, .ink = theme.text, .size = 0.037F, .align = Align::Left};
    if (canvas.button(flag_names[i], place, say(words::red_flags[i]), look)) {
      go(frame, correcting ? Step::Ask : Step::Sure, static_cast<RedFlag>(i));
    }
  }
  draw_reading(frame, reading);
}

// The way back is where the finger was: a second press by habit answers nothing.
void draw_sure(Frame& frame, Rect page) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const bool correcting = frame.view.gate.step == Step::CorrectSure;
  const auto flag = frame.view.gate.flag;
  const Pair buttons = take_pair(canvas, page);
  const Word what = correcting ? words::flags_mistake_question
                    : flag     ? words::red_flags[static_cast<std::size_t>(*flag)]
                               : words::flags_some_hold;
  canvas.write(page.take_top(page.h * 0.36F), say(what),
               {.size = 0.055F,
                .ink = theme.text,
                .ground = theme.ground,
                .face = Face::Bold,
                .align = Align::Centre});
  Rect advice = page.inside(page.w * 0.08F, 0);
  if (correcting) {
    canvas.write(
        advice, say(words::flags_mistake_once),
        {.size = 0.044F, .ink = theme.text, .ground = theme.ground, .align = Align::Centre});
  } else {
    canvas.write(
        advice.take_top(advice.h * 0.5F), say(referral_words(flag)),
        {.size = 0.055F, .ink = theme.over, .ground = theme.ground, .align = Align::Centre});
    canvas.write(
        advice, say(words::flags_sure),
        {.size = 0.044F, .ink = theme.text, .ground = theme.ground, .align = Align::Centre});
  }
  const Rect yes = correcting ? buttons.right : buttons.left;
  const Rect back = correcting ? buttons.left : buttons.right;
  const Word label = correcting ? words::flags_none_holds : words::flags_yes;
  if (canvas.button("sure", yes, say(label), equal(theme))) {
    if (correcting) {
      frame.ask(CorrectRedFlags{});
    } else {
      frame.ask(AnswerRedFlags{true, flag});
    }
    go(frame, Step::Ask);
  }
  ButtonLook look = equal(theme);
  look.hint = say(words::escape_key);
  if (canvas.button("go back", back, say(words::go_back), look)) go(frame, Step::Ask);
}

// --- no ride today ------------------------------------------------------------------------------

void draw_refusal(Frame& frame, Rect page) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Today& today = frame.model.today;
  const Gate gate = may_start(today, {{}, frame.model.prescription.pain}, {}, frame.model.rest);
  Rect row = page.take_bottom(canvas.height(button_share));
  page.take_bottom(canvas.gap());
  canvas.write(page.take_top(page.h * 0.34F), say(words::no_ride_today),
               {.size = 0.09F,
                .ink = theme.over,
                .ground = theme.ground,
                .face = Face::Bold,
                .align = Align::Centre});
  Rect text = page.inside(page.w * 0.08F, 0);
  const bool flags = gate.closed == ClosedBy::RedFlags;
  canvas.write(text.take_top(flags ? text.h * 0.5F : text.h), translate(gate.sentence.data()),
               {.size = 0.050F, .ink = theme.text, .ground = theme.ground, .align = Align::Centre});
  if (flags) {
    canvas.write(
        text, say(referral_words(today.red_flag)),
        {.size = 0.055F, .ink = theme.over, .ground = theme.ground, .align = Align::Centre});
  }
  const bool corrects = may_correct(today);
  const auto places = columns(row, corrects ? 3 : 2, canvas.gap());
  draw_reading(frame, places[0]);
  if (corrects && canvas.button("mistake", places[1], say(words::flags_mistake), plain(theme))) {
    go(frame, Step::Correct);
  }
  if (canvas.button("close", places.back(), say(words::close), plain(theme))) frame.ask(Close{});
}

}  // namespace

void draw_gate(Frame& frame) {
  Rect rest = page(frame.canvas);
  draw_top_line(frame, rest, say(words::gate), {});
  const Today& today = frame.model.today;
  Step& step = frame.view.gate.step;
  const bool closed = today.closed || today.red_flags == true;
  // What the loop says goes before what was about to be asked.
  const bool corrects = may_correct(today);
  if (!corrects && (step == Step::Correct || step == Step::CorrectSure)) step = Step::Ask;
  if (closed && step == Step::Sure) step = Step::Ask;
  switch (step) {
    case Step::Ask:
      return closed ? draw_refusal(frame, rest) : draw_flags(frame, rest);
    case Step::Correct:
      return draw_flags(frame, rest);
    case Step::Sure:
    case Step::CorrectSure:
      return draw_sure(frame, rest);
  }
}

}  // namespace softpedal::ui
