// SPDX-License-Identifier: MIT
#include "app/commands/reading_progress.hpp"

#include <gtest/gtest.h>

namespace softpedal::commands {
namespace {

using namespace std::chrono_literals;

TEST(ReadingProgress, IsSaidAfterASecondThenOnceASecondAndAtTheEnd) {
  ReadingProgress progress;
  const ReadingProgress::Moment began{};
  EXPECT_FALSE(progress.due(0, 900, began));
  EXPECT_FALSE(progress.due(20, 900, began + 999ms));
  EXPECT_TRUE(progress.due(21, 900, began + 1s));
  EXPECT_FALSE(progress.due(40, 900, began + 1999ms));
  EXPECT_TRUE(progress.due(41, 900, began + 2s));
  EXPECT_TRUE(progress.due(900, 900, began + 2010ms));
}

TEST(ReadingProgress, OfWhatIsReadWithinASecondIsNotAWord) {
  ReadingProgress progress;
  const ReadingProgress::Moment began{};
  EXPECT_FALSE(progress.due(0, 9, began));
  EXPECT_FALSE(progress.due(9, 9, began + 900ms));
  EXPECT_FALSE(progress.due(0, 9, began + 5s)) << "another reading has a second of its own";
}

}  // namespace
}  // namespace softpedal::commands
