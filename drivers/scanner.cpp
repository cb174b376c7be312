// SPDX-License-Identifier: MIT
#include "drivers/scanner.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "drivers/antplus/network.hpp"

namespace softpedal {
namespace {

struct Word {
  std::uint16_t code;
  std::string_view word;
};

constexpr std::array kinds{
    // ant-fec.md 3.2
    Word{17, "trainer"},         Word{120, "heart-rate strap"},
    Word{11, "power meter"},     Word{121, "speed and cadence sensor"},
    Word{122, "cadence sensor"}, Word{123, "speed sensor"},
    Word{16, "remote control"},
};

constexpr std::array makers{
    // 4.13
    Word{1, "Garmin"},    Word{15, "Dynastream"}, Word{32, "Wahoo"},
    Word{73, "Wattbike"}, Word{89, "Tacx"},       Word{255, "development"},
};

template <std::size_t Size>
std::string_view look_up(const std::array<Word, Size>& words, std::uint16_t code) {
  const auto* const row = std::ranges::find(words, code, &Word::code);
  return row == words.end() ? std::string_view{} : row->word;
}

constexpr ant::ChannelSetup everything{.network_key = antplus::network_key,
                                       .frequency = antplus::frequency,
                                       .period = antplus::profile::fitness_equipment.period,
                                       .id = {},
                                       .listening = ant::Listening::Everything};

}  // namespace

std::string_view kind_of(std::uint8_t device_type) {
  const auto word = look_up(kinds, device_type);
  return word.empty() ? "other" : word;
}

std::string_view maker_name(std::uint16_t maker) { return look_up(makers, maker); }

std::string_view battery_word(BatteryStatus battery) {
  switch (battery) {
    case BatteryStatus::New:
      return "new";
    case BatteryStatus::Good:
      return "good";
    case BatteryStatus::Ok:
      return "ok";
    case BatteryStatus::Low:
      return "low";
    case BatteryStatus::Critical:
      return "critical";
    case BatteryStatus::Charging:
      return "charging";
    default:
      return "";
  }
}

Scanner::Scanner(OpenLink open_link, TimerPort& timers)
    : timers_{timers},
      stick_{std::move(open_link),
             timers,
             {.notice = [this](ant::Notice notice) { noticed(notice); },
              .idle = [] {},
              .gone =
                  [this](const Fault& fault) {
                    const bool once_more =
                        fault.code == FaultCode::StickSilent && !closing_ && !silent_;
                    silent_ = true;
                    if (once_more) return open_stick(true);
                    finish(closing_ ? result_ : Result<void>{tl::unexpected{fault}});
                  }}},
      alarm_{timers, [this] { ring(); }} {}

void Scanner::start(Duration listen_for, Listener listener) {
  listener_ = std::move(listener);
  listen_for_ = listen_for;
  open_stick(false);
}

void Scanner::stop() {
  if (closing_ || done_) return;
  closing_ = true;
  until_ = timers_.now() + close_limit;
  alarm_.set(until_);
  if (stick_.connected()) {
    stick_.close();
  } else {
    until_ = timers_.now();
    alarm_.set(until_);
  }
}

void Scanner::open_stick(bool reset_first) {
  until_ = timers_.now() + start_limit;
  alarm_.set(until_);
  if (const auto opened = stick_.open(everything, reset_first); !opened) finish(opened);
}

void Scanner::noticed(ant::Notice notice) {
  if (closing_) {
    if (notice == ant::Notice::Closed) {
      until_ = timers_.now();  // not from inside the stick's notice
      alarm_.set(until_);
    }
    return;
  }
  switch (notice) {
    case ant::Notice::Opened:
      id_asked_ = false;
      if (devices_.empty()) until_ = timers_.now() + listen_for_;
      alarm_.set(until_);
      return;
    case ant::Notice::Received: {
      const auto id = stick_.channel().data().extended.id;
      if (id) return heard(*id);
      if (!std::exchange(id_asked_, true)) stick_.ask_id();
      return;
    }
    case ant::Notice::IdAnswered:
    case ant::Notice::IdUnanswered: {
      const bool told =
          notice == ant::Notice::IdAnswered && stick_.channel().found_id().device != 0;
      if (told) return heard(stick_.channel().found_id());
      // A scan without ids tells nothing; a channel bound to one device can be asked for its id.
      if (stick_.channel().scanning()) {
        ant::ChannelSetup plain = everything;
        plain.listening = ant::Listening::OneMaster;
        stick_.reassign(plain);
      }
      return;
    }
    case ant::Notice::Lost:
      id_asked_ = false;
      return;
    default:
      return;
  }
}

void Scanner::heard(const ant::ChannelId& id) {
  const ant::Data& data = stick_.channel().data();
  auto device = std::ranges::find(devices_, id, &HeardDevice::id);
  const bool first = device == devices_.end();
  if (first) {
    if (devices_.size() == most_devices) return;
    device = devices_.insert(devices_.end(), HeardDevice{.id = id});
    about_.emplace_back(id);
  }
  ++device->messages;
  if (data.extended.rssi) device->signal = data.extended.rssi;
  antplus::About& about = about_[static_cast<std::size_t>(device - devices_.begin())];
  const bool told = about.take(data.page);
  device->maker = about.manufacturer();
  device->battery = about.battery();
  if ((first || told) && listener_.device) listener_.device(*device);
}

void Scanner::ring() {
  if (done_) return;
  if (timers_.now() < until_) {
    alarm_.set(until_);
  } else if (closing_) {
    finish(result_);
  } else {
    if (!stick_.channel().open()) {
      result_ = tl::unexpected{Fault{FaultCode::StickSilent,
                                     "The ANT stick could not be set up. Unplug it and plug it in "
                                     "again."}};
    }
    stop();
  }
}

void Scanner::finish(Result<void> result) {
  if (std::exchange(done_, true)) return;
  alarm_.cancel();
  stick_.drop();
  if (listener_.finished) listener_.finished(result);
}

}  // namespace softpedal
