// SPDX-License-Identifier: MIT
// Small things that the tests of profiles share.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "profiles/profile.hpp"
#include "tests/places.hpp"

namespace softpedal::profiles {

// Every test is told what day it is.
inline constexpr Date test_day =
    std::chrono::year{2026} / std::chrono::November / std::chrono::day{21};

inline const std::filesystem::path test_folder = places::tests() / "profiles";
inline const std::filesystem::path library_folder =
    places::tests().parent_path() / "profiles/library";

inline std::string slurp(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

inline std::vector<std::filesystem::path> toml_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    if (entry.path().extension() == ".toml") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// A name of a test may hold letters, digits and '_'.
inline std::string test_name(const std::filesystem::path& path) {
  std::string name = path.stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

}  // namespace softpedal::profiles
