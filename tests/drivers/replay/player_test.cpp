// SPDX-License-Identifier: MIT
// Recordings through the whole stack: link, frames, channel machine, pages, trainer port.
#include "drivers/replay/player.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "drivers/antplus/field.hpp"
#include "drivers/fec_trainer.hpp"
#include "tests/drivers/trainer/fake_timers.hpp"
#include "tests/places.hpp"

namespace softpedal::replay {
namespace {

using namespace std::chrono_literals;

struct Ride {
  std::vector<Event> events{};
  std::vector<Fault> faults{};
  template <class Kind>
  [[nodiscard]] std::vector<Kind> all() const {
    std::vector<Kind> found;
    for (const Event& event : events) {
      if (const auto* one = std::get_if<Kind>(&event)) found.push_back(*one);
    }
    return found;
  }
};

Ride ridden(const std::filesystem::path& file, std::uint32_t number, Duration length) {
  std::ifstream text{file};
  const auto recording = read_recording(text, file.string());
  EXPECT_TRUE(recording);
  test::FakeTimers timers;
  Ride ride;
  const OpenLink open = [&](bool) -> Result<std::unique_ptr<ByteLink>> {
    return std::make_unique<Player>(timers, *recording);
  };
  FecTrainer trainer{open, timers, {.number = number}};
  trainer.start({.event = [&](const Event& event) { ride.events.push_back(event); },
                 .failed = [&](const Fault& fault) { ride.faults.push_back(fault); }});
  timers.run_for(length);
  bool closed = false;
  trainer.close([&] { closed = true; });
  timers.run_for(4s);
  EXPECT_TRUE(closed);
  return ride;
}

TEST(Player, TheRealTacxRecordingGoesThroughTheWholeStack) {
  const auto file = places::shared() / "captures/01_tacx_fec_usb_part1.txt";
  if (!std::filesystem::exists(file)) {
    GTEST_SKIP() << "THE RECORDINGS ARE ABSENT: real traffic is NOT tested here: " << file;
  }
  const Ride ride = ridden(file, 15264, 40s);
  EXPECT_TRUE(ride.faults.empty());
  const auto found = ride.all<TrainerFound>();
  ASSERT_FALSE(found.empty());
  for (const TrainerFound& one : found) EXPECT_EQ(one.number, 15264u);
  const auto pages = ride.all<TrainerData>();
  ASSERT_EQ(pages.size(), 45u);
  unsigned events = 0, watts = 0;
  for (std::size_t i = 1; i < pages.size(); ++i) {
    events += antplus::advance(pages[i - 1].event_count, pages[i].event_count);
    watts += antplus::advance(pages[i - 1].accumulated_watts, pages[i].accumulated_watts);
  }
  EXPECT_EQ(events, 64u);
  EXPECT_EQ(watts, 3872u);
  EXPECT_EQ(std::ranges::max(pages, {}, &TrainerData::power).power, Watts{158});
  EXPECT_EQ(std::ranges::max(pages, {}, &TrainerData::cadence).cadence, Rpm{70});
  EXPECT_EQ(ride.all<GeneralData>().size(), 50u);
  EXPECT_FALSE(ride.all<Delivered>().empty()) << "the release went out and was confirmed by radio";
  for (const Delivered& one : ride.all<Delivered>()) EXPECT_TRUE(one.set_point.release());
}

TEST(Player, ARideOfOurOwnGoesThroughTheWholeStack) {
  const Ride ride = ridden(places::tests() / "captures/sim_ride.txt", 31415, 70s);
  EXPECT_TRUE(ride.faults.empty());
  EXPECT_EQ(ride.all<TrainerData>().size(), 109u);
  EXPECT_EQ(ride.all<GeneralData>().size(), 56u);
  ASSERT_FALSE(ride.all<Abilities>().empty());
  EXPECT_EQ(ride.all<Abilities>().front().max_force, Newtons{100});
}

TEST(Player, ATrainerThatIsNotInTheRecordingIsNotFound) {
  const Ride ride = ridden(places::tests() / "captures/sim_ride.txt", 999, 40s);
  EXPECT_TRUE(ride.all<TrainerFound>().empty());
  EXPECT_TRUE(ride.all<TrainerData>().empty());
}

}  // namespace
}  // namespace softpedal::replay
