// SPDX-License-Identifier: MIT
// What really arrives in the picture: the screens are made of triangles, and somebody must draw
// them.
#include "app/dashboard/painter.hpp"

#include <GL/gl.h>
#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "tests/app/dashboard/samples.hpp"
#include "tests/screens/no_display.hpp"

namespace softpedal::ui {
namespace {

constexpr int most_across = 1920;
constexpr int most_down = 1080;

std::size_t colours(Point size) {
  const auto width = static_cast<std::size_t>(size.x);
  const auto height = static_cast<std::size_t>(size.y);
  std::vector<std::uint32_t> pixels(width * height);
  glReadPixels(0, 0, static_cast<int>(size.x), static_cast<int>(size.y), GL_RGBA, GL_UNSIGNED_BYTE,
               pixels.data());
  return std::set<std::uint32_t>{pixels.begin(), pixels.end()}.size();
}

TEST(Painter, DrawsAfterEachNewSizeAndEachNewScale) {
  if (!test::draw_without_display(most_across, most_down)) {
    GTEST_SKIP() << "SCREENS SKIPPED: OpenGL 3 cannot be used here through EGL";
  }
  const Model model = riding_model();
  Stage stage{Settings{}};
  Painter painter;
  ASSERT_TRUE(painter.begin());
  const auto picture = [&](Point size, Input input) {
    static_cast<void>(painter.prepare(stage, size));
    static_cast<void>(stage.frame(&model, false, std::move(input)));
    painter.paint(stage, size);
    EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
    return colours(size);
  };
  constexpr std::size_t more_than_ground_and_panels = 50;
  for (const Point size :
       {Point{1280, 800}, Point{1920, 1080}, Point{1024, 600}, Point{1280, 800}}) {
    EXPECT_GT(picture(size, {}), more_than_ground_and_panels) << size.x;
  }
  for (int i = 0; i < 3; ++i) {
    picture({1280, 800}, {.key = KeyPress{Key::Larger}});
    EXPECT_GT(picture({1280, 800}, {}), more_than_ground_and_panels) << "larger words";
  }
}

}  // namespace
}  // namespace softpedal::ui
