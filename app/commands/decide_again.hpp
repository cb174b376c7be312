// SPDX-License-Identifier: MIT
// A journal decided again: every event goes through step() as it did on the day, and what comes out
// is laid beside what was recorded.
#pragma once

#include <cstddef>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/result.hpp"

namespace softpedal::commands {

struct Difference {
  std::size_t line;      // of the event in the journal
  std::string event;     // as recorded
  std::string recorded;  // the decision that held after it; empty: none yet
  std::string now;
  bool operator==(const Difference&) const = default;
};

struct DecidedAgain {
  std::size_t rides = 0;
  std::size_t events = 0;
  std::size_t decisions = 0;  // changed ones, as decided now
  std::vector<Difference> differences{};
};

// Fault: the first line that cannot be read, as FILE:LINE: sentence. A last line that was cut off
// in writing is no fault.
[[nodiscard]] Result<DecidedAgain> decide_again(std::istream& journal, std::string_view file_name);

}  // namespace softpedal::commands
