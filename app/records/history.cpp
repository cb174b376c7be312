// SPDX-License-Identifier: MIT
#include "app/records/history.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <system_error>
#include <utility>

#include "app/core/remark.hpp"
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

void remove_with_those_beside(const fs::path& database) {
  std::error_code ignored;
  fs::remove(database, ignored);
  for (const char* ending : kept_beside) fs::remove(fs::path{database} += ending, ignored);
}

// Of a file that stays as it is. Null: there is none.
Result<std::unique_ptr<Store>> read_store(const fs::path& database) {
  const auto cannot = [&](std::string_view why) {
    return tl::unexpected(Fault{FaultCode::BadFile,
                                fmt::format("The history {} cannot be read ({}): its journals can.",
                                            database.string(), why)});
  };
  std::error_code unknown;
  if (!fs::exists(database, unknown)) return nullptr;
  try {
    return std::make_unique<Store>(Store::InMemory{}, database);
  } catch (const MadeByNewer&) {
    return cannot("a newer softpedal made it");
  } catch (const std::exception& error) {
    return cannot(error.what());
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

// `fresh` becomes `database`, and has the rides of both.
Result<int> finish_copy(const fs::path& fresh, const fs::path& database) {
  const auto before = read_store(database);
  if (!before) return tl::unexpected(before.error());
  int came = 0;
  {
    Store to{fresh};
    for (const auto& [id, key] : to.ids()) came += *before && (*before)->find(id) ? 0 : 1;
    if (*before) take_missing(to, **before);
  }
  Store::settle(fresh);
  for (const char* ending : kept_beside) (void)remove_file(fs::path{database} += ending);
  if (const int error = move_file(fresh, database); error != 0) {
    throw std::system_error{error, std::generic_category()};
  }
  return came;
}

}  // namespace

struct History::Inside {
  explicit Inside(Places given)
      : places{std::move(given)},
        keeper{places.database, [this](Store& store) { import_new(store, places.journals, told); },
               told} {}

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
  Told told{};
  Keeper keeper;
};

History::History(std::unique_ptr<Inside> inside) : inside_{std::move(inside)} {}
History::~History() = default;

Result<std::unique_ptr<History>> History::open(const Places& places) {
  auto inside = std::make_unique<Inside>(places);
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
  const fs::path fresh = fs::path{database} += ".new";
  remove_with_those_beside(fresh);
  auto copied = inside_->keeper.use([&](Store& store) {
    (void)store.summaries();  // what is damaged is mended before it is copied
    return put_there(database, [&] {
      store.copy_to(fresh);
      return finish_copy(fresh, database);
    });
  });
  remove_with_those_beside(fresh);
  if (!copied) return tl::unexpected(copied.error());
  return *copied;
}

Result<int> History::take_rides_of(const fs::path& database) {
  const auto from = read_store(database);
  if (!from) return tl::unexpected(from.error());
  if (!*from) return 0;
  return inside_->keeper.use([&](Store& store) { return take_missing(store, **from); });
}

}  // namespace softpedal::records
