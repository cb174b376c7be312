// SPDX-License-Identifier: MIT
// The ride itself, in this process: puts stick, trainer, journal, view and the rider's voice
// together around one runner in one loop.
#pragma once

#include <optional>

#include "app/commands/ride_request.hpp"
#include "app/shell/descriptor.hpp"

namespace softpedal::commands {

// `guard_line`: empty for a simulated ride, which has no guard. Returns the exit status.
[[nodiscard]] int ride_here(const RideRequest& request, Descriptor guard_line);
// The same, where the stick is a real one with a guard process as its parent.
[[nodiscard]] int ride_guarded(const RideRequest& request);

// A start that comes to nothing, for its profile, trainer or setting is wrong, still lets go what
// an earlier ride left on. Returns the exit status of the fault.
[[nodiscard]] int refuse(const RideOptions& options, const Fault& fault);

}  // namespace softpedal::commands
