// SPDX-License-Identifier: MIT
// The two clocks behind the timer port. Real links run on the steady clock, if need be faster than
// life for a simulated ride that is watched; a simulated ride at full speed jumps from one planned
// moment to the next. Both fire timers in the order of their time, equal times in the order of
// planning, and from one thread: the one that runs the io_context.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "app/asio.hpp"
#include "app/core/timer.hpp"

namespace softpedal {

// Planned timers, the earliest first. Slots and heap are reused: nothing is allocated per timer
// once the largest number ever planned has been seen (a large handler may allocate for itself).
class TimerQueue {
 public:
  [[nodiscard]] TimerPort::Id add(Instant when, TimerPort::Handler handler);
  void cancel(TimerPort::Id id);
  [[nodiscard]] std::optional<Instant> next();
  // The earliest handler that is due at `now` and was planned before `planned_before`; empty if
  // none.
  [[nodiscard]] TimerPort::Handler take_due(Instant now, std::uint64_t planned_before);
  [[nodiscard]] std::uint64_t planned() const { return order_; }

 private:
  struct Slot {
    TimerPort::Handler handler{};
    std::uint32_t generation = 0;
    bool live = false;
  };
  struct Entry {
    Instant when;
    std::uint64_t order;
    std::uint32_t slot;
    std::uint32_t generation;
  };
  static bool later(const Entry& a, const Entry& b) {
    return a.when != b.when ? a.when > b.when : a.order > b.order;
  }
  [[nodiscard]] bool live(const Entry& entry) const {
    return slots_[entry.slot].live && slots_[entry.slot].generation == entry.generation;
  }
  void free_slot(std::uint32_t slot);
  void drop_first();
  void drop_cancelled();

  std::vector<Slot> slots_{};
  std::vector<std::uint32_t> free_{};
  std::vector<Entry> heap_{};  // may hold entries of cancelled timers: live() tells
  std::size_t live_count_ = 0;
  std::uint64_t order_ = 0;
};

// A timer port that also is the loop: run() returns after stop().
class Clockwork : public TimerPort {
 public:
  virtual void run() = 0;
  virtual void stop() = 0;
};

class SteadyTimers final : public Clockwork {
 public:
  // `speed`: seconds of the ride in one second of the steady clock; above 0.
  explicit SteadyTimers(boost::asio::io_context& io, double speed = 1.0);
  [[nodiscard]] Instant now() const override;
  Id at(Instant when, Handler handler) override;
  void cancel(Id id) override { queue_.cancel(id); }
  void run() override;
  void stop() override { io_.stop(); }

 private:
  void arm();
  void fire();

  boost::asio::io_context& io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer timer_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  double speed_;
  TimerQueue queue_{};
  std::optional<Instant> armed_for_{};
};

// Time stands still while a handler runs and jumps to the next planned moment after it. The
// io_context is looked at between handlers, for signals and for the rider's words.
class VirtualTimers final : public Clockwork {
 public:
  explicit VirtualTimers(boost::asio::io_context& io) : io_{io}, work_{io.get_executor()} {}
  [[nodiscard]] Instant now() const override { return now_; }
  Id at(Instant when, Handler handler) override;
  void cancel(Id id) override { queue_.cancel(id); }
  void run() override;
  void stop() override { stopped_ = true; }
  // Fires what is planned up to `until` and leaves the clock there: for tests.
  void run_until(Instant until);

 private:
  bool fire_next(Instant until);

  boost::asio::io_context& io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  TimerQueue queue_{};
  Instant now_{};
  bool stopped_ = false;
};

}  // namespace softpedal
