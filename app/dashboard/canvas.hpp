// SPDX-License-Identifier: MIT
// What the screens draw with. Words always fit the room they are given: they shrink, or are broken
// into lines, and are never cut off. Sizes are shares of the window's height. Each frame keeps a
// list of what was written and what can be pressed, so that a test can look at a screen as a reader
// does.
#pragma once

#include <imgui.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/dashboard/fonts.hpp"
#include "app/dashboard/input.hpp"
#include "app/dashboard/rect.hpp"
#include "app/dashboard/theme.hpp"

namespace softpedal::ui {

enum class Align { Left, Centre, Right };

inline constexpr float least_size = 0.026F;  // nothing is written smaller (dashboard.md)

struct Words {
  float size = 0.03F;  // of the window's height, before the user's scale
  Colour ink{};
  Colour ground{};
  Face face = Face::Text;
  Align align = Align::Left;
  bool top = false;     // else in the middle of the room's height
  bool scaled = true;   // by the user's scale
  bool digits = false;  // only digits: `size` is their own height
};

struct Written {
  std::string text;
  Rect box;    // of the ink
  Rect room;   // that it had to stay in
  float size;  // of its letters in pixels; of digits their height
  Colour ink;
  Colour ground;
};

struct Pressable {
  std::string_view name;
  Rect box;
  bool enabled;
};

// How a button looks: what happens with it is the same for all.
struct ButtonLook {
  Colour fill{};
  Colour ink{};
  float size = 0.045F;
  std::string_view hint{};  // the key that does the same
  Align align = Align::Centre;
  bool enabled = true;
  bool marked = false;  // chosen: an outline and a bar, beside whatever the words say
};

class Canvas {
 public:
  Canvas(ImDrawList& list, const Fonts& fonts, const Theme& colours, Point size, float scale,
         Hands& hands)
      : theme{colours}, list_{list}, fonts_{fonts}, size_{size}, scale_{scale}, hands_{hands} {}

  const Theme& theme;

  [[nodiscard]] Rect whole() const { return {0, 0, size_.x, size_.y}; }
  [[nodiscard]] float height(float share) const { return size_.y * share; }
  [[nodiscard]] float scale() const { return scale_; }
  [[nodiscard]] ImFont* letters(Face face, float size) const { return fonts_.at(face, size); }
  [[nodiscard]] float gap() const { return height(0.010F); }
  // In pixels, by the user's scale. What is large already grows by half as much.
  [[nodiscard]] float scaled(float size) const {
    const float by = size < 0.038F ? scale_ : 1.0F + (scale_ - 1.0F) * 0.5F;
    return height(size * by);
  }
  // Of a line of words of that size, with the air above and below it.
  [[nodiscard]] float line(float size) const { return scaled(size) * 1.22F; }

  // Returns what was inked.
  Rect write(const Rect& room, std::string_view text, const Words& words);
  [[nodiscard]] float width_of(std::string_view text, const Words& words) const;
  // It can be written there in one line without becoming smaller than anything may be.
  [[nodiscard]] bool fits(const Rect& room, std::string_view text, Face face) const;

  void fill(const Rect& box, Colour colour, bool rounded = false);
  void outline(const Rect& box, Colour colour, float thickness, bool rounded = true);
  void stroke(Point from, Point to, Colour colour, float thickness);
  void polyline(const std::vector<Point>& points, Colour colour, float thickness);
  // Clockwise from the top, in shares of a turn.
  void arc(Point middle, float radius, float from, float to, Colour colour, float thickness);
  void triangle(Point a, Point b, Point c, Colour colour);
  void disc(Point middle, float radius, Colour colour, bool filled, float thickness);
  void hatch(const Rect& box, Colour colour, float every);

  // True in the frame in which it is clicked, or has the focus and Enter is pressed.
  bool button(std::string_view name, const Rect& box, std::string_view label,
              const ButtonLook& look);
  // The same for a place that somebody else draws.
  bool press(std::string_view name, const Rect& box, bool enabled = true);

  [[nodiscard]] const std::vector<Written>& written() const { return written_; }
  [[nodiscard]] const std::vector<Pressable>& pressables() const { return pressables_; }

 private:
  struct Line {
    std::string_view text;
    float width;
  };
  [[nodiscard]] float asked_size(const Words& words) const {
    return words.scaled ? scaled(words.size) : height(words.size);
  }
  [[nodiscard]] ImFont* font_for(const Words& words, float size) const;
  [[nodiscard]] std::vector<Line> broken(ImFont& font, float size, std::string_view text,
                                         float width) const;
  void write_digits(const Rect& room, std::string_view text, const Words& words);
  Rect put(const Rect& room, std::string_view text, const Words& words, ImFont& font, float size,
           const std::vector<Line>& lines);

  ImDrawList& list_;
  const Fonts& fonts_;
  Point size_;
  float scale_;
  Hands& hands_;
  std::vector<Written> written_{};
  std::vector<Pressable> pressables_{};
};

}  // namespace softpedal::ui
