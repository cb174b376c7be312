// SPDX-License-Identifier: MIT
// What the window asks of the X server itself, for GLFW's display. Apart from the window because
// Xlib defines words such as None and KeyPress away.
#pragma once

namespace softpedal::ui {

// The server's own screen saver; desktops are asked over D-Bus by the loop. The server lets it go
// by itself when the program is gone.
void suspend_x_screen_saver(bool suspended);

// From now on a server that goes away (a log-out, a crash) does not end the program, as Xlib would:
// `lost` is called instead, in the thread that noticed. No window may be touched after it.
void when_x_screen_is_lost(void (*lost)());

}  // namespace softpedal::ui
