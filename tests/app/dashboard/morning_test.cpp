// SPDX-License-Identifier: MIT
// The question of the next morning: once, before anything else, and never answered by a habit.
#include <gtest/gtest.h>
#include <stdlib.h>

#include "app/language/language.hpp"
#include "tests/app/dashboard/rider.hpp"

namespace softpedal::ui {
namespace {

class MorningScreen : public testing::Test {
 protected:
  void SetUp() override {
    ::setenv("LANGUAGE", "en", 1);
    choose_language();
  }
  Rider rider{morning_model()};
};

void expect_answer(const std::vector<Request>& asked, std::optional<int> pain,
                   std::optional<bool> swelling) {
  const auto* answer = only<AnswerMorning>(asked);
  ASSERT_NE(answer, nullptr);
  EXPECT_EQ(answer->pain, pain);
  EXPECT_EQ(answer->swelling, swelling);
}

TEST_F(MorningScreen, ComesBeforeTheRedFlagsAndSaysOfWhichDay) {
  EXPECT_EQ(rider.screen(), Screen::Morning);
  EXPECT_TRUE(rider.reads("Fri 20 Nov 2026"));
  rider.press("skip");
  EXPECT_EQ(rider.screen(), Screen::Gate);
}

TEST_F(MorningScreen, IsAnsweredByKeyboardAlone) {
  EXPECT_TRUE(rider.type('1').empty());
  EXPECT_TRUE(rider.type('0').empty());
  EXPECT_TRUE(rider.reach("swollen").empty());
  expect_answer(rider.reach("morning done"), 10, true);
  EXPECT_EQ(rider.screen(), Screen::Gate) << "though the loop has not heard it yet";
}

TEST_F(MorningScreen, IsAnsweredByMouseAlone) {
  EXPECT_TRUE(rider.press("score 2").empty());
  EXPECT_TRUE(rider.press("swollen").empty());
  EXPECT_TRUE(rider.press("not swollen").empty());
  expect_answer(rider.press("morning done"), 2, false);
}

TEST_F(MorningScreen, SwellingMayStayUnanswered) {
  rider.press("score 0");
  expect_answer(rider.press("morning done"), 0, std::nullopt);
}

TEST_F(MorningScreen, IsSkippedWithOnePress) {
  rider.press("score 4");  // thought better of it
  expect_answer(rider.press("skip"), std::nullopt, std::nullopt);
  rider.model.morning->id = "another ride";
  rider.look();
  expect_answer(rider.reach("skip"), std::nullopt, std::nullopt);
}

TEST_F(MorningScreen, WithoutAScoreThereIsNothingToBeDone) {
  rider.press("not swollen");
  EXPECT_TRUE(rider.press("morning done").empty());
  EXPECT_EQ(rider.screen(), Screen::Morning);
}

TEST_F(MorningScreen, HabitsOfTheHandAnswerNothing) {
  EXPECT_TRUE(rider.type(Key::Enter).empty());
  EXPECT_TRUE(rider.type(Key::Ease).empty());
  EXPECT_TRUE(rider.type(Key::Escape).empty());
  EXPECT_TRUE(rider.type('2').empty());  // as on Ready: the score, then Enter
  EXPECT_TRUE(rider.type(Key::Enter).empty());
  EXPECT_EQ(rider.screen(), Screen::Morning);
}

TEST_F(MorningScreen, AHandThatPressesTwiceAnswersNothingOfWhatComesNext) {
  for (const bool gate : {true, false}) {
    for (const std::string_view name : {"morning done", "skip"}) {
      Model model = morning_model();
      if (!gate) model.today.red_flags = false;
      Rider other{model};
      other.press("score 2");
      const Point at = other.place_of(name).middle();
      EXPECT_EQ(other.handle({.press = at}).size(), 1U);
      EXPECT_EQ(other.screen(), gate ? Screen::Gate : Screen::Ready);
      EXPECT_TRUE(other.handle({.press = at}).empty()) << name;
      EXPECT_EQ(other.view().pain_before, std::nullopt) << name;
      EXPECT_EQ(other.screen(), gate ? Screen::Gate : Screen::Ready);
    }
  }
}

TEST_F(MorningScreen, IsNotAskedTwice) {
  rider.press("skip");
  rider.look();
  EXPECT_EQ(rider.screen(), Screen::Gate);
  rider.model.morning.reset();
  rider.look();
  EXPECT_EQ(rider.screen(), Screen::Gate);
}

TEST_F(MorningScreen, StandsInTheWayOfNothingUrgent) {
  rider.model.ride = riding_model().ride;
  rider.look();
  EXPECT_EQ(rider.screen(), Screen::Ride);
  rider.model.ended = ended_model().ended;
  rider.look();
  rider.press("leave");
  EXPECT_EQ(rider.screen(), Screen::After);
  rider.model = morning_model();
  rider.model.closing = true;
  rider.look();
  EXPECT_EQ(rider.screen(), Screen::Closing);
  rider.model.closing = false;
  rider.stale = true;
  rider.look();
  EXPECT_EQ(rider.screen(), Screen::Stale);
}

TEST_F(MorningScreen, AScoreOfTheMorningIsNotTheScoreBeforeTheRide) {
  rider.type('7');
  rider.press("skip");
  EXPECT_EQ(rider.view().pain_before, std::nullopt);
}

}  // namespace
}  // namespace softpedal::ui
