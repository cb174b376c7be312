// SPDX-License-Identifier: MIT
// The recordings in ../shared/captures, against the check values in their README, which come from
// an independent decoder; and what a summary does with recordings that say less.
#include "drivers/replay/summary.hpp"
#include "tests/places.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>

namespace softpedal::replay {
namespace {

using antplus::Metres;
using antplus::Seconds;
using Counts = std::map<std::uint8_t, std::uint64_t>;

enum class Delivery { Whole, ByteWise, Glued, Padded, Damaged };

// The same bytes, cut and joined in another way; times stay those of the first byte of a piece.
std::vector<Transfer> delivered(const std::vector<Transfer>& whole, Delivery delivery) {
  std::vector<Transfer> pieces;
  std::mt19937 random{7};
  for (const Transfer& transfer : whole) {
    switch (delivery) {
      case Delivery::Whole:
        pieces.push_back(transfer);
        break;
      case Delivery::ByteWise:
        for (const std::uint8_t byte : transfer.bytes) {
          pieces.push_back({.at = transfer.at, .direction = transfer.direction, .bytes = {byte}});
        }
        break;
      case Delivery::Glued: {
        const bool joins = !pieces.empty() && pieces.back().direction == transfer.direction;
        if (!joins) {
          pieces.push_back(transfer);
        } else {
          auto& bytes = pieces.back().bytes;
          bytes.insert(bytes.end(), transfer.bytes.begin(), transfer.bytes.end());
        }
        break;
      }
      case Delivery::Padded: {
        Transfer padded = transfer;
        padded.bytes.insert(padded.bytes.begin(), random() % 4, 0);
        padded.bytes.insert(padded.bytes.end(), random() % 6, 0);
        pieces.push_back(padded);
        break;
      }
      case Delivery::Damaged: {  // junk between transfers, which is no part of any message
        Transfer damaged = transfer;
        const std::vector<std::uint8_t> junk{0xFF, 0xA4, 0xF0, 0x12, 0xA4, 0x00};
        damaged.bytes.insert(damaged.bytes.begin(), junk.begin(), junk.end());
        pieces.push_back(damaged);
        break;
      }
    }
  }
  return pieces;
}

class Recordings : public testing::TestWithParam<Delivery> {
 protected:
  // Empty, and the test skipped, where the recordings are not on this machine.
  std::optional<Summary> summary_of(const std::string& file) {
    const std::filesystem::path path = places::shared() / file;
    if (!std::filesystem::exists(path)) return std::nullopt;
    std::ifstream text{path};
    const auto transfers = read_recording(text, path.string());
    if (!transfers) {
      ADD_FAILURE() << transfers.error().sentence;
      return Summary{};
    }
    return summarise(delivered(*transfers, GetParam()));
  }
};

constexpr const char* absent =
    "THE RECORDINGS ARE ABSENT: ../shared was not found beside the project, so real traffic is "
    "NOT tested here";

const Device* device_of(const Summary& summary, std::optional<std::uint32_t> number,
                        std::uint8_t type) {
  for (const Device& device : summary.devices) {
    if (device.number == number && device.type == type) return &device;
  }
  return nullptr;
}

template <class Unit>
Range<Unit> range(double least, double most) {
  return {.least = Unit{least}, .most = Unit{most}};
}

TEST_P(Recordings, TacxTrainerUnderATrainingProgram) {
  const auto summary = summary_of("captures/01_tacx_fec_usb_part1.txt");
  if (!summary) GTEST_SKIP() << absent;
  EXPECT_EQ(summary->channel_events, (Counts{{2, 15}, {5, 29}, {7, 2}, {31, 3}}));
  EXPECT_EQ(summary->refusals,
            (std::map<Refusal, std::uint64_t>{{{.message = 0x4F, .code = 31}, 3}}));
  EXPECT_EQ(summary->start_ups, 1u);
  ASSERT_EQ(summary->devices.size(), 3u) << "trainer, its speed/cadence and its power profile";
  const Device* device = device_of(*summary, 15264, 17);
  ASSERT_TRUE(device);
  EXPECT_EQ(device->transmission, 5);
  EXPECT_EQ(device->messages, 101u);
  EXPECT_EQ(device->pages, (Counts{{16, 50}, {25, 45}, {80, 2}, {81, 2}, {0xF0, 1}, {0xFA, 1}}));
  EXPECT_EQ(device->controls, (Counts{{51, 29}, {0xFC, 3}}));
  const auto* trainer = std::get_if<TrainerTotals>(&device->totals);
  ASSERT_TRUE(trainer);
  EXPECT_EQ(trainer->events, 64u);
  EXPECT_EQ(trainer->accumulated_watts, 3872u);
  EXPECT_EQ(trainer->power, range<Watts>(0, 158));
  EXPECT_EQ(trainer->cadence, range<Rpm>(0, 70));
  EXPECT_EQ(trainer->elapsed, Seconds{16.25});
  EXPECT_EQ(trainer->distance, Metres{111});
  ASSERT_TRUE(trainer->speed.most);
  EXPECT_NEAR(trainer->speed.most->count(), 8.616, 1e-9);
  EXPECT_EQ(trainer->states,
            (std::map<FeState, std::uint64_t>{{FeState::Ready, 21}, {FeState::InUse, 29}}));
  EXPECT_TRUE(device_of(*summary, 5264, 11));
  EXPECT_TRUE(device_of(*summary, 5264, 121));
}

TEST_P(Recordings, HeartRateStrapAfterTwoLostSearches) {
  const auto summary = summary_of("captures/02_hrm_usbmon_part1.txt");
  if (!summary) GTEST_SKIP() << absent;
  EXPECT_EQ(summary->channel_events, (Counts{{1, 2}, {2, 1}, {7, 2}}));
  EXPECT_EQ(summary->start_ups, 3u);
  ASSERT_EQ(summary->devices.size(), 1u);
  const Device& device = summary->devices.front();
  EXPECT_FALSE(device.number) << "a wildcard search: nobody asked who was found";
  EXPECT_EQ(device.type, 120);
  EXPECT_EQ(device.messages, 173u);
  EXPECT_EQ(device.pages, (Counts{{1, 1}, {2, 1}, {4, 171}}));
  const auto* strap = std::get_if<StrapTotals>(&device.totals);
  ASSERT_TRUE(strap);
  EXPECT_EQ(strap->beats, 67u);
  EXPECT_EQ(strap->heart_rate, range<Bpm>(87, 111));
}

TEST_P(Recordings, HeartRateStrapInSeveralSessionsWithOldDataFirst) {
  const auto summary = summary_of("captures/03_hrm_tool_log_part1.txt");
  if (!summary) GTEST_SKIP() << absent;
  EXPECT_EQ(summary->channel_events, (Counts{{2, 2}, {7, 1}, {52, 2}}));
  EXPECT_EQ(summary->start_ups, 11u);
  ASSERT_EQ(summary->devices.size(), 1u);
  const Device& device = summary->devices.front();
  EXPECT_EQ(device.type, 120);
  EXPECT_EQ(device.messages, 278u);
  const auto* strap = std::get_if<StrapTotals>(&device.totals);
  ASSERT_TRUE(strap);
  EXPECT_EQ(strap->heart_rate, range<Bpm>(43, 78));
}

TEST_P(Recordings, WattbikeInScanMode) {
  const auto summary = summary_of("captures/04_wattbike_scan_a.txt");
  if (!summary) GTEST_SKIP() << absent;
  EXPECT_EQ(summary->channel_events, Counts{});
  ASSERT_EQ(summary->devices.size(), 2u);
  const Device* meter = device_of(*summary, 19052, 11);
  ASSERT_TRUE(meter);
  EXPECT_EQ(meter->transmission, 5);
  EXPECT_EQ(meter->pages, (Counts{{16, 912}, {80, 17}, {81, 14}}));
  const auto* power = std::get_if<PowerMeterTotals>(&meter->totals);
  ASSERT_TRUE(power);
  EXPECT_EQ(power->events, 417u);
  EXPECT_EQ(power->accumulated_watts, 111681u);
  EXPECT_EQ(power->power, range<Watts>(228, 328));
  EXPECT_EQ(power->cadence, range<Rpm>(62, 125));
  const Device* sensor = device_of(*summary, 19052, 121);
  ASSERT_TRUE(sensor);
  EXPECT_EQ(sensor->messages, 938u);
  EXPECT_TRUE(sensor->pages.empty()) << "this profile has no page numbers";
  const auto* turns = std::get_if<SpeedCadenceTotals>(&sensor->totals);
  ASSERT_TRUE(turns);
  EXPECT_EQ(turns->crank_revolutions, 418u);
  EXPECT_EQ(turns->wheel_revolutions, 1647u);
  ASSERT_TRUE(turns->crank_time);
  EXPECT_NEAR(turns->crank_time->count(), 300.582, 0.0005);
}

TEST_P(Recordings, AStickThatPlaysTheTrainer) {
  const auto summary = summary_of("captures-simulated-master/fec_master_usb_part1.txt");
  if (!summary) GTEST_SKIP() << absent;
  EXPECT_EQ(summary->channel_events, (Counts{{3, 960}}));
  ASSERT_EQ(summary->devices.size(), 1u);
  const Device& device = summary->devices.front();
  EXPECT_EQ(device.number, 1u);
  EXPECT_EQ(device.type, 17);
  EXPECT_EQ(device.transmission, 5);
  EXPECT_EQ(device.messages, 960u);
  EXPECT_EQ(device.pages, (Counts{{16, 311}, {25, 591}, {80, 30}, {81, 28}}));
  EXPECT_EQ(device.controls.at(51), 75u);
  const auto* trainer = std::get_if<TrainerTotals>(&device.totals);
  ASSERT_TRUE(trainer && trainer->first_grade && trainer->last_grade && trainer->grade.least &&
              trainer->grade.most);
  EXPECT_NEAR(trainer->first_grade->count(), -0.87, 1e-9);
  EXPECT_NEAR(trainer->last_grade->count(), 0.03, 1e-9);
  EXPECT_NEAR(trainer->grade.least->count(), -0.89, 1e-9);
  EXPECT_NEAR(trainer->grade.most->count(), 0.15, 1e-9);
  EXPECT_FALSE(trainer->distance) << "the pages say that distance is not used";
}

TEST_P(Recordings, StickOpenedOnAnotherNetwork) {
  const auto summary = summary_of("captures/05_antusb2_open_usbmon.txt");
  if (!summary) GTEST_SKIP() << absent;
  EXPECT_TRUE(summary->devices.empty());
  EXPECT_EQ(summary->start_ups, 1u);
}

TEST_P(Recordings, SingleFramesWithoutTimes) {
  const auto summary = summary_of("captures/06_single_frames.txt");
  if (!summary) GTEST_SKIP() << absent;
  const Device* strap = device_of(*summary, 16815, 120);
  ASSERT_TRUE(strap);
  EXPECT_EQ(strap->messages, 1u);
  EXPECT_TRUE(device_of(*summary, 57481, 17));
  EXPECT_EQ(summary->from_stick.dropped > 0, GetParam() == Delivery::Damaged);
}

INSTANTIATE_TEST_SUITE_P(Delivered, Recordings,
                         testing::Values(Delivery::Whole, Delivery::ByteWise, Delivery::Glued,
                                         Delivery::Padded, Delivery::Damaged),
                         [](const auto& test) -> std::string {
                           switch (test.param) {
                             case Delivery::Whole:
                               return "Whole";
                             case Delivery::ByteWise:
                               return "ByteWise";
                             case Delivery::Glued:
                               return "Glued";
                             case Delivery::Padded:
                               return "Padded";
                             case Delivery::Damaged:
                               return "WithJunkBetween";
                           }
                           return "";
                         });

}  // namespace
}  // namespace softpedal::replay
