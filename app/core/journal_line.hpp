// SPDX-License-Identifier: MIT
// Prescription, Event, Command and Second as lines of text and back: for recorder, replay and
// tests.
//
//   <microseconds since the ride's clock began> <kind> <field>=<value> ...
//
// Numbers are written so that they read back exactly. A missing value is left out. Lines that begin
// with '#' are for people (remark.hpp) and are skipped.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "app/core/clock.hpp"
#include "app/core/command.hpp"
#include "app/core/event.hpp"
#include "app/core/prescription.hpp"
#include "app/core/result.hpp"
#include "app/core/second.hpp"
#include "app/core/session.hpp"

namespace softpedal {

struct JournalLine {
  Instant at;
  std::variant<Prescription, Event, Decision, Second> what;
  bool operator==(const JournalLine&) const = default;
};

[[nodiscard]] std::string to_text(const JournalLine& line);  // without a line end
// A blank line or a comment gives an empty optional. Damage is a Fault that names the field.
[[nodiscard]] Result<std::optional<JournalLine>> parse_journal_line(std::string_view text);

}  // namespace softpedal
