// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "app/core/snapshot.hpp"
#include "app/core/why.hpp"

namespace softpedal {
namespace {

TEST(Words, EachReasonHasItsOwnWordAndAShortSentence) {
  std::set<std::string_view> words;
  for (int i = 0; i < why_count; ++i) {
    const auto why = static_cast<Why>(i);
    EXPECT_TRUE(words.insert(word(why)).second) << word(why);
    const auto text = sentence(why);
    EXPECT_FALSE(text.empty());
    EXPECT_LE(std::count(text.begin(), text.end(), ' ') + 1, 8) << text;  // style 5.8
  }
}

}  // namespace
}  // namespace softpedal
