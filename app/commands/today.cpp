// SPDX-License-Identifier: MIT
#include "app/commands/today.hpp"

#include <nlohmann/json.hpp>

#include "app/commands/kept_file.hpp"
#include "app/shell/paths.hpp"
#include "profiles/describe.hpp"

namespace softpedal::commands {

using nlohmann::json;

ui::Today read_today(std::chrono::year_month_day date) {
  const auto state = state_directory();
  if (!state) return {};
  const auto kept = read_json(*state / "today.json");
  if (!kept || !kept->is_object()) return {};
  const auto at = [&](const char* key) { return kept->value(key, json{}); };
  const json when = at("date"), flags = at("red_flags"), pain = at("too_much_pain");
  const bool whole =
      when.is_string() && pain.is_boolean() && (flags.is_boolean() || flags.is_null());
  if (!whole || when.get<std::string>() != profiles::in_digits(date)) return {};
  ui::Today answers{.too_much_pain = pain.get<bool>()};
  if (flags.is_boolean()) answers.red_flags = flags.get<bool>();
  return answers;
}

Result<void> keep_today(std::chrono::year_month_day date, const ui::Today& answers) {
  const auto state = state_directory();
  if (!state) return tl::unexpected(state.error());
  return replace_json(*state / "today.json",
                      {{"date", profiles::in_digits(date)},
                       {"red_flags", answers.red_flags ? json(*answers.red_flags) : json{}},
                       {"too_much_pain", answers.too_much_pain}});
}

}  // namespace softpedal::commands
