// SPDX-License-Identifier: MIT
// The questions before a ride in the terminal: the red flags once a day, the knee every time.
// Nothing else goes on meanwhile: the trainer is met when they are answered.
#pragma once

#include <chrono>
#include <optional>

#include "app/core/gate.hpp"
#include "app/shell/output.hpp"

namespace softpedal::commands {

struct Answers {
  Today today{};
  std::optional<int> score{};   // before the ride
  bool left = false;            // by Escape, or the terminal is gone
  std::optional<int> signal{};  // INT, TERM, HUP or QUIT came
};

// Standard input is the terminal; `out` shows it. `today`: what is known already.
[[nodiscard]] Answers ask_before_ride(const Today& today, const PainRules& rules, Output& out);

// Through a pipe nobody is asked: what was not said, in one sentence; empty where all was.
[[nodiscard]] std::optional<std::string> unanswered(const Today& today, bool score_known);

}  // namespace softpedal::commands
