// SPDX-License-Identifier: MIT
// The questions before a ride in the terminal: the red flags once a day, the knee every time.
// What speaks against the ride is asked last. Nothing else goes on meanwhile: the trainer is met
// when they are answered.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "app/core/gate.hpp"
#include "app/shell/output.hpp"

namespace softpedal::commands {

struct Answers {
  Today today{};
  std::optional<int> score{};   // before the ride
  Cautions anyway{};            // told, and ridden anyway
  bool left = false;            // by Escape, or the terminal is gone
  std::optional<int> signal{};  // INT, TERM, HUP or QUIT came
};

// Standard input is the terminal; `out` shows it. `today` and `rest`: what is known already.
[[nodiscard]] Answers ask_before_ride(const Today& today, const PainRules& rules, const Rest& rest,
                                      Output& out);

// What speaks against the ride, in sentences one after the other; empty: nothing.
[[nodiscard]] std::string against_it(const Gate& gate);
// Of a gate that is closed for longer than a question: what closed it, and until when.
[[nodiscard]] std::string refusal_of(const Gate& gate);

// Through a pipe nobody is asked: what was not said, in one sentence; empty where all was.
[[nodiscard]] std::optional<std::string> unanswered(const Today& today, bool score_known);

}  // namespace softpedal::commands
