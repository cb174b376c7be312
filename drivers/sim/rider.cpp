// SPDX-License-Identifier: MIT
#include "drivers/sim/rider.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace softpedal::sim {

namespace {

constexpr double dt = std::chrono::duration<double>(physics_step).count();
constexpr int steps_per_decision = 5;
constexpr double decision_s = steps_per_decision * dt;
constexpr int spasm_steps = 40;  // 0.4 s (D5)
constexpr Rpm standing_cadence{30.0};

std::optional<double> number_in(std::string_view text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::optional<Gear> gear_in(std::string_view text) {
  const auto cross = text.find('x');
  if (cross == std::string_view::npos) return std::nullopt;
  const auto front = number_in(text.substr(0, cross));
  const auto back = number_in(text.substr(cross + 1));
  const auto teeth = [](const std::optional<double>& count) {
    return count && *count >= 9.0 && *count <= 70.0 && *count == std::floor(*count);
  };
  if (!teeth(front) || !teeth(back)) return std::nullopt;
  return Gear{.chainring = static_cast<int>(*front), .sprocket = static_cast<int>(*back)};
}

}  // namespace

Result<RiderAct> parse_act(std::string_view text, Duration at) {
  const auto space = text.find(' ');
  const std::string_view word = text.substr(0, space);
  const std::string_view rest =
      space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
  RiderAct act{.at = at};
  if (rest.empty()) {
    constexpr std::array plain{
        std::pair{std::string_view{"start"}, ActKind::Start},
        std::pair{std::string_view{"stop"}, ActKind::Stop},
        std::pair{std::string_view{"leave"}, ActKind::Leave},
        std::pair{std::string_view{"stand"}, ActKind::Stand},
        std::pair{std::string_view{"spasm"}, ActKind::Spasm},
    };
    for (const auto& [name, kind] : plain) {
      if (word == name) {
        act.kind = kind;
        return act;
      }
    }
  }
  if (word == "cadence") {
    const auto value = number_in(rest);
    if (value && *value > 0.0 && *value <= 200.0) {
      act.kind = ActKind::Cadence;
      act.cadence = Rpm{*value};
      return act;
    }
  }
  if (word == "strength") {
    const auto value = number_in(rest);
    if (value && *value > 0.0 && *value <= 300.0) {
      act.kind = ActKind::Strength;
      act.strength = NewtonMetres{*value};
      return act;
    }
  }
  if (word == "gear") {
    if (const auto gear = gear_in(rest)) {
      act.kind = ActKind::GearTo;
      act.gear = *gear;
      return act;
    }
  }
  return tl::unexpected(Fault{
      FaultCode::BadFile,
      "a rider cannot \"" + std::string{text} +
          "\"; known are start, stop, leave, stand, spasm, cadence RPM (to 200), strength N·m "
          "(to 300), gear 34x28"});
}

Rider::Rider(const RiderOptions& options, Dice dice) : options_{options}, dice_{dice} {}

void Rider::act(const RiderAct& act) {
  switch (act.kind) {
    case ActKind::Start:
      will_ = Will::Pedal;
      standing_ = false;
      break;
    case ActKind::Stop:
      will_ = Will::Rest;
      break;
    case ActKind::Leave:
      will_ = Will::Gone;
      break;
    case ActKind::Cadence:
      options_.cadence = act.cadence;
      break;
    case ActKind::Strength:
      options_.strength = act.strength;
      break;
    case ActKind::Stand:
      will_ = Will::Pedal;
      standing_ = true;
      break;
    case ActKind::Spasm:
      spasm_steps_ = spasm_steps;
      break;
    case ActKind::GearTo:  // the bike's business
      break;
  }
}

void Rider::decide(AngularSpeed speed, Inertia felt) {
  // Legs feel the cadence over a part of a stroke, and act on it one reaction later.
  const Rpm sensed = rpm(speed);
  const Rpm last = felt_[(felt_next_ + felt_.size() - 1) % felt_.size()];
  felt_[felt_next_] = last + (sensed - last) * (decision_s / 0.15);
  const auto back = std::min<std::size_t>(
      felt_.size() - 1, static_cast<std::size_t>(in_seconds(options_.reaction) / decision_s + 0.5));
  const Rpm perceived = felt_[(felt_next_ + felt_.size() - back) % felt_.size()];
  felt_next_ = (felt_next_ + 1) % felt_.size();

  if (will_ != Will::Pedal) {
    wanted_ = Rpm{0.0};
    learned_ = NewtonMetres{0.0};
    effort_ = effort_ * (1.0 - decision_s / 0.1);  // a sudden stop takes 0.2 to 0.5 s
    return;
  }
  const Rpm goal = standing_ ? standing_cadence : options_.cadence;
  if (wanted_ == Rpm{0.0}) wanted_ = sensed;
  const Rpm pace = options_.pick_up_per_second * decision_s;
  const bool picking_up = wanted_ < goal;
  wanted_ = wanted_ + std::clamp(goal - wanted_, Rpm{0.0} - pace, pace);
  // Unsteadiness wanders over about 5 s: 0.1 to 0.3 Hz in D5.
  constexpr double pull = decision_s / 5.0;
  wander_ = wander_ * (1.0 - pull) + options_.unsteadiness * (std::sqrt(2.0 * pull) * dice_.bell());

  // N·m per rpm, to suit what turns: the middle of D5's range on a heavy flywheel, little on a
  // light one, where a late and strong reaction would swing.
  constexpr double per_rpm = radians_per_second(Rpm{1.0});
  const double gain = std::min(0.4, 1.4 * felt.count() * per_rpm);
  const NewtonMetres correction{gain * (wanted_ + wander_ - perceived).count()};
  constexpr NewtonMetres none{0.0};
  const NewtonMetres most = options_.strength * freshness_.count();
  learned_ = std::clamp(learned_ + correction * (0.35 * decision_s), none, most);
  const NewtonMetres to_speed_up{
      picking_up ? felt.count() * per_rpm * options_.pick_up_per_second.count() : 0.0};
  effort_ = std::clamp(learned_ + to_speed_up + correction, none, most);
  if (effort_ > most * 0.7) {
    freshness_ = freshness_ * (1.0 - decision_s / in_seconds(options_.tires_in));
  }
}

NewtonMetres Rider::push(Angle crank, AngularSpeed speed, Inertia felt) {
  if (--steps_to_decision_ <= 0) {
    steps_to_decision_ = steps_per_decision;
    decide(speed, felt);
  }
  const bool turning = speed > AngularSpeed{0.0};
  if (will_ != Will::Pedal && effort_ < NewtonMetres{0.05}) {
    if (!turning) return NewtonMetres{0.0};
    // Resting legs stop the crank within a part of a turn; without feet its bearings do.
    return NewtonMetres{will_ == Will::Rest ? -3.0 : -0.1};
  }
  const double cosine = std::cos(crank.count());
  // Nobody gets over the first dead centre with strokes alone: slow legs push all the way round.
  const double turned_over = std::min(1.0, rpm(speed).count() / 30.0);
  const double stroke = standing_ ? 0.95 : options_.stroke.count() * turned_over;
  const double other_leg = std::sin(crank.count());  // +1 in one leg's stroke, -1 in the other's
  // cos 2a = 2 cos² a - 1; the strokes peak at 90 and 270 degrees.
  const double shape =
      1.0 - stroke * (2.0 * cosine * cosine - 1.0) + options_.asymmetry.count() * other_leg;
  double times = 1.0;
  if (spasm_steps_ > 0) {
    --spasm_steps_;
    times = 3.0;
  }
  return std::max(effort_ * (shape * times), effort_ * -0.1);
}

}  // namespace softpedal::sim
