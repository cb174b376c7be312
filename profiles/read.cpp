// SPDX-License-Identifier: MIT
#include "profiles/read.hpp"

#include <algorithm>

namespace softpedal::profiles {
namespace {

template <class Words, class Value>
std::string_view word_of(const Words& words, Value value) {
  return std::ranges::find(words, value, &Words::value_type::first)->second;
}

template <class Words>
auto value_of(const Words& words, const std::string& word) {
  return std::ranges::find(words, std::string_view{word}, &Words::value_type::second)->first;
}

}  // namespace

double number_in(const toml::table& table, std::string_view key) { return amount(*table.get(key)); }

std::string text_in(const toml::table& table, std::string_view key) {
  return table.get(key)->as_string()->get();
}

Date date_in(const toml::table& table, std::string_view key) {
  const toml::date& date = table.get(key)->as_date()->get();
  return std::chrono::year{date.year} / std::chrono::month{date.month} / std::chrono::day{date.day};
}

RehabPhase phase_in(const toml::table& root) {
  return value_of(phase_words, text_in(root, "phase"));
}

TargetMode mode_in(const toml::table& target) {
  return value_of(mode_words, text_in(target, "mode"));
}

std::string_view word(RehabPhase phase) { return word_of(phase_words, phase); }
std::string_view word(TargetMode mode) { return word_of(mode_words, mode); }

}  // namespace softpedal::profiles
