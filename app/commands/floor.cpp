// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands/commands.hpp"
#include "app/commands/options.hpp"
#include "app/commands/ride_process.hpp"
#include "app/commands/ride_request.hpp"
#include "app/commands/settings.hpp"
#include "app/shell/guard.hpp"

namespace softpedal::commands {
namespace {

constexpr const char* footer =
    "A spin of at most 90 s in the terminal, within the limits of the profile: what this trainer\n"
    "takes at least, what a per cent of its brake is worth, and which gears keep your limits. It "
    "is\n"
    "kept for the next rides. Keys, words on standard input and exit status are those of ride.";

int find_floor(RideOptions options) {
  ignore_stops_and_broken_pipes();
  options.headless = options.finds_floor = true;
  const auto request = request_of(options, settings_or_defaults().window);
  return request ? ride_guarded(*request) : refuse(options, request.error());
}

}  // namespace

void add_floor(CLI::App& app, int& status) {
  auto options = std::make_shared<RideOptions>();
  CLI::App* command = app.add_subcommand(
      "floor", "Find the least that this trainer can do, and the gears that keep your limits");
  command->footer(footer);
  command->add_option("--profile", options->profile, "whose limits to keep (default: acute-1)");
  command->add_option("--stick", options->stick, "auto, usb, sim, or the path of a serial device");
  command->add_option("--trainer", options->trainer, "use the trainer with this number only")
      ->check(device_number());
  command->add_option("--out", options->floor_out, "write what was found to this file too");
  command->add_flag("--json", options->json, "one JSON object a line, as in a ride");
  command->add_option("--journal", options->journal,
                      "directory for the journal (default: $XDG_STATE_HOME/softpedal/journal)");
  command->add_option("--seed", options->seed, "seed of the simulation (default: 1)")
      ->check(any_seed());
  command->add_option("--speed", options->speed,
                      "so many times faster than life, or max; simulated only");
  command->callback([options, &status] { status = find_floor(*options); });
}

}  // namespace softpedal::commands
