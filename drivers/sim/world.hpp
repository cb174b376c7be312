// SPDX-License-Identifier: MIT
// A room with a virtual ANT stick, trainers and riders, their other sensors and a remote, behind
// the same byte link as a real stick.
// It lives by a timer port: the same seed and the same bytes at the same times give the same bytes
// back. It goes on while no host is there: a trainer keeps its last set point, a channel stays
// open.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "app/core/timer.hpp"
#include "drivers/link/byte_link.hpp"
#include "drivers/sim/faults.hpp"
#include "drivers/sim/remote.hpp"
#include "drivers/sim/sensor.hpp"
#include "drivers/sim/stick.hpp"
#include "drivers/sim/trainer.hpp"

namespace softpedal::sim {

struct WorldOptions {
  std::uint64_t seed = 1;
  std::vector<TrainerOptions> trainers{TrainerOptions{}};
  std::vector<SensorOptions> sensors{};  // on the first trainer's bike and rider
  bool remote = false;
  std::vector<Press> presses{};  // of the remote
  std::vector<PlannedFault> faults{};
  Share usual_loss{0.01};  // of single radio messages, without a fault; D4 gives 1 to 3 %
  StickOptions stick{};
};

enum class Way : std::uint8_t { HostToStick, StickToHost };

class World {
 public:
  using Tap = std::function<void(Instant, Way, std::span<const std::uint8_t>)>;

  // `timers` must outlive the world.
  World(TimerPort& timers, const WorldOptions& options);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // --- the host's side ---
  [[nodiscard]] bool plugged() const { return plugged_; }
  // Listens from now on; the host before it is forgotten. `room`, where given, says whether the
  // host can take more now: what it cannot take waits in the stick, as with a host that does not
  // read. Gives the number that detach() takes.
  std::uint64_t attach(ByteLink::Listener host, std::function<bool()> room = {});
  void detach(std::uint64_t number);
  void from_host(std::span<const std::uint8_t> bytes);
  // Called when the stick is pulled out (false) or put in again (true).
  void on_plug(std::function<void(bool)> changed) { plug_changed_ = std::move(changed); }

  // --- for tests and screens ---
  [[nodiscard]] std::size_t trainers() const { return trainers_.size(); }
  [[nodiscard]] Trainer& trainer(std::size_t index = 0) { return *trainers_.at(index); }
  // A press from outside the script; nothing without a remote in the room.
  void press(Button button);
  [[nodiscard]] Bike& bike(std::size_t index = 0);  // moved on to now
  [[nodiscard]] const Stick& stick() const { return stick_; }
  [[nodiscard]] Duration age() const { return timers_.now() - began_; }
  // Sees every message whole, as it goes over the line, before garbage and cutting.
  void tap(Tap tap) { tap_ = std::move(tap); }

 private:
  struct Seat {
    std::unique_ptr<Master> master;  // its address must not change
    Radio radio;
    Instant next_slot;
    Duration slot;  // by this device's own crystal
  };
  struct Start {
    double phase;        // where in its slot a device wakes up, 0 to 1
    Duration crystal{};  // how far its slot is off
  };
  struct Edge {
    Duration at;
    FaultKind kind;
    bool begins;
  };

  [[nodiscard]] Start any_start();
  template <class Device>
  Device& seat(std::unique_ptr<Device> device, Radio radio, Start start);
  void wake();
  void arm();
  void plan_edges();
  void happen(const Edge& edge, Instant now);
  void flush(Instant now);
  void send(std::span<const std::uint8_t> bytes);
  void plug(bool in, Instant now);
  [[nodiscard]] bool host_takes() const { return host_.received && (!room_ || room_()); }

  TimerPort& timers_;
  Instant began_;
  Faults faults_;
  Dice dice_;
  Stick stick_;
  std::vector<Seat> seats_;
  std::vector<Trainer*> trainers_;
  std::optional<Remote> remote_;
  std::vector<Edge> edges_;  // in order
  std::size_t next_edge_ = 0;
  ByteLink::Listener host_{};
  std::function<bool()> room_{};
  std::uint64_t host_number_ = 0;
  std::function<void(bool)> plug_changed_;
  Tap tap_;
  bool plugged_ = true;
  TimerPort::Id timer_ = 0;
  Instant armed_for_{};
  std::vector<std::uint8_t> batch_;  // of one flush
};

// Opens the virtual stick: fails with NoStick while it is unplugged. `world` must outlive the
// links.
[[nodiscard]] OpenLink open(World& world);

}  // namespace softpedal::sim
