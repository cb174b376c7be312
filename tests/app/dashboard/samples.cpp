// SPDX-License-Identifier: MIT
#include "tests/app/dashboard/samples.hpp"

#include <cmath>
#include <utility>

#include "app/core/rise.hpp"

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
                       .pain = {.ask_every = 180s, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3}},
      .between = 20h};
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
  model.prescription = model.taken = (*profiles)[1].prescription;
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

// An own plan is ridden, and one that allows more is looked at.
Model offered_model() {
  Model model = ready_model();
  auto cards = std::make_shared<std::vector<ProfileCard>>(*model.profiles);
  (*cards)[0].own = (*cards)[1].own = true;
  ProfileCard steady = card("Chronic: steady riding", 960s, 10.0);
  steady.prescription.phase = RehabPhase::Chronic;
  steady.prescription.target.torque = NewtonMetres{6.0};
  steady.prescription.limits.power = Watts{80.0};
  steady.prescription.limits.total = 1500s;
  steady.between = 36h;
  cards->push_back(steady);
  steady.name = "An example";
  cards->back().own = true;
  cards->push_back(std::move(steady));
  model.profiles = std::move(cards);
  model.offered = 2;
  return model;
}

Model devices_model() {
  using Kind = HeardDevice::Kind;
  Model model = ready_model();
  model.scanning = true;
  model.heard = std::make_shared<std::vector<HeardDevice>>(
      std::vector<HeardDevice>{{54321, Kind::Trainer, {}, "Wahoo Fitness", -58.0, false},
                               {777, Kind::Sensor, SensorKind::HeartRate, "Garmin", -71.0, false},
                               {12345, Kind::Trainer, {}, "", -64.0, true},
                               {4242, Kind::Sensor, SensorKind::SpeedCadence, "", {}, false},
                               {61001, Kind::Sensor, SensorKind::Power, "Garmin", -66.0, false},
                               {900, Kind::Remote, {}, "", -80.0, false},
                               {31, Kind::Other, {}, "", -90.0, false}});
  model.sensors = {{{SensorKind::HeartRate, 777}, true, "Garmin", true}};
  model.ride.reach = {.reach = Reach::Some,
                      .easiest = {.gear = {34, 28},
                                  .cadence = Rpm{50.0},
                                  .floor = {.torque = NewtonMetres{1.8},
                                            .deviation = NewtonMetres{0.2},
                                            .power = Watts{9.4}}}};
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
  ride.release = ReleaseState::Loaded;
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

namespace {

GearReach least_load(double torque) {
  return {.gear = {34, 28},
          .cadence = Rpm{50.0},
          .floor = {.torque = NewtonMetres{torque},
                    .deviation = NewtonMetres{0.2},
                    .power = Watts{torque * 5.2}}};
}

GearReach hardest_gear() { return {.gear = {34, 19}, .cadence = Rpm{60.0}, .floor = {}}; }

}  // namespace

Model no_gear_model() {
  Model model = ready_model();
  model.checks[2].mark = Check::Mark::Good;
  model.ride.reach = {.reach = Reach::None, .easiest = least_load(8.1)};
  return model;
}

Model finder_model() {
  Model model = no_gear_model();
  model.finding_floor = true;
  return model;
}

Model finding_model() {
  Model model = riding_model();
  model.finding_floor = true;
  model.prescription.warm_up = 40s;
  model.prescription.ride = 50s;
  model.prescription.cool_down = 0s;
  Snapshot& ride = model.ride;
  ride.phase = Phase::WarmUp;
  ride.planned = 90s;
  ride.remaining = 62s;
  ride.ridden = 28s;
  ride.elapsed = 31s;
  ride.said = Why::WarmUp;
  ride.resistance = Percent{0.0};
  ride.release = ReleaseState::Confirmed;
  ride.torque_mean = NewtonMetres{2.3};
  ride.torque_reading = NewtonMetres{2.4};
  ride.floor_here = FloorTorque{.torque = NewtonMetres{2.2}, .deviation = {}, .power = {}};
  return model;
}

Model found_model() {
  Model model = ended_model();
  model.finding_floor = true;
  Ended& ended = *model.ended;
  ended.last.said = ended.last.why = Why::FloorFound;
  ended.found = FoundFloor{
      .cadence = Rpm{60.0},
      .reach = {.reach = Reach::Some, .easiest = least_load(2.2), .hardest = hardest_gear()},
      .percent = Newtons{2.0},
      .first_step = Newtons{1.4},
      .file = "/home/rider/.local/share/softpedal/trainers/12345.json"};
  const Drivetrain bike;
  for (const std::uint8_t ring : {bike.chainrings[0], bike.chainrings[1]}) {
    for (std::size_t i = 11; i-- > 0;) {
      const Gear gear{ring, bike.sprockets[i]};
      const NewtonMetres torque{1.9 * ratio(gear)};
      ended.found->gears.push_back({gear, torque, torque <= ended.last.torque_mean_cap});
    }
  }
  return model;
}

std::vector<Sample> samples() {
  std::vector<Sample> all;
  const auto add = [&all](Sample sample) { all.push_back(std::move(sample)); };

  add({.name = "starting", .missing = true});

  Sample gate{.name = "gate", .model = ready_model()};
  gate.model.today = {};
  add(gate);
  gate.name = "gate-heart";
  gate.pressed = {"flag heart"};
  add(gate);
  gate.name = "gate-some";
  gate.pressed = {"some"};
  add(gate);
  gate.pressed = {};
  gate.name = "gate-flags";
  gate.model.today.red_flags = true;
  add(gate);
  gate.name = "gate-mistake";
  gate.pressed = {"mistake", "none"};
  add(gate);
  gate.pressed = {};
  gate.name = "gate-calf";
  gate.model.today.red_flag = RedFlag::Calf;
  add(gate);
  gate.name = "gate-gave-way";
  gate.model.today = {.red_flags = false, .closed = ClosedBy::GivingWay};
  add(gate);
  gate.name = "gate-pain";
  gate.model.today = {.red_flags = false, .closed = ClosedBy::PainBefore};
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

  Sample rest{.name = "ready-too-soon-acute", .model = ready_model(), .pressed = {"score 2"}};
  rest.model.date = std::chrono::year{2026} / 11 / 29;
  rest.model.rest = {.last = {.end = std::chrono::sys_days{rest.model.date} + 10h},
                     .phase = RehabPhase::Acute,
                     .between = 7h,
                     .now = std::chrono::sys_days{rest.model.date} + 11h};
  add(rest);
  rest.name = "ready-too-soon";
  rest.model.rest.phase = RehabPhase::Subacute;
  add(rest);
  rest.name = "ready-too-soon-swollen-heard";
  rest.model.rest.between = 36h;
  rest.model.rest.last.worse_that_morning = rest.model.rest.last.swollen_that_morning = true;
  rest.pressed = {"score 2", "start"};
  add(rest);
  Sample more{.name = "ready-more", .model = offered_model(), .pressed = {"score 2"}};
  add(more);
  more.name = "ready-other-plans";
  more.pressed = {"other plans"};
  add(more);
  Sample less{.name = "ready-less", .model = ready_model(), .pressed = {"score 2"}};
  less.model.quarters = 3;
  less.model.prescription = less_of(less.model.prescription, 3);
  add(less);

  Sample gears{.name = "ready-some-gears", .model = ready_model()};
  gears.model.ride.reach = {
      .reach = Reach::Some, .easiest = least_load(2.2), .hardest = hardest_gear()};
  add(gears);
  gears.name = "ready-easier-gear";
  gears.model.ride.gear_advice = {
      .what = GearAdvice::What::EasierGear, .gear = Gear{34, 28}, .sprockets = 4};
  add(gears);
  add({.name = "ready-no-gear", .model = no_gear_model()});
  gears = {.name = "ready-no-gear-by-power", .model = no_gear_model()};
  gears.model.ride.reach.easiest.floor = {
      .torque = NewtonMetres{3.9}, .deviation = {}, .power = Watts{41.0}};
  add(gears);
  add({.name = "finder", .model = finder_model(), .pressed = {"score 2"}});

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
  sample.model.ride.why = sample.model.ride.said = Why::TorqueMeanCap;
  sample.model.ride.resistance = Percent{0.0};
  sample.model.ride.release = ReleaseState::Unconfirmed;
  sample.model.ride.remaining = 1234s;
  sample.model.ride.power = Watts{148.0};
  add(sample);
  sample = riding("ride-just-right-over");
  sample.model.ride.torque_mean = NewtonMetres{16.8};
  sample.model.ride.torque_reading = NewtonMetres{17.1};
  sample.model.ride.load_band = LoadBand::Over;
  sample.model.ride.why = sample.model.ride.said = Why::TorqueMeanCap;
  sample.model.ride.resistance = Percent{0.0};
  sample.model.ride.release = ReleaseState::Unconfirmed;
  add(sample);
  sample = riding("ride-easier-gear");
  sample.model.ride.torque_mean = NewtonMetres{5.2};
  sample.model.ride.load_band = LoadBand::Over;
  sample.model.ride.said = Why::FloorOverCap;
  add(sample);
  sample.name = "ride-change-gear";
  sample.model.ride.said = Why::FloorOverCapLong;
  add(sample);
  using What = GearAdvice::What;
  sample = riding("ride-two-gears-easier");
  sample.model.ride.torque_mean = NewtonMetres{5.2};
  sample.model.ride.load_band = LoadBand::Over;
  sample.model.ride.said = Why::FloorOverCap;
  sample.model.ride.gear_advice = {.what = What::EasierGear, .gear = Gear{34, 28}, .sprockets = 2};
  add(sample);
  sample.name = "ride-two-gears-easier-unverified";
  sample.model.ride.numbers_unverified = true;
  sample.model.ride.meter_difference = 0.22;
  add(sample);
  sample.name = "ride-change-gear-advised";
  sample.model.ride.said = Why::FloorOverCapLong;
  add(sample);
  sample = riding("ride-other-chainring");
  sample.model.ride.gear_advice = {.what = What::EasierGear, .gear = Gear{34, 15}};
  add(sample);
  sample.name = "ride-twelve-gears-easier";
  sample.model.ride.gear_advice = {.what = What::EasierGear, .gear = Gear{34, 28}, .sprockets = 12};
  add(sample);
  sample.name = "ride-turn-slower";
  sample.model.ride.gear_advice = {.what = What::Slower, .gear = {}, .cadence = Rpm{55.0}};
  add(sample);
  sample.name = "ride-no-gear";
  sample.model.ride.gear_advice = {.what = What::NoGear};
  add(sample);
  sample = riding("ride-unverified");
  sample.model.ride.numbers_unverified = true;
  sample.model.ride.meter_difference = -0.41;
  add(sample);
  sample.name = "ride-unverified-over";
  sample.model.ride.torque_mean = NewtonMetres{4.6};
  sample.model.ride.load_band = LoadBand::Over;
  sample.model.ride.said = Why::TorqueMeanCap;
  add(sample);
  sample = {.name = "ride-finder", .model = finding_model()};
  add(sample);
  sample.name = "ride-finder-rising";
  sample.model.ride.phase = Phase::Ride;
  sample.model.ride.remaining = 41s;
  sample.model.ride.said = Why::Unfelt;
  sample.model.ride.resistance = Percent{1.0};
  sample.model.ride.release = ReleaseState::Loaded;
  add(sample);
  sample.name = "ride-finder-knee";
  sample.pressed = {"knee"};
  add(sample);
  sample = riding("ride-knee");
  sample.model.ride.pain_before = 1;
  sample.model.ride.pain_due = sample.model.ride.pain_row = true;
  add(sample);
  sample = riding("ride-knee-owed");
  sample.model.ride.pain_due = true;
  add(sample);
  sample = riding("ride-eased");
  sample.model.ride.eased = true;
  sample.model.ride.said = Why::Eased;
  sample.model.ride.resistance = Percent{0.0};
  sample.model.ride.release = ReleaseState::Confirmed;
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
  late.why = late.said = Why::LinkLate;
  late.resistance = Percent{0.0};
  late.release = ReleaseState::Unconfirmed;
  late.late_cadence = std::exchange(late.cadence, std::nullopt);
  late.late_power = std::exchange(late.power, std::nullopt);
  late.late_torque = std::exchange(late.torque_mean, std::nullopt);
  late.torque_reading.reset();
  late.heart_rate.reset();
  late.load_band = LoadBand::Unknown;
  late.cadence_advice = CadenceAdvice::None;
  add(sample);
  Sample was_late = riding("ride-was-late");
  was_late.model.ride.why = Why::Ramp;
  was_late.model.ride.said = Why::LinkLate;
  was_late.model.ride.resistance = Percent{0.5};
  add(was_late);
  sample.name = "ride-lost";
  sample.model.ride.link = LinkHealth::Lost;
  sample.model.ride.phase = Phase::Paused;
  sample.model.ride.why = sample.model.ride.said = Why::LinkLost;
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
  sample = {.name = "after-missing", .model = ended_model(), .pressed = {"leave"}};
  sample.model.ended->fault = FaultCode::JournalNotWritable;
  sample.model.past.last_missing = true;
  add(sample);
  sample.name = "after-problem";
  sample.model.ended->fault = FaultCode::LinkFailed;
  add(sample);
  sample = {.name = "after-nobody", .model = ended_model(), .pressed = {"leave"}};
  sample.model.ended->trainer = {};
  sample.model.ended->released = false;
  sample.model.ended->last = Snapshot{};
  sample.model.ended->last.said = Why::StoppedByRider;
  add(sample);
  add({.name = "stale", .model = riding_model(), .stale = true});
  add({.name = "after", .model = ended_model(), .pressed = {"leave", "score 2"}});
  sample = {.name = "after-stopped", .model = ended_model(), .pressed = {"leave"}};
  sample.model.ended->last.said = Why::StoppedGivingWay;
  add(sample);

  add({.name = "floor", .model = found_model(), .pressed = {"leave"}});
  sample = {.name = "floor-of-many-gears", .model = found_model(), .pressed = {"leave"}};
  FoundFloor& found = *sample.model.ended->found;
  found.reach = {.reach = Reach::None, .easiest = least_load(8.1)};
  found.percent.reset();
  found.file.clear();
  found.gears.clear();
  for (const int ring : {30, 39, 50}) {
    for (int sprocket = 34; sprocket > 8; sprocket -= 2) {
      const Gear gear{static_cast<std::uint8_t>(ring), static_cast<std::uint8_t>(sprocket)};
      found.gears.push_back({gear, NewtonMetres{9.0 * ratio(gear)}, false});
    }
  }
  add(sample);
  sample = {.name = "floor-not-found", .model = found_model(), .pressed = {"leave"}};
  sample.model.ended->found.reset();
  sample.model.ended->last.said = Why::StoppedByRider;
  add(sample);
  sample = {.name = "floor-problem", .model = found_model(), .pressed = {"leave"}};
  sample.model.ended->released = false;
  sample.model.ended->fault = FaultCode::ReleaseUnconfirmed;
  sample.model.ended->found->file =
      "/home/somebody-with-a-long-name/on-a-network-drive-that-has-a-long-name-too/.local/share/"
      "of-their-own-choice/and-a-deep-one/with-æøå-and-more/softpedal/trainers/virtual-31415.json";
  sample.model.ended->found->reach.reach = Reach::Unknown;
  add(sample);
  sample = {.name = "after-no-gear", .model = ended_model(), .pressed = {"leave"}};
  sample.model.ended->last.why = sample.model.ended->last.said = Why::NoGearReaches;
  sample.model.ended->last.ridden = 0s;
  sample.model.ended->last.reach = {.reach = Reach::None, .easiest = least_load(8.1)};
  sample.model.ended->fault = FaultCode::PrescriptionRefused;
  add(sample);

  Sample devices{.name = "devices", .model = devices_model(), .pressed = {"devices"}};
  add(devices);
  // Some of the sensors are the rider's, and one of them is not here.
  devices.name = "devices-chosen";
  devices.pressed = {"devices", "heard 3", "heard 5", "remote"};
  add(devices);
  devices.name = "devices-care";
  devices.model.trainer.battery_low = true;
  devices.model.trainer.steered_by_another = true;
  devices.model.ride.power_calibration_needed = true;
  devices.model.ride.resistance_calibration_needed = true;
  devices.model.ride.target_flag = 1;
  add(devices);
  devices = {.name = "devices-listening", .model = devices_model(), .pressed = {"devices"}};
  devices.model.heard.reset();
  devices.model.trainer = {};
  add(devices);

  sample = {.name = "settings", .model = devices_model(), .pressed = {"devices", "settings"}};
  add(sample);
  sample.name = "settings-custom";
  sample.pressed = {"devices",           "settings",         "units",
                    "chainrings before", "smallest ring -1", "smallest sprocket -1",
                    "crank longer"};
  add(sample);

  for (Sample& past : past_samples()) add(std::move(past));

  sample = {.name = "closing", .model = riding_model()};
  sample.model.closing = true;
  add(sample);
  return all;
}

}  // namespace softpedal::ui
