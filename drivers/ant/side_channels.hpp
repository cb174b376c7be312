// SPDX-License-Identifier: MIT
// The channels beside channel 0, as one pure machine: the rider's other sensors, and the master
// channel that a remote control finds. What they promise the trainer's channel: one command at a
// time, each with a time limit and counted tries; searches that take no time from it; and whatever
// goes wrong here is given up here. Section numbers are those of ant-fec.md.
//
//   begin() > (AskSerial >) Assign > SetId > HighPriority > LowPriority > Period > Frequency > Open
//                              ^                                                             |
//        rebind(), three failures at most                       event 7, 2 s later: 4B again v
//                              '-- Unassign <-- AwaitClosed <-- Close <---------------- Listening
//   forget(): the stick started up, every setting is gone        close(): 4C, event 7, 41 for each
//
// A frame is written only when next() is asked for one: the owner asks when the trainer's channel
// needs nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "app/core/clock.hpp"
#include "drivers/ant/frame.hpp"
#include "drivers/ant/message.hpp"

namespace softpedal::ant {

struct SideSetup {
  // Of a master with device 0: the number is made from the serial number of the stick, so that it
  // stays the same and differs from the one in the next room.
  ChannelId id;
  std::uint16_t period;  // in 1/32768 s
  std::uint8_t frequency;
  bool master = false;
  bool operator==(const SideSetup&) const = default;
};

enum class SideNotice : std::uint8_t {
  None,
  Received,  // data() holds what came over the radio
  SlotOver,  // of a master: time for its next page
  IdAnswered,
  IdUnanswered,
};

struct SideOutcome {
  SideNotice notice = SideNotice::None;
  std::size_t which = 0;  // in the order of plan()
};

class SideChannels {
 public:
  static constexpr std::size_t most = 7;            // 1.1: sticks have 8 channels
  static constexpr std::uint8_t least_known = 4;    // 1.1: of a stick that does not tell
  static constexpr Duration command_limit = 250ms;  // 1.6: at worst about 100 ms
  static constexpr Duration close_event_limit = 1s;
  static constexpr Duration reopen_pause = 2s;
  static constexpr Duration failure_pause = 5s;
  static constexpr Duration close_limit = 400ms;          // for all: channel 0 needs up to 2.45 s
  static constexpr Duration close_command_limit = 100ms;  // of each in that time
  static constexpr int command_tries = 3;
  static constexpr int most_failures = 3;
  static constexpr std::uint16_t nameless_master = 27182;  // decision: of a stick without a serial

  void plan(const std::vector<SideSetup>& setups);  // before begin()
  // Channels above what the stick has are given up. Already begun: nothing happens.
  void begin(const std::optional<Capabilities>& capabilities);
  void forget();
  void close(Instant now);

  [[nodiscard]] bool takes(const Message& message) const;  // it is meant for one of these
  SideOutcome take(const Message& message, Instant now);
  SideOutcome pass(Instant now);  // to be called again while deadline() has been reached
  // The frame to write now, if any.
  std::optional<Frame> next(Instant now);
  [[nodiscard]] std::optional<Instant> deadline(Instant now) const;

  // Each of these is carried out by and by.
  void rebind(std::size_t which, const ChannelId& id);
  void ask_id(std::size_t which);
  void broadcast(std::size_t which, const Payload& page);  // only of a master

  [[nodiscard]] bool waiting() const { return waiting_.has_value(); }  // for an answer
  [[nodiscard]] bool any() const { return !sides_.empty(); }
  [[nodiscard]] bool closing() const { return close_until_.has_value(); }
  [[nodiscard]] bool closed() const;  // after close()
  [[nodiscard]] bool open(std::size_t which) const { return sides_[which].open(); }
  [[nodiscard]] bool given_up(std::size_t which) const {
    return sides_[which].step == Step::GivenUp;
  }
  [[nodiscard]] const Data& data() const { return data_; }
  [[nodiscard]] const ChannelId& found_id() const { return found_id_; }

 private:
  enum class Step : std::uint8_t {
    Off,
    AskSerial,
    Assign,
    SetId,
    HighPriority,
    LowPriority,
    Period,
    Frequency,
    Open,
    Listening,
    AskId,
    Close,
    AwaitClosed,
    Unassign,
    GivenUp,
    Ended,
  };
  struct Side {
    SideSetup setup;
    Step step = Step::Off;
    int tries = 0;        // of the present step
    bool unsure = false;  // an answer to it is missing: it may have been carried out
    int failures = 0;     // since something was heard
    std::optional<Instant> not_before{};  // of the next command
    std::optional<Instant> until{};       // AwaitClosed
    bool reopens = false;                 // after AwaitClosed
    bool rebinds = false;
    bool asks_id = false;
    std::optional<Payload> page{};
    [[nodiscard]] bool open() const { return step == Step::Listening || step == Step::AskId; }
  };
  struct Waiting {
    std::size_t which;
    MessageId answer;  // the command's id in 0x40, or of the message that was asked for
    Instant until;
  };

  void enter(Side& side, Step step);
  void advance(Side& side, Instant now);
  void fail(Side& side, Instant now);
  void refused(Side& side, Code code, Instant now);
  void after_closed(Side& side);
  void turn(Side& side);  // to what was asked for while it could not be done
  SideOutcome answered(std::size_t which, const Response& response, Instant now);
  SideOutcome happened(std::size_t which, Code code, Instant now);
  SideOutcome id_over(std::size_t which, SideNotice notice);

  [[nodiscard]] static bool commands(Step step);
  [[nodiscard]] Frame frame_of(std::size_t which) const;
  [[nodiscard]] static MessageId answer_to(Step step);
  [[nodiscard]] std::optional<std::size_t> index_of(std::uint8_t channel) const;

  std::vector<Side> sides_{};
  std::optional<Waiting> waiting_{};
  bool begun_ = false;
  std::optional<Instant> close_until_{};
  Data data_{};
  ChannelId found_id_{};
};

}  // namespace softpedal::ant
