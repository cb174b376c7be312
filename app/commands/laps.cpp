// SPDX-License-Identifier: MIT
#include "app/commands/laps.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/commands/commands.hpp"
#include "app/commands/last_trainer.hpp"
#include "app/commands/ride_sticks.hpp"
#include "app/commands/ride_view.hpp"
#include "app/commands/today.hpp"

namespace softpedal::commands {
namespace {

constexpr Duration scan_for = 1h;  // then it is begun anew

std::optional<FaultCode> fault_of(const RideEnd& end) {
  if (end.last.release_given_up) return FaultCode::ReleaseUnconfirmed;
  if (end.fault) return end.fault->code;
  if (end.last.why == Why::TrainerCannot) return FaultCode::TrainerRefused;
  const bool refused = end.last.why == Why::PainBeforeRide || end.last.why == Why::NoGearReaches ||
                       end.last.why == Why::DayClosed;
  if (refused) return FaultCode::PrescriptionRefused;
  return std::nullopt;
}

ui::Ended ended_of(const RideEnd& end, const ui::Trainer& trainer, const std::string& record) {
  const bool released = end.last.release == ReleaseState::Confirmed && !end.last.release_given_up;
  return {.last = end.last,
          .trainer = trainer,
          .released = released,
          .fault = fault_of(end),
          .fault_sentence = complaint_of(end).value_or(std::string{}),
          .record = record,
          .exit_status = end.exit_status};
}

// Of a ride that is over no number is live any more.
Snapshot at_rest(Snapshot ride) {
  ride.cadence = ride.late_cadence = std::nullopt;
  ride.power = ride.late_power = std::nullopt;
  ride.torque_mean = ride.torque_reading = ride.late_torque = std::nullopt;
  ride.speed.reset();
  ride.heart_rate.reset();
  ride.cadence_advice = CadenceAdvice::None;
  ride.load_band = LoadBand::Unknown;
  return ride;
}

}  // namespace

Laps::Laps(Plan plan, asio::io_context& io, TimerPort& timers, Output& err, Listener listener)
    : io_{io},
      timers_{timers},
      err_{err},
      listener_{std::move(listener)},
      request_{std::move(plan.request)},
      shelf_{std::move(plan.shelf)},
      profile_{plan.profile},
      taken_{shelf_.cards()->at(profile_).prescription},
      offered_{plan.offered},
      settings_{std::move(plan.settings)},
      date_{today()},
      today_{read_today(date_)},
      digits_{timers,
              [this](const Event& event) {
                if (const auto* pain = std::get_if<Pain>(&event)) say_pain(*pain);
              }},
      past_{io,
            std::move(plan.aside),
            {.changed = [this] { past_changed(); },
             .told = [this](const std::string& sentence) { complain(sentence); }}} {
  request_.settings = settings_.window;
}

Laps::~Laps() {
  for (const auto timer : {publish_timer_, pulse_timer_, again_timer_}) timers_.cancel(timer);
}

void Laps::begin() {
  recover_cut_rides(request_, err_);
  static_cast<void>(look_back(request_, err_));
  tell_of_the_rest(request_, err_);
  remember_where_journals_are(request_, err_);
  past_.look();
  pulse();
  publish();
  settle();
}

// --- what holds the stick -----------------------------------------------------------------------

void Laps::settle_soon() {
  asio::post(io_, [this, life = std::weak_ptr{life_}] {
    if (!life.expired()) settle();
  });
}

void Laps::settle() {
  if (closed_) return;
  if (std::exchange(ride_is_over_, false)) ride_.reset();
  if (listening_ && listening_->over) listening_.reset();
  if (std::exchange(release_is_over_, false)) releasing_.reset();
  if (ride_ || listening_ || releasing_) return end_what_is_on();
  if (closing_) return finish();
  begin_anew_ = false;
  if (again_at_ && timers_.now() < *again_at_) {
    timers_.cancel(again_timer_);
    again_timer_ = timers_.at(*again_at_, [this] { settle(); });
    return;
  }
  again_at_.reset();
  if (scan_wanted_) return begin_scan();
  if (!ended_) return begin_ride();
  if (unreleased_) begin_release();
}

// A ride that was started ends by itself, by the rider or by close(): nothing else may end it.
void Laps::end_what_is_on() {
  const bool ride_in_the_way = ride_ && !started() && (closing_ || scan_wanted_ || begin_anew_);
  if (ride_in_the_way) handle(EndRide{EndCause::WindowClosed});
  if (listening_ && (closing_ || !scan_wanted_)) listening_->scanner.stop();
  if (releasing_ && (closing_ || scan_wanted_ || !ended_)) releasing_->end();
}

void Laps::begin_ride() {
  seen_ = Snapshot{};
  auto recorder = recorder_for(request_, io_);
  if (!recorder) {
    failed(recorder.error());
    publish();
    return settle_soon();
  }
  remember_where_journals_are(request_, err_);
  look_at_today();
  for (auto& remark : remarks_of(today_)) (*recorder)->remark(std::move(remark));
  if (quarters_ < 4) (*recorder)->remark(less_remark(quarters_));
  tells_of_correction_ = false;
  checks_.begin();
  checks_.record_is_kept();
  ride_ = std::make_unique<OneRide>(
      request_, io_, timers_,
      OneRide::With{.recorder = std::move(*recorder),
                    .notes_left = notes_left(request_),
                    .start_at_once = false,
                    .stick_listens =
                        [this](bool listens) {
                          checks_.stick_listens(listens);
                          publish();
                        }},
      Runner::Listener{.shown = [this](const Snapshot& snapshot, Instant) { shown(snapshot); },
                       .beat = [this](const Watch& watch) { tell_guard(watch); },
                       .ended = [this](const RideEnd& end) { ride_over(end); }});
  ride_->start();
  if (pain_before_) handle(Pain{*pain_before_, true});
}

void Laps::ride_over(const RideEnd& end) {
  if (end.trainer != 0) known_ = end.last;
  const bool was_started = seen_.start_pressed;
  trainer_ = trainer_now();
  sensors_ = sensors_now();
  std::string record = ride_->recorder().path().string();
  const bool released = end.last.release == ReleaseState::Confirmed && !end.last.release_given_up;
  const bool nobody_there = end.trainer == 0;
  const bool nothing_done = (nobody_there || (released && !was_started && !end.last.pain_before)) &&
                            !tells_of_correction_;
  if (nothing_done && !record.empty()) {  // it tells nothing
    std::error_code ignored;
    std::filesystem::remove(std::exchange(record, {}), ignored);
  }
  if (end.was_released && !request_.simulated) remember_trainer(end.trainer);
  if (closes_the_day(end.last.why)) {
    pain_before_.reset();
    keep_today_too();  // on disk now, too
  }
  auto found = keep_what_was_learned(end);
  // Started, but no trainer was met: Ready says what is missing, and there was no ride.
  const bool in_vain = nobody_there && end.fault && !closing_;
  if (was_started && !in_vain) {
    seen_ = at_rest(end.last);
    ended_ = ended_of(end, trainer_, record);
    ended_->found = std::move(found);
    record_ = std::move(record);
    if (!record_.empty()) past_.keep(record_);
  } else {
    seen_ = Snapshot{};  // Ready goes on
    seen_.pain_before = pain_before_;
    const auto fault = fault_of(end);
    const bool by_pain = fault == FaultCode::PrescriptionRefused;
    if (fault && !by_pain) failed({*fault, complaint_of(end).value_or(std::string{})});
  }
  const bool told = (was_started && !in_vain) || end.last.release_given_up;
  if (told || signal_) end_with(end.exit_status);
  if (told) listener_.over(end);
  if (was_started) listener_.riding(false);
  const bool left_on = !released && !nobody_there && watch_.load_uncertain && !request_.simulated;
  if (left_on) unreleased_ = Unreleased{end.trainer, watch_.earned};
  if (released || (nobody_there && !unreleased_)) watch_ = Watch{};
  ride_is_over_ = true;
  publish();
  settle_soon();
}

void Laps::failed(const Fault& fault) {
  if (std::exchange(said_, fault.sentence) != fault.sentence) complain(fault.sentence);
  survey_ = survey();
  checks_.failed(fault, request_, survey_);
  again_at_ = timers_.now() + in_life(again_after);
}

void Laps::begin_scan() {
  checks_.begin();
  heard_ = std::make_shared<const std::vector<ui::HeardDevice>>();
  listening_ = std::make_unique<Listening>(request_, io_, timers_);
  listening_->scanner.start(
      in_life(scan_for), {.device = [this](const HeardDevice&) { look_at_devices(); },
                          .finished = [this](const Result<void>& result) { scan_over(result); }});
  publish();
}

void Laps::scan_over(const Result<void>& result) {
  if (!result) failed(result.error());
  listening_->over = true;
  settle_soon();
}

// A trainer that was not released is never forgotten for what came after it.
void Laps::end_with(int status) {
  if (status_ != softpedal::exit_status(FaultCode::ReleaseUnconfirmed)) status_ = status;
}

void Laps::suspend() {
  if (started()) handle(EndRide{EndCause::Suspend});
}

void Laps::close(EndCause cause) {
  keep_draft();
  closing_ = true;
  if (ride_) handle(EndRide{cause});
  publish();
  settle_soon();
}

void Laps::close_by_signal(int signal) {
  if (!signal_) signal_ = signal;
  keep_draft();
  closing_ = true;
  next_stick_.reset();
  end_with(128 + *signal_);
  if (ride_ && !ride_is_over_) ride_->runner().end_by_signal(signal);
  publish();
  settle_soon();
}

void Laps::finish() {
  closed_ = true;
  watch_.over = true;
  tell_guard(watch_);
  publish();
  listener_.closed();
}

}  // namespace softpedal::commands
