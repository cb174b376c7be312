// SPDX-License-Identifier: MIT
// What the guard does when the ride process is gone, and a start before anything may hold it up:
// releases a trainer, through the same driver and the same step() as a ride, with a session that
// never starts.
#pragma once

#include <vector>

#include "app/commands/ride_request.hpp"
#include "app/shell/load_note.hpp"
#include "app/shell/runner.hpp"

namespace softpedal::commands {

// True: the trainer confirmed the release. Bounded in time; says on standard error what happened.
[[nodiscard]] bool rescue(const RideRequest& request, const Watch& orphan, int status);

// The trainers of these notes, each for at most 10 s. Says what came of it; the note of one that
// did not confirm stays.
void let_go_first(const RideRequest& request, const std::vector<LoadNote>& notes);

}  // namespace softpedal::commands
