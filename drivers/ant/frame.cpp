// SPDX-License-Identifier: MIT
#include "drivers/ant/frame.hpp"

#include <cstring>

namespace softpedal::ant {
namespace {

// The XOR of all bytes, eight at a time: this is the dearest part of a frame.
std::uint8_t check_of(std::span<const std::uint8_t> bytes) {
  std::uint64_t folded = 0;
  for (; bytes.size() >= sizeof folded; bytes = bytes.subspan(sizeof folded)) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes.data(), sizeof eight);
    folded ^= eight;
  }
  folded ^= folded >> 32;
  folded ^= folded >> 16;
  folded ^= folded >> 8;
  auto check = static_cast<std::uint8_t>(folded & 0xFF);
  for (const std::uint8_t byte : bytes) check ^= byte;
  return check;
}

}  // namespace

std::size_t Parser::store(std::span<const std::uint8_t> bytes, Instant now) {
  if (begin_ != 0) {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  const std::size_t taken = std::min(bytes.size(), capacity - end_);
  std::copy_n(bytes.begin(), taken, buffer_.begin() + static_cast<std::ptrdiff_t>(end_));
  end_ += taken;
  last_byte_ = now;
  return taken;
}

void Parser::drop_one() {
  ++(buffer_[begin_] == 0 ? counters_.padding : counters_.dropped);
  ++begin_;
}

bool Parser::take(Message& message) {
  while (begin_ != end_) {
    const std::span<const std::uint8_t> rest{buffer_.data() + begin_, end_ - begin_};
    if (rest[0] != sync) {
      drop_one();
      continue;
    }
    if (rest.size() < 2) return false;
    const std::size_t length = rest[1];
    if (length == 0 || length > max_data) {
      ++counters_.bad_lengths;
      drop_one();
      continue;
    }
    if (rest.size() < length + frame_overhead) return false;
    if (check_of(rest.first(length + frame_overhead)) != 0) {
      // Nothing is escaped, so a good frame may begin anywhere behind this A4 (2.1).
      ++counters_.bad_checks;
      drop_one();
      continue;
    }
    message.id = MessageId{rest[2]};
    message.size = static_cast<std::uint8_t>(length);
    // A copy of fixed length is cheaper; what lies behind the message is not part of its data().
    std::memcpy(message.storage.data(), rest.data() + 3, max_data);
    begin_ += length + frame_overhead;
    if (begin_ == end_) clear();
    ++counters_.messages;
    return true;
  }
  return false;
}

}  // namespace softpedal::ant
