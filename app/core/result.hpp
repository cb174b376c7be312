// SPDX-License-Identifier: MIT
// What may go wrong in life, as a value: Result<T> is a T or a Fault. Program mistakes are asserts.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace softpedal {

enum class FaultCode {
  WrongUsage,           // an option, an argument or a word that we do not know
  BadFile,              // a file that cannot be read or does not say what it must
  NoStick,              // no ANT stick on this machine
  StickPermission,      // there is one, but this user may not open it
  StickBusy,            // another program holds it
  StickSilent,          // it opens but does not answer
  LinkFailed,           // it was open and broke: unplugged, pipe error, hang-up
  NoTrainer,            // nothing heard, or not the one asked for
  SeveralTrainers,      // more than one heard and none chosen
  TrainerRefused,       // the trainer cannot do what a gentle ride needs
  PrescriptionRefused,  // the prescription forbids this ride
  ReleaseUnconfirmed,   // the trainer did not confirm that it let go
  JournalNotWritable,   // a ride that cannot be recorded carries no load
};

struct Fault {
  FaultCode code;
  std::string sentence;  // one clear sentence with the particulars and what to do
  bool operator==(const Fault&) const = default;
};

template <class T>
using Result = tl::expected<T, Fault>;

// design.md section 7.
[[nodiscard]] int exit_status(FaultCode code);
// Of a program rather than a ride: the same section.
inline constexpr int system_refused = 1;  // no memory, thread, descriptor or screen was to be had
inline constexpr int output_not_writable =
    7;  // what was to be said met a full disk or a bad device

}  // namespace softpedal
