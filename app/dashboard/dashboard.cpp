// SPDX-License-Identifier: MIT
#include "app/dashboard/dashboard.hpp"

#include <imgui_internal.h>

#include <algorithm>
#include <utility>

#include "app/dashboard/past_parts.hpp"

namespace softpedal::ui {
namespace {

bool over(const Model& model) { return model.ended.has_value(); }

// The question is up, or its answer is still owed, or the rider opened the row.
bool knee_asked(const Frame& frame) { return frame.model.ride.pain_due || frame.view.knee_open; }

// The ride that was asked for is shown as soon as it is here.
Screen progress_screen(const Model& model, const View& view) {
  const auto& open = model.past.open;
  return open && open->summary.id == view.past.id ? Screen::PastRide : Screen::Progress;
}

}  // namespace

std::string_view title_of(Screen screen) {
  switch (screen) {
    case Screen::Starting:
      return say(words::starting);
    case Screen::Morning:
      return say(words::morning);
    case Screen::Gate:
      return say(words::gate);
    case Screen::Ready:
      return say(words::ready);
    case Screen::Finder:
    case Screen::Floor:
      return say(words::find_floor);
    case Screen::Ride:
      return say(words::ride);
    case Screen::After:
      return say(words::after);
    case Screen::Devices:
      return say(words::devices);
    case Screen::Settings:
      return say(words::settings);
    case Screen::Progress:
      return say(words::progress);
    case Screen::PastRide:
      return say(words::past_ride);
    case Screen::Stale:
      return say(words::stop_pedalling);
    case Screen::Closing:
      break;
  }
  return say(words::closing);
}

Screen Dashboard::screen_for(const Model* model, bool stale) const {
  if (model == nullptr) return Screen::Starting;
  if (stale) return Screen::Stale;
  if (model->closing) return Screen::Closing;
  if (model->ride.start_pressed) {
    if (!view_.left_ride) return Screen::Ride;
    if (view_.in_progress) return progress_screen(*model, view_);
    return model->finding_floor ? Screen::Floor : Screen::After;
  }
  // The first thing of a later day: what comes after it may be a long ride.
  if (model->morning && model->morning->id != view_.morning.answered) return Screen::Morning;
  if (view_.in_progress) return progress_screen(*model, view_);
  if (view_.settings) return Screen::Settings;
  if (view_.devices) return Screen::Devices;
  const bool clear = model->today.red_flags == false && !model->today.closed;
  if (!clear) return Screen::Gate;
  return model->finding_floor ? Screen::Finder : Screen::Ready;
}

// Enter on a screen's first moment does the expected next step, and never anything that the rider
// must think about first.
void Dashboard::enter(Screen screen, Hands& hands) {
  screen_ = screen;
  switch (screen) {
    case Screen::Ready:
    case Screen::Finder:
      return hands.focus(view_.lap > 1 ? "" : "start");
    case Screen::After:
    case Screen::Floor:
      return hands.focus("done");
    case Screen::Devices:
    case Screen::Settings:
      return hands.focus("back");
    case Screen::Progress:
      return hands.focus("rides");
    case Screen::PastRide:
      return hands.focus("back");
    default:
      return hands.focus("");
  }
}

std::vector<Request> Dashboard::frame(const Model* model, bool stale, Canvas& canvas,
                                      Hands& hands) {
  std::vector<Request> asked;
  const Model none{};
  const Model& shown = model != nullptr ? *model : none;
  if (shown.lap != view_.lap) {
    view_ = View{.lap = shown.lap};
  }
  if (shown.ride.start_pressed) {
    view_.devices = view_.settings = false;
    view_.in_progress = view_.in_progress && view_.left_ride;
  }
  Frame frame{canvas, shown, view_, settings_, hands, asked};
  if (view_.leave_ride && over(shown)) view_.left_ride = true;
  if (std::exchange(view_.scores_seen, shown.ride.pain_scores) != shown.ride.pain_scores) {
    view_.knee_open = false;
  }
  if (const Screen now = screen_for(model, stale); now != screen_) enter(now, hands);
  const Settings before = settings_;
  take_keys(frame);
  // A key may have led elsewhere.
  if (const Screen now = screen_for(model, stale); now != screen_) enter(now, hands);
  switch (screen_) {
    case Screen::Starting:
      draw_starting(frame);
      break;
    case Screen::Morning:
      draw_morning(frame);
      break;
    case Screen::Gate:
      draw_gate(frame);
      break;
    case Screen::Ready:
      draw_ready(frame);
      break;
    case Screen::Finder:
      draw_finder(frame);
      break;
    case Screen::Ride:
      draw_ride(frame);
      break;
    case Screen::After:
      draw_after(frame);
      break;
    case Screen::Floor:
      draw_floor(frame);
      break;
    case Screen::Devices:
      draw_devices(frame);
      break;
    case Screen::Settings:
      draw_settings(frame);
      break;
    case Screen::Progress:
      draw_progress(frame);
      break;
    case Screen::PastRide:
      draw_past_ride(frame);
      break;
    case Screen::Stale:
      draw_stale(frame);
      break;
    case Screen::Closing:
      draw_closing(frame);
      break;
  }
  if (settings_.language != before.language) change_language(settings_.language);
  if (settings_ != before) asked.emplace_back(Keep{settings_});
  return asked;
}

void keep_after(Frame& frame) {
  View& view = frame.view;
  if (view.kept_pain == view.pain_after && view.kept_note == view.note) return;
  view.kept_pain = view.pain_after;
  view.kept_note = view.note;
  frame.ask(KeepAfter{view.pain_after, view.note});
}

void hand_over_draft(Frame& frame) {
  frame.ask(KeepAfter{frame.view.pain_after, frame.view.note, true});
}

// A letter on After begins the note, or goes on with it; a digit is a score.
void Dashboard::begin_note(Frame& frame, unsigned letter) {
  const bool here = screen_ == Screen::After && over(frame.model) && !view_.writing;
  const bool begins = letter > ' ' && (letter < '0' || letter > '9');
  if (!here || !begins) return;
  char utf8[5]{};
  view_.note += ImTextCharToUtf8(utf8, letter);
  frame.hands.focus("note");
  hand_over_draft(frame);
}

void Dashboard::take_keys(Frame& frame) {
  const Input& input = frame.hands.input();
  if (input.letter) begin_note(frame, *input.letter);
  if (input.dropped) frame.ask(OpenProfile{*input.dropped});
  if (input.key) take_key(frame, *input.key);
}

void Dashboard::take_key(Frame& frame, const KeyPress& press) {
  // EASE and STOP first: they work wherever a ride is on, whatever else is on the screen.
  const bool riding = frame.model.ride.start_pressed && !view_.left_ride;
  if (riding && take_ride_key(frame, press)) return;
  if (view_.writing && take_writing_key(frame, press)) return;
  if (take_time_key(press)) return;
  switch (press.key) {
    case Key::Tab:
    case Key::Right:
    case Key::Down:
      return frame.hands.walk(1);
    case Key::BackTab:
    case Key::Left:
    case Key::Up:
      return frame.hands.walk(-1);
    case Key::Enter:
      return frame.hands.enter();
    case Key::Escape:
      return leave(frame);
    case Key::FullScreen:
      settings_.full_screen = !settings_.full_screen;
      return;
    case Key::Larger:
      settings_.scale_percent = std::min(settings_.scale_percent + scale_step, scale_range.most);
      return;
    case Key::Smaller:
      settings_.scale_percent = std::max(settings_.scale_percent - scale_step, scale_range.least);
      return;
    case Key::Letter:
      if (press.letter >= '0' && press.letter <= '9') take_digit(frame, press.letter);
      if (press.letter == 'h' && (screen_ == Screen::Ready || screen_ == Screen::Gate)) {
        open_progress(frame);
      }
      return;
    case Key::Ease:  // eases, and can never start anything
    case Key::Home:
    case Key::End:
      return;
  }
}

// True: the key moves along an axis of time, whose screen takes it when it is drawn.
bool Dashboard::take_time_key(const KeyPress& press) const {
  if (screen_ != Screen::Progress && screen_ != Screen::PastRide) return false;
  return press.key == Key::Left || press.key == Key::Right || press.key == Key::Home ||
         press.key == Key::End ||
         (press.key == Key::Letter && (press.letter == '+' || press.letter == '-'));
}

// One step back.
void Dashboard::leave(Frame& frame) {
  if (screen_ == Screen::PastRide) {
    close_past_ride(frame);
  } else if (screen_ == Screen::Progress) {
    close_progress(frame);
  } else if (view_.settings) {
    view_.settings = false;
  } else if (view_.devices) {
    view_.devices = false;
    frame.ask(Scan{false});
  } else if (screen_ == Screen::Gate) {
    view_.gate = {};
    frame.hands.focus("");
  } else if (screen_ == Screen::Finder) {
    frame.ask(FindFloor{false});
  }
}

// True: the key belongs to the text that is being written.
bool Dashboard::take_writing_key(Frame& frame, const KeyPress& press) {
  switch (press.key) {
    case Key::Letter:
    case Key::Ease:
    case Key::Left:
    case Key::Right:
    case Key::Up:
    case Key::Down:
    case Key::Home:
    case Key::End:
      return true;
    case Key::Enter:
    case Key::Escape:
      frame.hands.focus("done");
      return true;
    default:
      return false;
  }
}

// True: the key meant something to the ride.
bool Dashboard::take_ride_key(Frame& frame, const KeyPress& press) {
  const bool ended = over(frame.model);
  const bool ending = frame.model.ride.phase == Phase::Ending;
  if (press.key == Key::Ease) {
    frame.say_intent(Intent::Ease);
    return true;
  }
  if (press.key == Key::Escape || press.key == Key::Enter) {
    if (ended || ending) {
      (ended ? view_.left_ride : view_.leave_ride) = true;
      return true;
    }
    if (press.key == Key::Enter) return false;
    frame.say_intent(Intent::Stop);
    return true;
  }
  if (press.key != Key::Letter) return false;
  switch (press.letter) {
    case 'p':
      frame.say_intent(frame.model.ride.paused ? Intent::Resume : Intent::Pause);
      break;
    case 'r':
      frame.say_intent(Intent::Resume);
      break;
    case 's':
      frame.say_intent(Intent::Sharp);
      break;
    case 'l':
      frame.say_intent(Intent::Locking);
      break;
    case 'g':
      frame.say_intent(Intent::GivingWay);
      break;
    case '.':  // the third key of page-turners and presenters
    case 'b':
      frame.say_intent(Intent::Stop);
      break;
    case 'k':
      view_.knee_open = !view_.knee_open;
      break;
    default:
      const bool digit = press.letter >= '0' && press.letter <= '9';
      if (digit && knee_asked(frame)) frame.ask(Digit{press.letter});
  }
  return true;
}

void Dashboard::take_digit(Frame& frame, char digit) {
  const bool before = screen_ == Screen::Ready || screen_ == Screen::Finder;
  std::optional<int>* score = before                       ? &view_.pain_before
                              : screen_ == Screen::After   ? &view_.pain_after
                              : screen_ == Screen::Morning ? &view_.morning.pain
                                                           : nullptr;
  if (score == nullptr) return;
  const bool ten = view_.typed_one && digit == '0';
  *score = ten ? 10 : digit - '0';
  view_.typed_one = digit == '1' && !ten;
  if (screen_ == Screen::After) keep_after(frame);
}

}  // namespace softpedal::ui
