// SPDX-License-Identifier: MIT
// Text for people and programs that may stop reading at any time: a pipe that is full or closed
// must never hold up the loop that holds a knee. What cannot be written now is kept, within bounds,
// and tried again with the next text; beyond the bound whole texts are dropped.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "app/shell/descriptor.hpp"

namespace softpedal {

class Output {
 public:
  // Whom a full pipe holds up: nobody, where a knee depends on the loop; the writer, where a ride
  // is simulated faster than its reader reads.
  enum class Full : std::uint8_t { Drops, Waits };

  explicit Output(int fd, Full full = Full::Drops);
  void write(std::string_view text);
  // Waits for a slow reader, but not for ever: for the last words of a program.
  void flush(std::chrono::milliseconds limit);
  [[nodiscard]] bool closed() const { return closed_; }
  // A full disk or a bad device took away some of it. A reader who left is no failure.
  [[nodiscard]] bool lost() const { return lost_ || (refused_ && !kept_.empty()); }
  [[nodiscard]] bool terminal() const { return terminal_; }

 private:
  enum class Way { Direct, Own, Socket, Careful };
  void push();
  [[nodiscard]] ssize_t write_some();

  int fd_;
  Full full_;
  Descriptor own_{};  // the same file, opened again so that it alone is non-blocking
  Way way_ = Way::Direct;
  bool terminal_ = false;
  bool closed_ = false;
  bool refused_ = false;  // at the last try
  bool lost_ = false;
  std::string kept_{};
};

}  // namespace softpedal
