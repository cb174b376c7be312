// SPDX-License-Identifier: MIT
// Pictures of every screen in every state, without a display (EGL surfaceless, software rendering):
//   softpedal_screens FOLDER [WIDTHxHEIGHT] [light] [scale=200] [only=NAME]
#include <GL/gl.h>
#include <stb/stb_image_write.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/dashboard/painter.hpp"
#include "app/language/language.hpp"
#include "tests/app/dashboard/samples.hpp"
#include "tests/screens/no_display.hpp"

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

void draw(Stage& stage, Painter& painter, const Sample& sample, const Options& options,
          Input input) {
  const Point size{static_cast<float>(options.width), static_cast<float>(options.height)};
  static_cast<void>(painter.prepare(stage, size));
  static_cast<void>(
      stage.frame(sample.missing ? nullptr : &sample.model, sample.stale, std::move(input)));
  painter.paint(stage, size);
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
  if (!test::draw_without_display(options.width, options.height)) {
    std::fprintf(stderr, "softpedal_screens: OpenGL 3 cannot be used here through EGL.\n");
    return 1;
  }
  for (const Sample& sample : samples()) {
    if (!options.only.empty() && sample.name.find(options.only) == std::string::npos) continue;
    Stage stage{options.settings};
    Painter painter;
    if (!painter.begin()) return 1;
    draw(stage, painter, sample, options, {});
    for (const std::string_view name : sample.pressed) {
      draw(stage, painter, sample, options, press(stage, name));
      draw(stage, painter, sample, options, {});
    }
    for (const KeyPress& key : sample.typed) {
      draw(stage, painter, sample, options, {.key = key});
    }
    keep(options, sample.name);
  }
}
