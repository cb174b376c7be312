// SPDX-License-Identifier: MIT
// From the last byte of the frame that shows a breach to the relief page handed to the link:
// parser, channel, pages, step and outbox of a loaded ride, with no transfer waiting. The target is
// a p99 under 50 us (issue: a whole ride). The room lives in virtual time; only this way is timed,
// cold, once every few seconds of the ride, as breaches are.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "app/shell/runner.hpp"
#include "app/shell/timers.hpp"
#include "drivers/fec_trainer.hpp"
#include "drivers/sim/world.hpp"
#include "tests/bench/breach.hpp"

namespace softpedal {
namespace {

using SteadyClock = std::chrono::steady_clock;

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
    if (clock_.running && is_relief(message)) {
      clock_.took = SteadyClock::now() - clock_.from;
      clock_.running = false;
    }
    link_->write(message);
  }
  [[nodiscard]] std::string name() const override { return link_->name(); }

 private:
  void pass(std::span<const std::uint8_t> bytes) {
    if (!is_trainer_page(bytes)) return listener_.received(bytes);
    const bool fresh = std::exchange(last_event_, event_of(bytes)) != event_of(bytes);
    if (!clock_.armed || !fresh || !clock_.free()) return listener_.received(bytes);
    clock_.armed = false;
    const auto copy = with_breach(bytes);
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
