// SPDX-License-Identifier: MIT
// The morning after a ride: how is the knee, is it swollen? Asked once, before anything else of a
// new day, and skipped with one press. Nothing has the focus at first and nothing is answered
// beforehand: no habit of the hand may answer for the knee.
#include "app/dashboard/dates.hpp"
#include "app/dashboard/parts.hpp"

namespace softpedal::ui {
namespace {

void answer(Frame& frame, const AnswerMorning& given) {
  frame.view.morning.answered = frame.model.morning->id;
  frame.ask(given);
}

void draw_swelling(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  canvas.write(box.take_left(box.w * 0.17F), say(words::swelling_question),
               {.size = 0.042F, .ink = theme.text, .ground = theme.ground, .face = Face::Bold});
  box.take_left(canvas.gap());
  auto& swelling = frame.view.morning.swelling;
  struct Choice {
    std::string_view name;
    Word word;
    bool value;
  };
  for (const Choice& choice :
       {Choice{"not swollen", words::no, false}, Choice{"swollen", words::yes, true}}) {
    const Rect place = box.take_left(canvas.whole().w * 0.20F);
    box.take_left(canvas.gap());
    ButtonLook look = plain(theme);
    look.size = 0.046F;
    look.marked = swelling == choice.value;
    if (look.marked) {
      look.fill = theme.accent;
      look.ink = theme.ground;
    }
    if (canvas.button(choice.name, place, say(choice.word), look)) swelling = choice.value;
  }
}

}  // namespace

void draw_morning(Frame& frame) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const RideSummary& ride = *frame.model.morning;
  MorningView& view = frame.view.morning;
  Rect rest = page(canvas);
  draw_top_line(frame, rest, say(words::morning), {});
  const Rect title = rest.take_top(canvas.height(0.070F));
  canvas.write(title, say(words::morning_question),
               {.size = 0.056F, .ink = theme.text, .ground = theme.ground, .face = Face::Bold});
  canvas.write(rest.take_top(canvas.height(0.048F)),
               say(words::morning_of, date_text(day_of(ride)), clock_text(ride.ridden)),
               {.size = 0.036F, .ink = theme.quiet, .ground = theme.ground});
  rest.take_top(canvas.gap());
  const Rect scores = rest.take_top(canvas.height(0.185F));
  rest.take_top(canvas.gap());
  const Rect swelling = rest.take_top(canvas.height(0.080F));
  rest.take_top(canvas.gap());
  // What comes next has its buttons and its scores further down: a hand that presses twice must
  // not answer those.
  Rect buttons = rest.take_top(canvas.height(0.110F));
  rest.take_top(canvas.gap());
  canvas.write(rest.take_top(canvas.height(0.060F)), say(words::morning_once),
               {.size = 0.034F, .ink = theme.quiet, .ground = theme.ground});

  draw_swelling(frame, swelling);
  const Rect skip = buttons.take_right(buttons.w * 0.32F);
  buttons.take_right(canvas.gap());
  ButtonLook done = big(theme, say(words::tab_hint));
  done.size = 0.060F;
  done.enabled = view.pain.has_value();
  const Word label = view.pain ? words::done : words::choose_score;
  if (canvas.button("morning done", buttons, say(label), done)) {
    answer(frame, {view.pain, view.swelling});
  }
  if (canvas.button("skip", skip, say(words::skip), plain(theme))) answer(frame, {});
  if (const auto score = draw_scores(frame, scores, view.pain)) {
    view.pain = score;
    frame.view.typed_one = false;
  }
}

}  // namespace softpedal::ui
