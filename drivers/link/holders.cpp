// SPDX-License-Identifier: MIT
#include "drivers/link/holders.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
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

// One device may have several names: links in /dev/serial, a second node in a container.
bool same_file(const struct stat& one, const struct stat& other) {
  if (S_ISCHR(one.st_mode) && S_ISCHR(other.st_mode) && one.st_rdev == other.st_rdev) return true;
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

bool holds(const fs::path& process, const std::vector<struct stat>& targets) {
  std::error_code error;
  fs::directory_iterator files{process / "fd", error};
  for (; !error && files != fs::directory_iterator{}; files.increment(error)) {
    struct stat open_file {};
    if (::stat(files->path().c_str(), &open_file) != 0) continue;
    if (std::ranges::any_of(targets, [&](const auto& t) { return same_file(t, open_file); })) {
      return true;
    }
  }
  return false;  // or it is gone, or not ours to look into
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
  std::vector<struct stat> targets;
  for (const fs::path& file : files) {
    struct stat target {};
    if (::stat(file.c_str(), &target) == 0) targets.push_back(target);
  }
  std::vector<Holder> found;
  if (targets.empty()) return found;
  std::error_code error;
  fs::directory_iterator processes{"/proc", error};
  for (; !error && processes != fs::directory_iterator{}; processes.increment(error)) {
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
