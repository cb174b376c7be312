// SPDX-License-Identifier: MIT
#include "drivers/bare_release.hpp"

#include <utility>

#include "app/core/command.hpp"
#include "drivers/ant/channel.hpp"
#include "drivers/antplus/fec_control.hpp"

namespace softpedal {

ant::Frame BareRelease::frame() {
  return ant::acknowledged(ant::Channel::number, fec::encode(SetPoint{}));
}

BareRelease::BareRelease(ByteLink& link, TimerPort& timers, std::function<void()> done)
    : link_{link}, timers_{timers}, done_{std::move(done)}, alarm_{timers, [this] { pass(); }} {
  link_.start({.received =
                   [this](std::span<const std::uint8_t> bytes) {
                     parser_.push(bytes, timers_.now(),
                                  [this](const ant::Message& message) { take(message); });
                   },
               .broken = [this](const Fault&) { give_time(0s); }});
  write();
}

BareRelease::~BareRelease() {
  link_.start({.received = [](std::span<const std::uint8_t>) {}, .broken = [](const Fault&) {}});
}

void BareRelease::write() {
  ++writes_;
  refused_ = false;
  link_.write(frame().bytes());
  give_time(two_slots);
}

void BareRelease::take(const ant::Message& message) {
  const auto said = ant::read_response(message);
  if (!said || said->channel != ant::Channel::number) return;
  if (said->to == ant::MessageId::AcknowledgedData) {
    const bool waiting = said->code == ant::Code::TransferInProgress;
    if (waiting) {
      refused_ = true;
      return give_time(two_slots);
    }
    // The channel is not open any more: no page will ever leave on it.
    if (said->code != ant::Code::NoError) give_time(0s);
    return;
  }
  if (!said->event()) return;
  // Event 5 may be that of an earlier page: it ends nothing while ours was taken.
  const bool over =
      said->code == ant::Code::TransferCompleted || said->code == ant::Code::TransferFailed;
  const bool again = refused_ ? over : said->code == ant::Code::TransferFailed;
  if (again && writes_ < most_writes) write();
}

void BareRelease::pass() {
  const Instant now = timers_.now();
  if (now < until_) return alarm_.set(until_);
  // No event came for the page that waited: once more, then only a reset of the stick helps.
  if (refused_ && writes_ == 1) return write();
  if (auto done = std::exchange(done_, nullptr)) done();
}

void BareRelease::give_time(Duration time) {
  until_ = timers_.now() + time;
  alarm_.set(until_);
}

}  // namespace softpedal
