// SPDX-License-Identifier: MIT
// Power meters, type 11 (ant-fec.md 5.3). Counters are raw: only differences mean something.
#pragma once

#include <cstdint>
#include <optional>

#include "drivers/antplus/field.hpp"

namespace softpedal::antplus {

namespace power_page {  // power only
inline constexpr std::uint8_t number = 0x10;
inline constexpr Bits event_count{.bit = 8, .width = 8};
inline constexpr Field<Ratio> balance{.bit = 16, .width = 7, .scale = 0.01, .invalid = 0x7F};
inline constexpr Bits right_pedal_known{.bit = 23, .width = 1};
inline constexpr Field<Rpm> cadence{.bit = 24, .width = 8, .scale = 1.0, .invalid = 0xFF};
inline constexpr Bits accumulated_watts{.bit = 32, .width = 16};
inline constexpr Field<Watts> power{.bit = 48, .width = 16, .scale = 1.0, .invalid = 0xFFFF};
}  // namespace power_page

struct MeterPower {
  std::uint8_t event_count;
  std::optional<Ratio> balance;  // of the right pedal if it is known to be, else of one pedal
  bool right_pedal_known;
  std::optional<Rpm> cadence;
  std::uint16_t accumulated_watts;
  std::optional<Watts> power;
  bool operator==(const MeterPower&) const = default;
};

[[nodiscard]] constexpr std::optional<MeterPower> read_meter_power(const Payload& page) {
  using namespace power_page;
  if (page_number(page) != number) return std::nullopt;
  return MeterPower{.event_count = get_as<std::uint8_t>(page, event_count),
                    .balance = read(page, balance),
                    .right_pedal_known = is_set(page, right_pedal_known),
                    .cadence = read(page, cadence),
                    .accumulated_watts = get_as<std::uint16_t>(page, accumulated_watts),
                    .power = read(page, power)};
}

namespace torque_page {  // one layout for both
inline constexpr std::uint8_t wheel = 0x11;
inline constexpr std::uint8_t crank = 0x12;
inline constexpr Bits event_count{.bit = 8, .width = 8};
inline constexpr Bits turns{.bit = 16, .width = 8};
inline constexpr Field<Rpm> cadence{.bit = 24, .width = 8, .scale = 1.0, .invalid = 0xFF};
inline constexpr Bits period{.bit = 32, .width = 16};  // accumulated, 1/2048 s
inline constexpr Bits torque{.bit = 48, .width = 16};  // accumulated, 1/32 N·m
}  // namespace torque_page

struct MeterTorque {
  bool at_crank;  // else at the wheel
  std::uint8_t event_count;
  std::uint8_t turns;
  std::optional<Rpm> cadence;
  std::uint16_t period;
  std::uint16_t torque;
  bool operator==(const MeterTorque&) const = default;
};

[[nodiscard]] constexpr std::optional<MeterTorque> read_meter_torque(const Payload& page) {
  using namespace torque_page;
  const std::uint8_t number = page_number(page);
  if (number != wheel && number != crank) return std::nullopt;
  return MeterTorque{.at_crank = number == crank,
                     .event_count = get_as<std::uint8_t>(page, event_count),
                     .turns = get_as<std::uint8_t>(page, turns),
                     .cadence = read(page, cadence),
                     .period = get_as<std::uint16_t>(page, period),
                     .torque = get_as<std::uint16_t>(page, torque)};
}

namespace crank_frequency_page {  // the one page with big-endian values
inline constexpr std::uint8_t number = 0x20;
inline constexpr Bits event_count{.bit = 8, .width = 8};
inline constexpr BigEndianWord slope{2};  // 0.1 N·m/Hz
inline constexpr BigEndianWord time{4};   // 1/2000 s
inline constexpr BigEndianWord torque_ticks{6};
}  // namespace crank_frequency_page

struct CrankFrequency {
  std::uint8_t event_count;
  std::uint16_t slope;
  std::uint16_t time;
  std::uint16_t torque_ticks;
  bool operator==(const CrankFrequency&) const = default;
};

[[nodiscard]] constexpr std::optional<CrankFrequency> read_crank_frequency(const Payload& page) {
  using namespace crank_frequency_page;
  if (page_number(page) != number) return std::nullopt;
  return CrankFrequency{.event_count = get_as<std::uint8_t>(page, event_count),
                        .slope = get(page, slope),
                        .time = get(page, time),
                        .torque_ticks = get(page, torque_ticks)};
}

namespace smoothness_page {
inline constexpr std::uint8_t number = 0x13;
inline constexpr Bits event_count{.bit = 8, .width = 8};
inline constexpr Field<Percent> left_effectiveness{
    .bit = 16, .width = 8, .scale = 0.5, .invalid = 0xFF};
inline constexpr Field<Percent> right_effectiveness{
    .bit = 24, .width = 8, .scale = 0.5, .invalid = 0xFF};
inline constexpr Field<Percent> left_smoothness{
    .bit = 32, .width = 8, .scale = 0.5, .invalid = 0xFF};
inline constexpr Field<Percent> right_smoothness{
    .bit = 40, .width = 8, .scale = 0.5, .invalid = 0xFF};
inline constexpr Percent combined{127.0};  // 0xFE on the right: the left value is of both
}  // namespace smoothness_page

struct PedalSmoothness {
  std::uint8_t event_count;
  std::optional<Percent> left_effectiveness;
  std::optional<Percent> right_effectiveness;
  std::optional<Percent> left_smoothness;  // of both pedals if combined
  std::optional<Percent> right_smoothness;
  bool combined;
  bool operator==(const PedalSmoothness&) const = default;
};

[[nodiscard]] constexpr std::optional<PedalSmoothness> read_pedal_smoothness(const Payload& page) {
  using namespace smoothness_page;
  if (page_number(page) != number) return std::nullopt;
  PedalSmoothness pedals{.event_count = get_as<std::uint8_t>(page, event_count),
                         .left_effectiveness = read(page, left_effectiveness),
                         .right_effectiveness = read(page, right_effectiveness),
                         .left_smoothness = read(page, left_smoothness),
                         .right_smoothness = read(page, right_smoothness),
                         .combined = false};
  if (pedals.right_smoothness == smoothness_page::combined) {
    pedals.right_smoothness.reset();
    pedals.combined = true;
  }
  return pedals;
}

namespace meter_calibration_page {  // sent by the meter
inline constexpr std::uint8_t number = 0x01;
inline constexpr Bits kind{.bit = 8, .width = 8};
inline constexpr std::uint8_t crank_frequency = 0x10;
// GoldenCheetah, ANTMessage.cpp: byte 2 says which value follows.
inline constexpr Bits value{.bit = 16, .width = 8};
inline constexpr std::uint8_t zero_offset = 0x01;
inline constexpr BigEndianWord offset{6};  // Hz
}  // namespace meter_calibration_page

using Hertz = Quantity<struct HertzTag>;

// What a crank-frequency meter gives without any torque. It must be taken off each of its readings.
[[nodiscard]] constexpr std::optional<Hertz> read_zero_offset(const Payload& page) {
  using namespace meter_calibration_page;
  const bool told = page_number(page) == number && get(page, kind) == crank_frequency &&
                    get(page, value) == zero_offset;
  if (!told) return std::nullopt;
  return Hertz{static_cast<double>(get(page, offset))};
}

}  // namespace softpedal::antplus
