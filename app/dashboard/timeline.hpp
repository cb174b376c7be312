// SPDX-License-Identifier: MIT
// An axis of time that hands may move: the wheel and + and - zoom, dragging and the arrows pan. It
// never leaves what there is, and never shows less than makes sense. In whichever unit its screen
// counts: days, seconds.
#pragma once

#include <optional>
#include <string_view>

#include "app/dashboard/rect.hpp"

namespace softpedal::ui {

struct Frame;

struct Span {
  double from = 0.0;
  double to = 1.0;
  bool operator==(const Span&) const = default;
  [[nodiscard]] double length() const { return to - from; }
  [[nodiscard]] bool holds(double at) const { return at >= from && at <= to; }
};

// What may be shown: no more than `all`, no less than `least` of it.
struct Bounds {
  Span all{};
  double least = 1.0;
};
// `about` stays where it is on the screen.
[[nodiscard]] Span zoomed(const Span& shown, double about, double factor, const Bounds& bounds);
[[nodiscard]] Span moved(const Span& shown, double by, const Bounds& bounds);
// Moved just so far that `at` is in it.
[[nodiscard]] Span moved_to(const Span& shown, double at, const Bounds& bounds);

// Where the user is on an axis.
struct Timeline {
  std::optional<Span> shown{};  // empty: as at first
  struct Grab {
    Span shown;
    Point at;
    bool moved = false;
  };
  std::optional<Grab> grab{};
  std::optional<Point> pointer{};  // as it was in the frame before
};

struct Axis {
  Rect box{};
  Span shown{};
  [[nodiscard]] float x_of(double at) const {
    return box.x + box.w * static_cast<float>((at - shown.from) / shown.length());
  }
  [[nodiscard]] double at(float x) const {
    return shown.from + shown.length() * static_cast<double>((x - box.x) / box.w);
  }
};

// What hands did with the axis in this frame.
struct Steered {
  std::optional<Point> pointed{};  // the pointer went there
  bool clicked = false;
  bool entered = false;  // Enter
};
// `place` is what can be pressed under that name; the axis shows what it did until now, and then
// what hands made of it.
Steered steer(Frame& frame, std::string_view name, const Rect& place, Axis& axis,
              Timeline& timeline, const Bounds& bounds);
// + and -: `about` stays where it is, and off the edges; where it is not shown, the middle does.
void zoom_by_keys(Frame& frame, Axis& axis, Timeline& timeline, double about, const Bounds& bounds);

}  // namespace softpedal::ui
