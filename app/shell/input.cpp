// SPDX-License-Identifier: MIT
#include "app/shell/input.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "app/shell/descriptor.hpp"

namespace softpedal {
namespace {

constexpr Duration file_piece_every = 250ms;

// The same file with a non-blocking state of its own, where the system lets us: the state of fd
// itself is shared with the shell that started us.
Descriptor opened_again(int fd) {
  Descriptor again{::open(fmt::format("/proc/self/fd/{}", fd).c_str(),
                          O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
  if (again) return again;
  return Descriptor{::fcntl(fd, F_DUPFD_CLOEXEC, 0)};
}

// A terminal without any foreground program (a test's, a pipe's end) has nobody to disturb.
bool in_foreground(int fd) {
  const pid_t owner = ::tcgetpgrp(fd);
  return owner < 0 || owner == ::getpgrp();
}

}  // namespace

Input::Input(boost::asio::io_context& io, TimerPort& timers, int fd,
             std::function<void(std::string_view)> received, std::function<void()> ended)
    : timers_{timers},
      fd_{fd},
      received_{std::move(received)},
      ended_{std::move(ended)},
      stream_{io} {
  struct stat info {};
  if (::fstat(fd, &info) != 0) return;
  if (S_ISREG(info.st_mode)) {
    read_file();
    return;
  }
  auto own = opened_again(fd);
  boost::system::error_code error;
  if (own) stream_.assign(own.get(), error);
  if (!own || error) return;
  static_cast<void>(own.release());
  read_more();
}

void Input::read_more() {
  stream_.async_read_some(boost::asio::buffer(bytes_),
                          [this](const boost::system::error_code& error, std::size_t count) {
                            if (error == boost::asio::error::operation_aborted) return;
                            if (error) {  // its end, or a device that cannot be waited for
                              if (ended_) ended_();
                              return;
                            }
                            received_({bytes_.data(), count});
                            read_more();
                          });
}

// A plain file is always readable: it is taken in pieces, so that a long one holds nothing up.
void Input::read_file() {
  const ssize_t count = ::read(fd_, bytes_.data(), bytes_.size());
  if (count <= 0 && !(count < 0 && errno == EINTR)) return;
  timer_ = timers_.after(file_piece_every, [this, count] {
    if (count > 0) received_({bytes_.data(), static_cast<std::size_t>(count)});
    read_file();
  });
}

KeyMode::KeyMode(int fd) : fd_{fd} {
  termios mode{};
  if (!in_foreground(fd) || ::tcgetattr(fd, &mode) != 0) return;
  before_ = mode;
  mode.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  mode.c_cc[VMIN] = 1;
  mode.c_cc[VTIME] = 0;
  ::tcsetattr(fd, TCSANOW, &mode);
}

KeyMode::~KeyMode() {
  if (before_ && in_foreground(fd_)) ::tcsetattr(fd_, TCSANOW, &*before_);
}

}  // namespace softpedal
