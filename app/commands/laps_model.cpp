// SPDX-License-Identifier: MIT
// What the window shows, and when it is told.
#include <fmt/format.h>

#include <utility>

#include "app/commands/commands.hpp"
#include "app/commands/laps.hpp"
#include "app/commands/ride_sticks.hpp"
#include "app/commands/today.hpp"
#include "drivers/antplus/sensor.hpp"

namespace softpedal::commands {
namespace {

constexpr Duration publish_every = 500ms;
constexpr Duration survey_every = 2s;
constexpr Duration window_limit = 3s;

// What must not wait for the next half second.
bool differs_at_a_glance(const Snapshot& a, const Snapshot& b) {
  const auto glance = [](const Snapshot& s) {
    return std::tuple{s.phase,          s.link,      s.release,      s.why,        s.said,
                      s.paused,         s.eased,     s.pain_row,     s.resistance, s.pain_due,
                      s.cadence_advice, s.load_band, s.start_pressed};
  };
  return glance(a) != glance(b);
}

std::string maker_word(std::uint16_t maker) {
  const auto known = maker_name(maker);
  if (!known.empty() || maker == 0) return std::string{known};
  return std::to_string(maker);
}

bool low(BatteryStatus battery) {
  return battery == BatteryStatus::Low || battery == BatteryStatus::Critical;
}

void tell_kind(std::uint8_t type, ui::HeardDevice& row) {
  using Kind = ui::HeardDevice::Kind;
  if (type == antplus::profile::fitness_equipment.device_type) row.kind = Kind::Trainer;
  if (type == antplus::profile::controls.device_type) row.kind = Kind::Remote;
  if (const auto sensor = antplus::kind_of_sensor(type)) {
    row.kind = Kind::Sensor;
    row.sensor = *sensor;
  }
}

}  // namespace

Duration Laps::in_life(Duration time) const {
  return std::chrono::duration_cast<Duration>(time * request_.speed.value_or(1.0));
}

ui::Trainer Laps::trainer_now() const {
  if (!ride_) return trainer_;
  const TrainerIdentity& identity = ride_->trainer();
  return {.number = identity.number,
          .maker = maker_word(identity.manufacturer),
          .model = identity.model == 0 ? std::string{} : std::to_string(identity.model),
          .software = identity.software,
          .battery_low = low(identity.battery),
          .steered_by_another = trainer_.steered_by_another && trainer_.number == identity.number};
}

std::vector<ui::SensorRow> Laps::sensors_now() const {
  if (!ride_) return sensors_;
  std::vector<ui::SensorRow> rows;
  for (const SensorState& state : ride_->sensors()) {
    rows.push_back({.sensor = state.sensor,
                    .heard = state.heard,
                    .maker = maker_word(state.manufacturer),
                    .battery_low = low(state.battery)});
  }
  return rows;
}

void Laps::shown(const Snapshot& snapshot) {
  if (const auto by = closes_the_day(snapshot.why)) close_day(*by);
  const bool start = snapshot.start_pressed && !seen_.start_pressed;
  seen_ = snapshot;
  const bool of_before = unreleased_ && ride_->trainer().number == unreleased_->trainer;
  if (of_before && snapshot.release == ReleaseState::Confirmed) let_go_after_all();
  if (snapshot.why == Why::AnotherController) trainer_.steered_by_another = true;
  const bool on = snapshot.phase != Phase::Ending && snapshot.phase != Phase::Ended;
  if (snapshot.elapsed > Duration{0} && on) trace_.add(snapshot);
  if (start) listener_.riding(true);
  const auto before = checks_.all();
  if (!snapshot.start_pressed && on) checks_.watch(snapshot, trainer_now());
  if (before != checks_.all() || differs_at_a_glance(snapshot, published_)) publish();
}

void Laps::publish() {
  if (ride_) {
    trainer_ = trainer_now();
    sensors_ = sensors_now();
  }
  published_ = seen_;
  Snapshot ride = seen_;
  if (!ride_) {
    ride.abilities = known_.abilities;
    ride.floor = known_.floor;
    const Prescription& rx = request_.prescription;
    ride.reach = reach_of(known_.floor, settings_.window.drivetrain, rx.limits, rx.cadence_low,
                          rx.cadence_high);
    ride.power_calibration_needed = known_.power_calibration_needed;
    ride.resistance_calibration_needed = known_.resistance_calibration_needed;
    ride.target_flag = known_.target_flag;
  }
  box_.publish({.lap = lap_,
                .simulated = request_.simulated,
                .checks = checks_.all(),
                .profiles = shelf_.cards(),
                .profile = profile_,
                .taken = taken_,
                .offered = offered_,
                .refused = shelf_.refused(),
                .prescription = request_.prescription,
                .quarters = quarters_,
                .finding_floor = finding_floor_,
                .ride = std::move(ride),
                .trainer = trainer_,
                .today = today_,
                .rest = rest(),
                .trace = trace_.points(),
                .ended = ended_,
                .date = date_,
                .past = past_.past(),
                .morning = morning_now(),
                .scanning = scan_wanted_,
                .heard = heard_,
                .sticks = sticks_at_hand(survey_, request_.simulated ? "sim" : request_.stick),
                .sensors = sensors_,
                .settings = settings_.window,
                .closing = closing_,
                .closed = closed_,
                .made_at = std::chrono::steady_clock::now()});
  timers_.cancel(std::exchange(publish_timer_, 0));
  if (!closed_) publish_timer_ = timers_.after(in_life(publish_every), [this] { publish(); });
  listener_.published();
}

void Laps::pulse() {
  if (closed_) return;
  if (!ride_ || ride_is_over_) tell_guard(watch_);
  watch_window();
  look_at_sticks();
  look_at_date();
  look_at_devices();
  pulse_timer_ = timers_.after(in_life(publish_every), [this] { pulse(); });
}

// Its beat is counted, not timed: the window's thread shares nothing else with this one.
void Laps::watch_window() {
  const Instant now = timers_.now();
  const std::uint64_t beats = window_beats_;
  if (beats != std::exchange(window_beats_seen_, beats) || beats == 0 || !started()) {
    window_heard_ = now;
    window_is_silent_ = false;
    return;
  }
  const bool answers = now - window_heard_ < in_life(window_limit);
  if (answers || std::exchange(window_is_silent_, true)) return;
  complain("the window does not answer: eased.");
  handle(WindowSilent{});
}

void Laps::look_at_sticks() {
  if (started() || ended_ || timers_.now() < survey_due_) return;
  survey_due_ = timers_.now() + in_life(survey_every);
  survey_ = survey();
}

void Laps::look_at_date() {
  if (date_ == today()) return;
  date_ = today();
  today_ = read_today(date_);
  if (started()) return;
  pain_before_.reset();
  anyway_ = {};
}

void Laps::look_at_devices() {
  if (!listening_) return;
  std::vector<ui::HeardDevice> heard;
  for (const HeardDevice& device : listening_->scanner.devices()) {
    ui::HeardDevice row{.number = device.number()};
    tell_kind(device.id.type, row);
    if (device.maker) row.maker = maker_word(*device.maker);
    if (device.signal && device.signal->strength) {
      row.signal_dbm = device.signal->strength->count();
    }
    row.in_use = row.kind == ui::HeardDevice::Kind::Trainer && row.number == request_.trainer;
    heard.push_back(std::move(row));
  }
  heard_ = std::make_shared<const std::vector<ui::HeardDevice>>(std::move(heard));
}

}  // namespace softpedal::commands
