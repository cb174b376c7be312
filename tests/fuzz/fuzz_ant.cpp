// SPDX-License-Identifier: MIT
// The entry of libFuzzer; built with clang and -fsanitize=fuzzer, see README.md beside it.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/any_bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)softpedal::test::read_any_bytes({data, size});
  return 0;
}
