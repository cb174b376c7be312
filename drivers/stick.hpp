// SPDX-License-Identifier: MIT
// An ANT stick at work: a link, the frame parser and the channel machine, joined and kept in time.
// It opens a link once per open() and tells when it is of no use any more; whether to open another
// is the owner's business.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "app/core/result.hpp"
#include "app/core/timer.hpp"
#include "drivers/alarm.hpp"
#include "drivers/ant/channel.hpp"
#include "drivers/ant/frame.hpp"
#include "drivers/link/byte_link.hpp"

namespace softpedal {

class Stick {
 public:
  struct Listener {
    // Never None or Failed. channel().data() and found_id() hold what the notice is about. The
    // stick may be told anything from here but to be destroyed.
    std::function<void(ant::Notice)> notice;
    // A piece of input was worked through, or time passed: the moment for what has no hurry.
    std::function<void()> idle;
    // The link broke, or the stick is silent or refuses to be set up. The link is gone already.
    std::function<void(const Fault&)> gone;
  };

  Stick(OpenLink open_link, TimerPort& timers, Listener listener);

  [[nodiscard]] Result<void> open(const ant::ChannelSetup& setup, bool reset_first);
  void reassign(const ant::ChannelSetup& setup);
  void reopen_channel();
  void ask_id();
  void close();  // ends with Notice::Closed, or with gone()
  void drop();   // lets go of the link at once; not from inside a notice

  // One acknowledged page; only when channel().can_send().
  void send(const ant::Payload& page);

  [[nodiscard]] bool connected() const { return link_ != nullptr && !broken_; }
  [[nodiscard]] const ant::Channel& channel() const { return channel_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  void received(std::span<const std::uint8_t> bytes);
  void carry_out(const ant::Outcome& outcome);
  void write(const ant::Frame& frame);
  void pass();
  void plan();
  void lose(Fault fault);

  OpenLink open_link_;
  TimerPort& timers_;
  Listener listener_;
  std::unique_ptr<ByteLink> link_;
  std::string name_;
  bool broken_ = false;
  Fault fault_{};
  ant::Parser parser_;
  ant::Channel channel_;
  Alarm alarm_;
  Alarm gone_;  // a link must not be destroyed from inside its own listener
};

}  // namespace softpedal
