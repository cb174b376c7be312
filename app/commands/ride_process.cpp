// SPDX-License-Identifier: MIT
#include "app/commands/ride_process.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "app/commands/commands.hpp"
#include "app/commands/floor_words.hpp"
#include "app/commands/history_places.hpp"
#include "app/commands/kept_file.hpp"
#include "app/commands/kept_floor.hpp"
#include "app/commands/last_trainer.hpp"
#include "app/commands/one_ride.hpp"
#include "app/commands/ride_rescue.hpp"
#include "app/commands/ride_sticks.hpp"
#include "app/commands/ride_view.hpp"
#include "app/shell/aside.hpp"
#include "app/shell/guard.hpp"
#include "app/shell/input.hpp"
#include "app/shell/intents.hpp"
#include "app/shell/output.hpp"
#include "app/shell/runner.hpp"
#include "app/shell/signals.hpp"
#include "app/shell/suspend.hpp"
#include "app/shell/timers.hpp"

namespace softpedal::commands {
namespace {

std::unique_ptr<RideView> view_for(const RideRequest& request, Output& out) {
  const RideTitle title{request.title, request.simulated};
  if (request.json) return json_view(out, title);
  const char* kind = std::getenv("TERM");
  const bool drawable = out.terminal() && kind != nullptr && std::string_view{kind} != "dumb";
  return drawable ? terminal_view(out, title) : lines_view(out, title);
}

// A ride that is shown in a terminal and steered from there.
class Ride {
 public:
  Ride(const RideRequest& request, asio::io_context& io, std::unique_ptr<Recorder> recorder,
       std::vector<LoadNote> notes, Output& out, Output& err, Descriptor guard_line)
      : request_{request},
        io_{io},
        clock_{clock_for(request, io)},
        err_{err},
        view_{view_for(request, out)},
        ride_{request,
              io,
              *clock_,
              {.recorder = std::move(recorder), .notes_left = std::move(notes)},
              {.shown = [this](const Snapshot& s, Instant now) { view_->show(s, now); },
               .beat = [this](const Watch& watch) { beat(watch); },
               .ended = [this](const RideEnd& end) { ended(end); }}} {
    if (guard_line) {
      guard_.emplace(std::move(guard_line), io, [this] { handle(EndRide{EndCause::GuardLost}); });
    }
    if (!request.simulated) {
      suspend_.emplace(io, [this] { handle(EndRide{EndCause::Suspend}); });
    }
  }

  [[nodiscard]] FloorFound floor() const { return floor_found(request_, ride_, end_.last); }

  [[nodiscard]] RideEnd run() {
    ride_.start();
    clock_->run();
    return end_;
  }

 private:
  void handle(const Event& event) { ride_.runner().handle(event); }

  void beat(const Watch& watch) {
    if (guard_) guard_->report(watch);
  }

  void hear(std::string_view bytes) {
    if (keyboard_) {
      keys_.take(bytes);
    } else {
      words_.take(bytes);
    }
  }

  // Whoever sends nonsense by the megabyte gets an answer a second.
  void misunderstood(const Fault& fault) {
    const Instant now = clock_->now();
    if (answered_at_ && now - *answered_at_ < 1s) return;
    answered_at_ = now;
    err_.write(fmt::format("softpedal: {}\n", fault.sentence));
  }

  void ended(const RideEnd& end) {
    end_ = end;
    if (suspend_) suspend_->let_go();
    view_->end(end, clock_->now());
    clock_->stop();
  }

  const RideRequest& request_;
  asio::io_context& io_;
  std::unique_ptr<Clockwork> clock_;
  Output& err_;
  std::unique_ptr<RideView> view_;
  std::optional<GuardLine> guard_{};
  std::optional<Suspend> suspend_{};
  RideEnd end_{};
  OneRide ride_;

  bool keyboard_ = !request_.json && ::isatty(STDIN_FILENO) == 1;
  std::optional<KeyMode> key_mode_{keyboard_ ? std::optional<KeyMode>{std::in_place, STDIN_FILENO}
                                             : std::nullopt};
  KeyReader keys_{*clock_, [this](const Event& event) { handle(event); }};
  WordReader words_{{.said = [this](const Event& event) { handle(event); },
                     .misunderstood = [this](const Fault& fault) { misunderstood(fault); }}};
  std::optional<Instant> answered_at_{};
  Input input_{io_, *clock_, STDIN_FILENO, [this](std::string_view bytes) { hear(bytes); }};
  Signals signals_{io_, [this](int signal) { ride_.runner().end_by_signal(signal); }};
};

// Keeps what was learned; the floor finder also says it, and writes it where it was asked to.
void tell_floor(const RideRequest& request, const FloorFound& found, Output& out, Output& err) {
  auto kept = keep_floor(found);
  const bool learned = kept && !kept->empty();
  if (learned && request.floor_out) {
    const auto copied = replace_file(*request.floor_out, floor_file_text(found));
    if (!copied) err.write(fmt::format("softpedal: {}\n", copied.error().sentence));
  }
  if (!kept) err.write(fmt::format("softpedal: {}\n", kept.error().sentence));
  const bool turned = found.last.ridden > Duration{0};
  if (!request.finds_floor || !turned) return;
  (request.json ? err : out)
      .write(floor_in_words(found.last, found.trainer.number) +
             floor_plot(found.last, found.drivetrain) +
             (learned ? fmt::format("Kept in {}, to be shared as it is.\n", kept->string()) : ""));
}

// The journals keep the ride whatever comes of this.
void take_into_history(std::vector<std::string>& told) {
  const auto tell = [&told](const std::string& sentence) { told.push_back(sentence); };
  if (const auto history = open_history(tell); !history) tell(history.error().sentence);
}

// Beside the ride, which releases the trainer of the one that was cut first.
RideEnd run_beside(Ride& ride, const std::function<void()>& work) {
  Aside aside;
  if (work) aside.run(work);
  return ride.run();
}

}  // namespace

int ride_guarded(const RideRequest& request) {
  if (request.simulated) return ride_here(request, Descriptor{});
  const auto lock = hold_stick(request.stick);
  if (!lock) return fail(lock.error());
  return guarded([&](Descriptor line) { return ride_here(request, std::move(line)); },
                 [&](const Watch& orphan, int status) { return rescue(request, orphan, status); });
}

int ride_here(const RideRequest& request, Descriptor guard_line) {
  asio::io_context io{1};
  const auto full = request.simulated ? Output::Full::Waits : Output::Full::Drops;
  Output out{STDOUT_FILENO, full};
  Output err{STDERR_FILENO, full};
  const bool after_a_cut = recover_cut_rides(request, err);
  auto notes = look_back(request, err);
  auto recorder = recorder_for(request, io);
  const bool recorded = recorder && request.journals;
  std::vector<std::string> told;  // by the history
  RideEnd end;
  bool disk_answers = true;  // one that hung in a sync would hang again
  if (recorder) {
    remember_where_journals_are(request, err);
    if (!request.no_window.empty()) {
      err.write(fmt::format("softpedal: {} Riding in the terminal.\n", request.no_window));
    }
    (request.json ? err : out).write(request.description);
    Ride ride{request, io, std::move(*recorder), std::move(notes), out, err, std::move(guard_line)};
    std::function<void()> beside;
    if (after_a_cut) beside = [&told] { take_into_history(told); };
    end = run_beside(ride, beside);
    disk_answers = !(end.fault && end.fault->code == FaultCode::JournalNotWritable);
    if (request.journals && disk_answers) tell_floor(request, ride.floor(), out, err);
  } else {
    end.fault = recorder.error();
    end.exit_status = exit_status(recorder.error().code);
    view_for(request, out)->end(end, Instant{});
  }
  if (const auto complaint = complaint_of(end)) {
    err.write(fmt::format("softpedal: {}\n", *complaint));
  }
  if (end.was_released && !request.simulated && disk_answers) remember_trainer(end.trainer);
  out.flush(std::chrono::seconds{2});
  err.flush(std::chrono::seconds{2});
  if (recorded && disk_answers) take_into_history(told);
  for (const auto& sentence : told) err.write(fmt::format("softpedal: {}\n", sentence));
  if (out.lost()) {
    err.write("softpedal: what the ride said could not be written: is the disk full?\n");
    if (end.exit_status == 0) end.exit_status = output_not_writable;
  }
  err.flush(std::chrono::seconds{2});
  return end.exit_status;
}

}  // namespace softpedal::commands
