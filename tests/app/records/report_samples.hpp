// SPDX-License-Identifier: MIT
// Summaries of rides for the tests of the report, and pages made of them.
#pragma once

#include <chrono>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "app/core/kept_ride.hpp"
#include "app/core/remark.hpp"
#include "app/records/report.hpp"

namespace softpedal::records {

using std::chrono::local_days;

inline constexpr local_days a_monday{std::chrono::year{2026} / 9 / 7};

inline Prescription a_prescription() {
  return {.phase = RehabPhase::Acute,
          .warm_up = 120s,
          .ride = 480s,
          .cool_down = 120s,
          .target = {.mode = TargetMode::Release},
          .limits = {.torque_mean = NewtonMetres{3.0},
                     .torque_peak = NewtonMetres{4.5},
                     .power = Watts{20.0},
                     .resistance = Percent{10.0},
                     .ramp_up_per_second = Percent{0.5},
                     .total = 900s},
          .cadence_low = Rpm{50.0},
          .cadence_high = Rpm{70.0},
          .pain = {.ask_every = 180s, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3}};
}

// At 18 o'clock of that day in Denmark; ridden to its end, nothing asked of the brake.
inline RideSummary ride_on(local_days day) {
  RideSummary ride;
  ride.began = std::chrono::sys_seconds{day.time_since_epoch()} + 17h;
  ride.utc_offset = 60min;
  ride.id = utc_text(ride.began);
  ride.title = "Acute 1: motion only";
  ride.profile_hash = std::string(64, 'a');
  ride.prescription = a_prescription();
  ride.sessions_per_week = 7;
  ride.software = "softpedal 0.1.0";
  ride.stick = "usb";
  ride.trainer = {.number = 12345, .manufacturer = 89, .model = 2875, .software = "1.2"};
  ride.elapsed = 720s;
  ride.ridden = 720s;
  ride.work = Joules{9000.0};
  ride.revolutions = 700.0;
  ride.cadence_mean = Rpm{58.0};
  ride.cadence_deviation = Rpm{3.0};
  ride.power_mean = Watts{13.0};
  ride.torque_mean = NewtonMetres{2.1};
  ride.torque_peak = NewtonMetres{2.9};
  ride.floor = NewtonMetres{1.9};
  ride.floor_deviation = NewtonMetres{0.2};
  ride.gear = Gear{34, 28};
  ride.end = Why::Done;
  return ride;
}

// Some months with most of what may happen: `days` days, a ride on most of them.
inline std::vector<RideSummary> months_of_rides(int days) {
  std::vector<RideSummary> rides;
  for (int i = 0; i < days; ++i) {
    if (i % 9 == 5 || i % 13 == 7) continue;
    RideSummary ride = ride_on(a_monday + std::chrono::days{i});
    const double wave = std::sin(i * 0.7) + std::sin(i * 0.31);
    const int settling = std::max(0, 4 - i / 12);
    if (i >= days / 3) {
      ride.title = "Acute 2: easy turning";
      ride.profile_hash = std::string(64, 'b');
      ride.prescription->limits.torque_mean = NewtonMetres{4.0};
      ride.prescription->limits.torque_peak = NewtonMetres{6.0};
      ride.prescription->limits.power = Watts{30.0};
      ride.work = Joules{10500.0};
    }
    if (i >= days * 2 / 3) {
      ride.title = "Subacute: a little resistance";
      ride.profile_hash = std::string(64, 'c');
      ride.prescription->ride = 600s;
      ride.prescription->target = {.mode = TargetMode::Torque, .torque = NewtonMetres{3.0}};
      ride.prescription->cadence_high = Rpm{75.0};
      ride.sessions_per_week = 5;
      ride.ridden = 840s;
      ride.work = Joules{14200.0};
    }
    ride.torque_mean = NewtonMetres{2.1 + (i * 3 / days) * 0.4 + 0.1 * wave};
    ride.torque_peak = NewtonMetres{3.1 + (i * 3 / days) * 0.6 + 0.4 * wave};
    ride.cadence_mean = Rpm{58.0 + 3.0 * wave};
    ride.cadence_deviation = Rpm{3.0 + wave};
    ride.work = ride.work + Joules{600.0 * wave};
    ride.revolutions = in_seconds(ride.ridden) / 60.0 * ride.cadence_mean->count();
    ride.pain_before = std::max(0, settling + (wave > 1.0 ? 1 : 0) - (i % 4 == 0 ? 1 : 0));
    ride.pain_peak = *ride.pain_before + (i % 3 == 0 ? 1 : 0) + (wave > 1.4 ? 1 : 0);
    ride.pain_after = std::max(0, *ride.pain_peak - 1);
    if (i % 5 != 3) {
      ride.morning =
          Morning{.day = std::chrono::year_month_day{a_monday + std::chrono::days{i + 1}},
                  .pain = std::max(0, settling - (i % 3 == 0 ? 1 : 0)),
                  .swelling = i % 11 == 2 && i < days / 2};
    }
    if (i % 6 == 2) {
      ride.breaches = 2;
      ride.breaches_of = {.torque_peak = 1, .floor = 1};
      ride.over_cap = 24s;
      ride.over_cap_loaded = i >= days * 2 / 3 ? 6s : 0s;
    }
    if (i % 14 == 4) {
      ride.end = i % 28 == 4 ? Why::StoppedByPain : Why::StoppedByRider;
      ride.ridden = 400s;
      ride.eases = 1;
    }
    if (i % 10 == 1) ride.note = "A little stiff on the stairs, better after turning.";
    if (i == 3) ride.power_calibration_needed = true;
    rides.push_back(std::move(ride));
  }
  return rides;
}

inline Report report_of(std::vector<RideSummary> rides, int days) {
  return {.name = "Åse Bjørnskov Sørensen",
          .from = a_monday,
          .to = a_monday + std::chrono::days{days - 1},
          .made_on = a_monday + std::chrono::days{days - 1},
          .rides = std::move(rides)};
}

// Three months with every kind of event, and a profile that changed.
inline Report full_report() {
  Report report = report_of(months_of_rides(76), 76);
  RideSummary spin = ride_on(a_monday + std::chrono::days{75});
  spin.finds_floor = true;
  report.rides.push_back(spin);
  RideSummary played = ride_on(a_monday + std::chrono::days{75});
  played.simulated = true;
  report.rides.push_back(played);
  return report;
}

// Everything at its most: nothing of it may break the page.
inline Report mad_report(int length) {
  Report report = report_of(months_of_rides(length), length);
  report.name =
      "\xF0\x9F\x9A\xB4\xE2\x80\x8D\xE2\x99\x80\xEF\xB8\x8F \x01\x1B[31m \xE2\x80\xAEשלום " +
      std::string("\xFF\xC3 \x80Имя ") + std::string(500, 'W');
  int i = 0;
  for (RideSummary& ride : report.rides) {
    ride.title = std::to_string(i % 10) + std::string(400, 'M');
    ride.profile_hash = std::string(64, static_cast<char>('a' + i % 10));
    ride.prescription->limits.torque_mean = NewtonMetres{3.0 + 0.1 * (i % 10)};
    ride.prescription->limits.torque_peak = NewtonMetres{5.25 + 0.1 * (i % 7)};
    ride.prescription->limits.heart_rate = Bpm{110.0 + i % 10};
    ride.prescription->cadence_high = Rpm{60.0 + i % 10};
    ride.prescription->pain.stop_at = 5 + i % 3;
    ride.sessions_per_week = 3 + i % 10;
    ride.note = "Note\n\t" + std::to_string(i) + ": the stairs, the garden, the dog; " +
                std::string(1500, i % 2 == 0 ? 'n' : ' ') + std::string(300, 'x');
    ride.end = static_cast<Why>(i % why_count);
    ride.trainer.number = 1048000U + static_cast<unsigned>(i % 50);
    ride.trainer.software = std::string(200, '9');
    ride.software = "softpedal " + std::string(300, static_cast<char>('0' + i % 10));
    ride.gear = Gear{34, static_cast<std::uint8_t>(11 + i % 10)};
    ride.breaches = 1500;
    ride.breaches_of = {300, 200, 100, 400, 500};
    ride.eases = 200;
    ride.numbers_unverified = ride.power_calibration_needed = true;
    ride.resistance_calibration_needed = true;
    ride.heart_rate_mean = Bpm{101};
    ride.heart_rate_peak = Bpm{120};
    ride.damaged_lines = 1000;
    ride.simulated = true;
    ++i;
  }
  RideSummary spin = report.rides.back();
  spin.finds_floor = true;
  report.rides.push_back(spin);
  return report;
}

}  // namespace softpedal::records
