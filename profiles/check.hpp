// SPDX-License-Identifier: MIT
// Every reason to refuse a profile that is valid TOML. A table that passes can be read without
// looking again.
#pragma once

#include <toml++/toml.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "app/core/result.hpp"
#include "profiles/profile.hpp"

namespace softpedal::profiles {

inline constexpr std::string_view signature_table = "signature";

// FILE:LINE:COLUMN: sentence.
[[nodiscard]] Fault refusal(std::string_view file, const toml::source_position& at,
                            std::string_view sentence);

// The first thing that is wrong, or nothing.
[[nodiscard]] std::optional<Fault> check(const toml::table& root, std::string_view file,
                                         Date today);

// A file may hold anything, and what it holds is shown in a terminal: control characters become
// '?' and what is long is cut.
[[nodiscard]] std::string printable(std::string_view text, std::size_t longest = 60);

}  // namespace softpedal::profiles
