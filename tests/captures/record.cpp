// SPDX-License-Identifier: MIT
// Makes the recordings in this folder: our driver and our virtual stick, trainer and rider, line by
// line. Not part of the tests: a recording is only made anew when there is a reason to.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/ant/message.hpp"
#include "drivers/fec_trainer.hpp"
#include "drivers/sim/world.hpp"
#include "tests/drivers/trainer/fake_timers.hpp"

namespace softpedal {
namespace {

using namespace std::chrono_literals;

struct Part {
  Duration length;
  Command command;
};

Command hold(std::optional<Percent> resistance) {
  return {.set_point = {.mode = Mode::Basic, .resistance = resistance},
          .insist = !resistance.has_value()};
}

void record(const std::string& file, std::string_view about, std::vector<std::string> faults,
            const std::vector<Part>& parts) {
  test::FakeTimers timers;
  sim::WorldOptions options{.seed = 20261121};
  for (const std::string& text : faults) options.faults.push_back(*sim::parse_fault(text));
  sim::World world{timers, options};
  std::ofstream out{file};
  out << fmt::format("# {}\n", about)
      << "# Made by tests/captures/record.cpp: no real device took part.\n"
      << "# columns: seconds direction hex   (H>S host to stick, S>H stick to host)\n";
  world.tap([&](Instant at, sim::Way way, std::span<const std::uint8_t> bytes) {
    const double seconds = in_seconds(at.time_since_epoch());
    const bool key = bytes.size() > 2 && way == sim::Way::HostToStick &&
                     bytes[2] == static_cast<std::uint8_t>(ant::MessageId::NetworkKey);
    if (key) {
      out << fmt::format("# {:.4f} host sets a network key (frame left out)\n", seconds);
      return;
    }
    out << fmt::format("{:.4f} {} {:02X}\n", seconds, way == sim::Way::HostToStick ? "H>S" : "S>H",
                       fmt::join(bytes, " "));
  });
  FecTrainer trainer{sim::open(world), timers, {.number = 31415}};
  trainer.start({.event = [](const Event&) {}, .failed = [](const Fault&) {}});
  for (const Part& part : parts) {
    trainer.apply(part.command);
    timers.run_for(part.length);
  }
  trainer.close([] {});
  timers.run_for(3s);
}

}  // namespace
}  // namespace softpedal

int main(int count, char** arguments) {
  using namespace softpedal;
  if (count != 2) {
    fmt::print(stderr, "usage: record_captures FOLDER\n");
    return 2;
  }
  const std::string folder = std::string{arguments[1]} + "/";
  record(folder + "sim_ride.txt",
         "A quiet minute: found, released, 3 % for half a minute, released.", {},
         {{20s, hold(std::nullopt)}, {30s, hold(Percent{3.0})}, {10s, hold(std::nullopt)}});
  record(folder + "sim_faults.txt",
         "A bad minute: lost messages, silence, a restart of the stick, an overflow.",
         {"loss=15", "silence@15+12", "startup@35", "overflow@45"},
         {{10s, hold(std::nullopt)}, {40s, hold(Percent{2.0})}, {10s, hold(std::nullopt)}});
  return 0;
}
