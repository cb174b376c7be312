// SPDX-License-Identifier: MIT
#include "app/records/store.hpp"

#include <SQLiteCpp/Backup.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <tuple>

#include "app/records/ride_columns.hpp"
#include "app/records/schema.hpp"

namespace softpedal::records {
namespace {

namespace fs = std::filesystem;

// Another program may be importing the rides of a year.
constexpr int patience_ms = 10'000;

template <class Visit>
Names names_of(Visit visit) {
  Names names;
  visit(names);
  return names;
}
const Names& summary_names() {
  static const Names names = names_of([](Names& n) {
    const RideSummary any;
    visit_summary(n, any);
  });
  return names;
}
const Names& second_names() {
  static const Names names = names_of([](Names& n) {
    const Second any;
    visit_second(n, any);
  });
  return names;
}
const Names& mark_names() {
  static const Names names = names_of([](Names& n) {
    const Mark any;
    visit_mark(n, any);
  });
  return names;
}

int newest() { return static_cast<int>(schema_steps().size()); }

// The row of a ride: its key, the summary, the check of its trace and its own.
std::string select_rows(std::string_view which) {
  return fmt::format("SELECT ride, trace_check, row_check, {} FROM ride {}", summary_names().names,
                     which);
}

std::pair<RideSummary, std::int64_t> read_row(SQLite::Statement& rows) {
  std::pair<RideSummary, std::int64_t> read;
  Check check;
  check.add(rows.getColumn(0).getInt64());
  read.second = rows.getColumn(1).getInt64();
  check.add(read.second);
  Fetcher fetch{rows, 3, check};
  visit_summary(fetch, read.first);
  if (check.sum() != rows.getColumn(2).getInt64()) throw Damaged{"a ride that was not kept so"};
  return read;
}

constexpr const char* journal_columns =
    "directory, name, bytes, seen_bytes, damaged_lines, ride, removed";

KeptJournal read_journal_row(SQLite::Statement& rows) {
  KeptJournal journal{.directory = rows.getColumn(0).getString(),
                      .name = rows.getColumn(1).getString(),
                      .bytes = rows.getColumn(2).getInt64(),
                      .seen_bytes = rows.getColumn(3).getInt64(),
                      .damaged_lines = rows.getColumn(4).getInt(),
                      .ride = {},
                      .removed = rows.getColumn(6).getInt() != 0};
  if (!rows.isColumnNull(5)) journal.ride = rows.getColumn(5).getInt64();
  return journal;
}

std::vector<KeptJournal> read_journals(SQLite::Statement& rows) {
  std::vector<KeptJournal> journals;
  while (rows.executeStep()) journals.push_back(read_journal_row(rows));
  return journals;
}

void prepare(SQLite::Database& database) {
  switch (made_by(database, newest())) {
    case Made::Foreign:
      throw Damaged{"another program made it"};
    case Made::ByNewer:
      throw MadeByNewer{};
    case Made::New:
    case Made::Ours:
      break;
  }
  database.exec("PRAGMA trusted_schema = OFF");
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  bring_up_to_date(database, schema_steps());
}

// A pipe keeps whoever opens it waiting, and a device may do anything. What SQLite keeps beside a
// database it also writes: no link leads it elsewhere.
const fs::path& only_a_file(const fs::path& file) {
  const auto check = [](const fs::file_status& there, const std::string& what) {
    if (!fs::exists(there) || fs::is_regular_file(there)) return;
    throw SQLite::Exception{what + " is no regular file", SQLITE_CANTOPEN};
  };
  std::error_code unknown;  // then SQLite says what it is
  check(fs::status(file, unknown), "it");
  for (const char* ending : {"-wal", "-shm", "-journal"}) {
    const fs::path beside = fs::path{file} += ending;
    check(fs::symlink_status(beside, unknown), beside.filename().string());
  }
  return file;
}

// Whatever stands in the database takes neither more time than `store` has nor much memory.
void limit(SQLite::Database& database, Store& store) {
  constexpr int look_every = 1000;           // steps of a statement
  constexpr int longest_cell = 1024 * 1024;  // ours have some kilobytes
  const auto late = [](void* of) { return static_cast<Store*>(of)->out_of_time() ? 1 : 0; };
  sqlite3_limit(database.getHandle(), SQLITE_LIMIT_LENGTH, longest_cell);
  sqlite3_progress_handler(database.getHandle(), look_every, late, &store);
}

// A database that cannot be written can be read: as such, or, where SQLite would have to write
// beside it, as a file that nobody writes.
void copy_readable(const fs::path& file, SQLite::Database& into, Store* of_others) {
  const auto copy = [&into, of_others](const std::string& name) {
    SQLite::Database from{name, SQLite::OPEN_READONLY | SQLite::OPEN_URI, patience_ms};
    if (of_others != nullptr) limit(from, *of_others);
    from.exec("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON");
    switch (made_by(from, newest())) {
      case Made::ByNewer:
        throw MadeByNewer{};
      case Made::Ours:
        if (of_others != nullptr && !has_our_tables(from, schema_steps())) {
          throw Damaged{"its tables are not those of softpedal"};
        }
        SQLite::Backup{into, from}.executeStep(-1);
        break;
      case Made::Foreign:
        throw Damaged{"another program made it"};
      case Made::New:
        break;
    }
  };
  std::string uri = "file:";
  for (const char c : fs::absolute(only_a_file(file)).string()) {
    uri += c == '?' || c == '#' || c == '%' ? fmt::format("%{:02x}", static_cast<unsigned char>(c))
                                            : std::string(1, c);
  }
  try {
    copy(uri);
  } catch (const SQLite::Exception&) {
    copy(uri + "?immutable=1");
  }
}

}  // namespace

bool is_damage(const SQLite::Exception& error) {
  switch (error.getErrorCode() & 0xFF) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_NOLFS:
    case SQLITE_INTERRUPT:
      return false;
    default:  // a table or a column that is not there counts: every statement is ours
      return true;
  }
}

Store::Store(const fs::path& file)
    : database_{only_a_file(file).string(),
                SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX, patience_ms} {
  prepare(database_);
}

Store::Store(InMemory) : database_{":memory:", SQLite::OPEN_READWRITE} { prepare(database_); }

Store::Store(InMemory, const fs::path& copied) : database_{":memory:", SQLite::OPEN_READWRITE} {
  copy_readable(copied, database_, nullptr);
  prepare(database_);
}

Store::Store(OfOthers, const fs::path& copied, std::chrono::milliseconds within)
    : until_{std::chrono::steady_clock::now() + within},
      database_{":memory:", SQLite::OPEN_READWRITE} {
  limit(database_, *this);
  copy_readable(copied, database_, this);
  prepare(database_);
  database_.exec("PRAGMA query_only = ON");
}

bool Store::out_of_time() const { return until_ && std::chrono::steady_clock::now() > *until_; }

void Store::refuse_newer(const fs::path& file) {
  try {
    SQLite::Database database{only_a_file(file).string(), SQLite::OPEN_READONLY, patience_ms};
    if (made_by(database, newest()) == Made::ByNewer) throw MadeByNewer{};
  } catch (const SQLite::Exception&) {
    return;  // it says nothing
  }
}

void Store::copy_to(const fs::path& file) {
  SQLite::Database to{file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, patience_ms};
  SQLite::Backup{to, database_}.executeStep(-1);
}

void Store::settle(const fs::path& file) {
  SQLite::Database database{file.string(), SQLite::OPEN_READWRITE, patience_ms};
  database.exec("PRAGMA journal_mode = DELETE");
}

void Store::bring_to_disk() { database_.exec("PRAGMA wal_checkpoint(PASSIVE)"); }

// Without an index: it is quick for ten years of rides, and cannot disagree with the table.
std::optional<std::int64_t> Store::find(std::string_view id) {
  SQLite::Statement rows{database_, "SELECT ride FROM ride WHERE id = ?"};
  rows.bind(1, std::string{id});
  if (!rows.executeStep()) return std::nullopt;
  return rows.getColumn(0).getInt64();
}

void Store::write_row(std::int64_t key, const RideSummary& summary, std::int64_t trace_check) {
  SQLite::Statement put{
      database_, fmt::format("INSERT OR REPLACE INTO ride (ride, trace_check, row_check, {}) "
                             "VALUES (?, ?, ?{})",
                             summary_names().names, summary_names().marks)};
  Check check;
  check.add(key);
  check.add(trace_check);
  Binder bind{put, 4, check};
  visit_summary(bind, summary);
  put.bind(1, key);
  put.bind(2, trace_check);
  put.bind(3, check.sum());
  put.exec();
}

std::int64_t Store::put(std::optional<std::int64_t> in_place_of, const KeptRide& ride) {
  std::int64_t key = 0;
  if (in_place_of) {
    key = *in_place_of;
    remove(key);
  } else {
    key = database_.execAndGet("SELECT coalesce(max(ride), 0) + 1 FROM ride").getInt64();
    remove(key);  // what a damaged table may have left of it
  }
  Check check;
  SQLite::Statement second{database_, fmt::format("INSERT INTO second (ride, {}) VALUES (?{})",
                                                  second_names().names, second_names().marks)};
  second.bind(1, key);
  for (const Second& each : ride.seconds) {
    Binder bind{second, 2, check};
    visit_second(bind, each);
    second.exec();
    second.reset();
  }
  SQLite::Statement event{database_,
                          fmt::format("INSERT INTO event (ride, number, {}) VALUES (?, ?{})",
                                      mark_names().names, mark_names().marks)};
  event.bind(1, key);
  for (std::size_t i = 0; i < ride.marks.size(); ++i) {
    event.bind(2, static_cast<std::int64_t>(i));
    Binder bind{event, 3, check};
    visit_mark(bind, ride.marks[i]);
    event.exec();
    event.reset();
  }
  check.add(std::string_view{ride.profile_text});
  if (!ride.profile_text.empty()) {
    SQLite::Statement profile{database_, "INSERT OR IGNORE INTO profile VALUES (?, ?, ?)"};
    profile.bind(1, ride.summary.profile_hash);
    profile.bind(2, ride.summary.title);
    profile.bind(3, ride.profile_text);
    profile.exec();
  }
  write_row(key, ride.summary, check.sum());
  return key;
}

void Store::put_summary(std::int64_t key, const RideSummary& summary) {
  write_row(key, summary, row(key).second);
}

std::pair<RideSummary, std::int64_t> Store::row(std::int64_t key) {
  SQLite::Statement rows{database_, select_rows("WHERE ride = ?")};
  rows.bind(1, key);
  if (!rows.executeStep()) throw Damaged{"a ride that is not there"};
  return read_row(rows);
}

RideSummary Store::summary(std::int64_t key) { return row(key).first; }

KeptRide Store::ride(std::int64_t key) {
  auto [summary, trace_check] = row(key);
  KeptRide ride{.summary = std::move(summary)};
  Check check;
  SQLite::Statement seconds{database_,
                            fmt::format("SELECT {} FROM second WHERE ride = ? ORDER BY elapsed_us",
                                        second_names().names)};
  seconds.bind(1, key);
  while (seconds.executeStep()) {
    Fetcher fetch{seconds, 0, check};
    visit_second(fetch, ride.seconds.emplace_back());
  }
  SQLite::Statement events{
      database_,
      fmt::format("SELECT {} FROM event WHERE ride = ? ORDER BY number", mark_names().names)};
  events.bind(1, key);
  while (events.executeStep()) {
    Fetcher fetch{events, 0, check};
    visit_mark(fetch, ride.marks.emplace_back());
  }
  SQLite::Statement profile{database_, "SELECT text FROM profile WHERE hash = ?"};
  profile.bind(1, ride.summary.profile_hash);
  if (profile.executeStep()) ride.profile_text = profile.getColumn(0).getString();
  check.add(std::string_view{ride.profile_text});
  if (check.sum() != trace_check) throw Damaged{"seconds that were not kept so"};
  return ride;
}

std::vector<std::int64_t> Store::began_at(std::chrono::sys_seconds moment) {
  std::vector<std::int64_t> keys;
  SQLite::Statement rows{database_, "SELECT ride FROM ride WHERE began_utc = ? ORDER BY ride"};
  rows.bind(1, utc_text(moment));
  while (rows.executeStep()) keys.push_back(rows.getColumn(0).getInt64());
  return keys;
}

std::unordered_map<std::string, std::int64_t> Store::ids() {
  std::unordered_map<std::string, std::int64_t> ids;
  SQLite::Statement rows{database_, "SELECT id, ride FROM ride"};
  while (rows.executeStep())
    ids.emplace(rows.getColumn(0).getString(), rows.getColumn(1).getInt64());
  return ids;
}

std::vector<RideSummary> Store::summaries() {
  std::vector<RideSummary> summaries;
  SQLite::Statement rows{database_, select_rows("")};
  while (rows.executeStep()) summaries.push_back(read_row(rows).first);
  std::ranges::sort(summaries, [](const RideSummary& a, const RideSummary& b) {
    return std::tie(a.began, a.id) < std::tie(b.began, b.id);
  });
  return summaries;
}

void Store::remove(std::int64_t key) {
  for (const char* table : {"second", "event", "ride"}) {
    SQLite::Statement rows{database_, fmt::format("DELETE FROM {} WHERE ride = ?", table)};
    rows.bind(1, key);
    rows.exec();
  }
}

void Store::remove_profiles_of_no_ride() {
  database_.exec("DELETE FROM profile WHERE hash NOT IN (SELECT profile_hash FROM ride)");
}

void Store::put(const KeptJournal& journal) {
  SQLite::Statement put{
      database_, fmt::format("INSERT OR REPLACE INTO journal ({}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                             journal_columns)};
  put.bind(1, journal.directory);
  put.bind(2, journal.name);
  put.bind(3, journal.bytes);
  put.bind(4, journal.seen_bytes);
  put.bind(5, journal.damaged_lines);
  if (journal.ride) put.bind(6, *journal.ride);
  put.bind(7, static_cast<int>(journal.removed));
  put.exec();
}

std::optional<KeptJournal> Store::journal(const std::string& directory, const std::string& name) {
  SQLite::Statement rows{
      database_,
      fmt::format("SELECT {} FROM journal WHERE directory = ? AND name = ?", journal_columns)};
  rows.bind(1, directory);
  rows.bind(2, name);
  if (!rows.executeStep()) return std::nullopt;
  return read_journal_row(rows);
}

std::vector<KeptJournal> Store::journals() {
  SQLite::Statement rows{database_, fmt::format("SELECT {} FROM journal", journal_columns)};
  return read_journals(rows);
}

std::vector<KeptJournal> Store::journals_of(std::int64_t key) {
  SQLite::Statement rows{database_,
                         fmt::format("SELECT {} FROM journal WHERE ride = ?", journal_columns)};
  rows.bind(1, key);
  return read_journals(rows);
}

void Store::forget(const KeptJournal& journal) {
  SQLite::Statement rows{database_, "DELETE FROM journal WHERE directory = ? AND name = ?"};
  rows.bind(1, journal.directory);
  rows.bind(2, journal.name);
  rows.exec();
}

}  // namespace softpedal::records
