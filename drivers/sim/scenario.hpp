// SPDX-License-Identifier: MIT
// A ride as text: rider, trainer, faults, what the rider says, and what must hold. It names no
// program: whoever rides it reads the parts. Strict: a line that is not understood is a fault with
// its number.
//
//   # softpedal scenario 1                       first line
//   about TEXT                                   what this ride shows
//   profile NAME | seconds N | seed N | settings_pages
//   trainer MODEL [NUMBER]                       a model of brake.cpp; twice: two in the room
//   sensor strap|power|speed_cadence|cadence|speed [NUMBER] ...      as of sensor.hpp
//   remote                                       one on the handlebar
//   gear 34x28 | cadence RPM | strength N·m | unsteadiness RPM | starts SECONDS | starts never
//   loss PER CENT
//   fault NAME[=VALUE][@SECONDS[+SECONDS]]
//   at SECONDS ACT                               stop, start, cadence 70, gear 34x17 ...
//   at SECONDS press BUTTON                      of the remote: lap, stop, start, up, down ...
//   say SECONDS WORD                             ease, stop, pause, resume, pain 4 ...
//   must exit STATUS
//   must QUANTITY <= VALUE [from SECONDS to SECONDS]      also >=
//   must show WHY [from SECONDS to SECONDS]      at some time in between
//   must not show WHY [from SECONDS to SECONDS]
//
// Quantities, at the first trainer: set_percent (what it was last told; a release counts as 0),
// brake_percent (where its brake is), torque_nm (true crank torque, mean of the last turn).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/result.hpp"
#include "drivers/sim/world.hpp"

namespace softpedal::sim {

struct Saying {
  Duration at{};
  std::string word{};
};

struct Must {
  enum class Kind : std::uint8_t { Exit, AtMost, AtLeast, Show, NotShow };
  enum class Quantity : std::uint8_t { SetPercent, BrakePercent, TorqueNm };
  Kind kind = Kind::Exit;
  Quantity quantity = Quantity::SetPercent;
  double value = 0.0;  // in the quantity's unit; the status with Exit
  std::string why{};
  Duration from{};
  Duration to = Duration::max();
  std::string text{};  // the line, for people
};

struct Scenario {
  std::string about{};
  std::string profile = "acute-2";
  std::optional<std::chrono::seconds> seconds{};  // all phases together; empty: as prescribed
  WorldOptions world{};
  std::vector<Saying> says{};
  std::vector<Must> musts{};
};

[[nodiscard]] Result<Scenario> parse_scenario(std::string_view text, const std::string& name);

// Looks on while a scenario is ridden and says afterwards what did not hold.
class Onlooker {
 public:
  explicit Onlooker(const std::vector<Must>& musts) : musts_{musts}, seen_(musts.size()) {}

  void look(World& world);                        // often: every 50 ms
  void shown(std::string_view why, Duration at);  // each time something is shown to the rider
  // One sentence for each line that did not hold; empty: all did.
  [[nodiscard]] std::vector<std::string> complaints(int exit_status) const;

 private:
  struct Seen {
    bool shown = false;
    std::string broken{};
  };
  std::vector<Must> musts_;
  std::vector<Seen> seen_;
};

}  // namespace softpedal::sim
