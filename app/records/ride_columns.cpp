// SPDX-License-Identifier: MIT
#include "app/records/ride_columns.hpp"

#include <array>
#include <utility>

#include "app/core/journal_line.hpp"
#include "app/records/row.hpp"

namespace softpedal::records {
namespace {

constexpr std::array<std::pair<Mark::Kind, const char*>, 8> kind_words{{
    {Mark::Kind::Phase, "phase"},
    {Mark::Kind::Ease, "ease"},
    {Mark::Kind::Resume, "resume"},
    {Mark::Kind::Breach, "breach"},
    {Mark::Kind::Pain, "pain"},
    {Mark::Kind::Link, "link"},
    {Mark::Kind::Trouble, "trouble"},
    {Mark::Kind::End, "end"},
}};

template <class Code>
void take_code(const std::optional<std::string>& text, Code& value) {
  for (int code = 0; code < count_of(value); ++code) {
    value = static_cast<Code>(code);
    if (word_of(value) == text) return;
  }
  throw Damaged{"a word that is not known"};
}

}  // namespace

std::optional<std::string> line_of(const std::optional<Prescription>& rx) {
  if (!rx) return std::nullopt;
  return to_text(JournalLine{Instant{}, *rx});
}

std::optional<Prescription> prescription_of(const std::optional<std::string>& line) {
  if (!line) return std::nullopt;
  // Most rides have the prescription of the one before.
  thread_local std::pair<std::string, std::optional<Prescription>> last;
  if (last.second && last.first == *line) return last.second;
  const auto parsed = parse_journal_line(*line);
  if (!parsed || !*parsed) throw Damaged{"a prescription that is none"};
  const auto* rx = std::get_if<Prescription>(&(*parsed)->what);
  if (rx == nullptr) throw Damaged{"a prescription that is none"};
  last = {*line, *rx};
  return *rx;
}

std::optional<std::string_view> word_of(Why why) {
  if (why == Why::Connecting) return std::nullopt;
  return word(why);
}

std::optional<std::string_view> word_of(Phase phase) {
  if (phase == Phase::Connecting) return std::nullopt;
  return word(phase);
}

std::optional<std::string_view> word_of(Mark::Kind kind) {
  for (const auto& [known, text] : kind_words) {
    if (known == kind) return text;
  }
  return std::nullopt;
}

void take_word(const std::optional<std::string>& text, Why& why) { take_code(text, why); }
void take_word(const std::optional<std::string>& text, Phase& phase) { take_code(text, phase); }
void take_word(const std::optional<std::string>& text, Mark::Kind& kind) {
  for (const auto& [known, known_text] : kind_words) {
    if (text == known_text) {
      kind = known;
      return;
    }
  }
  throw Damaged{"a word that is not known"};
}

}  // namespace softpedal::records
