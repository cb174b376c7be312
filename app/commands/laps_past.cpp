// SPDX-License-Identifier: MIT
// What the window asks of the rides of the past.
#include "app/commands/laps.hpp"

namespace softpedal::commands {

void Laps::take(const ui::ShowProgress&) {}
void Laps::take(const ui::OpenRide&) {}
void Laps::take(const ui::ExportRide&) {}
void Laps::take(const ui::WriteReport&) {}
void Laps::take(const ui::AnswerMorning&) {}

}  // namespace softpedal::commands
