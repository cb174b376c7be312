// SPDX-License-Identifier: MIT
#include "app/records/report_phrases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "app/core/remark.hpp"
#include "app/records/report_words.hpp"

namespace softpedal::records {
namespace {

constexpr std::array<Word, early_ends> early_words{
    words::early_rider,      words::early_pain,    words::early_sharp, words::early_locking,
    words::early_giving_way, words::early_gear,    words::early_heart, words::early_time,
    words::early_trainer,    words::early_program, words::early_cut,
};

std::string newton_metres(NewtonMetres torque) {
  const std::string text = plain(torque.count());
  const std::string one = number(torque.count(), 1);
  return text.size() > one.size() ? text : one;
}

// The names and values of what tells two prescriptions apart.
class Differences {
 public:
  void compare(Word word, double before, double after) {
    if (before != after) all_.push_back(say(word, plain(before), plain(after)));
  }
  void compare(Word word, const std::string& before, const std::string& after) {
    if (before != after) all_.push_back(say(word, before, after));
  }
  [[nodiscard]] Lines take() { return std::move(all_); }

 private:
  Lines all_{};
};

double in_minutes(std::chrono::seconds time) { return static_cast<double>(time.count()) / 60.0; }

std::string phases(const Prescription& rx) {
  return fmt::format("{}+{}+{}", plain(in_minutes(rx.warm_up)), plain(in_minutes(rx.ride)),
                     plain(in_minutes(rx.cool_down)));
}

std::string band(const Prescription& rx) {
  return fmt::format("{}–{}", plain(rx.cadence_low.count()), plain(rx.cadence_high.count()));
}

std::string target(const Target& target) {
  switch (target.mode) {
    case TargetMode::Resistance:
      return plain(target.resistance.count()) + " %";
    case TargetMode::Torque:
      return newton_metres(target.torque) + " N·m";
    case TargetMode::Release:
    case TargetMode::Learn:
      break;
  }
  return std::string{say(words::no_resistance)};
}

std::string heart_limit(const Prescription& rx) {
  if (!rx.limits.heart_rate) return std::string{say(words::no_value)};
  return plain(rx.limits.heart_rate->count());
}

Lines differences(const Prescription& before, const Prescription& after) {
  Differences found;
  found.compare(words::changed_torque, newton_metres(before.limits.torque_mean),
                newton_metres(after.limits.torque_mean));
  found.compare(words::changed_peak, newton_metres(before.limits.torque_peak),
                newton_metres(after.limits.torque_peak));
  found.compare(words::changed_power, before.limits.power.count(), after.limits.power.count());
  found.compare(words::changed_minutes, phases(before), phases(after));
  found.compare(words::changed_cadence, band(before), band(after));
  found.compare(words::changed_target, target(before.target), target(after.target));
  found.compare(words::changed_resistance, before.limits.resistance.count(),
                after.limits.resistance.count());
  found.compare(words::changed_ramp, before.limits.ramp_up_per_second.count(),
                after.limits.ramp_up_per_second.count());
  found.compare(words::changed_total, in_minutes(before.limits.total),
                in_minutes(after.limits.total));
  found.compare(words::changed_heart, heart_limit(before), heart_limit(after));
  found.compare(words::changed_ease, before.pain.ease_at, after.pain.ease_at);
  found.compare(words::changed_stop, before.pain.stop_at, after.pain.stop_at);
  found.compare(words::changed_rise, before.pain.stop_on_rise, after.pain.stop_on_rise);
  found.compare(words::changed_ask, static_cast<double>(before.pain.ask_every.count()),
                static_cast<double>(after.pain.ask_every.count()));
  return found.take();
}

// A name may be of any length, and what follows it matters.
std::string shortened(const std::string& name) {
  constexpr int longest = 48;
  std::string part = fmt::format("{:.{}}", name, longest);
  return part.size() < name.size() ? part + "…" : part;
}

std::string floor_in_words(const FloorSeen& seen, bool several_trainers) {
  std::string floor = number(seen.floor.count(), 1);
  if (seen.deviation) floor += " ± " + number(seen.deviation->count(), 1);
  const std::string when =
      several_trainers ? fmt::format("{}, {}", seen.trainer, day(seen.on)) : day(seen.on);
  if (!seen.gear) return say(words::floor_somewhere, floor, when);
  return say(words::floor_in_gear, floor, seen.gear->chainring, seen.gear->sprocket, when);
}

std::string trainer_in_words(const KeptTrainer& trainer, int rides) {
  const auto known = [](std::uint32_t value) {
    return value == 0 ? std::string{say(words::no_value)} : fmt::format("{}", value);
  };
  const std::string software =
      trainer.software.empty() ? std::string{say(words::no_value)} : trainer.software;
  return say(words::trainer_is, known(trainer.number), known(trainer.manufacturer),
             known(trainer.model), software, rides);
}

}  // namespace

std::string number(double value, int places) {
  std::string text = fmt::format("{:.{}f}", value, places);
  if (const auto dot = text.find('.'); dot != std::string::npos) {
    text.replace(dot, 1, say(words::decimal_sign));
  }
  return text;
}

std::string plain(double value) {
  for (const int places : {0, 1}) {
    const double scale = places == 0 ? 1.0 : 10.0;
    if (std::abs(value * scale - std::round(value * scale)) < 0.005 * scale) {
      return number(value, places);
    }
  }
  return number(value, 2);
}

std::string clock(Duration time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).count();
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

std::string day(std::chrono::local_days when) {
  return day_text(std::chrono::year_month_day{when});
}

// The shipped ones have their names in each language.
std::string named(const std::string& title) {
  return title.empty() ? std::string{say(words::no_value)} : translate(title.c_str());
}

double in_minutes(Duration time) { return in_seconds(time) / 60.0; }

std::string joined(const Lines& parts, std::string_view between) {
  std::string all;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!all.empty()) all += between;
    all += part;
  }
  return all;
}

std::string reasons_of_early_ends(const ReportSums& sums) {
  if (sums.all.ended_early == 0) return std::string{say(words::no_reason)};
  Lines reasons;
  for (std::size_t i = 0; i < early_ends; ++i) {
    if (sums.early[i] > 0) reasons.push_back(say(early_words[i], sums.early[i]));
  }
  return joined(reasons, ", ");
}

std::string plan_in_words(const Plan& plan) {
  if (!plan.prescription) return std::string{say(words::profile_unknown)};
  const Prescription& rx = *plan.prescription;
  Lines parts{
      say(words::phases, plain(in_minutes(rx.warm_up + rx.ride + rx.cool_down)),
          plain(in_minutes(rx.warm_up)), plain(in_minutes(rx.ride)),
          plain(in_minutes(rx.cool_down))),
      say(words::limits, newton_metres(rx.limits.torque_mean), newton_metres(rx.limits.torque_peak),
          plain(rx.limits.power.count())),
      say(words::cadence_band, plain(rx.cadence_low.count()), plain(rx.cadence_high.count())),
  };
  if (rx.limits.heart_rate) {
    parts.push_back(say(words::heart_limit, plain(rx.limits.heart_rate->count())));
  }
  if (rx.target.mode == TargetMode::Resistance) {
    parts.push_back(say(words::plan_resistance, plain(rx.target.resistance.count())));
  } else if (rx.target.mode == TargetMode::Torque) {
    parts.push_back(say(words::plan_torque, newton_metres(rx.target.torque)));
  } else {
    parts.emplace_back(say(words::plan_release));
  }
  parts.push_back(say(words::plan_pain, rx.pain.ease_at, rx.pain.stop_at, rx.pain.stop_on_rise));
  return joined(parts, " ");
}

std::string other_profiles(const ReportSums& sums) {
  constexpr std::size_t most_named = 3;
  Lines others;
  int more = 0;
  for (const auto& [title, rides] : sums.profiles) {
    if (title == sums.plan.title) continue;
    if (others.size() == most_named) {
      ++more;
      continue;
    }
    others.push_back(fmt::format("{} ({})", shortened(named(title)), rides));
  }
  if (others.empty()) return {};
  if (more > 0) others.push_back(say(words::and_more, more));
  return say(words::also_ridden, joined(others, "; "));
}

Lines breaches_in_words(const ReportSums& sums) {
  Lines lines;
  if (sums.breaches == 0) {
    lines.emplace_back(say(words::no_breach));
  } else {
    const Breaches& of = sums.breaches_of;
    Lines caps;
    const auto cap = [&caps](Word word, int count) {
      if (count > 0) caps.push_back(say(word, count));
    };
    cap(words::breach_mean, of.torque_mean);
    cap(words::breach_peak, of.torque_peak);
    cap(words::breach_power, of.power);
    cap(words::breach_heart, of.heart_rate);
    cap(words::breach_floor, of.floor);
    const std::string which = caps.empty() ? std::string{say(words::no_value)} : joined(caps, ", ");
    lines.push_back(
        say(words::breach_count, sums.breaches, sums.rides_with_breaches, sums.all.rides, which));
    lines.emplace_back(say(words::breach_load));
    if (of.floor > 0) lines.emplace_back(say(words::breach_gear));
  }
  if (sums.eases > 0) lines.push_back(say(words::eases, sums.eases));
  return lines;
}

Lines trainer_in_words(const ReportSums& sums) {
  constexpr std::size_t most_floors = 3;
  Lines lines;
  if (sums.trainers.empty()) {
    lines.emplace_back(say(words::trainer_unknown));
  } else {
    lines.push_back(trainer_in_words(sums.trainers.front().first, sums.trainers.front().second));
  }
  const auto rides = [&lines](Word word, int count) {
    if (count > 0) lines.push_back(say(word, count));
  };
  rides(words::power_zero, sums.power_calibration_needed);
  rides(words::spin_down, sums.resistance_calibration_needed);
  if (sums.power_calibration_needed + sums.resistance_calibration_needed == 0) {
    lines.emplace_back(say(words::no_calibration));
  }
  rides(words::meter_differs, sums.numbers_unverified);
  if (sums.numbers_unverified == 0) lines.emplace_back(say(words::meter_agrees));
  for (std::size_t i = 0; i < std::min(sums.floors.size(), most_floors); ++i) {
    lines.push_back(floor_in_words(sums.floors[i], sums.trainers.size() > 1));
  }
  if (sums.floors.empty()) lines.emplace_back(say(words::floor_unknown));
  if (sums.trainers.size() > 1) {
    lines.push_back(trainer_in_words(sums.trainers[1].first, sums.trainers[1].second));
  }
  if (sums.trainers.size() > 2) {
    lines.back() += " (" + say(words::and_more, sums.trainers.size() - 2) + ")";
  }
  return lines;
}

std::string change_in_words(const Change& change) {
  Lines parts;
  if (change.before.title != change.after.title)
    parts.push_back(shortened(named(change.after.title)));
  if (change.before.prescription && change.after.prescription) {
    for (auto& part : differences(*change.before.prescription, *change.after.prescription)) {
      parts.push_back(std::move(part));
    }
  }
  if (change.before.sessions_per_week != change.after.sessions_per_week) {
    const auto known = [](const std::optional<int>& count) {
      return count ? fmt::format("{}", *count) : std::string{say(words::no_value)};
    };
    parts.push_back(say(words::changed_week, known(change.before.sessions_per_week),
                        known(change.after.sessions_per_week)));
  }
  if (parts.empty()) parts.emplace_back(say(words::changed_text));
  return joined(parts, ", ") + ".";
}

Lines foot(const ReportSums& sums, std::chrono::local_days made_on) {
  Lines last{say(words::made_on, day(made_on))};
  if (!sums.software.empty()) {
    std::string versions = shortened(sums.software.front());
    if (sums.software.size() > 1) versions += " – " + shortened(sums.software.back());
    last.push_back(say(words::recorded_with, versions));
  }
  const auto count = [&last](Word word, int how_many) {
    if (how_many > 0) last.push_back(say(word, how_many));
  };
  count(words::simulated_left_out, sums.simulated_left_out);
  count(words::floor_spins, sums.floor_spins);
  count(words::damaged_lines, sums.damaged_lines);
  return {std::string{say(words::not_medical)}, std::string{say(words::accuracy)},
          joined(last, " ")};
}

}  // namespace softpedal::records
