// SPDX-License-Identifier: MIT
// Reads a FIT file for tests, as strictly as it can: every byte belongs to something, both check
// sums are right, every message was defined before.
#pragma once

#include <bit>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace softpedal::records {

struct FitMessage {
  int number = 0;
  std::map<int, std::vector<std::uint8_t>> fields{};  // by number, the bytes as they stand
  std::map<int, std::vector<std::uint8_t>> own{};     // developer data

  [[nodiscard]] static std::uint32_t raw(const std::vector<std::uint8_t>& bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) value = (value << 8) | bytes[i];
    return value;
  }
  [[nodiscard]] std::optional<std::uint32_t> value(int field) const {
    if (!fields.contains(field)) return std::nullopt;
    return raw(fields.at(field));
  }
  [[nodiscard]] std::optional<std::uint32_t> own_value(int field) const {
    if (!own.contains(field)) return std::nullopt;
    return raw(own.at(field));
  }
  [[nodiscard]] std::optional<float> own_float(int field) const {
    if (!own.contains(field)) return std::nullopt;
    return std::bit_cast<float>(raw(own.at(field)));
  }
  [[nodiscard]] static std::string text(const std::vector<std::uint8_t>& bytes) {
    if (bytes.empty() || bytes.back() != 0) throw std::runtime_error{"a text without its zero"};
    return {bytes.begin(), bytes.end() - 1};
  }
};

// By the table of sixteen entries, one nibble at a time: another way than ours.
inline std::uint16_t fit_sum(std::span<const std::uint8_t> bytes) {
  unsigned sum = 0;
  for (const std::uint8_t byte : bytes) {
    for (const unsigned nibble : {byte & 0xFU, static_cast<unsigned>(byte) >> 4}) {
      unsigned entry = (sum ^ nibble) & 0xF;
      for (int i = 0; i < 4; ++i) entry = (entry & 1) != 0 ? (entry >> 1) ^ 0xA001 : entry >> 1;
      sum = (sum >> 4) ^ entry;
    }
  }
  return static_cast<std::uint16_t>(sum);
}

inline std::vector<FitMessage> read_fit(std::span<const std::uint8_t> file) {
  const auto need = [](bool good, const char* what) {
    if (!good) throw std::runtime_error{what};
  };
  const auto word = [&](std::size_t at, std::size_t size) {
    need(at + size <= file.size(), "cut");
    return FitMessage::raw({file.begin() + static_cast<std::ptrdiff_t>(at),
                            file.begin() + static_cast<std::ptrdiff_t>(at + size)});
  };
  need(file.size() >= 16 && file[0] == 14, "header of 14 bytes");
  need(file[1] == 0x20, "protocol 2.0");
  need(std::string{file.begin() + 8, file.begin() + 12} == ".FIT", "signature");
  need(word(4, 4) + 16 == file.size(), "size in the header");
  need(word(12, 2) == fit_sum(file.first(12)), "sum of the header");
  need(word(file.size() - 2, 2) == fit_sum(file.first(file.size() - 2)), "sum of the file");

  struct Definition {
    int number;
    std::vector<std::pair<int, std::size_t>> fields, own;
  };
  std::map<int, Definition> definitions;
  std::vector<FitMessage> messages;
  std::size_t at = 14;
  const std::size_t end = file.size() - 2;
  const auto list = [&](std::vector<std::pair<int, std::size_t>>& fields) {
    const auto count = word(at++, 1);
    for (std::uint32_t i = 0; i < count; ++i, at += 3) {
      need(word(at + 1, 1) > 0, "a field without size");
      fields.emplace_back(word(at, 1), word(at + 1, 1));
    }
  };
  while (at < end) {
    const auto head = word(at++, 1);
    need((head & 0x90) == 0, "a plain header, no reserved bit");
    const int local = static_cast<int>(head & 0x0F);
    if ((head & 0x40) != 0) {
      need(word(at, 1) == 0 && word(at + 1, 1) == 0, "little-endian");
      Definition definition{static_cast<int>(word(at + 2, 2)), {}, {}};
      at += 4;
      list(definition.fields);
      if ((head & 0x20) != 0) list(definition.own);
      definitions[local] = definition;
      continue;
    }
    need(definitions.contains(local), "defined before");
    const Definition& definition = definitions.at(local);
    FitMessage message{definition.number, {}, {}};
    const auto take = [&](auto& to, const auto& fields) {
      for (const auto& [number, size] : fields) {
        need(at + size <= end, "within the file");
        need(!to.contains(number), "a field once");
        to[number] = {file.begin() + static_cast<std::ptrdiff_t>(at),
                      file.begin() + static_cast<std::ptrdiff_t>(at + size)};
        at += size;
      }
    };
    take(message.fields, definition.fields);
    take(message.own, definition.own);
    messages.push_back(std::move(message));
  }
  need(at == end, "nothing left over");
  return messages;
}

inline std::vector<FitMessage> only(const std::vector<FitMessage>& messages, int number) {
  std::vector<FitMessage> found;
  for (const FitMessage& message : messages) {
    if (message.number == number) found.push_back(message);
  }
  return found;
}

}  // namespace softpedal::records
