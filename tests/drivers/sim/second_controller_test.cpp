// SPDX-License-Identifier: MIT
// Another program steers the same trainer: whatever its moments are, it is named, and its load does
// not last.
#include <gtest/gtest.h>

#include <memory>

#include "app/shell/runner.hpp"
#include "app/shell/timers.hpp"
#include "drivers/registry.hpp"
#include "drivers/sim/world.hpp"

namespace softpedal::sim {
namespace {

Prescription at_the_floor() {
  return {.phase = RehabPhase::Acute,
          .warm_up = 10s,
          .ride = 300s,
          .cool_down = 0s,
          .target = {.mode = TargetMode::Release},
          .limits = {.torque_mean = NewtonMetres{20.0},
                     .torque_peak = NewtonMetres{30.0},
                     .power = Watts{150.0},
                     .resistance = Percent{10.0},
                     .ramp_up_per_second = Percent{0.5},
                     .total = 600s},
          .cadence_low = Rpm{50.0},
          .cadence_high = Rpm{70.0},
          .pain = {.ask_every = 600s, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3}};
}

class SharedTrainer {
 public:
  explicit SharedTrainer(const std::string& fault)
      : world_{timers_, with(fault)},
        trainer_{trainer_drivers().front().make(open(world_), timers_, {})},
        runner_{{timers_, *trainer_, recorder_, screen_},
                {.prescription = at_the_floor(), .stick = "virtual stick"},
                {.shown =
                     [this](const Snapshot& s, Instant now) {
                       if (s.why == Why::AnotherController && !named_at) named_at = now;
                     },
                 .beat = {},
                 .ended = {}}} {
    runner_.start();
  }
  void run(Duration time) { timers_.run_until(timers_.now() + time); }
  // The longest time without a release of ours.
  [[nodiscard]] Duration longest_pause(Instant from, Instant until) {
    Instant last = from;
    Duration longest{};
    for (const ControlPage& page : world_.trainer().received()) {
      if (page.foreign || page.at < from || page.at > until) continue;
      if (antplus::page_number(page.page) != fec::page48::number) continue;
      longest = std::max(longest, page.at - last);
      last = page.at;
    }
    return std::max(longest, until - last);
  }
  [[nodiscard]] Instant now() const { return timers_.now(); }
  std::optional<Instant> named_at;

 private:
  static WorldOptions with(const std::string& fault) {
    WorldOptions options;
    options.faults.push_back(*parse_fault(fault));
    return options;
  }
  asio::io_context io_;
  VirtualTimers timers_{io_};
  World world_;
  NoRecord recorder_;
  SnapshotBox screen_;
  std::unique_ptr<TrainerPort> trainer_;
  Runner runner_;
};

TEST(SecondController, ThatCommandsInEverySlotIsNamedWithinSeconds) {
  SharedTrainer trainer{"second_controller_busy=25@30+300"};
  trainer.run(30s);
  ASSERT_FALSE(trainer.named_at);
  const Instant begins = trainer.now();
  trainer.run(20s);
  ASSERT_TRUE(trainer.named_at);
  EXPECT_LE(*trainer.named_at - begins, 15s);
}

TEST(SecondController, ThatWasThereFromTheStartIsNamedToo) {
  SharedTrainer trainer{"second_controller_busy=25@0+300"};
  trainer.run(20s);
  EXPECT_TRUE(trainer.named_at);
}

// One with the pace of ours: at each place between two of our refreshes.
TEST(SecondController, ThatKeepsAPhaseOfOursIsNamedWhateverThePhase) {
  for (int quarter = 0; quarter < 8; ++quarter) {
    const double from = 60.0 + 0.25 * quarter;
    SharedTrainer trainer{"second_controller=25@" + std::to_string(from) + "+400"};
    trainer.run(60s);
    ASSERT_FALSE(trainer.named_at);
    trainer.run(60s);
    EXPECT_TRUE(trainer.named_at) << "from " << from << " s on";
  }
}

TEST(SecondController, OnceOneWasSeenTheReleaseIsRepeatedEachSecond) {
  SharedTrainer trainer{"second_controller=25@30+10"};
  trainer.run(60s);
  ASSERT_TRUE(trainer.named_at);
  const Instant from = trainer.now();
  trainer.run(120s);
  // Half a second, and as much again where one was lost on the radio.
  EXPECT_LE(trainer.longest_pause(from, trainer.now()), 1100ms);
}

}  // namespace
}  // namespace softpedal::sim
