// SPDX-License-Identifier: MIT
#include "profiles/describe.hpp"

#include <fmt/format.h>

#include "app/core/plain_text.hpp"

namespace softpedal::profiles {
namespace {

std::string target_in_words(const Target& target) {
  switch (target.mode) {
    case TargetMode::Release:
      return "no resistance is ever asked for";
    case TargetMode::Resistance:
      return fmt::format("{} % of the brake", target.resistance.count());
    case TargetMode::Torque:
      return fmt::format("{} N m at the crank", target.torque.count());
    case TargetMode::Learn:
      return "the floor is measured";
  }
  return {};
}

// Every line of a note begins below the first.
std::string indented(const std::string& text) {
  std::string lines;
  for (const char c : text) {
    lines += c;
    if (c == '\n') lines += "              ";
  }
  return lines;
}

}  // namespace

std::string in_words(std::chrono::seconds duration) {
  const auto minutes = duration.count() / 60, seconds = duration.count() % 60;
  if (minutes == 0) return fmt::format("{} s", seconds);
  if (seconds == 0) return fmt::format("{} min", minutes);
  return fmt::format("{} min {} s", minutes, seconds);
}

std::string in_digits(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", int{date.year()}, unsigned{date.month()},
                     unsigned{date.day()});
}

std::string describe(const Profile& profile) {
  const Prescription& rx = profile.prescription;
  const Limits& limits = rx.limits;
  const Author& author = profile.author;
  std::string text;
  const auto line = [&text](std::string_view label, const std::string& words) {
    text += fmt::format("  {:<12}{}\n", label, words);
  };
  text += fmt::format("{} (phase: {})\n", profile.name, word(rx.phase));
  line("ride", fmt::format("{} at the floor, {} at the target, {} at the floor",
                           in_words(rx.warm_up), in_words(rx.ride), in_words(rx.cool_down)));
  line("ends",
       fmt::format("{} after Start at the latest, pauses included", in_words(limits.total)));
  line("target", target_in_words(rx.target));
  line("torque", fmt::format("at most {} N m as a mean over 3 s, {} N m in a single reading",
                             limits.torque_mean.count(), limits.torque_peak.count()));
  line("power", fmt::format("at most {} W as a mean over 3 s", limits.power.count()));
  line("resistance", fmt::format("at most {} %, rising by at most {} % a second",
                                 limits.resistance.count(), limits.ramp_up_per_second.count()));
  line("heart rate", limits.heart_rate
                         ? fmt::format("at most {} a minute", limits.heart_rate->count())
                         : "not limited");
  line("cadence", fmt::format("{} to {} turns a minute, as advice", rx.cadence_low.count(),
                              rx.cadence_high.count()));
  line("pain", fmt::format("asked every {}; {} or more: down to the floor",
                           in_words(rx.pain.ask_every), rx.pain.ease_at));
  line("", fmt::format("{} or more, or {} above the score before the ride: the ride ends",
                       rx.pain.stop_at, rx.pain.stop_on_rise));
  line("plan", fmt::format("{} a week, {} hours between two", profile.sessions_per_week,
                           profile.hours_between.count()));
  line("author",
       fmt::format(
           "{}, {}{}", author.name, in_digits(author.issued),
           author.expires ? fmt::format(", good until {}", in_digits(*author.expires)) : ""));
  if (!author.note.empty()) line("note", indented(author.note));
  if (profile.unverified_signature) {
    line("signature", "there is one, but this version cannot verify it: trust it like none");
  }
  line("file", profile.path.string());
  return plain_lines(text);
}

}  // namespace softpedal::profiles
