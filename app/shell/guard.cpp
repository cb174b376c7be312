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
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string_view>
#include <thread>

#include "app/files/own_file.hpp"

namespace softpedal {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr std::array passed_on{SIGINT, SIGTERM, SIGHUP, SIGQUIT};

// One beat, as it crosses the line: both ends are the same program.
struct Beat {
  std::uint32_t trainer = 0;
  int earned = 0;
  bool load_uncertain = false;
  bool over = false;
};

Beat beat_of(const Watch& watch) {
  return {watch.trainer, watch.earned, watch.load_uncertain, watch.over};
}

Watch watch_of(const Beat& beat) {
  return {.stick = {},
          .trainer = beat.trainer,
          .load_uncertain = beat.load_uncertain,
          .over = beat.over,
          .earned = beat.earned};
}

bool send_beat(int line, const Watch& watch) {
  const Beat beat = beat_of(watch);
  const ssize_t sent = ::send(line, &beat, sizeof beat, MSG_DONTWAIT | MSG_NOSIGNAL);
  return sent == sizeof beat || errno == EINTR;
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
  Ward(pid_t process, Descriptor line, Descriptor signals, const GuardLimits& limits)
      : process_{process}, line_{std::move(line)}, signals_{std::move(signals)}, limits_{limits} {}

  // The wait status of the ride, once it is over in one way or another. Empty: it is gone, and
  // somebody else took its status.
  std::optional<int> outlive() {
    for (;;) {
      std::array<pollfd, 2> ready{{{line_.get(), POLLIN, 0}, {signals_.get(), POLLIN, 0}}};
      // A line at its end stays readable: the rest is told by SIGCHLD and by the time.
      ready[0].fd = line_open_ ? line_.get() : -1;
      static_cast<void>(::poll(ready.data(), ready.size(), 250));
      pass_signals_on();
      hear();
      int status = 0;
      const pid_t ended = ::waitpid(process_, &status, WNOHANG);
      const bool taken_away = ended < 0 && errno == ECHILD;
      if (ended == process_ || taken_away) {
        hear();  // its last words
        return taken_away ? std::nullopt : std::optional{status};
      }
      if (must_go()) ::kill(process_, SIGKILL);
    }
  }
  [[nodiscard]] const Watch& last() const { return last_; }
  [[nodiscard]] bool asked_to_end() const { return asked_at_.has_value(); }

 private:
  void pass_signals_on() {
    signalfd_siginfo info{};
    while (::read(signals_.get(), &info, sizeof info) == sizeof info) {
      const int signal = static_cast<int>(info.ssi_signo);
      if (signal == SIGCHLD) continue;
      ::kill(process_, signal);
      if (!asked_at_) asked_at_ = SteadyClock::now();
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
    const auto now = SteadyClock::now();
    const auto silence = now - heard_;
    if (asked_at_ && now - *asked_at_ >= limits_.ends_within) return true;
    if (last_.over) return asked_to_end() && silence >= limits_.last_words;
    return silence >= limits_.silent_after && (last_.load_uncertain || asked_to_end());
  }

  pid_t process_;
  Descriptor line_;
  Descriptor signals_;
  bool line_open_ = true;
  GuardLimits limits_;
  std::optional<SteadyClock::time_point> asked_at_{};
  Watch last_{};
  SteadyClock::time_point heard_ = SteadyClock::now();
};

int status_after(const std::optional<int>& wait_status, const Ward& ward, const Rescue& rescue) {
  const Watch& last = ward.last();
  const bool exited = wait_status && WIFEXITED(*wait_status);
  const int status = !wait_status ? system_refused
                     : exited     ? WEXITSTATUS(*wait_status)
                                  : 128 + WTERMSIG(*wait_status);
  const bool in_order = (exited || !wait_status) && last.over;
  const bool released = in_order && !last.load_uncertain;
  if (released || last.trainer == 0) return status;
  // Only a ride that gave its release up had earned something else than it says.
  const bool gave_up = in_order && status == exit_status(FaultCode::ReleaseUnconfirmed);
  const int earned = gave_up ? last.earned : status;
  return rescue(last, earned, ward.asked_to_end()) ? earned
                                                   : exit_status(FaultCode::ReleaseUnconfirmed);
}

// Long paths and those that differ in a sign only are different sticks: the hash (FNV-1a) tells
// them apart, the letters tell people.
std::string lock_name(const std::string& stick) {
  std::uint64_t hash = 14695981039346656037U;
  std::string letters;
  for (const char c : stick) {
    const auto byte = static_cast<unsigned char>(c);
    hash = (hash ^ byte) * 1099511628211U;
    if (letters.size() < 100) letters += std::isalnum(byte) != 0 ? c : '-';
  }
  return fmt::format("stick-{}-{:016x}.lock", letters, hash);
}

// What stands in the file of a lock: nothing while its holder rides. It is no message to a process
// id, which may be another's by the time it is read.
constexpr std::string_view offered = "offered\n";  // by its holder
constexpr std::string_view asked = "asked__\n";    // by a new start; as long, so that it replaces
static_assert(offered.size() == asked.size());

bool reads(const Descriptor& lock, std::string_view word) {
  std::array<char, offered.size()> text{};
  return ::pread(lock.get(), text.data(), text.size(), 0) == static_cast<ssize_t>(word.size()) &&
         std::string_view{text.data(), text.size()} == word;
}

void write(const Descriptor& lock, std::string_view word) {
  static_cast<void>(::pwrite(lock.get(), word.data(), word.size(), 0) < 0);
}

int guard_without_child(const char* what) {
  std::fprintf(stderr, "softpedal: cannot start the guard process (%s: %s).\n", what,
               std::strerror(errno));
  return 1;
}

}  // namespace

bool report(const Descriptor& line, const Watch& watch) {
  return !line || send_beat(line.get(), watch);
}

GuardLine::GuardLine(Descriptor line, boost::asio::io_context& io, std::function<void()> guard_lost)
    : line_{io, line.release()}, guard_lost_{std::move(guard_lost)} {
  listen();
}

void GuardLine::report(const Watch& watch) {
  if (line_.is_open() && !send_beat(line_.native_handle(), watch)) lose();
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

int guarded(const GuardedRide& ride, const Rescue& rescue, const GuardLimits& limits) {
  std::signal(SIGCHLD, SIG_DFL);  // ignored, a death would never be told
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
  Ward ward{process, std::move(guard_end), std::move(signals), limits};
  const auto wait_status = ward.outlive();
  // A ride that was killed left the terminal as it needed it.
  if (on_terminal && wait_status && WIFSIGNALED(*wait_status))
    ::tcsetattr(STDIN_FILENO, TCSANOW, &terminal);
  // The signals stay blocked: the rescue looks at them itself.
  return status_after(wait_status, ward, rescue);
}

Result<Descriptor> lock_stick(const std::filesystem::path& directory, const std::string& stick,
                              std::chrono::seconds limit, const std::function<void()>& waiting,
                              Takes takes) {
  std::error_code ignored;
  std::filesystem::create_directories(directory, ignored);
  const auto path = directory / lock_name(stick);
  Descriptor lock{open_own(path, O_RDWR | O_CREAT).value_or(-1)};
  if (!lock) return Descriptor{};  // nowhere to keep locks: that alone shall not stop a ride
  const auto until = SteadyClock::now() + limit;
  for (bool said = false; ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0;) {
    const bool releasing = reads(lock, offered) || reads(lock, asked);
    if (SteadyClock::now() >= until) {
      const char* const what =
          releasing
              ? "is still releasing a trainer with this stick ({}): start a ride with it, which "
                "releases that trainer first."
              : "rides with this stick ({}): end that ride first.";
      return tl::unexpected(Fault{FaultCode::StickBusy,
                                  "Another softpedal " + fmt::format(fmt::runtime(what), stick)});
    }
    if (releasing && takes == Takes::Over) {
      write(lock, asked);
    } else if (!std::exchange(said, true)) {
      waiting();
    }
    std::this_thread::sleep_for(100ms);
  }
  static_cast<void>(::ftruncate(lock.get(), 0));
  return lock;
}

void offer_to_give_way(const Descriptor& stick_lock) {
  if (stick_lock && !reads(stick_lock, asked)) write(stick_lock, offered);
}

bool asked_to_give_way(const Descriptor& stick_lock) {
  return stick_lock && reads(stick_lock, asked);
}

void take_signals_as_usual() {
  for (const int signal : {SIGCHLD, SIGINT, SIGTERM, SIGQUIT}) std::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

void ignore_stops_and_broken_pipes() {
  for (const int signal : {SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE, SIGXFSZ}) {
    std::signal(signal, SIG_IGN);
  }
}

}  // namespace softpedal
