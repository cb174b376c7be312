// SPDX-License-Identifier: MIT
#include "drivers/scanner.hpp"

#include <fmt/format.h>

#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/asio.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/ride_sticks.hpp"
#include "app/shell/signals.hpp"
#include "app/shell/timers.hpp"
#include "drivers/link/survey.hpp"
#include "drivers/sim/world.hpp"

namespace softpedal::commands {
namespace {

struct ScanOptions {
  std::string stick = "auto";
  int seconds = 10;
  bool json = false;
};

std::string maker_of(const HeardDevice& device) {
  if (!device.maker) return "";
  const std::string_view name = maker_name(*device.maker);
  return name.empty() ? fmt::format("maker {}", *device.maker) : std::string{name};
}

std::optional<double> strength_of(const HeardDevice& device) {
  if (!device.signal || !device.signal->strength) return std::nullopt;
  return device.signal->strength->count();
}

void print_table(const std::vector<HeardDevice>& devices) {
  if (devices.empty()) {
    fmt::print("Nothing was heard: wake the trainer up by turning the cranks, and scan again.\n");
    return;
  }
  fmt::print("{:>8}  {:<26}{:<10}{:<14}{}\n", "number", "kind", "signal", "maker", "messages");
  for (const HeardDevice& device : devices) {
    const auto strength = strength_of(device);
    fmt::print("{:>8}  {:<26}{:<10}{:<14}{}\n", device.number(), kind_of(device.id.type),
               strength ? fmt::format("{} dBm", *strength) : "-", maker_of(device),
               device.messages);
  }
}

void print_json(const std::vector<HeardDevice>& devices) {
  for (const HeardDevice& device : devices) {
    nlohmann::ordered_json line{{"number", device.number()},
                                {"kind", kind_of(device.id.type)},
                                {"type", device.id.type},
                                {"transmission", device.id.transmission},
                                {"messages", device.messages},
                                {"signal_dbm", nullptr},
                                {"maker", nullptr}};
    if (const auto strength = strength_of(device)) line["signal_dbm"] = *strength;
    if (device.maker) line["maker"] = *device.maker;
    fmt::print("{}\n", line.dump());
  }
}

int scan(const ScanOptions& options) {
  std::string where = options.stick;
  if (where == "auto") {
    const auto found = stick_at_hand();
    if (!found) return fail(no_stick(survey()));
    where = *found;
  }

  asio::io_context io{1};
  SteadyTimers clock{io};
  std::unique_ptr<sim::World> room;
  if (where == "sim") room = std::make_unique<sim::World>(clock, sim::WorldOptions{});
  Scanner scanner{room ? sim::open(*room) : open_stick(io, where), clock};
  int signalled = 0;
  const Signals signals{io, [&](int signal) {
                          signalled = signal;
                          scanner.stop();
                        }};

  if (!options.json) fmt::print(stderr, "Listening for {} s ...\n", options.seconds);
  Result<void> result{};
  scanner.start(std::chrono::seconds{options.seconds}, {.device = [](const HeardDevice&) {},
                                                        .finished =
                                                            [&](const Result<void>& outcome) {
                                                              result = outcome;
                                                              clock.stop();
                                                            }});
  clock.run();

  if (options.json) {
    print_json(scanner.devices());
  } else if (result || !scanner.devices().empty()) {
    if (room) fmt::print("SIMULATED devices:\n");
    print_table(scanner.devices());
  }
  if (!result) return fail(result.error());
  return signalled == 0 ? 0 : 128 + signalled;
}

}  // namespace

void add_scan(CLI::App& app, int& status) {
  CLI::App* command =
      app.add_subcommand("scan", "List every ANT+ device heard: number, kind, signal, maker");
  auto options = std::make_shared<ScanOptions>();
  command->add_option("--stick", options->stick, "auto, usb, sim, or the path of a serial device")
      ->capture_default_str();
  command->add_option("--seconds", options->seconds, "How long to listen")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Print one JSON object for each device");
  command->callback([options, &status] { status = scan(*options); });
}

}  // namespace softpedal::commands
