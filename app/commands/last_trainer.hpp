// SPDX-License-Identifier: MIT
// The trainer that was used last: another day it is found without a question.
#pragma once

#include <cstdint>
#include <optional>

namespace softpedal::commands {

[[nodiscard]] std::optional<std::uint32_t> last_trainer();
// Best effort: a ride does not fail because its trainer cannot be remembered.
void remember_trainer(std::uint32_t number);

}  // namespace softpedal::commands
