// SPDX-License-Identifier: MIT
// What ten years of daily rides cost the history: opened and listed (bar 100 ms together), one ride
// with its traces (30 ms), a journal of 15 minutes imported (50 ms), a store made again.
#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/core/journal_line.hpp"
#include "app/core/remark.hpp"
#include "app/records/history.hpp"
#include "app/records/journal_ride.hpp"
#include "app/records/store.hpp"

namespace softpedal::records {
namespace {

namespace fs = std::filesystem;

constexpr int days = 3650;
constexpr int seconds = 900;

// With the ticks and pages that a real one has between its seconds.
std::string journal_of(int day) {
  const auto began =
      std::chrono::sys_days{std::chrono::year{2017} / 1 / 1} + std::chrono::days{day};
  std::string text;
  const auto remark = [&text](const Remark& r) { text += "# " + to_text(r) + "\n"; };
  remark(SoftwareRemark{"0.1.0"});
  remark(BeganRemark{began});
  remark(ProfileRemark{"Acute 2: easy turning"});
  remark(ProfileTextRemark{std::string(1500, 'p')});
  remark(RidingRemark{began, std::chrono::minutes{60}});
  const Prescription rx{.phase = RehabPhase::Acute,
                        .warm_up = 120s,
                        .ride = 660s,
                        .cool_down = 120s,
                        .target = {.mode = TargetMode::Torque, .torque = NewtonMetres{2.5}},
                        .limits = {.torque_mean = NewtonMetres{4.0},
                                   .torque_peak = NewtonMetres{6.0},
                                   .power = Watts{30.0},
                                   .resistance = Percent{5.0},
                                   .ramp_up_per_second = Percent{0.5},
                                   .total = 1200s},
                        .cadence_low = Rpm{50.0},
                        .cadence_high = Rpm{70.0},
                        .pain = {.ask_every = 180s, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3}};
  text += to_text({Instant{}, rx}) + "\n";
  for (int i = 0; i <= seconds; ++i) {
    const Instant at{1'000'016us * i};
    for (int tick = 0; tick < 4; ++tick) text += to_text({at, Event{Ticked{}}}) + "\n";
    const TrainerData page{.event_count = static_cast<std::uint8_t>(i),
                           .cadence = Rpm{58.0},
                           .power = Watts{13.0},
                           .accumulated_watts = 0,
                           .state = FeState::InUse};
    text += to_text({at, Event{page}}) + "\n" + to_text({at, Event{page}}) + "\n";
    Second second{.elapsed = 1'000'016us * i,
                  .ridden = 1'000'016us * i,
                  .phase = i == seconds ? Phase::Ending : Phase::Ride,
                  .why = i == seconds ? Why::Done : Why::OnTarget,
                  .torque_mean_cap = NewtonMetres{4.0},
                  .torque_peak_cap = NewtonMetres{6.0},
                  .power_cap = Watts{30.0}};
    second.cadence = Rpm{55.0 + (i * 7 + day) % 11};
    second.power = Watts{10.0 + (i * 5 + day) % 7};
    second.torque_mean = NewtonMetres{(2100.0 + (i * 3 + day) % 400) / 1000.0};
    second.torque_reading = NewtonMetres{(2000.0 + (i * 11 + day) % 600) / 1000.0};
    second.speed = MetresPerSecond{(2200.0 + (i * 13 + day) % 300) / 1000.0};
    second.heart_rate = Bpm{95.0 + (i / 60) % 20};
    second.work = Joules{std::round(135.0 * i) / 10.0};
    second.revolutions = i;
    second.cadence_deviation = Rpm{3.25};
    second.floor = NewtonMetres{2.105};
    second.floor_deviation = NewtonMetres{0.123};
    second.chainring = 34;
    second.sprocket = 28;
    text += to_text({at, second}) + "\n";
  }
  remark(AfterPainRemark{day % 5});
  return text;
}

std::string name_of(int day) { return "day-" + std::to_string(10'000 + day); }

// Ten years; the journals are there in name and size, as a listing sees them.
class TenYears {
 public:
  TenYears() {
    std::string pattern = (fs::temp_directory_path() / "softpedal-bench-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
    fs::create_directories(journals());
    fs::create_directories(database().parent_path());
    Store store{database()};
    for (int day = 0; day < days; ++day) {
      auto change = store.begin();
      const std::string text = journal_of(day);
      auto read = parse_journal(text, name_of(day));
      const auto key = store.put(std::nullopt, *read.ride);
      const fs::path journal = journals() / (name_of(day) + ".journal");
      std::ofstream{journal}.flush();
      fs::resize_file(journal, text.size());
      const auto bytes = static_cast<std::int64_t>(text.size());
      store.put({.directory = journals().string(),
                 .name = journal.filename().string(),
                 .bytes = bytes,
                 .seen_bytes = bytes,
                 .ride = key});
      change.commit();
    }
  }
  ~TenYears() { fs::remove_all(root_); }
  TenYears(const TenYears&) = delete;
  TenYears& operator=(const TenYears&) = delete;
  [[nodiscard]] fs::path journals() const { return root_ / "journal"; }
  [[nodiscard]] fs::path database() const { return root_ / "data" / "history.sqlite"; }
  [[nodiscard]] Places places() const { return {database(), {journals()}}; }

 private:
  fs::path root_{};
};
const TenYears& ten_years() {
  static const TenYears made;
  return made;
}

void open_the_history_of_ten_years_and_list_it(benchmark::State& state) {
  const Places places = ten_years().places();
  for (auto _ : state) {
    auto history = History::open(places);
    auto rides = (*history)->rides();
    if (rides->size() != days || !(*history)->take_told().empty()) state.SkipWithError("not whole");
    benchmark::DoNotOptimize(rides);
  }
  state.counters["bytes_per_ride"] =
      static_cast<double>(fs::file_size(places.database)) / static_cast<double>(days);
}
BENCHMARK(open_the_history_of_ten_years_and_list_it)->Unit(benchmark::kMillisecond);

void list_ten_years(benchmark::State& state) {
  auto history = History::open(ten_years().places());
  for (auto _ : state) {
    auto rides = (*history)->rides();
    benchmark::DoNotOptimize(rides);
  }
}
BENCHMARK(list_ten_years)->Unit(benchmark::kMillisecond);

void one_ride_of_ten_years_with_its_traces(benchmark::State& state) {
  auto history = History::open(ten_years().places());
  int day = 0;
  for (auto _ : state) {
    auto ride = (*history)->ride(name_of(day = (day + 997) % days));
    if (!ride || ride->seconds.size() != seconds + 1) state.SkipWithError("not whole");
    benchmark::DoNotOptimize(ride);
  }
}
BENCHMARK(one_ride_of_ten_years_with_its_traces)->Unit(benchmark::kMillisecond);

// Each time another ride: what was imported or deleted once does not come again.
void import_a_journal_of_fifteen_minutes(benchmark::State& state) {
  static int day = days;
  auto history = History::open(ten_years().places());
  std::string text;
  for (auto _ : state) {
    state.PauseTiming();
    const fs::path journal = ten_years().journals() / (name_of(++day) + ".journal");
    text = journal_of(day);
    std::ofstream{journal} << text;
    state.ResumeTiming();
    if (const auto kept = (*history)->import(journal); !kept) {
      return state.SkipWithError(kept.error().sentence.c_str());
    }
    state.PauseTiming();
    if (!(*history)->ride(name_of(day))) state.SkipWithError("not there");
    static_cast<void>((*history)->remove(name_of(day)));
    state.ResumeTiming();
  }
  state.counters["journal_bytes"] = static_cast<double>(text.size());
}
BENCHMARK(import_a_journal_of_fifteen_minutes)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace softpedal::records
