// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <optional>
#include <system_error>

#include "app/records/activity.hpp"
#include "app/records/files.hpp"

namespace softpedal::records {
namespace {

namespace fs = std::filesystem;

Fault bad_file(std::string sentence) { return {FaultCode::BadFile, std::move(sentence)}; }

std::string fit_text(const KeptRide& ride, bool health) {
  const auto bytes = fit_activity(ride, health);
  return {bytes.begin(), bytes.end()};
}

Why without_health(Why why) {
  switch (why) {
    case Why::EasedByPain:
      return Why::Eased;
    case Why::PainBeforeRide:
    case Why::StoppedByPain:
    case Why::StoppedSharp:
    case Why::StoppedLocking:
    case Why::StoppedGivingWay:
    case Why::DayClosed:
      return Why::StoppedByRider;
    case Why::WarmUp:
    case Why::CoolDown:
      return Why::OnTarget;
    default:
      return why;
  }
}

Phase without_health(Phase phase) {
  const bool of_the_plan = phase == Phase::WarmUp || phase == Phase::CoolDown;
  return of_the_plan ? Phase::Ride : phase;
}

}  // namespace

KeptRide without_health(KeptRide ride) {
  RideSummary& sum = ride.summary;
  sum.title.clear();
  sum.profile_hash.clear();
  sum.prescription.reset();
  sum.sessions_per_week.reset();
  sum.pain_before = sum.pain_peak = sum.pain_after = std::nullopt;
  sum.morning.reset();
  sum.note.clear();
  sum.over_cap = sum.over_cap_loaded = Duration{0};
  sum.end = without_health(sum.end);
  ride.profile_text.clear();
  std::erase_if(ride.marks, [](const Mark& mark) { return mark.kind == Mark::Kind::Pain; });
  for (Mark& mark : ride.marks) {
    mark.why = without_health(mark.why);
    mark.phase = without_health(mark.phase);
  }
  for (Second& second : ride.seconds) {
    second.why = without_health(second.why);
    second.phase = without_health(second.phase);
    second.torque_mean_cap = second.torque_peak_cap = NewtonMetres{};
    second.power_cap = Watts{};
    second.over_cap = second.over_cap_loaded = Duration{0};
  }
  return ride;
}

Result<std::vector<fs::path>> export_ride(const KeptRide& kept, const fs::path& directory,
                                          Formats formats) {
  const KeptRide ride = formats.health ? kept : without_health(kept);
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
    std::string (*text)(const KeptRide&, bool health);
  };
  const Format all[] = {
      {formats.fit, ".fit", fit_text},
      {formats.tcx, ".tcx", [](const KeptRide& r, bool) { return tcx_activity(r); }},
      {formats.csv, ".csv", [](const KeptRide& r, bool) { return csv_activity(r); }}};
  std::vector<fs::path> written;
  for (const auto& [wanted, ending, text] : all) {
    if (!wanted) continue;
    fs::path file = directory / (id + ending);
    auto result = write_whole(file, text(ride, formats.health));
    if (!result) return tl::unexpected(std::move(result.error()));
    written.push_back(std::move(file));
  }
  return written;
}

}  // namespace softpedal::records
