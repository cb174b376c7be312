// SPDX-License-Identifier: MIT
// The database of the history: rides and the journals that they came from. What is read is what was
// written, or a Damaged is thrown; all else that SQLite refuses is thrown as SQLite::Exception.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/core/kept_ride.hpp"
#include "app/records/row.hpp"

namespace softpedal::records {

// A newer softpedal made it, and this one does not know how to read it.
struct MadeByNewer {};

// What SQLite may keep beside a database: its name and one of these.
inline constexpr std::array<const char*, 2> kept_beside{"-wal", "-shm"};

// Whether the file itself is at fault, and not the disk, a permission or another program.
[[nodiscard]] bool is_damage(const SQLite::Exception& error);

// A journal as it was imported.
struct KeptJournal {
  std::string directory{};
  std::string name{};
  std::int64_t bytes = 0;       // that were read
  std::int64_t seen_bytes = 0;  // as the file was last seen
  int damaged_lines = 0;
  std::optional<std::int64_t> ride{};  // its key; empty: nothing was ridden
  bool removed = false;                // its ride was deleted, and the file shall go too
  [[nodiscard]] std::filesystem::path path() const {
    return std::filesystem::path{directory} / name;
  }
};

class Store {
 public:
  // In a file, made where there is none; in memory, as a copy of such a file or empty. Throw
  // MadeByNewer too; a file of another program is Damaged, and what is no file is never opened.
  // A file of others is copied to be read only, must have the tables of softpedal to the letter and
  // may take so long in all: what comes later is refused with SQLITE_INTERRUPT.
  explicit Store(const std::filesystem::path& file);
  struct InMemory {};
  explicit Store(InMemory);
  Store(InMemory, const std::filesystem::path& copied);
  struct OfOthers {};
  Store(OfOthers, const std::filesystem::path& copied, std::chrono::milliseconds within);
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  [[nodiscard]] bool out_of_time() const;

  // Throws MadeByNewer where the file says so by now, and nothing else.
  static void refuse_newer(const std::filesystem::path& file);

  // All of it into a new file. That file is one that needs no other beside it once it was settled,
  // while nobody uses it.
  void copy_to(const std::filesystem::path& file);
  static void settle(const std::filesystem::path& file);
  // A change is whole or not there after a power cut; this is for one that no journal tells again.
  void bring_to_disk();
  [[nodiscard]] SQLite::Transaction begin() {
    return SQLite::Transaction{database_, SQLite::TransactionBehavior::IMMEDIATE};
  }

  // Rides, by key: the number that the tables are joined by.
  [[nodiscard]] std::optional<std::int64_t> find(std::string_view id);
  std::int64_t put(std::optional<std::int64_t> in_place_of, const KeptRide& ride);
  void put_summary(std::int64_t key, const RideSummary& summary);
  [[nodiscard]] RideSummary summary(std::int64_t key);
  [[nodiscard]] KeptRide ride(std::int64_t key);
  [[nodiscard]] std::vector<std::int64_t> began_at(std::chrono::sys_seconds moment);
  [[nodiscard]] std::unordered_map<std::string, std::int64_t> ids();  // and their keys
  [[nodiscard]] std::vector<RideSummary> summaries();                 // by time
  void remove(std::int64_t key);
  void remove_profiles_of_no_ride();

  void put(const KeptJournal& journal);
  [[nodiscard]] std::optional<KeptJournal> journal(const std::string& directory,
                                                   const std::string& name);
  [[nodiscard]] std::vector<KeptJournal> journals();
  [[nodiscard]] std::vector<KeptJournal> journals_of(std::int64_t key);
  void forget(const KeptJournal& journal);

 private:
  void write_row(std::int64_t key, const RideSummary& summary, std::int64_t trace_check);
  [[nodiscard]] std::pair<RideSummary, std::int64_t> row(std::int64_t key);

  std::optional<std::chrono::steady_clock::time_point> until_{};
  SQLite::Database database_;
};

}  // namespace softpedal::records
