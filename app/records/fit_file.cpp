// SPDX-License-Identifier: MIT
#include "app/records/fit_file.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <utility>

#include "app/core/plain_text.hpp"

namespace softpedal::records::fit {
namespace {

constexpr std::size_t header_size = 14;
constexpr std::uint8_t protocol = 0x20;    // 2.0, the first with developer data
constexpr std::uint16_t profile = 21217;   // 21.217: whose message and field numbers these are
constexpr std::uint8_t little_endian = 0;  // of a definition
constexpr std::uint8_t developer = 0;      // the only one in the file
constexpr std::uint8_t is_definition = 0x40;
constexpr std::uint8_t has_own_fields = 0x20;

std::size_t size_of(Base base) {
  switch (base) {
    case Base::Enum:
    case Base::Uint8:
    case Base::Byte:
    case Base::String:
      return 1;
    case Base::Uint16:
    case Base::Uint16z:
      return 2;
    case Base::Uint32:
    case Base::Uint32z:
    case Base::Float32:
      return 4;
  }
  return 0;
}

bool zero_is_invalid(Base base) { return base == Base::Uint16z || base == Base::Uint32z; }

void append(Bytes& bytes, std::uint32_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    bytes.push_back(static_cast<std::uint8_t>(value & 0xFF));
    value >>= 8;
  }
}

void append(Bytes& bytes, std::span<const std::uint8_t> more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

// Empty: the field cannot hold it.
std::optional<std::uint32_t> raw_of(Base base, double value) {
  if (!std::isfinite(value)) return std::nullopt;
  if (base == Base::Float32) return std::bit_cast<std::uint32_t>(static_cast<float>(value));
  const double invalid = std::exp2(8.0 * static_cast<double>(size_of(base))) - 1.0;
  const double raw = std::round(value);
  const double least = zero_is_invalid(base) ? 1.0 : 0.0;
  const double most = zero_is_invalid(base) ? invalid : invalid - 1.0;
  if (raw < least || raw > most) return std::nullopt;
  return static_cast<std::uint32_t>(raw);
}

}  // namespace

std::uint16_t check_sum(std::span<const std::uint8_t> bytes) {
  unsigned sum = 0;
  for (const std::uint8_t byte : bytes) {
    sum ^= byte;
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1) ^ ((sum & 1) != 0 ? 0xA001U : 0U);
  }
  return static_cast<std::uint16_t>(sum);
}

void Message::add(Parts& parts, std::uint8_t number, Base base, std::size_t size) const {
  const bool own = &parts == &own_;
  const std::uint8_t last = own ? developer : static_cast<std::uint8_t>(base);
  parts.fields.insert(parts.fields.end(), {number, static_cast<std::uint8_t>(size), last});
}

Message& Message::put_number(Parts& parts, std::uint8_t number, Base base,
                             const std::optional<double>& value, double scale) {
  const auto raw = value ? raw_of(base, *value * scale) : std::nullopt;
  if (!raw) return *this;
  add(parts, number, base, size_of(base));
  append(parts.data, *raw, size_of(base));
  return *this;
}

Message& Message::put_text(Parts& parts, std::uint8_t number, std::string_view text) {
  const std::string plain = plain_text(text, longest_text - 1);
  if (plain.empty()) return *this;
  add(parts, number, Base::String, plain.size() + 1);
  parts.data.insert(parts.data.end(), plain.begin(), plain.end());
  parts.data.push_back(0);
  return *this;
}

Message& Message::put(const Field& field, std::chrono::sys_seconds when) {
  return put(field, std::optional<double>{static_cast<double>((when - first_time).count())});
}

Message& Message::put(const Field& field, std::span<const std::uint8_t> bytes) {
  assert(field.base == Base::Byte && bytes.size() < 256);
  add(parts_, field.number, field.base, bytes.size());
  append(parts_.data, bytes);
  return *this;
}

File::File() : bytes_(header_size) {}

void File::describe(std::uint32_t version, std::span<const OwnField> fields) {
  // Our own, drawn at random once: it tells files of softpedal from any other.
  constexpr std::array<std::uint8_t, 16> application{0x5e, 0x1b, 0x6a, 0x0f, 0x93, 0xd2,
                                                     0x4c, 0x47, 0xa8, 0x3e, 0x71, 0xc5,
                                                     0x0d, 0xf4, 0x29, 0x86};
  write(Message{207}
            .put(Field{3, Base::Uint8}, developer)
            .put(Field{1, Base::Byte}, application)
            .put(Field{4, Base::Uint32}, version));
  for (const OwnField& field : fields) {
    write(Message{206}
              .put(Field{0, Base::Uint8}, developer)
              .put(Field{1, Base::Uint8}, field.number)
              .put(Field{2, Base::Uint8}, static_cast<std::uint8_t>(field.base))
              .put(Field{3, Base::String}, field.name)
              .put(Field{8, Base::String}, field.units)
              .put(Field{14, Base::Uint16}, field.message));
  }
}

void File::write(const Message& message) {
  const bool own = !message.own_.fields.empty();
  const auto count = [](const Bytes& fields) {
    return static_cast<std::uint8_t>(fields.size() / 3);
  };
  Bytes definition{0, little_endian};
  append(definition, message.number_, 2);
  definition.push_back(count(message.parts_.fields));
  append(definition, message.parts_.fields);
  if (own) {
    definition.push_back(count(message.own_.fields));
    append(definition, message.own_.fields);
  }
  const auto known = std::ranges::find(definitions_, definition);
  if (known == definitions_.end()) {
    definitions_[next_] = definition;
    bytes_.push_back(static_cast<std::uint8_t>(is_definition | (own ? has_own_fields : 0) | next_));
    append(bytes_, definition);
    bytes_.push_back(static_cast<std::uint8_t>(next_));
    next_ = (next_ + 1) % definitions_.size();
  } else {
    bytes_.push_back(static_cast<std::uint8_t>(known - definitions_.begin()));
  }
  append(bytes_, message.parts_.data);
  append(bytes_, message.own_.data);
}

Bytes File::finish() && {
  Bytes header{header_size, protocol};
  append(header, profile, 2);
  append(header, static_cast<std::uint32_t>(bytes_.size() - header_size), 4);
  for (const char letter : std::string_view{".FIT"}) {
    header.push_back(static_cast<std::uint8_t>(letter));
  }
  append(header, check_sum(header), 2);
  std::ranges::copy(header, bytes_.begin());
  append(bytes_, check_sum(bytes_), 2);
  return std::move(bytes_);
}

}  // namespace softpedal::records::fit
