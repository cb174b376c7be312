// SPDX-License-Identifier: MIT
// One ride: phases, rider's intents and pain rules around plan and governor. step() is total,
// deterministic and allocation-free; the same events at the same instants give the same commands.
#pragma once

#include "app/core/clock.hpp"
#include "app/core/command.hpp"
#include "app/core/event.hpp"
#include "app/core/prescription.hpp"
#include "app/core/snapshot.hpp"
#include "app/core/why.hpp"

namespace softpedal {

struct Session;  // small, copyable, comparable; see below
struct Step;

[[nodiscard]] Session new_session(const Prescription& prescription);
[[nodiscard]] Step step(const Session& session, const Event& event, Instant now);
[[nodiscard]] Snapshot snapshot_of(const Session& session, Instant now);

}  // namespace softpedal
