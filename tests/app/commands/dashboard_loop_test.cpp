// SPDX-License-Identifier: MIT
// The loop in its own thread, asked from another one as by a window; and rides that are destroyed
// while loop and clock live on.
#include "app/commands/dashboard_loop.hpp"

#include <sys/socket.h>

#include <array>
#include <condition_variable>
#include <mutex>

#include "tests/app/commands/lap_room.hpp"

namespace softpedal::commands {
namespace {

// A window that draws nothing.
class Eyes {
 public:
  void wake() {
    const std::lock_guard lock{mutex_};
    ++woken_;
    changed_.notify_all();
  }
  // Looks at each new model; the limit only bounds a hang.
  template <class Condition>
  [[nodiscard]] bool see(const ui::LoopSide& side, Condition condition) {
    const auto until = std::chrono::steady_clock::now() + 60s;
    std::unique_lock lock{mutex_};
    for (;;) {
      const int woken = woken_;
      lock.unlock();
      side.beat();
      const auto model = side.latest();
      if (model && condition(*model)) return true;
      lock.lock();
      const bool more = changed_.wait_until(lock, until, [&] { return woken_ != woken; });
      if (!more) return false;
    }
  }

 private:
  std::mutex mutex_{};
  std::condition_variable changed_{};
  int woken_ = 0;
};

Laps::Plan fast_plan(const OwnHome& home, std::chrono::seconds wanted) {
  Laps::Plan plan = simulated_plan(home.path() / "journal", wanted);
  plan.request.speed = 30.0;
  return plan;
}

TEST(DashboardLoop, RidesASecondLapAndClosesReleased) {
  const OwnHome home;
  Eyes eyes;
  DashboardLoop loop{fast_plan(home, 5s), {}, [&] { eyes.wake(); }};
  const ui::LoopSide side = loop.side();
  EXPECT_FALSE(side.latest()) << "empty before the first";
  loop.start();
  side.ask(ui::AnswerRedFlags{false});
  for (std::uint64_t lap = 1; lap <= 2; ++lap) {
    ASSERT_TRUE(eyes.see(side, [&](const ui::Model& model) {
      return model.lap == lap && model.ride.phase == Phase::Ready;
    }));
    side.ask(ui::Say{Pain{0, true}});
    side.ask(ui::Say{Started{}});
    ASSERT_TRUE(eyes.see(side, [](const ui::Model& model) { return model.ended.has_value(); }));
    EXPECT_TRUE(side.latest()->ended->released);
    side.ask(ui::NextLap{});
  }
  side.ask(ui::Close{});
  ASSERT_TRUE(eyes.see(side, [](const ui::Model& model) { return model.closed; }));
  loop.join();
  EXPECT_EQ(loop.exit_status(), 0);
  EXPECT_FALSE(loop.next_stick());
}

TEST(DashboardLoop, IsClosedInOrderByItsDestruction) {
  const OwnHome home;
  Eyes eyes;
  std::shared_ptr<const ui::Model> last;
  {
    DashboardLoop loop{fast_plan(home, 60s), {}, [&] { eyes.wake(); }};
    const ui::LoopSide side = loop.side();
    loop.start();
    ASSERT_TRUE(
        eyes.see(side, [](const ui::Model& model) { return model.ride.phase == Phase::Ready; }));
  }
  for (const auto& entry : std::filesystem::directory_iterator{home.path() / "journal"}) {
    EXPECT_EQ(entry.path().extension(), ".journal") << "whole";
  }
}

TEST(DashboardLoop, TheGuardIsToldOfNoVirtualTrainerAndItsLossEndsTheRide) {
  const OwnHome home;
  Eyes eyes;
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
  Descriptor guard{ends[0]};
  DashboardLoop loop{fast_plan(home, 600s), Descriptor{ends[1]}, [&] { eyes.wake(); }};
  const ui::LoopSide side = loop.side();
  loop.start();
  side.ask(ui::AnswerRedFlags{false});
  ASSERT_TRUE(
      eyes.see(side, [](const ui::Model& model) { return model.ride.phase == Phase::Ready; }));
  side.ask(ui::Say{Pain{0, true}});
  side.ask(ui::Say{Started{}});
  ASSERT_TRUE(
      eyes.see(side, [](const ui::Model& model) { return model.ride.elapsed > Duration{0}; }));
  std::array<char, 512> beat{};
  ASSERT_GT(::recv(guard.get(), beat.data(), beat.size(), MSG_DONTWAIT), 0) << "it hears beats";
  std::uint32_t trainer = 1;
  std::memcpy(&trainer, beat.data(), sizeof trainer);  // the first member of a beat
  EXPECT_EQ(trainer, 0U);
  guard.reset();
  ASSERT_TRUE(eyes.see(side, [](const ui::Model& model) { return model.closed; }));
  EXPECT_EQ(side.latest()->ended->last.why, Why::EndedByGuardLoss);
  EXPECT_TRUE(side.latest()->ended->released);
  loop.join();
}

// At every stage of a ride, with a journal that may just be posting what it did.
TEST(OneRide, MayBeDestroyedWhileItsLoopAndItsClockGoOn) {
  const OwnHome home;
  asio::io_context io{1};
  VirtualTimers timers{io};
  for (const Duration age : {0ms, 1ms, 600ms, 1500ms, 3000ms, 10'000ms, 30'000ms}) {
    const Laps::Plan plan = simulated_plan(home.path() / "journal", 60s);
    auto recorder = recorder_for(plan.request, io);
    ASSERT_TRUE(recorder);
    int shown = 0;
    auto ride = std::make_unique<OneRide>(
        plan.request, io, timers, OneRide::With{.recorder = std::move(*recorder)},
        Runner::Listener{.shown = [&](const Snapshot&, Instant) { ++shown; }});
    ride->runner().start();
    timers.run_until(timers.now() + age);
    EXPECT_GT(shown, 0);
    ride.reset();
    const int before = shown;
    timers.run_until(timers.now() + 30s);
    EXPECT_EQ(shown, before);
  }
}

TEST(OneRide, WhatItsJournalStillWantsToSayIsForgottenWithIt) {
  const OwnHome home;
  asio::io_context io{1};
  VirtualTimers timers{io};
  Laps::Plan plan = simulated_plan(home.path() / "journal", 60s);
  plan.request.simulated = false;  // a journal whose loop does not wait: it posts its answers
  plan.request.stick = "/nonexistent/tty";
  auto recorder = recorder_for(plan.request, io);
  ASSERT_TRUE(recorder);
  Recorder& journal = **recorder;
  auto ride = std::make_unique<OneRide>(plan.request, io, timers,
                                        OneRide::With{.recorder = std::move(*recorder)},
                                        Runner::Listener{});
  ride->runner().start();
  journal.keep_note({true, {12345, "/nonexistent/tty"}, 1});
  ride.reset();  // its thread has kept the note and posted so before it is joined
  EXPECT_TRUE(std::filesystem::exists(home.path() / "journal/load-uncertain-12345"));
  timers.run_until(timers.now() + 5s);
}

}  // namespace
}  // namespace softpedal::commands
