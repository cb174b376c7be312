// SPDX-License-Identifier: MIT
// The window: GLFW, OpenGL 3 and Dear ImGui around the dashboard. It lives in the main thread,
// draws only what looks different from what stands on the screen, and never waits for the loop.
#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "app/dashboard/model.hpp"

namespace softpedal::ui {

class Window {
 public:
  // The error is a sentence that says why there is no window: no display, or no OpenGL 3.
  [[nodiscard]] static tl::expected<std::unique_ptr<Window>, std::string> open(
      const Settings& settings);
  virtual ~Window() = default;

  // Returns when the model says `closed`, or when the screen went away.
  virtual void run(const LoopSide& loop) = 0;
  [[nodiscard]] virtual bool screen_lost() const = 0;
  // There is a new model. From any thread, at any time between open() and destruction.
  virtual void wake() = 0;
};

}  // namespace softpedal::ui
