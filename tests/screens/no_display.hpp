// SPDX-License-Identifier: MIT
// OpenGL where there is no display: EGL without a surface, drawing into a buffer of its own.
#pragma once

namespace softpedal::test {

// Makes a context current in this thread, for the rest of the process. False: not possible here.
[[nodiscard]] bool draw_without_display(int width, int height);

}  // namespace softpedal::test
