// SPDX-License-Identifier: MIT
// Preloaded into a program: a wall clock that is as many seconds off as the file that $CLOCK_OFF
// names says at each moment. What measures durations is left alone, as by a clock that is set.
#include <sys/time.h>
#include <time.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <sys/syscall.h>
#include <unistd.h>

namespace {

long seconds_off() {
  const char* name = std::getenv("CLOCK_OFF");
  if (name == nullptr) return 0;
  std::FILE* file = std::fopen(name, "r");
  if (file == nullptr) return 0;
  long off = 0;
  if (std::fscanf(file, "%ld", &off) != 1) off = 0;
  std::fclose(file);
  return off;
}

}  // namespace

extern "C" {
int clock_gettime(clockid_t clock, timespec* now) {
  const int result = static_cast<int>(::syscall(SYS_clock_gettime, clock, now));
  if (result == 0 && clock == CLOCK_REALTIME) now->tv_sec += seconds_off();
  return result;
}
int gettimeofday(timeval* now, void*) {
  timespec real{};
  const int result = clock_gettime(CLOCK_REALTIME, &real);
  now->tv_sec = real.tv_sec;
  now->tv_usec = real.tv_nsec / 1000;
  return result;
}
time_t time(time_t* into) {
  timespec real{};
  clock_gettime(CLOCK_REALTIME, &real);
  if (into != nullptr) *into = real.tv_sec;
  return real.tv_sec;
}
}
