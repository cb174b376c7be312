// SPDX-License-Identifier: MIT
#include "app/shell/timers.hpp"

#include <algorithm>
#include <utility>

namespace softpedal {
namespace {

// A look at the io_context is a system call; at full speed one in so many handlers is often enough.
constexpr unsigned handlers_per_poll = 32;

}  // namespace

TimerPort::Id TimerQueue::add(Instant when, TimerPort::Handler handler) {
  std::uint32_t slot = 0;
  if (free_.empty()) {
    slot = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  slots_[slot].handler = std::move(handler);
  slots_[slot].live = true;
  ++live_count_;
  heap_.push_back({when, order_++, slot, slots_[slot].generation});
  std::push_heap(heap_.begin(), heap_.end(), later);
  return (TimerPort::Id{slots_[slot].generation} << 32U) | (TimerPort::Id{slot} + 1U);
}

void TimerQueue::cancel(TimerPort::Id id) {
  const auto number = static_cast<std::uint32_t>(id);
  if (number == 0 || number > slots_.size()) return;
  const std::uint32_t slot = number - 1;
  if (!slots_[slot].live || slots_[slot].generation != static_cast<std::uint32_t>(id >> 32U))
    return;
  const auto handler = std::move(slots_[slot].handler);  // may own what cancels again: dies last
  free_slot(slot);
  if (heap_.size() > 64 && heap_.size() > 2 * live_count_) drop_cancelled();
}

std::optional<Instant> TimerQueue::next() {
  while (!heap_.empty() && !live(heap_.front())) drop_first();
  if (heap_.empty()) return std::nullopt;
  return heap_.front().when;
}

TimerPort::Handler TimerQueue::take_due(Instant now, std::uint64_t planned_before) {
  const auto when = next();
  if (!when || *when > now || heap_.front().order >= planned_before) return {};
  const std::uint32_t slot = heap_.front().slot;
  drop_first();
  auto handler = std::move(slots_[slot].handler);
  free_slot(slot);
  return handler;
}

void TimerQueue::free_slot(std::uint32_t slot) {
  slots_[slot].handler = nullptr;
  slots_[slot].live = false;
  ++slots_[slot].generation;
  free_.push_back(slot);
  --live_count_;
}

void TimerQueue::drop_first() {
  std::pop_heap(heap_.begin(), heap_.end(), later);
  heap_.pop_back();
}

void TimerQueue::drop_cancelled() {
  std::erase_if(heap_, [this](const Entry& entry) { return !live(entry); });
  std::make_heap(heap_.begin(), heap_.end(), later);
}

SteadyTimers::SteadyTimers(boost::asio::io_context& io, double speed)
    : io_{io}, work_{io.get_executor()}, timer_{io}, speed_{speed} {}

Instant SteadyTimers::now() const {
  const std::chrono::duration<double> life = std::chrono::steady_clock::now() - began_;
  return Instant{} + std::chrono::duration_cast<Duration>(life * speed_);
}

TimerPort::Id SteadyTimers::at(Instant when, Handler handler) {
  const Id id = queue_.add(when, std::move(handler));
  if (!armed_for_ || when < *armed_for_) arm();
  return id;
}

void SteadyTimers::run() { io_.run(); }

void SteadyTimers::arm() {
  const auto when = queue_.next();
  armed_for_ = when;
  if (!when) return;
  const std::chrono::duration<double> life{in_seconds(*when - Instant{}) / speed_};
  timer_.expires_at(began_ + std::chrono::ceil<std::chrono::steady_clock::duration>(life));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) fire();
  });
}

void SteadyTimers::fire() {
  armed_for_ = Instant::min();  // what a handler plans is armed below, once
  const Instant due = now();
  const std::uint64_t planned_before = queue_.planned();
  while (auto handler = queue_.take_due(due, planned_before)) handler();
  arm();
}

TimerPort::Id VirtualTimers::at(Instant when, Handler handler) {
  return queue_.add(std::max(when, now_), std::move(handler));
}

bool VirtualTimers::fire_next(Instant until) {
  const auto when = queue_.next();
  if (!when || *when > until) return false;
  now_ = std::max(now_, *when);
  queue_.take_due(now_, queue_.planned())();
  return true;
}

void VirtualTimers::run() {
  for (unsigned fired = 0; !stopped_; ++fired) {
    if (fired % handlers_per_poll == 0) io_.poll();
    if (!stopped_ && !fire_next(Instant::max())) io_.run_one();
  }
}

void VirtualTimers::run_until(Instant until) {
  do {
    io_.poll();
  } while (!stopped_ && fire_next(until));
  now_ = std::max(now_, until);
}

}  // namespace softpedal
