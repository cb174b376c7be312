// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>

#include "app/commands/commands.hpp"
#include "app/commands/dashboard.hpp"
#include "app/commands/options.hpp"
#include "app/commands/ride_process.hpp"
#include "app/commands/ride_request.hpp"
#include "app/commands/settings.hpp"
#include "app/shell/guard.hpp"

namespace softpedal::commands {
namespace {

constexpr const char* keys =
    "In the terminal: Space or PageDown eases, Esc or . stops, p or PageUp pauses and resumes, r\n"
    "resumes (a page-turner in hand has these keys),\n"
    "0 to 9 is a pain score (1 and then 0 within a second is 10), s sharp pain, l locking,\n"
    "g giving way. With --json, or where standard input is no terminal, one word a line:\n"
    "ease, stop, pause, resume, pain N, sharp, locking, giving_way, and before the ride\n"
    "red_flags yes|no and pain_before N: in the terminal both are asked. A yes, too much pain\n"
    "today, or a ride that pain or the knee ended closes the day for every ride: status 6.\n"
    "Exit status: 0 done and released; 2 wrong usage or a bad file; 3 no stick; 4 no trainer,\n"
    "or several and none chosen; 5 the release was not confirmed; 6 trainer or prescription\n"
    "refused; 7 journal not writable; 128 + N after signal N, also where the ride process was\n"
    "killed by it and the guard released the trainer.";

int ride_in_terminal(const RideOptions& options, std::string no_window) {
  const Settings settings = settings_or_defaults();
  say_what_rises(options, settings);
  auto request = request_of(options, settings.window);
  if (!request) return refuse(options, request.error());
  request->no_window = std::move(no_window);
  return ride_guarded(*request);
}

int ride(const RideOptions& options) {
  ignore_stops_and_broken_pipes();
  if (options.headless || options.json) return ride_in_terminal(options, {});
  if (no_display()) {
    return ride_in_terminal(options,
                            "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set).");
  }
  if (options.speed == "max") {
    return fail({FaultCode::WrongUsage,
                 "--speed max is faster than any eye: give a factor, or ride with --headless."});
  }
  return ride_in_window(options);
}

}  // namespace

void add_ride(CLI::App& app, int& status) {
  auto options = std::make_shared<RideOptions>();
  CLI::App* command =
      app.add_subcommand("ride", "ride: release, warm-up, ride, cool-down, release");
  command->footer(keys);
  command->add_option(
      "--profile", options->profile,
      "a name of `softpedal profile list`, or a file (default: acute-1; in the window the "
      "one chosen last)");
  command->add_option(
      "--stick", options->stick,
      "auto, usb, sim, or the path of a serial device (default: auto; in the window the "
      "one chosen last)");
  command->add_option("--trainer", options->trainer, "use the trainer with this number only")
      ->check(device_number());
  command->add_option("--seconds", options->seconds, "shorten the ride to so many seconds")
      ->check(whole_number(0, 1'000'000));
  command->add_flag("--headless", options->headless, "no window: ride in the terminal");
  command->add_flag("--json", options->json,
                    "one JSON object a line, once a second and at changes");
  command->add_option("--journal", options->journal,
                      "directory for the journal (default: $XDG_STATE_HOME/softpedal/journal); "
                      "none: keep none, simulated rides only");
  command->add_option("--seed", options->seed, "seed of the simulation (default: 1)")
      ->check(any_seed());
  command->add_option("--speed", options->speed,
                      "so many times faster than life, or max; simulated rides only");
  command->callback([options, &status] { status = ride(*options); });
}

}  // namespace softpedal::commands
