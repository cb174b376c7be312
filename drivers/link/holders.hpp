// SPDX-License-Identifier: MIT
// Which other programs have a device open, so that "busy" can name them.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace softpedal {

struct Holder {
  std::string program;
  pid_t pid;
  bool operator==(const Holder&) const = default;
};

// Every other process that holds one of these files open and that this user may look into: a
// normal user does not see the programs of root.
[[nodiscard]] std::vector<Holder> holders_of(const std::vector<std::filesystem::path>& files);

// "GoldenCheetah (process 4711)", several joined by "and"; "another program" when none is visible.
[[nodiscard]] std::string name_holders(const std::vector<Holder>& holders);

}  // namespace softpedal
