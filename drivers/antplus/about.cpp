// SPDX-License-Identifier: MIT
#include "drivers/antplus/about.hpp"

#include <algorithm>

#include "drivers/antplus/common.hpp"
#include "drivers/antplus/network.hpp"

namespace softpedal::antplus {
namespace {

constexpr std::uint8_t uses_common_pages = 0x04;  // in the transmission type (3.3)

// How much a status asks for attention.
constexpr int urgency(BatteryStatus status) {
  switch (status) {
    case BatteryStatus::Critical:
      return 6;
    case BatteryStatus::Low:
      return 5;
    case BatteryStatus::Ok:
      return 4;
    case BatteryStatus::Good:
      return 3;
    case BatteryStatus::New:
      return 2;
    case BatteryStatus::Charging:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

About::About(const ant::ChannelId& id) {
  switch (id.device_type()) {
    case profile::heart_rate.device_type:
      pages_ = Pages::Toggled;
      battery_page_ = background_page::battery_of_strap;
      return;
    case profile::cadence.device_type:
    case profile::speed.device_type:
      pages_ = Pages::Toggled;
      battery_page_ = background_page::battery_of_speed_cadence;
      return;
    case profile::speed_cadence.device_type:
      return;
    case profile::fitness_equipment.device_type:
    case profile::bike_power.device_type:
      pages_ = Pages::Common;
      return;
    default:
      if ((id.transmission & uses_common_pages) != 0) pages_ = Pages::Common;
  }
}

bool About::take(const Payload& page) {
  const auto manufacturer = manufacturer_;
  const BatteryStatus battery = battery_;
  if (pages_ == Pages::Common) take_common(page);
  if (pages_ == Pages::Toggled) take_toggled(page);
  return manufacturer_ != manufacturer || battery_ != battery;
}

void About::take_common(const Payload& page) {
  if (const auto maker = read_maker(page)) manufacturer_ = maker->manufacturer;
  if (const auto battery = read_battery(page)) learn(battery->index, battery->status);
}

void About::take_toggled(const Payload& page) {
  const auto number = toggle_.number(page);
  if (!number) return;
  if (*number == background_page::maker) {
    // Page 80 has room for makers above 255, so what it said stays.
    if (!manufacturer_) manufacturer_ = read_small_maker(page).manufacturer;
  } else if (*number == battery_page_) {
    learn(0, read_small_battery(page).status);
  } else {
    Payload common = page;
    put(common, background_page::toggle, 0);
    take_common(common);
  }
}

void About::learn(std::uint8_t index, BatteryStatus status) {
  if (urgency(status) == 0) return;  // a reserved number or "invalid"
  batteries_[index % batteries_.size()] = status;
  battery_ = *std::ranges::max_element(batteries_, {}, urgency);
}

}  // namespace softpedal::antplus
