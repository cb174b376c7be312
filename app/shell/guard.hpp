// SPDX-License-Identifier: MIT
// The guard: the parent process of a real ride. No trainer is known to let go by itself when its
// host dies (design.md 1.3), so somebody must be left who does it.
//
//   guard (parent)  <-- a beat every 250 ms, each the whole Watch --  ride (child)
//     | INT, TERM, HUP, QUIT --> passed on, and the ride's exit status is returned
//     | the ride dies, or is silent for 2 s with load on --> killed, then the rescue
//   ride  <-- end of the line: the guard died --> releases and ends
//
// One of the two may fail at a time. Forked before any thread exists and before any device is open.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "app/asio.hpp"
#include "app/core/result.hpp"
#include "app/shell/descriptor.hpp"
#include "app/shell/runner.hpp"

namespace softpedal {

inline constexpr std::chrono::seconds guard_wait{10};

// How long a guard has patience with its ride.
struct GuardLimits {
  std::chrono::milliseconds silent_after{2000};   // with load on, or asked to end
  std::chrono::milliseconds last_words{8000};     // of one that is over and was asked to end
  std::chrono::milliseconds ends_within{60'000};  // of being asked, however much it beats
};

// Says it once, before there is a loop: what the guard would have to release. Never blocks; false:
// the guard is gone. An empty line has no guard.
bool report(const Descriptor& line, const Watch& watch);

// The ride's end of the line to its guard.
class GuardLine {
 public:
  GuardLine(Descriptor line, boost::asio::io_context& io, std::function<void()> guard_lost);
  // Never blocks. A guard that reads nothing for a minute is as good as dead.
  void report(const Watch& watch);

 private:
  void listen();
  void lose();

  boost::asio::posix::stream_descriptor line_;
  std::function<void()> guard_lost_;
};

// What the guard does when the ride is gone: release that trainer. True: confirmed, and `status`
// will be the exit status. `asked_to_end`: by a signal, so that the next one means "at once". The
// watch names no stick: the guard knows the one that it was started for.
using Rescue = std::function<bool(const Watch&, int status, bool asked_to_end)>;
using GuardedRide = std::function<int(Descriptor line)>;

// Runs `ride` in a child process and watches it from this one. Returns the exit status of the
// ride; 128 + signal when it was killed and its trainer, if it had one, was released and confirmed;
// what a ride earned that gave up its release, when that is confirmed after all; else 5.
[[nodiscard]] int guarded(const GuardedRide& ride, const Rescue& rescue,
                          const GuardLimits& limits = {});

// What a guard that only goes on with a release is asked for: to give way to a ride, which releases
// that trainer first, or nothing, by whoever would not release it.
enum class Takes : std::uint8_t { Over, OnlyFree };

// A lock that ride and guard hold together as long as one of them lives, so that a new start does
// not fight a guard at work. Waits up to `limit`; `waiting` is called once if it has to.
[[nodiscard]] Result<Descriptor> lock_stick(const std::filesystem::path& directory,
                                            const std::string& stick, std::chrono::seconds limit,
                                            const std::function<void()>& waiting,
                                            Takes takes = Takes::Over);

// The holder only goes on releasing from now on: it stands in nobody's way, and looks from time to
// time whether it was asked to.
void offer_to_give_way(const Descriptor& stick_lock);
[[nodiscard]] bool asked_to_give_way(const Descriptor& stick_lock);

// What a parent may have left otherwise: children that are not waited for are noticed, and the
// signals that end a ride arrive.
void take_signals_as_usual();

// What both processes ignore: stops from the terminal, which would leave a load without a hand on
// it, and writes that fail, which are looked at where they happen.
void ignore_stops_and_broken_pipes();

}  // namespace softpedal
