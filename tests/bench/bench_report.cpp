// SPDX-License-Identifier: MIT
// The report of a quarter out of ten years of daily rides, drawn and on disk.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "app/records/report.hpp"
#include "tests/app/records/report_samples.hpp"

namespace softpedal::records {
namespace {

// The first of them also reads the fonts of this machine.
void BM_ReportOfAQuarterAmong3650Rides(benchmark::State& state) {
  constexpr int years = 10 * 365;
  Report report{.name = "Åse Bjørnskov Sørensen",
                .from = a_monday + std::chrono::days{years - 90},
                .to = a_monday + std::chrono::days{years - 1},
                .made_on = a_monday + std::chrono::days{years - 1}};
  for (int i = 0; i < years; ++i) report.rides.push_back(ride_on(a_monday + std::chrono::days{i}));
  const auto file = std::filesystem::temp_directory_path() / "softpedal-bench-report.pdf";
  for (auto _ : state) {
    if (!write_report(report, file)) state.SkipWithError("the report was not written");
  }
  std::filesystem::remove(file);
}
BENCHMARK(BM_ReportOfAQuarterAmong3650Rides)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace softpedal::records
