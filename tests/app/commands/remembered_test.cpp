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
  const OwnHome home;
  EXPECT_EQ(read_today(monday).red_flags, std::nullopt);
  for (const bool any : {false, true}) {
    ASSERT_TRUE(keep_today(monday, {.red_flags = any}));
    EXPECT_EQ(read_today(monday).red_flags, any);
    EXPECT_FALSE(read_today(monday).too_much_pain);
    EXPECT_EQ(read_today(tuesday).red_flags, std::nullopt);
  }
}

TEST(Today, TooMuchPainHoldsForItsDay) {
  const OwnHome home;
  ASSERT_TRUE(keep_today(monday, {.too_much_pain = true}));
  EXPECT_TRUE(read_today(monday).too_much_pain);
  EXPECT_EQ(read_today(monday).red_flags, std::nullopt);
  EXPECT_FALSE(read_today(tuesday).too_much_pain);
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
