// SPDX-License-Identifier: MIT
#include "app/dashboard/canvas.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/core/plain_text.hpp"

namespace softpedal::ui {
namespace {

constexpr float line_height = 1.16F;  // of the letters' size
constexpr float smaller = 0.96F;      // one try

ImU32 packed(Colour colour) { return IM_COL32(colour.r, colour.g, colour.b, 255); }
ImVec2 vec(Point p) { return {p.x, p.y}; }

float width_in(ImFont& font, float size, std::string_view text) {
  return font.CalcTextSizeA(size, FLT_MAX, 0.0F, text.data(), text.data() + text.size()).x;
}

}  // namespace

ImFont* Canvas::font_for(const Words& words, float size) const {
  return words.digits ? fonts_.digits(size) : fonts_.at(words.face, size);
}

float Canvas::width_of(std::string_view text, const Words& words) const {
  const float asked = asked_size(words);
  const float size = words.digits ? asked / fonts_.digit_height() : asked;
  return width_in(*font_for(words, size), size, text);
}

bool Canvas::fits(const Rect& room, std::string_view text, Face face) const {
  const float size = height(least_size);
  return size * line_height <= room.h && width_in(*fonts_.at(face, size), size, text) <= room.w;
}

// Breaks between words only; a word that is wider than the room makes its line too wide.
std::vector<Canvas::Line> Canvas::broken(ImFont& font, float size, std::string_view text,
                                         float width) const {
  std::vector<Line> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t end = begin;  // of what fits
    float used = 0.0F;
    for (std::size_t at = begin; at < text.size();) {
      const std::size_t stop = std::min(text.find_first_of(" \n", at), text.size());
      const float wide = width_in(font, size, text.substr(begin, stop - begin));
      if (wide > width && end > begin) break;
      end = stop;
      used = wide;
      if (stop < text.size() && text[stop] == '\n') break;
      at = stop + 1;
    }
    lines.push_back({text.substr(begin, end - begin), used});
    begin = end + 1;
  }
  return lines;
}

Rect Canvas::put(const Rect& room, std::string_view text, const Words& words, ImFont& font,
                 float size, const std::vector<Line>& lines) {
  const float step = size * line_height;
  const float block = step * static_cast<float>(lines.size());
  float y = words.top ? room.y : room.y + (room.h - block) / 2;
  y += (step - size) / 2;
  Rect inked{room.x, std::floor(y), 0, block - (step - size)};
  for (const Line& line : lines) {
    const float spare = room.w - line.width;
    const float x = words.align == Align::Left     ? room.x
                    : words.align == Align::Centre ? room.x + spare / 2
                                                   : room.x + spare;
    list_.AddText(&font, size, {std::floor(x), std::floor(y)}, packed(words.ink), line.text.data(),
                  line.text.data() + line.text.size());
    if (line.width > inked.w) {
      inked.x = std::floor(x);
      inked.w = line.width;
    }
    y += step;
  }
  written_.push_back({std::string{text}, inked, room, size, words.ink, words.ground});
  return inked;
}

Rect Canvas::write(const Rect& room, std::string_view words_of_anybody, const Words& words) {
  const std::string text = plain_lines(words_of_anybody);
  if (text.empty() || room.w <= 0 || room.h <= 0) return {room.x, room.y, 0, 0};
  if (words.digits) {
    write_digits(room, text, words);
    return written_.back().box;
  }
  // As large as was asked for, if need be in several lines, else as large as fits.
  float size = std::min(asked_size(words), room.h / line_height);
  for (;; size *= smaller) {
    ImFont& font = *font_for(words, size);
    const auto lines = broken(font, size, text, room.w);
    const bool narrow =
        std::ranges::all_of(lines, [&](const Line& line) { return line.width <= room.w; });
    const float block = size * line_height * static_cast<float>(lines.size());
    const bool fits = narrow && block <= room.h + 0.5F;
    if (fits || size < 4.0F) return put(room, text, words, font, size, lines);
  }
}

// Digits have no descenders: they may use their room from edge to edge.
void Canvas::write_digits(const Rect& room, std::string_view text, const Words& words) {
  const float asked = asked_size(words);
  float size = std::min(asked, room.h) / fonts_.digit_height();
  for (;; size *= smaller) {
    ImFont& font = *fonts_.digits(size);
    const float width = width_in(font, size, text);
    if (width > room.w && size > 4.0F) continue;
    const float tall = size * fonts_.digit_height();
    const float spare = room.w - width;
    const float x = words.align == Align::Left     ? room.x
                    : words.align == Align::Centre ? room.x + spare / 2
                                                   : room.x + spare;
    const float y = words.top ? room.y : room.y + (room.h - tall) / 2;
    list_.AddText(&font, size, {std::floor(x), std::floor(y - size * fonts_.digit_top())},
                  packed(words.ink), text.data(), text.data() + text.size());
    written_.push_back({std::string{text},
                        {std::floor(x), std::floor(y), width, tall},
                        room,
                        tall,
                        words.ink,
                        words.ground});
    return;
  }
}

void Canvas::fill(const Rect& box, Colour colour, bool rounded) {
  list_.AddRectFilled({box.x, box.y}, {box.right(), box.bottom()}, packed(colour),
                      rounded ? height(0.01F) : 0.0F);
}

void Canvas::outline(const Rect& box, Colour colour, float thickness, bool rounded) {
  list_.AddRect({box.x, box.y}, {box.right(), box.bottom()}, packed(colour),
                rounded ? height(0.01F) : 0.0F, 0, thickness);
}

void Canvas::stroke(Point from, Point to, Colour colour, float thickness) {
  list_.AddLine(vec(from), vec(to), packed(colour), thickness);
}

void Canvas::polyline(const std::vector<Point>& points, Colour colour, float thickness) {
  if (points.size() < 2) return;
  std::vector<ImVec2> corners;
  corners.reserve(points.size());
  for (const Point& point : points) corners.push_back(vec(point));
  list_.AddPolyline(corners.data(), static_cast<int>(corners.size()), packed(colour), 0, thickness);
}

void Canvas::arc(Point middle, float radius, float from, float to, Colour colour, float thickness) {
  if (to <= from) return;
  constexpr float turn = 2.0F * std::numbers::pi_v<float>;
  constexpr float top = -0.25F * turn;
  list_.PathArcTo(vec(middle), radius, top + from * turn, top + to * turn,
                  std::max(3, static_cast<int>(96.0F * (to - from))));
  list_.PathStroke(packed(colour), 0, thickness);
}

void Canvas::triangle(Point a, Point b, Point c, Colour colour) {
  list_.AddTriangleFilled(vec(a), vec(b), vec(c), packed(colour));
}

void Canvas::disc(Point middle, float radius, Colour colour, bool filled, float thickness) {
  if (filled) {
    list_.AddCircleFilled(vec(middle), radius, packed(colour));
  } else {
    list_.AddCircle(vec(middle), radius, packed(colour), 0, thickness);
  }
}

void Canvas::hatch(const Rect& box, Colour colour, float every) {
  list_.PushClipRect({box.x, box.y}, {box.right(), box.bottom()}, true);
  for (float x = box.x - box.h; x < box.right(); x += every) {
    stroke({x, box.bottom()}, {x + box.h, box.y}, colour, std::max(1.0F, every * 0.25F));
  }
  list_.PopClipRect();
}

bool Canvas::press(std::string_view name, const Rect& box, bool enabled) {
  pressables_.push_back({name, box, enabled});
  if (!enabled) return false;
  return hands_.take_press(name, box);
}

bool Canvas::button(std::string_view name, const Rect& box, std::string_view label,
                    const ButtonLook& look) {
  const bool pressed = press(name, box, look.enabled);
  const Colour fill_colour = look.enabled ? look.fill : theme.panel;
  const Colour ink = look.enabled ? look.ink : theme.quiet;
  fill(box, fill_colour, true);
  if (look.marked) {
    fill({box.x, box.y, height(0.010F), box.h}, ink);
    outline(box.inside(1), ink, std::max(2.0F, height(0.003F)));
  }
  Rect room = box.inside(std::min(height(0.016F), box.w * 0.06F), box.h * 0.06F);
  const Words words{.size = look.size,
                    .ink = ink,
                    .ground = fill_colour,
                    .face = Face::Bold,
                    .align = look.align};
  if (!look.hint.empty()) {
    // The key stands beside a label that leaves room for it, else below it, else nowhere.
    const Words small{.size = std::max(0.03F, look.size * 0.5F),
                      .ink = ink,
                      .ground = fill_colour,
                      .align = Align::Centre};
    const float wide = width_of(look.hint, small) + height(0.02F);
    const bool beside = width_of(label, words) + 2 * wide < room.w;
    const bool below = !beside && room.h > line(look.size) + line(small.size);
    if (beside || below) {
      const Rect place = beside ? room.take_right(wide) : room.take_bottom(line(small.size));
      write(place, look.hint, small);
    }
    if (beside) room.take_left(wide);
  }
  write(room, label, words);
  if (look.enabled && hands_.focused(name)) {
    const float thick = std::max(3.0F, height(0.006F));
    outline({box.x + thick / 2, box.y + thick / 2, box.w - thick, box.h - thick}, theme.text,
            thick);
    outline(box.inside(thick), theme.ground, std::max(2.0F, thick / 2));
  }
  return pressed;
}

}  // namespace softpedal::ui
