// SPDX-License-Identifier: MIT
// Heart-rate straps, type 120 (ant-fec.md 5.2). Bytes 4 to 7 are the same in every page. Old straps
// have no pages and never move the toggle bit: a page number is to be trusted only after the bit
// has been seen in both states.
#pragma once

#include <cstdint>
#include <optional>

#include "drivers/antplus/field.hpp"

namespace softpedal::antplus {

namespace heart_rate_page {
inline constexpr Bits number{.bit = 0, .width = 7};
inline constexpr Bits toggle{.bit = 7, .width = 1};       // changes with every fourth message
inline constexpr Bits beat_time{.bit = 32, .width = 16};  // 1/1024 s, rolls over at 64 s
inline constexpr Bits beat_count{.bit = 48, .width = 8};
inline constexpr Field<Bpm> rate{.bit = 56, .width = 8, .scale = 1.0, .invalid = 0x00};
inline constexpr Bpm nonsense{255.0};  // all ones: no heart, whatever the document leaves open

inline constexpr std::uint8_t with_previous_beat = 4;
inline constexpr Bits previous_beat_time{.bit = 16, .width = 16};  // page 4 only
inline constexpr std::uint8_t last_known = 7;
}  // namespace heart_rate_page

struct HeartBeat {
  std::uint8_t page;
  bool toggle;
  std::uint16_t beat_time;
  std::uint8_t beat_count;
  std::optional<Bpm> rate;
  bool operator==(const HeartBeat&) const = default;
};

[[nodiscard]] constexpr HeartBeat read_heart_beat(const Payload& page) {
  using namespace heart_rate_page;
  HeartBeat beat{.page = get_as<std::uint8_t>(page, number),
                 .toggle = is_set(page, toggle),
                 .beat_time = get_as<std::uint16_t>(page, beat_time),
                 .beat_count = get_as<std::uint8_t>(page, beat_count),
                 .rate = read(page, rate)};
  if (beat.rate == nonsense) beat.rate.reset();
  return beat;
}

// The time between the last two beats, where page 4 tells both.
[[nodiscard]] constexpr std::optional<Seconds> beat_interval(const Payload& page) {
  using namespace heart_rate_page;
  if (get(page, number) != with_previous_beat) return std::nullopt;
  const auto from = get_as<std::uint16_t>(page, previous_beat_time);
  const auto to = get_as<std::uint16_t>(page, beat_time);
  if (from == to) return std::nullopt;
  return Seconds{advance(from, to) / 1024.0};
}

}  // namespace softpedal::antplus
