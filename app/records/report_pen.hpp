// SPDX-License-Identifier: MIT
// Letters, lines and shapes on a page of cairo, in points from its upper left corner. Any text may
// be drawn: what is no letter is left out, and of what no face has each letter becomes a sign.
#pragma once

#include <cairo.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace softpedal::records {

struct Font {
  double size = 8.0;
  bool bold = false;
};
namespace font {
inline constexpr Font title{17.0, true};
inline constexpr Font figure{19.0, true};
inline constexpr Font name{11.0};
inline constexpr Font head{9.0, true};
inline constexpr Font text{8.2};
inline constexpr Font text_bold{8.2, true};
inline constexpr Font small{7.5};  // nothing is smaller
}  // namespace font

// All print well in black and white: nothing is said by ink alone.
enum class Ink : std::uint8_t { Black, Data, Quiet, Line, Faint, White };

enum class Align : std::uint8_t { Left, Middle, Right };

struct Box {
  double x = 0.0;
  double y = 0.0;
  double w = 0.0;
  double h = 0.0;
};

// One line of letters and signs; control characters and what is no UTF-8 are gone.
[[nodiscard]] std::string readable(std::string_view text);

class Pen {
 public:
  explicit Pen(cairo_t* page) : page_{page} {}

  // `y` is the line on which the letters stand.
  void write(double x, double y, std::string_view text, Font font, Ink ink = Ink::Black,
             Align align = Align::Left);
  [[nodiscard]] double width(std::string_view text, Font font);
  // The text on one line, or so much of it as fits and "…".
  [[nodiscard]] std::string fit(std::string_view text, Font font, double width);
  // On at most `most` lines, the last of which is fitted.
  [[nodiscard]] std::vector<std::string> wrap(std::string_view text, Font font, double width,
                                              std::size_t most);

  void line(double x1, double y1, double x2, double y2, double thick, Ink ink);
  void dashes(double x1, double y1, double x2, double y2, double thick, Ink ink);
  void fill(const Box& box, Ink ink);
  void frame(const Box& box, double thick, Ink ink);
  void hatch(const Box& box, double apart, Ink ink);
  void dot(double x, double y, double radius, Ink ink);
  void ring(double x, double y, double radius, double thick, Ink ink);
  void triangle(double x, double y, double radius, Ink ink);
  void cross(double x, double y, double radius, double thick, Ink ink);

 private:
  void use(Ink ink);
  void use(Font font, cairo_font_face_t* face);
  [[nodiscard]] bool has(char32_t letter, Font font, cairo_font_face_t* face);
  [[nodiscard]] cairo_font_face_t* face_for(char32_t letter, Font font);
  struct Part {
    std::string text;
    cairo_font_face_t* face;
  };
  [[nodiscard]] std::vector<Part> parts(std::string_view readable_text, Font font);
  [[nodiscard]] double width_of(const std::vector<Part>& parts, Font font);

  cairo_t* page_;
};

}  // namespace softpedal::records
