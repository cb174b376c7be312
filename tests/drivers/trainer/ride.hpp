// SPDX-License-Identifier: MIT
// A trainer port in a room, and a watch that checks on every byte written what must always hold.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "drivers/fec_trainer.hpp"
#include "tests/drivers/trainer/room.hpp"

namespace softpedal::test {

inline const Command floor{};  // release, by basic resistance

inline Command resistance(double percent) {
  return {.set_point = {.mode = Mode::Basic, .resistance = Percent{percent}}};
}
inline Command insisting(Mode mode = Mode::Basic) {
  return {.set_point = {.mode = mode, .resistance = std::nullopt}, .insist = true};
}

inline bool is_release(const Payload& page) {
  return page == Payload{0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00} ||
         page == Payload{0x33, 0xFF, 0xFF, 0xFF, 0xFF, 0x20, 0x4E, 0x00};
}
inline Payload basic(std::uint8_t half_percents) {
  return {0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, half_percents};
}
inline const Payload track{0x33, 0xFF, 0xFF, 0xFF, 0xFF, 0x20, 0x4E, 0x00};
inline const Payload calm{0x32, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x7F, 0x00};
inline const Payload ask_54{0x46, 0xFF, 0xFF, 0xFF, 0xFF, 0x02, 0x36, 0x01};
inline const Payload ask_71{0x46, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x47, 0x01};
inline const Payload user{0x37, 0x4C, 0x1D, 0xFF, 0x8F, 0x0C, 0xFF, 0x00};

class Ride {
 public:
  explicit Ride(unsigned seed = 0) : room{seed} {
    room.on_written = [this](const Room::Written& w) { watch(w); };
    room.on_said = [this](std::span<const std::uint8_t>) {
      answered_ = true;
      said_ = room.timers.now();
    };
  }
  ~Ride() { port.reset(); }

  Room room;
  std::unique_ptr<FecTrainer> port;
  std::vector<std::pair<Instant, Event>> events;
  std::vector<Fault> failures;
  std::vector<std::uint32_t> identified;
  std::optional<std::uint32_t> only;  // the one that may be sent to
  bool closed = false;
  bool closing = false;
  std::function<void(const Event&)> react = [](const Event&) {};

  TrainerOptions options;  // what is to be set before start()

  void start(std::optional<std::uint32_t> number = std::nullopt) {
    options.number = number;
    options.identified = [this](std::uint32_t found) { identified.push_back(found); };
    port = std::make_unique<FecTrainer>(room.opener(), room.timers, options);
    port->start({.event =
                     [this](const Event& event) {
                       events.emplace_back(room.timers.now(), event);
                       if (std::holds_alternative<TrainerFound>(event)) release_due_ = true;
                       react(event);
                     },
                 .failed = [this](const Fault& fault) { failures.push_back(fault); }});
  }
  // Up to the first release, delivered.
  void start_and_find(std::uint32_t number) {
    start(number);
    for (int i = 0; i < 400 && !last<Delivered>(); ++i) room.timers.run_for(10ms);
    ASSERT_TRUE(last<Delivered>());
  }
  void settle() { room.timers.run_for(6s); }
  void run_for(Duration time) { room.timers.run_for(time); }
  void close() {
    closing = true;
    port->close([this] { closed = true; });
  }

  template <class Kind>
  [[nodiscard]] std::vector<Kind> all() const {
    std::vector<Kind> found;
    for (const auto& [at, event] : events) {
      if (const auto* kind = std::get_if<Kind>(&event)) found.push_back(*kind);
    }
    return found;
  }
  template <class Kind>
  [[nodiscard]] std::optional<Kind> last() const {
    const auto found = all<Kind>();
    return found.empty() ? std::nullopt : std::optional{found.back()};
  }
  template <class Kind>
  [[nodiscard]] std::size_t count() const {
    return all<Kind>().size();
  }
  [[nodiscard]] std::vector<Payload> pages() const {
    std::vector<Payload> found;
    for (const auto& w : room.pages()) found.push_back(w.page());
    return found;
  }
  void forget() {
    events.clear();
    room.written.clear();
  }

 private:
  void watch(const Room::Written& w) {
    if (w.id() == MessageId::AcknowledgedData) return watch_page(w);
    const bool of_side = SideRoom::meant(w.id(), w.bytes[3]);
    if (w.id() == MessageId::BroadcastData) {
      ASSERT_TRUE(of_side && options.remote) << "we are nobody's master but the remote's";
      return;
    }
    ASSERT_NE(w.id(), MessageId::BurstData);
    // One outstanding request: the next is written after an answer, or after a time limit. (The two
    // requests that wake a stick are not waited for, and close() may interrupt.)
    const bool waking = w.id() == MessageId::Request && command_ == MessageId::Request;
    const Duration limit = side_commanded_ ? ant::SideChannels::command_limit : Duration{500ms};
    const bool waited = w.at - commanded_ >= limit || (closing && w.at - commanded_ >= 300ms);
    // Garbage that looks like a long frame holds answers back until the parser gives it up.
    const bool held_back = room.faults.garbage > 0.0 && w.at - said_ <= 2 * ant::Parser::patience;
    ASSERT_TRUE(!commanded_once_ || answered_ || waited || waking || held_back ||
                w.id() == MessageId::Close ||
                (closing && (w.id() == MessageId::Unassign || w.id() == MessageId::Reset)) ||
                (w.id() == MessageId::Reset && command_ == MessageId::Request))
        << "command " << static_cast<int>(w.id()) << " while another waits";
    commanded_once_ = true;
    answered_ = false;
    side_commanded_ = of_side;
    command_ = w.id();
    commanded_ = w.at;
  }

  void watch_page(const Room::Written& w) {
    const Payload page = w.page();
    ASSERT_EQ(w.bytes[3], 0) << "our channel";
    const std::set<int> allowed{48, 50, 51, 55, 70};
    ASSERT_TRUE(allowed.contains(page[0])) << "page " << int{page[0]};
    ASSERT_TRUE(page[0] != 51 || page == track) << "no slope, ever";
    ASSERT_TRUE(page[0] != 50 || page == calm);
    ASSERT_TRUE(std::exchange(release_due_, false) ? is_release(page) || page == calm : true)
        << "first of all the release";
    ASSERT_TRUE(!only || !room.bound_number() || room.bound_number() == only) << "a wrong trainer";
    if (paged_) {
      const bool new_slot = room.slots_begun() != paged_in_;
      ASSERT_TRUE(new_slot || w.at - *paged_ >= 250ms) << "two pages in one slot";
      const bool set_point = page[0] == 48 || page[0] == 50 || page[0] == 51;
      ASSERT_TRUE(set_point || w.at - *paged_ >= 250ms) << "no hurry, but too soon";
    }
    paged_in_ = room.slots_begun();
    paged_ = w.at;
  }

  MessageId command_{};
  Instant commanded_{};
  bool commanded_once_ = false;
  bool side_commanded_ = false;
  bool answered_ = false;
  Instant said_{};
  bool release_due_ = false;
  std::optional<Instant> paged_{};
  std::size_t paged_in_ = 0;
};

}  // namespace softpedal::test
