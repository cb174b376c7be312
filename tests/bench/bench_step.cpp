// SPDX-License-Identifier: MIT
// One step of a loaded ride on its dearest event, a fresh page 25; the target is 150 ns (issue: a
// whole ride).
#include <benchmark/benchmark.h>

#include "app/core/session.hpp"
#include "tests/core/bench_ride.hpp"

namespace softpedal::test {
namespace {

void step_of_a_loaded_ride(benchmark::State& state) {
  Prescription rx = gentle();
  rx.limits.total = rx.ride = 1'000'000s;
  Ride ride{rx};
  ride.start();
  ride.pedal(60s);
  if (!(ride.level() > Percent{0.0})) return state.SkipWithError("the ride carries no load");
  TrainerData page{ride.events, Rpm{60.0}, Watts{20.0}, ride.accumulated, FeState::InUse};
  Instant now = ride.now;
  for (auto _ : state) {
    now += 10us;  // the ride must not end within the benchmark
    page.event_count = static_cast<std::uint8_t>(page.event_count + 1);
    page.accumulated_watts = static_cast<std::uint16_t>(page.accumulated_watts + 20);
    auto decision = step(ride.session, page, now);
    benchmark::DoNotOptimize(decision);
  }
}
BENCHMARK(step_of_a_loaded_ride);

}  // namespace
}  // namespace softpedal::test
