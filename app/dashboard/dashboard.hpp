// SPDX-License-Identifier: MIT
// The dashboard without its window: one frame is a function of one model, of where the user is
// (View) and of what hands did since the last one. What is asked for comes back as requests.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/dashboard/canvas.hpp"
#include "app/dashboard/input.hpp"
#include "app/dashboard/model.hpp"
#include "app/dashboard/progress_view.hpp"

namespace softpedal::ui {

enum class Screen {
  Starting,
  Morning,
  Gate,
  Ready,
  Finder,
  Ride,
  After,
  Floor,
  Devices,
  Settings,
  Progress,
  PastRide,
  Stale,
  Closing
};

// In the window's frame, and for whoever hears windows read out.
[[nodiscard]] std::string_view title_of(Screen screen);

// Where the red-flag screen is with its questions.
struct GateView {
  enum class Step { Ask, Sure, Correct, CorrectSure };
  Step step = Step::Ask;
  std::optional<RedFlag> flag{};  // with Sure: the line that was pressed; empty: "one or more"
};

// Where the user is, and what was typed and not handed over yet. No limit and no timer lives here.
struct View {
  std::uint64_t lap = 0;
  bool devices = false;
  bool settings = false;    // on from Devices
  bool left_ride = false;   // from the ride screen on to After
  bool leave_ride = false;  // as soon as the trainer is let go
  bool knee_open = false;   // the rider opened the pain row
  int scores_seen = 0;      // a new score closes it
  std::optional<int> pain_before{};
  Cautions anyway{};         // read, and Start pressed all the same
  bool other_plans = false;  // the arrows go through the examples too
  bool typed_one = false;    // a 0 that follows makes it ten
  std::optional<int> pain_after{};
  std::string note{};
  std::optional<int> kept_pain{};  // as they were handed over last
  std::string kept_note{};
  bool writing = false;  // in the note: letters are text there
  bool in_progress = false;
  ProgressView progress{};
  PastRideView past{};  // on from Progress
  MorningView morning{};
  GateView gate{};
};

// One frame under the pen.
struct Frame {
  Canvas& canvas;
  const Model& model;
  View& view;
  Settings& settings;
  Hands& hands;
  std::vector<Request>& asked;

  void ask(Request request) { asked.push_back(std::move(request)); }
  void say_intent(Intent intent) { ask(Say{intent}); }
};

// Hands score and note of After over, where they changed.
void keep_after(Frame& frame);
// The note as it is being written: kept when the window goes, else when it is handed over.
void hand_over_draft(Frame& frame);

// Each draws its whole screen.
void draw_starting(Frame& frame);
void draw_morning(Frame& frame);  // the question of the next day
void draw_gate(Frame& frame);
void draw_ready(Frame& frame);
void draw_finder(Frame& frame);  // before its spin
void draw_ride(Frame& frame);
void draw_after(Frame& frame);
void draw_floor(Frame& frame);  // after the floor finder's
void draw_devices(Frame& frame);
void draw_settings(Frame& frame);
void draw_progress(Frame& frame);
void draw_past_ride(Frame& frame);
void draw_stale(Frame& frame);
void draw_closing(Frame& frame);

class Dashboard {
 public:
  explicit Dashboard(const Settings& settings) : settings_{settings} {}

  // `model` is empty until there is one; `stale` when it was not renewed for a second.
  [[nodiscard]] std::vector<Request> frame(const Model* model, bool stale, Canvas& canvas,
                                           Hands& hands);
  // Of the frame that comes next, for whoever makes its canvas.
  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] Screen screen() const { return screen_; }
  [[nodiscard]] const View& view() const { return view_; }
  // It looks different where the pointer is.
  [[nodiscard]] bool follows_pointer() const {
    return view_.writing || screen_ == Screen::Progress || screen_ == Screen::PastRide;
  }

 private:
  [[nodiscard]] Screen screen_for(const Model* model, bool stale) const;
  void enter(Screen screen, Hands& hands);
  void take_keys(Frame& frame);
  void begin_note(Frame& frame, unsigned letter);
  void take_key(Frame& frame, const KeyPress& press);
  [[nodiscard]] bool take_ride_key(Frame& frame, const KeyPress& press);
  [[nodiscard]] bool take_writing_key(Frame& frame, const KeyPress& press);
  [[nodiscard]] bool take_time_key(const KeyPress& press) const;
  void leave(Frame& frame);
  void take_digit(Frame& frame, char digit);

  Settings settings_;
  View view_{};
  Screen screen_ = Screen::Starting;
};

// A model is stale when it is older than this (dashboard.md, "Ride").
inline constexpr std::chrono::milliseconds stale_after{1000};

}  // namespace softpedal::ui
