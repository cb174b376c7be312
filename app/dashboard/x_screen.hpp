// SPDX-License-Identifier: MIT
// The X server's own screen saver; desktops are asked over D-Bus by the loop. Apart from the window
// because Xlib defines words such as None and KeyPress away.
#pragma once

namespace softpedal::ui {

// For GLFW's display. The server lets it go by itself when the program is gone.
void suspend_x_screen_saver(bool suspended);

}  // namespace softpedal::ui
