// SPDX-License-Identifier: MIT
#include "tests/app/ride/room.hpp"
#include "tests/places.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <future>

namespace softpedal {
namespace {

using namespace std::chrono_literals;

void take_all(const Descriptor& from, std::string& into) {
  std::array<char, 4096> bytes;
  for (;;) {
    pollfd ready{from.get(), POLLIN, 0};
    if (!from || ::poll(&ready, 1, 0) <= 0) return;
    const ssize_t got = ::read(from.get(), bytes.data(), bytes.size());
    if (got <= 0) return;
    into.append(bytes.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

Room::Room(sim::WorldOptions options) : world_{timers_, options} {
  auto server = sim::PtyServer::serve(io_, world_, {});
  EXPECT_TRUE(server);
  server_ = std::move(*server);
  path_ = server_->path();
  thread_ = std::thread{[this] { timers_.run(); }};
}

Room::~Room() {
  asio::post(io_, [this] { timers_.stop(); });
  thread_.join();
}

sim::Status Room::status() {
  std::promise<sim::Status> answer;
  asio::post(io_, [&] { answer.set_value(sim::status_of(world_)); });
  return answer.get_future().get();
}

bool Room::released() {
  const auto set = status().set;
  return set.mode == sim::SetByHost::Mode::Basic && set.resistance == Percent{0.0};
}

bool Room::loaded() {
  const auto set = status().set;
  return set.mode == sim::SetByHost::Mode::Basic && set.resistance > Percent{0.0};
}

sim::WorldOptions willing_rider(std::uint64_t seed) {
  sim::WorldOptions options{.seed = seed};
  options.trainers.front().bike.rider.starts_at = 200ms;
  return options;
}

Program::Program(const std::filesystem::path& home, std::vector<std::string> arguments,
                 Manner manner) {
  std::array<int, 2> in{}, out{}, err{};
  EXPECT_EQ(::pipe2(err.data(), O_CLOEXEC), 0);
  if (manner.on_terminal) {
    EXPECT_EQ(::openpty(&in[1], &in[0], nullptr, nullptr, nullptr), 0);
    ::fcntl(in[0], F_SETFD, FD_CLOEXEC);
    ::fcntl(in[1], F_SETFD, FD_CLOEXEC);
    out = {::fcntl(in[1], F_DUPFD_CLOEXEC, 0), ::fcntl(in[0], F_DUPFD_CLOEXEC, 0)};
  } else {
    EXPECT_EQ(::pipe2(in.data(), O_CLOEXEC), 0);
    EXPECT_EQ(::pipe2(out.data(), O_CLOEXEC), 0);
  }
  std::string path = places::program().string();
  std::vector<std::string> environment{
      fmt::format("HOME={}", home.string()), fmt::format("XDG_STATE_HOME={}/state", home.string()),
      fmt::format("XDG_DATA_HOME={}/data", home.string()),
      fmt::format("XDG_RUNTIME_DIR={}", home.string()), "PATH=/usr/bin:/bin", "TERM=xterm",
      // A bus of the machine that runs the test is none of its business.
      fmt::format("DBUS_SYSTEM_BUS_ADDRESS=unix:path={}/no-bus", home.string())};
  for (const char* passed_on : {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS",
                                "LD_PRELOAD", "UMOCKDEV_DIR"}) {
    if (const char* value = std::getenv(passed_on)) {
      environment.push_back(fmt::format("{}={}", passed_on, value));
    }
  }
  environment.insert(environment.end(), manner.environment.begin(), manner.environment.end());
  std::vector<char*> words;
  std::array<std::string, 4> shell{"/bin/sh", "-c", manner.started_by, "sh"};
  if (!manner.started_by.empty()) {
    for (auto& word : shell) words.push_back(word.data());
  }
  words.push_back(path.data());
  for (auto& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  std::vector<char*> variables;
  for (auto& variable : environment) variables.push_back(variable.data());
  variables.push_back(nullptr);

  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(in[0], STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(err[1], STDERR_FILENO);
    if (manner.disk_full_after) {
      const rlimit limit{*manner.disk_full_after, *manner.disk_full_after};
      ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ::execve(words.front(), words.data(), variables.data());
    ::_exit(127);
  }
  // On a terminal the slave stays open here: it is asked for its settings after the end.
  if (manner.on_terminal) {
    slave_ = Descriptor{in[0]};
  } else {
    ::close(in[0]);
  }
  ::close(out[1]);
  ::close(err[1]);
  in_ = Descriptor{in[1]};
  out_ = Descriptor{out[0]};
  err_ = Descriptor{err[0]};
}

Program::~Program() {
  if (status_) return;
  const pid_t ride = child();
  ::kill(process_, SIGKILL);
  if (ride > 0) ::kill(ride, SIGKILL);
  ::waitpid(process_, nullptr, 0);
}

pid_t Program::child() {
  std::ifstream children{fmt::format("/proc/{0}/task/{0}/children", process_)};
  pid_t found = -1;
  children >> found;
  return found;
}

void Program::say(const std::string& text) { EXPECT_EQ(write_all(in_.get(), text), 0); }

void Program::read() {
  take_all(out_, out_text_);
  take_all(err_, err_text_);
}

const std::string& Program::out() {
  read();
  return out_text_;
}

const std::string& Program::err() {
  read();
  return err_text_;
}

int Program::wait() {
  const bool over = eventually([this] {
    read();
    int status = 0;
    if (!status_ && ::waitpid(process_, &status, WNOHANG) == process_) {
      status_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }
    return status_.has_value();
  });
  read();
  EXPECT_TRUE(over) << "it hangs; so far it said:\n" << out_text_ << err_text_;
  return status_.value_or(-1000);
}

bool eventually(const std::function<bool()>& condition, std::chrono::seconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    ::poll(nullptr, 0, 10);
  }
  return true;
}

}  // namespace softpedal
