// SPDX-License-Identifier: MIT
#include "tests/app/dashboard/samples.hpp"

#include <cmath>
#include <utility>

namespace softpedal::ui {
namespace {

ProfileCard card(std::string name, std::chrono::seconds ride, double cap) {
  return {
      .key = "acute-2",
      .name = std::move(name),
      .author = "The softpedal project",
      .note = "Example",
      .prescription = {.phase = RehabPhase::Acute,
                       .warm_up = 120s,
                       .ride = ride,
                       .cool_down = 120s,
                       .target = {.mode = TargetMode::Torque, .torque = NewtonMetres{3.0}},
                       .limits = {.torque_mean = NewtonMetres{cap},
                                  .torque_peak = NewtonMetres{cap + 2.0},
                                  .power = Watts{30.0},
                                  .resistance = Percent{10.0},
                                  .ramp_up_per_second = Percent{0.5},
                                  .total = 900s},
                       .cadence_low = Rpm{50.0},
                       .cadence_high = Rpm{70.0},
                       .pain = {.ask_every = 180s, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3}}};
}

std::shared_ptr<const std::vector<TracePoint>> trace(std::chrono::seconds from,
                                                     std::chrono::seconds to) {
  auto points = std::make_shared<std::vector<TracePoint>>();
  for (auto at = from; at <= to; ++at) {
    const double t = in_seconds(at);
    TracePoint point{.at = at,
                     .cadence = Rpm{60.0 + 7.0 * std::sin(t / 17.0) + 3.0 * std::sin(t / 3.0)},
                     .torque = NewtonMetres{2.8 + 0.9 * std::sin(t / 23.0)},
                     .marked = at == 275s};
    if (at > 200s && at < 212s) point.cadence = std::nullopt, point.torque = std::nullopt;
    points->push_back(point);
  }
  return points;
}

Sample riding(std::string name) { return {.name = std::move(name), .model = riding_model()}; }

}  // namespace

Model ready_model() {
  Model model;
  model.lap = 1;
  model.simulated = true;
  model.checks = {{Check::What::Stick, Check::Mark::Good, {}, {}, {}},
                  {Check::What::Trainer, Check::Mark::Good, {}, {}, "12345"},
                  {Check::What::Release, Check::Mark::Waiting, {}, {}, {}},
                  {Check::What::Record, Check::Mark::Good, {}, {}, {}}};
  auto profiles = std::make_shared<std::vector<ProfileCard>>();
  profiles->push_back(card("Acute 1: motion only", 180s, 3.0));
  profiles->push_back(card("Acute 2: easy turning", 480s, 4.0));
  model.profile = 1;
  model.prescription = (*profiles)[1].prescription;
  model.profiles = profiles;
  model.today.red_flags = false;
  model.trainer = {.number = 12345, .maker = "Tacx", .model = "2875", .software = "1.2"};
  model.ride.phase = Phase::Ready;
  model.ride.link = LinkHealth::Live;
  model.sticks = {{.name = "usb", .particulars = "USB 0fcf:1009 at bus 1, device 4"},
                  {.name = "sim", .particulars = {}, .usable = true, .in_use = true}};
  model.ride.abilities = Abilities{.answered = true,
                                   .max_force = Newtons{200.0},
                                   .basic_resistance = true,
                                   .target_power = true,
                                   .simulation = true};
  return model;
}

Model riding_model() {
  Model model = ready_model();
  Snapshot& ride = model.ride;
  ride.phase = Phase::Ride;
  ride.start_pressed = true;
  ride.why = ride.said = Why::OnTarget;
  ride.planned = 720s;
  ride.remaining = 454s;
  ride.ridden = 266s;
  ride.elapsed = 280s;
  ride.cadence = Rpm{62.0};
  ride.power = Watts{22.0};
  ride.torque_mean = NewtonMetres{3.1};
  ride.torque_reading = NewtonMetres{3.6};
  ride.heart_rate = Bpm{96.0};
  ride.resistance = Percent{1.5};
  ride.torque_mean_cap = NewtonMetres{4.0};
  ride.torque_peak_cap = NewtonMetres{6.0};
  ride.power_cap = Watts{30.0};
  ride.cadence_low = Rpm{50.0};
  ride.cadence_high = Rpm{70.0};
  ride.cadence_advice = CadenceAdvice::JustRight;
  ride.load_band = LoadBand::Calm;
  model.trace = trace(60s, 280s);
  return model;
}

Model ended_model() {
  Model model = riding_model();
  Snapshot& ride = model.ride;
  ride.phase = Phase::Ended;
  ride.why = ride.said = Why::Done;
  ride.release = ReleaseState::Confirmed;
  ride.remaining = 0s;
  ride.ridden = 720s;
  ride.cadence_advice = CadenceAdvice::None;
  ride.resistance = Percent{0.0};
  ride.work = Joules{13400.0};
  ride.revolutions = 741.0;
  ride.over_cap = 4s;
  ride.over_cap_loaded = 1s;
  ride.pain_before = 2;
  ride.pain_peak = 3;
  model.ended = Ended{.last = ride,
                      .trainer = model.trainer,
                      .released = true,
                      .fault = {},
                      .fault_sentence = {},
                      .record = "~/.local/state/softpedal/journal/2026-11-21T18-42-07Z.journal",
                      .exit_status = 0};
  return model;
}

std::vector<Sample> samples() {
  std::vector<Sample> all;
  const auto add = [&all](Sample sample) { all.push_back(std::move(sample)); };

  add({.name = "starting", .missing = true});

  Sample gate{.name = "gate", .model = ready_model()};
  gate.model.today = {};
  add(gate);
  gate.name = "gate-flags";
  gate.model.today.red_flags = true;
  add(gate);
  gate.name = "gate-pain";
  gate.model.today = {.red_flags = false, .too_much_pain = true};
  add(gate);

  add({.name = "ready", .model = ready_model(), .pressed = {"score 2"}});
  add({.name = "ready-too-much-pain", .model = ready_model(), .pressed = {"score 7"}});
  Sample again{.name = "ready-second-lap", .model = ready_model()};
  again.model.lap = 2;
  add(again);
  Sample ready{.name = "ready-waiting", .model = ready_model()};
  ready.model.simulated = false;
  for (Check& check : ready.model.checks) check = {check.what, Check::Mark::Waiting, {}, {}, {}};
  ready.model.ride.link = LinkHealth::Searching;
  add(ready);
  ready.name = "ready-no-permission";
  ready.model.checks[0] = {Check::What::Stick,
                           Check::Mark::Bad,
                           FaultCode::StickPermission,
                           {"sudo cp drivers/link/42-softpedal-ant.rules /etc/udev/rules.d/",
                            "sudo udevadm control --reload"},
                           {}};
  add(ready);
  ready.name = "ready-several";
  ready.model.checks[0].mark = Check::Mark::Good;
  ready.model.checks[0].commands.clear();
  ready.model.checks[1] = {
      Check::What::Trainer, Check::Mark::Bad, FaultCode::SeveralTrainers, {}, "12345, 54321"};
  add(ready);
  ready.name = "ready-refused-profile";
  ready.model.refused = RefusedProfile{
      "mine.toml:17:1: torque_mean_nm = 9.0 is above 5.0, the most for an acute profile: ask "
      "whoever wrote it for a lower one.",
      1};
  add(ready);

  add(riding("ride"));
  Sample sample = riding("ride-near");
  sample.model.ride.torque_mean = NewtonMetres{3.7};
  sample.model.ride.torque_reading = NewtonMetres{4.4};
  sample.model.ride.load_band = LoadBand::Near;
  sample.model.ride.cadence = Rpm{47.0};
  sample.model.ride.cadence_advice = CadenceAdvice::Faster;
  sample.model.ride.said = Why::Headroom;
  add(sample);
  sample = riding("ride-over");
  sample.model.ride.torque_mean = NewtonMetres{4.6};
  sample.model.ride.torque_reading = NewtonMetres{6.9};
  sample.model.ride.load_band = LoadBand::Over;
  sample.model.ride.cadence = Rpm{102.0};
  sample.model.ride.cadence_advice = CadenceAdvice::Slower;
  sample.model.ride.said = Why::TorqueMeanCap;
  sample.model.ride.remaining = 1234s;
  sample.model.ride.power = Watts{148.0};
  add(sample);
  sample = riding("ride-easier-gear");
  sample.model.ride.torque_mean = NewtonMetres{5.2};
  sample.model.ride.load_band = LoadBand::Over;
  sample.model.ride.said = Why::FloorOverCap;
  add(sample);
  sample.name = "ride-change-gear";
  sample.model.ride.said = Why::FloorOverCapLong;
  add(sample);
  sample = riding("ride-knee");
  sample.model.ride.pain_due = sample.model.ride.pain_row = true;
  add(sample);
  sample = riding("ride-knee-owed");
  sample.model.ride.pain_due = true;
  add(sample);
  sample = riding("ride-eased");
  sample.model.ride.eased = true;
  sample.model.ride.said = Why::Eased;
  sample.model.ride.resistance = Percent{0.0};
  add(sample);
  sample = riding("ride-paused");
  sample.model.ride.phase = Phase::Paused;
  sample.model.ride.paused = true;
  sample.model.ride.said = Why::Paused;
  add(sample);
  sample = riding("ride-paused-by-itself");
  sample.model.ride.phase = Phase::Paused;
  sample.model.ride.said = Why::Stopped;
  sample.model.ride.cadence = Rpm{0.0};
  sample.model.ride.cadence_advice = CadenceAdvice::None;
  sample.model.ride.torque_mean.reset();
  add(sample);
  sample = riding("ride-late");
  Snapshot& late = sample.model.ride;
  late.link = LinkHealth::Late;
  late.said = Why::LinkLate;
  late.late_cadence = std::exchange(late.cadence, std::nullopt);
  late.late_power = std::exchange(late.power, std::nullopt);
  late.late_torque = std::exchange(late.torque_mean, std::nullopt);
  late.torque_reading.reset();
  late.heart_rate.reset();
  late.load_band = LoadBand::Unknown;
  late.cadence_advice = CadenceAdvice::None;
  add(sample);
  sample.name = "ride-lost";
  sample.model.ride.link = LinkHealth::Lost;
  sample.model.ride.phase = Phase::Paused;
  sample.model.ride.said = Why::LinkLost;
  sample.model.ride.late_cadence.reset();
  sample.model.ride.late_power.reset();
  sample.model.ride.late_torque.reset();
  add(sample);
  sample = riding("ride-connecting");
  sample.model.ride = Snapshot{};
  sample.model.ride.start_pressed = true;
  sample.model.ride.planned = sample.model.ride.remaining = 720s;
  sample.model.ride.torque_mean_cap = NewtonMetres{4.0};
  sample.model.ride.torque_peak_cap = NewtonMetres{6.0};
  sample.model.ride.cadence_low = Rpm{50.0};
  sample.model.ride.cadence_high = Rpm{70.0};
  sample.model.trace.reset();
  add(sample);
  sample = riding("ride-ending");
  sample.model.ride.phase = Phase::Ending;
  sample.model.ride.remaining = 0s;
  sample.model.ride.said = Why::StoppedSharp;
  add(sample);
  add({.name = "ride-ended", .model = ended_model()});
  sample = {.name = "ride-unreleased", .model = ended_model()};
  sample.model.ride.release = ReleaseState::Unconfirmed;
  sample.model.ride.release_given_up = true;
  sample.model.ended->released = false;
  sample.model.ended->last = sample.model.ride;
  add(sample);
  sample.name = "after-unreleased";
  sample.pressed = {"leave"};
  add(sample);
  sample.name = "after-problem";
  sample.model.ended->fault = FaultCode::LinkFailed;
  add(sample);
  add({.name = "stale", .model = riding_model(), .stale = true});
  add({.name = "after", .model = ended_model(), .pressed = {"leave", "score 2"}});
  sample = {.name = "after-stopped", .model = ended_model(), .pressed = {"leave"}};
  sample.model.ended->last.said = Why::StoppedGivingWay;
  add(sample);

  Sample devices{.name = "devices", .model = ready_model(), .pressed = {"devices"}};
  devices.model.scanning = true;
  devices.model.heard = std::make_shared<std::vector<HeardDevice>>(
      std::vector<HeardDevice>{{54321, HeardDevice::Kind::Trainer, "Wahoo Fitness", -58.0, false},
                               {777, HeardDevice::Kind::HeartRate, "Garmin", -71.0, false},
                               {12345, HeardDevice::Kind::Trainer, "", -64.0, true},
                               {4242, HeardDevice::Kind::SpeedOrCadence, "", {}, false}});
  devices.model.ride.floor.most[5] = NewtonMetres{1.8};
  devices.model.ride.floor.most[6] = NewtonMetres{1.9};
  add(devices);
  devices.name = "devices-listening";
  devices.model.heard.reset();
  devices.model.trainer = {};
  add(devices);

  sample = {.name = "closing", .model = riding_model()};
  sample.model.closing = true;
  add(sample);
  return all;
}

}  // namespace softpedal::ui
