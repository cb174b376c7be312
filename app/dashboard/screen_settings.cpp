// SPDX-License-Identifier: MIT
// What the rider sets once: body and bike on the left, the window on the right. Each line is a
// name, its value and what changes it; nothing is typed.
#include <algorithm>
#include <cmath>
#include <string>

#include "app/dashboard/parts.hpp"

namespace softpedal::ui {
namespace {

constexpr float text_size = 0.036F;

// Names of the buttons of one line, by how far each steps. Empty: there is none.
struct Steps {
  std::string_view far_back{};
  std::string_view back;
  std::string_view on;
  std::string_view far_on{};
  bool among_sets = false;  // not by amounts
};

class Lines {
 public:
  Lines(Frame& frame, Rect box, int count)
      : frame_{frame},
        box_{box},
        each_{std::min(box.h / static_cast<float>(count), frame.canvas.height(0.105F))} {}

  // The steps asked for: one, or ten.
  int stepper(Word label, std::string_view value, const Steps& steps) {
    Canvas& canvas = frame_.canvas;
    Rect row = next(say(label));
    const float wide = std::min(row.h * 1.2F, row.w * 0.16F);
    int asked = 0;
    const auto step = [&](std::string_view name, Rect place, std::string_view sign, int by) {
      if (!name.empty() && canvas.button(name, place, sign, small())) asked = by;
    };
    const bool far = !steps.far_back.empty();
    if (far) step(steps.far_back, take_left(row, wide), "-10", -10);
    step(steps.back, take_left(row, wide), far ? "-1" : steps.among_sets ? "<" : "-", -1);
    const Rect far_on = far ? take_right(row, wide) : Rect{};
    const Rect on = take_right(row, wide);
    write(row, value);
    step(steps.on, on, far ? "+1" : steps.among_sets ? ">" : "+", 1);
    if (far) step(steps.far_on, far_on, "+10", 10);
    return asked;
  }

  // One of a few, by what it is now.
  bool choice(std::string_view name, Word label, std::string_view value) {
    const Rect row = next(say(label));
    return frame_.canvas.button(name, row, value, small());
  }

  // The two ends of a set of teeth, each with its own steps.
  template <class Teeth>
  void ends(Teeth& teeth, const Steps& smallest, const Steps& largest) {
    Rect row = next({});
    Rect left = row.take_left((row.w - frame_.canvas.gap() * 2) / 2);
    row.take_left(frame_.canvas.gap() * 2);
    end(left, say(words::smallest), teeth, End::Smallest, smallest);
    end(row, say(words::largest), teeth, End::Largest, largest);
  }

 private:
  Rect next(std::string_view label) {
    Canvas& canvas = frame_.canvas;
    Rect row = box_.take_top(each_).inside(0, canvas.gap() * 0.3F);
    if (label.empty()) return row;
    canvas.write(row.take_left(row.w * 0.27F), label,
                 {.size = text_size, .ink = canvas.theme.quiet, .ground = canvas.theme.ground});
    row.take_left(canvas.gap());
    return row;
  }

  template <class Teeth>
  void end(Rect row, std::string_view label, Teeth& teeth, End which, const Steps& steps) {
    Canvas& canvas = frame_.canvas;
    const float wide = std::min(row.h * 1.2F, row.w * 0.22F);
    const auto step = [&](std::string_view name, Rect place, std::string_view sign, int by) {
      const auto other = stretched(teeth, which, by);
      ButtonLook look = small();
      look.enabled = other.has_value();
      if (canvas.button(name, place, sign, look)) teeth = *other;
    };
    const auto present_now = present(teeth);
    const int count = which == End::Smallest ? present_now.front() : present_now.back();
    const Rect back = take_left(row, wide);
    const Rect on = take_right(row, wide);
    write(row, fmt::format("{} {}", label, count), canvas.theme.quiet);
    step(steps.back, back, "-", -1);
    step(steps.on, on, "+", 1);
  }

  Rect take_left(Rect& row, float width) const {
    const Rect piece = row.take_left(width);
    row.take_left(frame_.canvas.gap() * 0.6F);
    return piece;
  }
  Rect take_right(Rect& row, float width) const {
    const Rect piece = row.take_right(width);
    row.take_right(frame_.canvas.gap() * 0.6F);
    return piece;
  }
  [[nodiscard]] ButtonLook small() const {
    ButtonLook look = plain(frame_.canvas.theme);
    look.size = text_size;
    return look;
  }
  void write(const Rect& room, std::string_view text) {
    write(room, text, frame_.canvas.theme.text);
  }
  void write(const Rect& room, std::string_view text, Colour ink) {
    frame_.canvas.write(room, text,
                        {.size = text_size,
                         .ink = ink,
                         .ground = frame_.canvas.theme.ground,
                         .align = Align::Centre});
  }

  Frame& frame_;
  Rect box_;
  float each_;
};

std::string length_text(Metres length) {
  const double tenths = std::round(length.count() * 10000.0);
  const bool whole = std::fmod(tenths, 10.0) == 0.0;
  return say(words::millimetres, with_places(tenths / 10.0, whole ? 0 : 1));
}

std::string chainrings_text(const Chainrings& teeth) {
  const std::string all = fmt::format("{}", fmt::join(present(teeth), " / "));
  return common(teeth) ? all : fmt::format("{} {}", say(words::custom), all);
}

std::string sprockets_text(const Sprockets& teeth) {
  const auto all = present(teeth);
  const std::string ends = all.size() == 1 ? fmt::format("{}", all.front())
                                           : fmt::format("{}-{}", all.front(), all.back());
  return common(teeth) ? ends : fmt::format("{} {}", say(words::custom), ends);
}

void draw_bike(Frame& frame, const Rect& box) {
  Settings& settings = frame.settings;
  Drivetrain& bike = settings.drivetrain;
  Lines lines{frame, box, 8};
  const auto weight = [&](Word label, Kilograms& of, Range<Kilograms> range, const Steps& steps) {
    const int by = lines.stepper(label, weight_text(of, settings.units), steps);
    if (by != 0) of = stepped(of, by, settings.units, range);
  };
  const auto length = [&](Word label, Metres& of, Range<Metres> range, double one,
                          const Steps& steps) {
    const int by = lines.stepper(label, length_text(of), steps);
    if (by != 0) of = stepped(of, by * one, range);
  };
  weight(words::your_weight, settings.rider, rider_range,
         {"rider -10", "rider -1", "rider +1", "rider +10"});
  weight(words::bike_weight, settings.bike, bike_range, {.back = "bike -1", .on = "bike +1"});
  length(words::crank_length, settings.crank, crank_range, 2.5,
         {.back = "crank shorter", .on = "crank longer"});
  length(words::wheel, bike.circumference, wheel_range, 1.0,
         {"wheel -10", "wheel -1", "wheel +1", "wheel +10"});
  if (const int by = lines.stepper(
          words::chainrings, chainrings_text(bike.chainrings),
          {.back = "chainrings before", .on = "chainrings after", .among_sets = true})) {
    bike.chainrings = stepped(bike.chainrings, by);
  }
  lines.ends(bike.chainrings, {.back = "smallest ring -1", .on = "smallest ring +1"},
             {.back = "largest ring -1", .on = "largest ring +1"});
  if (const int by = lines.stepper(
          words::sprockets, sprockets_text(bike.sprockets),
          {.back = "sprockets before", .on = "sprockets after", .among_sets = true})) {
    bike.sprockets = stepped(bike.sprockets, by);
  }
  lines.ends(bike.sprockets, {.back = "smallest sprocket -1", .on = "smallest sprocket +1"},
             {.back = "largest sprocket -1", .on = "largest sprocket +1"});
}

// Its own name, where it is written in it.
std::string language_text(const Settings& settings) {
  const std::string name{say(words::this_language)};
  return settings.language.empty() ? say(words::of_system, name) : name;
}

std::string next_language(const std::string& now) {
  const auto all = languages();
  const auto at = std::ranges::find(all, now);
  return at == all.end() || at + 1 == all.end() ? all.front() : *(at + 1);
}

void draw_window(Frame& frame, const Rect& box) {
  Settings& settings = frame.settings;
  Lines lines{frame, box, 8};
  const bool imperial = settings.units == Units::Imperial;
  if (lines.choice("units", words::units, say(imperial ? words::imperial : words::metric))) {
    settings.units = imperial ? Units::Metric : Units::Imperial;
  }
  if (lines.choice("language", words::language, language_text(settings))) {
    settings.language = next_language(settings.language);
  }
  if (lines.choice("theme", words::colours, say(settings.light ? words::light : words::dark))) {
    settings.light = !settings.light;
  }
  if (lines.choice("sound", words::sound, say(settings.sound ? words::on : words::off))) {
    settings.sound = !settings.sound;
  }
  const int by = lines.stepper(words::text_size, fmt::format("{} %", settings.scale_percent),
                               {.back = "smaller", .on = "larger"});
  settings.scale_percent =
      std::clamp(settings.scale_percent + by * scale_step, scale_range.least, scale_range.most);
  if (lines.choice("full screen", words::full_screen,
                   say(settings.full_screen ? words::on : words::off))) {
    settings.full_screen = !settings.full_screen;
  }
}

}  // namespace

void draw_settings(Frame& frame) {
  Canvas& canvas = frame.canvas;
  Rect rest = page(canvas);
  draw_top_line(frame, rest, say(words::settings), {});
  const BigButtons buttons = take_big_buttons(canvas, rest);
  const ButtonLook back = big(canvas.theme, say(words::escape_key));
  if (canvas.button("back", buttons.left, say(words::back), back)) frame.view.settings = false;
  draw_bike(frame, rest.take_left((rest.w - canvas.gap() * 4) * 0.56F));
  rest.take_left(canvas.gap() * 4);
  draw_window(frame, rest);
}

}  // namespace softpedal::ui
