// SPDX-License-Identifier: MIT
// What each key and each button asks for, on each screen: by keyboard alone and by mouse alone.
#include "app/dashboard/dashboard.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "tests/app/dashboard/rider.hpp"

namespace softpedal::ui {
namespace {

void expect_intent(const std::vector<Request>& requests, Intent intent) {
  const auto* say = only<Say>(requests);
  ASSERT_NE(say, nullptr);
  EXPECT_EQ(say->event, Event{intent});
}

Model unanswered() {
  Model model = ready_model();
  model.today = {};
  return model;
}

TEST(RideKeys, EachGivesItsIntent) {
  Rider rider;
  EXPECT_EQ(rider.screen(), Screen::Ride);
  expect_intent(rider.type(Key::Ease), Intent::Ease);
  expect_intent(rider.type(Key::Escape), Intent::Stop);
  expect_intent(rider.type('p'), Intent::Pause);
  expect_intent(rider.type('r'), Intent::Resume);
  expect_intent(rider.type('s'), Intent::Sharp);
  expect_intent(rider.type('l'), Intent::Locking);
  expect_intent(rider.type('g'), Intent::GivingWay);
  rider.model.ride.paused = true;
  expect_intent(rider.type('p'), Intent::Resume);
  expect_intent(rider.type('.'), Intent::Stop);
  expect_intent(rider.type('b'), Intent::Stop);
}

TEST(RideKeys, DigitsAreScoresOnlyWhileTheKneeIsAskedAbout) {
  Rider rider;
  EXPECT_TRUE(rider.type('7').empty());
  rider.model.ride.pain_due = true;  // the row has gone, the answer is still owed
  const auto owed = rider.type('7');
  ASSERT_NE(only<Digit>(owed), nullptr);
  EXPECT_EQ(only<Digit>(owed)->digit, '7');
  rider.model.ride.pain_due = false;
  EXPECT_TRUE(rider.type('k').empty());
  EXPECT_TRUE(rider.sees("score 10"));
  ASSERT_NE(only<Digit>(rider.type('1')), nullptr);
  ASSERT_NE(only<Digit>(rider.type('0')), nullptr);  // the row waits for the score: ten
  ++rider.model.ride.pain_scores;
  rider.look();
  EXPECT_FALSE(rider.sees("score 10"));
}

TEST(RideButtons, EachGivesItsIntentByMouse) {
  Rider rider;
  expect_intent(rider.press("ease"), Intent::Ease);
  expect_intent(rider.press("stop"), Intent::Stop);
  expect_intent(rider.press("pause"), Intent::Pause);
  EXPECT_TRUE(rider.press("knee").empty());
  expect_intent(rider.press("sharp"), Intent::Sharp);
  expect_intent(rider.press("locking"), Intent::Locking);
  expect_intent(rider.press("giving way"), Intent::GivingWay);
  for (int score = 10; score >= 0; --score) {
    if (!rider.sees("score 0")) rider.press("knee");
    const auto said = rider.press("score " + std::to_string(score));
    ASSERT_NE(only<Say>(said), nullptr);
    EXPECT_EQ(only<Say>(said)->event, Event{Pain{score}});
  }
  rider.model.ride.eased = true;
  rider.look();
  expect_intent(rider.press("go on"), Intent::Resume);
}

TEST(RideButtons, AreReachedByTabAndTakenByEnter) {
  Rider rider;
  expect_intent(rider.reach("stop"), Intent::Stop);
  expect_intent(rider.reach("ease"), Intent::Ease);
  expect_intent(rider.reach("pause"), Intent::Pause);
}

TEST(Ride, AStopIsLeftByEscapeAgainOrEnterOnceTheTrainerIsLetGo) {
  Rider rider;
  rider.model.ride.phase = Phase::Ending;
  rider.look();
  EXPECT_TRUE(rider.type(Key::Escape).empty());
  EXPECT_EQ(rider.screen(), Screen::Ride);  // not before it is let go
  rider.model.ride.phase = Phase::Ended;
  rider.model.ended = ended_model().ended;
  rider.look();
  EXPECT_EQ(rider.screen(), Screen::After);

  Rider other{ended_model()};
  EXPECT_EQ(other.screen(), Screen::Ride);
  EXPECT_TRUE(other.type(Key::Enter).empty());
  EXPECT_EQ(other.screen(), Screen::After);
}

TEST(Ride, EaseAndStopWorkThoughTheLoopIsSilent) {
  Rider rider;
  rider.stale = true;
  rider.look();
  EXPECT_EQ(rider.screen(), Screen::Stale);
  expect_intent(rider.type(Key::Ease), Intent::Ease);
  expect_intent(rider.press("stop"), Intent::Stop);
}

TEST(Gate, IsAnsweredByAClickOrByTabAndEnterAndNeverByHabit) {
  Rider rider{unanswered()};
  EXPECT_EQ(rider.screen(), Screen::Gate);
  EXPECT_TRUE(rider.type(Key::Enter).empty());
  EXPECT_TRUE(rider.type(Key::Ease).empty());
  const auto none = rider.press("none");
  ASSERT_NE(only<AnswerRedFlags>(none), nullptr);
  EXPECT_FALSE(only<AnswerRedFlags>(none)->any);
  EXPECT_TRUE(rider.reach("some").empty()) << "a yes is asked for once again";
  EXPECT_TRUE(rider.type(Key::Enter).empty()) << "and nothing has the focus there";
  const auto sure = rider.reach("sure");
  ASSERT_NE(only<AnswerRedFlags>(sure), nullptr);
  EXPECT_TRUE(only<AnswerRedFlags>(sure)->any);
  EXPECT_EQ(only<AnswerRedFlags>(sure)->which, std::nullopt);
}

TEST(Gate, ASecondPressAtTheSamePlaceAnswersNothing) {
  Rider rider{unanswered()};
  const Point some = rider.place_of("some").middle();
  EXPECT_TRUE(rider.handle({.press = some}).empty());
  EXPECT_TRUE(rider.sees("sure"));
  EXPECT_TRUE(rider.handle({.press = some}).empty());
  EXPECT_FALSE(rider.sees("sure")) << "it went back";
  rider.press("flag calf");
  EXPECT_TRUE(rider.sees("sure"));
  EXPECT_TRUE(rider.type(Key::Escape).empty());
  EXPECT_TRUE(rider.sees("none"));
}

TEST(Gate, ItsTwoButtonsAreOfOneSize) {
  const Rider rider{unanswered()};
  const Rect none = rider.place_of("none");
  const Rect some = rider.place_of("some");
  EXPECT_FLOAT_EQ(none.w, some.w);
  EXPECT_FLOAT_EQ(none.h, some.h);
}

TEST(Gate, EachLineCanBePressedAndHasItsOwnAdvice) {
  struct Line {
    std::string_view name;
    RedFlag flag;
    std::string_view advice;
  };
  for (const Line& line : {Line{"flag weight", RedFlag::Weight, "See a doctor today."},
                           Line{"flag swelling", RedFlag::Swelling, "Talk to your physiotherapist"},
                           Line{"flag locked", RedFlag::Locked, "Talk to your physiotherapist"},
                           Line{"flag fever", RedFlag::Fever, "See a doctor today."},
                           Line{"flag injury", RedFlag::Injury, "See a doctor today."},
                           Line{"flag calf", RedFlag::Calf, "See a doctor today."},
                           Line{"flag heart", RedFlag::Heart, "Call the emergency number now"},
                           Line{"flag bone", RedFlag::Bone, "See a doctor today."}}) {
    SCOPED_TRACE(line.name);
    Rider rider{unanswered()};
    EXPECT_TRUE(rider.press(line.name).empty());
    EXPECT_TRUE(rider.reads(line.advice));
    const auto asked = rider.press("sure");
    ASSERT_NE(only<AnswerRedFlags>(asked), nullptr);
    EXPECT_EQ(only<AnswerRedFlags>(asked)->which, line.flag);
    rider.model.today = {.red_flags = true, .red_flag = line.flag};
    rider.look();
    EXPECT_TRUE(rider.reads(line.advice)) << "it stands as long as the day is closed";
  }
}

TEST(Gate, AYesIsCorrectedByTheSameTwoQuestionsOnce) {
  Model model = unanswered();
  model.today = {.red_flags = true};
  Rider rider{model};
  EXPECT_TRUE(rider.press("mistake").empty());
  EXPECT_TRUE(rider.press("some").empty());
  EXPECT_FALSE(rider.sees("none")) << "it holds after all";
  rider.press("mistake");
  const Point none = rider.place_of("none").middle();
  EXPECT_TRUE(rider.handle({.press = none}).empty());
  EXPECT_TRUE(rider.handle({.press = none}).empty()) << "a second press only goes back";
  rider.press("mistake");
  rider.press("none");
  ASSERT_NE(only<CorrectRedFlags>(rider.press("sure")), nullptr);
  rider.model.today = {.red_flags = false, .corrected = true};
  rider.look();
  EXPECT_EQ(rider.screen(), Screen::Ready);
  rider.model.today = {.red_flags = true, .corrected = true};
  rider.look();
  EXPECT_EQ(rider.screen(), Screen::Gate);
  EXPECT_FALSE(rider.sees("mistake"));
}

TEST(Gate, WhatPainOrTheKneeClosedIsSaidAndCannotBeCorrected) {
  for (const ClosedBy by : {ClosedBy::PainBefore, ClosedBy::StoppedByPain, ClosedBy::Sharp,
                            ClosedBy::Locking, ClosedBy::GivingWay}) {
    Model model = unanswered();
    model.today = {.red_flags = true, .closed = by};
    Rider rider{model};
    EXPECT_EQ(rider.screen(), Screen::Gate);
    EXPECT_TRUE(rider.reads(sentence(by).substr(0, 20)));
    EXPECT_FALSE(rider.sees("mistake"));
    EXPECT_FALSE(rider.sees("start"));
  }
}

TEST(Gate, RidesOfThePastStayOpenToRead) {
  for (const Today& today : {Today{}, Today{.red_flags = true}, Today{.closed = ClosedBy::Sharp}}) {
    Model model = unanswered();
    model.today = today;
    Rider rider{model};
    rider.press("progress");
    EXPECT_EQ(rider.screen(), Screen::Progress);
    rider.type(Key::Escape);
    EXPECT_EQ(rider.screen(), Screen::Gate);
    rider.type('h');
    EXPECT_EQ(rider.screen(), Screen::Progress);
  }
}

TEST(Gate, OffersNoStartWhereThereIsNoRideToday) {
  Model model = unanswered();
  model.today.red_flags = true;
  Rider rider{model};
  EXPECT_EQ(rider.screen(), Screen::Gate);
  EXPECT_FALSE(rider.sees("start"));
  EXPECT_FALSE(rider.sees("none"));
  ASSERT_NE(only<Close>(rider.press("close")), nullptr);
  rider.model.today = {.red_flags = false, .closed = ClosedBy::PainBefore};
  rider.look();
  EXPECT_FALSE(rider.sees("start"));
}

TEST(Ready, StartsByEnterAndHandsTheScoreOverFirst) {
  Rider rider{ready_model()};
  EXPECT_EQ(rider.screen(), Screen::Ready);
  EXPECT_TRUE(rider.type('2').empty());
  const auto asked = rider.type(Key::Enter);
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(std::get<Say>(asked[0]).event, (Event{Pain{2, true}}));
  EXPECT_EQ(std::get<Say>(asked[1]).event, Event{Started{}});
}

TEST(Ready, AsksTheKneeBeforeTheFirstRideToo) {
  Rider rider{ready_model()};
  EXPECT_TRUE(rider.press("start").empty());
  EXPECT_TRUE(rider.type(Key::Enter).empty());
  EXPECT_TRUE(rider.reads("How much does the knee hurt right now?"));
  rider.press("score 0");
  EXPECT_EQ(rider.press("start").size(), 2U);
}

TEST(Knee, ItsScaleShowsWhatANumberDoesToday) {
  Rider ready{ready_model()};
  for (const auto* words :
       {"no pain", "worst imaginable", "go on", "no resistance", "no ride today"}) {
    EXPECT_TRUE(ready.reads(words)) << words;
  }
  // With the rules and the score before the ride in it: from the first score that ends it on.
  const auto begins = [](Rider& rider, std::string_view meaning, int score) {
    const Rect key = rider.place_of(fmt::format("score {}", score));
    return rider.reads_within(meaning, key.x, key.bottom());
  };
  Model model = riding_model();
  model.ride.pain_row = model.ride.pain_due = true;
  model.prescription.pain = {
      .ask_every = std::chrono::seconds{180}, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3};
  for (const auto& [before, ends] :
       {std::pair{std::optional<int>{1}, 4}, {std::optional<int>{5}, 6}, {std::nullopt, 3}}) {
    model.ride.pain_before = before;
    Rider rider{model};
    EXPECT_TRUE(begins(rider, "the ride ends", ends)) << ends;
    EXPECT_EQ(rider.reads("no resistance"), ends > 3);
  }
}

TEST(Ready, AHandThatKeepsClickingAfterARideDoesNotSlipIntoTheNextOne) {
  Rider rider{ended_model()};
  const auto here = [&] { return rider.press(rider.sees("start") ? "start" : "leave"); };
  EXPECT_TRUE(here().empty());
  rider.press("done");
  rider.model = ready_model();
  rider.model.lap = 2;
  rider.look();
  EXPECT_EQ(rider.screen(), Screen::Ready);
  EXPECT_TRUE(rider.press("start").empty());
  EXPECT_TRUE(rider.type(Key::Enter).empty());
  rider.press("score 2");  // the knee is asked about first
  const auto asked = rider.press("start");
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(std::get<Say>(asked[1]).event, Event{Started{}});
}

TEST(Ready, SpaceNeverStarts) {
  Rider rider{ready_model()};
  EXPECT_TRUE(rider.type(Key::Ease).empty());
}

TEST(Ready, OneAndThenZeroIsTen) {
  Rider rider{ready_model()};
  rider.type('1');
  rider.type('0');
  EXPECT_EQ(rider.view().pain_before, 10);
  rider.type('0');
  EXPECT_EQ(rider.view().pain_before, 0);
}

TEST(Ready, ChoosesAmongProfilesBothWays) {
  Rider rider{ready_model()};
  const auto next = rider.press("next profile");
  ASSERT_NE(only<ChooseProfile>(next), nullptr);
  EXPECT_EQ(only<ChooseProfile>(next)->index, 0U);  // of two, after the last the first
  ASSERT_NE(only<ChooseProfile>(rider.press("previous profile")), nullptr);
}

TEST(Ready, ThePlanThatAllowsMoreSaysWhatRisesAndIsTakenByASecondPress) {
  Rider rider{offered_model()};
  EXPECT_TRUE(rider.reads("torque 4.0 -> 10.0 N·m, power 30 -> 80 W, 12 -> 20 minutes"));
  rider.press("score 2");
  EXPECT_TRUE(rider.press("start").empty()) << "which of the two?";
  const auto taken = rider.press("take plan");
  ASSERT_NE(only<ChooseProfile>(taken), nullptr);
  EXPECT_EQ(only<ChooseProfile>(taken)->index, 2U);
  EXPECT_TRUE(only<ChooseProfile>(taken)->more);
  const auto back = rider.press("previous profile");
  EXPECT_EQ(only<ChooseProfile>(back)->index, 1U);
  EXPECT_FALSE(only<ChooseProfile>(back)->more);
  rider.model.offered.reset();
  rider.look();
  EXPECT_FALSE(rider.sees("take plan"));
  EXPECT_FALSE(rider.reads("->"));
}

TEST(Ready, AFileThatSaysMoreThanItDidIsComparedWithWhatItSaid) {
  Rider rider{ready_model()};
  rider.model.offered = rider.model.profile;
  rider.model.taken.limits.torque_mean = NewtonMetres{3.5};
  rider.look();
  EXPECT_TRUE(rider.reads("More than your plan: torque 3.5 -> 4.0 N·m."));
}

TEST(Ready, TheArrowsGoThroughOwnPlansUntilTheOthersAreAskedFor) {
  Rider rider{offered_model()};
  EXPECT_EQ(only<ChooseProfile>(rider.press("next profile"))->index, 0U) << "past the example";
  EXPECT_TRUE(rider.reach("other plans").empty());
  EXPECT_FALSE(rider.sees("other plans"));
  EXPECT_EQ(only<ChooseProfile>(rider.press("next profile"))->index, 3U);
  Rider without{ready_model()};
  EXPECT_FALSE(without.sees("other plans")) << "there are only examples";
}

TEST(Ready, LessTodayGoesDownByQuartersAndBack) {
  Rider rider{ready_model()};
  for (const int quarters : {3, 2, 4}) {
    const auto asked = rider.press("less today");
    ASSERT_NE(only<LessToday>(asked), nullptr);
    EXPECT_EQ(only<LessToday>(asked)->quarters, quarters);
    rider.model.quarters = quarters;
    rider.look();
    EXPECT_EQ(rider.reads("Today: "), quarters < 4);
  }
}

// After a ride that ended at ten on the day of the model, on a clock of its own.
Model rested_model(RehabPhase phase, std::chrono::hours between) {
  Model model = ready_model();
  model.date = std::chrono::year{2026} / 11 / 29;
  const auto ten = std::chrono::sys_days{model.date} + 9h;
  model.rest = {.last = {.end = ten},
                .phase = phase,
                .between = between,
                .now = ten + 1h,
                .utc_offset = 60min};
  return model;
}

TEST(Ready, TooSoonIsSaidAndTheSecondPressRidesAnyway) {
  Rider rider{rested_model(RehabPhase::Subacute, 7h)};
  EXPECT_TRUE(rider.reads("Too soon: not before 17:00."));
  rider.press("score 2");
  EXPECT_TRUE(rider.press("start").empty()) << "said, not started";
  EXPECT_TRUE(rider.reads("Ride anyway"));
  const auto asked = rider.press("start");
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_EQ(std::get<RideAnyway>(asked[0]).cautions, Cautions{.too_soon = true});
  EXPECT_EQ(std::get<Say>(asked[2]).event, Event{Started{}});
  rider.model.rest.last.swollen_that_morning = true;
  rider.look();
  EXPECT_TRUE(rider.press("start").empty()) << "that is new";
  EXPECT_EQ(rider.press("start").size(), 3U);
}

TEST(Ready, InTheAcutePhaseTooSoonIsNoRide) {
  Rider rider{rested_model(RehabPhase::Acute, 20h)};
  EXPECT_TRUE(rider.reads("Too soon: not before Mon 30 Nov 2026, 6:00."));
  rider.press("score 2");
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(rider.press("start").empty());
  EXPECT_TRUE(rider.reads("The knee must rest first"));
}

TEST(Ready, ABadMorningIsSaidAndAskedAbout) {
  for (bool LastRides::*bad : {&LastRides::worse_that_morning, &LastRides::swollen_that_morning}) {
    Rider rider{ready_model()};
    rider.model.rest.last.*bad = true;
    rider.look();
    EXPECT_TRUE(rider.reads("on the morning after the last ride"));
    rider.press("score 2");
    EXPECT_TRUE(rider.press("start").empty());
    EXPECT_EQ(rider.press("start").size(), 3U);
  }
}

TEST(Ready, LeadsToDevicesAndBack) {
  Rider rider{ready_model()};
  const auto there = rider.press("devices");
  ASSERT_NE(only<Scan>(there), nullptr);
  EXPECT_TRUE(only<Scan>(there)->on);
  EXPECT_EQ(rider.screen(), Screen::Devices);
  const auto back = rider.type(Key::Escape);
  ASSERT_NE(only<Scan>(back), nullptr);
  EXPECT_FALSE(only<Scan>(back)->on);
  EXPECT_EQ(rider.screen(), Screen::Ready);
}

TEST(Ready, StartsNothingWhereNoGearIsEasyEnoughAndStillFindsTheFloor) {
  Rider rider{no_gear_model()};
  EXPECT_TRUE(rider.press("start").empty());
  EXPECT_TRUE(rider.type(Key::Enter).empty());
  const auto finder = rider.reach("find floor");
  ASSERT_NE(only<FindFloor>(finder), nullptr);
  EXPECT_TRUE(only<FindFloor>(finder)->on);
}

TEST(Finder, IsReachedFromReadyAndLeftByEscapeOrBack) {
  Rider rider{ready_model()};
  ASSERT_NE(only<FindFloor>(rider.press("find floor")), nullptr);
  EXPECT_EQ(rider.screen(), Screen::Ready) << "until the loop says so";
  rider.model.finding_floor = true;
  rider.look();
  EXPECT_EQ(rider.screen(), Screen::Finder);
  for (const auto& left : {rider.type(Key::Escape), rider.press("back")}) {
    ASSERT_NE(only<FindFloor>(left), nullptr);
    EXPECT_FALSE(only<FindFloor>(left)->on);
  }
}

TEST(Finder, StartsByEnterWithTheScoreFirstThoughNoGearIsKnownToBeEasyEnough) {
  Rider rider{finder_model()};
  EXPECT_EQ(rider.screen(), Screen::Finder);
  rider.type('2');
  const auto asked = rider.type(Key::Enter);
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(std::get<Say>(asked[0]).event, (Event{Pain{2, true}}));
  EXPECT_EQ(std::get<Say>(asked[1]).event, Event{Started{}});
  rider.model.lap = 2;
  rider.look();
  EXPECT_TRUE(rider.type(Key::Enter).empty()) << "after a ride the knee comes first";
  EXPECT_TRUE(rider.press("start").empty());
}

TEST(Finder, WaitsForTheRedFlagsAsARideDoes) {
  Model model = finder_model();
  model.today = {};
  const Rider rider{model};
  EXPECT_EQ(rider.screen(), Screen::Gate);
}

TEST(Finder, EasesAndStopsLikeARide) {
  Rider rider{finding_model()};
  EXPECT_EQ(rider.screen(), Screen::Ride);
  expect_intent(rider.type(Key::Ease), Intent::Ease);
  expect_intent(rider.type(Key::Escape), Intent::Stop);
  expect_intent(rider.press("ease"), Intent::Ease);
  expect_intent(rider.press("stop"), Intent::Stop);
}

TEST(Finder, ShowsWhatItFoundInPlaceOfAfterAndLeadsBackToReady) {
  Rider rider{found_model()};
  rider.type(Key::Escape);
  EXPECT_EQ(rider.screen(), Screen::Floor);
  EXPECT_FALSE(rider.sees("score 0")) << "a spin asks nothing more of the rider";
  ASSERT_NE(only<NextLap>(rider.type(Key::Enter)), nullptr);
  ASSERT_NE(only<NextLap>(rider.press("done")), nullptr);
  ASSERT_NE(only<Close>(rider.press("close")), nullptr);
  rider.model = ready_model();
  rider.model.lap = 2;
  rider.look();
  EXPECT_EQ(rider.screen(), Screen::Ready);
}

TEST(Ready, IsWhereANewLapBegins) {
  Rider rider{ended_model()};
  rider.type(Key::Enter);
  EXPECT_EQ(rider.screen(), Screen::After);
  rider.model = ready_model();
  rider.model.lap = 2;
  rider.look();
  EXPECT_EQ(rider.screen(), Screen::Ready);
  EXPECT_FALSE(rider.view().left_ride);
}

TEST(After, KeepsTheScoreAtOnceAndTheNoteWhenLeft) {
  Rider rider{ended_model()};
  rider.press("leave");
  EXPECT_EQ(rider.screen(), Screen::After);
  const auto kept = rider.type('2');
  ASSERT_NE(only<KeepAfter>(kept), nullptr);
  EXPECT_EQ(only<KeepAfter>(kept)->pain, 2);
  // A note: into the field by mouse, then letters as the system sends them.
  rider.press("note");
  for (const char letter : std::string{"stiff at first"}) {
    rider.write(static_cast<unsigned>(letter));
  }
  EXPECT_EQ(rider.view().note, "stiff at first");
  EXPECT_TRUE(rider.type('7').empty());  // letters and digits are text here
  EXPECT_EQ(rider.view().pain_after, 2);
  const auto left = rider.press("done");
  ASSERT_GE(left.size(), 2U);
  const auto* note = std::get_if<KeepAfter>(&left[left.size() - 2]);
  ASSERT_NE(note, nullptr);
  EXPECT_EQ(note->note, "stiff at first");
  EXPECT_TRUE(std::holds_alternative<NextLap>(left.back()));
}

TEST(After, SaysThatTheRideIsMissingInTheHistory) {
  Rider rider{ended_model()};
  rider.press("leave");
  EXPECT_FALSE(rider.reads("missing in Progress"));
  rider.model.past.last_missing = true;
  rider.look();
  EXPECT_TRUE(rider.reads("missing in Progress"));
}

TEST(After, HandsNothingOverTwice) {
  Rider rider{ended_model()};
  rider.press("leave");
  ASSERT_NE(only<KeepAfter>(rider.press("score 2")), nullptr);
  EXPECT_TRUE(rider.press("score 2").empty());
  ASSERT_NE(only<NextLap>(rider.press("done")), nullptr);
}

TEST(After, WhatIsTypedRightAfterTheFieldIsReachedIsText) {
  Rider rider{ended_model()};
  rider.press("leave");
  rider.type(Key::BackTab);
  ASSERT_TRUE(rider.focused("note"));
  rider.type('7');
  rider.write('7');
  rider.type(Key::Enter);
  EXPECT_EQ(rider.view().note, "7");
  EXPECT_EQ(rider.view().pain_after, std::nullopt);
}

void type_text(Rider& rider, const std::string& text) {
  for (const char letter : text) {  // as the system sends them: the key, then what it means
    if (letter == ' ') {
      rider.type(Key::Ease);
    } else {
      rider.type(letter);
    }
    rider.write(static_cast<unsigned char>(letter));
  }
}

TEST(After, ALetterTypedAtOnceBeginsTheNoteAndIsNoShortcut) {
  Rider rider{ended_model()};
  rider.press("leave");
  EXPECT_TRUE(rider.focused("done"));
  type_text(rider, "hot at 7");
  EXPECT_EQ(rider.screen(), Screen::After) << "h leads nowhere";
  EXPECT_EQ(rider.view().note, "hot at 7");
  EXPECT_EQ(rider.view().pain_after, std::nullopt);
  rider.type(Key::Enter);
  EXPECT_TRUE(rider.focused("done"));
  rider.type('3');
  rider.write('3');
  EXPECT_EQ(rider.view().pain_after, 3) << "a digit outside of the note is a score";
  type_text(rider, ", well");
  EXPECT_EQ(rider.view().note, "hot at 7, well") << "behind what is there";
  rider.type(Key::Enter);
  rider.write(0xE6);  // æ
  EXPECT_EQ(rider.view().note, "hot at 7, wellæ");
  rider.type(Key::Enter);
  const auto left = rider.type(Key::Enter);
  ASSERT_FALSE(left.empty());
  EXPECT_TRUE(std::holds_alternative<NextLap>(left.back()));
}

TEST(After, TheNoteIsKnownOutsideOfTheWindowWhileItIsWritten) {
  Rider rider{ended_model()};
  rider.press("leave");
  std::string known;
  for (const char letter : std::string{"stiff"}) {
    for (const Request& asked : rider.handle({.letter = static_cast<unsigned>(letter)})) {
      const auto* keep = std::get_if<KeepAfter>(&asked);
      ASSERT_NE(keep, nullptr);
      EXPECT_TRUE(keep->draft);
      known = keep->note;
    }
  }
  EXPECT_EQ(known, "stiff");
}

TEST(Ready, StartIsGreyWhileSomethingIsMissing) {
  Rider rider{ready_model()};
  rider.press("score 2");
  for (Check& check : rider.model.checks) {
    const Check before = check;
    check.mark = Check::Mark::Bad;
    check.fault = FaultCode::SeveralTrainers;
    rider.look();
    EXPECT_EQ(std::ranges::count(rider.everything(), "start"), 0);
    EXPECT_TRUE(rider.press("start").empty());
    EXPECT_TRUE(rider.type(Key::Enter).empty());
    check = before;
  }
  rider.look();
  EXPECT_EQ(rider.press("start").size(), 2U);
}

TEST(Ready, EnterStandsOnStartOnlyWhereEnterStarts) {
  Rider rider{ready_model()};
  EXPECT_FALSE(rider.reads("Enter")) << "a score is missing";
  rider.type('2');
  EXPECT_TRUE(rider.reads("Enter"));
  EXPECT_EQ(rider.type(Key::Enter).size(), 2U);
  rider.model = ended_model();
  rider.look();
  rider.press("leave");
  EXPECT_TRUE(rider.reads("Enter")) << "on Done";
  rider.model = ready_model();
  rider.model.lap = 2;
  rider.look();
  rider.type('2');
  EXPECT_FALSE(rider.reads("Enter"));
  EXPECT_TRUE(rider.type(Key::Enter).empty());
  for (int i = 0; i < 60 && !rider.focused("start"); ++i) rider.type(Key::Tab);
  EXPECT_TRUE(rider.reads("Enter"));
  EXPECT_EQ(rider.type(Key::Enter).size(), 2U);
}

const Settings* kept_settings(const std::vector<Request>& requests) {
  const auto* keep = only<Keep>(requests);
  return keep == nullptr ? nullptr : &keep->settings;
}

TEST(Devices, ChooseByClick) {
  Rider rider{devices_model()};
  rider.press("devices");
  const auto stick = rider.press("stick 1");
  ASSERT_NE(only<ChooseStick>(stick), nullptr);
  EXPECT_EQ(only<ChooseStick>(stick)->name, "usb");
  const auto trainer = rider.press("heard 2");  // the one in use is first
  ASSERT_NE(only<ChooseTrainer>(trainer), nullptr);
  EXPECT_EQ(only<ChooseTrainer>(trainer)->number, 54321U);
  EXPECT_EQ(rider.screen(), Screen::Devices) << "there are sensors to choose too";
}

TEST(Devices, OneSensorOfAKindIsChosenAndTheSameOnceMoreForgetsIt) {
  Model model = ready_model();
  model.heard = std::make_shared<std::vector<HeardDevice>>(std::vector<HeardDevice>{
      {777, HeardDevice::Kind::Sensor, SensorKind::HeartRate, "", {}, false},
      {778, HeardDevice::Kind::Sensor, SensorKind::HeartRate, "", {}, false},
      {9, HeardDevice::Kind::Sensor, SensorKind::Power, "", {}, false}});
  Rider rider{model};
  rider.press("devices");
  const auto first = rider.press("heard 1");
  ASSERT_NE(kept_settings(first), nullptr);
  EXPECT_EQ(kept_settings(first)->sensors, (std::vector{SensorChoice{SensorKind::HeartRate, 777}}));
  rider.reach("heard 2");  // the chosen one is first
  EXPECT_EQ(rider.settings().sensors, (std::vector{SensorChoice{SensorKind::HeartRate, 778}}));
  rider.press("heard 3");
  EXPECT_EQ(rider.settings().sensors, (std::vector{SensorChoice{SensorKind::HeartRate, 778},
                                                   SensorChoice{SensorKind::Power, 9}}));
  rider.press("heard 1");
  EXPECT_EQ(rider.settings().sensors, (std::vector{SensorChoice{SensorKind::Power, 9}}));
}

TEST(Devices, AChosenSensorThatIsNotHeardCanBeForgotten) {
  Rider rider{devices_model()};
  rider.press("devices");
  rider.press("heard 3");
  ASSERT_EQ(rider.settings().sensors, (std::vector{SensorChoice{SensorKind::HeartRate, 777}}));
  rider.model.heard.reset();
  rider.look();
  rider.press("heard 1");
  EXPECT_TRUE(rider.settings().sensors.empty());
}

TEST(Devices, TheHandlebarButtonIsSwitched) {
  Rider rider{devices_model()};
  rider.press("devices");
  rider.reach("remote");
  EXPECT_TRUE(rider.settings().remote);
  rider.press("remote");
  EXPECT_FALSE(rider.settings().remote);
}

// --- Settings -----------------------------------------------------------------------------------

void go_to_settings(Rider& rider) {
  rider.press("devices");
  rider.press("settings");
  EXPECT_EQ(rider.screen(), Screen::Settings);
}

TEST(SettingsScreen, LeadsBackToDevicesByEscape) {
  Rider rider{devices_model()};
  go_to_settings(rider);
  EXPECT_TRUE(rider.type(Key::Escape).empty());
  EXPECT_EQ(rider.screen(), Screen::Devices);
  rider.press("settings");
  rider.reach("back");
  EXPECT_EQ(rider.screen(), Screen::Devices);
}

TEST(SettingsScreen, EveryButtonIsReachedByKeyboardAndChangesOneThing) {
  Rider rider{devices_model()};
  go_to_settings(rider);
  for (const std::string_view name : rider.everything()) {
    if (name == "back") continue;
    const Settings before = rider.settings();
    const auto asked = rider.reach(name);
    ASSERT_NE(kept_settings(asked), nullptr) << name;
    EXPECT_NE(*kept_settings(asked), before) << name;
  }
}

TEST(SettingsScreen, WeightsStepByTheRidersUnitsWithinTheirRange) {
  Rider rider{devices_model()};
  go_to_settings(rider);
  rider.press("rider +1");
  EXPECT_EQ(rider.settings().rider, Kilograms{76.0});
  rider.press("rider +10");
  EXPECT_EQ(rider.settings().rider, Kilograms{86.0});
  rider.press("units");
  rider.press("rider +1");  // 190 lb
  EXPECT_NEAR(rider.settings().rider.count(), 191 * kilograms_in_a_pound, 0.06);
  for (int i = 0; i < 60; ++i) rider.press("rider -10");
  EXPECT_EQ(rider.settings().rider, rider_range.least);
  for (int i = 0; i < 60; ++i) rider.press("rider +10");
  EXPECT_EQ(rider.settings().rider, rider_range.most);
}

TEST(SettingsScreen, ChainringsGoRoundTheCommonSetsAndStretchAtTheirEnds) {
  Rider rider{devices_model()};
  go_to_settings(rider);
  const auto& rings = rider.settings().drivetrain.chainrings;
  rider.press("chainrings after");
  EXPECT_EQ(rings, (Chainrings{36, 52}));
  rider.press("chainrings before");
  rider.press("smallest ring +1");
  EXPECT_EQ(rings, (Chainrings{35, 50}));
  EXPECT_FALSE(common(rings));
  rider.press("largest ring -1");
  EXPECT_EQ(rings, (Chainrings{35, 49}));
  rider.press("chainrings after");
  EXPECT_TRUE(common(rings));
}

TEST(SettingsScreen, TeethStayInOrderAndInTheirRange) {
  EXPECT_EQ(stretched(Chainrings{34, 35}, End::Smallest, 1), std::nullopt);
  EXPECT_EQ(stretched(Chainrings{34, 35}, End::Largest, -1), std::nullopt);
  EXPECT_EQ(stretched(Chainrings{10, 35}, End::Smallest, -1), std::nullopt);
  EXPECT_EQ(stretched(Chainrings{34, 70}, End::Largest, 1), std::nullopt);
  EXPECT_EQ(stretched(Chainrings{42}, End::Smallest, 1), Chainrings{43});
  EXPECT_EQ(stretched(Sprockets{9, 60}, End::Smallest, -1), std::nullopt);
}

TEST(SettingsScreen, EveryCommonSetRises) {
  const auto rises = [](const auto& teeth) {
    const auto all = present(teeth);
    return !all.empty() && std::ranges::adjacent_find(all, std::greater_equal{}) == all.end();
  };
  auto rings = Drivetrain{}.chainrings;
  for (int i = 0; i < 40; ++i, rings = stepped(rings, 1)) EXPECT_TRUE(rises(rings));
  EXPECT_EQ(rings, Drivetrain{}.chainrings) << "round and round";
  auto sprockets = Drivetrain{}.sprockets;
  for (int i = 0; i < 28; ++i, sprockets = stepped(sprockets, 1)) EXPECT_TRUE(rises(sprockets));
  EXPECT_EQ(sprockets, Drivetrain{}.sprockets);
}

TEST(SettingsScreen, IsLeftWhenARideIsOn) {
  Rider rider{devices_model()};
  go_to_settings(rider);
  rider.model = riding_model();
  rider.look();
  EXPECT_EQ(rider.screen(), Screen::Ride);
}

TEST(Settings, PedalForceIsTheTorqueOverTheCrank) {
  EXPECT_NEAR(pedal_force(NewtonMetres{4.0}, Metres{0.170}).count(), 23.5, 0.05);
}

TEST(SettingsKeys, AreKeptAndBounded) {
  Rider rider{ready_model()};
  const auto kept = rider.type(Key::Larger);
  ASSERT_NE(only<Keep>(kept), nullptr);
  EXPECT_EQ(only<Keep>(kept)->settings.scale_percent, 110);
  for (int i = 0; i < 30; ++i) rider.type(Key::Larger);
  EXPECT_EQ(rider.settings().scale_percent, scale_range.most);
  for (int i = 0; i < 30; ++i) rider.type(Key::Smaller);
  EXPECT_EQ(rider.settings().scale_percent, scale_range.least);
  rider.type(Key::FullScreen);
  EXPECT_TRUE(rider.settings().full_screen);
}

TEST(Files, ThatAreDroppedAreHandedOver) {
  Rider rider{ready_model()};
  Stage stage{Settings{}};
  ASSERT_TRUE(stage.fit({1280, 800}));
  unsigned char* pixels = nullptr;
  int width = 0;
  int height = 0;
  ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
  const auto asked = stage.frame(&rider.model, false, {.dropped = "/tmp/mine.toml"});
  ASSERT_NE(only<OpenProfile>(asked), nullptr);
  EXPECT_EQ(only<OpenProfile>(asked)->path, "/tmp/mine.toml");
}

}  // namespace
}  // namespace softpedal::ui
