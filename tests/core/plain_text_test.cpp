// SPDX-License-Identifier: MIT
#include "app/core/plain_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace softpedal {
namespace {

TEST(PlainText, KeepsWhatIsText) {
  const std::string text = "Knæ, ø & <b> \"€\" 🚲 日本";
  EXPECT_EQ(plain_text(text), text);
}

TEST(PlainText, ControlCharactersAreSpaces) {
  EXPECT_EQ(plain_text(std::string_view{"a\0b\nc\x7F"
                                        "d\xC2\x85"
                                        "e\x1B",
                                        11}),
            "a b c d e ");
}

TEST(PlainText, WhatIsNoUtf8IsMarked) {
  const std::string mark = "\xEF\xBF\xBD";
  EXPECT_EQ(plain_text("a\xFF"
                       "b"),
            "a" + mark + "b");
  EXPECT_EQ(plain_text("\xC3"), mark) << "cut";
  EXPECT_EQ(plain_text("\xC3("), mark + "(") << "what follows is kept";
  EXPECT_EQ(plain_text("\xC0\xAF"), mark + mark) << "overlong";
  EXPECT_EQ(plain_text("\xE0\x80\xAF"), mark + mark + mark) << "overlong";
  EXPECT_EQ(plain_text("\xED\xA0\x80"), mark + mark + mark) << "half of a pair";
  EXPECT_EQ(plain_text("\xF4\x90\x80\x80"), mark + mark + mark + mark) << "beyond the last";
  EXPECT_EQ(plain_text("\xEF\xBF\xBE"), mark) << "no character";
}

TEST(PlainText, WhatSteersHowTheRestIsShownIsGone) {
  // Directions of every kind, joiners, variants, tags, fillers.
  for (const char* hidden :
       {"\u202A", "\u202E", "\u2066", "\u2069", "\u200E", "\u061C", "\u200B", "\u200D", "\u00AD",
        "\u2060", "\uFEFF", "\uFE0F", "\u3164", "\U000E0041", "\U000E0100"}) {
    EXPECT_EQ(plain_text(std::string{"al"} + hidden + "ice"), "alice");
  }
  EXPECT_EQ(plain_text("a\u2028b\u2029c"), "a b c") << "line ends of Unicode";
}

TEST(PlainText, EachLineOfSeveralIsPlain) {
  EXPECT_EQ(plain_lines("one\u202E\ntwo\r\n\nthree"), "one\ntwo \n\nthree");
  EXPECT_EQ(plain_lines(""), "");
}

TEST(PlainText, JsonLosesNothingOfIt) {
  EXPECT_EQ(plain_json("{\"a\":\"x\u202Ey \U000E0041 \u0085 ø日\"}"),
            "{\"a\":\"x\\u202ey \\udb40\\udc41 \\u0085 ø日\"}");
}

}  // namespace
}  // namespace softpedal
