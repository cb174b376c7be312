// SPDX-License-Identifier: MIT
#include "drivers/sim/strap.hpp"

#include <array>
#include <cmath>

#include "drivers/antplus/background.hpp"
#include "drivers/antplus/heart_rate.hpp"

namespace softpedal::sim {

namespace {

namespace fields = antplus::heart_rate_page;
constexpr std::int64_t beat_hertz = 1024;
constexpr std::uint32_t background_every = 65;
constexpr std::array<std::uint8_t, 4> background{
    antplus::background_page::operating_time, antplus::background_page::maker,
    antplus::background_page::product, antplus::background_page::battery_of_strap};

constexpr antplus::Bits maker_info{.bit = 8, .width = 8};
constexpr Percent full{80.0};
constexpr Percent nearly_empty{12.0};

}  // namespace

Strap::Strap(const SensorOptions& options, Bike& bike, const Faults& faults, Instant began,
             Dice dice)
    : Sensor{options, bike, faults, began},
      heart_{began, dice},
      measured_at_{began},
      last_beat_{began},
      beat_before_{began} {}

void Strap::measure(Instant now) {
  const double span = in_seconds(now - measured_at_);
  const Joules work = bike().work_at_crank();
  heart_.advance(now, Watts{span > 0.0 ? (work - work_before_).count() / span : 0.0});
  measured_at_ = now;
  work_before_ = work;
  loose_ = faults().active(FaultKind::StrapLoose, age(now));
  if (loose_) {
    missed_ = heart_.beats() - beats_;
    return;
  }
  if (beats_ == heart_.beats() - missed_) return;
  beats_ = heart_.beats() - missed_;
  last_beat_ = heart_.last_beat();
  beat_before_ = heart_.beat_before();
}

std::uint8_t Strap::page_number(std::uint32_t message) const {
  if (message % background_every == background_every - 1) {
    return background[message / background_every % background.size()];
  }
  return beats_ < 2 ? std::uint8_t{0} : fields::with_previous_beat;
}

ant::Payload Strap::page(std::uint32_t message, Instant now) {
  using antplus::put;
  ant::Payload page{};
  const std::uint8_t number = options().old ? std::uint8_t{0} : page_number(message);
  put(page, fields::number, number);
  put(page, fields::toggle, options().old ? 0 : message / 4 % 2);
  put_background(page, number, now);
  if (number == fields::with_previous_beat) {
    put(page, maker_info, 0xFF);
    put(page, fields::previous_beat_time, ticks(beat_before_, beat_hertz));
  } else if (number == antplus::background_page::battery_of_strap) {
    const bool low = battery(now) == BatteryStatus::Low;
    antplus::write(page, antplus::background_page::level, low ? nearly_empty : full);
    put_battery(page, now);
  }
  put(page, fields::beat_time, ticks(last_beat_, beat_hertz));
  put(page, fields::beat_count, beats_);
  const std::optional<Bpm> rate{Bpm{std::round(heart_.rate().count())}};
  antplus::write(page, fields::rate, loose_ ? std::nullopt : rate);
  return page;
}

}  // namespace softpedal::sim
