// SPDX-License-Identifier: MIT
// The rides of this user. The journals are the truth; a database made from them answers quickly and
// may be lost at any time: it is then made again. One per process and thread; several processes may
// have the same history open.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/kept_ride.hpp"
#include "app/core/result.hpp"

namespace softpedal::records {

struct Places {
  std::filesystem::path database;               // "…/softpedal/history.sqlite"
  std::vector<std::filesystem::path> journals;  // directories; the first is where new ones come to
};

// How far the reading of journals is that are new: so many of so many.
using Progress = std::function<void(std::size_t read, std::size_t of)>;

// What somebody else's database may take in all; years of rides come in within a minute or two.
inline constexpr std::chrono::minutes patience_with_others{5};

class History {
 public:
  // Imports every journal that is new or has grown, a damaged or foreign database is set aside and
  // made again. Where nothing can be written the history is read all the same, into memory. Fault:
  // it cannot be read at all, or a newer softpedal made it.
  [[nodiscard]] static Result<std::unique_ptr<History>> open(const Places& places,
                                                             Progress progress = {});
  ~History();
  History(const History&) = delete;
  History& operator=(const History&) = delete;

  // What happened on opening, in sentences for the rider; and since, when asked again.
  [[nodiscard]] std::vector<std::string> take_told();

  // One journal, whole and closed: at the end of a ride. Twice changes nothing.
  [[nodiscard]] Result<void> import(const std::filesystem::path& journal);

  [[nodiscard]] Result<std::vector<RideSummary>> rides();  // by time, the oldest first
  [[nodiscard]] Result<KeptRide> ride(std::string_view id);

  // Written to the journal first, then to the database.
  [[nodiscard]] Result<void> answer_morning(std::string_view id, const Morning& morning);
  // From the database, and its journal from the disk.
  [[nodiscard]] Result<void> remove(std::string_view id);

  // For backup.hpp: all rides as one file, to which what was in it before is added, or, where that
  // is damaged, set aside; and the rides of such a file that are not here, within a limit of time.
  // How many came.
  [[nodiscard]] Result<int> copy_to(const std::filesystem::path& database);
  [[nodiscard]] Result<int> take_rides_of(const std::filesystem::path& database,
                                          std::chrono::milliseconds limit = patience_with_others);

 private:
  struct Inside;
  explicit History(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace softpedal::records
