// SPDX-License-Identifier: MIT
// All that the dashboard shows, as one immutable value made in the loop's thread; and all that its
// window may ask of the loop. No units are converted and nothing is decided on the window's side.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/core/event.hpp"
#include "app/core/gate.hpp"
#include "app/core/kept_ride.hpp"
#include "app/core/prescription.hpp"
#include "app/core/rest.hpp"
#include "app/core/result.hpp"
#include "app/core/snapshot.hpp"
#include "app/dashboard/settings.hpp"

namespace softpedal::ui {

// --- what is shown ------------------------------------------------------------------------------

// One line of the list on Ready. Each turns good by itself; one that is bad carries its remedy.
struct Check {
  enum class What : std::uint8_t { Stick, Trainer, Release, Record };
  enum class Mark : std::uint8_t { Waiting, Good, Bad };
  What what;
  Mark mark = Mark::Waiting;
  std::optional<FaultCode> fault{};     // with Bad
  std::vector<std::string> commands{};  // with Bad: what to type, as it is
  std::string particulars{};            // a name, a number: the same in every language
  bool operator==(const Check&) const = default;
};

struct ProfileCard {
  std::string key;   // what is remembered: a short name, or a path
  std::string name;  // the profile's own
  std::string author;
  std::string note;
  Prescription prescription;
  int sessions_per_week = 0;
  std::chrono::hours between{0};  // rides
  bool own = false;               // the rider's, or dropped; else a shipped example
  std::string text{};             // of the file, byte for byte
  bool unverified_signature = false;
};

// A profile file that was refused: one sentence with file, line and column.
struct RefusedProfile {
  std::string sentence;
  std::uint64_t number = 0;  // of the refusal: a new one shows again
};

struct HeardDevice {
  std::uint32_t number = 0;
  enum class Kind : std::uint8_t { Trainer, Sensor, Remote, Other };
  Kind kind = Kind::Other;
  SensorKind sensor{};  // with Kind::Sensor
  std::string maker{};  // empty: not known
  std::optional<double> signal_dbm{};
  bool in_use = false;  // the trainer of this lap, or the one that is remembered
};

// One of the rider's chosen sensors, as the last ride heard it.
struct SensorRow {
  SensorChoice sensor{};
  bool heard = false;
  std::string maker{};  // empty: not known
  bool battery_low = false;
};

struct StickAtHand {
  std::string name;         // as --stick takes it: "usb", a path, "sim"
  std::string particulars;  // "USB 0fcf:1009 at bus 1, device 4"; empty for the virtual one
  bool usable = true;
  bool in_use = false;
};

struct TracePoint {
  Duration at{};  // since Start
  std::optional<Rpm> cadence{};
  std::optional<NewtonMetres> torque{};  // 3 s mean
  bool marked = false;                   // the load was taken away here
};

struct Trainer {
  std::uint32_t number = 0;  // 0: not known yet
  std::string maker{};
  std::string model{};
  std::string software{};
  bool battery_low = false;
  bool steered_by_another = false;  // a command that is not ours, in this ride or the last
};

// What the floor finder found, for its screen.
struct GearFloor {
  Gear gear{};
  NewtonMetres torque{};  // without any resistance, in the middle of the band
  bool kept = false;      // there it stays under the limits
};
struct FoundFloor {
  std::vector<GearFloor> gears{};  // of this bike: by chainring, the easiest first
  Rpm cadence{};                   // of the torques above
  FloorReach reach{};
  std::optional<Newtons> percent{};     // what one per cent of the brake is worth at the wheel
  std::optional<Newtons> first_step{};  // and the first half of one
  std::string file{};                   // empty: it is not kept
};

// A ride that is over.
struct Ended {
  Snapshot last{};
  Trainer trainer{};
  bool released = false;
  std::optional<FaultCode> fault{};
  std::string fault_sentence{};
  std::string record{};  // where the journal is; empty: none is kept
  int exit_status = 0;
  std::optional<FoundFloor> found{};  // of the floor finder; empty: too little was ridden
};

// The rides of the past, for Progress. Read aside of the ride: an empty pointer is not read yet.
struct Past {
  std::shared_ptr<const std::vector<RideSummary>> rides{};  // by time, the oldest first
  LastRides last{};                                         // of them, for the gate
  bool reading_last = false;               // they, or the ride that was just over, are not read yet
  bool last_known = true;                  // else they cannot be read
  std::shared_ptr<const KeptRide> open{};  // the one shown as traces
  std::string told{};         // the file that was written, or in one sentence what went wrong
  bool told_bad = false;      // it went wrong
  bool last_missing = false;  // the ride that was over last could not be taken in
  bool working = false;       // something that was asked for is not done yet
  struct Reading {
    std::size_t read, of;
  };
  std::optional<Reading> reading{};  // of new rides, where it takes long
};

struct Model {
  // A lap is one time round: Ready, Ride, After. Its number names it.
  std::uint64_t lap = 0;
  bool simulated = false;
  std::vector<Check> checks{};
  std::shared_ptr<const std::vector<ProfileCard>> profiles{};  // never empty once there is a lap
  std::size_t profile = 0;                                     // chosen
  Prescription taken{};                  // the chosen one, whole, as it was when it was chosen
  std::optional<std::size_t> offered{};  // allows more than that: taken by a second press
  std::optional<RefusedProfile> refused{};
  Prescription prescription{};  // of this lap: the chosen one, or shorter by --seconds, or less
  int quarters = 4;             // of the plan: less today
  bool finding_floor = false;   // within its limits: this lap's ride is the floor finder's spin
  Snapshot ride{};
  Trainer trainer{};
  Today today{};
  Rest rest{};
  std::shared_ptr<const std::vector<TracePoint>> trace{};  // at most the last five minutes
  std::optional<Ended> ended{};                            // this lap's ride is over

  std::chrono::year_month_day date{};  // today, where the rider is
  Past past{};
  std::optional<RideSummary> morning{};  // ask for the knee on the morning after this ride

  bool scanning = false;
  std::shared_ptr<const std::vector<HeardDevice>> heard{};
  std::vector<StickAtHand> sticks{};
  std::vector<SensorRow> sensors{};

  Settings settings{};
  bool closing = false;  // the window was asked to close: the trainer is let go first
  bool closed = false;   // nothing is left to wait for: the window may go
  std::chrono::steady_clock::time_point made_at{};  // a model that is not renewed is stale
};

// --- what may be asked --------------------------------------------------------------------------

struct Say {  // of the rider: Started, an intent, a score
  Event event;
};
struct Digit {  // a digit typed while the pain question is open; 1 and then 0 is ten
  char digit;
};
struct AnswerRedFlags {
  bool any;
  std::optional<RedFlag> which{};  // with `any`, where the rider pointed at one
};
struct CorrectRedFlags {};  // it was a mistake: none of these holds today
struct ChooseProfile {      // before Start
  std::size_t index;
  bool more = false;  // the one that is offered, though it allows more
};
struct LessToday {  // before Start: for this ride only
  int quarters;     // of the plan: 2 to 4
};
struct RideAnyway {  // before Start: the rider read these
  Cautions cautions;
};
struct OpenProfile {  // a file that was dropped on the window
  std::string path;
};
struct FindFloor {  // before Start: the ride of this lap is the floor finder's, or not any more
  bool on;
};
struct Scan {  // Devices is on the screen, or not any more
  bool on;
};
struct ChooseTrainer {
  std::uint32_t number;
};
struct ChooseStick {  // softpedal starts again with it
  std::string name;
};
struct KeepAfter {  // what the rider adds to a ride that is over; the last word stands
  std::optional<int> pain{};
  std::string note{};
  bool draft = false;  // still being written: kept when the lap or the window goes
};
struct ShowProgress {  // Progress is on the screen, or not any more
  bool on;
};
struct OpenRide {  // as traces; empty: none
  std::string id;
};
struct ExportRide {  // as FIT, TCX and CSV; with pain and prescription, or without
  std::string id;
  bool health = false;
};
struct WriteReport {  // of the last days, for the physiotherapist
  int days;
};
struct AnswerMorning {  // both empty: skipped
  std::optional<int> pain{};
  std::optional<bool> swelling{};
};
struct NextLap {};  // After was left
struct Keep {
  Settings settings;
};
struct Close {};

using Request =
    std::variant<Say, Digit, AnswerRedFlags, CorrectRedFlags, ChooseProfile, LessToday, RideAnyway,
                 OpenProfile, FindFloor, Scan, ChooseTrainer, ChooseStick, KeepAfter, ShowProgress,
                 OpenRide, ExportRide, WriteReport, AnswerMorning, NextLap, Keep, Close>;

// The window's way to the loop. Each may be called from the window's thread and none waits.
struct LoopSide {
  std::function<std::shared_ptr<const Model>()> latest;  // empty before the first
  std::function<void(Request)> ask;
  std::function<void()> beat;  // the window answers
};

}  // namespace softpedal::ui
