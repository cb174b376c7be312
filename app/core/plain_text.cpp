// SPDX-License-Identifier: MIT
#include "app/core/plain_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace softpedal {
namespace {

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
  bool whole = false;
};

// The first of a text that is not empty. Overlong forms, halves of pairs and what is beyond
// U+10FFFF are no characters (RFC 3629).
Character first_of(std::string_view text) {
  const auto at = [text](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t lead = at(0);
  if (lead < 0x80) return {.code = lead, .whole = true};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  std::uint32_t code = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((at(i) & 0xC0) != 0x80) return {};
    code = (code << 6) | (at(i) & 0x3F);
  }
  const std::uint32_t least = bytes == 4 ? 0x10000 : bytes == 3 ? 0x800 : 0x80;
  const bool half_of_a_pair = code >= 0xD800 && code <= 0xDFFF;
  if (code < least || code > 0x10FFFF || half_of_a_pair) return {};
  return {.code = code, .bytes = bytes, .whole = true};
}

bool is_control(std::uint32_t code) {  // with the line ends of Unicode
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029;
}

bool is_nothing(std::uint32_t code) { return code == 0xFFFE || code == 0xFFFF; }  // not in XML

// Format characters and all that Unicode wants ignored where it is not known.
bool is_hidden(std::uint32_t code) {
  using Range = std::pair<std::uint32_t, std::uint32_t>;
  constexpr std::array<Range, 19> hidden{{{0xAD, 0xAD},
                                          {0x34F, 0x34F},
                                          {0x61C, 0x61C},
                                          {0x115F, 0x1160},
                                          {0x17B4, 0x17B5},
                                          {0x180B, 0x180F},
                                          {0x200B, 0x200F},
                                          {0x202A, 0x202E},
                                          {0x2060, 0x206F},
                                          {0x3164, 0x3164},
                                          {0xFE00, 0xFE0F},
                                          {0xFEFF, 0xFEFF},
                                          {0xFFA0, 0xFFA0},
                                          {0xFFF0, 0xFFFB},
                                          {0x110BD, 0x110BD},
                                          {0x110CD, 0x110CD},
                                          {0x1BCA0, 0x1BCA3},
                                          {0x1D173, 0x1D17A},
                                          {0xE0000, 0xE0FFF}}};
  return std::ranges::any_of(
      hidden, [code](const Range& range) { return range.first <= code && code <= range.second; });
}

void append_escaped(std::string& text, std::uint32_t unit) {
  constexpr std::string_view digits = "0123456789abcdef";
  text += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) text += digits[unit >> shift & 0xF];
}

}  // namespace

std::string plain_text(std::string_view text, std::size_t most) {
  std::string plain;
  while (!text.empty()) {
    const Character character = first_of(text);
    std::string_view one = text.substr(0, character.bytes);
    text.remove_prefix(character.bytes);
    if (!character.whole || is_nothing(character.code)) one = "\xEF\xBF\xBD";
    if (character.whole && is_control(character.code)) one = " ";
    if (character.whole && is_hidden(character.code)) continue;
    if (plain.size() + one.size() > most) break;
    plain += one;
  }
  return plain;
}

std::string plain_lines(std::string_view text) {
  std::string plain;
  for (;;) {
    const std::size_t end = text.find('\n');
    plain += plain_text(text.substr(0, end));
    if (end == std::string_view::npos) return plain;
    plain += '\n';
    text.remove_prefix(end + 1);
  }
}

std::string plain_json(std::string_view dumped) {
  std::string plain;
  while (!dumped.empty()) {
    const Character character = first_of(dumped);
    const std::uint32_t code = character.code;
    const bool line_end = code == 0x2028 || code == 0x2029;
    const bool control = code >= 0x7F && code < 0xA0;  // those below are escaped already
    if (!character.whole || !(line_end || control || is_hidden(code))) {
      plain += dumped.substr(0, character.bytes);
    } else if (code < 0x10000) {
      append_escaped(plain, code);
    } else {
      append_escaped(plain, 0xD800 + ((code - 0x10000) >> 10));
      append_escaped(plain, 0xDC00 + ((code - 0x10000) & 0x3FF));
    }
    dumped.remove_prefix(character.bytes);
  }
  return plain;
}

}  // namespace softpedal
