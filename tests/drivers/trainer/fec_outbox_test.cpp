// SPDX-License-Identifier: MIT
// The order of pages, where it depends on moments that a whole room does not show.
#include "drivers/fec_outbox.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/drivers/trainer/ride.hpp"

namespace softpedal::test {
namespace {

constexpr Instant start{};

fec::Outbox steady() {
  fec::Outbox outbox{{.rider = antplus::Kilograms{75}, .bike = antplus::Kilograms{10}}};
  outbox.found(start);
  Instant now = start;
  for (int i = 0; i < 20; ++i) {
    if (outbox.next(now, false)) (void)outbox.delivered(now);
    (void)outbox.take(Abilities{true, Newtons{200}, true, true, true});
    now += 250ms;
    outbox.slot_began(now);
  }
  return outbox;
}
constexpr Instant later = start + 5s;  // a slot began, no page in it

TEST(Outbox, APageWithoutHurryKeepsOutOfTheEndOfASlot) {
  fec::Outbox outbox = steady();
  outbox.slot_began(later);
  while (outbox.next(later, false)) (void)outbox.delivered(later);
  outbox.slot_began(later + 250ms);
  outbox.want(resistance(2));  // a raise
  EXPECT_FALSE(outbox.next(later + 451ms, false));
  EXPECT_EQ(outbox.write_at(later + 451ms), later + 525ms) << "or with the next broadcast";
  EXPECT_FALSE(outbox.next(later + 524ms, false));
  EXPECT_EQ(outbox.next(later + 525ms, false), basic(4));
}

TEST(Outbox, AReliefKeepsOutOfNoPartOfASlot) {
  for (const Duration into : {0ms, 1ms, 199ms, 201ms, 249ms}) {
    fec::Outbox outbox = steady();
    outbox.want(resistance(2));
    const auto raise = outbox.next(later, false);
    ASSERT_EQ(raise, basic(4));
    (void)outbox.delivered(later + 1ms);
    outbox.slot_began(later + 250ms);
    outbox.want(floor);
    EXPECT_EQ(outbox.next(later + 250ms + into, true), basic(0));
  }
}

TEST(Outbox, ARaiseIsNotUrgentAndALoweringIs) {
  fec::Outbox outbox = steady();
  outbox.want(resistance(2));
  EXPECT_FALSE(outbox.next(later, true));
  EXPECT_TRUE(outbox.next(later, false));
  // Not yet delivered: the trainer may hold 2 % or none; 1 % may be less.
  outbox.want(resistance(1));
  EXPECT_FALSE(outbox.next(later + 1ms, true)) << "a page waits";
  (void)outbox.not_delivered(later + 250ms);
  outbox.slot_began(later + 250ms);
  EXPECT_EQ(outbox.next(later + 250ms, true), basic(2));
}

TEST(Outbox, ASteadySetPointIsCheckedForAnotherControllerRightBeforeItsRefresh) {
  fec::Outbox outbox = steady();
  std::optional<Instant> refreshed;
  int asked = 0;
  std::set<Duration> phases;
  for (Instant now = later; now < later + 60s; now += 250ms) {
    outbox.slot_began(now);
    const auto page = outbox.next(now, false);
    if (!page) continue;
    (void)outbox.delivered(now);
    if (*page == basic(0)) {
      EXPECT_LE(now - refreshed.value_or(now), 3s);
      refreshed = now;
      phases.insert((now - later) % 2s);
      continue;
    }
    ++asked;
    ASSERT_EQ(antplus::page_number(*page), 70);
    ASSERT_TRUE(refreshed);
    EXPECT_GE(now - *refreshed, 2s) << "a foreign command would be hidden by ours";
    EXPECT_FALSE(outbox.next(now + 250ms, false)) << "the answer may be late";
    const auto event =
        outbox.take(fec::CommandReport{.last_command = 48, .status = StatusCode::Pass}, now);
    EXPECT_TRUE(event);
  }
  EXPECT_GE(asked, 4) << "in a minute";
  EXPECT_LE(asked, 6);
  EXPECT_GE(phases.size(), 4U) << "who always follows ours would never be met";
}

TEST(Outbox, TellsWhenItWantsToBeAsked) {
  fec::Outbox outbox = steady();
  const auto at = outbox.write_at(later);
  ASSERT_TRUE(at) << "the next refresh";
  EXPECT_GT(*at, later);
  EXPECT_LE(*at, later + fec::Outbox::refresh_every);
  outbox.lost();
  EXPECT_FALSE(outbox.write_at(later));
  EXPECT_FALSE(outbox.next(later, true));
}

}  // namespace
}  // namespace softpedal::test
