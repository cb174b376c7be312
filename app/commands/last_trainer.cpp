// SPDX-License-Identifier: MIT
#include "app/commands/last_trainer.hpp"

#include <filesystem>
#include <fstream>

#include "app/shell/paths.hpp"

namespace softpedal::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t largest_number = 0xFFFFF;  // 20 bits (ant-fec.md 3.3)

std::optional<fs::path> file() {
  const auto data = data_directory();
  if (!data) return std::nullopt;
  return *data / "trainer";
}

}  // namespace

std::optional<std::uint32_t> last_trainer() {
  const auto path = file();
  if (!path) return std::nullopt;
  std::ifstream text{*path};
  std::uint32_t number = 0;
  if (!(text >> number) || number == 0 || number > largest_number) return std::nullopt;
  return number;
}

void remember_trainer(std::uint32_t number) {
  const auto path = file();
  if (!path || last_trainer() == number) return;
  std::error_code ignored;
  fs::create_directories(path->parent_path(), ignored);
  const fs::path fresh = fs::path{* path} += ".new";
  if (std::ofstream{fresh} << number << '\n') fs::rename(fresh, *path, ignored);
}

}  // namespace softpedal::commands
