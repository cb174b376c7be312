// SPDX-License-Identifier: MIT
// Pictures of every screen in every state, without a display (EGL surfaceless, software rendering):
//   softpedal_screens FOLDER [WIDTHxHEIGHT] [light] [scale=200] [only=NAME]
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>
#include <stb/stb_image_write.h>

#define GL_GLEXT_PROTOTYPES
#include <GL/gl.h>
#include <GL/glext.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/dashboard/language.hpp"
#include "app/dashboard/stage.hpp"
#include "tests/app/dashboard/samples.hpp"

namespace {

using namespace softpedal;
using namespace softpedal::ui;

struct Options {
  std::filesystem::path folder{};
  int width = 1280;
  int height = 800;
  Settings settings{};
  std::string only{};
};

bool make_context() {
  const auto platform_display = reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(
      eglGetProcAddress("eglGetPlatformDisplayEXT"));
  if (platform_display == nullptr) return false;
  EGLDisplay display =
      platform_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
  if (eglInitialize(display, nullptr, nullptr) == EGL_FALSE) return false;
  eglBindAPI(EGL_OPENGL_API);
  const EGLint wanted[] = {EGL_SURFACE_TYPE, EGL_PBUFFER_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT,
                           EGL_NONE};
  EGLConfig config = nullptr;
  EGLint count = 0;
  eglChooseConfig(display, wanted, &config, 1, &count);
  const EGLint version[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_NONE};
  EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, version);
  return eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) == EGL_TRUE;
}

void make_frame_buffer(int width, int height) {
  GLuint buffer = 0;
  GLuint colour = 0;
  glGenFramebuffers(1, &buffer);
  glBindFramebuffer(GL_FRAMEBUFFER, buffer);
  glGenRenderbuffers(1, &colour);
  glBindRenderbuffer(GL_RENDERBUFFER, colour);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colour);
}

void draw(Stage& stage, const Sample& sample, const Options& options, Input input) {
  const Point size{static_cast<float>(options.width), static_cast<float>(options.height)};
  if (stage.fit(size)) ImGui_ImplOpenGL3_DestroyDeviceObjects();
  ImGui_ImplOpenGL3_NewFrame();
  static_cast<void>(
      stage.frame(sample.missing ? nullptr : &sample.model, sample.stale, std::move(input)));
  glViewport(0, 0, options.width, options.height);
  const Colour ground = stage.theme().ground;
  glClearColor(static_cast<float>(ground.r) / 255.0F, static_cast<float>(ground.g) / 255.0F,
               static_cast<float>(ground.b) / 255.0F, 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

Input press(const Stage& stage, std::string_view name) {
  for (const Pressable& place : stage.pressables()) {
    if (place.name == name) return {.press = place.box.middle()};
  }
  std::fprintf(stderr, "there is no %.*s to press\n", static_cast<int>(name.size()), name.data());
  return {};
}

void keep(const Options& options, const std::string& name) {
  const auto width = static_cast<std::size_t>(options.width);
  const auto height = static_cast<std::size_t>(options.height);
  std::vector<unsigned char> pixels(width * height * 3);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, options.width, options.height, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());
  stbi_flip_vertically_on_write(1);
  const auto path = options.folder / (name + ".png");
  if (stbi_write_png(path.c_str(), options.width, options.height, 3, pixels.data(),
                     options.width * 3) == 0) {
    std::fprintf(stderr, "%s cannot be written\n", path.c_str());
  }
}

Options options_of(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string word{argv[i]};
    int width = 0;
    int height = 0;
    if (std::sscanf(word.c_str(), "%dx%d", &width, &height) == 2) {
      options.width = width;
      options.height = height;
    } else if (word == "light") {
      options.settings.light = true;
    } else if (word.starts_with("scale=")) {
      options.settings.scale_percent = std::stoi(word.substr(6));
    } else if (word.starts_with("only=")) {
      options.only = word.substr(5);
    } else {
      options.folder = word;
    }
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = options_of(argc, argv);
  if (options.folder.empty()) {
    std::fprintf(stderr,
                 "softpedal_screens FOLDER [WIDTHxHEIGHT] [light] [scale=200] [only=NAME]\n");
    return 2;
  }
  std::filesystem::create_directories(options.folder);
  choose_language();
  if (!make_context()) {
    std::fprintf(stderr, "softpedal_screens: OpenGL 3 cannot be used here through EGL.\n");
    return 1;
  }
  make_frame_buffer(options.width, options.height);
  for (const Sample& sample : samples()) {
    if (!options.only.empty() && sample.name.find(options.only) == std::string::npos) continue;
    Stage stage{options.settings};
    ImGui_ImplOpenGL3_Init("#version 130");
    draw(stage, sample, options, {});
    for (const std::string_view name : sample.pressed) {
      draw(stage, sample, options, press(stage, name));
      draw(stage, sample, options, {});
    }
    keep(options, sample.name);
    ImGui_ImplOpenGL3_Shutdown();
  }
}
