// SPDX-License-Identifier: MIT
// Single values of a profile's table. All but the words are only for a table that check() let pass:
// what is read is there and of the right type.
#pragma once

#include <toml++/toml.h>

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "app/core/prescription.hpp"
#include "profiles/profile.hpp"
#include "profiles/toml_file.hpp"

namespace softpedal::profiles {

inline constexpr std::array phase_words{
    std::pair{RehabPhase::Acute, std::string_view{"acute"}},
    std::pair{RehabPhase::Subacute, std::string_view{"subacute"}},
    std::pair{RehabPhase::Chronic, std::string_view{"chronic"}},
    std::pair{RehabPhase::Free, std::string_view{"free"}},
};
inline constexpr std::array mode_words{
    std::pair{TargetMode::Release, std::string_view{"release"}},
    std::pair{TargetMode::Resistance, std::string_view{"resistance"}},
    std::pair{TargetMode::Torque, std::string_view{"torque"}},
};

[[nodiscard]] double number_in(const toml::table& table, std::string_view key);
[[nodiscard]] std::string text_in(const toml::table& table, std::string_view key);
[[nodiscard]] Date date_in(const toml::table& table, std::string_view key);
[[nodiscard]] RehabPhase phase_in(const toml::table& root);
[[nodiscard]] TargetMode mode_in(const toml::table& target);

}  // namespace softpedal::profiles
