// SPDX-License-Identifier: MIT
// Which rides of the past a command means: days, first and last included, as they were where the
// rider was; of these the last so many.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/core/kept_ride.hpp"
#include "app/core/result.hpp"

namespace CLI {
class App;
}

namespace softpedal::commands {

struct RideRange {
  std::string from{};
  std::string until{};
  std::optional<std::size_t> last{};

  [[nodiscard]] bool given() const { return !from.empty() || !until.empty() || last; }
};

// Puts --from, --until and --last into a command line. `until` may have more names: "--until,--to".
void add_range(CLI::App& command, RideRange& range, const std::string& until = "--until");

// The days of the report too. Empty: not given.
[[nodiscard]] Result<std::optional<std::chrono::local_days>> day_given(const std::string& text,
                                                                       const char* option);

[[nodiscard]] Result<std::vector<RideSummary>> rides_in(std::vector<RideSummary> rides,
                                                        const RideRange& range);

}  // namespace softpedal::commands
