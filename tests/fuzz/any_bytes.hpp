// SPDX-License-Identifier: MIT
// What any bytes from a line may do to parser, messages and pages: nothing but be read. Called by
// the fuzzer with what it invents, and by the tests with seeded floods.
#pragma once

#include <cstdint>
#include <span>

namespace softpedal::test {

// Aborts where a promise is broken; else returns how many messages were read.
std::size_t read_any_bytes(std::span<const std::uint8_t> bytes);

}  // namespace softpedal::test
