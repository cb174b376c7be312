// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "app/commands/today.hpp"
#include "tests/app/commands/own_home.hpp"

namespace softpedal::commands {
namespace {

using namespace std::chrono;
constexpr year_month_day monday{2026y / November / 23};
constexpr year_month_day tuesday{2026y / November / 24};

TEST(Today, AnAnswerHoldsForItsDay) {
  for (const bool any : {false, true}) {
    const OwnHome home;
    EXPECT_EQ(read_today(monday).red_flags, std::nullopt);
    ASSERT_TRUE(keep_today(monday, {.red_flags = any}));
    EXPECT_EQ(read_today(monday), Today{.red_flags = any});
    EXPECT_EQ(read_today(tuesday), Today{});
  }
}

TEST(Today, WhateverClosedItHoldsForItsDay) {
  for (const bool waits : {false, true}) {
    for (int i = 0; i < closed_by_count; ++i) {
      const OwnHome home;
      const Today day{.red_flags = true,
                      .red_flag = RedFlag::Calf,
                      .corrected = true,
                      .closed = static_cast<ClosedBy>(i)};
      ASSERT_TRUE(waits ? keep_today(monday, day) : note_today(monday, day));
      EXPECT_EQ(read_today(monday), day);
      EXPECT_EQ(read_today(tuesday), Today{});
    }
  }
}

TEST(Today, NoProgramOpensWhatAnotherOneClosed) {
  const OwnHome home;
  ASSERT_TRUE(keep_today(monday, {.red_flags = false, .closed = ClosedBy::GivingWay}));
  ASSERT_TRUE(keep_today(monday, {.red_flags = false}));
  EXPECT_EQ(read_today(monday).closed, ClosedBy::GivingWay);
}

TEST(Today, AFileOfAnEarlierVersionHolds) {
  const OwnHome home;
  spill(home.state() / "today.json",
        R"({"date": "2026-11-23", "red_flags": null, "too_much_pain": true})");
  EXPECT_EQ(read_today(monday), Today{.closed = ClosedBy::PainBefore});
  spill(home.state() / "today.json",
        R"({"date": "2026-11-23", "red_flags": true, "too_much_pain": false})");
  EXPECT_EQ(read_today(monday), Today{.red_flags = true});
}

TEST(Today, WhatCannotBeReadWasNotAnswered) {
  for (const char* text : {"", "{", "[]", R"({"date": "2026-11-23", "red_flags": false})",
                           R"({"date": "2026-11-23", "red_flags": 0, "too_much_pain": false})",
                           R"({"date": 20261123, "red_flags": false, "too_much_pain": false})",
                           R"({"red_flags": false, "too_much_pain": false})"}) {
    const OwnHome home;
    spill(home.state() / "today.json", text);
    EXPECT_EQ(read_today(monday).red_flags, std::nullopt) << text;
  }
}

}  // namespace
}  // namespace softpedal::commands
