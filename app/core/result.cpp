// SPDX-License-Identifier: MIT
#include "app/core/result.hpp"

namespace softpedal {

int exit_status(FaultCode code) {
  switch (code) {
    case FaultCode::WrongUsage:
    case FaultCode::BadFile:
      return 2;
    case FaultCode::NoStick:
    case FaultCode::StickPermission:
    case FaultCode::StickBusy:
    case FaultCode::StickSilent:
    case FaultCode::LinkFailed:
      return 3;
    case FaultCode::NoTrainer:
    case FaultCode::SeveralTrainers:
      return 4;
    case FaultCode::ReleaseUnconfirmed:
      return 5;
    case FaultCode::TrainerRefused:
    case FaultCode::PrescriptionRefused:
      return 6;
    case FaultCode::JournalNotWritable:
      return 7;
  }
  return 2;
}

}  // namespace softpedal
