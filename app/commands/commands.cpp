// SPDX-License-Identifier: MIT
#include "app/commands/commands.hpp"

#include <fmt/core.h>

#include <ctime>

#include "app/core/plain_text.hpp"

namespace softpedal::commands {

std::string as_said(std::string_view sentence) {
  return fmt::format("softpedal: {}\n", plain_lines(sentence));
}

void say_on_stderr(std::string_view sentence) { fmt::print(stderr, "{}", as_said(sentence)); }

int fail(const Fault& fault) {
  say_on_stderr(fault.sentence);
  return exit_status(fault.code);
}

std::chrono::local_seconds local_now() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  const auto day = std::chrono::year{local.tm_year + 1900} /
                   std::chrono::month{static_cast<unsigned>(local.tm_mon + 1)} /
                   std::chrono::day{static_cast<unsigned>(local.tm_mday)};
  return std::chrono::local_days{day} + std::chrono::hours{local.tm_hour} +
         std::chrono::minutes{local.tm_min} + std::chrono::seconds{local.tm_sec};
}

std::chrono::year_month_day today() {
  return std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(local_now())};
}

}  // namespace softpedal::commands
