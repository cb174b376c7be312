// SPDX-License-Identifier: MIT
#include "drivers/antplus/meters.hpp"

#include <algorithm>
#include <limits>
#include <numbers>

#include "drivers/antplus/heart_rate.hpp"

namespace softpedal::antplus {
namespace {

// Beyond these a value comes from a gap or from damage (5.1).
constexpr Rpm most_cadence{250.0};
constexpr MetresPerSecond most_speed{100.0 / 3.6};

constexpr double minute = 60.0;

}  // namespace

// --- heart rate --------------------------------------------------------------------------------

void StrapMeter::take(const Payload& page, Instant) {
  const HeartBeat beat = read_heart_beat(page);
  rate_ = beat.rate;
  if (!count_) {
    count_ = beat.beat_count;
  } else if (*count_ != beat.beat_count) {
    count_ = beat.beat_count;
    beating_ = true;
    repeats_ = 0;
  } else if (++repeats_ >= most_repeats) {
    beating_ = false;
  }
}

void StrapMeter::tell(SensorReading& reading, Instant) const {
  if (beating_) reading.heart_rate = rate_;
}

// --- power -------------------------------------------------------------------------------------

// A crank-frequency meter tells its offset now and then only: it stays.
void PowerMeter::forget() {
  const auto offset = offset_;
  *this = {};
  offset_ = offset;
}

void PowerMeter::take(const Payload& page, Instant now) {
  if (const auto offset = read_zero_offset(page)) {
    offset_ = offset;
  } else if (const auto power = read_meter_power(page)) {
    see(Source::Power, {.events = power->event_count, .sum = power->accumulated_watts, .time = 0},
        {.power = power->power, .cadence = power->cadence}, now);
  } else if (const auto torque = read_meter_torque(page)) {
    see(torque->at_crank ? Source::CrankTorque : Source::WheelTorque,
        {.events = torque->event_count, .sum = torque->torque, .time = torque->period},
        {.power = {}, .cadence = torque->cadence}, now);
  } else if (const auto crank = read_crank_frequency(page)) {
    slope_ = crank->slope;
    see(Source::CrankFrequency,
        {.events = crank->event_count, .sum = crank->torque_ticks, .time = crank->time}, {}, now);
  }
}

void PowerMeter::see(Source source, const Counters& counters, const Measured& said, Instant now) {
  if (worth(source) < worth(source_)) return;
  if (source != source_) {
    source_ = source;
    last_.reset();
    now_ = {};
  }
  const bool first = !last_;
  const Counters from = last_.value_or(counters);
  last_ = counters;
  const bool ambiguous = from.events != counters.events && now - news_at_ > longest_pause;
  if (first || ambiguous) {
    news_at_ = now;
    repeats_ = 0;
    return;
  }
  const auto measured = measure(from, counters, said);
  if (!measured) return no_news();
  now_ = *measured;
  news_at_ = now;
  repeats_ = 0;
}

int PowerMeter::worth(Source source) const {
  switch (source) {
    case Source::None:
      return 0;
    case Source::Power:
      return 2;
    case Source::CrankFrequency:
      return offset_ ? 3 : 1;
    default:
      return 3;
  }
}

// Empty: no new event, or one that cannot be.
std::optional<PowerMeter::Measured> PowerMeter::measure(const Counters& from, const Counters& to,
                                                        const Measured& said) const {
  const auto events = advance(from.events, to.events);
  const auto sum = advance(from.sum, to.sum);
  const auto time = advance(from.time, to.time);
  if (events == 0) return std::nullopt;
  if (source_ == Source::Power) {
    // The sum is worthless while the power is not known (4.6).
    if (!said.power) return Measured{.power = {}, .cadence = said.cadence};
    return Measured{.power = Watts{static_cast<double>(sum) / events}, .cadence = said.cadence};
  }
  if (time == 0) return std::nullopt;
  const double per_minute = source_ == Source::CrankFrequency ? minute * 2000.0 : minute * 2048.0;
  const Rpm turning{per_minute * events / time};
  if (source_ != Source::WheelTorque && turning > most_cadence) return std::nullopt;
  switch (source_) {
    case Source::WheelTorque:
    case Source::CrankTorque:
      return Measured{.power = Watts{128.0 * std::numbers::pi * sum / time},
                      .cadence = source_ == Source::CrankTorque ? turning : said.cadence};
    default: {
      Measured measured{.power = {}, .cadence = turning};
      if (!offset_ || slope_ == 0) return measured;
      const Hertz frequency = Hertz{sum * 2000.0 / time} - *offset_;
      const NewtonMetres torque{std::max(0.0, 10.0 * frequency.count() / slope_)};
      measured.power = power_at(torque, turning);
      return measured;
    }
  }
}

void PowerMeter::no_news() {
  if (++repeats_ < most_repeats) return;
  now_.power = Watts{0.0};
  const bool counts_crank = source_ == Source::CrankTorque || source_ == Source::CrankFrequency;
  if (now_.cadence || counts_crank) now_.cadence = Rpm{0.0};
}

void PowerMeter::tell(SensorReading& reading, Instant) const {
  reading.power = now_.power;
  if (!now_.cadence || *now_.cadence <= most_cadence) reading.cadence = now_.cadence;
}

// --- speed and cadence -------------------------------------------------------------------------

void TurnMeter::take(Rotation rotation, Instant now) {
  const auto turns = last_ ? advance(last_->turns, rotation.turns) : 0;
  if (last_ && turns == 0) return;
  const bool ambiguous = last_ && now - turned_at_ > longest_pause;
  if (!last_ || ambiguous) {
    last_ = rotation;
    turned_at_ = now;
    rate_.reset();
    return;
  }
  const auto time = advance(last_->time, rotation.time);
  last_ = rotation;
  if (time == 0) return;
  const double rate = turns * 1024.0 / time;
  if (rate > most_) return;
  rate_ = rate;
  turned_at_ = now;
}

void TurnMeter::rest() { rate_ = 0.0; }

// Since the last turn nothing can have turned faster than once in that time. Under half of the last
// value it has stopped (GoldenCheetah, 5.1).
std::optional<double> TurnMeter::rate(Instant now) const {
  if (!last_) return std::nullopt;
  const Duration since = now - turned_at_;
  if (since >= longest_turn) return 0.0;
  if (!rate_) return std::nullopt;
  const double most =
      since > Duration::zero() ? 1.0 / in_seconds(since) : std::numeric_limits<double>::infinity();
  if (most >= *rate_) return rate_;
  return most < *rate_ / 2.0 ? 0.0 : most;
}

RotationMeter::RotationMeter(SensorKind kind, Metres wheel)
    : kind_{kind},
      wheel_{wheel},
      crank_{most_cadence.count() / minute},
      wheel_turns_{wheel > Metres{0.0} ? most_speed.count() / wheel.count() : 0.0} {}

void RotationMeter::forget() {
  crank_.forget();
  wheel_turns_.forget();
}

void RotationMeter::take(const Payload& page, Instant now) {
  if (kind_ == SensorKind::SpeedCadence) {
    const CombinedRotation both = read_combined_rotation(page);
    crank_.take(both.crank, now);
    wheel_turns_.take(both.wheel, now);
    return;
  }
  TurnMeter& turning = kind_ == SensorKind::Cadence ? crank_ : wheel_turns_;
  turning.take(read_single_rotation(page), now);
  const bool stopped =
      toggle_.number(page) == background_page::motion && is_set(page, background_page::stopped);
  if (stopped) turning.rest();
}

void RotationMeter::tell(SensorReading& reading, Instant now) const {
  if (const auto rate = crank_.rate(now); rate && kind_ != SensorKind::Speed) {
    reading.cadence = Rpm{*rate * minute};
  }
  const bool has_wheel = kind_ != SensorKind::Cadence && wheel_ > Metres{0.0};
  if (const auto rate = wheel_turns_.rate(now); rate && has_wheel) {
    reading.speed = MetresPerSecond{*rate * wheel_.count()};
  }
}

}  // namespace softpedal::antplus
