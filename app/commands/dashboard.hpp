// SPDX-License-Identifier: MIT
// A ride in the window: always under a guard, and in the terminal where there can be no window.
#pragma once

#include "app/commands/ride_request.hpp"

namespace softpedal::commands {

// Neither X nor Wayland: no window can open.
[[nodiscard]] bool no_display();

// Forks; call it before any thread exists. Returns the exit status.
[[nodiscard]] int ride_in_window(const RideOptions& options);

}  // namespace softpedal::commands
