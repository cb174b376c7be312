// SPDX-License-Identifier: MIT
// Rides of the past, made up: few, a year, ten years, one of them whole, and the morning after one.
#include <algorithm>
#include <cmath>
#include <utility>

#include "tests/app/dashboard/samples.hpp"

namespace softpedal::ui {
namespace {

namespace chrono = std::chrono;

constexpr chrono::year_month_day today{chrono::year{2026}, chrono::November, chrono::day{21}};

// The same every time, and different for each.
double spread(int seed, double least, double most) {
  const double wave = std::sin(seed * 12.9898) * 43758.5453;
  return least + (most - least) * (wave - std::floor(wave));
}
int score(int seed, double least, double most) {
  return static_cast<int>(std::lround(spread(seed, least, most)));
}

RideSummary summary_of(int day, int days, const ProfileCard& card) {
  const chrono::sys_days date = chrono::sys_days{today} - chrono::days{days - 1 - day};
  RideSummary ride;
  ride.began = date + chrono::hours{16} + chrono::minutes{score(day, 0, 59)};
  ride.utc_offset = chrono::minutes{60};
  ride.id = "2026-" + std::to_string(day);
  ride.title = card.name;
  ride.prescription = card.prescription;
  ride.sessions_per_week = card.sessions_per_week;
  const double fit = std::min(1.0, 0.7 + day / 250.0);
  ride.ridden = ride.elapsed = chrono::seconds{score(day, 660 * fit, 720 * fit)};
  ride.work = Joules{in_seconds(ride.ridden) * spread(day + 1, 14.0, 20.0)};
  ride.revolutions = in_seconds(ride.ridden);
  ride.over_cap = chrono::seconds{std::max(0, score(day + 2, -30, 24))};
  ride.cadence_deviation = Rpm{spread(day + 3, 2.0, 6.0 - 3.0 * fit)};
  ride.end = Why::Done;
  ride.pain_before = score(day + 4, 0.6, 4.0 - 2.0 * fit);
  ride.pain_peak = *ride.pain_before + score(day + 5, 0.0, 1.8);
  ride.pain_after = std::max(0, *ride.pain_peak - score(day + 6, 0.0, 1.8));
  if (day % 3 != 0) {
    ride.morning = Morning{.day = today, .pain = score(day + 7, 0.0, 3.0), .swelling = false};
  }
  if (day % 11 == 5) ride.eases = 1;
  if (day % 37 == 20) {
    ride.end = Why::StoppedByPain;
    ride.ridden = ride.elapsed = ride.ridden / 2;
    ride.pain_peak = 6;
  }
  return ride;
}

}  // namespace

Model past_model(int days) {
  Model model = ready_model();
  model.simulated = false;
  model.date = today;
  auto profiles = std::make_shared<std::vector<ProfileCard>>(*model.profiles);
  for (ProfileCard& card : *profiles) card.sessions_per_week = 6;
  model.profiles = profiles;
  auto rides = std::make_shared<std::vector<RideSummary>>();
  for (int day = 0; day < days; ++day) {
    const bool sunday = (days - 1 - day) % 7 == 6;
    if (!sunday) rides->push_back(summary_of(day, days, (*profiles)[1]));
  }
  model.past.rides = rides;
  return model;
}

std::shared_ptr<const KeptRide> kept_ride(const RideSummary& summary) {
  auto ride = std::make_shared<KeptRide>();
  ride->summary = summary;
  using Kind = Mark::Kind;
  const auto mark = [&](chrono::seconds at, Mark what) {
    what.at = at;
    ride->marks.push_back(what);
  };
  mark(0s, {.kind = Kind::Phase, .phase = Phase::Ready});
  mark(6s, {.kind = Kind::Phase, .phase = Phase::WarmUp});
  mark(126s, {.kind = Kind::Phase, .phase = Phase::Ride});
  mark(184s, {.kind = Kind::Pain, .score = 2});
  mark(275s, {.kind = Kind::Breach, .why = Why::TorqueMeanCap});
  mark(300s, {.kind = Kind::Link, .why = Why::LinkLate});
  mark(304s, {.kind = Kind::Link, .why = Why::OnTarget});
  mark(364s, {.kind = Kind::Pain, .score = 3});
  mark(364s, {.kind = Kind::Ease, .why = Why::EasedByPain});
  mark(400s, {.kind = Kind::Resume});
  mark(470s, {.kind = Kind::Phase, .phase = Phase::Paused});
  mark(490s, {.kind = Kind::Phase, .phase = Phase::Ride});
  mark(626s, {.kind = Kind::Phase, .phase = Phase::CoolDown});
  mark(746s, {.kind = Kind::Phase, .phase = Phase::Ending, .why = Why::Done});
  mark(746s, {.kind = Kind::End, .why = Why::Done});
  for (int i = 0; i <= 746; ++i) {
    const double t = i;
    const bool moving = i >= 6 && (i < 470 || i >= 490);
    const bool loaded = i > 140 && i < 626 && (i < 275 || i > 290) && (i < 364 || i > 400);
    const bool lost = i >= 300 && i < 304;
    Second second{.elapsed = chrono::seconds{i}, .ridden = chrono::seconds{i}};
    second.torque_mean_cap = NewtonMetres{4.0};
    second.torque_peak_cap = NewtonMetres{6.0};
    second.power_cap = Watts{30.0};
    second.resistance = Percent{loaded && moving ? std::min(1.5, (t - 140) * 0.05) : 0.0};
    if (!lost) {
      const double cadence =
          moving ? 60.0 + 6.0 * std::sin(t / 31.0) + 4.0 * std::sin(t * 1.7) : 0.0;
      const double torque = 1.6 + second.resistance.count() * 0.9 +
                            (i > 268 && i < 280 ? 1.4 : 0.0) + 0.3 * std::sin(t / 5.0);
      second.cadence = Rpm{cadence};
      second.torque_mean = NewtonMetres{moving ? torque : 0.0};
      second.power = Watts{torque * cadence * 0.10472};
      second.heart_rate = Bpm{88.0 + 14.0 * std::min(1.0, t / 300.0) + 2.0 * std::sin(t / 20.0)};
    }
    ride->seconds.push_back(second);
  }
  return ride;
}

Model morning_model() {
  Model model = past_model(9);
  model.today = {};
  model.morning = (*model.past.rides)[model.past.rides->size() - 2];
  return model;
}

std::vector<Sample> past_samples() {
  std::vector<Sample> all;
  const auto add = [&all](Sample sample) { all.push_back(std::move(sample)); };
  constexpr KeyPress wider{Key::Letter, '-'};

  Sample sample{.name = "progress", .model = past_model(83), .pressed = {"progress"}};
  add(sample);
  sample = {.name = "progress-reading", .model = ready_model(), .pressed = {"progress"}};
  sample.model.past.working = true;
  add(sample);
  sample.name = "progress-empty";
  sample.model.past = {.rides = std::make_shared<std::vector<RideSummary>>()};
  add(sample);

  // Few: several on a day, simulated ones, a spin of the floor finder, one that was cut.
  sample = {.name = "progress-few", .model = past_model(5), .pressed = {"progress"}};
  sample.model.simulated = true;
  auto few = std::make_shared<std::vector<RideSummary>>(*sample.model.past.rides);
  for (int i = 0; i < 4; ++i) {
    RideSummary more = few->back();
    more.began += chrono::hours{1};
    more.simulated = true;
    more.eases = i % 2;
    if (i == 2) more.finds_floor = true;
    if (i == 3) {
      more.end = Why::Connecting;
      more.cut = true;
      more.prescription.reset();
      more.cadence_deviation.reset();
      more.pain_before = more.pain_peak = more.pain_after = std::nullopt;
    }
    few->push_back(more);
  }
  sample.model.past.rides = few;
  add(sample);

  sample = {.name = "progress-year", .model = past_model(365), .pressed = {"progress"}};
  sample.typed = {8, wider};
  sample.typed.push_back({Key::Left});
  add(sample);
  sample = {.name = "progress-ten-years", .model = past_model(3650), .pressed = {"progress"}};
  sample.typed = {20, wider};
  add(sample);
  sample.name = "progress-week";
  sample.typed = {12, KeyPress{Key::Letter, '+'}};
  add(sample);

  sample = {.name = "progress-told", .model = past_model(40), .pressed = {"progress"}};
  sample.model.past.told =
      "/home/somebody-with-a-long-name/on-a-network-drive/Documents/softpedal/"
      "2026-11-21-report-for-the-physiotherapist-of-the-last-84-days.pdf";
  add(sample);
  sample.name = "progress-told-bad";
  sample.model.past.told_bad = true;
  sample.model.past.told =
      "/home/rider/Documents/softpedal cannot be written: make room on the "
      "disk.";
  add(sample);
  sample.name = "progress-working";
  sample.model.past.working = true;
  add(sample);

  sample = {.name = "past-ride", .model = past_model(40), .pressed = {"progress", "rides"}};
  sample.typed = {18, KeyPress{Key::Right}};
  const auto rides = sample.model.past.rides;
  // The press in the middle is at one of the rides: whichever it is, it is the one that is open.
  const auto open = [&](std::size_t i) {
    auto one = std::make_shared<std::vector<RideSummary>>(1, (*rides)[i]);
    sample.model.past.rides = one;
    sample.model.past.open = kept_ride(one->front());
  };
  open(20);
  add(sample);
  sample.name = "past-ride-closer";
  for (int i = 0; i < 8; ++i) sample.typed.push_back({Key::Letter, '+'});
  add(sample);
  sample.name = "past-ride-told";
  sample.model.past.told = "/home/rider/Documents/softpedal/2026-11-21T16-24-59Z.fit";
  add(sample);
  sample.name = "past-ride-without-heart";
  {
    KeptRide bare = *sample.model.past.open;
    for (Second& second : bare.seconds) second.heart_rate.reset();
    bare.summary.title =
        "A prescription with a name that is far longer than the line in which it "
        "has to stand, as somebody may well write one, and then some more of it";
    bare.summary.note = "stiff at first, then better; " + bare.summary.title;
    bare.summary.morning = Morning{.day = today, .pain = 3, .swelling = true};
    bare.summary.simulated = true;
    bare.summary.cut = true;
    bare.summary.end = Why::Connecting;
    sample.model.past.open = std::make_shared<KeptRide>(bare);
    sample.typed = {{Key::End}};
    add(sample);
    bare.seconds.clear();
    bare.marks.clear();
    sample.name = "past-ride-without-seconds";
    sample.model.past.open = std::make_shared<KeptRide>(bare);
    add(sample);
  }

  sample = {.name = "morning", .model = morning_model()};
  add(sample);
  sample.name = "morning-chosen";
  sample.pressed = {"score 2", "not swollen"};
  add(sample);
  return all;
}

}  // namespace softpedal::ui
