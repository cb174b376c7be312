// SPDX-License-Identifier: MIT
#include "app/dashboard/stage.hpp"

#include <imgui.h>

#include <functional>
#include <string_view>
#include <utility>

namespace softpedal::ui {

Stage::Stage(const Settings& settings)
    : context_{ImGui::CreateContext()}, files_{find_fonts(font_folders())}, dashboard_{settings} {
  ImGui::SetCurrentContext(context_);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  io.ConfigInputTextCursorBlink = false;  // what does not change is not drawn again
}

Stage::~Stage() { ImGui::DestroyContext(context_); }

const Theme& Stage::theme() const { return dashboard_.settings().light ? light_theme : dark_theme; }

bool Stage::fit(Point size) {
  ImGui::SetCurrentContext(context_);
  const int scale = dashboard_.settings().scale_percent;
  if (size.x == size_.x && size.y == size_.y && scale == scale_percent_) return false;
  size_ = size;
  scale_percent_ = scale;
  fonts_.build(files_, size.y, static_cast<float>(scale) / 100.0F);
  ImGui::GetIO().DisplaySize = {size.x, size.y};
  return true;
}

std::vector<Request> Stage::frame(const Model* model, bool stale, Input input) {
  ImGui::SetCurrentContext(context_);
  if (input.letter) ImGui::GetIO().AddInputCharacter(*input.letter);
  ImGui::NewFrame();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({size_.x, size_.y});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
  constexpr ImGuiWindowFlags plain = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                     ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav |
                                     ImGuiWindowFlags_NoSavedSettings;
  ImGui::Begin("dashboard", nullptr, plain);
  hands_.begin(std::move(input));
  Canvas canvas{*ImGui::GetWindowDrawList(),
                fonts_,
                theme(),
                size_,
                static_cast<float>(scale_percent_) / 100.0F,
                hands_};
  auto requests = dashboard_.frame(model, stale, canvas, hands_);
  hands_.end();
  ImGui::End();
  ImGui::PopStyleVar(3);
  ImGui::Render();
  written_ = canvas.written();
  pressables_ = canvas.pressables();
  return requests;
}

std::uint64_t Stage::looks() const {
  const ImDrawData& data = *ImGui::GetDrawData();
  std::uint64_t looks = theme().ground.b;  // what they are drawn on
  const auto mix = [&looks](const void* bytes, std::size_t size) {
    const std::string_view view{static_cast<const char*>(bytes), size};
    looks = looks * 0x9E3779B97F4A7C15U + std::hash<std::string_view>{}(view);
  };
  for (int i = 0; i < data.CmdListsCount; ++i) {
    const ImDrawList& list = *data.CmdLists[i];
    mix(list.VtxBuffer.Data, static_cast<std::size_t>(list.VtxBuffer.size_in_bytes()));
    mix(list.IdxBuffer.Data, static_cast<std::size_t>(list.IdxBuffer.size_in_bytes()));
    for (const ImDrawCmd& command : list.CmdBuffer) mix(&command.ClipRect, sizeof command.ClipRect);
  }
  return looks;
}

}  // namespace softpedal::ui
