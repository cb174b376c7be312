// SPDX-License-Identifier: MIT
#include "app/commands/dashboard_loop.hpp"

#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

#include <utility>

#include "app/commands/commands.hpp"
#include "app/commands/ride_view.hpp"

namespace softpedal::commands {
namespace {

// Where this user may: while the window draws, the loop waits for no core (README, "What it
// costs"). Threads that it starts are as usual.
void come_before_the_window() {
  const sched_param priority{.sched_priority = 20};
  static_cast<void>(
      ::sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &priority));  // 0: this thread
}

Laps::Plan with_aside(Laps::Plan plan, Aside& aside) {
  plan.aside = [&aside](std::function<void()> work) { aside.run(std::move(work)); };
  return plan;
}

}  // namespace

DashboardLoop::DashboardLoop(Laps::Plan plan, Descriptor guard_line, std::function<void()> wake)
    : simulated_{plan.request.simulated},
      clock_{clock_for(plan.request, io_)},
      out_{STDOUT_FILENO},
      err_{STDERR_FILENO},
      wake_{std::move(wake)},
      laps_{with_aside(std::move(plan), aside_),
            io_,
            *clock_,
            err_,
            {.published =
                 [this] {
                   if (!woken_.exchange(true)) wake_();
                 },
             .beat = [this](const Watch& watch) { beat(watch); },
             .riding = [this](bool on) { riding(on); },
             .over = [this](const RideEnd& end) { over(end); },
             .closed = [this] { clock_->stop(); }}} {
  if (!guard_line) return;
  guard_.emplace(std::move(guard_line), io_, [this] { laps_.close(EndCause::GuardLost); });
}

DashboardLoop::~DashboardLoop() {
  if (!thread_.joinable()) return;
  side().ask(ui::Close{});
  join();
}

void DashboardLoop::start() {
  thread_ = std::thread{[this] {
    come_before_the_window();
    laps_.begin();
    clock_->run();
  }};
}

void DashboardLoop::join() {
  thread_.join();
  out_.flush(std::chrono::seconds{2});
  err_.flush(std::chrono::seconds{2});
}

ui::LoopSide DashboardLoop::side() {
  return {.latest =
              [this] {
                woken_ = false;
                return laps_.latest();
              },
          .ask =
              [this](ui::Request request) {
                asio::post(io_, [this, asked = std::move(request)] { laps_.take(asked); });
              },
          .beat = [this] { laps_.window_answers(); }};
}

// A virtual trainer dies with this process: its guard has nothing to release.
void DashboardLoop::beat(const Watch& watch) {
  if (guard_) guard_->report(simulated_ ? Watch{.over = watch.over} : watch);
}

void DashboardLoop::riding(bool on) {
  screen_saver_.hold(on);
  if (suspend_) suspend_->let_go();
  if (on && !simulated_) {
    suspend_.emplace(io_, [this] { laps_.suspend(); });
  }
}

void DashboardLoop::over(const RideEnd& end) {
  out_.write(outcome_in_words(end));
  if (const auto complaint = complaint_of(end)) {
    err_.write(as_said(*complaint));
  }
}

}  // namespace softpedal::commands
