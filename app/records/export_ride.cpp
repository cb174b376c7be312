// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <system_error>

#include "app/records/activity.hpp"
#include "app/records/files.hpp"

namespace softpedal::records {
namespace {

namespace fs = std::filesystem;

Fault bad_file(std::string sentence) { return {FaultCode::BadFile, std::move(sentence)}; }

std::string fit_text(const KeptRide& ride) {
  const auto bytes = fit_activity(ride);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

Result<std::vector<fs::path>> export_ride(const KeptRide& ride, const fs::path& directory,
                                          Formats formats) {
  const std::string& id = ride.summary.id;
  if (id.empty() || fs::path{id}.filename() != id || id.starts_with('.')) {
    return tl::unexpected(
        bad_file(fmt::format("The ride \"{}\" has no name that a file can have: its journal was "
                             "renamed; give it back a name such as 2026-11-21T16-24-59Z.journal.",
                             id)));
  }
  std::error_code failed;
  fs::create_directories(directory, failed);
  if (failed) {
    return tl::unexpected(bad_file(fmt::format("{} cannot be made ({}): choose another place.",
                                               directory.string(), failed.message())));
  }
  struct Format {
    bool wanted;
    const char* ending;
    std::string (*text)(const KeptRide&);
  };
  const Format all[] = {{formats.fit, ".fit", fit_text},
                        {formats.tcx, ".tcx", tcx_activity},
                        {formats.csv, ".csv", csv_activity}};
  std::vector<fs::path> written;
  for (const auto& [wanted, ending, text] : all) {
    if (!wanted) continue;
    fs::path file = directory / (id + ending);
    auto result = write_whole(file, text(ride));
    if (!result) return tl::unexpected(std::move(result.error()));
    written.push_back(std::move(file));
  }
  return written;
}

}  // namespace softpedal::records
