// SPDX-License-Identifier: MIT
// A room with trainers and a USB stick that is played from the documents (ant-fec.md 2, 4.12, 6),
// with faults on demand. It speaks bytes behind a ByteLink and keeps what was written and received.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "drivers/ant/frame.hpp"
#include "drivers/ant/message.hpp"
#include "drivers/link/byte_link.hpp"
#include "tests/drivers/trainer/fake_timers.hpp"
#include "tests/drivers/trainer/side_room.hpp"

namespace softpedal::test {

using ant::ChannelId;
using ant::Code;
using ant::MessageId;
using ant::Payload;

struct RoomTrainer {
  ChannelId id;
  Duration phase = 40ms;
  bool awake = true;
  bool answers_abilities = true;
  bool answers_status = true;
  std::uint8_t status = 0;
  std::uint8_t abilities = 0x07;  // basic, target power, simulation
  std::uint8_t cadence = 60;
  std::uint16_t power = 20;
  std::vector<std::pair<Instant, Payload>> received{};
  std::deque<std::uint8_t> asked{};
  Payload last_command{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
  std::uint8_t sequence = 0xFF;
  std::uint8_t events = 0;
  std::uint16_t accumulated = 0;
  unsigned turn = 0;
  std::deque<Payload> says{};  // beside its usual pages, first
};

struct Faults {
  bool silent = false;              // answers nothing at all
  int silent_resets = 0;            // so many resets are not answered
  bool needs_padding = false;       // answers AE to an unpadded reset
  bool no_extended = false;         // refuses 6E and 66
  bool no_background_scan = false;  // refuses the extended assignment
  bool no_id_answers = false;
  bool instant_events = false;  // event 5 at once instead of in its slot
  bool events_first = false;    // event 5 right before the broadcast instead of behind it
  int fail_next = 0;            // so many acknowledged pages end in event 6
  int swallow_next = 0;         // so many end in nothing
  bool ghost = false;           // a transfer that never ends blocks all others
  double missed = 0.0;          // of the trainer's broadcasts
  double failed = 0.0;          // of acknowledged pages: event 6
  double lost_answers = 0.0;    // of everything the stick says but data
  double refused = 0.0;         // of commands
  double repeated = 0.0;        // of everything the stick says
  double garbage = 0.0;         // before what the stick says
  double delayed = 0.0;         // of everything the stick says, up to 30 ms
};

class Room {
 public:
  struct Written {
    Instant at;
    std::vector<std::uint8_t> bytes;
    [[nodiscard]] MessageId id() const { return MessageId{bytes[2]}; }
    [[nodiscard]] Payload page() const {
      Payload page{};
      std::copy_n(bytes.begin() + 4, 8, page.begin());
      return page;
    }
    bool operator==(const Written&) const = default;
  };

  explicit Room(unsigned seed = 0)
      : side{timers,
             [this](const ant::Frame& frame, Duration later) {
               timers.at(timers.now() + later, [this, link = link_, frame] {
                 if (link_ == nullptr || link_ != link) return;
                 on_said(frame.bytes());
                 link_->receive(frame.bytes());
               });
             },
             seed + 1},
        random_{seed} {
    slot();
  }
  ~Room() { timers.cancel(slot_timer_); }

  FakeTimers timers;
  SideRoom side;  // the other sensors
  Faults faults;
  std::uint8_t channels = 8;
  std::deque<RoomTrainer> trainers;
  std::vector<Written> written;      // all that the host wrote
  std::vector<bool> resets_at_open;  // how the link was opened, each time
  bool no_scan_capability = false;
  std::optional<Fault> open_fault;  // the stick cannot be opened
  std::function<void(const Written&)> on_written = [](const Written&) {};
  std::function<void(std::span<const std::uint8_t>)> on_said = [](std::span<const std::uint8_t>) {};

  RoomTrainer& add(std::uint16_t device, std::uint8_t transmission = 5, Duration phase = 40ms) {
    trainers.push_back(
        {.id = {.device = device, .type = 17, .transmission = transmission}, .phase = phase});
    return trainers.back();
  }

  [[nodiscard]] OpenLink opener() {
    return [this](bool reset_first) -> Result<std::unique_ptr<ByteLink>> {
      resets_at_open.push_back(reset_first);
      if (open_fault) return tl::unexpected{*open_fault};
      return std::make_unique<Link>(*this);
    };
  }

  void unplug() {
    open_fault = Fault{FaultCode::NoStick, "no stick"};
    break_link();
    power_off();
  }
  void plug_in() { open_fault.reset(); }
  void break_link() {
    if (link_) link_->break_now();
  }
  void say_now(const ant::Frame& frame) { deliver({frame.bytes().begin(), frame.bytes().end()}); }
  void say_raw(std::vector<std::uint8_t> bytes) { deliver(std::move(bytes)); }
  // The stick starts anew by itself.
  void restart() {
    power_off();
    say(ant::start_up({.reason = 0x02}));
  }
  void close_by_itself(Code why) {
    bound_.reset();
    pending_.reset();
    open_ = false;
    if (why != Code::ChannelClosed) say(ant::event(0, why));
    say(ant::event(0, Code::ChannelClosed));
  }

  [[nodiscard]] bool channel_open() const { return open_; }
  [[nodiscard]] bool assigned() const { return assigned_; }
  [[nodiscard]] bool tracking() const { return bound_.has_value(); }
  // The trainer that would get an acknowledged page now.
  [[nodiscard]] std::optional<std::uint32_t> bound_number() const {
    if (!bound_) return std::nullopt;
    return trainers[*bound_].id.number();
  }
  // Slots of the bound trainer so far.
  [[nodiscard]] std::size_t slots_begun() const { return slots_begun_; }
  [[nodiscard]] std::vector<Written> pages() const {
    std::vector<Written> found;
    std::ranges::copy_if(written, std::back_inserter(found),
                         [](const Written& w) { return w.id() == MessageId::AcknowledgedData; });
    return found;
  }
  [[nodiscard]] int count(MessageId id) const {
    return static_cast<int>(
        std::ranges::count_if(written, [&](const Written& w) { return w.id() == id; }));
  }

 private:
  class Link final : public ByteLink {
   public:
    explicit Link(Room& room) : room_{room} { room_.link_ = this; }
    ~Link() override {
      if (room_.link_ == this) room_.link_ = nullptr;
      EXPECT_FALSE(inside_) << "destroyed from inside its own listener";
    }
    void start(Listener listener) override { listener_ = std::move(listener); }
    void write(std::span<const std::uint8_t> message) override {
      if (!broken_) room_.take({message.begin(), message.end()});
    }
    [[nodiscard]] std::string name() const override { return "stick of the test"; }
    void receive(std::span<const std::uint8_t> bytes) {
      if (broken_) return;
      inside_ = true;
      listener_.received(bytes);
      inside_ = false;
    }
    void break_now() {
      if (std::exchange(broken_, true)) return;
      inside_ = true;
      listener_.broken({FaultCode::LinkFailed, "unplugged"});
      inside_ = false;
    }

   private:
    Room& room_;
    Listener listener_;
    bool broken_ = false;
    bool inside_ = false;
  };

  bool chance(double share) {
    return share > 0.0 && std::uniform_real_distribution{}(random_) < share;
  }

  void deliver(std::vector<std::uint8_t> bytes) {
    timers.at(timers.now(), [this, link = link_, said = std::move(bytes)] {
      if (link_ == nullptr || link_ != link) return;
      on_said(said);
      link_->receive(said);
    });
  }

  void say(const ant::Frame& frame, bool data = false) {
    if (!data && chance(faults.lost_answers)) return;
    std::vector<std::uint8_t> bytes;
    if (chance(faults.garbage)) {
      for (auto i = random_() % 40; i > 0; --i) {
        bytes.push_back(static_cast<std::uint8_t>(random_()));
      }
    }
    bytes.insert(bytes.end(), frame.bytes().begin(), frame.bytes().end());
    Duration after = data ? 0ms : 1ms;
    if (chance(faults.delayed)) after += std::chrono::milliseconds{random_() % 30};
    for (int copies = chance(faults.repeated) ? 2 : 1; copies > 0; --copies) {
      timers.at(timers.now() + after, [this, link = link_, bytes] {
        if (link_ == nullptr || link_ != link) return;
        on_said(bytes);
        link_->receive(bytes);
      });
    }
  }

  void power_off() {
    side.power_off();
    assigned_ = open_ = extended_ = false;
    key_ = false;
    pending_.reset();
    bound_.reset();
    id_ = {};
  }

  void answer(MessageId to, Code code = Code::NoError) { say(ant::response(0, to, code)); }

  // --- what the host writes -------------------------------------------------------------------

  void take(std::vector<std::uint8_t> bytes) {
    ASSERT_GE(bytes.size(), 5U);
    const std::size_t size = bytes[1] + 4U;
    ASSERT_TRUE(bytes.size() == size || bytes.size() == size + 2) << "one message per write";
    std::uint8_t check = 0;
    for (std::size_t i = 0; i < size; ++i) check ^= bytes[i];
    ASSERT_EQ(check, 0);
    written.push_back({timers.now(), bytes});
    on_written(written.back());
    if (faults.silent) return;
    const MessageId id{bytes[2]};
    const std::uint8_t* const data = bytes.data() + 3;
    if (faults.needs_padding && bytes.size() == size) {
      say(ant::serial_error(ant::SerialErrorKind::WrongSync));
      return;
    }
    if (SideRoom::meant(id, data[0])) return side.take(id, {data, bytes[1]});
    const bool may_refuse = id != MessageId::Reset && id != MessageId::AcknowledgedData;
    if (may_refuse && chance(faults.refused)) return answer(id, Code::InvalidMessage);
    switch (id) {
      case MessageId::Request:
        return request(MessageId{data[1]});
      case MessageId::Reset:
        power_off();
        if (faults.silent_resets-- > 0) return;
        return say(ant::start_up({.reason = 0x20}));
      case MessageId::NetworkKey:
        key_ = true;
        return answer(id);
      case MessageId::LibraryConfig:
        if (faults.no_extended) return answer(id, Code::InvalidMessage);
        extended_ = true;
        return answer(id);
      case MessageId::ExtendedMessages:
        return answer(id, faults.no_extended ? Code::InvalidMessage : Code::NoError);
      case MessageId::Assign: {
        if (assigned_ || !key_) return answer(id, Code::ChannelInWrongState);
        const bool background = bytes[1] == 4 && data[3] == 0x01;
        if (background && faults.no_background_scan) return answer(id, Code::InvalidMessage);
        assigned_ = true;
        background_ = background;
        return answer(id);
      }
      case MessageId::ChannelId:
        id_ = {.device = static_cast<std::uint16_t>(data[1] | (data[2] << 8)),
               .type = data[3],
               .transmission = data[4]};
        return answer(id, assigned_ ? Code::NoError : Code::ChannelInWrongState);
      case MessageId::Open:
      case MessageId::OpenScan:
        if (!assigned_ || open_) return answer(id, Code::ChannelInWrongState);
        open_ = true;
        scan_ = id == MessageId::OpenScan;
        return answer(id);
      case MessageId::Close:
        if (!open_) return answer(id, Code::ChannelInWrongState);
        open_ = false;
        bound_.reset();
        pending_.reset();
        answer(id);
        timers.at(timers.now() + 7ms, [this] { say(ant::event(0, Code::ChannelClosed)); });
        return;
      case MessageId::Unassign:
        if (open_ || !assigned_) return answer(id, Code::ChannelInWrongState);
        assigned_ = false;
        return answer(id);
      case MessageId::AcknowledgedData:
        return acknowledged(data);
      default:
        return answer(id);
    }
  }

  void request(MessageId what) {
    if (what == MessageId::Capabilities) {
      return say(ant::capabilities(
          {.channels = channels,
           .networks = 8,
           .advanced = 0xBA,
           .advanced2 = static_cast<std::uint8_t>(no_scan_capability ? 0x30 : 0x36),
           .advanced3 = 0xDF}));
    }
    if (what != MessageId::ChannelId || faults.no_id_answers) return;
    const auto* const found = bound();
    say(ant::channel_id(0, found != nullptr ? found->id : id_));
  }

  void acknowledged(const std::uint8_t* data) {
    if (!open_) return answer(MessageId::AcknowledgedData, Code::ChannelNotOpened);
    if (bound() == nullptr) return answer(MessageId::AcknowledgedData, Code::ChannelInWrongState);
    if (pending_ || faults.ghost) {
      return answer(MessageId::AcknowledgedData, Code::TransferInProgress);
    }
    Payload page{};
    std::copy_n(data + 1, 8, page.begin());
    pending_ = page;
    if (faults.instant_events) transfer();
  }

  // --- the air ----------------------------------------------------------------------------------

  RoomTrainer* bound() {
    return bound_ && *bound_ < trainers.size() ? &trainers[*bound_] : nullptr;
  }

  void transfer() {
    if (!pending_ || bound() == nullptr) return;
    const Payload page = *pending_;
    pending_.reset();
    if (faults.swallow_next > 0) {
      --faults.swallow_next;
      return;
    }
    const bool fails = faults.fail_next > 0 || chance(faults.failed);
    if (fails) {
      faults.fail_next = std::max(0, faults.fail_next - 1);
      return say(ant::event(0, Code::TransferFailed));
    }
    receive(*bound(), page);
    say(ant::event(0, Code::TransferCompleted));
  }

  void receive(RoomTrainer& trainer, const Payload& page) const {
    trainer.received.emplace_back(timers.now(), page);
    if (page[0] >= 48 && page[0] <= 51) {
      trainer.last_command = page;
      trainer.sequence = static_cast<std::uint8_t>((trainer.sequence + 1) % 255);
    } else if (page[0] == 70) {
      if (page[6] == 54 && !trainer.answers_abilities) return;
      if (page[6] == 71 && !trainer.answers_status) return;
      for (int i = page[5] & 0x7F; i > 0; --i) trainer.asked.push_back(page[6]);
    }
  }

  // One slot of each trainer every 250 ms.
  void slot() {
    for (std::size_t i = 0; i < trainers.size(); ++i) {
      timers.at(timers.now() + trainers[i].phase, [this, i] { broadcast(i); });
    }
    side.slot();
    slot_timer_ = timers.after(250ms, [this] { slot(); });
  }

  void broadcast(std::size_t index) {
    RoomTrainer& trainer = trainers[index];
    const Payload page = next_page(trainer);
    if (!open_ || !key_) return;
    if (background_ || scan_) {
      if (trainer.awake && fits(trainer) && !chance(faults.missed)) hear(trainer, page);
      return;
    }
    if (!bound_ && trainer.awake && fits(trainer)) {
      bound_ = index;
      id_ = trainer.id;  // and stays bound to it until it is assigned again (3.3)
      missed_ = 0;
    }
    if (bound_ != index) return;
    ++slots_begun_;
    if (!trainer.awake || chance(faults.missed)) {
      if (++missed_ < 8) return say(ant::event(0, Code::RxFail));
      bound_.reset();
      pending_.reset();
      return say(ant::event(0, Code::RxFailGoToSearch));
    }
    missed_ = 0;
    if (faults.events_first) transfer();
    hear(trainer, page);
    if (!faults.events_first) transfer();
  }

  bool fits(const RoomTrainer& trainer) const {
    return (id_.device == 0 || id_.device == trainer.id.device) &&
           (id_.type == 0 || id_.type == trainer.id.type) &&
           (id_.transmission == 0 || id_.transmission == trainer.id.transmission);
  }

  void hear(const RoomTrainer& trainer, const Payload& page) {
    ant::Data data{.page = page};
    if (extended_) {
      data.extended.id = trainer.id;
      data.extended.rssi = ant::Rssi{.gain_register = std::uint16_t{0x68}};
      data.extended.receive_time = std::uint16_t{0};
    }
    say(ant::received(data), true);
  }

  static Payload next_page(RoomTrainer& trainer) {
    if (!trainer.says.empty()) {
      const Payload page = trainer.says.front();
      trainer.says.pop_front();
      return page;
    }
    if (!trainer.asked.empty()) {
      const std::uint8_t number = trainer.asked.front();
      trainer.asked.pop_front();
      if (number == 54) return {0x36, 0xFF, 0xFF, 0xFF, 0xFF, 0xC8, 0x00, trainer.abilities};
      const Payload& last = trainer.last_command;
      return {0x47, last[0], trainer.sequence, trainer.status, last[4], last[5], last[6], last[7]};
    }
    if (++trainer.turn % 33 == 0) return {0x50, 0xFF, 0xFF, 1, 0x59, 0x00, 0x3B, 0x0B};
    if (trainer.turn % 33 == 1) return {0x51, 0xFF, 0x27, 0x10, 0x40, 0xE2, 0x01, 0x00};
    if (trainer.turn % 4 == 0) return {0x10, 25, 0x40, 0x0A, 0xB4, 0x15, 0xFF, 0x34};
    ++trainer.events;
    trainer.accumulated = static_cast<std::uint16_t>(trainer.accumulated + trainer.power);
    return {0x19,
            trainer.events,
            trainer.cadence,
            static_cast<std::uint8_t>(trainer.accumulated & 0xFF),
            static_cast<std::uint8_t>(trainer.accumulated >> 8),
            static_cast<std::uint8_t>(trainer.power & 0xFF),
            static_cast<std::uint8_t>(trainer.power >> 8),
            0x30};
  }

  std::mt19937 random_;
  Link* link_ = nullptr;
  TimerPort::Id slot_timer_ = 0;

  bool key_ = false;
  bool assigned_ = false;
  bool background_ = false;
  bool scan_ = false;
  bool open_ = false;
  bool extended_ = false;
  ChannelId id_{};
  std::optional<std::size_t> bound_{};
  std::optional<Payload> pending_{};
  int missed_ = 0;
  std::size_t slots_begun_ = 0;
};

}  // namespace softpedal::test
