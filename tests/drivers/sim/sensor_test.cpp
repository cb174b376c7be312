// SPDX-License-Identifier: MIT
// The rider's other sensors, read back with the page decoders that the program uses.
#include "drivers/sim/sensor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "drivers/antplus/common.hpp"
#include "drivers/antplus/heart_rate.hpp"
#include "drivers/antplus/power.hpp"
#include "drivers/antplus/speed_cadence.hpp"
#include "drivers/sim/strap.hpp"
#include "tests/drivers/sim/bench.hpp"

namespace softpedal::sim {
namespace {

using antplus::advance;
using antplus::get;

BikeOptions steady_bike(Rpm cadence = Rpm{60.0}) {
  BikeOptions bike;
  bike.rider.cadence = cadence;
  bike.rider.unsteadiness = Rpm{0.0};
  bike.rider.starts_at = Duration{};
  return bike;
}

// A bike and one sensor on it, without stick and radio.
struct Worn {
  explicit Worn(std::string_view what, std::vector<std::string> planned = {},
                const BikeOptions& options = steady_bike())
      : faults{[&] {
          std::vector<PlannedFault> all;
          for (const auto& text : planned) all.push_back(parse_fault(text).value());
          return all;
        }()},
        bike{options, Instant{}, Dice{7}},
        sensor{make_sensor(parse_sensor(what).value(), bike, faults, Instant{}, Dice{3})} {}

  ant::Payload next() {
    now += slot_of(sensor->period());
    return sensor->broadcast(now);
  }
  ant::Payload run_to(Duration age) {
    ant::Payload last{};
    while (now.time_since_epoch() < age) last = next();
    return last;
  }

  Instant now{};
  Faults faults;
  Bike bike;
  std::unique_ptr<Sensor> sensor;
};

TEST(ParseSensor, ReadsWhatIsMeantAndRefusesTheRest) {
  EXPECT_EQ(parse_sensor("strap"), (SensorOptions{.kind = SensorKind::HeartRate}));
  EXPECT_EQ(parse_sensor("strap 70000 old"),
            (SensorOptions{.kind = SensorKind::HeartRate, .number = 70000, .old = true}));
  EXPECT_EQ(parse_sensor("power torque scale 20"), (SensorOptions{.kind = SensorKind::Power,
                                                                  .pages = MeterPages::CrankTorque,
                                                                  .too_much = Percent{20.0}}));
  EXPECT_EQ(parse_sensor("speed_cadence 5"),
            (SensorOptions{.kind = SensorKind::SpeedCadence, .number = 5}));
  for (const char* bad :
       {"", "heart", "strap 0", "strap 1048576", "strap 5 6", "strap scale 3", "power old",
        "power scale", "power scale x", "power scale 300", "cadence -1", "speed torque"}) {
    const auto sensor = parse_sensor(bad);
    ASSERT_FALSE(sensor) << bad;
    EXPECT_NE(sensor.error().sentence.find("known are strap"), std::string::npos);
  }
}

// --- the strap ----------------------------------------------------------------------------------

TEST(Strap, BeatsRollOverAndTheirTimesTellTheRate) {
  Worn worn{"strap"};
  worn.run_to(20s);
  auto before = antplus::read_heart_beat(worn.next());
  double beats = 0.0;
  double seconds = 0.0;
  bool count_rolled = false;
  bool time_rolled = false;
  while (worn.now.time_since_epoch() < 400s) {
    const auto now = antplus::read_heart_beat(worn.next());
    const auto more = advance(before.beat_count, now.beat_count);
    ASSERT_LE(more, 1);
    count_rolled |= now.beat_count < before.beat_count;
    time_rolled |= now.beat_time < before.beat_time;
    if (more == 0) {
      ASSERT_EQ(now.beat_time, before.beat_time);
    }
    const double took = advance(before.beat_time, now.beat_time) / 1024.0;
    if (more == 1) {
      ASSERT_NEAR(60.0 / took, now.rate.value().count(), 10.0);
    }
    beats += more;
    seconds += took;
    before = now;
  }
  EXPECT_TRUE(count_rolled);
  EXPECT_TRUE(time_rolled);
  EXPECT_NEAR(60.0 * beats / seconds, before.rate.value().count(), 3.0);
}

TEST(Strap, TurnsItsBitEveryFourthMessageAndShowsABackgroundPageEvery65th) {
  Worn worn{"strap"};
  std::map<int, int> pages;
  for (int i = 0; i < 4 * 65; ++i) {
    const auto beat = antplus::read_heart_beat(worn.next());
    EXPECT_EQ(beat.toggle, i / 4 % 2 == 1) << i;
    ++pages[beat.page];
    EXPECT_EQ(i % 65 == 64, beat.page != 0 && beat.page != 4) << i;
  }
  EXPECT_GT(pages[0], 0);  // until there are two beats to tell the time between
  EXPECT_GT(pages[4], 200);
  for (const int background : {1, 2, 3, 7}) EXPECT_EQ(pages[background], 1) << background;
}

TEST(Strap, TellsTheTimeBetweenTwoBeatsInPage4) {
  Worn worn{"strap"};
  worn.run_to(30s);
  auto before = antplus::read_heart_beat(worn.next());
  int seen = 0;
  for (int i = 0; i < 200; ++i) {
    const ant::Payload page = worn.next();
    const auto now = antplus::read_heart_beat(page);
    const auto interval = antplus::beat_interval(page);
    if (now.beat_count != before.beat_count && interval) {
      EXPECT_EQ(interval->count(), advance(before.beat_time, now.beat_time) / 1024.0);
      ++seen;
    }
    before = now;
  }
  EXPECT_GT(seen, 40);
}

TEST(Strap, OfTheOldKindNeverTurnsItsBitAndHasNoPages) {
  Worn worn{"strap old"};
  for (int i = 0; i < 300; ++i) {
    const auto beat = antplus::read_heart_beat(worn.next());
    ASSERT_FALSE(beat.toggle);
    ASSERT_EQ(beat.page, 0);
  }
  EXPECT_TRUE(antplus::read_heart_beat(worn.next()).rate.has_value());
}

TEST(Strap, FollowsTheEffortUpInAMinuteAndDownSlowly) {
  BikeOptions options = steady_bike(Rpm{70.0});
  options.gear = {50, 17};
  options.acts = {{.at = 180s, .kind = ActKind::Stop}};
  Worn worn{"strap", {}, options};
  const auto rate = [&](Duration age) {
    return antplus::read_heart_beat(worn.run_to(age)).rate.value().count();
  };
  const double at_rest = rate(1s);
  const double early = rate(20s);
  const double after_a_minute = rate(80s);
  const double steady = rate(180s);
  const double soon_after = rate(200s);
  const double long_after = rate(420s);
  EXPECT_NEAR(at_rest, 64.0, 3.0);
  EXPECT_GT(steady, at_rest + 40.0);
  EXPECT_LT(early, steady - 10.0);
  EXPECT_NEAR(after_a_minute, steady, 6.0);
  EXPECT_GT(soon_after, at_rest + 20.0);
  EXPECT_LT(long_after, at_rest + 5.0);
}

TEST(Strap, WithoutSkinHasNoRateAndNoBeatsAndFindsThemAgain) {
  Worn worn{"strap", {"strap_loose@30+20"}};
  const auto before = antplus::read_heart_beat(worn.run_to(29900ms));
  const auto loose = antplus::read_heart_beat(worn.run_to(49s));
  EXPECT_FALSE(loose.rate.has_value());
  EXPECT_LE(advance(before.beat_count, loose.beat_count), 1);
  const auto after = antplus::read_heart_beat(worn.run_to(55s));
  EXPECT_TRUE(after.rate.has_value());
  EXPECT_GE(advance(loose.beat_count, after.beat_count), 3);
  EXPECT_LE(advance(loose.beat_count, after.beat_count), 12);
}

TEST(Strap, SaysInPage7ThatItsBatteryIsLow) {
  const auto status = [](std::vector<std::string> faults) {
    Worn worn{"strap", std::move(faults)};
    for (int i = 0; i < 300; ++i) {
      const ant::Payload page = worn.next();
      if (antplus::read_heart_beat(page).page == 7) return BatteryStatus(page[3] >> 4 & 7);
    }
    return BatteryStatus::Unknown;
  };
  EXPECT_EQ(status({}), BatteryStatus::Good);
  EXPECT_EQ(status({"sensor_battery_low"}), BatteryStatus::Low);
  EXPECT_EQ(status({"sensor_battery_low=120"}), BatteryStatus::Low);
  EXPECT_EQ(status({"sensor_battery_low=11"}), BatteryStatus::Good);
}

// --- the power meter ----------------------------------------------------------------------------

// What the legs gave between two moments.
double true_watts(Bike& bike, Duration from, Duration to) {
  bike.advance(Instant{from});
  const double work = bike.work_at_crank().count();
  bike.advance(Instant{to});
  return (bike.work_at_crank().count() - work) / in_seconds(to - from);
}

struct Told {
  double watts, rpm;
};

Told mean_of_power_pages(Worn& worn, Duration from, Duration to) {
  worn.run_to(from);
  std::optional<antplus::MeterPower> first;
  std::optional<antplus::MeterPower> last;
  while (worn.now.time_since_epoch() < to) {
    if (const auto power = antplus::read_meter_power(worn.next())) {
      if (!first) first = power;
      last = power;
    }
  }
  const double events = advance(first->event_count, last->event_count);
  return {.watts = advance(first->accumulated_watts, last->accumulated_watts) / events,
          .rpm = last->cadence.value().count()};
}

TEST(PowerMeter, TellsThePowerOfTheLegsWithAnEventForEachTurn) {
  Worn worn{"power"};
  const Told told = mean_of_power_pages(worn, 30s, 90s);
  Bike same{steady_bike(), Instant{}, Dice{7}};
  EXPECT_NEAR(told.watts, true_watts(same, 30s, 90s), 0.7);
  EXPECT_NEAR(told.rpm, 60.0, 2.0);
  EXPECT_GT(told.watts, 8.0);
}

TEST(PowerMeter, SendsEachEventAgainUntilTheNextTurn) {
  Worn worn{"power"};
  worn.run_to(30s);
  std::map<int, int> times;
  std::map<int, std::set<ant::Payload>> forms;
  for (int i = 0; i < 200; ++i) {
    const ant::Payload page = worn.next();
    const auto power = antplus::read_meter_power(page);
    if (!power) continue;
    ++times[power->event_count];
    forms[power->event_count].insert(page);
  }
  EXPECT_NEAR(static_cast<double>(times.size()), 50.0, 3.0);  // 60 a minute at four a second
  for (const auto& [event, seen] : forms) EXPECT_EQ(seen.size(), 1u) << event;
  int repeated = 0;
  for (const auto& [event, count] : times) repeated += count >= 2 ? 1 : 0;
  EXPECT_GT(repeated, 45);
}

TEST(PowerMeter, HasNoNewEventsWhenTheCrankRests) {
  BikeOptions options = steady_bike();
  options.acts = {{.at = 30s, .kind = ActKind::Stop}};
  Worn worn{"power", {}, options};
  worn.run_to(40s);
  std::set<int> events;
  for (int i = 0; i < 50; ++i) {
    if (const auto power = antplus::read_meter_power(worn.next()))
      events.insert(power->event_count);
  }
  EXPECT_EQ(events.size(), 1u);
}

TEST(PowerMeter, ThatReadsTooMuchDoesSoInEveryPage) {
  for (const char* kind : {"power", "power torque"}) {
    Worn right{kind};
    Worn wrong{std::string{kind} + " scale 20"};
    const double truth = mean_of_power_pages(right, 30s, 90s).watts;
    EXPECT_NEAR(mean_of_power_pages(wrong, 30s, 90s).watts, 1.2 * truth, 0.7) << kind;
  }
}

TEST(PowerMeter, OfCrankTorqueTellsTheSamePowerInBothPages) {
  Worn worn{"power torque"};
  worn.run_to(30s);
  std::optional<antplus::MeterTorque> first;
  std::optional<antplus::MeterTorque> last;
  int power_pages = 0;
  int torque_pages = 0;
  while (worn.now.time_since_epoch() < 58s) {  // under the roll-overs of 32 s and 64 N·m
    const ant::Payload page = worn.next();
    power_pages += antplus::read_meter_power(page) ? 1 : 0;
    const auto torque = antplus::read_meter_torque(page);
    if (!torque) continue;
    ++torque_pages;
    EXPECT_TRUE(torque->at_crank);
    if (!first) first = torque;
    last = torque;
  }
  EXPECT_NEAR(torque_pages, 4 * power_pages, 6);
  const double watts = 128.0 * std::numbers::pi * advance(first->torque, last->torque) /
                       advance(first->period, last->period);
  Bike same{steady_bike(), Instant{}, Dice{7}};
  EXPECT_NEAR(watts, true_watts(same, 30s, 58s), 0.7);
  const double rpm = 60.0 * 2048.0 * advance(first->event_count, last->event_count) /
                     advance(first->period, last->period);
  EXPECT_NEAR(rpm, 60.0, 1.0);
}

TEST(PowerMeter, OfCrankFrequencyTellsTorqueOverItsOffset) {
  Worn worn{"power frequency"};
  worn.run_to(30s);
  std::optional<antplus::CrankFrequency> before;
  double ticks = 0.0;
  double seconds = 0.0;
  int turns = 0;
  std::optional<int> offset;
  while (worn.now.time_since_epoch() < 90s) {
    const ant::Payload page = worn.next();
    if (page[0] == 1 && page[1] == 0x10 && page[2] == 1) offset = page[6] << 8 | page[7];
    const auto now = antplus::read_crank_frequency(page);
    if (!now) continue;
    if (before && now->event_count != before->event_count) {
      turns += advance(before->event_count, now->event_count);
      ticks += advance(before->torque_ticks, now->torque_ticks);
      seconds += advance(before->time, now->time) / 2000.0;
    }
    before = now;
  }
  worn.run_to(130s);
  ASSERT_TRUE(offset.has_value());
  const double torque = 10.0 * (ticks / seconds - *offset) / before->slope;
  Bike same{steady_bike(), Instant{}, Dice{7}};
  const double watts = true_watts(same, 30s, 90s);
  EXPECT_NEAR(torque * 2.0 * std::numbers::pi * turns / seconds, watts, 0.7);
}

TEST(PowerMeter, SaysWhoMadeItAndHowItsBatteryIs) {
  Worn worn{"power 70001", {"sensor_battery_low=11"}};
  std::optional<antplus::Product> product;
  std::optional<antplus::Battery> battery;
  int makers = 0;
  for (int i = 0; i < 240; ++i) {
    const ant::Payload page = worn.next();
    makers += antplus::read_maker(page) ? 1 : 0;
    if (const auto found = antplus::read_product(page)) product = found;
    if (const auto found = antplus::read_battery(page)) battery = found;
  }
  EXPECT_EQ(makers, 1);
  EXPECT_EQ(product.value().serial, 70001u);
  EXPECT_EQ(battery.value().status, BatteryStatus::Low);
  EXPECT_NEAR(battery->volts.value().count(), 2.8, 0.05);
}

// --- speed and cadence --------------------------------------------------------------------------

TEST(RotationSensor, CombinedTellsCadenceAndSpeedOfTheBike) {
  Worn worn{"speed_cadence"};
  worn.run_to(30s);
  const auto first = antplus::read_combined_rotation(worn.next());
  const Length ridden = worn.bike.ridden();
  const Instant from = worn.now;
  const auto last = antplus::read_combined_rotation(worn.run_to(80s));
  const double crank_s = advance(first.crank.time, last.crank.time) / 1024.0;
  const double wheel_s = advance(first.wheel.time, last.wheel.time) / 1024.0;
  EXPECT_NEAR(60.0 * advance(first.crank.turns, last.crank.turns) / crank_s, 60.0, 0.5);
  const double speed =
      advance(first.wheel.turns, last.wheel.turns) * wheel_circumference.count() / wheel_s;
  const double truth = (worn.bike.ridden() - ridden).count() / in_seconds(worn.now - from);
  EXPECT_NEAR(speed, truth, 0.02 * truth);
  EXPECT_GT(truth, 2.0);
}

TEST(RotationSensor, TimesAreFinerThanTheStepsOfThePhysics) {
  Worn worn{"speed"};
  worn.run_to(60s);
  auto before = antplus::read_single_rotation(worn.next());
  double least = 1e9;
  double most = 0.0;
  for (int i = 0; i < 100; ++i) {
    const auto now = antplus::read_single_rotation(worn.next());
    if (now.turns != before.turns) {
      const double one = 1.0 * advance(before.time, now.time) / advance(before.turns, now.turns);
      least = std::min(least, one);
      most = std::max(most, one);
    }
    before = now;
  }
  EXPECT_LT((most - least) / least, 0.009);  // a step is 1.3 %; the strokes make 0.6 %
}

TEST(RotationSensor, StandsStillWithItsTimeWhenTheShaftDoes) {
  BikeOptions options = steady_bike();
  options.acts = {{.at = 30s, .kind = ActKind::Stop}};
  Worn worn{"speed_cadence", {}, options};
  const auto first = antplus::read_combined_rotation(worn.run_to(60s));
  EXPECT_EQ(antplus::read_combined_rotation(worn.run_to(70s)), first);
  EXPECT_GT(first.wheel.turns, 20);
}

TEST(RotationSensor, SingleOnesTurnTheirBitAndShowTheirBackgroundPagesInTurn) {
  for (const char* kind : {"cadence", "speed"}) {
    SCOPED_TRACE(kind);
    Worn worn{kind, {"sensor_battery_low"}};
    std::set<int> seen;
    for (int i = 0; i < 5 * 64; ++i) {
      const ant::Payload page = worn.next();
      const auto number = get(page, antplus::single_page::number);
      EXPECT_EQ(get(page, antplus::single_page::toggle), static_cast<unsigned>(i / 4 % 2));
      EXPECT_EQ(i % 64 >= 60, number != 0) << i;
      seen.insert(static_cast<int>(number));
      if (number == 4) {
        EXPECT_EQ(BatteryStatus(page[3] >> 4 & 7), BatteryStatus::Low);
      }
      if (number == 5) {
        EXPECT_EQ(page[1] & 1, 0);  // it moves
      }
    }
    EXPECT_EQ(seen, (std::set<int>{0, 1, 2, 3, 4, 5}));
  }
}

TEST(RotationSensor, RollsOverWithoutALostTurn) {
  Worn worn{"cadence"};
  auto before = antplus::read_single_rotation(worn.next());
  std::uint32_t turns = before.turns;
  bool rolled = false;
  while (worn.now.time_since_epoch() < 150s) {
    const auto now = antplus::read_single_rotation(worn.next());
    rolled |= now.time < before.time;
    turns += advance(before.turns, now.turns);
    before = now;
  }
  EXPECT_TRUE(rolled);
  EXPECT_EQ(turns, worn.bike.crank_turn().count);
}

}  // namespace
}  // namespace softpedal::sim
