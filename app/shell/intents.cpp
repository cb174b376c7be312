// SPDX-License-Identifier: MIT
#include "app/shell/intents.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

namespace softpedal {
namespace {

constexpr std::size_t longest_line = 64;
constexpr Duration escape_alone_after = 50ms;
constexpr Duration ten_within = 1s;

struct Word {
  std::string_view word;
  Intent intent;
};
constexpr std::array words{
    Word{"ease", Intent::Ease},
    Word{"stop", Intent::Stop},
    Word{"pause", Intent::Pause},
    Word{"resume", Intent::Resume},
    Word{"sharp", Intent::Sharp},
    Word{"locking", Intent::Locking},
    Word{"giving_way", Intent::GivingWay},
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<int> score(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value < 0 || value > 10) return std::nullopt;
  return value;
}

// Anything may arrive, and what is quoted is shown in a terminal.
std::string quotable(std::string_view text) {
  std::string safe;
  for (const char c : text.substr(0, 24)) safe += c >= 0x20 && c < 0x7F ? c : '?';
  return safe;
}

Fault not_understood(std::string_view text) {
  return {
      FaultCode::WrongUsage,
      fmt::format("\"{}\" is not a word of a ride: say ease, stop, pause, resume, pain 0 to 10, "
                  "sharp, locking or giving_way, and before the ride red_flags yes or no and "
                  "pain_before 0 to 10.",
                  quotable(text))};
}

// The score behind a word, where it is that word.
std::optional<int> score_behind(std::string_view word, std::string_view text) {
  const bool followed = text.starts_with(word) && text.size() > word.size() &&
                        trimmed(text.substr(word.size(), 1)).empty();
  return followed ? score(trimmed(text.substr(word.size()))) : std::nullopt;
}

}  // namespace

std::optional<bool> red_flags_of_word(std::string_view line) {
  constexpr std::string_view red_flags = "red_flags";
  const std::string_view text = trimmed(line);
  if (!text.starts_with(red_flags)) return std::nullopt;
  const std::string_view rest = text.substr(red_flags.size());
  if (rest.empty() || !trimmed(rest.substr(0, 1)).empty()) return std::nullopt;
  if (trimmed(rest) == "yes") return true;
  if (trimmed(rest) == "no") return false;
  return std::nullopt;
}

Result<std::optional<Event>> event_of_word(std::string_view line) {
  const std::string_view text = trimmed(line);
  if (text.empty()) return std::nullopt;
  for (const auto& [word, intent] : words) {
    if (text == word) return Event{intent};
  }
  if (const auto value = score_behind("pain", text)) return Event{Pain{*value}};
  if (const auto value = score_behind("pain_before", text)) return Event{Pain{*value, true}};
  return tl::unexpected(not_understood(text));
}

void WordReader::take(std::string_view bytes) {
  for (const char c : bytes) {
    if (c == '\n') {
      end_line();
    } else if (line_.size() < longest_line) {
      line_ += c;
    } else {
      too_long_ = true;
    }
  }
}

void WordReader::end_line() {
  const std::string line = std::exchange(line_, {});
  if (std::exchange(too_long_, false)) return listener_.misunderstood(not_understood(line));
  if (const auto any = red_flags_of_word(line)) return listener_.red_flags(*any);
  const auto event = event_of_word(line);
  if (!event) return listener_.misunderstood(event.error());
  if (*event) listener_.said(**event);
}

KeyReader::KeyReader(TimerPort& timers, std::function<void(const Event&)> pressed)
    : timers_{timers}, pressed_{std::move(pressed)} {}

void KeyReader::take(std::string_view bytes) {
  for (const char c : bytes) key(c);
}

void KeyReader::key(char c) {
  constexpr char escape = '\x1b';
  if (!sequence_.empty()) {
    const bool introducer = sequence_.size() == 1 && (c == '[' || c == 'O');
    if (introducer) {
      sequence_ += c;
      return wait(escape_alone_after);
    }
    if (sequence_.size() > 1) return end_of_sequence(c);
    settle();
  }
  if (one_) {
    one_ = false;
    forget_timer();
    pressed_(Pain{c == '0' ? 10 : 1});
    if (c == '0') return;
  }
  switch (c) {
    case escape:
      sequence_ = escape;
      return wait(escape_alone_after);
    case ' ':
      return pressed_(Intent::Ease);
    case 'p':
    case 'P':
      return press_pause();
    case '.':  // the third key of page-turners and presenters
    case 'b':
      return pressed_(Intent::Stop);
    case 'r':
    case 'R':
      paused_ = false;
      return pressed_(Intent::Resume);
    case 's':
    case 'S':
      return pressed_(Intent::Sharp);
    case 'l':
    case 'L':
      return pressed_(Intent::Locking);
    case 'g':
    case 'G':
      return pressed_(Intent::GivingWay);
    case '1':
      one_ = true;
      return wait(ten_within);
    default:
      if (c >= '0' && c <= '9') pressed_(Pain{c - '0'});
  }
}

// A key such as PageDown is Escape, '[', digits and a last letter or '~' (ECMA-48).
void KeyReader::end_of_sequence(char last) {
  const bool more = last >= 0x20 && last < 0x40 && sequence_.size() < 16;
  sequence_ += last;
  if (more) return wait(escape_alone_after);
  forget_timer();
  const bool page_down = sequence_ == "\x1b[6~";
  const bool page_up = sequence_ == "\x1b[5~";
  sequence_.clear();
  if (page_down) pressed_(Intent::Ease);
  if (page_up) press_pause();
}

void KeyReader::press_pause() {
  paused_ = !paused_;
  pressed_(paused_ ? Intent::Pause : Intent::Resume);
}

void KeyReader::settle() {
  forget_timer();
  const bool escape_alone = sequence_.size() == 1;
  sequence_.clear();
  if (escape_alone) pressed_(Intent::Stop);
  if (std::exchange(one_, false)) pressed_(Pain{1});
}

void KeyReader::wait(Duration delay) {
  forget_timer();
  timer_ = timers_.after(delay, [this] {
    timer_ = 0;
    settle();
  });
}

void KeyReader::forget_timer() { timers_.cancel(std::exchange(timer_, 0)); }

}  // namespace softpedal
