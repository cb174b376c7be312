// SPDX-License-Identifier: MIT
// Everything that can happen to a ride, from trainer, rider, disk and operating system, in one
// queue. Missing data is an empty optional, never 0 and never NaN.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "app/core/command.hpp"
#include "app/core/floor.hpp"
#include "app/core/gears.hpp"
#include "app/core/units.hpp"

namespace softpedal {

// --- from the trainer -------------------------------------------------------------------------

enum class FeState : std::uint8_t { Reserved, Asleep, Ready, InUse, Finished };

// The trainer is heard for the first time, or again: whatever load it holds is unknown.
struct TrainerFound {
  std::uint32_t number;  // the 20-bit ANT+ device number
  bool operator==(const TrainerFound&) const = default;
};

// Nothing can be sent or heard any more: channel searching or closed, stick gone.
struct TrainerLost {
  bool operator==(const TrainerLost&) const = default;
};

// Page 25 (0x19), trainer data; ant-fec.md 4.6.
struct TrainerData {
  std::uint8_t event_count;  // one more with each new power value, rolls over at 256
  std::optional<Rpm> cadence;
  std::optional<Watts> power;
  std::uint16_t accumulated_watts;  // sum of one power value per event, rolls over at 65536
  FeState state;
  bool power_calibration_needed = false;
  bool resistance_calibration_needed = false;
  bool user_configuration_needed = false;
  std::uint8_t target_flag = 0;  // 0 at target, 1 too slow, 2 too fast, 3 undetermined
  bool operator==(const TrainerData&) const = default;
};

// Page 16 (0x10), general FE data; ant-fec.md 4.2.
struct GeneralData {
  std::optional<MetresPerSecond> speed;
  std::optional<Bpm> heart_rate;
  FeState state;
  bool operator==(const GeneralData&) const = default;
};

// Page 54 (0x36), what the trainer can do; ant-fec.md 4.9. `answered` is false when it was asked
// for in vain as often as the driver asks: then nothing is known.
struct Abilities {
  bool answered;
  std::optional<Newtons> max_force;
  bool basic_resistance;
  bool target_power;
  bool simulation;
  bool operator==(const Abilities&) const = default;
};

// The radio confirmed that this set point reached the trainer (event 5).
struct Delivered {
  SetPoint set_point;
  bool operator==(const Delivered&) const = default;
};

// It did not: event 6, event 8 or no answer in time. The trainer may have it all the same.
struct NotDelivered {
  SetPoint set_point;
  bool operator==(const NotDelivered&) const = default;
};

enum class StatusCode : std::uint8_t { Pass, Fail, NotSupported, Rejected, Pending, None };

// Page 71 (0x47), command status; ant-fec.md 4.12.
struct CommandStatus {
  StatusCode code;
  // The set point that the trainer echoes, where it is one that we could have sent. Empty: a
  // command that is not ours.
  std::optional<SetPoint> echo;
  bool operator==(const CommandStatus&) const = default;
};

// Page 71 was asked for, the request was delivered, and no answer came within 2 s.
struct StatusUnanswered {
  bool operator==(const StatusUnanswered&) const = default;
};

// --- from the rider's other sensors -------------------------------------------------------------

enum class SensorKind : std::uint8_t { HeartRate, Power, SpeedCadence, Cadence, Speed };

// What one of them says now; comes with each change and at least once a second. All empty: it
// measures nothing, or is not heard any more.
struct SensorReading {
  SensorKind kind;
  std::optional<Bpm> heart_rate{};
  std::optional<Watts> power{};  // mean since the reading before
  std::optional<Rpm> cadence{};
  std::optional<MetresPerSecond> speed{};
  bool operator==(const SensorReading&) const = default;
};

// --- from the rider ---------------------------------------------------------------------------

enum class Intent : std::uint8_t { Ease, Stop, Pause, Resume, Sharp, Locking, GivingWay };

// A numeric rating 0-10. Whatever comes before Start takes effect is the baseline (pain.hpp).
struct Pain {
  int score;
  bool before_ride = false;  // for the record
  bool operator==(const Pain&) const = default;
};

// The rider's own lower limits. One above the prescription changes nothing: it is no limit.
struct LowerLimits {
  std::optional<NewtonMetres> torque_mean{};
  std::optional<NewtonMetres> torque_peak{};
  std::optional<Watts> power{};
  std::optional<Percent> resistance{};
  bool operator==(const LowerLimits&) const = default;
};

// The bike in use; before Start.
struct Equipped {
  Drivetrain drivetrain;
  bool operator==(const Equipped&) const = default;
};

// What earlier rides learned of this trainer, as it may be believed today; after TrainerFound.
struct FloorRemembered {
  FloorModel model;
  bool operator==(const FloorRemembered&) const = default;
};

struct Started {  // Start was pressed, or the ride is headless
  bool operator==(const Started&) const = default;
};

// --- from the machine -------------------------------------------------------------------------

struct Ticked {  // time passed; comes at least every 250 ms
  bool operator==(const Ticked&) const = default;
};

struct NoteWritten {  // the note "load uncertain" is on disk (true) or cleared (false)
  bool load_uncertain;
  bool operator==(const NoteWritten&) const = default;
};

// The ride must end and release: the reason is only for the record.
enum class EndCause : std::uint8_t {
  Signal,
  Suspend,
  GuardLost,
  JournalLost,
  WindowClosed,
  DayClosed,  // a red flag holds today: the rider said so
  Interrupt,  // Ctrl-C
  Hangup,     // the terminal was closed
};
struct EndRide {
  EndCause cause;
  bool operator==(const EndRide&) const = default;
};

struct WindowSilent {  // the window gave no beat for 3 s
  bool operator==(const WindowSilent&) const = default;
};

using Event =
    std::variant<Ticked, TrainerFound, TrainerLost, TrainerData, GeneralData, Abilities, Delivered,
                 NotDelivered, CommandStatus, StatusUnanswered, Started, Intent, Pain, LowerLimits,
                 NoteWritten, EndRide, WindowSilent, SensorReading, Equipped, FloorRemembered>;

}  // namespace softpedal
