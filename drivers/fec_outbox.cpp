// SPDX-License-Identifier: MIT
#include "drivers/fec_outbox.hpp"

#include <algorithm>
#include <utility>

#include "drivers/antplus/common.hpp"
#include "drivers/antplus/fec.hpp"

namespace softpedal::fec {
namespace {

Percent level_of(const SetPoint& set_point) { return set_point.resistance.value_or(Percent{0.0}); }

Payload asking_for(std::uint8_t page, std::uint8_t answers) {
  return antplus::encode(antplus::PageRequest{.page = page, .answers = answers});
}

}  // namespace

// --- what is wanted ---------------------------------------------------------------------------

// Until a release was delivered in this contact, nothing else is asked of the trainer.
SetPoint Outbox::target() const {
  if (released_first_) return command_.set_point;
  return {.mode = command_.set_point.mode, .resistance = std::nullopt};
}

void Outbox::changed() {
  settled_ = false;
  status_wanted_ = true;
  half_done_ = false;
  status_at_.reset();
}

void Outbox::want(const Command& command) {
  const SetPoint before = target();
  if (command.insist && !command_.insist) ask_next_ = settled_;
  command_ = command;
  if (target() != before) changed();
}

void Outbox::found(Instant now) {
  in_contact_ = true;
  slot_began(now);
  waiting_ = Page::None;
  released_first_ = held_known_ = false;
  repeat_ = true;
  changed();
  abilities_left_ = abilities_ ? 0 : ability_requests;
  abilities_at_ = user_at_ = now;
  abilities_until_.reset();
  user_left_ = user_tries;
  ask_next_ = false;
  asked_about_.reset();
  status_until_.reset();
}

void Outbox::lost() {
  in_contact_ = false;
  waiting_ = Page::None;
  abilities_until_.reset();
  asked_about_.reset();
  status_until_.reset();
}

// --- which page, and when ---------------------------------------------------------------------

void Outbox::slot_began(Instant now) {
  if (slot_began_ && now - *slot_began_ < half_slot) return;
  slot_began_ = now;
  slot_used_ = false;
}

bool Outbox::slot_free(Instant now) const {
  return !last_write_ || !slot_used_ || now - *last_write_ >= slot_by_time;
}

bool Outbox::urgent() const { return !settled_ && (!held_known_ || level_of(target()) <= held_); }

bool Outbox::introducing(Instant now) const {
  return (abilities_left_ > 0 && now >= abilities_at_) || (user_left_ > 0 && now >= user_at_);
}

Outbox::Page Outbox::choose(Instant now) const {
  const Page set_point = half_done_ ? Page::SecondHalf : Page::SetPoint;
  if (!settled_) return set_point;
  if (command_.finished) return Page::None;
  if (introducing(now)) {
    const bool ask = abilities_left_ > 0 && now >= abilities_at_;
    return ask ? Page::AskAbilities : Page::User;
  }
  if (repeat_ || half_done_) return set_point;
  if (command_.insist) return ask_next_ ? Page::AskStatus : set_point;
  if (status_at_ && now >= *status_at_) return Page::AskStatus;
  if (now >= refresh_at()) return set_point;
  return Page::None;
}

// Not while the trainer may still tell whose command it held.
Instant Outbox::refresh_at() const {
  const Instant due = written_at_ + refresh_every;
  return status_until_ ? std::max(due, status_asked_at_ + look_limit) : due;
}

std::optional<Payload> Outbox::next(Instant now, bool urgent_only) {
  if (!in_contact_ || waiting_ != Page::None || !slot_free(now)) return std::nullopt;
  if (!urgent() && (urgent_only || now < ordinary_from(now))) return std::nullopt;
  const Page page = choose(now);
  if (page == Page::None) return std::nullopt;
  return write(page, now);
}

std::optional<Instant> Outbox::write_at(Instant now) const {
  if (!in_contact_ || waiting_ != Page::None) return std::nullopt;
  std::optional<Instant> due;
  const auto consider = [&](Instant at) { due = due ? std::min(*due, at) : at; };
  if (choose(now) != Page::None) {
    due = now;
  } else if (!command_.finished) {
    if (abilities_left_ > 0) consider(abilities_at_);
    if (user_left_ > 0) consider(user_at_);
    if (status_at_) consider(*status_at_);
    consider(refresh_at());
  }
  if (!due) return std::nullopt;
  if (!slot_free(now)) return std::max(*due, *last_write_ + slot_by_time);
  return urgent() ? *due : ordinary_from(*due);
}

// The first moment not before `due` that suits a page without hurry.
Instant Outbox::ordinary_from(Instant due) const {
  if (last_write_) due = std::max(due, *last_write_ + ordinary_gap);
  if (!slot_began_) return due;
  const Duration into_slot = due - *slot_began_;
  const bool next_is_due = into_slot >= ordinary_until && into_slot < slot_by_time;
  return next_is_due ? *slot_began_ + slot_by_time : due;
}

Payload Outbox::write(Page page, Instant now) {
  // So late in a slot, or by time: a broadcast that comes soon is of the slot that this page takes.
  if (!slot_began_ || now - *slot_began_ >= ordinary_until) slot_began_ = now;
  last_write_ = now;
  slot_used_ = true;
  waiting_ = page;
  switch (page) {
    case Page::AskAbilities:
      return asking_for(page54::number, ability_answers);
    case Page::User:
      --user_left_;
      return encode(user_);
    case Page::AskStatus:
      asked_about_ = command_.set_point;
      ask_next_ = false;
      status_at_.reset();
      status_asked_at_ = now;
      return asking_for(page71::number, 1);
    default:
      written_at_ = now;
      return write_set_point();
  }
}

Payload Outbox::write_set_point() {
  waiting_set_point_ = target();
  held_ = std::max(held_, level_of(waiting_set_point_));
  if (asked_about_ && *asked_about_ != waiting_set_point_) {
    asked_about_.reset();  // an answer to it would no longer say anything
    status_until_.reset();
  }
  // The page that unloads comes last: its echo is the one that confirms.
  const bool first_of_two = waiting_set_point_.mode == Mode::Track && waiting_ == Page::SetPoint;
  return first_of_two ? no_wind() : encode(waiting_set_point_);
}

// --- what became of it ------------------------------------------------------------------------

std::optional<Event> Outbox::delivered(Instant now) {
  const Page page = std::exchange(waiting_, Page::None);
  switch (page) {
    case Page::SetPoint:
    case Page::SecondHalf:
      if (waiting_set_point_.mode == Mode::Track && page == Page::SetPoint) {
        half_done_ = waiting_set_point_ == target();
        return std::nullopt;
      }
      return set_point_delivered(now);
    case Page::AskAbilities:
      if (abilities_left_ == 0) return std::nullopt;  // the answer was faster
      --abilities_left_;
      abilities_at_ = now + answer_limit;
      if (abilities_left_ == 0) abilities_until_ = abilities_at_;
      return std::nullopt;
    case Page::User:
      user_left_ = 0;
      user_at_ = now;
      return std::nullopt;
    case Page::AskStatus:
      if (asked_about_ && !status_until_) status_until_ = now + answer_limit;
      return std::nullopt;
    case Page::None:
      break;
  }
  return std::nullopt;
}

std::optional<Event> Outbox::set_point_delivered(Instant now) {
  const SetPoint reached = waiting_set_point_;
  half_done_ = false;
  if (reached == target()) {
    settled_ = true;
    held_known_ = true;
    held_ = level_of(reached);
    if (released_first_ && !introducing(now)) repeat_ = false;
    const bool check = !status_at_ && now - status_asked_at_ >= check_every;
    if (status_wanted_ || check) {
      status_at_ = status_wanted_ ? now + status_after : written_at_ + refresh_every;
      status_wanted_ = false;
      status_left_ = status_tries;
      pending_left_ = pending_tries;
    }
    ask_next_ = true;
  }
  if (reached.release() && !released_first_) {
    released_first_ = true;
    if (command_.set_point != reached) changed();
  }
  return Delivered{reached};
}

std::optional<Event> Outbox::not_delivered(Instant now) {
  const Page page = std::exchange(waiting_, Page::None);
  switch (page) {
    case Page::SetPoint:
    case Page::SecondHalf:
      settled_ = false;
      half_done_ = false;
      return NotDelivered{waiting_set_point_};
    case Page::AskAbilities:
      abilities_at_ = now + failed_pause;
      return std::nullopt;
    case Page::User:
      user_at_ = now + failed_pause;
      return std::nullopt;
    case Page::AskStatus:
      if (asked_about_ && --status_left_ > 0) status_at_ = now;
      return std::nullopt;
    case Page::None:
      break;
  }
  return std::nullopt;
}

std::optional<Event> Outbox::take(const Abilities& abilities) {
  abilities_left_ = 0;
  abilities_until_.reset();
  if (abilities_ == abilities) return std::nullopt;
  abilities_ = abilities;
  return abilities;
}

std::optional<Event> Outbox::take(const CommandReport& report, Instant now) {
  if (!asked_about_) return std::nullopt;
  asked_about_.reset();
  status_until_.reset();
  const bool final = report.status != StatusCode::Pending && report.status != StatusCode::None;
  if (!final && pending_left_ > 0) {
    --pending_left_;
    status_at_ = now + status_after;
  }
  return command_status(report);
}

void Outbox::user_configuration(bool needed, Instant now) {
  if (!needed) {
    user_asked_ = 0;
    return;
  }
  const Duration pause = user_asked_ < user_askings ? user_again_after : user_later_after;
  if (!in_contact_ || user_left_ > 0 || now - user_at_ < pause) return;
  ++user_asked_;
  user_left_ = user_tries;
  user_at_ = now;
}

std::optional<Event> Outbox::pass(Instant now) {
  if (status_until_ && now >= *status_until_) {
    status_until_.reset();  // should it come late, it still tells something
    return StatusUnanswered{};
  }
  if (abilities_until_ && now >= *abilities_until_) {
    abilities_until_.reset();
    return Abilities{.answered = false,
                     .max_force = std::nullopt,
                     .basic_resistance = false,
                     .target_power = false,
                     .simulation = false};
  }
  return std::nullopt;
}

std::optional<Instant> Outbox::event_at() const {
  if (!status_until_) return abilities_until_;
  if (!abilities_until_) return status_until_;
  return std::min(*status_until_, *abilities_until_);
}

}  // namespace softpedal::fec
