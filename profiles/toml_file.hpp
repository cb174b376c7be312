// SPDX-License-Identifier: MIT
// What every strict TOML file of ours has in common, profile or settings: it is read whole, is
// never large, and is refused with file, line, column and one sentence.
#pragma once

#include <toml++/toml.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "app/core/result.hpp"
#include "app/files/own_file.hpp"

namespace softpedal::profiles {

inline constexpr std::size_t most_bytes = 64 * 1024;  // ours have about 1 KiB

// FILE:LINE:COLUMN: sentence.
[[nodiscard]] Fault refusal(std::string_view file, const toml::source_position& at,
                            std::string_view sentence);

// The whole file, which may stand behind a link. `what` names its kind in a refusal: "a profile".
[[nodiscard]] Result<std::string> read_text(const std::filesystem::path& path,
                                            std::string_view what);

// `path` only names the text in refusals.
[[nodiscard]] Result<toml::table> parse_toml(std::string_view text,
                                             const std::filesystem::path& path,
                                             std::string_view what);

// Of what kind it is: "a whole number".
[[nodiscard]] std::string_view found(const toml::node& node);
[[nodiscard]] double amount(const toml::node& number);

// A file may hold anything, and what it holds is shown in a terminal: control characters become
// '?' and what is long is cut.
[[nodiscard]] std::string printable(std::string_view text, std::size_t longest = 60);
// C0, DEL, and C1 as UTF-8 writes it (C2 80 to C2 9F): what a terminal obeys and does not show.
[[nodiscard]] bool control_at(std::string_view text, std::size_t i);

}  // namespace softpedal::profiles
