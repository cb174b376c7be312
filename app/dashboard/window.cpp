// SPDX-License-Identifier: MIT
#include "app/dashboard/window.hpp"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <imgui.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "app/dashboard/alerts.hpp"
#include "app/dashboard/painter.hpp"
#include "app/dashboard/sounds.hpp"
#include "app/dashboard/stage.hpp"
#include "app/dashboard/x_screen.hpp"

namespace softpedal::ui {
namespace {

using SteadyClock = std::chrono::steady_clock;

// The event wait: at most so long between two beats of the window (design.md section 4).
constexpr double longest_wait_s = 0.5;
// Never more than 60 frames a second, whatever moves.
constexpr std::chrono::microseconds frame_time{16'667};

std::string last_error{};  // GLFW reports through a plain function

// + or -, wherever the layout has them; 0 for any other key.
char sign_of(int key, int scancode) {
  if (key == GLFW_KEY_KP_ADD) return '+';
  if (key == GLFW_KEY_KP_SUBTRACT) return '-';
  const char* name = glfwGetKeyName(key, scancode);
  if (name == nullptr || name[0] == '\0' || name[1] != '\0') return 0;
  if (*name == '+' || *name == '=') return '+';  // on one key, and nobody minds Shift
  return *name == '-' ? '-' : '\0';
}

std::optional<KeyPress> key_press_of(int key, int scancode, int action, int mods) {
  const bool control = (mods & GLFW_MOD_CONTROL) != 0;
  const bool again = action == GLFW_REPEAT;
  if (const char sign = sign_of(key, scancode); sign != 0) {
    if (!control) return KeyPress{Key::Letter, sign};
    return KeyPress{sign == '+' ? Key::Larger : Key::Smaller};
  }
  switch (key) {
    case GLFW_KEY_TAB:
      return KeyPress{(mods & GLFW_MOD_SHIFT) != 0 ? Key::BackTab : Key::Tab};
    case GLFW_KEY_LEFT:
      return KeyPress{Key::Left};
    case GLFW_KEY_RIGHT:
      return KeyPress{Key::Right};
    case GLFW_KEY_UP:
      return KeyPress{Key::Up};
    case GLFW_KEY_DOWN:
      return KeyPress{Key::Down};
    case GLFW_KEY_HOME:
      return KeyPress{Key::Home};
    case GLFW_KEY_END:
      return KeyPress{Key::End};
    default:
      break;
  }
  if (again) return std::nullopt;  // a key that is held down says its word once
  if (key >= GLFW_KEY_0 && key <= GLFW_KEY_9 && !control) {
    return KeyPress{Key::Letter, static_cast<char>('0' + key - GLFW_KEY_0)};
  }
  if (key >= GLFW_KEY_KP_0 && key <= GLFW_KEY_KP_9) {
    return KeyPress{Key::Letter, static_cast<char>('0' + key - GLFW_KEY_KP_0)};
  }
  switch (key) {
    case GLFW_KEY_SPACE:
    case GLFW_KEY_PAGE_DOWN:
      return KeyPress{Key::Ease};
    case GLFW_KEY_PAGE_UP:
      return KeyPress{Key::Letter, 'p'};
    case GLFW_KEY_ESCAPE:
      return KeyPress{Key::Escape};
    case GLFW_KEY_ENTER:
    case GLFW_KEY_KP_ENTER:
      return KeyPress{Key::Enter};
    case GLFW_KEY_F11:
      return KeyPress{Key::FullScreen};
    default:
      break;
  }
  // Letters and signs stand elsewhere on other keyboards: the layout knows.
  const char* name = glfwGetKeyName(key, scancode);
  if (name == nullptr || name[0] == '\0' || name[1] != '\0') return std::nullopt;
  const bool said = (*name >= 'a' && *name <= 'z') || *name == '.';
  if (control || !said) return std::nullopt;
  return KeyPress{Key::Letter, *name};
}

// One thing that hands did, and the key event with which Dear ImGui is to hear of it: in its turn,
// for a text field takes letters and Enter in the order in which they came.
struct Act {
  Input input{};
  struct KeyEvent {
    int key;
    int scancode;
    int action;
    int mods;
  };
  std::optional<KeyEvent> event{};
};

std::atomic<bool> screen_went{false};  // any thread that draws or wakes may notice

class GlfwWindow final : public Window {
 public:
  // GLFW is initialised, `window` has a current OpenGL context and ImGui draws through it.
  GlfwWindow(GLFWwindow* window, std::unique_ptr<Stage> stage, std::unique_ptr<Painter> painter,
             const Settings& settings)
      : window_{window},
        stage_{std::move(stage)},
        painter_{std::move(painter)},
        sounds_{settings.sound} {
    hear_everything();
    ImGui_ImplGlfw_InitForOpenGL(window_, false);
  }

  ~GlfwWindow() override {
    if (screen_lost()) {  // nothing of it can be let go of any more
      static_cast<void>(painter_.release());
      static_cast<void>(stage_.release());
      return;
    }
    hold_screen_saver(false);
    painter_.reset();
    ImGui_ImplGlfw_Shutdown();
    stage_.reset();
    glfwDestroyWindow(window_);
    glfwTerminate();
  }

  void run(const LoopSide& loop) override {
    when_x_screen_is_lost([] { screen_went = true; });
    while (!screen_lost()) {
      loop.beat();
      turn(loop);
      if (over_) return;
      glfwWaitEventsTimeout(longest_wait_s);
    }
  }

  [[nodiscard]] bool screen_lost() const override { return screen_went; }

  void wake() override { glfwPostEmptyEvent(); }

  // One look at the loop and at the hands, and a frame where there may be something new.
  void turn(const LoopSide& loop) {
    if (std::exchange(close_asked_, false)) loop.ask(Close{});
    const auto model = loop.latest();
    const bool stale = model && !model->closed && SteadyClock::now() - model->made_at > stale_after;
    if (model && model->closed) over_ = true;
    follow(model.get());
    const bool news = model != model_ || stale != stale_ || touched_ || !done_.empty();
    model_ = model;
    stale_ = stale;
    if (!news) return;
    touched_ = false;
    // One thing after the other, each on the screen to which the one before it led.
    for (Act& act : std::exchange(done_, {})) {
      if (const auto& event = act.event) {
        ImGui_ImplGlfw_KeyCallback(window_, event->key, event->scancode, event->action,
                                   event->mods);
      }
      make_frame(loop, std::move(act.input));
      make_frame(loop, {});
    }
    make_frame(loop, {});
    show();
  }

 private:
  static GlfwWindow& self(GLFWwindow* window) {
    return *static_cast<GlfwWindow*>(glfwGetWindowUserPointer(window));
  }

  Act& next_act() {
    done_.emplace_back();
    return done_.back();
  }

  // What hands do waits in the order in which they did it. Dear ImGui hears what its text field
  // needs beside that: keys that are held, and the pointer.
  void hear_everything() {
    glfwSetWindowUserPointer(window_, this);
    glfwSetKeyCallback(window_, [](GLFWwindow* w, int key, int scancode, int action, int mods) {
      Act& act = self(w).next_act();
      act.event = Act::KeyEvent{key, scancode, action, mods};
      if (action != GLFW_RELEASE) act.input.key = key_press_of(key, scancode, action, mods);
    });
    glfwSetCharCallback(
        window_, [](GLFWwindow* w, unsigned letter) { self(w).next_act().input.letter = letter; });
    glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double x, double y) {
      GlfwWindow& me = self(w);
      me.pointer_ = me.in_pixels(x, y);
      if (me.stage_->dashboard().follows_pointer()) me.touched_ = true;
    });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int button, int action, int mods) {
      ImGui_ImplGlfw_MouseButtonCallback(w, button, action, mods);
      self(w).touched_ = true;
      if (button != GLFW_MOUSE_BUTTON_LEFT) return;
      self(w).holding_ = action == GLFW_PRESS;
      if (action != GLFW_PRESS) return;
      // Where it was when this happened; by now it may be elsewhere.
      self(w).next_act().input.press = self(w).pointer_;
    });
    glfwSetScrollCallback(window_, [](GLFWwindow* w, double, double notches) {
      Input& input = self(w).next_act().input;
      input.wheel = static_cast<float>(notches);
      input.pointer = self(w).pointer_;
    });
    glfwSetDropCallback(window_, [](GLFWwindow* w, int count, const char** paths) {
      for (int i = 0; i < count; ++i) self(w).next_act().input.dropped = paths[i];
    });
    glfwSetWindowFocusCallback(window_, ImGui_ImplGlfw_WindowFocusCallback);
    glfwSetCursorEnterCallback(window_, ImGui_ImplGlfw_CursorEnterCallback);
    glfwSetFramebufferSizeCallback(window_,
                                   [](GLFWwindow* w, int, int) { self(w).touched_ = true; });
    glfwSetWindowRefreshCallback(window_, [](GLFWwindow* w) {
      self(w).touched_ = true;
      self(w).shown_.reset();
    });
    glfwSetWindowCloseCallback(window_, [](GLFWwindow* w) {
      glfwSetWindowShouldClose(w, GLFW_FALSE);  // the trainer is let go first
      self(w).close_asked_ = true;
    });
  }

  [[nodiscard]] Point in_pixels(double x, double y) const {
    int width = 0;
    int height = 0;
    int across = 0;
    int down = 0;
    glfwGetWindowSize(window_, &width, &height);
    glfwGetFramebufferSize(window_, &across, &down);
    if (width <= 0 || height <= 0) return {};
    return {static_cast<float>(x * across / width), static_cast<float>(y * down / height)};
  }

  // What a change of the model means outside of the picture.
  void follow(const Model* model) {
    if (model == nullptr || model == model_.get()) return;
    if (model_ && model_->lap == model->lap) {
      if (const auto sound = sound_between(model_->ride, model->ride)) sounds_.play(*sound);
    }
    hold_screen_saver(model->ride.start_pressed && !model->ended);
  }

  void make_frame(const LoopSide& loop, Input input) {
    if (!input.pointer) input.pointer = input.press ? *input.press : pointer_;
    input.holding = holding_;
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    // One that is minimised has no size, and hears its keys all the same.
    if (width > 0 && height > 0) size_ = {static_cast<float>(width), static_cast<float>(height)};
    if (painter_->prepare(*stage_, size_)) shown_.reset();
    ImGui_ImplGlfw_NewFrame();
    ImGui::GetIO().DisplaySize = {size_.x, size_.y};
    for (Request& request : stage_->frame(model_.get(), stale_, std::move(input))) {
      loop.ask(std::move(request));
    }
    apply_settings();
  }

  // Only what looks different from what stands there is worth the work.
  void show() {
    const Screen screen = stage_->dashboard().screen();
    if (std::exchange(titled_, screen) != screen) {
      glfwSetWindowTitle(window_, ("softpedal: " + std::string{title_of(screen)}).c_str());
    }
    const std::uint64_t looks = stage_->looks();
    if (shown_ == looks) return;
    shown_ = looks;
    std::this_thread::sleep_until(last_shown_ + frame_time);
    last_shown_ = SteadyClock::now();
    painter_->paint(*stage_, size_);
    glfwSwapBuffers(window_);
  }

  void apply_settings() {
    const Settings& now = stage_->dashboard().settings();
    sounds_.switch_on(now.sound);
    if (std::exchange(full_screen_, now.full_screen) == now.full_screen) return;
    touched_ = true;
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    const GLFWvidmode* mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
    if (now.full_screen && mode != nullptr) {
      glfwGetWindowPos(window_, &at_x_, &at_y_);
      glfwGetWindowSize(window_, &usual_width_, &usual_height_);
      glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, GLFW_DONT_CARE);
    } else if (!now.full_screen && glfwGetWindowMonitor(window_) != nullptr) {
      glfwSetWindowMonitor(window_, nullptr, at_x_, at_y_, usual_width_, usual_height_,
                           GLFW_DONT_CARE);
    }
  }

  void hold_screen_saver(bool hold) {
    if (std::exchange(screen_saver_held_, hold) != hold) suspend_x_screen_saver(hold);
  }

  GLFWwindow* window_;
  std::unique_ptr<Stage> stage_;
  std::unique_ptr<Painter> painter_;
  Sounds sounds_;
  std::shared_ptr<const Model> model_{};
  bool stale_ = false;
  std::vector<Act> done_{};  // by hands, and not looked at yet
  Point pointer_{};
  bool holding_ = false;  // the mouse's first button
  Point size_{1280, 800};
  bool touched_ = true;
  bool close_asked_ = false;
  bool over_ = false;
  bool full_screen_ = false;
  std::optional<Screen> titled_{};
  bool screen_saver_held_ = false;
  int at_x_ = 0;
  int at_y_ = 0;
  int usual_width_ = 1280;
  int usual_height_ = 800;
  std::optional<std::uint64_t> shown_{};
  SteadyClock::time_point last_shown_{};
};

GLFWwindow* create_window() {
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  glfwWindowHint(GLFW_DEPTH_BITS, 0);
  glfwWindowHint(GLFW_STENCIL_BITS, 0);
  glfwWindowHint(GLFW_ALPHA_BITS, 0);
  int width = 1280;
  int height = 800;
  if (GLFWmonitor* monitor = glfwGetPrimaryMonitor()) {
    int across = 0;
    int down = 0;
    glfwGetMonitorWorkarea(monitor, nullptr, nullptr, &across, &down);
    if (across >= 640 && down >= 400) {
      // Read from the saddle: as large as the screen allows, on a large one three quarters.
      width = std::min(across, std::max(width, across * 3 / 4));
      height = std::min(down, std::max(height, down * 3 / 4));
    }
  }
  GLFWwindow* window = glfwCreateWindow(width, height, "softpedal", nullptr, nullptr);
  if (window != nullptr) glfwSetWindowSizeLimits(window, 640, 400, GLFW_DONT_CARE, GLFW_DONT_CARE);
  return window;
}

}  // namespace

tl::expected<std::unique_ptr<Window>, std::string> Window::open(const Settings& settings) {
  last_error.clear();
  glfwSetErrorCallback([](int, const char* words) { last_error = words; });
  if (glfwInit() != GLFW_TRUE) {
    return tl::unexpected("There is no display here (" + last_error + ").");
  }
  GLFWwindow* window = create_window();
  if (window == nullptr) {
    glfwTerminate();
    return tl::unexpected("OpenGL 3 cannot be used here (" + last_error + ").");
  }
  glfwMakeContextCurrent(window);
  glfwSwapInterval(0);  // waiting for the screen would delay the beat
  auto stage = std::make_unique<Stage>(settings);
  auto painter = std::make_unique<Painter>();
  if (!painter->begin()) {
    painter.reset();
    stage.reset();
    glfwDestroyWindow(window);
    glfwTerminate();
    return tl::unexpected(std::string{"OpenGL 3 cannot be used here."});
  }
  return std::make_unique<GlfwWindow>(window, std::move(stage), std::move(painter), settings);
}

}  // namespace softpedal::ui
