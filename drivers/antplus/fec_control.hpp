// SPDX-License-Identifier: MIT
// FE-C: the pages that steer a trainer, and its answer to them (ant-fec.md 4.8, 4.10, 4.12).
//
// What can be encoded is what may be asked of a sore knee: basic resistance, and as a release for
// trainers without it a flat road without wind and rolling resistance. Target power (49) has no
// encoder, and no slope has one: a negative grade can drive the pedals on some trainers. All forms
// are read, because other programs send them and a trainer echoes them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "app/core/command.hpp"
#include "app/core/event.hpp"
#include "drivers/antplus/field.hpp"

namespace softpedal::fec {

using antplus::Bits;
using antplus::Field;
using antplus::Payload;

using antplus::ReadOnly;

namespace page48 {  // basic resistance
inline constexpr std::uint8_t number = 0x30;
inline constexpr ReadOnly<Percent> resistance{{.bit = 56, .width = 8, .scale = 0.5}};
inline constexpr Percent most{100.0};
}  // namespace page48

namespace page49 {  // target power
inline constexpr std::uint8_t number = 0x31;
inline constexpr ReadOnly<Watts> power{{.bit = 48, .width = 16, .scale = 0.25}};
}  // namespace page49

namespace page50 {  // wind resistance; "invalid" means the usual value
inline constexpr std::uint8_t number = 0x32;
inline constexpr ReadOnly<antplus::KilogramsPerMetre> coefficient{
    {.bit = 40, .width = 8, .scale = 0.01, .invalid = 0xFF}};
inline constexpr ReadOnly<antplus::KilometresPerHour> wind{
    {.bit = 48, .width = 8, .scale = 1.0, .invalid = 0xFF, .offset = -127.0}};
inline constexpr ReadOnly<antplus::Ratio> drafting{
    {.bit = 56, .width = 8, .scale = 0.01, .invalid = 0xFF}};
inline constexpr antplus::KilogramsPerMetre usual_coefficient{0.51};
inline constexpr antplus::KilometresPerHour usual_wind{0.0};
inline constexpr antplus::Ratio usual_drafting{1.0};
}  // namespace page50

namespace page51 {  // track resistance; "invalid" means the usual value
inline constexpr std::uint8_t number = 0x33;
inline constexpr ReadOnly<antplus::Slope> grade{
    {.bit = 40, .width = 16, .scale = 0.01, .invalid = 0xFFFF, .offset = -200.0}};
inline constexpr ReadOnly<antplus::Ratio> rolling{
    {.bit = 56, .width = 8, .scale = 5e-5, .invalid = 0xFF}};
inline constexpr antplus::Slope usual_grade{0.0};
inline constexpr antplus::Ratio usual_rolling{0.004};
}  // namespace page51

// --- what a host sends --------------------------------------------------------------------------

// Never more than asked for: down to the next half per cent, and nothing for what is no number.
[[nodiscard]] constexpr Payload basic_resistance(Percent resistance) {
  constexpr double steps_per_percent = 2.0;
  constexpr double most = page48::most.count() * steps_per_percent;
  constexpr double rounding = 1e-6;  // far under one step and far over the error of a double
  const double steps = resistance.count() * steps_per_percent + rounding;
  Payload page = antplus::blank_page(page48::number);
  page[7] = steps >= most  ? static_cast<std::uint8_t>(most)
            : steps >= 0.0 ? static_cast<std::uint8_t>(steps)
                           : std::uint8_t{0};
  return page;
}

// Grade exactly 0 (raw 20000) and no rolling resistance: the least to ask of a simulating trainer.
[[nodiscard]] constexpr Payload flat_track() {
  return {page51::number, 0xFF, 0xFF, 0xFF, 0xFF, 0x20, 0x4E, 0x00};
}

// Goes before flat_track(), which unloads: coefficient 0, wind 0 km/h (raw 127), drafting 0.
[[nodiscard]] constexpr Payload no_wind() {
  return {page50::number, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x7F, 0x00};
}

// The page that carries a set point. With Mode::Track it always is the release.
[[nodiscard]] constexpr Payload encode(const SetPoint& set_point) {
  if (set_point.mode == Mode::Track) return flat_track();
  return basic_resistance(set_point.resistance.value_or(Percent{0.0}));
}

// --- what a trainer receives --------------------------------------------------------------------

struct WindResistance {
  antplus::KilogramsPerMetre coefficient;
  antplus::KilometresPerHour wind;
  antplus::Ratio drafting;
  bool operator==(const WindResistance&) const = default;
};

struct TrackResistance {
  antplus::Slope grade;
  antplus::Ratio rolling;
  bool operator==(const TrackResistance&) const = default;
};

// Empty as well for a share over 100 %, which no page may carry.
[[nodiscard]] constexpr std::optional<Percent> read_basic_resistance(const Payload& page) {
  if (antplus::page_number(page) != page48::number) return std::nullopt;
  const auto resistance = antplus::read(page, page48::resistance);
  if (resistance > page48::most) return std::nullopt;
  return resistance;
}

[[nodiscard]] constexpr std::optional<Watts> read_target_power(const Payload& page) {
  if (antplus::page_number(page) != page49::number) return std::nullopt;
  return antplus::read(page, page49::power);
}

[[nodiscard]] constexpr std::optional<WindResistance> read_wind_resistance(const Payload& page) {
  using namespace page50;
  if (antplus::page_number(page) != number) return std::nullopt;
  return WindResistance{.coefficient = antplus::read(page, coefficient).value_or(usual_coefficient),
                        .wind = antplus::read(page, wind).value_or(usual_wind),
                        .drafting = antplus::read(page, drafting).value_or(usual_drafting)};
}

[[nodiscard]] constexpr std::optional<TrackResistance> read_track_resistance(const Payload& page) {
  using namespace page51;
  if (antplus::page_number(page) != number) return std::nullopt;
  return TrackResistance{.grade = antplus::read(page, grade).value_or(usual_grade),
                         .rolling = antplus::read(page, rolling).value_or(usual_rolling)};
}

// --- page 55, user configuration (4.10) ---------------------------------------------------------

namespace page55 {
inline constexpr std::uint8_t number = 0x37;
inline constexpr Field<antplus::Kilograms> rider{
    .bit = 8, .width = 16, .scale = 0.01, .invalid = 0xFFFF};
inline constexpr Field<antplus::Millimetres> wheel_offset{
    .bit = 32, .width = 4, .scale = 1.0, .invalid = 0xF};
inline constexpr Field<antplus::Kilograms> bike{
    .bit = 36, .width = 12, .scale = 0.05, .invalid = 0xFFF};
inline constexpr Field<antplus::Metres> wheel_diameter{
    .bit = 48, .width = 8, .scale = 0.01, .invalid = 0xFF};
inline constexpr Field<antplus::Ratio> gear_ratio{
    .bit = 56, .width = 8, .scale = 0.03, .invalid = 0x00};
}  // namespace page55

struct UserConfiguration {
  std::optional<antplus::Kilograms> rider{};
  std::optional<antplus::Kilograms> bike{};
  std::optional<antplus::Metres> wheel_diameter{};
  std::optional<antplus::Millimetres> wheel_offset{};  // added to the diameter
  std::optional<antplus::Ratio> gear_ratio{};
  bool operator==(const UserConfiguration&) const = default;
};

[[nodiscard]] constexpr Payload encode(const UserConfiguration& user) {
  Payload page = antplus::blank_page(page55::number);
  antplus::write(page, page55::rider, user.rider);
  antplus::write(page, page55::wheel_offset, user.wheel_offset);
  antplus::write(page, page55::bike, user.bike);
  antplus::write(page, page55::wheel_diameter, user.wheel_diameter);
  antplus::write(page, page55::gear_ratio, user.gear_ratio);
  return page;
}

[[nodiscard]] constexpr std::optional<UserConfiguration> read_user_configuration(
    const Payload& page) {
  if (antplus::page_number(page) != page55::number) return std::nullopt;
  return UserConfiguration{.rider = antplus::read(page, page55::rider),
                           .bike = antplus::read(page, page55::bike),
                           .wheel_diameter = antplus::read(page, page55::wheel_diameter),
                           .wheel_offset = antplus::read(page, page55::wheel_offset),
                           .gear_ratio = antplus::read(page, page55::gear_ratio)};
}

// --- page 71, command status (4.12) -------------------------------------------------------------

namespace page71 {
inline constexpr std::uint8_t number = 0x47;
inline constexpr Bits last_command{.bit = 8, .width = 8};  // 0xFF none
inline constexpr Bits sequence{.bit = 16, .width = 8};     // 0xFF none
inline constexpr Bits status{.bit = 24, .width = 8};
inline constexpr std::uint8_t none = 0xFF;
}  // namespace page71

struct CommandReport {
  std::optional<std::uint8_t> last_command{};  // the page number
  std::optional<std::uint8_t> sequence{};
  StatusCode status = StatusCode::None;
  std::array<std::uint8_t, 4> echo{0xFF, 0xFF, 0xFF, 0xFF};  // bytes 4 to 7 as they were received
  bool operator==(const CommandReport&) const = default;
};

// Codes that no document knows count as a failure: the trainer did not say that it passed.
[[nodiscard]] constexpr StatusCode status_code(std::uint8_t raw) {
  switch (raw) {
    case 0:
      return StatusCode::Pass;
    case 1:
      return StatusCode::Fail;
    case 2:
      return StatusCode::NotSupported;
    case 3:
      return StatusCode::Rejected;
    case 4:
      return StatusCode::Pending;
    case page71::none:
      return StatusCode::None;
    default:
      return StatusCode::Fail;
  }
}

[[nodiscard]] constexpr std::optional<CommandReport> read_command_report(const Payload& page) {
  using namespace page71;
  if (antplus::page_number(page) != number) return std::nullopt;
  CommandReport report;
  if (const auto last = antplus::get_as<std::uint8_t>(page, last_command); last != none) {
    report.last_command.emplace(last);
  }
  if (const auto count = antplus::get_as<std::uint8_t>(page, sequence); count != none) {
    report.sequence.emplace(count);
  }
  report.status = status_code(antplus::get_as<std::uint8_t>(page, status));
  report.echo = {page[4], page[5], page[6], page[7]};
  return report;
}

[[nodiscard]] constexpr Payload encode(const CommandReport& report) {
  using namespace page71;
  Payload page = antplus::blank_page(number);
  antplus::put(page, last_command, report.last_command.value_or(none));
  antplus::put(page, sequence, report.sequence.value_or(none));
  antplus::put(page, status,
               report.status == StatusCode::None ? none : static_cast<std::uint8_t>(report.status));
  std::ranges::copy(report.echo, page.begin() + 4);
  return page;
}

// The control page of an echo, whose bytes 5 to 7 stand where they stand in the page itself.
[[nodiscard]] constexpr std::optional<Payload> echoed_page(const CommandReport& report) {
  if (!report.last_command) return std::nullopt;
  return Payload{*report.last_command, 0xFF,           0xFF,           0xFF,
                 report.echo[0],       report.echo[1], report.echo[2], report.echo[3]};
}

// Our no_wind(): it went before the flat track and unloads nothing by itself.
[[nodiscard]] constexpr bool echoes_no_wind(const CommandReport& report) {
  const auto page = echoed_page(report);
  return page && (*page)[0] == page50::number &&
         antplus::read(*page, page50::coefficient) == antplus::KilogramsPerMetre{0.0};
}

// The set point in an echo, where it is one that we could have sent.
[[nodiscard]] constexpr std::optional<SetPoint> echoed_set_point(const CommandReport& report) {
  const auto page = echoed_page(report);
  if (!page) return std::nullopt;
  if (const auto resistance = read_basic_resistance(*page)) {
    if (resistance == Percent{0.0}) return SetPoint{.mode = Mode::Basic};
    return SetPoint{.mode = Mode::Basic, .resistance = resistance};
  }
  constexpr Payload track = flat_track();
  const bool flat = (*page)[0] == page51::number &&
                    std::equal(report.echo.begin() + 1, report.echo.end(), track.begin() + 5);
  if (flat) return SetPoint{.mode = Mode::Track};
  return std::nullopt;
}

// A wind page that passed says nothing of the load: the flat track after it was not taken, or is
// still to come.
[[nodiscard]] constexpr CommandStatus command_status(const CommandReport& report) {
  if (report.status == StatusCode::Pass && echoes_no_wind(report)) {
    return {.code = StatusCode::None, .echo = std::nullopt};
  }
  return {.code = report.status, .echo = echoed_set_point(report)};
}

}  // namespace softpedal::fec
