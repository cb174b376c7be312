// SPDX-License-Identifier: MIT
// The load on the crank against its caps, the words about it, and the line that says why.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/dashboard/gear_words.hpp"
#include "app/dashboard/ride_parts.hpp"

namespace softpedal::ui {
namespace {

constexpr float figure_share = 0.042F;  // power, brake, heart rate: of the window's height

struct LoadLook {
  Colour colour;
  std::string word;
  float hatch;         // distance of its lines in shares of the height; 0: none
  bool shift = false;  // to an easier gear: an arrow says it too
};

LoadLook look_of(const Frame& frame) {
  const Theme& theme = frame.canvas.theme;
  const Snapshot& ride = frame.model.ride;
  const auto look = [](Colour colour, Word word, float hatch) {
    return LoadLook{colour, std::string{say(word)}, hatch};
  };
  if (ride.link == LinkHealth::Late) return look(theme.near, words::late, 0.0F);
  if (ride.link != LinkHealth::Live) return look(theme.over, words::no_signal, 0.0F);
  if (ride.said == Why::FloorOverCapLong) return look(theme.over, words::change_gear, 0.012F);
  // The coach has hysteresis of its own, and knows more than that the floor is over a cap.
  std::string advice = coach_words(ride.gear_advice);
  const bool easier = ride.gear_advice.what == GearAdvice::What::EasierGear;
  if (!advice.empty()) return {theme.near, std::move(advice), 0.02F, easier};
  if (ride.said == Why::FloorOverCap) {
    return {theme.near, std::string{say(words::easier_gear)}, 0.02F, true};
  }
  switch (ride.load_band) {
    case LoadBand::Near:
      return look(theme.near, words::load_near, 0.02F);
    case LoadBand::Over:
      return look(theme.over, words::load_over, 0.012F);
    default:
      return {theme.good, {}, 0.0F};
  }
}

// "+22": how much more the power meter reads, in per cent.
std::string difference_text(double share) {
  return (share < 0 ? "-" : "+") + with_places(std::abs(share) * 100.0, 0);
}

// What the load is, and what is to be done about it.
void draw_load_words(Frame& frame, Rect head, const LoadLook& look) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Snapshot& ride = frame.model.ride;
  const std::string mean = text_of(ride.torque_mean, 1)
                               .value_or(text_of(ride.late_torque, 1).value_or(std::string{"–"}));
  canvas.write(head.take_right(head.w * 0.30F),
               say(words::load_of, mean, number(ride.torque_mean_cap, 1)),
               {.size = 0.055F,
                .ink = ride.torque_mean ? theme.text : theme.quiet,
                .ground = theme.panel,
                .face = Face::Bold,
                .align = Align::Right});
  if (ride.numbers_unverified && ride.meter_difference) {
    canvas.write(head.take_right(head.w * 0.30F),
                 say(words::meter_differs, difference_text(*ride.meter_difference)),
                 {.size = 0.028F, .ink = theme.near, .ground = theme.panel, .align = Align::Right});
    head.take_right(canvas.gap());
  }
  const bool advised = look.shift || ride.gear_advice.what != GearAdvice::What::None;
  if (!advised) {
    canvas.write(head.take_left(look.word.empty() ? head.w : head.w * 0.42F), say(words::load),
                 {.size = 0.030F, .ink = theme.quiet, .ground = theme.panel});
    head.take_left(canvas.gap());
  }
  const float size = std::min(canvas.height(0.02F), head.h * 0.3F);
  if (look.shift) head.w -= 4 * size;
  const Rect said =
      canvas.write(head, look.word,
                   {.size = 0.042F, .ink = look.colour, .ground = theme.panel, .face = Face::Bold});
  if (!look.shift) return;
  const Point at{said.right() + 2 * size, head.middle().y};
  canvas.triangle({at.x - size, at.y - size * 0.7F}, {at.x + size, at.y - size * 0.7F},
                  {at.x, at.y + size}, look.colour);
}

// --- what is done and why -----------------------------------------------------------------------

// Of the last event where it is over: what was, and nothing of what is. Empty: none is.
std::optional<Word> event_words(const Snapshot& ride) {
  if (ride.said == ride.why) return std::nullopt;
  switch (ride.said) {
    case Why::LinkLate:
      return words::was_late;
    case Why::LinkLost:
      return words::was_lost;
    case Why::TorqueMeanCap:
      return words::was_over_torque;
    case Why::TorquePeakCap:
      return words::was_over_peak;
    case Why::PowerCap:
      return words::was_over_power;
    case Why::HeartRateCap:
      return words::was_over_heart;
    case Why::TorqueUnknown:
      return words::was_unknown;
    case Why::TrainerRefused:
      return words::was_refused;
    default:
      return std::nullopt;
  }
}

// What the floor finder does, where nothing else has happened.
std::string finder_words(Why said) {
  switch (said) {
    case Why::WarmUp:
      return std::string{say(words::finder_free)};
    case Why::OnTarget:
    case Why::Ramp:
    case Why::Unfelt:
      return std::string{say(words::finder_rises)};
    default:
      return std::string{say(said)};
  }
}

std::string why_words(const Model& model) {
  const Snapshot& ride = model.ride;
  if (const auto event = event_words(ride)) return std::string{say(*event)};
  if (model.finding_floor) return finder_words(ride.said);
  // Which gear stands over it: here stands why.
  const bool named = ride.said == Why::FloorOverCap && ride.gear_advice.gear;
  if (named) return std::string{say(words::over_without_brake)};
  if (ride.said != Why::OnTarget) return std::string{say(ride.said)};
  switch (model.prescription.target.mode) {
    case TargetMode::Torque:
      return say(words::holding_torque, number(model.prescription.target.torque, 1));
    case TargetMode::Resistance:
      return say(words::holding_percent, number(model.prescription.target.resistance, 1));
    case TargetMode::Release:
    case TargetMode::Learn:
      break;
  }
  return std::string{say(words::holding_nothing)};
}

}  // namespace

void write_number(Canvas& canvas, const Rect& room, const std::optional<std::string>& live,
                  const std::optional<std::string>& late, const Words& look) {
  Words words = look;
  if (!live) words.ink = canvas.theme.quiet;
  canvas.write(room, live ? *live : late ? *late : std::string{"–"}, words);
}

void draw_load(Frame& frame, const Rect& box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const Snapshot& ride = frame.model.ride;
  const LoadLook look = look_of(frame);
  canvas.fill(box, theme.panel, true);
  Rect inner = box.inside(canvas.gap() * 1.5F, canvas.gap() * 0.6F);
  draw_load_words(frame, inner.take_top(inner.h * 0.52F), look);
  const bool live = ride.torque_mean.has_value();

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
    if (i + 1 == places.size() && letting_go(ride)) {
      canvas.write(place.inside(canvas.gap() * 0.4F, 0), say(words::letting_go),
                   {.size = 0.034F, .ink = theme.near, .ground = theme.ground});
      continue;
    }
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

}  // namespace softpedal::ui
