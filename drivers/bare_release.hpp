// SPDX-License-Identifier: MIT
// The first word of whoever takes over from a program that died: page 48 at 0 as acknowledged data
// on our channel, which may still be open in the stick. It reaches the trainer seconds before the
// trainer could be searched for and paired anew. Section numbers are those of ant-fec.md.
#pragma once

#include <functional>
#include <span>

#include "app/core/timer.hpp"
#include "drivers/alarm.hpp"
#include "drivers/ant/frame.hpp"
#include "drivers/ant/message.hpp"
#include "drivers/link/byte_link.hpp"

namespace softpedal {

class BareRelease {
 public:
  // The page goes out in the next slot of 250 ms; two of them for a busy radio.
  static constexpr Duration two_slots = 600ms;
  // A page that went wrong on the radio, or found another one waiting in the stick, is written
  // again at the event that tells so.
  static constexpr int most_writes = 4;

  // Listens to the link as long as it lives. `done` is called once, from a timer: the page had its
  // time, or the stick would not take it. Whether it arrived is not known: the release that
  // follows asks.
  BareRelease(ByteLink& link, TimerPort& timers, std::function<void()> done);
  ~BareRelease();
  BareRelease(const BareRelease&) = delete;
  BareRelease& operator=(const BareRelease&) = delete;

  [[nodiscard]] static ant::Frame frame();

 private:
  void write();
  void take(const ant::Message& message);
  void pass();
  void give_time(Duration time);

  ByteLink& link_;
  TimerPort& timers_;
  std::function<void()> done_;
  ant::Parser parser_{};
  Alarm alarm_;
  Instant until_{};
  int writes_ = 0;
  bool refused_ = false;  // an earlier page still waits in the stick (code 31, 2.8)
};

}  // namespace softpedal
