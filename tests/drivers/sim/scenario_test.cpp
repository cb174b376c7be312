// SPDX-License-Identifier: MIT
// Rides each file of tests/scenarios with the whole program but for its command line: runner, core,
// driver and channel on one side of the bytes, the virtual stick on the other.
#include "drivers/sim/scenario.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/shell/intents.hpp"
#include "app/shell/runner.hpp"
#include "app/shell/timers.hpp"
#include "drivers/registry.hpp"
#include "profiles/profile.hpp"
#include "tests/places.hpp"

namespace softpedal::sim {
namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream{path}.rdbuf();
  return text.str();
}

Prescription prescribed(const Scenario& scenario) {
  using namespace std::chrono;
  const fs::path library = places::tests() / ".." / "profiles" / "library";
  const auto profile =
      profiles::load(library / (scenario.profile + ".toml"), 2026y / November / 21);
  if (!profile) {
    ADD_FAILURE() << profile.error().sentence;
    std::abort();
  }
  Prescription rx = profile->prescription;
  if (!scenario.seconds) return rx;
  const auto all = rx.warm_up + rx.ride + rx.cool_down;
  const auto scaled = [&](auto phase) {
    return duration_cast<decltype(phase)>(phase * scenario.seconds->count() / all.count());
  };
  rx.warm_up = std::chrono::seconds{scaled(rx.warm_up)};
  rx.ride = std::chrono::seconds{scaled(rx.ride)};
  rx.cool_down = std::chrono::seconds{scaled(rx.cool_down)};
  return rx;
}

struct Ridden {
  int exit_status = -1;
  std::vector<std::string> complaints;
  std::string story;  // each reason that was shown, and when
};

Ridden ride(const Scenario& scenario) {
  asio::io_context io;
  VirtualTimers timers{io};
  World world{timers, scenario.world};
  softpedal::TrainerOptions bound{};
  if (scenario.world.trainers.size() > 1) bound.number = scenario.world.trainers.front().number;
  for (const SensorOptions& sensor : scenario.world.sensors) {
    bound.sensors.push_back({.kind = sensor.kind, .number = number_of(sensor)});
  }
  bound.remote = scenario.world.remote;
  const auto trainer = trainer_drivers().front().make(open(world), timers, bound);
  NoRecord recorder;
  SnapshotBox screen;
  Onlooker onlooker{scenario.musts};
  Ridden ridden;
  bool over = false;
  std::string last_why;
  Runner runner{{timers, *trainer, recorder, screen},
                {.prescription = prescribed(scenario), .stick = "virtual stick"},
                {.shown =
                     [&](const Snapshot& snapshot, Instant) {
                       const std::string why{word(snapshot.why)};
                       onlooker.shown(why, world.age());
                       if (why == last_why) return;
                       last_why = why;
                       ridden.story += "  " + std::to_string(in_seconds(world.age())) + " " + why +
                                       " " + std::to_string(snapshot.resistance.count()) + "\n";
                     },
                 .beat = {},
                 .ended =
                     [&](const RideEnd& end) {
                       over = true;
                       ridden.exit_status = end.exit_status;
                       if (end.fault) ridden.story += "  fault: " + end.fault->sentence + "\n";
                     }}};
  for (const Saying& saying : scenario.says) {
    const auto event = event_of_word(saying.word);
    if (!event || !*event) {
      ADD_FAILURE() << "a rider cannot say \"" << saying.word << "\"";
      continue;
    }
    timers.after(saying.at, [&runner, said = **event] { runner.handle(said); });
  }
  std::function<void()> look = [&] {
    onlooker.look(world);
    timers.after(50ms, look);
  };
  timers.after(50ms, look);
  runner.start();
  while (!over && world.age() < 2h) timers.run_until(timers.now() + 1s);
  EXPECT_TRUE(over) << "the ride never ended";
  ridden.complaints = onlooker.complaints(ridden.exit_status);
  return ridden;
}

class Scenarios : public testing::TestWithParam<std::string> {};

TEST_P(Scenarios, HoldWhatTheySay) {
  const auto scenario = parse_scenario(slurp(GetParam()), fs::path{GetParam()}.filename());
  ASSERT_TRUE(scenario) << scenario.error().sentence;
  EXPECT_FALSE(scenario->about.empty());
  for (const std::uint64_t seed :
       {scenario->world.seed, scenario->world.seed + 100, scenario->world.seed + 200}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Scenario seeded = *scenario;
    seeded.world.seed = seed;
    const Ridden ridden = ride(seeded);
    for (const std::string& complaint : ridden.complaints) ADD_FAILURE() << complaint;
    if (!ridden.complaints.empty()) ADD_FAILURE() << ridden.story;
  }
}

std::vector<std::string> files() {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator{places::tests() / "scenarios"}) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

INSTANTIATE_TEST_SUITE_P(All, Scenarios, testing::ValuesIn(files()), [](const auto& test) {
  std::string name = fs::path{test.param}.stem();
  std::ranges::replace(name, '-', '_');
  return name;
});

Result<Scenario> parsed(const std::string& lines) {
  return parse_scenario("# softpedal scenario 1\n" + lines, "test.txt");
}

TEST(Scenario, IsReadWhole) {
  const auto scenario = parsed(R"(about A rider
profile subacute
seconds 120
seed 9
trainer kurt 70000
gear 50x17
cadence 62
starts 5
sensor strap 70001
sensor power scale 20
remote
at 50 press lap
loss 3
fault silence@60+5
at 40 cadence 70
say 30 pain 4
must exit 0
must torque_nm <= 4.5 from 10 to 50
must show eased
must not show link_lost
)");
  ASSERT_TRUE(scenario) << scenario.error().sentence;
  EXPECT_EQ(scenario->profile, "subacute");
  EXPECT_EQ(scenario->seconds, 120s);
  EXPECT_EQ(scenario->world.seed, 9u);
  const TrainerOptions& trainer = scenario->world.trainers.at(0);
  EXPECT_EQ(scenario->world.trainers.size(), 1u);
  EXPECT_EQ(trainer.number, 70000u);
  EXPECT_EQ(trainer.bike.model.name, "kurt");
  EXPECT_EQ(trainer.bike.gear, (Gear{50, 17}));
  EXPECT_EQ(trainer.bike.rider.cadence, Rpm{62.0});
  EXPECT_EQ(trainer.bike.rider.starts_at, Duration{5s});
  EXPECT_EQ(trainer.bike.acts.at(0).cadence, Rpm{70.0});
  ASSERT_EQ(scenario->world.sensors.size(), 2u);
  EXPECT_EQ(scenario->world.sensors[0].number, 70001u);
  EXPECT_EQ(scenario->world.sensors[1].too_much, Percent{20.0});
  EXPECT_TRUE(scenario->world.remote);
  ASSERT_EQ(scenario->world.presses.size(), 1u);
  EXPECT_EQ(scenario->world.presses[0], (Press{.at = 50s, .button = Button::Lap}));
  EXPECT_NEAR(scenario->world.usual_loss.count(), 0.03, 1e-12);
  EXPECT_EQ(scenario->says.at(0).word, "pain 4");
  ASSERT_EQ(scenario->musts.size(), 4u);
  EXPECT_EQ(scenario->musts[1].to, Duration{50s});
  EXPECT_EQ(scenario->musts[3].kind, Must::Kind::NotShow);
}

TEST(Scenario, IsRefusedWithTheLineThatIsNotUnderstood) {
  for (const char* bad : {"sed 9",
                          "seed",
                          "seed x",
                          "seed -1",
                          "trainer none",
                          "trainer kurt 0",
                          "trainer kurt 1048576",
                          "gear 34",
                          "cadence 0",
                          "cadence fast",
                          "starts",
                          "starts -1",
                          "loss 101",
                          "fault none",
                          "fault silence@x",
                          "at 3",
                          "at x stop",
                          "at 3 jump",
                          "at 3 press lap",
                          "at 3 press",
                          "sensor",
                          "sensor heart",
                          "remote 3",
                          "say 3",
                          "must",
                          "must exit",
                          "must exit 300",
                          "must torque <= 3",
                          "must torque_nm < 3",
                          "must torque_nm <= x",
                          "must torque_nm <= 3 from 5 to 2",
                          "must show",
                          "must not eased",
                          "seconds 1e9"}) {
    const auto scenario = parsed("about x\n" + std::string{bad} + "\nmust exit 0\n");
    ASSERT_FALSE(scenario) << bad;
    EXPECT_EQ(scenario.error().code, FaultCode::BadFile);
    EXPECT_EQ(scenario.error().sentence.find("test.txt, line 3: "), 0u)
        << scenario.error().sentence;
  }
  EXPECT_FALSE(parse_scenario("", "x"));
  EXPECT_FALSE(parse_scenario("must exit 0\n", "x"));
  EXPECT_FALSE(parsed("about x\n"));  // nothing must hold
}

TEST(Scenario, AnOnlookerComplainsOfWhatDoesNotHold) {
  const auto scenario = parsed(
      "profile acute-2\nseconds 30\nmust exit 9\nmust torque_nm <= 0.1\nmust show eased\n"
      "must not show done\n");
  ASSERT_TRUE(scenario);
  const auto complaints = ride(*scenario).complaints;
  ASSERT_EQ(complaints.size(), 4u);
  EXPECT_EQ(complaints[0].find("must exit 9: it was "), 0u);
  EXPECT_EQ(complaints[1].find("must torque_nm <= 0.1: "), 0u);
}

}  // namespace
}  // namespace softpedal::sim
