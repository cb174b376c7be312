// SPDX-License-Identifier: MIT
#include "drivers/fec_trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "drivers/antplus/common.hpp"
#include "drivers/antplus/fec.hpp"
#include "drivers/antplus/network.hpp"

namespace softpedal {
namespace {

constexpr std::size_t most_heard = 32;  // more trainers than that are not a room but a flood

// "1234", "1234 and 5678", "1, 2 and 3"
std::string spoken(const std::vector<ant::ChannelId>& ids) {
  std::vector<std::uint32_t> numbers;
  for (const auto& id : ids) numbers.push_back(id.number());
  std::ranges::sort(numbers);
  std::string text;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0) text += i + 1 == numbers.size() ? " and " : ", ";
    text += std::to_string(numbers[i]);
  }
  return text;
}

std::int64_t whole_seconds(Duration time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time).count();
}

// The transmission type that a trainer of this number most likely has (3.3).
std::uint8_t exact_transmission(std::uint32_t number) {
  return static_cast<std::uint8_t>(((number >> 12) & 0xF0) |
                                   antplus::profile::fitness_equipment.transmission);
}

}  // namespace

FecTrainer::FecTrainer(OpenLink open_link, TimerPort& timers, TrainerOptions options)
    : timers_{timers},
      options_{std::move(options)},
      stick_{std::move(open_link),
             timers,
             {.notice = [this](ant::Notice notice) { noticed(notice); },
              .side = [this](const ant::SideOutcome& outcome) { side_noticed(outcome); },
              .idle = [this] { idle(); },
              .gone = [this](const Fault& fault) { stick_gone(fault); }}},
      outbox_{options_.user},
      sensors_{options_.sensors, options_.wheel, options_.remote},
      alarm_{timers, [this] { ring(); }},
      finished_{timers, [this] { finish_closing(); }},
      about_{ant::ChannelId{.type = antplus::profile::fitness_equipment.device_type}} {}

void FecTrainer::start(Listener listener) {
  listener_ = std::move(listener);
  stage_ = options_.number ? Stage::Searching : Stage::Listening;
  identity_.number = options_.number.value_or(0);
  heard_.reserve(most_heard);
  open_stick();
}

void FecTrainer::apply(const Command& command) {
  outbox_.want(command);
  // Pages without hurry wait until idle(): the rest of what arrived may ask for a relief.
  pump(true);
  plan();
}

void FecTrainer::close(std::function<void()> closed) {
  closed_ = std::move(closed);
  stage_ = Stage::Closing;
  outbox_.lost();
  retry_at_.reset();
  close_until_ = timers_.now() + close_limit;
  if (stick_.connected()) {
    stick_.close();
  } else {
    finished_.set(timers_.now());
  }
  plan();
}

void FecTrainer::finish_closing() {
  finished_.cancel();
  alarm_.cancel();
  stick_.drop();
  stage_ = Stage::Off;
  if (auto closed = std::exchange(closed_, nullptr)) closed();
}

// --- the stick --------------------------------------------------------------------------------

ant::ChannelSetup FecTrainer::setup() const {
  const bool all = stage_ == Stage::Listening || stage_ == Stage::Naming;
  return {.network_key = antplus::network_key,
          .frequency = antplus::frequency,
          .period = antplus::profile::fitness_equipment.period,
          .id = {.device = all ? std::uint16_t{0} : static_cast<std::uint16_t>(identity_.number),
                 .type = antplus::profile::fitness_equipment.device_type,
                 .transmission = all ? std::uint8_t{0} : transmission_},
          .listening = all && !listening_plainly_ ? ant::Listening::BackgroundScan
                                                  : ant::Listening::OneMaster};
}

void FecTrainer::open_stick() {
  retry_at_.reset();
  if (stage_ == Stage::Searching) transmission_ = known_transmission_;
  // After a silence a reset on the bus may help, every other time: some sticks stay away after it.
  const auto opened = stick_.open(setup(), silences_ % 2 == 1, sensors_.setups());
  if (opened) {
    plan();
    return;
  }
  const Instant now = timers_.now();
  const bool may_come_back = ever_found_ || (give_up_opening_at_ && now < *give_up_opening_at_);
  if (!may_come_back) return fail(opened.error());
  retry_at_ = now + retry_after;
  plan();
}

void FecTrainer::stick_gone(const Fault& fault) {
  if (stage_ == Stage::Closing) return finish_closing();
  if (stage_ == Stage::Failed || stage_ == Stage::Off) return;
  lose_contact();
  decide_at_.reset();
  if (options_.stick_listens) options_.stick_listens(false);
  const bool silent = fault.code == FaultCode::StickSilent;
  silences_ = silent ? silences_ + 1 : 0;
  const Instant now = timers_.now();
  if (!ever_found_ && !give_up_opening_at_) give_up_opening_at_ = now + start_grace;
  const bool out_of_patience = silent ? silences_ > 1 : now >= *give_up_opening_at_;
  if (!ever_found_ && out_of_patience) return fail(fault);
  retry_at_ = silent && silences_ == 1 ? now : now + retry_after;
  plan();
}

void FecTrainer::noticed(ant::Notice notice) {
  if (stage_ == Stage::Off || stage_ == Stage::Failed) return;
  if (stage_ == Stage::Closing) {
    if (notice == ant::Notice::Closed) finished_.set(timers_.now());
    return;
  }
  const Instant now = timers_.now();
  switch (notice) {
    case ant::Notice::Opened:
      return opened();
    case ant::Notice::Received:
      return received();
    case ant::Notice::Missed:
      outbox_.slot_began(now);
      return pump(true);
    case ant::Notice::Delivered: {
      const auto event = outbox_.delivered(now);
      pump(true);  // what waited for this goes out before anyone is told
      return emit(event);
    }
    case ant::Notice::NotDelivered: {
      const auto event = outbox_.not_delivered(now);
      pump(true);
      return emit(event);
    }
    case ant::Notice::Lost:
      id_asked_ = false;
      return lose_contact();
    case ant::Notice::IdAnswered:
    case ant::Notice::IdUnanswered: {
      std::optional<ant::ChannelId> id;
      const bool answered = notice == ant::Notice::IdAnswered;
      if (answered && stick_.channel().found_id().device != 0) id = stick_.channel().found_id();
      if (stage_ == Stage::Searching) return verify(id);
      if (id) return listen(id);
      return listen_plainly();
    }
    default:
      return;
  }
}

void FecTrainer::side_noticed(const ant::SideOutcome& outcome) {
  if (stage_ == Stage::Off || stage_ == Stage::Failed || stage_ == Stage::Closing) return;
  emit(sensors_.take(outcome, stick_.sides(), timers_.now()));
  plan();
}

void FecTrainer::opened() {
  const Instant now = timers_.now();
  silences_ = 0;
  give_up_opening_at_.reset();
  id_asked_ = false;
  heard_at_ = now;
  if (options_.stick_listens) options_.stick_listens(true);
  if (stage_ == Stage::Naming || !heard_.empty()) {
    decide_at_ = now + listen_for;
  } else if (!ever_found_ && !first_data_until_) {
    first_data_until_ = now + first_data_limit;
  }
  plan();
}

void FecTrainer::received() {
  const ant::Data& data = stick_.channel().data();
  const std::optional<ant::ChannelId> id = data.extended.id;
  const bool other_kind =
      id && id->device_type() != antplus::profile::fitness_equipment.device_type;
  if (other_kind) {
    ++counters_.foreign;
    return;
  }
  switch (stage_) {
    case Stage::Listening:
    case Stage::Naming:
      return listen(id);
    case Stage::Searching:
      return verify(id);
    case Stage::Contact:
      if (id && !ours(*id)) {
        ++counters_.foreign;
        return;
      }
      heard_at_ = timers_.now();
      outbox_.slot_began(heard_at_);
      return read_page(data.page);
    default:
      return;
  }
}

// --- which trainer ----------------------------------------------------------------------------

bool FecTrainer::ours(const ant::ChannelId& id) const {
  return id.device_type() == antplus::profile::fitness_equipment.device_type &&
         id.number() == identity_.number;
}

void FecTrainer::listen(const std::optional<ant::ChannelId>& id) {
  if (!id) {
    if (!std::exchange(id_asked_, true)) stick_.ask_id();
    return;
  }
  const bool known = std::ranges::any_of(
      heard_, [&](const ant::ChannelId& other) { return other.number() == id->number(); });
  if (known || heard_.size() == most_heard) return;
  heard_.push_back(*id);
  if (stage_ == Stage::Listening && !decide_at_) {
    decide_at_ = timers_.now() + listen_for;
    first_data_until_.reset();
  }
  plan();
}

// A scan without ids tells nothing. A channel that is bound to one trainer can be asked for its id.
void FecTrainer::listen_plainly() {
  nameless_heard_ = true;
  if (std::exchange(listening_plainly_, true)) return;
  stick_.reassign(setup());
}

void FecTrainer::decide_whom() {
  decide_at_.reset();
  if (heard_.size() > 1) {
    return fail(
        {FaultCode::SeveralTrainers,
         fmt::format("Trainers {} were heard; choose one with --trainer NUMBER.", spoken(heard_))});
  }
  bind(heard_.front().number(), heard_.front().transmission);
}

void FecTrainer::name_others() {
  decide_at_.reset();
  const auto wanted = std::ranges::find_if(heard_, [&](const auto& id) { return ours(id); });
  if (wanted != heard_.end()) return bind(identity_.number, wanted->transmission);
  const std::string others =
      heard_.empty()
          ? std::string{"no other trainer either"}
          : fmt::format("but {} {}", heard_.size() == 1 ? "trainer" : "trainers", spoken(heard_));
  fail({FaultCode::NoTrainer,
        fmt::format("Trainer {} was not heard in {} s, {}. Turn its cranks to wake it, see that no "
                    "other program uses it, or choose another with --trainer NUMBER.",
                    identity_.number, whole_seconds(first_data_limit), others)});
}

void FecTrainer::bind(std::uint32_t number, std::uint8_t transmission) {
  identity_.number = number;
  transmission_ = transmission;
  stage_ = Stage::Searching;
  heard_.clear();
  if (!ever_found_ && !first_data_until_) first_data_until_ = timers_.now() + first_data_limit;
  stick_.reassign(setup());
  plan();
}

// A page came: is it from our trainer? Nothing is sent to it before that is certain.
void FecTrainer::verify(const std::optional<ant::ChannelId>& id) {
  if (id) {
    if (ours(*id)) {
      known_transmission_ = id->transmission;
      return found();
    }
    ++counters_.foreign;
    id_asked_ = false;  // the stick does tell: the next page is asked about again
    const bool same_16_bits = id->device == static_cast<std::uint16_t>(identity_.number);
    if (same_16_bits && transmission_ == 0) {
      bind(identity_.number, exact_transmission(identity_.number));
    }
    return;
  }
  if (!std::exchange(id_asked_, true)) return stick_.ask_id();
  if (!stick_.channel().can_send()) return;  // the answer is on its way
  // A stick that does not tell: with the exact id its own filter does the checking.
  if (transmission_ != 0) return found();
  bind(identity_.number, exact_transmission(identity_.number));
}

void FecTrainer::found() {
  const Instant now = timers_.now();
  const bool first = !std::exchange(ever_found_, true);
  first_data_until_.reset();
  stage_ = Stage::Contact;
  heard_at_ = now;
  outbox_.found(now);
  emit(TrainerFound{identity_.number});
  pump(true);
  if (outbox_.abilities()) emit(*outbox_.abilities());
  if (first && options_.identified) options_.identified(identity_.number);
  if (stage_ != Stage::Contact) return;
  sensors_.begin();
  stick_.begin_sides();
  // Its slot is used up: the release went out behind it.
  read_page(stick_.channel().data().page);
}

void FecTrainer::lose_contact() {
  if (stage_ != Stage::Contact) return;
  ++counters_.losses;
  stage_ = Stage::Searching;
  heard_at_ = timers_.now();
  const auto undelivered = outbox_.waiting() ? outbox_.not_delivered(timers_.now()) : std::nullopt;
  outbox_.lost();
  emit(undelivered);
  emit(TrainerLost{});
  plan();
}

// --- pages ------------------------------------------------------------------------------------

void FecTrainer::read_page(const ant::Payload& page) {
  switch (antplus::page_number(page)) {
    case fec::page25::number:
      if (const auto data = fec::read_trainer_data(page)) {
        outbox_.user_configuration(data->user_configuration_needed, timers_.now());
        emit(*data);
      }
      return;
    case fec::page16::number:
      if (auto general = fec::read_general(page)) {
        if (general->virtual_speed) general->data.speed.reset();
        emit(general->data);
      }
      return;
    case fec::page54::number:
      if (const auto abilities = fec::read_abilities(page)) emit(outbox_.take(*abilities));
      return;
    case fec::page71::number:
      if (const auto report = fec::read_command_report(page)) {
        emit(outbox_.take(*report, timers_.now()));
      }
      return;
    case antplus::page80::number:
      if (const auto maker = antplus::read_maker(page)) {
        identity_.manufacturer = maker->manufacturer;
        identity_.model = maker->model;
      }
      return;
    case antplus::page82::number:
      about_.take(page);
      identity_.battery = about_.battery();
      return;
    case antplus::page81::number:
      if (const auto product = antplus::read_product(page)) {
        identity_.software = antplus::software_version(*product);
        identity_.serial = product->serial.value_or(0);
      }
      return;
    default:
      ++counters_.unknown;
  }
}

void FecTrainer::pump(bool urgent_only) {
  if (stage_ != Stage::Contact || !stick_.connected() || !stick_.channel().can_send()) return;
  if (const auto page = outbox_.next(timers_.now(), urgent_only)) stick_.send(*page);
}

void FecTrainer::emit(const std::optional<Event>& event) {
  const bool listening = stage_ != Stage::Closing && stage_ != Stage::Off;
  if (event && listening && listener_.event) listener_.event(*event);
}

// --- time -------------------------------------------------------------------------------------

void FecTrainer::idle() {
  pump(true);
  pump(false);
  plan();
}

void FecTrainer::ring() {
  const Instant now = timers_.now();
  const auto due = [&](const std::optional<Instant>& when) { return when && *when <= now; };
  if (due(close_until_) && stage_ == Stage::Closing) return finish_closing();
  if (stage_ != Stage::Failed) {
    while (const auto event = sensors_.pass(stick_.sides(), now)) emit(event);
  }
  if (due(retry_at_)) return open_stick();
  if (due(decide_at_)) {
    if (stage_ == Stage::Listening) return decide_whom();
    if (stage_ == Stage::Naming) return name_others();
    decide_at_.reset();
  }
  if (stage_ == Stage::Contact && due(outbox_.event_at())) emit(outbox_.pass(now));
  if (stage_ == Stage::Contact && now - heard_at_ >= lost_after) lose_contact();
  if (stage_ == Stage::Searching || stage_ == Stage::Listening) search_again();
  pump(false);
  plan();
}

void FecTrainer::search_again() {
  const Instant now = timers_.now();
  if (first_data_until_ && now >= *first_data_until_) {
    first_data_until_.reset();
    if (stage_ == Stage::Listening) return report_empty_room();
    stage_ = Stage::Naming;
    heard_.clear();
    return stick_.reassign(setup());
  }
  if (stage_ != Stage::Searching || !stick_.channel().open()) return;
  const Duration limit = stick_.channel().tracking() ? deaf_after : search_again_after;
  if (now - heard_at_ < limit) return;
  heard_at_ = now;
  // An id with the wrong lower half of the transmission type would never be found.
  if (transmission_ != 0 && !stick_.channel().tracking()) return bind(identity_.number, 0);
  stick_.reopen_channel();
}

void FecTrainer::report_empty_room() {
  fail({FaultCode::NoTrainer,
        nameless_heard_
            ? "A trainer was heard, but this stick does not tell its number. Give it with "
              "--trainer NUMBER."
            : fmt::format("No trainer was heard in {} s. Turn its cranks to wake it, and see that "
                          "it speaks ANT+ FE-C.",
                          whole_seconds(first_data_limit))});
}

void FecTrainer::plan() {
  alarm_.set(close_until_);
  alarm_.set(retry_at_);
  alarm_.set(decide_at_);
  alarm_.set(first_data_until_);
  if (stage_ != Stage::Failed) alarm_.set(sensors_.deadline());
  if (stage_ == Stage::Contact) {
    alarm_.set(heard_at_ + lost_after);
    alarm_.set(outbox_.event_at());
    if (stick_.channel().can_send()) alarm_.set(outbox_.write_at(timers_.now()));
  } else if (stage_ == Stage::Searching && stick_.channel().open()) {
    const bool tracking = stick_.channel().tracking();
    alarm_.set(heard_at_ + (tracking ? deaf_after : search_again_after));
  }
}

void FecTrainer::fail(Fault fault) {
  stage_ = Stage::Failed;
  decide_at_.reset();
  first_data_until_.reset();
  retry_at_.reset();
  if (listener_.failed) listener_.failed(fault);
}

}  // namespace softpedal
