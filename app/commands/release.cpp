// SPDX-License-Identifier: MIT
#include "app/commands/release.hpp"

#include <utility>
#include <vector>

#include "app/commands/one_ride.hpp"
#include "drivers/registry.hpp"

namespace softpedal::commands {
namespace {

std::vector<LoadNote> notes_of(const RideRequest& request, std::uint32_t trainer, bool load_left) {
  if (!load_left) return {};
  return {{trainer, request.stick}};
}

bool confirmed(const RideEnd& end) {
  return end.last.release == ReleaseState::Confirmed && !end.last.release_given_up && !end.fault;
}

}  // namespace

Release::Release(OpenLink open, TimerPort& timers, const RideRequest& request,
                 std::uint32_t trainer, bool load_left, std::function<void(bool)> over)
    : trainer_{trainer_drivers().front().make(
          std::move(open), timers, {.number = trainer, .user = user_of(request.settings)})},
      runner_{{timers, *trainer_, recorder_, screen_},
              {.prescription = request.prescription,
               .stick = request.stick,
               .notes_left = notes_of(request, trainer, load_left),
               .start_at_once = false},
              {.shown =
                   [this](const Snapshot& snapshot, Instant) {
                     if (snapshot.release == ReleaseState::Confirmed) end();
                   },
               .ended = [over = std::move(over)](const RideEnd& end) { over(confirmed(end)); }}} {}

void Release::start() { runner_.start(); }

void Release::end() { runner_.handle(EndRide{EndCause::Signal}); }

}  // namespace softpedal::commands
