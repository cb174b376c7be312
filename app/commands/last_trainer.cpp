// SPDX-License-Identifier: MIT
#include "app/commands/last_trainer.hpp"

#include <charconv>
#include <filesystem>
#include <string>

#include "app/commands/kept_file.hpp"
#include "app/files/own_file.hpp"
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
  const auto text = path ? read_own(*path, most_of_a_small_file) : std::string{};
  if (!text) return std::nullopt;
  std::uint32_t number = 0;
  std::from_chars(text->data(), text->data() + text->size(), number);
  if (number == 0 || number > largest_number) return std::nullopt;
  return number;
}

void remember_trainer(std::uint32_t number) {
  const auto path = file();
  if (!path || last_trainer() == number) return;
  static_cast<void>(replace_file(*path, std::to_string(number) + '\n', Sync::None));
}

}  // namespace softpedal::commands
