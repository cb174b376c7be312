// SPDX-License-Identifier: MIT
#include "app/records/history.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "app/core/remark.hpp"
#include "app/files/own_file.hpp"
#include "app/records/files.hpp"
#include "app/records/importing.hpp"
#include "app/records/keeper.hpp"

namespace softpedal::records {

namespace fs = std::filesystem;

namespace {

tl::unexpected<Fault> no_such_ride(std::string_view id) {
  return tl::unexpected(
      Fault{FaultCode::WrongUsage,
            fmt::format("There is no ride {}: `softpedal history list` names them.", id)});
}

tl::unexpected<Fault> not_kept(std::string_view what, std::string_view why) {
  return tl::unexpected(Fault{FaultCode::JournalNotWritable, fmt::format("{} ({}).", what, why)});
}

tl::unexpected<Fault> cannot_read(const fs::path& database, std::string_view why) {
  return tl::unexpected(
      Fault{FaultCode::BadFile, fmt::format("The history {} cannot be read ({}): its journals can.",
                                            database.string(), why)});
}

constexpr const char* too_slow = "it takes too long";
constexpr std::uintmax_t most_of_a_database = 1024 * 1024 * 1024;  // ten rides a day for years

// Of a file that stays as it is. Null: there is none.
Result<std::unique_ptr<Store>> read_store(const fs::path& database,
                                          std::chrono::milliseconds limit) {
  std::error_code unknown;
  if (!fs::exists(fs::symlink_status(database, unknown))) return nullptr;
  if (const auto why = why_not_own(database, most_of_a_database); !why.empty()) {
    return cannot_read(database, why);
  }
  try {
    return std::make_unique<Store>(Store::OfOthers{}, database, limit);
  } catch (const MadeByNewer&) {
    return cannot_read(database, "a newer softpedal made it");
  } catch (const SQLite::Exception& error) {
    return cannot_read(database,
                       error.getErrorCode() == SQLITE_INTERRUPT ? too_slow : error.what());
  } catch (const std::exception& error) {
    return cannot_read(database, error.what());
  }
}

// What goes wrong with a file elsewhere is not the fault of this history.
template <class Action>
Result<int> put_there(const fs::path& database, Action action) {
  std::string why;
  try {
    return action();
  } catch (const std::exception& error) {
    why = error.what();
  }
  return tl::unexpected(Fault{
      FaultCode::BadFile,
      fmt::format("{} cannot be written ({}): choose another place.", database.string(), why)});
}

// A folder that nobody else knows the name of, beside a file that will be replaced.
class FreshFolder {
 public:
  explicit FreshFolder(const fs::path& file) : name_{file.string() + ".new-XXXXXX"} {
    if (::mkdtemp(name_.data()) == nullptr) {
      throw std::system_error{errno, std::generic_category()};
    }
  }
  ~FreshFolder() {
    std::error_code ignored;
    fs::remove_all(name_, ignored);
  }
  FreshFolder(const FreshFolder&) = delete;
  FreshFolder& operator=(const FreshFolder&) = delete;
  [[nodiscard]] fs::path file() const { return fs::path{name_} / "history.sqlite"; }

 private:
  std::string name_;
};

struct Joined {
  int came = 0;          // rides that were not in `database`
  std::string damage{};  // of `database`, where not all of it could be read
};

// The rides of `database` come into `to` as well.
Joined join(Store& to, const fs::path& database) {
  const auto here = to.ids();
  Joined joined{.came = static_cast<int>(here.size())};
  std::error_code unknown;
  if (!fs::exists(fs::symlink_status(database, unknown))) return joined;
  if (const auto why = why_not_own(database, most_of_a_database); !why.empty()) {
    throw std::runtime_error{why};
  }
  try {
    Store before{Store::OfOthers{}, database, patience_with_others};
    int known = 0;
    for (const auto& [id, key] : here) known += before.find(id) ? 1 : 0;
    take_missing(to, before);
    joined.came -= known;
    if (before.out_of_time()) joined.damage = too_slow;
  } catch (const Damaged& error) {
    joined.damage = error.what();
  } catch (const SQLite::Exception& error) {
    if (!is_damage(error)) throw;
    joined.damage = error.what();
  }
  return joined;
}

// `fresh` becomes `database`, and has the rides of both.
Result<int> finish_copy(const fs::path& fresh, const fs::path& database, Told& told) {
  Joined joined;
  try {
    Store to{fresh};
    joined = join(to, database);
  } catch (const MadeByNewer&) {
    return cannot_read(database, "a newer softpedal made it");
  }
  Store::settle(fresh);
  if (!joined.damage.empty()) {
    told.add(fmt::format("The history {} was damaged ({}): it is set aside as {}.",
                         database.string(), joined.damage,
                         move_aside(database).filename().string()));
  }
  for (const char* ending : kept_beside) (void)remove_file(fs::path{database} += ending);
  if (const int error = move_file(fresh, database); error != 0) {
    throw std::system_error{error, std::generic_category()};
  }
  return joined.came;
}

}  // namespace

struct History::Inside {
  Inside(Places given, Progress reading)
      : places{std::move(given)},
        progress{std::move(reading)},
        keeper{places.database,
               [this](Store& store) { import_new(store, places.journals, told, progress); }, told} {
  }

  [[nodiscard]] bool is_here(const KeptJournal& journal) const {
    return lies_in(journal, places.journals);
  }

  [[nodiscard]] std::string why_unwritable() const {
    return fmt::format("the history cannot be written: {}", keeper.why_in_memory());
  }

  // Databases that were set aside are whole: what is deleted is still in them.
  void tell_of_those_aside() {
    const auto aside = keeper.set_aside();
    if (aside.empty()) return;
    told.add(
        fmt::format("Databases that were damaged and set aside may still hold the ride: remove "
                    "them too ({}).",
                    fmt::join(aside, ", ")));
  }

  Places places;
  Progress progress;
  Told told{};
  Keeper keeper;
};

History::History(std::unique_ptr<Inside> inside) : inside_{std::move(inside)} {}
History::~History() = default;

Result<std::unique_ptr<History>> History::open(const Places& places, Progress progress) {
  auto inside = std::make_unique<Inside>(places, std::move(progress));
  const auto opened = inside->keeper.use([](Store&) {});
  if (!opened) return tl::unexpected(opened.error());
  return std::unique_ptr<History>{new History{std::move(inside)}};
}

std::vector<std::string> History::take_told() { return inside_->told.take(); }

Result<void> History::import(const fs::path& journal) {
  auto done =
      inside_->keeper.use([&](Store& store) { return import_one(store, journal, inside_->told); });
  if (!done) return tl::unexpected(done.error());
  return *done;
}

Result<std::vector<RideSummary>> History::rides() {
  return inside_->keeper.use([](Store& store) { return store.summaries(); });
}

Result<KeptRide> History::ride(std::string_view id) {
  auto found = inside_->keeper.use([&](Store& store) -> std::optional<KeptRide> {
    const auto key = store.find(id);
    if (!key) return std::nullopt;
    return store.ride(*key);
  });
  if (!found) return tl::unexpected(found.error());
  if (!*found) return no_such_ride(id);
  return std::move(**found);
}

Result<void> History::answer_morning(std::string_view id, const Morning& morning) {
  bool found = false;
  bool on_disk = false;
  int error = 0;
  const std::string line = "# " + to_text(Remark{MorningRemark{morning}});
  const auto kept = inside_->keeper.use([&](Store& store) {
    const auto key = store.find(id);
    found = key.has_value();
    if (!found) return;
    RideSummary summary = store.summary(*key);
    if (summary.morning == morning) return;
    auto journals = store.journals_of(*key);
    for (KeptJournal& journal : journals) {
      if (on_disk || !inside_->is_here(journal)) continue;
      if (::access(journal.path().c_str(), F_OK) != 0) continue;
      error = append_line(journal.path(), line);
      on_disk = error == 0;
    }
    summary.morning = morning;
    auto change = store.begin();
    store.put_summary(*key, summary);
    change.commit();
    store.bring_to_disk();
    // The journal has grown: what else it says is read from it as ever.
    import_new(store, inside_->places.journals, inside_->told);
  });
  if (!kept) return tl::unexpected(kept.error());
  if (!found) return no_such_ride(id);
  if (on_disk || !inside_->keeper.in_memory()) return {};
  return not_kept("The answer cannot be kept",
                  error != 0 ? std::strerror(error) : inside_->why_unwritable());
}

Result<void> History::remove(std::string_view id) {
  bool found = false;
  int error = 0;
  const auto removed = inside_->keeper.use([&](Store& store) {
    const auto key = store.find(id);
    found = key.has_value();
    if (!found || inside_->keeper.in_memory()) return;
    auto journals = store.journals_of(*key);
    // First it is out of the history for good, then the files go: what a power cut leaves of them
    // is not imported again.
    auto change = store.begin();
    for (KeptJournal& journal : journals) {
      journal.removed = true;
      journal.ride.reset();  // another ride may have its key one day
      store.put(journal);
    }
    store.remove(*key);
    store.remove_profiles_of_no_ride();
    change.commit();
    store.bring_to_disk();
    for (const KeptJournal& journal : journals) {
      if (!inside_->is_here(journal)) continue;
      const int failed = remove_file(journal.path());
      if (failed != 0 && failed != ENOENT) {
        error = failed;
        continue;
      }
      auto forgotten = store.begin();
      store.forget(journal);
      forgotten.commit();
    }
  });
  if (!removed) return tl::unexpected(removed.error());
  if (!found) return no_such_ride(id);
  if (inside_->keeper.in_memory()) {
    return not_kept("The ride cannot be deleted", inside_->why_unwritable());
  }
  inside_->tell_of_those_aside();
  if (error != 0) {
    return not_kept("The ride is deleted, but its journal is still there", std::strerror(error));
  }
  return {};
}

Result<int> History::copy_to(const fs::path& database) {
  auto copied = inside_->keeper.use([&](Store& store) {
    (void)store.summaries();  // what is damaged is mended before it is copied
    return put_there(database, [&] {
      const FreshFolder fresh{database};
      store.copy_to(fresh.file());
      return finish_copy(fresh.file(), database, inside_->told);
    });
  });
  if (!copied) return tl::unexpected(copied.error());
  return *copied;
}

Result<int> History::take_rides_of(const fs::path& database, std::chrono::milliseconds limit) {
  const auto from = read_store(database, limit);
  if (!from) return tl::unexpected(from.error());
  if (!*from) return 0;
  auto taken = inside_->keeper.use([&](Store& store) { return take_missing(store, **from); });
  if (taken && (*from)->out_of_time()) return cannot_read(database, too_slow);
  return taken;
}

}  // namespace softpedal::records
