// SPDX-License-Identifier: MIT
// Every reason to refuse a profile that is valid TOML. A table that passes can be read without
// looking again.
#pragma once

#include <toml++/toml.h>

#include <optional>
#include <string_view>

#include "app/core/result.hpp"
#include "profiles/profile.hpp"

namespace softpedal::profiles {

inline constexpr std::string_view signature_table = "signature";

// The first thing that is wrong, or nothing.
[[nodiscard]] std::optional<Fault> check(const toml::table& root, std::string_view file,
                                         Date today);

}  // namespace softpedal::profiles
