// SPDX-License-Identifier: MIT
// What can go wrong in the virtual room, by name: "loss=10", "silence@60", "unplug@30+5". A fault
// holds from its time on, for as long as it says or as is usual for it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/clock.hpp"
#include "app/core/result.hpp"

namespace softpedal::sim {

enum class FaultKind : std::uint8_t {
  // the trainer
  BrakeStuck,
  BrakeFades,
  PowerDrift,
  WarmsUp,
  NoBasic,
  PowerOnly,
  TrackOnly,
  WindOnly,
  AbilitiesGone,
  StatusFailed,
  StatusRejected,
  StatusUnsupported,
  StatusPending,
  Mute54,
  Mute71,
  Frozen,
  FrozenValue,
  CadenceMissing,
  PowerMissing,
  CadenceZeros,
  CadenceSticks,
  PowerSpike,
  CalibrationNeeded,
  ForgetsUser,
  Loaded,
  SecondController,
  SecondControllerBusy,
  // the other sensors
  SensorSilence,
  SensorBatteryLow,
  StrapLoose,
  // the radio
  Loss,
  Bursts,
  AckLoss,
  Silence,
  TwoTrainers,
  SearchTimeout,
  Collision,
  // the stick
  Unplug,
  StartUp,
  Overflow,
  EventOverflow,
  TransferStuck,
  StickSilent,
  NeedsPadding,
  Capabilities8,
  NoExtended,
  OldData,
  // the line
  Garbage,
  Split,
};

struct FaultRow {
  FaultKind kind;
  std::string_view name;
  std::string_view value_means;  // empty: it takes none
  double usual_value;
  double least, most;                    // what a value may be
  std::optional<Duration> usual_length;  // empty: to the end
  std::string_view says;
};

[[nodiscard]] std::span<const FaultRow> fault_menu();
[[nodiscard]] const FaultRow& row_of(FaultKind kind);

struct PlannedFault {
  FaultKind kind;
  double value = 0.0;
  Duration from{};  // since the world began
  Duration until = Duration::max();
  bool operator==(const PlannedFault&) const = default;
};

// NAME[=VALUE][@SECONDS[+SECONDS]].
[[nodiscard]] Result<PlannedFault> parse_fault(std::string_view text);

class Faults {
 public:
  explicit Faults(std::vector<PlannedFault> planned) : planned_{std::move(planned)} {}

  // The value of the first such fault that holds at this time.
  [[nodiscard]] std::optional<double> value(FaultKind kind, Duration at) const {
    for (const PlannedFault& fault : planned_) {
      if (fault.kind == kind && fault.from <= at && at < fault.until) return fault.value;
    }
    return std::nullopt;
  }
  [[nodiscard]] bool active(FaultKind kind, Duration at) const {
    return value(kind, at).has_value();
  }
  // Of faults whose value is a device type, or 0 for every device.
  [[nodiscard]] bool strikes(FaultKind kind, std::uint8_t device_type, Duration at) const {
    for (const PlannedFault& fault : planned_) {
      const bool meant = fault.value == 0.0 || fault.value == static_cast<double>(device_type);
      if (fault.kind == kind && meant && fault.from <= at && at < fault.until) return true;
    }
    return false;
  }
  [[nodiscard]] const std::vector<PlannedFault>& planned() const { return planned_; }

 private:
  std::vector<PlannedFault> planned_;
};

}  // namespace softpedal::sim
