// SPDX-License-Identifier: MIT
// Every word of the report, in English; the other languages are in app/language. It is read by a
// physiotherapist: plain, in the past, without praise, blame or promise.
#pragma once

#include "app/language/word.hpp"

namespace softpedal::records::words {

// --- head ---------------------------------------------------------------------------------------
inline constexpr Word report_title = Word("Rides on the stationary bike");
inline constexpr Word simulated_long = Word("SIMULATED: a virtual trainer and a virtual rider");
inline constexpr Word period = Word("{} to {}");
inline constexpr Word decimal_sign = Word(".");

// --- the four figures ---------------------------------------------------------------------------
inline constexpr Word some_of = Word("{} of {}");
inline constexpr Word rides = Word("rides");
inline constexpr Word rides_of_planned = Word("rides, ridden of planned");
inline constexpr Word each_counts = Word("each at least {} % of its minutes");
inline constexpr Word rides_in_all = Word("rides in all: {}");
inline constexpr Word a_week = Word("plan now: {} a week");
inline constexpr Word minutes_ridden = Word("minutes ridden");
inline constexpr Word planned_minutes = Word("planned: {}");
inline constexpr Word minutes_a_ride = Word("{} a ride");
inline constexpr Word work_kj = Word("kJ of work");
inline constexpr Word turns = Word("in {} turns of the cranks");
inline constexpr Word ended_early = Word("rides ended early");
inline constexpr Word no_reason = Word("each was ridden to its end");
inline constexpr Word early_rider = Word("by the rider {}");
inline constexpr Word early_pain = Word("pain {}");
inline constexpr Word early_sharp = Word("sharp pain {}");
inline constexpr Word early_locking = Word("knee locked {}");
inline constexpr Word early_giving_way = Word("knee gave way {}");
inline constexpr Word early_gear = Word("gear too hard {}");
inline constexpr Word early_heart = Word("heart rate {}");
inline constexpr Word early_time = Word("time limit {}");
inline constexpr Word early_trainer = Word("trainer {}");
inline constexpr Word early_program = Word("program or computer {}");
inline constexpr Word early_cut = Word("record breaks off {}");

// --- the profile --------------------------------------------------------------------------------
inline constexpr Word profile = Word("Profile");
inline constexpr Word profile_unknown = Word("not kept");
inline constexpr Word phases = Word("{} min: warm-up {}, ride {}, cool-down {}.");
inline constexpr Word limits =
    Word("Limits: torque {} N·m over 3 s, {} N·m in one reading, power {} W.");
inline constexpr Word cadence_band = Word("Cadence {}–{} rpm.");
inline constexpr Word heart_limit = Word("Heart rate at most {}.");
inline constexpr Word plan_release = Word("No resistance at any time.");
inline constexpr Word plan_resistance = Word("The brake holds {} %.");
inline constexpr Word plan_torque = Word("The brake holds {} N·m.");
inline constexpr Word plan_pain = Word("Pain {}: eases. Pain {}, or {} more than before: ends.");
inline constexpr Word also_ridden = Word("Also ridden (rides): {}");
inline constexpr Word and_more = Word("and {} more");

// --- the chart: what, its key, its figures ------------------------------------------------------
inline constexpr Word by_day = Word("day by day");
inline constexpr Word by_week = Word("week by week, from Monday");
inline constexpr Word by_month = Word("month by month");
inline constexpr Word by_year = Word("year by year");
inline constexpr Word minutes = Word("Minutes");
inline constexpr Word minutes_key = Word("bar ridden, line planned");
inline constexpr Word early_key = Word("cross: one ended early");
inline constexpr Word work = Word("Work, kJ");
inline constexpr Word work_a_ride = Word("{} kJ a ride");
inline constexpr Word turns_a_ride = Word("{} turns a ride");
inline constexpr Word torque = Word("Torque, N·m");
inline constexpr Word torque_key = Word("dot mean, ring highest reading");
inline constexpr Word torque_limits_key = Word("lines: limits of the two");
inline constexpr Word mean_and_limit = Word("mean {}, limit {}");
inline constexpr Word mean_alone = Word("mean {}");
inline constexpr Word highest_and_limit = Word("highest {}, limit {}, on {}");
inline constexpr Word highest_on = Word("highest {}, on {}");
inline constexpr Word power_mean = Word("power: mean {} W");
inline constexpr Word cadence = Word("Cadence, rpm");
inline constexpr Word cadence_key = Word("dot mean, line its spread");
inline constexpr Word cadence_band_key = Word("grey: the band prescribed");
inline constexpr Word cadence_mean = Word("mean {}, spread ±{}");
inline constexpr Word cadence_prescribed = Word("band {}–{}");
inline constexpr Word heart_mean = Word("heart rate: mean {}, highest {}");
inline constexpr Word over_limit = Word("Over a limit, min");
inline constexpr Word over_limit_key = Word("black with resistance");
inline constexpr Word over_limit_free_key = Word("hatched without");
inline constexpr Word over_limit_all = Word("{} min in all");
inline constexpr Word over_limit_split = Word("with resistance {}, without {}");
inline constexpr Word pain_before = Word("Pain before, 0–10");
inline constexpr Word pain_peak = Word("Pain, highest");
inline constexpr Word pain_after = Word("Pain after");
inline constexpr Word pain_morning = Word("Pain next morning");
inline constexpr Word peak_key = Word("before and in the ride");
inline constexpr Word pain_key = Word("dot median, line from least to most");
inline constexpr Word swollen_key = Word("triangle: swollen knee");
inline constexpr Word pain_figures = Word("median {}, from {} to {}");
inline constexpr Word answered = Word("answered {} of {}");
inline constexpr Word not_answered = Word("no answer");
inline constexpr Word swollen = Word("swollen knee: {} of {}");

// --- over a limit -------------------------------------------------------------------------------
inline constexpr Word breaches = Word("Over a limit, and what was done");
inline constexpr Word no_breach = Word("No limit was exceeded.");
inline constexpr Word breach_count = Word("{} × (rides: {} of {}): {}.");
inline constexpr Word breach_mean = Word("torque over 3 s {}");
inline constexpr Word breach_peak = Word("torque in one reading {}");
inline constexpr Word breach_power = Word("power {}");
inline constexpr Word breach_heart = Word("heart rate {}");
inline constexpr Word breach_floor = Word("without resistance, by the gear alone {}");
inline constexpr Word breach_load =
    Word("Each time the resistance was taken away at once and came back slowly.");
inline constexpr Word breach_gear = Word("Where there was none, an easier gear was named.");
inline constexpr Word eases =
    Word("Held without resistance by the rider, a pain score or the program: {} ×.");

// --- the trainer --------------------------------------------------------------------------------
inline constexpr Word trainer = Word("The trainer");
inline constexpr Word trainer_unknown = Word("It did not say which it is.");
inline constexpr Word trainer_is = Word("Number {}, maker {}, model {}, software {}. Rides: {}.");
inline constexpr Word floor_in_gear = Word("Takes {} N·m without resistance in gear {} x {} ({}).");
inline constexpr Word floor_somewhere = Word("Takes {} N·m without resistance ({}).");
inline constexpr Word floor_unknown = Word("What it takes without resistance is not known.");
inline constexpr Word no_calibration = Word("It asked for no calibration.");
inline constexpr Word power_zero = Word("Rides in which it asked for its power zero: {}.");
inline constexpr Word spin_down = Word("Rides in which it asked for a spin-down: {}.");
inline constexpr Word meter_differs =
    Word("Unverified rides, where a power meter differed by 15 % or more: {}.");
inline constexpr Word meter_agrees = Word("No power meter disagreed with its numbers.");

// --- changes ------------------------------------------------------------------------------------
inline constexpr Word changes = Word("Changes of the profile");
inline constexpr Word no_change = Word("None in the period.");
inline constexpr Word no_change_since = Word("None since the ride before the period.");
inline constexpr Word older_changes = Word("Earlier ones not shown: {}.");
inline constexpr Word changed_minutes = Word("minutes {} → {}");
inline constexpr Word changed_torque = Word("torque limit {} → {} N·m");
inline constexpr Word changed_peak = Word("limit of one reading {} → {} N·m");
inline constexpr Word changed_power = Word("power limit {} → {} W");
inline constexpr Word changed_resistance = Word("resistance at most {} → {} %");
inline constexpr Word changed_ramp = Word("resistance rises {} → {} % a second");
inline constexpr Word changed_total = Word("session at most {} → {} min");
inline constexpr Word changed_heart = Word("heart-rate limit {} → {}");
inline constexpr Word changed_target = Word("target {} → {}");
inline constexpr Word changed_cadence = Word("cadence {} → {} rpm");
inline constexpr Word changed_ask = Word("pain asked every {} → {} s");
inline constexpr Word changed_ease = Word("eases at pain {} → {}");
inline constexpr Word changed_stop = Word("ends at pain {} → {}");
inline constexpr Word changed_rise = Word("ends at a rise of {} → {}");
inline constexpr Word changed_week = Word("rides a week {} → {}");
inline constexpr Word changed_text = Word("its text, no number");
inline constexpr Word no_value = Word("–");
inline constexpr Word no_resistance = Word("no resistance");

// --- notes and foot -----------------------------------------------------------------------------
inline constexpr Word notes = Word("Notes of the rider");
inline constexpr Word no_notes = Word("None.");
inline constexpr Word older_notes = Word("Earlier notes not shown: {}.");
inline constexpr Word not_medical = Word(
    "softpedal limits resistance to what was set. It is not a medical device: it does not "
    "treat, diagnose or prevent anything, and it does not measure the forces in a joint.");
inline constexpr Word accuracy = Word(
    "Power, work and torque are at the crank and come from the trainer's own readings, in "
    "steps of 1 W and 1 rpm. A trainer may be off by 5 %, and its zero by 3 to 8 W, which "
    "matters at 20 W. Pain is the rider's own number from 0 to 10.");
inline constexpr Word made_on = Word("Made on {}.");
inline constexpr Word recorded_with = Word("Recorded with {}.");
inline constexpr Word simulated_left_out = Word("Simulated rides left out: {}.");
inline constexpr Word floor_spins = Word("Spins of the floor finder, not counted as rides: {}.");
inline constexpr Word damaged_lines = Word("Damaged lines in the records: {}.");

}  // namespace softpedal::records::words
