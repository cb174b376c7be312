// SPDX-License-Identifier: MIT
#include "app/dashboard/plans.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "app/core/plan.hpp"
#include "app/core/rise.hpp"
#include "app/dashboard/parts.hpp"

namespace softpedal::ui {
namespace {

std::string time_words(const Prescription& from, const Prescription& to) {
  if (planned(to) > planned(from)) {
    return say(words::rise_minutes, minutes_text(planned(from)), minutes_text(planned(to)));
  }
  return say(words::rise_total, minutes_text(from.limits.total), minutes_text(to.limits.total));
}

std::string heart_words(const std::optional<Bpm>& from, const std::optional<Bpm>& to) {
  if (!from || !to) return std::string{say(words::rise_heart_free)};
  return say(words::rise_heart, number(*from, 0), number(*to, 0));
}

}  // namespace

std::vector<std::size_t> plans_in_order(const std::vector<ProfileCard>& cards, bool others) {
  const bool all = others || std::ranges::none_of(cards, &ProfileCard::own);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < cards.size(); ++i) {
    if (all || cards[i].own) order.push_back(i);
  }
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    const ProfileCard& one = cards[a];
    const ProfileCard& other = cards[b];
    if (one.own != other.own) return one.own;
    if (gentler(one.prescription, other.prescription)) return true;
    return !gentler(other.prescription, one.prescription) && one.name < other.name;
  });
  return order;
}

std::string rise_words(const Prescription& from, const Prescription& to) {
  const Rise rises = rise(from, to);
  const Limits& a = from.limits;
  const Limits& b = to.limits;
  std::vector<std::string> all;
  const auto add = [&all](bool risen, const auto& text) {
    if (risen) all.emplace_back(text());
  };
  const auto from_to = [](Word word, const auto& low, const auto& high, int places) {
    return [=] { return say(word, number(low, places), number(high, places)); };
  };
  add(rises.torque_mean, from_to(words::rise_torque, a.torque_mean, b.torque_mean, 1));
  add(rises.power, from_to(words::rise_power, a.power, b.power, 0));
  add(rises.minutes, [&] { return time_words(from, to); });
  add(rises.torque_peak, from_to(words::rise_peak, a.torque_peak, b.torque_peak, 1));
  add(rises.resistance, from_to(words::rise_resistance, a.resistance, b.resistance, 1));
  add(rises.target, [] { return say(words::rise_target); });
  add(rises.ramp, [] { return say(words::rise_ramp); });
  add(rises.heart_rate, [&] { return heart_words(a.heart_rate, b.heart_rate); });
  add(rises.pain, [] { return say(words::rise_pain); });
  return fmt::format("{}", fmt::join(all, ", "));
}

}  // namespace softpedal::ui
