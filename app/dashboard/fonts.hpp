// SPDX-License-Identifier: MIT
// The letters: Roboto Condensed with tabular digits (fonts-roboto-unhinted), found at run time,
// else another sans serif of Debian, else the face that Dear ImGui carries within. Drawn into one
// atlas at the sizes that a window of this height needs.
#pragma once

#include <imgui.h>

#include <array>
#include <filesystem>
#include <optional>
#include <vector>

namespace softpedal::ui {

enum class Face { Text, Bold };

struct FontFiles {
  std::optional<std::filesystem::path> text{};
  std::optional<std::filesystem::path> bold{};
};

// Where fonts are kept, the user's own first; a test looks elsewhere.
[[nodiscard]] std::vector<std::filesystem::path> font_folders();
[[nodiscard]] FontFiles find_fonts(const std::vector<std::filesystem::path>& folders);

class Fonts {
 public:
  // Fills the atlas of the present ImGui context anew; its texture must be made again after it.
  // `scale`: of the words, 1.0 as designed.
  void build(const FontFiles& files, float window_height, float scale);

  // The face baked at the size that suits `size` pixels best; to be drawn at `size`.
  [[nodiscard]] ImFont* at(Face face, float size) const;
  // Holds digits and the signs between them, nothing else.
  [[nodiscard]] ImFont* digits(float size) const;

  // Height of a digit, and where it begins below the top of its line: shares of the size.
  [[nodiscard]] float digit_height() const { return digit_height_; }
  [[nodiscard]] float digit_top() const { return digit_top_; }

 private:
  struct Baked {
    float size;
    ImFont* font;
  };
  [[nodiscard]] static ImFont* best(const std::vector<Baked>& baked, float size);

  std::vector<Baked> text_{};
  std::vector<Baked> bold_{};
  std::vector<Baked> digits_{};
  float digit_height_ = 0.7F;
  float digit_top_ = 0.2F;
};

}  // namespace softpedal::ui
