// SPDX-License-Identifier: MIT
#include "drivers/sim/trainer.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "drivers/antplus/common.hpp"
#include "drivers/antplus/fec.hpp"
#include "drivers/antplus/network.hpp"

namespace softpedal::sim {

namespace {

constexpr double gravity = 9.81;             // m/s²
constexpr MetresPerSecond in_use_from{0.5};  // [obs] a Tacx went to state 3 there (4.1)
constexpr MetresPerSecond at_rest_under{0.3};
constexpr Duration ready_after = std::chrono::seconds{2};
constexpr std::uint16_t development = 255;  // the maker number for whoever has none
constexpr Watts most_power{4093.0};         // never an "invalid" by accident (6)
constexpr Rpm most_cadence{253.0};
constexpr std::uint8_t last_sequence = 254;  // 255 would mean none (4.12)

Percent basic_share(const ant::Payload& page) {
  return fec::read_basic_resistance(page).value_or(Percent{0.0});
}

}  // namespace

Trainer::Trainer(const TrainerOptions& options, const Faults& faults, Instant began, Dice dice)
    : options_{options},
      faults_{faults},
      began_{began},
      bike_{options.bike, began, dice.split()},
      dice_{dice},
      values_from_{began},
      still_since_{began},
      measured_at_{began} {
  samples_.fill({.at = began});
  received_.reserve(64);
  if (const auto percent = faults_.value(FaultKind::Loaded, {})) {
    set_.mode = SetByHost::Mode::Basic;
    set_.resistance = Percent{*percent};
    commanded_level_ = Share{*percent / 100.0};
    bike_.brake().set(commanded_level_);
  }
}

ant::ChannelId Trainer::channel_id() const {
  return id_of(antplus::profile::fitness_equipment, options_.number);
}

std::uint16_t Trainer::period() const { return antplus::profile::fitness_equipment.period; }

Abilities Trainer::abilities(Instant now) const {
  const bool power_only = faults_.active(FaultKind::PowerOnly, age(now));
  const bool track_only = faults_.active(FaultKind::TrackOnly, age(now));
  const bool no_basic = faults_.active(FaultKind::NoBasic, age(now));
  return {.answered = true,
          .max_force = options_.bike.model.brake.most,
          .basic_resistance = !power_only && !track_only && !no_basic,
          .target_power = !track_only,
          .simulation = !power_only};
}

Abilities Trainer::told_abilities(Instant now) const {
  Abilities told = abilities(now);
  if (faults_.active(FaultKind::AbilitiesGone, age(now))) {
    told.basic_resistance = told.simulation = false;
  }
  return told;
}

// --- measuring ----------------------------------------------------------------------------------

void Trainer::measure(Instant now) {
  bike_.advance(now);
  const Sample newest{.at = now, .work = bike_.work_of_chain()};
  const Sample oldest = samples_[sample_next_];
  samples_[sample_next_] = newest;
  sample_next_ = (sample_next_ + 1) % samples_.size();
  const double span = in_seconds(newest.at - oldest.at);
  power_ = Watts{span > 0.0 ? (newest.work - oldest.work).count() / span : 0.0};

  const MetresPerSecond speed = bike_.speed();
  if (speed >= at_rest_under) still_since_ = now;
  if (speed >= in_use_from) state_ = FeState::InUse;
  if (now - still_since_ >= ready_after) state_ = FeState::Ready;
  const Length ridden = bike_.ridden();
  if (state_ == FeState::InUse) {
    in_use_ += now - measured_at_;
    distance_ = distance_ + (ridden - ridden_before_);
  }
  wheel_turns_ = antplus::Ratio{ridden.count() / wheel_circumference.count()};
  ridden_before_ = ridden;
  measured_at_ = now;
}

// A crank sensor knows the last half turn, and that it was the last only after some silence.
Rpm Trainer::cadence_seen(Instant now) const {
  const double half_turn = in_seconds(bike_.half_turn_took());
  if (!(half_turn > 0.0)) return Rpm{0.0};
  const double silent = in_seconds(now - bike_.last_half_turn());
  if (silent > std::max(1.2, 1.2 * half_turn)) return Rpm{0.0};
  return Rpm{30.0 / std::max(half_turn, silent)};
}

void Trainer::renew_values(Instant now) {
  const Duration at = age(now);
  if (faults_.active(FaultKind::Frozen, at)) return;
  ++event_count_;
  if (!faults_.active(FaultKind::FrozenValue, at)) {
    Rpm cadence = cadence_seen(now);
    if (const auto percent = faults_.value(FaultKind::CadenceZeros, at)) {
      if (dice_.chance(*percent / 100.0)) cadence = Rpm{0.0};
    }
    if (cadence > Rpm{0.0} || !faults_.active(FaultKind::CadenceSticks, at))
      shown_cadence_ = cadence;
    Watts power = power_;
    if (power > Watts{1.0}) {
      power = power + options_.noise * dice_.bell();
      if (const auto watts = faults_.value(FaultKind::PowerDrift, at)) {
        power = power + Watts{*watts * in_seconds(at) / 600.0};
      }
    }
    if (const auto watts = faults_.value(FaultKind::PowerSpike, at)) power = Watts{*watts};
    shown_power_ = Watts{std::round(std::clamp(power, Watts{0.0}, most_power).count())};
  }
  accumulated_ = static_cast<std::uint16_t>(accumulated_ + std::lround(shown_power_.count()));
  const double wheel_speed = bike_.flywheel().wheel_speed().count();
  if (wheel_speed > 0.1) {
    summed_wheel_torque_ = summed_wheel_torque_ + NewtonMetres{shown_power_.count() / wheel_speed};
  }
  values_from_ = now;
}

TrainerData Trainer::trainer_data(Instant now) const {
  const Duration at = age(now);
  const bool all_flags = faults_.active(FaultKind::CalibrationNeeded, at);
  TrainerData data{.event_count = event_count_,
                   .cadence = std::min(most_cadence, Rpm{std::round(shown_cadence_.count())}),
                   .power = shown_power_,
                   .accumulated_watts = accumulated_,
                   .state = state_,
                   .power_calibration_needed = all_flags,
                   .resistance_calibration_needed = all_flags,
                   .user_configuration_needed = all_flags || !has_user_configuration_,
                   .target_flag = target_flag_};
  if (faults_.active(FaultKind::CadenceMissing, at)) data.cadence.reset();
  if (faults_.active(FaultKind::PowerMissing, at)) data.power.reset();
  return data;
}

// --- steering -----------------------------------------------------------------------------------

Share Trainer::wanted_level() {
  target_flag_ = 0;
  const MetresPerSecond speed = bike_.speed();
  const Brake& brake = bike_.brake();
  switch (set_.mode) {
    case SetByHost::Mode::Nothing:
      return Share{0.0};
    case SetByHost::Mode::Basic:
      return Share{set_.resistance.count() / 100.0};
    case SetByHost::Mode::Power: {
      // Holds the power whatever the speed: the slower the legs, the harder. It settles in 3 to
      // 5 s, and only a wheel at rest lets go (D3).
      if (speed < at_rest_under) {
        needed_ = Newtons{0.0};
        return Share{0.0};
      }
      constexpr double pace = 0.2;  // of the way, in each slot
      needed_ = needed_ + (Newtons{set_.power.count() / speed.count()} - needed_) * pace;
      const Newtons beside_drag = needed_ - bike_.drag();
      const Share level = brake.level_for(beside_drag, speed);
      if (level >= Share{1.0}) target_flag_ = 1;
      if (beside_drag < Newtons{0.0}) target_flag_ = 2;
      return level;
    }
    case SetByHost::Mode::Track: {
      const double v = speed.count();
      const double wind = v + set_.air.wind.count() / 3.6;
      const double road =
          mass_.count() * gravity * (set_.track.grade.count() / 100.0 + set_.track.rolling.count());
      const double air =
          set_.air.coefficient.count() * set_.air.drafting.count() * wind * std::abs(wind);
      // This brake cannot drive: a descent is no force.
      return brake.level_for(Newtons{road + air} - bike_.drag(), speed);
    }
  }
  return Share{0.0};
}

void Trainer::steer(Instant now) {
  const Duration at = age(now);
  if (faults_.active(FaultKind::ForgetsUser, at)) {
    has_user_configuration_ = false;
    forgot_user_ = true;
  }
  if (const auto percent = faults_.value(FaultKind::SecondController, at)) {
    constexpr std::uint64_t every_slots = 8;  // 2 s
    if (foreign_sent_++ % every_slots == 0) {
      receive(fec::basic_resistance(Percent{*percent}), now, true);
    }
  }
  if (const auto percent = faults_.value(FaultKind::SecondControllerBusy, at)) {
    receive(fec::basic_resistance(Percent{*percent}), now, true);
  }
  Brake& brake = bike_.brake();
  brake.hold(faults_.active(FaultKind::BrakeStuck, at));
  if (const auto percent = faults_.value(FaultKind::BrakeFades, at)) {
    const double warm = std::min(1.0, in_seconds(at) / 900.0);
    brake.fade(Share{1.0 - *percent / 100.0 * warm});
  }
  if (const auto percent = faults_.value(FaultKind::WarmsUp, at)) {
    bike_.warms_up(Share{*percent / 100.0});
  }
  const Share level = wanted_level();
  if (level == commanded_level_) return;
  commanded_level_ = level;
  brake.command(now, level);
}

StatusCode Trainer::obey(const ant::Payload& page, Instant now) {
  const Duration at = age(now);
  if (faults_.active(FaultKind::StatusFailed, at)) return StatusCode::Fail;
  if (faults_.active(FaultKind::StatusRejected, at)) return StatusCode::Rejected;
  if (faults_.active(FaultKind::StatusUnsupported, at)) return StatusCode::NotSupported;
  if (forgot_user_) return StatusCode::Rejected;
  if (faults_.active(FaultKind::WindOnly, at)) {
    return fec::read_wind_resistance(page) ? StatusCode::Pass : StatusCode::Rejected;
  }
  const Abilities can = abilities(now);
  using Mode = SetByHost::Mode;
  if (const auto power = fec::read_target_power(page)) {
    if (!can.target_power) return StatusCode::NotSupported;
    if (*power > Watts{4000.0}) return StatusCode::Rejected;
    set_.mode = Mode::Power;
    set_.power = *power;
  } else if (const auto air = fec::read_wind_resistance(page)) {
    if (!can.simulation) return StatusCode::NotSupported;
    set_.mode = Mode::Track;
    set_.air = *air;
  } else if (const auto track = fec::read_track_resistance(page)) {
    if (!can.simulation) return StatusCode::NotSupported;
    set_.mode = Mode::Track;
    set_.track = *track;
  } else {
    if (!can.basic_resistance) return StatusCode::NotSupported;
    if (!fec::read_basic_resistance(page)) return StatusCode::Rejected;  // over 100 %
    set_.mode = Mode::Basic;
    set_.resistance = basic_share(page);
  }
  return faults_.active(FaultKind::StatusPending, at) ? StatusCode::Pending : StatusCode::Pass;
}

void Trainer::receive(const ant::Payload& page, Instant now, bool foreign) {
  received_.push_back({.at = now, .page = page, .foreign = foreign});
  switch (antplus::page_number(page)) {
    case fec::page48::number:
    case fec::page49::number:
    case fec::page50::number:
    case fec::page51::number:
      bike_.advance(now);
      report_.status = obey(page, now);
      report_.last_command = antplus::page_number(page);
      report_.sequence = !report_.sequence || *report_.sequence >= last_sequence
                             ? std::uint8_t{0}
                             : static_cast<std::uint8_t>(*report_.sequence + 1);
      std::ranges::copy(std::span{page}.subspan(4), report_.echo.begin());
      break;
    case fec::page55::number:
      if (const auto user = fec::read_user_configuration(page)) {
        has_user_configuration_ = true;
        forgot_user_ = false;
        mass_ = user->rider.value_or(antplus::Kilograms{75.0}) +
                user->bike.value_or(antplus::Kilograms{10.0});
      }
      break;
    case antplus::page70::number:
      if (const auto request = antplus::read_page_request(page)) ask(*request, now);
      break;
    default:
      break;  // makers' own control pages and what nobody knows
  }
}

// --- telling ------------------------------------------------------------------------------------

void Trainer::ask(const antplus::PageRequest& request, Instant now) {
  if (request.command != antplus::page70::send_data_page) return;
  const Duration at = age(now);
  if (request.page == fec::page54::number && faults_.active(FaultKind::Mute54, at)) return;
  if (request.page == fec::page71::number && faults_.active(FaultKind::Mute71, at)) return;
  // 0x80: until one is acknowledged. This trainer broadcasts its answer, once.
  const std::uint8_t times =
      request.answers == 0 && request.as_acknowledged ? std::uint8_t{1} : request.answers;
  switch (request.page) {
    case fec::page16::number:
    case fec::page17::number:
    case fec::page25::number:
    case fec::page26::number:
    case fec::page54::number:
    case fec::page71::number:
    case antplus::page80::number:
    case antplus::page81::number:
      break;
    default:
      return;  // what it does not have it does not answer
  }
  if (times == 0 || asked_count_ == asked_.size()) return;
  asked_[asked_count_++] = {.page = request.page, .left = times};
}

// Pages that were asked for go first; then 80 80 and 81 81 once per 64 messages; else 25 25 16
// (ant-fec.md 4.14 and 6).
std::uint8_t Trainer::next_page_number() {
  if (asked_count_ > 0) {
    const std::uint8_t number = asked_.front().page;
    if (--asked_.front().left == 0) {
      std::move(asked_.begin() + 1, asked_.begin() + static_cast<int>(asked_count_),
                asked_.begin());
      --asked_count_;
    }
    return number;
  }
  const std::uint32_t count = slot_count_++;
  switch (count % 64) {
    case 30:
    case 31:
      return antplus::page80::number;
    case 62:
    case 63:
      return antplus::page81::number;
    default:
      break;
  }
  if (options_.settings_pages) {  // as one firmware does: 16 25 26 17
    constexpr std::array pattern{fec::page16::number, fec::page25::number, fec::page26::number,
                                 fec::page17::number};
    return pattern[count % pattern.size()];
  }
  return count % 3 == 2 ? fec::page16::number : fec::page25::number;
}

ant::Payload Trainer::page(std::uint8_t number, Instant now) const {
  switch (number) {
    case fec::page16::number:
      return fec::encode(fec::General{
          .data = {.speed = bike_.speed(), .heart_rate = std::nullopt, .state = state_},
          .elapsed_quarters =
              static_cast<std::uint8_t>(in_use_ / std::chrono::milliseconds{250} % 256),
          .distance_metres =
              static_cast<std::uint8_t>(static_cast<std::uint64_t>(distance_.count()) % 256)});
    case fec::page17::number:
      return fec::encode(fec::Settings{.cycle_length = antplus::Metres{wheel_circumference.count()},
                                       .incline = antplus::Slope{0.0},
                                       .resistance = set_.mode == SetByHost::Mode::Basic
                                                         ? std::optional{set_.resistance}
                                                         : std::nullopt,
                                       .state = state_});
    case fec::page26::number: {
      const double since = in_seconds(values_from_ - began_);
      return fec::encode(fec::WheelTorque{
          .event_count = event_count_,
          .wheel_turns =
              static_cast<std::uint8_t>(static_cast<std::uint64_t>(wheel_turns_.count())),
          .period = static_cast<std::uint16_t>(static_cast<std::uint64_t>(since * 2048.0)),
          .torque = static_cast<std::uint16_t>(
              static_cast<std::uint64_t>(summed_wheel_torque_.count() * 32.0)),
          .state = state_});
    }
    case fec::page54::number:
      return fec::encode(told_abilities(now));
    case fec::page71::number:
      return fec::encode(report_);
    case antplus::page80::number:
      return antplus::encode(
          antplus::Maker{.hardware = 1, .manufacturer = development, .model = 1});
    case antplus::page81::number: {
      antplus::Product product{.software = 10};
      product.serial.emplace(options_.number);
      return antplus::encode(product);
    }
    default:
      return fec::encode(trainer_data(now));
  }
}

ant::Payload Trainer::broadcast(Instant now) {
  const bool gone = faults_.active(FaultKind::AbilitiesGone, age(now));
  if (std::exchange(abilities_gone_, gone) != gone && asked_count_ < asked_.size()) {
    asked_[asked_count_++] = {.page = fec::page54::number, .left = 2};
  }
  measure(now);
  const auto every = static_cast<std::uint32_t>(std::max(1, options_.slots_per_value));
  if (broadcasts_++ % every == 0) renew_values(now);
  steer(now);
  return page(next_page_number(), now);
}

}  // namespace softpedal::sim
