// SPDX-License-Identifier: MIT
// Sticks and trainers that are here, what the trainer in use can do, and the few settings.
#include <algorithm>
#include <array>
#include <utility>

#include "app/dashboard/parts.hpp"

namespace softpedal::ui {
namespace {

// Names of buttons must outlive the frame.
constexpr std::array<std::string_view, 4> stick_names{"stick 1", "stick 2", "stick 3", "stick 4"};
constexpr std::array<std::string_view, 8> trainer_names{"trainer 1", "trainer 2", "trainer 3",
                                                        "trainer 4", "trainer 5", "trainer 6",
                                                        "trainer 7", "trainer 8"};

std::string_view kind_words(HeardDevice::Kind kind) {
  switch (kind) {
    case HeardDevice::Kind::Trainer:
      return say(words::kind_trainer);
    case HeardDevice::Kind::HeartRate:
      return say(words::kind_heart_rate);
    case HeardDevice::Kind::Power:
      return say(words::kind_power);
    case HeardDevice::Kind::SpeedOrCadence:
      return say(words::kind_speed_cadence);
    case HeardDevice::Kind::Other:
      break;
  }
  return say(words::kind_other);
}

void draw_title(Canvas& canvas, const Rect& box, std::string_view text) {
  canvas.write(box, text,
               {.size = 0.032F, .ink = canvas.theme.quiet, .ground = canvas.theme.ground});
}

void draw_sticks(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  draw_title(canvas, box.take_top(std::min(canvas.line(0.032F), box.h * 0.2F)), say(words::sticks));
  const auto& sticks = frame.model.sticks;
  const std::size_t count = std::min(sticks.size(), stick_names.size());
  const float each =
      std::min(canvas.height(0.085F), box.h / static_cast<float>(stick_names.size()));
  for (std::size_t i = 0; i < count; ++i) {
    const StickAtHand& stick = sticks[i];
    Rect row = box.take_top(each).inside(0, canvas.gap() * 0.25F);
    std::string label = stick.name == "sim"         ? std::string{say(words::virtual_stick)}
                        : stick.particulars.empty() ? stick.name
                                                    : stick.particulars;
    if (stick.in_use) label += "  ·  " + std::string{say(words::in_use)};
    ButtonLook look = plain(theme);
    look.align = Align::Left;
    look.size = 0.034F;
    look.enabled = stick.usable;
    look.marked = stick.in_use;
    if (canvas.button(stick_names[i], row, label, look) && !stick.in_use) {
      frame.ask(ChooseStick{stick.name});
    }
  }
}

void draw_heard(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  draw_title(canvas, box.take_top(std::min(canvas.line(0.032F), box.h * 0.15F)), say(words::heard));
  std::vector<HeardDevice> devices;
  if (frame.model.heard) devices = *frame.model.heard;
  // Trainers first, and among them the one in use: each keeps its place while others are heard.
  std::ranges::stable_sort(devices, {}, [](const HeardDevice& device) {
    return std::pair{device.kind, !device.in_use};
  });
  const std::size_t count = std::min(devices.size(), trainer_names.size());
  const float each =
      std::min(canvas.height(0.085F), box.h / static_cast<float>(trainer_names.size()));
  for (std::size_t i = 0; i < count; ++i) {
    const HeardDevice& device = devices[i];
    const Rect row = box.take_top(each).inside(0, canvas.gap() * 0.25F);
    std::string label = fmt::format(
        "{}  ·  {}  ·  {}", device.number, kind_words(device.kind),
        device.maker.empty() ? say(words::maker_unknown) : std::string_view{device.maker});
    if (device.signal_dbm) label += "  ·  " + with_places(*device.signal_dbm, 0) + " dBm";
    if (device.in_use) label += "  ·  " + std::string{say(words::in_use)};
    ButtonLook look = plain(theme);
    look.align = Align::Left;
    look.size = 0.034F;
    look.enabled = device.kind == HeardDevice::Kind::Trainer;
    look.marked = device.in_use;
    if (canvas.button(trainer_names[i], row, label, look)) {
      frame.ask(ChooseTrainer{device.number});
      frame.view.devices = false;
    }
  }
  if (count == 0) {
    canvas.write(box.take_top(each), say(words::listening),
                 {.size = 0.034F, .ink = theme.text, .ground = theme.ground});
  }
}

std::string abilities_words(const Model& model) {
  std::string can;
  const auto add = [&can](Word word) {
    if (!can.empty()) can += ", ";
    can += say(word);
  };
  if (const auto& abilities = model.ride.abilities; abilities && abilities->answered) {
    if (abilities->basic_resistance) add(words::can_resistance);
    if (abilities->target_power) add(words::can_power);
    if (abilities->simulation) add(words::can_simulation);
  }
  if (can.empty()) add(words::can_not_said);
  return say(words::trainer_can, model.trainer.number, can);
}

std::string floor_words(const Model& model) {
  std::string seen;
  const auto& most = model.ride.floor.most;
  for (std::size_t bin = 0; bin < most.size(); ++bin) {
    if (!(most[bin] > NewtonMetres{0.0})) continue;
    if (!seen.empty()) seen += ", ";
    const double middle = (static_cast<double>(bin) + 0.5) * FloorSeen::rpm_per_bin;
    seen += say(words::floor_at, number(most[bin], 1), with_places(middle, 0));
  }
  return seen.empty() ? std::string{say(words::floor_not_seen)} : say(words::floor_seen, seen);
}

void draw_settings(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  Settings& settings = frame.settings;
  const auto places = columns(box, 5, canvas.gap());
  ButtonLook look = plain(theme);
  look.size = 0.032F;
  const auto button = [&](std::string_view name, std::size_t place, Word word) {
    return canvas.button(name, places[place], say(word), look);
  };
  if (button("theme", 0, settings.light ? words::dark : words::light)) {
    settings.light = !settings.light;
  }
  if (button("sound", 1, settings.sound ? words::sound_off : words::sound_on)) {
    settings.sound = !settings.sound;
  }
  look.hint = "Ctrl -";
  if (button("smaller", 2, words::smaller)) {
    settings.scale_percent = std::max(settings.scale_percent - scale_step, least_scale);
  }
  look.hint = "Ctrl +";
  if (button("larger", 3, words::larger)) {
    settings.scale_percent = std::min(settings.scale_percent + scale_step, most_scale);
  }
  look.hint = "F11";
  look.marked = settings.full_screen;
  if (button("full screen", 4, words::full_screen)) settings.full_screen = !settings.full_screen;
}

}  // namespace

void draw_devices(Frame& frame) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  Rect rest = page(canvas);
  draw_top_line(frame, rest, say(words::devices_title), {});
  const BigButtons buttons = take_big_buttons(canvas, rest);
  if (canvas.button("back", buttons.left, say(words::back), big(theme, say(words::escape_key)))) {
    frame.view.devices = false;
    frame.ask(Scan{false});
  }
  draw_settings(frame, rest.take_bottom(canvas.height(0.09F)));
  rest.take_bottom(canvas.gap());
  const Rect facts = rest.take_bottom(std::min(canvas.line(0.030F) * 2.4F, rest.h * 0.25F));
  rest.take_bottom(canvas.gap());
  if (frame.model.trainer.number != 0) {
    canvas.write(facts, abilities_words(frame.model) + "\n" + floor_words(frame.model),
                 {.size = 0.030F, .ink = theme.text, .ground = theme.ground});
  }
  draw_sticks(frame, rest.take_left((rest.w - canvas.gap() * 2) * 0.42F));
  rest.take_left(canvas.gap() * 2);
  draw_heard(frame, rest);
}

}  // namespace softpedal::ui
