// SPDX-License-Identifier: MIT
#include "app/commands/ride_rescue.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <memory>
#include <utility>
#include <vector>

#include "app/commands/one_ride.hpp"
#include "app/commands/ride_sticks.hpp"
#include "app/commands/ride_view.hpp"
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
// Time to find stick and trainer and to hear the confirmation; then the session's own 10 s.
constexpr Duration release_within = 30s;
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

bool release_and_confirm(const RideRequest& request, const Watch& orphan, Duration within) {
  asio::io_context io;
  SteadyTimers timers{io};
  const OpenLink open_again = open_stick(io, orphan.stick);
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
  bool confirmed = false;
  std::vector<LoadNote> notes;
  if (orphan.load_uncertain) notes.push_back({orphan.trainer, orphan.stick});
  Runner* running = nullptr;
  Runner runner{{timers, *trainer, recorder, screen},
                {.prescription = request.prescription,
                 .stick = orphan.stick,
                 .notes_left = std::move(notes),
                 .start_at_once = false},
                {.shown =
                     [&](const Snapshot& snapshot, Instant) {
                       if (snapshot.release != ReleaseState::Confirmed) return;
                       running->handle(EndRide{EndCause::Signal});
                     },
                 .ended =
                     [&](const RideEnd& end) {
                       confirmed = end.last.release == ReleaseState::Confirmed &&
                                   !end.last.release_given_up && !end.fault;
                       timers.stop();
                     }}};
  running = &runner;
  runner.start();
  timers.after(within, [&] { runner.handle(EndRide{EndCause::Signal}); });
  timers.run();
  return confirmed;
}

}  // namespace

bool rescue(const RideRequest& request, const Watch& orphan, int status) {
  Output err{STDERR_FILENO};
  err.write(fmt::format("softpedal: the ride process died; releasing trainer {} on {}.\n",
                        orphan.trainer, orphan.stick));
  const bool confirmed = release_and_confirm(request, orphan, release_within);
  if (confirmed) {
    if (request.journals) static_cast<void>(clear_note(*request.journals, orphan.trainer));
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

void let_go_first(const RideRequest& request, const std::vector<LoadNote>& notes) {
  Output err{STDERR_FILENO};
  for (const LoadNote& note : notes) {
    if (request.trainer && *request.trainer != note.trainer) continue;  // it was named already
    const Watch orphan{.stick = request.stick, .trainer = note.trainer, .load_uncertain = true};
    const bool confirmed = release_and_confirm(request, orphan, first_release_within);
    if (confirmed && request.journals) {
      static_cast<void>(clear_note(*request.journals, note.trainer));
    }
    err.write(fmt::format(
        "softpedal: trainer {} {}\n", note.trainer,
        confirmed ? "is released and confirmed it." : "did not confirm the release: unplug it."));
  }
  err.flush(std::chrono::seconds{1});
}

}  // namespace softpedal::commands
