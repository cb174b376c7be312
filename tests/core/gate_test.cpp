// SPDX-License-Identifier: MIT
#include "app/core/gate.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string_view>
#include <vector>

namespace softpedal {
namespace {

constexpr PainRules rules{
    .ask_every = std::chrono::seconds{180}, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3};
constexpr Today answered{.red_flags = false};

Gate asked(const Today& today, std::optional<int> score, Reach reach = Reach::Every,
           const Rest& rest = {}) {
  return may_start(today, {score, rules}, {.reach = reach}, rest);
}

TEST(Gate, IsOpenWhereNothingHoldsAndTheKneeWasAskedAbout) {
  for (const Reach reach : {Reach::Unknown, Reach::Some, Reach::Every}) {
    for (int score = 0; score < rules.stop_at; ++score) {
      EXPECT_TRUE(asked(answered, score, reach).allowed()) << score;
    }
  }
}

TEST(Gate, SaysWhatClosedItAndWhenItOpens) {
  struct Case {
    Today today;
    std::optional<int> score;
    Reach reach;
    ClosedBy by;
    Opens opens;
  };
  const std::vector<Case> cases{
      {{}, 0, Reach::Every, ClosedBy::RedFlagsUnanswered, Opens::WithAnAnswer},
      {answered, {}, Reach::Every, ClosedBy::ScoreMissing, Opens::WithAnAnswer},
      {answered, 0, Reach::None, ClosedBy::NoGear, Opens::WithAnotherGear},
      {answered, 6, Reach::Every, ClosedBy::PainBefore, Opens::Tomorrow},
      {{.red_flags = true}, 0, Reach::Every, ClosedBy::RedFlags, Opens::Tomorrow},
      {{.red_flags = true}, {}, Reach::None, ClosedBy::RedFlags, Opens::Tomorrow},
      {{.closed = ClosedBy::Sharp}, {}, Reach::None, ClosedBy::Sharp, Opens::Tomorrow},
      {{.red_flags = true, .closed = ClosedBy::Locking},
       0,
       Reach::Every,
       ClosedBy::Locking,
       Opens::Tomorrow},
  };
  for (const Case& c : cases) {
    const Gate gate = asked(c.today, c.score, c.reach);
    EXPECT_EQ(gate.closed, c.by) << word(c.by);
    EXPECT_EQ(gate.opens, c.opens) << word(c.by);
    EXPECT_EQ(gate.sentence, sentence(c.by));
    EXPECT_FALSE(gate.allowed());
    EXPECT_EQ(gate.refused(), c.opens != Opens::WithAnAnswer) << word(c.by);
  }
}

// --- what the last ride asks for ----------------------------------------------------------------

using namespace std::chrono_literals;
constexpr std::chrono::sys_seconds last_end = std::chrono::sys_days{2026y / 11 / 28} + 17h;

// Every phase, every moment about the last ride's, every morning, and whatever was pressed.
template <class Look>
void over_every_rest(Look look) {
  for (const RehabPhase phase :
       {RehabPhase::Acute, RehabPhase::Subacute, RehabPhase::Chronic, RehabPhase::Free}) {
    for (const auto between : {0h, 1h, 20h, 168h}) {
      for (const auto since : {0s, 3599s, 3600s, 71999s, 72000s, 604800s}) {
        for (int flags = 0; flags < 256; ++flags) {
          Rest rest{.phase = phase, .between = between, .now = last_end + since};
          rest.last = {last_end, (flags & 1) != 0, (flags & 2) != 0};
          if ((flags & 4) != 0) rest.last.end.reset();
          rest.known = (flags & 64) == 0;
          rest.anyway = {(flags & 8) != 0, (flags & 16) != 0, (flags & 32) != 0,
                         (flags & 128) != 0};
          look(rest);
        }
      }
    }
  }
}

TEST(Gate, NoRideStartsUnheardAgainstTheLastOneAndInTheAcutePhaseNoneTooSoon) {
  over_every_rest([](const Rest& rest) {
    const bool too_soon = rest.last.end && rest.now < *rest.last.end + rest.between;
    const Gate gate = asked(answered, 2, Reach::Every, rest);
    const bool unheard = (too_soon && !rest.anyway.too_soon) ||
                         (rest.last.worse_that_morning && !rest.anyway.worse) ||
                         (rest.last.swollen_that_morning && !rest.anyway.swollen) ||
                         (!rest.known && !rest.anyway.unknown);
    const bool forbidden = too_soon && rest.phase == RehabPhase::Acute;
    EXPECT_EQ(gate.allowed(), !unheard && !forbidden);
    EXPECT_EQ(gate.refused(), forbidden) << "what only is advised may be ridden against";
    EXPECT_EQ(gate.closed == ClosedBy::TooSoon, forbidden);
    EXPECT_EQ(gate.not_before.has_value(), too_soon);
    EXPECT_EQ(gate.cautions.too_soon, too_soon);
    EXPECT_EQ(gate.cautions.swollen, rest.last.swollen_that_morning);
    EXPECT_EQ(gate.cautions.worse, rest.last.worse_that_morning);
  });
}

TEST(Gate, WhatTheLastRideAsksForOpensNothingThatIsClosed) {
  over_every_rest([](const Rest& rest) {
    const std::vector<std::pair<Gate, ClosedBy>> closed{
        {asked({.red_flags = true}, 2, Reach::Every, rest), ClosedBy::RedFlags},
        {asked({.closed = ClosedBy::Sharp}, 2, Reach::Every, rest), ClosedBy::Sharp},
        {asked(answered, 6, Reach::Every, rest), ClosedBy::PainBefore}};
    for (const auto& [gate, by] : closed) EXPECT_EQ(gate.closed, by) << word(by);
    EXPECT_FALSE(asked(answered, 2, Reach::None, rest).allowed());
    EXPECT_FALSE(asked(answered, {}, Reach::Every, rest).allowed());
    EXPECT_FALSE(asked({}, 2, Reach::Every, rest).allowed());
  });
}

TEST(Gate, SaysWhenOnTheRidersClockInWholeMinutes) {
  const Rest rest{
      .last = {.end = last_end + 30s}, .between = 24h, .now = last_end + 1h, .utc_offset = 60min};
  const auto at = asked(answered, 2, Reach::Every, rest).not_before;
  EXPECT_EQ(at, std::chrono::local_days{2026y / 11 / 29} + 18h + 1min);
}

TEST(Gate, StaysClosedForTheDayAfterEachEndByPainOrByTheKnee) {
  const std::vector<std::pair<Why, ClosedBy>> ends{{Why::PainBeforeRide, ClosedBy::PainBefore},
                                                   {Why::StoppedByPain, ClosedBy::StoppedByPain},
                                                   {Why::StoppedSharp, ClosedBy::Sharp},
                                                   {Why::StoppedLocking, ClosedBy::Locking},
                                                   {Why::StoppedGivingWay, ClosedBy::GivingWay}};
  int closing = 0;
  for (int i = 0; i < why_count; ++i) closing += closes_the_day(static_cast<Why>(i)) ? 1 : 0;
  EXPECT_EQ(closing, static_cast<int>(ends.size()));
  for (const auto& [why, by] : ends) {
    ASSERT_EQ(closes_the_day(why), by) << word(why);
    Today today = answered;
    today.closed = closes_the_day(why);
    const Gate gate = asked(today, 0);
    EXPECT_EQ(gate.closed, by);
    EXPECT_TRUE(gate.refused());
    EXPECT_FALSE(may_correct(today)) << word(why);
  }
}

TEST(Gate, OnlyAYesMayBeCorrectedAndOnlyOnce) {
  EXPECT_FALSE(may_correct({}));
  EXPECT_FALSE(may_correct(answered));
  EXPECT_TRUE(may_correct({.red_flags = true, .red_flag = RedFlag::Calf}));
  EXPECT_FALSE(may_correct({.red_flags = true, .corrected = true}));
  EXPECT_FALSE(may_correct({.red_flags = true, .closed = ClosedBy::StoppedByPain}));
}

// Over everything that two programs may know of one day.
TEST(Gate, WhatOneProgramClosedNoOtherOneOpens) {
  std::vector<Today> days;
  for (const std::optional<bool> flags : {std::optional<bool>{}, {false}, {true}}) {
    for (const bool corrected : {false, true}) {
      if (corrected && !flags) continue;  // in no file: only an answer is corrected
      days.push_back({.red_flags = flags, .corrected = corrected});
      days.push_back({.red_flags = flags, .corrected = corrected, .closed = ClosedBy::Sharp});
    }
  }
  for (const Today& one : days) {
    for (const Today& other : days) {
      const Today both = together(one, other);
      EXPECT_EQ(both.closed.has_value(), one.closed || other.closed);
      EXPECT_EQ(both.corrected, one.corrected || other.corrected);
      const bool yes = one.red_flags == true || other.red_flags == true;
      const bool taken_back =
          one.corrected != other.corrected && (one.corrected ? one : other).red_flags == false;
      if (yes) {
        EXPECT_EQ(both.red_flags, !taken_back);
      }
      EXPECT_EQ(together(both, one), both);
    }
  }
}

TEST(Gate, EachReasonAndEachSignHasItsWordAndOneSentence) {
  std::set<std::string_view> words;
  for (int i = 0; i < closed_by_count; ++i) {
    const auto by = static_cast<ClosedBy>(i);
    EXPECT_TRUE(words.insert(word(by)).second) << word(by);
    const auto text = sentence(by);
    ASSERT_FALSE(text.empty());
    EXPECT_EQ(text.find('.'), text.size() - 1) << text;
  }
  std::set<std::string_view> signs;
  for (int i = 0; i < red_flag_count; ++i) {
    EXPECT_TRUE(signs.insert(word(static_cast<RedFlag>(i))).second);
  }
}

TEST(Gate, SendsTheHeartToTheEmergencyNumberAndAClotOrAFractureToADoctorToday) {
  EXPECT_EQ(referral_of(RedFlag::Heart), Referral::Emergency);
  for (const RedFlag flag : {RedFlag::Calf, RedFlag::Fever, RedFlag::Bone, RedFlag::Weight}) {
    EXPECT_EQ(referral_of(flag), Referral::DoctorToday) << word(flag);
  }
  EXPECT_EQ(referral_of(RedFlag::Locked), Referral::Physiotherapist);
}

// --- what a score does --------------------------------------------------------------------------

TEST(PainScale, IsThePrescriptionsWithTheBaselineInIt) {
  using enum PainMeans;
  const auto scale = [](std::optional<int> baseline) {
    std::vector<PainMeans> means;
    for (int score = 0; score <= worst_pain; ++score) {
      means.push_back(pain_means(rules, score, baseline));
    }
    return means;
  };
  EXPECT_EQ(scale(1),
            (std::vector{GoOn, GoOn, GoOn, NoResistance, End, End, End, End, End, End, End}));
  EXPECT_EQ(scale(5), (std::vector{GoOn, GoOn, GoOn, NoResistance, NoResistance, NoResistance, End,
                                   End, End, End, End}));
}

// Not asked: no milder than for any answer.
TEST(PainScale, IsTheStrictestWhereTheKneeWasNotAskedAbout) {
  for (int rise = 1; rise <= worst_pain; ++rise) {
    PainRules each = rules;
    each.stop_on_rise = rise;
    for (int score = 0; score <= worst_pain; ++score) {
      for (int baseline = 0; baseline <= worst_pain; ++baseline) {
        EXPECT_GE(pain_means(each, score, std::nullopt), pain_means(each, score, baseline));
      }
      const bool end = pain_means_before(each, score) == PainMeans::End;
      EXPECT_EQ(end, score >= each.stop_at);
    }
  }
}

}  // namespace
}  // namespace softpedal
