// SPDX-License-Identifier: MIT
#include "app/commands/floor_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

namespace softpedal::commands {
namespace {

std::string count_in_words(int count) {
  constexpr std::array<std::string_view, 6> words{"", "One", "Two", "Three", "Four", "Five"};
  const auto index = static_cast<std::size_t>(count);
  return index < words.size() ? std::string{words[index]} : std::to_string(count);
}

// What one per cent more costs at the wheel, where it was learned.
std::string worth_in_words(const Snapshot& last) {
  const FloorModel& floor = last.floor;
  if (!brake_known(floor) && last.why == Why::FloorFound) {
    return "What a per cent of its brake is worth was not felt: without any you are near your "
           "limit.";
  }
  if (!brake_known(floor)) return "What a per cent of its brake is worth was not felt yet.";
  const MetresPerSecond speed = floor.brake_speed;
  const Newtons first = brake_between(floor, speed, Percent{0.0}, Percent{0.5}).force;
  const Newtons one = brake_between(floor, speed, Percent{1.0}, Percent{2.0}).force;
  return fmt::format(
      "One per cent of its brake is worth {:.1f} N at the wheel, the first step of 0.5 % {:.1f} N.",
      one.count(), first.count());
}

std::string reach_in_words(const FloorReach& reach, NewtonMetres cap) {
  switch (reach.reach) {
    case Reach::Every:
      return fmt::format("Your limit of {:.1f} N m is kept in every gear.", cap.count());
    case Reach::Some:
      return fmt::format(
          "Your limit of {:.1f} N m is kept in {} at {:.0f} rpm, and in easier gears.", cap.count(),
          gear_text(reach.hardest->gear), reach.hardest->cadence.count());
    case Reach::None:
      return fmt::format("Your limit of {:.1f} N m is kept in no gear of this bike.", cap.count());
    case Reach::Unknown:
      break;
  }
  return fmt::format(
      "Whether a gear keeps your limit of {:.1f} N m is not certain: ride in the easiest one.",
      cap.count());
}

}  // namespace

std::string gear_text(Gear gear) { return fmt::format("{} x {}", gear.chainring, gear.sprocket); }

std::string advice_in_words(const GearAdvice& advice) {
  switch (advice.what) {
    case GearAdvice::What::None:
      return {};
    case GearAdvice::What::EasierGear:
      if (!advice.gear) return "Easier gear";
      if (advice.sprockets == 0) return fmt::format("Easier gear: {}", gear_text(*advice.gear));
      return fmt::format("{} {} easier: {}", count_in_words(advice.sprockets),
                         advice.sprockets == 1 ? "gear" : "gears", gear_text(*advice.gear));
    case GearAdvice::What::Slower:
      return "Turn a little slower";
    case GearAdvice::What::Faster:
      return "Turn a little faster";
    case GearAdvice::What::NoGear:
      return "No gear of this bike is easy enough";
  }
  return {};
}

std::string refusal_in_words(const Snapshot& last, std::uint32_t trainer) {
  const GearReach& easiest = last.reach.easiest;
  return fmt::format(
      "refused: without any resistance trainer {} takes {:.1f} N m ({:.0f} W) in the easiest gear, "
      "{} at {:.0f} rpm, and {:.1f} N m ({:.0f} W) are allowed. Use an easier gear (its teeth "
      "belong in the settings) or another trainer; softpedal floor measures it again.",
      trainer, easiest.floor.torque.count(), easiest.floor.power.count(), gear_text(easiest.gear),
      easiest.cadence.count(), last.torque_mean_cap.count(), last.power_cap.count());
}

std::string floor_in_words(const Snapshot& last, std::uint32_t trainer) {
  if (!drag_known(last.floor)) {
    return fmt::format(
        "Too little was ridden to know the floor of trainer {}: it takes some 20 s of steady "
        "turning, and a trainer that tells its speed.\n",
        trainer);
  }
  const GearReach& easiest = last.reach.easiest;
  return fmt::format(
      "Without resistance trainer {} takes {:.1f} N m (give or take {:.1f}) in the easiest gear, "
      "{} "
      "at {:.0f} rpm. {}\n{}\n",
      trainer, easiest.floor.torque.count(), easiest.floor.deviation.count() * certain,
      gear_text(easiest.gear), easiest.cadence.count(), worth_in_words(last),
      reach_in_words(last.reach, last.torque_mean_cap));
}

std::string floor_plot(const Snapshot& last, const Drivetrain& drivetrain) {
  if (!drag_known(last.floor)) return {};
  constexpr std::size_t width = 40;
  const Rpm cadence = (last.cadence_low + last.cadence_high) / 2.0;
  const NewtonMetres cap = last.torque_mean_cap;
  const auto place = [&](NewtonMetres torque) {
    const double share = torque.count() / (cap.count() * 2.0);
    return static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * width));
  };
  std::vector<Gear> gears;
  for (const auto chainring : drivetrain.chainrings) {
    for (const auto sprocket : drivetrain.sprockets) {
      if (chainring != 0 && sprocket != 0) gears.push_back({chainring, sprocket});
    }
  }
  std::ranges::sort(gears, {}, [](Gear gear) { return ratio(gear); });
  std::string text = fmt::format(
      "Floor at {:.0f} rpm in each gear, easiest first; | is the limit of {:.1f} N m:\n",
      cadence.count(), cap.count());
  for (const Gear gear : gears) {
    const FloorTorque floor =
        floor_torque(last.floor, drivetrain.circumference * ratio(gear), cadence);
    if (floor.torque > cap * 2.0) {
      return text + fmt::format("  {:>7}  and harder gears: over {:.1f} N m\n", gear_text(gear),
                                cap.count() * 2.0);
    }
    std::string bar(width + 1, ' ');
    std::fill_n(bar.begin(), place(floor.torque), '#');
    bar[place(cap)] = '|';
    text += fmt::format("  {:>7}  {} {:>5.1f} N m\n", gear_text(gear), bar, floor.torque.count());
  }
  return text;
}

}  // namespace softpedal::commands
