// SPDX-License-Identifier: MIT
#include "app/commands/ride_rescue.hpp"

#include <fmt/format.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "app/commands/one_ride.hpp"
#include "app/commands/ride_sticks.hpp"
#include "app/commands/ride_view.hpp"
#include "app/shell/guard.hpp"
#include "app/shell/load_note.hpp"
#include "app/shell/output.hpp"
#include "app/shell/recorder.hpp"
#include "app/shell/timers.hpp"
#include "drivers/fec_trainer.hpp"
#include "drivers/registry.hpp"

namespace softpedal::commands {
namespace {

// The page goes out in the next slot of 250 ms; two of them for a busy radio.
constexpr Duration bare_release_time = 600ms;
constexpr Duration look_every = 100ms;          // at signals
constexpr Duration again_after = 1s;            // a try that failed
constexpr Duration first_release_within = 10s;  // of a trainer that may be elsewhere today

// A link that was opened before the driver that will use it: closing it in between would only give
// the stick one more thing to cope with.
class OpenedBefore final : public ByteLink {
 public:
  explicit OpenedBefore(std::unique_ptr<ByteLink> link) : link_{std::move(link)} {
    link_->start({.received =
                      [this](std::span<const std::uint8_t> bytes) {
                        if (listener_.received) listener_.received(bytes);
                      },
                  .broken =
                      [this](const Fault& fault) {
                        broken_ = true;
                        if (listener_.broken) listener_.broken(fault);
                      }});
  }
  void start(Listener listener) override { listener_ = std::move(listener); }
  void write(std::span<const std::uint8_t> message) override { link_->write(message); }
  [[nodiscard]] std::string name() const override { return link_->name(); }
  [[nodiscard]] bool broken() const { return broken_; }

 private:
  std::unique_ptr<ByteLink> link_;
  Listener listener_{};
  bool broken_ = false;
};

// The channel of the ride that died may still be open in the stick: then this reaches the trainer
// seconds before it could be searched for and paired anew.
std::unique_ptr<OpenedBefore> release_on_the_open_channel(asio::io_context& io,
                                                          SteadyTimers& timers,
                                                          const OpenLink& open) {
  auto opened = open(false);
  if (!opened) return nullptr;
  auto link = std::make_unique<OpenedBefore>(std::move(*opened));
  link->write(bare_release().bytes());
  timers.after(bare_release_time, [&] { timers.stop(); });
  timers.run();
  io.restart();
  if (link->broken()) return nullptr;
  return link;
}

// How one try of a release ended.
enum class Outcome : std::uint8_t { Confirmed, Unconfirmed, GaveWay };

// INT, TERM, HUP and QUIT, which a guard keeps blocked, and a new start's wish to have the stick.
class Interruptions {
 public:
  explicit Interruptions(int signals_needed) : left_{signals_needed} {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, give_way_signal}) {
      sigaddset(&set, signal);
    }
    ::sigprocmask(SIG_BLOCK, &set, &before_);
    signals_ = Descriptor{::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)};
  }
  // A signal that ended a try means the program, too.
  ~Interruptions() {
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
    if (by_signal_ != 0) ::raise(by_signal_);
  }
  Interruptions(const Interruptions&) = delete;
  Interruptions& operator=(const Interruptions&) = delete;

  // Looks at what came; true: end now.
  [[nodiscard]] bool end_now() {
    signalfd_siginfo info{};
    while (signals_ && ::read(signals_.get(), &info, sizeof info) == sizeof info) {
      const bool give_way = static_cast<int>(info.ssi_signo) == give_way_signal;
      if (!give_way && --left_ > 0) continue;
      ended_ = true;
      if (!give_way) by_signal_ = static_cast<int>(info.ssi_signo);
    }
    return ended_;
  }

 private:
  int left_;
  bool ended_ = false;
  int by_signal_ = 0;
  sigset_t before_{};
  Descriptor signals_{};
};

Outcome release_and_confirm(const RideRequest& request, const Watch& orphan, Duration within,
                            Interruptions& interruptions) {
  asio::io_context io;
  SteadyTimers timers{io};
  const OpenLink open_again = open_stick(io, request.stick);
  auto opened = release_on_the_open_channel(io, timers, open_again);
  const OpenLink open = [&](bool reset_first) -> Result<std::unique_ptr<ByteLink>> {
    auto first = std::move(opened);
    if (first && !first->broken() && !reset_first) return first;
    first.reset();
    return open_again(reset_first);
  };

  const auto trainer = trainer_drivers().front().make(
      open, timers, {.number = orphan.trainer, .user = user_of(request.settings)});
  NoRecord recorder;
  SnapshotBox screen;
  Outcome outcome = Outcome::Unconfirmed;
  std::vector<LoadNote> notes;
  if (orphan.load_uncertain) notes.push_back({orphan.trainer, request.stick});
  Runner* running = nullptr;
  Runner runner{{timers, *trainer, recorder, screen},
                {.prescription = request.prescription,
                 .stick = request.stick,
                 .notes_left = std::move(notes),
                 .start_at_once = false},
                {.shown =
                     [&](const Snapshot& snapshot, Instant) {
                       if (snapshot.release != ReleaseState::Confirmed) return;
                       running->handle(EndRide{EndCause::Signal});
                     },
                 .ended =
                     [&](const RideEnd& end) {
                       const bool confirmed = end.last.release == ReleaseState::Confirmed &&
                                              !end.last.release_given_up && !end.fault;
                       if (confirmed) outcome = Outcome::Confirmed;
                       timers.stop();
                     }}};
  running = &runner;
  const std::function<void()> look = [&] {
    if (interruptions.end_now()) {
      outcome = Outcome::GaveWay;
      return timers.stop();
    }
    timers.after(look_every, look);
  };
  look();
  runner.start();
  timers.after(within, [&] { runner.handle(EndRide{EndCause::Signal}); });
  timers.run();
  return outcome;
}

// A try that failed at once (no stick) is not followed by the next without a pause.
void wait_before_the_next(Interruptions& interruptions) {
  asio::io_context io;
  SteadyTimers timers{io};
  int looks = static_cast<int>(again_after / look_every);
  const std::function<void()> look = [&] {
    if (interruptions.end_now() || --looks <= 0) return timers.stop();
    timers.after(look_every, look);
  };
  look();
  timers.run();
}

void forget(const RideRequest& request, std::uint32_t trainer) {
  if (request.journals) static_cast<void>(clear_note(*request.journals, trainer));
}

}  // namespace

bool rescue(const RideRequest& request, const Watch& orphan, int status, bool asked_to_end,
            const Descriptor& stick_lock, const RescueLimits& limits) {
  Output err{STDERR_FILENO};
  err.write(
      orphan.over
          ? fmt::format("softpedal: going on to release trainer {} for up to {} min; Ctrl-C ends "
                        "that. Stop pedalling, or unplug the trainer.\n",
                        orphan.trainer, limits.all / 1min)
          : fmt::format("softpedal: the ride process died; releasing trainer {} on {}.\n",
                        orphan.trainer, request.stick));
  err.flush(std::chrono::seconds{1});
  if (orphan.over) offer_to_give_way(stick_lock);
  Interruptions interruptions{asked_to_end ? 1 : 2};
  const auto began = std::chrono::steady_clock::now();
  const auto left = [&] { return limits.all - (std::chrono::steady_clock::now() - began); };
  Outcome outcome = Outcome::Unconfirmed;
  while (outcome == Outcome::Unconfirmed && left() > Duration{0}) {
    const auto within =
        std::min<Duration>(limits.each, std::chrono::duration_cast<Duration>(left()));
    outcome = release_and_confirm(request, orphan, within, interruptions);
    if (outcome != Outcome::Unconfirmed) break;
    // After the first try the way is free for whoever starts anew: that start releases first.
    offer_to_give_way(stick_lock);
    wait_before_the_next(interruptions);
  }
  const bool confirmed = outcome == Outcome::Confirmed;
  if (confirmed) {
    forget(request, orphan.trainer);
    err.write(fmt::format("softpedal: trainer {} is released and confirmed it.\n", orphan.trainer));
  } else {
    err.write(fmt::format(
        "softpedal: trainer {} did not confirm the release: stop pedalling and unplug the "
        "trainer.\n",
        orphan.trainer));
  }
  if (request.json) {
    Output out{STDOUT_FILENO};
    out.write(
        json_of_rescue(confirmed, confirmed ? status : exit_status(FaultCode::ReleaseUnconfirmed)));
    out.flush(std::chrono::seconds{1});
  }
  err.flush(std::chrono::seconds{1});
  return confirmed;
}

std::vector<LoadNote> let_go_first(const RideRequest& request, std::vector<LoadNote> notes) {
  Output err{STDERR_FILENO};
  Interruptions interruptions{1};
  std::erase_if(notes, [&](const LoadNote& note) {
    if (!releases(request, note)) return false;
    const Watch orphan{.stick = {}, .trainer = note.trainer, .load_uncertain = true};
    const auto outcome = release_and_confirm(request, orphan, first_release_within, interruptions);
    const bool confirmed = outcome == Outcome::Confirmed;
    if (confirmed) forget(request, note.trainer);
    err.write(fmt::format(
        "softpedal: trainer {} {}\n", note.trainer,
        confirmed ? "is released and confirmed it." : "did not confirm the release: unplug it."));
    return confirmed;
  });
  err.flush(std::chrono::seconds{1});
  return notes;
}

}  // namespace softpedal::commands
