// SPDX-License-Identifier: MIT
#include "app/dashboard/timeline.hpp"

#include <algorithm>
#include <cmath>

#include "app/dashboard/dashboard.hpp"

namespace softpedal::ui {
namespace {

constexpr double closer = 0.8;  // one notch of the wheel, one press of +

void show(Axis& axis, Timeline& timeline, const Span& shown) {
  axis.shown = shown;
  timeline.shown = shown;
}

// Dragged as far as the pointer is from where it was pressed; let go without that, it is a click.
bool drag(const Frame& frame, Axis& axis, Timeline& timeline, const Bounds& bounds) {
  if (!timeline.grab) return false;
  Timeline::Grab& grab = *timeline.grab;
  const Input& input = frame.hands.input();
  if (input.pointer) {
    const float across = input.pointer->x - grab.at.x;
    grab.moved = grab.moved || std::abs(across) > frame.canvas.height(0.012F);
    if (grab.moved) {
      const double by = -static_cast<double>(across / axis.box.w) * grab.shown.length();
      show(axis, timeline, moved(grab.shown, by, bounds));
    }
  }
  if (input.holding) return false;
  const bool clicked = !grab.moved;
  timeline.grab.reset();
  return clicked;
}

}  // namespace

Span zoomed(const Span& shown, double about, double factor, const Bounds& bounds) {
  const double whole = bounds.all.length();
  const double length = std::clamp(shown.length() * factor, std::min(bounds.least, whole), whole);
  const double before = (about - shown.from) * length / shown.length();
  return moved({about - before, about - before + length}, 0.0, bounds);
}

Span moved(const Span& shown, double by, const Bounds& bounds) {
  const double length = std::min(shown.length(), bounds.all.length());
  const double from = std::clamp(shown.from + by, bounds.all.from, bounds.all.to - length);
  return {from, from + length};
}

Span moved_to(const Span& shown, double at, const Bounds& bounds) {
  const double edge = shown.length() * 0.04;
  if (at < shown.from + edge) return moved(shown, at - edge - shown.from, bounds);
  if (at > shown.to - edge) return moved(shown, at + edge - shown.to, bounds);
  return shown;
}

Steered steer(Frame& frame, std::string_view name, const Rect& place, Axis& axis,
              Timeline& timeline, const Bounds& bounds) {
  Steered steered;
  const Input& input = frame.hands.input();
  const bool pressed = frame.canvas.press(name, place);
  steered.entered = pressed && !input.press;
  if (pressed && input.press) {
    timeline.grab = Timeline::Grab{.shown = axis.shown, .at = *input.press};
    steered.pointed = input.press;
  } else {
    steered.clicked = drag(frame, axis, timeline, bounds);
  }
  if (!input.pointer) return steered;
  if (input.wheel != 0.0F && place.holds(*input.pointer)) {
    const double about = axis.at(std::clamp(input.pointer->x, axis.box.x, axis.box.right()));
    show(axis, timeline,
         zoomed(axis.shown, about, std::pow(closer, static_cast<double>(input.wheel)), bounds));
  }
  // A pointer that rests says nothing: the keys may have gone on since.
  const bool went = !timeline.pointer || timeline.pointer->x != input.pointer->x ||
                    timeline.pointer->y != input.pointer->y;
  timeline.pointer = input.pointer;
  if (went && place.holds(*input.pointer)) steered.pointed = input.pointer;
  return steered;
}

void zoom_by_keys(Frame& frame, Axis& axis, Timeline& timeline, double about,
                  const Bounds& bounds) {
  const auto& key = frame.hands.input().key;
  if (!key || key->key != Key::Letter || (key->letter != '+' && key->letter != '-')) return;
  const double centre = axis.shown.holds(about) ? about : (axis.shown.from + axis.shown.to) / 2;
  const double factor = key->letter == '+' ? closer : 1.0 / closer;
  // Not at the very edge, where half of what stands there would be cut off.
  show(axis, timeline, moved_to(zoomed(axis.shown, centre, factor, bounds), centre, bounds));
}

}  // namespace softpedal::ui
