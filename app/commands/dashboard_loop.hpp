// SPDX-License-Identifier: MIT
// The loop behind the window, in a thread of its own: clock, signals, guard, suspend and the laps.
// The window's thread reaches it through side() only, and neither ever waits for the other.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "app/asio.hpp"
#include "app/commands/laps.hpp"
#include "app/shell/aside.hpp"
#include "app/shell/descriptor.hpp"
#include "app/shell/guard.hpp"
#include "app/shell/output.hpp"
#include "app/shell/screen_saver.hpp"
#include "app/shell/signals.hpp"
#include "app/shell/suspend.hpp"
#include "app/shell/timers.hpp"

namespace softpedal::commands {

class DashboardLoop {
 public:
  // `guard_line` may be empty. `wake` is called in the loop's thread when there is a new model.
  DashboardLoop(Laps::Plan plan, Descriptor guard_line, std::function<void()> wake);
  // Releases the trainer first where nobody closed the window.
  ~DashboardLoop();
  DashboardLoop(const DashboardLoop&) = delete;
  DashboardLoop& operator=(const DashboardLoop&) = delete;

  void start();
  [[nodiscard]] ui::LoopSide side();
  // Waits until everything is closed.
  void join();

  // After join().
  [[nodiscard]] int exit_status() const { return laps_.exit_status(); }
  [[nodiscard]] const std::optional<std::string>& next_stick() const { return laps_.next_stick(); }

 private:
  void beat(const Watch& watch);
  void riding(bool on);
  void over(const RideEnd& end);

  const bool simulated_;
  asio::io_context io_{1};
  std::unique_ptr<Clockwork> clock_;
  Aside aside_{};
  Output out_;
  Output err_;
  std::function<void()> wake_;
  std::atomic<bool> woken_{false};  // and has not looked yet: once is enough
  std::optional<GuardLine> guard_{};
  std::optional<Suspend> suspend_{};
  ScreenSaver screen_saver_{io_};
  Laps laps_;
  Signals signals_{io_, [this](int signal) { laps_.close_by_signal(signal); }};
  std::thread thread_{};
};

}  // namespace softpedal::commands
