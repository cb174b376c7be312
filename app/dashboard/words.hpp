// SPDX-License-Identifier: MIT
// Every word of the dashboard, in English; the other languages are in app/language. What
// the core says (Why) and the names of the shipped profiles are translated too. Plain words for a
// rider who is out of breath: short, calm, no jargon, no promise of health.
#pragma once

#include <array>

#include "app/language/word.hpp"

namespace softpedal::ui {
namespace words {

// --- everywhere ---------------------------------------------------------------------------------
inline constexpr Word softpedal = Word("softpedal");
inline constexpr Word simulated = Word("SIMULATED");
inline constexpr Word simulated_long = Word("SIMULATED: a virtual trainer and a virtual rider");
inline constexpr Word rpm = Word("rpm");
inline constexpr Word watts = Word("W");
inline constexpr Word newton_metres = Word("N·m");
inline constexpr Word percent = Word("%");
inline constexpr Word minutes = Word("min");
inline constexpr Word decimal_sign = Word(".");
inline constexpr Word late = Word("late");
inline constexpr Word no_signal = Word("no signal");
inline constexpr Word enter_key = Word("Enter");
inline constexpr Word escape_key = Word("Esc");
inline constexpr Word space_key = Word("Space");
inline constexpr Word tab_hint = Word("Tab chooses, Enter takes");

// --- the link -----------------------------------------------------------------------------------
inline constexpr Word link_searching = Word("link searching");
inline constexpr Word link_good = Word("link good");
inline constexpr Word link_late = Word("link late");
inline constexpr Word link_lost = Word("link lost");

// --- stopped models -----------------------------------------------------------------------------
inline constexpr Word stop_pedalling = Word("Stop pedalling");
inline constexpr Word stale_advice =
    Word("softpedal does not answer. Get off the bike and unplug the trainer.");

// --- before the ride: the red flags (evidence.md C6) --------------------------------------------
inline constexpr Word gate = Word("Before you ride today");
inline constexpr Word gate_question = Word("Is any of these true for you today?");
inline constexpr Word flag_weight = Word("I cannot put weight on the leg, or it looks deformed");
inline constexpr Word flag_swelling = Word("The knee is badly swollen, or swells quickly");
inline constexpr Word flag_locked = Word("It locks, I cannot straighten it, or it gives way");
inline constexpr Word flag_fever = Word("It is hot and red, with fever or chills");
inline constexpr Word flag_injury = Word("Severe pain after an injury");
inline constexpr Word flag_calf = Word("Pain or swelling in the calf");
inline constexpr Word flag_heart = Word("Chest pain, faintness, or short of breath at rest");
inline constexpr Word flag_bone = Word("A fresh fracture or thrombosis, or a tendon about to tear");
// In the order of RedFlag.
inline constexpr std::array red_flags{flag_weight, flag_swelling, flag_locked, flag_fever,
                                      flag_injury, flag_calf,     flag_heart,  flag_bone};
inline constexpr Word flags_none = Word("None of these");
inline constexpr Word flags_some = Word("One or more");
inline constexpr Word no_ride_today = Word("No ride today");
inline constexpr Word flags_hint = Word("Press a line that is true, or one of the two below.");
inline constexpr Word flags_some_hold = Word("One or more of these is true today");
inline constexpr Word flags_sure = Word("Then there is no ride today. Is that so?");
inline constexpr Word flags_yes = Word("Yes, no ride today");
inline constexpr Word go_back = Word("Go back");
inline constexpr Word flags_advice =
    Word("Talk to a doctor or your physiotherapist before you ride.");
inline constexpr Word advice_emergency =
    Word("Call the emergency number now: 112 in Europe, 911 in America.");
inline constexpr Word advice_doctor = Word("See a doctor today.");
inline constexpr Word advice_physiotherapist =
    Word("Talk to your physiotherapist before you ride.");
inline constexpr Word flags_mistake = Word("It was a mistake");
inline constexpr Word flags_mistake_question =
    Word("It was a mistake: none of these is true today?");
inline constexpr Word flags_mistake_once =
    Word("This can be corrected once a day. It is kept with the next ride.");
inline constexpr Word flags_none_holds = Word("Yes, none is true");

// --- Ready --------------------------------------------------------------------------------------
inline constexpr Word ready = Word("Ready");
inline constexpr Word profile = Word("profile");
inline constexpr Word plan =
    Word("{} minutes, turning easily at {} to {}, never over {} N·m: about {} on the pedals.");
inline constexpr Word plan_release = Word("No resistance at any time.");
inline constexpr Word plan_resistance = Word("The brake holds {} %.");
inline constexpr Word plan_torque = Word("The brake holds {} N·m.");
inline constexpr Word plan_phases = Word("Warm-up {}, ride {}, cool-down {}.");
inline constexpr Word plan_caps = Word("One turn never over {} N·m, never over {} W.");
inline constexpr Word plan_pain = Word("Pain {}: eases. Pain {}, or {} more than before: ends.");
inline constexpr Word unverified = Word("Signed, but signatures are not checked yet.");
inline constexpr Word plan_between = Word("At least {} hours from ride to ride.");
inline constexpr Word other_plans = Word("Other plans");
inline constexpr Word less_today = Word("Less today");
inline constexpr Word three_quarters_today = Word("Today: three quarters");
inline constexpr Word half_today = Word("Today: half");
inline constexpr Word allows_more = Word("More than your plan: {}.");
inline constexpr Word take_plan = Word("Take this plan");
inline constexpr Word take_plan_first = Word("Take the plan, or go back");
inline constexpr Word rise_torque = Word("torque {} -> {} N·m");
inline constexpr Word rise_power = Word("power {} -> {} W");
inline constexpr Word rise_minutes = Word("{} -> {} minutes");
inline constexpr Word rise_total = Word("ends after {} -> {} minutes");
inline constexpr Word rise_peak = Word("one turn {} -> {} N·m");
inline constexpr Word rise_resistance = Word("brake at most {} -> {} %");
inline constexpr Word rise_target = Word("more resistance asked for");
inline constexpr Word rise_ramp = Word("resistance comes faster");
inline constexpr Word rise_heart = Word("heart rate {} -> {}");
inline constexpr Word rise_heart_free = Word("no limit of the heart rate");
inline constexpr Word rise_pain = Word("looser rules for pain");
inline constexpr Word check_rest = Word("Before Start");
inline constexpr Word too_soon = Word("Too soon: not before {}.");
inline constexpr Word worse_that_morning = Word(
    "The knee hurt more on the morning after the last ride than before it: rest, or ride less.");
inline constexpr Word swollen_that_morning =
    Word("The knee was swollen on the morning after the last ride: rest, or ride less.");
inline constexpr Word last_ride_unknown = Word(
    "Your last ride cannot be read, so nobody can tell whether the knee has rested long enough.");
inline constexpr Word rest_first = Word("The knee must rest first");
inline constexpr Word ride_anyway = Word("Ride anyway");
inline constexpr Word refused_file = Word("This profile was refused");
inline constexpr Word check_stick = Word("ANT stick");
inline constexpr Word check_trainer = Word("Trainer");
inline constexpr Word check_release = Word("Trainer released");
inline constexpr Word check_record = Word("Record");
inline constexpr Word waiting = Word("waiting");
inline constexpr Word good = Word("good");
inline constexpr Word no_real_stick = Word("none: virtual");
inline constexpr Word not_good = Word("not yet");
inline constexpr Word type_this = Word("Type: {}");
inline constexpr Word check_gear = Word("Gear");
inline constexpr Word gear_to_ride = Word("Ride in {} or an easier gear.");
inline constexpr Word no_gear_for_torque =
    Word("No gear of this bike keeps {} N·m: the least is {} in {} at {} rpm.");
inline constexpr Word no_gear_for_power =
    Word("No gear of this bike keeps {} W: the least is {} in {} at {} rpm.");
inline constexpr Word no_gear_remedy =
    Word("Find the floor again, or change the gears under Devices, Settings.");
inline constexpr Word no_easy_gear = Word("No gear is easy enough");
inline constexpr Word start = Word("Start");
inline constexpr Word choose_trainer = Word("Choose a trainer");
inline constexpr Word no_stick_yet = Word("No stick yet");
inline constexpr Word no_trainer_yet = Word("No trainer yet");
inline constexpr Word not_released_yet = Word("Not released yet");
inline constexpr Word no_record_yet = Word("No record yet");
inline constexpr Word devices = Word("Devices");
inline constexpr Word close = Word("Close");
inline constexpr Word starting = Word("Starting ...");

inline constexpr Word fault_no_stick = Word("No ANT stick: plug one in.");
inline constexpr Word fault_permission = Word("You may not open the stick yet.");
inline constexpr Word fault_busy = Word("Another program holds the stick: close it.");
inline constexpr Word fault_silent =
    Word("The stick does not answer: unplug it, plug it in again.");
inline constexpr Word fault_link = Word("The stick broke off: plug it in again.");
inline constexpr Word fault_no_trainer = Word("No trainer heard: turn the pedals to wake it.");
inline constexpr Word fault_several = Word("Several trainers: choose yours under Devices.");
inline constexpr Word fault_trainer = Word("This trainer cannot ride gently: use another one.");
inline constexpr Word fault_prescription = Word("The prescription forbids this ride.");
inline constexpr Word fault_unconfirmed = Word("The trainer did not confirm that it let go.");
inline constexpr Word fault_journal = Word("The record cannot be written: make room on the disk.");
inline constexpr Word fault_other = Word("This did not work.");

// --- Ride ---------------------------------------------------------------------------------------
inline constexpr Word ride = Word("Ride");
inline constexpr Word cadence = Word("cadence");
inline constexpr Word faster = Word("a little faster");
inline constexpr Word just_right = Word("just right");
inline constexpr Word slower = Word("a little slower");
inline constexpr Word softer = Word("a little softer");
inline constexpr Word to_easier_gear = Word("easier gear");
inline constexpr Word time_left = Word("time left");
inline constexpr Word of_minutes = Word("of {} min");
inline constexpr Word warm_up = Word("warm-up");
inline constexpr Word riding = Word("ride");
inline constexpr Word cool_down = Word("cool-down");
inline constexpr Word paused_by_itself = Word("Paused: pedal to go on");
inline constexpr Word paused_by_rider = Word("Paused: P to go on");
inline constexpr Word pause = Word("Pause");
inline constexpr Word go_on = Word("Go on");
inline constexpr Word knee = Word("Knee");
inline constexpr Word answer_knee = Word("Answer: the knee?");
inline constexpr Word load = Word("load on the crank");
inline constexpr Word load_near = Word("near your limit");
inline constexpr Word load_over = Word("over your limit: easing");
inline constexpr Word load_of = Word("{} of {} N·m");
inline constexpr Word cap = Word("{} limit");
inline constexpr Word easier_gear = Word("Easier gear");
inline constexpr Word change_gear = Word("Stop pedalling, change gear");
inline constexpr Word easier_gear_to = Word("Easier gear: {}");
inline constexpr Word one_gear_easier = Word("One gear easier: {}");
inline constexpr Word two_gears_easier = Word("Two gears easier: {}");
inline constexpr Word three_gears_easier = Word("Three gears easier: {}");
inline constexpr Word four_gears_easier = Word("Four gears easier: {}");
inline constexpr Word five_gears_easier = Word("Five gears easier: {}");
inline constexpr Word many_gears_easier = Word("{} gears easier: {}");
inline constexpr Word turn_slower = Word("Turn a little slower");
inline constexpr Word turn_faster = Word("Turn a little faster");
inline constexpr Word no_easy_gear_here = Word("No gear is easy enough here");
inline constexpr Word over_without_brake = Word("Over your limit without resistance");
inline constexpr Word meter_differs = Word("unverified: meter {} %");
// What took the resistance away a moment ago: there may be some again.
inline constexpr Word was_late = Word("Trainer was late");
inline constexpr Word was_lost = Word("Trainer was lost");
inline constexpr Word was_over_torque = Word("Torque was over your limit");
inline constexpr Word was_over_peak = Word("One push was over your limit");
inline constexpr Word was_over_power = Word("Power was over your limit");
inline constexpr Word was_over_heart = Word("Heart rate was high or unknown");
inline constexpr Word was_unknown = Word("Cadence or power was missing");
inline constexpr Word was_refused = Word("Trainer refused");
inline constexpr Word holding_torque = Word("Holding {} N·m");
inline constexpr Word holding_percent = Word("Holding {} % resistance");
inline constexpr Word holding_nothing = Word("Holding no resistance");
inline constexpr Word power = Word("power");
inline constexpr Word heart = Word("heart");
inline constexpr Word brake = Word("brake");
inline constexpr Word letting_go = Word("letting go");
inline constexpr Word trace_cadence = Word("cadence, last 5 minutes");
inline constexpr Word trace_load = Word("load, last 5 minutes");
inline constexpr Word ease = Word("EASE");
inline constexpr Word stop = Word("STOP");
inline constexpr Word see_ride = Word("Go on");
inline constexpr Word releasing = Word("Letting the trainer go ...");
inline constexpr Word released = Word("The trainer let go and confirmed it.");
inline constexpr Word unreleased =
    Word("The trainer did not confirm: stop pedalling and unplug it.");

// --- Pain ---------------------------------------------------------------------------------------
inline constexpr Word pain_question = Word("How much does the knee hurt right now?");
inline constexpr Word pain_none = Word("no pain");
inline constexpr Word pain_worst = Word("worst imaginable");
// What a score does today, on the scale itself.
inline constexpr Word pain_goes_on = Word("go on");
inline constexpr Word pain_no_resistance = Word("no resistance");
inline constexpr Word pain_ends = Word("the ride ends");
inline constexpr Word pain_no_ride = Word("no ride today");
inline constexpr Word sharp = Word("sharp");
inline constexpr Word locking = Word("locking");
inline constexpr Word giving_way = Word("giving way");

// --- After --------------------------------------------------------------------------------------
inline constexpr Word after = Word("After the ride");
inline constexpr Word nothing_ridden = Word("Nothing was ridden");
inline constexpr Word ridden = Word("ridden");
inline constexpr Word ridden_of = Word("{} of {} min");
inline constexpr Word over_cap = Word("over a limit");
inline constexpr Word over_cap_value = Word("{} min, with resistance {}");
inline constexpr Word work = Word("work");
inline constexpr Word work_value = Word("{} kJ in {} turns");
inline constexpr Word pain = Word("knee");
inline constexpr Word pain_value = Word("before {}, highest {}, now {}");
inline constexpr Word problem = Word("problem");
inline constexpr Word record = Word("record");
inline constexpr Word no_record = Word("none is kept");
inline constexpr Word not_in_history =
    Word("This ride is missing in Progress: keep the record named here.");
inline constexpr Word note = Word("A note for yourself or your physiotherapist");
inline constexpr Word done = Word("Done");

// --- the floor finder ---------------------------------------------------------------------------
inline constexpr Word find_floor = Word("Find the floor");
inline constexpr Word finder_easiest = Word("Easiest gear. Turn gently at {} to {}.");
inline constexpr Word finder_what = Word(
    "At most 90 seconds: what your trainer takes at the least. First nothing is asked of the "
    "brake, then it rises by single steps until it is just felt.");
inline constexpr Word finder_limits = Word("Your limits hold: never over {} N·m, never over {} W.");
inline constexpr Word finder_free = Word("Nothing is asked of the brake");
inline constexpr Word finder_rises = Word("Rising by single steps until just felt");
inline constexpr Word finder_phase = Word("free");  // of the brake
inline constexpr Word finder_here = Word("about {} N·m here");
inline constexpr Word floor_sentence =
    Word("Without resistance it takes about {} N·m in {} at {} rpm.");
inline constexpr Word floor_too_little =
    Word("Too little was ridden to know it: that takes some 20 seconds of steady turning.");
inline constexpr Word limit_in_every = Word("Your limit of {} N·m is kept in every gear.");
inline constexpr Word limit_in_some =
    Word("Your limit of {} N·m is kept in {} at {} rpm, and in easier gears.");
inline constexpr Word limit_uncertain =
    Word("Whether a gear keeps your limit of {} N·m is not certain: ride in the easiest one.");
inline constexpr Word percent_worth =
    Word("One per cent of the brake is worth {} N at the wheel, its first step {} N.");
inline constexpr Word percent_not_felt =
    Word("What a per cent of the brake is worth was not felt yet.");
inline constexpr Word floor_in_gears =
    Word("In each gear at {} rpm, in N·m. The line is your limit.");
inline constexpr Word floor_kept = Word("Kept in {}");
inline constexpr Word floor_not_kept = Word("It is not kept.");

// --- Devices ------------------------------------------------------------------------------------
inline constexpr Word sticks = Word("sticks");
inline constexpr Word virtual_stick = Word("virtual trainer");
inline constexpr Word in_use = Word("in use");
inline constexpr Word chosen = Word("chosen");
inline constexpr Word not_heard = Word("not heard");
inline constexpr Word battery_low = Word("battery low");
inline constexpr Word heard = Word("heard here: choose your trainer and your sensors");
inline constexpr Word listening = Word("listening ...");
inline constexpr Word kind_trainer = Word("trainer");
inline constexpr Word kind_heart_rate = Word("heart-rate strap");
inline constexpr Word kind_power = Word("power meter");
inline constexpr Word kind_speed_cadence = Word("speed and cadence sensor");
inline constexpr Word kind_cadence = Word("cadence sensor");
inline constexpr Word kind_speed = Word("speed sensor");
inline constexpr Word kind_remote = Word("remote control");
inline constexpr Word kind_other = Word("other device");
inline constexpr Word maker_unknown = Word("maker not known");
inline constexpr Word remote_on = Word("Button on the handlebar: eases, stops, pauses");
inline constexpr Word remote_off = Word("Button on the handlebar: not used");
inline constexpr Word trainer_can = Word("trainer {} can: {}");
inline constexpr Word can_resistance = Word("resistance");
inline constexpr Word can_power = Word("target power");
inline constexpr Word can_simulation = Word("simulated road");
inline constexpr Word can_not_said = Word("it did not say");
inline constexpr Word floor_seen = Word("least load: about {} N·m, in {} x {} at {} rpm");
inline constexpr Word floor_not_seen = Word("least load: not known yet");
inline constexpr Word care_other = Word("Another program steers this trainer: close it.");
inline constexpr Word care_spin_down = Word(
    "The trainer asks for a spin-down: 30 km/h, then coasting. Not with a sore knee: a "
    "healthy rider can do it in the maker's app. softpedal starts none.");
inline constexpr Word care_zero = Word(
    "The trainer asks for its power zero: with nobody on the pedals, in the maker's app. "
    "softpedal starts none.");
inline constexpr Word care_battery = Word("The trainer's battery is low.");
inline constexpr Word care_too_slow =
    Word("It reports turning too slowly for what it is asked for. That is no fault.");
inline constexpr Word care_too_fast =
    Word("It reports turning too fast for what it is asked for. That is no fault.");
inline constexpr Word care_limit =
    Word("It reports being at the end of what it can do. That is no fault.");

// --- Settings -----------------------------------------------------------------------------------
inline constexpr Word settings = Word("Settings");
inline constexpr Word your_weight = Word("your weight");
inline constexpr Word bike_weight = Word("bike weight");
inline constexpr Word crank_length = Word("crank");
inline constexpr Word wheel = Word("wheel round");
inline constexpr Word chainrings = Word("chainrings");
inline constexpr Word sprockets = Word("sprockets");
inline constexpr Word custom = Word("custom");
inline constexpr Word smallest = Word("smallest");
inline constexpr Word largest = Word("largest");
inline constexpr Word units = Word("units");
inline constexpr Word metric = Word("kilograms");
inline constexpr Word imperial = Word("pounds");
inline constexpr Word language = Word("language");
inline constexpr Word this_language = Word("English");  // its own name, in each language
inline constexpr Word of_system = Word("system: {}");
inline constexpr Word colours = Word("colours");
inline constexpr Word light = Word("light");
inline constexpr Word dark = Word("dark");
inline constexpr Word sound = Word("sound");
inline constexpr Word on = Word("on");
inline constexpr Word off = Word("off");
inline constexpr Word text_size = Word("text size");
inline constexpr Word full_screen = Word("full screen");
inline constexpr Word kilograms = Word("{} kg");
inline constexpr Word pounds = Word("{} lb");
inline constexpr Word millimetres = Word("{} mm");
inline constexpr Word newtons = Word("{} N");
inline constexpr Word back = Word("Back");

// --- days --------------------------------------------------------------------------------------
inline constexpr Word january = Word("Jan");
inline constexpr Word february = Word("Feb");
inline constexpr Word march = Word("Mar");
inline constexpr Word april = Word("Apr");
inline constexpr Word may = Word("May");
inline constexpr Word june = Word("Jun");
inline constexpr Word july = Word("Jul");
inline constexpr Word august = Word("Aug");
inline constexpr Word september = Word("Sep");
inline constexpr Word october = Word("Oct");
inline constexpr Word november = Word("Nov");
inline constexpr Word december = Word("Dec");
inline constexpr Word monday = Word("Mon");
inline constexpr Word tuesday = Word("Tue");
inline constexpr Word wednesday = Word("Wed");
inline constexpr Word thursday = Word("Thu");
inline constexpr Word friday = Word("Fri");
inline constexpr Word saturday = Word("Sat");
inline constexpr Word sunday = Word("Sun");
inline constexpr Word day_month = Word("{} {}");     // day, month
inline constexpr Word full_date = Word("{} {} {}");  // weekday, day and month, year

// --- Progress -----------------------------------------------------------------------------------
inline constexpr Word progress = Word("Progress");
inline constexpr Word reading = Word("Reading ...");
inline constexpr Word reading_rides = Word("Reading your rides: {} of {}");
inline constexpr Word no_rides = Word("No ride is kept yet. Each one comes here when it is over.");
inline constexpr Word at_work = Word("At work ...");
inline constexpr Word not_done = Word("Not done: {}");
inline constexpr Word written_to = Word("Written: {}");
inline constexpr Word week_of_plan = Word("{} of {} this week");
inline constexpr Word week_without_plan = Word("{} this week");
inline constexpr Word weeks_of_plan = Word("{} of {} in the last four weeks");
inline constexpr Word weeks_without_plan = Word("{} in the last four weeks");
inline constexpr Word was_eased = Word("eased");
inline constexpr Word was_stopped = Word("stopped");
inline constexpr Word was_simulated = Word("simulated");
inline constexpr Word minutes_row = Word("minutes");
inline constexpr Word minutes_value = Word("{} min");
inline constexpr Word work_row_value = Word("{} kJ");
inline constexpr Word steadiness = Word("steadiness");
inline constexpr Word deviation_value = Word("± {} rpm");
inline constexpr Word knee_before = Word("before");
inline constexpr Word knee_highest = Word("highest");
inline constexpr Word knee_after = Word("after");
inline constexpr Word knee_morning = Word("morning");
inline constexpr Word write_report = Word("Report for the physiotherapist");
inline constexpr Word progress_keys =
    Word("Arrows: ride by ride. + and - or the wheel: closer, wider. Enter or a click opens.");

// --- one past ride ------------------------------------------------------------------------------
inline constexpr Word past_ride = Word("A past ride");
inline constexpr Word over_cap_for = Word("over a limit {}");
inline constexpr Word knee_four_ways =
    Word("knee before {}, highest {}, after {}, next morning {}");
inline constexpr Word was_swollen = Word("swollen");
inline constexpr Word breaks_off = Word("The record breaks off");
inline constexpr Word events = Word("events");
inline constexpr Word went_on = Word("Went on");
inline constexpr Word knee_score = Word("Knee {}");
inline constexpr Word phase_paused = Word("pause");
inline constexpr Word beats = Word("bpm");
inline constexpr Word no_seconds = Word("No second of this ride was kept.");
inline constexpr Word export_ride = Word("Export (FIT, TCX, CSV)");
inline constexpr Word with_health = Word("with pain and plan");

// --- the next morning ---------------------------------------------------------------------------
inline constexpr Word morning = Word("The next morning");
inline constexpr Word morning_question = Word("How much does the knee hurt this morning?");
inline constexpr Word morning_of = Word("After the ride of {}: {} min.");
inline constexpr Word morning_once = Word("This is asked once and kept with that ride.");
inline constexpr Word swelling_question = Word("Is it swollen?");
inline constexpr Word yes = Word("Yes");
inline constexpr Word no = Word("No");
inline constexpr Word skip = Word("Skip");
inline constexpr Word choose_score = Word("Choose a score");

// --- closing ------------------------------------------------------------------------------------
inline constexpr Word closing = Word("Letting the trainer go, then closing ...");

// --- names of the shipped profiles (profiles/library) -------------------------------------------
inline constexpr Word profile_acute_1 = Word("Acute 1: motion only");
inline constexpr Word profile_acute_2 = Word("Acute 2: easy turning");
inline constexpr Word profile_subacute = Word("Subacute: a little resistance");
inline constexpr Word profile_chronic = Word("Chronic maintenance: steady riding");
inline constexpr Word profile_patellofemoral = Word("Patellofemoral: light and brisk");

}  // namespace words
}  // namespace softpedal::ui
