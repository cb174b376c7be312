// SPDX-License-Identifier: MIT
#include "app/shell/timers.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace softpedal {
namespace {

Instant at_ms(int ms) { return Instant{} + std::chrono::milliseconds{ms}; }

TEST(VirtualTimers, FireInTheOrderOfTheirTimeAndEqualTimesInTheOrderOfPlanning) {
  boost::asio::io_context io;
  VirtualTimers timers{io};
  std::string fired;
  timers.at(at_ms(30), [&] { fired += 'c'; });
  timers.at(at_ms(10), [&] { fired += 'a'; });
  timers.at(at_ms(30), [&] { fired += 'd'; });
  timers.at(at_ms(20), [&] { fired += 'b'; });
  timers.run_until(at_ms(100));
  EXPECT_EQ(fired, "abcd");
  EXPECT_EQ(timers.now(), at_ms(100));
}

TEST(VirtualTimers, TimeStandsStillInAHandlerAndNeverRunsBackwards) {
  boost::asio::io_context io;
  VirtualTimers timers{io};
  std::vector<Instant> seen;
  timers.at(at_ms(10), [&] {
    timers.at(at_ms(3), [&] { seen.push_back(timers.now()); });  // a plan for the past
    seen.push_back(timers.now());
  });
  timers.run_until(at_ms(10));
  EXPECT_EQ(seen, (std::vector{at_ms(10), at_ms(10)}));
}

TEST(VirtualTimers, ACancelledTimerNeverFiresAndItsSlotServesAnother) {
  boost::asio::io_context io;
  VirtualTimers timers{io};
  int wrong = 0;
  int right = 0;
  const auto first = timers.at(at_ms(10), [&] { ++wrong; });
  timers.cancel(first);
  timers.at(at_ms(10), [&] { ++right; });
  timers.cancel(first);  // an old id must not hit the new timer in its slot
  timers.cancel(0);
  timers.cancel(~TimerPort::Id{0});
  timers.run_until(at_ms(20));
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(right, 1);
}

TEST(VirtualTimers, RunEndsWhenAHandlerStopsIt) {
  boost::asio::io_context io;
  VirtualTimers timers{io};
  int fired = 0;
  std::function<void()> again = [&] {
    if (++fired == 1000) timers.stop();
    timers.after(1h, again);
  };
  timers.after(1h, again);
  timers.run();
  EXPECT_EQ(fired, 1000);
  EXPECT_EQ(timers.now() - Instant{}, 1000h);
}

TEST(VirtualTimers, RunLooksAtTheIoContextWhileTimersKeepItBusy) {
  boost::asio::io_context io;
  VirtualTimers timers{io};
  std::function<void()> again = [&] { timers.after(1s, again); };
  timers.after(1s, again);
  boost::asio::post(io, [&] { timers.stop(); });
  timers.run();
  SUCCEED();
}

TEST(TimerQueue, AgreesWithASortedListWhateverIsPlannedAndCancelled) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 dice{seed};
    TimerQueue queue;
    struct Plan {
      Instant when;
      int order;
      TimerPort::Id id;
    };
    std::vector<Plan> plans;
    std::vector<int> fired;
    for (int i = 0; i < 500; ++i) {
      const Instant when = at_ms(static_cast<int>(dice() % 50));
      plans.push_back({when, i, queue.add(when, [&fired, i] { fired.push_back(i); })});
      if (dice() % 2 == 0) {
        const auto victim = plans.begin() + static_cast<std::ptrdiff_t>(dice() % plans.size());
        queue.cancel(victim->id);
        plans.erase(victim);
      }
    }
    std::ranges::stable_sort(plans, {}, &Plan::when);
    while (auto handler = queue.take_due(Instant::max(), queue.planned())) handler();
    std::vector<int> expected;
    for (const auto& plan : plans) expected.push_back(plan.order);
    ASSERT_EQ(fired, expected);
    ASSERT_FALSE(queue.next().has_value());
  }
}

TEST(SteadyTimers, FireNotBeforeTheirTimeAndTheEarlierFirst) {
  boost::asio::io_context io;
  SteadyTimers timers{io};
  std::string fired;
  Instant late_at{};
  const Instant start = timers.now();
  timers.at(start + 20ms, [&] {
    fired += 'b';
    late_at = timers.now();
    timers.stop();
  });
  timers.at(start + 5ms, [&] { fired += 'a'; });
  timers.cancel(timers.at(start + 1ms, [&] { fired += 'x'; }));
  timers.run();
  EXPECT_EQ(fired, "ab");
  EXPECT_GE(late_at, start + 20ms);
}

TEST(SteadyTimers, AreFasterThanLifeByTheirSpeed) {
  boost::asio::io_context io;
  SteadyTimers timers{io, 1000.0};
  const auto began = std::chrono::steady_clock::now();
  timers.after(20s, [&] { timers.stop(); });
  timers.run();
  const auto took = std::chrono::steady_clock::now() - began;
  EXPECT_GE(took, 20ms);
  EXPECT_LT(took, 20s);
}

TEST(SteadyTimers, AHandlerThatPlansForNowDoesNotStarveTheLoop) {
  boost::asio::io_context io;
  SteadyTimers timers{io};
  std::function<void()> again = [&] { timers.at(timers.now(), again); };
  again();
  boost::asio::post(io, [&] { boost::asio::post(io, [&] { timers.stop(); }); });
  timers.run();
  SUCCEED();
}

}  // namespace
}  // namespace softpedal
