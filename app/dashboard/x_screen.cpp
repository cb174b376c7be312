// SPDX-License-Identifier: MIT
#include "app/dashboard/x_screen.hpp"

#include <X11/Xlib.h>
#include <X11/extensions/scrnsaver.h>

// glfw3native.h wants every kind of window declared first; this is the one function needed of it.
extern "C" Display* glfwGetX11Display(void);

namespace softpedal::ui {

void suspend_x_screen_saver(bool suspended) {
  Display* display = glfwGetX11Display();
  int event = 0;
  int error = 0;
  if (display == nullptr || XScreenSaverQueryExtension(display, &event, &error) == 0) return;
  XScreenSaverSuspend(display, suspended ? True : False);
  XFlush(display);
}

void when_x_screen_is_lost(void (*lost)()) {
  Display* display = glfwGetX11Display();
  if (display == nullptr) return;
  XSetIOErrorHandler([](Display*) { return 0; });  // Xlib's own ends the program
  XSetIOErrorExitHandler(
      display, [](Display*, void* call) { reinterpret_cast<void (*)()>(call)(); },
      reinterpret_cast<void*>(lost));
}

}  // namespace softpedal::ui
