// SPDX-License-Identifier: MIT
// A bench for the virtual stick: a clock that jumps from one planned moment to the next, and a host
// that writes raw bytes and keeps what comes back.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/core/timer.hpp"
#include "drivers/ant/frame.hpp"
#include "drivers/ant/message.hpp"
#include "drivers/antplus/network.hpp"
#include "drivers/sim/world.hpp"

namespace softpedal::sim {

class JumpingTimers final : public TimerPort {
 public:
  [[nodiscard]] Instant now() const override { return now_; }
  Id at(Instant when, Handler handler) override {
    const Id id = ++last_id_;
    planned_.emplace(std::pair{std::max(when, now_), id}, std::move(handler));
    when_.emplace(id, std::max(when, now_));
    return id;
  }
  void cancel(Id id) override {
    const auto found = when_.find(id);
    if (found == when_.end()) return;
    planned_.erase({found->second, id});
    when_.erase(found);
  }
  void run_until(Instant until) {
    while (!planned_.empty() && planned_.begin()->first.first <= until) {
      auto next = planned_.extract(planned_.begin());
      now_ = next.key().first;
      when_.erase(next.key().second);
      next.mapped()();
    }
    now_ = until;
  }
  void run_for(Duration time) { run_until(now_ + time); }

 private:
  Instant now_{};
  Id last_id_ = 0;
  std::map<std::pair<Instant, Id>, Handler> planned_;
  std::map<Id, Instant> when_;
};

inline ant::Payload bytes_of_page(std::uint8_t number, std::array<std::uint8_t, 7> rest) {
  return {number, rest[0], rest[1], rest[2], rest[3], rest[4], rest[5], rest[6]};
}
inline ant::Payload page_48(std::uint8_t half_per_cents) {
  return bytes_of_page(0x30, {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, half_per_cents});
}
inline ant::Payload page_49(std::uint16_t quarter_watts) {
  return bytes_of_page(0x31,
                       {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, static_cast<std::uint8_t>(quarter_watts),
                        static_cast<std::uint8_t>(quarter_watts >> 8)});
}
inline ant::Payload request_page(std::uint8_t number, std::uint8_t times = 1) {
  return bytes_of_page(0x46, {0xFF, 0xFF, 0xFF, 0xFF, times, number, 1});
}

// What the trainer behind the stick sends, and when.
struct Heard {
  Instant at;
  ant::Message message;
};

class Host {
 public:
  Host(JumpingTimers& timers, World& world) : timers_{timers}, world_{world} { plug_in(); }

  void plug_in() {
    auto link = open(world_)(false);
    if (!link) return;
    link_ = std::move(*link);
    link_->start({.received = [this](std::span<const std::uint8_t> bytes) { take(bytes); },
                  .broken = [this](const Fault& fault) { broken = fault; }});
  }
  void hang_up() { link_.reset(); }

  void write(const ant::Frame& frame) { link_->write(frame.bytes()); }
  void write(std::span<const std::uint8_t> bytes) { link_->write(bytes); }

  // Writes, and waits for what answers it.
  std::optional<ant::Response> ask(const ant::Frame& frame) {
    const std::size_t from = heard.size();
    write(frame);
    timers_.run_for(3ms);
    for (std::size_t i = from; i < heard.size(); ++i) {
      const auto response = ant::read_response(heard[i].message);
      if (response && !response->event() && response->to == frame.id()) return response;
    }
    return std::nullopt;
  }
  ant::Code code_for(const ant::Frame& frame) {
    const auto response = ask(frame);
    return response ? response->code : ant::Code::StateOverrun;  // never sent by this stick
  }

  // Reset, key, one FE-C channel, open.
  void set_up(ant::ChannelId id = {.device = 0, .type = 17, .transmission = 0},
              std::uint8_t channel = 0) {
    write(ant::reset());
    timers_.run_for(10ms);
    (void)ask(ant::set_network_key(0, antplus::network_key));
    (void)ask(ant::configure_library(ant::library_config::all));
    open_channel(channel, id);
  }
  void open_channel(std::uint8_t channel, ant::ChannelId id) {
    (void)ask(ant::assign(channel, ant::ChannelType::Slave, 0));
    (void)ask(ant::channel_id(channel, id));
    (void)ask(ant::set_high_priority_search(channel, ant::search_timeout::none));
    (void)ask(ant::set_low_priority_search(channel, ant::search_timeout::forever));
    (void)ask(ant::set_period(channel, 8192));
    (void)ask(ant::set_frequency(channel, 57));
    (void)ask(ant::open(channel));
  }
  // The event that ends the transfer; empty when none comes in two seconds.
  std::optional<ant::Code> send(const ant::Payload& page, std::uint8_t channel = 0) {
    const std::size_t from = heard.size();
    write(ant::acknowledged(channel, page));
    for (int i = 0; i < 200; ++i) {
      timers_.run_for(10ms);
      for (std::size_t k = from; k < heard.size(); ++k) {
        const auto response = ant::read_response(heard[k].message);
        if (!response || response->channel != channel) continue;
        if (response->to == ant::MessageId::AcknowledgedData ||
            response->code == ant::Code::TransferCompleted ||
            response->code == ant::Code::TransferFailed) {
          return response->code;
        }
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::vector<ant::Payload> pages(std::uint8_t number) const {
    std::vector<ant::Payload> found;
    for (const Heard& each : heard) {
      const auto data = ant::read_data(each.message);
      if (data && data->page[0] == number) found.push_back(data->page);
    }
    return found;
  }
  [[nodiscard]] int events(ant::Code code) const {
    int count = 0;
    for (const Heard& each : heard) {
      const auto response = ant::read_response(each.message);
      if (response && response->event() && response->code == code) ++count;
    }
    return count;
  }
  [[nodiscard]] int count(ant::MessageId id) const {
    int found = 0;
    for (const Heard& each : heard) found += each.message.id == id ? 1 : 0;
    return found;
  }
  // The last page 25, as raw bytes.
  [[nodiscard]] ant::Payload last_25() const {
    const auto all = pages(25);
    return all.empty() ? ant::Payload{} : all.back();
  }

  std::vector<Heard> heard;
  std::vector<std::uint8_t> raw;
  std::optional<Fault> broken;
  std::size_t calls = 0;

 private:
  void take(std::span<const std::uint8_t> bytes) {
    ++calls;
    raw.insert(raw.end(), bytes.begin(), bytes.end());
    parser_.push(bytes, timers_.now(), [&](const ant::Message& message) {
      heard.push_back({timers_.now(), message});
    });
  }

  JumpingTimers& timers_;
  World& world_;
  std::unique_ptr<ByteLink> link_;
  ant::Parser parser_;
};

// One ride of a host over a world with the given faults.
struct Bench {
  explicit Bench(std::vector<std::string> faults = {}, WorldOptions options = {}) {
    for (const std::string& text : faults) options.faults.push_back(parse_fault(text).value());
    if (faults.empty() || !faults.front().starts_with("loss")) options.usual_loss = Share{0.0};
    world = std::make_unique<World>(timers, options);
    host = std::make_unique<Host>(timers, *world);
  }
  void run(Duration time) { timers.run_for(time); }
  [[nodiscard]] Bike& bike() { return world->bike(); }

  JumpingTimers timers;
  std::unique_ptr<World> world;
  std::unique_ptr<Host> host;
};

}  // namespace softpedal::sim
