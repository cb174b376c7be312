// SPDX-License-Identifier: MIT
// The tables of the history, so that the sqlite3 shell tells a stranger what they hold, and the way
// from each older version to the newest.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <span>

namespace softpedal::records {

inline constexpr int our_application_id = 0x736F6670;  // "sofp", PRAGMA application_id

// The step at place n makes version n + 1 of version n; version 0 is an empty file. A step that was
// shipped never changes.
[[nodiscard]] std::span<const char* const> schema_steps();

enum class Made { New, Ours, Foreign, ByNewer };
[[nodiscard]] Made made_by(SQLite::Database& database, int newest);

// Each table of the version that it says it is of stands in it to the letter, and no trigger:
// nothing else then runs when it is read.
[[nodiscard]] bool has_our_tables(SQLite::Database& database, std::span<const char* const> steps);

// From a new or older database to the newest; each step is there as a whole or not at all. Throws
// SQLite::Exception.
void bring_up_to_date(SQLite::Database& database, std::span<const char* const> steps);

}  // namespace softpedal::records
