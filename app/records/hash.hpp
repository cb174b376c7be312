// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace softpedal::records {

// SHA-256 as 64 hexadecimal digits: the same text gives the same, whoever asks (sha256sum).
[[nodiscard]] std::string sha256(std::string_view text);

}  // namespace softpedal::records
