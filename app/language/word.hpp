// SPDX-License-Identifier: MIT
// A text in English that has its translation in each *.po here (gettext; tests/words_check).
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "app/core/why.hpp"
#include "app/language/language.hpp"

namespace softpedal {

class Word {
 public:
  constexpr explicit Word(const char* english) : english_{english} {}
  [[nodiscard]] constexpr const char* english() const { return english_; }

 private:
  const char* english_;
};

[[nodiscard]] inline std::string_view say(Word word) { return translate(word.english()); }
[[nodiscard]] inline std::string_view say(Why why) { return translate(sentence(why).data()); }
// With something put in each {} of the text.
template <class... Parts>
[[nodiscard]] std::string say(Word word, const Parts&... parts) {
  return fmt::format(fmt::runtime(say(word)), parts...);
}

}  // namespace softpedal
