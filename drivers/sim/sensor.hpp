// SPDX-License-Identifier: MIT
// The rider's other sensors as the radio knows them (ant-fec.md 5): masters that measure the same
// bike as the trainer does, each at its own pace. None of them obeys anybody.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "app/core/battery.hpp"
#include "app/core/event.hpp"
#include "app/core/result.hpp"
#include "drivers/antplus/network.hpp"
#include "drivers/sim/bike.hpp"
#include "drivers/sim/faults.hpp"
#include "drivers/sim/master.hpp"

namespace softpedal::sim {

// What a power meter sends between its power pages (0x10).
enum class MeterPages : std::uint8_t {
  PowerOnly,       // nothing: 0x10 with every turn
  CrankTorque,     // 0x12, and 0x10 every fifth time
  CrankFrequency,  // 0x20, and 0x10 every fifth time
};

struct SensorOptions {
  SensorKind kind;
  std::uint32_t number = 0;                  // 20 bits; 0: the usual one of its kind
  bool old = false;                          // a strap without pages: its bit never moves
  MeterPages pages = MeterPages::PowerOnly;  // a power meter's
  Percent too_much{};                        // a power meter that reads so much over the truth
  bool operator==(const SensorOptions&) const = default;
};

// "strap 12345", "strap old", "power torque scale 20", "speed_cadence", "cadence", "speed 7"; also
// "power frequency". A number is 1 to 1048575; scale is in per cent over the truth, -90 to 200.
[[nodiscard]] Result<SensorOptions> parse_sensor(std::string_view text);

[[nodiscard]] const antplus::Profile& profile_of(SensorKind kind);
[[nodiscard]] std::uint32_t number_of(const SensorOptions& options);

class Sensor : public Master {
 public:
  Sensor(const SensorOptions& options, Bike& bike, const Faults& faults, Instant began);

  [[nodiscard]] ant::ChannelId channel_id() const final;
  [[nodiscard]] std::uint16_t period() const final { return profile_of(options_.kind).period; }
  [[nodiscard]] ant::Payload broadcast(Instant now) final;
  [[nodiscard]] const SensorOptions& options() const { return options_; }

 protected:
  virtual void measure(Instant now) = 0;  // the bike has been moved on to now
  // The page of the message that has this place among all that were sent, from 0.
  [[nodiscard]] virtual ant::Payload page(std::uint32_t message, Instant now) = 0;

  [[nodiscard]] const Bike& bike() const { return bike_; }
  [[nodiscard]] const Faults& faults() const { return faults_; }
  [[nodiscard]] Duration age(Instant now) const { return now - began_; }
  [[nodiscard]] std::uint32_t number() const { return number_of(options_); }
  [[nodiscard]] BatteryStatus battery(Instant now) const;
  // Since the beginning, in 1/`hertz` s; the counters take its lower bits.
  [[nodiscard]] std::uint32_t ticks(Instant at, std::int64_t hertz) const;
  // Bytes 1 to 3 of the pages that straps and single speed or cadence sensors share: operating
  // time, maker, product. All 0xFF for other pages.
  void put_background(ant::Payload& page, std::uint8_t number, Instant now) const;
  void put_battery(ant::Payload& page, Instant now) const;  // bytes 2 and 3 of such a page

 private:
  SensorOptions options_;
  Bike& bike_;
  const Faults& faults_;
  Instant began_;
  std::uint32_t messages_ = 0;
};

// `bike` and `faults` must outlive it.
[[nodiscard]] std::unique_ptr<Sensor> make_sensor(const SensorOptions& options, Bike& bike,
                                                  const Faults& faults, Instant began, Dice dice);

}  // namespace softpedal::sim
