// SPDX-License-Identifier: MIT
// The command line: hands over to the one command that was asked for.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "app/commands/commands.hpp"
#include "app/core/result.hpp"
#include "app/shell/guard.hpp"

namespace {

using softpedal::output_not_writable;
using softpedal::system_refused;

const int wrong_usage = softpedal::exit_status(softpedal::FaultCode::WrongUsage);

// Of an exception that nobody expected, without asking for more memory.
int say_what_was_refused() {
  constexpr const char* remedy = ". Close other programs or raise their limits, and start again.\n";
  const char* what = "an error of its own";
  const char* then = ". Please report it.\n";
  int status = system_refused;
  try {
    throw;
  } catch (const std::bad_alloc&) {
    what = "this computer has no memory left for it", then = remedy;
  } catch (const std::system_error& error) {
    what = error.what(), then = ".\n";
    const bool limit = error.code() == std::errc::resource_unavailable_try_again ||
                       error.code() == std::errc::too_many_files_open ||
                       error.code() == std::errc::too_many_files_open_in_system;
    if (limit) then = remedy;
    if (std::ferror(stdout) != 0) status = output_not_writable;
  } catch (const std::runtime_error& error) {  // Boost's, of the system
    what = error.what(), then = remedy;
  } catch (const std::exception& error) {
    what = error.what();
  } catch (...) {
  }
  for (const char* part : {"softpedal: cannot go on: ", what, then}) {
    static_cast<void>(!::write(STDERR_FILENO, part, std::strlen(part)));
  }
  return status;
}

// In a thread, or out of a noexcept function. A ride's guard releases its trainer then.
[[noreturn]] void end_with_a_sentence() {
  ::_exit(std::current_exception() ? say_what_was_refused() : system_refused);
}

// What is opened next must not take the number of a standard stream that was closed: what is said
// would go into a journal. Opened the wrong way round, so that using it fails.
void fill_closed_streams() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) >= 0) continue;
    static_cast<void>(::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY));
  }
}

// The standard output goes to disk or screen at the end: what was lost on the way is told.
int told(int status) {
  const bool written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (written) return status;
  std::fprintf(stderr, "softpedal: cannot write what was asked for: %s.\n", std::strerror(errno));
  return status == 0 ? output_not_writable : status;
}

int run(int argc, char** argv) {
  using namespace softpedal::commands;
  CLI::App app{
      "softpedal holds a smart trainer at the least resistance a sore knee can take.\n"
      "Without a command it rides with the best trainer at hand. It is a controller with limits\n"
      "that people set, not a medical device.",
      "softpedal"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "softpedal " SOFTPEDAL_VERSION);
  int status = 0;
  add_ride(app, status);
  add_floor(app, status);
  add_doctor(app, status);
  add_scan(app, status);
  add_profile(app, status);
  add_history(app, status);
  add_replay(app, status);
  add_sim(app, status);

  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.empty()) arguments = {"ride"};
  const std::string& first = arguments.front();
  const auto is_first = [&](const CLI::App* command) { return command->check_name(first); };
  const bool known = first.starts_with('-') || !app.get_subcommands(is_first).empty();
  if (!known) {
    say_on_stderr("there is no command \"" + first + "\". See softpedal --help.");
    return wrong_usage;
  }
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants a vector
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    const bool asked_for_help = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
    if (asked_for_help) return app.exit(error);
    say_on_stderr(std::string{error.what()} + ". See softpedal --help.");
    return wrong_usage;
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  std::set_terminate(end_with_a_sentence);
  softpedal::take_signals_as_usual();
  fill_closed_streams();
  ::umask(S_IRWXG | S_IRWXO);  // how a knee is, is nobody else's business
  try {
    return told(run(argc, argv));
  } catch (...) {
    return say_what_was_refused();
  }
}
