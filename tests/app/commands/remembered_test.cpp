// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "app/commands/settings.hpp"
#include "app/commands/today.hpp"
#include "tests/app/commands/own_home.hpp"

namespace softpedal::commands {
namespace {

using namespace std::chrono;
constexpr year_month_day monday{2026y / November / 23};
constexpr year_month_day tuesday{2026y / November / 24};

TEST(Settings, AreTheDefaultsWithoutAFile) {
  const OwnHome home;
  const auto settings = read_settings();
  ASSERT_TRUE(settings);
  EXPECT_EQ(*settings, Settings{});
}

TEST(Settings, ComeBackAsTheyWereKept) {
  const OwnHome home;
  const Settings kept{.profile = "subacute",
                      .stick = "/dev/ttyUSB0",
                      .window = {.light = true, .sound = false, .scale_percent = 150}};
  ASSERT_TRUE(keep_settings(kept));
  const auto settings = read_settings();
  ASSERT_TRUE(settings) << settings.error().sentence;
  EXPECT_EQ(*settings, kept);
}

TEST(Settings, ThatAreDamagedOrUnknownAreRefusedWithTheFileName) {
  for (const char* text :
       {"", "{", "[]", "null", R"({"light": 1})", R"({"colour": "red"})", R"({"profile": ""})",
        R"({"scale_percent": 49})", R"({"scale_percent": 201})", R"({"scale_percent": 1e99})",
        R"({"scale_percent": "100"})", R"({"stick": null})", "{\"profile\": \"\xff\"}"}) {
    const OwnHome home;
    spill(home.config() / "settings.json", text);
    const auto settings = read_settings();
    ASSERT_FALSE(settings) << text;
    EXPECT_NE(settings.error().sentence.find("settings.json"), std::string::npos);
    testing::internal::CaptureStderr();
    EXPECT_EQ(settings_or_defaults(), Settings{});
    EXPECT_NE(testing::internal::GetCapturedStderr().find("settings.json"), std::string::npos);
  }
}

TEST(Settings, ThatAreDamagedAreReplacedByTheNextChange) {
  const OwnHome home;
  spill(home.config() / "settings.json", "{");
  ASSERT_TRUE(keep_settings({.profile = "acute-2"}));
  EXPECT_EQ(read_settings()->profile, "acute-2");
}

TEST(Settings, ThatCannotBeWrittenAreAFault) {
  const OwnHome home;
  spill(home.path() / "XDG_CONFIG_HOME", "a file where a folder should be");
  EXPECT_FALSE(keep_settings({}));
}

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
