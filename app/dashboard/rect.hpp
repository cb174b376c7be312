// SPDX-License-Identifier: MIT
// A piece of the window, in pixels from its upper left corner, and how it is cut into smaller ones.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace softpedal::ui {

struct Point {
  float x = 0;
  float y = 0;
};

struct Rect {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;
  bool operator==(const Rect&) const = default;

  [[nodiscard]] float right() const { return x + w; }
  [[nodiscard]] float bottom() const { return y + h; }
  [[nodiscard]] Point middle() const { return {x + w / 2, y + h / 2}; }
  [[nodiscard]] bool holds(Point p) const {
    return p.x >= x && p.x < right() && p.y >= y && p.y < bottom();
  }
  [[nodiscard]] Rect inside(float margin) const { return inside(margin, margin); }
  [[nodiscard]] Rect inside(float across, float down) const {
    return {x + across, y + down, std::max(w - 2 * across, 0.0F), std::max(h - 2 * down, 0.0F)};
  }

  // Each takes a strip off this rectangle and returns it; what is not there is not given.
  Rect take_top(float height) {
    const float taken = std::clamp(height, 0.0F, h);
    const Rect strip{x, y, w, taken};
    y += taken;
    h -= taken;
    return strip;
  }
  Rect take_bottom(float height) {
    const float taken = std::clamp(height, 0.0F, h);
    h -= taken;
    return {x, y + h, w, taken};
  }
  Rect take_left(float width) {
    const float taken = std::clamp(width, 0.0F, w);
    const Rect strip{x, y, taken, h};
    x += taken;
    w -= taken;
    return strip;
  }
  Rect take_right(float width) {
    const float taken = std::clamp(width, 0.0F, w);
    w -= taken;
    return {x + w, y, taken, h};
  }
};

// `count` pieces side by side, with a gap between.
[[nodiscard]] inline std::vector<Rect> columns(const Rect& whole, std::size_t count, float gap) {
  std::vector<Rect> pieces;
  const float n = static_cast<float>(count);
  const float width = (whole.w - gap * (n - 1)) / n;
  for (std::size_t i = 0; i < count; ++i) {
    pieces.push_back({whole.x + static_cast<float>(i) * (width + gap), whole.y, width, whole.h});
  }
  return pieces;
}

}  // namespace softpedal::ui
