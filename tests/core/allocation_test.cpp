// SPDX-License-Identifier: MIT
// step() asks the heap for nothing: a ride may last for hours beside anything else.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "tests/core/bench_ride.hpp"

namespace {
std::size_t allocations = 0;
}

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc{};
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace softpedal::test {
namespace {

TEST(Step, AllocatesNothing) {
  Session session = new_session(gentle());
  Instant now{};
  std::uint8_t events = 0;
  const auto before = allocations;
  (void)step(session, TrainerFound{1}, now);
  (void)step(session, Abilities{true, Newtons{100.0}, true, true, true}, now);
  (void)step(session, Started{}, now);
  for (int i = 0; i < 1000; ++i) {
    now += 250ms;
    const auto decision = step(session, Ticked{}, now);
    (void)step(session, Delivered{decision.command.set_point}, now);
    (void)step(session, CommandStatus{StatusCode::Pass, decision.command.set_point}, now);
    (void)step(session, NoteWritten{decision.command.load_uncertain}, now);
    ++events;
    (void)step(session, TrainerData{events, Rpm{60.0}, Watts{15.0}, 0, FeState::InUse}, now);
    (void)snapshot_of(session, now);
  }
  EXPECT_EQ(allocations, before);
  EXPECT_TRUE(session.raised) << "the ride must have carried load";
}

}  // namespace
}  // namespace softpedal::test
