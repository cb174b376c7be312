// SPDX-License-Identifier: MIT
// The command line: hands over to the one command that was asked for.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "app/commands/commands.hpp"

namespace {

constexpr int wrong_usage = 2;  // design.md 7

}  // namespace

int main(int argc, char** argv) {
  ::umask(S_IRWXG | S_IRWXO);  // how a knee is, is nobody else's business
  using namespace softpedal::commands;
  CLI::App app{
      "softpedal holds a smart trainer at the least resistance a sore knee can take.\n"
      "Without a command it rides with the best trainer at hand. It is a controller with limits\n"
      "that people set, not a medical device.",
      "softpedal"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "softpedal " SOFTPEDAL_VERSION);
  int status = 0;
  add_ride(app, status);
  add_floor(app, status);
  add_doctor(app, status);
  add_scan(app, status);
  add_profile(app, status);
  add_history(app, status);
  add_replay(app, status);
  add_sim(app, status);

  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.empty()) arguments = {"ride"};
  const std::string& first = arguments.front();
  const auto is_first = [&](const CLI::App* command) { return command->check_name(first); };
  const bool known = first.starts_with('-') || !app.get_subcommands(is_first).empty();
  if (!known) {
    std::fprintf(stderr, "softpedal: there is no command \"%s\". See softpedal --help.\n",
                 first.c_str());
    return wrong_usage;
  }
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants a vector
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    const bool asked_for_help = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
    if (asked_for_help) return app.exit(error);
    std::fprintf(stderr, "softpedal: %s. See softpedal --help.\n", error.what());
    return wrong_usage;
  }
  return status;
}
