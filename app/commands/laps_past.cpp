// SPDX-License-Identifier: MIT
// What the window asks of the rides of the past.
#include "app/commands/commands.hpp"
#include "app/commands/laps.hpp"

namespace softpedal::commands {

std::optional<RideSummary> Laps::morning_now() const {
  const bool may_ask = !started() && !ended_ && !closing_ && past_.past().rides;
  if (!may_ask) return std::nullopt;
  auto ride = morning_to_ask(*past_.past().rides, request_.simulated, local_now());
  if (ride && ride->id == morning_answered_) return std::nullopt;
  return ride;
}

void Laps::past_changed() { publish(); }

// Other programs ride too: what they left comes in now.
void Laps::take(const ui::ShowProgress& show) {
  if (show.on) past_.look();
}

void Laps::take(const ui::OpenRide& open) { past_.open(open.id); }

void Laps::take(const ui::ExportRide& wanted) { past_.export_ride(wanted.id, wanted.health); }

void Laps::take(const ui::WriteReport& wanted) {
  past_.write_report(wanted.days, settings_.window.name);
}

void Laps::take(const ui::AnswerMorning& answer) {
  const auto ride = morning_now();
  const bool sensible = !answer.pain || (*answer.pain >= 0 && *answer.pain <= 10);
  if (!ride || !sensible) return;
  morning_answered_ = ride->id;
  past_.answer_morning(ride->id, {date_, answer.pain, answer.swelling});
}

}  // namespace softpedal::commands
