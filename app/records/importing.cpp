// SPDX-License-Identifier: MIT
#include "app/records/importing.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <new>
#include <optional>
#include <unordered_set>
#include <utility>

#include "app/files/own_file.hpp"
#include "app/records/files.hpp"
#include "app/records/journal_ride.hpp"

namespace softpedal::records {
namespace {

namespace fs = std::filesystem;

// So many are kept at once: one wait for the disk, and no other program waits long for its turn.
constexpr std::size_t batch = 16;

struct Found {
  std::string directory;
  std::string name;
  std::int64_t bytes;
  [[nodiscard]] fs::path path() const { return fs::path{directory} / name; }
};

struct ReadJournal {
  Found found;
  Result<JournalRide> read;
  bool another_time = false;  // it may be read then
};

std::string left_out(const fs::path& path, std::string_view why) {
  return fmt::format("{} is left out of the history ({}).", path.string(), why);
}

std::vector<Found> list(const std::vector<fs::path>& directories, Told& told) {
  std::vector<Found> found;
  std::unordered_set<std::string> listed;
  for (const fs::path& each : directories) {
    const std::string directory = directory_text(each);
    if (!listed.insert(directory).second) continue;
    const auto first = static_cast<std::ptrdiff_t>(found.size());
    std::error_code failed;
    for (fs::directory_iterator at{directory, failed}, end; !failed && at != end;
         at.increment(failed)) {
      std::error_code gone;
      if (at->path().extension() != ".journal") continue;
      if (!fs::is_regular_file(at->symlink_status(gone))) {
        const std::string why = why_not_own(at->path(), most_of_a_journal);
        if (!why.empty()) told.add(left_out(at->path(), why));
        continue;
      }
      const auto bytes = at->file_size(gone);
      if (gone) continue;
      found.push_back(
          {directory, at->path().filename().string(), static_cast<std::int64_t>(bytes)});
    }
    if (failed && failed != std::errc::no_such_file_or_directory) {
      told.add(fmt::format("The journals in {} cannot be read ({}): rides in it may be missing.",
                           directory, failed.message()));
    }
    std::sort(found.begin() + first, found.end(),
              [](const Found& a, const Found& b) { return a.name < b.name; });
  }
  return found;
}

ReadJournal read(Found found) {
  const fs::path path = found.path();
  try {
    auto journal = read_journal(path);
    if (journal) found.bytes = static_cast<std::int64_t>(journal->bytes);
    const bool unreadable = !journal && ::access(path.c_str(), R_OK) != 0;
    return {std::move(found), std::move(journal), unreadable};
  } catch (const std::bad_alloc&) {  // the others may be shorter
    return {std::move(found),
            tl::unexpected(
                Fault{FaultCode::BadFile, left_out(path, "there is not enough memory for it now")}),
            true};
  }
}

// Two readings of one ride, of which one may know more of its end.
bool same_ride(const KeptRide& a, const KeptRide& b) {
  const auto& [shorter, longer] =
      a.seconds.size() < b.seconds.size() ? std::tie(a, b) : std::tie(b, a);
  return a.summary.began == b.summary.began &&
         std::equal(shorter.seconds.begin(), shorter.seconds.end(), longer.seconds.begin());
}

// Where a ride belongs: in place of what is kept of it, or beside others under an id of its own.
struct Berth {
  std::optional<std::int64_t> key{};
  std::string id{};
  std::size_t seconds = 0;  // that are kept
};
// A journal that was copied or renamed tells a ride that is there under another id.
Berth berth_of(Store& store, const std::unordered_map<std::string, std::int64_t>& ids,
               const KeptRide& ride) {
  for (const std::int64_t key : store.began_at(ride.summary.began)) {
    const KeptRide kept = store.ride(key);
    if (same_ride(kept, ride)) return {key, kept.summary.id, kept.seconds.size()};
  }
  std::string id = ride.summary.id;
  for (int number = 2; ids.contains(id); ++number) {
    id = fmt::format("{}-{}", ride.summary.id, number);
  }
  return {.id = std::move(id)};
}

// Journals of a ride may stand in several directories; the longest was kept.
std::int64_t bytes_kept(Store& store, std::int64_t key) {
  std::int64_t most = 0;
  for (const KeptJournal& journal : store.journals_of(key)) most = std::max(most, journal.bytes);
  return most;
}

void tell_damage(const Found& found, int damaged_lines, Told& told) {
  if (damaged_lines == 0) return;
  told.add(fmt::format("{} of the journal {} {} damaged and left out; the rest of it is kept.",
                       damaged_lines == 1 ? "One line" : fmt::format("{} lines", damaged_lines),
                       found.path().string(), damaged_lines == 1 ? "is" : "are"));
}

std::string refusal(const Found& found) {
  return fmt::format(
      "The ride of the journal {} contradicts itself in every second: it is not in the history; "
      "its journal is kept.",
      found.path().string());
}

// Within a transaction, in which `ids` were read.
void take(Store& store, std::unordered_map<std::string, std::int64_t>& ids, ReadJournal& journal,
          Told& told) {
  const Found& found = journal.found;
  const auto before = store.journal(found.directory, found.name);
  if (before && (before->removed || before->seen_bytes == found.bytes)) return;  // meanwhile
  KeptJournal now = before.value_or(KeptJournal{.directory = found.directory, .name = found.name});
  now.seen_bytes = found.bytes;
  const bool had_ride = before && before->ride;
  const bool has_ride = journal.read && journal.read->ride;
  if (had_ride && (!has_ride || found.bytes < before->bytes)) {
    told.add(fmt::format("The journal {} holds less than it did: the ride is kept as it was.",
                         found.path().string()));
    return store.put(now);
  }
  now.bytes = found.bytes;
  if (!journal.read) {
    told.add(journal.read.error().sentence);
    return store.put(now);
  }
  now.damaged_lines = journal.read->damaged_lines;
  if (journal.read->refused) {
    told.add(refusal(found));
  } else {
    tell_damage(found, now.damaged_lines, told);
  }
  if (has_ride) {
    KeptRide& ride = *journal.read->ride;
    Berth berth;
    if (had_ride) {
      berth = {.key = before->ride, .id = store.summary(*before->ride).id};
    } else {
      berth = berth_of(store, ids, ride);
    }
    ride.summary.id = berth.id;
    // An answer that no journal could take stands in the history alone.
    if (berth.key && !ride.summary.morning) {
      ride.summary.morning = store.summary(*berth.key).morning;
    }
    const bool more = !berth.key || (found.bytes > bytes_kept(store, *berth.key) &&
                                     ride.seconds.size() >= berth.seconds);
    now.ride = more ? store.put(berth.key, ride) : *berth.key;
    ids.insert_or_assign(berth.id, *now.ride);
  }
  store.put(now);
}

void forget_removed(Store& store, const std::vector<KeptJournal>& known,
                    const std::vector<fs::path>& directories) {
  for (const KeptJournal& journal : known) {
    if (!journal.removed || !lies_in(journal, directories)) continue;
    const int error = remove_file(journal.path());
    if (error != 0 && error != ENOENT) continue;
    auto change = store.begin();
    store.forget(journal);
    change.commit();
  }
}

template <class Action>
auto unless_damaged(Action action) -> std::optional<decltype(action())> {
  try {
    return action();
  } catch (const Damaged&) {
    return std::nullopt;
  } catch (const SQLite::Exception& error) {
    const bool late = error.getErrorCode() == SQLITE_INTERRUPT;
    if (!late && !is_damage(error)) throw;
    return std::nullopt;
  }
}

}  // namespace

void Told::add(std::string sentence) {
  if (std::ranges::find(sentences_, sentence) == sentences_.end()) {
    sentences_.push_back(std::move(sentence));
  }
}

std::vector<std::string> Told::take() { return std::exchange(sentences_, {}); }

std::string directory_text(const fs::path& directory) {
  fs::path absolute = fs::absolute(directory).lexically_normal();
  if (!absolute.has_filename() && absolute.has_relative_path()) absolute = absolute.parent_path();
  return absolute.string();
}

bool lies_in(const KeptJournal& journal, const std::vector<fs::path>& directories) {
  return std::ranges::any_of(directories, [&journal](const fs::path& directory) {
    return directory_text(directory) == journal.directory;
  });
}

void import_new(Store& store, const std::vector<fs::path>& directories, Told& told,
                const Progress& progress) {
  const std::vector<KeptJournal> known = store.journals();
  std::unordered_set<std::int64_t> keys;
  for (const auto& [id, key] : store.ids()) keys.insert(key);
  std::map<std::pair<std::string, std::string>, std::int64_t> seen;
  for (const KeptJournal& journal : known) {
    if (journal.ride && !journal.removed && !keys.contains(*journal.ride)) {
      throw Damaged{"a ride is missing"};
    }
    seen.emplace(std::pair{journal.directory, journal.name}, journal.seen_bytes);
  }
  forget_removed(store, known, directories);

  std::vector<Found> fresh;
  for (Found& found : list(directories, told)) {
    const auto before = seen.find(std::pair{found.directory, found.name});
    if (before == seen.end() || before->second != found.bytes) fresh.push_back(std::move(found));
  }
  for (std::size_t first = 0; first < fresh.size(); first += batch) {
    std::vector<ReadJournal> journals;
    for (std::size_t i = first; i < std::min(first + batch, fresh.size()); ++i) {
      if (progress) progress(i, fresh.size());
      ReadJournal journal = read(std::move(fresh[i]));
      if (journal.another_time) {
        told.add(journal.read.error().sentence);
      } else {
        journals.push_back(std::move(journal));
      }
    }
    auto change = store.begin();
    auto ids = store.ids();
    for (ReadJournal& journal : journals) take(store, ids, journal, told);
    change.commit();
  }
  if (progress && !fresh.empty()) progress(fresh.size(), fresh.size());
}

Result<void> import_one(Store& store, const fs::path& journal, Told& told) {
  const fs::path whole = fs::absolute(journal);
  ReadJournal one = read({directory_text(whole.parent_path()), whole.filename().string(), 0});
  if (!one.read) return tl::unexpected(one.read.error());
  auto change = store.begin();
  auto ids = store.ids();
  take(store, ids, one, told);
  change.commit();
  if (one.read->refused) {
    return tl::unexpected(Fault{FaultCode::BadFile, refusal(one.found)});
  }
  return {};
}

int take_missing(Store& to, Store& from) {
  const auto theirs = unless_damaged([&] { return from.ids(); });
  if (!theirs) return 0;
  int taken = 0;
  auto change = to.begin();
  auto ids = to.ids();
  for (const auto& [id, key] : *theirs) {
    if (from.out_of_time()) break;
    const auto here = ids.find(id);
    const auto summary = unless_damaged([&, k = key] { return from.summary(k); });
    if (!summary || (here != ids.end() && to.summary(here->second) == *summary)) continue;
    auto ride = unless_damaged([&, k = key] { return from.ride(k); });
    if (!ride) continue;
    const Berth berth = berth_of(to, ids, *ride);
    if (berth.key) continue;
    ride->summary.id = berth.id;
    ids.emplace(berth.id, to.put(std::nullopt, *ride));
    ++taken;
  }
  change.commit();
  return taken;
}

}  // namespace softpedal::records
