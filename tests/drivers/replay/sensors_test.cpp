// SPDX-License-Identifier: MIT
// Real straps and a real bike through the meters that a ride uses, against the check values of the
// recordings (captures/README.md).
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "drivers/ant/message.hpp"
#include "drivers/antplus/field.hpp"
#include "drivers/antplus/sensor.hpp"
#include "drivers/replay/recording.hpp"
#include "drivers/replay/summary.hpp"
#include "tests/places.hpp"

namespace softpedal::replay {
namespace {

using antplus::Payload;
using antplus::Sensor;

std::filesystem::path capture(const std::string& name) {
  return places::shared() / "captures" / name;
}

constexpr const char* the_recordings_are_absent = "THE RECORDINGS ARE ABSENT";
bool absent(const std::string& name) { return !std::filesystem::exists(capture(name)); }

// Every broadcast of the given type, or of any where the recording does not say, with its time.
void each_page(const std::filesystem::path& path, std::uint8_t type,
               const std::function<void(const Payload&, Instant)>& see) {
  std::ifstream text{path};
  const auto transfers = read_recording(text, path.string());
  ASSERT_TRUE(transfers);
  ant::Parser parser;
  Instant now{};
  for (const Transfer& transfer : *transfers) {
    if (transfer.direction != Direction::StickToHost) continue;
    if (transfer.at) now = std::max(now, *transfer.at);
    parser.push(transfer.bytes, now, [&](const ant::Message& message) {
      const auto data = ant::read_data(message);
      if (!data || (data->extended.id && data->extended.id->type != type)) return;
      see(data->page, now);
    });
  }
}

struct Strap {
  int messages = 0;
  Range<Bpm> rate{};
};

Strap strap_in(const std::string& name) {
  Strap seen;
  Sensor sensor{SensorKind::HeartRate, Metres{}};
  each_page(capture(name), 120, [&](const Payload& page, Instant now) {
    ++seen.messages;
    if (const auto told = sensor.take(page, now)) seen.rate.include(told->heart_rate);
  });
  return seen;
}

TEST(RealSensors, TheStrapOf02) {
  if (absent("02_hrm_usbmon_part1.txt")) GTEST_SKIP() << the_recordings_are_absent;
  const Strap strap = strap_in("02_hrm_usbmon_part1.txt");
  EXPECT_EQ(strap.messages, 173);
  EXPECT_EQ(strap.rate, (Range<Bpm>{.least = Bpm{87}, .most = Bpm{111}}));
}

TEST(RealSensors, TheStrapOf03) {
  if (absent("03_hrm_tool_log_part1.txt")) GTEST_SKIP() << the_recordings_are_absent;
  const Strap strap = strap_in("03_hrm_tool_log_part1.txt");
  EXPECT_EQ(strap.messages, 278);
  EXPECT_EQ(strap.rate, (Range<Bpm>{.least = Bpm{43}, .most = Bpm{78}}));
}

TEST(RealSensors, ThePowerOfTheWattbikeIsTheWorkThatItCounted) {
  if (absent("04_wattbike_scan_a.txt")) GTEST_SKIP() << the_recordings_are_absent;
  Sensor sensor{SensorKind::Power, Metres{}};
  SensorReading reading{.kind = SensorKind::Power};
  std::optional<std::uint8_t> last;
  int pages = 0, events = 0;
  double watts = 0.0;
  Range<Rpm> cadence;
  each_page(capture("04_wattbike_scan_a.txt"), 11, [&](const Payload& page, Instant now) {
    if (const auto told = sensor.take(page, now)) reading = *told;
    if (page[0] != 0x10) return;
    ++pages;
    const int more = last ? antplus::advance(*last, page[1]) : 0;
    last = page[1];
    events += more;
    cadence.include(reading.cadence);
    if (more == 0) return;
    ASSERT_TRUE(reading.power);
    watts += reading.power->count() * more;
  });
  EXPECT_EQ(pages, 912);
  EXPECT_EQ(events, 417);
  EXPECT_NEAR(watts, 111681.0, 0.001);
  EXPECT_EQ(cadence, (Range<Rpm>{.least = Rpm{62}, .most = Rpm{125}}));
  EXPECT_EQ(sensor.about().manufacturer(), 73) << "Wattbike";
}

TEST(RealSensors, TheTurnsOfTheWattbikeTakeTheTimeThatItCounted) {
  if (absent("04_wattbike_scan_a.txt")) GTEST_SKIP() << the_recordings_are_absent;
  constexpr Metres wheel{2.0};
  Sensor sensor{SensorKind::SpeedCadence, wheel};
  SensorReading reading{.kind = SensorKind::SpeedCadence};
  std::optional<antplus::CombinedRotation> last;
  int pages = 0, turns = 0, wheel_turns = 0, silences = 0;
  double seconds = 0.0, wheel_seconds = 0.0;
  each_page(capture("04_wattbike_scan_a.txt"), 121, [&](const Payload& page, Instant now) {
    ++pages;
    const bool regained = !sensor.heard(now);
    if (const auto told = sensor.take(page, now)) reading = *told;
    const auto both = antplus::read_combined_rotation(page);
    const auto from = last.value_or(both);
    last = both;
    const int more = antplus::advance(from.crank.turns, both.crank.turns);
    const int more_wheel = antplus::advance(from.wheel.turns, both.wheel.turns);
    turns += more;
    wheel_turns += more_wheel;
    if (regained && more > 0) {  // one silence of 4.5 s: what was turned in it is not measured
      ++silences;
      seconds += antplus::advance(from.crank.time, both.crank.time) / 1024.0;
      wheel_seconds += antplus::advance(from.wheel.time, both.wheel.time) / 1024.0;
      EXPECT_FALSE(reading.cadence || reading.speed);
      return;
    }
    if (more > 0) {
      ASSERT_TRUE(reading.cadence);
      seconds += more * 60.0 / reading.cadence->count();
    }
    if (more_wheel > 0) {
      ASSERT_TRUE(reading.speed);
      wheel_seconds += more_wheel * wheel.count() / reading.speed->count();
    }
  });
  EXPECT_EQ(silences, 1);
  EXPECT_EQ(pages, 938);
  EXPECT_EQ(turns, 418);
  EXPECT_NEAR(seconds, 300.582, 0.001);
  EXPECT_NEAR(turns * 60.0 / seconds, 83.44, 0.01);
  EXPECT_EQ(wheel_turns, 1647);
  EXPECT_NEAR(wheel_seconds, 300.5, 1.0);
}

}  // namespace
}  // namespace softpedal::replay
