// SPDX-License-Identifier: MIT
// What a screen may say, and that it says it steadily.
#include "app/core/advice.hpp"

#include <gtest/gtest.h>

#include "tests/core/bench_ride.hpp"

namespace softpedal::test {
namespace {

CadenceAdvice advice_at(Ride& ride, double rpm) {
  ride.cadence = rpm;
  ride.pedal(3s);
  return ride.view().cadence_advice;
}

TEST(Advice, OnCadenceHasHysteresisTowardsTheMiddleOfTheBand) {
  Ride ride;  // 50 to 70
  ride.feel = [](double) { return 1.0; };
  ride.start();
  EXPECT_EQ(advice_at(ride, 60), CadenceAdvice::JustRight);
  EXPECT_EQ(advice_at(ride, 50), CadenceAdvice::JustRight) << "the edge belongs to the band";
  EXPECT_EQ(advice_at(ride, 49), CadenceAdvice::Faster);
  EXPECT_EQ(advice_at(ride, 51), CadenceAdvice::Faster) << "not far enough in yet";
  EXPECT_EQ(advice_at(ride, 52), CadenceAdvice::JustRight);
  EXPECT_EQ(advice_at(ride, 70), CadenceAdvice::JustRight);
  EXPECT_EQ(advice_at(ride, 71), CadenceAdvice::Slower);
  EXPECT_EQ(advice_at(ride, 69), CadenceAdvice::Slower);
  EXPECT_EQ(advice_at(ride, 68), CadenceAdvice::JustRight);
}

TEST(Advice, OnCadenceIsGivenToSomebodyWhoPedalsOnly) {
  Ride ride;
  ride.start();
  EXPECT_EQ(ride.view().cadence_advice, CadenceAdvice::None);
  ride.pedal(3s);
  EXPECT_EQ(ride.view().cadence_advice, CadenceAdvice::JustRight);
  ride.rest(3s);
  EXPECT_EQ(ride.view().cadence_advice, CadenceAdvice::None);
  ride.pedal(3s);
  ride.silence(2s);
  EXPECT_EQ(ride.view().cadence_advice, CadenceAdvice::None)
      << "nothing is known of a late cadence";
}

TEST(Advice, OnANarrowBandStillHasAWayBack) {
  Prescription rx = gentle();
  rx.cadence_low = Rpm{60.0};
  rx.cadence_high = Rpm{62.0};
  Ride ride{rx};
  ride.feel = [](double) { return 1.0; };
  ride.start();
  EXPECT_EQ(advice_at(ride, 59), CadenceAdvice::Faster);
  EXPECT_EQ(advice_at(ride, 61), CadenceAdvice::JustRight);
}

LoadBand band_at(Ride& ride, double torque) {
  ride.feel = [torque](double) { return torque; };
  ride.pedal(5s);
  return ride.view().load_band;
}

TEST(Advice, OnLoadIsNearFromFourFifthsOfTheCapAndOverAboveIt) {
  Prescription rx = gentle(TargetMode::Release);  // cap 6.0, any reading 9.0
  Ride ride{rx};
  ride.start();
  EXPECT_EQ(ride.view().load_band, LoadBand::Unknown);
  EXPECT_EQ(band_at(ride, 4.6), LoadBand::Calm);
  EXPECT_EQ(band_at(ride, 5.0), LoadBand::Near);
  EXPECT_EQ(band_at(ride, 4.65), LoadBand::Near) << "calm again under 75 % only";
  EXPECT_EQ(band_at(ride, 4.3), LoadBand::Calm);
  EXPECT_EQ(band_at(ride, 6.5), LoadBand::Over);
  EXPECT_EQ(band_at(ride, 4.3), LoadBand::Calm);
}

TEST(Advice, OnLoadCountsASingleReadingOverItsOwnCap) {
  Ride ride{gentle(TargetMode::Release)};
  ride.start();
  EXPECT_EQ(band_at(ride, 2.0), LoadBand::Calm);
  ride.feel = [](double) { return 9.5; };
  ride.pedal(500ms);
  EXPECT_EQ(ride.view().load_band, LoadBand::Over);
}

TEST(Said, KeepsTheLastEventForTenSecondsAfterItEnded) {
  Advice advice;
  const Instant start{1min};
  note_event(advice, Why::OnTarget, start);
  EXPECT_EQ(said(advice, Why::OnTarget, start), Why::OnTarget);
  note_event(advice, Why::TorqueMeanCap, start);
  EXPECT_EQ(said(advice, Why::BackedOff, start + 9999ms), Why::TorqueMeanCap);
  EXPECT_EQ(said(advice, Why::BackedOff, start + 10s), Why::BackedOff);
}

TEST(Said, NeverHidesWhatTheRiderMustDoNow) {
  Advice advice;
  const Instant start{1min};
  note_event(advice, Why::TorqueMeanCap, start);
  for (const Why now : {Why::Stopped, Why::Paused, Why::Eased, Why::EasedByPain, Why::FloorOverCap,
                        Why::FloorOverCapLong, Why::LinkLost, Why::StoppedByRider, Why::Done}) {
    EXPECT_EQ(said(advice, now, start + 1s), now) << word(now);
  }
}

TEST(Said, InARideTellsOfABreachAfterTheTorqueIsBack) {
  Ride ride{gentle(TargetMode::Resistance)};
  ride.start();
  ride.pedal(40s);
  ride.feel = [](double) { return 9.5; };
  ride.pedal(1s);
  ride.feel = [](double) { return 2.0; };
  ride.pedal(5s);
  EXPECT_NE(ride.view().why, ride.view().said);
  EXPECT_EQ(word(ride.view().said).substr(0, 6), "torque");
  ride.pedal(12s);
  EXPECT_EQ(ride.view().why, ride.view().said);
}

TEST(Knee, TheRowIsUpForThirtySecondsEachTimeItFallsDue) {
  EXPECT_FALSE(pain_row_up(179s, 180s));
  EXPECT_TRUE(pain_row_up(180s, 180s));
  EXPECT_TRUE(pain_row_up(209s, 180s));
  EXPECT_FALSE(pain_row_up(210s, 180s));
  EXPECT_FALSE(pain_row_up(359s, 180s));
  EXPECT_TRUE(pain_row_up(360s, 180s));
}

TEST(Knee, AnAnswerTakesTheRowAwayAndAnUnansweredOneStaysOwed) {
  Ride ride;  // asks every 60 s
  ride.start();
  ride.pedal(61s);
  EXPECT_TRUE(ride.view().pain_due);
  EXPECT_TRUE(ride.view().pain_row);
  EXPECT_EQ(ride.view().pain_scores, 0);
  ride.pedal(32s);
  EXPECT_TRUE(ride.view().pain_due);
  EXPECT_FALSE(ride.view().pain_row);
  ride.send(Pain{2});
  EXPECT_FALSE(ride.view().pain_due);
  EXPECT_EQ(ride.view().pain_scores, 1);
}

TEST(Views, OfALateLinkKeepTheLastNumbersApartFromTheLiveOnes) {
  Ride ride;
  ride.start();
  ride.pedal(5s);
  EXPECT_EQ(ride.view().cadence, Rpm{60.0});
  EXPECT_EQ(ride.view().late_cadence, std::nullopt);
  ride.silence(2s);
  ASSERT_EQ(ride.view().link, LinkHealth::Late);
  EXPECT_EQ(ride.view().cadence, std::nullopt);
  EXPECT_EQ(ride.view().late_cadence, Rpm{60.0});
  EXPECT_TRUE(ride.view().late_power.has_value());
  EXPECT_TRUE(ride.view().late_torque.has_value());
  ride.silence(2s);
  ASSERT_EQ(ride.view().link, LinkHealth::Lost);
  EXPECT_EQ(ride.view().late_cadence, std::nullopt);
}

TEST(Views, TellWhatHoldsTheRide) {
  Ride ride;
  ride.send(Pain{1, true});
  ride.connect();
  EXPECT_FALSE(ride.view().start_pressed);
  ride.send(Started{});
  EXPECT_TRUE(ride.view().start_pressed);
  ride.pedal(5s);
  ride.send(Intent::Pause);
  EXPECT_TRUE(ride.view().paused);
  ride.send(Intent::Resume);
  EXPECT_FALSE(ride.view().paused);
  for (const Event& event : {Event{Intent::Ease}, Event{WindowSilent{}}}) {
    ride.send(event);
    EXPECT_TRUE(ride.view().eased);
    ride.send(Intent::Resume);
    EXPECT_FALSE(ride.view().eased);
  }
  ride.send(Pain{3});
  EXPECT_TRUE(ride.view().eased);
  ride.send(Intent::Resume);
  EXPECT_TRUE(ride.view().eased && ride.view().pain_wanted) << "the knee must answer";
  ride.send(Pain{2});
  EXPECT_FALSE(ride.view().eased);
}

TEST(Views, TellWhatTheTrainerCanDoAndItsFloor) {
  Ride ride{gentle(TargetMode::Release)};
  EXPECT_FALSE(ride.view().abilities);
  ride.start();
  ride.pedal(20s);
  ASSERT_TRUE(ride.view().abilities);
  EXPECT_TRUE(ride.view().abilities->basic_resistance);
  EXPECT_GT(ride.session.floor_seen.most[floor_bin(Rpm{60.0})], NewtonMetres{1.0});
}

TEST(Prescribed, AnotherOneCountsUntilStartAndNeverAfterIt) {
  Ride ride;
  ride.connect();
  Prescription stricter = gentle();
  stricter.limits.torque_mean = NewtonMetres{2.5};
  EXPECT_TRUE(prescribe(ride.session, stricter));
  EXPECT_EQ(ride.view().torque_mean_cap, NewtonMetres{2.5});
  ride.send(Started{});
  EXPECT_FALSE(prescribe(ride.session, gentle()));
  EXPECT_EQ(ride.view().torque_mean_cap, NewtonMetres{2.5});
  ride.pedal(60s);  // the floor takes 2.0, so there is hardly room for load
  for (const Decision& decision : ride.decisions) {
    EXPECT_LE(decision.command.set_point.resistance.value_or(Percent{0.0}), Percent{1.0});
  }
}

TEST(Prescribed, NothingIsAfterTheEnd) {
  Ride ride;
  ride.connect();
  ride.send(EndRide{EndCause::WindowClosed});
  EXPECT_FALSE(prescribe(ride.session, gentle()));
}

}  // namespace
}  // namespace softpedal::test
