// SPDX-License-Identifier: MIT
// The dashboard's rides, one after the other in one loop: Ready, Ride, After, and Ready again. It
// takes what the window asks for and publishes what the window shows. One thing at a time holds the
// stick; each is ended in order, and destroyed from the loop, before the next one begins.
//
//   Ready --Start--> Ride --over--> After --NextLap--> Ready
//     | ^  failed: again after 3 s      |
//     v |  Scan off                     v
//   Devices                          Close, from anywhere: released first, then closed
//
// A ride that could not release its trainer is gone on with on After, until that trainer confirms;
// what is still open when the window is closed is the guard's.
//
// Everything is called in the loop's thread, but for latest() and window_answers().
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/asio.hpp"
#include "app/commands/one_ride.hpp"
#include "app/commands/past_desk.hpp"
#include "app/commands/profile_shelf.hpp"
#include "app/commands/ready_checks.hpp"
#include "app/commands/release.hpp"
#include "app/commands/ride_request.hpp"
#include "app/commands/ride_trace.hpp"
#include "app/commands/settings.hpp"
#include "app/core/gate.hpp"
#include "app/dashboard/model.hpp"
#include "app/shell/box.hpp"
#include "app/shell/intents.hpp"
#include "app/shell/output.hpp"
#include "drivers/scanner.hpp"

namespace softpedal::commands {

class Laps {
 public:
  struct Plan {
    RideRequest request;  // its prescription and title are those of the chosen profile
    ProfileShelf shelf;
    std::size_t profile = 0;
    std::optional<std::size_t> offered{};  // allows more: the rider's own, but not taken yet
    Settings settings{};
    PastDesk::Aside aside{};  // where the history is read and written
  };
  struct Listener {
    std::function<void()> published{};           // there is a new model
    std::function<void(const Watch&)> beat{};    // for the guard: at least every half second
    std::function<void(bool)> riding{};          // Start was pressed; its ride is over
    std::function<void(const RideEnd&)> over{};  // a ride, or one that could not be released
    std::function<void()> closed{};              // once, the last call
  };

  Laps(Plan plan, asio::io_context& io, TimerPort& timers, Output& err, Listener listener);
  ~Laps();
  Laps(const Laps&) = delete;
  Laps& operator=(const Laps&) = delete;

  void begin();
  void take(const ui::Request& request);
  void suspend();              // the machine is about to sleep: ends a ride
  void close(EndCause cause);  // releases, then closes
  void close_by_signal(int signal);

  [[nodiscard]] std::shared_ptr<const ui::Model> latest() const { return box_.latest(); }
  void window_answers() { ++window_beats_; }

  // After closed().
  [[nodiscard]] int exit_status() const { return status_; }
  // The rider chose another stick: softpedal is to start again with it.
  [[nodiscard]] const std::optional<std::string>& next_stick() const { return next_stick_; }

 private:
  static constexpr Duration again_after = 3s;  // what failed, while nobody chose otherwise

  struct Listening {
    Listening(const RideRequest& request, asio::io_context& io, TimerPort& timers)
        : stick{request, io, timers}, scanner{stick.open(), timers} {}
    StickOf stick;
    Scanner scanner;
    bool over = false;
  };

  // A trainer that may still hold the load of a lap that is over.
  struct Unreleased {
    std::uint32_t trainer;
    int earned;  // the lap's exit status, if it is released after all
  };

  // What holds the stick.
  void settle();
  void settle_soon();
  void begin_ride();
  void begin_scan();
  void begin_release();
  void let_go_after_all();
  void tell_guard(const Watch& watch);
  void end_what_is_on();
  void ride_over(const RideEnd& end);
  void scan_over(const Result<void>& result);
  void failed(const Fault& fault);
  void end_with(int status);
  void finish();
  [[nodiscard]] bool started() const { return ride_ && seen_.start_pressed; }

  // Requests.
  void take(const ui::Say& say);
  void take(const ui::Digit& digit);
  void take(const ui::AnswerRedFlags& answer);
  void take(const ui::CorrectRedFlags&);
  void take(const ui::ChooseProfile& choice);
  void take(const ui::LessToday& less);
  void take(const ui::RideAnyway& heard);
  void take(const ui::OpenProfile& file);
  void take(const ui::FindFloor& find);
  void take(const ui::Scan& scan);
  void take(const ui::ChooseTrainer& choice);
  void take(const ui::ChooseStick& choice);
  void take(const ui::KeepAfter& words);
  void keep_draft();
  void take(const ui::ShowProgress& show);
  void take(const ui::OpenRide& open);
  void take(const ui::ExportRide& wanted);
  void take(const ui::WriteReport& wanted);
  void take(const ui::AnswerMorning& answer);
  void take(const ui::NextLap&);
  void take(const ui::Keep& keep);
  void take(const ui::Close&);
  void handle(const Event& event);
  void past_changed();
  void say_pain(Pain pain);
  void look_at(std::size_t profile, bool pressed_again);
  void choose(std::size_t profile);
  void prescribe_anew();
  [[nodiscard]] Prescription prescription_of(std::size_t profile) const;
  [[nodiscard]] std::optional<ui::FoundFloor> keep_what_was_learned(const RideEnd& end);
  [[nodiscard]] Gate gate() const;
  [[nodiscard]] Rest rest() const;
  void look_at_today();
  void close_day(ClosedBy by);
  void answered_red_flags();
  void keep_today_too();
  void keep_settings_too();
  void complain(const std::string& sentence);

  // What is shown.
  void shown(const Snapshot& snapshot);
  void publish();
  void pulse();
  [[nodiscard]] std::optional<RideSummary> morning_now() const;
  void watch_window();
  void look_at_sticks();
  void look_at_date();
  void look_at_devices();
  [[nodiscard]] ui::Trainer trainer_now() const;
  [[nodiscard]] std::vector<ui::SensorRow> sensors_now() const;
  // The loop's clock may run faster than life, the window lives in life.
  [[nodiscard]] Duration in_life(Duration time) const;

  asio::io_context& io_;
  TimerPort& timers_;
  Output& err_;
  Listener listener_;
  RideRequest request_;
  ProfileShelf shelf_;
  std::size_t profile_;
  Prescription taken_;  // whole: a file that is dropped again may say more than it did
  std::optional<std::size_t> offered_;
  int quarters_ = 4;  // of the plan, for this ride
  Settings settings_;

  std::uint64_t lap_ = 1;
  std::unique_ptr<OneRide> ride_{};
  bool ride_is_over_ = false;
  std::unique_ptr<Listening> listening_{};
  std::optional<Unreleased> unreleased_{};
  std::unique_ptr<StickOf> release_stick_{};
  std::unique_ptr<Release> releasing_{};
  bool release_is_over_ = false;
  bool scan_wanted_ = false;
  bool finding_floor_ = false;
  bool begin_anew_ = false;  // the ride on Ready, with what was chosen since
  std::optional<Instant> again_at_{};
  bool closing_ = false;
  bool closed_ = false;
  std::optional<int> signal_{};
  std::optional<std::string> next_stick_{};
  int status_ = 0;
  std::string said_{};      // of what kept the last ride from beginning: once
  std::string not_kept_{};  // of what kept a floor from being kept: once
  Watch watch_{};

  Snapshot seen_{};
  ui::Trainer trainer_{};
  Snapshot known_{};  // of the trainer, from its last ride: for Devices
  std::vector<ui::SensorRow> sensors_{};
  ReadyChecks checks_{};
  RideTrace trace_{};
  std::optional<ui::Ended> ended_{};
  std::optional<ui::KeepAfter> draft_{};  // of its note
  std::string record_{};                  // of the last ride that is over, for what comes after it
  std::optional<int> pain_before_{};
  Cautions anyway_{};
  bool tells_of_correction_ = false;  // the journal of the ride on Ready
  std::chrono::year_month_day date_;
  Today today_;
  Survey survey_{};
  Instant survey_due_{};
  std::shared_ptr<const std::vector<ui::HeardDevice>> heard_ =
      std::make_shared<const std::vector<ui::HeardDevice>>();
  KeyReader digits_;
  PastDesk past_;
  std::string morning_answered_{};  // the ride whose morning was answered, here, just now

  Box<ui::Model> box_{};
  Snapshot published_{};
  TimerPort::Id publish_timer_ = 0;
  TimerPort::Id pulse_timer_ = 0;
  TimerPort::Id again_timer_ = 0;
  std::atomic<std::uint64_t> window_beats_{0};
  std::uint64_t window_beats_seen_ = 0;
  Instant window_heard_{};
  bool window_is_silent_ = false;
  std::shared_ptr<void> life_ = std::make_shared<char>();
};

}  // namespace softpedal::commands
