// SPDX-License-Identifier: MIT
#include "app/records/report_pen.hpp"

#include <cairo-ft.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <memory>
#include <numbers>
#include <utility>

#include "app/core/plain_text.hpp"

namespace softpedal::records {
namespace {

constexpr const char* first_face = "Roboto Condensed";
constexpr const char* spare_face = "sans-serif";  // whatever has the most letters here
constexpr char32_t replacement = 0xFFFD;
constexpr std::size_t longest_text = 4000;  // bytes: more than is ever drawn

struct Colour {
  double red;
  double green;
  double blue;
};
constexpr std::array<Colour, 6> inks{{
    {0.08, 0.09, 0.11},  // Black
    {0.00, 0.29, 0.44},  // Data: #004A70 of the dashboard, a dark grey when printed
    {0.26, 0.29, 0.33},  // Quiet
    {0.55, 0.57, 0.60},  // Line
    {0.86, 0.87, 0.88},  // Faint
    {1.00, 1.00, 1.00},  // White
}};

// The next letter of `text`, which is whole UTF-8 and gets shorter.
char32_t take_letter(std::string_view& text) {
  const unsigned first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t letter = length == 1 ? first : first & (0x7FU >> length);
  for (const char next : text.substr(1, length - 1)) {
    letter = letter << 6 | (static_cast<unsigned char>(next) & 0x3FU);
  }
  text.remove_prefix(std::min(length, text.size()));
  return letter;
}

void append(std::string& text, char32_t letter) {
  const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  const auto follow = [&](int shift) { put(0x80U | (letter >> shift & 0x3FU)); };
  if (letter < 0x80) {
    put(letter);
  } else if (letter < 0x800) {
    put(0xC0U | letter >> 6);
    follow(0);
  } else if (letter < 0x10000) {
    put(0xE0U | letter >> 12);
    follow(6), follow(0);
  } else {
    put(0xF0U | letter >> 18);
    follow(12), follow(6), follow(0);
  }
}

// Means something to one font only.
bool is_private(char32_t c) { return (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000; }

bool runs_leftwards(char32_t c) {  // Hebrew, Arabic and their neighbours
  return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC);
}

std::u32string letters_of(std::string_view text) {
  std::u32string letters;
  while (!text.empty()) letters.push_back(take_letter(text));
  return letters;
}

// As it stands on paper: words that are read from the right are turned round, digits are not.
std::string on_paper(std::string_view text) {
  std::u32string letters = letters_of(text);
  const auto leftwards = [](char32_t c) { return runs_leftwards(c); };
  for (auto from = letters.begin(); from != letters.end();) {
    from = std::find_if(from, letters.end(), leftwards);
    auto to = from;
    for (auto at = from; at != letters.end() && (leftwards(*at) || *at == ' '); ++at) {
      if (leftwards(*at)) to = at + 1;
    }
    std::reverse(from, to);
    from = to;
  }
  std::string turned;
  for (const char32_t letter : letters) append(turned, letter);
  return turned;
}

template <class Thing>
using Kept = std::unique_ptr<Thing, void (*)(Thing*)>;

Kept<FcPattern> pattern_of(const char* family, bool bold) {
  const int weight = bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR;
  return {FcPatternBuild(nullptr, FC_FAMILY, FcTypeString, family, FC_WEIGHT, FcTypeInteger, weight,
                         nullptr),
          &FcPatternDestroy};
}

// Fontconfig always finds one, if only another.
cairo_font_face_t* open_face(const char* family, bool bold) {
  return cairo_ft_font_face_create_for_pattern(pattern_of(family, bold).get());
}

// Not cairo's own choice by name, which takes a medium weight for a plain one. Faces are opened
// once for the life of the process, as long as cairo's own caches live.
cairo_font_face_t* face(bool spare, bool bold) {
  static const std::array<cairo_font_face_t*, 4> faces{
      open_face(first_face, false),
      open_face(first_face, true),
      open_face(spare_face, false),
      open_face(spare_face, true),
  };
  return faces[(spare ? 2U : 0U) + (bold ? 1U : 0U)];
}

// Of whatever else is installed, with outlines and of one colour: paper has no other. Empty where
// fontconfig knows none that has the letter.
cairo_font_face_t* find_face_with(char32_t letter, bool bold) {
  const Kept<FcCharSet> letters{FcCharSetCreate(), &FcCharSetDestroy};
  FcCharSetAddChar(letters.get(), letter);
  const Kept<FcPattern> wanted = pattern_of(spare_face, bold);
  FcPatternAddCharSet(wanted.get(), FC_CHARSET, letters.get());
  FcPatternAddBool(wanted.get(), FC_SCALABLE, FcTrue);
  FcPatternAddBool(wanted.get(), FC_COLOR, FcFalse);
  FcConfigSubstitute(nullptr, wanted.get(), FcMatchPattern);
  FcDefaultSubstitute(wanted.get());
  FcResult ignored = FcResultMatch;
  const Kept<FcPattern> found{FcFontMatch(nullptr, wanted.get(), &ignored), &FcPatternDestroy};
  FcCharSet* has = nullptr;
  FcBool colour = FcFalse;
  if (!found || FcPatternGetCharSet(found.get(), FC_CHARSET, 0, &has) != FcResultMatch ||
      FcCharSetHasChar(has, letter) != FcTrue ||
      (FcPatternGetBool(found.get(), FC_COLOR, 0, &colour) == FcResultMatch && colour == FcTrue)) {
    return nullptr;
  }
  return cairo_ft_font_face_create_for_pattern(found.get());
}

cairo_font_face_t* face_with(char32_t letter, bool bold) {
  static std::map<std::pair<char32_t, bool>, cairo_font_face_t*> known;
  const auto [at, is_new] = known.try_emplace({letter, bold}, nullptr);
  if (is_new) at->second = find_face_with(letter, bold);
  return at->second;
}

}  // namespace

std::string readable(std::string_view text) {
  const std::string whole = plain_text(text, longest_text);
  std::string clean;
  std::string_view rest = whole;
  while (!rest.empty()) {
    const char32_t letter = take_letter(rest);
    const bool another_space = letter == ' ' && (clean.empty() || clean.back() == ' ');
    if (!is_private(letter) && !another_space) append(clean, letter);
  }
  if (clean.ends_with(' ')) clean.pop_back();
  return clean;
}

void Pen::use(Ink ink) {
  const Colour& colour = inks[static_cast<std::size_t>(ink)];
  cairo_set_source_rgb(page_, colour.red, colour.green, colour.blue);
}

void Pen::use(Font font, cairo_font_face_t* face) {
  cairo_set_font_face(page_, face);
  cairo_set_font_size(page_, font.size);
}

bool Pen::has(char32_t letter, Font font, cairo_font_face_t* face) {
  std::string text;
  append(text, letter);
  use(font, face);
  cairo_glyph_t* glyphs = nullptr;
  int count = 0;
  const auto status = cairo_scaled_font_text_to_glyphs(cairo_get_scaled_font(page_), 0.0, 0.0,
                                                       text.data(), static_cast<int>(text.size()),
                                                       &glyphs, &count, nullptr, nullptr, nullptr);
  const bool found = status == CAIRO_STATUS_SUCCESS && count > 0 && glyphs[0].index != 0;
  cairo_glyph_free(glyphs);
  return found;
}

// The face of ours that has the letter, or another one; empty: none has.
cairo_font_face_t* Pen::face_for(char32_t letter, Font font) {
  cairo_font_face_t* const first = face(false, font.bold);
  const bool plain = letter < 0x180;  // every face has Latin
  if (plain || has(letter, font, first)) return first;
  cairo_font_face_t* const spare = face(true, font.bold);
  if (has(letter, font, spare)) return spare;
  cairo_font_face_t* const other = face_with(letter, font.bold);
  return other != nullptr && has(letter, font, other) ? other : nullptr;
}

std::vector<Pen::Part> Pen::parts(std::string_view readable_text, Font font) {
  std::vector<Part> all;
  while (!readable_text.empty()) {
    char32_t letter = take_letter(readable_text);
    cairo_font_face_t* with = face_for(letter, font);
    if (with == nullptr) {
      letter = replacement;
      with = face(true, font.bold);
    }
    if (all.empty() || all.back().face != with) all.push_back({.text = {}, .face = with});
    append(all.back().text, letter);
  }
  return all;
}

double Pen::width_of(const std::vector<Part>& parts, Font font) {
  double sum = 0.0;
  for (const Part& part : parts) {
    use(font, part.face);
    cairo_text_extents_t extents;
    cairo_text_extents(page_, part.text.c_str(), &extents);
    sum += extents.x_advance;
  }
  return sum;
}

double Pen::width(std::string_view text, Font font) {
  return width_of(parts(readable(text), font), font);
}

void Pen::write(double x, double y, std::string_view text, Font font, Ink ink, Align align) {
  const auto all = parts(on_paper(readable(text)), font);
  if (align != Align::Left) {
    x -= width_of(all, font) * (align == Align::Middle ? 0.5 : 1.0);
  }
  use(ink);
  cairo_move_to(page_, x, y);
  for (const Part& part : all) {
    use(font, part.face);
    cairo_show_text(page_, part.text.c_str());
  }
}

std::string Pen::fit(std::string_view text, Font font, double most) {
  std::string whole = readable(text);
  if (width(whole, font) <= most) return whole;
  const std::u32string letters = letters_of(whole);
  const auto shortened = [&letters](std::size_t count) {
    std::string part;
    for (const char32_t letter : letters.substr(0, count)) append(part, letter);
    while (part.ends_with(' ')) part.pop_back();
    return part + "…";
  };
  std::size_t fits = 0;
  for (std::size_t step = std::size_t{1} << 12; step > 0; step /= 2) {
    const std::size_t tried = fits + step;
    if (tried < letters.size() && width(shortened(tried), font) <= most) fits = tried;
  }
  return shortened(fits);
}

std::vector<std::string> Pen::wrap(std::string_view text, Font font, double most_width,
                                   std::size_t most) {
  const std::string whole = readable(text);
  std::vector<std::string> lines;
  std::string_view rest = whole;
  while (!rest.empty() && lines.size() < most) {
    if (lines.size() + 1 == most) {
      lines.push_back(fit(rest, font, most_width));
      break;
    }
    std::size_t end = 0;  // of the words that fit
    for (std::size_t at = 0; at != std::string_view::npos;) {
      const std::size_t space = std::min(rest.find(' ', at + 1), rest.size());
      if (width(rest.substr(0, space), font) > most_width) break;
      end = space;
      at = space == rest.size() ? std::string_view::npos : space;
    }
    if (end == 0) {  // one word is longer than the line
      std::string part = fit(rest, font, most_width);
      if (part.ends_with("…")) part.resize(part.size() - std::string_view{"…"}.size());
      end = std::max<std::size_t>(part.size(), 1);
      lines.push_back(std::move(part));
    } else {
      lines.emplace_back(rest.substr(0, end));
    }
    rest.remove_prefix(end);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  }
  return lines;
}

void Pen::line(double x1, double y1, double x2, double y2, double thick, Ink ink) {
  use(ink);
  cairo_set_line_width(page_, thick);
  cairo_move_to(page_, x1, y1);
  cairo_line_to(page_, x2, y2);
  cairo_stroke(page_);
}

void Pen::dashes(double x1, double y1, double x2, double y2, double thick, Ink ink) {
  constexpr std::array<double, 2> pattern{2.2, 1.6};
  cairo_set_dash(page_, pattern.data(), static_cast<int>(pattern.size()), 0.0);
  line(x1, y1, x2, y2, thick, ink);
  cairo_set_dash(page_, nullptr, 0, 0.0);
}

void Pen::fill(const Box& box, Ink ink) {
  use(ink);
  cairo_rectangle(page_, box.x, box.y, box.w, box.h);
  cairo_fill(page_);
}

void Pen::frame(const Box& box, double thick, Ink ink) {
  use(ink);
  cairo_set_line_width(page_, thick);
  cairo_rectangle(page_, box.x + thick / 2, box.y + thick / 2, std::max(0.0, box.w - thick),
                  std::max(0.0, box.h - thick));
  cairo_stroke(page_);
}

void Pen::hatch(const Box& box, double apart, Ink ink) {
  cairo_save(page_);
  cairo_rectangle(page_, box.x, box.y, box.w, box.h);
  cairo_clip(page_);
  for (double x = std::floor((box.x - box.h) / apart) * apart; x < box.x + box.w; x += apart) {
    line(x, box.y + box.h, x + box.h, box.y, 0.6, ink);
  }
  cairo_restore(page_);
}

void Pen::dot(double x, double y, double radius, Ink ink) {
  use(ink);
  cairo_arc(page_, x, y, radius, 0.0, 2.0 * std::numbers::pi);
  cairo_fill(page_);
}

void Pen::ring(double x, double y, double radius, double thick, Ink ink) {
  cairo_new_sub_path(page_);
  cairo_arc(page_, x, y, radius, 0.0, 2.0 * std::numbers::pi);
  use(Ink::White);
  cairo_fill_preserve(page_);
  use(ink);
  cairo_set_line_width(page_, thick);
  cairo_stroke(page_);
}

void Pen::triangle(double x, double y, double radius, Ink ink) {
  use(ink);
  cairo_move_to(page_, x, y - radius);
  cairo_line_to(page_, x + radius, y + radius);
  cairo_line_to(page_, x - radius, y + radius);
  cairo_close_path(page_);
  cairo_fill(page_);
}

void Pen::cross(double x, double y, double radius, double thick, Ink ink) {
  line(x - radius, y - radius, x + radius, y + radius, thick, ink);
  line(x - radius, y + radius, x + radius, y - radius, thick, ink);
}

}  // namespace softpedal::records
