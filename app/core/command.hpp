// SPDX-License-Identifier: MIT
// What is asked of the trainer: always one complete command, never a difference. A release and a
// resistance are different things: a release is an empty optional, never "zero per cent".
#pragma once

#include <cstdint>
#include <optional>

#include "app/core/units.hpp"

namespace softpedal {

// How this trainer is asked (FE-C pages): basic resistance is page 48. A trainer without it is
// released by track resistance at grade 0 with the least rolling resistance and wind (51 and 50).
enum class Mode : std::uint8_t { Basic, Track };

// A set point as it goes out, comes back in a command status, and is remembered.
struct SetPoint {
  Mode mode = Mode::Basic;
  std::optional<Percent> resistance{};  // empty: release. Only with Basic, above 0, in 0.5 % steps
  [[nodiscard]] constexpr bool release() const { return !resistance.has_value(); }
  constexpr bool operator==(const SetPoint&) const = default;
};

struct Command {
  SetPoint set_point{};
  // Repeat the set point in every slot and ask for its status between, until this goes false.
  // When false: a changed set point is sent at once and its status asked for once, a steady one
  // is refreshed every 2 s.
  bool insist = false;
  // The note "load uncertain" belongs on disk. True from before the first raise until a release is
  // confirmed; the shell writes it and answers with NoteWritten.
  bool load_uncertain = false;
  // The ride is over: nothing more is wanted of the trainer after this command.
  bool finished = false;
  constexpr bool operator==(const Command&) const = default;
};

}  // namespace softpedal
