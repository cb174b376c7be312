// SPDX-License-Identifier: MIT
#include "app/dashboard/parts.hpp"

#include <array>
#include <cmath>

namespace softpedal::ui {
namespace {

constexpr std::array<std::string_view, 11> score_names{"score 0", "score 1", "score 2", "score 3",
                                                       "score 4", "score 5", "score 6", "score 7",
                                                       "score 8", "score 9", "score 10"};

struct LinkLook {
  Word word;
  Colour colour;
  float filled;  // of the disc: the shape says it too
};

LinkLook look_of(LinkHealth health, const Theme& theme) {
  switch (health) {
    case LinkHealth::Live:
      return {words::link_good, theme.good, 1.0F};
    case LinkHealth::Late:
      return {words::link_late, theme.near, 0.5F};
    case LinkHealth::Lost:
      return {words::link_lost, theme.over, 0.0F};
    case LinkHealth::Searching:
      break;
  }
  return {words::link_searching, theme.quiet, 0.0F};
}

// From a smile at 0 to the opposite at 10.
void draw_face(Canvas& canvas, const Rect& box, int score, Colour ink) {
  const Point middle = box.middle();
  const float radius = std::min(box.w, box.h) * 0.46F;
  const float thick = std::max(1.5F, radius * 0.11F);
  canvas.disc(middle, radius, ink, false, thick);
  for (const float side : {-0.36F, 0.36F}) {
    canvas.disc({middle.x + side * radius, middle.y - 0.25F * radius}, radius * 0.11F, ink, true,
                thick);
  }
  const float bend = (5.0F - static_cast<float>(score)) / 5.0F * 0.30F * radius;
  std::vector<Point> mouth;
  for (int i = -4; i <= 4; ++i) {
    const float across = static_cast<float>(i) / 4.0F;
    mouth.push_back({middle.x + across * 0.46F * radius,
                     middle.y + 0.38F * radius + bend * (0.5F - across * across)});
  }
  canvas.polyline(mouth, ink, thick);
}

Colour colour_of(PainMeans means, const Theme& theme) {
  switch (means) {
    case PainMeans::GoOn:
      return theme.good;
    case PainMeans::NoResistance:
      return theme.near;
    case PainMeans::End:
      break;
  }
  return theme.over;
}

Word word_of(PainMeans means, const PainScale& scale) {
  switch (means) {
    case PainMeans::GoOn:
      return words::pain_goes_on;
    case PainMeans::NoResistance:
      return words::pain_no_resistance;
    case PainMeans::End:
      break;
  }
  return scale.end;
}

// Scores that do the same share a bar, with what that is under it.
void draw_meanings(Canvas& canvas, Rect row, const std::vector<Rect>& keys,
                   const PainScale& scale) {
  const Theme& theme = canvas.theme;
  Rect bars = row.take_top(canvas.height(0.010F));
  bars = {bars.x, bars.y + bars.h * 0.3F, bars.w, bars.h * 0.6F};
  for (std::size_t first = 0; first < keys.size();) {
    const PainMeans means = scale.means(static_cast<int>(first));
    std::size_t last = first;
    while (last + 1 < keys.size() && scale.means(static_cast<int>(last) + 1) == means) ++last;
    const float from = keys[first].x;
    const float to = keys[last].right();
    canvas.fill({from, bars.y, to - from, bars.h}, colour_of(means, theme));
    // A word may be wider than a key or two: the bars beside it have room to spare.
    const float narrow = last - first < 2 ? keys[first].w * 0.9F : 0.0F;
    const float left = std::max(row.x, from - narrow);
    const float right = std::min(row.right(), to + narrow);
    canvas.write({left, row.y, right - left, row.h}, say(word_of(means, scale)),
                 {.size = 0.028F,
                  .ink = colour_of(means, theme),
                  .ground = theme.ground,
                  .align = Align::Centre});
    first = last + 1;
  }
}

}  // namespace

std::string with_places(double number, int places) {
  std::string text = fmt::format("{:.{}f}", number, places);
  if (const auto dot = text.find('.'); dot != std::string::npos) {
    text.replace(dot, 1, say(words::decimal_sign));
  }
  return text;
}

std::string clock_text(Duration time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).count();
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

std::string minutes_text(Duration time) {
  const bool round = time % 1min == 0s && time > 1min;
  return round ? fmt::format("{}", time / 1min) : clock_text(time);
}

std::string weight_text(Kilograms weight, Units units) {
  if (units == Units::Imperial) {
    return say(words::pounds, with_places(weight.count() / kilograms_in_a_pound, 0));
  }
  const bool whole = std::round(weight.count()) == weight.count();
  return say(words::kilograms, number(weight, whole ? 0 : 1));
}

std::string force_text(Newtons force, Units units) {
  if (units == Units::Imperial) {
    return say(words::pounds, with_places(force.count() / newtons_in_a_pound, 0));
  }
  return say(words::newtons, number(force, 0));
}

Word fault_word(FaultCode code) {
  switch (code) {
    case FaultCode::NoStick:
      return words::fault_no_stick;
    case FaultCode::StickPermission:
      return words::fault_permission;
    case FaultCode::StickBusy:
      return words::fault_busy;
    case FaultCode::StickSilent:
      return words::fault_silent;
    case FaultCode::LinkFailed:
      return words::fault_link;
    case FaultCode::NoTrainer:
      return words::fault_no_trainer;
    case FaultCode::SeveralTrainers:
      return words::fault_several;
    case FaultCode::TrainerRefused:
      return words::fault_trainer;
    case FaultCode::PrescriptionRefused:
      return words::fault_prescription;
    case FaultCode::ReleaseUnconfirmed:
      return words::fault_unconfirmed;
    case FaultCode::JournalNotWritable:
      return words::fault_journal;
    case FaultCode::WrongUsage:
    case FaultCode::BadFile:
      break;
  }
  return words::fault_other;
}

std::string_view profile_name(const std::string& name) { return translate(name.c_str()); }

std::string in_one_line(const Canvas& canvas, const Rect& room, const std::string& text,
                        const std::function<std::string(const std::string&)>& around) {
  const auto whole = [&around](const std::string& inner) { return around ? around(inner) : inner; };
  const auto begins_a_letter = [&](std::size_t at) {
    return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
  };
  Rect narrower = room;
  narrower.w *= 0.95F;  // what is written shrinks by steps: none may lead below the least size
  std::string shown = text;
  for (std::size_t left = text.size(); left > 8; --left) {
    if (canvas.fits(narrower, whole(shown), Face::Text)) break;
    std::size_t head = left / 2;
    std::size_t tail = text.size() - (left - left / 2);
    while (!begins_a_letter(head)) --head;
    while (!begins_a_letter(tail)) ++tail;
    shown = text.substr(0, head) + "…" + text.substr(tail);
  }
  return whole(shown);
}

Rect page(const Canvas& canvas) { return canvas.whole().inside(canvas.gap()); }

void draw_top_line(Frame& frame, Rect& page, std::string_view title, TopLine with) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  Rect line =
      page.take_top(canvas.height(0.022F) + canvas.height(0.034F) * std::min(canvas.scale(), 1.5F));
  page.take_top(canvas.gap());
  Rect left = line.take_left(line.w * 0.42F);
  Rect right = line.take_right(line.w * 0.42F);
  canvas.write(left, title, {.size = 0.034F, .ink = theme.quiet, .ground = theme.ground});
  if (frame.model.simulated && with.simulated) {
    canvas.fill(line, theme.near, true);
    canvas.write(line.inside(canvas.gap(), 0), say(words::simulated),
                 {.size = 0.045F,
                  .ink = theme.ground,
                  .ground = theme.near,
                  .face = Face::Bold,
                  .align = Align::Centre});
  }
  if (!with.link) return;
  const LinkLook look = look_of(frame.model.ride.link, theme);
  const Words words{
      .size = 0.034F, .ink = look.colour, .ground = theme.ground, .align = Align::Right};
  const Rect inked = canvas.write(right.inside(canvas.gap(), 0), say(look.word), words);
  const float radius = std::min(canvas.height(0.013F), right.h * 0.3F);
  const Point at{inked.x - radius * 2.2F, right.middle().y};
  canvas.disc(at, radius, look.colour, look.filled >= 1.0F, std::max(2.0F, radius * 0.25F));
  if (look.filled > 0.0F && look.filled < 1.0F) {
    canvas.arc(at, radius * 0.5F, 0.0F, look.filled, look.colour, radius);
  }
}

BigButtons take_big_buttons(const Canvas& canvas, Rect& page) {
  Rect row = page.take_bottom(canvas.height(button_share));
  page.take_bottom(canvas.gap());
  BigButtons buttons{};
  buttons.right = row.take_right(row.w * 0.32F);
  row.take_right(canvas.gap());
  buttons.left = row;
  return buttons;
}

ButtonLook big(const Theme& theme, std::string_view hint) {
  return {.fill = theme.accent, .ink = theme.ground, .size = 0.072F, .hint = hint};
}

ButtonLook big_with_enter(const Frame& frame, std::string_view name) {
  const bool focused = frame.hands.focused(name);
  return big(frame.canvas.theme, focused ? say(words::enter_key) : std::string_view{});
}

ButtonLook plain(const Theme& theme, std::string_view hint) {
  return {.fill = theme.panel, .ink = theme.text, .size = 0.038F, .hint = hint};
}

std::optional<int> draw_scores(Frame& frame, const Rect& box, std::optional<int> chosen,
                               const PainScale* scale) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  Rect keys = box;
  const float line = std::min(canvas.line(0.028F), box.h * (scale != nullptr ? 0.2F : 0.3F));
  const Rect under = keys.take_bottom(line);
  const Rect does = keys.take_bottom(scale != nullptr ? line + canvas.height(0.010F) : 0.0F);
  const auto places = columns(keys, score_names.size(), canvas.gap() * 0.6F);
  std::optional<int> pressed;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const int score = static_cast<int>(i);
    const bool marked = chosen == score;
    const Colour fill = marked ? theme.accent : theme.panel;
    const Colour ink = marked ? theme.ground : theme.text;
    if (canvas.press(score_names[i], places[i])) pressed = score;
    canvas.fill(places[i], fill, true);
    if (frame.hands.focused(score_names[i])) {
      canvas.outline(places[i].inside(2), theme.text, std::max(3.0F, canvas.height(0.006F)));
    }
    Rect inner = places[i].inside(canvas.gap() * 0.6F);
    draw_face(canvas, inner.take_top(inner.h * 0.5F), score, ink);
    canvas.write(inner, fmt::format("{}", score),
                 {.size = inner.h / canvas.height(1.0F) * 0.72F,
                  .ink = ink,
                  .ground = fill,
                  .align = Align::Centre,
                  .scaled = false,
                  .digits = true});
  }
  if (scale != nullptr) draw_meanings(canvas, does, places, *scale);
  // From its end of the scale, with the room of the keys beside it.
  const Words quiet{.size = 0.028F, .ink = theme.quiet, .ground = theme.ground};
  Rect least = under;
  canvas.write(least.take_left(under.w * 0.4F), say(words::pain_none), quiet);
  Words right = quiet;
  right.align = Align::Right;
  canvas.write(least, say(words::pain_worst), right);
  return pressed;
}

}  // namespace softpedal::ui
