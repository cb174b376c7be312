// SPDX-License-Identifier: MIT
#include "drivers/replay/player.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace softpedal::replay {
namespace {

using namespace std::chrono_literals;
using ant::Code;
using ant::MessageId;

constexpr Duration answer_time = 1ms;        // ant-fec.md 1.6: 0.5 to 2 ms
constexpr Duration confirmation_time = 3ms;  // 2.8: behind a received broadcast
constexpr Duration first_message = 100ms;    // after the channel was opened

}  // namespace

Player::Player(TimerPort& timers, const std::vector<Transfer>& recording) : timers_{timers} {
  ant::Parser parser;
  Instant now{};
  for (const Transfer& transfer : recording) {
    if (transfer.direction != Direction::StickToHost) continue;
    now = transfer.at.value_or(now);
    parser.push(transfer.bytes, now, [&](const ant::Message& message) {
      const auto data = ant::read_data(message);
      if (data && data->extended.id) recorded_.push_back({.at = now, .data = *data});
    });
  }
}

Player::~Player() {
  timers_.cancel(playing_);
  for (const TimerPort::Id id : saying_) timers_.cancel(id);
}

void Player::write(std::span<const std::uint8_t> message) {
  parser_.push(message, timers_.now(), [this](const ant::Message& whole) { command(whole); });
}

void Player::command(const ant::Message& message) {
  const std::uint8_t channel = message.data()[0];
  const auto accept = [&] { say(ant::response(channel, message.id, Code::NoError), answer_time); };
  switch (message.id) {
    case MessageId::Reset:
      stop();
      say(ant::start_up({.reason = ant::StartUp::command}), answer_time);
      break;
    case MessageId::Request:
      if (message.size >= 2) answer_request(channel, MessageId{message.data()[1]});
      break;
    case MessageId::ChannelId:
      if (const auto set = ant::read_channel_id(message)) wanted_ = set->id;
      accept();
      break;
    case MessageId::Open:
      accept();
      stop();
      channel_ = channel;
      playing_ = timers_.after(first_message, [this] { play_next(); });
      break;
    case MessageId::Close:
      accept();
      stop();
      say(ant::event(channel, Code::ChannelClosed), 2 * answer_time);
      break;
    case MessageId::AcknowledgedData:
      if (waiting_) {
        say(ant::response(channel, message.id, Code::TransferInProgress), answer_time);
      }
      waiting_ = true;
      break;
    case MessageId::BroadcastData:
      break;
    default:
      accept();
      break;
  }
}

void Player::answer_request(std::uint8_t channel, MessageId wanted) {
  if (wanted == MessageId::Capabilities) {
    // Frame 4 of ant-fec.md section 8: a common stick.
    say(ant::capabilities({.channels = 8, .networks = 3, .advanced = 0xBA, .advanced2 = 0x36}),
        answer_time);
  } else if (wanted == MessageId::ChannelId) {
    say(ant::channel_id(channel, found_.value_or(wanted_)), answer_time);
  }
}

bool Player::asked_for(const ant::ChannelId& id) const {
  return (wanted_.device == 0 || wanted_.device == id.device) &&
         (wanted_.type == 0 || wanted_.device_type() == id.device_type()) &&
         (wanted_.transmission == 0 || wanted_.transmission == id.transmission);
}

void Player::play_next() {
  const auto skip = [this] {
    while (next_ < recorded_.size() && !asked_for(*recorded_[next_].data.extended.id)) ++next_;
  };
  skip();
  if (next_ == recorded_.size()) return;
  Recorded message = recorded_[next_++];
  message.data.channel = channel_;
  found_ = message.data.extended.id;
  const ant::Frame frame = ant::received(message.data);
  if (std::exchange(waiting_, false)) {
    say(ant::event(channel_, Code::TransferCompleted), confirmation_time);
  }
  skip();
  playing_ = 0;
  if (next_ < recorded_.size()) {
    const Duration pause = std::max(recorded_[next_].at - message.at, Duration{0});
    playing_ = timers_.after(pause, [this] { play_next(); });
  }
  if (listener_.received) listener_.received(frame.bytes());
}

void Player::stop() {
  timers_.cancel(playing_);
  playing_ = 0;
  waiting_ = false;
}

void Player::say(const ant::Frame& frame, Duration later) {
  const auto id = std::make_shared<TimerPort::Id>(0);
  *id = timers_.after(later, [this, frame, id] {
    saying_.erase(*id);
    if (listener_.received) listener_.received(frame.bytes());
  });
  saying_.insert(*id);
}

}  // namespace softpedal::replay
