// SPDX-License-Identifier: MIT
#include "app/records/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "app/core/remark.hpp"
#include "app/files/own_file.hpp"
#include "app/records/files.hpp"
#include "app/records/journal_ride.hpp"

namespace softpedal::records {
namespace {

namespace fs = std::filesystem;

// As in the directories of softpedal itself, so that those can be carried in too.
constexpr const char* journal_folder = "journal";
constexpr const char* database_name = "history.sqlite";
constexpr std::string_view journal_ending = ".journal";
constexpr std::string_view part_ending = ".journal.part";
// Of what is kept beside the rides: a rider may have put anything there.
constexpr std::uintmax_t most_of_another = 64 * 1024 * 1024;

tl::unexpected<Fault> fault(std::string sentence) {
  return tl::unexpected(Fault{FaultCode::BadFile, std::move(sentence)});
}

tl::unexpected<Fault> no_folder() { return fault("The folder has no name: say which one it is."); }

Result<void> make_directory(const fs::path& directory) {
  std::error_code failed;
  fs::create_directories(directory, failed);
  if (!failed) return {};
  return fault(fmt::format("{} cannot be made ({}): choose another place.", directory.string(),
                           failed.message()));
}

Result<void> write_new(const fs::path& file, std::string_view bytes) {
  return make_directory(file.parent_path()).and_then([&] { return write_whole(file, bytes); });
}

// What is no file is among them, so that it is told when it is left out.
std::vector<fs::path> files_below(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (fs::recursive_directory_iterator at{directory, failed}, end; !failed && at != end;
       at.increment(failed)) {
    if (!fs::is_directory(at->symlink_status(failed))) files.push_back(at->path());
  }
  std::ranges::sort(files);
  return files;
}

std::vector<fs::path> journals_in(const fs::path& directory, std::string_view ending) {
  std::vector<fs::path> journals;
  std::error_code failed;
  for (fs::directory_iterator at{directory, failed}, end; !failed && at != end;
       at.increment(failed)) {
    if (at->path().string().ends_with(ending)) journals.push_back(at->path());
  }
  std::ranges::sort(journals);
  return journals;
}

// --- journals -----------------------------------------------------------------------------------

// The same ride, answered differently afterwards: only lines for people follow what they share.
bool differ_in_remarks(std::string_view a, std::string_view b) {
  const auto [end_a, end_b] = std::ranges::mismatch(a, b);
  const auto shared = static_cast<std::size_t>(end_a - a.begin());
  const auto line = shared == 0 ? 0 : a.rfind('\n', shared - 1) + 1;
  const auto only_remarks = [](std::string_view rest) {
    while (!rest.empty()) {
      if (!rest.starts_with("# ")) return false;
      rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
    }
    return true;
  };
  return a.substr(0, line).find(" second ") != std::string_view::npos &&
         only_remarks(a.substr(line)) && only_remarks(b.substr(line));
}

// Which softpedal began it and when. However a journal is named, those of one ride share this.
std::string first_lines(std::string_view journal) {
  const auto first = journal.find('\n');
  return std::string{
      journal.substr(0, first == journal.npos ? first : journal.find('\n', first + 1))};
}

std::string beginning_of(const fs::path& journal) {
  std::string begin(256, '\0');
  const auto file = open_own(journal, O_RDONLY);
  const ssize_t got = file ? ::read(*file, begin.data(), begin.size()) : 0;
  if (file) ::close(*file);
  begin.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return begin;
}

// Where journals are brought to.
class Shelf {
 public:
  explicit Shelf(fs::path directory) : directory_{std::move(directory)} {
    for (const fs::path& journal : journals_in(directory_, journal_ending)) {
      note(journal, beginning_of(journal));
    }
  }

  // More of a ride in place of less of it, however that is named; another ride beside the others.
  Result<void> bring(const std::string& stem, std::string_view text,
                     std::vector<std::string>& told) {
    const auto [begin, end] = journals_.equal_range(first_lines(text));
    for (auto at = begin; at != end; ++at) {
      if (const auto done = meet(at->second, text, told)) return *done;
    }
    for (int number = 1;; ++number) {
      const std::string name = number == 1 ? stem : fmt::format("{}-{}", stem, number);
      const fs::path place = directory_ / (name + std::string{journal_ending});
      if (const auto done = meet(place, text, told)) return *done;
    }
  }

 private:
  void note(const fs::path& journal, std::string_view text) {
    journals_.emplace(first_lines(text), journal);
  }

  // Empty: another ride has this place.
  std::optional<Result<void>> meet(const fs::path& place, std::string_view text,
                                   std::vector<std::string>& told) {
    const auto there = read_own(place, most_of_a_journal);
    if (!there && there.error().odd()) return std::nullopt;
    if (!there && there.error().error != ENOENT) {
      return fault(fmt::format("{} cannot be read ({}).", place.string(), there.error().why));
    }
    if (!there) note(place, text);
    if (!there || (text.starts_with(*there) && text.size() > there->size())) {
      return write_new(place, text);
    }
    if (there->starts_with(text)) return Result<void>{};
    if (!differ_in_remarks(*there, text)) return std::nullopt;
    told.push_back(fmt::format("The ride {} was answered differently here: it stays so.",
                               place.stem().string()));
    return Result<void>{};
  }

  fs::path directory_;
  std::multimap<std::string, fs::path> journals_{};  // by their first lines
};

bool is_journal(const std::string& text) {
  return text.starts_with("# softpedal ") || parse_journal(text, {}).ride.has_value();
}

Result<void> bring_journals(const fs::path& from, Shelf& to, Carried& carried) {
  for (const fs::path& journal : journals_in(from, journal_ending)) {
    const auto text = read_own(journal, most_of_a_journal);
    if (!text) {
      carried.told.push_back(fmt::format("The journal {} cannot be read ({}): it is left out.",
                                         journal.string(), text.error().why));
    } else if (!is_journal(*text)) {
      carried.told.push_back(
          fmt::format("{} is no journal of softpedal: it is left out.", journal.string()));
    } else if (auto done = to.bring(journal.stem().string(), *text, carried.told); !done) {
      return done;
    }
  }
  return {};
}

bool in_use(const fs::path& part) {
  const auto file = open_own(part, O_RDONLY);
  if (!file) return false;
  const bool held = ::flock(*file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(*file);
  return held;
}

// A ride that was cut on another machine, and that nobody made whole there.
Result<void> bring_parts(const fs::path& from, Shelf& to, Carried& carried) {
  for (const fs::path& part : journals_in(from, part_ending)) {
    const std::string stem = part.stem().stem().string();
    auto text = read_own(part, most_of_a_journal);
    if (!text || in_use(part)) {
      carried.told.push_back(
          fmt::format("The ride {} is not over or cannot be read: it is left out.", stem));
      continue;
    }
    text->resize(text->rfind('\n') + 1);
    if (!is_journal(*text)) continue;
    *text += "# " + to_text(Remark{CutRemark{}}) + '\n';
    if (auto done = to.bring(stem, *text, carried.told); !done) return done;
  }
  return {};
}

// --- other files --------------------------------------------------------------------------------

// What to do with a file that is there already and says something else.
enum class Differs {
  KeepThere,  // and put this one beside it
  Replace,    // and put that one beside this, the first time
};

fs::path ending_with(const fs::path& file, std::string_view ending, int number) {
  fs::path name = fs::path{file} += ending;
  if (number > 1) name += fmt::format("-{}", number);
  return name;
}

Result<void> keep_beside(const fs::path& place, const std::string& bytes, Carried& carried) {
  for (int number = 1;; ++number) {
    const fs::path beside = ending_with(place, ".imported", number);
    const auto there = read_own(beside, most_of_another);
    if (there && *there == bytes) return {};
    if (there || there.error().error != ENOENT) continue;
    carried.told.push_back(fmt::format("{} is another than the one that came: that one is {}.",
                                       place.string(), beside.filename().string()));
    return write_new(beside, bytes);
  }
}

Result<void> bring_file(const fs::path& from, const fs::path& place, Differs differs,
                        Carried& carried) {
  const auto bytes = read_own(from, most_of_another);
  if (!bytes) {
    carried.told.push_back(
        fmt::format("{} cannot be read ({}): it is left out.", from.string(), bytes.error().why));
    return {};
  }
  const auto there = read_own(place, most_of_another);
  if (!there && there.error().odd()) {
    carried.told.push_back(fmt::format("{} cannot take the place of {} ({}): it is left out.",
                                       from.string(), place.string(), there.error().why));
    return {};
  }
  if (!there && there.error().error != ENOENT) {
    return fault(fmt::format("{} cannot be read ({}).", place.string(), there.error().why));
  }
  if (there && *there == *bytes) return {};
  if (there && differs == Differs::KeepThere) return keep_beside(place, *bytes, carried);
  const fs::path before = ending_with(place, ".before", 1);
  if (std::error_code unknown; there && !fs::exists(before, unknown)) {
    if (auto kept = write_whole(before, *there); !kept) return kept;
  }
  ++carried.files;
  return write_new(place, *bytes);
}

Result<void> bring_other(const fs::path& from, const fs::path& to, Differs differs,
                         Carried& carried) {
  std::error_code unknown;
  const fs::file_status there = fs::symlink_status(from, unknown);
  if (!fs::exists(there)) return {};
  if (!fs::is_directory(there)) return bring_file(from, to, differs, carried);
  for (const fs::path& file : files_below(from)) {
    auto done = bring_file(file, to / file.lexically_relative(from), differs, carried);
    if (!done) return done;
  }
  return {};
}

void add_told(Carried& carried, History& history) {
  for (std::string& sentence : history.take_told()) carried.told.push_back(std::move(sentence));
}

bool holds_anything(const fs::path& directory, const std::vector<Other>& others) {
  std::error_code unknown;
  const auto there = [&](const fs::path& name) { return fs::exists(directory / name, unknown); };
  return there(database_name) || std::ranges::any_of(others, there, &Other::name) ||
         std::ranges::any_of(std::array{directory, directory / journal_folder},
                             [](const fs::path& folder) {
                               return !journals_in(folder, journal_ending).empty() ||
                                      !journals_in(folder, part_ending).empty();
                             });
}

std::vector<fs::path> folders_with_journals(const fs::path& directory, Carried& carried) {
  std::vector<fs::path> folders{directory};
  const fs::path below = directory / journal_folder;
  std::error_code unknown;
  if (fs::is_symlink(fs::symlink_status(below, unknown))) {
    carried.told.push_back(fmt::format("{} is a link: it is left out.", below.string()));
  } else {
    folders.push_back(below);
  }
  return folders;
}

}  // namespace

Result<Carried> carry_out(const Places& places, const std::vector<Other>& others,
                          const fs::path& directory) {
  if (directory.empty()) return no_folder();
  Carried carried;
  auto history = History::open(places);
  if (!history) return tl::unexpected(history.error());
  add_told(carried, **history);
  if (auto made = make_directory(directory / journal_folder); !made) {
    return tl::unexpected(made.error());
  }
  Shelf shelf{directory / journal_folder};
  for (const fs::path& journals : places.journals) {
    auto done = bring_journals(journals, shelf, carried);
    if (!done) return tl::unexpected(done.error());
  }
  const auto rides = (*history)->copy_to(directory / database_name);
  if (!rides) return tl::unexpected(rides.error());
  add_told(carried, **history);
  carried.rides = *rides;
  for (const Other& other : others) {
    // The rider's own folder may be a link.
    std::error_code unknown;
    const bool folder = fs::is_directory(other.path, unknown);
    auto done = bring_other(folder ? fs::canonical(other.path, unknown) : other.path,
                            directory / other.name, Differs::Replace, carried);
    if (!done) return tl::unexpected(done.error());
  }
  return carried;
}

Result<Carried> carry_in(const fs::path& directory, const Places& places,
                         const std::vector<Other>& others, const Progress& progress) {
  if (directory.empty()) return no_folder();
  if (!holds_anything(directory, others)) {
    return fault(
        fmt::format("{} holds nothing of softpedal: name a folder that `softpedal history "
                    "export --all` wrote, or one with journals.",
                    directory.string()));
  }
  Carried carried;
  auto history = History::open(places, progress);
  if (!history) return tl::unexpected(history.error());
  const auto before = (*history)->rides();
  if (!before) return tl::unexpected(before.error());

  Shelf shelf{places.journals.front()};
  for (const fs::path& from : folders_with_journals(directory, carried)) {
    auto done = bring_journals(from, shelf, carried);
    if (done) done = bring_parts(from, shelf, carried);
    if (!done) return tl::unexpected(done.error());
  }
  add_told(carried, **history);
  history->reset();
  history = History::open(places, progress);  // with the journals that came
  if (!history) return tl::unexpected(history.error());
  if (const auto taken = (*history)->take_rides_of(directory / database_name); !taken) {
    carried.told.push_back(taken.error().sentence);
  }
  const auto after = (*history)->rides();
  if (!after) return tl::unexpected(after.error());
  carried.rides = static_cast<int>(after->size()) - static_cast<int>(before->size());
  add_told(carried, **history);

  for (const Other& other : others) {
    auto done = bring_other(directory / other.name, other.path, Differs::KeepThere, carried);
    if (!done) return tl::unexpected(done.error());
  }
  return carried;
}

}  // namespace softpedal::records
