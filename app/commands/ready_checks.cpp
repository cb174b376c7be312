// SPDX-License-Identifier: MIT
#include "app/commands/ready_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

namespace softpedal::commands {
namespace {

using What = ui::Check::What;
using Mark = ui::Check::Mark;

What about(FaultCode code) {
  switch (code) {
    case FaultCode::NoTrainer:
    case FaultCode::SeveralTrainers:
    case FaultCode::TrainerRefused:
      return What::Trainer;
    case FaultCode::ReleaseUnconfirmed:
      return What::Release;
    case FaultCode::JournalNotWritable:
      return What::Record;
    default:
      return What::Stick;
  }
}

// "12345, 12346" of a sentence that names trainers.
std::string numbers_in(const std::string& sentence) {
  std::string numbers;
  bool inside = false;
  for (const char c : sentence) {
    const bool digit = std::isdigit(static_cast<unsigned char>(c)) != 0;
    if (digit && !inside && !numbers.empty()) numbers += ", ";
    if (digit) numbers += c;
    inside = digit;
  }
  return numbers;
}

std::string particulars_of(const Fault& fault, const RideRequest& request, const Survey& seen) {
  switch (fault.code) {
    case FaultCode::SeveralTrainers:
      return numbers_in(fault.sentence);
    case FaultCode::NoTrainer:
    case FaultCode::TrainerRefused:
      return request.trainer ? std::to_string(*request.trainer) : std::string{};
    case FaultCode::StickBusy:
      for (const SeenStick& stick : seen.sticks) {
        if (!stick.holders.empty()) return name_holders(stick.holders);
      }
      break;
    case FaultCode::JournalNotWritable:
      return request.journals ? request.journals->string() : std::string{};
    default:
      break;
  }
  if (request.stick != "usb") return request.stick;
  return seen.sticks.empty() ? std::string{} : place_of(seen.sticks.front());
}

}  // namespace

ui::Check& ReadyChecks::at(What what) { return checks_.at(static_cast<std::size_t>(what)); }

void ReadyChecks::turn_good(What what, std::string particulars) {
  at(what) = {.what = what, .mark = Mark::Good, .particulars = std::move(particulars)};
}

void ReadyChecks::turn_waiting(What what) {
  if (at(what).mark == Mark::Good) at(what) = {.what = what};
}

bool ReadyChecks::any_bad() const {
  return std::ranges::any_of(checks_, [](const ui::Check& one) { return one.mark == Mark::Bad; });
}

void ReadyChecks::begin() {
  for (const What what : {What::Stick, What::Trainer, What::Release}) turn_waiting(what);
}

void ReadyChecks::stick_listens(bool listens) {
  if (listens) return turn_good(What::Stick);
  turn_waiting(What::Stick);
}

void ReadyChecks::watch(const Snapshot& snapshot, const ui::Trainer& trainer) {
  const bool heard = snapshot.link == LinkHealth::Live || snapshot.link == LinkHealth::Late;
  if (heard) {
    turn_good(What::Stick);
    turn_good(What::Trainer, trainer.maker.empty()
                                 ? std::to_string(trainer.number)
                                 : fmt::format("{} {}", trainer.maker, trainer.number));
  } else {
    turn_waiting(What::Trainer);
  }
  if (heard && snapshot.phase != Phase::Connecting) {
    turn_good(What::Release);
  } else {
    turn_waiting(What::Release);
  }
}

void ReadyChecks::failed(const Fault& fault, const RideRequest& request, const Survey& seen) {
  begin();
  const What what = about(fault.code);
  if (what != What::Stick && what != What::Record) turn_good(What::Stick);
  ui::Check bad{.what = what, .mark = Mark::Bad, .fault = fault.code};
  bad.particulars = particulars_of(fault, request, seen);
  const bool doctor_knows =
      fault.code == FaultCode::NoStick || fault.code == FaultCode::StickPermission;
  if (doctor_knows) {
    for (const StickAdvice& advice : seen.advice) {
      bad.commands.insert(bad.commands.end(), advice.commands.begin(), advice.commands.end());
    }
  }
  at(what) = std::move(bad);
}

}  // namespace softpedal::commands
