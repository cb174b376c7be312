// SPDX-License-Identifier: MIT
// A rider in front of the dashboard: by keyboard alone, by mouse alone, one thing a frame.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "app/dashboard/stage.hpp"
#include "tests/app/dashboard/samples.hpp"

namespace softpedal::ui {

class Rider {
 public:
  explicit Rider(Model first = riding_model()) : model{std::move(first)} {
    if (stage_.fit({1280, 800})) {
      unsigned char* pixels = nullptr;
      int width = 0;
      int height = 0;
      ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
    }
    look();
  }

  std::vector<Request> look() { return stage_.frame(&model, stale, {}); }
  std::vector<Request> type(Key key, char letter = 0) {
    return then({.key = KeyPress{key, letter}});
  }
  std::vector<Request> type(char letter) { return type(Key::Letter, letter); }
  std::vector<Request> press(std::string_view name) {
    for (const Pressable& place : stage_.pressables()) {
      if (place.name == name) return then({.press = place.box.middle()});
    }
    ADD_FAILURE() << "there is no " << name;
    return {};
  }
  // With the mouse: what happens at a point, or with the wheel, and how hands are.
  std::vector<Request> handle(Input input) { return then(std::move(input)); }
  // One frame, and no other behind it.
  std::vector<Request> hold(Input input) { return stage_.frame(&model, stale, std::move(input)); }
  [[nodiscard]] Rect place_of(std::string_view name) const {
    for (const Pressable& place : stage_.pressables()) {
      if (place.name == name) return place.box;
    }
    ADD_FAILURE() << "there is no " << name;
    return {};
  }
  [[nodiscard]] bool reads(std::string_view words) const {
    return std::ranges::any_of(stage_.written(), [&](const Written& one) {
      return one.text.find(words) != std::string::npos;
    });
  }
  // In a room that begins at x, somewhere below that height.
  [[nodiscard]] bool reads_within(std::string_view words, float x, float below) const {
    return std::ranges::any_of(stage_.written(), [&](const Written& one) {
      return one.text == words && std::abs(one.room.x - x) < 2.0F && one.room.y >= below;
    });
  }
  [[nodiscard]] std::uint64_t looks() const { return stage_.looks(); }
  void write(unsigned letter) { then({.letter = letter}); }
  // By keyboard alone: Tab until it has the focus, then Enter.
  std::vector<Request> reach(std::string_view name) {
    for (int i = 0; i < 60 && !stage_.hands().focused(name); ++i) type(Key::Tab);
    EXPECT_TRUE(stage_.hands().focused(name)) << name;
    return type(Key::Enter);
  }
  [[nodiscard]] bool sees(std::string_view name) const {
    for (const Pressable& place : stage_.pressables()) {
      if (place.name == name) return true;
    }
    return false;
  }
  [[nodiscard]] std::vector<std::string_view> everything() const {
    std::vector<std::string_view> names;
    for (const Pressable& place : stage_.pressables()) {
      if (place.enabled) names.push_back(place.name);
    }
    return names;
  }
  [[nodiscard]] bool focused(std::string_view name) { return stage_.hands().focused(name); }
  [[nodiscard]] Screen screen() const { return stage_.dashboard().screen(); }
  [[nodiscard]] const View& view() const { return stage_.dashboard().view(); }
  [[nodiscard]] const Settings& settings() const { return stage_.dashboard().settings(); }

  Model model;
  bool stale = false;

 private:
  std::vector<Request> then(Input input) {
    auto asked = stage_.frame(&model, stale, std::move(input));
    for (Request& request : look()) asked.push_back(std::move(request));
    return asked;
  }

  Stage stage_{Settings{}};
};

template <class Asked>
const Asked* only(const std::vector<Request>& requests) {
  EXPECT_EQ(requests.size(), 1U);
  return requests.size() == 1 ? std::get_if<Asked>(&requests.front()) : nullptr;
}

}  // namespace softpedal::ui
