// SPDX-License-Identifier: MIT
#include "drivers/scanner.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/asio.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/last_trainer.hpp"
#include "app/commands/options.hpp"
#include "app/commands/ride_sticks.hpp"
#include "app/commands/settings.hpp"
#include "app/shell/signals.hpp"
#include "app/shell/timers.hpp"
#include "drivers/antplus/sensor.hpp"
#include "drivers/link/survey.hpp"
#include "drivers/sim/world.hpp"

namespace softpedal::commands {
namespace {

struct ScanOptions {
  std::string stick = "auto";
  int seconds = 10;
  bool json = false;
  std::optional<std::uint32_t> use{};
  std::optional<std::string> type{};
};

struct TypeName {
  std::string_view name;
  std::uint8_t type;
};
// The first name of a type is the one that is said.
constexpr std::array type_names{
    TypeName{"trainer", antplus::profile::fitness_equipment.device_type},
    TypeName{"strap", antplus::profile::heart_rate.device_type},
    TypeName{"heart-rate", antplus::profile::heart_rate.device_type},
    TypeName{"power", antplus::profile::bike_power.device_type},
    TypeName{"speed-cadence", antplus::profile::speed_cadence.device_type},
    TypeName{"cadence", antplus::profile::cadence.device_type},
    TypeName{"speed", antplus::profile::speed.device_type},
    TypeName{"remote", antplus::profile::controls.device_type},
};

// "trainer, strap, ..., "
std::string all_type_names() {
  std::string names;
  for (const TypeName& one : type_names) names += std::string{one.name} + ", ";
  return names;
}

// By name, written in any case and with any sign between its words; or by number.
Result<std::uint8_t> type_of(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const bool between = c == '_' || c == ' ';
    name += between ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  const auto* const known = std::ranges::find(type_names, name, &TypeName::name);
  if (known != type_names.end()) return known->type;
  std::uint8_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc{} && stop == end && number >= 1 && number <= 127) return number;
  return tl::unexpected(Fault{FaultCode::WrongUsage,
                              fmt::format("--type {}: choose one of {}or a number from 1 to 127.",
                                          text, all_type_names())});
}

std::string name_of(std::uint8_t type) {
  const auto* const known = std::ranges::find(type_names, type, &TypeName::type);
  return known != type_names.end() ? std::string{known->name} : std::to_string(type);
}

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
  fmt::print("{:>8}  {:<26}{:<10}{:<14}{:<10}{}\n", "number", "kind", "signal", "maker", "battery",
             "messages");
  for (const HeardDevice& device : devices) {
    const auto strength = strength_of(device);
    fmt::print("{:>8}  {:<26}{:<10}{:<14}{:<10}{}\n", device.number(), kind_of(device.id.type),
               strength ? fmt::format("{} dBm", *strength) : "-", maker_of(device),
               battery_word(device.battery), device.messages);
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
                                {"maker", nullptr},
                                {"battery", nullptr}};
    if (const auto strength = strength_of(device)) line["signal_dbm"] = *strength;
    if (device.maker) line["maker"] = *device.maker;
    if (const auto battery = battery_word(device.battery); !battery.empty()) {
      line["battery"] = battery;
    }
    fmt::print("{}\n", line.dump());
  }
}

bool can_be_used(const HeardDevice& device) {
  return device.id.type == antplus::profile::fitness_equipment.device_type ||
         antplus::kind_of_sensor(device.id.type).has_value();
}

// The one device that --use means: one machine may be a trainer and a power meter of one number.
Result<HeardDevice> wanted(const std::vector<HeardDevice>& devices, const ScanOptions& options) {
  std::vector<HeardDevice> fitting;
  for (const HeardDevice& device : devices) {
    if (device.number() == *options.use && can_be_used(device)) fitting.push_back(device);
  }
  if (fitting.size() == 1) return fitting.front();
  std::string types;
  for (const HeardDevice& device : fitting) {
    types += fmt::format("{}{} (--type {})", types.empty() ? "" : ", ", kind_of(device.id.type),
                         name_of(device.id.type));
  }
  return tl::unexpected(
      Fault{FaultCode::WrongUsage,
            fitting.empty()
                ? fmt::format(
                      "No trainer or sensor {} was heard: nothing was chosen. Wake it up (turn the "
                      "cranks, wet the strap) and scan again.",
                      *options.use)
                : fmt::format("{} is more than one thing: {}. Nothing was chosen: say which.",
                              *options.use, types)});
}

// Chosen once: it is used from now on.
Result<void> use(const HeardDevice& device) {
  const auto kind = antplus::kind_of_sensor(device.id.type);
  if (!kind) {
    remember_trainer(device.number());
    return {};
  }
  auto settings = read_settings();
  if (!settings) return tl::unexpected(settings.error());
  auto& sensors = settings->window.sensors;
  std::erase_if(sensors, [&](const SensorChoice& other) { return other.kind == *kind; });
  sensors.push_back({*kind, device.number()});
  return keep_settings(*settings);
}

// All that were heard, or those of one type.
std::vector<HeardDevice> asked_for(const Scanner& scanner, std::optional<std::uint8_t> type) {
  std::vector<HeardDevice> devices = scanner.devices();
  if (type) std::erase_if(devices, [&](const HeardDevice& one) { return one.id.type != *type; });
  return devices;
}

int scan(const ScanOptions& options) {
  std::optional<std::uint8_t> type;
  if (options.type) {
    const auto known = type_of(*options.type);
    if (!known) return fail(known.error());
    type = *known;
  }
  std::string where = options.stick;
  if (where == "auto") {
    const auto found = stick_at_hand();
    if (!found) return fail(no_stick(survey()));
    where = *found;
  }

  if (where == "sim" && options.use) {
    return fail({FaultCode::WrongUsage,
                 "--use is for real devices: the virtual ones are there in each simulated ride. "
                 "Scan with a stick."});
  }
  Result<Descriptor> lock{};
  // A release that is still going on is not to be broken off for a look around.
  if (where != "sim") lock = hold_stick(where, Takes::OnlyFree);
  if (!lock) return fail(lock.error());

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

  const std::vector<HeardDevice> devices = asked_for(scanner, type);
  if (options.json) {
    print_json(devices);
  } else if (result || !devices.empty()) {
    if (room) fmt::print("SIMULATED devices:\n");
    print_table(devices);
  }
  if (!result) return fail(result.error());
  if (options.use && signalled == 0) {
    const auto device = wanted(devices, options);
    if (!device) return fail(device.error());
    if (const auto kept = use(*device); !kept) return fail(kept.error());
    fmt::print(stderr, "From now on {} {} is used.\n", kind_of(device->id.type), device->number());
  }
  return signalled == 0 ? 0 : 128 + signalled;
}

}  // namespace

void add_scan(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "scan", "List every ANT+ device heard: number, kind, signal, maker, battery");
  auto options = std::make_shared<ScanOptions>();
  command->add_option("--stick", options->stick, "auto, usb, sim, or the path of a serial device")
      ->capture_default_str();
  command->add_option("--seconds", options->seconds, "How long to listen")
      ->check(whole_number(1, 3600))
      ->capture_default_str();
  command
      ->add_option("--use", options->use, "Use the trainer or sensor with this number from now on")
      ->check(device_number());
  command->add_option("--type", options->type,
                      "Only devices of this type: " + all_type_names() + "or its number");
  command->add_flag("--json", options->json, "Print one JSON object for each device");
  command->callback([options, &status] { status = scan(*options); });
}

}  // namespace softpedal::commands
