// SPDX-License-Identifier: MIT
// Sums up the pages of one device, by the profile that its type names.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "app/core/clock.hpp"
#include "drivers/antplus/field.hpp"
#include "drivers/replay/summary.hpp"

namespace softpedal::replay {

// How far a rolling counter went on since it was last seen. The first sight only sets the start,
// and so does one after a silence in which the counter may have rolled over unseen: times of 1/1024
// s do so after 64 s, a heart's 256 beats after about as long (ant-fec.md 5.1).
template <class Count>
class Rolling {
 public:
  std::uint64_t see(Count value, Instant at) {
    constexpr Duration longest_silence = std::chrono::seconds{60};
    const bool continues = last_ && at - at_ <= longest_silence;
    const std::uint64_t gone = continues ? antplus::advance(*last_, value) : 0;
    last_ = value;
    at_ = at;
    return gone;
  }

 private:
  std::optional<Count> last_{};
  Instant at_{};
};

class TrainerTally {
 public:
  void sent(const antplus::Payload& page, Instant at);
  void received(const antplus::Payload& page);
  [[nodiscard]] const TrainerTotals& totals() const { return totals_; }

 private:
  TrainerTotals totals_{};
  Rolling<std::uint8_t> events_{};
  Rolling<std::uint16_t> accumulated_{};
  Rolling<std::uint8_t> elapsed_{};
  Rolling<std::uint8_t> distance_{};
};

class StrapTally {
 public:
  void sent(const antplus::Payload& page, Instant at);
  [[nodiscard]] const StrapTotals& totals() const { return totals_; }

 private:
  StrapTotals totals_{};
  Rolling<std::uint8_t> beats_{};
};

class PowerMeterTally {
 public:
  void sent(const antplus::Payload& page, Instant at);
  [[nodiscard]] PowerMeterTotals totals() const;

 private:
  struct Torque {
    Rolling<std::uint8_t> events{};
    Rolling<std::uint8_t> turns{};
    std::uint64_t event_total = 0;
    std::optional<std::uint64_t> turn_total{};
  };
  PowerMeterTotals totals_{};
  bool power_seen_ = false;
  Rolling<std::uint8_t> events_{};
  Rolling<std::uint16_t> accumulated_{};
  Torque crank_{};
  Torque wheel_{};
};

class SpeedCadenceTally {
 public:
  explicit SpeedCadenceTally(std::uint8_t type) : type_{type} {}
  void sent(const antplus::Payload& page, Instant at);
  [[nodiscard]] SpeedCadenceTotals totals() const;

 private:
  struct Turning {
    Rolling<std::uint16_t> turns{};
    Rolling<std::uint16_t> time{};
    std::uint64_t turn_total = 0;
    std::uint64_t time_total = 0;  // 1/1024 s
    bool seen = false;
  };
  std::uint8_t type_;
  std::uint64_t events_ = 0;
  Turning crank_{};
  Turning wheel_{};
};

class DeviceTally {
 public:
  explicit DeviceTally(Device device);
  void sent(const antplus::Payload& page, bool is_page, Instant at);
  void received(const antplus::Payload& page);
  void learn(std::uint8_t transmission, std::uint32_t number);
  [[nodiscard]] const Device& known() const { return device_; }
  [[nodiscard]] Device result() const;

 private:
  Device device_;
  std::variant<std::monostate, TrainerTally, StrapTally, PowerMeterTally, SpeedCadenceTally>
      tally_{};
};

}  // namespace softpedal::replay
