// SPDX-License-Identifier: MIT
#include "app/commands/ride_view.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>
#include <vector>

#include "app/commands/floor_words.hpp"
#include "app/core/gate.hpp"

namespace softpedal::commands {
namespace {

using Json = nlohmann::ordered_json;

std::string minutes(Duration time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).count();
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

template <class Unit>
std::string digits(const std::optional<Unit>& value, int places) {
  return value ? fmt::format("{:.{}f}", value->count(), places) : std::string{"--"};
}

std::string bar(double share, std::size_t width, char filled = '#', char empty = '-') {
  const double within = std::clamp(share, 0.0, 1.0);
  const auto count = static_cast<std::size_t>(std::lround(within * static_cast<double>(width)));
  return std::string(count, filled) + std::string(width - count, empty);
}

// The coach's words behind the reason, unless they are the same.
std::string coached(const Snapshot& s) {
  const std::string words = advice_in_words(s.gear_advice);
  return words.empty() || words == sentence(s.why) ? std::string{} : ". " + words;
}

// What the trainer needs and what its numbers are worth: facts, and nothing that is done about
// them.
std::string care_in_words(const Snapshot& s) {
  std::string text;
  const auto add = [&text](const std::string& sentence) {
    if (!text.empty()) text += ' ';
    text += sentence;
  };
  if (s.resistance_calibration_needed) {
    add("The trainer asks for a spin-down (30 km/h, then coasting): not with a sore knee, and none "
        "is started here.");
  }
  if (s.power_calibration_needed) {
    add("The trainer asks for a zero offset of its power: its numbers may be off.");
  }
  if (s.numbers_unverified && s.meter_difference) {
    add(fmt::format("The power meter reads {:+.0f} %: the trainer's numbers are unverified.",
                    *s.meter_difference * 100.0));
  }
  return text;
}

std::string brake_in_words(const Snapshot& s) {
  return letting_go(s) ? std::string{"letting go"} : fmt::format("{:.1f} %", s.resistance.count());
}

std::string named(Phase phase) {
  std::string text{word(phase)};
  std::ranges::replace(text, '_', '-');
  return text;
}

// --- for programs -----------------------------------------------------------------------------

double rounded(double value) { return std::round(value * 1000.0) / 1000.0; }

template <class Unit>
Json number(const std::optional<Unit>& value) {
  return value ? Json(rounded(value->count())) : Json(nullptr);
}

Json json_of(const Snapshot& snapshot, Instant now, bool simulated) {
  const auto& floor = snapshot.floor_here;
  const auto& difference = snapshot.meter_difference;
  const std::string advice = advice_in_words(snapshot.gear_advice);
  return {
      {"t_s", rounded(in_seconds(now - Instant{}))},
      {"phase", word(snapshot.phase)},
      {"cadence_rpm", number(snapshot.cadence)},
      {"power_w", number(snapshot.power)},
      {"torque_nm", number(snapshot.torque_mean)},
      {"torque_reading_nm", number(snapshot.torque_reading)},
      {"resistance_percent", rounded(snapshot.resistance.count())},
      {"why", word(snapshot.why)},
      {"remaining_s", rounded(in_seconds(snapshot.remaining))},
      {"link", word(snapshot.link)},
      {"released", snapshot.release == ReleaseState::Confirmed},
      {"pain_due", snapshot.pain_due},
      {"heart_rate_bpm", number(snapshot.heart_rate)},
      {"speed_mps", number(snapshot.speed)},
      {"gear", snapshot.gear ? Json(gear_text(*snapshot.gear)) : Json(nullptr)},
      {"floor_nm", floor ? Json(rounded(floor->torque.count())) : Json(nullptr)},
      {"floor_deviation_nm", floor ? Json(rounded(floor->deviation.count())) : Json(nullptr)},
      {"advice", advice.empty() ? Json(nullptr) : Json(advice)},
      {"meter_power_w", number(snapshot.meter_power)},
      {"meter_difference", difference ? Json(rounded(*difference)) : Json(nullptr)},
      {"unverified", snapshot.numbers_unverified},
      {"power_calibration_needed", snapshot.power_calibration_needed},
      {"resistance_calibration_needed", snapshot.resistance_calibration_needed},
      {"target_flag", snapshot.target_flag},
      {"simulated", simulated},
  };
}

class JsonView final : public RideView {
 public:
  JsonView(Output& out, RideTitle title) : out_{out}, title_{std::move(title)} {}

  void show(const Snapshot& snapshot, Instant now) override {
    const bool changed = !shown_ || shown_->phase != snapshot.phase ||
                         shown_->why != snapshot.why || shown_->resistance != snapshot.resistance ||
                         shown_->gear_advice != snapshot.gear_advice;
    if (!changed && now < due_) return;
    due_ = now + 1s;
    shown_ = snapshot;
    say(json_of(snapshot, now, title_.simulated));
  }

  void end(const RideEnd& end, Instant now) override {
    Json last = json_of(end.last, now, title_.simulated);
    last["phase"] = word(Phase::Ended);
    last["exit_status"] = end.exit_status;
    last["trainer"] = end.trainer != 0 ? Json(end.trainer) : Json(nullptr);
    last["fault"] = end.fault ? Json(end.fault->sentence) : Json(nullptr);
    last["ridden_s"] = rounded(in_seconds(end.last.ridden));
    last["work_j"] = rounded(end.last.work.count());
    last["crank_revolutions"] = rounded(end.last.revolutions);
    last["over_cap_s"] = rounded(in_seconds(end.last.over_cap));
    last["pain_peak"] = end.last.pain_peak ? Json(*end.last.pain_peak) : Json(nullptr);
    out_.flush(1s);  // the trainer is let go: the outcome may wait for room where others may not
    say(last);
  }

 private:
  void say(const Json& object) {
    out_.write(object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
  }

  Output& out_;
  RideTitle title_;
  std::optional<Snapshot> shown_{};
  Instant due_{};
};

// --- for people -------------------------------------------------------------------------------

std::string progress_line(const Snapshot& s) {
  const Duration done = s.planned - s.remaining;
  const double share = s.planned > 0s ? in_seconds(done) / in_seconds(s.planned) : 0.0;
  return fmt::format("[{}] {} left of {}", bar(share, 44), minutes(s.remaining),
                     minutes(s.planned));
}

// The bar reaches to the peak cap; a mark stands at the cap of the mean.
std::string torque_line(const Snapshot& s) {
  constexpr std::size_t width = 44;
  const double full = std::max(s.torque_peak_cap.count(), 0.1);
  std::string drawn = bar(s.torque_mean.value_or(NewtonMetres{}).count() / full, width);
  const auto mark = static_cast<std::size_t>(
      std::clamp(s.torque_mean_cap.count() / full, 0.0, 1.0) * static_cast<double>(width - 1));
  drawn[mark] = '|';
  return fmt::format("[{}] {} of {:.1f} Nm", drawn, digits(s.torque_mean, 1),
                     s.torque_mean_cap.count());
}

class TerminalView final : public RideView {
 public:
  TerminalView(Output& out, RideTitle title) : out_{out}, title_{std::move(title)} {}

  void show(const Snapshot& s, Instant now) override {
    const bool changed = !shown_ || shown_->phase != s.phase || shown_->why != s.why;
    if (!changed && now < due_) return;
    due_ = now + 500ms;
    shown_ = s;
    draw({
        fmt::format("{}{}   {}   link {}", title_.simulated ? "SIMULATED   " : "", title_.profile,
                    named(s.phase), word(s.link)),
        fmt::format("  time    {}", progress_line(s)),
        fmt::format("  torque  {}", torque_line(s)),
        fmt::format("  cadence {:>4} rpm ({:.0f} to {:.0f})   {:>4} W   heart {}   brake {}",
                    digits(s.cadence, 0), s.cadence_low.count(), s.cadence_high.count(),
                    digits(s.power, 0), digits(s.heart_rate, 0), brake_in_words(s)),
        fmt::format("  {}{}{}", sentence(s.why), coached(s),
                    s.pain_due ? "   How much does the knee hurt right now? 0 to 10" : ""),
        "  " + care_in_words(s),
        "  Space ease  Esc stop  p pause  0-9 pain (1 0: ten)  s sharp  l lock  g give way",
    });
  }

  void end(const RideEnd& end, Instant) override { out_.write(outcome_in_words(end)); }

 private:
  void draw(const std::vector<std::string>& lines) {
    winsize size{};
    const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
    const std::size_t width = known ? size.ws_col - 1U : 79U;
    std::string block = drawn_ > 0 ? fmt::format("\x1b[{}A\r", drawn_) : std::string{};
    for (const auto& line : lines) block += line.substr(0, width) + "\x1b[K\n";
    drawn_ = lines.size();
    out_.write(block);
  }

  Output& out_;
  RideTitle title_;
  std::optional<Snapshot> shown_{};
  Instant due_{};
  std::size_t drawn_ = 0;
};

class LinesView final : public RideView {
 public:
  LinesView(Output& out, RideTitle title) : out_{out}, title_{std::move(title)} {}

  void show(const Snapshot& s, Instant now) override {
    const bool changed = !shown_ || shown_->phase != s.phase || shown_->why != s.why ||
                         shown_->gear_advice != s.gear_advice;
    if (!changed && now < due_) return;
    due_ = now + 5s;
    shown_ = s;
    // Said once, and again only when it changed: the meter's figure moves all the time.
    const auto needs = std::tuple{s.resistance_calibration_needed, s.power_calibration_needed,
                                  s.numbers_unverified && s.meter_difference};
    if (std::exchange(needs_, needs) != needs) {
      if (const auto care = care_in_words(s); !care.empty()) out_.write(care + "\n");
    }
    out_.write(
        fmt::format("{}{:>6}  {:<10}  {:>4} rpm  {:>4} W  {:>4} of {:.1f} Nm  brake {}{}  {} "
                    "left  {}{}\n",
                    title_.simulated ? "SIMULATED " : "", minutes(now - Instant{}), named(s.phase),
                    digits(s.cadence, 0), digits(s.power, 0), digits(s.torque_mean, 1),
                    s.torque_mean_cap.count(), brake_in_words(s),
                    s.heart_rate ? fmt::format("  heart {:.0f}", s.heart_rate->count()) : "",
                    minutes(s.remaining), sentence(s.why), coached(s)));
  }

  void end(const RideEnd& end, Instant) override { out_.write(outcome_in_words(end)); }

 private:
  Output& out_;
  RideTitle title_;
  std::optional<Snapshot> shown_{};
  std::tuple<bool, bool, bool> needs_{};
  Instant due_{};
};

}  // namespace

std::unique_ptr<RideView> json_view(Output& out, RideTitle title) {
  return std::make_unique<JsonView>(out, std::move(title));
}
std::unique_ptr<RideView> terminal_view(Output& out, RideTitle title) {
  return std::make_unique<TerminalView>(out, std::move(title));
}
std::unique_ptr<RideView> lines_view(Output& out, RideTitle title) {
  return std::make_unique<LinesView>(out, std::move(title));
}

std::string json_of_rescue(bool confirmed, int status) {
  Json last = json_of({}, Instant{}, false);
  for (const char* unknown : {"t_s", "remaining_s", "pain_due"}) last[unknown] = nullptr;
  last["phase"] = word(Phase::Ended);
  last["why"] = "ride_died";
  last["link"] = word(LinkHealth::Lost);
  if (!confirmed) last["resistance_percent"] = nullptr;
  last["released"] = confirmed;
  last["exit_status"] = status;
  return last.dump() + "\n";
}

std::string outcome_in_words(const RideEnd& end) {
  if (end.trainer == 0) return {};  // nothing was ridden: the fault says it all
  const bool released = end.last.release == ReleaseState::Confirmed && !end.last.release_given_up;
  return fmt::format(
      "{}. Ridden {}, {:.1f} kJ, {:.0f} turns. {}\n", sentence(end.last.why),
      minutes(end.last.ridden), end.last.work.count() / 1000.0, end.last.revolutions,
      released ? "The trainer is released and confirmed it." : "The release is NOT confirmed.");
}

std::optional<std::string> complaint_of(const RideEnd& end) {
  if (end.last.release_given_up) {
    const std::string also = end.fault ? " " + end.fault->sentence : "";
    return fmt::format(
        "trainer {} did not confirm the release: stop pedalling and unplug the trainer.{}",
        end.trainer, also);
  }
  if (end.fault) return end.fault->sentence;
  if (end.last.why == Why::TrainerCannot) {
    return fmt::format(
        "trainer {} can only hold a target power, which gets harder when a rider slows down: it "
        "cannot be ridden gently, use another one.",
        end.trainer);
  }
  if (end.last.why == Why::NoGearReaches) return refusal_in_words(end.last, end.trainer);
  if (const auto by = closes_the_day(end.last.why)) return std::string{sentence(*by)};
  if (end.last.why == Why::DayClosed) return std::string{sentence(ClosedBy::RedFlags)};
  return std::nullopt;
}

}  // namespace softpedal::commands
