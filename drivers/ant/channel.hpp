// SPDX-License-Identifier: MIT
// One stick and its channel 0, the trainer's, as a pure machine: messages, commands and time go in;
// at most one frame to write and one notice come out. It always ends: every step has a time limit,
// every retry is counted, and the clean-up steps are written even to a stick that answers nothing.
// Section numbers are those of ant-fec.md.
//
//   start() > Waking > Draining > Resetting --6F--> Settling > AskCapabilities ... > Open
//                                   ^  |4 tries: Failed                               | answered
//        a command refused or silent|  '------------------.                           v
//                                   '---------------------+---- (event 8) Searching <--> Tracking
//   an unasked 6F, at any time: Settling                        |      ^                 | ask_id()
//   event 1 or 7: Lost, then 4B again with all settings kept    |      | 4B              v
//   reopen(), reassign(): 4C, event 7 (, 41 and a new 42) ------'------'              AskId
//   close(): 4C, event 7, 41, 4A, drain > Done
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "app/core/clock.hpp"
#include "drivers/ant/frame.hpp"
#include "drivers/ant/message.hpp"

namespace softpedal::ant {

enum class Listening : std::uint8_t {
  OneMaster,       // a channel that is bound to the master it finds
  BackgroundScan,  // hears all masters that fit the id, bound to none (2.3); else as OneMaster
  Everything,      // continuous scan where the stick can, else a background scan
};

struct ChannelSetup {
  std::array<std::uint8_t, 8> network_key;
  std::uint8_t frequency;  // MHz above 2400
  std::uint16_t period;    // in 1/32768 s
  ChannelId id;            // 0 in any part is a wildcard
  Listening listening = Listening::OneMaster;
};

enum class Notice : std::uint8_t {
  None,
  Opened,        // our own open was answered: data is trusted from here on
  Received,      // data() holds what came over the radio
  Missed,        // event 2: a slot passed and nothing was heard in it
  Lost,          // searching or closed: nothing can be sent, and a waiting page is lost
  Delivered,     // event 5: the waiting page was confirmed by radio
  NotDelivered,  // event 6, a refusal, an overflow, no answer in time: it may have arrived
  IdAnswered,    // found_id() holds the master's id
  IdUnanswered,
  Failed,  // the stick is silent or goes on refusing: the link must be opened anew
  Closed,  // close() has run to its end
};

struct Outcome {
  Notice notice = Notice::None;
  std::optional<Frame> frame{};
};

class Channel {
 public:
  static constexpr std::uint8_t number = 0;   // others are in side_channels.hpp
  static constexpr std::uint8_t network = 0;  // the same

  static constexpr Duration drain = 50ms;               // 1.4
  static constexpr Duration reset_limit = 500ms;        // 9, four tries
  static constexpr Duration settle = 500ms;             // 1.4
  static constexpr Duration command_limit = 1s;         // 9, three tries
  static constexpr Duration transfer_limit = 2s;        // 9
  static constexpr Duration refused_pause = 1s;         // 2.8
  static constexpr Duration refused_too_long = 5s;      // 2.8: ghost transfer
  static constexpr Duration close_limit = 300ms;        // two tries of each, so that all of close()
  static constexpr Duration close_event_limit = 600ms;  // stays under 3 s

  struct Counters {
    std::uint64_t missed = 0;      // event 2
    std::uint64_t collisions = 0;  // event 9
    std::uint64_t overflows = 0;   // events 52 and 53
    std::uint64_t refusals = 0;    // of acknowledged data
    std::uint64_t ignored = 0;     // not for us, not now, or not understood
  };

  // Each of these returns what is to be written and told now. Time never runs backwards.
  Outcome start(const ChannelSetup& setup, Instant now);
  Outcome take(const Message& message, Instant now);
  Outcome pass(Instant now);  // to be called again while deadline() has been reached
  Outcome close(Instant now);
  Outcome reopen(Instant now);  // the channel alone, all settings kept; only when open()
  Outcome reassign(const ChannelSetup& setup, Instant now);  // at any time after start()
  Outcome ask_id(Instant now);                               // only when tracking

  // One acknowledged page; its fate comes as Delivered, NotDelivered or Lost. Only when can_send().
  [[nodiscard]] Frame send(const Payload& page, Instant now);
  [[nodiscard]] bool can_send() const;

  [[nodiscard]] std::optional<Instant> deadline() const;
  [[nodiscard]] bool open() const;      // our open was answered: searching or tracking
  [[nodiscard]] bool tracking() const;  // something was heard since
  // Open, and no command waits for its answer: the stick may be told something else.
  [[nodiscard]] bool quiet() const { return step_ == Step::Searching || step_ == Step::Tracking; }
  // A clone stick answers serial errors to unpadded messages (1.8): two zeros go behind each.
  [[nodiscard]] bool padded() const { return padded_; }
  // The stick took the background scan or the continuous scan that was asked for.
  [[nodiscard]] bool scanning() const;
  [[nodiscard]] bool closed() const { return step_ == Step::Done; }
  [[nodiscard]] bool silent() const { return !answered_; }  // why it Failed: no 6F ever came

  [[nodiscard]] const Data& data() const { return data_; }
  [[nodiscard]] const ChannelId& found_id() const { return found_id_; }
  [[nodiscard]] const std::optional<Capabilities>& capabilities() const { return capabilities_; }
  [[nodiscard]] const Counters& counters() const { return counters_; }

 private:
  enum class Step : std::uint8_t {
    Off,
    Waking,
    Draining,
    Resetting,
    Settling,
    AskCapabilities,
    ConfigureLibrary,
    ExtendedMessages,
    SetKey,
    Assign,
    SetId,
    HighPriority,
    LowPriority,
    HighPriorityInstead,
    Period,
    Frequency,
    Open,
    Searching,
    Tracking,
    AskId,
    Close,
    AwaitClosed,
    Unassign,
    EndReset,
    EndDrain,
    Done,
  };
  enum class Then : std::uint8_t { Reopen, Reassign, End };  // after the channel is closed
  enum class Transfer : std::uint8_t { None, Waiting, Refused };

  Outcome enter(Step step, Instant now, Notice notice = Notice::None);
  Outcome write(Instant now, Notice notice = Notice::None);
  Outcome advance(Instant now);
  Outcome give_up(Instant now);
  Outcome set_up_again(Instant now);
  Outcome started_up(Instant now);
  Outcome step_expired(Instant now);
  Outcome transfer_expired();
  Outcome close_channel(Then then, Instant now, Notice notice = Notice::None);
  Outcome after_closed(Instant now, Notice notice = Notice::None);
  Outcome answered(const Response& response, Instant now);
  Outcome refused_command(Instant now);
  Outcome transfer_refused(Code code, Instant now);
  Outcome happened(const Response& event, Instant now);
  Outcome serial_error(Instant now);
  Outcome heard(const Message& message);
  Outcome transfer_over(Notice notice);
  Outcome ignore();
  void forget_transfer();

  [[nodiscard]] Frame frame_of(Step step) const;
  [[nodiscard]] MessageId command_of(Step step) const;
  [[nodiscard]] Duration limit_of(Step step) const;
  [[nodiscard]] int tries_of(Step step) const;
  [[nodiscard]] bool wants_continuous_scan() const;
  [[nodiscard]] bool wants_background_scan() const;

  ChannelSetup setup_{};
  Step step_ = Step::Off;
  Then then_ = Then::End;
  std::optional<Instant> step_until_{};
  int tries_ = 0;        // of the present step
  bool unsure_ = false;  // an answer to the present step is missing: it may have been carried out
  bool stale_ = false;   // a new setup came in the middle of setting up the old one
  int set_ups_ = 0;      // since the last Opened
  bool answered_ = false;

  Transfer transfer_ = Transfer::None;
  Instant transfer_until_{};
  std::optional<Instant> refused_since_{};

  bool padded_ = false;
  bool plain_assignment_ = false;  // the extended one was refused
  bool scan_refused_ = false;
  std::optional<Capabilities> capabilities_{};
  Data data_{};
  ChannelId found_id_{};
  Counters counters_{};
};

}  // namespace softpedal::ant
