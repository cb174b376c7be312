// SPDX-License-Identifier: MIT
#include "drivers/sim/rotation_sensor.hpp"

#include <array>

#include "drivers/antplus/background.hpp"
#include "drivers/antplus/speed_cadence.hpp"

namespace softpedal::sim {

namespace {

constexpr std::int64_t turn_hertz = 1024;
// One background page four times in a row in every 64 messages (5.4).
constexpr std::uint32_t background_every = 64;
constexpr std::uint32_t in_a_row = 4;
constexpr std::array<std::uint8_t, 5> background{
    antplus::background_page::operating_time, antplus::background_page::maker,
    antplus::background_page::product, antplus::background_page::battery_of_speed_cadence,
    antplus::background_page::motion};
constexpr Duration at_rest_after = std::chrono::seconds{2};

}  // namespace

std::uint16_t RotationSensor::time_of(const Turn& turn) const {
  return turn.count == 0 ? std::uint16_t{0}
                         : static_cast<std::uint16_t>(ticks(turn.at, turn_hertz));
}

ant::Payload RotationSensor::combined() const {
  namespace fields = antplus::combined_page;
  ant::Payload page{};
  antplus::put(page, fields::crank_time, time_of(bike().crank_turn()));
  antplus::put(page, fields::crank_turns, bike().crank_turn().count);
  antplus::put(page, fields::wheel_time, time_of(bike().wheel_turn()));
  antplus::put(page, fields::wheel_turns, bike().wheel_turn().count);
  return page;
}

ant::Payload RotationSensor::page(std::uint32_t message, Instant now) {
  if (options().kind == SensorKind::SpeedCadence) return combined();
  namespace fields = antplus::single_page;
  const bool of_crank = options().kind == SensorKind::Cadence;
  const Turn& turn = of_crank ? bike().crank_turn() : bike().wheel_turn();
  const bool in_background = message % background_every >= background_every - in_a_row;
  const std::uint8_t number =
      in_background ? background[message / background_every % background.size()] : std::uint8_t{0};
  ant::Payload page{};
  antplus::put(page, fields::number, number);
  antplus::put(page, fields::toggle, message / 4 % 2);
  put_background(page, number, now);
  if (number == antplus::background_page::battery_of_speed_cadence) {
    put_battery(page, now);
  } else if (number == antplus::background_page::motion) {
    antplus::put(page, antplus::background_page::stopped,
                 turn.count == 0 || now - turn.at > at_rest_after ? 1 : 0);
  }
  antplus::put(page, fields::time, time_of(turn));
  antplus::put(page, fields::turns, turn.count);
  return page;
}

}  // namespace softpedal::sim
