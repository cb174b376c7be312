// SPDX-License-Identifier: MIT
// From the last byte of the frame that shows a breach to the relief page handed to the link:
// parser, channel, pages, step and outbox of a loaded ride, with no transfer waiting. The target is
// a p99 under 50 us (issue: a whole ride). The room lives in virtual time; only this way is timed,
// cold, once every few seconds of the ride, as breaches are.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

#include "app/shell/runner.hpp"
#include "app/shell/timers.hpp"
#include "drivers/ant/frame.hpp"
#include "drivers/fec_trainer.hpp"
#include "drivers/sim/world.hpp"

namespace softpedal {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::uint8_t trainer_page = 25;
constexpr std::uint8_t resistance_page = 48;

// Where a page stands in a data message: A4, length, id, channel, then the page's eight bytes.
constexpr std::size_t page_at = 4;
constexpr std::size_t page_end = page_at + 8;

// Passes everything on, but for one page 25 that it turns into a breach when it is armed.
class Breach final : public ByteLink {
 public:
  struct Clock {
    bool armed = false;
    bool running = false;
    SteadyClock::time_point from{};
    std::optional<SteadyClock::duration> took{};
    std::function<bool()> free{};  // no transfer waits
  };

  Breach(std::unique_ptr<ByteLink> link, Clock& clock) : link_{std::move(link)}, clock_{clock} {}

  void start(Listener listener) override {
    listener_ = std::move(listener);
    link_->start({.received = [this](std::span<const std::uint8_t> bytes) { pass(bytes); },
                  .broken = listener_.broken});
  }
  void write(std::span<const std::uint8_t> message) override {
    const bool relief = clock_.running && message.size() >= page_end &&
                        message[page_at] == resistance_page && message[page_end - 1] == 0;
    if (relief) {
      clock_.took = SteadyClock::now() - clock_.from;
      clock_.running = false;
    }
    link_->write(message);
  }
  [[nodiscard]] std::string name() const override { return link_->name(); }

 private:
  void pass(std::span<const std::uint8_t> bytes) {
    std::vector<std::uint8_t> copy{bytes.begin(), bytes.end()};
    const bool page25 = copy.size() >= page_end && copy[2] == 0x4E && copy[page_at] == trainer_page;
    const bool fresh = page25 && copy[page_at + 1] != last_event_;
    if (page25) last_event_ = copy[page_at + 1];
    if (!clock_.armed || !fresh || copy.size() != copy[1] + 4U || !clock_.free()) {
      return listener_.received(copy);
    }
    clock_.armed = false;
    copy[page_at + 2] = 30;   // rpm
    copy[page_at + 5] = 200;  // W: 64 N.m
    copy[page_at + 6] &= 0xF0U;
    copy.back() = 0;
    for (std::size_t i = 0; i + 1 < copy.size(); ++i) copy.back() ^= copy[i];
    listener_.received(std::span{copy}.first(copy.size() - 1));
    clock_.running = true;
    clock_.from = SteadyClock::now();
    listener_.received(std::span{copy}.last(1));
    clock_.running = false;
  }

  std::unique_ptr<ByteLink> link_;
  Clock& clock_;
  Listener listener_{};
  std::uint8_t last_event_ = 0;
};

Prescription endless() {
  return {.phase = RehabPhase::Free,
          .warm_up = 1s,
          .ride = std::chrono::seconds{10'000'000},
          .cool_down = 1s,
          .target = {.mode = TargetMode::Resistance, .resistance = Percent{2.0}},
          .limits = {.torque_mean = NewtonMetres{20.0},
                     .torque_peak = NewtonMetres{30.0},
                     .power = Watts{150.0},
                     .resistance = Percent{10.0},
                     .ramp_up_per_second = Percent{5.0},
                     .total = std::chrono::seconds{20'000'000}},
          .cadence_low = Rpm{50.0},
          .cadence_high = Rpm{70.0},
          .pain = {.ask_every = 180s, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3}};
}

void relief_after_a_breach(benchmark::State& state) {
  asio::io_context io;
  VirtualTimers timers{io};
  sim::World world{timers, {}};
  Breach::Clock clock;
  const OpenLink open = sim::open(world);
  FecTrainer trainer{[&](bool reset) -> Result<std::unique_ptr<ByteLink>> {
                       auto link = open(reset);
                       if (!link) return link;
                       return std::make_unique<Breach>(std::move(*link), clock);
                     },
                     timers,
                     {}};
  clock.free = [&] { return trainer.channel().can_send(); };
  NoRecord recorder;
  SnapshotBox screen;
  Runner runner{{timers, trainer, recorder, screen}, {.prescription = endless()}, {}};
  runner.start();

  std::vector<double> seconds;
  for (auto _ : state) {
    clock.took.reset();
    for (int slots = 0; !clock.took; ++slots) {
      if (slots > 10'000) return state.SkipWithError("the ride carries no load");
      clock.armed = screen.latest()->resistance > Percent{0.0} && slots > 4;
      timers.run_until(timers.now() + 250ms);
    }
    seconds.push_back(std::chrono::duration<double>(*clock.took).count());
    state.SetIterationTime(seconds.back());
  }
  if (seconds.empty()) return;
  std::ranges::sort(seconds);
  const auto at = [&](double share) {
    const auto last = static_cast<double>(seconds.size() - 1);
    return seconds[static_cast<std::size_t>(share * last)] * 1e6;
  };
  state.counters["p50_us"] = at(0.50);
  state.counters["p99_us"] = at(0.99);
  state.counters["max_us"] = at(1.0);
}
BENCHMARK(relief_after_a_breach)->UseManualTime()->Iterations(2000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace softpedal
