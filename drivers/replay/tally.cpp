// SPDX-License-Identifier: MIT
#include "drivers/replay/tally.hpp"

#include <type_traits>
#include <utility>

#include "drivers/antplus/fec.hpp"
#include "drivers/antplus/fec_control.hpp"
#include "drivers/antplus/heart_rate.hpp"
#include "drivers/antplus/network.hpp"
#include "drivers/antplus/power.hpp"
#include "drivers/antplus/speed_cadence.hpp"

namespace softpedal::replay {

namespace profile = antplus::profile;
using antplus::Payload;

void TrainerTally::sent(const Payload& page, Instant at) {
  if (const auto data = fec::read_trainer_data(page)) {
    totals_.events += events_.see(data->event_count, at);
    totals_.cadence.include(data->cadence);
    totals_.power.include(data->power);
    // The sum is worthless while the power is not known (ant-fec.md 4.6).
    if (data->power) {
      totals_.accumulated_watts += accumulated_.see(data->accumulated_watts, at);
    }
  } else if (const auto general = fec::read_general(page)) {
    constexpr double quarter = 0.25;
    const auto quarters = elapsed_.see(general->elapsed_quarters, at);
    totals_.elapsed = totals_.elapsed + antplus::Seconds{static_cast<double>(quarters) * quarter};
    if (general->distance_metres) {
      const auto metres = distance_.see(*general->distance_metres, at);
      totals_.distance = totals_.distance.value_or(antplus::Metres{}) +
                         antplus::Metres{static_cast<double>(metres)};
    }
    totals_.speed.include(general->data.speed);
    ++totals_.states[general->data.state];
  } else if (const auto bike = fec::read_stationary_bike(page)) {
    totals_.cadence.include(bike->cadence);
    totals_.power.include(bike->power);
  }
}

void TrainerTally::received(const Payload& page) {
  const auto track = fec::read_track_resistance(page);
  if (!track) return;
  if (!totals_.first_grade) totals_.first_grade = track->grade;
  totals_.last_grade = track->grade;
  totals_.grade.include(track->grade);
}

void StrapTally::sent(const Payload& page, Instant at) {
  const antplus::HeartBeat beat = antplus::read_heart_beat(page);
  totals_.beats += beats_.see(beat.beat_count, at);
  totals_.heart_rate.include(beat.rate);
}

void PowerMeterTally::sent(const Payload& page, Instant at) {
  if (const auto power = antplus::read_meter_power(page)) {
    power_seen_ = true;
    totals_.events += events_.see(power->event_count, at);
    totals_.accumulated_watts += accumulated_.see(power->accumulated_watts, at);
    totals_.power.include(power->power);
    totals_.cadence.include(power->cadence);
  } else if (const auto torque = antplus::read_meter_torque(page)) {
    Torque& part = torque->at_crank ? crank_ : wheel_;
    part.event_total += part.events.see(torque->event_count, at);
    part.turn_total = part.turn_total.value_or(0) + part.turns.see(torque->turns, at);
    totals_.cadence.include(torque->cadence);
  }
}

PowerMeterTotals PowerMeterTally::totals() const {
  PowerMeterTotals totals = totals_;
  if (!power_seen_) totals.events = crank_.turn_total ? crank_.event_total : wheel_.event_total;
  totals.crank_revolutions = crank_.turn_total;
  totals.wheel_revolutions = wheel_.turn_total;
  return totals;
}

void SpeedCadenceTally::sent(const Payload& page, Instant at) {
  const auto turn = [at](Turning& part, antplus::Rotation rotation) {
    part.seen = true;
    const auto turns = part.turns.see(rotation.turns, at);
    part.turn_total += turns;
    part.time_total += part.time.see(rotation.time, at);
    return turns != 0;
  };
  bool turned = false;
  if (type_ == profile::speed_cadence.device_type) {
    const auto both = antplus::read_combined_rotation(page);
    const bool crank = turn(crank_, both.crank);
    const bool wheel = turn(wheel_, both.wheel);
    turned = crank || wheel;
  } else {
    turned = turn(type_ == profile::cadence.device_type ? crank_ : wheel_,
                  antplus::read_single_rotation(page));
  }
  if (turned) ++events_;
}

SpeedCadenceTotals SpeedCadenceTally::totals() const {
  constexpr double per_second = 1024.0;
  SpeedCadenceTotals totals{.events = events_};
  if (crank_.seen) {
    totals.crank_revolutions = crank_.turn_total;
    totals.crank_time = antplus::Seconds{static_cast<double>(crank_.time_total) / per_second};
  }
  if (wheel_.seen) {
    totals.wheel_revolutions = wheel_.turn_total;
    totals.wheel_time = antplus::Seconds{static_cast<double>(wheel_.time_total) / per_second};
  }
  return totals;
}

namespace {

bool paged_with_toggle(std::uint8_t type) {
  return type == profile::heart_rate.device_type || type == profile::cadence.device_type ||
         type == profile::speed.device_type;
}

}  // namespace

DeviceTally::DeviceTally(Device device) : device_{std::move(device)} {
  if (!device_.type) return;
  switch (*device_.type) {
    case profile::fitness_equipment.device_type:
      tally_.emplace<TrainerTally>();
      break;
    case profile::heart_rate.device_type:
      tally_.emplace<StrapTally>();
      break;
    case profile::bike_power.device_type:
      tally_.emplace<PowerMeterTally>();
      break;
    case profile::speed_cadence.device_type:
    case profile::cadence.device_type:
    case profile::speed.device_type:
      tally_.emplace<SpeedCadenceTally>(*device_.type);
      break;
    default:
      break;
  }
}

void DeviceTally::sent(const Payload& page, bool is_page, Instant at) {
  ++device_.messages;
  if (!is_page) return;
  const bool numbered = device_.type != profile::speed_cadence.device_type;
  if (numbered) {
    const bool toggle = device_.type && paged_with_toggle(*device_.type);
    ++device_.pages[toggle ? antplus::get_as<std::uint8_t>(page, antplus::single_page::number)
                           : antplus::page_number(page)];
  }
  std::visit(
      [&](auto& tally) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(tally)>, std::monostate>) {
          tally.sent(page, at);
        }
      },
      tally_);
}

void DeviceTally::received(const Payload& page) {
  ++device_.controls[antplus::page_number(page)];
  if (auto* trainer = std::get_if<TrainerTally>(&tally_)) trainer->received(page);
}

void DeviceTally::learn(std::uint8_t transmission, std::uint32_t number) {
  device_.transmission = transmission;
  device_.number = number;
}

Device DeviceTally::result() const {
  Device device = device_;
  std::visit(
      [&](const auto& tally) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(tally)>, std::monostate>) {
          device.totals = tally.totals();
        }
      },
      tally_);
  return device;
}

}  // namespace softpedal::replay
