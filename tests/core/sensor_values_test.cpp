// SPDX-License-Identifier: MIT
#include "app/core/sensor_values.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/core/paper_trainer.hpp"

namespace softpedal::test {
namespace {

const Curve drag{"gentle", [](double v) { return 5.0 * v; }};

Prescription with_heart_cap(double bpm) {
  Prescription rx = gentle();
  rx.limits.heart_rate = Bpm{bpm};
  rx.limits.torque_mean = NewtonMetres{12.0};
  rx.limits.torque_peak = NewtonMetres{18.0};
  return rx;
}

void strap(Ride& ride, std::optional<double> bpm) {
  SensorReading reading{.kind = SensorKind::HeartRate};
  if (bpm) reading.heart_rate = Bpm{*bpm};
  ride.send(reading);
}

void turn_with_strap(PaperRide& ride, std::chrono::seconds time, std::optional<double> bpm) {
  for (std::chrono::seconds t{}; t < time; t += 1s) {
    strap(ride, bpm);
    ride.turn(1s, 60.0);
  }
}

TEST(HeartRate, OfAStrapLetsARideWithACapCarryLoad) {
  PaperRide ride{with_heart_cap(120.0), drag, 1};
  ride.start();
  ride.turn(30s, 60.0);
  EXPECT_EQ(ride.view().why, Why::HeartRateCap) << "not known counts as too high";
  turn_with_strap(ride, 30s, 100.0);
  EXPECT_GT(ride.level(), Percent{0.0});
  EXPECT_EQ(ride.view().heart_rate, Bpm{100.0});
}

TEST(HeartRate, OverItsCapEasesAtOnceAndEndsTheRideAfterAMinute) {
  PaperRide ride{with_heart_cap(120.0), drag, 1};
  ride.start();
  turn_with_strap(ride, 60s, 100.0);
  ASSERT_GT(ride.level(), Percent{0.0});
  strap(ride, 121.0);
  EXPECT_EQ(ride.level(), Percent{0.0});
  turn_with_strap(ride, 58s, 121.0);
  EXPECT_EQ(ride.view().phase, Phase::Ride);
  turn_with_strap(ride, 4s, 121.0);
  EXPECT_EQ(ride.view().why, Why::HeartRateEnd);
}

TEST(HeartRate, ThatFallsAgainEndsNothing) {
  PaperRide ride{with_heart_cap(120.0), drag, 1};
  ride.start();
  for (int i = 0; i < 2; ++i) {
    turn_with_strap(ride, 40s, 130.0);
    turn_with_strap(ride, 5s, 110.0);
  }
  EXPECT_NE(ride.view().why, Why::HeartRateEnd);
}

TEST(HeartRate, LostHoldsTheLoadBackAndEndsNothing) {
  PaperRide ride{with_heart_cap(120.0), drag, 1};
  ride.start();
  turn_with_strap(ride, 30s, 100.0);
  ASSERT_GT(ride.level(), Percent{0.0});
  turn_with_strap(ride, 2s, std::nullopt);
  EXPECT_EQ(ride.level(), Percent{0.0});
  ride.turn(75s, 60.0);
  EXPECT_EQ(ride.view().phase, Phase::Ride);
  EXPECT_FALSE(ride.view().heart_rate);
}

TEST(HeartRate, TheTrainersOwnComesFirst) {
  Ride ride{with_heart_cap(120.0)};
  ride.start();
  ride.send(GeneralData{MetresPerSecond{3.0}, Bpm{90.0}, FeState::InUse});
  strap(ride, 150.0);
  EXPECT_EQ(recent_heart_rate(ride.session.load, ride.now), Bpm{90.0});
  ride.wait(4s);
  strap(ride, 150.0);
  EXPECT_EQ(recent_heart_rate(ride.session.load, ride.now), Bpm{150.0}) << "it fell silent";
}

TEST(Meter, ADifferenceOverFifteenPerCentMarksTheNumbersAndUnderTenClearsThem) {
  for (const double scale : {0.7, 0.95, 1.0, 1.05, 1.12, 1.3}) {
    SCOPED_TRACE(scale);
    Ride ride{gentle(TargetMode::Release)};
    ride.start();
    const auto ride_beside = [&](std::chrono::seconds time, double factor) {
      for (std::chrono::seconds t{}; t < time; t += 1s) {
        ride.send(SensorReading{.kind = SensorKind::Power, .power = Watts{20.0 * factor}});
        ride.wait(1s);
        ride.page(Rpm{60.0}, Watts{20.0});
      }
    };
    ride_beside(10s, scale);
    EXPECT_FALSE(ride.view().meter_difference) << "too early to tell";
    ride_beside(60s, scale);
    ASSERT_TRUE(ride.view().meter_difference);
    EXPECT_NEAR(*ride.view().meter_difference, scale - 1.0, 0.02);
    EXPECT_EQ(ride.view().numbers_unverified, std::abs(scale - 1.0) > 0.15);
    ride_beside(150s, scale < 1.0 ? 0.88 : 1.12);  // between the two
    EXPECT_EQ(ride.view().numbers_unverified, std::abs(scale - 1.0) > 0.15);
    ride_beside(150s, 1.0);
    EXPECT_FALSE(ride.view().numbers_unverified);
  }
}

TEST(Meter, ALostOneIsNoDifference) {
  Ride ride{gentle(TargetMode::Release)};
  ride.start();
  for (int i = 0; i < 60; ++i) {
    if (i < 30) ride.send(SensorReading{.kind = SensorKind::Power, .power = Watts{30.0}});
    ride.wait(1s);
    ride.page(Rpm{60.0}, Watts{20.0});
  }
  EXPECT_FALSE(ride.view().meter_difference);
  EXPECT_FALSE(ride.view().meter_power);
}

TEST(CadenceSensor, ShowsAndHoldsBackWhereTheTrainerIsSilentAndNeverLoads) {
  Ride ride{gentle()};
  ride.start();
  for (int i = 0; i < 60; ++i) {
    ride.send(SensorReading{.kind = SensorKind::Cadence, .cadence = Rpm{60.0}});
    ride.wait(500ms);
    ride.send(GeneralData{MetresPerSecond{3.0}, std::nullopt, FeState::InUse});
    ride.page(std::nullopt, Watts{20.0});
    ride.trainer_slot();
    ride.write_note();
  }
  EXPECT_EQ(ride.view().cadence, Rpm{60.0});
  ASSERT_TRUE(ride.view().torque_mean);
  EXPECT_NEAR(ride.view().torque_mean->count(), 3.18, 0.05);
  EXPECT_EQ(ride.level(), Percent{0.0});
  EXPECT_EQ(ride.view().why, Why::TorqueUnknown);
}

TEST(CadenceSensor, ThatSticksAtZeroStopsNothing) {
  Ride ride{gentle(TargetMode::Release)};
  ride.start();
  for (int i = 0; i < 30; ++i) {
    ride.send(SensorReading{.kind = SensorKind::Cadence, .cadence = Rpm{0.0}});
    ride.wait(500ms);
    ride.send(GeneralData{MetresPerSecond{3.0}, std::nullopt, FeState::InUse});
    ride.page(std::nullopt, Watts{20.0});
    ride.send(Ticked{});
    ride.trainer_slot();
  }
  EXPECT_TRUE(ride.session.load.pedalling) << "the wheel turns";
}

// What a sensor says never raises the level; and at no time is there more load than in the same
// ride without sensors. With a heart-rate cap that is not so: it gives no load without a strap.
TEST(Sensors, CanNeverRaiseLoad) {
  int held_back = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random{seed};
    const auto pick = [&](int low, int high) {
      return std::uniform_int_distribution<int>{low, high}(random);
    };
    Prescription rx = gentle(static_cast<TargetMode>(pick(1, 2)));
    rx.warm_up = 5s;
    Prescription without_cap = rx;
    if (seed % 2 == 0) rx.limits.heart_rate = Bpm{120.0};
    Ride with{rx};
    Ride without{without_cap};
    with.start();
    without.start();
    for (int i = 0; i < 400 && !with.last.command.finished; ++i) {
      const int sensor_events = pick(0, 2);
      for (int j = 0; j < sensor_events; ++j) {
        SensorReading reading{.kind = static_cast<SensorKind>(pick(0, 4))};
        if (pick(0, 3) > 0) reading.heart_rate = Bpm{static_cast<double>(pick(60, 135))};
        if (pick(0, 1) == 1) reading.power = Watts{static_cast<double>(pick(0, 300))};
        if (pick(0, 1) == 1) reading.cadence = Rpm{static_cast<double>(pick(0, 120))};
        if (pick(0, 1) == 1) reading.speed = MetresPerSecond{pick(0, 100) / 10.0};
        const Percent before = with.level();
        with.send(reading);
        ASSERT_LE(with.level(), before);
      }
      const bool silent = pick(0, 20) == 0;
      const std::optional<Rpm> rpm = silent ? std::nullopt : std::optional{Rpm{60.0}};
      for (Ride* ride : {&with, &without}) {
        ride->wait(500ms);
        ride->send(GeneralData{MetresPerSecond{3.0}, std::nullopt, FeState::InUse});
        const double torque = ride->feel(ride->held);
        ride->page(rpm, Watts{std::round(power_at(NewtonMetres{torque}, Rpm{60.0}).count())});
        ride->send(Ticked{});
        ride->trainer_slot();
        ride->write_note();
      }
      if (!rx.limits.heart_rate) {
        ASSERT_LE(with.level(), without.level());
      }
      if (with.level() < without.level()) ++held_back;
    }
    // No sensor ends a ride but by the cap that is prescribed.
    if (with.session.end) {
      const bool as_prescribed = rx.limits.heart_rate && *with.session.end == Why::HeartRateEnd;
      EXPECT_TRUE(as_prescribed || *with.session.end == Why::Done) << word(*with.session.end);
    }
  }
  EXPECT_GT(held_back, 100);
}

TEST(Controller, AForeignOneIsNamedWhileTheTrainerIsReleased) {
  Ride ride{gentle(TargetMode::Release)};
  ride.start();
  ride.pedal(20s);
  ASSERT_EQ(ride.view().release, ReleaseState::Confirmed);
  ride.send(CommandStatus{StatusCode::Pass, SetPoint{Mode::Basic, Percent{20.0}}});
  EXPECT_EQ(ride.view().why, Why::AnotherController);
  EXPECT_EQ(ride.view().release, ReleaseState::Unconfirmed) << "whatever was confirmed before";
  EXPECT_TRUE(ride.last.command.insist) << "released again, and confirmed";
  ride.pedal(5s);
  EXPECT_EQ(ride.view().release, ReleaseState::Confirmed);
  EXPECT_EQ(ride.view().why, Why::AnotherController) << "until the rider goes on";
  ride.pedal(40s);
  EXPECT_TRUE(ride.last.command.insist) << "it may come back at any time";
  ride.send(Intent::Resume);
  EXPECT_NE(ride.view().why, Why::AnotherController);
}

// One that commands in every slot: our release is never confirmed.
TEST(Controller, IsNamedThoughTheReleaseIsOnlyInsistedOn) {
  Ride ride{gentle(TargetMode::Release)};
  ride.start();
  ride.pedal(20s);
  const CommandStatus foreign{StatusCode::Pass, SetPoint{Mode::Basic, Percent{20.0}}};
  ride.send(Intent::Stop);  // from here on nothing is confirmed
  ride.send(TrainerFound{1234});
  ride.delivers = false;
  for (int i = 1; i <= foreign_echoes_to_name; ++i) {
    EXPECT_NE(ride.session.refused, Why::AnotherController) << i << " may tell of the load before";
    ride.wait(500ms);
    ride.send(Delivered{SetPoint{}});
    ride.send(foreign);
  }
  EXPECT_EQ(ride.session.refused, Why::AnotherController);
}

TEST(Controller, IsNamedLouderThanWhatItsLoadDoes) {
  Ride ride{gentle(TargetMode::Release)};
  ride.start();
  ride.pedal(20s);
  ride.send(CommandStatus{StatusCode::Pass, SetPoint{Mode::Basic, Percent{20.0}}});
  ride.feel = [](double) { return 12.0; };
  ride.pedal(4s);
  ASSERT_EQ(ride.view().load_band, LoadBand::Over);
  EXPECT_EQ(ride.last.why, Why::AnotherController) << "it must be closed";
}

TEST(Controller, AnEchoOfOursBetweenForeignOnesStartsTheCountAnew) {
  Ride ride{gentle(TargetMode::Release)};
  ride.answers_status = false;
  ride.connect();
  const CommandStatus foreign{StatusCode::Pass, SetPoint{Mode::Basic, Percent{20.0}}};
  for (int i = 1; i < foreign_echoes_to_name; ++i) {
    ride.send(Delivered{SetPoint{}});
    ride.send(foreign);
  }
  ride.send(CommandStatus{StatusCode::Pass, SetPoint{}});
  ASSERT_TRUE(ride.session.release.confirmed);
  EXPECT_FALSE(ride.session.refused);
  ride.send(TrainerLost{});
  ride.send(TrainerFound{1234});
  for (int i = 1; i < foreign_echoes_to_name; ++i) {
    ride.send(Delivered{SetPoint{}});
    ride.send(foreign);
  }
  EXPECT_FALSE(ride.session.refused);
}

}  // namespace
}  // namespace softpedal::test
