// SPDX-License-Identifier: MIT
#include "app/core/gate.hpp"

namespace softpedal {
namespace {

struct Closing {
  ClosedBy by;
  Opens opens;
};

std::optional<Closing> closing(const Today& today, const PainBefore& pain, const FloorReach& reach,
                               const Rest& rest, const Cautions& cautions) {
  if (today.closed) return Closing{*today.closed, Opens::Tomorrow};
  if (today.red_flags == true) return Closing{ClosedBy::RedFlags, Opens::Tomorrow};
  const bool too_much = pain.score && pain_means_before(pain.rules, *pain.score) == PainMeans::End;
  if (too_much) return Closing{ClosedBy::PainBefore, Opens::Tomorrow};
  if (cautions.too_soon && rest.phase == RehabPhase::Acute) {
    return Closing{ClosedBy::TooSoon, Opens::AfterRest};
  }
  if (reach.reach == Reach::None) return Closing{ClosedBy::NoGear, Opens::WithAnotherGear};
  if (!today.red_flags) return Closing{ClosedBy::RedFlagsUnanswered, Opens::WithAnAnswer};
  if (!pain.score) return Closing{ClosedBy::ScoreMissing, Opens::WithAnAnswer};
  if (cautions.but(rest.anyway).any()) return Closing{ClosedBy::Caution, Opens::WithASecondPress};
  return std::nullopt;
}

}  // namespace

Referral referral_of(RedFlag flag) {
  switch (flag) {
    case RedFlag::Heart:
      return Referral::Emergency;
    case RedFlag::Weight:
    case RedFlag::Fever:
    case RedFlag::Injury:
    case RedFlag::Calf:
    case RedFlag::Bone:
      return Referral::DoctorToday;
    case RedFlag::Swelling:
    case RedFlag::Locked:
      break;
  }
  return Referral::Physiotherapist;
}

Gate may_start(const Today& today, const PainBefore& pain, const FloorReach& reach,
               const Rest& rest) {
  Gate gate{.cautions = cautions_of(rest), .not_before = not_before(rest)};
  if (const auto why = closing(today, pain, reach, rest, gate.cautions)) {
    gate.closed = why->by;
    gate.opens = why->opens;
    gate.sentence = sentence(why->by);
  }
  return gate;
}

std::optional<ClosedBy> closes_the_day(Why end) {
  switch (end) {
    case Why::PainBeforeRide:
      return ClosedBy::PainBefore;
    case Why::StoppedByPain:
      return ClosedBy::StoppedByPain;
    case Why::StoppedSharp:
      return ClosedBy::Sharp;
    case Why::StoppedLocking:
      return ClosedBy::Locking;
    case Why::StoppedGivingWay:
      return ClosedBy::GivingWay;
    default:
      return std::nullopt;
  }
}

bool may_correct(const Today& today) {
  return today.red_flags == true && !today.corrected && !today.closed;
}

Today together(const Today& one, const Today& other) {
  Today day{.corrected = one.corrected || other.corrected,
            .closed = one.closed ? one.closed : other.closed};
  const bool only_other_corrected = other.corrected && !one.corrected;
  const bool only_one_corrected = one.corrected && !other.corrected;
  // The later word stands where one was taken back, else a yes, else whatever was answered.
  const bool others = only_other_corrected || !one.red_flags ||
                      (!only_one_corrected && other.red_flags == true && one.red_flags == false);
  const Today& answered = others ? other : one;
  day.red_flags = answered.red_flags;
  day.red_flag = answered.red_flag;
  return day;
}

}  // namespace softpedal
