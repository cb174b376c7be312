// SPDX-License-Identifier: MIT
// Where a value sits in an 8-byte page. A page is read as one little-endian 64-bit word, so bit 0
// is the lowest bit of byte 0 and a value may cross bytes; no shift or mask stands at a call site.
#pragma once

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>

#include "app/core/units.hpp"
#include "drivers/ant/message.hpp"

namespace softpedal::antplus {

using ant::Payload;

using softpedal::Metres;  // qualified, it is found here too
using Millimetres = Quantity<struct MillimetresTag>;
using Kilograms = Quantity<struct KilogramsTag>;
using KilogramsPerMetre = Quantity<struct KilogramsPerMetreTag>;  // wind resistance coefficient
using KilometresPerHour = Quantity<struct KilometresPerHourTag>;
using Ratio = Quantity<struct RatioTag>;  // a number without a unit
using Slope = Quantity<struct SlopeTag>;  // rise in per cent of the way; not a share of the brake
using Celsius = Quantity<struct CelsiusTag>;
using Volts = Quantity<struct VoltsTag>;
using Seconds = Quantity<struct SecondsTag>;
using KilocaloriesPerHour = Quantity<struct KilocaloriesPerHourTag>;

// A count, a code or a flag: the raw number is the value.
struct Bits {
  int bit, width;
};

// A measured value: Unit = raw x scale + offset. Without `invalid` every raw value is a value.
template <class Unit>
struct Field {
  int bit, width;
  double scale;
  std::optional<std::uint32_t> invalid{};
  double offset = 0.0;
  bool is_signed = false;
};

// A field that may be read but has no writer: what must never be asked of a trainer.
template <class Unit>
struct ReadOnly {
  Field<Unit> field;
};

// Two bytes, the upper one first: a few power meter fields (ant-fec.md 5.3).
struct BigEndianWord {
  std::size_t byte;
};

namespace detail {

// On a little-endian machine one load and one store: GCC 12 does not merge the loops.
constexpr std::uint64_t word_of(const Payload& page) {
  if constexpr (std::endian::native == std::endian::little) {
    return std::bit_cast<std::uint64_t>(page);
  }
  std::uint64_t word = 0;
  for (std::size_t i = page.size(); i-- > 0;) word = (word << 8) | page[i];
  return word;
}

constexpr Payload page_of(std::uint64_t word) {
  if constexpr (std::endian::native == std::endian::little) return std::bit_cast<Payload>(word);
  Payload page{};
  for (std::uint8_t& byte : page) {
    byte = static_cast<std::uint8_t>(word & 0xFF);
    word >>= 8;
  }
  return page;
}

constexpr std::uint64_t mask(int width) { return (std::uint64_t{1} << width) - 1; }

}  // namespace detail

[[nodiscard]] constexpr std::uint32_t get(const Payload& page, Bits bits) {
  return static_cast<std::uint32_t>((detail::word_of(page) >> bits.bit) & detail::mask(bits.width));
}

// A count of exactly the width of Count, so that differences roll over as the counter does.
template <class Count>
[[nodiscard]] constexpr Count get_as(const Payload& page, Bits bits) {
  assert(bits.width <= static_cast<int>(sizeof(Count) * 8));
  return static_cast<Count>(get(page, bits));
}

[[nodiscard]] constexpr bool is_set(const Payload& page, Bits bits) { return get(page, bits) != 0; }

[[nodiscard]] constexpr std::uint16_t get(const Payload& page, BigEndianWord at) {
  return static_cast<std::uint16_t>((page[at.byte] << 8) | page[at.byte + 1]);
}

template <class Unit>
[[nodiscard]] constexpr std::optional<Unit> read(const Payload& page, const Field<Unit>& field) {
  const std::uint32_t raw = get(page, Bits{field.bit, field.width});
  if (field.invalid && raw == *field.invalid) return std::nullopt;
  double count = raw;
  if (field.is_signed && (raw >> (field.width - 1)) != 0) {
    count -= static_cast<double>(detail::mask(field.width)) + 1.0;
  }
  return Unit{count * field.scale + field.offset};
}

template <class Unit>
[[nodiscard]] constexpr std::optional<Unit> read(const Payload& page, const ReadOnly<Unit>& field) {
  return read(page, field.field);
}

constexpr void put(Payload& page, Bits bits, std::uint32_t value) {
  std::uint64_t word = detail::word_of(page);
  word &= ~(detail::mask(bits.width) << bits.bit);
  word |= (value & detail::mask(bits.width)) << bits.bit;
  page = detail::page_of(word);
}

// To the nearest raw value. What does not fit becomes the nearest that does, never by accident the
// one that means "not measured"; an empty value becomes that one.
template <class Unit>
constexpr void write(Payload& page, const Field<Unit>& field,
                     std::type_identity_t<std::optional<Unit>> value) {
  const Bits bits{field.bit, field.width};
  if (!value) {
    assert(field.invalid);
    put(page, bits, field.invalid.value_or(0));
    return;
  }
  const auto span = static_cast<std::int64_t>(detail::mask(field.width));
  const std::int64_t least = field.is_signed ? -(span / 2) - 1 : 0;
  const std::int64_t most = field.is_signed ? span / 2 : span;
  const double exact = (value->count() - field.offset) / field.scale;
  std::int64_t raw = least;
  if (exact >= static_cast<double>(most)) {
    raw = most;
  } else if (exact > static_cast<double>(least)) {
    raw = static_cast<std::int64_t>(exact < 0.0 ? exact - 0.5 : exact + 0.5);
  }
  const auto coded = [&] {
    return static_cast<std::uint32_t>(static_cast<std::uint64_t>(raw) & detail::mask(field.width));
  };
  if (field.invalid && coded() == *field.invalid) raw += raw == least ? 1 : -1;
  put(page, bits, coded());
}

[[nodiscard]] constexpr std::uint8_t page_number(const Payload& page) { return page[0]; }

// A page with its number and every other byte 0xFF, as unused bytes are sent (4.8).
[[nodiscard]] constexpr Payload blank_page(std::uint8_t number) {
  return {number, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
}

// How far a counter went on, over its roll-over: unsigned, of exactly the counter's width (5.1).
template <class Count>
[[nodiscard]] constexpr Count advance(Count from, Count to) {
  return static_cast<Count>(to - from);
}

}  // namespace softpedal::antplus
