// SPDX-License-Identifier: MIT
// What an export of a ride of 15 minutes costs, in memory and onto the disk. The target is 20 ms
// for the FIT file.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <string>

#include "app/records/activity.hpp"
#include "tests/app/records/rides.hpp"

namespace softpedal::records {
namespace {

namespace fs = std::filesystem;

KeptRide a_quarter_of_an_hour() {
  return a_ride({.ridden = std::chrono::minutes{15}, .pause_at = {}, .heart_rate = true});
}

void fit_in_memory(benchmark::State& state) {
  const KeptRide ride = a_quarter_of_an_hour();
  std::size_t bytes = 0;
  for (auto _ : state) bytes = fit_activity(ride).size();
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(fit_in_memory)->Unit(benchmark::kMillisecond);

void export_to_disk(benchmark::State& state, Formats formats) {
  const KeptRide ride = a_quarter_of_an_hour();
  std::string name = (fs::temp_directory_path() / "softpedal-bench-XXXXXX").string();
  const fs::path place = ::mkdtemp(name.data());
  for (auto _ : state) {
    if (!export_ride(ride, place, formats)) state.SkipWithError("not written");
  }
  fs::remove_all(place);
}
BENCHMARK_CAPTURE(export_to_disk, fit, Formats{.fit = true, .tcx = false, .csv = false})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(export_to_disk, fit_tcx_csv, Formats{})->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace softpedal::records
