// SPDX-License-Identifier: MIT
// Draws what a stage has made with OpenGL 3, into whatever the present context draws to. One at a
// time, with a current context, from the first call to destruction.
#pragma once

#include "app/dashboard/stage.hpp"

namespace softpedal::ui {

class Painter {
 public:
  Painter() = default;
  ~Painter();
  Painter(const Painter&) = delete;
  Painter& operator=(const Painter&) = delete;

  // False: OpenGL 3 cannot be used here.
  [[nodiscard]] bool begin();
  // Before each frame. True: the letters are new, and so is everything that they stand in.
  [[nodiscard]] bool prepare(Stage& stage, Point size);
  // After it.
  void paint(const Stage& stage, Point size);

 private:
  bool begun_ = false;
  bool has_letters_ = false;
};

}  // namespace softpedal::ui
