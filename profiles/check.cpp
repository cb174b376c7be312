// SPDX-License-Identifier: MIT
#include "profiles/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <utility>

#include "profiles/ceiling.hpp"
#include "profiles/format.hpp"
#include "profiles/read.hpp"
#include "profiles/toml_file.hpp"

namespace softpedal::profiles {
namespace {

using Refusal = std::optional<Fault>;

// "a", "b" or "c"
template <class Words>
std::string choices(const Words& words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) list += i + 1 == words.size() ? " or " : ", ";
    list += fmt::format("\"{}\"", words[i].second);
  }
  return list;
}

// What the table calls `limits.power_w` and, before the first table, `name`.
std::string full_name(const Row& row) {
  return row.table.empty() ? std::string{row.key} : fmt::format("{}.{}", row.table, row.key);
}

std::string_view wanted(Kind kind) {
  switch (kind) {
    case Kind::Quantity:
      return "a number: write one without quotes, such as 4.5";
    case Kind::Count:
      return "a whole number: write one without quotes and decimal point";
    case Kind::Line:
    case Kind::Text:
      return "text: write it between quotes";
    case Kind::Day:
      return "a date: write one without quotes, such as 2026-11-21";
  }
  return {};
}

bool of_kind(const toml::node& node, Kind kind) {
  switch (kind) {
    case Kind::Quantity:
      return node.is_number();
    case Kind::Count:
      return node.is_integer();
    case Kind::Line:
    case Kind::Text:
      return node.is_string();
    case Kind::Day:
      return node.is_date();
  }
  return false;
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t") == text.npos; }

bool shows_safely(std::string_view text, Kind kind) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool layout = text[i] == '\n' || text[i] == '\t' || text[i] == '\r';
    if (kind == Kind::Text && layout) continue;
    if (control_at(text, i)) return false;
  }
  return true;
}

struct Checker {
  const toml::table& root;
  std::string_view file;
  Date today;

  [[nodiscard]] Refusal refuse(const toml::source_region& at, std::string_view sentence) const {
    return refusal(file, at.begin, sentence);
  }
  [[nodiscard]] Refusal refuse(const toml::node& at, std::string_view sentence) const {
    return refuse(at.source(), sentence);
  }

  // Null when the row's table or its key is not there.
  [[nodiscard]] const toml::node* find(std::string_view table, std::string_view key) const {
    const toml::table* in = table.empty() ? &root : root[table].as_table();
    return in == nullptr ? nullptr : in->get(key);
  }
  // Only after rows(): then it is there and a number.
  [[nodiscard]] double number(std::string_view table, std::string_view key) const {
    return amount(*find(table, key));
  }

  // Nothing else is worth a word in a file of another format.
  [[nodiscard]] Refusal version() const {
    const toml::node* format = root.get("format");
    if (format == nullptr || !format->is_integer() || format->as_integer()->get() == 1) return {};
    return refuse(*format, fmt::format("format is {}, but this version of softpedal reads format "
                                       "1 only: ask the author for a file of format 1",
                                       format->as_integer()->get()));
  }

  [[nodiscard]] Refusal known(const toml::key& key, std::string_view table) const {
    std::string keys;
    for (const Row& row : format_1) {
      if (row.table != table) continue;
      if (row.key == key.str()) return {};
      keys += fmt::format("{}{}", keys.empty() ? "" : ", ", row.key);
    }
    if (!table.empty()) {
      return refuse(key.source(),
                    fmt::format("{}.{} is not a key of format 1: remove it; [{}] may hold {}",
                                table, printable(key.str()), table, keys));
    }
    return refuse(key.source(), fmt::format("{} is neither a key nor a table of format 1: remove "
                                            "it or correct its name",
                                            printable(key.str())));
  }

  [[nodiscard]] Refusal names() const {
    for (const auto& [key, node] : root) {
      const bool table = std::ranges::find(format_1, key.str(), &Row::table) != format_1.end();
      if (!table || key.str().empty()) {
        if (Refusal unknown = known(key, "")) return unknown;
        continue;
      }
      if (!node.is_table()) {
        return refuse(key.source(), fmt::format("{} is {}, but it must be a table: write [{}] and "
                                                "its keys below it",
                                                key.str(), found(node), key.str()));
      }
      for (const auto& entry : *node.as_table()) {
        if (Refusal unknown = known(entry.first, key.str())) return unknown;
      }
    }
    return {};
  }

  [[nodiscard]] Refusal rows() const {
    for (const Row& row : format_1) {
      if (row.table == signature_table && !root.contains(signature_table)) continue;
      if (Refusal bad = this->row(row)) return bad;
      if (row.key == "phase") {
        if (Refusal bad = word(row, phase_words)) return bad;
      }
      if (row.key == "mode") {
        if (Refusal bad = word(row, mode_words)) return bad;
      }
    }
    return {};
  }

  [[nodiscard]] Refusal row(const Row& row) const {
    const toml::node* node = find(row.table, row.key);
    if (node == nullptr) return missing(row);
    if (!belongs(row)) {
      return refuse(*node, fmt::format("{} does not belong to mode \"{}\": remove it",
                                       full_name(row), profiles::word(mode_in(target()))));
    }
    if (!of_kind(*node, row.kind)) {
      return refuse(*node, fmt::format("{} is {}, but it must be {}", full_name(row), found(*node),
                                       wanted(row.kind)));
    }
    switch (row.kind) {
      case Kind::Quantity:
      case Kind::Count:
        return range(row, *node);
      case Kind::Line:
      case Kind::Text:
        return characters(row, *node);
      case Kind::Day:
        return {};  // the parser refuses a day that is not in the calendar
    }
    return {};
  }

  [[nodiscard]] const toml::table& target() const { return *root["target"].as_table(); }

  // Whether the mode of the target has room for this key.
  [[nodiscard]] bool belongs(const Row& row) const {
    switch (row.presence) {
      case Presence::Required:
      case Presence::Optional:
        return true;
      case Presence::WithResistance:
        return mode_in(target()) == TargetMode::Resistance;
      case Presence::WithTorque:
        return mode_in(target()) == TargetMode::Torque;
    }
    return false;
  }

  [[nodiscard]] Refusal missing(const Row& row) const {
    if (row.presence == Presence::Optional) return {};
    const bool by_mode = row.presence != Presence::Required;
    if (by_mode && !belongs(row)) return {};
    const toml::table* table = row.table.empty() ? &root : root[row.table].as_table();
    if (table == nullptr) {
      return refusal(file, {1, 1},
                     fmt::format("the table [{}] is missing: add it with its keys", row.table));
    }
    return refuse(*table,
                  fmt::format("{} is missing ({}): add it {}{}", full_name(row), row.meaning,
                              row.table.empty() ? "before the first table"
                                                : fmt::format("below [{}]", row.table),
                              by_mode ? ", because this mode needs it" : ""));
  }

  [[nodiscard]] Refusal range(const Row& row, const toml::node& node) const {
    const double value = amount(node);
    if (!std::isfinite(value)) {
      return refuse(node, fmt::format("{} is {}, which is not an amount: write a number",
                                      full_name(row), value));
    }
    const bool large_enough = row.least == Least::Zero ? value >= 0.0 : value > 0.0;
    if (!large_enough) {
      return refuse(
          node, fmt::format("{} is {}, but it must be {}: write a larger number", full_name(row),
                            value, row.least == Least::Zero ? "0 or more" : "more than 0"));
    }
    if (row.most == nullptr) return {};
    const RehabPhase phase = phase_in(root);
    const double most = row.most(ceiling_of(phase));
    const bool within = value <= most;
    if (within) return {};
    const bool by_phase = row.most(acute_ceiling) != row.most(common_ceiling);
    return refuse(
        node,
        fmt::format("{} is {}, but at most {} is allowed{}: write {} or less", full_name(row),
                    value, most,
                    by_phase ? fmt::format(" in phase \"{}\"", profiles::word(phase)) : "", most));
  }

  [[nodiscard]] Refusal characters(const Row& row, const toml::node& node) const {
    const std::string& text = node.as_string()->get();
    if (row.kind == Kind::Line && blank(text)) {
      return refuse(node, fmt::format("{} is empty ({}): fill it in", full_name(row), row.meaning));
    }
    if (!shows_safely(text, row.kind)) {
      return refuse(node, fmt::format("{} holds a {}control character: remove it", full_name(row),
                                      row.kind == Kind::Line ? "line end or another " : ""));
    }
    return {};
  }

  template <class Words>
  [[nodiscard]] Refusal word(const Row& row, const Words& words) const {
    const toml::node& node = *find(row.table, row.key);
    const std::string& text = node.as_string()->get();
    const bool known = std::ranges::find(words, text, &Words::value_type::second) != words.end();
    if (known) return {};
    return refuse(node, fmt::format("{} is \"{}\", which format 1 does not know: write {}",
                                    full_name(row), printable(text), choices(words)));
  }

  // Numbers that are sound one by one and contradict each other.
  [[nodiscard]] Refusal relations() const {
    const double low = number("cadence", "low_rpm"), high = number("cadence", "high_rpm");
    if (!(low < high)) {
      return refuse(*find("cadence", "low_rpm"),
                    fmt::format("cadence.low_rpm is {} and high_rpm is {}: write a low_rpm that "
                                "is less than high_rpm",
                                low, high));
    }
    const double mean = number("limits", "torque_mean_nm"),
                 peak = number("limits", "torque_peak_nm");
    if (!(mean <= peak)) {
      return refuse(*find("limits", "torque_mean_nm"),
                    fmt::format("limits.torque_mean_nm is {} and torque_peak_nm is {}: write a "
                                "mean that is not above the peak",
                                mean, peak));
    }
    const double ease = number("pain", "ease_at"), stop = number("pain", "stop_at");
    if (!(ease <= stop)) {
      return refuse(*find("pain", "ease_at"),
                    fmt::format("pain.ease_at is {} and stop_at is {}: write an ease_at that is "
                                "not above stop_at",
                                ease, stop));
    }
    const double sum = number("session", "warm_up_s") + number("session", "ride_s") +
                       number("session", "cool_down_s");
    if (!(sum <= number("limits", "total_s"))) {
      return refuse(*find("limits", "total_s"),
                    fmt::format("limits.total_s is {}, but the three phases of [session] take {} "
                                "s: write {} or more, or shorten a phase",
                                number("limits", "total_s"), sum, sum));
    }
    if (Refusal bad = target_under("resistance_percent", "resistance_percent")) return bad;
    return target_under("torque_nm", "torque_mean_nm");
  }

  [[nodiscard]] Refusal target_under(std::string_view key, std::string_view limit) const {
    const toml::node* aim = find("target", key);
    if (aim == nullptr || amount(*aim) <= number("limits", limit)) return {};
    return refuse(*aim, fmt::format("target.{} is {}, but limits.{} is {}: write a target that is "
                                    "not above its limit",
                                    key, amount(*aim), limit, number("limits", limit)));
  }

  [[nodiscard]] Refusal dates() const {
    const toml::node* expires = find("author", "expires");
    if (expires == nullptr) return {};
    const toml::table& author = *root["author"].as_table();
    const Date issued = date_in(author, "issued"), last = date_in(author, "expires");
    if (last < issued) {
      return refuse(*expires, "author.expires is before author.issued: correct one of the two");
    }
    if (last < today) {
      return refuse(*expires,
                    fmt::format("this profile expired on {:04}-{:02}-{:02}: ask {} for a new one",
                                int{last.year()}, unsigned{last.month()}, unsigned{last.day()},
                                printable(text_in(author, "name"))));
    }
    return {};
  }

  [[nodiscard]] Refusal seal() const {
    const toml::node* signature = root.get(signature_table);
    if (signature == nullptr) return {};
    if (signature->as_table()->is_inline()) {
      return refuse(*signature,
                    "signature must be a table of its own: write [signature] and its "
                    "keys below it");
    }
    for (const auto& [key, node] : root) {
      if (key.str() == signature_table) continue;
      if (last_line(key.source(), node) < signature->source().begin.line) continue;
      return refuse(*signature,
                    "[signature] must stand last, because it covers all before it: "
                    "move it to the end of the file");
    }
    return {};
  }

  static toml::source_index last_line(const toml::source_region& key, const toml::node& node) {
    toml::source_index last = std::max(key.end.line, node.source().end.line);
    if (const toml::table* table = node.as_table()) {
      for (const auto& [inner, value] : *table) {
        last = std::max(last, last_line(inner.source(), value));
      }
    }
    return last;
  }
};

}  // namespace

std::optional<Fault> check(const toml::table& root, std::string_view file, Date today) {
  const Checker checker{root, file, today};
  for (const auto step : {&Checker::version, &Checker::names, &Checker::rows, &Checker::relations,
                          &Checker::dates, &Checker::seal}) {
    if (Refusal refused = std::invoke(step, checker)) return refused;
  }
  return {};
}

}  // namespace softpedal::profiles
