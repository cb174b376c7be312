// SPDX-License-Identifier: MIT
#include "drivers/sim/stick.hpp"

#include <algorithm>

#include "drivers/antplus/network.hpp"

namespace softpedal::sim {

namespace {

using ant::ChannelState;
using ant::Code;
using ant::MessageId;

constexpr Duration boot_time = std::chrono::microseconds{900};    // [obs] 0.4 to 1.0 ms (1.4)
constexpr Duration event_5_after = std::chrono::milliseconds{3};  // [obs] (2.8)
constexpr std::uint16_t gain_register = 0x0068;                   // [obs] (2.9)
constexpr Duration search_unit = std::chrono::milliseconds{2500};

}  // namespace

Stick::Stick(const StickOptions& options, const Faults& faults, Instant began, Dice dice)
    : options_{options}, faults_{faults}, began_{began}, dice_{dice} {
  out_.reserve(2 * buffer);
  if (!active(FaultKind::OldData, began)) return;
  // What a channel that nobody closed has left behind, too much of it.
  const ant::Data old{.channel = 0, .page = {0x19, 0x2D, 0x00, 0x74, 0xF6, 0x00, 0x40, 0x20}};
  for (std::size_t i = 0; i <= buffer; ++i) put(ant::received(old), began);
}

void Stick::put(const ant::Frame& frame, Instant due) {
  if (out_next_ == out_.size()) out_next_ = (out_.clear(), 0);
  const std::size_t waiting = out_.size() - out_next_;
  if (waiting > buffer) return;
  if (!out_.empty()) due = std::max(due, out_.back().due);  // one line, one order
  if (waiting == buffer) {
    out_.push_back({due, ant::event(0, Code::SerialQueueOverflow)});
  } else {
    out_.push_back({due, frame});
  }
}

std::optional<ant::Frame> Stick::take(Instant now) {
  if (out_next_ == out_.size() || out_[out_next_].due > now) return std::nullopt;
  return out_[out_next_++].frame;
}

std::optional<Instant> Stick::next_message() const {
  if (out_next_ == out_.size()) return std::nullopt;
  return out_[out_next_].due;
}

void Stick::answer(std::uint8_t channel, MessageId to, Code code, Instant now) {
  // [obs] 0.5 to 2 ms (1.6)
  const auto delay = std::chrono::microseconds{500 + static_cast<int>(700.0 * dice_.unit())};
  put(ant::response(channel, to, code), now + delay);
}

void Stick::event(std::uint8_t channel, Code code, Instant now) {
  put(ant::event(channel, code), now);
}

void Stick::report(Code code, Instant now) { event(0, code, now); }

void Stick::restart(std::uint8_t reason, Instant now) {
  channels_ = {};
  ant_plus_ = {};
  appended_ = 0;
  parser_.clear();
  const std::size_t old = active(FaultKind::OldData, now) ? out_.size() : out_next_;
  out_.erase(out_.begin() + static_cast<std::ptrdiff_t>(old), out_.end());
  boots_until_ = now + boot_time;
  out_.push_back({boots_until_, ant::start_up({.reason = reason})});  // however full the buffer
}

void Stick::receive(std::span<const std::uint8_t> bytes, Instant now) {
  // While it starts, and when it is dead to the world, nothing is taken in.
  if (now < boots_until_ || active(FaultKind::StickSilent, now)) return;
  padded_ = bytes.size() > 1 && bytes.back() == 0;
  const ant::Parser::Counters before = parser_.counters();
  parser_.push(bytes, now, [&](const ant::Message& message) {
    if (now >= boots_until_) command(message, now);
  });
  const ant::Parser::Counters& after = parser_.counters();
  if (now < boots_until_) return;
  if (after.bad_checks != before.bad_checks) {
    put(ant::serial_error(ant::SerialErrorKind::WrongCheck), now);
  } else if (after.bad_lengths != before.bad_lengths) {
    put(ant::serial_error(ant::SerialErrorKind::TooLong), now);
  } else if (after.dropped != before.dropped) {
    put(ant::serial_error(ant::SerialErrorKind::WrongSync), now);
  }
}

// --- the air ------------------------------------------------------------------------------------

bool Stick::can_hear(const Channel& channel, const OnAir& air) const {
  const ant::ChannelId& id = air.id;
  const auto fits = [](unsigned wanted, unsigned is) { return wanted == 0 || wanted == is; };
  const bool listed =
      std::ranges::any_of(std::span{channel.list}.first(channel.listed), [&](const auto& entry) {
        return fits(entry.device, id.device) && fits(entry.type, id.type) &&
               fits(entry.transmission, id.transmission);
      });
  if (channel.listed > 0 && listed == channel.list_excludes) return false;
  const ant::ChannelId& wanted = channel.bound ? *channel.bound : channel.wanted;
  return ant_plus_[channel.network] && channel.frequency == antplus::frequency &&
         (channel.scans() || channel.period == air.period) && fits(wanted.device, id.device) &&
         fits(wanted.type, id.type) && fits(wanted.transmission, id.transmission);
}

// Low priority goes first, then high (2.10). Whether high ever has its turn when low goes on for
// ever no source says: here it has, so that a host which leaves it on is noticed.
bool Stick::searches_first(const Channel& channel, Instant now) const {
  if (channel.state != ChannelState::Searching || channel.scan) return false;
  if (channel.high_priority == ant::search_timeout::none) return false;
  const bool low_for_ever = channel.low_priority == ant::search_timeout::forever;
  return low_for_ever || now >= channel.search_began + search_unit * channel.low_priority;
}

// The radio is one: while another channel searches first, this one seldom has it.
bool Stick::starved(std::uint8_t number, Instant now) {
  for (std::uint8_t other = 0; other < options_.channels; ++other) {
    if (other == number || !searches_first(channels_[other], now)) continue;
    return dice_.chance(lost_to_search.count());
  }
  return false;
}

void Stick::deliver(std::uint8_t number, ant::DataKind kind, const ant::ChannelId& id,
                    const ant::Payload& page, Instant now) {
  ant::Data data{.kind = kind, .channel = number, .page = page};
  if ((appended_ & ant::library_config::channel_id) != 0) data.extended.id = id;
  if ((appended_ & ant::library_config::rssi) != 0) {
    data.extended.rssi = ant::Rssi{.gain_register = gain_register};
  }
  if ((appended_ & ant::library_config::receive_time) != 0) {
    const auto ticks = (now - began_).count() * 32768 / 1'000'000;
    data.extended.receive_time = static_cast<std::uint16_t>(ticks);
  }
  put(ant::received(data), now);
}

// The slave's half of the slot, right behind the broadcast (2.8).
void Stick::transfer(std::uint8_t number, Master& master, Radio& radio, Instant now) {
  Channel& channel = channels_[number];
  if (!channel.waiting || active(FaultKind::TransferStuck, now)) return;
  const ant::Payload page = *channel.waiting;
  channel.waiting.reset();
  const bool arrived = radio.passes(now);
  if (arrived) master.take(page, now);
  const bool confirmed = arrived && radio.confirms(now);
  event(number, confirmed ? Code::TransferCompleted : Code::TransferFailed, now + event_5_after);
}

void Stick::hear(Master& master, Radio& radio, const ant::Payload& page, Instant now) {
  const OnAir air{.id = master.channel_id(), .period = master.period(), .page = page};
  const bool passes = radio.passes(now);
  for (std::uint8_t number = 0; number < options_.channels; ++number) {
    Channel& channel = channels_[number];
    if (!channel.open() || channel.closes || channel.next_slot) continue;
    if (!can_hear(channel, air)) continue;
    const bool heard = passes && !starved(number, now);
    if (channel.state == ChannelState::Searching) {
      if (!heard) continue;
      deliver(number, ant::DataKind::Broadcast, air.id, page, now);
      if (channel.scans()) continue;
      channel.state = ChannelState::Tracking;
      channel.bound = air.id;
      channel.search_ends.reset();
      channel.missed = 0;
      transfer(number, master, radio, now);
      continue;
    }
    const auto collides = faults_.value(FaultKind::Collision, now - began_);
    if (collides && dice_.chance(*collides / 100.0)) {
      event(number, Code::ChannelCollision, now);
      continue;
    }
    if (heard) {
      channel.missed = 0;
      deliver(number, ant::DataKind::Broadcast, air.id, page, now);
      transfer(number, master, radio, now);
      continue;
    }
    event(number, Code::RxFail, now);
    if (++channel.missed < missed_to_search) continue;
    event(number, Code::RxFailGoToSearch, now);
    channel.waiting.reset();  // lost without event 5 or 6 (2.7)
    begin_search(channel, now);
  }
}

// A page that nobody has changed goes out again (6); what a slave sends back is confirmed by radio
// before the host hears of it.
void Stick::send_as_master(std::uint8_t number, Instant now) {
  Channel& channel = channels_[number];
  const std::optional<ant::Payload> acknowledged = channel.waiting;
  channel.waiting.reset();
  Answer answer;
  const bool on_air = ant_plus_[channel.network] && channel.frequency == antplus::frequency;
  if (on_air && ears_ && !starved(number, now)) {
    answer = ears_({.id = channel.wanted,
                    .period = channel.period,
                    .page = acknowledged.value_or(channel.page)},
                   now);
  }
  if (acknowledged) {
    event(number, answer.heard ? Code::TransferCompleted : Code::TransferFailed, now);
  } else {
    event(number, Code::Tx, now);
  }
  if (answer.page) deliver(number, ant::DataKind::Acknowledged, channel.wanted, *answer.page, now);
}

// --- time ---------------------------------------------------------------------------------------

void Stick::begin_search(Channel& channel, Instant now) {
  channel.state = ChannelState::Searching;
  channel.missed = 0;
  channel.search_ends.reset();
  channel.search_began = now;
  const bool forever = channel.high_priority == ant::search_timeout::forever ||
                       channel.low_priority == ant::search_timeout::forever;
  if (forever || channel.scan) return;
  channel.search_ends = now + search_unit * (channel.high_priority + channel.low_priority);
}

void Stick::shut(Channel& channel) {
  channel.state = ChannelState::Assigned;  // its settings stay (2.10)
  channel.search_ends.reset();
  channel.closes.reset();
  channel.next_slot.reset();
  channel.waiting.reset();
  channel.scan = false;
}

void Stick::run(Instant now) {
  for (std::uint8_t number = 0; number < options_.channels; ++number) {
    Channel& channel = channels_[number];
    if (channel.closes && *channel.closes <= now) {
      shut(channel);
      event(number, Code::ChannelClosed, now);
    } else if (channel.search_ends && *channel.search_ends <= now) {
      shut(channel);
      event(number, Code::SearchTimeout, now);
      event(number, Code::ChannelClosed, now);
    }
    while (channel.next_slot && *channel.next_slot <= now) {
      const Instant slot = *channel.next_slot;
      channel.next_slot = slot + slot_of(channel.period);
      send_as_master(number, slot);
    }
  }
}

std::optional<Instant> Stick::next_due() const {
  std::optional<Instant> next;
  const auto sooner = [&](const std::optional<Instant>& at) {
    if (at && (!next || *at < *next)) next = at;
  };
  for (const Channel& channel : channels_) {
    sooner(channel.closes);
    sooner(channel.search_ends);
    sooner(channel.next_slot);
  }
  return next;
}

void Stick::give_up_searching(Instant now) {
  for (std::uint8_t number = 0; number < options_.channels; ++number) {
    Channel& channel = channels_[number];
    if (!channel.open() || channel.closes || channel.next_slot) continue;
    if (channel.state == ChannelState::Tracking) event(number, Code::RxFailGoToSearch, now);
    event(number, Code::SearchTimeout, now);
    shut(channel);
    event(number, Code::ChannelClosed, now);
  }
}

}  // namespace softpedal::sim
