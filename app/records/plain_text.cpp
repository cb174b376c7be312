// SPDX-License-Identifier: MIT
#include "app/records/plain_text.hpp"

#include <cstdint>

namespace softpedal::records {
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

bool is_control(std::uint32_t code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

bool is_nothing(std::uint32_t code) { return code == 0xFFFE || code == 0xFFFF; }  // not in XML

}  // namespace

std::string plain_text(std::string_view text, std::size_t most) {
  std::string plain;
  while (!text.empty()) {
    const Character character = first_of(text);
    std::string_view one = text.substr(0, character.bytes);
    text.remove_prefix(character.bytes);
    if (!character.whole || is_nothing(character.code)) one = "\xEF\xBF\xBD";
    if (character.whole && is_control(character.code)) one = " ";
    if (plain.size() + one.size() > most) break;
    plain += one;
  }
  return plain;
}

}  // namespace softpedal::records
