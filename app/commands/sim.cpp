// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/asio.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/options.hpp"
#include "app/shell/signals.hpp"
#include "app/shell/timers.hpp"
#include "drivers/sim/pty_server.hpp"
#include "drivers/sim/world.hpp"

namespace softpedal::commands {
namespace {

struct SimOptions {
  std::string serve;
  std::string link;
  std::vector<std::uint32_t> trainers;
  std::uint64_t seed = 1;
  std::vector<std::string> faults;
  std::vector<std::string> acts;
  std::vector<std::string> sensors;
  bool remote = false;
  std::string model = std::string{sim::trainer_models().front().name};
  std::optional<int> seconds;
  bool json = false;
};

struct Act {
  std::optional<sim::RiderAct> rider{};
  std::optional<sim::Press> press{};
};

// "60 cadence 70": at 60 s the rider does something; "60 press lap": with the remote.
Result<Act> act_of(const std::string& text) {
  const std::size_t space = text.find(' ');
  double at = -1.0;
  if (space == text.npos || !CLI::detail::lexical_cast(text.substr(0, space), at) ||
      !(at >= 0.0 && at <= 1e6)) {
    return tl::unexpected{Fault{
        FaultCode::WrongUsage,
        fmt::format("--act \"{}\": give seconds and what the rider does, such as \"60 stop\".",
                    text)}};
  }
  const auto when = std::chrono::duration_cast<Duration>(std::chrono::duration<double>{at});
  const std::string what = text.substr(space + 1);
  constexpr std::string_view press = "press ";
  if (what.starts_with(press)) {
    const auto button = sim::button_named(what.substr(press.size()));
    if (button) return Act{.press = sim::Press{.at = when, .button = *button}};
    return tl::unexpected{Fault{
        FaultCode::WrongUsage,
        fmt::format("--act \"{}\": the remote has lap, stop, start, up, down, select, back, home.",
                    text)}};
  }
  const auto act = sim::parse_act(what, when);
  if (!act) return tl::unexpected{act.error()};
  return Act{.rider = *act};
}

Result<sim::WorldOptions> world_of(const SimOptions& options) {
  sim::WorldOptions world{.seed = options.seed};
  const sim::TrainerModel* model = sim::find_model(options.model);
  if (model == nullptr) {
    std::vector<std::string_view> names;
    for (const sim::TrainerModel& known : sim::trainer_models()) names.push_back(known.name);
    return tl::unexpected{Fault{FaultCode::WrongUsage,
                                fmt::format("There is no model called \"{}\": choose one of {}.",
                                            options.model, fmt::join(names, ", "))}};
  }
  for (const std::string& text : options.faults) {
    auto fault = sim::parse_fault(text);
    if (!fault) return tl::unexpected{fault.error()};
    world.faults.push_back(*fault);
  }
  sim::BikeOptions bike{.model = *model};
  for (const std::string& text : options.acts) {
    auto act = act_of(text);
    if (!act) return tl::unexpected{act.error()};
    if (act->rider) bike.acts.push_back(*act->rider);
    if (act->press) world.presses.push_back(*act->press);
  }
  world.remote = options.remote;
  if (!world.presses.empty() && !world.remote) {
    return tl::unexpected{
        Fault{FaultCode::WrongUsage, "Nothing to press: put a remote in the room with --remote."}};
  }
  for (const std::string& text : options.sensors) {
    const auto sensor = sim::parse_sensor(text);
    if (!sensor) return tl::unexpected{sensor.error()};
    world.sensors.push_back(*sensor);
  }
  world.trainers.front().bike = bike;
  if (!options.trainers.empty()) {
    world.trainers.assign(options.trainers.size(), world.trainers.front());
    std::ranges::transform(options.trainers, world.trainers, world.trainers.begin(),
                           [](std::uint32_t number, sim::TrainerOptions trainer) {
                             trainer.number = number;
                             return trainer;
                           });
  }
  return world;
}

// Whoever reads this may be waiting for the line.
void say(const std::string& line) {
  fmt::print("{}\n", line);
  std::fflush(stdout);
}

int serve(const SimOptions& options) {
  const auto plan = world_of(options);
  if (!plan) return fail(plan.error());

  asio::io_context io{1};
  SteadyTimers clock{io};
  sim::World world{clock, *plan};
  int status = 0;
  const Signals signals{io, [&](int signal) {
                          status = 128 + signal;
                          clock.stop();
                        }};
  const auto server =
      sim::PtyServer::serve(io, world,
                            {.link = options.link,
                             .opened =
                                 [&options](const std::string& path) {
                                   say(options.json ? nlohmann::json{{"pty", path}}.dump() : path);
                                 },
                             .failed =
                                 [&](const Fault& fault) {
                                   status = fail(fault);
                                   clock.stop();
                                 }});
  if (!server) return fail(server.error());

  if (options.seconds) {
    clock.after(std::chrono::seconds{*options.seconds}, [&clock] { clock.stop(); });
  }
  const std::function<void()> report = [&] {
    for (std::size_t i = 0; i < world.trainers(); ++i) say(to_json(sim::status_of(world, i)));
    clock.after(1s, report);
  };
  if (options.json) clock.after(1s, report);
  clock.run();
  return status;
}

std::string menu() {
  std::string text = "Faults:\n";
  for (const sim::FaultRow& row : sim::fault_menu()) {
    text += fmt::format("  {:<20} {}{}\n", row.name, row.says,
                        row.value_means.empty()
                            ? ""
                            : fmt::format(" ({}, {} to {}, usually {})", row.value_means, row.least,
                                          row.most, row.usual_value));
  }
  text += "Models:\n";
  for (const sim::TrainerModel& model : sim::trainer_models()) {
    text += fmt::format("  {:<20} {}\n", model.name, model.says);
  }
  return text +
         "Acts: start, stop, leave, stand, spasm, cadence RPM, strength NM, gear 34x17,\n"
         "  press lap|stop|start|up|down|select|back|home\n"
         "Sensors: strap [NUMBER] [old], power [NUMBER] [torque|frequency] [scale PER CENT],\n"
         "  speed_cadence [NUMBER], cadence [NUMBER], speed [NUMBER]; scale 20 reads 20 % too "
         "much\n";
}

}  // namespace

void add_sim(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "sim", "Offer a virtual ANT stick with trainers and riders to other programs");
  auto options = std::make_shared<SimOptions>();
  command
      ->add_option("--serve", options->serve, "How: pty, a pseudo-terminal whose path is printed")
      ->required()
      ->check(CLI::IsMember({"pty"}));
  command->add_option("--link", options->link, "A path that shall always lead to the terminal");
  command->add_option("--trainer", options->trainers, "The number of a trainer; once for each one")
      ->check(device_number())
      ->allow_extra_args(false);
  command->add_option("--seed", options->seed, "The same seed rolls the same dice")
      ->check(any_seed())
      ->capture_default_str();
  command
      ->add_option("--fault", options->faults,
                   "NAME[=VALUE][@SECONDS[+SECONDS]]; once for each one")
      ->allow_extra_args(false);
  command
      ->add_option("--act", options->acts,
                   "\"SECONDS ACT\": what the rider does then; once for each one")
      ->allow_extra_args(false);
  command
      ->add_option("--sensor", options->sensors,
                   "A sensor of the first rider, as \"power 12345 scale 20\"; once for each one")
      ->allow_extra_args(false);
  command->add_flag("--remote", options->remote, "A remote on the first rider's handlebar");
  command->add_option("--model", options->model, "The kind of trainer")->capture_default_str();
  command->add_option("--seconds", options->seconds, "End after so long; else at a signal")
      ->check(whole_number(1, 1'000'000));
  command->add_flag("--json", options->json, "Each second, print what is true of each trainer");
  command->footer(menu);
  command->callback([options, &status] { status = serve(*options); });
}

}  // namespace softpedal::commands
