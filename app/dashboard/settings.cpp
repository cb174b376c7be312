// SPDX-License-Identifier: MIT
#include "app/dashboard/settings.hpp"

#include <array>
#include <cmath>
#include <cstddef>

namespace softpedal::ui {
namespace {

// As the makers sell them: three rings, then two, then one; cassettes by their largest sprocket.
constexpr std::array<Chainrings, 20> common_chainrings{{
    {22, 32, 42}, {30, 39, 50}, {26, 36}, {28, 38}, {30, 46}, {31, 48}, {32, 48},
    {34, 50},     {36, 52},     {39, 53}, {30},     {32},     {34},     {36},
    {38},         {40},         {42},     {44},     {46},     {48},
}};
constexpr std::array<Sprockets, 14> common_sprockets{{
    {11, 12, 13, 14, 15, 16, 17, 19, 21, 23, 25},
    {12, 13, 14, 15, 16, 17, 18, 19, 21, 23, 25},
    {11, 12, 13, 14, 15, 17, 19, 21, 23, 25, 28},
    {14, 16, 18, 20, 22, 24, 28},
    {11, 12, 13, 14, 15, 17, 19, 21, 24, 27, 30},
    {11, 12, 13, 14, 16, 18, 20, 22, 25, 28, 32},
    {11, 13, 15, 17, 19, 21, 23, 25, 27, 30, 34},
    {11, 13, 15, 17, 19, 21, 24, 28, 32, 36},
    {11, 13, 15, 17, 19, 21, 24, 27, 31, 35, 40},
    {11, 13, 15, 17, 19, 21, 24, 28, 32, 37, 42},
    {11, 13, 15, 17, 19, 21, 24, 28, 32, 37, 46},
    {10, 12, 14, 16, 18, 21, 24, 28, 32, 36, 42, 50},
    {10, 12, 14, 16, 18, 21, 24, 28, 33, 39, 45, 51},
    {10, 12, 14, 16, 18, 21, 24, 28, 32, 36, 42, 52},
}};

template <class Teeth, std::size_t Count>
Teeth step_among(const std::array<Teeth, Count>& sets, const Teeth& teeth, int steps) {
  const auto at = std::ranges::find(sets, teeth);
  if (at == sets.end()) return steps > 0 ? sets.front() : sets.back();
  const auto count = static_cast<int>(Count);
  const int next = (static_cast<int>(at - sets.begin()) + steps % count + count) % count;
  return sets.at(static_cast<std::size_t>(next));
}

template <class Teeth>
std::optional<Teeth> stretch(const Teeth& teeth, End end, int by, Range<int> range) {
  const std::size_t count = present(teeth).size();
  const std::size_t at = end == End::Smallest ? 0 : count - 1;
  const int now = teeth.at(at) + by;
  const bool above = at == 0 || now > teeth.at(at - 1);
  const bool below = at + 1 == count || now < teeth.at(at + 1);
  if (now < range.least || now > range.most || !above || !below) return std::nullopt;
  Teeth other = teeth;
  other.at(at) = static_cast<std::uint8_t>(now);
  return other;
}

}  // namespace

Kilograms stepped(Kilograms weight, int steps, Units units, Range<Kilograms> range) {
  const double one = units == Units::Imperial ? kilograms_in_a_pound : 1.0;
  const double stepped = (std::round(weight.count() / one) + steps) * one;
  return std::clamp(Kilograms{std::round(stepped * 10.0) / 10.0}, range.least, range.most);
}

Metres stepped(Metres length, double millimetres, Range<Metres> range) {
  const double tenths = std::round(length.count() * 10000.0) + millimetres * 10.0;
  return std::clamp(Metres{tenths / 10000.0}, range.least, range.most);
}

bool common(const Chainrings& teeth) { return std::ranges::count(common_chainrings, teeth) > 0; }
bool common(const Sprockets& teeth) { return std::ranges::count(common_sprockets, teeth) > 0; }

Chainrings stepped(const Chainrings& teeth, int steps) {
  return step_among(common_chainrings, teeth, steps);
}
Sprockets stepped(const Sprockets& teeth, int steps) {
  return step_among(common_sprockets, teeth, steps);
}

std::optional<Chainrings> stretched(const Chainrings& teeth, End end, int by) {
  return stretch(teeth, end, by, chainring_range);
}
std::optional<Sprockets> stretched(const Sprockets& teeth, End end, int by) {
  return stretch(teeth, end, by, sprocket_range);
}

}  // namespace softpedal::ui
