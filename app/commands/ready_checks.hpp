// SPDX-License-Identifier: MIT
// The list on Ready: stick, trainer, release. Each turns good when a fact says so; what is bad
// stays so, with its remedy, until a fact says otherwise: trying again must not flicker.
#pragma once

#include <string>
#include <vector>

#include "app/commands/ride_request.hpp"
#include "app/core/result.hpp"
#include "app/core/snapshot.hpp"
#include "app/dashboard/model.hpp"
#include "drivers/link/survey.hpp"

namespace softpedal::commands {

class ReadyChecks {
 public:
  // The stick and the trainer are asked again.
  void begin();
  void stick_listens(bool listens);
  void record_is_kept() { turn_good(ui::Check::What::Record); }
  void watch(const Snapshot& snapshot, const ui::Trainer& trainer);
  // What kept the ride from beginning; `seen` knows the remedies.
  void failed(const Fault& fault, const RideRequest& request, const Survey& seen);

  [[nodiscard]] bool any_bad() const;
  [[nodiscard]] const std::vector<ui::Check>& all() const { return checks_; }

 private:
  [[nodiscard]] ui::Check& at(ui::Check::What what);
  void turn_good(ui::Check::What what, std::string particulars = {});
  void turn_waiting(ui::Check::What what);

  std::vector<ui::Check> checks_{{ui::Check::What::Stick},
                                 {ui::Check::What::Trainer},
                                 {ui::Check::What::Release},
                                 {ui::Check::What::Record}};
};

}  // namespace softpedal::commands
