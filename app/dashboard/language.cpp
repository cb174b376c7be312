// SPDX-License-Identifier: MIT
#include "app/dashboard/language.hpp"

#include <libintl.h>
#include <stdlib.h>

#include <algorithm>
#include <clocale>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace softpedal::ui {
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

// Where the program was built, or beside where it is installed.
std::filesystem::path folder() {
  std::error_code none;
  const std::filesystem::path built{SOFTPEDAL_LOCALE};
  if (std::filesystem::is_directory(built, none)) return built;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", none);
  return program.parent_path().parent_path() / "share" / "locale";
}

}  // namespace

void choose_language() {
  const bool messages = set_up(LC_MESSAGES);
  const bool letters = set_up(LC_CTYPE);
  if (!messages || !letters) use_plain_locale();
  ::bindtextdomain(domain, folder().c_str());
  ::bind_textdomain_codeset(domain, "UTF-8");
  ::textdomain(domain);
}

// The empty text is where gettext keeps its own notes.
const char* translate(const char* english) {
  return *english == '\0' ? english : ::dgettext(domain, english);
}

}  // namespace softpedal::ui
