// SPDX-License-Identifier: MIT
#include "app/commands/doctor.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <vector>

#include "app/commands/commands.hpp"
#include "app/commands/history_places.hpp"
#include "app/commands/one_ride.hpp"
#include "app/core/plain_text.hpp"
#include "app/shell/journal_files.hpp"
#include "app/shell/load_note.hpp"

namespace softpedal::commands {
namespace {

std::string state_of(const SeenStick& stick) {
  if (!stick.may_open) return "this user may not open it";
  if (!stick.holders.empty()) return "held by " + name_holders(stick.holders);
  if (!usable(stick)) return "the kernel shows no serial device for it";
  return "ready";
}

int doctor() {
  const Survey seen = survey();
  fmt::print("{}", plain_lines(report(seen)));
  const auto places = history_places();
  for (const auto& directory : places ? places->journals : std::vector<std::filesystem::path>{}) {
    for (const std::string& sentence : odd_files(directory)) fmt::print("\n{}\n", sentence);
    for (const LoadNote& note : real_notes_left(directory)) {
      fmt::print("\n{}\n", load_left_on(note.trainer, directory));
    }
  }
  return std::ranges::any_of(seen.sticks, usable) ? 0 : exit_status(FaultCode::NoStick);
}

}  // namespace

bool usable(const SeenStick& stick) {
  const bool has_device = stick.id.kind == StickKind::Usb || stick.tty.has_value();
  return stick.may_open && stick.holders.empty() && has_device;
}

std::string report(const Survey& survey) {
  std::string text;
  if (survey.sticks.empty()) text += "ANT sticks: none\n";
  for (const SeenStick& stick : survey.sticks) {
    text += fmt::format("{} ({}): {}\n", place_of(stick), stick.id.what, state_of(stick));
    const auto detail = [&text](std::string_view label, const std::string& value) {
      if (!value.empty()) text += fmt::format("  {:<14}{}\n", label, value);
    };
    detail("product", stick.product);
    detail("serial number", stick.serial);
    detail("device", stick.tty ? stick.tty->string() : stick.node.string());
    detail("kernel driver", stick.kernel_driver.value_or(""));
  }
  text += fmt::format("udev rule: {}\n", survey.rule_installed ? "installed" : "not installed");
  for (const StickAdvice& advice : survey.advice) {
    text += fmt::format("\n{}\n", advice.sentence);
    for (const std::string& command : advice.commands) text += fmt::format("  {}\n", command);
  }
  return text;
}

void add_doctor(CLI::App& app, int& status) {
  app.add_subcommand("doctor",
                     "Which ANT sticks are here, who may open them, who holds them, and "
                     "what to type")
      ->callback([&status] { status = doctor(); });
}

}  // namespace softpedal::commands
