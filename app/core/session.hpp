// SPDX-License-Identifier: MIT
// One ride: phases, the rider's intents and the pain rules around plan and governor. step() is
// total, deterministic and allocation-free; the same events at the same instants give the same
// commands.
//
//   Connecting --released--> Ready --turning--> WarmUp --> Ride --> CoolDown --> Ending --> Ended
//                              |  ^               |         |          |           ^
//                              |  +--- Paused <---+---------+----------+           |
//                              |        rests, PAUSE, link lost                    |
//                              +---- STOP, pain, time, signal, from anywhere ------+
//
// Every return to load begins from 0 and ramps. Ending releases and confirms; it has no way back.
#pragma once

#include <cstdint>
#include <optional>

#include "app/core/advice.hpp"
#include "app/core/clock.hpp"
#include "app/core/coach.hpp"
#include "app/core/command.hpp"
#include "app/core/dose.hpp"
#include "app/core/event.hpp"
#include "app/core/floor_seen.hpp"
#include "app/core/governor.hpp"
#include "app/core/learning.hpp"
#include "app/core/load.hpp"
#include "app/core/pain.hpp"
#include "app/core/prescription.hpp"
#include "app/core/sensor_values.hpp"
#include "app/core/snapshot.hpp"
#include "app/core/why.hpp"

namespace softpedal {

inline constexpr Duration end_release_limit = 10s;     // then the ride gives up: exit 5
inline constexpr Duration easier_gear_limit = 20s;     // floor over cap: then "stop pedalling"
inline constexpr Duration floor_over_cap_limit = 60s;  // in all: then the ride ends
// After a release the brake's dead time, lag and the 3 s mean must pass before torque over a cap is
// the floor's (evidence.md D3: up to 0.75 s and 1.5 s).
inline constexpr Duration floor_settles = 5s;
inline constexpr int deliveries_to_trust = 3;  // of a release, where 71 is never answered
inline constexpr int unanswered_to_ride = 2;   // asked so often in vain: 71 is never answered
inline constexpr int refusals_to_believe = 2;  // of a release, before another way is tried

// A raise has its whole effect, and the trainer's smoothed numbers show it (evidence.md D3, D4).
inline constexpr Duration brake_settles = 4s;
inline constexpr Duration heart_rate_limit = 60s;  // over its cap without load: then the ride ends

inline constexpr Duration foreign_lasts = 20s;  // after the last sign of another controller: two
                                                // looks at page 71 (fec_outbox.hpp)
// Foreign echoes in a row, each after a release that was delivered, until another controller is
// named: one or two may tell of the load that was there before.
inline constexpr int foreign_echoes_to_name = 4;

// How far the present release is confirmed. A new one begins with each way down to 0, each find of
// the trainer and each end.
struct ReleaseProgress {
  bool confirmed = false;
  int delivered = 0;
  int refused = 0;
  std::optional<Instant> trusted_at{};  // delivered often enough
  bool operator==(const ReleaseProgress&) const = default;
};

// What the trainer's last page 25 says of itself.
struct TrainerCare {
  bool power_calibration_needed = false;
  bool resistance_calibration_needed = false;
  bool user_configuration_needed = false;
  std::uint8_t target_flag = 0;
  bool operator==(const TrainerCare&) const = default;
};

struct Session {
  Prescription rx;
  LowerLimits lowered{};
  Load load{};
  Governor governor{};
  Dose dose{};
  SensorValues sensors{};

  Learning learned{};
  FloorSeen floor_seen{};
  Coach coach{};

  // Trainer
  bool found = false;
  bool ever_found = false;
  bool released_first = false;  // since it was last found
  Mode mode = Mode::Basic;
  std::optional<Abilities> abilities{};
  bool status_answered = false;  // page 71, ever
  int status_unanswered = 0;
  ReleaseProgress release{};
  SetPoint previous{};           // the one before the present: a late echo of it is not foreign
  std::optional<Why> refused{};  // no more raises until RESUME
  std::optional<Instant> foreign_at{};  // another controller's command was last seen
  int foreign_echoes = 0;               // in a row, while a release is insisted on
  bool raised = false;                  // in this ride
  TrainerCare care{};

  // Note on disk
  bool note_wanted = false;
  bool note_on_disk = false;
  bool note_inherited = false;  // an earlier ride left it: the floor of then is not known

  // Rider
  bool start_pressed = false;
  bool paused = false;
  bool eased = false;
  bool eased_by_pain = false;
  bool eased_by_window = false;
  int pain_scores = 0;
  std::optional<int> pain_before{};  // the baseline
  std::optional<int> pain_peak{};
  std::optional<int> pain_last{};
  Instant pain_asked_from{};
  std::optional<Instant> pain_wanted{};  // RESUME after an ease by pain: a score must come first

  // Clock
  std::optional<Instant> last_event{};
  std::optional<Instant> started{};  // Start took effect
  Duration ridden{};
  Duration skipped{};
  std::optional<Instant> at_floor_since{};  // the release was delivered
  std::optional<Instant> floor_over_since{};
  Duration floor_over{};  // in all
  std::optional<Instant> heart_rate_over_since{};
  std::optional<Why> end{};
  Instant ending_since{};
  bool finished = false;
  bool given_up = false;
  Why why = Why::Connecting;
  Advice advice{};
  bool operator==(const Session&) const = default;
};

// What one event leads to: a complete command and its reason.
struct Decision {
  Command command;
  Why why;
  bool operator==(const Decision&) const = default;
};

// Where an earlier ride left its note "load uncertain", NoteWritten{true} is the first event: then
// only page 71 can confirm the first release.
[[nodiscard]] Session new_session(const Prescription& prescription);
// Another prescription, while none was started with: with Start it is frozen. False: it is frozen.
[[nodiscard]] bool prescribe(Session& session, const Prescription& prescription);
// Moves the session on by one event. The session is the whole state: equal sessions, events and
// instants give equal decisions. It is changed in place because a copy costs more than the step.
[[nodiscard]] Decision step(Session& session, const Event& event, Instant now);
[[nodiscard]] Snapshot snapshot_of(const Session& session, Instant now);

}  // namespace softpedal
