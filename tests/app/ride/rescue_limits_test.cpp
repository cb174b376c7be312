// SPDX-License-Identifier: MIT
// How long a guard goes on, with limits that a test can wait for.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>

#include "app/commands/ride_rescue.hpp"
#include "app/shell/guard.hpp"
#include "tests/app/shell/scratch.hpp"

namespace softpedal::commands {
namespace {

using namespace std::chrono_literals;

// In a process of its own, as a guard: its signals stay blocked. Returns what the rescue did, and
// how long it took.
std::pair<bool, std::chrono::milliseconds> rescued(const Watch& orphan, RescueLimits limits) {
  const auto began = std::chrono::steady_clock::now();
  const pid_t guard = ::fork();
  if (guard == 0) {
    RideRequest request{.title = {}, .description = {}, .prescription = {}};
    request.stick = "/dev/ttyNOTHERE";
    ::_exit(rescue(request, orphan, 137, false, Descriptor{}, limits) ? 0 : 1);
  }
  int status = -1;
  EXPECT_EQ(::waitpid(guard, &status, 0), guard);
  const auto took = std::chrono::steady_clock::now() - began;
  return {WIFEXITED(status) && WEXITSTATUS(status) == 0,
          std::chrono::duration_cast<std::chrono::milliseconds>(took)};
}

TEST(RescueLimits, WithALoadItGoesOnUntilTheWholeTimeIsOver) {
  const auto [confirmed, took] = rescued({"", 31415, true, false}, {.all = 3s, .each = 1s});
  EXPECT_FALSE(confirmed);
  EXPECT_GE(took, 3s) << "a stick that is not there is no reason to stop";
  EXPECT_LT(took, 10s);
}

TEST(RescueLimits, WhereNothingWasAskedForItIsOneTryLong) {
  const auto [confirmed, took] = rescued({"", 31415, false, false}, {.all = 60s, .each = 1s});
  EXPECT_FALSE(confirmed);
  EXPECT_LT(took, 10s);
}

TEST(RescueLimits, AreTenMinutesForALoad) { EXPECT_GE(RescueLimits{}.all, 10min); }

}  // namespace
}  // namespace softpedal::commands
