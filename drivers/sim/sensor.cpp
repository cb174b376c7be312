// SPDX-License-Identifier: MIT
#include "drivers/sim/sensor.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "drivers/antplus/background.hpp"
#include "drivers/sim/power_meter.hpp"
#include "drivers/sim/rotation_sensor.hpp"
#include "drivers/sim/strap.hpp"

namespace softpedal::sim {

namespace {

constexpr std::uint32_t largest_number = 0xFFFFF;
constexpr std::uint32_t usual_number = 20'000;  // and the device type

struct Kind {
  SensorKind kind;
  std::string_view name;
  const antplus::Profile& profile;
};
constexpr std::array kinds{
    Kind{SensorKind::HeartRate, "strap", antplus::profile::heart_rate},
    Kind{SensorKind::Power, "power", antplus::profile::bike_power},
    Kind{SensorKind::SpeedCadence, "speed_cadence", antplus::profile::speed_cadence},
    Kind{SensorKind::Cadence, "cadence", antplus::profile::cadence},
    Kind{SensorKind::Speed, "speed", antplus::profile::speed},
};

constexpr antplus::Bits bytes_1_to_3{.bit = 8, .width = 24};
constexpr std::uint32_t development = 255;  // the maker number for whoever has none

std::string_view next_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

template <class Number>
std::optional<Number> number_in(std::string_view text, Number least, Number most) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (!(value >= least && value <= most)) return std::nullopt;
  return value;
}

}  // namespace

Result<SensorOptions> parse_sensor(std::string_view text) {
  const auto wrong = tl::unexpected(
      Fault{FaultCode::WrongUsage,
            "sensor \"" + std::string{text} +
                "\": known are strap [NUMBER] [old], power [NUMBER] [torque|frequency] [scale PER "
                "CENT], speed_cadence [NUMBER], cadence [NUMBER] and speed [NUMBER]"});
  const auto* const kind = std::ranges::find(kinds, next_word(text), &Kind::name);
  if (kind == kinds.end()) return wrong;
  SensorOptions options{.kind = kind->kind};
  const bool strap = options.kind == SensorKind::HeartRate;
  const bool meter = options.kind == SensorKind::Power;
  for (std::string_view word; !(word = next_word(text)).empty();) {
    const auto number = number_in<std::uint32_t>(word, 1, largest_number);
    if (number && options.number == 0) {
      options.number = *number;
    } else if (strap && word == "old") {
      options.old = true;
    } else if (meter && word == "torque") {
      options.pages = MeterPages::CrankTorque;
    } else if (meter && word == "frequency") {
      options.pages = MeterPages::CrankFrequency;
    } else if (const auto share = meter && word == "scale"
                                      ? number_in<double>(next_word(text), -90.0, 200.0)
                                      : std::nullopt) {
      options.too_much = Percent{*share};
    } else {
      return wrong;
    }
  }
  return options;
}

const antplus::Profile& profile_of(SensorKind kind) {
  return std::ranges::find(kinds, kind, &Kind::kind)->profile;
}

std::uint32_t number_of(const SensorOptions& options) {
  return options.number != 0 ? options.number : usual_number + profile_of(options.kind).device_type;
}

Sensor::Sensor(const SensorOptions& options, Bike& bike, const Faults& faults, Instant began)
    : options_{options}, bike_{bike}, faults_{faults}, began_{began} {}

ant::ChannelId Sensor::channel_id() const { return id_of(profile_of(options_.kind), number()); }

ant::Payload Sensor::broadcast(Instant now) {
  bike_.advance(now);
  measure(now);
  return page(messages_++, now);
}

BatteryStatus Sensor::battery(Instant now) const {
  const std::uint8_t type = profile_of(options_.kind).device_type;
  const bool low = faults_.strikes(FaultKind::SensorBatteryLow, type, age(now));
  return low ? BatteryStatus::Low : BatteryStatus::Good;
}

std::uint32_t Sensor::ticks(Instant at, std::int64_t hertz) const {
  return static_cast<std::uint32_t>(age(at).count() * hertz / 1'000'000);
}

void Sensor::put_background(ant::Payload& page, std::uint8_t number, Instant now) const {
  namespace fields = antplus::background_page;
  using antplus::put;
  put(page, bytes_1_to_3, 0xFFFFFF);
  switch (number) {
    case fields::operating_time:
      antplus::write(page, fields::time, antplus::Seconds{in_seconds(age(now))});
      break;
    case fields::maker:
      put(page, fields::manufacturer, development);
      put(page, fields::upper_serial, this->number() >> 16);
      break;
    case fields::product:
      put(page, fields::hardware, 1);
      put(page, fields::software, 1);
      put(page, fields::model, 1);
      break;
    default:
      break;
  }
}

void Sensor::put_battery(ant::Payload& page, Instant now) const {
  namespace fields = antplus::background_page;
  antplus::put(page, fields::whole_volts, 2);
  antplus::put(page, fields::fraction, 200);
  antplus::put(page, fields::status, static_cast<std::uint32_t>(battery(now)));
}

std::unique_ptr<Sensor> make_sensor(const SensorOptions& options, Bike& bike, const Faults& faults,
                                    Instant began, Dice dice) {
  switch (options.kind) {
    case SensorKind::HeartRate:
      return std::make_unique<Strap>(options, bike, faults, began, dice);
    case SensorKind::Power:
      return std::make_unique<PowerMeter>(options, bike, faults, began);
    case SensorKind::SpeedCadence:
    case SensorKind::Cadence:
    case SensorKind::Speed:
      break;
  }
  return std::make_unique<RotationSensor>(options, bike, faults, began);
}

}  // namespace softpedal::sim
