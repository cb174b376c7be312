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

Gate asked(const Today& today, std::optional<int> score, Reach reach = Reach::Every) {
  return may_start(today, {score, rules}, {.reach = reach});
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
    const Gate gate = may_start(c.today, {c.score, rules}, {.reach = c.reach});
    EXPECT_EQ(gate.closed, c.by) << word(c.by);
    EXPECT_EQ(gate.opens, c.opens) << word(c.by);
    EXPECT_EQ(gate.sentence, sentence(c.by));
    EXPECT_FALSE(gate.allowed());
    EXPECT_EQ(gate.refused(), c.opens != Opens::WithAnAnswer) << word(c.by);
  }
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
