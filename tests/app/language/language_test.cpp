// SPDX-License-Identifier: MIT
// The language is chosen once from the environment, so each choice is made in a child of its own.
#include "app/language/language.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <clocale>
#include <string>
#include <utility>
#include <vector>

#include "app/core/why.hpp"

namespace softpedal {
namespace {

using Environment = std::vector<std::pair<const char*, const char*>>;

// What `speak` returns in a process that was started with these locale variables and no other.
template <class Speak>
std::string in_child(const Environment& environment, Speak speak) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    for (const char* name : {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LC_CTYPE", "LANG"}) {
      ::unsetenv(name);
    }
    for (const auto& [name, value] : environment) ::setenv(name, value, 1);
    choose_language();
    const std::string text = speak();
    const ssize_t written = ::write(ends[1], text.data(), text.size());
    ::_exit(written == static_cast<ssize_t>(text.size()) ? 0 : 1);
  }
  ::close(ends[1]);
  std::string said;
  std::array<char, 256> part{};
  for (ssize_t count = 0; (count = ::read(ends[0], part.data(), part.size())) > 0;) {
    said.append(part.data(), static_cast<std::size_t>(count));
  }
  ::close(ends[0]);
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  return said;
}

std::string said(const Environment& environment) {
  return in_child(environment, [] { return std::string{translate("Easier gear")}; });
}

TEST(Language, IsEnglishWhereNothingIsAskedFor) {
  EXPECT_EQ(said({}), "Easier gear");
  EXPECT_EQ(said({{"LANG", "C"}}), "Easier gear");
  EXPECT_EQ(said({{"LANG", "C.UTF-8"}}), "Easier gear");
  EXPECT_EQ(said({{"LANG", "en_GB.UTF-8"}}), "Easier gear");
  EXPECT_EQ(said({{"LC_ALL", "C"}, {"LANG", "da_DK.UTF-8"}}), "Easier gear");
}

TEST(Language, IsDanishByLanguageAloneOnABareMachine) {
  EXPECT_EQ(said({{"LANGUAGE", "da"}}), "Lettere gear");
  EXPECT_EQ(said({{"LANGUAGE", "da"}, {"LANG", "C.UTF-8"}}), "Lettere gear");
  EXPECT_EQ(said({{"LANGUAGE", "da"}, {"LANG", "fr_FR.UTF-8"}}), "Lettere gear");
}

TEST(Language, IsDanishByALocaleThatIsNotInstalled) {
  EXPECT_EQ(said({{"LANG", "da_DK.UTF-8"}}), "Lettere gear");
  EXPECT_EQ(said({{"LANG", "da_DK"}}), "Lettere gear");
  EXPECT_EQ(said({{"LC_MESSAGES", "da_DK.UTF-8"}, {"LANG", "C.UTF-8"}}), "Lettere gear");
  EXPECT_EQ(said({{"LC_ALL", "da_DK@euro"}, {"LANG", "en_GB.UTF-8"}}), "Lettere gear");
}

TEST(Language, ThatIsAskedForByNameWinsOverTheLocale) {
  EXPECT_EQ(said({{"LANGUAGE", "en"}, {"LANG", "da_DK.UTF-8"}}), "Easier gear");
  EXPECT_EQ(said({{"LANGUAGE", "xx:da"}}), "Lettere gear");
}

TEST(Language, ThatTheRiderChoseWinsOverTheEnvironment) {
  const auto chosen = [](const Environment& environment, const char* language) {
    return in_child(environment, [language] {
      choose_language(language);
      return std::string{translate("Easier gear")};
    });
  };
  EXPECT_EQ(chosen({}, "da"), "Lettere gear");
  EXPECT_EQ(chosen({{"LANGUAGE", "en"}, {"LANG", "en_GB.UTF-8"}}, "da"), "Lettere gear");
  EXPECT_EQ(chosen({{"LANGUAGE", "da"}}, "en"), "Easier gear");
  EXPECT_EQ(chosen({{"LANGUAGE", "da"}}, ""), "Lettere gear");
}

TEST(Language, IsChangedAtOnceAndBackToTheSystems) {
  EXPECT_EQ(in_child({{"LANG", "da_DK.UTF-8"}},
                     [] {
                       std::string all = translate("Easier gear");
                       for (const char* language : {"en", "", "da", "en"}) {
                         change_language(language);
                         all += std::string{", "} + translate("Easier gear");
                       }
                       return all;
                     }),
            "Lettere gear, Easier gear, Lettere gear, Lettere gear, Easier gear");
}

TEST(Language, AllThatHaveTheirWordsHereMayBeChosen) {
  EXPECT_EQ(languages(), (std::vector<std::string>{"", "en", "da"}));
}

TEST(Language, LeavesNumbersTheirPoint) {
  for (const char* locale : {"C", "C.UTF-8", "da_DK.UTF-8"}) {
    EXPECT_EQ(in_child({{"LANG", locale}, {"LC_NUMERIC", "da_DK.UTF-8"}},
                       [] { return std::string{std::setlocale(LC_NUMERIC, nullptr)}; }),
              "C");
  }
}

TEST(Language, LettersOutsideEnglishAreUtf8) {
  EXPECT_EQ(in_child({{"LANGUAGE", "da"}},
                     [] { return std::string{translate("Stopped: the knee locked")}; }),
            "Stoppet: knæet låste");
}

TEST(Language, TextsThatNobodyTranslatedStayAsTheyAre) {
  EXPECT_EQ(in_child({{"LANGUAGE", "da"}},
                     [] { return std::string{translate("")} + translate("no such text"); }),
            "no such text");
}

TEST(Language, EverySentenceOfTheCoreIsDanishInAtMostEightWords) {
  const std::string all = in_child({{"LANGUAGE", "da"}}, [] {
    std::string text;
    for (int i = 0; i < why_count; ++i) {
      text += std::string{translate(sentence(static_cast<Why>(i)).data())} + '\n';
    }
    return text;
  });
  std::size_t begin = 0;
  for (int i = 0; i < why_count; ++i) {
    const std::size_t end = all.find('\n', begin);
    ASSERT_NE(end, std::string::npos);
    const std::string danish = all.substr(begin, end - begin);
    EXPECT_NE(danish, sentence(static_cast<Why>(i)));
    EXPECT_LE(std::ranges::count(danish, ' ') + 1, 8) << danish;
    begin = end + 1;
  }
}

}  // namespace
}  // namespace softpedal
