// SPDX-License-Identifier: MIT
#include "drivers/ant/channel.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace softpedal::ant {
namespace {

constexpr int reset_tries = 4;     // ant-fec.md 9
constexpr int command_tries = 3;   // the same
constexpr int optional_tries = 2;  // of what we can do without
constexpr int close_tries = 2;     // bounded by the 3 s for all of close()
constexpr int most_set_ups = 3;    // refused or interrupted, before the link is opened anew

}  // namespace

Outcome Channel::start(const ChannelSetup& setup, Instant now) {
  setup_ = setup;
  set_ups_ = 0;
  answered_ = stale_ = false;
  plain_assignment_ = scan_refused_ = false;
  capabilities_.reset();
  forget_transfer();
  return enter(Step::Waking, now);
}

Outcome Channel::take(const Message& message, Instant now) {
  switch (message.id) {
    case MessageId::Response:
      if (const auto response = read_response(message)) {
        return response->event() ? happened(*response, now) : answered(*response, now);
      }
      return ignore();
    case MessageId::StartUp:
      return read_start_up(message) ? started_up(now) : ignore();
    case MessageId::SerialError:
      return serial_error(now);
    case MessageId::Capabilities:
      if (step_ != Step::AskCapabilities) return ignore();
      capabilities_ = read_capabilities(message);
      return advance(now);
    case MessageId::ChannelId: {
      const auto id = read_channel_id(message);
      if (step_ != Step::AskId || !id || id->channel != number) return ignore();
      found_id_ = id->id;
      return enter(Step::Tracking, now, Notice::IdAnswered);
    }
    default:
      return heard(message);
  }
}

Outcome Channel::pass(Instant now) {
  if (step_until_ && now >= *step_until_) return step_expired(now);
  if (transfer_ != Transfer::None && now >= transfer_until_) return transfer_expired();
  return {};
}

std::optional<Instant> Channel::deadline() const {
  if (transfer_ == Transfer::None) return step_until_;
  return step_until_ ? std::min(*step_until_, transfer_until_) : transfer_until_;
}

Outcome Channel::close(Instant now) {
  then_ = Then::End;
  stale_ = false;
  forget_transfer();
  switch (step_) {
    case Step::Off:
    case Step::Done:
      return enter(Step::Done, now, Notice::Closed);
    case Step::SetId:
    case Step::HighPriority:
    case Step::LowPriority:
    case Step::HighPriorityInstead:
    case Step::Period:
    case Step::Frequency:
    case Step::Unassign:
      return enter(Step::Unassign, now);
    case Step::Open:
    case Step::Searching:
    case Step::Tracking:
    case Step::AskId:
    case Step::Close:
      return enter(Step::Close, now);
    case Step::AwaitClosed:
      return enter(Step::AwaitClosed, now);
    default:
      return enter(Step::EndReset, now);
  }
}

Outcome Channel::reopen(Instant now) {
  return open() ? close_channel(Then::Reopen, now) : Outcome{};
}

Outcome Channel::reassign(const ChannelSetup& setup, Instant now) {
  setup_ = setup;
  plain_assignment_ = scan_refused_ = false;
  switch (step_) {
    case Step::Searching:
    case Step::Tracking:
    case Step::AskId:
      return close_channel(Then::Reassign, now);
    case Step::Close:
    case Step::AwaitClosed:
      if (then_ == Then::Reopen) then_ = Then::Reassign;
      return {};
    case Step::Assign:
    case Step::SetId:
    case Step::HighPriority:
    case Step::LowPriority:
    case Step::HighPriorityInstead:
    case Step::Period:
    case Step::Frequency:
    case Step::Open:
      stale_ = true;  // once the present command is answered or given up
      return {};
    default:
      return {};
  }
}

Outcome Channel::ask_id(Instant now) {
  return step_ == Step::Tracking ? enter(Step::AskId, now) : Outcome{};
}

Frame Channel::send(const Payload& page, Instant now) {
  assert(can_send());
  transfer_ = Transfer::Waiting;
  transfer_until_ = now + transfer_limit;
  return acknowledged(number, page);
}

bool Channel::can_send() const {
  return step_ == Step::Tracking && transfer_ == Transfer::None &&
         setup_.listening == Listening::OneMaster;
}

bool Channel::open() const { return step_ == Step::Searching || tracking(); }
bool Channel::tracking() const { return step_ == Step::Tracking || step_ == Step::AskId; }

bool Channel::scanning() const {
  return open() && (wants_continuous_scan() || wants_background_scan());
}

// --- steps ------------------------------------------------------------------------------------

Outcome Channel::enter(Step step, Instant now, Notice notice) {
  // Half of the old settings are in force: none of them may stay.
  if (std::exchange(stale_, false) && step != Step::Off && step != Step::Settling) {
    step = Step::Resetting;
    notice = Notice::None;
    plain_assignment_ = scan_refused_ = false;
  }
  step_ = step;
  tries_ = 0;
  unsure_ = false;
  return write(now, notice);
}

// Writes the frame of the present step, where it has one, and starts its time limit.
Outcome Channel::write(Instant now, Notice notice) {
  ++tries_;
  const Duration limit = limit_of(step_);
  step_until_.reset();
  if (limit > Duration::zero()) step_until_ = now + limit;
  switch (step_) {
    case Step::Off:
    case Step::Settling:
    case Step::Searching:
    case Step::Tracking:
    case Step::AwaitClosed:
    case Step::EndDrain:
    case Step::Done:
      return {.notice = notice, .frame = {}};
    default:
      return {.notice = notice, .frame = frame_of(step_)};
  }
}

// The present step is done: on to the next.
Outcome Channel::advance(Instant now) {
  switch (step_) {
    case Step::AskCapabilities:
      return enter(Step::ConfigureLibrary, now);
    case Step::ConfigureLibrary:
    case Step::ExtendedMessages:
      return enter(Step::SetKey, now);
    case Step::SetKey:
      return enter(Step::Assign, now);
    case Step::Assign:
      return enter(Step::SetId, now);
    case Step::SetId:
      return enter(Step::HighPriority, now);
    case Step::HighPriority:
      return enter(Step::LowPriority, now);
    case Step::LowPriority:
    case Step::HighPriorityInstead:
      return enter(Step::Period, now);
    case Step::Period:
      return enter(Step::Frequency, now);
    case Step::Frequency:
      return enter(Step::Open, now);
    case Step::Open:
      set_ups_ = 0;
      return enter(Step::Searching, now, Notice::Opened);
    case Step::Close:
      return enter(Step::AwaitClosed, now);
    case Step::Unassign:
      return enter(then_ == Then::End ? Step::EndReset : Step::Assign, now);
    default:
      return ignore();
  }
}

// All tries of the present step are used up, by silence or by refusals.
Outcome Channel::give_up(Instant now) {
  switch (step_) {
    case Step::Resetting:
      return enter(Step::Off, now, Notice::Failed);
    case Step::AskCapabilities:
    case Step::ExtendedMessages:
    case Step::HighPriority:
    case Step::HighPriorityInstead:
      return advance(now);
    case Step::ConfigureLibrary:
      return enter(Step::ExtendedMessages, now);  // older sticks know only this one (2.9)
    case Step::LowPriority:
      return enter(Step::HighPriorityInstead, now);  // or the channel would not search at all
    case Step::Assign:
      if (!wants_background_scan()) return set_up_again(now);
      plain_assignment_ = true;
      return enter(Step::Assign, now);
    case Step::Open:
      if (!wants_continuous_scan()) return set_up_again(now);
      scan_refused_ = true;
      then_ = Then::Reassign;
      return enter(Step::Unassign, now);
    case Step::AskId:
      return enter(Step::Tracking, now, Notice::IdUnanswered);
    case Step::Close:
      return then_ == Then::End ? after_closed(now) : set_up_again(now);
    case Step::Unassign:
      return then_ == Then::End ? advance(now) : set_up_again(now);
    case Step::EndReset:
      return enter(Step::EndDrain, now);
    default:
      return set_up_again(now);
  }
}

Outcome Channel::set_up_again(Instant now) {
  forget_transfer();
  if (++set_ups_ >= most_set_ups) return enter(Step::Off, now, Notice::Failed);
  return enter(Step::Resetting, now);
}

Outcome Channel::started_up(Instant now) {
  switch (step_) {
    case Step::Off:
    case Step::Waking:
    case Step::Draining:
    case Step::EndDrain:
    case Step::Done:
      return ignore();
    case Step::Resetting:
    case Step::Settling:
      answered_ = true;
      return enter(Step::Settling, now);
    case Step::EndReset:
      return enter(Step::EndDrain, now);
    case Step::Close:
    case Step::AwaitClosed:
    case Step::Unassign:
      if (then_ == Then::End) return enter(Step::EndReset, now);
      break;
    default:
      break;
  }
  // Nobody asked for it: every setting is gone, the network key too (2.4).
  forget_transfer();
  if (!open() && ++set_ups_ >= most_set_ups) return enter(Step::Off, now, Notice::Failed);
  return enter(Step::Settling, now, Notice::Lost);
}

Outcome Channel::step_expired(Instant now) {
  switch (step_) {
    case Step::Waking:
      return enter(Step::Draining, now);
    case Step::Draining:
      return enter(Step::Resetting, now);
    case Step::Settling:
      return enter(Step::AskCapabilities, now);
    case Step::AwaitClosed:
      return after_closed(now);
    case Step::EndDrain:
      return enter(Step::Done, now, Notice::Closed);
    default:
      if (stale_ || tries_ >= tries_of(step_)) return give_up(now);
      unsure_ = true;
      return write(now);
  }
}

Outcome Channel::transfer_expired() {
  const bool waiting = transfer_ == Transfer::Waiting;
  transfer_ = Transfer::None;
  return {.notice = waiting ? Notice::NotDelivered : Notice::None, .frame = {}};
}

Outcome Channel::close_channel(Then then, Instant now, Notice notice) {
  then_ = then;
  forget_transfer();
  return enter(Step::Close, now, notice);
}

Outcome Channel::after_closed(Instant now, Notice notice) {
  return enter(then_ == Then::Reopen ? Step::Open : Step::Unassign, now, notice);
}

// --- what the stick says ----------------------------------------------------------------------

Outcome Channel::answered(const Response& response, Instant now) {
  if (response.to == MessageId::AcknowledgedData) {
    const bool refusal = response.channel == number && response.code != Code::NoError;
    if (!refusal || transfer_ != Transfer::Waiting) return ignore();
    return transfer_refused(response.code, now);
  }
  const bool ours = response.to == command_of(step_) &&
                    (response.channel == number || response.to == MessageId::Reset);
  if (!ours) return ignore();
  // A step whose first answer was lost has been carried out all the same; a channel that cannot be
  // closed or unassigned is so already.
  const bool done_before =
      response.code == Code::ChannelInWrongState &&
      ((unsure_ && (step_ == Step::Assign || step_ == Step::Open || step_ == Step::Unassign)) ||
       (then_ == Then::End && step_ == Step::Unassign));
  if (step_ == Step::Close && response.code == Code::ChannelInWrongState) return after_closed(now);
  const bool asked = response.to == MessageId::Request || response.to == MessageId::Reset;
  if (done_before || (response.code == Code::NoError && !asked)) return advance(now);
  if (response.code == Code::NoError) return ignore();  // these two are answered by messages
  return refused_command(now);
}

Outcome Channel::refused_command(Instant now) {
  ++counters_.refusals;
  const bool stays_refused = step_ == Step::AskCapabilities || step_ == Step::ConfigureLibrary ||
                             step_ == Step::ExtendedMessages || step_ == Step::LowPriority ||
                             step_ == Step::HighPriority || step_ == Step::HighPriorityInstead ||
                             step_ == Step::AskId || (step_ == Step::Assign && !unsure_) ||
                             (step_ == Step::Open && wants_continuous_scan());
  if (stays_refused && step_ != Step::Assign) return give_up(now);
  if (stays_refused && wants_background_scan()) return give_up(now);
  if (tries_ >= tries_of(step_)) {
    // A reset that was refused may still be answered; its last time limit decides.
    return step_ == Step::Resetting ? Outcome{} : give_up(now);
  }
  return write(now);
}

Outcome Channel::transfer_refused(Code code, Instant now) {
  ++counters_.refusals;
  if (!refused_since_) refused_since_ = now;
  if (code == Code::ChannelNotOpened) {
    forget_transfer();
    then_ = Then::Reopen;
    return enter(Step::Open, now, Notice::Lost);
  }
  // A transfer of which we know nothing blocks ours for ever (7, number 32).
  if (now - *refused_since_ > refused_too_long) {
    return close_channel(Then::Reopen, now, Notice::Lost);
  }
  const bool busy = code == Code::TransferInProgress;
  transfer_ = busy ? Transfer::Refused : Transfer::None;
  transfer_until_ = now + refused_pause;
  return {.notice = Notice::NotDelivered, .frame = {}};
}

Outcome Channel::happened(const Response& event, Instant now) {
  if (event.code == Code::SerialQueueOverflow || event.code == Code::EventQueueOverflow) {
    ++counters_.overflows;  // messages were lost: trust nothing that we wait for (2.7)
    return transfer_over(Notice::NotDelivered);
  }
  if (event.channel != number) return ignore();
  const bool closing = step_ == Step::Close || step_ == Step::AwaitClosed;
  if (closing && event.code == Code::ChannelClosed) return after_closed(now);
  if (!open()) return ignore();
  switch (event.code) {
    case Code::SearchTimeout:
      forget_transfer();
      then_ = Then::Reopen;
      return enter(Step::AwaitClosed, now, Notice::Lost);
    case Code::ChannelClosed:
      forget_transfer();
      then_ = Then::Reopen;
      return enter(Step::Open, now, Notice::Lost);
    case Code::RxFailGoToSearch:
      forget_transfer();
      return enter(Step::Searching, now, Notice::Lost);
    case Code::RxFail:
      ++counters_.missed;
      return {.notice = Notice::Missed, .frame = {}};
    case Code::ChannelCollision:
      ++counters_.collisions;
      return {};
    case Code::TransferCompleted:
      refused_since_.reset();
      return transfer_over(Notice::Delivered);
    case Code::TransferFailed:
      refused_since_.reset();
      return transfer_over(Notice::NotDelivered);
    default:
      return ignore();
  }
}

Outcome Channel::serial_error(Instant now) {
  if (padded_) return ignore();  // it is something else: the time limits take care of it
  padded_ = true;
  if (transfer_ == Transfer::Waiting) return transfer_over(Notice::NotDelivered);
  const bool waiting_for_answer = command_of(step_) != MessageId::Event;
  if (!waiting_for_answer || tries_ >= tries_of(step_)) return {};
  return write(now);
}

Outcome Channel::heard(const Message& message) {
  if (!open()) return ignore();
  const auto data = read_data(message);
  if (!data || data->channel != number || data->kind == DataKind::Burst) return ignore();
  data_ = *data;
  if (step_ == Step::Searching) step_ = Step::Tracking;
  return {.notice = Notice::Received, .frame = {}};
}

Outcome Channel::transfer_over(Notice notice) {
  const bool waiting = transfer_ == Transfer::Waiting;
  if (!waiting && transfer_ == Transfer::None) return ignore();
  transfer_ = Transfer::None;
  return {.notice = waiting ? notice : Notice::None, .frame = {}};
}

Outcome Channel::ignore() {
  ++counters_.ignored;
  return {};
}

void Channel::forget_transfer() {
  transfer_ = Transfer::None;
  refused_since_.reset();
}

// --- tables -----------------------------------------------------------------------------------

bool Channel::wants_continuous_scan() const {
  return setup_.listening == Listening::Everything && !scan_refused_ && capabilities_ &&
         capabilities_->scan() && capabilities_->extended_messages();  // both are needed (1.8)
}

bool Channel::wants_background_scan() const {
  return setup_.listening != Listening::OneMaster && !plain_assignment_ && !wants_continuous_scan();
}

Frame Channel::frame_of(Step step) const {
  switch (step) {
    case Step::Waking:
    case Step::Draining:
    case Step::AskCapabilities:
      return request(number, MessageId::Capabilities);
    case Step::ConfigureLibrary:
      return configure_library(library_config::all);
    case Step::ExtendedMessages:
      return enable_extended_messages(true);
    case Step::SetKey:
      return set_network_key(network, setup_.network_key);
    case Step::Assign:
      return wants_background_scan()
                 ? assign(number, ChannelType::Slave, network, extended_assignment::background_scan)
                 : assign(number, ChannelType::Slave, network);
    case Step::SetId:
      return channel_id(number, setup_.id);
    case Step::HighPriority:
      return set_high_priority_search(number, search_timeout::none);
    case Step::LowPriority:
      return set_low_priority_search(number, search_timeout::forever);
    case Step::HighPriorityInstead:
      return set_high_priority_search(number, search_timeout::forever);
    case Step::Period:
      return set_period(number, setup_.period);
    case Step::Frequency:
      return set_frequency(number, setup_.frequency);
    case Step::Open:
      return wants_continuous_scan() ? open_scan() : ant::open(number);
    case Step::AskId:
      return request(number, MessageId::ChannelId);
    case Step::Close:
      return ant::close(number);
    case Step::Unassign:
      return unassign(number);
    default:
      return reset();
  }
}

// The command whose answer the step waits for; Event where it waits for none.
MessageId Channel::command_of(Step step) const {
  switch (step) {
    case Step::Off:
    case Step::Waking:
    case Step::Draining:
    case Step::Settling:
    case Step::Searching:
    case Step::Tracking:
    case Step::AwaitClosed:
    case Step::EndDrain:
    case Step::Done:
      return MessageId::Event;
    default:
      return frame_of(step).id();
  }
}

// Zero: the step has none.
Duration Channel::limit_of(Step step) const {
  const bool ending = then_ == Then::End;
  switch (step) {
    case Step::Off:
    case Step::Searching:
    case Step::Tracking:
    case Step::Done:
      return Duration::zero();
    case Step::Waking:
      return 1ms;  // the second request goes out right behind the first
    case Step::Draining:
    case Step::EndDrain:
      return drain;
    case Step::Resetting:
      return reset_limit;
    case Step::Settling:
      return settle;
    case Step::Close:
    case Step::Unassign:
      return ending ? close_limit : command_limit;
    case Step::AwaitClosed:
      return ending ? close_event_limit : command_limit;
    case Step::EndReset:
      return close_limit;
    default:
      return command_limit;
  }
}

int Channel::tries_of(Step step) const {
  switch (step) {
    case Step::Resetting:
      return reset_tries;
    case Step::AskCapabilities:
    case Step::ConfigureLibrary:
    case Step::ExtendedMessages:
      return optional_tries;
    case Step::Close:
    case Step::Unassign:
      return then_ == Then::End ? close_tries : command_tries;
    case Step::EndReset:
      return close_tries;
    default:
      return command_tries;
  }
}

}  // namespace softpedal::ant
