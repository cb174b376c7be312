// SPDX-License-Identifier: MIT
// A value to a row of SQLite and back, for the visits of ride_columns.hpp. What is written and what
// is read goes into a Check: where the two differ, the file was damaged.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

#include "app/core/kept_ride.hpp"
#include "app/core/remark.hpp"

namespace softpedal::records {

// What a database says that no softpedal ever wrote.
struct Damaged : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The same cells in the same order give the same sum, and any other hardly ever do.
class Check {
 public:
  void add(std::int64_t cell) {
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;
    sum_ = std::rotl((sum_ ^ static_cast<std::uint64_t>(cell)) * odd, 29) + odd;
  }
  void add(double cell) { add(std::bit_cast<std::int64_t>(cell == 0.0 ? 0.0 : cell)); }
  void add(std::string_view cell) {
    add(static_cast<std::int64_t>(cell.size()));
    for (; cell.size() >= sizeof(std::int64_t); cell.remove_prefix(sizeof(std::int64_t))) {
      std::int64_t eight = 0;
      std::memcpy(&eight, cell.data(), sizeof eight);
      add(eight);
    }
    for (const char c : cell) add(static_cast<std::int64_t>(c));
  }
  void add_nothing() { add(std::int64_t{-0x5EED}); }
  [[nodiscard]] std::int64_t sum() const { return static_cast<std::int64_t>(sum_); }

 private:
  std::uint64_t sum_ = 0;
};

// What a row leaves out has no word: Why::Connecting and Phase::Connecting.
[[nodiscard]] std::optional<std::string_view> word_of(Why why);
[[nodiscard]] std::optional<std::string_view> word_of(Phase phase);
[[nodiscard]] std::optional<std::string_view> word_of(Mark::Kind kind);
// Throw Damaged where there is no such word.
void take_word(const std::optional<std::string>& word, Why& why);
void take_word(const std::optional<std::string>& word, Phase& phase);
void take_word(const std::optional<std::string>& word, Mark::Kind& kind);

inline constexpr int phase_count = static_cast<int>(Phase::Ended) + 1;
constexpr int count_of(Phase /*of its kind*/) { return phase_count; }
constexpr int count_of(Why /*of its kind*/) { return why_count; }

template <class T>
concept Optional = requires(const T& value) {
  value.has_value();
};
template <class T>
concept Measure = requires(const T& value) {
  { value.count() } -> std::same_as<double>;
};
template <class T>
concept Time = requires(const T& value) {
  { value.count() } -> std::same_as<std::int64_t>;
};

class Names {
 public:
  template <class... Value>
  void operator()(std::string_view name, const Value&...) {
    if (!names.empty()) names += ", ";
    names += name;
    marks += ", ?";
  }
  template <class Value>
  void word(std::string_view name, const Value& value) {
    (*this)(name, value);
  }
  std::string names{};
  std::string marks{};
};

class Binder {
 public:
  // Binds from the parameter `first` on.
  Binder(SQLite::Statement& to, int first, Check& check) : to_{to}, at_{first}, check_{check} {}

  template <class T>
  void operator()(std::string_view /*name*/, const T& value, double parts = 0.0) {
    if constexpr (Optional<T>) {
      if (value) {
        one(*value, parts);
      } else {
        check_.add_nothing();
        to_.bind(at_);
      }
    } else {
      one(value, parts);
    }
    ++at_;
  }
  template <class T>
  void word(std::string_view name, const T& value) {
    (*this)(name, word_of(value));
  }

 private:
  template <class T>
  void one(const T& value, double parts) {
    if constexpr (Measure<T>) {
      one(value.count(), parts);
    } else if constexpr (Time<T>) {
      whole(value.count());
    } else if constexpr (std::is_same_v<T, double>) {
      if (parts > 0.0) return whole(std::llround(value * parts));
      check_.add(value);
      to_.bind(at_, value);
    } else if constexpr (std::is_same_v<T, std::string>) {
      check_.add(std::string_view{value});
      to_.bind(at_, value);
    } else if constexpr (std::is_same_v<T, std::string_view>) {
      one(std::string{value}, parts);
    } else if constexpr (std::is_same_v<T, std::chrono::sys_seconds>) {
      one(utc_text(value), parts);
    } else if constexpr (std::is_same_v<T, std::chrono::year_month_day>) {
      one(day_text(value), parts);
    } else {
      whole(static_cast<std::int64_t>(value));
    }
  }
  void whole(std::int64_t value) {
    check_.add(value);
    to_.bind(at_, value);
  }

  SQLite::Statement& to_;
  int at_;
  Check& check_;
};

class Fetcher {
 public:
  // Reads from the column `first` on.
  Fetcher(SQLite::Statement& from, int first, Check& check)
      : from_{from}, at_{first}, check_{check} {}

  template <class T>
  void operator()(std::string_view /*name*/, T& value, double parts = 0.0) {
    const SQLite::Column cell = from_.getColumn(at_++);
    if constexpr (Optional<T>) {
      if (cell.isNull()) {
        check_.add_nothing();
        value.reset();
      } else {
        one(cell, value.emplace(), parts);
      }
    } else {
      one(cell, value, parts);
    }
  }
  template <class T>
  void word(std::string_view name, T& value) {
    std::optional<std::string> text;
    (*this)(name, text);
    take_word(text, value);
  }

 private:
  template <class T>
  void one(const SQLite::Column& cell, T& value, double parts) {
    if constexpr (Measure<T>) {
      double count = 0.0;
      one(cell, count, parts);
      value = T{count};
    } else if constexpr (Time<T>) {
      value = T{whole(cell)};
    } else if constexpr (std::is_same_v<T, double>) {
      if (parts > 0.0) {
        value = static_cast<double>(whole(cell)) / parts;
      } else {
        value = cell.getDouble();
        check_.add(value);
      }
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = cell.getString();
      check_.add(std::string_view{value});
    } else if constexpr (std::is_same_v<T, std::chrono::sys_seconds>) {
      value = parsed(cell, parse_utc);
    } else if constexpr (std::is_same_v<T, std::chrono::year_month_day>) {
      value = parsed(cell, parse_day);
    } else if constexpr (std::is_enum_v<T>) {
      const std::int64_t code = whole(cell);
      if (code < 0 || code >= count_of(value)) throw Damaged{"a code that is not known"};
      value = static_cast<T>(code);
    } else {
      value = static_cast<T>(whole(cell));
    }
  }
  std::int64_t whole(const SQLite::Column& cell) {
    const std::int64_t value = cell.getInt64();
    check_.add(value);
    return value;
  }
  template <class Parse>
  auto parsed(const SQLite::Column& cell, Parse parse) {
    std::string text;
    one(cell, text, 0.0);
    const auto value = parse(text);
    if (!value) throw Damaged{"a date that is none"};
    return *value;
  }

  SQLite::Statement& from_;
  int at_;
  Check& check_;
};

}  // namespace softpedal::records
