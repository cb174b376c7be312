// SPDX-License-Identifier: MIT
// Every word of the report, in English; the other languages are in app/language.
#pragma once

#include "app/language/word.hpp"

namespace softpedal::records::words {

inline constexpr Word report_title = Word("Rides on the stationary bike");

}  // namespace softpedal::records::words
