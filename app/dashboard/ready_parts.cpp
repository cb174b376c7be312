// SPDX-License-Identifier: MIT
#include "app/dashboard/ready_parts.hpp"

#include <algorithm>

#include "app/core/gate.hpp"
#include "app/dashboard/dates.hpp"
#include "app/dashboard/gear_words.hpp"

namespace softpedal::ui {
namespace {

// One line of the list, in words.
struct Row {
  Word label;
  Check::Mark mark;
  std::string state;
  std::string remedy{};  // with a bad mark
  float lines = 1.0F;    // that it needs
};

Word check_word(Check::What what) {
  switch (what) {
    case Check::What::Stick:
      return words::check_stick;
    case Check::What::Trainer:
      return words::check_trainer;
    case Check::What::Release:
      return words::check_release;
    case Check::What::Record:
      break;
  }
  return words::check_record;
}

Word state_word(Check::Mark mark) {
  switch (mark) {
    case Check::Mark::Good:
      return words::good;
    case Check::Mark::Bad:
      return words::not_good;
    case Check::Mark::Waiting:
      break;
  }
  return words::waiting;
}

Row row_of(const Check& check, bool simulated) {
  if (simulated && check.what == Check::What::Stick && check.mark == Check::Mark::Good) {
    return {.label = words::check_stick,
            .mark = check.mark,
            .state = std::string{say(words::no_real_stick)}};
  }
  const bool named = check.mark == Check::Mark::Good && !check.particulars.empty();
  Row row{.label = check_word(check.what),
          .mark = check.mark,
          .state = named ? check.particulars : std::string{say(state_word(check.mark))}};
  if (check.mark != Check::Mark::Bad) return row;
  row.remedy = say(fault_word(check.fault.value_or(FaultCode::WrongUsage)));
  if (!check.particulars.empty()) row.remedy += ' ' + check.particulars;
  for (const std::string& command : check.commands) {
    row.remedy += '\n' + say(words::type_this, command);
  }
  row.lines = 2.2F + 0.8F * static_cast<float>(check.commands.size());
  return row;
}

// As the loop will ask it when Start is pressed. Before each ride the knee answers first: after one
// the same hand at the same place must not slip into the next, either.
Gate gate(const Frame& frame) {
  const Model& model = frame.model;
  Rest rest = model.rest;
  rest.anyway = frame.view.anyway;
  return may_start(model.today, {frame.view.pain_before, model.prescription.pain},
                   model.finding_floor ? FloorReach{} : model.ride.reach, rest);
}

std::string too_soon_words(const Frame& frame, std::chrono::local_seconds not_before) {
  const bool today = std::chrono::floor<std::chrono::days>(not_before) ==
                     std::chrono::local_days{frame.model.date};
  return say(words::too_soon, today ? time_text(not_before) : date_and_time_text(not_before));
}

// What the last ride asks of this one.
Row rest_row(const Frame& frame, const Gate& gate) {
  Row row{.label = words::check_rest, .mark = Check::Mark::Bad, .state = {}};
  const auto add = [&row](const std::string& sentence, float lines) {
    if (!row.remedy.empty()) row.remedy += ' ';
    row.remedy += sentence;
    row.lines += lines;
  };
  if (gate.not_before) add(too_soon_words(frame, *gate.not_before), 1.0F);
  if (gate.cautions.worse) add(std::string{say(words::worse_that_morning)}, 2.2F);
  if (gate.cautions.swollen) add(std::string{say(words::swollen_that_morning)}, 2.2F);
  if (gate.cautions.unknown) add(std::string{say(words::last_ride_unknown)}, 2.2F);
  return row;
}

// Only to find the floor may a rider go where no gear is easy enough.
bool no_gear(const Model& model) {
  return model.ride.reach.reach == Reach::None && !model.finding_floor;
}

std::vector<Row> rows_of(const Frame& frame) {
  const Model& model = frame.model;
  std::vector<Row> rows;
  bool all_well = true;
  for (const Check& check : model.checks) {
    rows.push_back(row_of(check, model.simulated));
    all_well = all_well && check.mark != Check::Mark::Bad;
  }
  // One trouble at a time: which trainer this is comes first.
  if (no_gear(model) && all_well) {
    rows.push_back({.label = words::check_gear,
                    .mark = Check::Mark::Bad,
                    .state = std::string{say(words::not_good)},
                    .remedy = no_gear_words(model.ride.reach, model.prescription.limits) + ' ' +
                              std::string{say(words::no_gear_remedy)},
                    .lines = 4.4F});
  }
  const Gate now = gate(frame);
  if (now.cautions.any()) rows.push_back(rest_row(frame, now));
  return rows;
}

// A tick, a dot or a cross: the shape says it too.
void draw_mark(Canvas& canvas, const Rect& box, Check::Mark mark) {
  const Theme& theme = canvas.theme;
  const Point at = box.middle();
  const float r = std::min(canvas.height(0.014F) * canvas.scale(), std::min(box.w, box.h) * 0.42F);
  const float pen = std::max(2.0F, r * 0.34F);
  switch (mark) {
    case Check::Mark::Good:
      canvas.polyline(
          {{at.x - r, at.y}, {at.x - r * 0.25F, at.y + r * 0.75F}, {at.x + r, at.y - r * 0.8F}},
          theme.good, pen);
      return;
    case Check::Mark::Bad:
      canvas.stroke({at.x - r, at.y - r}, {at.x + r, at.y + r}, theme.over, pen);
      canvas.stroke({at.x - r, at.y + r}, {at.x + r, at.y - r}, theme.over, pen);
      return;
    case Check::Mark::Waiting:
      canvas.disc(at, r * 0.7F, theme.quiet, false, pen);
  }
}

Colour colour_of(Check::Mark mark, const Theme& theme) {
  switch (mark) {
    case Check::Mark::Good:
      return theme.good;
    case Check::Mark::Bad:
      return theme.over;
    case Check::Mark::Waiting:
      break;
  }
  return theme.quiet;
}

Word start_word(const Frame& frame, const std::optional<ClosedBy>& closed) {
  if (frame.model.offered) return words::take_plan_first;
  if (!closed) return frame.view.anyway.any() ? words::ride_anyway : words::start;
  switch (*closed) {
    case ClosedBy::TooSoon:
      return words::rest_first;
    case ClosedBy::NoGear:
      return words::no_easy_gear;
    case ClosedBy::ScoreMissing:
      return words::choose_score;
    case ClosedBy::RedFlagsUnanswered:
    case ClosedBy::Caution:
      return words::start;
    default:
      return words::no_ride_today;
  }
}

Word not_yet_word(const Check& check) {
  switch (check.what) {
    case Check::What::Stick:
      return words::no_stick_yet;
    case Check::What::Trainer:
      return check.fault == FaultCode::SeveralTrainers ? words::choose_trainer
                                                       : words::no_trainer_yet;
    case Check::What::Release:
      return words::not_released_yet;
    case Check::What::Record:
      break;
  }
  return words::no_record_yet;
}

// What keeps a ride from beginning: its remedy stands in the list.
std::optional<Word> obstacle(const Model& model) {
  if (model.past.reading_last) return words::reading;
  const auto bad = std::ranges::find(model.checks, Check::Mark::Bad, &Check::mark);
  return bad == model.checks.end() ? std::nullopt : std::optional{not_yet_word(*bad)};
}

void start(Frame& frame) {
  if (frame.view.anyway.any()) frame.ask(RideAnyway{frame.view.anyway});
  if (frame.view.pain_before) frame.ask(Say{Pain{*frame.view.pain_before, true}});
  frame.ask(Say{Started{}});
}

}  // namespace

void draw_simulated(Frame& frame, Rect& page) {
  if (!frame.model.simulated) return;
  Canvas& canvas = frame.canvas;
  canvas.write(page.take_top(canvas.height(0.075F)), say(words::simulated_long),
               {.size = 0.058F,
                .ink = canvas.theme.near,
                .ground = canvas.theme.ground,
                .face = Face::Bold,
                .align = Align::Centre});
  page.take_top(canvas.gap());
}

void draw_checks(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const std::vector<Row> rows = rows_of(frame);
  if (rows.empty()) return;
  canvas.fill(box, theme.panel, true);
  box = box.inside(canvas.gap() * 1.6F, canvas.gap());
  // What is bad needs room for its remedy; the others make do with a line.
  float lines = 0;
  for (const Row& row : rows) lines += row.lines;
  const float unit = std::min(box.h / lines, canvas.line(0.038F) * 1.5F);
  for (const Row& row : rows) {
    Rect place = box.take_top(unit * row.lines);
    Rect head = row.remedy.empty() ? place : place.take_top(unit);
    draw_mark(canvas, head.take_left(canvas.height(0.05F) * std::min(canvas.scale(), 1.4F)),
              row.mark);
    head.take_left(canvas.gap() * 0.5F);
    const Rect state = head.take_right(head.w * 0.46F);
    canvas.write(head, say(row.label), {.size = 0.038F, .ink = theme.text, .ground = theme.panel});
    canvas.write(state, row.state,
                 {.size = 0.034F,
                  .ink = colour_of(row.mark, theme),
                  .ground = theme.panel,
                  .align = Align::Right});
    if (row.remedy.empty()) continue;
    canvas.write(place, row.remedy,
                 {.size = 0.032F, .ink = theme.text, .ground = theme.panel, .top = true});
  }
}

void draw_start(Frame& frame, const Rect& place) {
  Canvas& canvas = frame.canvas;
  const Gate now = gate(frame);
  const auto closed = now.closed;
  const bool told = closed == ClosedBy::Caution;         // by this press: the next one starts
  const bool too_much = closed == ClosedBy::PainBefore;  // to be said: it closes the day
  // What is missing comes first.
  const bool in_time = !closed || told || closed == ClosedBy::ScoreMissing;
  const auto stopped = in_time && !frame.model.offered ? obstacle(frame.model) : std::nullopt;
  ButtonLook look = big_with_enter(frame, "start");
  look.enabled =
      (!closed || too_much || told) && !stopped && !frame.model.ended && !frame.model.offered;
  if (!look.enabled) look.hint = {};
  if (too_much || (!closed && frame.view.anyway.any())) look.fill = canvas.theme.over;
  const Word label = stopped ? *stopped : start_word(frame, closed);
  if (!canvas.button("start", place, say(label), look)) return;
  if (told) {
    frame.view.anyway = now.cautions;
  } else {
    start(frame);
  }
}

Rect take_knee(const Canvas& canvas, Rect& page) {
  const Rect knee = page.take_bottom(canvas.height(0.20F));
  page.take_bottom(canvas.gap());
  return knee;
}

void draw_knee_before(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Rect question = box.take_left(box.w * 0.17F);
  box.take_left(canvas.gap());
  canvas.write(question, say(words::pain_question),
               {.size = 0.042F, .ink = theme.text, .ground = theme.ground, .face = Face::Bold});
  const PainRules& rules = frame.model.prescription.pain;
  const PainScale scale{[&rules](int score) { return pain_means_before(rules, score); },
                        words::pain_no_ride};
  if (const auto score = draw_scores(frame, box, frame.view.pain_before, &scale)) {
    frame.view.pain_before = score;
    frame.view.typed_one = false;
  }
}

}  // namespace softpedal::ui
