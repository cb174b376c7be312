// SPDX-License-Identifier: MIT
// A smart trainer as the radio knows it: an FE-C master that measures a bike, sends a page four
// times a second and obeys control pages of anybody (ant-fec.md 4 and 6). It has no idea whether a
// controller is still there: the last set point stays, as on every trainer known.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "app/core/event.hpp"
#include "drivers/ant/message.hpp"
#include "drivers/antplus/common.hpp"
#include "drivers/antplus/fec_control.hpp"
#include "drivers/sim/bike.hpp"
#include "drivers/sim/faults.hpp"
#include "drivers/sim/master.hpp"

namespace softpedal::sim {

struct TrainerOptions {
  std::uint32_t number = 31415;  // 20 bits
  BikeOptions bike{};
  bool settings_pages = false;  // pages 17 and 26 beside 16 and 25, as some firmwares send
  int slots_per_value = 2;      // a new power value every so many messages; real ones: 2 to 4
  Watts noise{0.7};
};

// What was last asked for and accepted: it stays until something else is.
struct SetByHost {
  enum class Mode : std::uint8_t { Nothing, Basic, Power, Track };
  Mode mode = Mode::Nothing;
  Percent resistance{};  // Basic
  Watts power{};         // Power
  fec::TrackResistance track{fec::page51::usual_grade, fec::page51::usual_rolling};
  fec::WindResistance air{fec::page50::usual_coefficient, fec::page50::usual_wind,
                          fec::page50::usual_drafting};
};

struct ControlPage {
  Instant at;
  ant::Payload page;
  bool foreign;  // from another controller in the room
};

class Trainer final : public Master {
 public:
  static constexpr Duration slot = std::chrono::milliseconds{250};

  Trainer(const TrainerOptions& options, const Faults& faults, Instant began, Dice dice);

  // Measures, steers the brake, and gives the page for this slot.
  [[nodiscard]] ant::Payload broadcast(Instant now) override;
  void take(const ant::Payload& page, Instant now) override { receive(page, now); }
  void receive(const ant::Payload& page, Instant now, bool foreign = false);

  [[nodiscard]] ant::ChannelId channel_id() const override;
  [[nodiscard]] std::uint16_t period() const override;
  [[nodiscard]] std::uint32_t number() const { return options_.number; }
  [[nodiscard]] const SetByHost& set() const { return set_; }
  [[nodiscard]] const std::vector<ControlPage>& received() const { return received_; }
  [[nodiscard]] Bike& bike() { return bike_; }
  [[nodiscard]] const Bike& bike() const { return bike_; }
  [[nodiscard]] Abilities abilities(Instant now) const;

 private:
  struct Asked {
    std::uint8_t page;
    std::uint8_t left;
  };
  struct Sample {
    Instant at{};
    Joules work{};
  };

  [[nodiscard]] Abilities told_abilities(Instant now) const;
  [[nodiscard]] Duration age(Instant now) const { return now - began_; }
  void measure(Instant now);
  void renew_values(Instant now);
  [[nodiscard]] Rpm cadence_seen(Instant now) const;
  void steer(Instant now);
  [[nodiscard]] Share wanted_level();
  [[nodiscard]] StatusCode obey(const ant::Payload& page, Instant now);
  void ask(const antplus::PageRequest& request, Instant now);
  [[nodiscard]] std::uint8_t next_page_number();
  [[nodiscard]] ant::Payload page(std::uint8_t number, Instant now) const;
  [[nodiscard]] TrainerData trainer_data(Instant now) const;

  TrainerOptions options_;
  const Faults& faults_;
  Instant began_;
  Bike bike_;
  Dice dice_;

  // what is measured
  std::array<Sample, 4> samples_{};  // of the last second
  std::size_t sample_next_ = 0;
  Watts power_{};
  Rpm shown_cadence_{};
  Watts shown_power_{};  // whole watts
  std::uint8_t event_count_ = 0;
  std::uint16_t accumulated_ = 0;
  antplus::Ratio wheel_turns_{};
  NewtonMetres summed_wheel_torque_{};  // one value an event
  Instant values_from_{};
  FeState state_ = FeState::Ready;
  Instant still_since_{};
  Duration in_use_{};
  Length distance_{};  // in use
  Length ridden_before_{};
  Instant measured_at_{};

  // what is steered
  SetByHost set_{};
  bool has_user_configuration_ = false;
  bool forgot_user_ = false;       // had it, and obeys nothing without it
  antplus::Kilograms mass_{85.0};  // until page 55 says otherwise
  Share commanded_level_{};
  Newtons needed_{};  // the force that target power works towards
  std::uint8_t target_flag_ = 0;
  std::uint64_t foreign_sent_ = 0;

  // what is told
  fec::CommandReport report_{};
  std::array<Asked, 8> asked_{};
  std::size_t asked_count_ = 0;
  bool abilities_gone_ = false;
  std::uint32_t broadcasts_ = 0;
  std::uint32_t slot_count_ = 0;  // those that were not asked for
  std::vector<ControlPage> received_;
};

}  // namespace softpedal::sim
