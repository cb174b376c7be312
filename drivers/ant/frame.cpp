// SPDX-License-Identifier: MIT
#include "drivers/ant/frame.hpp"

namespace softpedal::ant {

std::size_t Parser::store(std::span<const std::uint8_t> bytes, Instant now) {
  if (begin_ != 0) {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  const std::size_t taken = std::min(bytes.size(), buffer_.size() - end_);
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
    std::uint8_t check = 0;
    for (const std::uint8_t byte : rest.first(length + frame_overhead)) check ^= byte;
    if (check != 0) {
      // Nothing is escaped, so a good frame may begin anywhere behind this A4 (2.1).
      ++counters_.bad_checks;
      drop_one();
      continue;
    }
    message.id = MessageId{rest[2]};
    message.size = static_cast<std::uint8_t>(length);
    std::ranges::copy(rest.subspan(3, length), message.storage.begin());
    begin_ += length + frame_overhead;
    ++counters_.messages;
    return true;
  }
  return false;
}

}  // namespace softpedal::ant
