// SPDX-License-Identifier: MIT
// A release and nothing else: one trainer, through the same driver and the same step() as a ride,
// with a session that never starts and keeps no record.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "app/commands/ride_request.hpp"
#include "app/core/timer.hpp"
#include "app/shell/recorder.hpp"
#include "app/shell/runner.hpp"
#include "drivers/link/byte_link.hpp"

namespace softpedal::commands {

class Release {
 public:
  // `over` is called once: the trainer confirmed (true), could not be reached, or end() was called
  // and it did not confirm in the time of an end. `load_left`: there is a note of it.
  Release(OpenLink open, TimerPort& timers, const RideRequest& request, std::uint32_t trainer,
          bool load_left, std::function<void(bool confirmed)> over);

  void start();  // insists without limit once the trainer is heard
  void end();

 private:
  std::unique_ptr<TrainerPort> trainer_;
  NoRecord recorder_{};
  SnapshotBox screen_{};
  Runner runner_;
};

}  // namespace softpedal::commands
