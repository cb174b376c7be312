// SPDX-License-Identifier: MIT
#include "profiles/profile.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string>

#include "app/commands/commands.hpp"
#include "app/core/plain_text.hpp"
#include "profiles/describe.hpp"
#include "profiles/library.hpp"

namespace softpedal::commands {
namespace {

namespace fs = std::filesystem;

int list() {
  for (const fs::path& file : profiles::files(profiles::folders())) {
    const auto profile = profiles::load(file, today());
    if (!profile) {
      fmt::print("{:<22}may not be ridden: {}\n", plain_text(file.stem().string()),
                 plain_lines(profile.error().sentence));
      continue;
    }
    const Prescription& rx = profile->prescription;
    fmt::print("{:<22}{:<40}{}, {} N m, {} W\n", plain_text(file.stem().string()),
               plain_text(profile->name), profiles::in_words(rx.warm_up + rx.ride + rx.cool_down),
               rx.limits.torque_mean.count(), rx.limits.power.count());
  }
  return 0;
}

Result<profiles::Profile> load(const std::string& name_or_path) {
  return profiles::find(name_or_path, profiles::folders()).and_then([](const fs::path& path) {
    return profiles::load(path, today());
  });
}

int show(const std::string& name_or_path) {
  const auto profile = load(name_or_path);
  if (!profile) return fail(profile.error());
  fmt::print("{}", profiles::describe(*profile));
  return 0;
}

int check(const std::string& name_or_path) {
  const auto profile = load(name_or_path);
  if (!profile) return fail(profile.error());
  fmt::print(
      "{}: may be ridden ({}){}.\n", plain_text(profile->path.string()), plain_text(profile->name),
      profile->unverified_signature ? "; its signature is not verified by this version" : "");
  return 0;
}

}  // namespace

void add_profile(CLI::App& app, int& status) {
  CLI::App& profile =
      *app.add_subcommand("profile", "Prescriptions: what a ride may ask of a knee");
  profile.require_subcommand(1);

  profile.add_subcommand("list", "Name every profile that is shipped or your own")
      ->callback([&status] { status = list(); });

  const auto with_file = [&profile](const char* name, const char* help, auto run) {
    CLI::App* command = profile.add_subcommand(name, help);
    auto file = std::make_shared<std::string>();
    command
        ->add_option("profile", *file, "A name from `profile list`, or a file that ends in .toml")
        ->required();
    command->callback([file, run] { run(*file); });
  };
  with_file("show", "Print a profile in words",
            [&status](const std::string& file) { status = show(file); });
  with_file("check", "Say whether a profile may be ridden, and if not, which line to change",
            [&status](const std::string& file) { status = check(file); });
}

}  // namespace softpedal::commands
