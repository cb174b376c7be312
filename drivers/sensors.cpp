// SPDX-License-Identifier: MIT
#include "drivers/sensors.hpp"

#include <utility>

#include "drivers/antplus/network.hpp"

namespace softpedal {
namespace {

void earlier(std::optional<Instant>& when, std::optional<Instant> other) {
  if (other && (!when || *other < *when)) when = other;
}

}  // namespace

Sensors::Sensors(const std::vector<SensorChoice>& choices, Metres wheel, bool remote) {
  for (const SensorChoice& choice : choices) {
    const antplus::Profile& profile = antplus::profile_of(choice.kind);
    bound_.push_back({.sensor = antplus::Sensor{choice.kind, wheel}});
    states_.push_back({.sensor = choice});
    setups_.push_back(
        {.id = {.device = static_cast<std::uint16_t>(choice.number), .type = profile.device_type},
         .period = profile.period,
         .frequency = antplus::frequency});
  }
  if (!remote) return;
  const antplus::Profile& controls = antplus::profile::controls;
  setups_.push_back({.id = {.type = controls.device_type, .transmission = controls.transmission},
                     .period = controls.period,
                     .frequency = antplus::frequency,
                     .master = true});
}

void Sensors::begin() {
  for (std::size_t i = 0; i < bound_.size(); ++i) {
    bound_[i].verified = bound_[i].id_asked = false;
  }
}

std::optional<Event> Sensors::take(const ant::SideOutcome& outcome, ant::SideChannels& sides,
                                   Instant now) {
  const bool of_remote = outcome.which >= bound_.size();
  switch (outcome.notice) {
    case ant::SideNotice::SlotOver:
      sides.broadcast(outcome.which, remote_.next_page());
      return std::nullopt;
    case ant::SideNotice::Received:
      if (!of_remote) return heard(outcome.which, sides, now);
      if (const auto intent = remote_.take(sides.data(), now)) return *intent;
      return std::nullopt;
    case ant::SideNotice::IdAnswered:
      if (!of_remote) named(outcome.which, sides.found_id(), sides, now);
      return std::nullopt;
    case ant::SideNotice::IdUnanswered:
      if (!of_remote) named(outcome.which, std::nullopt, sides, now);
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::optional<Event> Sensors::heard(std::size_t which, ant::SideChannels& sides, Instant now) {
  Bound& bound = bound_[which];
  const ant::Data& data = sides.data();
  if (data.extended.id && !ours(which, *data.extended.id)) {
    ++foreign_;
    named(which, data.extended.id, sides, now);
    return std::nullopt;
  }
  if (!data.extended.id && !bound.verified) {
    if (!std::exchange(bound.id_asked, true)) sides.ask_id(which);
    return std::nullopt;
  }
  bound.exact_since.reset();
  const auto reading = bound.sensor.take(data.page, now);
  describe(which, now);
  if (!reading) return std::nullopt;
  return *reading;
}

// Whom the channel has found; empty: the stick does not tell. With the exact id its own filter does
// the checking.
void Sensors::named(std::size_t which, const std::optional<ant::ChannelId>& id,
                    ant::SideChannels& sides, Instant now) {
  Bound& bound = bound_[which];
  if (id ? ours(which, *id) : bound.transmission != 0) {
    bound.verified = true;
  } else if (bound.transmission == 0) {
    bind(which, exact_transmission(which), sides, now);
  }
}

void Sensors::bind(std::size_t which, std::uint8_t transmission, ant::SideChannels& sides,
                   Instant now) {
  Bound& bound = bound_[which];
  bound.transmission = transmission;
  bound.verified = bound.id_asked = false;
  bound.exact_since.reset();
  if (transmission != 0) bound.exact_since = now;
  setups_[which].id.transmission = transmission;
  sides.rebind(which, setups_[which].id);
}

std::optional<Event> Sensors::pass(ant::SideChannels& sides, Instant now) {
  for (std::size_t i = 0; i < bound_.size(); ++i) {
    Bound& bound = bound_[i];
    if (bound.exact_since && now - *bound.exact_since >= exact_search) bind(i, 0, sides, now);
    const auto reading = bound.sensor.pass(now);
    if (!reading) continue;
    describe(i, now);
    return *reading;
  }
  return std::nullopt;
}

std::optional<Instant> Sensors::deadline() const {
  std::optional<Instant> when;
  for (const Bound& bound : bound_) {
    earlier(when, bound.sensor.deadline());
    if (bound.exact_since) earlier(when, *bound.exact_since + exact_search);
  }
  return when;
}

void Sensors::describe(std::size_t which, Instant now) {
  const antplus::Sensor& sensor = bound_[which].sensor;
  states_[which].heard = sensor.heard(now);
  states_[which].manufacturer = sensor.about().manufacturer().value_or(0);
  states_[which].battery = sensor.about().battery();
}

bool Sensors::ours(std::size_t which, const ant::ChannelId& id) const {
  return id.device_type() == setups_[which].id.type && id.number() == states_[which].sensor.number;
}

std::uint8_t Sensors::exact_transmission(std::size_t which) const {
  const SensorChoice& choice = states_[which].sensor;
  return static_cast<std::uint8_t>(((choice.number >> 12) & 0xF0) |
                                   antplus::profile_of(choice.kind).transmission);
}

}  // namespace softpedal
