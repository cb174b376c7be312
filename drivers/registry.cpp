// SPDX-License-Identifier: MIT
#include "drivers/registry.hpp"

#include <utility>

namespace softpedal {

const std::array<TrainerDriver, 1>& trainer_drivers() {
  static constexpr std::array drivers{
      TrainerDriver{.name = "fec",
                    .what = "a smart trainer that speaks ANT+ FE-C, through an ANT stick",
                    .make = [](OpenLink open_link, TimerPort& timers,
                               TrainerOptions options) -> std::unique_ptr<TrainerPort> {
                      return std::make_unique<FecTrainer>(std::move(open_link), timers,
                                                          std::move(options));
                    }},
  };
  return drivers;
}

}  // namespace softpedal
