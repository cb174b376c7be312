// SPDX-License-Identifier: MIT
// Stories: one for each phase and each definition of design.md section 3.
#include "app/core/session.hpp"

#include <gtest/gtest.h>

#include "tests/core/bench_ride.hpp"

namespace softpedal::test {
namespace {

// --- release first, confirmed
// ---------------------------------------------------------------------

TEST(Release, IsAskedForBeforeAnythingIsKnown) {
  Ride ride;
  const auto decision = ride.send(TrainerFound{7});
  EXPECT_TRUE(decision.command.set_point.release());
  EXPECT_TRUE(decision.command.insist);
}

TEST(Release, IsConfirmedByDeliveryAndAnEchoOfOurs) {
  Ride ride;
  ride.send(TrainerFound{7});
  ride.send(Abilities{true, Newtons{100.0}, true, true, true});
  ride.send(CommandStatus{StatusCode::Pass, SetPoint{}});
  EXPECT_EQ(ride.view().phase, Phase::Connecting) << "a pass before our page was delivered";
  ride.send(Delivered{SetPoint{}});
  EXPECT_EQ(ride.view().phase, Phase::Connecting) << "delivered alone";
  ride.send(CommandStatus{StatusCode::Pass, SetPoint{Mode::Basic, Percent{20.0}}});
  ride.send(CommandStatus{StatusCode::Pass, std::nullopt});
  ride.send(CommandStatus{StatusCode::Pending, SetPoint{}});
  EXPECT_EQ(ride.view().phase, Phase::Connecting) << "somebody else's echo, or pending";
  EXPECT_TRUE(ride.last.command.insist);
  ride.send(CommandStatus{StatusCode::Pass, SetPoint{}});
  EXPECT_EQ(ride.view().phase, Phase::Ready);
  EXPECT_FALSE(ride.last.command.insist);
}

TEST(Release, ADeliveryOfSomethingElseDoesNotCount) {
  Ride ride;
  ride.send(TrainerFound{7});
  ride.send(Delivered{SetPoint{Mode::Basic, Percent{3.0}}});
  ride.send(Delivered{SetPoint{Mode::Track, std::nullopt}});
  ride.send(CommandStatus{StatusCode::Pass, SetPoint{}});
  EXPECT_FALSE(ride.session.release.confirmed);
}

TEST(Release, ATrainerThatNeverAnswersStatusMayBeRidden) {
  Ride ride;
  ride.answers_status = false;
  ride.start();
  EXPECT_TRUE(ride.last.command.insist) << "not confirmed: repeated without limit";
  ride.pedal(60s);
  EXPECT_EQ(ride.view().phase, Phase::Ride);
  EXPECT_GT(ride.level(), Percent{0.0});
}

TEST(Release, WithoutStatusItIsConfirmedByTorqueBackAtTheFloor) {
  Ride ride;
  ride.answers_status = false;
  ride.start();
  ride.pedal(60s);
  ASSERT_TRUE(ride.session.raised);
  ride.send(Intent::Ease);
  ride.trainer_slot();
  EXPECT_TRUE(ride.last.command.insist);
  while (!ride.session.release.trusted_at) ride.pedal(250ms);
  const Instant third_delivery = ride.now;
  while (!ride.session.release.confirmed) {
    ride.pedal(250ms);
    ASSERT_LE(ride.now - third_delivery, 8s);
  }
  EXPECT_GE(ride.now - third_delivery, 3s) << "three seconds of turning cranks, none before";
  EXPECT_FALSE(ride.last.command.insist);
}

TEST(Release, WithoutStatusABrakeThatStaysIsNotConfirmed) {
  Ride ride;
  ride.answers_status = false;
  ride.start();
  ride.pedal(60s);
  ride.feel = [](double) { return 4.5; };  // stuck
  ride.send(Intent::Ease);
  ride.pedal(30s);
  EXPECT_FALSE(ride.session.release.confirmed);
  EXPECT_TRUE(ride.last.command.insist);
  EXPECT_TRUE(ride.last.command.load_uncertain);
}

TEST(Release, CranksAtRestAreSafeButNoConfirmation) {
  Ride ride;
  ride.answers_status = false;
  ride.start();
  ride.pedal(60s);
  ride.rest(5s);
  EXPECT_EQ(ride.level(), Percent{0.0});
  EXPECT_FALSE(ride.session.release.confirmed);
  EXPECT_TRUE(ride.last.command.load_uncertain);
  ride.send(Intent::Stop);
  ride.rest(11s);
  EXPECT_TRUE(ride.last.command.finished);
  EXPECT_TRUE(ride.view().release_given_up);
}

TEST(Release, AtAnEndItIsGivenUpAfterTenSeconds) {
  Ride ride;
  ride.start();
  ride.pedal(40s);
  ride.delivers = false;
  ride.send(Intent::Stop);
  const Instant stop = ride.now;
  while (!ride.last.command.finished) {
    EXPECT_TRUE(ride.last.command.insist);
    ride.wait(250ms);
    ride.send(Ticked{});
    ASSERT_LE(ride.now - stop, 11s);
  }
  EXPECT_GE(ride.now - stop, 10s);
  EXPECT_TRUE(ride.view().release_given_up);
}

TEST(Release, AnEndNeedsANewPass) {
  Ride ride;
  ride.start();
  ride.pedal(5s);
  ride.send(Intent::Stop);
  EXPECT_FALSE(ride.last.command.finished) << "confirmed long ago is not confirmed now";
  ride.send(Delivered{SetPoint{}});
  EXPECT_FALSE(ride.last.command.finished) << "delivered alone";
  ride.trainer_slot();
  EXPECT_TRUE(ride.last.command.finished);
  EXPECT_FALSE(ride.view().release_given_up);
}

TEST(Release, RefusedByBasicResistanceIsTriedAsTrack) {
  Ride ride;
  ride.status = StatusCode::NotSupported;
  ride.send(TrainerFound{7});
  for (int i = 0; i < refusals_to_believe; ++i) ride.trainer_slot();
  EXPECT_EQ(ride.last.command.set_point, (SetPoint{Mode::Track, std::nullopt}));
  ride.status = StatusCode::Pass;
  ride.send(Abilities{true, std::nullopt, false, true, true});
  ride.trainer_slot();
  EXPECT_TRUE(ride.session.release.confirmed);
}

TEST(Release, RefusedInEveryWayEndsTheRideUnconfirmed) {
  Ride ride;
  ride.status = StatusCode::Rejected;
  ride.connect();
  for (int i = 0; i < 60 && !ride.last.command.finished; ++i) {
    ride.wait(250ms);
    ride.send(Ticked{});
    ride.trainer_slot();
  }
  EXPECT_TRUE(ride.last.command.finished);
  EXPECT_EQ(ride.last.why, Why::TrainerRefused);
  EXPECT_TRUE(ride.view().release_given_up);
}

TEST(Release, OfATrainerNeverHeardNeedsNothing) {
  Ride ride;
  ride.send(Started{});
  ride.send(Intent::Stop);
  EXPECT_TRUE(ride.last.command.finished);
  EXPECT_FALSE(ride.view().release_given_up);
}

// --- the trainer
// ------------------------------------------------------------------------------------

TEST(Trainer, WithOnlyTargetPowerIsRefused) {
  Ride ride;
  ride.send(TrainerFound{7});
  ride.send(Abilities{true, Newtons{100.0}, false, true, false});
  EXPECT_EQ(ride.last.why, Why::TrainerCannot);
  EXPECT_FALSE(ride.last.command.finished) << "not before the release was sent";
  EXPECT_TRUE(ride.last.command.insist);
  ride.send(Delivered{SetPoint{}});
  EXPECT_TRUE(ride.last.command.finished) << "nothing was asked of it: it need not confirm";
  EXPECT_FALSE(ride.view().release_given_up);
}

TEST(Trainer, ThatCannotAndMayHoldAnEarlierLoadIsWaitedFor) {
  Ride ride;
  ride.send(NoteWritten{true});
  ride.send(TrainerFound{7});
  ride.send(Abilities{true, Newtons{100.0}, false, true, false});
  ride.send(Delivered{SetPoint{}});
  EXPECT_FALSE(ride.last.command.finished);
  ride.wait(end_release_limit);
  ride.send(Ticked{});
  EXPECT_TRUE(ride.last.command.finished);
  EXPECT_TRUE(ride.view().release_given_up);
}

TEST(Trainer, WhoseAbilitiesGoInMidRideIsReleasedAndRiddenOnAtTheFloor) {
  for (const bool power_left : {true, false}) {
    Ride ride;
    ride.start();
    ride.pedal(30s);
    ASSERT_GT(ride.level(), Percent{0.0});
    ride.send(Abilities{true, Newtons{100.0}, false, power_left, false});
    EXPECT_EQ(ride.level(), Percent{0.0});
    EXPECT_TRUE(ride.last.command.insist);
    ride.pedal(10s);
    EXPECT_EQ(ride.view().phase, Phase::Ride);
    EXPECT_EQ(ride.level(), Percent{0.0});
    EXPECT_EQ(ride.last.why, Why::NoBasicResistance);
    EXPECT_EQ(ride.view().release, ReleaseState::Confirmed);
    ride.send(Intent::Stop);
    ride.trainer_slot();
    EXPECT_TRUE(ride.last.command.finished);
    EXPECT_FALSE(ride.view().release_given_up);
  }
}

TEST(Trainer, ThatReportsNoWattsUnderLoadIsHeldAndThenReleased) {
  Ride ride;
  ride.start();
  ride.pedal(40s);
  const Percent level = ride.level();
  ASSERT_GT(level, Percent{0.0});
  ride.feel = [](double) { return 0.0; };
  ride.pedal(500ms);
  EXPECT_EQ(ride.level(), level);
  ride.pedal(2s);
  EXPECT_EQ(ride.level(), Percent{0.0});
}

TEST(Trainer, NoLevelIsTakenForLessThanPageFiftyFourSaysBeforeItIsLearned) {
  Ride ride{gentle(TargetMode::Torque)};  // 100 N at the most, 1 N a per cent
  ride.start();
  ride.pedal(13s);
  ride.feel = [](double) { return 0.2; };
  for (int i = 0; i < 40 && ride.level() == Percent{0.0}; ++i) ride.pedal(250ms);
  ASSERT_GT(ride.level(), Percent{0.0});
  ride.pedal(500ms);
  const double worth = ride.level().count() * 1.0 * ride.speed / (ride.cadence / 60.0 * 2 * M_PI);
  EXPECT_GE(torque_latest(ride.session.load)->count(), worth * 0.999);
}

TEST(Trainer, WithoutBasicResistanceIsRiddenAtTheFloor) {
  Ride ride;
  ride.send(TrainerFound{7});
  ride.send(Abilities{true, Newtons{100.0}, false, true, true});
  ride.trainer_slot();
  ride.send(Started{});
  ride.pedal(40s);
  EXPECT_EQ(ride.view().phase, Phase::Ride);
  EXPECT_EQ(ride.last.why, Why::NoBasicResistance);
  EXPECT_EQ(ride.last.command.set_point, (SetPoint{Mode::Track, std::nullopt}));
}

TEST(Trainer, ARefusedRaiseTakesTheLevelToZeroAndSaysSo) {
  for (auto code : {StatusCode::Fail, StatusCode::NotSupported, StatusCode::Rejected}) {
    Ride ride;
    ride.start();
    ride.pedal(30s);
    ASSERT_GT(ride.level(), Percent{0.0});
    ride.send(CommandStatus{code, ride.delivered_point});
    EXPECT_EQ(ride.level(), Percent{0.0});
    EXPECT_EQ(ride.last.why, Why::TrainerRefused);
    ride.pedal(30s);
    EXPECT_EQ(ride.level(), Percent{0.0}) << "until RESUME";
    ride.send(Intent::Resume);
    ride.pedal(20s);
    EXPECT_GT(ride.level(), Percent{0.0});
  }
}

TEST(Trainer, AForeignEchoTakesTheLevelToZeroAndSaysSo) {
  Ride ride;
  ride.start();
  ride.pedal(30s);
  ASSERT_GT(ride.level(), Percent{0.0});
  ride.send(CommandStatus{StatusCode::Pass, std::nullopt});
  EXPECT_EQ(ride.level(), Percent{0.0});
  EXPECT_EQ(ride.last.why, Why::AnotherController);
}

TEST(Trainer, ALateEchoOfTheStepBeforeIsNotForeign) {
  Ride ride;
  ride.start();
  ride.pedal(30s);
  const Percent level = ride.level();
  ASSERT_GT(level, Percent{0.0});
  ride.send(CommandStatus{StatusCode::Pass, ride.session.previous});
  EXPECT_EQ(ride.level(), level);
}

TEST(Trainer, NotInUseCarriesNoLoad) {
  Ride ride;
  ride.start();
  ride.pedal(30s);
  ASSERT_GT(ride.level(), Percent{0.0});
  ride.wait(500ms);
  ride.page(Rpm{60.0}, Watts{20.0}, FeState::Finished);
  EXPECT_EQ(ride.level(), Percent{0.0});
  EXPECT_EQ(ride.last.why, Why::NotInUse);
}

// --- link
// -------------------------------------------------------------------------------------------

TEST(Link, LateIsLevelZeroLostMeansReleaseFirstAgain) {
  Ride ride;
  ride.start();
  ride.pedal(30s);
  ASSERT_GT(ride.level(), Percent{0.0});
  ride.silence(1750ms);
  EXPECT_EQ(ride.level(), Percent{0.0});
  EXPECT_EQ(ride.last.why, Why::LinkLate);
  EXPECT_EQ(ride.view().link, LinkHealth::Late);
  EXPECT_FALSE(ride.view().cadence) << "stale is never shown as live";
  ride.silence(1500ms);
  EXPECT_EQ(ride.last.why, Why::LinkLost);
  EXPECT_EQ(ride.view().link, LinkHealth::Lost);
  EXPECT_FALSE(ride.session.released_first);
}

TEST(Link, IsSearchingUntilTheFirstFreshPage) {
  Ride ride;
  EXPECT_EQ(ride.view().link, LinkHealth::Searching);
  ride.connect();
  ride.pedal(1s);
  EXPECT_EQ(ride.view().link, LinkHealth::Live);
  Ride silent;
  silent.send(TrainerFound{7});
  EXPECT_EQ(silent.view().link, LinkHealth::Searching);
  EXPECT_EQ(silent.last.why, Why::Connecting);
}

TEST(Link, ADroppedLinkIsNotAnEnd) {
  Ride ride;
  ride.start();
  ride.pedal(30s);
  ride.send(TrainerLost{});
  EXPECT_EQ(ride.level(), Percent{0.0});
  EXPECT_EQ(ride.view().phase, Phase::Paused);
  const Duration ridden = ride.session.ridden;
  ride.silence(20s);
  EXPECT_EQ(ride.session.ridden, ridden) << "time without a trainer is not ridden";
  ride.send(TrainerFound{1234});
  EXPECT_TRUE(ride.last.command.insist);
  ride.delivers = false;
  ride.pedal(10s);
  EXPECT_EQ(ride.level(), Percent{0.0}) << "nothing before the release is confirmed";
  EXPECT_EQ(ride.session.ridden, ridden);
  ride.delivers = true;
  ride.pedal(20s);
  EXPECT_EQ(ride.view().phase, Phase::Ride);
  EXPECT_GT(ride.level(), Percent{0.0});
}

TEST(Link, AFrozenCountIsStaleThoughPagesCome) {
  Ride ride;
  ride.start();
  ride.pedal(30s);
  for (int i = 0; i < 7; ++i) {
    ride.wait(250ms);
    ride.same_page(Rpm{60.0}, Watts{20.0});
  }
  EXPECT_EQ(ride.level(), Percent{0.0});
  EXPECT_EQ(ride.last.why, Why::LinkLate);
}

// --- the rider stops
// ----------------------------------------------------------------------------------

TEST(Stopped, WithinASecondAndNoRaiseMeanwhile) {
  Ride ride;
  ride.start();
  ride.pedal(30s);
  const Percent level = ride.level();
  ASSERT_GT(level, Percent{0.0});
  ride.wait(250ms);
  ride.page(Rpm{0.0}, Watts{0.0});
  const Instant first = ride.now;
  while (ride.level() > Percent{0.0}) {
    EXPECT_LE(ride.level(), level);
    ride.wait(250ms);
    ride.send(Ticked{});
    ASSERT_LE(ride.now - first, 1s);
  }
  EXPECT_EQ(ride.last.why, Why::Stopped);
}

TEST(Stopped, AutoPauseEndsByPedallingFromZero) {
  Ride ride;
  ride.start();
  ride.pedal(40s);
  const Percent level = ride.level();
  ride.rest(10s);
  EXPECT_EQ(ride.view().phase, Phase::Paused);
  ride.pedal(2s);
  EXPECT_EQ(ride.view().phase, Phase::Ride);
  EXPECT_LT(ride.level(), level) << "every return to load begins from 0";
  ride.pedal(40s);
  EXPECT_GE(ride.level(), level);
}

// --- the rider's words
// ----------------------------------------------------------------------------------

TEST(Rider, PauseEndsOnlyByResume) {
  Ride ride;
  ride.start();
  ride.pedal(30s);
  ride.send(Intent::Pause);
  EXPECT_EQ(ride.level(), Percent{0.0});
  ride.pedal(20s);
  EXPECT_EQ(ride.view().phase, Phase::Paused);
  EXPECT_EQ(ride.last.why, Why::Paused);
  ride.send(Intent::Resume);
  ride.pedal(1s);
  EXPECT_EQ(ride.view().phase, Phase::Ride);
}

TEST(Rider, EaseHoldsTheFloorUntilResume) {
  Ride ride;
  ride.start();
  ride.pedal(30s);
  ride.send(Intent::Ease);
  EXPECT_EQ(ride.level(), Percent{0.0});
  EXPECT_EQ(ride.last.why, Why::Eased);
  ride.send(Pain{0});
  ride.pedal(20s);
  EXPECT_EQ(ride.level(), Percent{0.0});
  EXPECT_EQ(ride.view().phase, Phase::Ride) << "easing does not stop the ride";
  ride.send(Intent::Resume);
  ride.pedal(20s);
  EXPECT_GT(ride.level(), Percent{0.0});
}

TEST(Rider, PainAtEaseHoldsTheFloorUntilALowerScore) {
  Ride ride;
  ride.send(Pain{1, true});
  ride.start();
  ride.pedal(30s);
  ride.send(Pain{1});
  EXPECT_GT(ride.level(), Percent{0.0});
  ride.send(Pain{3});
  EXPECT_EQ(ride.level(), Percent{0.0});
  EXPECT_EQ(ride.last.why, Why::EasedByPain);
  ride.pedal(10s);
  EXPECT_EQ(ride.level(), Percent{0.0});
  ride.send(Pain{2});
  ride.pedal(20s);
  EXPECT_GT(ride.level(), Percent{0.0});
}

TEST(Rider, PainAtStopOrRisenEndsTheRide) {
  {
    Ride ride;
    ride.start();
    ride.pedal(30s);
    ride.send(Pain{6});
    EXPECT_EQ(ride.view().phase, Phase::Ending);
    EXPECT_EQ(ride.last.why, Why::StoppedByPain);
  }
  {
    Ride ride;
    ride.send(Pain{1, true});
    ride.start();
    ride.pedal(30s);
    ride.send(Pain{4});
    EXPECT_EQ(ride.last.why, Why::StoppedByPain) << "3 above the score before";
  }
  {
    Ride ride;
    ride.start();
    ride.pedal(30s);
    ride.send(Pain{2});
    EXPECT_GT(ride.level(), Percent{0.0});
    ride.send(Pain{3});
    EXPECT_EQ(ride.last.why, Why::StoppedByPain) << "no score in the ride is a baseline";
  }
  {
    Ride ride;
    ride.send(Pain{2, true});
    ride.start();
    ride.pedal(30s);
    ride.send(Pain{4, true});  // too late for a baseline, whatever it says it is
    EXPECT_EQ(ride.last.why, Why::EasedByPain);
    ride.send(Pain{5});
    EXPECT_EQ(ride.last.why, Why::StoppedByPain);
    EXPECT_EQ(ride.view().pain_before, 2);
  }
}

TEST(Rider, ResumeAfterAnEaseByPainAsksTheKneeFirst) {
  Ride ride;
  ride.send(Pain{1, true});
  ride.start();
  ride.pedal(30s);
  ride.send(Pain{3});
  EXPECT_FALSE(ride.view().pain_due);
  for (const Intent also : {Intent::Ease, Intent::Pause, Intent::Resume}) {
    ride.send(also);
    ride.send(Intent::Resume);
    EXPECT_TRUE(ride.view().pain_wanted && ride.view().pain_due && ride.view().pain_row);
    ride.pedal(10s);
    EXPECT_EQ(ride.level(), Percent{0.0});
    EXPECT_EQ(ride.last.why, Why::EasedByPain);
    EXPECT_TRUE(ride.view().eased);
  }
  ride.send(Pain{3});
  EXPECT_FALSE(ride.view().pain_wanted);
  ride.pedal(10s);
  EXPECT_EQ(ride.level(), Percent{0.0}) << "still at ease_at";
  ride.send(Intent::Resume);
  ride.pedal(31s);
  EXPECT_TRUE(ride.view().pain_due) << "it waits for its answer";
  EXPECT_FALSE(ride.view().pain_row) << "and fades like every question";
  ride.send(Pain{2});
  EXPECT_FALSE(ride.view().pain_due);
  ride.pedal(20s);
  EXPECT_GT(ride.level(), Percent{0.0});
}

TEST(Rider, PainAtEaseBeforeTheRideHoldsTheFloorFromTheFirstTurn) {
  Ride ride;
  ride.send(Pain{5, true});
  ride.start();
  ride.send(Intent::Resume);
  ride.pedal(40s);
  EXPECT_EQ(ride.level(), Percent{0.0});
  EXPECT_EQ(ride.last.why, Why::EasedByPain);
}

TEST(Rider, TooMuchPainBeforeTheRideMeansNoRide) {
  Ride ride;
  ride.send(TrainerFound{7});
  ride.send(Pain{6, true});
  EXPECT_EQ(ride.last.why, Why::PainBeforeRide);
  ride.send(Started{});
  ride.pedal(20s);
  EXPECT_EQ(ride.view().phase, Phase::Ended);
}

TEST(Rider, StopsAreFinal) {
  for (auto intent : {Intent::Stop, Intent::Sharp, Intent::Locking, Intent::GivingWay}) {
    Ride ride;
    ride.start();
    ride.pedal(30s);
    ride.send(intent);
    const Why why = ride.last.why;
    EXPECT_EQ(ride.level(), Percent{0.0});
    ride.send(Intent::Resume);
    ride.send(Started{});
    ride.pedal(30s);
    EXPECT_TRUE(ride.last.command.finished);
    EXPECT_EQ(ride.last.why, why);
    EXPECT_EQ(ride.level(), Percent{0.0});
  }
}

TEST(Rider, UnansweredQuestionsChangeNothing) {
  Ride asked;
  asked.start();
  asked.pedal(70s);
  EXPECT_TRUE(asked.view().pain_due);
  EXPECT_GT(asked.level(), Percent{0.0});
  asked.send(Pain{0});
  EXPECT_FALSE(asked.view().pain_due);
}

TEST(Rider, OwnLowerLimitsCount) {
  Ride ride;
  ride.start();
  ride.pedal(60s);
  ASSERT_EQ(ride.level(), Percent{3.0});
  ride.send(LowerLimits{.resistance = Percent{1.0}});
  EXPECT_EQ(ride.level(), Percent{1.0});
  ride.send(LowerLimits{.resistance = Percent{9.0}});
  ride.pedal(30s);
  EXPECT_EQ(ride.level(), Percent{1.0}) << "lowered, never raised";
  ride.send(LowerLimits{
      .torque_mean = NewtonMetres{5.0}, .torque_peak = NewtonMetres{6.0}, .power = Watts{40.0}});
  ride.send(LowerLimits{
      .torque_mean = NewtonMetres{9.0}, .torque_peak = NewtonMetres{9.0}, .power = Watts{90.0}});
  EXPECT_EQ(ride.view().torque_mean_cap, NewtonMetres{5.0});
  EXPECT_EQ(ride.view().torque_peak_cap, NewtonMetres{6.0});
  EXPECT_EQ(ride.view().power_cap, Watts{40.0});
  ride.send(LowerLimits{.torque_mean = NewtonMetres{1.0}});
  EXPECT_EQ(ride.level(), Percent{0.0});
}

// --- phases
// -----------------------------------------------------------------------------------------------

TEST(Phases, WarmUpAndCoolDownAreAtTheFloor) {
  Ride ride;
  ride.start();
  EXPECT_EQ(ride.view().phase, Phase::Ready);
  bool loaded = false;
  while (!ride.last.command.finished) {
    ride.pedal(250ms);
    const auto phase = ride.view().phase;
    const bool at_floor = phase == Phase::WarmUp || phase == Phase::CoolDown;
    if (at_floor) {
      EXPECT_EQ(ride.level(), Percent{0.0});
    }
    loaded = loaded || (phase == Phase::Ride && ride.level() == Percent{3.0});
  }
  EXPECT_TRUE(loaded);
  EXPECT_EQ(ride.last.why, Why::Done);
  EXPECT_FALSE(ride.view().release_given_up);
  EXPECT_NEAR(in_seconds(ride.session.ridden), 140.0, 1.0);
}

TEST(Phases, NothingIsRiddenBeforeStart) {
  Ride ride;
  ride.connect();
  ride.pedal(30s);
  EXPECT_EQ(ride.view().phase, Phase::Ready);
  EXPECT_EQ(ride.level(), Percent{0.0});
}

TEST(Phases, OfATurnThatBeganBeforeStartOnlyWhatCameAfterItCounts) {
  test::Ride ride;
  ride.connect();
  ride.pedal(10s);
  ride.wait(200ms);
  ride.send(Started{});  // takes effect at once: nothing has to be released first
  ASSERT_EQ(ride.view().elapsed, Duration{0});
  EXPECT_EQ(ride.view().ridden, Duration{0});
  ride.wait(100ms);
  ride.page(Rpm{60.0}, Watts{50.0});
  EXPECT_EQ(ride.view().elapsed, 100ms);
  EXPECT_EQ(ride.view().ridden, 100ms);
  EXPECT_NEAR(ride.view().work.count(), 5.0, 1e-9) << "0.1 s at 50 W";
  EXPECT_NEAR(ride.view().revolutions, 0.1, 1e-9);
}

TEST(Phases, ALateLinkIsNoPause) {
  test::Ride ride;
  ride.start();
  ride.pedal(5s);
  const Phase before = ride.view().phase;
  ASSERT_EQ(before, Phase::WarmUp);
  const Duration ridden = ride.view().ridden;
  ride.silence(2500ms);
  ASSERT_EQ(ride.view().link, LinkHealth::Late);
  EXPECT_EQ(ride.view().phase, before);
  EXPECT_LT(ride.view().ridden, ridden + 2s) << "and no riding either";
  ride.silence(1s);
  ASSERT_EQ(ride.view().link, LinkHealth::Lost);
  EXPECT_EQ(ride.view().phase, Phase::Paused);
}

TEST(Phases, TotalIsAHardEndPausesIncluded) {
  Ride ride;
  ride.start();
  const Instant start = ride.now;
  ride.pedal(20s);
  ride.send(Intent::Pause);
  ride.pedal(700s);
  EXPECT_TRUE(ride.last.command.finished);
  EXPECT_EQ(ride.last.why, Why::TimeUp);
  EXPECT_LE(ride.now - start, 602s);
}

TEST(Phases, TheCoolDownStartsInTimeToFit) {
  Ride ride;
  ride.start();
  const Instant start = ride.now;
  ride.pedal(30s);
  ride.send(Intent::Pause);
  while (ride.now - start < 570s) ride.pedal(1s);
  ride.send(Intent::Resume);
  Duration cooled{};
  while (!ride.last.command.finished) {
    if (ride.view().phase == Phase::CoolDown) cooled += 250ms;
    ride.pedal(250ms);
  }
  EXPECT_GE(cooled, 9s);
  EXPECT_LE(ride.now - start, 602s);
}

TEST(Phases, SignalsReleaseAndEnd) {
  for (auto cause :
       {EndCause::Signal, EndCause::Suspend, EndCause::GuardLost, EndCause::JournalLost,
        EndCause::WindowClosed, EndCause::DayClosed, EndCause::Interrupt, EndCause::Hangup}) {
    Ride ride;
    ride.start();
    ride.pedal(30s);
    ride.send(EndRide{cause});
    EXPECT_EQ(ride.level(), Percent{0.0});
    ride.trainer_slot();
    EXPECT_TRUE(ride.last.command.finished);
    EXPECT_FALSE(ride.view().release_given_up);
  }
}

TEST(Phases, ASilentWindowEasesToTheFloor) {
  Ride ride;
  ride.start();
  ride.pedal(30s);
  ride.send(WindowSilent{});
  EXPECT_EQ(ride.level(), Percent{0.0});
  EXPECT_EQ(ride.last.why, Why::EasedByWindow);
}

// --- floor over the cap
// ---------------------------------------------------------------------------------

TEST(FloorOverCap, IsAdviceThenAStopThenAnEnd) {
  Ride ride;
  ride.feel = [](double) { return 7.0; };
  ride.start();
  ride.pedal(12s);
  EXPECT_EQ(ride.last.why, Why::FloorOverCap);
  ride.pedal(20s);
  EXPECT_EQ(ride.last.why, Why::FloorOverCapLong);
  EXPECT_EQ(ride.level(), Percent{0.0});
  ride.pedal(40s);
  EXPECT_EQ(ride.last.why, Why::FloorOverCapEnd);
  EXPECT_TRUE(ride.last.command.finished);
  EXPECT_FALSE(ride.view().release_given_up);
}

TEST(FloorOverCap, IsNotSaidWhileTheFlywheelGetsGoing) {
  Ride ride;
  ride.start();
  ride.feel = [](double) { return 8.0; };
  ride.pedal(4s);
  EXPECT_EQ(ride.view().phase, Phase::WarmUp);
  EXPECT_NE(ride.last.why, Why::FloorOverCap);
  ride.feel = [](double) { return 2.0; };
  for (int i = 0; i < 40; ++i) {
    ride.pedal(250ms);
    EXPECT_NE(ride.last.why, Why::FloorOverCap);
  }
}

TEST(FloorOverCap, DoesNotBackOffTheCeiling) {
  Ride ride;
  ride.feel = [](double) { return 7.0; };
  ride.start();
  ride.pedal(25s);
  EXPECT_EQ(ride.session.governor.ceiling, Percent{100.0});
  ride.feel = [](double percent) { return 2.0 + 0.5 * percent; };  // an easier gear
  ride.pedal(40s);
  EXPECT_EQ(ride.level(), Percent{3.0});
}

TEST(FloorOverCap, IsNotSaidWhileTheBrakeIsStillLettingGo) {
  Ride ride;
  ride.start();
  ride.pedal(60s);
  ride.feel = [](double percent) { return 2.0 + 2.2 * percent; };
  while (ride.level() > Percent{0.0}) ride.pedal(250ms);
  EXPECT_EQ(ride.last.why, Why::TorqueMeanCap);
  for (int i = 0; i < 20; ++i) {
    ride.pedal(250ms);
    EXPECT_NE(ride.last.why, Why::FloorOverCap);
  }
}

// --- the note on disk
// -----------------------------------------------------------------------------------

TEST(Note, IsOnDiskBeforeTheFirstRaiseAndClearedByAConfirmedRelease) {
  Ride ride;
  ride.start();
  ride.pedal(9s);
  EXPECT_FALSE(ride.last.command.load_uncertain);
  ride.pedal(4s);
  EXPECT_TRUE(ride.last.command.load_uncertain);
  ride.pedal(20s);
  EXPECT_GT(ride.level(), Percent{0.0});
  ride.send(Intent::Stop);
  EXPECT_TRUE(ride.last.command.load_uncertain);
  ride.trainer_slot();
  EXPECT_TRUE(ride.last.command.finished);
  EXPECT_FALSE(ride.last.command.load_uncertain);
}

TEST(Note, WithoutItNothingIsRaised) {
  Ride ride;
  ride.start();
  for (int i = 0; i < 60; ++i) {
    ride.wait(500ms);
    ride.page(Rpm{60.0}, Watts{13.0});
    if (i > 50) {
      EXPECT_EQ(ride.last.why, Why::NoteNotWritten);
    }
    EXPECT_EQ(ride.level(), Percent{0.0});
  }
}

TEST(Note, ClearedOnceItMustBeWrittenAgainBeforeTheNextRaise) {
  Ride ride;
  ride.start();
  ride.pedal(40s);
  ride.writes_notes = false;
  ride.send(Intent::Pause);
  ride.pedal(3s);
  ASSERT_FALSE(ride.last.command.load_uncertain);
  ride.send(Intent::Resume);
  ride.pedal(30s);
  EXPECT_EQ(ride.level(), Percent{0.0});
  EXPECT_EQ(ride.last.why, Why::NoteNotWritten);
}

TEST(Note, OfAnEarlierRideNeedsAStatusToBeCleared) {
  Ride silent{gentle(TargetMode::Release)};
  silent.send(NoteWritten{true});
  silent.answers_status = false;
  silent.start();
  silent.pedal(60s);
  EXPECT_TRUE(silent.last.command.load_uncertain);

  Ride answering{gentle(TargetMode::Release)};
  answering.send(NoteWritten{true});
  EXPECT_TRUE(answering.last.command.load_uncertain);
  answering.connect();
  EXPECT_FALSE(answering.last.command.load_uncertain);
}

// --- torque as target
// --------------------------------------------------------------------------------------

TEST(TorqueTarget, IsReachedFromBelowAndHeld) {
  Ride ride{gentle(TargetMode::Torque)};
  ride.start();
  double most = 0.0;
  for (int i = 0; i < 400 && ride.view().phase != Phase::CoolDown; ++i) {
    ride.pedal(250ms);
    most = std::max(most, ride.view().torque_mean.value_or(NewtonMetres{0.0}).count());
  }
  EXPECT_NEAR(ride.view().torque_mean->count(), 3.0, 0.4);
  EXPECT_LE(most, 3.5);
}

}  // namespace
}  // namespace softpedal::test
