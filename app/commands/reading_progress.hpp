// SPDX-License-Identifier: MIT
// When to say how far the reading of new rides is: not in its first second, then once a second, and
// at its end where anything was said.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "app/records/history.hpp"

namespace softpedal::commands {

class ReadingProgress {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  [[nodiscard]] bool due(std::size_t read, std::size_t of, Moment now);

 private:
  std::optional<Moment> last_{};  // said, or begun
  bool said_ = false;
};

// On standard error, where that is a terminal.
[[nodiscard]] records::Progress progress_on_stderr();

}  // namespace softpedal::commands
