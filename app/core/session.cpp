// SPDX-License-Identifier: MIT
#include "app/core/session.hpp"

#include <algorithm>

#include "app/core/plan.hpp"

namespace softpedal {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

void end_ride(Session& s, Why why, Instant now) {
  if (s.end) return;  // the first reason stands
  s.end = why;
  s.ending_since = now;
  // A release confirmed by torque holds: nothing was raised since. One more delivery is asked for
  // below; where page 71 answers, so is a new pass.
  s.release.delivered = 0;
  if (s.status_answered) s.release = ReleaseProgress{};
}

void forget_trainer(Session& s) {
  s.load = Load{};
  s.governor.level = Percent{0.0};
  s.governor.credit = Percent{0.0};
  s.governor.delivered_at.reset();
  s.foreign_echoes = 0;
  s.released_first = false;
  s.release = ReleaseProgress{};
  s.at_floor_since.reset();
}

bool never_answers_status(const Session& s) {
  return !s.status_answered && s.status_unanswered >= unanswered_to_ride;
}

SetPoint set_point(const Session& s) {
  if (s.governor.level > Percent{0.0}) return {Mode::Basic, s.governor.level};
  return {s.mode, std::nullopt};
}

// --- the trainer's events ---------------------------------------------------------------------

// Page 54's, or no less than the weakest brake known.
std::optional<Newtons> believed_force(const Session& s) {
  if (!s.abilities || !s.abilities->max_force) return std::nullopt;
  return std::max(*s.abilities->max_force, least_force);
}

// As far as page 54 tells; before it does, that is hoped.
bool can_basic(const Session& s) {
  return !s.abilities || !s.abilities->answered || s.abilities->basic_resistance;
}

void take_abilities(Session& s, const Abilities& abilities, Instant now) {
  s.abilities = abilities;
  if (const auto force = believed_force(s)) expect_brake(s.learned.floor, *force);
  if (can_basic(s)) return;
  if (abilities.simulation) {
    if (s.mode != Mode::Track) s.release = ReleaseProgress{};
    s.mode = Mode::Track;
    return;
  }
  // Once a ride is under way it only takes the load away.
  if (!s.started) end_ride(s, Why::TrainerCannot, now);
}

void take_delivery(Session& s, const SetPoint& delivered, Instant now) {
  if (delivered != set_point(s)) return;
  if (!s.governor.delivered_at) s.governor.delivered_at = now;
  if (!delivered.release()) return;
  if (!s.at_floor_since) s.at_floor_since = now;
  ++s.release.delivered;
  if (s.release.delivered >= deliveries_to_trust && !s.release.trusted_at)
    s.release.trusted_at = now;
}

void take_refusal(Session& s, Instant now) {
  if (s.governor.level > Percent{0.0}) {
    s.refused = Why::TrainerRefused;
    return;
  }
  if (s.release.delivered == 0) return;  // of something older
  if (++s.release.refused < refusals_to_believe) return;
  const bool track_possible = !s.abilities || !s.abilities->answered || s.abilities->simulation;
  if (s.mode == Mode::Basic && track_possible) {
    s.mode = Mode::Track;
    s.release = ReleaseProgress{};
    return;
  }
  end_ride(s, Why::TrainerRefused, now);
}

// Another controller was seen a moment ago: its load is not ours, nor the floor's.
bool another_steers(const Session& s, Instant now) {
  return s.foreign_at && now - *s.foreign_at < foreign_lasts;
}

void take_status(Session& s, const CommandStatus& status, Instant now) {
  s.status_answered = true;
  switch (status.code) {
    case StatusCode::Pass: {
      const SetPoint present = set_point(s);
      if (status.echo == present) {
        s.foreign_echoes = 0;
        if (present.release() && s.release.delivered > 0) s.release.confirmed = true;
        if (!another_steers(s, now)) check(s.learned);
        return;
      }
      // A late echo of what we asked for before is only late. Anything else came from elsewhere.
      const bool late = status.echo == s.previous || !s.governor.delivered_at;
      if (late) return;
      // While a release is insisted on, the load of before may still be told.
      const bool insisted_on = present.release() && !s.release.confirmed;
      if (insisted_on && ++s.foreign_echoes < foreign_echoes_to_name) return;
      s.refused = Why::AnotherController;
      s.foreign_at = now;
      undo_unchecked(s.learned);  // what was learned since the last look was another's load
      if (present.release()) s.release = ReleaseProgress{};
      return;
    }
    case StatusCode::Fail:
    case StatusCode::NotSupported:
    case StatusCode::Rejected:
      take_refusal(s, now);
      return;
    case StatusCode::Pending:
    case StatusCode::None:
      return;
  }
}

void learn(Session& s, Duration passed, Instant now) {
  const bool turned = s.load.turning_since && now - *s.load.turning_since >= floor_settles;
  if (!turned || another_steers(s, now) || !may_teach(s.learned, s.load, now)) return;
  const double seconds = in_seconds(passed);
  if (s.governor.level > Percent{0.0}) {
    const bool settled = s.governor.delivered_at && now - *s.governor.delivered_at >= brake_settles;
    if (settled) learn_at_level(s.learned, s.load, s.governor.level, seconds, now);
    return;
  }
  const bool at_floor = s.at_floor_since && now - *s.at_floor_since >= floor_settles;
  if (at_floor) learn_at_floor(s.learned, s.load, seconds, now);
}

void take_data(Session& s, const TrainerData& page, Instant now) {
  s.care = {page.power_calibration_needed, page.resistance_calibration_needed,
            page.user_configuration_needed, page.target_flag};
  TrainerData heard = page;
  s.load.cadence_is_trainers = page.cadence.has_value();
  if (!page.cadence) {
    // A sensor that says "at rest" may only be a magnet that slipped: the wheel tells then.
    const auto sensed = sensed_cadence(s.sensors, now);
    if (sensed && *sensed >= turning_from) heard.cadence = sensed;
  }
  // A brake that holds cannot be turned with 0 W: then the torque is not known.
  const bool loaded = s.governor.level > Percent{0.0};
  // Once that took the load away, watts that are seen bring trust back, and nothing else.
  const bool none = heard.power == Watts{0.0} && turns(s.load, heard.cadence, now);
  auto& doubted_since = s.load.power_doubted_since;
  const bool lasting = doubted_since && now - *doubted_since >= doubt_limit;
  const bool doubted = none && (loaded || lasting);
  if (doubted) heard.power.reset();
  if (doubted && !doubted_since) doubted_since = now;
  const bool seen = heard.power && *heard.power > Watts{0.0} && turns(s.load, heard.cadence, now);
  if (seen || (!doubted && !lasting)) doubted_since.reset();
  const auto max_force = s.abilities ? s.abilities->max_force : std::nullopt;
  const NewtonMetres least = loaded && heard.cadence
                                 ? worth_of_level(s.load, s.learned.floor, max_force,
                                                  s.governor.level, *heard.cadence, now)
                                 : NewtonMetres{};
  const auto before = s.load.last_fresh;
  const bool is_fresh = observe(s.load, heard, now, least);
  if (!is_fresh || !before || !s.load.power) return;
  const Duration passed = std::min<Duration>(now - *before, late_after);
  compare(s.sensors, *s.load.power, passed, now);
  learn(s, passed, now);
  if (s.started && !s.end && s.load.cadence) {
    // The first page after Start took effect tells of a time that began before it.
    add_motion(s.dose, *s.load.power, *s.load.cadence, std::min(passed, now - *s.started));
  }
}

void take_reading(Session& s, const SensorReading& reading, Instant now) {
  if (reading.kind == SensorKind::HeartRate) {
    return observe_strap(s.load, reading.heart_rate, now);
  }
  observe(s.sensors, reading, now);
}

// --- the rider's events -----------------------------------------------------------------------

void take_pain(Session& s, const Pain& pain, Instant now) {
  const bool in_range = pain.score >= 0 && pain.score <= worst_pain;
  if (!in_range) return;
  if (!s.started) s.pain_before = pain.score;
  ++s.pain_scores;
  s.pain_last = pain.score;
  s.pain_peak = std::max(s.pain_peak.value_or(0), pain.score);
  s.pain_asked_from = now;
  s.pain_wanted.reset();
  const PainMeans means = pain_means(s.rx.pain, pain.score, s.pain_before);
  s.eased_by_pain = means != PainMeans::GoOn;
  if (means != PainMeans::End) return;
  end_ride(s, s.started ? Why::StoppedByPain : Why::PainBeforeRide, now);
}

void take_intent(Session& s, Intent intent, Instant now) {
  switch (intent) {
    case Intent::Ease:
      s.eased = true;
      return;
    case Intent::Pause:
      s.paused = true;
      return;
    case Intent::Resume:
      s.paused = s.eased = s.eased_by_window = false;
      s.refused.reset();
      // What a score took away only a lower one gives back: the knee is asked, not the hand.
      if (s.eased_by_pain) s.pain_wanted = now;
      return;
    case Intent::Stop:
      return end_ride(s, Why::StoppedByRider, now);
    case Intent::Sharp:
      return end_ride(s, Why::StoppedSharp, now);
    case Intent::Locking:
      return end_ride(s, Why::StoppedLocking, now);
    case Intent::GivingWay:
      return end_ride(s, Why::StoppedGivingWay, now);
  }
}

void take_note(Session& s, const NoteWritten& note) {
  s.note_on_disk = note.load_uncertain;
  // Before any trainer was met only an earlier ride can have written it.
  if (note.load_uncertain && !s.ever_found) s.note_wanted = s.note_inherited = true;
}

template <class Unit>
void lower(std::optional<Unit>& limit, const std::optional<Unit>& to) {
  if (to && *to >= Unit{0.0} && (!limit || *to < *limit)) limit = to;
}

Why why_of(EndCause cause) {
  switch (cause) {
    case EndCause::Signal:
      return Why::EndedBySignal;
    case EndCause::Suspend:
      return Why::EndedBySuspend;
    case EndCause::GuardLost:
      return Why::EndedByGuardLoss;
    case EndCause::JournalLost:
      return Why::EndedByJournalLoss;
    case EndCause::WindowClosed:
      return Why::EndedByWindow;
    case EndCause::DayClosed:
      return Why::DayClosed;
    case EndCause::Interrupt:
      return Why::EndedByInterrupt;
    case EndCause::Hangup:
      return Why::EndedByHangup;
  }
  return Why::EndedBySignal;
}

void take(Session& s, const Event& event, Instant now) {
  std::visit(Overloaded{
                 [](const Ticked&) {},
                 [&](const TrainerFound&) {
                   forget_trainer(s);
                   s.found = s.ever_found = true;
                 },
                 [&](const TrainerLost&) {
                   forget_trainer(s);
                   s.found = false;
                 },
                 [&](const TrainerData& page) { take_data(s, page, now); },
                 [&](const GeneralData& page) {
                   observe(s.load, page, now);
                   const bool live = s.load.pedalling && fresh(s.load, now);
                   if (live && page.speed && s.load.cadence) {
                     see_wheel(s.learned, *page.speed, *s.load.cadence, now);
                   }
                 },
                 [&](const Abilities& abilities) { take_abilities(s, abilities, now); },
                 [&](const Delivered& d) { take_delivery(s, d.set_point, now); },
                 [](const NotDelivered&) {},  // the driver tries again; nothing is counted
                 [&](const CommandStatus& status) { take_status(s, status, now); },
                 [&](const StatusUnanswered&) { ++s.status_unanswered; },
                 [&](const Started&) { s.start_pressed = true; },
                 [&](const Intent& intent) { take_intent(s, intent, now); },
                 [&](const Pain& pain) { take_pain(s, pain, now); },
                 [&](const LowerLimits& to) {
                   lower(s.lowered.torque_mean, to.torque_mean);
                   lower(s.lowered.torque_peak, to.torque_peak);
                   lower(s.lowered.power, to.power);
                   lower(s.lowered.resistance, to.resistance);
                 },
                 [&](const NoteWritten& note) { take_note(s, note); },
                 [&](const EndRide& why) { end_ride(s, why_of(why.cause), now); },
                 [&](const WindowSilent&) { s.eased_by_window = true; },
                 [&](const SensorReading& reading) { take_reading(s, reading, now); },
                 [&](const Equipped& bike) { s.learned.drivetrain = bike.drivetrain; },
                 [&](const FloorRemembered& floor) { remember(s.learned, floor.model); },
             },
             event);
}

// --- what follows from state and time -----------------------------------------------------------

Limits limits_now(const Session& s) {
  Limits limits = s.rx.limits;
  limits.torque_mean =
      std::min(limits.torque_mean, s.lowered.torque_mean.value_or(limits.torque_mean));
  limits.torque_peak =
      std::min(limits.torque_peak, s.lowered.torque_peak.value_or(limits.torque_peak));
  limits.power = std::min(limits.power, s.lowered.power.value_or(limits.power));
  limits.resistance = std::min(limits.resistance, s.lowered.resistance.value_or(limits.resistance));
  return limits;
}

Duration elapsed(const Session& s, Instant now) {
  return s.started ? now - *s.started : Duration{0};
}

Duration position(const Session& s) { return s.ridden + s.skipped; }

// As far as is known: a page that is late tells of no rest.
bool turning(const Session& s) {
  return s.started && !s.end && s.released_first && !s.paused && s.load.pedalling;
}

bool riding(const Session& s, Instant now) { return turning(s) && fresh(s.load, now); }

void confirm_by_torque(Session& s, Instant now) {
  if (s.release.confirmed || !never_answers_status(s) || !s.release.trusted_at) return;
  if (!s.load.turning_since || !s.load.cadence || !window_filled(s.load, now)) return;
  const Duration turned = now - std::max(*s.release.trusted_at, *s.load.turning_since);
  if (turned < load_window) return;
  const auto mean = torque_mean(s.load);
  if (!mean) return;
  const auto back = back_at_floor(s.floor_seen, *s.load.cadence, *mean);
  // Before the first raise there is nothing to come back from, unless an earlier ride left load.
  s.release.confirmed = s.raised ? back.value_or(false) : !s.note_inherited;
}

void watch_release_floor(Session& s, Instant now) {
  const bool at_floor = s.at_floor_since && now - *s.at_floor_since >= floor_settles;
  if (s.raised || !at_floor || !s.load.cadence || !window_filled(s.load, now)) return;
  if (const auto mean = torque_mean(s.load)) see_floor(s.floor_seen, *s.load.cadence, *mean);
}

// Floor over the cap: the brake has nothing left to give, so this is advice about the gear.
void watch_floor(Session& s, const std::optional<Why>& breached, Duration passed, Instant now) {
  // Getting the flywheel going costs torque that is not the floor's either.
  const bool turned = s.load.turning_since && now - *s.load.turning_since >= floor_settles;
  const bool settled = s.at_floor_since && now - *s.at_floor_since >= floor_settles && turned;
  const bool by_torque_or_power = breached && *breached != Why::HeartRateCap;
  if (!settled || !by_torque_or_power || !riding(s, now)) {
    s.floor_over_since.reset();
    return;
  }
  if (!s.floor_over_since) s.floor_over_since = now;
  s.floor_over += passed;
  if (s.floor_over < floor_over_cap_limit) return;
  end_ride(s, another_steers(s, now) ? Why::AnotherController : Why::FloorOverCapEnd, now);
}

// Without load for so long, and still too high: the rider needs a rest more than a ride. A heart
// rate that is not known holds the load back and ends nothing.
void watch_heart_rate(Session& s, Instant now) {
  const auto heart_rate = recent_heart_rate(s.load, now);
  const bool over = s.rx.limits.heart_rate && heart_rate && *heart_rate > *s.rx.limits.heart_rate;
  if (!over || !riding(s, now)) {
    s.heart_rate_over_since.reset();
    return;
  }
  if (!s.heart_rate_over_since) s.heart_rate_over_since = now;
  if (now - *s.heart_rate_over_since >= heart_rate_limit) end_ride(s, Why::HeartRateEnd, now);
}

bool finding_floor(const Session& s) { return s.rx.target.mode == TargetMode::Learn; }

FloorReach reach_now(const Session& s) {
  return reach_of(s.learned.floor, s.learned.drivetrain, limits_now(s), s.rx.cadence_low,
                  s.rx.cadence_high);
}

// A prescription that no gear can meet is refused, except while the floor is measured anew.
void begin(Session& s, Instant now) {
  const bool reachable = reach_now(s).reach != Reach::None;
  if (!reachable && !finding_floor(s)) return end_ride(s, Why::NoGearReaches, now);
  if (finding_floor(s)) begin_anew(s.learned, believed_force(s));
  s.started = now;
  s.pain_asked_from = now;
}

// Over a cap, or over the target: the level was taken back for what it weighed.
bool by_its_load(Why why) {
  return why == Why::TorqueMeanCap || why == Why::TorquePeakCap || why == Why::PowerCap ||
         why == Why::OnTarget;
}

void pass(Session& s, Instant now) {
  const Duration since = s.last_event ? now - *s.last_event : Duration{0};
  s.last_event = now;
  pass_time(s.load, now);
  if (lost(s.load, now) && s.load.last_fresh) {
    // The channel may live while the numbers stand still: what the trainer does is unknown.
    const Load heard = s.load;
    forget_trainer(s);
    s.load.last_event_count = heard.last_event_count;
    s.load.last_accumulated = heard.last_accumulated;
  }
  confirm_by_torque(s, now);
  watch_release_floor(s, now);
  const bool as_far_as_can_be = never_answers_status(s) && s.release.trusted_at;
  if (s.found && s.abilities && (s.release.confirmed || as_far_as_can_be)) s.released_first = true;

  if (s.start_pressed && !s.started && !s.end && s.released_first) begin(s, now);
  if (s.started && !s.end) {
    // Nothing before Start took effect is of the ride, and a silence of the whole program is no
    // riding: at most one second of it is counted.
    const Duration passed = std::clamp<Duration>(std::min(since, elapsed(s, now)), 0s, 1s);
    const auto breached = breach(limits_now(s), s.load, judged_at(s.governor.level), now);
    if (riding(s, now)) {
      s.ridden += passed;
      if (breached) s.dose.over_cap += passed;
      if (breached && s.governor.level > Percent{0.0}) s.dose.over_cap_loaded += passed;
    }
    watch_floor(s, breached, passed, now);
    watch_heart_rate(s, now);
    const bool felt = s.governor.delivered_at && now - *s.governor.delivered_at >= brake_settles;
    if (finding_floor(s) && phase_at(s.rx, position(s)) == Phase::Ride && riding(s, now) && felt &&
        learned_enough(limits_now(s), s.load, s.learned.floor, now)) {
      end_ride(s, Why::FloorFound, now);
    }
    s.skipped += to_skip(s.rx, position(s), elapsed(s, now));
    if (position(s) >= planned(s.rx)) end_ride(s, Why::Done, now);
    if (elapsed(s, now) >= s.rx.limits.total) end_ride(s, Why::TimeUp, now);
  }
}

std::optional<Why> hold_of(const Session& s) {
  if (s.end) return s.end;
  if (!s.started) return Why::NotPedalling;
  if (s.paused) return Why::Paused;
  if (s.refused) return s.refused;
  if (s.eased) return Why::Eased;
  if (s.eased_by_pain) return Why::EasedByPain;
  if (s.eased_by_window) return Why::EasedByWindow;
  return std::nullopt;
}

Why plan_of(const Session& s) {
  switch (phase_at(s.rx, position(s))) {
    case Phase::WarmUp:
      return Why::WarmUp;
    case Phase::CoolDown:
      return Why::CoolDown;
    default:
      return Why::OnTarget;
  }
}

Why shown(const Session& s, Why ruled, Instant now) {
  if (s.end) return *s.end;
  // Louder than what its load does to the knee: it must be closed.
  if (s.refused == Why::AnotherController) return Why::AnotherController;
  const bool heard = s.released_first && s.load.last_fresh;
  if (!s.started && !heard) return Why::Connecting;
  if (ruled == Why::NotPedalling && s.ridden > Duration{0}) return Why::Stopped;
  if (s.floor_over_since && ruled != Why::LinkLate && ruled != Why::LinkLost) {
    const bool long_over = now - *s.floor_over_since >= easier_gear_limit;
    return long_over ? Why::FloorOverCapLong : Why::FloorOverCap;
  }
  return ruled;
}

void govern(Session& s, Instant now) {
  const Situation situation{
      .limits = limits_now(s),
      .target = s.rx.target,
      .plan = plan_of(s),
      .hold = hold_of(s),
      .found = s.found,
      .released_first = s.released_first,
      .release_pending = !s.release.confirmed && s.governor.level == Percent{0.0} &&
                         !(never_answers_status(s) && s.release.trusted_at),
      .note_on_disk = s.note_on_disk && s.note_wanted,
      .can_resist = s.mode == Mode::Basic && can_basic(s),
      .max_force = s.abilities ? s.abilities->max_force : std::nullopt,
  };
  const SetPoint before = set_point(s);
  const Percent level_before = s.governor.level;
  const Why ruled = rule(s.governor, situation, s.load, s.learned.floor, now);
  s.why = shown(s, ruled, now);
  if (s.governor.level < level_before && by_its_load(ruled)) {
    learn_from_fall(s.learned, s.load, level_before, now);
  }
  if (set_point(s) != before) s.previous = before;
  if (s.governor.level > Percent{0.0}) {
    s.raised = true;
    s.release = ReleaseProgress{};
    s.at_floor_since.reset();
  } else if (level_before > Percent{0.0}) {
    s.release = ReleaseProgress{};
  }

  // The note is wanted from before the first raise until a release is confirmed and stays.
  const bool wants_load = s.rx.target.mode != TargetMode::Release && !situation.hold &&
                          situation.plan == Why::OnTarget && situation.can_resist &&
                          s.load.pedalling && s.released_first;
  const bool loaded = s.governor.level > Percent{0.0};
  if (wants_load || loaded) {
    s.note_wanted = true;
  } else if (s.release.confirmed && s.release.delivered > 0) {
    s.note_wanted = false;
    s.note_on_disk = false;  // it is being cleared: a later raise needs a new one
    s.note_inherited = false;
  }
}

// The trainer may hold a load: ours, an earlier ride's, or one that was seen.
bool load_possible(const Session& s, Instant now) {
  const bool asked_for = s.raised || s.note_wanted || s.note_inherited;
  const auto breached = breach(limits_now(s), s.load, Judged::EveryReading, now);
  return asked_for || s.foreign_at || breached == Why::TorqueMeanCap || breached == Why::PowerCap;
}

void finish(Session& s, Instant now) {
  if (!s.end || s.finished) return;
  const bool released = s.release.confirmed && s.release.delivered > 0;
  const bool untouched = !s.ever_found;
  const bool out_of_time = now - s.ending_since >= end_release_limit;
  // One that cannot ride gently confirms no release of ours: where no load is known of, it is
  // enough that it was sent.
  const bool sent = *s.end == Why::TrainerCannot && !load_possible(s, now) &&
                    (s.release.delivered > 0 || out_of_time);
  s.finished = released || untouched || out_of_time || sent;
  s.given_up = s.finished && !released && !untouched && !sent;
}

Phase phase_of(const Session& s, Instant now) {
  if (s.finished) return Phase::Ended;
  if (s.end) return Phase::Ending;
  if (!s.started) return s.released_first ? Phase::Ready : Phase::Connecting;
  if (s.paused) return Phase::Paused;
  const bool goes_on = turning(s) && s.ridden > Duration{0};
  if (riding(s, now) || goes_on) return phase_at(s.rx, position(s));
  return s.ridden > Duration{0} || !s.released_first ? Phase::Paused : Phase::Ready;
}

LinkHealth health_of(const Session& s, Instant now) {
  const bool first_page_awaited = s.found && !s.started && !s.load.last_fresh;
  if (!s.ever_found || first_page_awaited) return LinkHealth::Searching;
  if (!s.found || lost(s.load, now)) return LinkHealth::Lost;
  return fresh(s.load, now) ? LinkHealth::Live : LinkHealth::Late;
}

bool live(const Session& s, Instant now) { return s.found && fresh(s.load, now); }

void advise_gear(Session& s, Instant now) {
  std::optional<Riding> now_riding;
  const bool ours = s.refused != Why::AnotherController;  // else the load is not the gear's
  if (live(s, now) && s.load.pedalling && s.load.cadence && !s.end && ours) {
    now_riding.emplace(Riding{.floor = s.learned.floor,
                              .drivetrain = s.learned.drivetrain,
                              .gear = s.learned.gear,
                              .limits = limits_now(s),
                              .low = s.rx.cadence_low,
                              .high = s.rx.cadence_high,
                              .cadence = *s.load.cadence,
                              .over_caps = s.floor_over_since.has_value()});
  }
  coach(s.coach, now_riding, now);
}

void show_floor(const Session& s, Instant now, Snapshot& view) {
  view.floor = s.learned.floor;
  view.reach = reach_now(s);
  view.gear_advice = s.coach.advice;
  view.warm_up_drift = warm_up_drift(s.learned);
  if (!live(s, now) || !s.load.pedalling) return;
  view.development = s.learned.gear.development;
  if (!view.development) return;
  view.gear = nearest_gear(s.learned.drivetrain, *view.development);
  if (drag_known(s.learned.floor) && s.load.cadence) {
    view.floor_here = floor_torque(s.learned.floor, *view.development, *s.load.cadence);
  }
}

void show_care(const Session& s, Instant now, Snapshot& view) {
  view.power_calibration_needed = s.care.power_calibration_needed;
  view.resistance_calibration_needed = s.care.resistance_calibration_needed;
  view.user_configuration_needed = s.care.user_configuration_needed;
  view.target_flag = s.care.target_flag;
  view.meter_power = meter_power(s.sensors, now);
  view.meter_difference = meter_difference(s.sensors);
  view.numbers_unverified = s.sensors.unverified;
}

}  // namespace

Session new_session(const Prescription& prescription) { return Session{.rx = prescription}; }

bool prescribe(Session& s, const Prescription& prescription) {
  if (s.start_pressed || s.end) return false;
  s.rx = prescription;
  return true;
}

Decision step(Session& s, const Event& event, Instant now) {
  take(s, event, now);
  pass(s, now);
  govern(s, now);
  finish(s, now);
  note_event(s.advice, s.why, now);
  if (std::holds_alternative<Ticked>(event)) {
    advise(s.advice, s.load, limits_now(s), judged_at(s.governor.level), s.rx.cadence_low,
           s.rx.cadence_high, live(s, now));
    advise_gear(s, now);
  }
  const bool released = s.release.confirmed && s.release.delivered > 0;
  const SetPoint wanted = set_point(s);
  return {.command = {.set_point = wanted,
                      .insist = wanted.release() && !s.finished &&
                                (!released || (!s.end && s.foreign_at)),
                      .load_uncertain = s.note_wanted,
                      .finished = s.finished},
          .why = s.why};
}

Snapshot snapshot_of(const Session& s, Instant now) {
  const Limits limits = limits_now(s);
  const Duration total_left = std::max<Duration>(s.rx.limits.total - elapsed(s, now), 0s);
  const Duration plan_left = std::max<Duration>(planned(s.rx) - position(s), 0s);
  Snapshot view;
  view.phase = phase_of(s, now);
  view.link = health_of(s, now);
  view.release = s.governor.level > Percent{0.0} ? ReleaseState::Loaded
                 : s.release.confirmed           ? ReleaseState::Confirmed
                                                 : ReleaseState::Unconfirmed;
  view.why = s.why;
  view.said = said(s.advice, s.why, now);
  view.start_pressed = s.start_pressed;
  view.paused = s.paused;
  view.eased = s.eased || s.eased_by_pain || s.eased_by_window || s.refused;
  view.elapsed = s.started ? (s.end ? s.ending_since : now) - *s.started : Duration{0};
  view.ridden = s.ridden;
  view.remaining = s.end ? Duration{0} : std::min(plan_left, total_left);
  view.planned = planned(s.rx);
  if (live(s, now)) {
    view.load_band = s.advice.load;
    view.cadence_advice = s.advice.cadence;
    view.cadence = s.load.cadence;
    view.power = s.load.power;
    const Judged judged = judged_at(s.governor.level);
    view.torque_mean = torque_mean(s.load, judged);
    view.torque_reading = torque_latest(s.load, judged);
    view.speed = recent_speed(s.load, now);
    if (!view.cadence) view.cadence = sensed_cadence(s.sensors, now);
    if (!view.speed) view.speed = sensed_speed(s.sensors, now);
    view.heart_rate = recent_heart_rate(s.load, now);
  }
  if (view.link == LinkHealth::Late) {
    view.late_cadence = s.load.cadence;
    view.late_power = s.load.power;
    view.late_torque = torque_latest(s.load);
  }
  view.resistance = s.governor.level;
  view.torque_mean_cap = limits.torque_mean;
  view.torque_peak_cap = limits.torque_peak;
  view.power_cap = limits.power;
  view.cadence_low = s.rx.cadence_low;
  view.cadence_high = s.rx.cadence_high;
  const Duration since_asked = now - s.pain_asked_from;
  view.pain_wanted = s.started && !s.end && s.pain_wanted.has_value();
  view.pain_due = view.pain_wanted || (s.started && !s.end && since_asked >= s.rx.pain.ask_every);
  view.pain_row = (view.pain_wanted && now - *s.pain_wanted < pain_row_stands) ||
                  (view.pain_due && pain_row_up(since_asked, s.rx.pain.ask_every));
  view.pain_scores = s.pain_scores;
  view.pain_before = s.pain_before;
  view.pain_peak = s.pain_peak;
  view.pain_last = s.pain_last;
  view.work = s.dose.work;
  view.revolutions = s.dose.revolutions;
  view.cadence_deviation = cadence_deviation(s.dose);
  view.over_cap = s.dose.over_cap;
  view.over_cap_loaded = s.dose.over_cap_loaded;
  view.abilities = s.abilities;
  show_floor(s, now, view);
  show_care(s, now, view);
  view.release_given_up = s.given_up;
  return view;
}

}  // namespace softpedal
