// SPDX-License-Identifier: MIT
#include "drivers/replay/kind.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "drivers/antplus/fec.hpp"
#include "drivers/antplus/heart_rate.hpp"
#include "drivers/antplus/network.hpp"
#include "drivers/antplus/power.hpp"

namespace softpedal::replay {
namespace {

namespace profile = antplus::profile;
using antplus::Payload;

constexpr std::size_t fewest = 4;  // fewer pages prove nothing

bool common_or_maker_page(std::uint8_t number) {
  return (number >= 0x40 && number <= 0x5F) || number >= 0xE0;
}

bool known_state(const Payload& page) { return fec::read_state(page) != FeState::Reserved; }

// Page 25, or 16 with its equipment type, among nothing but pages that FE devices send.
bool trainer_pages(std::span<const Payload> pages) {
  bool proof = false;
  for (const Payload& page : pages) {
    const std::uint8_t number = antplus::page_number(page);
    if (const auto general = fec::read_general(page)) {
      if (!known_state(page) || general->equipment < 16 || general->equipment > 25) return false;
      proof = true;
    } else if (fec::read_trainer_data(page)) {
      if (!known_state(page)) return false;
      proof = true;
    } else if (number != 1 && number != 2 && number != 54 && !(number > 16 && number <= 26) &&
               !common_or_maker_page(number)) {
      return false;
    }
  }
  return proof;
}

// A FE device's state bits would read as 4096 W and more in a power meter's page 0x10.
bool power_pages(std::span<const Payload> pages) {
  constexpr Watts most{4095.0};
  bool proof = false;
  for (const Payload& page : pages) {
    const std::uint8_t number = antplus::page_number(page);
    if (const auto power = antplus::read_meter_power(page)) {
      if (power->power && *power->power > most) return false;
      proof = true;
    } else if (antplus::read_meter_torque(page) || antplus::read_crank_frequency(page)) {
      proof = true;
    } else if (number > 3 && number != 0x13 && !common_or_maker_page(number)) {
      return false;
    }
  }
  return proof;
}

// Toggled pages 0 to 7 with a heart rate that its own beat times bear out. Single speed and cadence
// sensors look alike up to that: there the rate's place holds the upper byte of the turns.
bool strap_pages(std::span<const Payload> pages) {
  std::array<bool, 2> toggles{};
  std::size_t agreeing = 0, intervals = 0;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const auto beat = antplus::read_heart_beat(pages[i]);
    if (beat.page > antplus::heart_rate_page::last_known) return false;
    toggles[beat.toggle ? 1 : 0] = true;
    if (i == 0 || !beat.rate) continue;
    const auto before = antplus::read_heart_beat(pages[i - 1]);
    const auto time = antplus::advance(before.beat_time, beat.beat_time);
    if (antplus::advance(before.beat_count, beat.beat_count) != 1 || time == 0) continue;
    ++intervals;
    const double rate = 60.0 * 1024.0 / time;
    if (rate > 0.6 * beat.rate->count() && rate < 1.6 * beat.rate->count()) ++agreeing;
  }
  return toggles[0] && toggles[1] && intervals != 0 && 4 * agreeing >= 3 * intervals;
}

}  // namespace

std::optional<std::uint8_t> type_of_period(std::uint16_t period) {
  if (period == 2 * profile::heart_rate.period || period == 4 * profile::heart_rate.period) {
    return profile::heart_rate.device_type;
  }
  for (const auto& known : {profile::heart_rate, profile::bike_power, profile::speed_cadence,
                            profile::cadence, profile::speed}) {
    if (period == known.period) return known.device_type;
  }
  return std::nullopt;
}

std::optional<std::uint8_t> type_of_pages(std::span<const Payload> pages) {
  if (pages.size() < fewest) return std::nullopt;
  if (trainer_pages(pages)) return profile::fitness_equipment.device_type;
  if (power_pages(pages)) return profile::bike_power.device_type;
  if (strap_pages(pages)) return profile::heart_rate.device_type;
  return std::nullopt;
}

}  // namespace softpedal::replay
