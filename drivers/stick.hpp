// SPDX-License-Identifier: MIT
// An ANT stick at work: a link, the frame parser and the channel machines, joined and kept in time.
// It opens a link once per open() and tells when it is of no use any more; whether to open another
// is the owner's business. Channel 0 comes first: what the side channels want is written last of
// all that a piece of input or a moment leads to, and only while channel 0 needs nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/core/result.hpp"
#include "app/core/timer.hpp"
#include "drivers/alarm.hpp"
#include "drivers/ant/channel.hpp"
#include "drivers/ant/frame.hpp"
#include "drivers/ant/side_channels.hpp"
#include "drivers/link/byte_link.hpp"

namespace softpedal {

class Stick {
 public:
  struct Listener {
    // Never None or Failed. channel().data() and found_id() hold what the notice is about. The
    // stick may be told anything from here but to be destroyed.
    std::function<void(ant::Notice)> notice;
    // Of a side channel; sides().data() and found_id() hold what it is about. The same holds.
    std::function<void(const ant::SideOutcome&)> side = [](const ant::SideOutcome&) {};
    // A piece of input was worked through, or time passed: the moment for what has no hurry.
    std::function<void()> idle;
    // The link broke, or the stick is silent or refuses to be set up. The link is gone already.
    std::function<void(const Fault&)> gone;
  };

  Stick(OpenLink open_link, TimerPort& timers, Listener listener);

  [[nodiscard]] Result<void> open(const ant::ChannelSetup& setup, bool reset_first,
                                  const std::vector<ant::SideSetup>& sides = {});
  // Sets the side channels up, until the stick starts anew. May be said again.
  void begin_sides();
  void reassign(const ant::ChannelSetup& setup);
  void reopen_channel();
  void ask_id();
  void close();  // the side channels first; ends with Notice::Closed, or with gone()
  void drop();   // lets go of the link at once; not from inside a notice

  // One acknowledged page; only when channel().can_send().
  void send(const ant::Payload& page);

  [[nodiscard]] bool connected() const { return link_ != nullptr && !broken_; }
  [[nodiscard]] const ant::Channel& channel() const { return channel_; }
  [[nodiscard]] const ant::SideChannels& sides() const { return sides_; }
  // What is asked for there is written at the next idle moment.
  [[nodiscard]] ant::SideChannels& sides() { return sides_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  void received(std::span<const std::uint8_t> bytes);
  void take(const ant::Message& message, Instant now);
  void carry_out(const ant::Outcome& outcome);
  void write(const ant::Frame& frame);
  void put(const ant::Frame& frame);
  void pass();
  void idle();
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
  ant::SideChannels sides_;
  bool channel_closing_ = false;
  std::optional<ant::Frame> held_{};  // of channel 0, while a side channel's command is answered
  Alarm alarm_;
  Alarm gone_;  // a link must not be destroyed from inside its own listener
};

}  // namespace softpedal
