// SPDX-License-Identifier: MIT
#include "app/shell/runner.hpp"

#include <gtest/gtest.h>

#include <csignal>

#include <algorithm>

#include "app/core/remark.hpp"
#include "app/shell/timers.hpp"
#include "tests/app/shell/fake_trainer.hpp"

namespace softpedal {
namespace {

Prescription gentle_ride() {
  return {.phase = RehabPhase::Subacute,
          .warm_up = 10s,
          .ride = 60s,
          .cool_down = 10s,
          .target = {.mode = TargetMode::Resistance, .resistance = Percent{3.0}},
          .limits = {.torque_mean = NewtonMetres{5.0},
                     .torque_peak = NewtonMetres{8.0},
                     .power = Watts{60.0},
                     .resistance = Percent{10.0},
                     .ramp_up_per_second = Percent{0.5},
                     .total = 300s},
          .cadence_low = Rpm{50.0},
          .cadence_high = Rpm{70.0},
          .pain = {.ask_every = 180s, .ease_at = 3, .stop_at = 6, .stop_on_rise = 3}};
}

// Keeps everything in memory and answers notes when it is told to.
class FakeRecorder final : public Recorder {
 public:
  void listen(Listener to) override { listener = std::move(to); }
  void record(const JournalLine& line) override {
    lines.push_back(line);
    if (recorded) recorded();
  }
  void remark(std::string text) override { remarks.push_back(std::move(text)); }
  void keep_note(const NoteRequest& request) override {
    requests.push_back(request);
    if (answers) listener.note_kept(request);
  }
  [[nodiscard]] Result<void> finish() override {
    finished = true;
    if (broken) return tl::unexpected(*broken);
    return {};
  }

  Listener listener{};
  bool answers = true;
  bool finished = false;
  std::optional<Fault> broken{};
  std::function<void()> recorded{};
  std::vector<JournalLine> lines{};
  std::vector<std::string> remarks{};
  std::vector<NoteRequest> requests{};
};

struct Ride {
  explicit Ride(const Prescription& rx = gentle_ride(), std::vector<LoadNote> notes = {},
                bool start_at_once = true)
      : runner{{timers, trainer, recorder, screen},
               {.prescription = rx,
                .stick = "/dev/ttyTEST",
                .notes_left = std::move(notes),
                .start_at_once = start_at_once},
               {.shown =
                    [this](const Snapshot& s, Instant at) {
                      shown.push_back({s, at});
                    },
                .beat = [this](const Watch& w) { beats.push_back(w); },
                .ended = [this](const RideEnd& e) { end = e; }}} {}

  void run_for(Duration time) { timers.run_until(timers.now() + time); }
  template <class Done>
  void run_until(Done done) {
    for (int i = 0; i < 10'000 && !done(); ++i) run_for(100ms);
    ASSERT_TRUE(done());
  }
  void run_to_end() {
    run_until([this] { return end.has_value(); });
  }
  void run_to_load() {
    run_until([this] { return trainer.held() > Percent{0.0}; });
  }

  boost::asio::io_context io{};
  VirtualTimers timers{io};
  FakeTrainer trainer{timers};
  FakeRecorder recorder{};
  SnapshotBox screen{};
  std::vector<std::pair<Snapshot, Instant>> shown{};
  std::vector<Watch> beats{};
  std::optional<RideEnd> end{};
  Runner runner;
};

TEST(Runner, ARideGoesFromReleaseThroughLoadToAConfirmedReleaseAndStatusZero) {
  Ride ride;
  ride.runner.start();
  ride.run_to_load();
  ride.run_to_end();
  EXPECT_EQ(ride.end->exit_status, 0);
  EXPECT_EQ(ride.end->last.phase, Phase::Ended);
  EXPECT_EQ(ride.end->last.why, Why::Done);
  EXPECT_EQ(ride.end->trainer, 12345U);
  EXPECT_TRUE(ride.end->was_released);
  EXPECT_EQ(ride.trainer.held(), Percent{0.0});
  EXPECT_TRUE(ride.trainer.closing);
  EXPECT_TRUE(ride.recorder.finished);
  EXPECT_TRUE(ride.trainer.commands.front().set_point.release()) << "released first";
}

TEST(Runner, TheCommandReachesTheTrainerBeforeItIsRecordedOrShown) {
  Ride ride;
  std::vector<char> order;
  ride.trainer.applied = [&](const Command&) { order.push_back('t'); };
  ride.recorder.recorded = [&] { order.push_back('r'); };
  ride.runner.start();
  ride.run_to_load();
  order.clear();
  ride.trainer.tell(TrainerData{.event_count = 200,
                                .cadence = Rpm{30.0},
                                .power = Watts{60.0},
                                .accumulated_watts = 0,
                                .state = FeState::InUse});
  ASSERT_GE(order.size(), 2U);
  EXPECT_EQ(order.front(), 't');
  EXPECT_EQ(order[1], 'r');
  EXPECT_TRUE(ride.trainer.commands.back().set_point.release()) << "a breach is eased at once";
}

TEST(Runner, NoLoadBeforeTheNoteIsOnDisk) {
  Ride ride;
  ride.recorder.answers = false;
  ride.runner.start();
  ride.run_for(40s);
  ASSERT_EQ(ride.recorder.requests.size(), 1U);
  EXPECT_TRUE(ride.recorder.requests[0].load_uncertain);
  EXPECT_EQ(ride.recorder.requests[0].about, (LoadNote{12345, "/dev/ttyTEST"}));
  for (const auto& command : ride.trainer.commands) ASSERT_TRUE(command.set_point.release());
  ride.recorder.listener.note_kept(ride.recorder.requests[0]);
  ride.run_to_load();
}

TEST(Runner, TheGuardKnowsOfTheLoadBeforeTheNoteIsAskedFor) {
  Ride ride;
  ride.recorder.answers = false;
  ride.runner.start();
  ride.run_for(40s);
  ASSERT_FALSE(ride.recorder.requests.empty());
  EXPECT_EQ(ride.beats.back(), (Watch{"/dev/ttyTEST", 12345, true, false}));
}

TEST(Runner, TheNoteIsClearedByTheConfirmedReleaseAtTheEnd) {
  Ride ride;
  ride.runner.start();
  ride.run_to_end();
  ASSERT_FALSE(ride.recorder.requests.empty());
  EXPECT_FALSE(ride.recorder.requests.back().load_uncertain);
  EXPECT_EQ(ride.beats.back(), (Watch{"/dev/ttyTEST", 12345, false, true}));
}

TEST(Runner, AnOvertakenAnswerAboutTheNoteIsNotBelieved) {
  Ride ride;
  ride.recorder.answers = false;
  ride.runner.start();
  ride.run_until([&] { return !ride.recorder.requests.empty(); });
  const NoteRequest first = ride.recorder.requests[0];
  ride.runner.handle(Intent::Ease);
  ride.run_until([&] { return ride.recorder.requests.size() == 2; });  // cleared again
  ride.runner.handle(Intent::Resume);
  ride.run_until([&] { return ride.recorder.requests.size() == 3; });
  ride.recorder.listener.note_kept(first);
  ride.run_for(10s);
  EXPECT_EQ(ride.trainer.held(), Percent{0.0}) << "the third request is not on disk yet";
}

TEST(Runner, AReleaseThatNobodyConfirmsEndsWithStatusFiveAndTheNoteStays) {
  Ride ride;
  ride.runner.start();
  ride.run_to_load();
  ride.trainer.deaf = true;
  ride.runner.end_by_signal(SIGTERM);
  ride.run_to_end();
  EXPECT_EQ(ride.end->exit_status, 5);
  EXPECT_TRUE(ride.end->last.release_given_up);
  EXPECT_TRUE(ride.recorder.requests.back().load_uncertain);
  EXPECT_TRUE(ride.beats.back().load_uncertain);
}

TEST(Runner, ASignalReleasesConfirmsAndGivesItsStatus) {
  struct Case {
    int signal;
    int status;
    Why why;
  };
  for (const auto& [signal, status, why] :
       {Case{SIGINT, 130, Why::EndedByInterrupt}, Case{SIGTERM, 143, Why::EndedBySignal},
        Case{SIGHUP, 129, Why::EndedByHangup}, Case{SIGQUIT, 131, Why::EndedBySignal}}) {
    Ride ride;
    ride.runner.start();
    ride.run_to_load();
    ride.runner.end_by_signal(signal);
    EXPECT_TRUE(ride.trainer.commands.back().set_point.release()) << "at once";
    ride.runner.end_by_signal(SIGINT);  // an impatient second one changes nothing
    ride.run_to_end();
    EXPECT_EQ(ride.end->exit_status, status);
    EXPECT_EQ(ride.trainer.held(), Percent{0.0});
    EXPECT_EQ(ride.end->last.why, why);
  }
}

TEST(Runner, ASignalBeforeAnyTrainerIsFoundEndsAtOnce) {
  Ride ride;
  ride.trainer.appears = false;
  ride.runner.start();
  ride.run_for(5s);
  ride.runner.end_by_signal(SIGINT);
  ride.run_for(1s);
  ASSERT_TRUE(ride.end);
  EXPECT_EQ(ride.end->exit_status, 130);
}

TEST(Runner, EachCauseThatEndsARideReleasesFirst) {
  for (const auto cause : {EndCause::Suspend, EndCause::GuardLost, EndCause::WindowClosed}) {
    Ride ride;
    ride.runner.start();
    ride.run_to_load();
    ride.runner.handle(EndRide{cause});
    EXPECT_TRUE(ride.trainer.commands.back().set_point.release());
    ride.run_to_end();
    EXPECT_EQ(ride.trainer.held(), Percent{0.0});
    EXPECT_EQ(ride.end->exit_status, 0);
  }
}

TEST(Runner, ALostJournalReleasesAndGivesStatusSeven) {
  Ride ride;
  ride.runner.start();
  ride.run_to_load();
  ride.recorder.broken = Fault{FaultCode::JournalNotWritable, "full"};
  ride.recorder.listener.lost(*ride.recorder.broken);
  EXPECT_TRUE(ride.trainer.commands.back().set_point.release());
  ride.run_to_end();
  EXPECT_EQ(ride.trainer.held(), Percent{0.0});
  EXPECT_EQ(ride.end->exit_status, 7);
  EXPECT_EQ(ride.end->last.why, Why::EndedByJournalLoss);
}

TEST(Runner, AnUnconfirmedReleaseOutweighsEveryOtherStatus) {
  Ride ride;
  ride.runner.start();
  ride.run_to_load();
  ride.trainer.deaf = true;
  ride.recorder.listener.lost({FaultCode::JournalNotWritable, "full"});
  ride.runner.end_by_signal(SIGINT);
  ride.run_to_end();
  EXPECT_EQ(ride.end->exit_status, 5);
}

TEST(Runner, AFaultAtTheStartIsTheEndWithItsStatus) {
  for (const auto& [code, status] : {std::pair{FaultCode::NoStick, 3},
                                     {FaultCode::StickBusy, 3},
                                     {FaultCode::NoTrainer, 4},
                                     {FaultCode::SeveralTrainers, 4}}) {
    Ride ride;
    ride.trainer.fault = Fault{code, "said"};
    ride.runner.start();
    ride.run_to_end();
    EXPECT_EQ(ride.end->exit_status, status);
    ASSERT_TRUE(ride.end->fault);
    EXPECT_EQ(ride.end->fault->sentence, "said");
    EXPECT_TRUE(ride.trainer.closing);
    EXPECT_TRUE(ride.recorder.finished);
    EXPECT_FALSE(ride.end->was_released);
  }
}

TEST(Runner, ATrainerThatCannotBeGentleIsRefusedBeforeARide) {
  Ride ride{gentle_ride(), {}, false};
  ride.runner.start();
  ride.run_for(300ms);
  ride.trainer.tell(Abilities{true, Newtons{100.0}, false, true, false});
  ride.run_to_end();
  EXPECT_EQ(ride.end->exit_status, 6);
}

TEST(Runner, ATrainerThatCannotBeGentleAnyMoreIsReleasedAndRiddenOn) {
  Ride ride;
  ride.runner.start();
  ride.run_to_load();
  ride.trainer.tell(Abilities{true, Newtons{100.0}, false, true, false});
  ride.run_for(20s);
  EXPECT_FALSE(ride.end) << "its rider ends it";
  EXPECT_EQ(ride.trainer.held(), Percent{0.0});
  ride.runner.handle(Intent::Stop);
  ride.run_to_end();
  EXPECT_EQ(ride.end->exit_status, 0);
  EXPECT_EQ(ride.trainer.held(), Percent{0.0});
}

TEST(Runner, ARideThatGaveItsReleaseUpSaysWhatItHadEarnedAndThatALoadMayBeOn) {
  for (const auto& [signal, earned] : {std::pair{0, 0}, {SIGTERM, 128 + SIGTERM}}) {
    Ride ride;
    ride.runner.start();
    ride.run_to_load();
    ride.trainer.deaf = true;
    if (signal == 0) ride.runner.handle(Intent::Stop);
    if (signal != 0) ride.runner.end_by_signal(signal);
    ride.run_to_end();
    EXPECT_EQ(ride.end->exit_status, 5);
    EXPECT_TRUE(ride.beats.back().over);
    EXPECT_TRUE(ride.beats.back().load_uncertain);
    EXPECT_EQ(ride.beats.back().earned, earned);
  }
}

TEST(Runner, TheJournalReplaysToTheSameDecisions) {
  Ride ride{gentle_ride(), {{12345, "/dev/ttyTEST"}}};
  ride.runner.start();
  ride.run_for(30s);
  ride.runner.handle(Intent::Pause);
  ride.run_for(5s);
  ride.runner.handle(Intent::Resume);
  ride.runner.handle(Pain{4});
  ride.run_for(5s);
  ride.runner.handle(Pain{1});
  ride.run_to_end();
  std::optional<Session> session;
  std::optional<Decision> decided;
  int compared = 0;
  for (const auto& line : ride.recorder.lines) {
    if (const auto* rx = std::get_if<Prescription>(&line.what)) session = new_session(*rx);
    ASSERT_TRUE(session);
    if (const auto* event = std::get_if<Event>(&line.what))
      decided = step(*session, *event, line.at);
    if (const auto* decision = std::get_if<Decision>(&line.what)) {
      ASSERT_EQ(decided, *decision);
      ++compared;
    }
  }
  EXPECT_GT(compared, 10);
}

TEST(Runner, ANoteOfAnEarlierRideIsClearedOnlyByThatTrainersRelease) {
  Ride same{gentle_ride(), {{12345, "usb"}, {999, "usb"}}};
  same.runner.start();
  same.run_for(3s);
  ASSERT_FALSE(same.recorder.requests.empty());
  EXPECT_FALSE(same.recorder.requests.back().load_uncertain) << "released, before any raise";
  for (const auto& request : same.recorder.requests) EXPECT_EQ(request.about.trainer, 12345U);

  Ride other{gentle_ride(), {{999, "usb"}}};
  other.runner.start();
  other.run_to_end();
  for (const auto& request : other.recorder.requests) EXPECT_EQ(request.about.trainer, 12345U);
}

TEST(Runner, AnInheritedNoteStaysWhileTheReleaseIsNotConfirmed) {
  Ride ride{gentle_ride(), {{12345, "usb"}}};
  ride.trainer.deaf = true;
  ride.runner.start();
  ride.run_for(20s);
  for (const auto& request : ride.recorder.requests) EXPECT_TRUE(request.load_uncertain);
  EXPECT_TRUE(ride.beats.back().load_uncertain);
}

TEST(Runner, BeatsAndSnapshotsComeAtLeastEveryHalfSecond) {
  Ride ride;
  ride.runner.start();
  std::size_t beats = 0;
  for (int i = 0; i < 100; ++i) {
    ride.run_for(500ms);
    ASSERT_GT(ride.beats.size(), beats);
    beats = ride.beats.size();
    ASSERT_GE(ride.shown.back().second, ride.timers.now() - 250ms);
    ASSERT_EQ(ride.screen.latest()->phase, ride.shown.back().first.phase);
  }
}

TEST(Runner, BeatsGoOnWhileTheTrainerIsBeingClosed) {
  Ride ride;
  ride.runner.start();
  ride.run_to_load();
  ride.runner.handle(Intent::Stop);
  ride.run_until([&] { return ride.trainer.closing; });
  const auto beats = ride.beats.size();
  ride.run_for(50ms);
  ASSERT_FALSE(ride.end);
  ride.run_to_end();
  EXPECT_GT(ride.beats.size(), beats);
  EXPECT_TRUE(ride.beats.back().over);
}

TEST(Runner, AnotherPrescriptionBeforeStartIsRecordedAndReplaysToTheSameDecisions) {
  Ride ride{gentle_ride(), {}, false};
  ride.runner.start();
  ride.run_for(3s);
  Prescription other = gentle_ride();
  other.target.resistance = Percent{1.0};
  other.ride = 30s;
  EXPECT_TRUE(ride.runner.prescribe(other));
  EXPECT_EQ(ride.shown.back().first.planned, 50s) << "shown at once";
  ride.runner.handle(Started{});
  EXPECT_FALSE(ride.runner.prescribe(gentle_ride())) << "frozen with Start";
  ride.run_to_load();
  ride.run_to_end();
  EXPECT_FALSE(ride.runner.prescribe(gentle_ride()));
  EXPECT_EQ(ride.end->last.planned, 50s);
  std::optional<Session> session;
  std::optional<Decision> decided;
  int prescriptions = 0;
  for (const auto& line : ride.recorder.lines) {
    if (const auto* rx = std::get_if<Prescription>(&line.what)) {
      if (prescriptions++ == 0) session = new_session(*rx);
      ASSERT_TRUE(prescriptions == 1 || prescribe(*session, *rx));
    }
    ASSERT_TRUE(session);
    if (const auto* event = std::get_if<Event>(&line.what)) {
      decided = step(*session, *event, line.at);
    }
    if (const auto* decision = std::get_if<Decision>(&line.what)) {
      ASSERT_EQ(decided, *decision);
    }
  }
  EXPECT_EQ(prescriptions, 2);
}

TEST(Runner, KeepsEachSecondOfTheRideOnceAndWhatEndedIt) {
  Ride ride;
  ride.runner.start();
  ride.run_to_end();
  std::vector<Second> kept;
  for (const auto& line : ride.recorder.lines) {
    if (const auto* second = std::get_if<Second>(&line.what)) kept.push_back(*second);
  }
  ASSERT_GT(kept.size(), 80U);
  EXPECT_LT(kept.front().elapsed, 1s);
  for (std::size_t i = 1; i + 1 < kept.size(); ++i) {
    EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(kept[i].elapsed).count(),
              static_cast<std::int64_t>(i));
  }
  EXPECT_EQ(kept.back().phase, Phase::Ending);
  EXPECT_EQ(kept.back().why, Why::Done);
  EXPECT_EQ(kept.back().ridden, ride.end->last.ridden);
  EXPECT_EQ(kept.back().elapsed, ride.end->last.elapsed);
}

TEST(Runner, SaysWhenTheRidingBeganAndInWhichLocalTime) {
  Ride ride;
  ride.runner.start();
  ride.run_to_end();
  int said = 0;
  for (const auto& text : ride.recorder.remarks) {
    const auto remark = parse_remark(text);
    const auto* riding = remark ? std::get_if<RidingRemark>(&*remark) : nullptr;
    if (riding == nullptr) continue;
    ++said;
    EXPECT_LT(std::chrono::abs(std::chrono::system_clock::now() - riding->at), 60s);
  }
  EXPECT_EQ(said, 1);
}

TEST(Runner, OfAReadyThatWasNeverStartedNoSecondIsKept) {
  Ride ride{gentle_ride(), {}, false};
  ride.runner.start();
  ride.run_for(60s);
  EXPECT_TRUE(std::ranges::none_of(ride.recorder.lines, [](const JournalLine& line) {
    return std::holds_alternative<Second>(line.what);
  }));
}

TEST(Runner, IsGoneWithoutATraceWhileTheClockGoesOn) {
  boost::asio::io_context io{};
  VirtualTimers timers{io};
  FakeRecorder recorder{};
  int shown = 0;
  for (const Duration age : {0ms, 100ms, 5000ms}) {
    FakeTrainer trainer{timers};
    trainer.appears = false;
    SnapshotBox screen{};
    std::optional<Runner> runner;
    runner.emplace(Runner::Parts{timers, trainer, recorder, screen},
                   Runner::Plan{.prescription = gentle_ride(), .start_at_once = false},
                   Runner::Listener{.shown = [&](const Snapshot&, Instant) { ++shown; }});
    runner->start();
    timers.run_until(timers.now() + age);
    runner.reset();
    EXPECT_FALSE(recorder.listener.lost);
    EXPECT_FALSE(recorder.listener.note_kept);
    const int before = shown;
    timers.run_until(timers.now() + 10s);
    EXPECT_EQ(shown, before);
  }
}

TEST(Runner, TheRidersWordIsShownAtOnce) {
  Ride ride{gentle_ride(), {}, false};
  ride.runner.start();
  ride.run_for(3s);
  ride.runner.handle(Pain{2, true});
  EXPECT_EQ(ride.shown.back().first.pain_before, 2);
  ride.runner.handle(Started{});
  EXPECT_TRUE(ride.shown.back().first.start_pressed);
  ride.runner.handle(Intent::Ease);
  EXPECT_TRUE(ride.shown.back().first.eased);
  ride.runner.handle(Intent::Pause);
  EXPECT_TRUE(ride.shown.back().first.paused);
}

TEST(Runner, NothingIsDecidedAfterTheEnd) {
  Ride ride;
  ride.runner.start();
  ride.run_to_end();
  const auto commands = ride.trainer.commands.size();
  const auto lines = ride.recorder.lines.size();
  ride.runner.handle(Intent::Resume);
  ride.runner.end_by_signal(SIGINT);
  ride.run_for(10s);
  EXPECT_EQ(ride.trainer.commands.size(), commands);
  EXPECT_EQ(ride.recorder.lines.size(), lines);
}

}  // namespace
}  // namespace softpedal
