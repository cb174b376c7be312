// SPDX-License-Identifier: MIT
// Every word and sentence that the core can say, in one table each.
#include <array>

#include "app/core/snapshot.hpp"
#include "app/core/why.hpp"

namespace softpedal {
namespace {

struct WhyWords {
  Why why;
  std::string_view word;
  std::string_view sentence;  // at most eight words, no jargon (style 5.8)
};

constexpr std::array<WhyWords, why_count> why_words{{
    {Why::Connecting, "connecting", "Connecting to the trainer"},
    {Why::LinkLate, "link_late", "Trainer is late: no resistance"},
    {Why::LinkLost, "link_lost", "Trainer lost: no resistance asked for"},
    {Why::NotPedalling, "not_pedalling", "Turn the pedals to begin"},
    {Why::Stopped, "stopped", "Paused: turn the pedals to go on"},
    {Why::FloorOverCap, "floor_over_cap", "Easier gear"},
    {Why::FloorOverCapLong, "floor_over_cap_long", "Stop pedalling, change gear"},
    {Why::FloorOverCapEnd, "floor_over_cap_end", "Ended: this gear stays too hard"},
    {Why::TorqueMeanCap, "torque_mean_cap", "Eased: torque over your limit"},
    {Why::TorquePeakCap, "torque_peak_cap", "Eased: one push over your limit"},
    {Why::PowerCap, "power_cap", "Eased: power over your limit"},
    {Why::HeartRateCap, "heart_rate_cap", "Eased: heart rate high or not known"},
    {Why::TorqueUnknown, "torque_unknown", "No cadence or power: no resistance"},
    {Why::NotInUse, "not_in_use", "Trainer is not ready yet"},
    {Why::NotConfirmed, "not_confirmed", "Waiting: trainer must confirm it let go"},
    {Why::TrainerRefused, "trainer_refused", "Trainer refused: no resistance"},
    {Why::AnotherController, "another_controller", "Another program steers the trainer"},
    {Why::NoBasicResistance, "no_basic_resistance", "This trainer can only be released"},
    {Why::NoteNotWritten, "note_not_written", "Waiting for the record on disk"},
    {Why::Ramp, "ramp", "Rising slowly"},
    {Why::Unfelt, "unfelt", "Waiting to feel the last step"},
    {Why::Headroom, "headroom", "Close under your limit"},
    {Why::BackedOff, "backed_off", "Recovering after easing"},
    {Why::Ceiling, "ceiling", "At the most you are allowed"},
    {Why::OnTarget, "on_target", "On target"},
    {Why::WarmUp, "warm_up", "Warming up without resistance"},
    {Why::CoolDown, "cool_down", "Cooling down without resistance"},
    {Why::Paused, "paused", "Paused by you"},
    {Why::Eased, "eased", "Eased by you"},
    {Why::EasedByPain, "eased_by_pain", "Eased: pain"},
    {Why::EasedByWindow, "eased_by_window", "Eased: the window does not answer"},
    {Why::StoppedByRider, "stopped_by_rider", "Stopped by you"},
    {Why::StoppedByPain, "stopped_by_pain", "Stopped: pain"},
    {Why::StoppedSharp, "stopped_sharp", "Stopped: sharp pain"},
    {Why::StoppedLocking, "stopped_locking", "Stopped: the knee locked"},
    {Why::StoppedGivingWay, "stopped_giving_way", "Stopped: the knee gave way"},
    {Why::PainBeforeRide, "pain_before_ride", "No ride today: pain before the ride"},
    {Why::TimeUp, "time_up", "Time is up"},
    {Why::Done, "done", "Done"},
    {Why::EndedBySignal, "ended_by_signal", "Ended by the system"},
    {Why::EndedBySuspend, "ended_by_suspend", "Ended: the computer goes to sleep"},
    {Why::EndedByGuardLoss, "ended_by_guard_loss", "Ended: the guard process is gone"},
    {Why::EndedByJournalLoss, "ended_by_journal_loss", "Ended: the record cannot be written"},
    {Why::EndedByWindow, "ended_by_window", "Ended: window closed"},
    {Why::TrainerCannot, "trainer_cannot", "This trainer cannot ride gently: refused"},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < why_words.size(); ++i) {
    if (static_cast<std::size_t>(why_words[i].why) != i) return false;
  }
  return true;
}
static_assert(in_order(), "why_words is indexed by Why");

}  // namespace

std::string_view word(Why why) { return why_words[static_cast<std::size_t>(why)].word; }
std::string_view sentence(Why why) { return why_words[static_cast<std::size_t>(why)].sentence; }

std::string_view word(Phase phase) {
  switch (phase) {
    case Phase::Connecting:
      return "connecting";
    case Phase::Ready:
      return "ready";
    case Phase::WarmUp:
      return "warm_up";
    case Phase::Ride:
      return "ride";
    case Phase::CoolDown:
      return "cool_down";
    case Phase::Paused:
      return "paused";
    case Phase::Ending:
      return "ending";
    case Phase::Ended:
      return "ended";
  }
  return "ended";
}

std::string_view word(LinkHealth health) {
  switch (health) {
    case LinkHealth::Searching:
      return "searching";
    case LinkHealth::Live:
      return "live";
    case LinkHealth::Late:
      return "late";
    case LinkHealth::Lost:
      return "lost";
  }
  return "lost";
}

}  // namespace softpedal
