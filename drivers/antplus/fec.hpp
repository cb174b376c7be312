// SPDX-License-Identifier: MIT
// FE-C: the pages that a trainer sends about itself and the ride (ant-fec.md 4.1
// to 4.7, 4.9, 4.11). Unknown pages are normal, makers mix their own in: every reader looks at the
// page number first.
#pragma once

#include <cstdint>
#include <optional>

#include "app/core/event.hpp"
#include "drivers/antplus/field.hpp"

namespace softpedal::fec {

using antplus::Bits;
using antplus::Field;
using antplus::Payload;

namespace tail {  // byte 7 of pages 16 to 26 (4.1)
inline constexpr Bits state{.bit = 60, .width = 3};
inline constexpr Bits lap{.bit = 63, .width = 1};  // each change is one new lap
}  // namespace tail

// Codes outside of 1 to 4 are reserved: treated as not in use.
[[nodiscard]] constexpr FeState read_state(const Payload& page) {
  switch (antplus::get(page, tail::state)) {
    case 1:
      return FeState::Asleep;
    case 2:
      return FeState::Ready;
    case 3:
      return FeState::InUse;
    case 4:
      return FeState::Finished;
    default:
      return FeState::Reserved;
  }
}

constexpr void write_tail(Payload& page, FeState state, bool lap) {
  antplus::put(page, tail::state, static_cast<std::uint32_t>(state));
  antplus::put(page, tail::lap, lap ? 1 : 0);
}

// --- page 16, general FE data (4.2) -------------------------------------------------------------

namespace page16 {
inline constexpr std::uint8_t number = 0x10;
inline constexpr Bits equipment{.bit = 8, .width = 5};
inline constexpr Bits elapsed{.bit = 16, .width = 8};   // 0.25 s, rolls over at 64 s
inline constexpr Bits distance{.bit = 24, .width = 8};  // 1 m, rolls over at 256 m
inline constexpr Field<MetresPerSecond> speed{
    .bit = 32, .width = 16, .scale = 0.001, .invalid = 0xFFFF};
inline constexpr Field<Bpm> heart_rate{.bit = 48, .width = 8, .scale = 1.0, .invalid = 0xFF};
inline constexpr Bits heart_rate_source{.bit = 56, .width = 2};
inline constexpr Bits distance_used{.bit = 58, .width = 1};
inline constexpr Bits virtual_speed{.bit = 59, .width = 1};
inline constexpr std::uint8_t trainer = 25;  // the equipment type of a trainer
}  // namespace page16

enum class HeartRateSource : std::uint8_t { None, AntPlus, FiveKilohertz, HandGrips };

struct General {
  GeneralData data;
  std::uint8_t equipment = page16::trainer;
  std::uint8_t elapsed_quarters = 0;              // quarter seconds, in state InUse only
  std::optional<std::uint8_t> distance_metres{};  // a counter; empty: not used
  HeartRateSource heart_rate_source = HeartRateSource::None;
  bool virtual_speed = false;
  bool lap = false;
  bool operator==(const General&) const = default;
};

[[nodiscard]] constexpr std::optional<General> read_general(const Payload& page) {
  if (antplus::page_number(page) != page16::number) return std::nullopt;
  General general{.data = {.speed = antplus::read(page, page16::speed),
                           .heart_rate = antplus::read(page, page16::heart_rate),
                           .state = read_state(page)}};
  if (general.data.heart_rate == Bpm{0.0}) general.data.heart_rate.reset();
  general.equipment = antplus::get_as<std::uint8_t>(page, page16::equipment);
  general.elapsed_quarters = antplus::get_as<std::uint8_t>(page, page16::elapsed);
  if (antplus::is_set(page, page16::distance_used)) {
    general.distance_metres.emplace(antplus::get_as<std::uint8_t>(page, page16::distance));
  }
  general.heart_rate_source =
      HeartRateSource{antplus::get_as<std::uint8_t>(page, page16::heart_rate_source)};
  general.virtual_speed = antplus::is_set(page, page16::virtual_speed);
  general.lap = antplus::is_set(page, tail::lap);
  return general;
}

[[nodiscard]] constexpr Payload encode(const General& general) {
  Payload page{page16::number};
  antplus::put(page, page16::equipment, general.equipment);
  antplus::put(page, page16::elapsed, general.elapsed_quarters);
  antplus::put(page, page16::distance, general.distance_metres.value_or(0));
  antplus::write(page, page16::speed, general.data.speed);
  antplus::write(page, page16::heart_rate, general.data.heart_rate);
  antplus::put(page, page16::heart_rate_source,
               static_cast<std::uint32_t>(general.heart_rate_source));
  antplus::put(page, page16::distance_used, general.distance_metres ? 1 : 0);
  antplus::put(page, page16::virtual_speed, general.virtual_speed ? 1 : 0);
  write_tail(page, general.data.state, general.lap);
  return page;
}

// --- page 17, general settings (4.3) ------------------------------------------------------------

namespace page17 {
inline constexpr std::uint8_t number = 0x11;
inline constexpr Field<antplus::Metres> cycle_length{
    .bit = 24, .width = 8, .scale = 0.01, .invalid = 0xFF};
inline constexpr Field<antplus::Slope> incline{
    .bit = 32, .width = 16, .scale = 0.01, .invalid = 0x7FFF, .is_signed = true};
inline constexpr Field<Percent> resistance{.bit = 48, .width = 8, .scale = 0.5, .invalid = 0xFF};
}  // namespace page17

struct Settings {
  std::optional<antplus::Metres> cycle_length;  // of a trainer: the wheel's circumference
  std::optional<antplus::Slope> incline;
  std::optional<Percent> resistance;  // applied now
  FeState state;
  bool operator==(const Settings&) const = default;
};

[[nodiscard]] constexpr std::optional<Settings> read_settings(const Payload& page) {
  if (antplus::page_number(page) != page17::number) return std::nullopt;
  return Settings{.cycle_length = antplus::read(page, page17::cycle_length),
                  .incline = antplus::read(page, page17::incline),
                  .resistance = antplus::read(page, page17::resistance),
                  .state = read_state(page)};
}

[[nodiscard]] constexpr Payload encode(const Settings& settings) {
  Payload page = antplus::blank_page(page17::number);
  antplus::write(page, page17::cycle_length, settings.cycle_length);
  antplus::write(page, page17::incline, settings.incline);
  antplus::write(page, page17::resistance, settings.resistance);
  page[7] = 0;
  write_tail(page, settings.state, false);
  return page;
}

// --- page 18, metabolic data (4.4) --------------------------------------------------------------

namespace page18 {
inline constexpr std::uint8_t number = 0x12;
inline constexpr Field<antplus::Ratio> mets{
    .bit = 16, .width = 16, .scale = 0.01, .invalid = 0xFFFF};
inline constexpr Field<antplus::KilocaloriesPerHour> burn_rate{
    .bit = 32, .width = 16, .scale = 0.1, .invalid = 0xFFFF};
inline constexpr Bits kilocalories{.bit = 48, .width = 8};  // rolls over at 256
inline constexpr Bits kilocalories_used{.bit = 56, .width = 1};
}  // namespace page18

struct Metabolic {
  std::optional<antplus::Ratio> mets;  // multiples of the rate at rest
  std::optional<antplus::KilocaloriesPerHour> burn_rate;
  std::optional<std::uint8_t> kilocalories{};  // a counter
  FeState state = FeState::Reserved;
  bool operator==(const Metabolic&) const = default;
};

[[nodiscard]] constexpr std::optional<Metabolic> read_metabolic(const Payload& page) {
  if (antplus::page_number(page) != page18::number) return std::nullopt;
  Metabolic metabolic{.mets = antplus::read(page, page18::mets),
                      .burn_rate = antplus::read(page, page18::burn_rate)};
  if (antplus::is_set(page, page18::kilocalories_used)) {
    metabolic.kilocalories.emplace(antplus::get_as<std::uint8_t>(page, page18::kilocalories));
  }
  metabolic.state = read_state(page);
  return metabolic;
}

// --- page 21, stationary bike (4.5) -------------------------------------------------------------

namespace page21 {
inline constexpr std::uint8_t number = 0x15;
inline constexpr Field<Rpm> cadence{.bit = 32, .width = 8, .scale = 1.0, .invalid = 0xFF};
inline constexpr Field<Watts> power{.bit = 40, .width = 16, .scale = 1.0, .invalid = 0xFFFF};
}  // namespace page21

struct StationaryBike {
  std::optional<Rpm> cadence;
  std::optional<Watts> power;
  FeState state;
  bool operator==(const StationaryBike&) const = default;
};

[[nodiscard]] constexpr std::optional<StationaryBike> read_stationary_bike(const Payload& page) {
  if (antplus::page_number(page) != page21::number) return std::nullopt;
  return StationaryBike{.cadence = antplus::read(page, page21::cadence),
                        .power = antplus::read(page, page21::power),
                        .state = read_state(page)};
}

// --- page 25, trainer data (4.6) ----------------------------------------------------------------

namespace page25 {
inline constexpr std::uint8_t number = 0x19;
inline constexpr Bits event_count{.bit = 8, .width = 8};
inline constexpr Field<Rpm> cadence{.bit = 16, .width = 8, .scale = 1.0, .invalid = 0xFF};
inline constexpr Bits accumulated_watts{.bit = 24, .width = 16};
inline constexpr Field<Watts> power{.bit = 40, .width = 12, .scale = 1.0, .invalid = 0xFFF};
inline constexpr Bits power_calibration_needed{.bit = 52, .width = 1};
inline constexpr Bits resistance_calibration_needed{.bit = 53, .width = 1};
inline constexpr Bits user_configuration_needed{.bit = 54, .width = 1};
inline constexpr Bits target_flag{.bit = 56, .width = 2};
}  // namespace page25

[[nodiscard]] constexpr std::optional<TrainerData> read_trainer_data(const Payload& page) {
  using namespace page25;
  if (antplus::page_number(page) != number) return std::nullopt;
  return TrainerData{
      .event_count = antplus::get_as<std::uint8_t>(page, event_count),
      .cadence = antplus::read(page, cadence),
      .power = antplus::read(page, power),
      .accumulated_watts = antplus::get_as<std::uint16_t>(page, accumulated_watts),
      .state = read_state(page),
      .power_calibration_needed = antplus::is_set(page, power_calibration_needed),
      .resistance_calibration_needed = antplus::is_set(page, resistance_calibration_needed),
      .user_configuration_needed = antplus::is_set(page, user_configuration_needed),
      .target_flag = antplus::get_as<std::uint8_t>(page, target_flag)};
}

[[nodiscard]] constexpr Payload encode(const TrainerData& data, bool lap = false) {
  using namespace page25;
  Payload page{number};
  antplus::put(page, event_count, data.event_count);
  antplus::write(page, cadence, data.cadence);
  antplus::put(page, accumulated_watts, data.accumulated_watts);
  antplus::write(page, power, data.power);
  antplus::put(page, power_calibration_needed, data.power_calibration_needed ? 1 : 0);
  antplus::put(page, resistance_calibration_needed, data.resistance_calibration_needed ? 1 : 0);
  antplus::put(page, user_configuration_needed, data.user_configuration_needed ? 1 : 0);
  antplus::put(page, target_flag, data.target_flag);
  write_tail(page, data.state, lap);
  return page;
}

// --- page 26, trainer torque (4.7) --------------------------------------------------------------

namespace page26 {
inline constexpr std::uint8_t number = 0x1A;
inline constexpr Bits event_count{.bit = 8, .width = 8};
inline constexpr Bits wheel_turns{.bit = 16, .width = 8};
inline constexpr Bits period{.bit = 24, .width = 16};  // accumulated, 1/2048 s
inline constexpr Bits torque{.bit = 40, .width = 16};  // accumulated, 1/32 N·m at the wheel
}  // namespace page26

struct WheelTorque {  // raw counters: only differences mean something
  std::uint8_t event_count;
  std::uint8_t wheel_turns;
  std::uint16_t period;
  std::uint16_t torque;
  FeState state;
  bool operator==(const WheelTorque&) const = default;
};

[[nodiscard]] constexpr std::optional<WheelTorque> read_wheel_torque(const Payload& page) {
  using namespace page26;
  if (antplus::page_number(page) != number) return std::nullopt;
  return WheelTorque{.event_count = antplus::get_as<std::uint8_t>(page, event_count),
                     .wheel_turns = antplus::get_as<std::uint8_t>(page, wheel_turns),
                     .period = antplus::get_as<std::uint16_t>(page, period),
                     .torque = antplus::get_as<std::uint16_t>(page, torque),
                     .state = read_state(page)};
}

[[nodiscard]] constexpr Payload encode(const WheelTorque& torque) {
  Payload page{page26::number};
  antplus::put(page, page26::event_count, torque.event_count);
  antplus::put(page, page26::wheel_turns, torque.wheel_turns);
  antplus::put(page, page26::period, torque.period);
  antplus::put(page, page26::torque, torque.torque);
  write_tail(page, torque.state, false);
  return page;
}

// --- page 54, capabilities (4.9) ----------------------------------------------------------------

namespace page54 {
inline constexpr std::uint8_t number = 0x36;
inline constexpr Field<Newtons> max_force{.bit = 40, .width = 16, .scale = 1.0, .invalid = 0xFFFF};
inline constexpr Bits basic_resistance{.bit = 56, .width = 1};
inline constexpr Bits target_power{.bit = 57, .width = 1};
inline constexpr Bits simulation{.bit = 58, .width = 1};
}  // namespace page54

[[nodiscard]] constexpr std::optional<Abilities> read_abilities(const Payload& page) {
  if (antplus::page_number(page) != page54::number) return std::nullopt;
  return Abilities{.answered = true,
                   .max_force = antplus::read(page, page54::max_force),
                   .basic_resistance = antplus::is_set(page, page54::basic_resistance),
                   .target_power = antplus::is_set(page, page54::target_power),
                   .simulation = antplus::is_set(page, page54::simulation)};
}

[[nodiscard]] constexpr Payload encode(const Abilities& abilities) {
  Payload page = antplus::blank_page(page54::number);
  antplus::write(page, page54::max_force, abilities.max_force);
  page[7] = 0;
  antplus::put(page, page54::basic_resistance, abilities.basic_resistance ? 1 : 0);
  antplus::put(page, page54::target_power, abilities.target_power ? 1 : 0);
  antplus::put(page, page54::simulation, abilities.simulation ? 1 : 0);
  return page;
}

// --- pages 1 and 2, calibration (4.11): read only, a gentle ride starts none ---------------------

namespace page1 {
inline constexpr std::uint8_t number = 0x01;
inline constexpr Bits zero_offset{.bit = 14, .width = 1};
inline constexpr Bits spin_down{.bit = 15, .width = 1};
inline constexpr Field<antplus::Celsius> temperature{
    .bit = 24, .width = 8, .scale = 0.5, .invalid = 0xFF, .offset = -25.0};
inline constexpr Bits offset_value{.bit = 32, .width = 16};  // all ones: none
inline constexpr Field<antplus::Seconds> spin_down_time{
    .bit = 48, .width = 16, .scale = 0.001, .invalid = 0xFFFF};
inline constexpr std::uint32_t no_offset = 0xFFFF;
}  // namespace page1

struct Calibration {  // a request to the trainer, or its answer: which parts are wanted, or worked
  bool zero_offset;
  bool spin_down;
  std::optional<antplus::Celsius> temperature{};
  std::optional<std::uint16_t> offset_value{};
  std::optional<antplus::Seconds> spin_down_time{};
  bool operator==(const Calibration&) const = default;
};

[[nodiscard]] constexpr std::optional<Calibration> read_calibration(const Payload& page) {
  if (antplus::page_number(page) != page1::number) return std::nullopt;
  Calibration calibration{.zero_offset = antplus::is_set(page, page1::zero_offset),
                          .spin_down = antplus::is_set(page, page1::spin_down),
                          .temperature = antplus::read(page, page1::temperature)};
  if (antplus::get(page, page1::offset_value) != page1::no_offset) {
    calibration.offset_value.emplace(antplus::get_as<std::uint16_t>(page, page1::offset_value));
  }
  calibration.spin_down_time = antplus::read(page, page1::spin_down_time);
  return calibration;
}

namespace page2 {
inline constexpr std::uint8_t number = 0x02;
inline constexpr Bits zero_offset{.bit = 14, .width = 1};
inline constexpr Bits spin_down{.bit = 15, .width = 1};
inline constexpr Bits temperature_state{.bit = 20, .width = 2};
inline constexpr Bits speed_state{.bit = 22, .width = 2};
inline constexpr Field<antplus::Celsius> temperature{
    .bit = 24, .width = 8, .scale = 0.5, .invalid = 0xFF, .offset = -25.0};
inline constexpr Field<MetresPerSecond> target_speed{
    .bit = 32, .width = 16, .scale = 0.001, .invalid = 0xFFFF};
inline constexpr Field<antplus::Seconds> target_time{
    .bit = 48, .width = 16, .scale = 0.001, .invalid = 0xFFFF};
}  // namespace page2

// What 3 means for a speed is not agreed on: reserved, or too high.
enum class CalibrationState : std::uint8_t { NotApplicable, TooLow, Ok, TooHigh };

struct CalibrationProgress {
  bool zero_offset;
  bool spin_down;
  CalibrationState temperature_state;
  CalibrationState speed_state;
  std::optional<antplus::Celsius> temperature;
  std::optional<MetresPerSecond> target_speed;
  std::optional<antplus::Seconds> target_time;
  bool operator==(const CalibrationProgress&) const = default;
};

[[nodiscard]] constexpr std::optional<CalibrationProgress> read_calibration_progress(
    const Payload& page) {
  if (antplus::page_number(page) != page2::number) return std::nullopt;
  return CalibrationProgress{
      .zero_offset = antplus::is_set(page, page2::zero_offset),
      .spin_down = antplus::is_set(page, page2::spin_down),
      .temperature_state =
          CalibrationState{antplus::get_as<std::uint8_t>(page, page2::temperature_state)},
      .speed_state = CalibrationState{antplus::get_as<std::uint8_t>(page, page2::speed_state)},
      .temperature = antplus::read(page, page2::temperature),
      .target_speed = antplus::read(page, page2::target_speed),
      .target_time = antplus::read(page, page2::target_time)};
}

}  // namespace softpedal::fec
