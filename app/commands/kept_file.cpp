// SPDX-License-Identifier: MIT
#include "app/commands/kept_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "app/shell/descriptor.hpp"
#include "app/shell/journal_files.hpp"

namespace softpedal::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 64 * 1024;  // ours have some hundred

int replace(const fs::path& path, const std::string& text) {
  const fs::path fresh = fs::path{path} += ".new";
  const Descriptor file{
      ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644)};
  if (!file) return errno;
  if (const int error = write_all(file.get(), text); error != 0) return error;
  if (::fsync(file.get()) != 0 || ::rename(fresh.c_str(), path.c_str()) != 0) return errno;
  return sync_directory(path.parent_path());
}

}  // namespace

Result<void> replace_file(const fs::path& path, const std::string& text) {
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  const int error = failed ? failed.value() : replace(path, text);
  if (error == 0) return {};
  return tl::unexpected(
      Fault{FaultCode::BadFile, fmt::format("{} cannot be written ({}): make room there.",
                                            path.string(), std::strerror(error))});
}

Result<void> replace_json(const fs::path& path, const nlohmann::json& content) {
  using Replace = nlohmann::json::error_handler_t;
  return replace_file(path, content.dump(2, ' ', false, Replace::replace) + "\n");
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
