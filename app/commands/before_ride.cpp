// SPDX-License-Identifier: MIT
#include "app/commands/before_ride.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "app/commands/commands.hpp"
#include "app/core/event.hpp"
#include "app/dashboard/words.hpp"
#include "app/shell/input.hpp"
#include "app/shell/intents.hpp"
#include "app/shell/signals.hpp"
#include "app/shell/timers.hpp"

namespace softpedal::commands {
namespace {

namespace words = ui::words;

class Questions {
 public:
  Questions(const Today& today, const PainRules& rules, const Rest& rest, Output& out)
      : rules_{rules}, rest_{rest}, out_{out}, answers_{.today = today} {}

  Answers ask() {
    if (answers_.today.red_flags) {
      ask_knee();
    } else {
      ask_red_flags();
    }
    timers_.run();
    out_.flush(std::chrono::seconds{2});
    return answers_;
  }

 private:
  enum class Step { RedFlags, Sure, Knee, Anyway, Over };

  void ask_red_flags() {
    step_ = Step::RedFlags;
    std::string text = fmt::format("{}\n", words::gate_question.english());
    for (const Word& line : words::red_flags) text += fmt::format("  - {}\n", line.english());
    out_.write(text + "y: one or more, n: none of these, Esc: no ride.  ");
  }

  void ask_again() {
    step_ = Step::Sure;
    out_.write("yes\nThen there is no ride today. Is that so?  y: yes, n: ask again.  ");
  }

  void ask_knee() {
    step_ = Step::Knee;
    out_.write(fmt::format("{}\n0 {} ... 10 {}. {}\n0 to 10, Esc: no ride.  ",
                           words::pain_question.english(), words::pain_none.english(),
                           words::pain_worst.english(), what_it_does()));
  }

  // What the last ride asks for is nothing to be asked about where the answers forbid a ride.
  void ask_anyway() {
    const Gate gate = may_start(answers_.today, {answers_.score, rules_}, {}, rest_);
    if (gate.closed != ClosedBy::Caution) return over();
    step_ = Step::Anyway;
    answers_.anyway = gate.cautions;
    out_.write(fmt::format("{}\nRide anyway?  y: yes, n or Esc: no ride.  ", against_it(gate)));
  }

  [[nodiscard]] std::string what_it_does() const {
    std::string text = "Today";
    for (int score = 0, from = 0; score <= worst_pain; ++score) {
      const PainMeans means = pain_means_before(rules_, score);
      if (score < worst_pain && means == pain_means_before(rules_, score + 1)) continue;
      const char* does = means == PainMeans::GoOn           ? "go on"
                         : means == PainMeans::NoResistance ? "no resistance"
                                                            : "no ride";
      text += fmt::format(
          "{} {}: {}", from == 0 ? "" : ",",
          from == score ? fmt::format("{}", score) : fmt::format("{} to {}", from, score), does);
      from = score + 1;
    }
    return text + ".";
  }

  void hear(std::string_view bytes) {
    for (const char c : bytes) {
      if (step_ == Step::Over) return;
      if (step_ != Step::Knee) answer(c);
      keys_.take({&c, 1});
    }
  }

  void answer(char c) {
    const bool yes = c == 'y' || c == 'Y';
    if (!yes && c != 'n' && c != 'N') return;
    if (step_ == Step::Anyway) {
      out_.write(yes ? "yes\n" : "no\n");
      return yes ? over() : leave();
    }
    if (step_ == Step::RedFlags && yes) return ask_again();
    if (step_ == Step::Sure && !yes) {
      out_.write("no\n");
      return ask_red_flags();
    }
    answers_.today.red_flags = yes;
    out_.write(yes ? "yes\n" : "no\n");
    if (yes) return over();
    ask_knee();
  }

  void pressed(const Event& event) {
    if (step_ == Step::Over) return;
    const auto* pain = std::get_if<Pain>(&event);
    if (pain != nullptr && step_ == Step::Knee) {
      answers_.score = pain->score;
      out_.write(fmt::format("{}\n", pain->score));
      return ask_anyway();
    }
    if (event == Event{Intent::Stop}) leave();
  }

  void leave() {
    answers_.left = true;
    out_.write("\n");
    over();
  }

  void over() {
    step_ = Step::Over;
    timers_.stop();
  }

  const PainRules rules_;
  const Rest rest_;
  Output& out_;
  Answers answers_;
  Step step_ = Step::RedFlags;
  asio::io_context io_{1};
  SteadyTimers timers_{io_};
  KeyMode key_mode_{STDIN_FILENO};
  KeyReader keys_{timers_, [this](const Event& event) { pressed(event); }};
  Input input_{io_, timers_, STDIN_FILENO, [this](std::string_view bytes) { hear(bytes); },
               [this] { leave(); }};
  Signals signals_{io_, [this](int signal) {
                     answers_.signal = signal;
                     leave();
                   }};
};

std::string time_in_words(std::chrono::local_seconds when) {
  const bool today_too =
      std::chrono::floor<std::chrono::days>(when) == std::chrono::local_days{today()};
  const auto seconds = std::chrono::sys_seconds{when.time_since_epoch()};  // of no zone
  return today_too ? fmt::format("{:%H:%M}", seconds) : fmt::format("{:%Y-%m-%d %H:%M}", seconds);
}

}  // namespace

std::string against_it(const Gate& gate) {
  std::vector<std::string> all;
  if (gate.not_before) {
    all.push_back(
        fmt::format(fmt::runtime(words::too_soon.english()), time_in_words(*gate.not_before)));
  }
  if (gate.cautions.worse) all.emplace_back(words::worse_that_morning.english());
  if (gate.cautions.swollen) all.emplace_back(words::swollen_that_morning.english());
  if (gate.cautions.unknown) all.emplace_back(words::last_ride_unknown.english());
  return fmt::format("{}", fmt::join(all, " "));
}

std::string refusal_of(const Gate& gate) {
  std::string text{gate.sentence};
  if (gate.closed != ClosedBy::TooSoon) return text;
  return text + ' ' + against_it(gate);
}

Answers ask_before_ride(const Today& today, const PainRules& rules, const Rest& rest, Output& out) {
  return Questions{today, rules, rest, out}.ask();
}

std::optional<std::string> unanswered(const Today& today, bool score_known) {
  if (today.red_flags && score_known) return std::nullopt;
  if (score_known) {
    return "nobody said whether a red flag holds today: say red_flags yes or no before the ride.";
  }
  const std::string knee =
      "how much the knee hurts was not said before the ride (pain_before 0 to 10): any pain in it "
      "counts as risen from 0";
  if (today.red_flags) return knee + ".";
  return knee + ", and nobody said whether a red flag holds today (red_flags yes or no).";
}

}  // namespace softpedal::commands
