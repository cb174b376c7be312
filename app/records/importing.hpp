// SPDX-License-Identifier: MIT
// Journals into a store. A journal that was read is read again only when its size is another; what
// a store has of a ride is replaced by more of it and never by less.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/result.hpp"
#include "app/records/history.hpp"
#include "app/records/store.hpp"

namespace softpedal::records {

// Sentences for the rider; none stands twice.
class Told {
 public:
  void add(std::string sentence);
  [[nodiscard]] std::vector<std::string> take();

 private:
  std::vector<std::string> sentences_{};
};

// As they are kept in the database: absolute, without dots and a slash at the end.
[[nodiscard]] std::string directory_text(const std::filesystem::path& directory);

// Journals elsewhere belong to whom this database was copied from.
[[nodiscard]] bool lies_in(const KeptJournal& journal,
                           const std::vector<std::filesystem::path>& directories);

// Every journal in these directories that is new or has grown. A store that does not fit its own
// journals is Damaged.
void import_new(Store& store, const std::vector<std::filesystem::path>& directories, Told& told,
                const Progress& progress = {});
[[nodiscard]] Result<void> import_one(Store& store, const std::filesystem::path& journal,
                                      Told& told);

// The rides that `from` has and `to` has not; what is damaged in `from`, or too late, stays there.
int take_missing(Store& to, Store& from);

}  // namespace softpedal::records
