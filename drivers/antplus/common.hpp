// SPDX-License-Identifier: MIT
// Common pages 70, 80, 81 and 82, the same in every ANT+ profile (ant-fec.md 4.12 and 4.13).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/core/battery.hpp"
#include "drivers/antplus/field.hpp"

namespace softpedal::antplus {

namespace page70 {  // request, sent by the slave as acknowledged data
inline constexpr std::uint8_t number = 0x46;
inline constexpr Bits answers{.bit = 40, .width = 7};  // how often; 0 is invalid
inline constexpr Bits as_acknowledged{.bit = 47, .width = 1};
inline constexpr Bits wanted{.bit = 48, .width = 8};
inline constexpr Bits command{.bit = 56, .width = 8};
inline constexpr std::uint8_t send_data_page = 1;
}  // namespace page70

struct PageRequest {
  std::uint8_t page;
  std::uint8_t answers = 1;
  bool as_acknowledged = false;  // with 0 answers: until one is acknowledged
  std::uint8_t command = page70::send_data_page;
  constexpr bool operator==(const PageRequest&) const = default;
};

[[nodiscard]] constexpr Payload encode(const PageRequest& request) {
  Payload page = blank_page(page70::number);
  put(page, page70::answers, request.answers);
  put(page, page70::as_acknowledged, request.as_acknowledged ? 1 : 0);
  put(page, page70::wanted, request.page);
  put(page, page70::command, request.command);
  return page;
}

[[nodiscard]] constexpr std::optional<PageRequest> read_page_request(const Payload& page) {
  if (page_number(page) != page70::number) return std::nullopt;
  return PageRequest{.page = get_as<std::uint8_t>(page, page70::wanted),
                     .answers = get_as<std::uint8_t>(page, page70::answers),
                     .as_acknowledged = is_set(page, page70::as_acknowledged),
                     .command = get_as<std::uint8_t>(page, page70::command)};
}

namespace page80 {  // maker
inline constexpr std::uint8_t number = 0x50;
inline constexpr Bits hardware{.bit = 24, .width = 8};
inline constexpr Bits manufacturer{.bit = 32, .width = 16};
inline constexpr Bits model{.bit = 48, .width = 16};
}  // namespace page80

struct Maker {
  std::uint8_t hardware;
  std::uint16_t manufacturer;
  std::uint16_t model;
  constexpr bool operator==(const Maker&) const = default;
};

[[nodiscard]] constexpr std::optional<Maker> read_maker(const Payload& page) {
  if (page_number(page) != page80::number) return std::nullopt;
  return Maker{.hardware = get_as<std::uint8_t>(page, page80::hardware),
               .manufacturer = get_as<std::uint16_t>(page, page80::manufacturer),
               .model = get_as<std::uint16_t>(page, page80::model)};
}

[[nodiscard]] constexpr Payload encode(const Maker& maker) {
  Payload page = blank_page(page80::number);
  put(page, page80::hardware, maker.hardware);
  put(page, page80::manufacturer, maker.manufacturer);
  put(page, page80::model, maker.model);
  return page;
}

namespace page81 {  // product
inline constexpr std::uint8_t number = 0x51;
inline constexpr Bits supplement{.bit = 16, .width = 8};  // 0xFF none
inline constexpr Bits main{.bit = 24, .width = 8};
inline constexpr Bits serial{.bit = 32, .width = 32};  // all ones: none
inline constexpr std::uint8_t no_supplement = 0xFF;
inline constexpr std::uint32_t no_serial = 0xFFFFFFFF;
}  // namespace page81

struct Product {
  std::uint8_t software;
  std::optional<std::uint8_t> supplement{};
  std::optional<std::uint32_t> serial{};
  constexpr bool operator==(const Product&) const = default;
};

[[nodiscard]] constexpr std::optional<Product> read_product(const Payload& page) {
  if (page_number(page) != page81::number) return std::nullopt;
  Product product{.software = get_as<std::uint8_t>(page, page81::main)};
  const auto supplement = get_as<std::uint8_t>(page, page81::supplement);
  if (supplement != page81::no_supplement) product.supplement.emplace(supplement);
  const std::uint32_t serial = get(page, page81::serial);
  if (serial != page81::no_serial) product.serial.emplace(serial);
  return product;
}

[[nodiscard]] constexpr Payload encode(const Product& product) {
  Payload page = blank_page(page81::number);
  put(page, page81::supplement, product.supplement.value_or(page81::no_supplement));
  put(page, page81::main, product.software);
  put(page, page81::serial, product.serial.value_or(page81::no_serial));
  return page;
}

// "1.6" without a supplement, "1.639" with one.
[[nodiscard]] std::string software_version(const Product& product);

namespace page82 {  // battery
inline constexpr std::uint8_t number = 0x52;
inline constexpr Bits count{.bit = 16, .width = 4};
inline constexpr Bits index{.bit = 20, .width = 4};
inline constexpr Bits time{.bit = 24, .width = 24};
inline constexpr Bits whole_volts{.bit = 56, .width = 4};  // 0xF none
inline constexpr Bits fraction{.bit = 48, .width = 8};     // 1/256 V
inline constexpr Bits status{.bit = 60, .width = 3};
inline constexpr Bits short_time_unit{.bit = 63, .width = 1};  // 2 s instead of 16 s
inline constexpr Bits both_count_and_index{.bit = 16, .width = 8};
inline constexpr std::uint32_t single = 0xFF;
inline constexpr std::uint32_t no_volts = 0xF;
}  // namespace page82

struct Battery {
  std::uint8_t count = 1;  // how many the device has
  std::uint8_t index = 1;  // which one this is
  Seconds running{};
  std::optional<Volts> volts{};
  BatteryStatus status = BatteryStatus::Unknown;
  constexpr bool operator==(const Battery&) const = default;
};

[[nodiscard]] constexpr std::optional<Battery> read_battery(const Payload& page) {
  if (page_number(page) != page82::number) return std::nullopt;
  Battery battery;
  if (get(page, page82::both_count_and_index) != page82::single) {
    battery.count = get_as<std::uint8_t>(page, page82::count);
    battery.index = get_as<std::uint8_t>(page, page82::index);
  }
  const double unit = is_set(page, page82::short_time_unit) ? 2.0 : 16.0;
  battery.running = Seconds{get(page, page82::time) * unit};
  if (const std::uint32_t whole = get(page, page82::whole_volts); whole != page82::no_volts) {
    battery.volts.emplace(whole + get(page, page82::fraction) / 256.0);
  }
  battery.status = BatteryStatus{get_as<std::uint8_t>(page, page82::status)};
  return battery;
}

}  // namespace softpedal::antplus
