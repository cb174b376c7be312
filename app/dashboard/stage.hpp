// SPDX-License-Identifier: MIT
// The dashboard on Dear ImGui, without a screen: makes letters for a window's size and turns a
// model into triangles. A window shows them, a picture keeps them, a test looks at what was
// written.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <vector>

#include "app/dashboard/dashboard.hpp"

namespace softpedal::ui {

class Stage {
 public:
  explicit Stage(const Settings& settings);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  // Makes letters for a window of that size in pixels and for the present scale. True: they are
  // new, and so must their texture be.
  [[nodiscard]] bool fit(Point size);
  // One frame after fit(), and after whatever feeds ImGui's own input. Its triangles are
  // ImGui::GetDrawData() until the next one, to be drawn on the theme's ground.
  [[nodiscard]] std::vector<Request> frame(const Model* model, bool stale, Input input);

  // Two frames with the same number look the same.
  [[nodiscard]] std::uint64_t looks() const;
  [[nodiscard]] const Dashboard& dashboard() const { return dashboard_; }
  [[nodiscard]] const Theme& theme() const;
  [[nodiscard]] const std::vector<Written>& written() const { return written_; }
  [[nodiscard]] const std::vector<Pressable>& pressables() const { return pressables_; }
  [[nodiscard]] Hands& hands() { return hands_; }

 private:
  ImGuiContext* context_;
  FontFiles files_;
  Fonts fonts_{};
  Dashboard dashboard_;
  Hands hands_{};
  Point size_{};
  int scale_percent_ = 0;
  std::vector<Written> written_{};
  std::vector<Pressable> pressables_{};
};

}  // namespace softpedal::ui
