// SPDX-License-Identifier: MIT
// A prescription in words, in full: a rider sees all of it before the ride (style.md 5.9).
#pragma once

#include <chrono>
#include <string>

#include "profiles/profile.hpp"

namespace softpedal::profiles {

// Several lines, the last with a line end.
[[nodiscard]] std::string describe(const Profile& profile);

[[nodiscard]] std::string in_words(std::chrono::seconds duration);  // "12 min", "1 min 30 s"
[[nodiscard]] std::string in_digits(Date date);                     // "2026-11-21"

}  // namespace softpedal::profiles
