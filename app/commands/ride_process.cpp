// SPDX-License-Identifier: MIT
#include "app/commands/ride_process.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/commands/before_ride.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/floor_words.hpp"
#include "app/commands/history_places.hpp"
#include "app/commands/kept_file.hpp"
#include "app/commands/kept_floor.hpp"
#include "app/commands/last_ride.hpp"
#include "app/commands/last_trainer.hpp"
#include "app/commands/one_ride.hpp"
#include "app/commands/reading_progress.hpp"
#include "app/commands/ride_rescue.hpp"
#include "app/commands/ride_sticks.hpp"
#include "app/commands/ride_view.hpp"
#include "app/commands/settings.hpp"
#include "app/commands/today.hpp"
#include "app/core/gate.hpp"
#include "app/shell/guard.hpp"
#include "app/shell/input.hpp"
#include "app/shell/intents.hpp"
#include "app/shell/output.hpp"
#include "app/shell/paths.hpp"
#include "app/shell/runner.hpp"
#include "app/shell/signals.hpp"
#include "app/shell/suspend.hpp"
#include "app/shell/timers.hpp"

namespace softpedal::commands {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<RideView> view_for(const RideRequest& request, Output& out) {
  const RideTitle title{request.title, request.simulated};
  if (request.json) return json_view(out, title);
  const char* kind = std::getenv("TERM");
  const bool drawable = out.terminal() && kind != nullptr && std::string_view{kind} != "dumb";
  return drawable ? terminal_view(out, title) : lines_view(out, title);
}

bool with_keys(const RideRequest& request) { return !request.json && ::isatty(STDIN_FILENO) == 1; }

// A ride that is shown in a terminal and steered from there.
class Ride {
 public:
  Ride(const RideRequest& request, asio::io_context& io, std::unique_ptr<Recorder> recorder,
       std::vector<LoadNote> notes, const Answers& answers, Output& out, Output& err,
       Descriptor guard_line)
      : request_{request},
        io_{io},
        clock_{clock_for(request, io)},
        err_{err},
        today_{answers.today},
        view_{view_for(request, out)},
        ride_{request,
              io,
              *clock_,
              {.recorder = std::move(recorder),
               .notes_left = std::move(notes),
               .pain_before = answers.score},
              {.shown = [this](const Snapshot& s, Instant now) { shown(s, now); },
               .beat = [this](const Watch& watch) { beat(watch); },
               .ended = [this](const RideEnd& end) { ended(end); }}} {
    if (guard_line) {
      guard_.emplace(std::move(guard_line), io, [this] { handle(EndRide{EndCause::GuardLost}); });
    }
    if (!request.simulated) {
      suspend_.emplace(io, [this] { handle(EndRide{EndCause::Suspend}); });
    }
  }

  // What was said of the knee, with what it closed.
  [[nodiscard]] const Today& day() const { return today_; }
  [[nodiscard]] FloorFound floor() const { return floor_found(request_, ride_, end_.last); }

  [[nodiscard]] RideEnd run() {
    for (auto& remark : remarks_of(today_)) ride_.recorder().remark(std::move(remark));
    ride_.start();
    clock_->run();
    return end_;
  }

 private:
  void handle(const Event& event) { ride_.runner().handle(event); }

  void said(Event event) {
    if (auto* pain = std::get_if<Pain>(&event)) pain->before_ride = seen_.elapsed == Duration{0};
    handle(event);
  }

  void say_red_flags(bool any) {
    if (today_.red_flags == any || today_.red_flags == true) return;
    today_.red_flags = any;
    for (auto& remark : remarks_of(today_)) ride_.recorder().remark(std::move(remark));
    note();
    if (any) handle(EndRide{EndCause::DayClosed});
  }

  void note() {
    const auto noted = note_today(today(), today_);
    if (!noted) err_.write(as_said(noted.error().sentence));
  }

  void shown(const Snapshot& snapshot, Instant now) {
    const Snapshot before = std::exchange(seen_, snapshot);
    if (const auto by = closes_the_day(snapshot.why); by && !today_.closed) {
      today_.closed = by;
      note();
    }
    const bool begins = before.elapsed == Duration{0} && snapshot.elapsed > Duration{0};
    const auto missing = unanswered(today_, snapshot.pain_before.has_value());
    if (begins && missing) err_.write(as_said(*missing));
    if (!keyboard_ && snapshot.pain_wanted && !before.pain_wanted) {
      err_.write(
          as_said("the resistance was taken off for pain: it comes back when the knee "
                  "hurts less, say pain 0 to 10."));
    }
    view_->show(snapshot, now);
  }

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
    err_.write(as_said(fault.sentence));
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
  Today today_;
  Snapshot seen_{};
  std::unique_ptr<RideView> view_;
  std::optional<GuardLine> guard_{};
  std::optional<Suspend> suspend_{};
  RideEnd end_{};
  OneRide ride_;

  bool keyboard_ = with_keys(request_);
  std::optional<KeyMode> key_mode_{keyboard_ ? std::optional<KeyMode>{std::in_place, STDIN_FILENO}
                                             : std::nullopt};
  KeyReader keys_{*clock_, [this](const Event& event) { said(event); }};
  WordReader words_{{.said = [this](const Event& event) { said(event); },
                     .red_flags = [this](bool any) { say_red_flags(any); },
                     .misunderstood = [this](const Fault& fault) { misunderstood(fault); }}};
  std::optional<Instant> answered_at_{};
  Input input_{io_, *clock_, STDIN_FILENO, [this](std::string_view bytes) { hear(bytes); }};
  Signals signals_{io_, [this](int signal) { ride_.runner().end_by_signal(signal); }};
};

// Keeps what was learned, where a journal is kept too; the floor finder also says it, and writes it
// where it was asked to. False: that could not be written.
bool tell_floor(const RideRequest& request, const FloorFound& found, Output& out, Output& err) {
  Result<void> copied{};
  if (request.floor_out && drag_known(found.last.floor)) {
    copied = replace_file(*request.floor_out, floor_file_text(found));
    if (!copied) err.write(as_said(copied.error().sentence));
  }
  const auto kept = request.journals ? keep_floor(found) : fs::path{};
  const bool learned = kept && !kept->empty();
  if (!kept) err.write(as_said(kept.error().sentence));
  const bool turned = found.last.ridden > Duration{0};
  if (!request.finds_floor || !turned) return copied.has_value();
  (request.json ? err : out)
      .write(floor_in_words(found.last, found.trainer.number) +
             floor_plot(found.last, found.drivetrain) +
             (learned ? fmt::format("Kept in {}, to be shared as it is.\n", kept->string()) : ""));
  return copied.has_value();
}

// May this ride start, and with which answers? `answers.signal` and `answers.left`: nobody rides.
struct Start {
  Answers answers{};
  Gate gate{};
};

// What the history says of itself, each sentence once: it may be in the way before the ride and
// after it.
class Told {
 public:
  explicit Told(Output& err) : err_{err} {}
  void operator()(const std::string& sentence) {
    if (said_.insert(sentence).second) err_.write(as_said(sentence));
  }

 private:
  Output& err_;
  std::set<std::string> said_{};
};

// A ride of which nothing is kept asks the history nothing, either.
Rest rest_of(const RideRequest& request, Told& told) {
  LastRides last;
  bool known = true;
  if (request.journals) {
    const auto history = open_history(std::ref(told), progress_on_stderr());
    const auto rides = history ? (*history)->rides() : tl::unexpected(history.error());
    if (rides) last = last_rides_of(**history, *rides);
    if (!rides) told(rides.error().sentence);
    known = rides.has_value();
  }
  Rest rest = rest_before(request.prescription, request.between, last);
  rest.known = known;
  return rest;
}

Start ask(const RideRequest& request, const Rest& rest, Output& out, Output& err) {
  const PainRules& rules = request.prescription.pain;
  Start start{.answers = {.today = read_today(today())}};
  Output* const screen = out.terminal() ? &out : err.terminal() ? &err : nullptr;
  start.gate = may_start(start.answers.today, {{}, rules}, {}, rest);
  const bool asks = !start.gate.refused() && with_keys(request) && screen != nullptr;
  if (!start.gate.refused() && !asks) {
    if (start.gate.cautions.any()) err.write(as_said(against_it(start.gate)));
    return start;
  }
  if (!asks) return start;
  start.answers = ask_before_ride(start.answers.today, rules, rest, *screen);
  Today& day = start.answers.today;
  Rest heard = rest;
  heard.anyway = start.answers.anyway;
  start.gate = may_start(day, {start.answers.score, rules}, {}, heard);
  if (start.gate.closed == ClosedBy::PainBefore) day.closed = ClosedBy::PainBefore;
  const auto kept = keep_today(today(), day);
  if (!kept) err.write(as_said(kept.error().sentence));
  return start;
}

// How a start ends that was none.
RideEnd end_of(const Start& start) {
  RideEnd end;
  end.last.phase = Phase::Ended;
  end.last.why = Why::DayClosed;
  if (start.gate.refused()) {
    end.fault = Fault{FaultCode::PrescriptionRefused, refusal_of(start.gate)};
    end.exit_status = exit_status(end.fault->code);
    return end;
  }
  end.last.why = Why::StoppedByRider;
  if (const auto signal = start.answers.signal) {
    end.last.why = *signal == SIGINT   ? Why::EndedByInterrupt
                   : *signal == SIGHUP ? Why::EndedByHangup
                                       : Why::EndedBySignal;
    end.exit_status = 128 + *signal;
  }
  return end;
}

// The journals keep the ride whatever comes of this.
void take_into_history(Told& told) {
  const auto history = open_history(std::ref(told), progress_on_stderr());
  if (!history) told(history.error().sentence);
}

}  // namespace

int ride_guarded(const RideRequest& request) {
  if (request.simulated) return ride_here(request, Descriptor{});
  const auto lock = hold_stick(request.stick);
  if (!lock) return fail(lock.error());
  return guarded([&](Descriptor line) { return ride_here(request, std::move(line)); },
                 [&](const Watch& orphan, int status, bool asked_to_end) {
                   return rescue(request, orphan, status, asked_to_end, *lock);
                 });
}

int refuse(const RideOptions& options, const Fault& fault) {
  const bool asked_for = options.stick && *options.stick != "auto";
  const auto stick = asked_for ? options.stick : stick_at_hand();
  const auto state = state_directory();
  if (!stick || *stick == "sim" || (!options.journal && !state)) return fail(fault);
  RideRequest release{.title = {}, .description = {}, .prescription = {}};
  release.stick = *stick;
  release.settings = settings_or_defaults().window;
  release.journals = options.journal ? fs::path{*options.journal} : *state / "journal";
  auto notes = notes_left(release);
  if (notes.empty()) return fail(fault);
  if (const auto lock = hold_stick(release.stick)) {
    static_cast<void>(let_go_first(release, std::move(notes)));
  }
  return fail(fault);
}

int ride_here(const RideRequest& request, Descriptor guard_line) {
  asio::io_context io{1};
  const auto full = request.simulated ? Output::Full::Waits : Output::Full::Drops;
  Output out{STDOUT_FILENO, full};
  Output err{STDERR_FILENO, full};
  // Before anything that may be long in coming or refuse the ride: a disk, a question.
  auto notes = look_back(request, err);
  err.flush(std::chrono::seconds{1});
  notes = let_go_first(request, std::move(notes), guard_line);
  recover_cut_rides(request, err);
  tell_of_the_rest(request, err);
  Told told{err};  // by the history
  RideEnd end;
  bool recorded = false;
  bool disk_answers = true;  // one that hung in a sync would hang again
  const Start start = ask(request, rest_of(request, told), out, err);
  if (start.gate.refused() || start.answers.left) {
    end = end_of(start);
    view_for(request, out)->end(end, Instant{});
  } else if (auto recorder = recorder_for(request, io)) {
    recorded = request.journals.has_value();
    remember_where_journals_are(request, err);
    if (!request.no_window.empty()) {
      err.write(as_said(request.no_window + " Riding in the terminal."));
    }
    (request.json ? err : out).write(request.description);
    Ride ride{request, io,  std::move(*recorder), std::move(notes), start.answers,
              out,     err, std::move(guard_line)};
    end = ride.run();
    disk_answers = !(end.fault && end.fault->code == FaultCode::JournalNotWritable);
    if (ride.day() != start.answers.today && disk_answers) {
      const auto kept = keep_today(today(), ride.day());  // on disk now, too
      if (!kept) err.write(as_said(kept.error().sentence));
    }
    const bool written = !disk_answers || tell_floor(request, ride.floor(), out, err);
    if (!written && end.exit_status == 0) end.exit_status = output_not_writable;
  } else {
    end.fault = recorder.error();
    end.exit_status = exit_status(recorder.error().code);
    view_for(request, out)->end(end, Instant{});
  }
  if (const auto sentence = complaint_of(end)) err.write(as_said(*sentence));
  if (end.was_released && !request.simulated && disk_answers) remember_trainer(end.trainer);
  out.flush(std::chrono::seconds{2});
  err.flush(std::chrono::seconds{2});
  if (recorded && disk_answers) take_into_history(told);
  if (out.lost()) {
    err.write(as_said("what the ride said could not be written: is the disk full?"));
    if (end.exit_status == 0) end.exit_status = output_not_writable;
  }
  err.flush(std::chrono::seconds{2});
  return end.exit_status;
}

}  // namespace softpedal::commands
