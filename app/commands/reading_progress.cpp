// SPDX-License-Identifier: MIT
#include "app/commands/reading_progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <utility>

namespace softpedal::commands {

bool ReadingProgress::due(std::size_t read, std::size_t of, Moment now) {
  if (read == of) {
    last_.reset();
    return std::exchange(said_, false);
  }
  if (!last_) last_ = now;
  if (now - *last_ < std::chrono::seconds{1}) return false;
  last_ = now;
  return said_ = true;
}

records::Progress progress_on_stderr() {
  if (::isatty(STDERR_FILENO) != 1) return {};
  return [progress = std::make_shared<ReadingProgress>()](std::size_t read, std::size_t of) {
    if (!progress->due(read, of, std::chrono::steady_clock::now())) return;
    fmt::print(stderr, "\rReading your rides: {} of {}{}", read, of, read == of ? "\n" : "");
  };
}

}  // namespace softpedal::commands
