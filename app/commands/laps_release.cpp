// SPDX-License-Identifier: MIT
// The trainer of a lap that is over and could not be released: gone on with while the window is
// open, and handed over to the guard with what was left of it.
#include <fmt/format.h>

#include <memory>
#include <utility>

#include "app/commands/laps.hpp"
#include "app/commands/ride_view.hpp"
#include "app/shell/load_note.hpp"

namespace softpedal::commands {

void Laps::begin_release() {
  const auto over = [this](bool confirmed) {
    if (confirmed && unreleased_) {
      if (request_.journals) {
        static_cast<void>(clear_note(*request_.journals, unreleased_->trainer));
      }
      let_go_after_all();
      watch_ = Watch{};
    }
    if (!confirmed) again_at_ = timers_.now() + in_life(again_after);
    release_is_over_ = true;
    publish();
    settle_soon();
  };
  release_stick_ = std::make_unique<StickOf>(request_, io_, timers_);
  releasing_ = std::make_unique<Release>(release_stick_->open(), timers_, request_,
                                         unreleased_->trainer, true, over);
  releasing_->start();
}

// The lap counts as it would have, had the trainer confirmed in time.
void Laps::let_go_after_all() {
  if (!unreleased_) return;
  const Unreleased was = *std::exchange(unreleased_, std::nullopt);
  complain(fmt::format("trainer {} is released and confirmed it.", was.trainer));
  if (status_ == softpedal::exit_status(FaultCode::ReleaseUnconfirmed)) status_ = was.earned;
  if (!ended_ || ended_->released || ended_->trainer.number != was.trainer) return;
  ended_->released = true;
  ended_->last.release_given_up = seen_.release_given_up = false;
  ended_->last.release = seen_.release = ReleaseState::Confirmed;
  ended_->exit_status = was.earned;
  if (ended_->fault != FaultCode::ReleaseUnconfirmed) return;
  ended_->fault.reset();
  ended_->fault_sentence.clear();
}

// Whatever the present lap is at: a trainer that was left with a load is not forgotten.
void Laps::tell_guard(const Watch& watch) {
  watch_ = watch;
  if (unreleased_ && (watch_.trainer == 0 || watch_.trainer == unreleased_->trainer)) {
    watch_.trainer = unreleased_->trainer;
    watch_.load_uncertain = true;
    watch_.earned = unreleased_->earned;
  }
  listener_.beat(watch_);
}

}  // namespace softpedal::commands
