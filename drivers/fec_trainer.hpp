// SPDX-License-Identifier: MIT
// A smart trainer that speaks ANT+ FE-C, through an ANT stick: the trainer port over a byte link.
// It joins stick, pages and port and decides nothing about safety. Sections are of ant-fec.md.
//
// Field notes
//   - The number of a trainer has 20 bits, a channel id only 16 of them and the rest in the
//     transmission type, which a search leaves open because trainers differ in its lower half
//     (3.3). So the stick may find a neighbour with the same 16 bits: the full number is checked
//     in the extended data, or by asking the stick for the id, before anything is sent. On a
//     mismatch the channel is assigned again with the exact transmission type.
//   - Without a number, a background scan listens for 3 s from the first trainer heard, and nothing
//     is sent. A stick that cannot scan hears one trainer only and binds to the first.
//   - Page 21 (old stationary bikes) has cadence and power but no event count, so the age of its
//     values cannot be known and a frozen one would look live: it gives no TrainerData. Bikes that
//     are steered by FE-C send page 25.
//   - Pages 1, 2, 17, 18, 26 and makers' own ones mean nothing to a gentle ride.
//   - A speed in page 16 that says that it is virtual comes from the trainer's sums for a course
//   and
//     not from the wheel, so it is passed on as not measured: the core takes speed for the wheel's.
//   - The rider's other sensors have the stick's other channels (drivers/sensors.hpp) and are set
//   up
//     after the first contact with the trainer. Whatever becomes of them, it is sent the same.
//   - Unknown: how long a trainer keeps a load when we are gone. Assume for ever (4.15).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "app/core/gears.hpp"
#include "app/core/timer.hpp"
#include "app/core/trainer.hpp"
#include "drivers/alarm.hpp"
#include "drivers/antplus/about.hpp"
#include "drivers/antplus/fec_control.hpp"
#include "drivers/fec_outbox.hpp"
#include "drivers/link/byte_link.hpp"
#include "drivers/sensors.hpp"
#include "drivers/stick.hpp"

namespace softpedal {

struct TrainerOptions {
  std::optional<std::uint32_t> number{};                          // bind to this one and no other
  fec::UserConfiguration user{.rider = antplus::Kilograms{75.0},  // page 55; 10 kg is the usual
                              .bike = antplus::Kilograms{10.0}};  // default for a bike (4.10)
  // The trainer in use is known: to be remembered. Called once.
  std::function<void(std::uint32_t number)> identified{};
  // The stick is set up and listens (true), or is gone (false). May be called more than once.
  std::function<void(bool)> stick_listens{};
  std::vector<SensorChoice> sensors{};        // the rider's other ones
  Metres wheel = Drivetrain{}.circumference;  // of a wheel that has a speed sensor
  bool remote = false;                        // be there for a handlebar remote
};

class FecTrainer final : public TrainerPort {
 public:
  static constexpr Duration listen_for = 3s;           // design.md 4, from the first one heard
  static constexpr Duration first_data_limit = 30s;    // 9
  static constexpr Duration lost_after = 3s;           // 9: nothing heard from the trainer
  static constexpr Duration deaf_after = 10s;          // tracking, yet nothing heard (7, number 34)
  static constexpr Duration search_again_after = 30s;  // a search without end is begun anew
  static constexpr Duration retry_after = 1s;          // before a lost stick is looked for again
  static constexpr Duration start_grace = 5s;      // a stick that was reset needs time to come back
  static constexpr Duration close_limit = 2900ms;  // port: at most 3 s

  struct Counters {
    std::uint64_t foreign = 0;  // pages of other devices, dropped
    std::uint64_t unknown = 0;  // pages that mean nothing here
    std::uint64_t losses = 0;   // contact lost
  };

  FecTrainer(OpenLink open_link, TimerPort& timers, TrainerOptions options);

  void start(Listener listener) override;
  void apply(const Command& command) override;
  void close(std::function<void()> closed) override;
  [[nodiscard]] const TrainerIdentity& identity() const override { return identity_; }
  [[nodiscard]] std::span<const SensorState> sensors() const override { return sensors_.states(); }

  [[nodiscard]] const Counters& counters() const { return counters_; }
  [[nodiscard]] const ant::Channel& channel() const { return stick_.channel(); }

 private:
  enum class Stage : std::uint8_t {
    Off,
    Listening,  // no number: which trainers are there?
    Searching,  // bound to a number, not heard or not verified yet
    Contact,    // the trainer is heard; pages go out
    Naming,     // start-up only: the number was not heard, which others are there?
    Failed,
    Closing,
  };

  void open_stick();
  void stick_gone(const Fault& fault);
  void noticed(ant::Notice notice);
  void side_noticed(const ant::SideOutcome& outcome);
  void idle();
  void ring();
  void plan();

  void opened();
  void received();
  void listen(const std::optional<ant::ChannelId>& id);
  void listen_plainly();
  void decide_whom();
  void name_others();
  void bind(std::uint32_t number, std::uint8_t transmission);
  void verify(const std::optional<ant::ChannelId>& id);
  void read_page(const ant::Payload& page);
  void found();
  void lose_contact();
  void search_again();
  void report_empty_room();

  void pump(bool urgent_only);
  void emit(const std::optional<Event>& event);
  void fail(Fault fault);
  void finish_closing();

  [[nodiscard]] ant::ChannelSetup setup() const;
  [[nodiscard]] bool ours(const ant::ChannelId& id) const;

  TimerPort& timers_;
  TrainerOptions options_;
  Listener listener_;
  Stick stick_;
  fec::Outbox outbox_;
  Sensors sensors_;
  Alarm alarm_;
  Alarm finished_;
  TrainerIdentity identity_{};
  antplus::About about_{};
  Counters counters_{};

  Stage stage_ = Stage::Off;
  std::uint8_t transmission_ = 0;        // as the stick was told to search for; 0: any
  std::uint8_t known_transmission_ = 0;  // of our trainer: for the next stick that is opened
  bool id_asked_ = false;                // since the channel was opened or lost
  bool listening_plainly_ = false;       // the scan told no ids
  bool nameless_heard_ = false;
  bool ever_found_ = false;
  int silences_ = 0;  // of the stick, one after the other
  std::vector<ant::ChannelId> heard_{};

  std::optional<Instant> retry_at_{};
  std::optional<Instant> give_up_opening_at_{};
  std::optional<Instant> decide_at_{};         // Listening, Naming
  std::optional<Instant> first_data_until_{};  // start-up
  Instant heard_at_{};                         // the trainer, or the begin of the search
  std::optional<Instant> close_until_{};
  std::function<void()> closed_{};
};

}  // namespace softpedal
