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
#include "app/commands/release.hpp"
#include "app/commands/ride_sticks.hpp"
#include "app/commands/ride_view.hpp"
#include "app/core/plain_text.hpp"
#include "app/shell/guard.hpp"
#include "app/shell/load_note.hpp"
#include "app/shell/output.hpp"
#include "app/shell/timers.hpp"
#include "drivers/bare_release.hpp"

namespace softpedal::commands {
namespace {

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

// How one try of a release ended.
enum class Outcome : std::uint8_t { Confirmed, Unconfirmed, Ended };

// True: end the try now.
using EndNow = std::function<bool()>;

// What ends a guard's rescue: INT, TERM or QUIT as often as is needed, or a new start that wants
// the stick. A terminal that goes away does not: it takes nobody's place.
class Interruptions {
 public:
  Interruptions(int signals_needed, const Descriptor& stick_lock)
      : left_{signals_needed}, stick_lock_{stick_lock} {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) sigaddset(&set, signal);
    ::sigprocmask(SIG_BLOCK, &set, nullptr);  // as a guard has them anyway
    signals_ = Descriptor{::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)};
  }

  [[nodiscard]] bool end_now() {
    signalfd_siginfo info{};
    while (signals_ && ::read(signals_.get(), &info, sizeof info) == sizeof info) {
      if (static_cast<int>(info.ssi_signo) != SIGHUP) --left_;
    }
    return left_ <= 0 || gave_way();
  }
  [[nodiscard]] bool gave_way() const { return asked_to_give_way(stick_lock_); }

 private:
  int left_;
  const Descriptor& stick_lock_;
  Descriptor signals_{};
};

// Stops the timers as soon as the try shall end.
void look_whether_to_end(SteadyTimers& timers, const EndNow& end_now, bool& ended) {
  timers.after(look_every, [&timers, &end_now, &ended] {
    if (!end_now()) return look_whether_to_end(timers, end_now, ended);
    ended = true;
    timers.stop();
  });
}

// The channel of the ride that died may still be open in the stick: then this reaches the trainer
// seconds before it could be searched for and paired anew.
std::unique_ptr<OpenedBefore> release_on_the_open_channel(asio::io_context& io,
                                                          const OpenLink& open,
                                                          const EndNow& end_now, bool& ended) {
  auto opened = open(false);
  if (!opened) return nullptr;
  SteadyTimers timers{io};
  auto link = std::make_unique<OpenedBefore>(std::move(*opened));
  {
    const BareRelease first{*link, timers, [&] { timers.stop(); }};
    look_whether_to_end(timers, end_now, ended);
    timers.run();
  }
  io.restart();
  if (link->broken()) return nullptr;
  return link;
}

Outcome release_and_confirm(const RideRequest& request, const Watch& orphan, Duration within,
                            const EndNow& end_now) {
  asio::io_context io;
  const OpenLink open_again = open_stick(io, request.stick);
  bool ended = false;
  auto opened = release_on_the_open_channel(io, open_again, end_now, ended);
  if (ended) return Outcome::Ended;
  SteadyTimers timers{io};
  const OpenLink open = [&](bool reset_first) -> Result<std::unique_ptr<ByteLink>> {
    auto first = std::move(opened);
    if (first && !first->broken() && !reset_first) return first;
    first.reset();
    return open_again(reset_first);
  };

  Outcome outcome = Outcome::Unconfirmed;
  Release release{
      open, timers, request, orphan.trainer, orphan.load_uncertain, [&](bool confirmed) {
        if (confirmed) outcome = Outcome::Confirmed;
        timers.stop();
      }};
  look_whether_to_end(timers, end_now, ended);
  release.start();
  timers.after(within, [&] { release.end(); });
  timers.run();
  return ended ? Outcome::Ended : outcome;
}

// A try that failed at once (no stick) is not followed by the next without a pause.
void wait_before_the_next(const EndNow& end_now) {
  asio::io_context io;
  SteadyTimers timers{io};
  int looks = static_cast<int>(again_after / look_every);
  const std::function<void()> look = [&] {
    if (end_now() || --looks <= 0) return timers.stop();
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
  const auto notes = notes_left(request);
  const bool noted = std::ranges::find(notes, orphan.trainer, &LoadNote::trainer) != notes.end();
  const bool load_left = orphan.load_uncertain || noted;
  const int signals_needed = asked_to_end ? 1 : 2;
  Output err{STDERR_FILENO};
  err.write(
      orphan.over
          ? fmt::format("softpedal: going on to release trainer {} for up to {} min; Ctrl-C{} ends "
                        "that. Stop pedalling, or unplug the trainer.\n",
                        orphan.trainer, limits.all / 1min, signals_needed > 1 ? " twice" : "")
          : fmt::format("softpedal: the ride process died; releasing trainer {} on {}.\n",
                        orphan.trainer, plain_text(request.stick)));
  err.flush(std::chrono::seconds{1});
  // With a load there is a note: a new start finds it, and releases that trainer first.
  if (load_left) offer_to_give_way(stick_lock);
  Interruptions interruptions{signals_needed, stick_lock};
  const EndNow end_now = [&] { return interruptions.end_now(); };
  const Duration all = load_left ? limits.all : limits.each;
  const auto began = std::chrono::steady_clock::now();
  const auto left = [&] {
    return std::chrono::duration_cast<Duration>(all - (std::chrono::steady_clock::now() - began));
  };
  Outcome outcome = Outcome::Unconfirmed;
  while (outcome == Outcome::Unconfirmed && left() > Duration{0}) {
    outcome = release_and_confirm(request, orphan, std::min(limits.each, left()), end_now);
    if (outcome == Outcome::Unconfirmed) wait_before_the_next(end_now);
    if (outcome == Outcome::Unconfirmed && end_now()) outcome = Outcome::Ended;
  }
  const bool confirmed = outcome == Outcome::Confirmed;
  const bool taken_over = outcome == Outcome::Ended && interruptions.gave_way();
  if (confirmed) forget(request, orphan.trainer);
  err.write(fmt::format(
      "softpedal: trainer {} {}\n", orphan.trainer,
      confirmed    ? "is released and confirmed it."
      : taken_over ? "did not confirm the release: the ride that starts now goes on with it."
                   : "did not confirm the release: stop pedalling and unplug the trainer."));
  if (request.json) {
    Output out{STDOUT_FILENO};
    out.write(
        json_of_rescue(confirmed, confirmed ? status : exit_status(FaultCode::ReleaseUnconfirmed)));
    out.flush(std::chrono::seconds{1});
  }
  err.flush(std::chrono::seconds{1});
  return confirmed;
}

std::vector<LoadNote> let_go_first(const RideRequest& request, std::vector<LoadNote> notes,
                                   const Descriptor& guard_line) {
  Output err{STDERR_FILENO};
  std::ranges::stable_partition(
      notes, [&](const LoadNote& note) { return note.trainer == request.trainer; });
  std::erase_if(notes, [&](const LoadNote& note) {
    if (!releases(request, note)) return false;
    // Not with its load: then the guard would end a process that does not beat.
    report(guard_line, {.stick = {}, .trainer = note.trainer});
    const Watch orphan{.stick = {}, .trainer = note.trainer, .load_uncertain = true};
    const auto outcome =
        release_and_confirm(request, orphan, first_release_within, [] { return false; });
    const bool confirmed = outcome == Outcome::Confirmed;
    if (confirmed) forget(request, note.trainer);
    err.write(fmt::format(
        "softpedal: trainer {} {}\n", note.trainer,
        confirmed ? "is released and confirmed it." : "did not confirm the release: unplug it."));
    return confirmed;
  });
  report(guard_line, {});
  err.flush(std::chrono::seconds{1});
  return notes;
}

}  // namespace softpedal::commands
