// SPDX-License-Identifier: MIT
#include "app/records/journal_ride.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "app/core/caps.hpp"
#include "app/core/journal_line.hpp"
#include "app/core/remark.hpp"
#include "app/files/own_file.hpp"
#include "app/records/hash.hpp"
#include "app/records/trace.hpp"

namespace softpedal::records {
namespace {

// A second is written within an event of its end.
constexpr Duration off_at_most = 1s;
// softpedal 0.1.0 counted as ridden what passed from the last event before Start: that is no
// damage, and no riding either.
constexpr Duration before_start_at_most = 1s;

bool is_ease(Why why) {
  return why == Why::Eased || why == Why::EasedByPain || why == Why::EasedByWindow;
}

Breaches by_cap(const std::vector<Mark>& marks) {
  Breaches of;
  for (const Mark& mark : marks) {
    if (mark.kind != Mark::Kind::Breach) continue;
    if (mark.why == Why::TorqueMeanCap) ++of.torque_mean;
    if (mark.why == Why::TorquePeakCap) ++of.torque_peak;
    if (mark.why == Why::PowerCap) ++of.power;
    if (mark.why == Why::HeartRateCap) ++of.heart_rate;
    if (mark.why == Why::FloorOverCap || mark.why == Why::FloorOverCapLong) ++of.floor;
  }
  return of;
}

bool is_link(Why why) { return why == Why::LinkLate || why == Why::LinkLost; }

bool is_trouble(Why why) {
  return why == Why::TrainerRefused || why == Why::AnotherController || why == Why::TorqueUnknown;
}

bool is_over(Phase phase) { return phase == Phase::Ending || phase == Phase::Ended; }

template <class Unit>
class Mean {
 public:
  void add(const std::optional<Unit>& value) {
    if (!value) return;
    sum_ = sum_ + *value;
    ++count_;
  }
  [[nodiscard]] std::optional<Unit> value() const {
    if (count_ == 0) return std::nullopt;
    return sum_ / count_;
  }

 private:
  Unit sum_{};
  int count_ = 0;
};

template <class Unit>
void raise(std::optional<Unit>& most, const std::optional<Unit>& value) {
  if (value && (!most || *value > *most)) most = value;
}

// Of lines in their order.
class Reading {
 public:
  explicit Reading(std::string id) { ride_.summary.id = std::move(id); }

  void take(const JournalLine& line) {
    if (!first_) first_ = line.at;
    if (const auto* rx = std::get_if<Prescription>(&line.what)) {
      if (seconds_.empty()) summary().prescription = *rx;
    } else if (const auto* second = std::get_if<Second>(&line.what)) {
      seconds_.push_back({line.at, *second});
    } else if (const auto* decision = std::get_if<Decision>(&line.what)) {
      happened_.push_back({line.at, decision->why});
    } else if (const auto* pain = std::get_if<Pain>(&std::get<Event>(line.what))) {
      happened_.push_back({line.at, *pain});
    } else if (const auto* found = std::get_if<TrainerFound>(&std::get<Event>(line.what))) {
      found_ = found->number;
    }
  }

  void take(const Remark& remark) {
    std::visit([this](const auto& r) { take(r); }, remark);
  }

  // There were seconds, and none of them can be believed.
  [[nodiscard]] bool refused() const { return refused_; }

  [[nodiscard]] std::optional<KeptRide> finish(int& damaged_lines) {
    if (seconds_.empty()) return std::nullopt;
    began_ = usual_begin();
    for (const auto& [at, second] : seconds_) {
      if (!keep(at, second)) ++damaged_lines;
    }
    if (ride_.seconds.empty()) {
      refused_ = true;
      return std::nullopt;
    }
    if (ride_.seconds.back().ridden <= Duration{0}) return std::nullopt;
    for (const auto& [at, what] : happened_) {
      std::visit([this, at = at](const auto& w) { take(w, at); }, what);
    }
    std::ranges::stable_sort(ride_.marks, {}, &Mark::at);
    summary().damaged_lines = damaged_lines;
    if (summary().trainer.number == 0) summary().trainer.number = found_;
    summary().began = riding_since_.value_or(
        opened_ + std::chrono::floor<std::chrono::seconds>(began_ - *first_));
    sum_up();
    return std::move(ride_);
  }

 private:
  RideSummary& summary() { return ride_.summary; }

  // Each second says when Start took effect; one digit that is wrong is outvoted.
  [[nodiscard]] Instant usual_begin() const {
    std::vector<Instant> said;
    for (const auto& [at, second] : seconds_) said.push_back(at - second.elapsed);
    const auto middle = said.begin() + static_cast<std::ptrdiff_t>(said.size() / 2);
    std::nth_element(said.begin(), middle, said.end());
    return *middle;
  }

  // False: it contradicts its own time, or the others.
  bool keep(Instant at, Second second) {
    const Duration off = at - second.elapsed - began_;
    const bool fits = off < off_at_most && off > -off_at_most &&
                      second.ridden <= second.elapsed + before_start_at_most;
    if (!fits) return false;
    second.ridden = std::min(second.ridden, second.elapsed);
    auto& seconds = ride_.seconds;
    const bool over = is_over(second.phase);
    // A late link tells of no pause, though softpedal 0.1.0 called it one: what was goes on.
    const bool late = second.phase == Phase::Paused && second.why == Why::LinkLate;
    if (late && !seconds.empty()) second.phase = seconds.back().phase;
    if (!seconds.empty() && second.elapsed <= seconds.back().elapsed) {
      // What ended the ride may come with the second that was just kept.
      if (!over || second.elapsed < seconds.back().elapsed) return false;
      seconds.pop_back();
    }
    const bool another = seconds.empty() || seconds.back().phase != second.phase;
    if (another && !over) {
      ride_.marks.push_back(
          {.at = second.elapsed, .kind = Mark::Kind::Phase, .phase = second.phase});
    }
    seconds.push_back(second);
    return true;
  }

  // Decisions are written when they change.
  void take(Why why, Instant at) {
    const Why before = std::exchange(why_, why);
    if (why == before) return;
    if (is_link(before) && !is_link(why)) mark(at, Mark::Kind::Link, Why::OnTarget);
    if (is_ease(before) && !is_ease(why)) mark(at, Mark::Kind::Resume, why);
    if (is_ease(why)) mark(at, Mark::Kind::Ease, why);
    if (over_a_cap(why) && !over_a_cap(before)) mark(at, Mark::Kind::Breach, why);
    if (is_link(why)) mark(at, Mark::Kind::Link, why);
    if (is_trouble(why)) mark(at, Mark::Kind::Trouble, why);
  }

  void take(const Pain& pain, Instant at) {
    auto& peak = summary().pain_peak;
    peak = std::max(peak.value_or(pain.score), pain.score);
    if (pain.before_ride) {
      summary().pain_before = pain.score;
    } else {
      mark(at, Mark::Kind::Pain, Why::Connecting, pain.score);
    }
  }

  void take(const SoftwareRemark& r) { summary().software = "softpedal " + r.version; }
  void take(const BeganRemark& r) { opened_ = r.at; }
  void take(const RidingRemark& r) {
    riding_since_ = r.at;
    summary().utc_offset = r.utc_offset;
  }
  void take(const ProfileRemark& r) { summary().title = r.name; }
  void take(const PlanRemark& r) { summary().sessions_per_week = r.sessions_per_week; }
  void take(const ProfileTextRemark& r) {
    ride_.profile_text = r.text;
    summary().profile_hash = sha256(r.text);
  }
  void take(const StickRemark& r) { summary().stick = r.stick; }
  void take(const SimulatedRemark&) { summary().simulated = true; }
  void take(const TrainerRemark& r) { summary().trainer = r.trainer; }
  void take(const AfterPainRemark& r) { summary().pain_after = r.score; }
  void take(const AfterNoteRemark& r) { summary().note = r.note; }
  void take(const MorningRemark& r) { summary().morning = r.morning; }
  void take(const CutRemark&) { summary().cut = true; }

  // What happened before Start took effect, or after the end, is none of the ride's.
  void mark(Instant at, Mark::Kind kind, Why why, int score = 0) {
    const Second& last = ride_.seconds.back();
    const Duration since = at - began_;
    if (since < Duration{0} || (is_over(last.phase) && since >= last.elapsed)) return;
    ride_.marks.push_back({.at = since, .kind = kind, .why = why, .score = score});
  }

  void sum_up() {
    RideSummary& sum = summary();
    const Second& last = ride_.seconds.back();
    sum.elapsed = last.elapsed;
    sum.ridden = last.ridden;
    sum.work = last.work;
    sum.revolutions = last.revolutions;
    sum.over_cap = last.over_cap;
    sum.over_cap_loaded = last.over_cap_loaded;
    sum.cadence_deviation = last.cadence_deviation;
    if (is_over(last.phase)) {
      sum.end = last.why;
      ride_.marks.push_back({.at = last.elapsed, .kind = Mark::Kind::End, .why = last.why});
    }
    const auto count = [this](Mark::Kind kind) {
      return static_cast<int>(std::ranges::count(ride_.marks, kind, &Mark::kind));
    };
    sum.breaches = count(Mark::Kind::Breach);
    sum.breaches_of = by_cap(ride_.marks);
    sum.eases = count(Mark::Kind::Ease);
    Mean<Rpm> cadence;
    Mean<Watts> power;
    Mean<NewtonMetres> torque;
    Mean<Bpm> heart;
    const Second* before = nullptr;
    for (const Second& second : ride_.seconds) {
      const bool paused = second.phase == Phase::Paused;
      const bool turning = !paused && second.cadence && *second.cadence > Rpm{0.0};
      if (turning) cadence.add(second.cadence);
      if (turning) power.add(second.power);
      if (turning) torque.add(second.torque_mean);
      heart.add(second.heart_rate);
      raise(sum.torque_peak, second.torque_reading);
      raise(sum.heart_rate_peak, second.heart_rate);
      if (second.floor) {
        sum.floor = second.floor;
        sum.floor_deviation = second.floor_deviation;
        sum.gear.reset();
        if (second.chainring != 0) sum.gear = Gear{second.chainring, second.sprocket};
      }
      sum.power_calibration_needed |= second.power_calibration_needed;
      sum.resistance_calibration_needed |= second.resistance_calibration_needed;
      sum.numbers_unverified |= second.numbers_unverified;
      if (before != nullptr && second.speed && !paused) {
        const Duration step = std::min(second.elapsed - before->elapsed, longest_step);
        sum.distance = sum.distance + Metres{second.speed->count() * in_seconds(step)};
      }
      before = &second;
    }
    sum.cadence_mean = cadence.value();
    sum.power_mean = power.value();
    sum.torque_mean = torque.value();
    sum.heart_rate_mean = heart.value();
  }

  struct ASecond {
    Instant at;
    Second second;
  };
  struct Happened {
    Instant at;
    std::variant<Why, Pain> what;
  };
  std::vector<ASecond> seconds_{};    // as they stand in the journal
  std::vector<Happened> happened_{};  // the same
  KeptRide ride_{};
  std::optional<Instant> first_{};  // of any line
  Instant began_{};                 // Start took effect
  std::uint32_t found_ = 0;         // the trainer, of a ride that was cut
  std::chrono::sys_seconds opened_{};
  std::optional<std::chrono::sys_seconds> riding_since_{};
  Why why_ = Why::Connecting;
  bool refused_ = false;
};

constexpr std::string_view mark_of_a_remark = "# ";

// Ticks and pages are most of a journal, and tell the history nothing that a second does not.
bool passed_over(std::string_view line) {
  const auto space = line.find(' ');
  const std::string_view kind = line.substr(std::min(space, line.size() - 1) + 1);
  return kind == "tick" || kind.starts_with("trainer_data ") || kind.starts_with("general_data ") ||
         kind.starts_with("sensor ");
}

}  // namespace

JournalRide parse_journal(std::string_view text, std::string id) {
  JournalRide result{.bytes = text.size()};
  Reading reading{std::move(id)};
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with(mark_of_a_remark)) {
      const auto remark = parse_remark(line.substr(mark_of_a_remark.size()));
      if (remark) reading.take(*remark);
      continue;
    }
    if (line.empty() || passed_over(line)) continue;
    const auto parsed = parse_journal_line(line);
    if (!parsed) {
      ++result.damaged_lines;
    } else if (*parsed) {
      reading.take(**parsed);
    }
  }
  result.ride = reading.finish(result.damaged_lines);
  result.refused = reading.refused();
  return result;
}

Result<JournalRide> read_journal(const std::filesystem::path& journal) {
  const auto text = read_own(journal, most_of_a_journal);
  if (!text) {
    return tl::unexpected(
        Fault{FaultCode::BadFile,
              fmt::format("Cannot read the journal {}: {}.", journal.string(), text.error().why)});
  }
  auto read = parse_journal(*text, journal.stem().string());
  const bool ours = read.ride || text->starts_with("# softpedal ") || text->empty();
  if (!ours) {
    return tl::unexpected(Fault{
        FaultCode::BadFile,
        fmt::format("{} is no journal of softpedal: it is left as it is.", journal.string())});
  }
  return read;
}

}  // namespace softpedal::records
