// SPDX-License-Identifier: MIT
#include "drivers/stick.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace softpedal {
namespace {

// A machine that is always overdue must not keep the loop from its other work.
constexpr int most_steps_at_once = 8;
constexpr std::size_t padding = 2;  // ant-fec.md 1.6

}  // namespace

Stick::Stick(OpenLink open_link, TimerPort& timers, Listener listener)
    : open_link_{std::move(open_link)},
      timers_{timers},
      listener_{std::move(listener)},
      alarm_{timers, [this] { pass(); }},
      gone_{timers, [this] {
              drop();
              listener_.gone(fault_);
            }} {}

Result<void> Stick::open(const ant::ChannelSetup& setup, bool reset_first,
                         const std::vector<ant::SideSetup>& sides) {
  drop();
  sides_.plan(sides);
  auto link = open_link_(reset_first);
  if (!link) return tl::unexpected{link.error()};
  link_ = std::move(*link);
  name_ = link_->name();
  parser_.clear();
  link_->start({.received = [this](std::span<const std::uint8_t> bytes) { received(bytes); },
                .broken = [this](const Fault& fault) { lose(fault); }});
  carry_out(channel_.start(setup, timers_.now()));
  plan();
  return {};
}

void Stick::begin_sides() { sides_.begin(channel_.capabilities()); }

void Stick::reassign(const ant::ChannelSetup& setup) {
  carry_out(channel_.reassign(setup, timers_.now()));
  plan();
}

void Stick::reopen_channel() {
  carry_out(channel_.reopen(timers_.now()));
  plan();
}

void Stick::ask_id() {
  carry_out(channel_.ask_id(timers_.now()));
  plan();
}

void Stick::close() {
  sides_.close(timers_.now());
  idle();
  plan();
}

void Stick::drop() {
  alarm_.cancel();
  gone_.cancel();
  link_.reset();
  broken_ = channel_closing_ = false;
  held_.reset();
}

void Stick::send(const ant::Payload& page) {
  write(channel_.send(page, timers_.now()));
  plan();
}

void Stick::received(std::span<const std::uint8_t> bytes) {
  const Instant now = timers_.now();
  parser_.push(bytes, now, [&](const ant::Message& message) { take(message, now); });
  listener_.idle();
  idle();
  plan();
}

void Stick::take(const ant::Message& message, Instant now) {
  if (sides_.takes(message)) {
    const ant::SideOutcome outcome = sides_.take(message, now);
    if (outcome.notice != ant::SideNotice::None && !broken_) listener_.side(outcome);
    return;
  }
  if (ant::read_start_up(message)) {
    sides_.forget();
    held_.reset();
  }
  carry_out(channel_.take(message, now));
}

void Stick::carry_out(const ant::Outcome& outcome) {
  if (broken_) return;
  if (outcome.frame) write(*outcome.frame);
  switch (outcome.notice) {
    case ant::Notice::None:
      return;
    case ant::Notice::Failed:
      lose({FaultCode::StickSilent,
            channel_.silent()
                ? fmt::format("The ANT stick ({}) does not answer. Unplug it, plug it in again and "
                              "close other programs that use it.",
                              name_)
                : fmt::format("The ANT stick ({}) answers, but refuses to be set up. Unplug it and "
                              "plug it in again.",
                              name_)});
      return;
    default:
      listener_.notice(outcome.notice);
  }
}

// Channel 0 waits for the answer to a side channel's command, which takes at most
// SideChannels::command_limit, but never with a page for the trainer.
void Stick::write(const ant::Frame& frame) {
  if (sides_.waiting() && frame.id() != ant::MessageId::AcknowledgedData) {
    held_ = frame;
    return;
  }
  put(frame);
}

void Stick::put(const ant::Frame& frame) {
  if (!connected()) return;
  if (!channel_.padded()) {
    link_->write(frame.bytes());
    return;
  }
  std::array<std::uint8_t, ant::max_frame + padding> bytes{};
  std::ranges::copy(frame.bytes(), bytes.begin());
  link_->write(std::span{bytes}.first(frame.bytes().size() + padding));
}

void Stick::pass() {
  const Instant now = timers_.now();
  const auto due = [&](std::optional<Instant> when) { return when && *when <= now; };
  if (due(parser_.deadline())) {
    parser_.expire(now, [&](const ant::Message& message) { take(message, now); });
  }
  for (int i = 0; i < most_steps_at_once && connected() && due(channel_.deadline()); ++i) {
    carry_out(channel_.pass(now));
  }
  for (int i = 0; i < most_steps_at_once && connected() && due(sides_.deadline(now)); ++i) {
    const ant::SideOutcome outcome = sides_.pass(now);
    if (outcome.notice != ant::SideNotice::None) listener_.side(outcome);
  }
  listener_.idle();
  idle();
  plan();
}

// What is left to be written when all that is urgent was.
void Stick::idle() {
  const Instant now = timers_.now();
  if (held_ && !sides_.waiting()) {
    const ant::Frame frame = *held_;
    held_.reset();
    put(frame);
  }
  for (std::size_t i = 0; i < ant::SideChannels::most && connected() && channel_.quiet(); ++i) {
    const auto frame = sides_.next(now);
    if (!frame) break;
    put(*frame);
  }
  if (sides_.closed() && !channel_closing_) {
    channel_closing_ = true;
    carry_out(channel_.close(now));
  }
}

void Stick::plan() {
  if (!connected()) return;
  alarm_.set(channel_.deadline());
  alarm_.set(sides_.deadline(timers_.now()));
  alarm_.set(parser_.deadline());
}

void Stick::lose(Fault fault) {
  if (broken_ || !link_) return;
  broken_ = true;
  fault_ = std::move(fault);
  gone_.set(timers_.now());
}

}  // namespace softpedal
