// SPDX-License-Identifier: MIT
#include "app/commands/history_words.hpp"

#include <fmt/format.h>

#include <string_view>

#include "app/core/adherence.hpp"
#include "app/core/remark.hpp"
#include "profiles/toml_file.hpp"

namespace softpedal::commands {
namespace {

constexpr std::size_t longest_note = 2000;

std::string clock_text(Duration time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).count();
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

std::string begin_text(const RideSummary& ride) {
  const auto begin = local_begin(ride);
  const std::chrono::hh_mm_ss time{begin - std::chrono::floor<std::chrono::days>(begin)};
  return fmt::format("{} {:02}:{:02}", day_text(day_of(ride)), time.hours().count(),
                     time.minutes().count());
}

std::string score(const std::optional<int>& value) {
  return value ? std::to_string(*value) : std::string{"-"};
}

template <class Unit>
std::string amount(const std::optional<Unit>& value, int places, std::string_view unit) {
  return value ? fmt::format("{:.{}f} {}", value->count(), places, unit) : std::string{"not known"};
}

std::string end_text(const RideSummary& ride) {
  if (ride.end == Why::Connecting) return "cut";
  return std::string{word(ride.end)};
}

std::string phase_text(Phase phase) {
  if (phase == Phase::Ready) return "waiting for the first turns";
  if (phase == Phase::Paused) return "paused";
  return fmt::format("{} began", word(phase));
}

std::string mark_text(const Mark& mark) {
  switch (mark.kind) {
    case Mark::Kind::Phase:
      return phase_text(mark.phase);
    case Mark::Kind::Ease:
      return fmt::format("held at the floor: {}", word(mark.why));
    case Mark::Kind::Resume:
      return "went on";
    case Mark::Kind::Breach:
      return fmt::format("over a limit: {}", word(mark.why));
    case Mark::Kind::Pain:
      return fmt::format("pain {}", mark.score);
    case Mark::Kind::Link:
      return mark.why == Why::OnTarget ? "the trainer is heard again"
                                       : fmt::format("link: {}", word(mark.why));
    case Mark::Kind::Trouble:
      return fmt::format("trouble: {}", word(mark.why));
    case Mark::Kind::End:
      return fmt::format("over: {}", word(mark.why));
  }
  return {};
}

std::string_view kind_word(Mark::Kind kind) {
  switch (kind) {
    case Mark::Kind::Phase:
      return "phase";
    case Mark::Kind::Ease:
      return "ease";
    case Mark::Kind::Resume:
      return "resume";
    case Mark::Kind::Breach:
      return "breach";
    case Mark::Kind::Pain:
      return "pain";
    case Mark::Kind::Link:
      return "link";
    case Mark::Kind::Trouble:
      return "trouble";
    case Mark::Kind::End:
      return "end";
  }
  return {};
}

template <class Value>
void put(nlohmann::json& object, const char* key, const std::optional<Value>& value) {
  if (!value) return;
  if constexpr (requires { value->count(); }) {
    object[key] = value->count();
  } else {
    object[key] = *value;
  }
}

nlohmann::json mark_as_json(const Mark& mark) {
  nlohmann::json object{{"at_s", in_seconds(mark.at)}, {"kind", kind_word(mark.kind)}};
  if (mark.kind == Mark::Kind::Phase) {
    object["phase"] = word(mark.phase);
  } else if (mark.kind == Mark::Kind::Pain) {
    object["score"] = mark.score;
  } else {
    object["why"] = word(mark.why);
  }
  return object;
}

nlohmann::json second_as_json(const Second& second) {
  nlohmann::json object{{"elapsed_s", in_seconds(second.elapsed)},
                        {"phase", word(second.phase)},
                        {"why", word(second.why)},
                        {"resistance_percent", second.resistance.count()},
                        {"torque_cap_nm", second.torque_mean_cap.count()}};
  put(object, "cadence_rpm", second.cadence);
  put(object, "power_w", second.power);
  put(object, "torque_mean_nm", second.torque_mean);
  put(object, "torque_nm", second.torque_reading);
  put(object, "speed_mps", second.speed);
  put(object, "heart_rate_bpm", second.heart_rate);
  return object;
}

}  // namespace

std::string list_head() {
  return fmt::format("{:<23} {:<17}{:>13}{:>9}{:>10}  {:<14} {:<18} {}\n", "ride", "began",
                     "ridden", "work", "over cap", "knee b/p/a/m", "end", "profile");
}

std::string list_line(const RideSummary& ride) {
  const Morning morning = ride.morning.value_or(Morning{});
  return fmt::format("{:<23} {:<17}{:>6} of {:>3}m{:>6.1f} kJ{:>10}  {:<14} {:<18} {}{}",
                     profiles::printable(ride.id), begin_text(ride), clock_text(ride.ridden),
                     std::chrono::ceil<std::chrono::minutes>(planned(ride)).count(),
                     ride.work.count() / 1000.0, clock_text(ride.over_cap),
                     fmt::format("{}/{}/{}/{}", score(ride.pain_before), score(ride.pain_peak),
                                 score(ride.pain_after), score(morning.pain)),
                     end_text(ride), profiles::printable(ride.title),
                     ride.simulated ? " (SIMULATED)" : "");
}

std::string adherence_line(const std::vector<RideSummary>& rides, std::chrono::local_days today) {
  constexpr std::chrono::days weeks{28};
  const auto [ridden, planned] =
      PlanKept{rides}.between(today - weeks + std::chrono::days{1}, today);
  if (!planned) return fmt::format("Last {} days: {} rides; no plan.", weeks.count(), ridden);
  return fmt::format("Last {} days: {} of {} planned rides, each at least {:.0f} % of its minutes.",
                     weeks.count(), ridden, *planned, share_that_counts * 100.0);
}

std::string ride_in_words(const KeptRide& ride) {
  const RideSummary& sum = ride.summary;
  std::string text = fmt::format("{}{}\n{}, {}\n", profiles::printable(sum.title),
                                 sum.simulated ? " (SIMULATED)" : "", begin_text(sum),
                                 profiles::printable(sum.id));
  const auto row = [&text](std::string_view label, const std::string& value) {
    text += fmt::format("  {:<22}{}\n", label, value);
  };
  row("ridden", fmt::format("{} of {}", clock_text(sum.ridden), clock_text(planned(sum))));
  row("ended", end_text(sum));
  row("work", fmt::format("{:.1f} kJ, {:.0f} turns", sum.work.count() / 1000.0, sum.revolutions));
  row("over a cap", fmt::format("{}, {} of it with resistance", clock_text(sum.over_cap),
                                clock_text(sum.over_cap_loaded)));
  row("torque", fmt::format("{} mean, {} highest", amount(sum.torque_mean, 1, "N m"),
                            amount(sum.torque_peak, 1, "N m")));
  row("cadence", fmt::format("{}, steady to {}", amount(sum.cadence_mean, 0, "rpm"),
                             amount(sum.cadence_deviation, 1, "rpm")));
  row("power", amount(sum.power_mean, 0, "W"));
  if (sum.heart_rate_mean) row("heart rate", amount(sum.heart_rate_mean, 0, "bpm"));
  row("knee", fmt::format("{} before, {} at most, {} after", score(sum.pain_before),
                          score(sum.pain_peak), score(sum.pain_after)));
  if (sum.morning) {
    const bool swollen = sum.morning->swelling.value_or(false);
    row("next morning", !sum.morning->pain && !sum.morning->swelling
                            ? "not answered"
                            : score(sum.morning->pain) + (swollen ? ", swollen" : ""));
  }
  if (sum.floor) {
    row("floor",
        amount(sum.floor, 1, "N m") +
            (sum.gear ? fmt::format(" in {} x {}", sum.gear->chainring, sum.gear->sprocket) : ""));
  }
  if (sum.trainer.number != 0) row("trainer", std::to_string(sum.trainer.number));
  if (!sum.note.empty()) row("note", profiles::printable(sum.note, longest_note));
  if (sum.cut) row("journal", "cut: the ride ended without closing it");
  if (sum.damaged_lines != 0) row("journal", fmt::format("{} damaged lines", sum.damaged_lines));
  text += "  what happened\n";
  for (const Mark& mark : ride.marks) {
    text += fmt::format("  {:>8}  {}\n", clock_text(mark.at), mark_text(mark));
  }
  return text;
}

nlohmann::json ride_as_json(const RideSummary& ride) {
  nlohmann::json object{{"id", ride.id},
                        {"began", utc_text(ride.began)},
                        {"day", day_text(day_of(ride))},
                        {"simulated", ride.simulated},
                        {"profile", ride.title},
                        {"profile_sha256", ride.profile_hash},
                        {"software", ride.software},
                        {"trainer", ride.trainer.number},
                        {"elapsed_s", in_seconds(ride.elapsed)},
                        {"ridden_s", in_seconds(ride.ridden)},
                        {"planned_s", in_seconds(planned(ride))},
                        {"work_j", ride.work.count()},
                        {"revolutions", ride.revolutions},
                        {"distance_m", ride.distance.count()},
                        {"over_cap_s", in_seconds(ride.over_cap)},
                        {"over_cap_loaded_s", in_seconds(ride.over_cap_loaded)},
                        {"breaches", ride.breaches},
                        {"eases", ride.eases},
                        {"end", end_text(ride)},
                        {"cut", ride.cut},
                        {"damaged_lines", ride.damaged_lines},
                        {"note", ride.note}};
  put(object, "cadence_mean_rpm", ride.cadence_mean);
  put(object, "cadence_deviation_rpm", ride.cadence_deviation);
  put(object, "power_mean_w", ride.power_mean);
  put(object, "torque_mean_nm", ride.torque_mean);
  put(object, "torque_peak_nm", ride.torque_peak);
  put(object, "heart_rate_mean_bpm", ride.heart_rate_mean);
  put(object, "heart_rate_peak_bpm", ride.heart_rate_peak);
  put(object, "floor_nm", ride.floor);
  put(object, "pain_before", ride.pain_before);
  put(object, "pain_peak", ride.pain_peak);
  put(object, "pain_after", ride.pain_after);
  if (ride.morning) {
    nlohmann::json morning{{"day", day_text(ride.morning->day)}};
    put(morning, "pain", ride.morning->pain);
    put(morning, "swelling", ride.morning->swelling);
    object["morning"] = std::move(morning);
  }
  return object;
}

nlohmann::json ride_as_json(const KeptRide& ride) {
  nlohmann::json object = ride_as_json(ride.summary);
  object["profile_text"] = ride.profile_text;
  object["events"] = nlohmann::json::array();
  for (const Mark& mark : ride.marks) object["events"].push_back(mark_as_json(mark));
  object["seconds"] = nlohmann::json::array();
  for (const Second& second : ride.seconds) object["seconds"].push_back(second_as_json(second));
  return object;
}

}  // namespace softpedal::commands
