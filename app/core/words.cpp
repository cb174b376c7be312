// SPDX-License-Identifier: MIT
// Every word and sentence that the core can say, in one table each.
#include <array>

#include "app/core/gate.hpp"
#include "app/core/snapshot.hpp"
#include "app/core/why.hpp"

namespace softpedal {
namespace {

struct WhyWords {
  Why why;
  std::string_view word;
  std::string_view sentence;  // at most eight words, no jargon (style 5.8)
};

// A text that the dashboard may show in another language: found by name (tests/words_check).
constexpr std::string_view translatable(const char* text) { return text; }

constexpr std::array<WhyWords, why_count> why_words{{
    {Why::Connecting, "connecting", translatable("Connecting to the trainer")},
    {Why::LinkLate, "link_late", translatable("Trainer is late: no resistance")},
    {Why::LinkLost, "link_lost", translatable("Trainer lost: no resistance asked for")},
    {Why::NotPedalling, "not_pedalling", translatable("Turn the pedals to begin")},
    {Why::Stopped, "stopped", translatable("Paused: turn the pedals to go on")},
    {Why::FloorOverCap, "floor_over_cap", translatable("Easier gear")},
    {Why::FloorOverCapLong, "floor_over_cap_long", translatable("Stop pedalling, change gear")},
    {Why::FloorOverCapEnd, "floor_over_cap_end", translatable("Ended: this gear stays too hard")},
    {Why::TorqueMeanCap, "torque_mean_cap", translatable("Torque over your limit: no resistance")},
    {Why::TorquePeakCap, "torque_peak_cap",
     translatable("One push over your limit: no resistance")},
    {Why::PowerCap, "power_cap", translatable("Power over your limit: no resistance")},
    {Why::HeartRateCap, "heart_rate_cap",
     translatable("Heart rate high or unknown: no resistance")},
    {Why::TorqueUnknown, "torque_unknown", translatable("No cadence or power: no resistance")},
    {Why::NotInUse, "not_in_use", translatable("Trainer is not ready yet")},
    {Why::NotConfirmed, "not_confirmed", translatable("Waiting: trainer must confirm it let go")},
    {Why::TrainerRefused, "trainer_refused", translatable("Trainer refused: no resistance")},
    {Why::AnotherController, "another_controller",
     translatable("Another program steers the trainer")},
    {Why::NoBasicResistance, "no_basic_resistance",
     translatable("This trainer can only be released")},
    {Why::NoteNotWritten, "note_not_written", translatable("Waiting for the record on disk")},
    {Why::Ramp, "ramp", translatable("Rising slowly")},
    {Why::Unfelt, "unfelt", translatable("Waiting to feel the last step")},
    {Why::Headroom, "headroom", translatable("Close under your limit")},
    {Why::BackedOff, "backed_off", translatable("Recovering after easing")},
    {Why::Ceiling, "ceiling", translatable("At the most you are allowed")},
    {Why::OnTarget, "on_target", translatable("On target")},
    {Why::WarmUp, "warm_up", translatable("Warming up without resistance")},
    {Why::CoolDown, "cool_down", translatable("Cooling down without resistance")},
    {Why::Paused, "paused", translatable("Paused by you")},
    {Why::Eased, "eased", translatable("Eased by you")},
    {Why::EasedByPain, "eased_by_pain", translatable("Eased: pain")},
    {Why::EasedByWindow, "eased_by_window", translatable("Eased: the window does not answer")},
    {Why::StoppedByRider, "stopped_by_rider", translatable("Stopped by you")},
    {Why::StoppedByPain, "stopped_by_pain", translatable("Stopped: pain")},
    {Why::StoppedSharp, "stopped_sharp", translatable("Stopped: sharp pain")},
    {Why::StoppedLocking, "stopped_locking", translatable("Stopped: the knee locked")},
    {Why::StoppedGivingWay, "stopped_giving_way", translatable("Stopped: the knee gave way")},
    {Why::PainBeforeRide, "pain_before_ride", translatable("No ride today: pain before the ride")},
    {Why::TimeUp, "time_up", translatable("Time is up")},
    {Why::Done, "done", translatable("Done")},
    {Why::EndedBySignal, "ended_by_signal", translatable("Ended by the system")},
    {Why::EndedBySuspend, "ended_by_suspend", translatable("Ended: the computer goes to sleep")},
    {Why::EndedByGuardLoss, "ended_by_guard_loss",
     translatable("Ended: the guard process is gone")},
    {Why::EndedByJournalLoss, "ended_by_journal_loss",
     translatable("Ended: the record cannot be written")},
    {Why::EndedByWindow, "ended_by_window", translatable("Ended: window closed")},
    {Why::TrainerCannot, "trainer_cannot",
     translatable("This trainer cannot ride gently: refused")},
    {Why::HeartRateEnd, "heart_rate_end", translatable("Ended: heart rate stays too high")},
    {Why::NoGearReaches, "no_gear_reaches", translatable("No gear is easy enough: refused")},
    {Why::FloorFound, "floor_found", translatable("The floor is found")},
    {Why::DayClosed, "day_closed", translatable("No ride today")},
    {Why::EndedByInterrupt, "ended_by_interrupt", translatable("Ended by Ctrl-C")},
    {Why::EndedByHangup, "ended_by_hangup", translatable("Ended: the terminal was closed")},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < why_words.size(); ++i) {
    if (static_cast<std::size_t>(why_words[i].why) != i) return false;
  }
  return true;
}
static_assert(in_order(), "why_words is indexed by Why");

struct ClosedWords {
  ClosedBy by;
  std::string_view word;
  std::string_view sentence;  // what closed it, and when it opens or what to do
};

constexpr std::array<ClosedWords, closed_by_count> closed_words{{
    {ClosedBy::RedFlags, "red_flags",
     translatable("No ride today, because a warning sign holds: softpedal asks again tomorrow.")},
    {ClosedBy::PainBefore, "pain_before",
     translatable("No ride today, because the knee hurts too much: softpedal asks again "
                  "tomorrow.")},
    {ClosedBy::StoppedByPain, "stopped_by_pain",
     translatable("No more rides today, because pain ended one: rest, softpedal asks again "
                  "tomorrow.")},
    {ClosedBy::Sharp, "sharp",
     translatable("No more rides today, because of sharp pain: rest, softpedal asks again "
                  "tomorrow.")},
    {ClosedBy::Locking, "locking",
     translatable("No more rides today, because the knee locked: talk to a doctor or your "
                  "physiotherapist before you ride tomorrow.")},
    {ClosedBy::GivingWay, "giving_way",
     translatable("No more rides today, because the knee gave way: talk to a doctor or your "
                  "physiotherapist before you ride tomorrow.")},
    {ClosedBy::NoGear, "no_gear",
     translatable("No gear of this bike is easy enough: find the floor again, or change the "
                  "gears.")},
    {ClosedBy::RedFlagsUnanswered, "red_flags_unanswered",
     translatable("Say first whether a warning sign holds today.")},
    {ClosedBy::ScoreMissing, "score_missing",
     translatable("Say first how much the knee hurts right now, 0 to 10.")},
    {ClosedBy::TooSoon, "too_soon",
     translatable("No ride yet, because the knee must rest after the last one.")},
    {ClosedBy::Caution, "caution",
     translatable("Read first what speaks against this ride: you may ride anyway.")},
}};

constexpr std::array<std::string_view, red_flag_count> red_flag_words{
    "weight", "swelling", "locked", "fever", "injury", "calf", "heart", "bone"};

constexpr bool closed_in_order() {
  for (std::size_t i = 0; i < closed_words.size(); ++i) {
    if (static_cast<std::size_t>(closed_words[i].by) != i) return false;
  }
  return true;
}
static_assert(closed_in_order(), "closed_words is indexed by ClosedBy");

}  // namespace

std::string_view word(ClosedBy by) { return closed_words[static_cast<std::size_t>(by)].word; }
std::string_view sentence(ClosedBy by) {
  return closed_words[static_cast<std::size_t>(by)].sentence;
}
std::string_view word(RedFlag flag) { return red_flag_words[static_cast<std::size_t>(flag)]; }

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
