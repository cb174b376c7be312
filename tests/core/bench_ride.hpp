// SPDX-License-Identifier: MIT
// A ride on paper: time moved by hand, an obliging trainer that can be told to be less so.
#pragma once

#include <cmath>
#include <functional>
#include <vector>

#include "app/core/session.hpp"

namespace softpedal::test {

inline Prescription gentle(TargetMode mode = TargetMode::Resistance) {
  return {.phase = RehabPhase::Subacute,
          .warm_up = 10s,
          .ride = 120s,
          .cool_down = 10s,
          .target = {.mode = mode, .resistance = Percent{3.0}, .torque = NewtonMetres{3.0}},
          .limits = {.torque_mean = NewtonMetres{6.0},
                     .torque_peak = NewtonMetres{9.0},
                     .power = Watts{60.0},
                     .resistance = Percent{10.0},
                     .ramp_up_per_second = Percent{0.5},
                     .total = 600s},
          .cadence_low = Rpm{50.0},
          .cadence_high = Rpm{70.0},
          .pain = {.ask_every = 60s, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3}};
}

// Torque at the crank as a function of the resistance that the trainer holds.
using Feel = std::function<double(double percent)>;

class Ride {
 public:
  explicit Ride(const Prescription& rx = gentle()) : session{new_session(rx)} {}

  // --- single events ---
  Decision send(const Event& event) {
    last = step(session, event, now);
    decisions.push_back(last);
    return last;
  }
  void wait(Duration d) { now += d; }
  void page(std::optional<Rpm> rpm, std::optional<Watts> power, FeState state = FeState::InUse) {
    events = static_cast<std::uint8_t>(events + 1);
    accumulated = static_cast<std::uint16_t>(accumulated + (power ? power->count() : 0.0));
    send(TrainerData{events, rpm, power, accumulated, state});
  }
  void same_page(std::optional<Rpm> rpm, std::optional<Watts> power) {
    send(TrainerData{events, rpm, power, accumulated, FeState::InUse});
  }

  // --- an obliging trainer ---
  bool delivers = true;
  bool answers_status = true;
  bool writes_notes = true;
  StatusCode status = StatusCode::Pass;
  Feel feel = [](double percent) { return 2.0 + 0.5 * percent; };
  double cadence = 60.0;
  double speed = 3.0;

  // What the driver does in a slot: deliver what is wanted, ask for its status.
  void trainer_slot() {
    const Command& wanted = last.command;
    const bool changed = wanted.set_point != delivered_point || wanted.insist;
    if (!changed || !delivers) return;
    delivered_point = wanted.set_point;
    held = wanted.set_point.resistance.value_or(Percent{0.0}).count();
    send(Delivered{delivered_point});
    if (answers_status) {
      send(CommandStatus{status, delivered_point});
    } else {
      send(StatusUnanswered{});
    }
    if (writes_notes && last.command.load_uncertain != session.note_on_disk)
      send(NoteWritten{last.command.load_uncertain});
  }
  void write_note() {
    if (writes_notes && last.command.load_uncertain && !session.note_on_disk)
      send(NoteWritten{true});
  }
  void connect() {
    send(TrainerFound{1234});
    send(Abilities{true, Newtons{100.0}, true, true, true});
    for (int i = 0; i < 4; ++i) {
      wait(250ms);
      send(Ticked{});
      trainer_slot();
    }
  }
  void start() {
    connect();
    send(Started{});
  }
  // Pedals for so long: page 16 and a new page 25 each half second, a tick each quarter.
  void pedal(Duration d) {
    for (Duration t{}; t < d && !last.command.finished; t += 250ms) {
      wait(250ms);
      if ((t / 250ms) % 2 == 0) {
        send(GeneralData{MetresPerSecond{speed}, std::nullopt, FeState::InUse});
        const double torque = feel(held);
        page(Rpm{cadence}, Watts{std::round(power_at(NewtonMetres{torque}, Rpm{cadence}).count())});
      } else {
        send(Ticked{});
      }
      trainer_slot();
      write_note();
    }
  }
  void rest(Duration d) {
    for (Duration t{}; t < d && !last.command.finished; t += 250ms) {
      wait(250ms);
      if ((t / 250ms) % 2 == 0) {
        page(Rpm{0.0}, Watts{0.0}, FeState::Ready);
      } else {
        send(Ticked{});
      }
      trainer_slot();
    }
  }
  void silence(Duration d) {
    for (Duration t{}; t < d; t += 250ms) {
      wait(250ms);
      send(Ticked{});
    }
  }

  [[nodiscard]] Percent level() const {
    return last.command.set_point.resistance.value_or(Percent{0.0});
  }
  [[nodiscard]] Snapshot view() const { return snapshot_of(session, now); }

  Session session;
  Instant now{Duration{1'000'000}};
  Decision last{};
  std::vector<Decision> decisions;
  std::uint8_t events = 0;
  std::uint16_t accumulated = 0;
  SetPoint delivered_point{Mode::Track, Percent{99.0}};  // nothing yet
  double held = 0.0;
};

}  // namespace softpedal::test
