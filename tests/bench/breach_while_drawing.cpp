// SPDX-License-Identifier: MIT
// From the moment a stick has the frame that shows a breach until the relief page is handed to the
// link, while the window draws 60 different frames a second beside it: the loop's wake-up and its
// turn on the processor are in it. Between two breaches the ride's time runs as fast as it can
// until there is load again; at a breach the loop sleeps for some real milliseconds, as it does in
// life.
//   bench_breach_while_drawing [BREACHES, 500 where left out]
// Prints rows "name<TAB>value".
#include <pthread.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "app/asio.hpp"
#include "app/dashboard/window.hpp"
#include "app/shell/descriptor.hpp"
#include "app/shell/runner.hpp"
#include "app/shell/timers.hpp"
#include "drivers/fec_trainer.hpp"
#include "drivers/sim/world.hpp"
#include "tests/app/dashboard/samples.hpp"
#include "tests/bench/breach.hpp"

namespace softpedal {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr std::chrono::microseconds frame_time{16'667};

// A page goes out of the loop and comes back over a line, some milliseconds later, so that it comes
// at any moment of a frame. For the loop's thread; another one writes.
class Line {
 public:
  using Back = std::function<void(std::span<const std::uint8_t>, SteadyClock::time_point written)>;

  explicit Line(asio::io_context& io) : Line{io, socket_pair()} {}

  [[nodiscard]] bool away() const { return away_; }
  void take(std::vector<std::uint8_t> page, Back back) {
    away_ = true;
    near_.async_read_some(asio::buffer(read_),
                          [this, back = std::move(back)](const auto& error, std::size_t size) {
                            if (error) return;
                            away_ = false;
                            const std::lock_guard lock{mutex_};
                            back(std::span{read_}.first(size), written_);
                          });
    const std::lock_guard lock{mutex_};
    page_ = std::move(page);
    given_.notify_one();
  }

 private:
  static std::array<int, 2> socket_pair() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) std::abort();
    return ends;
  }
  Line(asio::io_context& io, std::array<int, 2> ends) : near_{io, ends[0]}, far_{ends[1]} {}

  void write(const std::stop_token& stop) {
    std::mt19937 dice{1};
    std::uniform_int_distribution<int> away_us{10'000, 50'000};
    std::unique_lock lock{mutex_};
    while (given_.wait(lock, stop, [this] { return !page_.empty(); })) {
      const auto page = std::exchange(page_, {});
      lock.unlock();
      std::this_thread::sleep_for(std::chrono::microseconds{away_us(dice)});
      lock.lock();
      written_ = SteadyClock::now();
      lock.unlock();
      if (::write(far_.get(), page.data(), page.size()) < 0) std::abort();
      lock.lock();
    }
  }

  asio::posix::stream_descriptor near_;
  Descriptor far_;
  std::array<std::uint8_t, 64> read_{};
  bool away_ = false;
  std::mutex mutex_{};
  std::condition_variable_any given_{};
  std::vector<std::uint8_t> page_{};
  SteadyClock::time_point written_{};
  std::jthread thread_{[this](const std::stop_token& stop) { write(stop); }};
};

struct Measured {                      // in milliseconds, from the write on
  std::vector<double> until_read{};    // of every breach
  std::vector<double> until_relief{};  // where no other page was on its way to the trainer
};

// Between the virtual stick and the trainer: takes a page of a loaded ride away, and brings it back
// over the line with a breach in it.
class Detour final : public ByteLink {
 public:
  Detour(std::unique_ptr<ByteLink> link, Line& line, std::function<bool()> loaded,
         Measured& measured)
      : link_{std::move(link)}, line_{line}, loaded_{std::move(loaded)}, measured_{measured} {}

  void start(Listener listener) override {
    listener_ = std::move(listener);
    link_->start({.received = [this](std::span<const std::uint8_t> bytes) { pass(bytes); },
                  .broken = listener_.broken});
  }
  void write(std::span<const std::uint8_t> message) override {
    if (is_relief(message)) relief_at_ = SteadyClock::now();
    link_->write(message);
  }
  [[nodiscard]] std::string name() const override { return link_->name(); }

 private:
  void pass(std::span<const std::uint8_t> bytes) {
    if (!is_trainer_page(bytes)) return listener_.received(bytes);
    if (line_.away()) return;  // a newer page must not overtake it
    const bool fresh = std::exchange(last_event_, event_of(bytes)) != event_of(bytes);
    if (!fresh || !loaded_()) return listener_.received(bytes);
    line_.take(with_breach(bytes), [this](auto page, auto written) { breach(page, written); });
  }

  void breach(std::span<const std::uint8_t> page, SteadyClock::time_point written) {
    measured_.until_read.push_back(Milliseconds{SteadyClock::now() - written}.count());
    relief_at_.reset();
    listener_.received(page);
    if (!relief_at_) return;
    measured_.until_relief.push_back(Milliseconds{*relief_at_ - written}.count());
  }

  std::unique_ptr<ByteLink> link_;
  Line& line_;
  std::function<bool()> loaded_;
  Measured& measured_;
  Listener listener_{};
  std::uint8_t last_event_ = 0;
  std::optional<SteadyClock::time_point> relief_at_{};
};

// A loaded ride in a loop of its own, as behind the dashboard.
class Loop {
 public:
  Loop() { runner_.start(); }

  [[nodiscard]] const Measured& measure(std::size_t breaches) {
    while (measured_.until_relief.size() < breaches) {
      while (!line_.away()) timers_.run_until(timers_.now() + 5ms);
      while (line_.away()) io_.run_one();
    }
    return measured_;
  }

 private:
  Result<std::unique_ptr<ByteLink>> open(bool reset) {
    auto link = sim::open(world_)(reset);
    if (!link) return link;
    const auto free = [this] {
      return screen_.latest()->resistance > Percent{0.0} && trainer_.channel().can_send();
    };
    return std::make_unique<Detour>(std::move(*link), line_, free, measured_);
  }

  asio::io_context io_{1};
  VirtualTimers timers_{io_};
  sim::World world_{timers_, {}};
  Line line_{io_};
  Measured measured_{};
  NoRecord recorder_{};
  SnapshotBox screen_{};
  FecTrainer trainer_{[this](bool reset) { return open(reset); }, timers_, {}};
  Runner runner_{{timers_, trainer_, recorder_, screen_}, {.prescription = endless()}, {}};
};

// No two frames look the same: the numbers move and the trace walks on.
class MovingRide {
 public:
  MovingRide() { model_.settings.sound = false; }

  [[nodiscard]] std::shared_ptr<const ui::Model> next() {
    const double turn = static_cast<double>(++frames_) / 40.0;
    Snapshot& ride = model_.ride;
    ride.cadence = Rpm{60.0 + 8.0 * std::sin(turn)};
    ride.power = Watts{22.0 + 6.0 * std::sin(turn * 1.3)};
    ride.torque_mean = NewtonMetres{2.8 + std::sin(turn * 0.7)};
    ride.torque_reading = NewtonMetres{3.0 + std::sin(turn * 1.9)};
    ride.remaining = 700s - std::chrono::milliseconds{17 * (frames_ % 40'000)};
    auto trace = std::make_shared<std::vector<ui::TracePoint>>(*model_.trace);
    trace->push_back(
        {.at = trace->back().at + 16ms, .cadence = ride.cadence, .torque = ride.torque_mean});
    trace->erase(trace->begin());
    model_.trace = std::move(trace);
    model_.made_at = SteadyClock::now();
    return std::make_shared<const ui::Model>(model_);
  }
  [[nodiscard]] long frames() const { return frames_; }
  [[nodiscard]] std::shared_ptr<const ui::Model> last() const {
    ui::Model model = model_;
    model.closed = true;
    return std::make_shared<const ui::Model>(model);
  }

 private:
  ui::Model model_ = ui::riding_model();
  std::atomic<long> frames_{0};
};

double at(std::vector<double> values, double share) {
  if (values.empty()) return 0.0;
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void print(const char* what, const char* policy, const std::vector<double>& ms) {
  std::printf("%s, %s\tp50 %.2f, p99 %.2f, max %.2f ms of %zu\n", what, policy, at(ms, 0.5),
              at(ms, 0.99), at(ms, 1.0), ms.size());
}

// In a thread of its own, which takes the policy on.
void measure(std::size_t breaches, bool realtime, const MovingRide& drawn) {
  const char* policy = realtime ? "SCHED_FIFO 20" : "usual";
  Loop loop;
  const sched_param priority{.sched_priority = 20};
  if (realtime && ::pthread_setschedparam(::pthread_self(), SCHED_FIFO, &priority) != 0) {
    std::printf("breach to relief, %s\tnot permitted here\n", policy);
    return;
  }
  const auto from = SteadyClock::now();
  const long frames = drawn.frames();
  const Measured& measured = loop.measure(breaches);
  const std::chrono::duration<double> took = SteadyClock::now() - from;
  std::printf("frames drawn meanwhile [60], %s\t%.0f a second\n", policy,
              static_cast<double>(drawn.frames() - frames) / took.count());
  print("breach written to read", policy, measured.until_read);
  print("breach written to relief [p99 5 ms]", policy, measured.until_relief);
}

int measure_beside_a_window(std::size_t breaches) {
  const auto window = ui::Window::open({.sound = false});
  if (!window) {
    std::fprintf(stderr, "bench_breach_while_drawing: %s\n", window.error().c_str());
    return 1;
  }
  MovingRide drawn;
  std::atomic<bool> over{false};
  const std::jthread beat{[&](const std::stop_token& stop) {
    for (auto next = SteadyClock::now(); !stop.stop_requested(); next += frame_time) {
      std::this_thread::sleep_until(next);
      (*window)->wake();
    }
  }};
  const std::jthread director{[&] {
    std::this_thread::sleep_for(std::chrono::seconds{1});  // past the first frames
    for (const bool realtime : {false, true}) {
      std::thread{[&, realtime] { measure(breaches, realtime, drawn); }}.join();
    }
    over = true;
  }};
  (*window)->run({.latest = [&] { return over ? drawn.last() : drawn.next(); },
                  .ask = [](const ui::Request&) {},
                  .beat = [] {}});
  return 0;
}

}  // namespace
}  // namespace softpedal

int main(int count, char** words) {
  const long wanted = count > 1 ? std::atol(words[1]) : 500;
  if (wanted < 1) return 2;
  return softpedal::measure_beside_a_window(static_cast<std::size_t>(wanted));
}
