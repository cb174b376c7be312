// SPDX-License-Identifier: MIT
// What learning costs: one update of the floor with a reading, of the brake, of the gear; and what
// is asked of the model once a second. The target is 2 us each (issue: the floor, the gear).
#include <benchmark/benchmark.h>

#include "app/core/coach.hpp"
#include "app/core/floor.hpp"
#include "app/core/gear_seen.hpp"

namespace softpedal {
namespace {

void learn_from_a_reading(benchmark::State& state) {
  FloorModel model;
  double speed = 2.5;
  for (auto _ : state) {
    speed = speed > 2.8 ? 2.2 : speed + 0.01;
    learn_drag(model, MetresPerSecond{speed}, Watts{24.0}, 0.5);
    learn_brake(model, MetresPerSecond{speed}, Watts{30.0}, Percent{2.0}, 0.5);
    benchmark::DoNotOptimize(model);
  }
}
BENCHMARK(learn_from_a_reading);

void see_the_gear(benchmark::State& state) {
  GearSeen seen;
  Instant now{};
  for (auto _ : state) {
    now += 400ms;
    see_gear(seen, MetresPerSecond{2.5}, Rpm{59.0}, now);
    benchmark::DoNotOptimize(seen);
  }
}
BENCHMARK(see_the_gear);

void reach_in_every_gear_once_a_second(benchmark::State& state) {
  FloorModel model;
  for (int i = 0; i < 60; ++i) learn_drag(model, MetresPerSecond{2.5}, Watts{24.0}, 0.5);
  const Limits limits{.torque_mean = NewtonMetres{4.0},
                      .torque_peak = NewtonMetres{6.0},
                      .power = Watts{30.0},
                      .resistance = Percent{10.0},
                      .ramp_up_per_second = Percent{0.5},
                      .total = 900s};
  for (auto _ : state) {
    auto reach = reach_of(model, Drivetrain{}, limits, Rpm{50.0}, Rpm{70.0});
    benchmark::DoNotOptimize(reach);
  }
}
BENCHMARK(reach_in_every_gear_once_a_second);

}  // namespace
}  // namespace softpedal
