// SPDX-License-Identifier: MIT
#include "app/dashboard/fonts.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace softpedal::ui {
namespace {

namespace fs = std::filesystem;

struct Family {
  const char* text;
  const char* bold;
};
// All have digits of one width: Dear ImGui cannot ask a face for its tabular ones.
constexpr std::array<Family, 4> families{{
    {"RobotoCondensed-Regular.ttf", "RobotoCondensed-Bold.ttf"},
    {"B612-Regular.otf", "B612-Bold.otf"},
    {"LiberationSansNarrow-Regular.ttf", "LiberationSansNarrow-Bold.ttf"},
    {"DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"},
}};
constexpr std::array<const char*, 2> usual_places{"truetype/roboto/unhinted", "opentype/b612"};

bool readable(const fs::path& path) {
  std::error_code missing;
  return fs::is_regular_file(path, missing) && std::ifstream{path}.get() != EOF;
}

std::optional<fs::path> find_file(const std::vector<fs::path>& folders, const char* name) {
  for (const auto& folder : folders) {
    for (const char* place : usual_places) {
      const fs::path path = folder / place / name;
      if (readable(path)) return path;
    }
  }
  std::error_code missing;
  for (const auto& folder : folders) {
    fs::recursive_directory_iterator entry{folder, fs::directory_options::skip_permission_denied,
                                           missing};
    for (; !missing && entry != fs::recursive_directory_iterator{}; entry.increment(missing)) {
      if (entry->path().filename() == name && readable(entry->path())) return entry->path();
    }
  }
  return std::nullopt;
}

// Latin with the letters of the languages of Europe, and the signs that the words use.
constexpr std::array<ImWchar, 9> letters{0x0020, 0x017F, 0x2010, 0x2026, 0x2212,
                                         0x2212, 0x20AC, 0x20AC, 0};
constexpr std::array<ImWchar, 7> numerals{0x0020, 0x0020, 0x002B, 0x003A, 0x2013, 0x2013, 0};

ImFont* bake(const std::optional<fs::path>& file, float size, const ImWchar* ranges) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  ImFontConfig config;
  config.SizePixels = size;
  config.OversampleH = size < 30.0F ? 2 : 1;
  config.OversampleV = 1;
  config.PixelSnapH = false;
  if (!file) return atlas.AddFontDefault(&config);
  return atlas.AddFontFromFileTTF(file->c_str(), size, &config, ranges);
}

}  // namespace

std::vector<fs::path> font_folders() {
  std::vector<fs::path> folders;
  const char* data = std::getenv("XDG_DATA_HOME");
  const char* home = std::getenv("HOME");
  if (data != nullptr && *data == '/') {
    folders.emplace_back(fs::path{data} / "fonts");
  } else if (home != nullptr && *home == '/') {
    folders.emplace_back(fs::path{home} / ".local/share/fonts");
  }
  folders.emplace_back("/usr/local/share/fonts");
  folders.emplace_back("/usr/share/fonts");
  return folders;
}

FontFiles find_fonts(const std::vector<fs::path>& folders) {
  for (const Family& family : families) {
    const auto text = find_file(folders, family.text);
    const auto bold = find_file(folders, family.bold);
    if (text && bold) return {text, bold};
  }
  return {};
}

void Fonts::build(const FontFiles& files, float window_height, float scale) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  text_.clear();
  bold_.clear();
  digits_.clear();
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoBakedLines;
  // Larger than this, letters are stretched rather than baked: an atlas must stay small.
  constexpr float largest_words = 96.0F;
  constexpr float largest_digits = 420.0F;
  const auto words = [&](float share) {
    return std::clamp(std::round(window_height * share * scale), 12.0F, largest_words);
  };
  for (const float share : {0.030F, 0.046F}) {
    text_.push_back({words(share), bake(files.text, words(share), letters.data())});
  }
  for (const float share : {0.046F, 0.072F}) {
    bold_.push_back({words(share), bake(files.bold, words(share), letters.data())});
  }
  for (const float share : {0.085F, 0.18F, 0.31F}) {
    const float size = std::clamp(std::round(window_height * share), 24.0F, largest_digits);
    digits_.push_back({size, bake(files.bold, size, numerals.data())});
  }
  atlas.Build();
  if (const ImFontGlyph* eight = digits_.back().font->FindGlyphNoFallback('8')) {
    digit_height_ = (eight->Y1 - eight->Y0) / digits_.back().size;
    digit_top_ = eight->Y0 / digits_.back().size;
  }
}

// A letter may be shrunk to a half without looking thin, and is stretched only where none is
// larger.
ImFont* Fonts::best(const std::vector<Baked>& baked, float size) {
  for (const Baked& candidate : baked) {
    if (candidate.size >= size * 0.97F) return candidate.font;
  }
  return baked.back().font;
}

ImFont* Fonts::at(Face face, float size) const {
  return best(face == Face::Text ? text_ : bold_, size);
}
ImFont* Fonts::digits(float size) const { return best(digits_, size); }

}  // namespace softpedal::ui
