// SPDX-License-Identifier: MIT
#include "app/core/floor.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "app/core/coach.hpp"
#include "app/core/plan.hpp"
#include "tests/core/paper_trainer.hpp"

namespace softpedal::test {
namespace {

Prescription releasing(double cap = 30.0) {
  Prescription rx = gentle(TargetMode::Release);
  rx.ride = 600s;
  rx.limits.total = 900s;
  rx.limits.torque_mean = NewtonMetres{cap};
  rx.limits.torque_peak = NewtonMetres{cap * 1.5};
  rx.limits.power = Watts{400.0};
  return rx;
}

const Limits loose = releasing().limits;

Limits cap_of(double newton_metres) {
  Limits limits = loose;
  limits.torque_mean = NewtonMetres{newton_metres};
  return limits;
}

// The floor as the paper says it, everywhere in the band of a gear.
double least_in(const PaperRide& ride, Gear gear, Rpm low, Rpm high) {
  PaperRide other = ride;
  other.gear = gear;
  double least = 1e9;
  for (double rpm = low.count(); rpm <= high.count(); rpm += 1.0) {
    least = std::min(least, other.true_floor(rpm));
  }
  return least;
}

TEST(Floor, IsLearnedToATenthOnEachPublishedCurve) {
  for (const Curve& curve : published_curves()) {
    for (unsigned seed = 0; seed < 8; ++seed) {
      for (const Gear gear : {Gear{34, 28}, Gear{34, 17}, Gear{50, 19}}) {
        SCOPED_TRACE(curve.name + ", seed " + std::to_string(seed) + ", " +
                     std::to_string(gear.sprocket));
        PaperRide ride{releasing(), curve, seed};
        ride.gear = gear;
        ride.watts_noise = 0.5 * (seed % 5);
        ride.start();
        const double rpm = 50.0 + 2.0 * seed;
        ride.turn(90s, rpm);
        const double truth = ride.true_floor(rpm);
        const FloorTorque floor =
            floor_torque(ride.session.learned.floor, Metres{ride.metres()}, Rpm{rpm});
        EXPECT_NEAR(floor.torque.count(), truth, std::max(0.3, 0.1 * truth));
      }
    }
  }
}

TEST(Floor, ForetellsOtherGearsWithinItsOwnUncertainty) {
  int told = 0;
  for (const Curve& curve : published_curves()) {
    for (unsigned seed = 0; seed < 8; ++seed) {
      SCOPED_TRACE(curve.name + ", seed " + std::to_string(seed));
      PaperRide ride{releasing(), curve, seed};
      ride.gear = Gear{34, 19};
      ride.start();
      ride.turn(90s, 60.0);
      for (const Gear gear : {Gear{34, 28}, Gear{34, 23}, Gear{34, 15}, Gear{50, 28}}) {
        ride.gear = gear;
        const FloorTorque floor =
            floor_torque(ride.session.learned.floor, Metres{ride.metres()}, Rpm{60.0});
        const double off = std::abs(floor.torque.count() - ride.true_floor(60.0));
        ++told;
        EXPECT_LE(off, 3.0 * floor.deviation.count() + 0.1) << int{gear.sprocket};
        EXPECT_LT(floor.deviation.count(), 0.7 * floor.torque.count() + 1.0) << "says nothing";
      }
    }
  }
  EXPECT_GT(told, 300);
}

TEST(Floor, FalseZerosAndSpikesDoNotTeachIt) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    PaperRide ride{releasing(), published_curves().front(), seed};
    ride.false_zeros = 0.1;
    ride.start();
    for (int i = 0; i < 9; ++i) {
      ride.turn(10s, 55.0);
      for (int spike = 0; spike < 4; ++spike) {
        ride.wait(250ms);
        ride.page(Rpm{55.0}, Watts{400.0});
      }
    }
    const FloorTorque floor =
        floor_torque(ride.session.learned.floor, Metres{ride.metres()}, Rpm{55.0});
    EXPECT_NEAR(floor.torque.count(), ride.true_floor(55.0), 0.1 * ride.true_floor(55.0) + 0.2);
  }
}

TEST(Floor, CoastingTeachesNothing) {
  PaperRide ride{releasing(), published_curves().front(), 1};
  ride.start();
  ride.turn(40s, 55.0);
  const FloorModel before = ride.session.learned.floor;
  for (int i = 0; i < 40; ++i) {  // the wheel spins on, the legs turn slowly without a pull
    ride.wait(250ms);
    ride.send(GeneralData{MetresPerSecond{4.0}, std::nullopt, FeState::InUse});
    ride.page(Rpm{25.0}, Watts{0.0});
  }
  EXPECT_EQ(ride.session.learned.floor.drag.mean, before.drag.mean);
}

TEST(Floor, AgesUntilItKnowsNoMoreThanAtFirst) {
  PaperRide ride{releasing(), published_curves().front(), 1};
  ride.start();
  ride.turn(90s, 55.0);
  const FloorModel fresh = ride.session.learned.floor;
  const auto deviation = [](const FloorModel& model) {
    return drag_at(model, MetresPerSecond{2.3}).deviation.count();
  };
  EXPECT_EQ(aged(fresh, 0.0), fresh);
  EXPECT_GT(deviation(aged(fresh, 1.0)), deviation(fresh));
  EXPECT_GT(deviation(aged(fresh, 30.0)), deviation(aged(fresh, 1.0)));
  EXPECT_LE(deviation(aged(fresh, 1e6)), deviation(FloorModel{}) * 1.05);
  EXPECT_EQ(aged(fresh, 30.0).drag.mean, fresh.drag.mean);
}

TEST(Floor, SeesTheRollerWarmUp) {
  PaperRide ride{releasing(), published_curves().front(), 1};
  const auto cold = ride.curve.watts;
  ride.start();
  ride.turn(60s, 55.0);
  EXPECT_FALSE(ride.view().warm_up_drift) << "nothing to compare yet";
  for (int i = 1; i <= 12; ++i) {  // a fifth less within four minutes
    ride.curve.watts = [cold, i](double v) { return cold(v) * (1.0 - 0.2 * i / 12.0); };
    ride.turn(20s, 55.0);
  }
  ride.turn(180s, 55.0);
  ASSERT_TRUE(ride.view().warm_up_drift);
  EXPECT_NEAR(*ride.view().warm_up_drift, -0.2, 0.06);
  EXPECT_NEAR(
      floor_torque(ride.session.learned.floor, Metres{ride.metres()}, Rpm{55.0}).torque.count(),
      ride.true_floor(55.0), 0.1 * ride.true_floor(55.0));
}

TEST(Floor, AnswersOnlyWhatIsSurelyOutOfReachWithNo) {
  int refused = 0, met = 0;
  const Drivetrain bike;
  for (const Curve& curve : published_curves()) {
    for (unsigned seed = 0; seed < 6; ++seed) {
      PaperRide ride{releasing(), curve, seed};
      ride.gear = Gear{34, 21};
      ride.start();
      ride.turn(90s, 55.0);
      for (double cap = 0.5; cap < 12.0; cap += 0.25) {
        SCOPED_TRACE(curve.name + ", seed " + std::to_string(seed) + ", cap " +
                     std::to_string(cap));
        const FloorReach reach =
            reach_of(ride.session.learned.floor, bike, cap_of(cap), Rpm{50.0}, Rpm{70.0});
        if (reach.reach == Reach::None) {
          ++refused;
          for (const auto chainring : {34, 50}) {
            for (const auto sprocket : bike.sprockets) {
              if (sprocket == 0) continue;
              const Gear gear{static_cast<std::uint8_t>(chainring), sprocket};
              ASSERT_GT(least_in(ride, gear, Rpm{50.0}, Rpm{70.0}), cap) << int{sprocket};
            }
          }
        }
        if (reach.hardest) {
          ++met;
          const double truth = least_in(ride, reach.hardest->gear, Rpm{50.0}, Rpm{70.0});
          EXPECT_LE(truth, cap + 2.5 * reach.hardest->floor.deviation.count() + 0.1);
        }
      }
    }
  }
  EXPECT_GT(refused, 50);
  EXPECT_GT(met, 300);
}

TEST(Floor, OfAChangedTrainerIsLearnedAnewWithinAMinuteOrTwo) {
  PaperRide first{releasing(), Curve{"tight", [](double v) { return 14.0 * v; }}, 1};
  first.start();
  for (int i = 0; i < 20; ++i) first.turn(30s, 52.0 + i % 3 * 6.0);  // very sure of itself
  PaperRide second{releasing(), Curve{"loose", [](double v) { return 6.0 * v; }}, 2};
  second.connect();
  second.send(FloorRemembered{aged(first.session.learned.floor, 0.0)});
  second.send(Started{});
  second.turn(120s, 57.0);
  const FloorTorque floor =
      floor_torque(second.session.learned.floor, Metres{second.metres()}, Rpm{57.0});
  EXPECT_NEAR(floor.torque.count(), second.true_floor(57.0), 0.3);

  PaperRide finder{floor_finding(releasing()), second.curve, 3};
  finder.connect();
  finder.send(FloorRemembered{first.session.learned.floor});
  finder.send(Started{});
  finder.turn(40s, 57.0);
  const FloorTorque found =
      floor_torque(finder.session.learned.floor, Metres{finder.metres()}, Rpm{57.0});
  EXPECT_NEAR(found.torque.count(), finder.true_floor(57.0), 0.3) << "it begins from nothing";
}

TEST(Floor, IsNotTaughtByAnotherControllersLoad) {
  PaperRide ride{releasing(), published_curves().front(), 1};
  ride.start();
  ride.turn(60s, 57.0);
  const double truth = ride.true_floor(57.0);
  const auto quiet = ride.curve.watts;
  ride.send(CommandStatus{StatusCode::Pass, SetPoint{}});
  ride.curve.watts = [quiet](double v) { return quiet(v) + 20.0 * v; };  // 8 N·m more
  ride.turn(9s, 57.0);
  for (int i = 0; i < 6; ++i) {  // page 71 tells, and tells again
    ride.send(CommandStatus{StatusCode::Pass, SetPoint{Mode::Basic, Percent{20.0}}});
    EXPECT_EQ(ride.view().why, Why::AnotherController) << "not an easier gear";
    EXPECT_EQ(ride.view().gear_advice.what, GearAdvice::What::None) << "the load is not the gear's";
    EXPECT_TRUE(ride.last.command.insist);
    ride.turn(8s, 57.0);
  }
  const FloorTorque floor =
      floor_torque(ride.session.learned.floor, Metres{ride.metres()}, Rpm{57.0});
  EXPECT_NEAR(floor.torque.count(), truth, 0.1 * truth);
}

TEST(Floor, ReachesEveryGearThatIsEasierThanTheHardestItNames) {
  for (const Curve& curve : published_curves()) {
    for (unsigned seed = 0; seed < 4; ++seed) {
      PaperRide ride{releasing(), curve, seed};
      ride.start();
      ride.turn(60s, 55.0);
      Rpm low{50.0}, high{70.0};
      for (double cap = 1.0; cap < 20.0; cap += 0.5) {
        SCOPED_TRACE(curve.name + ", cap " + std::to_string(cap));
        const FloorReach reach =
            reach_of(ride.session.learned.floor, Drivetrain{}, cap_of(cap), low, high);
        if (!reach.hardest) continue;
        EXPECT_GE(ratio(reach.hardest->gear), ratio(reach.easiest.gear));
        EXPECT_GT(reach.hardest->floor.torque, NewtonMetres{0.0});
        EXPECT_GE(reach.hardest->floor.torque, reach.easiest.floor.torque * 0.9)
            << "no trainer is easier in a harder gear";
      }
    }
  }
}

TEST(Floor, APrescriptionThatNoGearCanMeetIsRefusedWithTheNumbers) {
  PaperRide first{releasing(), published_curves()[2], 1};  // Fluid2: 8 N·m in the easiest gear
  first.start();
  first.turn(90s, 55.0);
  PaperRide ride{releasing(4.0), published_curves()[2], 1};
  ride.connect();
  ride.send(FloorRemembered{first.session.learned.floor});
  ride.send(Started{});
  EXPECT_EQ(ride.view().why, Why::NoGearReaches);
  EXPECT_EQ(ride.view().reach.reach, Reach::None);
  EXPECT_EQ(ride.view().reach.easiest.gear, (Gear{34, 28}));
  EXPECT_GT(ride.view().reach.easiest.floor.torque, NewtonMetres{4.0});
  ride.turn(3s, 55.0);
  EXPECT_EQ(ride.view().phase, Phase::Ended);

  PaperRide finder{floor_finding(releasing(4.0)), published_curves()[2], 1};
  finder.connect();
  finder.send(FloorRemembered{first.session.learned.floor});
  finder.send(Started{});
  EXPECT_NE(finder.view().why, Why::NoGearReaches) << "it may be measured anew";
}

TEST(Floor, NoRememberedOneReplacesWhatThisRideLearned) {
  PaperRide ride{releasing(), published_curves().front(), 1};
  ride.start();
  ride.turn(60s, 55.0);
  const FloorModel learned = ride.session.learned.floor;
  ride.send(FloorRemembered{FloorModel{}});
  EXPECT_EQ(ride.session.learned.floor.drag, learned.drag);
}

// --- the worth of a per cent --------------------------------------------------------------------

Prescription torque_ride(double target, double cap) {
  Prescription rx = gentle(TargetMode::Torque);
  rx.ride = 300s;
  rx.target.torque = NewtonMetres{target};
  rx.limits.torque_mean = NewtonMetres{cap};
  rx.limits.torque_peak = NewtonMetres{cap * 1.6};
  rx.limits.resistance = Percent{30.0};
  rx.limits.ramp_up_per_second = Percent{1.0};
  rx.limits.power = Watts{60.0};
  return rx;
}

int raises_in(const Ride& ride) {
  int raises = 0;
  Percent before{};
  for (const Decision& decision : ride.decisions) {
    const Percent level = decision.command.set_point.resistance.value_or(Percent{0.0});
    raises += level > before ? 1 : 0;
    before = level;
  }
  return raises;
}

TEST(Brake, IsLearnedAndLandsOnTheTargetFromBelowInFewSteps) {
  for (const double worth : {0.3, 0.5, 1.0, 2.0}) {
    for (unsigned seed = 0; seed < 6; ++seed) {
      SCOPED_TRACE(std::to_string(worth) + " N a per cent, seed " + std::to_string(seed));
      const Prescription rx = torque_ride(4.5, 5.5);
      PaperRide first{rx, Curve{"gentle", [](double v) { return 5.0 * v; }}, seed};
      first.newtons_per_percent = worth;
      first.start();
      first.turn(250s, 60.0);
      const ForceEstimate one = brake_between(first.session.learned.floor, MetresPerSecond{2.5},
                                              Percent{1.0}, Percent{2.0});
      EXPECT_NEAR(one.force.count(), worth, 3.0 * one.deviation.count() + 0.3 * worth);

      PaperRide second{rx, first.curve, seed + 100};
      second.newtons_per_percent = worth;
      second.connect();
      second.send(FloorRemembered{aged(first.session.learned.floor, 1.0)});
      second.send(Started{});
      second.turn(120s, 60.0);
      const double needed = (4.5 - second.true_floor(60.0)) / (worth * 0.405);  // 34 x 28
      EXPECT_LE(raises_in(second), 5.0 + needed / 2.0) << "the ramp gives some 3 % a step";
      EXPECT_GT(second.true_torque(60.0, second.level().count()), 4.5 - 0.7);
      EXPECT_LT(second.worst_mean, 5.5) << "never over the cap";
    }
  }
}

TEST(Brake, AFirstStepThatIsTooBigIsKnownAndAvoided) {
  const Prescription rx = torque_ride(3.5, 4.0);
  const Curve gentle_drag{"gentle", [](double v) { return 6.0 * v; }};  // 2.4 N·m in 34 x 28
  PaperRide first{rx, gentle_drag, 1};
  first.first_step_newtons = 8.0;  // 3.2 N·m more
  first.start();
  first.turn(120s, 60.0);
  EXPECT_GE(raises_in(first), 1) << "it could not know";
  EXPECT_LE(raises_in(first), 3) << "it learns from a breach";

  PaperRide second{rx, gentle_drag, 2};
  second.first_step_newtons = 8.0;
  second.connect();
  second.send(FloorRemembered{aged(first.session.learned.floor, 1.0)});
  second.send(Started{});
  second.turn(120s, 60.0);
  EXPECT_EQ(raises_in(second), 0);
  EXPECT_EQ(second.view().why, Why::Headroom);
}

TEST(Brake, TheFinderEndsOnceTheBrakeIsFeltWithinNinetySecondsOfTurning) {
  for (const double worth : {0.2, 0.5, 1.0, 2.0}) {
    for (unsigned seed = 0; seed < 6; ++seed) {
      SCOPED_TRACE(std::to_string(worth) + " N a per cent, seed " + std::to_string(seed));
      Prescription rx = torque_ride(4.0, 6.0);
      PaperRide ride{floor_finding(rx), Curve{"gentle", [](double v) { return 5.0 * v; }}, seed};
      ride.newtons_per_percent = worth;
      ride.start();
      ride.turn(40s, 60.0);
      EXPECT_EQ(ride.level(), Percent{0.0}) << "the floor first";
      ride.turn(100s, 60.0);
      EXPECT_EQ(ride.view().phase, Phase::Ended);
      EXPECT_LE(ride.view().ridden, 90s);
      if (worth >= 0.5) {
        EXPECT_EQ(ride.view().why, Why::FloorFound);
        const ForceEstimate one =
            brake_between(ride.session.learned.floor, ride.session.learned.floor.brake_speed,
                          Percent{1.0}, Percent{2.0});
        EXPECT_NEAR(one.force.count(), worth, 0.4 * worth + 3.0 * one.deviation.count());
      }
      EXPECT_LT(ride.worst_mean, 6.0 * 0.9);
    }
  }
}

TEST(Brake, TheFinderRaisesNothingWhereTheFloorIsNearTheCap) {
  PaperRide ride{floor_finding(torque_ride(4.0, 4.0)),
                 Curve{"high", [](double v) { return 9.0 * v; }}, 1};  // 3.6 of 4 N·m
  ride.start();
  ride.turn(120s, 60.0);
  EXPECT_EQ(raises_in(ride), 0);
  EXPECT_EQ(ride.view().why, Why::FloorFound);
  EXPECT_TRUE(drag_known(ride.session.learned.floor));
}

// --- the coach ----------------------------------------------------------------------------------

TEST(Coach, NamesWithinTwentySecondsAGearThatIsTrulyUnderTheCap) {
  int named = 0;
  for (const Curve& curve : published_curves()) {
    for (unsigned seed = 0; seed < 4; ++seed) {
      SCOPED_TRACE(curve.name + ", seed " + std::to_string(seed));
      Prescription rx = releasing(9.0);
      PaperRide ride{rx, curve, seed};
      ride.gear = Gear{50, 17};
      ride.start();
      ride.turn(20s, 60.0);
      const GearAdvice advice = ride.view().gear_advice;
      if (ride.true_floor(60.0) < 9.0 * 0.85) {
        EXPECT_EQ(advice.what, GearAdvice::What::None);
        continue;
      }
      if (ride.true_floor(60.0) < 9.0) continue;  // either is right
      ASSERT_NE(advice.what, GearAdvice::What::None);
      if (!advice.gear) continue;
      ++named;
      PaperRide there = ride;
      there.gear = *advice.gear;
      EXPECT_LE(there.true_floor(60.0), 9.0)
          << int{advice.gear->chainring} << " x " << int{advice.gear->sprocket};
      if (there.true_floor(60.0) > 9.0 * 0.90) continue;  // just enough: a push may be too much
      there.turn(30s, 60.0);
      EXPECT_EQ(there.view().gear_advice.what, GearAdvice::What::None) << "it was followed";
    }
  }
  EXPECT_GT(named, 15);
}

TEST(Coach, SaysNothingOfWhatDoesNotLast) {
  const FloorModel floor;
  const Drivetrain bike;
  const GearSeen gear;
  Riding riding{floor, bike, gear, loose, Rpm{50.0}, Rpm{70.0}, Rpm{60.0}, true};
  Coach said;
  const Instant start{};
  for (const Duration at : {0ms, 1000ms, 2900ms}) {
    coach(said, riding, start + at);
    EXPECT_EQ(said.advice.what, GearAdvice::What::None);
  }
  riding.over_caps = false;
  coach(said, riding, start + 2950ms);
  riding.over_caps = true;
  coach(said, riding, start + 3s);
  EXPECT_EQ(said.advice.what, GearAdvice::What::None) << "it began anew";
  coach(said, riding, start + 6s);
  EXPECT_EQ(said.advice.what, GearAdvice::What::EasierGear);
}

TEST(Coach, NeverNags) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(seed);
    PaperRide ride{releasing(5.0), published_curves().front(), seed};  // Kurt: 5.1 N·m in 34 x 28
    ride.start();
    int changes = 0;
    GearAdvice before{};
    for (int i = 0; i < 50 * 4; ++i) {
      ride.turn(250ms, 52.0);
      const GearAdvice now = ride.view().gear_advice;
      if (now.what != before.what || now.gear != before.gear) ++changes;
      before = now;
    }
    EXPECT_LE(changes, 3) << "in 50 s, right at the cap";
  }
}

TEST(Coach, KeepsToTheGearThatItNamed) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(seed);
    PaperRide ride{releasing(10.0), published_curves().front(), seed};  // Kurt
    ride.watts_noise = 3.0;
    ride.gear = Gear{34, 17};
    ride.start();
    ride.turn(25s, 57.0);
    const GearAdvice named = ride.view().gear_advice;
    ASSERT_TRUE(named.gear);
    for (int i = 0; i < 35; ++i) {  // then a floor over the cap ends it
      ride.turn(1s, 57.0);
      ASSERT_EQ(ride.view().gear_advice.gear, named.gear) << i;
    }
  }
}

TEST(Coach, CountsTheSprocketsAndKeepsToTheChainring) {
  PaperRide ride{releasing(6.0), Curve{"line", [](double v) { return 14.0 * v; }}, 1};
  ride.gear = Gear{34, 21};  // 7.6 N·m; 34 x 28 has 5.7
  ride.start();
  ride.turn(25s, 60.0);
  const GearAdvice advice = ride.view().gear_advice;
  EXPECT_EQ(advice.what, GearAdvice::What::EasierGear);
  EXPECT_EQ(advice.gear, (Gear{34, 28}));
  EXPECT_EQ(advice.sprockets, 3);
}

TEST(Coach, SaysSlowerWhereOnlyThatHelpsAndNoGearWhereNothingDoes) {
  const Curve steep{"steep", [](double v) { return 4.0 * v * v; }};  // grows with speed
  PaperRide ride{releasing(4.0), steep, 1};
  ride.wobble = 0.5;
  ride.start();
  ride.turn(30s, 68.0);  // 34 x 28: 4.7 N·m at 68, 3.6 at 52
  EXPECT_EQ(ride.view().gear_advice.what, GearAdvice::What::Slower);

  PaperRide heavy{releasing(3.0), Curve{"heavy", [](double v) { return 20.0 * v; }}, 1};
  heavy.start();
  heavy.turn(30s, 60.0);
  EXPECT_EQ(heavy.view().gear_advice.what, GearAdvice::What::NoGear);
}

TEST(Coach, OfAnotherBikeThanTheSettingsOnlySaysEasier) {
  PaperRide ride{releasing(5.0), Curve{"line", [](double v) { return 20.0 * v; }}, 1};
  ride.circumference = 5.0;  // no gear of the default bike is near
  ride.gear = Gear{50, 17};
  ride.start();
  ride.turn(25s, 60.0);
  EXPECT_EQ(ride.view().gear_advice.what, GearAdvice::What::EasierGear);
  EXPECT_FALSE(ride.view().gear_advice.gear);
}

TEST(Gear, IsTheMedianOfTenSecondsAndKnowsAShift) {
  GearSeen seen;
  Instant now{};
  const auto ride = [&](Gear gear, int readings, double rpm) {
    for (int i = 0; i < readings; ++i) {
      now += 500ms;
      const double zero = i % 7 == 3 ? 40.0 : rpm;  // a cadence that lies now and then
      see_gear(seen, MetresPerSecond{2.096 * ratio(gear) * rpm / 60.0}, Rpm{zero}, now);
    }
  };
  ride({34, 28}, 3, 60.0);
  EXPECT_FALSE(seen.development) << "too early";
  ride({34, 28}, 17, 60.0);
  ASSERT_TRUE(seen.development);
  EXPECT_EQ(nearest_gear(Drivetrain{}, *seen.development), (Gear{34, 28}));
  ride({34, 17}, 20, 55.0);
  EXPECT_EQ(nearest_gear(Drivetrain{}, *seen.development), (Gear{34, 17}));
  now += 20s;
  see_gear(seen, MetresPerSecond{2.0}, Rpm{60.0}, now);
  EXPECT_FALSE(seen.development) << "old readings tell nothing";
}

}  // namespace
}  // namespace softpedal::test
