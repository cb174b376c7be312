// SPDX-License-Identifier: MIT
// What straps and single speed or cadence sensors say of themselves, a few pages every 64 or 65
// messages (ant-fec.md 5.2 and 5.4). Their page numbers share byte 0 with a toggle bit; an old
// sensor never moves that bit and has no pages at all, so a number is trusted only after the bit
// has been seen in both states.
#pragma once

#include <cstdint>
#include <optional>

#include "app/core/battery.hpp"
#include "drivers/antplus/common.hpp"
#include "drivers/antplus/field.hpp"

namespace softpedal::antplus {

namespace background_page {
inline constexpr Bits number{.bit = 0, .width = 7};
inline constexpr Bits toggle{.bit = 7, .width = 1};

inline constexpr std::uint8_t operating_time = 1;
inline constexpr Field<Seconds> time{.bit = 8, .width = 24, .scale = 2.0};

inline constexpr std::uint8_t maker = 2;
inline constexpr Bits manufacturer{.bit = 8, .width = 8};
inline constexpr Bits upper_serial{.bit = 16, .width = 16};

inline constexpr std::uint8_t product = 3;
inline constexpr Bits hardware{.bit = 8, .width = 8};
inline constexpr Bits software{.bit = 16, .width = 8};
inline constexpr Bits model{.bit = 24, .width = 8};

inline constexpr std::uint8_t battery_of_speed_cadence = 4;
inline constexpr std::uint8_t battery_of_strap = 7;
inline constexpr Field<Percent> level{.bit = 8, .width = 8, .scale = 1.0, .invalid = 0xFF};
inline constexpr Bits fraction{.bit = 16, .width = 8};     // 1/256 V
inline constexpr Bits whole_volts{.bit = 24, .width = 4};  // 0xF none
inline constexpr Bits status{.bit = 28, .width = 3};

inline constexpr std::uint8_t motion = 5;  // of single speed or cadence sensors
inline constexpr Bits stopped{.bit = 8, .width = 1};
}  // namespace background_page

// Tells whether the page numbers of this sensor mean anything.
class PageToggle {
 public:
  // The number of the page, where it can be trusted.
  constexpr std::optional<std::uint8_t> number(const Payload& page) {
    (is_set(page, background_page::toggle) ? high_ : low_) = true;
    if (!high_ || !low_) return std::nullopt;
    return get_as<std::uint8_t>(page, background_page::number);
  }

 private:
  bool high_ = false;
  bool low_ = false;
};

[[nodiscard]] constexpr Seconds read_operating_time(const Payload& page) {
  return read(page, background_page::time).value_or(Seconds{});
}

struct SmallMaker {
  std::uint8_t manufacturer;
  std::uint16_t upper_serial;  // of 32 bits; the lower half is the device number
  constexpr bool operator==(const SmallMaker&) const = default;
};

[[nodiscard]] constexpr SmallMaker read_small_maker(const Payload& page) {
  using namespace background_page;
  return {.manufacturer = get_as<std::uint8_t>(page, manufacturer),
          .upper_serial = get_as<std::uint16_t>(page, upper_serial)};
}

struct SmallProduct {
  std::uint8_t hardware;
  std::uint8_t software;
  std::uint8_t model;
  constexpr bool operator==(const SmallProduct&) const = default;
};

[[nodiscard]] constexpr SmallProduct read_small_product(const Payload& page) {
  using namespace background_page;
  return {.hardware = get_as<std::uint8_t>(page, hardware),
          .software = get_as<std::uint8_t>(page, software),
          .model = get_as<std::uint8_t>(page, model)};
}

struct SmallBattery {
  std::optional<Percent> level;  // only straps tell it
  std::optional<Volts> volts;
  BatteryStatus status;
  constexpr bool operator==(const SmallBattery&) const = default;
};

[[nodiscard]] constexpr SmallBattery read_small_battery(const Payload& page) {
  using namespace background_page;
  SmallBattery battery{.level = read(page, level),
                       .volts = {},
                       .status = BatteryStatus{get_as<std::uint8_t>(page, status)}};
  if (const std::uint32_t whole = get(page, whole_volts); whole != page82::no_volts) {
    battery.volts.emplace(whole + get(page, fraction) / 256.0);
  }
  return battery;
}

}  // namespace softpedal::antplus
