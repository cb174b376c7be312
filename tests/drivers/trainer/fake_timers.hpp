// SPDX-License-Identifier: MIT
// Virtual time: nothing waits, planned moments come one after the other.
#pragma once

#include <map>
#include <utility>

#include "app/core/timer.hpp"

namespace softpedal::test {

class FakeTimers final : public TimerPort {
 public:
  [[nodiscard]] Instant now() const override { return now_; }
  Id at(Instant when, Handler handler) override {
    const Id id = ++last_id_;
    planned_.emplace(std::pair{std::max(when, now_), id}, std::move(handler));
    when_.emplace(id, std::max(when, now_));
    return id;
  }
  void cancel(Id id) override {
    const auto found = when_.find(id);
    if (found == when_.end()) return;
    planned_.erase({found->second, id});
    when_.erase(found);
  }

  void run_until(Instant end) {
    while (!planned_.empty() && planned_.begin()->first.first <= end) {
      auto node = planned_.extract(planned_.begin());
      when_.erase(node.key().second);
      now_ = node.key().first;
      ++fired_;
      node.mapped()();
    }
    now_ = std::max(now_, end);
  }
  void run_for(Duration time) { run_until(now_ + time); }
  [[nodiscard]] std::size_t fired() const { return fired_; }

 private:
  Instant now_{};
  Id last_id_ = 0;
  std::size_t fired_ = 0;
  std::map<std::pair<Instant, Id>, Handler> planned_;
  std::map<Id, Instant> when_;
};

}  // namespace softpedal::test
