// SPDX-License-Identifier: MIT
// What the window may ask for, and what is refused.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "app/commands/commands.hpp"
#include "app/commands/laps.hpp"
#include "app/commands/last_ride.hpp"
#include "app/commands/last_trainer.hpp"
#include "app/commands/today.hpp"
#include "app/core/remark.hpp"
#include "app/core/rise.hpp"
#include "app/shell/journal_files.hpp"

namespace softpedal::commands {

void Laps::take(const ui::Request& request) {
  if (closed_) return;
  std::visit([this](const auto& asked) { take(asked); }, request);
  publish();
}

void Laps::handle(const Event& event) {
  if (ride_ && !ride_is_over_) ride_->runner().handle(event);
}

void Laps::complain(const std::string& sentence) { err_.write(as_said(sentence)); }

// Of all events a window may say only those of the rider.
void Laps::take(const ui::Say& say) {
  if (std::holds_alternative<Started>(say.event)) {
    look_at_today();
    const bool ready = seen_.phase == Phase::Connecting || seen_.phase == Phase::Ready;
    const bool stays = !closing_ && !scan_wanted_ && !begin_anew_ && !offered_;
    // The gate asks the last ride too.
    const bool told = !past_.past().reading_last && !checks_.any_bad();
    if (gate().allowed() && ready && stays && told && !seen_.start_pressed) handle(say.event);
  } else if (const auto* pain = std::get_if<Pain>(&say.event)) {
    if (!pain->before_ride || !seen_.start_pressed) say_pain(*pain);
  } else if (std::holds_alternative<Intent>(say.event) ||
             std::holds_alternative<LowerLimits>(say.event)) {
    handle(say.event);
  }
}

void Laps::take(const ui::Digit& digit) {
  if (std::isdigit(static_cast<unsigned char>(digit.digit)) != 0) digits_.take({&digit.digit, 1});
}

// The score before a ride stands for every time that Ready connects anew.
void Laps::say_pain(Pain pain) {
  if (pain.score < 0 || pain.score > 10 || ended_) return;
  pain.before_ride = !seen_.start_pressed;
  if (pain.before_ride) pain_before_ = pain.score;
  handle(pain);
  publish();
}

Gate Laps::gate() const {
  // Whoever looks for the floor may ride where no gear is easy enough.
  return may_start(today_, {pain_before_, request_.prescription.pain},
                   finding_floor_ ? FloorReach{} : seen_.reach, rest());
}

Rest Laps::rest() const {
  Rest rest =
      rest_before(request_.prescription, shelf_.cards()->at(profile_).between, past_.past().last);
  rest.known = past_.past().last_known;
  rest.anyway = anyway_;
  return rest;
}

// Other programs ride and ask too.
void Laps::look_at_today() {
  look_at_date();
  today_ = together(today_, read_today(date_));
}

// In the instant in which the rider says so: nothing that happens to this program takes it back.
void Laps::close_day(ClosedBy by) {
  look_at_date();
  if (today_.closed) return;
  today_.closed = by;
  if (const auto noted = note_today(date_, today_); !noted) complain(noted.error().sentence);
}

// A yes stands for the day; it may be corrected, never answered again.
void Laps::take(const ui::AnswerRedFlags& answer) {
  look_at_today();
  if (today_.red_flags == true || today_.red_flags == answer.any) return;
  today_.red_flags = answer.any;
  today_.red_flag = answer.any ? answer.which : std::nullopt;
  answered_red_flags();
}

void Laps::take(const ui::CorrectRedFlags&) {
  look_at_today();
  if (!may_correct(today_)) return;
  today_.red_flags = false;
  today_.red_flag.reset();
  today_.corrected = true;
  tells_of_correction_ = ride_ && !ride_is_over_;
  answered_red_flags();
}

void Laps::answered_red_flags() {
  if (ride_ && !ride_is_over_) {
    for (auto& remark : remarks_of(today_)) ride_->recorder().remark(std::move(remark));
  }
  keep_today_too();
}

void Laps::take(const ui::ChooseProfile& choice) {
  if (choice.index < shelf_.cards()->size()) look_at(choice.index, choice.more);
}

void Laps::take(const ui::LessToday& less) {
  if (started() || ended_ || closing_) return;
  quarters_ = std::clamp(less.quarters, 2, 4);
  if (ride_ && !ride_is_over_) ride_->recorder().remark(less_remark(quarters_));
  prescribe_anew();
}

void Laps::take(const ui::RideAnyway& heard) {
  if (!started()) anyway_ = heard.cautions;
}

void Laps::take(const ui::OpenProfile& file) {
  if (started() || ended_ || closing_) return;
  if (const auto index = shelf_.open(file.path)) look_at(*index, false);
}

// One that allows more than the rider's plan wants a second press, when it was seen what rises.
void Laps::look_at(std::size_t profile, bool pressed_again) {
  if (started() || ended_ || closing_) return;
  const bool seen = pressed_again && offered_ == profile;
  if (!seen && rise(taken_, shelf_.cards()->at(profile).prescription).any()) {
    offered_ = profile;
    return;
  }
  offered_.reset();
  choose(profile);
}

void Laps::choose(std::size_t profile) {
  quarters_ = 4;
  const ui::ProfileCard& card = shelf_.cards()->at(profile);
  const Prescription prescription = prescription_of(profile);
  if (ride_ && !ride_is_over_) {
    if (!ride_->runner().prescribe(prescription)) return;
  }
  profile_ = profile;
  taken_ = card.prescription;
  request_.prescription = prescription;
  request_.title = card.name;
  request_.profile_text = card.text;
  request_.sessions_per_week = card.sessions_per_week;
  if (ride_ && !ride_is_over_) {
    for (auto& remark : profile_remarks(request_)) ride_->recorder().remark(std::move(remark));
  }
  settings_.profile = card.key;
  keep_settings_too();
  // Another profile may think otherwise of the same score.
  if (pain_before_) handle(Pain{*pain_before_, true});
}

void Laps::take(const ui::Scan& scan) {
  if (started() || closing_) return;
  scan_wanted_ = scan.on;
  settle_soon();
}

void Laps::take(const ui::ChooseTrainer& choice) {
  if (started() || closing_) return;
  if (!request_.simulated) remember_trainer(choice.number);
  if (request_.trainer != choice.number) known_ = {};
  request_.trainer = choice.number;
  begin_anew_ = true;
  again_at_.reset();
  look_at_devices();
  settle_soon();
}

void Laps::take(const ui::ChooseStick& choice) {
  if (started() || closing_ || choice.name.empty()) return;
  settings_.stick = choice.name;
  // It travels by the settings: without them the old one would come again.
  if (const auto kept = keep_settings(settings_); !kept) return complain(kept.error().sentence);
  next_stick_ = choice.name;
  close(EndCause::WindowClosed);
}

void Laps::take(const ui::Close&) {
  next_stick_.reset();
  close(EndCause::WindowClosed);
}

void Laps::keep_draft() {
  if (auto draft = std::exchange(draft_, std::nullopt)) {
    draft->draft = false;
    take(*draft);
  }
}

void Laps::take(const ui::KeepAfter& words) {
  if (words.draft) {
    draft_ = words;
    return;
  }
  draft_.reset();
  std::vector<std::string> remarks;
  if (words.pain) remarks.push_back(to_text(Remark{AfterPainRemark{*words.pain}}));
  if (!words.note.empty()) remarks.push_back(to_text(Remark{AfterNoteRemark{words.note}}));
  if (remarks.empty()) return;
  if (record_.empty()) return complain("no journal is kept of this ride: its note is lost.");
  const auto kept = add_remarks(record_, remarks);
  if (kept) return past_.keep(record_);
  complain(kept.error().sentence);
  if (!ended_) return;
  ended_->fault = kept.error().code;
  ended_->fault_sentence = kept.error().sentence;
}

void Laps::take(const ui::NextLap&) {
  if (!ended_ || closing_) return;
  keep_draft();
  ended_.reset();
  finding_floor_ = false;
  quarters_ = 4;
  anyway_ = {};
  request_.prescription = prescription_of(profile_);
  ++lap_;
  seen_ = Snapshot{};
  trainer_ = {};
  trace_.clear();
  checks_ = {};
  pain_before_.reset();
  again_at_.reset();
  settle_soon();
}

void Laps::take(const ui::Keep& keep) {
  if (settings_.window == keep.settings) return;
  const bool other_bike = settings_.window.drivetrain != keep.settings.drivetrain;
  settings_.window = request_.settings = keep.settings;
  keep_settings_too();
  // What the trainer and the sensors are told waits for the next time that Ready connects.
  if (other_bike && !started()) handle(Equipped{keep.settings.drivetrain});
}

void Laps::keep_today_too() {
  if (const auto kept = keep_today(date_, today_); !kept) complain(kept.error().sentence);
}

void Laps::keep_settings_too() {
  if (const auto kept = keep_settings(settings_); !kept) complain(kept.error().sentence);
}

}  // namespace softpedal::commands
