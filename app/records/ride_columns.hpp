// SPDX-License-Identifier: MIT
// What is kept of a ride, column by column: visit(columns, value) names each once, for writing and
// for reading. Whoever visits takes (name, value), (name, value, parts) where a whole number of
// parts of the unit is kept, and word(name, value) where an enumerator is kept as its word.
#pragma once

#include <optional>
#include <string>
#include <type_traits>

#include "app/core/kept_ride.hpp"
#include "app/core/second.hpp"

namespace softpedal::records {

// As the line of a journal, and back.
[[nodiscard]] std::optional<std::string> line_of(const std::optional<Prescription>& rx);
[[nodiscard]] std::optional<Prescription> prescription_of(const std::optional<std::string>& line);

template <class F, class Summary>
void visit_summary(F& f, Summary& s) {
  constexpr bool reads = !std::is_const_v<Summary>;
  f("id", s.id);
  f("began_utc", s.began);
  f("utc_offset_min", s.utc_offset);
  f("simulated", s.simulated);
  f("finds_floor", s.finds_floor);
  f("cut", s.cut);
  f("damaged_lines", s.damaged_lines);
  f("title", s.title);
  f("profile_hash", s.profile_hash);
  auto prescription = line_of(s.prescription);
  f("prescription", prescription);
  if constexpr (reads) s.prescription = prescription_of(prescription);
  f("sessions_per_week", s.sessions_per_week);
  f("software", s.software);
  f("stick", s.stick);
  f("trainer_number", s.trainer.number);
  f("trainer_manufacturer", s.trainer.manufacturer);
  f("trainer_model", s.trainer.model);
  f("trainer_software", s.trainer.software);
  f("trainer_serial", s.trainer.serial);
  f("elapsed_us", s.elapsed);
  f("ridden_us", s.ridden);
  f("work_j", s.work);
  f("turns", s.revolutions);
  f("distance_m", s.distance);
  f("over_cap_us", s.over_cap);
  f("over_cap_loaded_us", s.over_cap_loaded);
  f("cadence_mean_rpm", s.cadence_mean);
  f("cadence_deviation_rpm", s.cadence_deviation);
  f("power_mean_w", s.power_mean);
  f("torque_mean_nm", s.torque_mean);
  f("torque_peak_nm", s.torque_peak);
  f("heart_rate_mean_bpm", s.heart_rate_mean);
  f("heart_rate_peak_bpm", s.heart_rate_peak);
  f("floor_nm", s.floor);
  f("floor_deviation_nm", s.floor_deviation);
  Gear gear = s.gear.value_or(Gear{0, 0});
  f("chainring_teeth", gear.chainring);
  f("sprocket_teeth", gear.sprocket);
  if constexpr (reads) s.gear = gear == Gear{0, 0} ? std::nullopt : std::optional{gear};
  f("power_calibration_needed", s.power_calibration_needed);
  f("resistance_calibration_needed", s.resistance_calibration_needed);
  f("numbers_unverified", s.numbers_unverified);
  f("breaches", s.breaches);
  f("breaches_torque_mean", s.breaches_of.torque_mean);
  f("breaches_torque_peak", s.breaches_of.torque_peak);
  f("breaches_power", s.breaches_of.power);
  f("breaches_heart_rate", s.breaches_of.heart_rate);
  f("breaches_floor", s.breaches_of.floor);
  f("eases", s.eases);
  f.word("ended_why", s.end);
  f("pain_before", s.pain_before);
  f("pain_peak", s.pain_peak);
  f("pain_after", s.pain_after);
  std::optional<std::chrono::year_month_day> day;
  Morning morning = s.morning.value_or(Morning{});
  if (s.morning) day = morning.day;
  f("morning_day", day);
  f("morning_pain", morning.pain);
  f("morning_swelling", morning.swelling);
  if constexpr (reads) {
    morning.day = day.value_or(std::chrono::year_month_day{});
    s.morning = day ? std::optional{morning} : std::nullopt;
  }
  f("note", s.note);
}

template <class F, class T>
void visit_second(F& f, T& s) {
  f("elapsed_us", s.elapsed);
  f("ridden_us", s.ridden);
  f("phase", s.phase);
  f("why", s.why);
  f("eased", s.eased);
  f("cadence_rpm_100", s.cadence, cadence_parts);
  f("power_w_10", s.power, power_parts);
  f("torque_mean_nm_1000", s.torque_mean, torque_parts);
  f("torque_reading_nm_1000", s.torque_reading, torque_parts);
  f("speed_mps_1000", s.speed, speed_parts);
  f("heart_rate_bpm_10", s.heart_rate, heart_rate_parts);
  f("resistance_percent_100", s.resistance, resistance_parts);
  f("torque_mean_cap_nm_1000", s.torque_mean_cap, torque_parts);
  f("torque_peak_cap_nm_1000", s.torque_peak_cap, torque_parts);
  f("power_cap_w_10", s.power_cap, power_parts);
  f("work_j_10", s.work, work_parts);
  f("turns_100", s.revolutions, revolution_parts);
  f("cadence_deviation_rpm_100", s.cadence_deviation, cadence_parts);
  f("over_cap_us", s.over_cap);
  f("over_cap_loaded_us", s.over_cap_loaded);
  f("floor_nm_1000", s.floor, torque_parts);
  f("floor_deviation_nm_1000", s.floor_deviation, torque_parts);
  f("chainring_teeth", s.chainring);
  f("sprocket_teeth", s.sprocket);
  f("power_calibration_needed", s.power_calibration_needed);
  f("resistance_calibration_needed", s.resistance_calibration_needed);
  f("numbers_unverified", s.numbers_unverified);
}

template <class F, class T>
void visit_mark(F& f, T& m) {
  f("at_us", m.at);
  f.word("kind", m.kind);
  f.word("phase", m.phase);
  f.word("why", m.why);
  f("score", m.score);
}

}  // namespace softpedal::records
