// SPDX-License-Identifier: MIT
#include "app/core/advice.hpp"

#include <algorithm>

namespace softpedal {
namespace {

CadenceAdvice cadence_words(CadenceAdvice before, std::optional<Rpm> cadence, Rpm low, Rpm high) {
  if (!cadence) return CadenceAdvice::None;
  // A band too narrow for the hysteresis has its middle as the way back.
  const Rpm way_in = std::min(advice_hysteresis, Rpm{(high - low).count() / 2.0});
  const Rpm enough = before == CadenceAdvice::Faster ? low + way_in : low;
  const Rpm most = before == CadenceAdvice::Slower ? high - way_in : high;
  if (*cadence < enough) return CadenceAdvice::Faster;
  if (*cadence > most) return CadenceAdvice::Slower;
  return CadenceAdvice::JustRight;
}

LoadBand load_words(LoadBand before, const Load& load, const Limits& limits, Judged judged) {
  const auto mean = torque_mean(load, judged);
  const auto reading = torque_latest(load, judged);
  if (!mean || !reading) return LoadBand::Unknown;
  if (*mean > limits.torque_mean || *reading > limits.torque_peak) return LoadBand::Over;
  const bool was_near = before == LoadBand::Near || before == LoadBand::Over;
  const bool calm = *mean < limits.torque_mean * (was_near ? calm_below : near_from);
  return calm ? LoadBand::Calm : LoadBand::Near;
}

bool nothing_special(Why why) {
  switch (why) {
    case Why::Ramp:
    case Why::Unfelt:
    case Why::Headroom:
    case Why::BackedOff:
    case Why::Ceiling:
    case Why::OnTarget:
    case Why::WarmUp:
    case Why::CoolDown:
    case Why::NotConfirmed:
    case Why::NoteNotWritten:
      return true;
    default:
      return false;
  }
}

}  // namespace

void advise(Advice& advice, const Load& load, const Limits& limits, Judged judged, Rpm low,
            Rpm high, bool live) {
  const bool pedalling = live && load.pedalling;
  advice.cadence =
      cadence_words(advice.cadence, pedalling ? load.cadence : std::nullopt, low, high);
  advice.load = live ? load_words(advice.load, load, limits, judged) : LoadBand::Unknown;
}

bool took_the_load_away(Why why) {
  switch (why) {
    case Why::LinkLate:
    case Why::LinkLost:
    case Why::TorqueMeanCap:
    case Why::TorquePeakCap:
    case Why::PowerCap:
    case Why::HeartRateCap:
    case Why::TorqueUnknown:
    case Why::TrainerRefused:
    case Why::AnotherController:
      return true;
    default:
      return false;
  }
}

void note_event(Advice& advice, Why why, Instant now) {
  if (!took_the_load_away(why)) return;
  advice.event = why;
  advice.event_at = now;
}

Why said(const Advice& advice, Why why, Instant now) {
  const bool stands = advice.event && now - advice.event_at < event_stands;
  return stands && nothing_special(why) ? *advice.event : why;
}

bool pain_row_up(Duration since_asked, Duration ask_every) {
  return since_asked >= ask_every && since_asked % ask_every < pain_row_stands;
}

}  // namespace softpedal
