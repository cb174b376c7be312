// SPDX-License-Identifier: MIT
// What a recording holds, in numbers: its bytes go through the real frame parser, message readers
// and page tables, and every device heard is summed up. Nothing here is guessed: what is not known
// or not measured is empty.
#pragma once

#include <cstdint>
#include <istream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "app/core/clock.hpp"
#include "app/core/event.hpp"
#include "app/core/result.hpp"
#include "app/core/units.hpp"
#include "drivers/ant/frame.hpp"
#include "drivers/antplus/field.hpp"
#include "drivers/replay/recording.hpp"

namespace softpedal::replay {

template <class Unit>
struct Range {  // of the valid readings
  std::optional<Unit> least{};
  std::optional<Unit> most{};
  bool operator==(const Range&) const = default;
  void include(std::optional<Unit> value) {
    if (!value) return;
    if (!least || *value < *least) least = value;
    if (!most || *value > *most) most = value;
  }
};

// A fitness equipment device, type 17: page 25 and page 16.
struct TrainerTotals {
  std::uint64_t events = 0;             // power values, over all roll-overs
  std::uint64_t accumulated_watts = 0;  // their sum
  Range<Watts> power{};
  Range<Rpm> cadence{};
  Range<MetresPerSecond> speed{};
  std::optional<antplus::Metres> distance{};  // empty: the trainer does not count it
  antplus::Seconds elapsed{};
  std::map<FeState, std::uint64_t> states{};  // page 16 messages in each
  // Page 51 sent to it: the grade in per cent.
  std::optional<antplus::Slope> first_grade{};
  std::optional<antplus::Slope> last_grade{};
  Range<antplus::Slope> grade{};
  bool operator==(const TrainerTotals&) const = default;
};

// A heart-rate strap, type 120.
struct StrapTotals {
  std::uint64_t beats = 0;
  Range<Bpm> heart_rate{};
  bool operator==(const StrapTotals&) const = default;
};

// A power meter, type 11.
struct PowerMeterTotals {
  std::uint64_t events = 0;  // of page 0x10; of 0x12, else 0x11, where it never comes
  std::uint64_t accumulated_watts = 0;
  Range<Watts> power{};
  Range<Rpm> cadence{};
  std::optional<std::uint64_t> crank_revolutions{};  // from page 0x12
  std::optional<std::uint64_t> wheel_revolutions{};  // from page 0x11
  bool operator==(const PowerMeterTotals&) const = default;
};

// Speed and cadence: type 121 has both, 122 the crank, 123 the wheel.
struct SpeedCadenceTotals {
  std::uint64_t events = 0;  // messages that brought a new turn
  std::optional<std::uint64_t> crank_revolutions{};
  std::optional<antplus::Seconds> crank_time{};  // in which they were turned
  std::optional<std::uint64_t> wheel_revolutions{};
  std::optional<antplus::Seconds> wheel_time{};
  bool operator==(const SpeedCadenceTotals&) const = default;
};

struct Device {
  std::optional<std::uint32_t> number{};  // 20 bits
  std::optional<std::uint8_t> type{};
  std::optional<std::uint8_t> transmission{};
  std::uint64_t messages = 0;                        // sent by it
  std::map<std::uint8_t, std::uint64_t> pages{};     // those, by page number; none for type 121
  std::map<std::uint8_t, std::uint64_t> controls{};  // pages sent to it, by page number
  std::variant<std::monostate, TrainerTotals, StrapTotals, PowerMeterTotals, SpeedCadenceTotals>
      totals{};
  bool operator==(const Device&) const = default;
};

struct Refusal {
  std::uint8_t message;  // the id of the refused message
  std::uint8_t code;
  auto operator<=>(const Refusal&) const = default;
};

struct Summary {
  std::vector<Device> devices{};  // in the order in which they were first heard
  // Every code but 0 that the stick reported in a 0x40 message, by code: events, and refusals,
  // which share one number space with them (ant-fec.md 2.7).
  std::map<std::uint8_t, std::uint64_t> channel_events{};
  // The refusals among them.
  std::map<Refusal, std::uint64_t> refusals{};
  std::uint64_t start_ups = 0;
  std::uint64_t transfers = 0;
  antplus::Seconds duration{};         // from the first to the last known time
  ant::Parser::Counters from_stick{};  // damage and padding
  ant::Parser::Counters from_host{};
  bool operator==(const Summary&) const = default;
};

[[nodiscard]] Summary summarise(const std::vector<Transfer>& transfers);
[[nodiscard]] Result<Summary> summarise(std::istream& text, std::string_view file_name);
[[nodiscard]] Result<Summary> summarise_file(const std::string& path);

// For people: "trainer", "heart-rate strap", "power meter", "speed and cadence sensor".
[[nodiscard]] std::string_view kind_of(const Device& device);

}  // namespace softpedal::replay
