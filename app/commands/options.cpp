// SPDX-License-Identifier: MIT
#include "app/commands/options.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <system_error>

namespace softpedal::commands {

CLI::Validator whole_number(std::uint64_t least, std::uint64_t most) {
  return {[least, most](const std::string& text) {
            std::uint64_t number = 0;
            const char* const end = text.data() + text.size();
            const auto [stop, error] = std::from_chars(text.data(), end, number);
            const bool whole = error == std::errc{} && stop == end;
            if (whole && number >= least && number <= most) return std::string{};
            return fmt::format("give a whole number from {} to {}, not \"{}\"", least, most, text);
          },
          "WHOLE NUMBER"};
}

CLI::Validator device_number() { return whole_number(1, 0xFFFFF); }

CLI::Validator any_seed() { return whole_number(0, std::numeric_limits<std::uint64_t>::max()); }

}  // namespace softpedal::commands
