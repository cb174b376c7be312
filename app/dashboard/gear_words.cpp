// SPDX-License-Identifier: MIT
#include "app/dashboard/gear_words.hpp"

#include <array>

#include "app/dashboard/parts.hpp"

namespace softpedal::ui {
namespace {

std::string easier_words(int sprockets, Gear gear) {
  constexpr std::array<Word, 6> in_words{words::easier_gear_to,    words::one_gear_easier,
                                         words::two_gears_easier,  words::three_gears_easier,
                                         words::four_gears_easier, words::five_gears_easier};
  const auto count = static_cast<std::size_t>(sprockets);
  if (count < in_words.size()) return say(in_words[count], gear_text(gear));
  return say(words::many_gears_easier, sprockets, gear_text(gear));
}

}  // namespace

// No line ends inside a gear.
std::string gear_text(Gear gear) {
  return fmt::format("{}\u00A0x\u00A0{}", gear.chainring, gear.sprocket);
}

std::string coach_words(const GearAdvice& advice) {
  switch (advice.what) {
    case GearAdvice::What::EasierGear:
      if (!advice.gear) return std::string{say(words::easier_gear)};
      return easier_words(advice.sprockets, *advice.gear);
    case GearAdvice::What::Slower:
      return std::string{say(words::turn_slower)};
    case GearAdvice::What::Faster:
      return std::string{say(words::turn_faster)};
    case GearAdvice::What::NoGear:
      return std::string{say(words::no_easy_gear_here)};
    case GearAdvice::What::None:
      break;
  }
  return {};
}

std::string gear_before_ride(const Snapshot& ride) {
  if (ride.reach.reach == Reach::None) return {};  // that is no advice but a refusal
  if (auto advice = coach_words(ride.gear_advice); !advice.empty()) return advice + '.';
  const bool some = ride.reach.reach == Reach::Some && ride.reach.hardest;
  return some ? say(words::gear_to_ride, gear_text(ride.reach.hardest->gear)) : std::string{};
}

std::string no_gear_words(const FloorReach& reach, const Limits& limits) {
  const GearReach& least = reach.easiest;
  const std::string gear = gear_text(least.gear);
  const std::string cadence = number(least.cadence, 0);
  if (least.floor.torque > limits.torque_mean) {
    return say(words::no_gear_for_torque, number(limits.torque_mean, 1),
               number(least.floor.torque, 1), gear, cadence);
  }
  return say(words::no_gear_for_power, number(limits.power, 0), number(least.floor.power, 0), gear,
             cadence);
}

}  // namespace softpedal::ui
