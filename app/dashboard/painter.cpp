// SPDX-License-Identifier: MIT
#include "app/dashboard/painter.hpp"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

namespace softpedal::ui {

Painter::~Painter() {
  if (begun_) ImGui_ImplOpenGL3_Shutdown();
}

bool Painter::begin() {
  begun_ = ImGui_ImplOpenGL3_Init("#version 130");
  return begun_ && glGetString(GL_VERSION) != nullptr;
}

bool Painter::prepare(Stage& stage, Point size) {
  const bool new_letters = stage.fit(size);
  // Only their texture is made anew: in 1.86 the other objects do not survive being made twice.
  if (new_letters && has_letters_) {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
  }
  ImGui_ImplOpenGL3_NewFrame();  // makes everything the first time
  has_letters_ = true;
  if (new_letters) ImGui::GetIO().Fonts->ClearTexData();  // the graphics card has its own copy
  return new_letters;
}

void Painter::paint(const Stage& stage, Point size) {
  const auto share = [](std::uint8_t byte) { return static_cast<float>(byte) / 255.0F; };
  const Colour ground = stage.theme().ground;
  glViewport(0, 0, static_cast<int>(size.x), static_cast<int>(size.y));
  // Cleared rather than painted: where software draws, that is a third of the work.
  glClearColor(share(ground.r), share(ground.g), share(ground.b), 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace softpedal::ui
