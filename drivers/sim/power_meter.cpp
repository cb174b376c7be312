// SPDX-License-Identifier: MIT
#include "drivers/sim/power_meter.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "drivers/antplus/common.hpp"
#include "drivers/antplus/power.hpp"

namespace softpedal::sim {

namespace {

constexpr std::uint32_t common_every = 60;     // about 15 s [obs] (5.3)
constexpr std::uint32_t power_page_every = 5;  // beside torque pages
constexpr std::uint16_t development = 255;
constexpr std::uint32_t no_balance = 0xFF;

constexpr antplus::Bits balance_byte{.bit = 16, .width = 8};
std::uint16_t rounded(double value) {
  return static_cast<std::uint16_t>(static_cast<std::uint64_t>(std::max(0.0, value) + 0.5));
}

void put(ant::Payload& page, antplus::BigEndianWord at, std::uint16_t value) {
  page[at.byte] = static_cast<std::uint8_t>(value >> 8);
  page[at.byte + 1] = static_cast<std::uint8_t>(value & 0xFF);
}

}  // namespace

PowerMeter::PowerMeter(const SensorOptions& options, Bike& bike, const Faults& faults,
                       Instant began)
    : Sensor{options, bike, faults, began} {}

void PowerMeter::measure(Instant) {
  const Turn& turn = bike().crank_turn();
  if (turn.count == turns_) return;
  turns_ = turn.count;
  const double took = in_seconds(turn.took);
  if (!(took > 0.0)) return;
  const double error = 1.0 + options().too_much.count() / 100.0;
  const double torque = std::max(0.0, turn.torque.count() * error);
  ++events_;
  cadence_ = Rpm{60.0 / took};
  power_ = Watts{std::round(torque * 2.0 * std::numbers::pi / took)};
  accumulated_watts_ = static_cast<std::uint16_t>(accumulated_watts_ + rounded(power_.count()));
  period_ = static_cast<std::uint16_t>(period_ + rounded(took * 2048.0));
  summed_torque_ += torque;
  time_ = static_cast<std::uint16_t>(time_ + rounded(took * 2000.0));
  const double hertz = offset_hertz + torque * slope / 10.0;
  torque_ticks_ = static_cast<std::uint16_t>(torque_ticks_ + rounded(hertz * took));
}

ant::Payload PowerMeter::power_page() const {
  namespace fields = antplus::power_page;
  ant::Payload page = antplus::blank_page(fields::number);
  antplus::put(page, fields::event_count, events_);
  antplus::put(page, balance_byte, no_balance);
  antplus::write(page, fields::cadence, cadence_);
  antplus::put(page, fields::accumulated_watts, accumulated_watts_);
  antplus::write(page, fields::power, power_);
  return page;
}

ant::Payload PowerMeter::torque_page() const {
  namespace fields = antplus::torque_page;
  ant::Payload page = antplus::blank_page(fields::crank);
  antplus::put(page, fields::event_count, events_);
  antplus::put(page, fields::turns, turns_);
  antplus::write(page, fields::cadence, cadence_);
  antplus::put(page, fields::period, period_);
  antplus::put(page, fields::torque, rounded(summed_torque_ * 32.0));
  return page;
}

ant::Payload PowerMeter::frequency_page() const {
  namespace fields = antplus::crank_frequency_page;
  ant::Payload page = antplus::blank_page(fields::number);
  antplus::put(page, fields::event_count, events_);
  put(page, fields::slope, slope);
  put(page, fields::time, time_);
  put(page, fields::torque_ticks, torque_ticks_);
  return page;
}

ant::Payload PowerMeter::common_page(std::uint32_t which, Instant now) const {
  namespace battery_fields = antplus::page82;
  switch (which % 4) {
    case 0:
      return antplus::encode(
          antplus::Maker{.hardware = 1, .manufacturer = development, .model = 2});
    case 1: {
      antplus::Product product{.software = 10};
      product.serial.emplace(number());
      return antplus::encode(product);
    }
    case 2: {
      ant::Payload page = antplus::blank_page(battery_fields::number);
      antplus::put(page, battery_fields::time, ticks(now, 1) / 16);
      antplus::put(page, battery_fields::fraction, 200);
      antplus::put(page, battery_fields::whole_volts, 2);
      antplus::put(page, battery_fields::status, static_cast<std::uint32_t>(battery(now)));
      antplus::put(page, battery_fields::short_time_unit, 0);
      return page;
    }
    default: {
      if (options().pages != MeterPages::CrankFrequency) return power_page();
      namespace fields = antplus::meter_calibration_page;
      ant::Payload page = antplus::blank_page(fields::number);
      antplus::put(page, fields::kind, fields::crank_frequency);
      antplus::put(page, fields::value, fields::zero_offset);
      put(page, fields::offset, static_cast<std::uint16_t>(offset_hertz));
      return page;
    }
  }
}

ant::Payload PowerMeter::page(std::uint32_t message, Instant now) {
  if (message % common_every == common_every - 1) return common_page(message / common_every, now);
  if (options().pages == MeterPages::PowerOnly) return power_page();
  if (data_pages_++ % power_page_every == power_page_every - 1) return power_page();
  return options().pages == MeterPages::CrankTorque ? torque_page() : frequency_page();
}

}  // namespace softpedal::sim
