// SPDX-License-Identifier: MIT
// What stands where in a FIT activity; tests/oracles holds other people's readers against it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "app/records/activity.hpp"
#include "app/records/trace.hpp"
#include "tests/app/records/fit_reader.hpp"
#include "tests/app/records/rides.hpp"

namespace softpedal::records {
namespace {

using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year;

constexpr int file_id = 0, session = 18, lap = 19, record = 20, event = 21, device_info = 23,
              activity = 34, file_creator = 49, field_description = 206, developer_data_id = 207;
constexpr int timestamp = 253;

std::vector<FitMessage> messages_of(const KeptRide& ride) { return read_fit(fit_activity(ride)); }

std::uint32_t fit_time(std::chrono::sys_seconds when) {
  return static_cast<std::uint32_t>((when - sys_days{year{1989} / 12 / 31}).count());
}

// Kind and second of each timer event.
std::vector<std::pair<std::uint32_t, std::uint32_t>> timer(const KeptRide& ride) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> all;
  for (const FitMessage& message : only(messages_of(ride), event)) {
    EXPECT_EQ(message.value(0), 0U) << "a timer event";
    all.emplace_back(*message.value(1), *message.value(timestamp) - fit_time(ride.summary.began));
  }
  return all;
}
using Timer = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
constexpr std::uint32_t start = 0, stop = 1, stop_all = 4;

// Whatever ride: the order, the times and the sums agree with each other.
void holds_together(const KeptRide& ride) {
  const auto messages = messages_of(ride);
  std::vector<int> kinds;
  for (const FitMessage& message : messages) kinds.push_back(message.number);
  ASSERT_GE(kinds.size(), 9U);
  EXPECT_EQ(kinds[0], file_id);
  EXPECT_EQ(kinds[1], file_creator);
  EXPECT_EQ(kinds[2], device_info);
  EXPECT_EQ((std::vector<int>{kinds.end() - 4, kinds.end()}),
            (std::vector<int>{event, lap, session, activity}));
  std::uint32_t before = 0;
  std::set<std::uint32_t> of_records;
  bool runs = false;
  for (const FitMessage& message : messages) {
    const auto when = message.value(timestamp);
    if (when) {
      EXPECT_GE(*when, before);
      before = *when;
    }
    if (message.number == event) runs = message.value(1) == start;
    if (message.number != record) continue;
    EXPECT_TRUE(runs) << "no record while the timer rests";
    ASSERT_TRUE(when);
    EXPECT_TRUE(of_records.insert(*when).second) << "one record a second";
  }
  const FitMessage& sums = messages[messages.size() - 2];
  EXPECT_EQ(sums.value(5), 2U);
  EXPECT_EQ(sums.value(6), 6U);
  EXPECT_EQ(*sums.value(2) + *sums.value(7) / 1000, *sums.value(timestamp)) << "start + elapsed";
  EXPECT_LE(*sums.value(8), *sums.value(7));
  EXPECT_EQ(sums.value(8), messages.back().value(0)) << "timer of session and activity";
  if (!of_records.empty()) {
    EXPECT_GE(*of_records.begin(), *sums.value(2));
    EXPECT_LE(*of_records.rbegin(), *sums.value(timestamp));
  }
}

TEST(FitActivity, IsInTheOrderThatAllReadersTake) {
  holds_together(a_ride());
  holds_together(a_ride({.heart_rate = true}));
  holds_together(a_ride({.breach_at = {}, .pause_at = {}, .pain_at = {}}));
}

TEST(FitActivity, WhateverWasLostItHoldsTogether) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random{seed};
    KeptRide ride = a_ride({.seed = seed, .heart_rate = seed % 2 == 0});
    std::vector<Second> left;
    for (const Second& second : ride.seconds) {
      if (random() % 100 < seed) continue;  // damaged
      left.push_back(second);
      left.back().elapsed += std::chrono::microseconds{random() % 999999};
    }
    left.resize(random() % left.size() + 1);  // cut
    ride.seconds = left;
    std::erase_if(ride.marks, [&](const Mark&) { return random() % 2 == 0; });
    sum_up(ride);
    holds_together(ride);
    EXPECT_EQ(only(messages_of(ride), record).size(),
              static_cast<std::size_t>(std::ranges::count_if(
                  left, [](const Second& s) { return s.phase != Phase::Paused; })));
  }
}

TEST(FitActivity, ARideOfOneSecondIsWhole) {
  KeptRide ride = a_ride();
  ride.seconds.resize(1);
  ride.marks.clear();
  sum_up(ride);
  holds_together(ride);
  EXPECT_EQ(only(messages_of(ride), record).size(), 1U);
}

TEST(FitActivity, ARideWithoutSecondsHasItsSums) {
  KeptRide ride = a_ride();
  ride.seconds.clear();
  holds_together(ride);
  EXPECT_TRUE(only(messages_of(ride), record).empty());
  EXPECT_EQ(only(messages_of(ride), session).at(0).value(7), 765000U);
}

TEST(FitActivity, PausesStopTheTimer) {
  const KeptRide ride = a_ride();
  EXPECT_EQ(timer(ride), (Timer{{start, 0}, {stop, 300}, {start, 345}, {stop_all, 765}}));
  const auto sums = only(messages_of(ride), session).at(0);
  EXPECT_EQ(sums.value(7), 765000U);
  EXPECT_EQ(sums.value(8), 720000U);
  EXPECT_EQ(only(messages_of(ride), record).size(), 721U);
}

TEST(FitActivity, ARideThatEndsInAPauseEndsThere) {
  KeptRide ride = a_ride();
  ride.seconds.resize(331);
  sum_up(ride);
  EXPECT_EQ(timer(ride), (Timer{{start, 0}, {stop, 300}, {stop_all, 330}}));
  EXPECT_EQ(only(messages_of(ride), session).at(0).value(8), 300000U);
}

TEST(FitActivity, ARecordSaysWhatWasMeasured) {
  KeptRide ride = a_ride({.heart_rate = true});
  Second& second = ride.seconds[200];
  second.cadence = Rpm{61.0};
  second.power = Watts{25.4};
  second.speed = MetresPerSecond{2.345};
  second.heart_rate = Bpm{101.0};
  second.torque_mean = NewtonMetres{3.25};
  second.torque_mean_cap = NewtonMetres{4.5};
  second.resistance = Percent{50.0};
  second.work = Joules{1234.4};
  second.revolutions = 199.9;
  const double metres = trace_of(ride).points[200].distance->count();
  const auto message = only(messages_of(ride), record).at(200);
  EXPECT_EQ(message.value(timestamp), fit_time(ride.summary.began) + 200);
  EXPECT_EQ(message.value(3), 101U);
  EXPECT_EQ(message.value(4), 61U);
  EXPECT_NEAR(*message.value(5), metres * 100.0, 0.5);
  EXPECT_EQ(message.value(6), 2345U);
  EXPECT_EQ(message.value(7), 25U);
  EXPECT_EQ(message.value(10), 127U);
  EXPECT_EQ(message.value(19), 199U);
  EXPECT_EQ(message.value(29), 1234U);
  EXPECT_EQ(message.own_float(220), 3.25F);
  EXPECT_EQ(message.own_float(221), 4.5F);
  EXPECT_EQ(message.own_float(222), 50.0F);
  EXPECT_FALSE(message.own_value(223)) << "no score was given";
}

TEST(FitActivity, TheSumsAreTheRides) {
  KeptRide ride = a_ride({.heart_rate = true});
  ride.seconds[250].speed = MetresPerSecond{3.5};
  ride.seconds[251].cadence = Rpm{77.0};
  ride.seconds[252].power = Watts{88.0};
  ride.summary.profile_hash = std::string(64, 'f');
  const RideSummary& sum = ride.summary;
  const auto rounded = [](double value) { return static_cast<std::uint32_t>(std::lround(value)); };
  const auto messages = messages_of(ride);
  const auto last = only(messages, record).back();
  // The same in both, by other numbers: session, lap.
  const auto same = [&messages](int in_session, int in_lap, std::uint32_t value) {
    EXPECT_EQ(only(messages, session).at(0).value(in_session), value) << in_session;
    EXPECT_EQ(only(messages, lap).at(0).value(in_lap), value) << in_lap;
  };
  same(7, 7, 765000);
  same(8, 8, 720000);
  same(9, 9, *last.value(5));
  same(10, 10, static_cast<std::uint32_t>(sum.revolutions));
  same(48, 41, rounded(sum.work.count()));
  same(14, 13, rounded(*last.value(5) / 100.0 / 720.0 * 1000.0));
  same(15, 14, 3500);
  same(16, 15, rounded(sum.heart_rate_mean->count()));
  same(17, 16, rounded(sum.heart_rate_peak->count()));
  same(18, 17, rounded(sum.cadence_mean->count()));
  same(19, 18, 77);
  same(20, 19, rounded(sum.power_mean->count()));
  same(21, 20, 88);
  same(5, 25, 2);
  same(6, 39, 6);
  const auto sums = only(messages, session).at(0);
  EXPECT_EQ(FitMessage::text(sums.own.at(227)), sum.title);
  EXPECT_EQ(FitMessage::text(sums.own.at(228)), sum.profile_hash);
}

TEST(FitActivity, WhatWasNotMeasuredIsNotThereAndNeverZero) {
  KeptRide ride = a_ride({.pain_before = {}, .pain_after = {}});
  for (Second& second : ride.seconds) {
    second.cadence.reset();
    second.power.reset();
    second.speed.reset();
    second.torque_mean.reset();
  }
  ride.marks.clear();
  ride.summary = RideSummary{.began = ride.summary.began, .software = "softpedal 0.1.0"};
  ride.summary.elapsed = ride.seconds.back().elapsed;
  for (const FitMessage& message : only(messages_of(ride), record)) {
    for (const int field : {3, 4, 5, 6, 7}) EXPECT_FALSE(message.value(field)) << field;
    EXPECT_FALSE(message.own_value(220));
    EXPECT_FALSE(message.own_value(223));
  }
  const auto sums = only(messages_of(ride), session).at(0);
  for (const int field : {9, 14, 15, 16, 17, 18, 19, 20, 21}) {
    EXPECT_FALSE(sums.value(field)) << field;
  }
  for (const int field : {224, 225, 226, 227, 228}) EXPECT_FALSE(sums.own_value(field)) << field;
  EXPECT_EQ(only(messages_of(ride), device_info).size(), 1U) << "no trainer was heard of";
}

TEST(FitActivity, WithoutAHeartRateNothingTellsOfOne) {
  const auto messages = messages_of(a_ride());
  for (const FitMessage& message : only(messages, record)) EXPECT_FALSE(message.value(3));
  EXPECT_FALSE(only(messages, session).at(0).value(16));
  EXPECT_EQ(only(messages, device_info).size(), 2U) << "us and the trainer";
}

TEST(FitActivity, AValueThatItsFieldCannotHoldIsLeftOut) {
  KeptRide ride = a_ride();
  Second& second = ride.seconds[100];
  second.cadence = Rpm{255.0};
  second.power = Watts{-5.0};
  second.speed = MetresPerSecond{70.0};
  second.heart_rate = Bpm{300.0};
  second.work = Joules{1e12};
  const auto message = only(messages_of(ride), record).at(100);
  for (const int field : {3, 4, 6, 7, 29}) EXPECT_FALSE(message.value(field)) << field;
  EXPECT_EQ(message.value(timestamp), fit_time(ride.summary.began) + 100);
  holds_together(ride);
}

TEST(FitActivity, PainStandsWithItsSecondAndInTheSums) {
  const KeptRide ride = a_ride();
  const auto messages = messages_of(ride);
  for (const FitMessage& message : only(messages, record)) {
    const bool now = message.value(timestamp) == fit_time(ride.summary.began) + 420;
    EXPECT_EQ(message.own_value(223), now ? std::optional{4U} : std::nullopt);
  }
  const auto sums = only(messages, session).at(0);
  EXPECT_EQ(sums.own_value(224), 2U);
  EXPECT_EQ(sums.own_value(225), 4U);
  EXPECT_EQ(sums.own_value(226), 3U);
}

TEST(FitActivity, AScoreOfZeroIsAScore) {
  KeptRide ride = a_ride({.pain_before = 0, .pain_after = 0});
  const auto sums = only(messages_of(ride), session).at(0);
  EXPECT_EQ(sums.own_value(224), 0U);
  EXPECT_EQ(sums.own_value(226), 0U);
}

TEST(FitActivity, SaysWhoWroteItAndOnWhatItWasRidden) {
  KeptRide ride = a_ride();
  ride.summary.trainer.number = 0xA1234;
  const auto messages = messages_of(ride);
  EXPECT_EQ(messages[0].value(0), 4U) << "an activity";
  EXPECT_EQ(messages[0].value(1), 255U) << "development: no other maker's name";
  EXPECT_EQ(messages[0].value(4), fit_time(ride.summary.began));
  EXPECT_EQ(FitMessage::text(messages[0].fields.at(8)), "softpedal");
  EXPECT_EQ(messages[1].value(0), 10U);
  const auto devices = only(messages, device_info);
  ASSERT_EQ(devices.size(), 2U);
  EXPECT_EQ(devices[0].value(0), 0U);
  EXPECT_EQ(devices[1].value(1), 17U) << "fitness equipment";
  EXPECT_EQ(devices[1].value(2), 89U);
  EXPECT_EQ(devices[1].value(3), 70001U);
  EXPECT_EQ(devices[1].value(4), 2875U);
  EXPECT_EQ(devices[1].value(5), 120U);
  EXPECT_EQ(devices[1].value(21), 0x1234U);
  EXPECT_EQ(devices[1].value(25), 1U) << "ANT+";
}

TEST(FitActivity, WhatTheTrainerDidNotSayIsLeftOut) {
  KeptRide ride = a_ride();
  ride.summary.trainer = {.number = 0x30000, .software = "x"};
  const auto device = only(messages_of(ride), device_info).at(1);
  for (const int field : {2, 3, 4, 5, 21}) EXPECT_FALSE(device.value(field)) << field;
}

TEST(FitActivity, ASimulatedRideSaysSo) {
  KeptRide ride = a_ride();
  ride.summary.simulated = true;
  const auto messages = messages_of(ride);
  EXPECT_EQ(FitMessage::text(messages[0].fields.at(8)), "softpedal SIMULATED");
  EXPECT_EQ(FitMessage::text(only(messages, device_info)[0].fields.at(27)), "softpedal SIMULATED");
}

TEST(FitActivity, EveryFieldOfOursIsDescribedBeforeItIsUsed) {
  const auto messages = messages_of(a_ride());
  EXPECT_EQ(only(messages, developer_data_id).size(), 1U);
  std::map<int, std::uint32_t> described;
  for (const FitMessage& message : messages) {
    if (message.number == field_description) {
      described[static_cast<int>(*message.value(1))] = *message.value(14);
      EXPECT_FALSE(FitMessage::text(message.fields.at(3)).empty());
    }
    for (const auto& [field, bytes] : message.own) {
      ASSERT_TRUE(described.contains(field)) << field;
      EXPECT_EQ(described[field], static_cast<std::uint32_t>(message.number));
      // Native numbers end at about 210; tests/oracles asks the protocol's own table.
      EXPECT_TRUE(field >= 220 && field <= 240) << field;
    }
  }
  EXPECT_EQ(described.size(), 9U);
}

TEST(FitActivity, NamesOfTheProfileMayBeOddAndLong) {
  KeptRide ride = a_ride();
  ride.summary.title = "Knæ 🚲\n\xFF";
  const auto title = [&ride] {
    return FitMessage::text(only(messages_of(ride), session).at(0).own.at(227));
  };
  EXPECT_EQ(title(), "Knæ 🚲 \xEF\xBF\xBD");
  ride.summary.title = std::string(10000, 'x');
  EXPECT_EQ(title(), std::string(254, 'x'));
}

TEST(FitActivity, LocalTimeIsTheRiders) {
  for (const int minutes : {-720, -210, 0, 60, 765, 840}) {
    const KeptRide ride = a_ride({.utc_offset = std::chrono::minutes{minutes}});
    const auto message = messages_of(ride).back();
    EXPECT_EQ(static_cast<int>(*message.value(5) - *message.value(timestamp)), minutes * 60);
  }
}

TEST(FitActivity, AClockThatWasWrongLosesOnlyTheTimeOfDay) {
  for (const auto began :
       {std::chrono::sys_seconds{}, std::chrono::sys_seconds{sys_days{year{9999} / 12 / 31}}}) {
    const KeptRide ride = a_ride({.began = began});
    holds_together(ride);
    const auto records = only(messages_of(ride), record);
    ASSERT_EQ(records.size(), 721U);
    EXPECT_EQ(*records[720].value(timestamp) - *records[0].value(timestamp), 765U);
  }
}

TEST(FitActivity, TheSameRideIsTheSameFile) {
  EXPECT_EQ(fit_activity(a_ride()), fit_activity(a_ride()));
}

}  // namespace
}  // namespace softpedal::records
