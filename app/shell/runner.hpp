// SPDX-License-Identifier: MIT
// One ride, in one loop: event -> step -> command -> journal -> snapshot. The command reaches the
// trainer before anything is recorded or shown, and nothing here waits for disk or screen.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/core/event.hpp"
#include "app/core/kept_ride.hpp"
#include "app/core/prescription.hpp"
#include "app/core/session.hpp"
#include "app/core/timer.hpp"
#include "app/core/trainer.hpp"
#include "app/shell/box.hpp"
#include "app/shell/recorder.hpp"

namespace softpedal {

using SnapshotBox = Box<Snapshot>;

inline constexpr Duration tick_every = 250ms;  // also the beat that the guard listens for

// What someone else would need to know to release this ride's trainer.
struct Watch {
  std::string stick{};        // as it would be opened again; empty: none was opened
  std::uint32_t trainer = 0;  // 0: none was found
  bool load_uncertain = false;
  bool over = false;  // the ride ended its business with the trainer by itself
  int earned = 0;     // its exit status then, if the release is confirmed after all
  bool operator==(const Watch&) const = default;
};

// What earlier rides learned of a trainer, as it may be believed today.
struct TrainerFloor {
  std::uint32_t trainer;
  FloorModel model;
};

struct RideEnd {
  Snapshot last{};
  std::uint32_t trainer = 0;     // 0: none was found
  bool was_released = false;     // a release was confirmed at some time in this ride
  std::optional<Fault> fault{};  // what kept the ride from going on
  int exit_status = 0;           // design.md section 7
};

class Runner {
 public:
  struct Parts {
    TimerPort& timers;
    TrainerPort& trainer;
    Recorder& recorder;
    SnapshotBox& screen;
  };
  struct Plan {
    Prescription prescription;
    std::string stick{};
    std::vector<LoadNote> notes_left{};  // by earlier rides
    std::vector<TrainerFloor> floors{};  // the same
    bool start_at_once = true;           // nobody will press Start
  };
  struct Listener {
    // At each tick, and at once when phase, reason, resistance or link changed, or when the rider
    // was heard.
    std::function<void(const Snapshot&, Instant)> shown{};
    // At each tick, and before the note "load uncertain" is asked for.
    std::function<void(const Watch&)> beat{};
    std::function<void(const RideEnd&)> ended{};  // once, the last call
  };

  Runner(Parts parts, Plan plan, Listener listener);
  // Lets go of recorder and timers, never from inside a call of this runner: post it. A ride that
  // has not ended leaves the trainer as it is.
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  void start();
  void handle(const Event& event);
  // Another prescription before Start; in the journal too. False: it is frozen. Not from inside a
  // call of the listener.
  [[nodiscard]] bool prescribe(const Prescription& prescription);
  void end_by_signal(int signal);

 private:
  void decide(const Event& event);
  void meet(const TrainerFound& found);
  void ask_for_note(bool load_uncertain);
  void show(Instant now, bool always);
  void keep_second(const Snapshot& snapshot, Instant now);
  void beat();
  void tick();
  enum class Known : std::uint8_t { Any, More };  // of the trainer: than its number
  void remark_trainer(Known least);
  void trainer_failed(const Fault& fault);
  void close_trainer();
  void end();

  Parts parts_;
  Plan plan_;
  Listener listener_;
  Session session_;
  Watch watch_{};
  std::optional<Decision> decided_{};  // the last one in the journal
  Snapshot shown_{};
  struct KeptSecond {
    std::chrono::seconds second;
    bool over;
  };
  std::optional<KeptSecond> kept_{};  // the last one in the journal
  std::vector<Event> waiting_{};      // came while another one was handled
  bool handling_ = false;
  KeptTrainer remarked_trainer_{};  // as it stands in the journal
  TimerPort::Id next_tick_ = 0;
  std::uint64_t note_requests_ = 0;
  bool closing_ = false;
  bool ended_ = false;
  bool was_released_ = false;
  std::optional<Fault> fault_{};
  std::optional<int> signal_{};
};

}  // namespace softpedal
