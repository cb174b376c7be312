// SPDX-License-Identifier: MIT
// What a rider can say without a window: words on standard input, keys in the terminal.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "app/core/event.hpp"
#include "app/core/result.hpp"
#include "app/core/timer.hpp"

namespace softpedal {

// ease, stop, pause, resume, pain N, sharp, locking, giving_way, and before the ride pain_before N.
// An empty line is nothing.
[[nodiscard]] Result<std::optional<Event>> event_of_word(std::string_view line);
// red_flags yes, red_flags no; empty: another word.
[[nodiscard]] std::optional<bool> red_flags_of_word(std::string_view line);

// Cuts bytes into lines; a line longer than any word can be is a fault once and skipped to its end.
class WordReader {
 public:
  struct Listener {
    std::function<void(const Event&)> said;
    std::function<void(bool)> red_flags;  // at least one holds today
    std::function<void(const Fault&)> misunderstood;
  };
  explicit WordReader(Listener listener) : listener_{std::move(listener)} {}
  void take(std::string_view bytes);

 private:
  void end_line();

  Listener listener_;
  std::string line_{};
  bool too_long_ = false;
};

// The dashboard's keys: Space or PageDown ease, Escape stop, p or PageUp pause and resume, r
// resume, digits a pain score (1 and then 0 within a second is ten), s sharp, l locking, g giving
// way. A page-turner has two or three of them: PageDown, PageUp, and '.' or 'b', which stops.
class KeyReader {
 public:
  KeyReader(TimerPort& timers, std::function<void(const Event&)> pressed);
  ~KeyReader() { forget_timer(); }
  KeyReader(const KeyReader&) = delete;
  KeyReader& operator=(const KeyReader&) = delete;
  void take(std::string_view bytes);

 private:
  void key(char c);
  void press_pause();
  void end_of_sequence(char last);
  void settle();  // what waited for a next byte stands for itself
  void wait(Duration delay);
  void forget_timer();

  TimerPort& timers_;
  std::function<void(const Event&)> pressed_;
  TimerPort::Id timer_ = 0;
  bool paused_ = false;     // by the rider: p means RESUME
  bool one_ = false;        // a 1 that may become a 10
  std::string sequence_{};  // what came after an Escape, itself included
};

}  // namespace softpedal
