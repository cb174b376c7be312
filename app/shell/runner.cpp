// SPDX-License-Identifier: MIT
#include "app/shell/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <utility>

#include "app/core/remark.hpp"
#include "app/core/second.hpp"

namespace softpedal {
namespace {

RidingRemark riding_now() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return {now, std::chrono::floor<std::chrono::minutes>(std::chrono::seconds{local.tm_gmtoff})};
}

bool differs_at_a_glance(const Snapshot& a, const Snapshot& b) {
  return a.phase != b.phase || a.why != b.why || a.resistance != b.resistance || a.link != b.link ||
         a.release != b.release || a.start_pressed != b.start_pressed || a.paused != b.paused ||
         a.eased != b.eased || a.pain_before != b.pain_before || a.pain_wanted != b.pain_wanted ||
         a.pain_last != b.pain_last;
}

EndCause cause_of(int signal) {
  if (signal == SIGINT) return EndCause::Interrupt;
  return signal == SIGHUP ? EndCause::Hangup : EndCause::Signal;
}

// The most dangerous outcome gives the status (design.md section 7).
int status_of(const RideEnd& end, std::optional<int> signal) {
  if (end.last.release_given_up) return exit_status(FaultCode::ReleaseUnconfirmed);
  if (end.fault) return exit_status(end.fault->code);
  if (end.last.why == Why::TrainerCannot) return exit_status(FaultCode::TrainerRefused);
  const bool refused = end.last.why == Why::PainBeforeRide || end.last.why == Why::NoGearReaches ||
                       end.last.why == Why::DayClosed;
  if (refused) return exit_status(FaultCode::PrescriptionRefused);
  return signal ? 128 + *signal : 0;
}

}  // namespace

Runner::Runner(Parts parts, Plan plan, Listener listener)
    : parts_{parts},
      plan_{std::move(plan)},
      listener_{std::move(listener)},
      session_{new_session(plan_.prescription)} {}

Runner::~Runner() {
  parts_.timers.cancel(next_tick_);
  parts_.recorder.listen({});
}

void Runner::start() {
  parts_.recorder.listen({
      .note_kept =
          [this](const NoteRequest& request) {
            // An answer that was overtaken says nothing about what is on disk now.
            if (request.number == note_requests_) handle(NoteWritten{request.load_uncertain});
          },
      .lost =
          [this](const Fault& fault) {
            if (!fault_) fault_ = fault;
            handle(EndRide{EndCause::JournalLost});
          },
  });
  parts_.recorder.record({parts_.timers.now(), plan_.prescription});
  watch_.stick = plan_.stick;
  beat();
  if (closing_) return;  // the guard is gone already
  parts_.trainer.start({
      .event = [this](const Event& event) { handle(event); },
      .failed = [this](const Fault& fault) { trainer_failed(fault); },
  });
  if (plan_.start_at_once) handle(Started{});
  tick();
}

bool Runner::prescribe(const Prescription& prescription) {
  if (closing_ || !softpedal::prescribe(session_, prescription)) return false;
  parts_.recorder.record({parts_.timers.now(), prescription});
  handle(Ticked{});  // what it changes is decided and shown now
  return true;
}

void Runner::end_by_signal(int signal) {
  if (!signal_) signal_ = signal;
  handle(EndRide{cause_of(signal)});
}

void Runner::handle(const Event& event) {
  waiting_.push_back(event);
  if (handling_) return;
  handling_ = true;
  for (std::size_t next = 0; next < waiting_.size(); ++next) decide(Event{waiting_[next]});
  waiting_.clear();
  handling_ = false;
}

void Runner::decide(const Event& event) {
  if (closing_) return;
  if (const auto* found = std::get_if<TrainerFound>(&event)) meet(*found);
  const Instant now = parts_.timers.now();
  const Decision decision = step(session_, event, now);
  parts_.trainer.apply(decision.command);

  ask_for_note(decision.command.load_uncertain);
  parts_.recorder.record({now, event});
  if (decided_ != decision) parts_.recorder.record({now, decision});
  decided_ = decision;
  show(now, std::holds_alternative<Ticked>(event));
  if (decision.command.finished) close_trainer();
}

void Runner::meet(const TrainerFound& found) {
  const bool first = watch_.trainer == 0;
  watch_.trainer = found.number;
  parts_.recorder.remark(fmt::format("trainer {} on {}", found.number, plan_.stick));
  beat();
  // A note that an earlier ride left is news from the disk, and older than this meeting.
  const bool left = std::ranges::count(plan_.notes_left, found.number, &LoadNote::trainer) > 0;
  if (first && left) decide(NoteWritten{true});
  const auto floor = std::ranges::find(plan_.floors, found.number, &TrainerFloor::trainer);
  if (first && floor != plan_.floors.end()) decide(FloorRemembered{floor->model});
}

void Runner::ask_for_note(bool load_uncertain) {
  if (std::exchange(watch_.load_uncertain, load_uncertain) == load_uncertain) return;
  beat();  // the guard knows before the note is even asked for
  parts_.recorder.keep_note({load_uncertain, {watch_.trainer, plan_.stick}, ++note_requests_});
}

void Runner::show(Instant now, bool always) {
  const Snapshot snapshot = snapshot_of(session_, now);
  if (snapshot.release == ReleaseState::Confirmed) was_released_ = true;
  keep_second(snapshot, now);
  if (!always && !differs_at_a_glance(snapshot, shown_)) return;
  shown_ = snapshot;
  parts_.screen.publish(snapshot);
  if (listener_.shown) listener_.shown(snapshot, now);
}

// At the end of each second since Start took effect, and once more with what ended the ride.
void Runner::keep_second(const Snapshot& snapshot, Instant now) {
  if (snapshot.elapsed <= Duration{0}) return;
  const auto second = std::chrono::floor<std::chrono::seconds>(snapshot.elapsed);
  const bool over = snapshot.phase == Phase::Ending || snapshot.phase == Phase::Ended;
  if (kept_ && (kept_->over || (second == kept_->second && !over))) return;
  if (!kept_) parts_.recorder.remark(to_text(Remark{riding_now()}));
  kept_ = {second, over};
  parts_.recorder.record({now, second_of(snapshot)});
}

void Runner::beat() {
  if (listener_.beat) listener_.beat(watch_);
}

void Runner::tick() {
  if (ended_) return;
  handle(Ticked{});
  beat();
  remark_trainer(Known::More);
  next_tick_ = parts_.timers.after(tick_every, [this] { tick(); });
}

// As soon as the trainer has said more than its number: a ride that is cut has no end to say it at.
void Runner::remark_trainer(Known least) {
  const TrainerIdentity& trainer = parts_.trainer.identity();
  KeptTrainer now{.number = trainer.number,
                  .manufacturer = trainer.manufacturer,
                  .model = trainer.model,
                  .software = trainer.software,
                  .serial = trainer.serial};
  const bool enough = least == Known::Any || now != KeptTrainer{.number = now.number};
  if (now.number == 0 || !enough || now == remarked_trainer_) return;
  parts_.recorder.remark(to_text(Remark{TrainerRemark{now}}));
  remarked_trainer_ = std::move(now);
}

void Runner::trainer_failed(const Fault& fault) {
  if (closing_) return;
  if (!fault_) fault_ = fault;
  parts_.recorder.remark(fault.sentence);
  close_trainer();
}

void Runner::close_trainer() {
  closing_ = true;
  parts_.trainer.close([this] { end(); });
}

void Runner::end() {
  ended_ = true;
  RideEnd confirmed{.last = snapshot_of(session_, parts_.timers.now()), .fault = fault_};
  confirmed.last.release_given_up = false;
  watch_.earned = status_of(confirmed, signal_);
  watch_.over = true;
  beat();
  remark_trainer(Known::Any);
  const auto recorded = parts_.recorder.finish();
  if (!recorded && !fault_) fault_ = recorded.error();
  RideEnd end{.last = snapshot_of(session_, parts_.timers.now()),
              .trainer = watch_.trainer,
              .was_released = was_released_,
              .fault = fault_};
  end.exit_status = status_of(end, signal_);
  if (listener_.ended) listener_.ended(end);
}

}  // namespace softpedal
