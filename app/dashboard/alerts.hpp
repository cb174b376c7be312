// SPDX-License-Identifier: MIT
// Which sound belongs to what has just changed.
#pragma once

#include <optional>

#include "app/core/snapshot.hpp"
#include "app/dashboard/sounds.hpp"

namespace softpedal::ui {

[[nodiscard]] std::optional<Sound> sound_between(const Snapshot& before, const Snapshot& now);

}  // namespace softpedal::ui
