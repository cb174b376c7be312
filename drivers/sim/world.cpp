// SPDX-License-Identifier: MIT
#include "drivers/sim/world.hpp"

#include <algorithm>

namespace softpedal::sim {

namespace {

constexpr std::uint32_t neighbour_step = 1111;  // the neighbour's number is so much further

// Trainer and rider of somebody else, who pedals as well.
TrainerOptions neighbour_of(const TrainerOptions& options) {
  TrainerOptions neighbour = options;
  neighbour.number = (options.number + neighbour_step) & 0xFFFFF;
  neighbour.bike.acts.clear();
  neighbour.bike.rider.cadence = Rpm{80.0};
  return neighbour;
}

}  // namespace

World::Start World::any_start() {
  Start start{.phase = dice_.unit()};
  start.crystal = std::chrono::microseconds{static_cast<int>(10 * dice_.unit()) - 5};
  return start;
}

template <class Device>
Device& World::seat(std::unique_ptr<Device> device, Radio radio, Start start) {
  Device& seated = *device;
  const Duration slot = slot_of(device->period());
  seats_.push_back({.master = std::move(device),
                    .radio = radio,
                    .next_slot = began_ + Duration{static_cast<std::int64_t>(
                                              static_cast<double>(slot.count()) * start.phase)},
                    .slot = slot + start.crystal});
  return seated;
}

World::World(TimerPort& timers, const WorldOptions& options)
    : timers_{timers},
      began_{timers.now()},
      faults_{options.faults},
      dice_{options.seed},
      stick_{options.stick, faults_, began_, dice_.split()} {
  std::vector<TrainerOptions> all = options.trainers;
  if (faults_.active(FaultKind::TwoTrainers, {}) && !all.empty()) {
    all.push_back(neighbour_of(all.front()));
  }
  for (const TrainerOptions& each : all) {
    const Start start = any_start();
    auto trainer = std::make_unique<Trainer>(each, faults_, began_, dice_.split());
    trainers_.push_back(
        &seat(std::move(trainer), {options.usual_loss, faults_, began_, dice_.split()}, start));
  }
  // After the trainers, and with dice of their own: no trainer is another one for their being here.
  for (const SensorOptions& each : options.sensors) {
    if (trainers_.empty()) break;  // nothing to measure
    const Start start = any_start();
    auto sensor = make_sensor(each, trainers_.front()->bike(), faults_, began_, dice_.split());
    const Radio radio{options.usual_loss, faults_,           began_,
                      dice_.split(),      Radio::Of::Sensor, sensor->channel_id().type};
    seat(std::move(sensor), radio, start);
  }
  if (options.remote) {
    remote_.emplace(options.presses,
                    Radio{options.usual_loss, faults_, began_, dice_.split(), Radio::Of::Sensor,
                          antplus::profile::controls.device_type},
                    began_);
    stick_.heard_by([this](const OnAir& air, Instant now) {
      return plugged_ ? remote_->hear(air, now) : Stick::Answer{};
    });
  }
  plan_edges();
  arm();
}

World::~World() { timers_.cancel(timer_); }

void World::press(Button button) {
  if (remote_) remote_->press(button, timers_.now());
}

void World::plan_edges() {
  for (const PlannedFault& fault : faults_.planned()) {
    switch (fault.kind) {
      case FaultKind::Unplug:
        edges_.push_back({fault.from, fault.kind, true});
        edges_.push_back({fault.until, fault.kind, false});
        break;
      case FaultKind::StartUp:
      case FaultKind::Overflow:
      case FaultKind::EventOverflow:
      case FaultKind::SearchTimeout:
        edges_.push_back({fault.from, fault.kind, true});
        break;
      default:
        break;  // looked up where it matters
    }
  }
  std::ranges::stable_sort(edges_, {}, &Edge::at);
}

void World::happen(const Edge& edge, Instant now) {
  switch (edge.kind) {
    case FaultKind::Unplug:
      plug(!edge.begins, now);
      break;
    case FaultKind::StartUp:
      stick_.restart(ant::StartUp::watchdog, now);
      break;
    case FaultKind::Overflow:
      stick_.report(ant::Code::SerialQueueOverflow, now);
      break;
    case FaultKind::EventOverflow:
      stick_.report(ant::Code::EventQueueOverflow, now);
      break;
    case FaultKind::SearchTimeout:
      stick_.give_up_searching(now);
      break;
    default:
      break;
  }
}

void World::plug(bool in, Instant now) {
  if (plugged_ == in) return;
  plugged_ = in;
  if (in) {
    stick_.restart(ant::StartUp::power_on, now);
  } else if (host_.broken) {
    const auto broken = std::move(host_.broken);
    host_ = {};
    broken({FaultCode::LinkFailed, "the virtual stick was unplugged"});
  }
  if (plug_changed_) plug_changed_(in);
}

Bike& World::bike(std::size_t index) {
  Bike& bike = trainers_.at(index)->bike();
  bike.advance(timers_.now());
  return bike;
}

std::uint64_t World::attach(ByteLink::Listener host, std::function<bool()> room) {
  host_ = std::move(host);
  room_ = std::move(room);
  arm();
  return ++host_number_;
}

void World::detach(std::uint64_t number) {
  if (number != host_number_) return;  // another host has come since
  host_ = {};
  room_ = {};
}

void World::from_host(std::span<const std::uint8_t> bytes) {
  if (!plugged_) return;
  const Instant now = timers_.now();
  if (tap_) tap_(now, Way::HostToStick, bytes);
  stick_.receive(bytes, now);
  arm();
}

void World::wake() {
  timer_ = 0;
  const Instant now = timers_.now();
  while (next_edge_ < edges_.size() && began_ + edges_[next_edge_].at <= now) {
    happen(edges_[next_edge_++], now);
  }
  for (Seat& seat : seats_) {
    while (seat.next_slot <= now) {
      const Instant slot = seat.next_slot;
      seat.next_slot += seat.slot;
      const ant::Payload page = seat.master->broadcast(slot);
      if (plugged_) stick_.hear(*seat.master, seat.radio, page, slot);
    }
  }
  stick_.run(now);
  flush(now);
  arm();
}

void World::flush(Instant now) {
  const Duration at = now - began_;
  const bool silent = faults_.active(FaultKind::StickSilent, at);
  const auto garbage = faults_.value(FaultKind::Garbage, at);
  const bool split = faults_.active(FaultKind::Split, at);
  batch_.clear();
  while (host_takes()) {
    const auto frame = stick_.take(now);
    if (!frame) break;
    if (silent) continue;
    const auto bytes = frame->bytes();
    if (tap_) tap_(now, Way::StickToHost, bytes);
    if (!garbage && !split) {
      host_.received(bytes);
      continue;
    }
    if (garbage && dice_.chance(*garbage / 100.0)) {
      std::array<std::uint8_t, 6> noise{};  // zeros: padding
      if (dice_.chance(0.5)) {
        for (auto& byte : noise) byte = static_cast<std::uint8_t>(dice_.next() & 0x7F);
      }
      const auto some = static_cast<std::ptrdiff_t>(1 + dice_.next() % noise.size());
      batch_.insert(batch_.end(), noise.begin(), noise.begin() + some);
      if (dice_.chance(0.5)) {  // a damaged copy before the good one
        batch_.insert(batch_.end(), bytes.begin(), bytes.end());
        batch_.back() ^= 0x5A;
      }
    }
    batch_.insert(batch_.end(), bytes.begin(), bytes.end());
  }
  if (!batch_.empty()) send(batch_);
}

void World::send(std::span<const std::uint8_t> bytes) {
  const bool split = faults_.active(FaultKind::Split, age());
  while (!bytes.empty() && host_.received) {
    const std::size_t piece =
        split ? std::min<std::size_t>(bytes.size(), 1 + dice_.next() % 30) : bytes.size();
    host_.received(bytes.first(piece));
    bytes = bytes.subspan(piece);
  }
}

void World::arm() {
  std::optional<Instant> next = stick_.next_due();
  const auto sooner = [&](Instant at) {
    if (!next || at < *next) next = at;
  };
  for (const Seat& seat : seats_) sooner(seat.next_slot);
  if (next_edge_ < edges_.size() && edges_[next_edge_].at != Duration::max()) {
    sooner(began_ + edges_[next_edge_].at);
  }
  if (host_.received) {
    if (const auto message = stick_.next_message()) {
      constexpr Duration look_again = std::chrono::milliseconds{50};
      sooner(host_takes() ? *message : std::max(*message, timers_.now() + look_again));
    }
  }
  if (!next || (timer_ != 0 && armed_for_ == *next)) return;
  if (timer_ != 0) timers_.cancel(timer_);
  armed_for_ = *next;
  timer_ = timers_.at(*next, [this] { wake(); });
}

namespace {

class SimLink final : public ByteLink {
 public:
  explicit SimLink(World& world) : world_{world} {}
  ~SimLink() override {
    if (number_ != 0) world_.detach(number_);
  }
  SimLink(const SimLink&) = delete;
  SimLink& operator=(const SimLink&) = delete;

  void start(Listener listener) override { number_ = world_.attach(std::move(listener)); }
  void write(std::span<const std::uint8_t> message) override { world_.from_host(message); }
  [[nodiscard]] std::string name() const override { return "virtual stick"; }

 private:
  World& world_;
  std::uint64_t number_ = 0;
};

}  // namespace

OpenLink open(World& world) {
  return [&world](bool) -> Result<std::unique_ptr<ByteLink>> {
    if (!world.plugged()) {
      return tl::unexpected(Fault{FaultCode::NoStick, "the virtual stick is unplugged"});
    }
    return std::make_unique<SimLink>(world);
  };
}

}  // namespace softpedal::sim
