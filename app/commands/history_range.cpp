// SPDX-License-Identifier: MIT
#include "app/commands/history_range.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <utility>

#include "app/commands/options.hpp"
#include "app/core/remark.hpp"

namespace softpedal::commands {

void add_range(CLI::App& command, RideRange& range, const std::string& until) {
  command.add_option("--from", range.from, "first day, as 2026-11-21");
  command.add_option(until, range.until, "last day");
  command.add_option("--last", range.last, "so many of them, the newest")
      ->check(whole_number(1, 1'000'000));
}

Result<std::optional<std::chrono::local_days>> day_given(const std::string& text,
                                                         const char* option) {
  if (text.empty()) return std::nullopt;
  if (const auto day = parse_day(text)) return std::chrono::local_days{*day};
  return tl::unexpected(
      Fault{FaultCode::WrongUsage, fmt::format("{} {}: write a day as 2026-11-21.", option, text)});
}

Result<std::vector<RideSummary>> rides_in(std::vector<RideSummary> rides, const RideRange& range) {
  const auto from = day_given(range.from, "--from");
  if (!from) return tl::unexpected(from.error());
  const auto until = day_given(range.until, "--until");
  if (!until) return tl::unexpected(until.error());
  if (*from && *until && **from > **until) {
    return tl::unexpected(Fault{FaultCode::WrongUsage,
                                fmt::format("The first day, {}, is after the last, {}: swap them.",
                                            range.from, range.until)});
  }
  std::erase_if(rides, [&](const RideSummary& ride) {
    const std::chrono::local_days day{day_of(ride)};
    return (*from && day < **from) || (*until && day > **until);
  });
  if (range.last && rides.size() > *range.last) {
    rides.erase(rides.begin(), rides.end() - static_cast<std::ptrdiff_t>(*range.last));
  }
  return rides;
}

}  // namespace softpedal::commands
