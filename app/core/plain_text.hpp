// SPDX-License-Identifier: MIT
// A text from somebody else, a name, a note, a file's name, made fit to be shown, printed and put
// into files of other programs.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

namespace softpedal {

// Whole UTF-8 characters in one line, at most so many bytes: line ends and other control characters
// become spaces, what is no UTF-8 or no character becomes U+FFFD, and what is never seen but steers
// how the rest is (its direction, joiners, variants, tags) is gone.
[[nodiscard]] std::string plain_text(std::string_view text,
                                     std::size_t most = std::numeric_limits<std::size_t>::max());

// The same for each line of a text of several.
[[nodiscard]] std::string plain_lines(std::string_view text);

// JSON as it was dumped, with what plain_text() leaves out as \u202e: nothing of it is lost.
[[nodiscard]] std::string plain_json(std::string_view dumped);

}  // namespace softpedal
