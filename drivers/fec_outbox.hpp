// SPDX-License-Identifier: MIT
// Which acknowledged page goes to the trainer next, and when: a pure machine, without a word about
// safety beyond order. Section numbers are those of ant-fec.md.
//
// The rule of slots. A trainer hears one acknowledged page in each of its 250 ms slots. A slot
// begins with its broadcast, or with event 2 where that was missed (less than half a slot after the
// last one it is a repetition); where neither comes, 275 ms after our last page. No slot gets two
// pages, and none is written while another waits for its event 5 or 6. Within that:
//   - a set point that may be less than what the trainer holds goes out at once, in whatever part
//     of a slot that has had no page yet, else with the begin of the next one; when a page waits,
//     at its event 5 or 6;
//   - any other page also keeps 250 ms from the last one, so that broadcasts which a busy host
//     reads late and together do not count as two slots, and is not written in the last 50 ms of a
//     slot, where a broadcast that is already under way would be taken for one more.
//
// The order of pages. After each find: the release; 70 asking for 54 (until it was answered once,
// every 2 s, five times) and 55; the set point again. Then, the first that applies: a changed set
// point, 54 and 55 if still due or asked for again, the set point and 70 asking for 71 by turns
// while insisted on, 71 once about 0.5 s after a changed set point was delivered, the steady set
// point every 2 s, and about every 10 s 71 right before it: another controller's command is seen
// only there, and only until ours follows. The steady set point then waits for the answer, so that
// each look also moves its moment: a controller that always follows ours is met sooner or later.
// There is no queue: only the latest set point exists.
#pragma once

#include <cstdint>
#include <optional>

#include "app/core/clock.hpp"
#include "app/core/command.hpp"
#include "app/core/event.hpp"
#include "drivers/antplus/fec_control.hpp"

namespace softpedal::fec {

class Outbox {
 public:
  static constexpr Duration half_slot = 125ms;
  static constexpr Duration slot_by_time = 275ms;  // one slot and room for a late broadcast
  static constexpr Duration ordinary_gap = 250ms;
  static constexpr Duration ordinary_until = 200ms;   // in a slot
  static constexpr Duration status_after = 500ms;     // 4.16
  static constexpr Duration answer_limit = 2s;        // 4.16: for 54 and 71
  static constexpr Duration refresh_every = 2s;       // design.md 1.3
  static constexpr Duration check_every = 10s;        // whose set point it holds (4.15)
  static constexpr Duration look_limit = 750ms;       // so long a refresh waits for the answer
  static constexpr Duration failed_pause = 1s;        // before 54 or 55 is tried again
  static constexpr int ability_requests = 5;          // 4.16
  static constexpr std::uint8_t ability_answers = 2;  // each takes the place of a page 25 (4.12)
  static constexpr int user_tries = 5;
  static constexpr Duration user_again_after = 2s;   // page 25 has had time to notice page 55
  static constexpr Duration user_later_after = 30s;  // and where it goes on asking after
  static constexpr int user_askings = 5;             // so many of them
  static constexpr int status_tries = 3;             // of a request that was not delivered
  static constexpr int pending_tries = 5;            // of a status that is not final

  explicit Outbox(const UserConfiguration& user) : user_{user} {}

  void want(const Command& command);
  void found(Instant now);  // for the first time or again: nothing is known of the load it holds
  void lost();
  void slot_began(Instant now);

  // The page to write now, if any. Ask only when the channel can send; what is returned is taken
  // as written. `urgent_only`: just a set point that may be less than what the trainer holds.
  std::optional<Payload> next(Instant now, bool urgent_only);

  // The fate of the page that next() gave. What it means for the core, if anything.
  std::optional<Event> delivered(Instant now);
  std::optional<Event> not_delivered(Instant now);

  // Pages 54 and 71 from the trainer, asked for or not.
  std::optional<Event> take(const Abilities& abilities);
  std::optional<Event> take(const CommandReport& report, Instant now);

  // Page 25 says whether the trainer lacks its user configuration: one that does may refuse all
  // that it is asked, a release too (4.6, 4.10).
  void user_configuration(bool needed, Instant now);

  // Answers that did not come: call when event_at() is reached, until it gives nothing.
  std::optional<Event> pass(Instant now);
  [[nodiscard]] std::optional<Instant> event_at() const;
  // When next() may give a page without anything else happening, once the channel can send.
  [[nodiscard]] std::optional<Instant> write_at(Instant now) const;

  [[nodiscard]] bool waiting() const { return waiting_ != Page::None; }
  [[nodiscard]] const std::optional<Abilities>& abilities() const { return abilities_; }

 private:
  enum class Page : std::uint8_t { None, SetPoint, SecondHalf, AskAbilities, User, AskStatus };

  [[nodiscard]] SetPoint target() const;
  [[nodiscard]] bool slot_free(Instant now) const;
  [[nodiscard]] bool urgent() const;
  [[nodiscard]] Instant ordinary_from(Instant due) const;
  [[nodiscard]] bool introducing(Instant now) const;  // 54 or 55 is due
  [[nodiscard]] Instant refresh_at() const;
  [[nodiscard]] Page choose(Instant now) const;
  Payload write(Page page, Instant now);
  Payload write_set_point();
  void changed();
  std::optional<Event> set_point_delivered(Instant now);

  UserConfiguration user_;
  Command command_{};
  bool in_contact_ = false;

  // Slots
  std::optional<Instant> slot_began_{};
  std::optional<Instant> last_write_{};
  bool slot_used_ = false;
  Page waiting_ = Page::None;

  // Set point
  SetPoint waiting_set_point_{};
  bool released_first_ = false;  // in this contact
  bool settled_ = false;         // the target was delivered since it changed or last failed
  bool status_wanted_ = false;   // the target changed: its status is asked for once it is delivered
  bool half_done_ = false;       // of a set point of two pages
  bool repeat_ = false;          // once more, after 54 and 55
  bool held_known_ = false;      // in this contact
  Percent held_{};               // the most that the trainer may hold, where known
  Instant written_at_{};         // of the set point

  // 54 and 55
  std::optional<Abilities> abilities_{};  // once answered they stay known
  int abilities_left_ = 0;
  Instant abilities_at_{};
  std::optional<Instant> abilities_until_{};  // the last request stays unanswered
  int user_left_ = 0;
  Instant user_at_{};   // the next try, or the last delivery
  int user_asked_ = 0;  // by page 25 since it was last content

  // 71
  bool ask_next_ = false;  // while insisting: the turn of the request
  std::optional<Instant> status_at_{};
  Instant status_asked_at_{};  // the last time
  int status_left_ = 0;
  int pending_left_ = 0;
  std::optional<SetPoint> asked_about_{};  // an answer to it is awaited
  std::optional<Instant> status_until_{};
};

}  // namespace softpedal::fec
