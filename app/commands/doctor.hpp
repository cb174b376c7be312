// SPDX-License-Identifier: MIT
// What `softpedal doctor` says about the sticks of this machine.
#pragma once

#include <string>

#include "drivers/link/survey.hpp"

namespace softpedal::commands {

// A ride could open it now.
[[nodiscard]] bool usable(const SeenStick& stick);

// Which sticks, which permissions, who holds them, what to type.
[[nodiscard]] std::string report(const Survey& survey);

}  // namespace softpedal::commands
