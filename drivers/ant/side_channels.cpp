// SPDX-License-Identifier: MIT
#include "drivers/ant/side_channels.hpp"

#include <algorithm>

#include "drivers/ant/channel.hpp"

namespace softpedal::ant {
namespace {

constexpr std::uint8_t number_of(std::size_t which) { return static_cast<std::uint8_t>(which + 1); }

void earlier(std::optional<Instant>& when, std::optional<Instant> other) {
  if (other && (!when || *other < *when)) when = other;
}

}  // namespace

void SideChannels::plan(const std::vector<SideSetup>& setups) {
  sides_.clear();
  close_until_.reset();
  for (const SideSetup& setup : setups) {
    if (sides_.size() < most) sides_.push_back({.setup = setup});
  }
  forget();
}

void SideChannels::begin(const std::optional<Capabilities>& capabilities) {
  if (begun_) return;
  begun_ = true;
  const std::uint8_t channels = capabilities ? capabilities->channels : least_known;
  for (std::size_t i = 0; i < sides_.size(); ++i) {
    Side& side = sides_[i];
    const bool nameless = side.setup.master && side.setup.id.device == 0;
    enter(side, number_of(i) >= channels ? Step::GivenUp
                : nameless               ? Step::AskSerial
                                         : Step::Assign);
  }
}

void SideChannels::forget() {
  begun_ = false;
  waiting_.reset();
  for (Side& side : sides_) side = {.setup = side.setup};
  if (close_until_) {
    for (Side& side : sides_) side.step = Step::Ended;
  }
}

void SideChannels::close(Instant now) {
  close_until_ = now + close_limit;
  if (waiting_) waiting_->until = std::min(waiting_->until, now + close_command_limit);
  for (Side& side : sides_) {
    side.rebinds = side.reopens = false;
    side.not_before.reset();
    side.page.reset();
    switch (side.step) {
      case Step::Off:
      case Step::AskSerial:
      case Step::GivenUp:
        enter(side, Step::Ended);
        break;
      case Step::Assign:
        enter(side, side.tries > 0 ? Step::Unassign : Step::Ended);
        break;
      case Step::Open:
        enter(side, side.tries > 0 ? Step::Close : Step::Unassign);
        break;
      case Step::Listening:
      case Step::AskId:
        enter(side, Step::Close);
        break;
      case Step::Close:
      case Step::AwaitClosed:
        break;
      default:
        enter(side, Step::Unassign);
    }
  }
}

bool SideChannels::closed() const {
  return close_until_ &&
         std::ranges::all_of(sides_, [](const Side& side) { return side.step == Step::Ended; });
}

// --- asked for ---------------------------------------------------------------------------------

void SideChannels::rebind(std::size_t which, const ChannelId& id) {
  Side& side = sides_[which];
  side.setup.id = id;
  side.rebinds = true;
  turn(side);
}

void SideChannels::ask_id(std::size_t which) {
  sides_[which].asks_id = true;
  turn(sides_[which]);
}

void SideChannels::broadcast(std::size_t which, const Payload& page) { sides_[which].page = page; }

void SideChannels::turn(Side& side) {
  if (close_until_ || side.step != Step::Listening) return;
  if (side.rebinds) {
    side.rebinds = side.asks_id = false;
    enter(side, Step::Close);
  } else if (side.asks_id) {
    side.asks_id = false;
    enter(side, Step::AskId);
  }
}

// --- steps -------------------------------------------------------------------------------------

void SideChannels::enter(Side& side, Step step) {
  side.step = step;
  side.tries = 0;
  side.unsure = false;
  side.until.reset();
  if (step == Step::SetId) side.rebinds = false;  // the new id is the one that is set
  if (step == Step::Listening) turn(side);
}

void SideChannels::advance(Side& side, Instant now) {
  switch (side.step) {
    case Step::AskSerial:
      return enter(side, Step::Assign);
    case Step::Assign:
      return enter(side, Step::SetId);
    case Step::SetId:
      // A master does not search.
      return enter(side, side.setup.master ? Step::Period : Step::HighPriority);
    case Step::HighPriority:
      return enter(side, Step::LowPriority);
    case Step::LowPriority:
      return enter(side, Step::Period);
    case Step::Period:
      return enter(side, Step::Frequency);
    case Step::Frequency:
      return enter(side, Step::Open);
    case Step::Open:
    case Step::AskId:
      return enter(side, Step::Listening);
    case Step::Close:
      enter(side, Step::AwaitClosed);
      side.until = now + close_event_limit;
      return;
    case Step::Unassign:
      return enter(side, close_until_ ? Step::Ended : Step::Assign);
    default:
      return;
  }
}

// All tries of the present step are used up.
void SideChannels::fail(Side& side, Instant now) {
  if (close_until_) return enter(side, Step::Ended);  // the reset that follows does the rest
  switch (side.step) {
    case Step::AskSerial:
      side.setup.id.device = nameless_master;
      return enter(side, Step::Assign);
    case Step::AskId:
      return enter(side, Step::Listening);
    default:
      break;
  }
  if (++side.failures >= most_failures) return enter(side, Step::GivenUp);
  side.not_before = now + failure_pause;
  switch (side.step) {
    case Step::Assign:
      return enter(side, Step::Assign);
    case Step::Open:
    case Step::Close:
      return enter(side, Step::Close);
    default:
      return enter(side, Step::Unassign);
  }
}

void SideChannels::after_closed(Side& side) {
  const bool reopens = side.reopens && !side.rebinds && !close_until_;
  side.reopens = false;
  enter(side, reopens ? Step::Open : Step::Unassign);
}

// --- what the stick says -----------------------------------------------------------------------

std::optional<std::size_t> SideChannels::index_of(std::uint8_t channel) const {
  if (channel == 0 || channel > sides_.size()) return std::nullopt;
  return std::size_t{channel} - 1;
}

bool SideChannels::takes(const Message& message) const {
  if (const auto response = read_response(message)) {
    // Overflows are of the whole stick, and channel 0 has pages to lose.
    const bool overflow = response->event() && (response->code == Code::SerialQueueOverflow ||
                                                response->code == Code::EventQueueOverflow);
    if (overflow) return false;
    if (waiting_ && waiting_->answer == MessageId::SerialNumber) {
      const bool refusal = response->to == MessageId::Request && response->code != Code::NoError;
      if (refusal) return true;
    }
    return index_of(response->channel).has_value();
  }
  if (const auto id = read_channel_id(message)) return index_of(id->channel).has_value();
  if (const auto data = read_data(message)) return index_of(data->channel).has_value();
  return message.id == MessageId::SerialNumber && any();
}

SideOutcome SideChannels::take(const Message& message, Instant now) {
  if (const auto response = read_response(message)) {
    if (const auto which = index_of(response->channel); which && response->event()) {
      return happened(*which, response->code, now);
    }
    if (!waiting_) return {};
    const auto which = index_of(response->channel).value_or(waiting_->which);
    return which == waiting_->which ? answered(which, *response, now) : SideOutcome{};
  }
  if (message.id == MessageId::SerialNumber) {
    if (!waiting_ || waiting_->answer != MessageId::SerialNumber || message.size < 4) return {};
    Side& side = sides_[waiting_->which];
    waiting_.reset();
    if (side.step != Step::AskSerial) return {};
    const auto data = message.data();
    // Both halves count: sticks of one lot may share either.
    const int folded = (data[0] | (data[1] << 8)) ^ (data[2] | (data[3] << 8));
    side.setup.id.device = folded == 0 ? nameless_master : static_cast<std::uint16_t>(folded);
    advance(side, now);
    return {};
  }
  if (const auto id = read_channel_id(message)) {
    const auto which = index_of(id->channel);
    const bool asked = waiting_ && which == waiting_->which &&
                       waiting_->answer == MessageId::ChannelId &&
                       sides_[*which].step == Step::AskId;
    if (!asked) return {};
    waiting_.reset();
    found_id_ = id->id;
    return id_over(*which, SideNotice::IdAnswered);
  }
  const auto data = read_data(message);
  const auto which = data ? index_of(data->channel) : std::nullopt;
  if (!which || !sides_[*which].open() || data->kind == DataKind::Burst) return {};
  data_ = *data;
  sides_[*which].failures = 0;
  return {.notice = SideNotice::Received, .which = *which};
}

SideOutcome SideChannels::answered(std::size_t which, const Response& response, Instant now) {
  Side& side = sides_[which];
  const bool asked =
      waiting_->answer == MessageId::ChannelId || waiting_->answer == MessageId::SerialNumber;
  const bool ours = asked && response.to == MessageId::Request
                        ? response.code != Code::NoError  // the answer itself is a message
                        : response.to == waiting_->answer;
  if (!ours) return {};
  const bool of_step = commands(side.step) && answer_to(side.step) == waiting_->answer;
  waiting_.reset();
  if (!of_step) return {};  // close() came in between
  if (response.code == Code::NoError) {
    advance(side, now);
    return {};
  }
  const Step step = side.step;
  refused(side, response.code, now);
  return step == Step::AskId ? id_over(which, SideNotice::IdUnanswered) : SideOutcome{};
}

void SideChannels::refused(Side& side, Code code, Instant now) {
  // A step whose first answer was lost has been carried out all the same; a channel that cannot be
  // closed or unassigned is so already.
  const bool wrong_state = code == Code::ChannelInWrongState;
  if (wrong_state && side.step == Step::Close) return after_closed(side);
  const bool done_before =
      wrong_state && (side.step == Step::Unassign ||
                      (side.unsure && (side.step == Step::Assign || side.step == Step::Open)));
  if (done_before) return advance(side, now);
  if (side.step == Step::AskId) return;
  if (side.tries >= command_tries || close_until_) fail(side, now);
}

SideOutcome SideChannels::happened(std::size_t which, Code code, Instant now) {
  Side& side = sides_[which];
  if (code == Code::ChannelClosed && (side.step == Step::Close || side.step == Step::AwaitClosed)) {
    after_closed(side);
    return {};
  }
  if (!side.open()) return {};
  switch (code) {
    case Code::SearchTimeout:
      side.reopens = true;
      side.not_before = now + reopen_pause;
      enter(side, Step::AwaitClosed);
      side.until = now + close_event_limit;
      return {};
    case Code::ChannelClosed:
      side.not_before = now + reopen_pause;
      enter(side, Step::Open);
      return {};
    case Code::Tx:
      if (!side.setup.master) return {};
      return {.notice = SideNotice::SlotOver, .which = which};
    default:
      return {};
  }
}

SideOutcome SideChannels::id_over(std::size_t which, SideNotice notice) {
  if (sides_[which].step == Step::AskId) enter(sides_[which], Step::Listening);
  return {.notice = notice, .which = which};
}

// --- time --------------------------------------------------------------------------------------

SideOutcome SideChannels::pass(Instant now) {
  if (close_until_ && now >= *close_until_ && !closed()) {
    waiting_.reset();
    for (Side& side : sides_) enter(side, Step::Ended);
    return {};
  }
  for (Side& side : sides_) {
    if (side.step == Step::AwaitClosed && side.until && now >= *side.until) after_closed(side);
  }
  if (!waiting_ || now < waiting_->until) return {};
  const std::size_t which = waiting_->which;
  const MessageId answer = waiting_->answer;
  Side& side = sides_[which];
  waiting_.reset();
  if (!commands(side.step) || answer_to(side.step) != answer) return {};
  side.unsure = true;
  if (side.tries < command_tries) return {};
  const Step step = side.step;
  fail(side, now);
  return step == Step::AskId ? SideOutcome{.notice = SideNotice::IdUnanswered, .which = which}
                             : SideOutcome{};
}

std::optional<Frame> SideChannels::next(Instant now) {
  for (std::size_t i = 0; i < sides_.size(); ++i) {
    if (!sides_[i].page || !sides_[i].open()) continue;
    const Payload page = *sides_[i].page;
    sides_[i].page.reset();
    return ant::broadcast(number_of(i), page);
  }
  const Duration limit = close_until_ ? close_command_limit : command_limit;
  const bool too_late = close_until_ && now + limit > *close_until_;
  if (waiting_ || too_late) return std::nullopt;
  for (std::size_t i = 0; i < sides_.size(); ++i) {
    Side& side = sides_[i];
    if (!commands(side.step) || (side.not_before && now < *side.not_before)) continue;
    side.not_before.reset();
    ++side.tries;
    waiting_ = Waiting{.which = i, .answer = answer_to(side.step), .until = now + limit};
    return frame_of(i);
  }
  return std::nullopt;
}

std::optional<Instant> SideChannels::deadline(Instant now) const {
  std::optional<Instant> when;
  if (waiting_) when = waiting_->until;
  if (!closed()) earlier(when, close_until_);
  for (const Side& side : sides_) {
    if (side.step == Step::AwaitClosed) earlier(when, side.until);
    // What is due already waits for the owner to ask.
    const bool later = commands(side.step) && side.not_before && *side.not_before > now;
    if (later && !waiting_) earlier(when, side.not_before);
  }
  return when;
}

// --- tables ------------------------------------------------------------------------------------

bool SideChannels::commands(Step step) {
  switch (step) {
    case Step::Off:
    case Step::Listening:
    case Step::AwaitClosed:
    case Step::GivenUp:
    case Step::Ended:
      return false;
    default:
      return true;
  }
}

MessageId SideChannels::answer_to(Step step) {
  switch (step) {
    case Step::AskSerial:
      return MessageId::SerialNumber;
    case Step::Assign:
      return MessageId::Assign;
    case Step::SetId:
    case Step::AskId:
      return MessageId::ChannelId;
    case Step::HighPriority:
      return MessageId::HighPrioritySearch;
    case Step::LowPriority:
      return MessageId::LowPrioritySearch;
    case Step::Period:
      return MessageId::Period;
    case Step::Frequency:
      return MessageId::Frequency;
    case Step::Open:
      return MessageId::Open;
    case Step::Close:
      return MessageId::Close;
    default:
      return MessageId::Unassign;
  }
}

Frame SideChannels::frame_of(std::size_t which) const {
  const std::uint8_t number = number_of(which);
  const SideSetup& setup = sides_[which].setup;
  switch (sides_[which].step) {
    case Step::AskSerial:
      return request(number, MessageId::SerialNumber);
    case Step::Assign:
      return assign(number, setup.master ? ChannelType::Master : ChannelType::Slave,
                    Channel::network);
    case Step::SetId:
      return channel_id(number, setup.id);
    case Step::HighPriority:
      return set_high_priority_search(number, search_timeout::none);  // 2.10: on every channel
    case Step::LowPriority:
      return set_low_priority_search(number, search_timeout::forever);
    case Step::Period:
      return set_period(number, setup.period);
    case Step::Frequency:
      return set_frequency(number, setup.frequency);
    case Step::Open:
      return ant::open(number);
    case Step::AskId:
      return request(number, MessageId::ChannelId);
    case Step::Close:
      return ant::close(number);
    default:
      return unassign(number);
  }
}

}  // namespace softpedal::ant
