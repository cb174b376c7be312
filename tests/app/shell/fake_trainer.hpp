// SPDX-License-Identifier: MIT
// A trainer at the port, with a rider on it: it delivers each command in the next slot, confirms
// it, and reports the power that cadence and resistance make. Tests switch its manners.
#pragma once

#include <optional>
#include <vector>

#include "app/core/timer.hpp"
#include "app/core/trainer.hpp"

namespace softpedal {

class FakeTrainer final : public TrainerPort {
 public:
  explicit FakeTrainer(TimerPort& timers) : timers_{timers} { identity_.number = 12345; }

  void start(Listener listener) override {
    listener_ = std::move(listener);
    timers_.after(appears_after, [this] {
      if (fault) return listener_.failed(*fault);
      if (!appears) return;
      listener_.event(TrainerFound{identity_.number});
      listener_.event(Abilities{true, Newtons{100.0}, true, true, true});
      slot();
    });
  }
  void apply(const Command& command) override {
    commands.push_back(command);
    if (applied) applied(command);
  }
  void close(std::function<void()> closed) override {
    closing = true;
    timers_.after(100ms, closed);
  }
  [[nodiscard]] const TrainerIdentity& identity() const override { return identity_; }

  void tell(const Event& event) { listener_.event(event); }
  [[nodiscard]] Percent held() const { return held_; }

  bool appears = true;
  Duration appears_after = 200ms;
  std::optional<Fault> fault{};
  bool confirms = true;
  bool deaf = false;  // nothing is delivered
  Rpm cadence{60.0};
  std::vector<Command> commands{};
  std::function<void(const Command&)> applied{};
  bool closing = false;

 private:
  void slot() {
    if (closing) return;
    const Command wanted = commands.empty() ? Command{} : commands.back();
    if (!deaf) {
      held_ = wanted.set_point.resistance.value_or(Percent{0.0});
      listener_.event(Delivered{wanted.set_point});
      if (confirms) listener_.event(CommandStatus{StatusCode::Pass, wanted.set_point});
    }
    // A floor of 0.5 N.m and 0.2 N.m for each per cent: a gentle trainer.
    const NewtonMetres torque{0.5 + 0.2 * held_.count()};
    const Watts power{static_cast<double>(static_cast<int>(power_at(torque, cadence).count()))};
    accumulated_ = static_cast<std::uint16_t>(accumulated_ + static_cast<int>(power.count()));
    listener_.event(TrainerData{.event_count = ++count_,
                                .cadence = cadence,
                                .power = power,
                                .accumulated_watts = accumulated_,
                                .state = FeState::InUse});
    listener_.event(GeneralData{MetresPerSecond{5.0}, std::nullopt, FeState::InUse});
    timers_.after(250ms, [this] { slot(); });
  }

  TimerPort& timers_;
  Listener listener_{};
  TrainerIdentity identity_{};
  Percent held_{};
  std::uint8_t count_ = 0;
  std::uint16_t accumulated_ = 0;
};

}  // namespace softpedal
