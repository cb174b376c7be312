// SPDX-License-Identifier: MIT
// Journals as files. A ride under way writes NAME.journal.part and holds a lock on it; a clean end
// renames it to NAME.journal. A .part without a lock was cut: it is brought back to its last whole
// line, marked, and renamed. Names sort by date and never overwrite.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/result.hpp"
#include "app/shell/descriptor.hpp"

namespace softpedal {

struct JournalFile {
  Descriptor file{};
  std::filesystem::path part{};
  std::filesystem::path whole{};
};

// Makes the directory where needed, and an empty locked .part in it.
[[nodiscard]] Result<JournalFile> create_journal_file(const std::filesystem::path& directory,
                                                      std::chrono::system_clock::time_point began);
// NAME.journal.part becomes NAME.journal, on disk when it returns.
[[nodiscard]] Result<void> complete_journal_file(const JournalFile& journal);
// Recovers every cut journal and gives their new names.
[[nodiscard]] std::vector<std::filesystem::path> recover_journals(
    const std::filesystem::path& directory);

// What has the name of a cut journal or of a note and is none: a sentence for each.
[[nodiscard]] std::vector<std::string> odd_files(const std::filesystem::path& directory);

// Adds lines for people to a journal that is whole, on disk when it returns. Line ends and other
// control characters become spaces: a remark stays one line.
[[nodiscard]] Result<void> add_remarks(const std::filesystem::path& journal,
                                       const std::vector<std::string>& remarks);
[[nodiscard]] std::string remark_line(std::string_view remark);  // "# remark" and a line end

// A new name in a directory is on disk only when the directory is. 0, or errno.
[[nodiscard]] int sync_directory(const std::filesystem::path& directory);
[[nodiscard]] Fault journal_fault(const std::filesystem::path& path, int error);

}  // namespace softpedal
