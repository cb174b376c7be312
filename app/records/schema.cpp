// SPDX-License-Identifier: MIT
#include "app/records/schema.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

#include "app/records/row.hpp"

namespace softpedal::records {
namespace {

// SQLite keeps each statement as it is, remarks within it too: `.schema` shows them.
constexpr const char* first_version = R"(
CREATE TABLE profile (
  hash TEXT NOT NULL PRIMARY KEY,  -- SHA-256 of the text, hexadecimal
  name TEXT NOT NULL,
  text TEXT NOT NULL               -- as ridden, byte for byte
) WITHOUT ROWID;

CREATE TABLE ride (
  ride INTEGER PRIMARY KEY,
  id TEXT NOT NULL,                -- of its journal; no two are alike
  began_utc TEXT NOT NULL,
  utc_offset_min INTEGER NOT NULL, -- of the rider's clock then
  local_day TEXT AS (date(began_utc, utc_offset_min || ' minutes')),
  simulated INTEGER NOT NULL,      -- 1: no real trainer and no real rider
  finds_floor INTEGER NOT NULL,    -- 1: a spin of the floor finder
  cut INTEGER NOT NULL,            -- 1: it ended without closing its journal
  damaged_lines INTEGER NOT NULL,  -- of the journal
  title TEXT NOT NULL,
  profile_hash TEXT NOT NULL,      -- of the table profile; may be empty
  prescription TEXT,               -- as ridden, as in the journal
  sessions_per_week INTEGER,
  software TEXT NOT NULL,
  stick TEXT NOT NULL,
  trainer_number INTEGER NOT NULL, -- 0 here and below: not said
  trainer_manufacturer INTEGER NOT NULL,
  trainer_model INTEGER NOT NULL,
  trainer_software TEXT NOT NULL,
  trainer_serial INTEGER NOT NULL,
  elapsed_us INTEGER NOT NULL,     -- microseconds, pauses included
  ridden_us INTEGER NOT NULL,
  work_j REAL NOT NULL,
  turns REAL NOT NULL,
  distance_m REAL NOT NULL,
  over_cap_us INTEGER NOT NULL,
  over_cap_loaded_us INTEGER NOT NULL,
  cadence_mean_rpm REAL,           -- NULL here and below: not measured
  cadence_deviation_rpm REAL,
  power_mean_w REAL,
  torque_mean_nm REAL,
  torque_peak_nm REAL,
  heart_rate_mean_bpm REAL,
  heart_rate_peak_bpm REAL,
  floor_nm REAL,
  floor_deviation_nm REAL,
  chainring_teeth INTEGER NOT NULL,
  sprocket_teeth INTEGER NOT NULL,
  power_calibration_needed INTEGER NOT NULL,
  resistance_calibration_needed INTEGER NOT NULL,
  numbers_unverified INTEGER NOT NULL,
  breaches INTEGER NOT NULL,
  breaches_torque_mean INTEGER NOT NULL,
  breaches_torque_peak INTEGER NOT NULL,
  breaches_power INTEGER NOT NULL,
  breaches_heart_rate INTEGER NOT NULL,
  breaches_floor INTEGER NOT NULL,
  eases INTEGER NOT NULL,
  ended_why TEXT,                  -- NULL: the ride was cut
  pain_before INTEGER,             -- 0 to 10
  pain_peak INTEGER,
  pain_after INTEGER,
  morning_day TEXT,                -- NULL: not asked yet
  morning_pain INTEGER,            -- NULL on a day: skipped
  morning_swelling INTEGER,
  note TEXT NOT NULL,
  trace_check INTEGER NOT NULL,    -- over its seconds, events and profile
  row_check INTEGER NOT NULL       -- over this row: a row that does not fit it is damaged
);

CREATE TABLE second (
  -- Whole numbers: a name that ends in _10, _100 or _1000 holds so many times its unit. The view
  -- trace has the same in units and words.
  ride INTEGER NOT NULL,
  elapsed_us INTEGER NOT NULL,     -- microseconds since Start, pauses included
  ridden_us INTEGER NOT NULL,
  phase INTEGER NOT NULL,          -- code of the table phase
  why INTEGER NOT NULL,            -- code of the table why
  eased INTEGER NOT NULL,
  cadence_rpm_100 INTEGER,
  power_w_10 INTEGER,
  torque_mean_nm_1000 INTEGER,     -- over 3 s
  torque_reading_nm_1000 INTEGER,
  speed_mps_1000 INTEGER,
  heart_rate_bpm_10 INTEGER,
  resistance_percent_100 INTEGER NOT NULL,
  torque_mean_cap_nm_1000 INTEGER NOT NULL,
  torque_peak_cap_nm_1000 INTEGER NOT NULL,
  power_cap_w_10 INTEGER NOT NULL,
  work_j_10 INTEGER NOT NULL,      -- since Start
  turns_100 INTEGER NOT NULL,      -- since Start
  cadence_deviation_rpm_100 INTEGER,
  over_cap_us INTEGER NOT NULL,
  over_cap_loaded_us INTEGER NOT NULL,
  floor_nm_1000 INTEGER,
  floor_deviation_nm_1000 INTEGER,
  chainring_teeth INTEGER NOT NULL,
  sprocket_teeth INTEGER NOT NULL,
  power_calibration_needed INTEGER NOT NULL,
  resistance_calibration_needed INTEGER NOT NULL,
  numbers_unverified INTEGER NOT NULL,
  PRIMARY KEY (ride, elapsed_us)
) WITHOUT ROWID;

CREATE TABLE event (
  ride INTEGER NOT NULL,
  number INTEGER NOT NULL,         -- in their order
  at_us INTEGER NOT NULL,          -- microseconds since Start
  kind TEXT NOT NULL,              -- phase, ease, resume, breach, pain, link, trouble, end
  phase TEXT,
  why TEXT,
  score INTEGER NOT NULL,          -- of pain, 0 to 10
  PRIMARY KEY (ride, number)
) WITHOUT ROWID;

CREATE TABLE journal (
  directory TEXT NOT NULL,
  name TEXT NOT NULL,
  bytes INTEGER NOT NULL,          -- that were read
  seen_bytes INTEGER NOT NULL,     -- as the file was last seen
  damaged_lines INTEGER NOT NULL,
  ride INTEGER,                    -- NULL: nothing was ridden
  removed INTEGER NOT NULL,        -- 1: its ride was deleted, and the file shall go too
  PRIMARY KEY (directory, name)
) WITHOUT ROWID;

CREATE TABLE phase (code INTEGER PRIMARY KEY, word TEXT NOT NULL);
CREATE TABLE why (code INTEGER PRIMARY KEY, word TEXT NOT NULL);

CREATE VIEW trace AS SELECT
  ride.id AS ride, s.elapsed_us / 1e6 AS elapsed_s, phase.word AS phase, why.word AS why,
  cadence_rpm_100 / 100.0 AS cadence_rpm, power_w_10 / 10.0 AS power_w,
  torque_mean_nm_1000 / 1000.0 AS torque_mean_nm,
  torque_reading_nm_1000 / 1000.0 AS torque_reading_nm,
  speed_mps_1000 * 0.0036 AS speed_kmh, heart_rate_bpm_10 / 10.0 AS heart_rate_bpm,
  resistance_percent_100 / 100.0 AS resistance_percent,
  torque_mean_cap_nm_1000 / 1000.0 AS torque_mean_cap_nm, work_j_10 / 10.0 AS work_j
FROM second AS s JOIN ride USING (ride)
  LEFT JOIN phase ON phase.code = s.phase LEFT JOIN why ON why.code = s.why;
)";

// softpedal 0.1.0 refused seconds in which more seemed ridden than had passed, whole rides of them,
// and took a late link for a pause: what it read so is read again.
constexpr const char* second_version = R"(
UPDATE journal SET bytes = -1, seen_bytes = -1 WHERE removed = 0 AND (
  ride IS NULL OR damaged_lines > 0 OR ride IN (
    SELECT s.ride FROM second AS s JOIN phase ON phase.code = s.phase JOIN why ON why.code = s.why
    WHERE phase.word = 'paused' AND why.word = 'link_late'));
)";

constexpr std::array<const char*, 2> steps_of_ours{first_version, second_version};

template <class Code>
void name_codes(SQLite::Database& database, const char* table, int count) {
  if (database.execAndGet(fmt::format("SELECT count(*) FROM {}", table)).getInt() >= count) return;
  SQLite::Statement put{database, fmt::format("INSERT OR REPLACE INTO {} VALUES (?, ?)", table)};
  for (int code = 0; code < count; ++code) {
    put.bind(1, code);
    put.bind(2, std::string{word(static_cast<Code>(code))});
    put.exec();
    put.reset();
  }
}

}  // namespace

std::span<const char* const> schema_steps() { return steps_of_ours; }

Made made_by(SQLite::Database& database, int newest) {
  const int id = database.execAndGet("PRAGMA application_id").getInt();
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  const int things = database.execAndGet("SELECT count(*) FROM sqlite_master").getInt();
  if (id == 0 && version == 0 && things == 0) return Made::New;
  if (id != our_application_id || version < 1) return Made::Foreign;
  return version > newest ? Made::ByNewer : Made::Ours;
}

bool has_our_tables(SQLite::Database& database, std::span<const char* const> steps) {
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  SQLite::Database ours{":memory:", SQLite::OPEN_READWRITE};
  bring_up_to_date(ours, steps.first(static_cast<std::size_t>(version)));
  SQLite::Statement wanted{ours, "SELECT name, sql FROM sqlite_master WHERE type = 'table'"};
  SQLite::Statement there{database,
                          "SELECT count(*) = 1 AND max(type = 'table' AND sql = ?2) "
                          "FROM sqlite_master WHERE name = ?1 COLLATE NOCASE"};
  while (wanted.executeStep()) {
    there.bind(1, wanted.getColumn(0).getString());
    there.bind(2, wanted.getColumn(1).getString());
    const bool same = there.executeStep() && there.getColumn(0).getInt() != 0;
    if (!same) return false;
    there.reset();
  }
  return database.execAndGet("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
             .getInt() == 0;
}

void bring_up_to_date(SQLite::Database& database, std::span<const char* const> steps) {
  const int newest = static_cast<int>(steps.size());
  for (int version = database.execAndGet("PRAGMA user_version").getInt(); version < newest;) {
    SQLite::Transaction step{database, SQLite::TransactionBehavior::IMMEDIATE};
    database.exec(steps[static_cast<std::size_t>(version)]);
    ++version;
    database.exec(fmt::format("PRAGMA user_version = {}", version));
    database.exec(fmt::format("PRAGMA application_id = {}", our_application_id));
    step.commit();
  }
  name_codes<Phase>(database, "phase", phase_count);
  name_codes<Why>(database, "why", why_count);
}

}  // namespace softpedal::records
