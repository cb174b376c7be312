// SPDX-License-Identifier: MIT
// The counters of a rider's sensor turned into what it measures now (ant-fec.md 5). Pure: pages and
// time go in. Each promises: differences are taken in the counter's own width; the first message
// only sets the start; a message without news changes nothing; and what stands still is not shown
// as if it moved.
#pragma once

#include <cstdint>
#include <optional>

#include "app/core/clock.hpp"
#include "app/core/event.hpp"
#include "drivers/antplus/background.hpp"
#include "drivers/antplus/power.hpp"
#include "drivers/antplus/speed_cadence.hpp"

namespace softpedal::antplus {

// So many messages in a row without a new event or beat mean that there is nothing to measure.
inline constexpr int most_repeats = 12;  // 5.1

class StrapMeter {
 public:
  void forget() { *this = {}; }  // contact was lost
  void take(const Payload& page, Instant now);
  void tell(SensorReading& reading, Instant now) const;

 private:
  std::optional<std::uint8_t> count_{};
  bool beating_ = false;
  int repeats_ = 0;
  std::optional<Bpm> rate_{};
};

// One meter has one source: torque pages where it sends them, the power page else. A
// crank-frequency page is worth less than any other until its offset is known.
class PowerMeter {
 public:
  // Its times of 1/2048 s roll over after 32 s, those of 1/2000 s after 32.8 s.
  static constexpr Duration longest_pause = 30s;

  void forget();
  void take(const Payload& page, Instant now);
  void tell(SensorReading& reading, Instant now) const;

 private:
  enum class Source : std::uint8_t { None, Power, WheelTorque, CrankTorque, CrankFrequency };
  struct Counters {
    std::uint8_t events;
    std::uint16_t sum;   // of watts, of torque or of torque ticks
    std::uint16_t time;  // none for Source::Power
  };
  struct Measured {
    std::optional<Watts> power{};
    std::optional<Rpm> cadence{};
  };

  void see(Source source, const Counters& counters, const Measured& said, Instant now);
  [[nodiscard]] std::optional<Measured> measure(const Counters& from, const Counters& to,
                                                const Measured& said) const;
  void no_news();
  [[nodiscard]] int worth(Source source) const;

  Source source_ = Source::None;
  std::optional<Counters> last_{};
  Instant news_at_{};
  int repeats_ = 0;
  Measured now_{};
  std::optional<Hertz> offset_{};  // of Source::CrankFrequency
  std::uint16_t slope_ = 0;        // 0.1 N·m/Hz
};

// How fast a wheel or a crank turns. Whether it turns is decided on turns: a real trainer at rest
// moves its times (5.1).
class TurnMeter {
 public:
  static constexpr Duration longest_turn = 4s;    // 15 turns a minute; slower counts as still
  static constexpr Duration longest_pause = 60s;  // times roll over after 64 s

  explicit TurnMeter(double most_per_second) : most_{most_per_second} {}
  void forget() { *this = TurnMeter{most_}; }
  void take(Rotation rotation, Instant now);
  void rest();  // the sensor says that it stands still
  // Turns in a second; empty until two messages have been compared or nothing moved for long.
  [[nodiscard]] std::optional<double> rate(Instant now) const;

 private:
  double most_;
  std::optional<Rotation> last_{};  // at its last turn
  Instant turned_at_{};             // as far as we could see
  std::optional<double> rate_{};
};

class RotationMeter {
 public:
  // Without a circumference there is no speed.
  RotationMeter(SensorKind kind, Metres wheel);
  void forget();
  void take(const Payload& page, Instant now);
  void tell(SensorReading& reading, Instant now) const;

 private:
  SensorKind kind_;
  Metres wheel_;
  PageToggle toggle_{};
  TurnMeter crank_;
  TurnMeter wheel_turns_;
};

}  // namespace softpedal::antplus
