// SPDX-License-Identifier: MIT
#include "app/core/journal_line.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/core/bench_ride.hpp"

namespace softpedal {
namespace {

FloorModel learned() {
  FloorModel model;
  for (int i = 0; i < 40; ++i) {
    learn_drag(model, MetresPerSecond{2.0 + i / 70.0}, Watts{21.0 + i % 3}, 0.5);
    learn_brake(model, MetresPerSecond{2.3}, Watts{30.0}, Percent{1.0 + i % 2}, 0.5);
  }
  return model;
}

std::vector<JournalLine> one_of_each() {
  const Instant at{Duration{1'234'567}};
  auto rx = test::gentle(TargetMode::Torque);
  rx.limits.heart_rate = Bpm{121.5};
  std::vector<JournalLine> lines{{at, rx}, {at, test::gentle()}};
  for (const Event& event : std::vector<Event>{
           Ticked{},
           TrainerFound{0xFFFFF},
           TrainerLost{},
           TrainerData{255, Rpm{61.0}, Watts{0.1}, 65535, FeState::InUse, true, true, true, 3},
           TrainerData{0, std::nullopt, std::nullopt, 0, FeState::Reserved},
           GeneralData{MetresPerSecond{1.0 / 3.0}, Bpm{80.0}, FeState::Ready},
           GeneralData{std::nullopt, std::nullopt, FeState::Asleep},
           Abilities{true, Newtons{200.0}, true, false, true},
           Abilities{false, std::nullopt, false, false, false},
           Delivered{{Mode::Basic, Percent{0.5}}},
           Delivered{{Mode::Track, std::nullopt}},
           NotDelivered{{}},
           CommandStatus{StatusCode::Rejected, SetPoint{Mode::Basic, Percent{2.5}}},
           CommandStatus{StatusCode::Pass, SetPoint{}},
           CommandStatus{StatusCode::None, std::nullopt},
           StatusUnanswered{},
           Started{},
           Intent::GivingWay,
           Pain{10, true},
           LowerLimits{.power = Watts{12.0}},
           NoteWritten{true},
           EndRide{EndCause::Suspend},
           EndRide{EndCause::Hangup},
           WindowSilent{},
           SensorReading{.kind = SensorKind::Power, .power = Watts{0.1}, .cadence = Rpm{61.0}},
           SensorReading{.kind = SensorKind::HeartRate},
           Equipped{Drivetrain{.chainrings = {30, 39, 50}, .circumference = Metres{2.07}}},
           FloorRemembered{},
           FloorRemembered{learned()}})
    lines.push_back({at, event});
  lines.push_back({at, Decision{{{Mode::Basic, Percent{1.5}}, false, true, false}, Why::Ramp}});
  lines.push_back({at, Decision{{{Mode::Track, std::nullopt}, true, true, true}, Why::Done}});
  return lines;
}

TEST(JournalLine, EveryKindReadsBackExactly) {
  for (const auto& line : one_of_each()) {
    const auto text = to_text(line);
    const auto back = parse_journal_line(text);
    ASSERT_TRUE(back) << text << ": " << back.error().sentence;
    ASSERT_TRUE(*back) << text;
    EXPECT_EQ(**back, line) << text;
    EXPECT_EQ(text.find('\n'), std::string::npos);
  }
}

TEST(JournalLine, CommentsAndBlankLinesAreSkipped) {
  for (const auto* text : {"", "# softpedal 0.1", "\r"}) {
    const auto line = parse_journal_line(text);
    ASSERT_TRUE(line) << text;
    EXPECT_FALSE(*line);
  }
}

TEST(JournalLine, DamageIsNamedAndNeverGuessedAt) {
  for (const auto* text :
       {"x", "-5 tick", "12", "12 unknown", "12 tick extra=1", "12 pain score=", "12 pain before=0",
        "12 pain score=x before=0", "12 pain score=1 before=2", "12 pain score=1 before=0 before=1",
        "12 trainer_data events=300 accumulated_w=0 state=3", "12 status code=9",
        "12 delivered mode=7", "12 general_data speed_mps=nan state=2",
        "12 general_data speed_mps=inf state=2", "99999999999999999999 tick",
        "12 pain score=1before=0"}) {
    const auto line = parse_journal_line(text);
    ASSERT_FALSE(line) << text;
    EXPECT_EQ(line.error().code, FaultCode::BadFile);
  }
}

TEST(JournalLine, CutOrScrambledTextNeverCrashes) {
  std::mt19937 random{7};
  for (const auto& line : one_of_each()) {
    const auto text = to_text(line);
    for (std::size_t cut = 0; cut < text.size(); ++cut) {
      (void)parse_journal_line(std::string_view{text}.substr(0, cut));
      auto scrambled = text;
      scrambled[cut] = static_cast<char>(random());
      (void)parse_journal_line(scrambled);
    }
  }
}

}  // namespace
}  // namespace softpedal
