// SPDX-License-Identifier: MIT
// What one ride needs, whoever shows it: stick, trainer port, record and runner, put together for a
// request. It may be destroyed while its loop and its clock live on, but not from inside a call of
// its listener.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "app/asio.hpp"
#include "app/commands/kept_floor.hpp"
#include "app/commands/ride_request.hpp"
#include "app/shell/output.hpp"
#include "app/shell/recorder.hpp"
#include "app/shell/runner.hpp"
#include "app/shell/timers.hpp"
#include "drivers/antplus/fec_control.hpp"
#include "drivers/link/byte_link.hpp"
#include "drivers/sim/world.hpp"

namespace softpedal::commands {

// The clock that the request asks for: real, faster than life, or as fast as the machine can.
[[nodiscard]] std::unique_ptr<Clockwork> clock_for(const RideRequest& request,
                                                   asio::io_context& io);
[[nodiscard]] Result<std::unique_ptr<Recorder>> recorder_for(const RideRequest& request,
                                                             asio::io_context& io);
// Which profile is ridden, for the journal.
[[nodiscard]] std::vector<std::string> profile_remarks(const RideRequest& request);
// The rider wanted so much of the plan.
[[nodiscard]] std::string less_remark(int quarters);
// Journals that were cut are made whole; each is told on `err`.
void recover_cut_rides(const RideRequest& request, Output& err);
// Journals that were kept elsewhere, and what is in the place of a file of ours.
void tell_of_the_rest(const RideRequest& request, Output& err);
// This start releases that trainer: it is the one of the ride, or was left on the same stick.
[[nodiscard]] bool releases(const RideRequest& request, const LoadNote& note);
// One of them is another trainer than the ride's, or nobody knows yet which the ride's is: it is
// released before anybody listens who is there. The ride's own is met first anyway.
[[nodiscard]] bool meets_another(const RideRequest& request, const std::vector<LoadNote>& notes);
// The trainers that may still hold the load of an earlier ride, each told on `err`.
[[nodiscard]] std::vector<LoadNote> look_back(const RideRequest& request, Output& err);
// Those of a folder of journals that hold a real trainer's load.
[[nodiscard]] std::vector<LoadNote> real_notes_left(const std::filesystem::path& directory);
// The same trainers, and not a word.
[[nodiscard]] std::vector<LoadNote> notes_left(const RideRequest& request);
// So that the history finds this ride's journal. A failure is told on `err`.
void remember_where_journals_are(const RideRequest& request, Output& err);

// Page 55: weights, and the wheel's diameter in whole centimetres and the millimetres left of it.
[[nodiscard]] fec::UserConfiguration user_of(const ui::Settings& settings);

// The stick of a request, or the room with the virtual one, which must outlive what it opens.
class StickOf {
 public:
  StickOf(const RideRequest& request, asio::io_context& io, TimerPort& timers);
  [[nodiscard]] const OpenLink& open() const { return open_; }

 private:
  std::unique_ptr<sim::World> world_{};
  OpenLink open_;
};

class OneRide {
 public:
  struct With {
    std::unique_ptr<Recorder> recorder;
    std::vector<LoadNote> notes_left{};
    bool start_at_once = true;
    std::optional<int> pain_before{};           // said before anything else
    std::function<void(bool)> stick_listens{};  // as in softpedal::TrainerOptions
  };

  OneRide(const RideRequest& request, asio::io_context& io, TimerPort& timers, With with,
          Runner::Listener listener);

  // Its bike is known to it before anything else, and Start comes after that.
  void start();

  [[nodiscard]] Runner& runner() { return runner_; }
  [[nodiscard]] Recorder& recorder() { return *recorder_; }
  [[nodiscard]] const TrainerIdentity& trainer() const { return trainer_->identity(); }
  [[nodiscard]] std::span<const SensorState> sensors() const { return trainer_->sensors(); }

 private:
  Drivetrain bike_;
  bool start_at_once_;
  std::optional<int> pain_before_;
  std::unique_ptr<Recorder> recorder_;
  SnapshotBox screen_{};
  StickOf stick_;
  std::unique_ptr<TrainerPort> trainer_;
  Runner runner_;
};

// What a ride of this request learned: to be kept, unless no record is.
[[nodiscard]] FloorFound floor_found(const RideRequest& request, const OneRide& ride,
                                     const Snapshot& last);

}  // namespace softpedal::commands
