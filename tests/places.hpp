// SPDX-License-Identifier: MIT
// Where the tests find their data and the program that they try. Generated into the build folder:
// a path in a compile command would keep ccache from serving another checkout.
#pragma once

#include <filesystem>

namespace softpedal::places {

[[nodiscard]] std::filesystem::path tests();    // this folder
[[nodiscard]] std::filesystem::path shared();   // recordings that are not ours to ship
[[nodiscard]] std::filesystem::path program();  // softpedal, or what SOFTPEDAL_PROGRAM names
[[nodiscard]] std::filesystem::path preload();  // loaded into the program, see app/preload

}  // namespace softpedal::places
