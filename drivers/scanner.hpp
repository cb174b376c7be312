// SPDX-License-Identifier: MIT
// Every ANT+ device in the room, for `softpedal scan`: listens and sends nothing by radio. Where
// the stick can it takes the whole radio (continuous scan), else a background scan, else it hears
// the first device only (ant-fec.md 2.3, 1.8).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "app/core/battery.hpp"
#include "app/core/result.hpp"
#include "app/core/timer.hpp"
#include "drivers/alarm.hpp"
#include "drivers/ant/channel.hpp"
#include "drivers/antplus/about.hpp"
#include "drivers/link/byte_link.hpp"
#include "drivers/stick.hpp"

namespace softpedal {

struct HeardDevice {
  ant::ChannelId id;
  std::uint64_t messages = 0;
  std::optional<ant::Rssi> signal{};  // of the last message
  std::optional<std::uint16_t> maker{};
  BatteryStatus battery = BatteryStatus::Unknown;
  [[nodiscard]] std::uint32_t number() const { return id.number(); }
};

// "trainer", "heart-rate strap"; "other" for a type that we do not know.
[[nodiscard]] std::string_view kind_of(std::uint8_t device_type);
// Empty for a maker that we do not know (4.13).
[[nodiscard]] std::string_view maker_name(std::uint16_t maker);
// "good", "low"; empty where it is not known.
[[nodiscard]] std::string_view battery_word(BatteryStatus battery);

class Scanner {
 public:
  struct Listener {
    // Heard for the first time, or its maker or battery became known.
    std::function<void(const HeardDevice&)> device;
    // Over and closed, or it could not be done. Called once; the last word.
    std::function<void(const Result<void>&)> finished;
  };

  static constexpr Duration close_limit = 2900ms;
  static constexpr Duration start_limit = 10s;  // for a stick that is never set up
  static constexpr std::size_t most_devices = 256;

  Scanner(OpenLink open_link, TimerPort& timers);
  void start(Duration listen_for, Listener listener);  // counted from when the stick listens
  void stop();                                         // finished() follows

  [[nodiscard]] const std::vector<HeardDevice>& devices() const { return devices_; }
  [[nodiscard]] std::string_view stick() const { return stick_.name(); }

 private:
  void open_stick(bool reset_first);
  void noticed(ant::Notice notice);
  void heard(const ant::ChannelId& id);
  void ring();
  void finish(Result<void> result);

  TimerPort& timers_;
  Listener listener_;
  Stick stick_;
  Alarm alarm_;
  Duration listen_for_{};
  Instant until_{};
  bool closing_ = false;
  bool done_ = false;
  bool silent_ = false;
  bool id_asked_ = false;
  Result<void> result_{};
  std::vector<HeardDevice> devices_{};
  std::vector<antplus::About> about_{};  // what each of them says of itself
};

}  // namespace softpedal
