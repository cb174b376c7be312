// SPDX-License-Identifier: MIT
#include "app/shell/journal_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string>

#include "app/core/remark.hpp"
#include "app/files/own_file.hpp"
#include "app/shell/load_note.hpp"

namespace softpedal {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view part_suffix = ".journal.part";
constexpr int names_to_try = 1000;

// "2026-11-21T16-24-59Z": the moment as it may stand in a name.
std::string name_of(std::chrono::system_clock::time_point began) {
  std::string name = utc_text(std::chrono::floor<std::chrono::seconds>(began));
  std::ranges::replace(name, ':', '-');
  return name;
}

bool same_file(int fd, const fs::path& path) {
  struct stat open_file {};
  struct stat named {};
  return ::fstat(fd, &open_file) == 0 && ::stat(path.c_str(), &named) == 0 &&
         open_file.st_dev == named.st_dev && open_file.st_ino == named.st_ino;
}

// How far whole lines reach. Some file systems leave zeros where a cut file had grown: no line end
// is among them. Zeros that lines follow are a damaged line of their own, and the others stay.
// Empty: it cannot be read.
std::optional<off_t> end_of_last_whole_line(int fd) {
  struct stat about {};
  if (::fstat(fd, &about) != 0) return std::nullopt;
  std::array<char, 65536> chunk;
  for (off_t end = about.st_size; end > 0;) {
    const off_t begin = end - std::min<off_t>(end, chunk.size());
    const ssize_t got = ::pread(fd, chunk.data(), static_cast<std::size_t>(end - begin), begin);
    if (got < 0 && errno == EINTR) continue;
    if (got != end - begin) return std::nullopt;
    const std::string_view text{chunk.data(), static_cast<std::size_t>(got)};
    const auto line_end = text.rfind('\n');
    if (line_end != std::string_view::npos) return begin + static_cast<off_t>(line_end) + 1;
    end = begin;
  }
  return 0;
}

// "2026-11-21T16-24-59Z", and whatever tells several of one second apart. A file of somebody else
// is left alone; of ours any line may be damaged.
bool named_by_us(const fs::path& part) {
  std::string moment = part.filename().string().substr(0, 20);
  if (moment.size() < 20) return false;
  moment[13] = moment[16] = ':';
  return parse_utc(moment).has_value();
}

// NAME.journal, or NAME-2.journal where that is there.
fs::path free_name(const fs::path& part) {
  const fs::path whole = fs::path{part}.replace_extension();  // without ".part"
  fs::path name = whole;
  std::error_code unknown;
  for (int number = 2; fs::exists(fs::symlink_status(name, unknown)); ++number) {
    name = whole.parent_path() / fmt::format("{}-{}.journal", whole.stem().string(), number);
  }
  return name;
}

// Its new name; empty: it was not cut, or cannot be mended now.
std::optional<fs::path> recover(const fs::path& part) {
  const Descriptor file{open_own(part, O_RDWR | O_APPEND).value_or(-1)};
  if (!file || !why_not_own(part, most_of_a_journal).empty()) return std::nullopt;
  const bool left = ::flock(file.get(), LOCK_EX | LOCK_NB) == 0 && same_file(file.get(), part);
  const auto end = left ? end_of_last_whole_line(file.get()) : std::nullopt;
  if (!end || ::ftruncate(file.get(), *end) != 0) return std::nullopt;
  const std::string mark = remark_line(
      to_text(Remark{CutRemark{}}) + "; recovered " +
      utc_text(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())));
  if (write_all(file.get(), mark) != 0 || ::fsync(file.get()) != 0) return std::nullopt;
  const fs::path whole = free_name(part);
  if (::rename(part.c_str(), whole.c_str()) != 0) return std::nullopt;
  if (sync_directory(part.parent_path()) != 0) return std::nullopt;
  return whole;
}

}  // namespace

int sync_directory(const fs::path& directory) {
  const Descriptor opened{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return opened && ::fsync(opened.get()) == 0 ? 0 : errno;
}

Fault journal_fault(const fs::path& path, int error) {
  return {FaultCode::JournalNotWritable,
          fmt::format("The journal {} cannot be written ({}), and a ride without a journal carries "
                      "no load: make room there, or name another directory with --journal.",
                      path.string(), std::strerror(error))};
}

Result<JournalFile> create_journal_file(const fs::path& directory,
                                        std::chrono::system_clock::time_point began) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return tl::unexpected(journal_fault(directory, error.value()));

  const std::string stem = name_of(began);
  for (int attempt = 1; attempt <= names_to_try; ++attempt) {
    const std::string name = attempt == 1 ? stem : fmt::format("{}-{}", stem, attempt);
    JournalFile journal{
        {}, directory / (name + std::string{part_suffix}), directory / (name + ".journal")};
    std::error_code unknown;
    if (fs::exists(journal.whole, unknown)) continue;
    journal.file = Descriptor{
        ::open(journal.part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644)};
    if (!journal.file && errno == EEXIST) continue;
    if (!journal.file) return tl::unexpected(journal_fault(journal.part, errno));
    // Between creation and lock another start may have taken it for a cut journal.
    const bool locked = ::flock(journal.file.get(), LOCK_EX | LOCK_NB) == 0;
    if (!locked || !same_file(journal.file.get(), journal.part)) continue;
    if (const int failed = sync_directory(directory); failed != 0) {
      return tl::unexpected(journal_fault(directory, failed));
    }
    return journal;
  }
  return tl::unexpected(journal_fault(directory / stem, EEXIST));
}

Result<void> complete_journal_file(const JournalFile& journal) {
  int error = ::rename(journal.part.c_str(), journal.whole.c_str()) == 0 ? 0 : errno;
  if (error == 0) error = sync_directory(journal.whole.parent_path());
  if (error != 0) return tl::unexpected(journal_fault(journal.part, error));
  return {};
}

std::string remark_line(std::string_view remark) {
  std::string line = "# ";
  for (const char c : remark) line += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  return line += '\n';
}

Result<void> add_remarks(const fs::path& journal, const std::vector<std::string>& remarks) {
  std::string text;
  for (const auto& remark : remarks) text += remark_line(remark);
  const auto opened = open_own(journal, O_WRONLY | O_APPEND);
  const Descriptor file{opened.value_or(-1)};
  int error = file ? write_all(file.get(), text) : 0;
  if (file && error == 0 && ::fdatasync(file.get()) != 0) error = errno;
  if (file && error == 0) return {};
  return tl::unexpected(Fault{FaultCode::JournalNotWritable,
                              fmt::format("Cannot add to the journal {}: {}.", journal.string(),
                                          file ? std::strerror(error) : opened.error().why)});
}

std::vector<std::string> odd_files(const fs::path& directory) {
  std::vector<std::string> odd;
  std::error_code failed;
  for (fs::directory_iterator at{directory, failed}, end; !failed && at != end;
       at.increment(failed)) {
    const fs::path& path = at->path();
    const bool part = path.string().ends_with(part_suffix) && named_by_us(path);
    if (!part && !is_load_note(path)) continue;
    const std::string why = why_not_own(path, part ? most_of_a_journal : most_of_a_small_file);
    if (why.empty()) continue;
    odd.push_back(
        fmt::format("{} is not read ({}): remove it, or move it elsewhere.", path.string(), why));
  }
  std::ranges::sort(odd);
  return odd;
}

std::vector<fs::path> recover_journals(const fs::path& directory) {
  std::vector<fs::path> cut;
  std::error_code failed;
  for (fs::directory_iterator at{directory, failed}, end; !failed && at != end;
       at.increment(failed)) {
    const fs::path& path = at->path();
    if (path.string().ends_with(part_suffix) && named_by_us(path)) cut.push_back(path);
  }
  std::ranges::sort(cut);
  std::vector<fs::path> recovered;
  for (const auto& part : cut) {
    if (auto whole = recover(part)) recovered.push_back(std::move(*whole));
  }
  return recovered;
}

}  // namespace softpedal
