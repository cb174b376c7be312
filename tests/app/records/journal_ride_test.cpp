// SPDX-License-Identifier: MIT
#include "app/records/journal_ride.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "app/core/journal_line.hpp"
#include "app/core/remark.hpp"

namespace softpedal::records {
namespace {

using namespace std::chrono;

const Prescription rx{.phase = RehabPhase::Acute,
                      .warm_up = 2s,
                      .ride = 6s,
                      .cool_down = 2s,
                      .target = {.mode = TargetMode::Release},
                      .limits = {.torque_mean = NewtonMetres{3.0},
                                 .torque_peak = NewtonMetres{4.0},
                                 .power = Watts{20.0},
                                 .resistance = Percent{5.0},
                                 .ramp_up_per_second = Percent{0.1},
                                 .total = 300s},
                      .cadence_low = Rpm{40.0},
                      .cadence_high = Rpm{60.0},
                      .pain = {.ask_every = 180s, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3}};

constexpr Duration start = 100s;  // on the journal's clock: it was opened a while before Start
const sys_seconds noon = sys_days{2026y / 11 / 21} + 12h;

// A journal written line by line.
class Journal {
 public:
  Journal& say(const Remark& remark) { return put("# " + to_text(remark)); }
  Journal& at(Duration time, const std::variant<Prescription, Event, Decision, Second>& what) {
    return put(to_text({Instant{time}, what}));
  }
  Journal& decide(Duration time, Why why) { return at(time, Decision{{}, why}); }
  Journal& second(int number, Phase phase, Why why = Why::OnTarget) {
    const double n = number;
    return at(start + seconds{number}, Second{.elapsed = seconds{number},
                                              .ridden = seconds{number},
                                              .phase = phase,
                                              .why = why,
                                              .cadence = Rpm{50.0 + n},
                                              .power = Watts{10.0 + n},
                                              .torque_mean = NewtonMetres{2.0},
                                              .torque_reading = NewtonMetres{2.0 + 0.1 * n},
                                              .speed = MetresPerSecond{2.5},
                                              .work = Joules{12.0 * n},
                                              .revolutions = 0.9 * n,
                                              .over_cap = milliseconds{100 * number}});
  }
  Journal& put(const std::string& line) {
    lines.push_back(line);
    return *this;
  }
  [[nodiscard]] std::string text() const {
    std::string all;
    for (const auto& line : lines) all += line + '\n';
    return all;
  }
  std::vector<std::string> lines{};
};

Journal header() {
  return Journal{}
      .say(SoftwareRemark{"0.1.0"})
      .say(BeganRemark{noon})
      .say(StickRemark{"usb"})
      .say(ProfileRemark{"Acute 1"})
      .say(PlanRemark{7})
      .say(ProfileTextRemark{"format = 1\n"})
      .at(0s, rx)
      .at(10s, Event{Pain{2, true}})
      .at(99s, Event{Started{}});
}

Journal whole() {
  Journal journal = header();
  journal.say(RidingRemark{noon + 130s, 60min}).second(0, Phase::WarmUp, Why::WarmUp);
  for (int n = 1; n <= 9; ++n) {
    if (n == 3)
      journal.decide(start + 3400ms, Why::TorqueMeanCap).decide(start + 3900ms, Why::Ramp);
    if (n == 5) journal.at(start + 5500ms, Event{Pain{4}}).decide(start + 5500ms, Why::EasedByPain);
    if (n == 7) journal.decide(start + 6900ms, Why::OnTarget);
    journal.second(n, n < 2 ? Phase::WarmUp : n < 8 ? Phase::Ride : Phase::CoolDown);
  }
  return journal.second(10, Phase::Ending, Why::Done)
      .say(TrainerRemark{{4711, 89, 2875, "1.2", 77}})
      .say(AfterPainRemark{3})
      .say(AfterNoteRemark{"stiff"})
      .say(MorningRemark{{2026y / 11 / 22, 1, false}});
}

KeptRide ride_of(const Journal& journal) {
  const auto read = parse_journal(journal.text(), "2026-11-21T12-00-00Z");
  EXPECT_TRUE(read.ride);
  return read.ride.value_or(KeptRide{});
}

TEST(JournalRide, TellsWhoWhenAndWithWhat) {
  const RideSummary sum = ride_of(whole()).summary;
  EXPECT_EQ(sum.id, "2026-11-21T12-00-00Z");
  EXPECT_EQ(sum.began, noon + 130s);
  EXPECT_EQ(sum.utc_offset, 60min);
  EXPECT_EQ(sum.title, "Acute 1");
  EXPECT_EQ(sum.profile_hash, "a1af1bccf46862c1ce45d1064094b00a0808329540e06a44bcedd8c921849f1e");
  EXPECT_EQ(sum.prescription, rx);
  EXPECT_EQ(sum.sessions_per_week, 7);
  EXPECT_EQ(sum.software, "softpedal 0.1.0");
  EXPECT_EQ(sum.stick, "usb");
  EXPECT_EQ(sum.trainer, (KeptTrainer{4711, 89, 2875, "1.2", 77}));
  EXPECT_FALSE(sum.simulated);
  EXPECT_FALSE(sum.cut);
}

TEST(JournalRide, SumsUpWhatWasRidden) {
  const KeptRide ride = ride_of(whole());
  const RideSummary& sum = ride.summary;
  ASSERT_EQ(ride.seconds.size(), 11U);
  EXPECT_EQ(sum.elapsed, 10s);
  EXPECT_EQ(sum.work, Joules{120.0});
  EXPECT_EQ(sum.over_cap, 1000ms);
  EXPECT_EQ(sum.cadence_mean, Rpm{55.0});
  EXPECT_EQ(sum.power_mean, Watts{15.0});
  EXPECT_EQ(sum.torque_peak, NewtonMetres{3.0});
  EXPECT_DOUBLE_EQ(sum.distance.count(), 25.0);
  EXPECT_EQ(sum.end, Why::Done);
  EXPECT_EQ(sum.breaches, 1);
  EXPECT_EQ(sum.eases, 1);
}

TEST(JournalRide, KnowsPainFourWaysAndTheNote) {
  const RideSummary sum = ride_of(whole()).summary;
  EXPECT_EQ(sum.pain_before, 2);
  EXPECT_EQ(sum.pain_peak, 4);
  EXPECT_EQ(sum.pain_after, 3);
  EXPECT_EQ(sum.morning, (Morning{2026y / 11 / 22, 1, false}));
  EXPECT_EQ(sum.note, "stiff");
}

TEST(JournalRide, MarksWhatHappenedWhenItHappened) {
  using K = Mark::Kind;
  const std::vector<Mark> expected{
      {.at = 0s, .kind = K::Phase, .phase = Phase::WarmUp},
      {.at = 2s, .kind = K::Phase, .phase = Phase::Ride},
      {.at = 3400ms, .kind = K::Breach, .why = Why::TorqueMeanCap},
      {.at = 5500ms, .kind = K::Pain, .score = 4},
      {.at = 5500ms, .kind = K::Ease, .why = Why::EasedByPain},
      {.at = 6900ms, .kind = K::Resume, .why = Why::OnTarget},
      {.at = 8s, .kind = K::Phase, .phase = Phase::CoolDown},
      {.at = 10s, .kind = K::End, .why = Why::Done},
  };
  EXPECT_EQ(ride_of(whole()).marks, expected);
}

TEST(JournalRide, WhatHappenedBeforeStartOrAfterTheEndIsNoneOfIt) {
  Journal journal = header();
  journal.lines.insert(journal.lines.end() - 1,
                       to_text({Instant{50s}, Decision{{}, Why::LinkLost}}));
  journal.second(0, Phase::Ride)
      .second(1, Phase::Ride)
      .second(2, Phase::Ending, Why::StoppedByRider);
  journal.decide(start + 3s, Why::LinkLost);
  const KeptRide ride = ride_of(journal);
  ASSERT_EQ(ride.marks.size(), 2U);
  EXPECT_EQ(ride.marks.back().kind, Mark::Kind::End);
  EXPECT_EQ(ride.summary.end, Why::StoppedByRider);
}

TEST(JournalRide, WhereNothingWasRiddenThereIsNone) {
  EXPECT_FALSE(parse_journal("", "id").ride);
  EXPECT_FALSE(parse_journal(header().text(), "id").ride);
  EXPECT_FALSE(parse_journal(header().at(start, Second{.elapsed = 60s}).text(), "id").ride);
}

TEST(JournalRide, ThatWasCutHasNoEndAndLosesNothingElse) {
  Journal journal = whole();
  while (journal.lines.back().find(" second ") == std::string::npos) journal.lines.pop_back();
  journal.lines.pop_back();
  journal.put("# cut: the ride ended without closing its journal; recovered 2026-11-21T13:00:00Z");
  const KeptRide ride = ride_of(journal);
  EXPECT_TRUE(ride.summary.cut);
  EXPECT_EQ(ride.summary.end, Why::Connecting);
  EXPECT_EQ(ride.summary.elapsed, 9s);
  EXPECT_EQ(ride.summary.work, Joules{108.0});
}

TEST(JournalRide, ADamagedLineLosesItselfOnly) {
  const Journal good = whole();
  const KeptRide undamaged = ride_of(good);
  for (std::size_t i = 0; i < good.lines.size(); ++i) {
    Journal bad = good;
    bad.lines[i].insert(bad.lines[i].size() / 2, "\x01?");
    const auto read = parse_journal(bad.text(), undamaged.summary.id);
    ASSERT_TRUE(read.ride) << bad.lines[i];
    const bool second = good.lines[i].find(" second ") != std::string::npos;
    EXPECT_EQ(read.ride->seconds.size(), undamaged.seconds.size() - (second ? 1 : 0));
    EXPECT_GE(read.ride->summary.work, Joules{108.0});
    EXPECT_LE(read.damaged_lines, 1);
    EXPECT_EQ(read.ride->summary.damaged_lines, read.damaged_lines);
  }
}

TEST(JournalRide, ASecondThatContradictsItsOwnTimeIsDamagedAndTakesNoOtherWithIt) {
  const KeptRide undamaged = ride_of(whole());
  for (int number = 1; number <= 9; ++number) {
    for (const char* field : {"elapsed_us", "ridden_us"}) {
      Journal bad = whole();
      for (auto& line : bad.lines) {
        const auto at = line.find(fmt::format(" {}={}", field, number * 1000000));
        if (line.find(" second elapsed_us=" + std::to_string(number * 1000000) + " ") !=
            std::string::npos) {
          line.insert(at + std::string{field}.size() + 2, "9");
        }
      }
      const auto read = parse_journal(bad.text(), undamaged.summary.id);
      ASSERT_TRUE(read.ride) << field << number;
      EXPECT_EQ(read.ride->seconds.size(), undamaged.seconds.size() - 1) << field << number;
      EXPECT_EQ(read.damaged_lines, 1);
      EXPECT_EQ(read.ride->summary.elapsed, 10s);
    }
  }
}

// As softpedal 0.1.0 wrote it where the cranks turned already when Start took effect.
TEST(JournalRide, WhatSeemsRiddenBeforeStartIsTakenOff) {
  for (const Duration before : {Duration{1us}, Duration{250ms}, Duration{1s}}) {
    Journal journal = header();
    for (int i = 1; i <= 5; ++i) {
      journal.at(start + seconds{i}, Second{.elapsed = seconds{i},
                                            .ridden = seconds{i} + before,
                                            .phase = Phase::Ride,
                                            .why = Why::OnTarget});
    }
    const auto read = parse_journal(journal.text(), "ride");
    ASSERT_TRUE(read.ride);
    EXPECT_EQ(read.damaged_lines, 0);
    ASSERT_EQ(read.ride->seconds.size(), 5U);
    for (const Second& second : read.ride->seconds) EXPECT_EQ(second.ridden, second.elapsed);
    EXPECT_EQ(read.ride->summary.ridden, 5s);
  }
}

TEST(JournalRide, WhereNoSecondCanBeBelievedTheRideIsRefused) {
  Journal journal = header();
  for (int i = 1; i <= 5; ++i) {
    journal.at(start + seconds{i}, Second{.elapsed = seconds{i}, .ridden = seconds{i + 60}});
  }
  const auto read = parse_journal(journal.text(), "ride");
  EXPECT_FALSE(read.ride);
  EXPECT_TRUE(read.refused);
  EXPECT_FALSE(parse_journal(header().text(), "ride").refused) << "nothing was ridden";
}

// As softpedal 0.1.0 wrote it.
TEST(JournalRide, ALateLinkIsNoPause) {
  Journal journal = header();
  journal.second(1, Phase::WarmUp).second(2, Phase::Paused, Why::LinkLate);
  journal.second(3, Phase::Ride).second(4, Phase::Paused, Why::Paused);
  journal.second(5, Phase::Paused, Why::LinkLate).second(6, Phase::Paused, Why::LinkLost);
  const KeptRide ride = ride_of(journal);
  std::vector<Phase> phases;
  for (const Second& second : ride.seconds) phases.push_back(second.phase);
  EXPECT_EQ(phases, (std::vector{Phase::WarmUp, Phase::WarmUp, Phase::Ride, Phase::Paused,
                                 Phase::Paused, Phase::Paused}));
}

TEST(JournalRide, WhatEndsItIsNoReturnToTheRide) {
  Journal journal = header();
  journal.second(0, Phase::Ride).second(1, Phase::Ride).second(2, Phase::Ride);
  journal.decide(start + 1500ms, Why::Eased).decide(start + 3s, Why::StoppedByRider);
  const KeptRide ride = ride_of(journal.second(3, Phase::Ending, Why::StoppedByRider));
  ASSERT_EQ(ride.marks.size(), 3U);
  EXPECT_EQ(ride.marks[1].kind, Mark::Kind::Ease);
  EXPECT_EQ(ride.marks[2].kind, Mark::Kind::End);
}

TEST(JournalRide, AnEndAtTheInstantOfASecondIsItsEnd) {
  Journal journal = header();
  journal.second(0, Phase::Ride).second(1, Phase::Ride).second(2, Phase::Ride);
  const KeptRide ride = ride_of(journal.second(2, Phase::Ending, Why::StoppedByRider));
  EXPECT_EQ(ride.seconds.size(), 3U);
  EXPECT_EQ(ride.summary.end, Why::StoppedByRider);
}

TEST(JournalRide, ThatWasCutStillKnowsItsTrainer) {
  const KeptRide ride = ride_of(
      header().at(20s, Event{TrainerFound{4711}}).second(0, Phase::Ride).second(1, Phase::Ride));
  EXPECT_EQ(ride.summary.trainer.number, 4711U);
}

TEST(JournalRide, APauseRidesNoDistanceAndCountsInNoMean) {
  Journal journal = header();
  journal.second(0, Phase::Ride).second(1, Phase::Ride).second(2, Phase::Paused);
  const RideSummary sum = ride_of(journal.second(3, Phase::Ride)).summary;
  EXPECT_DOUBLE_EQ(sum.distance.count(), 5.0);
  EXPECT_DOUBLE_EQ(sum.power_mean->count(), (10.0 + 11.0 + 13.0) / 3.0);
}

TEST(JournalRide, WithoutItsMomentBeganWhenTheJournalAndItsClockSay) {
  Journal journal = whole();
  std::erase_if(journal.lines, [](const auto& line) { return line.starts_with("# riding"); });
  EXPECT_EQ(ride_of(journal).summary.began, noon + 100s);
}

TEST(JournalRide, SecondsOutOfOrderAreLeftOut) {
  Journal journal = header();
  journal.second(0, Phase::Ride)
      .second(2, Phase::Ride)
      .second(1, Phase::Ride)
      .second(3, Phase::Ride);
  EXPECT_EQ(ride_of(journal).seconds.size(), 3U);
}

}  // namespace
}  // namespace softpedal::records
