// SPDX-License-Identifier: MIT
// How long from the start of a dashboard to its first frame on the X screen:
//   bench_first_frame TIMES PROGRAM ARGUMENT...
// One line a launch: milliseconds from fork until the ground colour stands in the screen's corner,
// looked at every 2 ms.
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <thread>

#include "app/dashboard/theme.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

bool window_is_there(Display* display) {
  XImage* image = XGetImage(display, DefaultRootWindow(display), 2, 2, 1, 1, AllPlanes, ZPixmap);
  if (image == nullptr) return false;
  const unsigned long pixel = XGetPixel(image, 0, 0) & 0xFFFFFFU;
  XDestroyImage(image);
  return softpedal::ui::hex(static_cast<std::uint32_t>(pixel)) == softpedal::ui::dark_theme.ground;
}

// False: not within ten seconds.
bool wait_until_window_is(Display* display, bool there) {
  const auto until = Clock::now() + 10s;
  while (window_is_there(display) != there) {
    if (Clock::now() > until) return false;
    std::this_thread::sleep_for(2ms);
  }
  return true;
}

std::optional<double> first_frame_ms(Display* display, char** command) {
  if (!wait_until_window_is(display, false)) return std::nullopt;
  const auto from = Clock::now();
  const pid_t child = ::fork();
  if (child < 0) return std::nullopt;
  if (child == 0) {
    const int nothing = ::open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; ++fd) ::dup2(nothing, fd);
    ::execvp(command[0], command);
    ::_exit(127);
  }
  const bool there = wait_until_window_is(display, true);
  const std::chrono::duration<double, std::milli> took = Clock::now() - from;
  ::kill(child, SIGTERM);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!there) return std::nullopt;
  return took.count();
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) return 2;
  Display* display = XOpenDisplay(nullptr);
  if (display == nullptr) {
    std::fputs("bench_first_frame: no display.\n", stderr);
    return 1;
  }
  for (int left = std::atoi(words[1]); left > 0; --left) {
    const auto took = first_frame_ms(display, words + 2);
    if (!took) {
      std::fputs("bench_first_frame: no window within ten seconds.\n", stderr);
      return 1;
    }
    std::printf("%.0f\n", *took);
    std::fflush(stdout);
  }
  XCloseDisplay(display);
  return 0;
}
