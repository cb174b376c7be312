// SPDX-License-Identifier: MIT
// The sub-commands. Each add_* puts its own into the command line; when the user chose it, parsing
// runs it and leaves the exit status of design.md section 7 in `status`.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "app/core/result.hpp"

namespace CLI {
class App;
}

namespace softpedal::commands {

void add_ride(CLI::App& app, int& status);
void add_floor(CLI::App& app, int& status);
void add_doctor(CLI::App& app, int& status);
void add_scan(CLI::App& app, int& status);
void add_profile(CLI::App& app, int& status);
void add_history(CLI::App& app, int& status);
void add_replay(CLI::App& app, int& status);
void add_sim(CLI::App& app, int& status);

// "softpedal: ...", plain text with its line end.
[[nodiscard]] std::string as_said(std::string_view sentence);
// Says one sentence, or several, on the standard error.
void say_on_stderr(std::string_view sentence);
// Says the fault's and gives the exit status that belongs to it.
[[nodiscard]] int fail(const Fault& fault);

// Today's date where this machine stands: profiles may expire.
[[nodiscard]] std::chrono::year_month_day today();
[[nodiscard]] std::chrono::local_seconds local_now();

}  // namespace softpedal::commands
