// SPDX-License-Identifier: MIT
// What the guard does when the ride process is gone, and a start before anything may hold it up:
// releases a trainer, through the same driver and the same step() as a ride, with a session that
// never starts.
#pragma once

#include <vector>

#include "app/commands/ride_request.hpp"
#include "app/shell/descriptor.hpp"
#include "app/shell/load_note.hpp"
#include "app/shell/runner.hpp"

namespace softpedal::commands {

// How long a guard goes on, and each of its tries.
struct RescueLimits {
  Duration all = 10min;
  Duration each = 30s;
};

// True: the trainer confirmed the release. Tries again until it does, the time is over, a new start
// asks for the stick, or INT or TERM comes: the first one after `asked_to_end`, else the second.
// Where no load was asked for and none was left, it ends after one try's time. Says on standard
// error what happened; the note of a trainer that did not confirm stays. `stick_lock`: what a new
// start waits for. For a guard's process: the signals stay blocked.
[[nodiscard]] bool rescue(const RideRequest& request, const Watch& orphan, int status,
                          bool asked_to_end, const Descriptor& stick_lock,
                          const RescueLimits& limits = {});

// The ride's own trainer and those that earlier rides on this stick left with a load, each for at
// most 10 s. Says what came of it. Returns the notes that are still there. Who has a guard tells it
// meanwhile which trainer that is: it goes on should this process be ended.
[[nodiscard]] std::vector<LoadNote> let_go_first(const RideRequest& request,
                                                 std::vector<LoadNote> notes,
                                                 const Descriptor& guard_line = {});

}  // namespace softpedal::commands
