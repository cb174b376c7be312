// SPDX-License-Identifier: MIT
#include "app/commands/decide_again.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "app/core/journal_line.hpp"
#include "app/core/session.hpp"

namespace softpedal::commands {
namespace {

// A journal holds a decision only where it changed, so each side is what holds after an event.
class Comparison {
 public:
  // The rider chose another one before Start, or another ride begins: that one has a clock of its
  // own, and a session that was started takes no other prescription.
  void prescribed(const Prescription& prescription, Instant at) {
    const bool same_ride = session_ && at >= at_ && prescribe(*session_, prescription);
    if (!same_ride) begin(prescription);
    at_ = at;
  }

  // False: there is no prescription to decide by.
  [[nodiscard]] bool decide(const Event& event, Instant at, std::size_t line) {
    if (!session_) return false;
    compare();
    ++result_.events;
    const Decision decision = step(*session_, event, at);
    if (decided_ != decision) ++result_.decisions;
    decided_ = decision;
    event_ = to_text({at, event});
    at_ = at;
    line_ = line;
    return true;
  }

  void recorded(const Decision& decision) { recorded_ = decision; }

  // `cut`: the ride ended in mid-writing, so the last event may lack its decision.
  [[nodiscard]] DecidedAgain finish(bool cut) {
    if (!cut) compare();
    return std::move(result_);
  }

 private:
  using Pair = std::pair<std::optional<Decision>, std::optional<Decision>>;

  void begin(const Prescription& prescription) {
    ++result_.rides;
    session_ = new_session(prescription);
    recorded_.reset();
    decided_.reset();
    reported_.reset();
  }

  void compare() {
    const Pair now{recorded_, decided_};
    if (recorded_ == decided_) {
      reported_.reset();
      return;
    }
    if (reported_ == now) return;  // it only lasts
    reported_ = now;
    const auto text = [this](const std::optional<Decision>& decision) {
      return decision ? to_text({at_, *decision}) : std::string{};
    };
    result_.differences.push_back({line_, event_, text(recorded_), text(decided_)});
  }

  DecidedAgain result_{};
  std::optional<Session> session_{};
  std::optional<Decision> recorded_{}, decided_{};
  std::optional<Pair> reported_{};
  std::string event_{};
  Instant at_{};
  std::size_t line_ = 0;
};

}  // namespace

Result<DecidedAgain> decide_again(std::istream& journal, std::string_view file_name) {
  Comparison comparison;
  bool cut = false;
  std::string text;
  for (std::size_t number = 1; std::getline(journal, text); ++number) {
    const bool torn = journal.eof();  // no line end behind it
    if (torn || text.starts_with("# cut:")) cut = true;
    const auto line = parse_journal_line(text);
    if (!line) {
      if (torn) break;
      return tl::unexpected{Fault{
          FaultCode::BadFile, fmt::format("{}:{}: {}", file_name, number, line.error().sentence)}};
    }
    if (!*line) continue;
    const auto& what = (*line)->what;
    if (const auto* prescription = std::get_if<Prescription>(&what)) {
      comparison.prescribed(*prescription, (*line)->at);
    } else if (const auto* decision = std::get_if<Decision>(&what)) {
      comparison.recorded(*decision);
    } else if (std::holds_alternative<Second>(what)) {
      continue;  // what was shown follows from what was decided
    } else if (!comparison.decide(std::get<Event>(what), (*line)->at, number)) {
      return tl::unexpected{
          Fault{FaultCode::BadFile, fmt::format("{}:{}: an event stands before the prescription: "
                                                "the beginning of this journal is missing.",
                                                file_name, number)}};
    }
  }
  return comparison.finish(cut);
}

}  // namespace softpedal::commands
