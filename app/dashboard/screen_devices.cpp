// SPDX-License-Identifier: MIT
// Sticks, trainers and sensors that are here, what the trainer in use can do and what it needs.
// What it needs is told as a fact and never done from here: a spin-down is hard work.
#include <algorithm>
#include <array>
#include <utility>

#include "app/dashboard/parts.hpp"

namespace softpedal::ui {
namespace {

// Names of buttons must outlive the frame.
constexpr std::array<std::string_view, 4> stick_names{"stick 1", "stick 2", "stick 3", "stick 4"};
constexpr std::array<std::string_view, 8> heard_names{"heard 1", "heard 2", "heard 3", "heard 4",
                                                      "heard 5", "heard 6", "heard 7", "heard 8"};

std::string_view sensor_words(SensorKind kind) {
  switch (kind) {
    case SensorKind::HeartRate:
      return say(words::kind_heart_rate);
    case SensorKind::Power:
      return say(words::kind_power);
    case SensorKind::SpeedCadence:
      return say(words::kind_speed_cadence);
    case SensorKind::Cadence:
      return say(words::kind_cadence);
    case SensorKind::Speed:
      break;
  }
  return say(words::kind_speed);
}

std::string_view kind_words(const HeardDevice& device) {
  switch (device.kind) {
    case HeardDevice::Kind::Trainer:
      return say(words::kind_trainer);
    case HeardDevice::Kind::Sensor:
      return sensor_words(device.sensor);
    case HeardDevice::Kind::Remote:
      return say(words::kind_remote);
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
      std::min(canvas.height(0.085F), box.h / static_cast<float>(stick_names.size() + 1));
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
  ButtonLook look = plain(theme);
  look.align = Align::Left;
  look.size = 0.034F;
  look.marked = frame.settings.remote;
  const Word label = frame.settings.remote ? words::remote_on : words::remote_off;
  if (canvas.button("remote", box.take_bottom(each).inside(0, canvas.gap() * 0.25F), say(label),
                    look)) {
    frame.settings.remote = !frame.settings.remote;
  }
}

// One line of what is heard, or was chosen and is not.
struct Row {
  HeardDevice device{};
  bool heard = true;
  bool chosen = false;
};

// Trainers first, the one in use before the others, then the rider's sensors: each keeps its place
// while others are heard.
std::vector<Row> rows(const Model& model, const Settings& settings) {
  std::vector<Row> all;
  const auto is_chosen = [&settings](const HeardDevice& device) {
    if (device.kind == HeardDevice::Kind::Trainer) return device.in_use;
    if (device.kind == HeardDevice::Kind::Remote) return settings.remote;
    const SensorChoice choice{device.sensor, device.number};
    return device.kind == HeardDevice::Kind::Sensor &&
           std::ranges::count(settings.sensors, choice) > 0;
  };
  if (model.heard) {
    for (const HeardDevice& device : *model.heard) {
      all.push_back({.device = device, .chosen = is_chosen(device)});
    }
  }
  for (const SensorChoice& choice : settings.sensors) {
    const bool heard = std::ranges::any_of(all, [&choice](const Row& row) {
      return row.device.kind == HeardDevice::Kind::Sensor && row.device.sensor == choice.kind &&
             row.device.number == choice.number;
    });
    if (heard) continue;
    all.push_back({.device = {.number = choice.number,
                              .kind = HeardDevice::Kind::Sensor,
                              .sensor = choice.kind},
                   .heard = false,
                   .chosen = true});
  }
  std::ranges::stable_sort(all, {}, [](const Row& row) {
    return std::pair{row.device.kind, !row.chosen};
  });
  return all;
}

std::string row_text(const Model& model, const Row& row) {
  const HeardDevice& device = row.device;
  const auto last = std::ranges::find(model.sensors, SensorChoice{device.sensor, device.number},
                                      &SensorRow::sensor);
  const bool known = device.kind == HeardDevice::Kind::Sensor && last != model.sensors.end();
  std::string_view maker = device.maker;
  if (maker.empty() && known) maker = last->maker;
  std::string text = fmt::format("{}  ·  {}  ·  {}", device.number, kind_words(device),
                                 maker.empty() ? say(words::maker_unknown) : maker);
  const auto add = [&text](std::string_view more) { text += fmt::format("  ·  {}", more); };
  if (device.signal_dbm) add(with_places(*device.signal_dbm, 0) + " dBm");
  if (known && last->battery_low) add(say(words::battery_low));
  if (!row.heard) add(say(words::not_heard));
  const bool trainer = device.kind == HeardDevice::Kind::Trainer;
  if (row.chosen) add(say(trainer ? words::in_use : words::chosen));
  return text;
}

// One sensor of a kind; the same once more forgets it.
void choose_sensor(std::vector<SensorChoice>& sensors, SensorChoice choice) {
  const bool chosen = std::ranges::count(sensors, choice) > 0;
  std::erase_if(sensors, [&](const SensorChoice& other) { return other.kind == choice.kind; });
  if (!chosen) sensors.push_back(choice);
}

void take_row(Frame& frame, const Row& row) {
  switch (row.device.kind) {
    case HeardDevice::Kind::Trainer:
      return frame.ask(ChooseTrainer{row.device.number});
    case HeardDevice::Kind::Sensor:
      return choose_sensor(frame.settings.sensors, {row.device.sensor, row.device.number});
    case HeardDevice::Kind::Remote:
      frame.settings.remote = !frame.settings.remote;
      return;
    case HeardDevice::Kind::Other:
      return;
  }
}

void draw_heard(Frame& frame, Rect box) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  draw_title(canvas, box.take_top(std::min(canvas.line(0.032F), box.h * 0.15F)), say(words::heard));
  const auto all = rows(frame.model, frame.settings);
  const std::size_t count = std::min(all.size(), heard_names.size());
  const float each =
      std::min(canvas.height(0.085F), box.h / static_cast<float>(heard_names.size()));
  for (std::size_t i = 0; i < count; ++i) {
    ButtonLook look = plain(theme);
    look.align = Align::Left;
    look.size = 0.034F;
    look.enabled = all[i].device.kind != HeardDevice::Kind::Other;
    look.marked = all[i].chosen;
    const Rect place = box.take_top(each).inside(0, canvas.gap() * 0.25F);
    if (canvas.button(heard_names[i], place, row_text(frame.model, all[i]), look)) {
      take_row(frame, all[i]);
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
  const FloorReach& reach = model.ride.reach;
  if (reach.reach == Reach::Unknown) return std::string{say(words::floor_not_seen)};
  const GearReach& least = reach.easiest;
  return say(words::floor_seen, number(least.floor.torque, 1), least.gear.chainring,
             least.gear.sprocket, number(least.cadence, 0));
}

// What the trainer needs, or says of itself: facts, and what to do about them.
std::vector<std::string_view> care_words(const Model& model) {
  std::vector<std::string_view> lines;
  if (model.trainer.steered_by_another) lines.push_back(say(words::care_other));
  if (model.ride.resistance_calibration_needed) lines.push_back(say(words::care_spin_down));
  if (model.ride.power_calibration_needed) lines.push_back(say(words::care_zero));
  if (model.trainer.battery_low) lines.push_back(say(words::care_battery));
  switch (model.ride.target_flag) {
    case 1:
      lines.push_back(say(words::care_too_slow));
      break;
    case 2:
      lines.push_back(say(words::care_too_fast));
      break;
    case 3:
      lines.push_back(say(words::care_limit));
      break;
    default:
      break;
  }
  return lines;
}

// Takes its strip off the page.
void draw_trainer(Frame& frame, Rect& page) {
  if (frame.model.trainer.number == 0) return;
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  const auto care = care_words(frame.model);
  const float line = canvas.line(0.030F);
  // The spin-down is a long story: it may take more lines than one.
  const float told = care.empty() ? 0.0F : 1.3F * static_cast<float>(care.size()) + 1.2F;
  Rect box =
      page.take_bottom(std::min(line * (2.4F + told), page.h * (care.empty() ? 0.25F : 0.42F)));
  page.take_bottom(canvas.gap());
  canvas.write(box.take_bottom(box.h * 2.4F / (2.4F + told)),
               abilities_words(frame.model) + "\n" + floor_words(frame.model),
               {.size = 0.030F, .ink = theme.text, .ground = theme.ground});
  if (care.empty()) return;
  canvas.write(box, fmt::format("{}", fmt::join(care, "\n")),
               {.size = 0.030F, .ink = theme.near, .ground = theme.ground});
}

}  // namespace

void draw_devices(Frame& frame) {
  Canvas& canvas = frame.canvas;
  const Theme& theme = canvas.theme;
  Rect rest = page(canvas);
  draw_top_line(frame, rest, say(words::devices), {});
  const BigButtons buttons = take_big_buttons(canvas, rest);
  if (canvas.button("back", buttons.left, say(words::back), big(theme, say(words::escape_key)))) {
    frame.view.devices = false;
    frame.ask(Scan{false});
  }
  if (canvas.button("settings", buttons.right, say(words::settings), plain(theme))) {
    frame.view.settings = true;
  }
  draw_trainer(frame, rest);
  draw_sticks(frame, rest.take_left((rest.w - canvas.gap() * 2) * 0.42F));
  rest.take_left(canvas.gap() * 2);
  draw_heard(frame, rest);
}

}  // namespace softpedal::ui
