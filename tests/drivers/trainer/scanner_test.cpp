// SPDX-License-Identifier: MIT
#include "drivers/scanner.hpp"

#include <gtest/gtest.h>

#include "tests/drivers/trainer/room.hpp"

namespace softpedal::test {
namespace {

struct Scan {
  Room room;
  std::vector<HeardDevice> heard;
  std::vector<Result<void>> ends;
  Scanner scanner{room.opener(), room.timers};

  void start(Duration time) {
    scanner.start(time, {.device = [this](const HeardDevice& device) { heard.push_back(device); },
                         .finished = [this](const Result<void>& end) { ends.push_back(end); }});
  }
  void fill() {
    room.add(1234, 0xA5);
    room.add(5678, 5, 100ms);
    auto& strap = room.add(42, 1, 180ms);
    strap.id.type = 120;
  }
};

TEST(Scanner, HearsEveryDeviceWithItsNumberAndKind) {
  Scan scan;
  scan.fill();
  scan.start(10s);
  scan.room.timers.run_for(15s);
  ASSERT_EQ(scan.ends.size(), 1U);
  EXPECT_TRUE(scan.ends[0]);
  ASSERT_EQ(scan.scanner.devices().size(), 3U);
  std::set<std::uint32_t> numbers;
  for (const HeardDevice& device : scan.scanner.devices()) {
    numbers.insert(device.number());
    EXPECT_GE(device.messages, 38U);
    EXPECT_LE(device.messages, 41U);
    EXPECT_TRUE(device.signal);
  }
  EXPECT_EQ(numbers, (std::set<std::uint32_t>{0xA0000 + 1234, 5678, 42}));
  EXPECT_TRUE(scan.room.pages().empty());
  EXPECT_FALSE(scan.room.channel_open());
  EXPECT_EQ(kind_of(17), "trainer");
  EXPECT_EQ(kind_of(120), "heart-rate strap");
  EXPECT_EQ(kind_of(99), "other");
}

TEST(Scanner, TellsOfADeviceWhenItIsNewAndWhenItsMakerIsKnown) {
  Scan scan;
  scan.room.add(1234);
  scan.start(20s);
  scan.room.timers.run_for(25s);
  ASSERT_EQ(scan.heard.size(), 2U);
  EXPECT_FALSE(scan.heard[0].maker);
  ASSERT_TRUE(scan.heard[1].maker);
  EXPECT_EQ(maker_name(*scan.heard[1].maker), "Tacx");
  EXPECT_EQ(maker_name(12345), "");
}

TEST(Scanner, TellsTheMakerAndTheBatteryThatEachDeviceSaysOfItself) {
  Scan scan;
  auto& trainer = scan.room.add(1234);
  for (int i = 0; i < 8; ++i) trainer.says.push_back({0x52, 0xFF, 0x11, 0, 0, 0, 0x80, 0x53});
  auto& strap = scan.room.add(42, 1, 180ms);
  strap.id.type = 120;
  for (int i = 0; i < 20; ++i) {
    constexpr std::uint8_t numbers[]{0x00, 0x80, 0x82, 0x87};
    const std::uint8_t number = numbers[i % 4];
    const std::uint8_t last = number == 0x87 ? 0x42 : 0x00;
    strap.says.push_back({number, 0x7B, 0x12, last, 0, 0, 1, 60});
  }
  scan.start(5s);
  scan.room.timers.run_for(4s);
  std::map<std::uint32_t, HeardDevice> devices;
  for (const HeardDevice& device : scan.scanner.devices()) devices[device.number()] = device;
  ASSERT_EQ(devices.size(), 2U);
  EXPECT_EQ(devices[1234].battery, BatteryStatus::Critical);
  EXPECT_EQ(devices[42].maker, 0x7B);
  EXPECT_EQ(devices[42].battery, BatteryStatus::Low);
  EXPECT_EQ(battery_word(BatteryStatus::Low), "low");
  EXPECT_EQ(battery_word(BatteryStatus::Unknown), "");
  EXPECT_EQ(scan.heard.size(), 1U + 3U) << "the trainer's first page is its battery";
}

TEST(Scanner, ReportsAnEmptyRoomAsAnEmptyRoom) {
  Scan scan;
  scan.start(3s);
  scan.room.timers.run_for(6s);
  ASSERT_EQ(scan.ends.size(), 1U);
  EXPECT_TRUE(scan.ends[0]);
  EXPECT_TRUE(scan.scanner.devices().empty());
}

TEST(Scanner, EndsWithAFaultWhereThereIsNoStickOrItBreaksOrStaysSilent) {
  Scan none;
  none.room.open_fault = Fault{FaultCode::NoStick, "no stick"};
  none.start(3s);
  ASSERT_EQ(none.ends.size(), 1U);
  EXPECT_EQ(none.ends[0].error().code, FaultCode::NoStick);

  Scan broken;
  broken.start(3s);
  broken.room.timers.run_for(2s);
  broken.room.unplug();
  broken.room.timers.run_for(5s);
  ASSERT_EQ(broken.ends.size(), 1U);
  EXPECT_EQ(broken.ends[0].error().code, FaultCode::LinkFailed);

  Scan silent;
  silent.room.faults.silent = true;
  silent.start(3s);
  silent.room.timers.run_for(20s);
  ASSERT_EQ(silent.ends.size(), 1U);
  EXPECT_EQ(silent.ends[0].error().code, FaultCode::StickSilent);
  EXPECT_EQ(silent.room.resets_at_open, (std::vector{false, true}));
}

TEST(Scanner, StopsEarlyAndAlwaysEnds) {
  for (int moment = 0; moment < 40; ++moment) {
    Scan scan;
    scan.fill();
    scan.room.faults.lost_answers = moment % 2 == 0 ? 0.0 : 0.3;
    scan.start(60s);
    scan.room.timers.run_for(std::chrono::milliseconds{moment * 53});
    if (moment % 3 == 0) scan.room.faults.silent = true;
    scan.scanner.stop();
    scan.room.timers.run_for(3s);
    EXPECT_EQ(scan.ends.size(), 1U) << moment;
  }
}

TEST(Scanner, HearsAtLeastOneDeviceWithAStickThatCannotScan) {
  for (const bool says_it_can : {false, true}) {
    Scan scan;
    scan.room.faults.no_background_scan = scan.room.faults.no_extended = true;
    scan.room.no_scan_capability = !says_it_can;
    scan.room.add(1234, 0xA5);
    scan.start(5s);
    scan.room.timers.run_for(10s);
    ASSERT_EQ(scan.scanner.devices().size(), 1U);
    EXPECT_EQ(scan.scanner.devices()[0].number(), 0xA0000U + 1234U);
    EXPECT_EQ(scan.ends.size(), 1U);
  }
}

}  // namespace
}  // namespace softpedal::test
