// SPDX-License-Identifier: MIT
// What the guard does when the ride process is gone: releases its trainer, through the same driver
// and the same step() as a ride, with a session that never starts.
#pragma once

#include "app/commands/ride_request.hpp"
#include "app/shell/runner.hpp"

namespace softpedal::commands {

// True: the trainer confirmed the release. Bounded in time; says on standard error what happened.
[[nodiscard]] bool rescue(const RideRequest& request, const Watch& orphan, int status);

}  // namespace softpedal::commands
