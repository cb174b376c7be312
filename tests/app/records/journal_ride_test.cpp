// SPDX-License-Identifier: MIT
#include "app/records/journal_ride.hpp"

#include <gtest/gtest.h>

namespace softpedal::records {
namespace {

TEST(JournalRide, OfNothingIsNone) { EXPECT_FALSE(parse_journal("", "id").ride); }

}  // namespace
}  // namespace softpedal::records
