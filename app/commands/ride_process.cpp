// SPDX-License-Identifier: MIT
#include "app/commands/ride_process.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

#include "app/commands/commands.hpp"
#include "app/commands/last_trainer.hpp"
#include "app/commands/ride_sticks.hpp"
#include "app/commands/ride_view.hpp"
#include "app/shell/guard.hpp"
#include "app/shell/input.hpp"
#include "app/shell/intents.hpp"
#include "app/shell/journal.hpp"
#include "app/shell/output.hpp"
#include "app/shell/runner.hpp"
#include "app/shell/signals.hpp"
#include "app/shell/suspend.hpp"
#include "app/shell/timers.hpp"
#include "drivers/registry.hpp"
#include "drivers/sim/world.hpp"

namespace softpedal::commands {
namespace {

constexpr const char* virtual_stick = "virtual stick";

std::unique_ptr<Clockwork> clock_for(const RideRequest& request, asio::io_context& io) {
  if (!request.speed) return std::make_unique<VirtualTimers>(io);
  return std::make_unique<SteadyTimers>(io, *request.speed);
}

Result<std::unique_ptr<Recorder>> recorder_for(const RideRequest& request, asio::io_context& io) {
  if (!request.journals) return std::make_unique<NoRecord>();
  const std::vector<std::string> header{
      fmt::format("softpedal {} journal", SOFTPEDAL_VERSION),
      fmt::format("began {}", utc_text(std::chrono::system_clock::now())),
      fmt::format("profile {}", request.title),
      request.simulated ? fmt::format("SIMULATED on the virtual stick, seed {}", request.seed)
                        : fmt::format("stick {}", request.stick),
  };
  auto journal = Journal::open(io, *request.journals, header,
                               request.simulated ? Journal::Waits::Disk : Journal::Waits::Loop);
  if (!journal) return tl::unexpected(journal.error());
  return std::move(*journal);
}

// What earlier rides left in the journals' directory: cut journals are made whole, and a trainer
// that may still hold a load is named.
std::vector<LoadNote> look_back(const RideRequest& request, Output& err) {
  if (!request.journals) return {};
  for (const auto& path : recover_journals(*request.journals)) {
    err.write(fmt::format("softpedal: the last ride was cut; what it recorded is kept in {}.\n",
                          path.string()));
  }
  auto notes = notes_left_behind(*request.journals);
  std::erase_if(notes, [&](const LoadNote& note) {
    if (note.stick != virtual_stick) return false;
    // A virtual trainer died with its ride: it holds nothing.
    static_cast<void>(clear_note(*request.journals, note.trainer));
    return true;
  });
  for (const auto& note : notes) {
    const bool another = request.simulated || (request.trainer && *request.trainer != note.trainer);
    err.write(another
                  ? fmt::format("softpedal: trainer {} may still hold the load of an earlier ride: "
                                "ride with --trainer {} once, or unplug it.\n",
                                note.trainer, note.trainer)
                  : fmt::format("softpedal: the last ride ended without a confirmed release; "
                                "releasing first (trainer {}).\n",
                                note.trainer));
  }
  return notes;
}

std::unique_ptr<RideView> view_for(const RideRequest& request, Output& out) {
  const RideTitle title{request.title, request.simulated};
  if (request.json) return json_view(out, title);
  const char* kind = std::getenv("TERM");
  const bool drawable = out.terminal() && kind != nullptr && std::string_view{kind} != "dumb";
  return drawable ? terminal_view(out, title) : lines_view(out, title);
}

// Everything of one ride that lives as long as its loop.
class Ride {
 public:
  Ride(const RideRequest& request, asio::io_context& io, Recorder& recorder,
       std::vector<LoadNote> notes, Output& out, Output& err, Descriptor guard_line)
      : request_{request},
        io_{io},
        clock_{clock_for(request, io)},
        out_{out},
        err_{err},
        view_{view_for(request, out)},
        trainer_{trainer_drivers().front().make(open_link(), *clock_, {.number = request.trainer})},
        runner_{{*clock_, *trainer_, recorder, screen_},
                {.prescription = request.prescription,
                 .stick = request.simulated ? virtual_stick : request.stick,
                 .notes_left = std::move(notes)},
                {.shown = [this](const Snapshot& s, Instant now) { view_->show(s, now); },
                 .beat = [this](const Watch& watch) { beat(watch); },
                 .ended = [this](const RideEnd& end) { ended(end); }}} {
    if (guard_line) {
      guard_.emplace(std::move(guard_line), io,
                     [this] { runner_.handle(EndRide{EndCause::GuardLost}); });
    }
    if (!request.simulated) {
      suspend_.emplace(io, [this] { runner_.handle(EndRide{EndCause::Suspend}); });
    }
  }

  [[nodiscard]] RideEnd run() {
    runner_.start();
    clock_->run();
    return end_;
  }

 private:
  OpenLink open_link() {
    if (!request_.simulated) return open_stick(io_, request_.stick);
    world_ = std::make_unique<sim::World>(*clock_, sim::WorldOptions{.seed = request_.seed});
    return sim::open(*world_);
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

  void ended(const RideEnd& end) {
    end_ = end;
    if (suspend_) suspend_->let_go();
    view_->end(end, clock_->now());
    clock_->stop();
  }

  const RideRequest& request_;
  asio::io_context& io_;
  std::unique_ptr<Clockwork> clock_;
  std::unique_ptr<sim::World> world_{};
  Output& out_;
  Output& err_;
  std::unique_ptr<RideView> view_;
  SnapshotBox screen_{};
  std::optional<GuardLine> guard_{};
  std::optional<Suspend> suspend_{};
  RideEnd end_{};
  std::unique_ptr<TrainerPort> trainer_;
  Runner runner_;

  bool keyboard_ = !request_.json && ::isatty(STDIN_FILENO) == 1;
  std::optional<KeyMode> key_mode_{keyboard_ ? std::optional<KeyMode>{std::in_place, STDIN_FILENO}
                                             : std::nullopt};
  KeyReader keys_{*clock_, [this](const Event& event) { runner_.handle(event); }};
  WordReader words_{{.said = [this](const Event& event) { runner_.handle(event); },
                     .misunderstood =
                         [this](const Fault& fault) {
                           err_.write(fmt::format("softpedal: {}\n", fault.sentence));
                         }}};
  Input input_{io_, *clock_, STDIN_FILENO, [this](std::string_view bytes) { hear(bytes); }};
  Signals signals_{io_, [this](int signal) { runner_.end_by_signal(signal); }};
};

}  // namespace

int ride_here(const RideRequest& request, Descriptor guard_line) {
  asio::io_context io{1};
  const auto full = request.simulated ? Output::Full::Waits : Output::Full::Drops;
  Output out{STDOUT_FILENO, full};
  Output err{STDERR_FILENO, full};
  auto notes = look_back(request, err);
  const auto recorder = recorder_for(request, io);
  RideEnd end;
  if (recorder) {
    (request.json ? err : out).write(request.description);
    Ride ride{request, io, **recorder, std::move(notes), out, err, std::move(guard_line)};
    end = ride.run();
  } else {
    end.fault = recorder.error();
    end.exit_status = exit_status(recorder.error().code);
    view_for(request, out)->end(end, Instant{});
  }
  if (const auto complaint = complaint_of(end)) {
    err.write(fmt::format("softpedal: {}\n", *complaint));
  }
  if (end.was_released && !request.simulated) remember_trainer(end.trainer);
  out.flush(std::chrono::seconds{2});
  err.flush(std::chrono::seconds{2});
  return end.exit_status;
}

}  // namespace softpedal::commands
