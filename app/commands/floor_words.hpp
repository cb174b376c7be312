// SPDX-License-Identifier: MIT
// The floor, the gears and their advice in English sentences, for terminals and files.
#pragma once

#include <cstdint>
#include <string>

#include "app/core/coach.hpp"
#include "app/core/snapshot.hpp"

namespace softpedal::commands {

[[nodiscard]] std::string gear_text(Gear gear);  // "34 x 28"
// "Two gears easier: 34 x 28"; empty for no advice.
[[nodiscard]] std::string advice_in_words(const GearAdvice& advice);
// Why a prescription that no gear can meet is refused, with the numbers, and what to do.
[[nodiscard]] std::string refusal_in_words(const Snapshot& last, std::uint32_t trainer);
// What the floor finder, or a ride, learned of a trainer: sentences, each with its line end.
[[nodiscard]] std::string floor_in_words(const Snapshot& last, std::uint32_t trainer);
// The floor in each gear of the bike in the middle of the band, as bars against the cap.
[[nodiscard]] std::string floor_plot(const Snapshot& last, const Drivetrain& drivetrain);

}  // namespace softpedal::commands
