// SPDX-License-Identifier: MIT
// The rider (evidence.md D5): two legs that push in strokes, a will to hold a cadence, a reaction
// that comes late, noise and fatigue. Scripted acts stand for what people do on a bike.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "app/core/result.hpp"
#include "drivers/sim/dice.hpp"
#include "drivers/sim/mechanics.hpp"

namespace softpedal::sim {

enum class ActKind : std::uint8_t {
  Start,     // pedal
  Stop,      // rest the feet on the pedals
  Leave,     // step off: the wheel coasts, the crank hangs
  Cadence,   // hold another cadence from now on
  GearTo,    // shift
  Strength,  // the most torque these legs can give, mean over a turn
  Stand,     // get up and push in pulses at 30 rpm
  Spasm,     // three times the torque for 0.4 s
};

struct RiderAct {
  Duration at{};  // since the world began
  ActKind kind = ActKind::Start;
  Rpm cadence{};
  NewtonMetres strength{};
  Gear gear{};
  bool operator==(const RiderAct&) const = default;
};

// "start", "stop", "leave", "stand", "spasm", "cadence 70", "strength 12", "gear 34x17".
[[nodiscard]] Result<RiderAct> parse_act(std::string_view text, Duration at);

struct RiderOptions {
  Rpm cadence{57.0};
  NewtonMetres strength{40.0};
  Share stroke{0.75};     // torque ripple of a turn, 0.6 to 0.95 (a2 in D5)
  Share asymmetry{0.08};  // one leg pushes less than the other (a1)
  Rpm unsteadiness{1.5};  // deviation of the cadence that is wanted, over some seconds
  Duration reaction = std::chrono::milliseconds{300};
  Rpm pick_up_per_second{5.0};
  Duration tires_in = std::chrono::minutes{20};  // above 70 % of what the legs can give
  // The first start. Without it the rider waits for an act.
  std::optional<Duration> starts_at = std::chrono::seconds{3};
};

class Rider {
 public:
  Rider(const RiderOptions& options, Dice dice);

  void act(const RiderAct& act);
  // The legs' torque for the next physics step. `felt` is the inertia at the crank: people push
  // softer on what gives way quickly.
  [[nodiscard]] NewtonMetres push(Angle crank, AngularSpeed speed, Inertia felt);

  [[nodiscard]] bool pedalling() const { return will_ == Will::Pedal; }

 private:
  enum class Will : std::uint8_t { Pedal, Rest, Gone };
  void decide(AngularSpeed speed, Inertia felt);

  RiderOptions options_;
  Dice dice_;
  Will will_ = Will::Rest;
  bool standing_ = false;
  Rpm wanted_{};
  Rpm wander_{};
  NewtonMetres learned_{};  // the torque that holding this cadence has taken so far
  NewtonMetres effort_{};   // mean torque of the present stroke
  Share freshness_{1.0};
  std::array<Rpm, 32> felt_{};  // one entry a decision: the reaction looks back in it
  std::size_t felt_next_ = 0;
  int steps_to_decision_ = 0;
  int spasm_steps_ = 0;
};

}  // namespace softpedal::sim
