// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/commands/decide_again.hpp"
#include "app/core/journal_line.hpp"
#include "app/core/session.hpp"
#include "tests/app/commands/command_line.hpp"

namespace softpedal::commands {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

constexpr Prescription prescription{
    .phase = RehabPhase::Chronic,
    .warm_up = seconds{5},
    .ride = seconds{30},
    .cool_down = seconds{5},
    .target = {.mode = TargetMode::Resistance, .resistance = Percent{4.0}},
    .limits = {.torque_mean = NewtonMetres{10.0},
               .torque_peak = NewtonMetres{14.0},
               .power = Watts{80.0},
               .resistance = Percent{10.0},
               .ramp_up_per_second = Percent{1.0},
               .total = seconds{60}},
    .cadence_low = Rpm{50.0},
    .cadence_high = Rpm{80.0},
    .pain = {.ask_every = seconds{60}, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3},
};

// A short ride as a runner writes it: each event, and each decision that changed.
class Writer {
 public:
  Writer() {
    text_ = "# softpedal, a ride of a test\n\n" + to_text({Instant{}, prescription}) + "\n";
  }
  void happens(const Event& event, Duration after = 250ms) {
    now_ += after;
    const Decision decision = step(session_, event, now_);
    write({now_, event});
    if (decided_ != decision) write({now_, decision});
    decided_ = decision;
  }
  [[nodiscard]] bool prescribed(const Prescription& other) {
    write({now_, other});
    return prescribe(session_, other);
  }
  // The rider turns, and trainer and disk obey.
  void rides(int readings) {
    for (int i = 0; i < readings; ++i) {
      happens(Ticked{});
      const Command wanted = decided_->command;
      if (wanted.set_point != delivered_) happens(Delivered{wanted.set_point});
      delivered_ = wanted.set_point;
      if (wanted.load_uncertain != noted_) happens(NoteWritten{wanted.load_uncertain});
      noted_ = wanted.load_uncertain;
      accumulated_ = static_cast<std::uint16_t>(accumulated_ + 20);
      happens(TrainerData{.event_count = ++count_,
                          .cadence = Rpm{60.0},
                          .power = Watts{20.0},
                          .accumulated_watts = accumulated_,
                          .state = FeState::InUse});
    }
  }
  void write(const JournalLine& line) { text_ += to_text(line) + "\n"; }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_{};
  Session session_ = new_session(prescription);
  std::optional<Decision> decided_{};
  Instant now_{};
  SetPoint delivered_{};
  bool noted_ = false;
  std::uint8_t count_ = 0;
  std::uint16_t accumulated_ = 0;
};

Writer a_ride() {
  Writer ride;
  ride.happens(Started{});
  ride.happens(TrainerFound{.number = 12345});
  ride.happens(Delivered{});
  ride.happens(CommandStatus{.code = StatusCode::Pass, .echo = SetPoint{}});
  ride.happens(Abilities{.answered = true,
                         .max_force = Newtons{50.0},
                         .basic_resistance = true,
                         .target_power = true,
                         .simulation = true});
  ride.rides(60);
  ride.happens(Intent::Stop);
  ride.rides(4);
  return ride;
}

Result<DecidedAgain> again(const std::string& text) {
  std::istringstream stream{text};
  return decide_again(stream, "ride.journal");
}

TEST(DecideAgain, TheSameRideHasNoDifference) {
  const auto result = again(a_ride().text());
  ASSERT_TRUE(result) << result.error().sentence;
  EXPECT_EQ(result->rides, 1u);
  EXPECT_GT(result->events, 130u);
  EXPECT_GT(result->decisions, 10u) << a_ride().text();
  EXPECT_TRUE(result->differences.empty());
}

Prescription shorter() {
  Prescription other = prescription;
  other.ride = seconds{10};
  other.target.resistance = Percent{1.0};
  return other;
}

TEST(DecideAgain, APrescriptionChosenBeforeStartIsTheOneDecidedBy) {
  Writer ride;
  ride.happens(TrainerFound{.number = 12345});
  ride.happens(Pain{.score = 2, .before_ride = true});
  ASSERT_TRUE(ride.prescribed(shorter()));
  ride.happens(Started{});
  ride.happens(Delivered{});
  ride.happens(CommandStatus{.code = StatusCode::Pass, .echo = SetPoint{}});
  ride.happens(Abilities{.answered = true,
                         .max_force = Newtons{50.0},
                         .basic_resistance = true,
                         .target_power = true,
                         .simulation = true});
  ride.rides(100);
  const auto result = again(ride.text());
  ASSERT_TRUE(result) << result.error().sentence;
  EXPECT_EQ(result->rides, 1u);
  EXPECT_TRUE(result->differences.empty());
  EXPECT_NE(ride.text().find("resistance=1 "), ride.text().npos) << "it was ridden by it";
}

TEST(DecideAgain, APrescriptionAfterAStartedRideBeginsAnotherRide) {
  const std::string one = a_ride().text();
  const auto result = again(one + one);
  ASSERT_TRUE(result) << result.error().sentence;
  EXPECT_EQ(result->rides, 2u);
  EXPECT_TRUE(result->differences.empty());
}

TEST(DecideAgain, AClockThatGoesBackIsAnotherRidesThoughNoneWasStarted) {
  Writer ready;
  ready.happens(TrainerFound{.number = 12345});
  ready.happens(Intent::Ease);
  const auto result = again(ready.text() + a_ride().text());
  ASSERT_TRUE(result) << result.error().sentence;
  EXPECT_EQ(result->rides, 2u);
  EXPECT_TRUE(result->differences.empty());
}

// Cuts out the line that holds `word` for the last time before `from_end`.
std::string without_line(std::string text, const std::string& line) {
  const std::size_t at = text.find(line + "\n");
  EXPECT_NE(at, text.npos);
  return text.erase(at, line.size() + 1);
}

std::vector<std::string> decision_lines(const std::string& text) {
  std::vector<std::string> found;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) {
    const auto parsed = parse_journal_line(line);
    if (parsed && *parsed && std::holds_alternative<Decision>((*parsed)->what)) {
      found.push_back(line);
    }
  }
  return found;
}

TEST(DecideAgain, AChangedDecisionIsADifference) {
  const std::string text = a_ride().text();
  for (const std::string& line : decision_lines(text)) {
    const auto parsed = parse_journal_line(line);
    JournalLine other = **parsed;
    auto& decision = std::get<Decision>(other.what);
    decision.command.set_point.resistance = Percent{7.5};
    std::string changed = text;
    changed.replace(changed.find(line), line.size(), to_text(other));
    const auto result = again(changed);
    ASSERT_TRUE(result) << result.error().sentence;
    ASSERT_FALSE(result->differences.empty()) << line;
    EXPECT_EQ(result->differences.front().recorded, to_text(other));
    EXPECT_EQ(result->differences.front().now, line);
  }
}

TEST(DecideAgain, AMissingDecisionIsADifference) {
  const std::string text = a_ride().text();
  const auto lines = decision_lines(text);
  ASSERT_GT(lines.size(), 2u);
  const auto result = again(without_line(text, lines[1]));
  ASSERT_TRUE(result);
  ASSERT_FALSE(result->differences.empty());
  EXPECT_EQ(result->differences.front().now, lines[1]);
}

TEST(DecideAgain, AnAddedDecisionIsADifference) {
  Writer ride = a_ride();
  ride.happens(Ticked{});
  ride.write({Instant{60s}, Decision{Command{}, Why::Ramp}});
  const auto result = again(ride.text());
  ASSERT_TRUE(result);
  EXPECT_EQ(result->differences.size(), 1u);
}

// However a ride was cut, its journal is decided again up to there.
TEST(DecideAgain, ACutJournalHasNoDifference) {
  const std::string text = a_ride().text();
  const std::size_t first_event = text.find(" prescription");
  for (std::size_t length = text.find('\n', first_event) + 1; length < text.size(); ++length) {
    std::string torn = text.substr(0, length);
    const bool whole_line = torn.back() == '\n';
    if (whole_line) torn += "# cut: the ride ended without closing its journal\n";
    const auto result = again(torn);
    ASSERT_TRUE(result) << result.error().sentence;
    ASSERT_TRUE(result->differences.empty()) << torn.substr(torn.size() - 80);
  }
}

TEST(DecideAgain, ADamagedLineIsNamed) {
  std::string text = a_ride().text();
  const std::size_t line_5 = [&text] {
    std::size_t at = 0;
    for (int i = 0; i < 4; ++i) at = text.find('\n', at) + 1;
    return at;
  }();
  text.insert(line_5, "abracadabra ");
  const auto result = again(text);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, FaultCode::BadFile);
  EXPECT_TRUE(result.error().sentence.starts_with("ride.journal:5: ")) << result.error().sentence;
}

TEST(DecideAgain, WithoutItsBeginningAJournalIsRefused) {
  const auto result = again(to_text({Instant{1s}, Event{Ticked{}}}) + "\n");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().sentence,
            "ride.journal:1: an event stands before the prescription: the beginning of this "
            "journal is missing.");
}

class ReplayCommand : public testing::Test {
 protected:
  void TearDown() override { fs::remove_all(here_); }
  std::string file(const std::string& name, const std::string& text) {
    fs::create_directories(here_);
    std::ofstream{here_ / name, std::ios::binary} << text;
    return (here_ / name).string();
  }
  const fs::path here_ = fs::path{testing::TempDir()} / ("replay-" + std::to_string(getpid()));
};

TEST_F(ReplayCommand, TellsAJournalByItsContent) {
  const Said said = run(add_replay, {"replay", file("ride.txt", a_ride().text())});
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_TRUE(said.out.ends_with("no difference.\n")) << said.out;
}

TEST_F(ReplayCommand, GivesStatusOneForADifference) {
  std::string text = a_ride().text();
  text = without_line(text, decision_lines(text).back());
  const std::string path =
      file("ride.journal", text + to_text({Instant{90s}, Event{Ticked{}}}) + "\n");
  EXPECT_EQ(run(add_replay, {"replay", path}).status, 1);
  const Said json = run(add_replay, {"replay", path, "--json"});
  EXPECT_EQ(json.status, 1);
  EXPECT_FALSE(nlohmann::json::parse(json.out).at("differences").empty());
}

// A trainer 12345 (0x3039) of type 17: channel 0, extended data, two pages 25 with 20 W each.
TEST_F(ReplayCommand, SumsUpARecordingAsOneJsonObject) {
  const std::string path = file("trainer.txt",
                                "# a test\n"
                                "0.000 S>H A4 0E 4E 00 19 01 3C 14 00 14 00 30 80 39 30 11 05 6D\n"
                                "0.250 S>H A4 0E 4E 00 19 02 3D 28 00 15 00 30 80 39 30 11 05 52\n"
                                "0.300 S>H A4 03 40 00 01 05 E3\n");
  const Said said = run(add_replay, {"replay", path, "--json"});
  ASSERT_EQ(said.status, 0) << said.err;
  EXPECT_EQ(std::count(said.out.begin(), said.out.end(), '\n'), 1);
  const auto summary = nlohmann::json::parse(said.out);
  EXPECT_EQ(summary.size(), 2u);
  EXPECT_EQ(summary.at("channel_events"), (nlohmann::json{{"5", 1}}));
  ASSERT_EQ(summary.at("devices").size(), 1u);
  EXPECT_EQ(summary.at("devices")[0], nlohmann::json::parse(R"({
    "number": 12345, "type": 17, "transmission": 5, "messages": 2, "pages": {"25": 2},
    "events": 1, "accumulated_w": 20, "power_min_w": 20, "power_max_w": 21,
    "cadence_min_rpm": 60, "cadence_max_rpm": 61, "distance_m": null, "elapsed_s": 0})"));
}

TEST_F(ReplayCommand, RefusesWhatItCannotRead) {
  for (const std::string& path :
       {file("letter.txt", "Dear rider,\n"), file("empty.txt", ""), file("blank.txt", "\n# x\n\n"),
        file("zeros", std::string(1000, '\0')), here_.string(), (here_ / "none").string(),
        file("half.txt", "0.000 S>H A4 03\n0.1 S>H A4 0\n")}) {
    const Said said = run(add_replay, {"replay", path});
    EXPECT_EQ(said.status, 2) << path;
    EXPECT_TRUE(said.err.starts_with("softpedal: " + path)) << said.err;
    EXPECT_EQ(std::count(said.err.begin(), said.err.end(), '\n'), 1) << said.err;
  }
}

}  // namespace
}  // namespace softpedal::commands
