// SPDX-License-Identifier: MIT
#include "app/language/language.hpp"

#include <libintl.h>
#include <stdlib.h>

#include <algorithm>
#include <clocale>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace softpedal {
namespace {

constexpr const char* domain = "softpedal";

bool set_up(int category) {
  const char* name = std::setlocale(category, "");
  return name != nullptr && std::string_view{name} != "C" && std::string_view{name} != "POSIX";
}

// What the rider's locale would have been called, were it installed: "da_DK" of "da_DK.UTF-8".
std::string language_asked_for() {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = ::getenv(variable);
    if (value == nullptr || *value == '\0') continue;
    std::string language{value};
    language.resize(std::min(language.size(), language.find_first_of(".@")));
    return language == "C" || language == "POSIX" ? "" : language;
  }
  return "";
}

// gettext asks LANGUAGE first, but never where the locale is plain C.
void use_plain_locale() {
  const std::string language = language_asked_for();
  if (!language.empty()) ::setenv("LANGUAGE", language.c_str(), 0);
  std::setlocale(LC_MESSAGES, "C.UTF-8");
  std::setlocale(LC_CTYPE, "C.UTF-8");
}

// The environment's LANGUAGE, in a place of our own: its value may change while other threads look
// for variables, because nothing moves and they read no further than its name.
class LanguageVariable {
 public:
  // Before any thread. What is there now is the system's, unless it is ours.
  void settle() {
    const char* now = ::getenv(name);
    if (now == nullptr) {
      of_system_.clear();
    } else if (now != text_.data() + value_at) {
      of_system_ = now;
    }
    std::vector<char> fresh(value_at + std::max(of_system_.size(), longest_code) + 1, '\0');
    std::copy_n(name, value_at - 1, fresh.begin());
    fresh[value_at - 1] = '=';
    ::putenv(fresh.data());
    text_.swap(fresh);
  }
  void hold(const std::string& language) {
    const std::string_view value = language.empty() ? std::string_view{of_system_} : language;
    const std::size_t size = std::min(value.size(), text_.size() - value_at - 1);
    std::fill(text_.begin() + value_at, text_.end(), '\0');
    std::copy_n(value.begin(), size, text_.begin() + value_at);
  }

 private:
  static constexpr const char* name = "LANGUAGE";
  static constexpr std::ptrdiff_t value_at = 9;  // after its name and the sign
  static constexpr std::size_t longest_code = 15;
  std::string of_system_{};
  std::vector<char> text_ = std::vector<char>(value_at + 1);
};

// Of the process, as its environment is.
LanguageVariable language_variable;

// Where the program was built, or beside where it is installed.
std::filesystem::path folder() {
  std::error_code none;
  const std::filesystem::path built{SOFTPEDAL_LOCALE};
  if (std::filesystem::is_directory(built, none)) return built;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", none);
  return program.parent_path().parent_path() / "share" / "locale";
}

}  // namespace

std::vector<std::string> languages() {
  std::vector<std::string> all{"", "en"};
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator{folder(), none}) {
    const auto words = entry.path() / "LC_MESSAGES" / (std::string{domain} + ".mo");
    if (std::filesystem::exists(words, none)) all.push_back(entry.path().filename().string());
  }
  std::sort(all.begin() + 2, all.end());
  return all;
}

void choose_language(const std::string& language) {
  const bool messages = set_up(LC_MESSAGES);
  const bool letters = set_up(LC_CTYPE);
  if (!messages || !letters) use_plain_locale();
  language_variable.settle();
  ::bindtextdomain(domain, folder().c_str());
  ::bind_textdomain_codeset(domain, "UTF-8");
  change_language(language);
}

void change_language(const std::string& language) {
  language_variable.hold(language);
  ::textdomain(domain);  // and forgets what was translated before
}

// The empty text is where gettext keeps its own notes.
const char* translate(const char* english) {
  return *english == '\0' ? english : ::dgettext(domain, english);
}

}  // namespace softpedal
