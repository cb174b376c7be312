// SPDX-License-Identifier: MIT
// Options of the command line that several commands have.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>

namespace softpedal::commands {

// What is no whole number from `least` to `most` is refused with one sentence that names both.
[[nodiscard]] CLI::Validator whole_number(std::uint64_t least, std::uint64_t most);

// --trainer, --use: 20 bits (ant-fec.md 3.3).
[[nodiscard]] CLI::Validator device_number();
// --seed.
[[nodiscard]] CLI::Validator any_seed();

}  // namespace softpedal::commands
