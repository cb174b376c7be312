// SPDX-License-Identifier: MIT
#include "app/dashboard/dates.hpp"

#include <array>

#include "app/dashboard/words.hpp"

namespace softpedal::ui {

namespace chrono = std::chrono;

std::string_view month_name(chrono::month month) {
  constexpr std::array<Word, 12> names{words::january, words::february, words::march,
                                       words::april,   words::may,      words::june,
                                       words::july,    words::august,   words::september,
                                       words::october, words::november, words::december};
  return say(names[(static_cast<unsigned>(month) + 11U) % 12U]);
}

std::string_view weekday_name(chrono::weekday weekday) {
  constexpr std::array<Word, 7> names{words::monday,   words::tuesday, words::wednesday,
                                      words::thursday, words::friday,  words::saturday,
                                      words::sunday};
  return say(names[(weekday.iso_encoding() + 6U) % 7U]);
}

std::string day_month_text(chrono::year_month_day day) {
  return say(words::day_month, static_cast<unsigned>(day.day()), month_name(day.month()));
}

std::string date_text(chrono::year_month_day day) {
  return say(words::full_date, weekday_name(chrono::weekday{chrono::local_days{day}}),
             day_month_text(day), static_cast<int>(day.year()));
}

std::string time_text(chrono::local_seconds when) {
  const chrono::hh_mm_ss time{when - chrono::floor<chrono::days>(when)};
  return fmt::format("{}:{:02}", time.hours().count(), time.minutes().count());
}

std::string date_and_time_text(chrono::local_seconds when) {
  const auto day = chrono::floor<chrono::days>(when);
  return fmt::format("{}, {}", date_text(chrono::year_month_day{day}), time_text(when));
}

int number_of(chrono::year_month_day day) {
  return static_cast<int>(chrono::local_days{day}.time_since_epoch().count());
}

chrono::year_month_day day_of_number(int day) {
  return chrono::year_month_day{chrono::local_days{chrono::days{day}}};
}

int monday_before(int day) {
  const chrono::weekday weekday{chrono::local_days{chrono::days{day}}};
  return day - static_cast<int>(weekday.iso_encoding()) + 1;
}

}  // namespace softpedal::ui
