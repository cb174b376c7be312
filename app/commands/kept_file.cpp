// SPDX-License-Identifier: MIT
#include "app/commands/kept_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "app/shell/descriptor.hpp"

namespace softpedal::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 64 * 1024;  // ours have some hundred

}  // namespace

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
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (!file && errno == ENOENT) return std::nullopt;
  std::string text(most_bytes, '\0');
  const ssize_t got = file ? ::read(file.get(), text.data(), text.size()) : 0;
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  auto content = nlohmann::json::parse(text, nullptr, false);
  return content.is_object() ? std::move(content) : nlohmann::json{};
}

}  // namespace softpedal::commands
