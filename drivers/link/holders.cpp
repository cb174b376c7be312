// SPDX-License-Identifier: MIT
#include "drivers/link/holders.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>
#include <system_error>

namespace softpedal {
namespace fs = std::filesystem;
namespace {

std::optional<pid_t> process_number(const fs::path& folder) {
  const std::string name = folder.filename().string();
  pid_t pid = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
  if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
  return pid;
}

bool holds(const fs::path& process, const std::vector<fs::path>& targets) {
  std::error_code error;
  fs::directory_iterator files{process / "fd", error};
  if (error) return false;  // gone, or not ours to look into
  for (; files != fs::directory_iterator{}; files.increment(error)) {
    if (error) return false;
    const fs::path open_file = fs::read_symlink(files->path(), error);
    if (!error && std::ranges::find(targets, open_file) != targets.end()) return true;
  }
  return false;
}

std::string program_of(const fs::path& process) {
  std::ifstream file{process / "comm"};
  std::string name;
  std::getline(file, name);
  std::ranges::replace_if(
      name, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, '?');
  return name.empty() ? "a program" : name;
}

}  // namespace

std::vector<Holder> holders_of(const std::vector<fs::path>& files) {
  std::vector<fs::path> targets;
  std::error_code error;
  for (const fs::path& file : files) {
    const fs::path target = fs::canonical(file, error);  // /proc shows where a link leads to
    if (!error) targets.push_back(target);
  }
  std::vector<Holder> found;
  if (targets.empty()) return found;
  fs::directory_iterator processes{"/proc", error};
  if (error) return found;
  for (; processes != fs::directory_iterator{}; processes.increment(error)) {
    if (error) break;
    const auto pid = process_number(processes->path());
    if (!pid || *pid == ::getpid()) continue;
    if (holds(processes->path(), targets)) found.push_back({program_of(processes->path()), *pid});
  }
  std::ranges::sort(found, {}, &Holder::pid);
  return found;
}

std::string name_holders(const std::vector<Holder>& holders) {
  if (holders.empty()) return "another program";
  std::string text;
  for (const Holder& holder : holders) {
    if (!text.empty()) text += " and ";
    text += fmt::format("{} (process {})", holder.program, holder.pid);
  }
  return text;
}

}  // namespace softpedal
