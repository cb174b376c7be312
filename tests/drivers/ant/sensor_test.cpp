// SPDX-License-Identifier: MIT
// What the rider's sensors measure, from pages written by hand (ant-fec.md 5 and frames 58 to 61).
#include "drivers/antplus/sensor.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "drivers/antplus/heart_rate.hpp"

namespace softpedal::antplus {
namespace {

constexpr Duration slot = 250ms;

constexpr std::uint8_t low(unsigned value) { return static_cast<std::uint8_t>(value & 0xFF); }
constexpr std::uint8_t high(unsigned value) { return static_cast<std::uint8_t>(value >> 8 & 0xFF); }

Payload strap(unsigned count, int rate, std::uint8_t page = 0, bool toggle = false) {
  return {static_cast<std::uint8_t>(page | (toggle ? 0x80 : 0)),
          0xFF,
          0xFF,
          0xFF,
          0,
          0,
          low(count),
          static_cast<std::uint8_t>(rate)};
}
Payload power(unsigned events, unsigned sum, unsigned watts, std::uint8_t cadence = 0xFF) {
  return {0x10, low(events), 0xFF, cadence, low(sum), high(sum), low(watts), high(watts)};
}
Payload torque(std::uint8_t number, unsigned events, unsigned period, unsigned sum,
               std::uint8_t cadence = 0xFF) {
  return {number,      low(events),  low(events), cadence,
          low(period), high(period), low(sum),    high(sum)};
}
Payload frequency(unsigned events, unsigned slope, unsigned time, unsigned ticks) {
  return {0x20,       low(events), high(slope), low(slope),
          high(time), low(time),   high(ticks), low(ticks)};
}
Payload zero_offset(unsigned hertz) {
  return {0x01, 0x10, 0x01, 0xFF, 0xFF, 0xFF, high(hertz), low(hertz)};
}
Payload combined(unsigned crank_time, unsigned crank, unsigned wheel_time, unsigned wheel) {
  return {low(crank_time), high(crank_time), low(crank), high(crank),
          low(wheel_time), high(wheel_time), low(wheel), high(wheel)};
}
Payload single(unsigned time, unsigned turns, std::uint8_t page = 0, bool toggle = false,
               std::uint8_t byte1 = 0xFF) {
  return {static_cast<std::uint8_t>(page | (toggle ? 0x80 : 0)),
          byte1,
          0xFF,
          0xFF,
          low(time),
          high(time),
          low(turns),
          high(turns)};
}

// A sensor, a clock, and the last that it told.
struct Bench {
  explicit Bench(SensorKind kind, Metres wheel = Metres{2.0}) : sensor{kind, wheel}, now{kind} {}

  std::optional<SensorReading> hear(const Payload& page, Duration after = slot) {
    clock += after;
    const auto told = sensor.take(page, clock);
    if (told) keep(*told);
    return told;
  }
  void wait(Duration time) {
    const Instant end = clock + time;
    while (sensor.deadline() && *sensor.deadline() <= end) {
      clock = std::max(clock, *sensor.deadline());
      if (const auto told = sensor.pass(clock)) keep(*told);
    }
    clock = end;
  }
  void keep(const SensorReading& told) {
    now = told;
    told_at.push_back(clock);
  }

  Sensor sensor;
  Instant clock{};
  SensorReading now;
  std::vector<Instant> told_at;
};

// --- every sensor ------------------------------------------------------------------------------

TEST(Sensor, TellsEachChangeAtOnceAndTheSameOnceASecond) {
  Bench bench{SensorKind::HeartRate};
  for (unsigned i = 0; i < 41; ++i) bench.hear(strap(i, 60));
  // The first says that nothing is measured yet, the second 60, and then once a second.
  EXPECT_EQ(bench.told_at.size(), 2U + 9U);
  for (std::size_t i = 2; i < bench.told_at.size(); ++i) {
    EXPECT_EQ(bench.told_at[i] - bench.told_at[i - 1], 1s);
  }
  EXPECT_TRUE(bench.hear(strap(41, 61)));
  EXPECT_EQ(bench.now.heart_rate, Bpm{61});
}

TEST(Sensor, ThatIsNotHeardForThreeSecondsMeasuresNothing) {
  Bench bench{SensorKind::HeartRate};
  EXPECT_FALSE(bench.sensor.deadline()) << "never heard: nothing to say";
  bench.hear(strap(1, 60));
  bench.hear(strap(2, 60));
  const Instant last = bench.clock;
  bench.wait(2999ms);
  EXPECT_EQ(bench.now.heart_rate, Bpm{60});
  EXPECT_TRUE(bench.sensor.heard(bench.clock));
  bench.wait(1ms);
  EXPECT_EQ(bench.now, SensorReading{SensorKind::HeartRate});
  EXPECT_EQ(bench.told_at.back(), last + 3s);
  EXPECT_FALSE(bench.sensor.heard(bench.clock));
  const std::size_t told = bench.told_at.size();
  bench.wait(10s);
  EXPECT_EQ(bench.told_at.size(), told + 10) << "once a second and no more";
}

TEST(Sensor, HeardAgainBeginsItsCountersAnew) {
  Bench bench{SensorKind::Power};
  bench.hear(power(1, 100, 100));
  bench.hear(power(2, 200, 100));
  EXPECT_EQ(bench.now.power, Watts{100});
  bench.wait(4s);
  bench.hear(power(9, 60000, 100));
  EXPECT_FALSE(bench.now.power) << "the first one only sets the start";
  bench.hear(power(10, 60090, 90));
  EXPECT_EQ(bench.now.power, Watts{90});
}

// --- heart rate --------------------------------------------------------------------------------

TEST(Strap, AFirstMessageOrOneWithoutANewBeatIsNoHeart) {
  Bench bench{SensorKind::HeartRate};
  bench.hear(strap(7, 60));
  EXPECT_FALSE(bench.now.heart_rate);
  bench.hear(strap(7, 60));
  EXPECT_FALSE(bench.now.heart_rate);
  bench.hear(strap(8, 60));
  EXPECT_EQ(bench.now.heart_rate, Bpm{60});
}

TEST(Strap, TwelveMessagesWithoutABeatMeasureNothingAndNotZero) {
  Bench bench{SensorKind::HeartRate};
  bench.hear(strap(255, 60));
  bench.hear(strap(0, 60));  // over the roll-over
  for (int i = 0; i < 11; ++i) bench.hear(strap(0, 60));
  EXPECT_EQ(bench.now.heart_rate, Bpm{60});
  bench.hear(strap(0, 60));
  EXPECT_FALSE(bench.now.heart_rate);
  bench.hear(strap(1, 60));
  EXPECT_EQ(bench.now.heart_rate, Bpm{60});
}

TEST(Strap, ARateOfZeroIsNotMeasured) {
  Bench bench{SensorKind::HeartRate};
  bench.hear(strap(1, 60));
  bench.hear(strap(2, 0));
  EXPECT_FALSE(bench.now.heart_rate);
}

TEST(Strap, TheRealFrame58IsUnderstood) {
  Bench bench{SensorKind::HeartRate};
  bench.hear({0x84, 0x00, 0x2E, 0x56, 0x59, 0x58, 0x2D, 0x6E});
  bench.hear({0x84, 0x00, 0x2E, 0x56, 0x59, 0x58, 0x2E, 0x6E});
  EXPECT_EQ(bench.now.heart_rate, Bpm{110});
}

TEST(Strap, PagesOfOneThatNeverTogglesMeanNothing) {
  Bench bench{SensorKind::HeartRate};
  for (unsigned i = 0; i < 40; ++i) {
    bench.hear({0x02, 0x7B, 0x12, 0x34, 0, 0, low(i), 60});
    bench.hear({0x07, 0x50, 0x00, 0x43, 0, 0, low(i), 60});
  }
  EXPECT_FALSE(bench.sensor.about().manufacturer());
  EXPECT_EQ(bench.sensor.about().battery(), BatteryStatus::Unknown);
  EXPECT_EQ(bench.now.heart_rate, Bpm{60}) << "its beats do";
}

TEST(Strap, SaysItsMakerAndItsBattery) {
  Bench bench{SensorKind::HeartRate};
  bench.hear(strap(1, 60, 0, false));
  bench.hear(strap(2, 60, 0, true));
  bench.hear({0x82, 0x7B, 0x12, 0x34, 0, 0, 3, 60});
  bench.hear({0x87, 0x19, 0x80, 0x42, 0, 0, 4, 60});
  EXPECT_EQ(bench.sensor.about().manufacturer(), 0x7B);
  EXPECT_EQ(bench.sensor.about().battery(), BatteryStatus::Low);
  bench.hear({0xD0, 0xFF, 0xFF, 1, 0x23, 0x01, 1, 0});
  EXPECT_EQ(bench.sensor.about().manufacturer(), 0x123) << "page 80 has room for all of them";
  bench.hear({0x02, 0x7B, 0x12, 0x34, 0, 0, 5, 60});
  EXPECT_EQ(bench.sensor.about().manufacturer(), 0x123);
}

TEST(BackgroundPages, HoldWhatTheDocumentsSay) {
  const Payload time{0x01, 0x10, 0x20, 0x01, 0, 0, 0, 0};
  EXPECT_EQ(read_operating_time(time), Seconds{2.0 * 0x012010});
  const Payload maker{0x02, 0x7B, 0x34, 0x12, 0, 0, 0, 0};
  EXPECT_EQ(read_small_maker(maker), (SmallMaker{.manufacturer = 0x7B, .upper_serial = 0x1234}));
  const Payload product{0x03, 0x05, 0x0A, 0x03, 0, 0, 0, 0};
  EXPECT_EQ(read_small_product(product), (SmallProduct{.hardware = 5, .software = 10, .model = 3}));
  const Payload battery{0x07, 25, 0x80, 0x42, 0, 0, 0, 0};
  EXPECT_EQ(
      read_small_battery(battery),
      (SmallBattery{.level = Percent{25}, .volts = Volts{2.5}, .status = BatteryStatus::Low}));
  const Payload unknown{0x07, 0xFF, 0x80, 0x3F, 0, 0, 0, 0};
  EXPECT_EQ(read_small_battery(unknown),
            (SmallBattery{.level = {}, .volts = {}, .status = BatteryStatus::Ok}));
}

// --- power -------------------------------------------------------------------------------------

TEST(Power, IsTheMeanOfTheEventsSinceTheLastReading) {
  Bench bench{SensorKind::Power};
  bench.hear(power(254, 65500, 100, 60));
  bench.hear(power(1, 264, 120, 62));  // three events and 300 W over both roll-overs
  EXPECT_EQ(bench.now.power, Watts{100});
  EXPECT_EQ(bench.now.cadence, Rpm{62});
}

TEST(Power, AMessageThatIsRepeatedChangesNothing) {
  Bench bench{SensorKind::Power};
  bench.hear(power(1, 100, 100, 60));
  bench.hear(power(2, 200, 100, 60));
  bench.hear(power(2, 200, 100, 61));
  EXPECT_EQ(bench.now.power, Watts{100});
  EXPECT_EQ(bench.now.cadence, Rpm{60});
}

TEST(Power, TwelveMessagesWithoutAnEventAreZero) {
  Bench bench{SensorKind::Power};
  bench.hear(power(1, 100, 100, 60));
  bench.hear(power(2, 200, 100, 60));
  for (int i = 0; i < 11; ++i) bench.hear(power(2, 200, 100, 60));
  EXPECT_EQ(bench.now.power, Watts{100});
  bench.hear(power(2, 200, 100, 60));
  EXPECT_EQ(bench.now.power, Watts{0});
  EXPECT_EQ(bench.now.cadence, Rpm{0});
}

TEST(Power, ThatIsNotKnownIsEmptyThoughTheSumMoves) {
  Bench bench{SensorKind::Power};
  bench.hear(power(1, 100, 0xFFFF, 60));
  bench.hear(power(2, 900, 0xFFFF, 60));
  EXPECT_FALSE(bench.now.power);
  EXPECT_EQ(bench.now.cadence, Rpm{60});
}

TEST(Power, TheRealFrame59IsUnderstood) {
  Bench bench{SensorKind::Power};
  bench.hear({0x10, 0x58, 0xA9, 0x41, 0x45, 0xC3, 0xE8, 0x00});
  bench.hear({0x10, 0x59, 0xA9, 0x41, 0x2D, 0xC4, 0xE8, 0x00});
  EXPECT_EQ(bench.now.power, Watts{232});
  EXPECT_EQ(bench.now.cadence, Rpm{65});
}

TEST(Power, CrankTorqueOfFrame61IsTwentyNewtonMetresAtSixty) {
  Bench bench{SensorKind::Power};
  bench.hear({0x12, 15, 31, 60, 0x00, 0x00, 0x00, 0x00});
  bench.hear({0x12, 0x10, 0x20, 0x3C, 0x00, 0x08, 0x80, 0x02});
  ASSERT_TRUE(bench.now.power && bench.now.cadence);
  EXPECT_NEAR(bench.now.power->count(), 20.0 * 2.0 * std::numbers::pi, 1e-9);
  EXPECT_EQ(bench.now.cadence, Rpm{60});
}

TEST(Power, WheelTorqueTakesItsCadenceFromThePage) {
  Bench bench{SensorKind::Power};
  bench.hear(torque(0x11, 1, 65000, 65500, 70));
  bench.hear(torque(0x11, 3, 65000 + 1024, 65500 + 320, 71));  // 10 N·m in half a second
  ASSERT_TRUE(bench.now.power);
  EXPECT_NEAR(bench.now.power->count(), 128.0 * std::numbers::pi * 320 / 1024, 1e-9);
  EXPECT_EQ(bench.now.cadence, Rpm{71});
}

TEST(Power, ATorqueMeterThatRestsDividesByNothing) {
  for (const std::uint8_t number : {std::uint8_t{0x11}, std::uint8_t{0x12}}) {
    Bench bench{SensorKind::Power};
    for (unsigned i = 0; i < 20; ++i) bench.hear(torque(number, i, 500, 700, 0));
    EXPECT_EQ(bench.now.power, Watts{0}) << "events that take no time are no news";
  }
}

TEST(Power, OfATorqueMeterDoesNotComeFromItsPowerPageToo) {
  Bench bench{SensorKind::Power};
  bench.hear(power(1, 0, 500));
  bench.hear(torque(0x12, 1, 0, 0));
  bench.hear(torque(0x12, 2, 2048, 32 * 10));
  bench.hear(power(2, 500, 500));
  ASSERT_TRUE(bench.now.power);
  EXPECT_NEAR(bench.now.power->count(), 20.0 * std::numbers::pi, 1e-9);
}

TEST(Power, OfACrankFrequencyMeterNeedsItsOffset) {
  Bench bench{SensorKind::Power};
  bench.hear(frequency(1, 200, 0, 0));
  bench.hear(frequency(2, 200, 2000, 700));  // one turn in a second, 700 Hz
  EXPECT_FALSE(bench.now.power) << "without the offset it is not known";
  EXPECT_EQ(bench.now.cadence, Rpm{60});
  bench.hear(zero_offset(500));
  bench.hear(frequency(3, 200, 4000, 1400));  // 200 Hz more than nothing, 20 Hz for each N·m
  ASSERT_TRUE(bench.now.power);
  EXPECT_NEAR(bench.now.power->count(), 10.0 * 2.0 * std::numbers::pi, 1e-9);
  bench.wait(5s);
  bench.hear(frequency(9, 200, 0, 0));
  bench.hear(frequency(10, 200, 2000, 700));
  EXPECT_TRUE(bench.now.power) << "the offset outlives a silence";
  bench.hear(frequency(11, 200, 4000, 700 + 400));
  EXPECT_EQ(bench.now.power, Watts{0}) << "less than nothing is nothing";
}

TEST(Power, OfACrankFrequencyMeterComesFromItsPowerPageUntilTheOffsetIsKnown) {
  Bench bench{SensorKind::Power};
  for (unsigned i = 1; i < 4; ++i) {
    bench.hear(frequency(i, 200, 2000 * i, 700 * i));
    bench.hear(power(i, 40 * i, 40));
  }
  EXPECT_EQ(bench.now.power, Watts{40});
  bench.hear(zero_offset(500));
  for (unsigned i = 4; i < 6; ++i) {
    bench.hear(frequency(i, 200, 2000 * i, 700 * i));
    bench.hear(power(i, 40 * i, 40));
  }
  ASSERT_TRUE(bench.now.power);
  EXPECT_NEAR(bench.now.power->count(), 10.0 * 2.0 * std::numbers::pi, 1e-9);
}

TEST(Power, ACadenceThatNobodyTurnsIsDropped) {
  Bench bench{SensorKind::Power};
  bench.hear(torque(0x12, 1, 0, 0));
  bench.hear(torque(0x12, 2, 2048, 320));
  bench.hear(torque(0x12, 3, 2048 + 400, 640));  // 307 rpm
  EXPECT_EQ(bench.now.cadence, Rpm{60});
  Bench other{SensorKind::Power};
  other.hear(power(1, 100, 100, 251));
  other.hear(power(2, 200, 100, 251));
  EXPECT_FALSE(other.now.cadence);
}

TEST(Power, AfterALongPauseTheTimesAreAmbiguousAndStartAnew) {
  Bench bench{SensorKind::Power};
  bench.hear(torque(0x12, 1, 0, 0));
  bench.hear(torque(0x12, 2, 2048, 320));
  for (int i = 0; i < 124; ++i) bench.hear(torque(0x12, 2, 2048, 320));  // 31 s
  bench.hear(torque(0x12, 3, 2048 + 1000, 640));
  EXPECT_EQ(bench.now.power, Watts{0});
  bench.hear(torque(0x12, 4, 2048 + 3048, 960));
  EXPECT_EQ(bench.now.cadence, Rpm{60});
}

TEST(Power, SaysItsMakerAndTheWorseOfTwoBatteries) {
  Bench bench{SensorKind::Power};
  bench.hear({0x50, 0xFF, 0xFF, 1, 0x49, 0x00, 1, 0});
  bench.hear({0x52, 0xFF, 0x02, 0, 0, 0, 0x00, 0x23});  // good, the first of two
  EXPECT_EQ(bench.sensor.about().manufacturer(), 73);
  EXPECT_EQ(bench.sensor.about().battery(), BatteryStatus::Good);
  bench.hear({0x52, 0xFF, 0x12, 0, 0, 0, 0x00, 0x52});  // critical, the second
  bench.hear({0x52, 0xFF, 0x02, 0, 0, 0, 0x00, 0x23});
  EXPECT_EQ(bench.sensor.about().battery(), BatteryStatus::Critical);
  bench.hear({0x52, 0xFF, 0x12, 0, 0, 0, 0x00, 0x13});  // replaced
  EXPECT_EQ(bench.sensor.about().battery(), BatteryStatus::Good);
}

TEST(Power, PedalSmoothnessIsRead) {
  const auto both = read_pedal_smoothness({0x13, 7, 160, 150, 40, 38, 0xFF, 0xFF});
  ASSERT_TRUE(both);
  EXPECT_EQ(both->left_effectiveness, Percent{80});
  EXPECT_EQ(both->right_effectiveness, Percent{75});
  EXPECT_EQ(both->left_smoothness, Percent{20});
  EXPECT_EQ(both->right_smoothness, Percent{19});
  EXPECT_FALSE(both->combined);
  const auto combined_one = read_pedal_smoothness({0x13, 7, 160, 0xFF, 40, 0xFE, 0xFF, 0xFF});
  ASSERT_TRUE(combined_one);
  EXPECT_TRUE(combined_one->combined);
  EXPECT_FALSE(combined_one->right_effectiveness || combined_one->right_smoothness);
  EXPECT_FALSE(read_pedal_smoothness(power(1, 1, 1)));
}

// --- speed and cadence -------------------------------------------------------------------------

TEST(Turns, ACombinedSensorHasBothOverTheRollOvers) {
  Bench bench{SensorKind::SpeedCadence, Metres{2.0}};
  bench.hear(combined(65000, 65535, 65300, 65534));
  EXPECT_FALSE(bench.now.cadence || bench.now.speed);
  bench.hear(combined(65000 + 1024, 0, 65300 + 1024, 2), 1s);
  EXPECT_EQ(bench.now.cadence, Rpm{60});
  EXPECT_EQ(bench.now.speed, MetresPerSecond{8.0});
}

TEST(Turns, TheRealFrame60IsUnderstood) {
  Bench bench{SensorKind::SpeedCadence, Metres{2.0}};
  bench.hear(combined(61073 - 738, 2391, 60915 - 187, 9436));
  bench.hear({0x91, 0xEE, 0x58, 0x09, 0xF3, 0xED, 0xDD, 0x24});
  ASSERT_TRUE(bench.now.cadence && bench.now.speed);
  EXPECT_NEAR(bench.now.cadence->count(), 83.25, 0.01);
  EXPECT_NEAR(bench.now.speed->count(), 2.0 * 1024 / 187, 1e-9);
}

TEST(Turns, StoppedIsDecidedOnTurnsThoughTheTimeMoves) {
  Bench bench{SensorKind::SpeedCadence};
  bench.hear(combined(0, 0, 0, 0));
  bench.hear(combined(1024, 1, 1024, 4), 1s);
  EXPECT_EQ(bench.now.cadence, Rpm{60});
  for (unsigned i = 1; i <= 20; ++i) bench.hear(combined(1024 + i, 1, 1024 + i, 4));
  EXPECT_EQ(bench.now.cadence, Rpm{0});
  EXPECT_EQ(bench.now.speed, MetresPerSecond{0});
}

TEST(Turns, WithoutATurnCadenceFallsAsFastAsItMust) {
  Bench bench{SensorKind::Cadence};
  bench.hear(single(0, 0));
  bench.hear(single(1024, 1), 1s);
  for (int i = 1; i <= 4; ++i) bench.hear(single(1024, 1));
  EXPECT_EQ(bench.now.cadence, Rpm{60}) << "a turn takes a second";
  bench.hear(single(1024, 1));
  EXPECT_EQ(bench.now.cadence, Rpm{48}) << "no turn in 1.25 s";
  for (int i = 0; i < 3; ++i) bench.hear(single(1024, 1));
  EXPECT_EQ(bench.now.cadence, Rpm{30});
  bench.hear(single(1024, 1));
  EXPECT_EQ(bench.now.cadence, Rpm{0}) << "under half of what it was";
}

TEST(Turns, ASensorThatIsHeardAtRestSaysZeroAfterFourSeconds) {
  Bench bench{SensorKind::Cadence};
  for (int i = 0; i < 16; ++i) bench.hear(single(500, 9));
  EXPECT_FALSE(bench.now.cadence);
  bench.hear(single(500, 9));
  EXPECT_EQ(bench.now.cadence, Rpm{0});
}

TEST(Turns, NoTimeBetweenTurnsIsNotDividedBy) {
  Bench bench{SensorKind::SpeedCadence};
  bench.hear(combined(100, 1, 100, 1));
  bench.hear(combined(100, 2, 100, 2));
  EXPECT_FALSE(bench.now.cadence || bench.now.speed);
  for (unsigned i = 3; i < 20; ++i) bench.hear(combined(100, i, 100, i));
  EXPECT_EQ(bench.now.cadence, Rpm{0}) << "a clock that stands measures nothing";
}

TEST(Turns, ValuesThatCannotBeAreDropped) {
  Bench bench{SensorKind::SpeedCadence, Metres{2.0}};
  bench.hear(combined(0, 0, 0, 0));
  bench.hear(combined(1024, 1, 1024, 4), 1s);
  bench.hear(combined(1024 + 240, 2, 1024 + 70, 5));  // 256 rpm and 105 km/h
  EXPECT_EQ(bench.now.cadence, Rpm{60});
  EXPECT_EQ(bench.now.speed, MetresPerSecond{8.0});
  bench.hear(combined(1024 + 240 + 246, 3, 1024 + 70 + 74, 6));  // 249.8 rpm and 99.6 km/h
  ASSERT_TRUE(bench.now.cadence && bench.now.speed);
  EXPECT_NEAR(bench.now.cadence->count(), 249.8, 0.1);
  EXPECT_NEAR(bench.now.speed->count() * 3.6, 99.6, 0.1);
}

TEST(Turns, AfterARestOfMoreThanAMinuteTheTimeIsAmbiguous) {
  Bench bench{SensorKind::Cadence};
  bench.hear(single(0, 0));
  bench.hear(single(1024, 1), 1s);
  for (int i = 0; i < 260; ++i) bench.hear(single(1024, 1));  // 65 s
  bench.hear(single(1024 + 512, 2));                          // would be 120 rpm
  EXPECT_FALSE(bench.now.cadence);
  bench.hear(single(1024 + 512 + 1024, 3), 1s);
  EXPECT_EQ(bench.now.cadence, Rpm{60});
}

TEST(Turns, ASpeedSensorHasNoCadenceAndWithoutAWheelNoSpeed) {
  for (const Metres wheel : {Metres{2.1}, Metres{0.0}}) {
    Bench bench{SensorKind::Speed, wheel};
    bench.hear(single(0, 0));
    bench.hear(single(1024, 3), 1s);
    EXPECT_FALSE(bench.now.cadence);
    if (wheel > Metres{0.0}) {
      ASSERT_TRUE(bench.now.speed);
      EXPECT_NEAR(bench.now.speed->count(), 6.3, 1e-9);
    } else {
      EXPECT_FALSE(bench.now.speed);
    }
  }
}

TEST(Turns, ASensorMaySayItselfThatItRests) {
  Bench bench{SensorKind::Cadence};
  bench.hear(single(0, 0, 0, false));
  bench.hear(single(1024, 1, 5, false, 0x01), 1s);
  EXPECT_EQ(bench.now.cadence, Rpm{60}) << "its pages are not to be trusted yet";
  bench.hear(single(1024, 1, 5, true, 0x00));
  EXPECT_EQ(bench.now.cadence, Rpm{60});
  bench.hear(single(1024, 1, 5, true, 0x01));
  EXPECT_EQ(bench.now.cadence, Rpm{0});
}

TEST(Turns, SingleSensorsSayMakerAndBattery) {
  Bench bench{SensorKind::Speed};
  bench.hear(single(0, 0, 0, false));
  bench.hear(single(0, 0, 0, true));
  bench.hear({0x82, 1, 0, 0, 0, 0, 0, 0});
  bench.hear({0x84, 0xFF, 0x80, 0x32, 0, 0, 0, 0});
  EXPECT_EQ(bench.sensor.about().manufacturer(), 1);
  EXPECT_EQ(bench.sensor.about().battery(), BatteryStatus::Ok);
}

// --- whatever comes ----------------------------------------------------------------------------

TEST(Sensor, AnyBytesGiveOnlyWhatCanBe) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    const auto kind = SensorKind{static_cast<std::uint8_t>(seed % 5)};
    Bench bench{kind};
    Payload page{};
    for (int i = 0; i < 400; ++i) {
      // Dense in what is looked at: small steps of the counters, known page numbers.
      for (std::uint8_t& byte : page) {
        byte = static_cast<std::uint8_t>(random() % 4 == 0 ? random() : byte + random() % 3);
      }
      if (random() % 3 != 0) {
        constexpr std::uint8_t pages[]{0x01, 0x02, 0x07, 0x10, 0x11, 0x12, 0x20, 0x84, 0x52};
        page[0] = pages[random() % std::size(pages)];
      }
      bench.hear(page, std::chrono::milliseconds{random() % 600});
      if (random() % 50 == 0) bench.wait(std::chrono::milliseconds{random() % 70'000});
      const SensorReading& told = bench.now;
      ASSERT_EQ(told.kind, kind);
      ASSERT_TRUE(!told.cadence || (*told.cadence >= Rpm{0} && *told.cadence <= Rpm{250}));
      ASSERT_TRUE(!told.speed ||
                  (*told.speed >= MetresPerSecond{0} && *told.speed <= MetresPerSecond{27.78}));
      ASSERT_TRUE(!told.heart_rate || (*told.heart_rate > Bpm{0} && *told.heart_rate < Bpm{255}));
      ASSERT_TRUE(!told.power || (*told.power >= Watts{0} && std::isfinite(told.power->count())));
      const bool heart = kind == SensorKind::HeartRate;
      ASSERT_TRUE(heart ? !told.power && !told.cadence && !told.speed : !told.heart_rate);
    }
  }
}

TEST(Sensor, ShiftingAllTimesChangesNothing) {
  std::mt19937 random{7};
  Bench early{SensorKind::SpeedCadence};
  Bench late{SensorKind::SpeedCadence};
  late.clock += 1000h;
  unsigned crank = 0, time = 0;
  for (int i = 0; i < 500; ++i) {
    if (random() % 3 == 0) {
      ++crank;
      time += 700U + static_cast<unsigned>(random() % 500);
    }
    const Duration after{std::chrono::milliseconds{200 + random() % 100}};
    const Payload page = combined(time, crank, time, crank * 3);
    ASSERT_EQ(early.hear(page, after), late.hear(page, after));
  }
}

}  // namespace
}  // namespace softpedal::antplus
