// SPDX-License-Identifier: MIT
// A ride on standard output: a block that is drawn again in a terminal, plain lines into a file or
// a pipe, or one JSON object a line for programs. Each is a function of the snapshot.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/core/clock.hpp"
#include "app/core/snapshot.hpp"
#include "app/shell/output.hpp"
#include "app/shell/runner.hpp"

namespace softpedal::commands {

class RideView {
 public:
  virtual ~RideView() = default;
  virtual void show(const Snapshot& snapshot, Instant now) = 0;
  virtual void end(const RideEnd& end, Instant now) = 0;
};

struct RideTitle {
  std::string profile;
  bool simulated;
};

[[nodiscard]] std::unique_ptr<RideView> json_view(Output& out, RideTitle title);
[[nodiscard]] std::unique_ptr<RideView> terminal_view(Output& out, RideTitle title);
[[nodiscard]] std::unique_ptr<RideView> lines_view(Output& out, RideTitle title);

// The last object of a ride whose process died, with what the guard did about it.
[[nodiscard]] std::string json_of_rescue(bool confirmed, int status);

// How a ride ended, for people: what was ridden, and whether the trainer let go.
[[nodiscard]] std::string outcome_in_words(const RideEnd& end);
// What went wrong and what to do about it, in one sentence; empty where nothing did.
[[nodiscard]] std::optional<std::string> complaint_of(const RideEnd& end);

}  // namespace softpedal::commands
