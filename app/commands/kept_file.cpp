// SPDX-License-Identifier: MIT
#include "app/commands/kept_file.hpp"

#include <cerrno>
#include <string>

#include "app/files/own_file.hpp"

namespace softpedal::commands {

namespace fs = std::filesystem;

Result<void> replace_file(const fs::path& path, const std::string& text, Sync sync) {
  std::error_code unknown;  // then writing tells
  fs::create_directories(path.parent_path(), unknown);
  return records::write_whole(path, text, sync);
}

Result<void> replace_json(const fs::path& path, const nlohmann::json& content, Sync sync) {
  using Replace = nlohmann::json::error_handler_t;
  return replace_file(path, content.dump(2, ' ', false, Replace::replace) + "\n", sync);
}

std::optional<nlohmann::json> read_json(const fs::path& path) {
  const auto text = read_own(path, most_of_a_small_file);
  if (!text && text.error().error == ENOENT) return std::nullopt;
  auto content = nlohmann::json::parse(text.value_or(""), nullptr, false);
  return content.is_object() ? std::move(content) : nlohmann::json{};
}

}  // namespace softpedal::commands
