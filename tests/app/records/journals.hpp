// SPDX-License-Identifier: MIT
// Journals and rides that were never ridden, for tests of the history; and a place of its own.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/journal_line.hpp"
#include "app/core/remark.hpp"
#include "app/records/hash.hpp"
#include "app/records/history.hpp"
#include "app/records/journal_ride.hpp"

namespace softpedal::records {

namespace fs = std::filesystem;

class Room {
 public:
  Room() {
    std::string pattern = (fs::temp_directory_path() / "softpedal-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
    fs::create_directories(journals());
  }
  ~Room() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;
  [[nodiscard]] const fs::path& root() const { return root_; }
  [[nodiscard]] fs::path journals() const { return root_ / "state" / "journal"; }
  [[nodiscard]] fs::path database() const { return root_ / "data" / "history.sqlite"; }
  [[nodiscard]] Places places() const { return {database(), {journals()}}; }

 private:
  fs::path root_{};
};

inline std::string slurp(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}
inline fs::path write(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream{path, std::ios::binary} << text;
  return path;
}

struct JournalOptions {
  unsigned seed = 1;
  std::chrono::sys_seconds began =
      std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + std::chrono::hours{16};
  std::chrono::minutes utc_offset{60};
  int seconds = 40;
  bool closed = true;  // it says how it ended
};

inline std::string name_of(const JournalOptions& options) {
  std::string name = utc_text(options.began);
  for (char& c : name) c = c == ':' ? '-' : c;
  return name + ".journal";
}

// As a ride writes it.
inline std::string journal_text(const JournalOptions& options = {}) {
  std::mt19937 random{options.seed};
  const auto noise = [&random](int most) {
    return static_cast<double>(random() % 1000) * most / 1000;
  };
  std::string text;
  const auto remark = [&text](const Remark& r) { text += "# " + to_text(r) + "\n"; };
  const auto line = [&text](const JournalLine& l) { text += to_text(l) + "\n"; };
  remark(SoftwareRemark{"0.1.0"});
  remark(BeganRemark{options.began - std::chrono::seconds{5}});
  remark(ProfileRemark{"Acute 2: easy turning"});
  remark(PlanRemark{7});
  remark(ProfileTextRemark{"format = 1\nname = \"Acute 2: easy turning\"\n"});
  remark(StickRemark{"usb"});
  line({Instant{},
        Prescription{.phase = RehabPhase::Acute,
                     .warm_up = 60s,
                     .ride = 120s,
                     .cool_down = 60s,
                     .target = {.mode = TargetMode::Release},
                     .limits = {.torque_mean = NewtonMetres{4.0},
                                .torque_peak = NewtonMetres{6.0},
                                .power = Watts{30.0},
                                .resistance = Percent{5.0},
                                .ramp_up_per_second = Percent{0.5},
                                .total = 600s},
                     .cadence_low = Rpm{50.0},
                     .cadence_high = Rpm{70.0},
                     .pain = {.ask_every = 180s, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3}}});
  line({Instant{}, Event{Pain{.score = 2, .before_ride = true}}});
  remark(TrainerRemark{
      {.number = 12345, .manufacturer = 89, .model = 2875, .software = "1.2", .serial = 7}});
  remark(RidingRemark{options.began, options.utc_offset});
  Second second{.torque_mean_cap = NewtonMetres{4.0},
                .torque_peak_cap = NewtonMetres{6.0},
                .power_cap = Watts{30.0}};
  for (int i = 0; i <= options.seconds; ++i) {
    const Instant at{5s + 1'000'016us * i};
    const bool over = options.closed && i == options.seconds;
    second.elapsed = 1'000'016us * i;
    second.ridden = second.elapsed;
    second.phase = over ? Phase::Ending : i < 10 ? Phase::WarmUp : Phase::Ride;
    second.why = over ? Why::Done : i < 10 ? Why::WarmUp : Why::OnTarget;
    second.cadence = Rpm{std::round(56.0 + noise(8))};
    second.power = Watts{std::round(10.0 + noise(8))};
    second.torque_reading = NewtonMetres{std::round(2000.0 + noise(500)) / 1000.0};
    second.torque_mean = NewtonMetres{2.2};
    second.speed = MetresPerSecond{std::round(2200.0 + noise(300)) / 1000.0};
    second.work = Joules{13.0 * i};
    second.revolutions = static_cast<double>(i);
    if (i == 20) {
      line({at, Decision{.command = {}, .why = Why::TorquePeakCap}});
      line({at, Event{Pain{.score = 3}}});
    }
    line({at, Event{Ticked{}}});
    line({at, second});
  }
  if (options.closed) {
    remark(AfterPainRemark{3});
    remark(AfterNoteRemark{"a little stiff"});
  }
  return text;
}

inline fs::path write_journal(const fs::path& directory, const JournalOptions& options = {}) {
  return write(directory / name_of(options), journal_text(options));
}

// Every field of it is somehow, and no two seeds are alike.
inline KeptRide any_ride(unsigned seed) {
  std::mt19937_64 random{seed};
  const auto below = [&random](int most) {
    return static_cast<int>(random() % static_cast<unsigned>(most));
  };
  const auto yes = [&] { return below(2) == 1; };
  const auto exact = [&] { return static_cast<double>(random() % 1'000'000'007) / 1234.567; };
  // Any that a second may have: a whole number of parts.
  const auto rounded = [&](double parts, int most) {
    return static_cast<double>(below(most * static_cast<int>(parts))) / parts;
  };
  const auto text = [&] {
    constexpr std::string_view letters = "abc æøå \n\t\"';--%\\0";
    std::string made;
    for (int i = below(20); i > 0; --i)
      made += letters[static_cast<std::size_t>(below(static_cast<int>(letters.size())))];
    if (yes()) made += std::string{"\0x", 2};
    return made;
  };
  const auto maybe = [&]<class Unit>(Unit value) {
    return yes() ? std::optional{value} : std::nullopt;
  };
  const auto why = [&] { return static_cast<Why>(below(why_count)); };
  KeptRide ride;
  RideSummary& s = ride.summary;
  s.id = "ride " + std::to_string(seed);
  s.began = std::chrono::sys_days{std::chrono::year{1970 + below(100)} / 3 / 1} +
            std::chrono::seconds{below(86400)};
  s.utc_offset = std::chrono::minutes{below(1600) - 800};
  s.simulated = yes();
  s.finds_floor = yes();
  s.cut = yes();
  s.damaged_lines = below(9);
  s.title = text();
  if (yes()) ride.profile_text = text() + "x";
  if (!ride.profile_text.empty()) s.profile_hash = sha256(ride.profile_text);
  if (yes()) {
    s.prescription = Prescription{.phase = static_cast<RehabPhase>(below(4)),
                                  .warm_up = std::chrono::seconds{below(600)},
                                  .ride = std::chrono::seconds{below(600)},
                                  .cool_down = std::chrono::seconds{below(600)},
                                  .target = {.mode = TargetMode::Torque,
                                             .resistance = Percent{exact()},
                                             .torque = NewtonMetres{exact()}},
                                  .limits = {.torque_mean = NewtonMetres{exact()},
                                             .torque_peak = NewtonMetres{exact()},
                                             .power = Watts{exact()},
                                             .resistance = Percent{exact()},
                                             .ramp_up_per_second = Percent{exact()},
                                             .total = std::chrono::seconds{below(9999)},
                                             .heart_rate = maybe(Bpm{exact()})},
                                  .cadence_low = Rpm{exact()},
                                  .cadence_high = Rpm{exact()},
                                  .pain = {.ask_every = std::chrono::seconds{below(999)},
                                           .ease_at = below(10),
                                           .stop_at = below(10),
                                           .stop_on_rise = below(10)}};
  }
  s.sessions_per_week = maybe(below(20));
  s.software = text();
  s.stick = text();
  s.trainer = {.number = static_cast<std::uint32_t>(random()),
               .manufacturer = static_cast<std::uint16_t>(random()),
               .model = static_cast<std::uint16_t>(random()),
               .software = text(),
               .serial = static_cast<std::uint32_t>(random())};
  s.elapsed = Duration{below(2'000'000'000)};
  s.ridden = Duration{below(2'000'000'000)};
  s.work = Joules{exact()};
  s.revolutions = exact();
  s.distance = Metres{exact()};
  s.over_cap = Duration{below(2'000'000'000)};
  s.over_cap_loaded = Duration{below(2'000'000'000)};
  s.cadence_mean = maybe(Rpm{exact()});
  s.cadence_deviation = maybe(Rpm{exact()});
  s.power_mean = maybe(Watts{exact()});
  s.torque_mean = maybe(NewtonMetres{exact()});
  s.torque_peak = maybe(NewtonMetres{exact()});
  s.heart_rate_mean = maybe(Bpm{exact()});
  s.heart_rate_peak = maybe(Bpm{exact()});
  s.floor = maybe(NewtonMetres{exact()});
  s.floor_deviation = maybe(NewtonMetres{exact()});
  s.gear =
      maybe(Gear{static_cast<std::uint8_t>(1 + below(255)), static_cast<std::uint8_t>(below(256))});
  s.power_calibration_needed = yes();
  s.resistance_calibration_needed = yes();
  s.numbers_unverified = yes();
  s.breaches = below(100);
  s.breaches_of = {.torque_mean = below(9),
                   .torque_peak = below(9),
                   .power = below(9),
                   .heart_rate = below(9),
                   .floor = below(9)};
  s.eases = below(100);
  s.end = why();
  s.pain_before = maybe(below(11));
  s.pain_peak = maybe(below(11));
  s.pain_after = maybe(below(11));
  s.morning = maybe(Morning{.day = std::chrono::year{2026} / 1 / (1 + below(28)),
                            .pain = maybe(below(11)),
                            .swelling = maybe(yes())});
  s.note = text();
  Duration at{below(1000)};
  for (int i = 1 + below(60); i > 0; --i, at += 1s + Duration{below(1000)}) {
    ride.seconds.push_back({.elapsed = at,
                            .ridden = Duration{below(2'000'000'000)},
                            .phase = static_cast<Phase>(below(8)),
                            .why = why(),
                            .eased = yes(),
                            .cadence = maybe(Rpm{rounded(cadence_parts, 250)}),
                            .power = maybe(Watts{rounded(power_parts, 4000)}),
                            .torque_mean = maybe(NewtonMetres{rounded(torque_parts, 90)}),
                            .torque_reading = maybe(NewtonMetres{rounded(torque_parts, 90)}),
                            .speed = maybe(MetresPerSecond{rounded(speed_parts, 60)}),
                            .heart_rate = maybe(Bpm{rounded(heart_rate_parts, 250)}),
                            .resistance = Percent{rounded(resistance_parts, 100)},
                            .torque_mean_cap = NewtonMetres{rounded(torque_parts, 90)},
                            .torque_peak_cap = NewtonMetres{rounded(torque_parts, 90)},
                            .power_cap = Watts{rounded(power_parts, 900)},
                            .work = Joules{rounded(work_parts, 1'000'000)},
                            .revolutions = rounded(revolution_parts, 10'000),
                            .cadence_deviation = maybe(Rpm{rounded(cadence_parts, 90)}),
                            .over_cap = Duration{below(2'000'000'000)},
                            .over_cap_loaded = Duration{below(2'000'000'000)},
                            .floor = maybe(NewtonMetres{rounded(torque_parts, 90)}),
                            .floor_deviation = maybe(NewtonMetres{rounded(torque_parts, 90)}),
                            .chainring = static_cast<std::uint8_t>(random()),
                            .sprocket = static_cast<std::uint8_t>(random()),
                            .power_calibration_needed = yes(),
                            .resistance_calibration_needed = yes(),
                            .numbers_unverified = yes()});
    if (below(5) == 0) {
      ride.marks.push_back({.at = at,
                            .kind = static_cast<Mark::Kind>(below(8)),
                            .phase = static_cast<Phase>(below(8)),
                            .why = why(),
                            .score = below(11)});
    }
  }
  return ride;
}

inline std::unique_ptr<History> opened(const Places& places) {
  auto history = History::open(places);
  EXPECT_TRUE(history) << history.error().sentence;
  return history ? std::move(*history) : nullptr;
}

inline std::vector<std::string> ids(History& history) {
  std::vector<std::string> ids;
  const auto rides = history.rides();
  EXPECT_TRUE(rides) << rides.error().sentence;
  if (rides) {
    for (const RideSummary& ride : *rides) ids.push_back(ride.id);
  }
  return ids;
}

inline JournalOptions on_day(int day, unsigned seed = 1) {
  return {.seed = seed, .began = std::chrono::sys_days{std::chrono::year{2026} / 11 / day} + 16h};
}

inline KeptRide as_in(const fs::path& journal) {
  auto read = read_journal(journal);
  EXPECT_TRUE(read && read->ride);
  return *read->ride;
}

inline int told_of(std::string_view what, const std::vector<std::string>& told) {
  return static_cast<int>(std::ranges::count_if(
      told, [what](const std::string& t) { return t.find(what) != std::string::npos; }));
}

inline bool aside_in(const Room& room) {
  return std::ranges::any_of(
      fs::directory_iterator{room.database().parent_path()},
      [](const auto& entry) { return entry.path().string().find(".aside-") != std::string::npos; });
}

}  // namespace softpedal::records
