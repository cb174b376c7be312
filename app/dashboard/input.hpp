// SPDX-License-Identifier: MIT
// What hands did since the last frame, and where the keyboard's focus is. Names of buttons are
// string literals: they are compared and kept by value of their text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/dashboard/rect.hpp"

namespace softpedal::ui {

enum class Key {
  Ease,  // Space, PageDown
  Escape,
  Enter,
  Tab,
  BackTab,
  Left,
  Right,
  Up,
  Down,
  Home,
  End,
  FullScreen,  // F11
  Larger,      // Ctrl +
  Smaller,     // Ctrl -
  Letter,      // see `letter`
};

struct KeyPress {
  Key key;
  char letter = 0;  // lower case letter, digit or sign
};

// At most one thing that hands did: what follows must meet the screen to which it led.
struct Input {
  std::optional<Point> press{};  // of the mouse's first button, or a finger
  std::optional<KeyPress> key{};
  std::optional<unsigned> letter{};      // of a text, as the system composed it (Unicode)
  std::optional<std::string> dropped{};  // a file
  float wheel = 0.0F;                    // notches of the mouse's wheel, away from the user

  // How hands are, beside what they did.
  std::optional<Point> pointer{};  // where the mouse is; empty: not known
  bool holding = false;            // its first button is down
};

// Focus goes round everything that can be pressed, in the order in which it is drawn.
class Hands {
 public:
  void begin(Input input) { input_ = std::move(input); }
  // The order of this frame becomes the one that Tab walks through.
  void end() {
    order_.swap(next_order_);
    next_order_.clear();
    input_ = {};
    enter_ = false;
  }

  [[nodiscard]] const Input& input() const { return input_; }
  void focus(std::string_view name) { focus_ = name; }
  [[nodiscard]] bool focused(std::string_view name) const { return focus_ == name; }
  void walk(int steps) {
    if (order_.empty()) return;
    const auto count = static_cast<int>(order_.size());
    int at = steps > 0 ? -1 : count;
    for (int i = 0; i < count; ++i) {
      if (order_[static_cast<std::size_t>(i)] == focus_) at = i;
    }
    focus_ = order_[static_cast<std::size_t>((at + steps + count) % count)];
  }
  void enter() { enter_ = true; }

  // Asked once for each thing that can be pressed, in each frame.
  [[nodiscard]] bool take_press(std::string_view name, const Rect& box) {
    next_order_.emplace_back(name);
    const bool entered = enter_ && focus_ == name;
    if (entered) enter_ = false;
    const bool pressed = input_.press && box.holds(*input_.press);
    if (pressed) focus_ = name;
    return entered || pressed;
  }

 private:
  Input input_{};
  std::string focus_{};
  bool enter_ = false;
  std::vector<std::string> order_{};
  std::vector<std::string> next_order_{};
};

}  // namespace softpedal::ui
