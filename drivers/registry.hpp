// SPDX-License-Identifier: MIT
// Every way to steer a trainer, one row each. A new driver is one more row.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "app/core/timer.hpp"
#include "app/core/trainer.hpp"
#include "drivers/fec_trainer.hpp"
#include "drivers/link/byte_link.hpp"

namespace softpedal {

struct TrainerDriver {
  std::string_view name;
  std::string_view what;
  std::unique_ptr<TrainerPort> (*make)(OpenLink open_link, TimerPort& timers,
                                       TrainerOptions options);
};

[[nodiscard]] const std::array<TrainerDriver, 1>& trainer_drivers();

}  // namespace softpedal
