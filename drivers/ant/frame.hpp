// SPDX-License-Identifier: MIT
// ANT serial frames, both ways: A4 len id data[len] check, where check is the XOR of all before it
// (ant-fec.md 2.1). The parser takes bytes in whatever pieces a link delivers them and gives whole,
// checked messages; it never allocates, and after damage it finds the next good frame.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "app/core/clock.hpp"

namespace softpedal::ant {

enum class MessageId : std::uint8_t;  // the names are in message.hpp

inline constexpr std::uint8_t sync = 0xA4;
// Real messages carry 1 to about 40 data bytes; a length outside of 1 to 64 is damage (2.1). None
// is empty: a stray A4 before two padding zeros and a good frame's A4 would pass as an empty
// message.
inline constexpr std::size_t max_data = 64;
inline constexpr std::size_t frame_overhead = 4;
inline constexpr std::size_t max_frame = max_data + frame_overhead;

struct Message {
  MessageId id{};
  std::uint8_t size = 0;
  std::array<std::uint8_t, max_data> storage{};

  [[nodiscard]] constexpr std::span<const std::uint8_t> data() const {
    return {storage.data(), size};
  }
  constexpr bool operator==(const Message& other) const {
    return id == other.id && std::ranges::equal(data(), other.data());
  }
};

// One message as it goes over the line.
class Frame {
 public:
  constexpr Frame(MessageId id, std::span<const std::uint8_t> data) : size_{data.size()} {
    assert(!data.empty() && data.size() <= max_data);
    bytes_[0] = sync;
    bytes_[1] = static_cast<std::uint8_t>(data.size());
    bytes_[2] = static_cast<std::uint8_t>(id);
    std::ranges::copy(data, bytes_.begin() + 3);
    std::uint8_t check = 0;
    for (const std::uint8_t byte : std::span{bytes_.data(), data.size() + 3}) check ^= byte;
    bytes_[data.size() + 3] = check;
  }
  [[nodiscard]] constexpr std::span<const std::uint8_t> bytes() const {
    return {bytes_.data(), size_ + frame_overhead};
  }
  [[nodiscard]] constexpr MessageId id() const { return MessageId{bytes_[2]}; }
  [[nodiscard]] constexpr std::span<const std::uint8_t> data() const {
    return {bytes_.data() + 3, size_};
  }
  constexpr bool operator==(const Frame& other) const {
    return std::ranges::equal(bytes(), other.bytes());
  }

 private:
  std::size_t size_;
  std::array<std::uint8_t, max_frame> bytes_{};
};

class Parser {
 public:
  // A line that pauses this long in the middle of a frame has lost the rest of it. It is counted
  // from the last byte, so that a slow but steady line is not taken for a broken one.
  static constexpr Duration patience = std::chrono::milliseconds{50};

  struct Counters {
    std::uint64_t messages = 0;
    std::uint64_t padding = 0;     // zero bytes between frames: normal (1.6)
    std::uint64_t dropped = 0;     // other bytes that belong to no good frame
    std::uint64_t bad_checks = 0;  // frames whose check byte was wrong
    std::uint64_t bad_lengths = 0;
    std::uint64_t unfinished = 0;  // frames given up after `patience`
    bool operator==(const Counters&) const = default;
  };

  // Calls handler(const Message&) for each good frame, in order. The handler may call clear(), but
  // not push() or expire().
  template <class Handler>
  void push(std::span<const std::uint8_t> bytes, Instant now, Handler&& handler) {
    expire(now, handler);
    while (!bytes.empty()) {
      const std::size_t taken = store(bytes, now);
      bytes = bytes.subspan(taken);
      search(handler);
    }
  }

  // Gives up what is unfinished for longer than `patience`, and looks for frames behind it.
  template <class Handler>
  void expire(Instant now, Handler&& handler) {
    while (begin_ != end_ && now - last_byte_ >= patience) {
      ++counters_.unfinished;
      drop_one();
      search(handler);
    }
  }

  // When expire() has something to do; empty while no frame is unfinished.
  [[nodiscard]] std::optional<Instant> deadline() const {
    if (begin_ == end_) return std::nullopt;
    return last_byte_ + patience;
  }

  // Forgets an unfinished frame; the counters stay.
  void clear() { begin_ = end_ = 0; }

  [[nodiscard]] const Counters& counters() const { return counters_; }

 private:
  std::size_t store(std::span<const std::uint8_t> bytes, Instant now);
  // The next good frame in the buffer, taken out of it; false when more bytes are needed.
  bool take(Message& message);
  void drop_one();

  template <class Handler>
  void search(Handler& handler) {
    Message message;
    while (take(message)) handler(static_cast<const Message&>(message));
  }

  // Always room for more: what stays behind after search() is shorter than one frame.
  static constexpr std::size_t capacity = 4 * max_frame;
  // Behind it lies room for copies of fixed length.
  std::array<std::uint8_t, capacity + max_frame> buffer_{};
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  Instant last_byte_{};
  Counters counters_{};
};

}  // namespace softpedal::ant
