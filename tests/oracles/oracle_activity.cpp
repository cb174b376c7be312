// SPDX-License-Identifier: MIT
// Writes rides as FIT, TCX and CSV into FOLDER, and beside each, as NAME.json, what must stand in
// them: taken from the ride itself, not from how the files are made. tests/oracles/activity.mjs
// holds other people's readers against it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>

#include "app/records/activity.hpp"
#include "tests/app/records/rides.hpp"

namespace softpedal::records {
namespace {

using nlohmann::json;
using std::chrono::seconds;

template <class Tag>
json number(const std::optional<Quantity<Tag>>& value) {
  return value ? json(value->count()) : json(nullptr);
}
json number(const std::optional<int>& value) { return value ? json(*value) : json(nullptr); }

json expected(const KeptRide& ride) {
  const RideSummary& sum = ride.summary;
  json points = json::array();
  json pauses = json::array();
  double distance = 0.0;
  bool measured = false;
  const Second* before = nullptr;
  Duration paused{};
  std::set<std::int64_t> whole;  // seconds of which something is told, pauses included
  double work_in_pauses = 0.0, turns_in_pauses = 0.0;
  double work = 0.0, turns = 0.0;  // without them
  for (const Second& second : ride.seconds) {
    const bool rests = second.phase == Phase::Paused;
    const bool rested = before != nullptr && before->phase == Phase::Paused;
    const auto at = std::chrono::floor<seconds>(second.elapsed).count();
    whole.insert(at);
    const Duration step = before == nullptr ? Duration{} : second.elapsed - before->elapsed;
    if (rested) paused += step;
    if (rests && !rested) pauses.push_back({at, nullptr});
    if (!rests && rested) pauses.back()[1] = at;
    measured = measured || second.speed;
    if (second.speed && !rests) distance += second.speed->count() * std::min(in_seconds(step), 3.0);
    if (rests) {
      work_in_pauses += (second.work - (before == nullptr ? Joules{} : before->work)).count();
      turns_in_pauses += second.revolutions - (before == nullptr ? 0.0 : before->revolutions);
    }
    work = second.work.count() - work_in_pauses;
    turns = second.revolutions - turns_in_pauses;
    before = &second;
    if (rests) continue;
    if (!points.empty() && points.back()["at"] == at) points.erase(points.size() - 1);
    points.push_back({{"at", at},
                      {"heart_rate", number(second.heart_rate)},
                      {"cadence", number(second.cadence)},
                      {"distance", measured ? json(distance) : json(nullptr)},
                      {"speed", number(second.speed)},
                      {"power", number(second.power)},
                      {"resistance", second.resistance.count()},
                      {"turns", turns},
                      {"work", work},
                      {"torque", number(second.torque_mean)},
                      {"cap", second.torque_mean_cap.count()}});
  }
  double beats = 0.0, fastest = 0.0;
  int beating = 0;
  for (const json& point : points) {
    if (point["heart_rate"].is_null()) continue;
    ++beating;
    beats += point["heart_rate"].get<double>();
    fastest = std::max(fastest, point["heart_rate"].get<double>());
  }
  json scores = json::array();
  for (const Mark& mark : ride.marks) {
    if (mark.kind == Mark::Kind::Pain) {
      scores.push_back({std::chrono::floor<seconds>(mark.at).count(), mark.score});
    }
  }
  return {{"began", sum.began.time_since_epoch().count()},
          {"offset", seconds{sum.utc_offset}.count()},
          {"elapsed", in_seconds(sum.elapsed)},
          {"timer", in_seconds(sum.elapsed - paused)},
          {"distance", measured ? json(distance) : json(nullptr)},
          {"work", work},
          {"turns", turns},
          {"cadence_mean", number(sum.cadence_mean)},
          {"power_mean", number(sum.power_mean)},
          {"heart_rate_mean", beating > 0 ? json(beats / beating) : json(nullptr)},
          {"heart_rate_peak", beating > 0 ? json(fastest) : json(nullptr)},
          {"pain_before", number(sum.pain_before)},
          {"pain_peak", number(sum.pain_peak)},
          {"pain_after", number(sum.pain_after)},
          {"simulated", sum.simulated},
          {"title", sum.title},
          {"hash", sum.profile_hash},
          {"trainer",
           {{"number", sum.trainer.number},
            {"manufacturer", sum.trainer.manufacturer},
            {"model", sum.trainer.model},
            {"serial", sum.trainer.serial}}},
          {"seconds", whole.size()},
          {"pauses", pauses},
          {"points", points},
          {"scores", scores}};
}

// Whatever may be missing is, here and there: each second has its own set of values.
KeptRide full_of_holes() {
  KeptRide ride = a_ride({.seed = 7, .heart_rate = true});
  std::mt19937 random{7};
  const auto drop = [&random](auto& value) {
    if (random() % 4 == 0) value.reset();
  };
  for (Second& second : ride.seconds) {
    drop(second.cadence);
    drop(second.power);
    drop(second.speed);
    drop(second.heart_rate);
    drop(second.torque_mean);
  }
  return ride;
}

// The rider takes no notice of the pause.
KeptRide turned_in_its_pause() {
  KeptRide ride = a_ride({.seed = 8, .heart_rate = true});
  Joules work{};
  double turns = 0.0;
  for (Second& second : ride.seconds) {
    if (second.phase == Phase::Paused) {
      second.cadence = Rpm{48.0};
      second.power = Watts{200.0};
      second.speed = MetresPerSecond{2.0};
      second.heart_rate = Bpm{150.0};
      work = work + Joules{200.0};
      turns += 0.8;
    }
    second.work = second.work + work;
    second.revolutions += turns;
  }
  ride.summary.work = ride.seconds.back().work;
  ride.summary.revolutions = ride.seconds.back().revolutions;
  return ride;
}

// The link was late twice: nothing is known of those seconds, and they are no pause.
KeptRide late() {
  KeptRide ride = a_ride({.seed = 9, .pause_at = {}});
  for (const std::size_t at : {100U, 101U, 400U, 401U}) {
    Second& second = ride.seconds[at];
    second.why = Why::LinkLate;
    second.cadence.reset();
    second.power.reset();
    second.speed.reset();
    second.torque_mean.reset();
  }
  return ride;
}

KeptRide cut_with_gaps() {
  KeptRide ride = a_ride({.seed = 3, .pain_after = {}});
  ride.seconds.erase(ride.seconds.begin() + 400, ride.seconds.begin() + 470);
  ride.seconds.erase(ride.seconds.begin() + 100, ride.seconds.begin() + 101);
  ride.seconds.resize(550);
  ride.marks.pop_back();
  ride.summary.cut = true;
  ride.summary.damaged_lines = 71;
  sum_up(ride);
  return ride;
}

// As the runner keeps them: a little late each, and the last one within the second before it.
KeptRide with_fractions() {
  KeptRide ride = a_ride({.seed = 4});
  Duration late = 3ms;
  for (Second& second : ride.seconds) second.elapsed += late += 16us;
  Second end = ride.seconds.back();
  end.elapsed += 560ms;
  ride.seconds.push_back(end);
  sum_up(ride);
  return ride;
}

KeptRide with_an_odd_name() {
  KeptRide ride = a_ride({.title = "Knæ <&> \"blødt\"\n\x01 🚲 \xFF ]]> "});
  for (int i = 0; i < 60; ++i) ride.summary.title += "gåtur ";
  ride.summary.trainer = {};
  ride.summary.simulated = true;
  return ride;
}

KeptRide of_one_second() {
  KeptRide ride = a_ride({.pause_at = {}, .pain_at = {}, .pain_before = {}, .pain_after = {}});
  ride.seconds = {ride.seconds[1]};
  ride.marks.clear();
  ride.summary.distance = {};
  sum_up(ride);
  return ride;
}

KeptRide without_any_speed() {
  KeptRide ride = a_ride({.seed = 5});
  for (Second& second : ride.seconds) second.speed.reset();
  ride.summary.distance = {};
  return ride;
}

KeptRide around_new_year() {
  using std::chrono::year;
  return a_ride({.seed = 6,
                 .began = std::chrono::sys_days{year{2027} / 12 / 31} + seconds{86100},
                 .utc_offset = std::chrono::minutes{-210}});
}

int write_all(const std::string& folder) {
  const std::map<std::string, KeptRide> rides{
      {"plain", a_ride({.breach_at = {}, .pause_at = {}, .pain_at = {}})},
      {"paused", a_ride()},
      {"heart", a_ride({.seed = 2, .heart_rate = true})},
      {"holes", full_of_holes()},
      {"cut", cut_with_gaps()},
      {"fractions", with_fractions()},
      {"turned", turned_in_its_pause()},
      {"late", late()},
      {"name", with_an_odd_name()},
      {"second", of_one_second()},
      {"speedless", without_any_speed()},
      {"year", around_new_year()},
  };
  for (auto [name, ride] : rides) {
    ride.summary.id = name;
    const auto written = export_ride(ride, folder);
    if (!written) {
      fmt::print(stderr, "{}\n", written.error().sentence);
      return 1;
    }
    std::ofstream{folder + "/" + name + ".json"}
        << expected(ride).dump(1, ' ', false, json::error_handler_t::replace);
  }
  return 0;
}

}  // namespace
}  // namespace softpedal::records

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: oracle_activity FOLDER\n");
    return 2;
  }
  return softpedal::records::write_all(argv[1]);
}
