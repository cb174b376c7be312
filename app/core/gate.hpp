// SPDX-License-Identifier: MIT
// May a ride start? Every way to start one asks here: the window, the terminal, the floor finder,
// on a real trainer and on the virtual one. What a rider said of the knee today holds for all.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "app/core/floor.hpp"
#include "app/core/pain.hpp"
#include "app/core/prescription.hpp"
#include "app/core/rest.hpp"
#include "app/core/why.hpp"

namespace softpedal {

// The questions before a ride (evidence.md C6), one a line.
enum class RedFlag : std::uint8_t {
  Weight,    // cannot put weight on the leg, or it looks deformed
  Swelling,  // badly swollen, or swells quickly
  Locked,    // locks, cannot be straightened, or gives way
  Fever,     // hot and red, with fever or chills
  Injury,    // severe pain after an injury
  Calf,      // pain or swelling in the calf
  Heart,     // chest pain, faintness, short of breath at rest
  Bone,      // a fresh fracture or thrombosis, a tendon about to tear
};
inline constexpr int red_flag_count = static_cast<int>(RedFlag::Bone) + 1;

// Whom to ask.
enum class Referral : std::uint8_t { Physiotherapist, DoctorToday, Emergency };
[[nodiscard]] Referral referral_of(RedFlag flag);

enum class ClosedBy : std::uint8_t {
  // The day, until the next one:
  RedFlags,       // a yes, which alone may be corrected
  PainBefore,     // the score before a ride
  StoppedByPain,  // a score in a ride, or its rise
  Sharp,
  Locking,
  GivingWay,
  // This ride, until something changes:
  NoGear,
  RedFlagsUnanswered,
  ScoreMissing,
  TooSoon,  // in the acute phase the hours between are no advice
  Caution,  // told, and asked: the rider may ride anyway
};
inline constexpr int closed_by_count = static_cast<int>(ClosedBy::Caution) + 1;

enum class Opens : std::uint8_t {
  Tomorrow,         // at midnight, where the rider is
  WithAnotherGear,  // or with the floor found anew
  WithAnAnswer,     // a question, no refusal
  AfterRest,        // at Gate::not_before
  WithASecondPress,
};

[[nodiscard]] std::string_view word(ClosedBy by);  // "giving_way": on disk and for programs
[[nodiscard]] std::string_view word(RedFlag flag);
// One sentence: what closed it, and when it opens or what to do.
[[nodiscard]] std::string_view sentence(ClosedBy by);

// What is known of one calendar day, whichever program heard it.
struct Today {
  std::optional<bool> red_flags{};    // empty: not answered; true: at least one holds
  std::optional<RedFlag> red_flag{};  // the one that the rider pointed at
  bool corrected = false;             // a yes was taken back: once a day
  std::optional<ClosedBy> closed{};   // by pain or by the knee: stands until tomorrow
  bool operator==(const Today&) const = default;
};

// The knee, before this ride.
struct PainBefore {
  std::optional<int> score{};  // empty: not asked yet
  PainRules rules;
};

struct Gate {
  std::optional<ClosedBy> closed{};                        // empty: a ride may start
  Opens opens = Opens::WithAnAnswer;                       // where it is closed
  std::string_view sentence{};                             // the same
  Cautions cautions{};                                     // told whether it is open or closed
  std::optional<std::chrono::local_seconds> not_before{};  // with Cautions::too_soon
  [[nodiscard]] constexpr bool allowed() const { return !closed.has_value(); }
  // What stands whatever is answered.
  [[nodiscard]] constexpr bool refused() const {
    return closed && opens != Opens::WithAnAnswer && opens != Opens::WithASecondPress;
  }
};

// `reach`: of this bike's gears; Reach::Unknown for whoever rides to find the floor. Refusals come
// before questions, what is longest in force before the rest; cautions are the last question.
[[nodiscard]] Gate may_start(const Today& today, const PainBefore& pain, const FloorReach& reach,
                             const Rest& rest);

// A ride that ended so closes the day.
[[nodiscard]] std::optional<ClosedBy> closes_the_day(Why end);
// Only the answer to the red flags may be taken back, and only once.
[[nodiscard]] bool may_correct(const Today& today);
// What two programs know of the same day, together: a stop stays, a yes stays unless it was
// corrected.
[[nodiscard]] Today together(const Today& one, const Today& other);

}  // namespace softpedal
