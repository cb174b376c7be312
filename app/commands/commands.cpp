// SPDX-License-Identifier: MIT
#include "app/commands/commands.hpp"

#include <fmt/core.h>

#include <ctime>

namespace softpedal::commands {

int fail(const Fault& fault) {
  fmt::print(stderr, "softpedal: {}\n", fault.sentence);
  return exit_status(fault.code);
}

std::chrono::year_month_day today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return std::chrono::year{local.tm_year + 1900} /
         std::chrono::month{static_cast<unsigned>(local.tm_mon + 1)} /
         std::chrono::day{static_cast<unsigned>(local.tm_mday)};
}

}  // namespace softpedal::commands
