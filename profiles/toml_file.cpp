// SPDX-License-Identifier: MIT
#include "profiles/toml_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "app/core/plain_text.hpp"

namespace softpedal::profiles {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Fault> unreadable(const fs::path& path, std::string_view why) {
  return tl::unexpected{Fault{FaultCode::BadFile, fmt::format("{}: {}.", path.string(), why)}};
}

tl::unexpected<Fault> too_big(const fs::path& path, std::string_view what) {
  return unreadable(path, fmt::format("{} is never larger than {} KiB: choose another file", what,
                                      most_bytes / 1024));
}

}  // namespace

Fault refusal(std::string_view file, const toml::source_position& at, std::string_view sentence) {
  return {FaultCode::BadFile,
          fmt::format("{}:{}:{}: {}.", file, std::max<toml::source_index>(at.line, 1),
                      std::max<toml::source_index>(at.column, 1), sentence)};
}

Result<std::string> read_text(const fs::path& path, std::string_view what) {
  auto text = read_own(path, most_bytes, Links::Follow);
  if (text) return std::move(*text);
  switch (text.error().error) {
    case 0:
      return unreadable(
          path, fmt::format("this is not a file: name {}, a file that ends in .toml", what));
    case EFBIG:
      return too_big(path, what);
    case ENOENT:
    case ENOTDIR:
      return unreadable(path, "there is no such file: check the name and the folder");
    default:
      return unreadable(path, fmt::format("the file cannot be read ({}): check its permissions",
                                          text.error().why));
  }
}

Result<toml::table> parse_toml(std::string_view text, const fs::path& path, std::string_view what) {
  const std::string file = path.string();
  if (text.size() > most_bytes) return too_big(path, what);
  if (text.starts_with("\xEF\xBB\xBF")) {
    return tl::unexpected{refusal(file, {1, 1},
                                  "the file begins with a byte order mark: save it as UTF-8 "
                                  "without one")};
  }
  try {
    return toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    return tl::unexpected{refusal(file, error.source().begin,
                                  fmt::format("this is not valid TOML ({}): correct it here",
                                              printable(error.description(), 200)))};
  }
}

std::string_view found(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number with a decimal point";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::date:
      return "a date";
    case toml::node_type::time:
      return "a time of day";
    case toml::node_type::date_time:
      return "a date with a time";
    case toml::node_type::none:
      break;
  }
  return "nothing";
}

double amount(const toml::node& number) {
  if (const auto* whole = number.as_integer()) return static_cast<double>(whole->get());
  return number.as_floating_point()->get();
}

bool control_at(std::string_view text, std::size_t i) {
  const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  if (byte(i) < 0x20 || byte(i) == 0x7F) return true;
  return byte(i) == 0xC2 && i + 1 < text.size() && byte(i + 1) < 0xA0;
}

std::string printable(std::string_view text, std::size_t longest) {
  std::string shown = plain_text(text);
  return shown.size() <= longest ? shown : plain_text(shown, longest) + "...";
}

}  // namespace softpedal::profiles
