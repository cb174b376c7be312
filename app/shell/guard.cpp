// SPDX-License-Identifier: MIT
#include "app/shell/guard.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>

#include <array>
#include <cctype>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <thread>

namespace softpedal {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr auto last_words = 8s;  // of a ride that is over and was asked to end

constexpr std::array passed_on{SIGINT, SIGTERM, SIGHUP, SIGQUIT};

// One beat, as it crosses the line: both ends are the same program.
struct Beat {
  std::uint32_t trainer = 0;
  bool load_uncertain = false;
  bool over = false;
  std::array<char, 250> stick{};
};

Beat beat_of(const Watch& watch) {
  Beat beat{watch.trainer, watch.load_uncertain, watch.over, {}};
  watch.stick.copy(beat.stick.data(), beat.stick.size() - 1);
  return beat;
}

Watch watch_of(const Beat& beat) {
  return {{beat.stick.data(), ::strnlen(beat.stick.data(), beat.stick.size())},
          beat.trainer,
          beat.load_uncertain,
          beat.over};
}

sigset_t guard_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : passed_on) sigaddset(&set, signal);
  sigaddset(&set, SIGCHLD);
  return set;
}

// The ride as its guard sees it.
class Ward {
 public:
  Ward(pid_t process, Descriptor line, Descriptor signals)
      : process_{process}, line_{std::move(line)}, signals_{std::move(signals)} {}

  // The wait status of the ride, once it is over in one way or another.
  int outlive() {
    for (;;) {
      std::array<pollfd, 2> ready{{{line_.get(), POLLIN, 0}, {signals_.get(), POLLIN, 0}}};
      // A line at its end stays readable: the rest is told by SIGCHLD and by the time.
      ready[0].fd = line_open_ ? line_.get() : -1;
      static_cast<void>(::poll(ready.data(), ready.size(), 250));
      pass_signals_on();
      hear();
      int status = 0;
      if (::waitpid(process_, &status, WNOHANG) == process_) {
        hear();  // its last words
        return status;
      }
      if (must_go()) ::kill(process_, SIGKILL);
    }
  }
  [[nodiscard]] const Watch& last() const { return last_; }

 private:
  void pass_signals_on() {
    signalfd_siginfo info{};
    while (::read(signals_.get(), &info, sizeof info) == sizeof info) {
      const int signal = static_cast<int>(info.ssi_signo);
      if (signal == SIGCHLD) continue;
      ::kill(process_, signal);
      asked_to_end_ = true;
    }
  }

  void hear() {
    Beat beat;
    while (line_open_) {
      const ssize_t got = ::recv(line_.get(), &beat, sizeof beat, MSG_DONTWAIT);
      if (got == 0) line_open_ = false;
      if (got != sizeof beat) return;
      last_ = watch_of(beat);
      heard_ = SteadyClock::now();
    }
  }

  // Without load a ride that stands still harms nobody; unless it was asked to end and does not.
  // One that has let go may still have words to bring out.
  [[nodiscard]] bool must_go() const {
    const auto silence = SteadyClock::now() - heard_;
    if (last_.over) return asked_to_end_ && silence >= last_words;
    return silence >= silent_after && (last_.load_uncertain || asked_to_end_);
  }

  pid_t process_;
  Descriptor line_;
  Descriptor signals_;
  bool line_open_ = true;
  bool asked_to_end_ = false;
  Watch last_{};
  SteadyClock::time_point heard_ = SteadyClock::now();
};

int status_after(int wait_status, const Watch& last, const Rescue& rescue) {
  const bool exited = WIFEXITED(wait_status);
  const int status = exited ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
  const bool in_order = exited && last.over;
  if (in_order || last.trainer == 0) return status;
  return rescue(last, status) ? status : exit_status(FaultCode::ReleaseUnconfirmed);
}

int guard_without_child(const char* what) {
  std::fprintf(stderr, "softpedal: cannot start the guard process (%s: %s).\n", what,
               std::strerror(errno));
  return 1;
}

}  // namespace

GuardLine::GuardLine(Descriptor line, boost::asio::io_context& io, std::function<void()> guard_lost)
    : line_{io, line.release()}, guard_lost_{std::move(guard_lost)} {
  listen();
}

void GuardLine::report(const Watch& watch) {
  if (!line_.is_open()) return;
  const Beat beat = beat_of(watch);
  const ssize_t sent =
      ::send(line_.native_handle(), &beat, sizeof beat, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent != sizeof beat && errno != EINTR) lose();
}

void GuardLine::listen() {
  // The guard says nothing: what can be read is the end of the line.
  line_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                   [this](const boost::system::error_code& error) {
                     if (error != boost::asio::error::operation_aborted) lose();
                   });
}

void GuardLine::lose() {
  if (!line_.is_open()) return;
  boost::system::error_code ignored;
  line_.close(ignored);
  if (guard_lost_) guard_lost_();
}

int guarded(const GuardedRide& ride, const Rescue& rescue) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return guard_without_child("socketpair");
  }
  Descriptor guard_end{ends[0]};
  Descriptor ride_end{ends[1]};
  const sigset_t set = guard_signals();
  sigset_t before;
  ::sigprocmask(SIG_BLOCK, &set, &before);
  Descriptor signals{::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)};
  if (!signals) return guard_without_child("signalfd");
  termios terminal{};
  const bool on_terminal = ::tcgetattr(STDIN_FILENO, &terminal) == 0;

  std::fflush(nullptr);
  const pid_t process = ::fork();
  if (process < 0) return guard_without_child("fork");
  if (process == 0) {
    guard_end.reset();
    signals.reset();
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
    const int status = ride(std::move(ride_end));
    std::fflush(nullptr);
    ::_exit(status);
  }

  ride_end.reset();
  Ward ward{process, std::move(guard_end), std::move(signals)};
  const int wait_status = ward.outlive();
  // A ride that was killed left the terminal as it needed it.
  if (on_terminal && WIFSIGNALED(wait_status)) ::tcsetattr(STDIN_FILENO, TCSANOW, &terminal);
  // The signals stay blocked: none may cut the rescue short.
  return status_after(wait_status, ward.last(), rescue);
}

Result<Descriptor> lock_stick(const std::filesystem::path& directory, const std::string& stick,
                              std::chrono::seconds limit, const std::function<void()>& waiting) {
  std::error_code ignored;
  std::filesystem::create_directories(directory, ignored);
  std::string name = "stick-";
  for (const char c : stick) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '-';
  const auto path = directory / (name.substr(0, 200) + ".lock");
  Descriptor lock{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)};
  if (!lock) return Descriptor{};  // nowhere to keep locks: that alone shall not stop a ride
  const auto until = SteadyClock::now() + limit;
  for (bool said = false; ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0;) {
    if (SteadyClock::now() >= until) {
      return tl::unexpected(
          Fault{FaultCode::StickBusy,
                fmt::format("Another softpedal rides with this stick ({}): end that ride first.",
                            stick)});
    }
    if (!std::exchange(said, true)) waiting();
    std::this_thread::sleep_for(100ms);
  }
  return lock;
}

void ignore_stops_and_broken_pipes() {
  for (const int signal : {SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE, SIGXFSZ}) {
    std::signal(signal, SIG_IGN);
  }
}

}  // namespace softpedal
