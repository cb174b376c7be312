// SPDX-License-Identifier: MIT
#include "drivers/replay/recording.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string>

namespace softpedal::replay {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::size_t longest_line = 1 << 20;

// The next word, taken off the front; empty at the end of the line.
std::string_view take_word(std::string_view& line) {
  const std::size_t begin = line.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return line = {};
  const std::size_t end = std::min(line.find_first_of(blanks, begin), line.size());
  const std::string_view word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

// Seconds as a decimal number: digits, and at most one point.
std::optional<Instant> parse_time(std::string_view word) {
  if (word.empty() || word.find_first_not_of("0123456789.") != std::string_view::npos) {
    return std::nullopt;
  }
  double seconds = 0.0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), seconds);
  constexpr double longest = 1e9;  // over thirty years; keeps microseconds inside 64 bits
  const bool usable = error == std::errc{} && end == word.data() + word.size() && seconds >= 0.0 &&
                      seconds <= longest;
  if (!usable) return std::nullopt;
  return Instant{std::chrono::round<Duration>(std::chrono::duration<double>{seconds})};
}

std::optional<std::uint8_t> parse_byte(std::string_view word) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value, 16);
  const bool usable = word.size() == 2 && error == std::errc{} && end == word.data() + word.size();
  if (!usable) return std::nullopt;
  return static_cast<std::uint8_t>(value);
}

// What a foreign file may hold does not belong on a terminal unfiltered.
std::string shown(std::string_view word) {
  constexpr std::size_t longest = 24;
  std::string text;
  for (const char c : word.substr(0, longest)) text += c > ' ' && c <= '~' ? c : '?';
  return word.size() > longest ? text + "..." : text;
}

tl::unexpected<Fault> wrong(std::string sentence) {
  return tl::unexpected{Fault{FaultCode::BadFile, std::move(sentence)}};
}

}  // namespace

Result<std::optional<Transfer>> parse_transfer(std::string_view line) {
  line = line.substr(0, line.find('#'));
  const std::string_view time = take_word(line);
  if (time.empty()) return std::nullopt;
  Transfer transfer;
  if (time != "-") {
    transfer.at = parse_time(time);
    if (!transfer.at) {
      return wrong(fmt::format("'{}' is no time: seconds such as 12.3456, or -", shown(time)));
    }
  }
  const std::string_view direction = take_word(line);
  if (direction == "H>S") {
    transfer.direction = Direction::HostToStick;
  } else if (direction == "S>H") {
    transfer.direction = Direction::StickToHost;
  } else {
    return wrong(fmt::format("'{}' is no direction: H>S or S>H", shown(direction)));
  }
  for (auto word = take_word(line); !word.empty(); word = take_word(line)) {
    const auto byte = parse_byte(word);
    if (!byte) return wrong(fmt::format("'{}' is no byte: two hex digits", shown(word)));
    transfer.bytes.push_back(*byte);
  }
  return transfer;
}

Result<std::vector<Transfer>> read_recording(std::istream& text, std::string_view file_name) {
  std::vector<Transfer> transfers;
  std::string line;
  std::size_t number = 0;
  while (std::getline(text, line)) {
    ++number;
    if (line.size() > longest_line) {
      return wrong(fmt::format("{}:{}: this line is too long for a recording", file_name, number));
    }
    auto transfer = parse_transfer(line);
    if (!transfer) {
      return wrong(fmt::format("{}:{}: {}", file_name, number, transfer.error().sentence));
    }
    if (*transfer) transfers.push_back(std::move(**transfer));
  }
  if (text.bad() || number == 0) {
    return wrong(fmt::format("{} cannot be read, or is empty", file_name));
  }
  if (transfers.empty()) {
    return wrong(fmt::format("{} holds no recorded traffic", file_name));
  }
  return transfers;
}

}  // namespace softpedal::replay
