// SPDX-License-Identifier: MIT
#include "app/shell/output.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <algorithm>
#include <limits>

namespace softpedal {
namespace {

constexpr std::size_t most_kept = 64 * 1024;
constexpr std::chrono::seconds patience{10};  // then the reader is not coming back
constexpr std::chrono::milliseconds try_again_after{50};
constexpr std::size_t careful_piece = 512;  // POSIX: so much fits where poll() says "writable"

bool writable(int fd, int wait_ms) {
  pollfd ready{fd, POLLOUT, 0};
  return ::poll(&ready, 1, wait_ms) > 0;
}

}  // namespace

Output::Output(int fd, Full full) : fd_{fd}, full_{full}, terminal_{::isatty(fd) == 1} {
  struct stat info {};
  if (::fstat(fd, &info) != 0) {
    closed_ = true;
    return;
  }
  // O_NONBLOCK belongs to the open file, which a shell shares with us: it is never set on fd
  // itself.
  if (S_ISSOCK(info.st_mode)) {
    way_ = Way::Socket;
  } else if (S_ISFIFO(info.st_mode) || S_ISCHR(info.st_mode)) {
    const std::string again = fmt::format("/proc/self/fd/{}", fd);
    own_ = Descriptor{::open(again.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
    way_ = own_ ? Way::Own : Way::Careful;
  }
}

void Output::write(std::string_view text) {
  if (closed_) return;
  push();
  const bool too_much = kept_.size() + text.size() > most_kept;
  if (too_much && full_ == Full::Waits && !refused_) flush(patience);
  if (kept_.size() + text.size() > most_kept) {
    lost_ = lost_ || refused_;
    return;
  }
  kept_ += text;
  push();
}

void Output::flush(std::chrono::milliseconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  for (push(); !kept_.empty() && !closed_; push()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    if (left.count() <= 0) return;
    // A device that refuses is "writable" all the time.
    const auto wait = refused_ ? std::min(left, try_again_after) : left;
    pollfd room{refused_ ? -1 : fd_, POLLOUT, 0};
    static_cast<void>(::poll(&room, 1, static_cast<int>(wait.count())));
  }
}

void Output::push() {
  while (!kept_.empty() && !closed_) {
    const ssize_t written = write_some();
    refused_ = written < 0 && errno != EINTR && errno != EAGAIN && errno != EPIPE;
    if (written > 0) {
      kept_.erase(0, static_cast<std::size_t>(written));
      continue;
    }
    if (written < 0 && errno == EINTR) continue;
    const bool later = written == 0 || errno == EAGAIN || errno == ENOSPC;
    if (later) return;
    closed_ = true;
    lost_ = refused_;
    return;
  }
}

ssize_t Output::write_some() {
  switch (way_) {
    case Way::Direct:
      return ::write(fd_, kept_.data(), kept_.size());
    case Way::Own:
      return ::write(own_.get(), kept_.data(), kept_.size());
    case Way::Socket:
      return ::send(fd_, kept_.data(), kept_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    case Way::Careful:
      if (!writable(fd_, 0)) return 0;
      return ::write(fd_, kept_.data(), std::min(kept_.size(), careful_piece));
  }
  return 0;
}

}  // namespace softpedal
