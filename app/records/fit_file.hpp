// SPDX-License-Identifier: MIT
// A FIT file of protocol 2.0 as bytes: header, messages and check sums, little-endian. A value that
// was not measured, or that its field cannot hold, is left out of its message; so no value ever
// stands for a missing one. (developer.garmin.com/fit/protocol)
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/clock.hpp"
#include "app/core/units.hpp"

namespace softpedal::records::fit {

using Bytes = std::vector<std::uint8_t>;

enum class Base : std::uint8_t {
  Enum = 0x00,
  Uint8 = 0x02,
  String = 0x07,  // UTF-8 with a zero behind it
  Byte = 0x0D,
  Uint16 = 0x84,
  Uint32 = 0x86,
  Float32 = 0x88,
  Uint16z = 0x8B,  // with z, 0 is no value
  Uint32z = 0x8C,
};

// A field of a message that everybody knows: raw = value x scale.
struct Field {
  std::uint8_t number;
  Base base;
  double scale = 1.0;
};

// A field of ours, which the file itself describes: developer data.
struct OwnField {
  std::uint8_t number;
  Base base;
  std::uint16_t message;  // that it is added to
  std::string_view name;
  std::string_view units;
};

// One message: its fields in the order in which they are put.
class Message {
 public:
  explicit Message(std::uint16_t number) : number_{number} {}

  Message& put(const Field& field, const std::optional<double>& value) {
    return put_number(parts_, field.number, field.base, value, field.scale);
  }
  Message& put(const OwnField& field, const std::optional<double>& value) {
    return put_number(own_, field.number, field.base, value, 1.0);
  }
  template <class AnyField, class Tag>
  Message& put(const AnyField& field, const std::optional<Quantity<Tag>>& value) {
    return put(field, value ? std::optional<double>{value->count()} : std::nullopt);
  }
  template <class AnyField, class Tag>
  Message& put(const AnyField& field, Quantity<Tag> value) {
    return put(field, std::optional<double>{value.count()});
  }
  Message& put(const Field& field, Duration value) {
    return put(field, std::optional<double>{in_seconds(value)});
  }
  Message& put(const Field& field, std::chrono::sys_seconds when);
  Message& put(const Field& field, std::span<const std::uint8_t> bytes);
  // Cut to `longest_text` at the end of a character; an empty text is left out.
  Message& put(const Field& field, std::string_view text) {
    return put_text(parts_, field.number, text);
  }
  Message& put(const OwnField& field, std::string_view text) {
    return put_text(own_, field.number, text);
  }

 private:
  friend class File;
  struct Parts {
    Bytes fields{};  // of the definition: number, size, and base or developer
    Bytes data{};
  };
  Message& put_number(Parts& parts, std::uint8_t number, Base base,
                      const std::optional<double>& value, double scale);
  Message& put_text(Parts& parts, std::uint8_t number, std::string_view text);
  void add(Parts& parts, std::uint8_t number, Base base, std::size_t size) const;

  std::uint16_t number_;
  Parts parts_{};
  Parts own_{};
};

// Times are whole seconds since this one.
inline constexpr std::chrono::sys_seconds first_time =
    std::chrono::sys_days{std::chrono::year{1989} / std::chrono::December / 31};

// In bytes, with the zero behind it: the size of a field is one byte.
inline constexpr std::size_t longest_text = 255;

class File {
 public:
  File();
  void write(const Message& message);
  // Whoever our own fields are from and what they are: before the first message with one.
  void describe(std::uint32_t version, std::span<const OwnField> fields);
  [[nodiscard]] Bytes finish() &&;

 private:
  std::uint8_t local_number(const Bytes& definition);

  Bytes bytes_{};
  std::array<Bytes, 16> definitions_{};  // by local number
  std::size_t next_ = 0;                 // the local number that is given away next
};

// CRC-16 with the polynomial x^16 + x^15 + x^2 + 1, lowest bit first, from 0.
[[nodiscard]] std::uint16_t check_sum(std::span<const std::uint8_t> bytes);

}  // namespace softpedal::records::fit
