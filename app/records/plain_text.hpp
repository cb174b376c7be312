// SPDX-License-Identifier: MIT
// A text from a person, made fit for files of other programs.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

namespace softpedal::records {

// Whole UTF-8 characters in one line, at most so many bytes: line ends and other control characters
// become spaces, what is no UTF-8 or no character becomes U+FFFD.
[[nodiscard]] std::string plain_text(std::string_view text,
                                     std::size_t most = std::numeric_limits<std::size_t>::max());

}  // namespace softpedal::records
