// SPDX-License-Identifier: MIT
#include "app/commands/today.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands/kept_file.hpp"
#include "app/shell/paths.hpp"
#include "profiles/describe.hpp"

namespace softpedal::commands {
namespace {

using nlohmann::json;

constexpr const char* file_name = "today.json";

std::optional<ClosedBy> closed_by(const json& name) {
  for (int i = 0; name.is_string() && i < closed_by_count; ++i) {
    const auto by = static_cast<ClosedBy>(i);
    if (word(by) == name.get<std::string>()) return by;
  }
  return std::nullopt;
}

std::optional<RedFlag> red_flag(const json& name) {
  for (int i = 0; name.is_string() && i < red_flag_count; ++i) {
    const auto flag = static_cast<RedFlag>(i);
    if (word(flag) == name.get<std::string>()) return flag;
  }
  return std::nullopt;
}

json json_of(std::chrono::year_month_day date, const Today& day) {
  return {{"date", profiles::in_digits(date)},
          {"red_flags", day.red_flags ? json(*day.red_flags) : json{}},
          {"red_flag", day.red_flag ? json(word(*day.red_flag)) : json{}},
          {"corrected", day.corrected},
          {"closed_by", day.closed ? json(word(*day.closed)) : json{}},
          {"too_much_pain", day.closed.has_value()}};  // all that earlier versions know
}

Result<void> keep(std::chrono::year_month_day date, const Today& answers, Sync sync) {
  const auto state = state_directory();
  if (!state) return tl::unexpected(state.error());
  return replace_json(*state / file_name, json_of(date, together(answers, read_today(date))), sync);
}

}  // namespace

Today read_today(std::chrono::year_month_day date) {
  const auto state = state_directory();
  if (!state) return {};
  const auto kept = read_json(*state / file_name);
  if (!kept || !kept->is_object()) return {};
  const auto at = [&](const char* key) { return kept->value(key, json{}); };
  const json when = at("date"), flags = at("red_flags"), pain = at("too_much_pain");
  const bool whole =
      when.is_string() && pain.is_boolean() && (flags.is_boolean() || flags.is_null());
  if (!whole || when.get<std::string>() != profiles::in_digits(date)) return {};
  Today answers{.red_flag = red_flag(at("red_flag")), .corrected = at("corrected") == json(true)};
  if (flags.is_boolean()) answers.red_flags = flags.get<bool>();
  // An earlier version, or a later one, closed it for a reason that has no name here.
  if (pain.get<bool>()) answers.closed = closed_by(at("closed_by")).value_or(ClosedBy::PainBefore);
  return answers;
}

Result<void> keep_today(std::chrono::year_month_day date, const Today& answers) {
  return keep(date, answers, Sync::Disk);
}

Result<void> note_today(std::chrono::year_month_day date, const Today& answers) {
  return keep(date, answers, Sync::None);
}

std::vector<std::string> remarks_of(const Today& answers) {
  std::vector<std::string> remarks;
  if (answers.corrected) {
    remarks.emplace_back(
        "red flags: yes, then corrected: it was a mistake, none of these holds today");
  }
  if (answers.red_flags == true) {
    remarks.push_back(answers.red_flag ? fmt::format("red flags: yes, {}", word(*answers.red_flag))
                                       : std::string{"red flags: yes"});
  } else if (answers.red_flags == false && !answers.corrected) {
    remarks.emplace_back("red flags: none");
  }
  return remarks;
}

}  // namespace softpedal::commands
