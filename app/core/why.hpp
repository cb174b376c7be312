// SPDX-License-Identifier: MIT
// Why the resistance is what it is: the reason that the record keeps and the screen shows.
#pragma once

#include <cstdint>
#include <string_view>

namespace softpedal {

enum class Why : std::uint8_t {
  Connecting,         // the trainer has not been heard, or is not released yet
  LinkLate,           // the last fresh page 25 is older than 1.5 s
  LinkLost,           // older than 3 s, or the channel is gone
  NotPedalling,       // the cranks rest: waiting for the rider
  Stopped,            // the rider stopped: paused by itself
  FloorOverCap,       // over a cap at level 0: easier gear
  FloorOverCapLong,   // for 20 s: stop pedalling, change gear
  FloorOverCapEnd,    // for 60 s in all: the ride ended
  TorqueMeanCap,      // eased: mean torque over its cap
  TorquePeakCap,      // eased: one reading over its cap
  PowerCap,           // eased: mean power over its cap
  HeartRateCap,       // eased: heart rate over its cap, or not known
  TorqueUnknown,      // no cadence or no power: torque cannot be watched, so no load
  NotInUse,           // the trainer says that it is not in use
  NotConfirmed,       // a release is not confirmed yet
  TrainerRefused,     // the trainer refused a set point
  AnotherController,  // the trainer reports a command that is not ours
  NoBasicResistance,  // this trainer can only be released: ridden at the floor
  NoteNotWritten,     // waiting for the note "load uncertain" on disk
  Ramp,               // rising as slowly as prescribed
  Unfelt,             // waiting to feel the last raise
  Headroom,           // another step could exceed a cap
  BackedOff,          // recovering after a breach
  Ceiling,            // at the prescribed most
  OnTarget,           // at what the plan asks for
  WarmUp,
  CoolDown,
  Paused,         // by the rider
  Eased,          // by the rider
  EasedByPain,    // a score at or above ease_at
  EasedByWindow,  // the window does not answer
  StoppedByRider,
  StoppedByPain,
  StoppedSharp,
  StoppedLocking,
  StoppedGivingWay,
  PainBeforeRide,  // the score before the ride forbids it
  TimeUp,          // total_s is over
  Done,            // all phases ridden
  EndedBySignal,
  EndedBySuspend,
  EndedByGuardLoss,
  EndedByJournalLoss,
  EndedByWindow,
  TrainerCannot,     // only target power, or nothing: refused
  HeartRateEnd,      // over its cap for too long without load: ended
  NoGearReaches,     // the floor is over a cap in every gear of this bike: refused
  FloorFound,        // the floor finder has learned what it wanted
  DayClosed,         // what the rider said of the knee today forbids riding: refused
  EndedByInterrupt,  // Ctrl-C
  EndedByHangup,     // the terminal was closed
};
inline constexpr int why_count = static_cast<int>(Why::EndedByHangup) + 1;

// A stable word for journals and --json: "torque_mean_cap".
[[nodiscard]] std::string_view word(Why why);
// At most eight words for the rider: "Easier gear".
[[nodiscard]] std::string_view sentence(Why why);

}  // namespace softpedal
