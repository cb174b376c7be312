// SPDX-License-Identifier: MIT
// What several screens have in common: the line at the top, the row of scores, the big buttons, and
// how numbers are written.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "app/core/pain.hpp"
#include "app/core/units.hpp"
#include "app/dashboard/dashboard.hpp"
#include "app/dashboard/words.hpp"

namespace softpedal::ui {

inline constexpr float button_share = 0.16F;  // EASE and STOP: of the window's height

[[nodiscard]] std::string with_places(double number, int places);
template <class Unit>
[[nodiscard]] std::string number(const Unit& value, int places) {
  return with_places(value.count(), places);
}
[[nodiscard]] std::string clock_text(Duration time);    // "7:34"
[[nodiscard]] std::string minutes_text(Duration time);  // "8", or "7:30", "1:00"
// In the rider's units: "75 kg", "165 lb"; "24 N", "5 lb".
[[nodiscard]] std::string weight_text(Kilograms weight, Units units);
[[nodiscard]] std::string force_text(Newtons force, Units units);
// What went wrong and what to do about it.
[[nodiscard]] Word fault_word(FaultCode code);
// Shipped profiles have names in every language, others only their own.
[[nodiscard]] std::string_view profile_name(const std::string& name);

// Left out of the middle of a text, so that beginning and end stand in one line, with what stands
// around it.
[[nodiscard]] std::string in_one_line(
    const Canvas& canvas, const Rect& room, const std::string& text,
    const std::function<std::string(const std::string&)>& around = {});

// The whole window without its margin.
[[nodiscard]] Rect page(const Canvas& canvas);

// Takes its strip off the page: title at the left, SIMULATED in the middle, the link at the right.
struct TopLine {
  bool link = false;
  bool simulated = true;  // where it is; false: the screen says so itself
};
void draw_top_line(Frame& frame, Rect& page, std::string_view title, TopLine with);

// Where EASE and STOP are, and on the other screens whatever comes next and the way out.
struct BigButtons {
  Rect left;
  Rect right;
};
[[nodiscard]] BigButtons take_big_buttons(const Canvas& canvas, Rect& page);
[[nodiscard]] ButtonLook big(const Theme& theme, std::string_view hint = {});
// With "Enter" on it where Enter presses it.
[[nodiscard]] ButtonLook big_with_enter(const Frame& frame, std::string_view name);
[[nodiscard]] ButtonLook plain(const Theme& theme, std::string_view hint = {});

// What a score does today, to be shown on its scale.
struct PainScale {
  std::function<PainMeans(int)> means;
  Word end;  // what the worst scores do
};
// Eleven keys with a face each, words under 0 and 10, and what each does, where it does something.
// Returns the one that was pressed.
[[nodiscard]] std::optional<int> draw_scores(Frame& frame, const Rect& box,
                                             std::optional<int> chosen,
                                             const PainScale* scale = nullptr);

}  // namespace softpedal::ui
