// SPDX-License-Identifier: MIT
// One timer for an owner with many deadlines that mostly move later: it is planned anew only for an
// earlier moment, so that a deadline which every message pushes back costs nothing per message. It
// may ring early: the owner looks at its deadlines and sets it again.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "app/core/timer.hpp"

namespace softpedal {

class Alarm {
 public:
  Alarm(TimerPort& timers, std::function<void()> ring) : timers_{timers}, ring_{std::move(ring)} {}
  ~Alarm() { cancel(); }
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  void set(std::optional<Instant> when) {
    if (!when || (id_ != 0 && planned_ <= *when)) return;
    cancel();
    planned_ = *when;
    id_ = timers_.at(planned_, [this] {
      id_ = 0;
      ring_();
    });
  }

  void cancel() {
    if (id_ != 0) timers_.cancel(std::exchange(id_, 0));
  }

 private:
  TimerPort& timers_;
  std::function<void()> ring_;
  TimerPort::Id id_ = 0;
  Instant planned_{};
};

}  // namespace softpedal
