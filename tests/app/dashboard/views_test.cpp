// SPDX-License-Identifier: MIT
// Every screen in every state, looked at as a reader does: is each word whole, apart from the
// others, large enough and dark enough?
#include <gtest/gtest.h>
#include <imgui.h>
#include <stdlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "app/dashboard/stage.hpp"
#include "app/language/language.hpp"
#include "tests/app/dashboard/samples.hpp"

namespace softpedal::ui {
namespace {

constexpr std::array<Point, 4> sizes{{{1024, 600}, {1280, 800}, {1920, 1080}, {3840, 2160}}};

void draw(Stage& stage, const Sample& sample, Point size, Input input = {}) {
  if (stage.fit(size)) {
    unsigned char* pixels = nullptr;
    int width = 0;
    int height = 0;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
  }
  static_cast<void>(
      stage.frame(sample.missing ? nullptr : &sample.model, sample.stale, std::move(input)));
}

Input press(const Stage& stage, std::string_view name) {
  for (const Pressable& place : stage.pressables()) {
    if (place.name == name && place.enabled) return {.press = place.box.middle()};
  }
  ADD_FAILURE() << "there is no " << name << " to press";
  return {};
}

void show(Stage& stage, const Sample& sample, Point size) {
  draw(stage, sample, size);
  for (const std::string_view name : sample.pressed) {
    draw(stage, sample, size, press(stage, name));
    draw(stage, sample, size);
  }
  for (const KeyPress& key : sample.typed) draw(stage, sample, size, {.key = key});
}

bool inside(const Rect& inner, const Rect& outer) {
  constexpr float rounding = 1.5F;
  return inner.x >= outer.x - rounding && inner.y >= outer.y - rounding &&
         inner.right() <= outer.right() + rounding && inner.bottom() <= outer.bottom() + rounding;
}

bool overlap(const Rect& a, const Rect& b) {
  constexpr float touch = 1.0F;
  return a.x + touch < b.right() && b.x + touch < a.right() && a.y + touch < b.bottom() &&
         b.y + touch < a.bottom();
}

void expect_readable(const Stage& stage, Point size) {
  const Rect window{0, 0, size.x, size.y};
  const auto& written = stage.written();
  for (std::size_t i = 0; i < written.size(); ++i) {
    const Written& one = written[i];
    EXPECT_TRUE(inside(one.box, one.room) && inside(one.box, window))
        << "cut off: " << one.text << " at " << one.box.x << ' ' << one.box.y << ' ' << one.box.w
        << 'x' << one.box.h << " in " << one.room.x << ' ' << one.room.y << ' ' << one.room.w << 'x'
        << one.room.h;
    EXPECT_GE(one.size, size.y * least_size * 0.99F)
        << "too small: " << one.text << " at " << one.size;
    EXPECT_GE(contrast(one.ink, one.ground), 7.0) << "too pale: " << one.text;
    for (std::size_t j = i + 1; j < written.size(); ++j) {
      EXPECT_FALSE(overlap(one.box, written[j].box)) << one.text << " over " << written[j].text;
    }
  }
  const auto& places = stage.pressables();
  for (std::size_t i = 0; i < places.size(); ++i) {
    EXPECT_TRUE(inside(places[i].box, window)) << places[i].name;
    for (std::size_t j = i + 1; j < places.size(); ++j) {
      EXPECT_FALSE(overlap(places[i].box, places[j].box))
          << places[i].name << " over " << places[j].name;
    }
  }
}

const Written* find(const Stage& stage, const std::string& text) {
  for (const Written& one : stage.written()) {
    if (one.text == text) return &one;
  }
  return nullptr;
}

// Each way a screen may stand: language, size, theme and the user's scale.
struct Look {
  const char* language;
  Point size;
  bool light;
  int scale_percent;
};

class Views : public testing::TestWithParam<Look> {
 protected:
  void SetUp() override {
    ::setenv("LANGUAGE", GetParam().language, 1);
    choose_language();
    settings_.light = GetParam().light;
    settings_.scale_percent = GetParam().scale_percent;
  }
  Settings settings_{};
};

TEST_P(Views, EveryWordIsWholeApartLargeAndClear) {
  for (const Sample& sample : samples()) {
    SCOPED_TRACE(sample.name);
    Stage stage{settings_};
    show(stage, sample, GetParam().size);
    EXPECT_FALSE(stage.written().empty());
    expect_readable(stage, GetParam().size);
  }
}

TEST_P(Views, CadenceAndTimeAreReadFromTheSaddle) {
  const Point size = GetParam().size;
  for (const Sample& sample : samples()) {
    if (!sample.name.starts_with("ride")) continue;
    SCOPED_TRACE(sample.name);
    Stage stage{settings_};
    show(stage, sample, size);
    float largest = 0;
    float second = 0;
    for (const Written& one : stage.written()) {
      if (one.size > largest) {
        second = largest;
        largest = one.size;
      } else {
        second = std::max(second, one.size);
      }
    }
    EXPECT_GE(largest, size.y * 0.20F);
    EXPECT_GE(second, size.y * 0.12F);
  }
  Stage stage{settings_};
  show(stage, {.name = "ride", .model = riding_model()}, size);
  ASSERT_NE(find(stage, "62"), nullptr);
  EXPECT_GE(find(stage, "62")->size, size.y * 0.20F);
  ASSERT_NE(find(stage, "7:34"), nullptr);
  EXPECT_GE(find(stage, "7:34")->size, size.y * 0.12F);
  for (const char* figure : {"22", "96"}) {
    ASSERT_NE(find(stage, figure), nullptr) << figure;
    EXPECT_GE(find(stage, figure)->size, size.y * 0.04F) << figure;
  }
}

TEST_P(Views, EaseAndStopNeverMoveAndAreLarge) {
  const float least = 20.0F / 25.4F * 96.0F;  // 20 mm at 96 dpi
  std::optional<Rect> ease;
  std::optional<Rect> stop;
  for (const Sample& sample : samples()) {
    if (!sample.name.starts_with("ride") || sample.model.ended) continue;
    SCOPED_TRACE(sample.name);
    Stage stage{settings_};
    show(stage, sample, GetParam().size);
    int seen = 0;
    for (const Pressable& place : stage.pressables()) {
      if (place.name != "ease" && place.name != "stop") {
        EXPECT_TRUE(!stop || place.box.w * place.box.h <= stop->w * stop->h) << place.name;
        continue;
      }
      ++seen;
      auto& before = place.name == "ease" ? ease : stop;
      EXPECT_TRUE(place.enabled);
      EXPECT_GE(place.box.w, least);
      EXPECT_GE(place.box.h, least);
      if (!before) before = place.box;
      EXPECT_EQ(place.box, *before) << place.name;
    }
    EXPECT_EQ(seen, 2);
  }
}

std::vector<Look> looks() {
  std::vector<Look> all;
  for (const char* language : {"en", "da"}) {
    for (const Point size : sizes) {
      for (const int scale : {100, 200}) {
        all.push_back({language, size, (all.size() % 2) != 0, scale});
      }
    }
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(AllLooks, Views, testing::ValuesIn(looks()), [](const auto& look) {
  return std::string{look.param.language} + "_" +
         std::to_string(static_cast<int>(look.param.size.x)) + "x" +
         std::to_string(static_cast<int>(look.param.size.y)) + "_" +
         std::to_string(look.param.scale_percent);
});

TEST(Theme, EveryInkHasSevenToOneOnGroundAndPanel) {
  for (const Theme& theme : {dark_theme, light_theme}) {
    for (const Colour ink :
         {theme.text, theme.quiet, theme.accent, theme.good, theme.near, theme.over}) {
      EXPECT_GE(contrast(ink, theme.ground), 7.0);
      EXPECT_GE(contrast(ink, theme.panel), 7.0);
    }
    EXPECT_GE(contrast(theme.line, theme.ground), 3.0);
    EXPECT_GE(contrast(theme.line, theme.panel), 3.0);
  }
}

// What the screen of a sample says, in English.
class Says : public testing::Test {
 protected:
  void SetUp() override {
    ::setenv("LANGUAGE", "en", 1);
    choose_language();
  }
  void show(const std::string& name) {
    for (const Sample& sample : samples()) {
      if (sample.name == name) return show(sample);
    }
    FAIL() << "there is no sample " << name;
  }
  void show(const Sample& sample) {
    stage_.reset();  // one at a time has Dear ImGui
    softpedal::ui::show(stage_.emplace(Settings{}), sample, sizes[1]);
  }
  [[nodiscard]] bool says(std::string_view words) const {
    return std::ranges::any_of(stage_->written(), [&](const Written& one) {
      std::string text = one.text;
      constexpr std::string_view unbroken{"\u00A0"};
      for (auto at = text.find(unbroken); at != std::string::npos; at = text.find(unbroken)) {
        text.replace(at, unbroken.size(), " ");
      }
      return text.find(words) != std::string::npos;
    });
  }
  [[nodiscard]] bool stands_alone(const std::string& text) const {
    return find(*stage_, text) != nullptr;
  }

 private:
  std::optional<Stage> stage_{};
};

TEST_F(Says, TheCoachsGearInPlaceOfTheGeneralWords) {
  show("ride-easier-gear");
  EXPECT_TRUE(says("Easier gear"));
  show("ride-two-gears-easier");
  EXPECT_TRUE(says("Two gears easier: 34 x 28"));
  EXPECT_FALSE(says("Easier gear"));
  show("ride-other-chainring");
  EXPECT_TRUE(says("Easier gear: 34 x 15"));
  show("ride-twelve-gears-easier");
  EXPECT_TRUE(says("12 gears easier: 34 x 28"));
  show("ride-no-gear");
  EXPECT_TRUE(says("No gear is easy enough here"));
}

TEST_F(Says, WhatBringsTheLoadDownInPlaceOfTheCadenceWhileOverACap) {
  show("ride-just-right-over");
  EXPECT_FALSE(says("just right"));
  EXPECT_TRUE(stands_alone("a little softer"));
  show("ride-over");
  EXPECT_TRUE(stands_alone("a little slower")) << "above the band that brings it down too";
  for (const char* floor : {"ride-easier-gear", "ride-two-gears-easier", "ride-change-gear"}) {
    show(floor);
    EXPECT_FALSE(says("just right"));
    EXPECT_TRUE(stands_alone("easier gear"));
  }
  // A cap holds for as long as its reading is in the window, however calm the last one was.
  Sample sample{.name = "cap", .model = riding_model()};
  for (const Why cap : {Why::TorqueMeanCap, Why::TorquePeakCap, Why::PowerCap, Why::HeartRateCap}) {
    sample.model.ride.why = cap;
    show(sample);
    EXPECT_FALSE(says("just right")) << word(cap);
  }
  EXPECT_TRUE(stands_alone("a little slower")) << "what a heart needs";
  show("ride");
  EXPECT_TRUE(says("just right"));
}

TEST_F(Says, ThatTheBrakeIsLettingGoUntilTheTrainerConfirmsIt) {
  for (const char* late : {"ride-late", "ride-lost", "ride-just-right-over"}) {
    show(late);
    EXPECT_TRUE(stands_alone("letting go")) << late;
  }
  show("ride");
  EXPECT_FALSE(says("letting go"));
  show("ride-eased");
  EXPECT_FALSE(says("letting go"));
}

TEST_F(Says, NeverNoResistanceBesideABrakeThatHoldsSome) {
  show("ride-was-late");
  EXPECT_TRUE(stands_alone("Trainer was late"));
  Sample sample{.name = "event", .model = riding_model()};
  for (int i = 0; i < why_count; ++i) {
    const Why event = static_cast<Why>(i);
    if (!took_the_load_away(event)) continue;
    sample.model.ride.why = Why::Ramp;
    sample.model.ride.said = event;
    for (const bool finding : {false, true}) {
      sample.model.finding_floor = finding;
      show(sample);
      EXPECT_FALSE(says("no resistance")) << word(event);
    }
  }
  show("ride-late");
  EXPECT_TRUE(says("Trainer is late: no resistance")) << "while it is so";
}

TEST_F(Says, ThatAVirtualStickIsNone) {
  show("ready");
  EXPECT_TRUE(stands_alone("none: virtual"));
  show("ready-several");
  EXPECT_FALSE(says("virtual"));
}

TEST_F(Says, WhyThereIsNoStartYet) {
  show("ready-several");
  EXPECT_TRUE(stands_alone("Choose a trainer"));
  EXPECT_FALSE(stands_alone("Start"));
  show("ready-no-permission");
  EXPECT_TRUE(stands_alone("No stick yet"));
  show("ready");
  EXPECT_TRUE(stands_alone("Start"));
}

TEST_F(Says, NothingOfAReleaseWhereNoTrainerWasMet) {
  show("after-nobody");
  EXPECT_FALSE(says("did not confirm"));
  show("after-unreleased");
  EXPECT_TRUE(says("did not confirm"));
}

TEST_F(Says, ANameWithoutWhatWouldTurnItRound) {
  Sample sample{.name = "odd", .model = ready_model()};
  auto cards = *sample.model.profiles;
  cards[1].name = "Br\u202Eisk";
  cards[1].note = "a\u2066b";
  sample.model.profiles = std::make_shared<std::vector<ProfileCard>>(cards);
  show(sample);
  EXPECT_TRUE(says("Brisk"));
  EXPECT_FALSE(says("\u202E"));
  EXPECT_FALSE(says("\u2066"));
}

TEST_F(Says, StopPedallingLouderThanTheCoach) {
  show("ride-change-gear-advised");
  EXPECT_TRUE(says("Stop pedalling, change gear"));
  EXPECT_FALSE(says("Two gears easier"));
}

TEST_F(Says, TheSameOfTheCadenceAtBothPlaces) {
  show("ride-turn-slower");
  EXPECT_TRUE(says("Turn a little slower"));
  EXPECT_TRUE(says("a little slower"));
  EXPECT_FALSE(says("just right"));
}

TEST_F(Says, HowFarThePowerMeterDiffersWhereTheNumbersAreUnverified) {
  show("ride-two-gears-easier-unverified");
  EXPECT_TRUE(says("unverified: meter +22 %"));
  EXPECT_TRUE(says("Two gears easier: 34 x 28"));
  show("ride-unverified");
  EXPECT_TRUE(says("unverified: meter -41 %"));
  show("ride");
  EXPECT_FALSE(says("unverified"));
}

TEST_F(Says, InWhichGearsToRideOrWhyNoneWillDo) {
  show("ready");
  EXPECT_FALSE(says("gear"));
  show("ready-some-gears");
  EXPECT_TRUE(says("Ride in 34 x 19 or an easier gear."));
  show("ready-no-gear");
  EXPECT_TRUE(says("No gear of this bike keeps 4.0 N·m: the least is 8.1 in 34 x 28 at 50 rpm."));
  EXPECT_TRUE(says("No gear is easy enough"));
  EXPECT_FALSE(stands_alone("Start"));
  show("ready-no-gear-by-power");
  EXPECT_TRUE(says("No gear of this bike keeps 30 W: the least is 41 in 34 x 28 at 50 rpm."));
  show("after-no-gear");
  EXPECT_TRUE(says("the least is 8.1 in 34 x 28 at 50 rpm."));
}

TEST_F(Says, WhatTheFloorFinderDoesAndWhatItFound) {
  show("ride-finder");
  EXPECT_TRUE(says("Easiest gear. Turn gently at 50 to 70."));
  EXPECT_TRUE(says("Nothing is asked of the brake"));
  EXPECT_TRUE(stands_alone("1:02"));
  show("ride-finder-rising");
  EXPECT_TRUE(says("Rising by single steps until just felt"));
  show("floor");
  EXPECT_TRUE(says("Without resistance it takes about 2.2 N·m in 34 x 28 at 50 rpm."));
  EXPECT_TRUE(says("Your limit of 4.0 N·m is kept in 34 x 19 at 60 rpm, and in easier gears."));
  EXPECT_TRUE(says("2.0 N at the wheel, its first step 1.4 N"));
  EXPECT_TRUE(says("Kept in /home/rider/.local/share/softpedal/trainers/12345.json"));
  show("floor-problem");
  EXPECT_TRUE(says("…")) << "a path too long for its line is cut in the middle";
  EXPECT_TRUE(says("virtual-31415.json"));
}

TEST(Frames, OfTheSameModelLookTheSameAndOfAnotherDoNot) {
  Stage stage{Settings{}};
  Sample sample{.name = "ride", .model = riding_model()};
  show(stage, sample, sizes[1]);
  const auto before = stage.looks();
  draw(stage, sample, sizes[1]);
  EXPECT_EQ(stage.looks(), before);
  sample.model.made_at += std::chrono::seconds{1};  // renewed, and nothing in it changed
  draw(stage, sample, sizes[1]);
  EXPECT_EQ(stage.looks(), before);
  sample.model.ride.cadence = Rpm{63.0};
  draw(stage, sample, sizes[1]);
  EXPECT_NE(stage.looks(), before);
}

TEST(Fonts, HaveDigitsOfOneWidth) {
  Stage stage{Settings{}};
  ASSERT_TRUE(stage.fit(sizes[1]));
  for (const ImFont* font : ImGui::GetIO().Fonts->Fonts) {
    const float width = font->GetCharAdvance('0');
    for (ImWchar digit = '1'; digit <= '9'; ++digit) {
      EXPECT_EQ(font->GetCharAdvance(digit), width) << digit;
    }
  }
}

TEST(Fonts, ThatAreMissingLeaveTheBuiltInOne) {
  const FontFiles none = find_fonts({"/nowhere"});
  EXPECT_FALSE(none.text);
  EXPECT_FALSE(none.bold);
  Stage stage{Settings{}};
  Fonts fonts;
  fonts.build(none, 800, 1.0F);
  EXPECT_NE(fonts.at(Face::Text, 24), nullptr);
  EXPECT_NE(fonts.digits(200), nullptr);
  EXPECT_GT(fonts.digit_height(), 0.3F);
}

}  // namespace
}  // namespace softpedal::ui
