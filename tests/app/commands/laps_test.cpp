// SPDX-License-Identifier: MIT
#include "app/commands/laps.hpp"

#include <iterator>
#include <nlohmann/json.hpp>

#include "app/commands/kept_floor.hpp"
#include "app/commands/settings.hpp"
#include "app/commands/today.hpp"
#include "app/core/plan.hpp"
#include "tests/app/commands/lap_room.hpp"

namespace softpedal::commands {
namespace {

using What = ui::Check::What;
using Mark = ui::Check::Mark;

TEST(Laps, TheChecksTurnGoodOneByOneAndNothingIsAskedOfTheTrainerButARelease) {
  LapRoom room;
  std::vector<What> good;
  ASSERT_TRUE(room.runs_until([&] {
    for (const auto& check : room.model().checks) {
      EXPECT_NE(check.mark, Mark::Bad);
      const bool known = std::ranges::count(good, check.what) > 0;
      if (check.mark == Mark::Good && !known) good.push_back(check.what);
    }
    return good.size() == 4;
  }));
  EXPECT_EQ(good, (std::vector{What::Record, What::Stick, What::Trainer, What::Release}));
  EXPECT_EQ(room.model().ride.phase, Phase::Ready);
  EXPECT_EQ(room.model().ride.release, ReleaseState::Confirmed);
  EXPECT_FALSE(room.model().ride.start_pressed);
  EXPECT_TRUE(room.model().simulated);
  EXPECT_EQ(room.model().trainer.number, 31415U);
  EXPECT_NE(room.model().checks[1].particulars.find("31415"), std::string::npos);
  EXPECT_EQ(room.model().lap, 1U);
}

TEST(Laps, StartIsRefusedUntilTheRedFlagsAreAnsweredWithNoAndTheKneeWasAskedAbout) {
  LapRoom room;
  ASSERT_TRUE(room.gets_ready());
  room.ask(ui::Say{Started{}});
  room.run_for(2s);
  EXPECT_FALSE(room.model().ride.start_pressed);
  room.ask(ui::AnswerRedFlags{false});
  EXPECT_EQ(room.model().today.red_flags, false);
  room.ask(ui::Say{Started{}});
  room.run_for(2s);
  EXPECT_FALSE(room.model().ride.start_pressed) << "on the first ride too";
  room.ask(ui::Say{Pain{2, true}});
  room.ask(ui::Say{Started{}});
  EXPECT_TRUE(room.model().ride.start_pressed);
  EXPECT_EQ(room.riding, std::vector{true});
}

TEST(Laps, AYesToARedFlagStandsForTheDay) {
  LapRoom room;
  ASSERT_TRUE(room.gets_ready());
  room.ask(ui::AnswerRedFlags{true});
  room.ask(ui::AnswerRedFlags{false});
  room.ask(ui::Say{Started{}});
  room.run_for(1s);
  EXPECT_FALSE(room.model().ride.start_pressed);
  EXPECT_EQ(read_today(today()).red_flags, true);
}

TEST(Laps, AYesIsCorrectedOnceADayAndThatStandsInTheJournal) {
  LapRoom room{10s};
  ASSERT_TRUE(room.gets_ready());
  room.ask(ui::CorrectRedFlags{});
  EXPECT_EQ(room.model().today, Today{}) << "there is nothing to correct";
  room.ask(ui::AnswerRedFlags{true, RedFlag::Calf});
  EXPECT_EQ(read_today(today()).red_flag, RedFlag::Calf);
  room.ask(ui::CorrectRedFlags{});
  EXPECT_EQ(read_today(today()), (Today{.red_flags = false, .corrected = true}));
  ASSERT_TRUE(room.starts());
  ASSERT_TRUE(room.ends());
  const std::string journal = slurp(room.records().at(0));
  EXPECT_NE(journal.find("# red flags: yes, calf\n"), std::string::npos);
  EXPECT_NE(journal.find("# red flags: yes, then corrected"), std::string::npos);
  room.ask(ui::NextLap{});
  ASSERT_TRUE(room.gets_ready());
  ASSERT_TRUE(room.starts());
  ASSERT_TRUE(room.ends());
  EXPECT_NE(slurp(room.records().at(1)).find("# red flags: yes, then corrected"),
            std::string::npos);
  room.ask(ui::AnswerRedFlags{true});
  room.ask(ui::CorrectRedFlags{});
  EXPECT_EQ(read_today(today()).red_flags, true) << "once a day";
}

TEST(Laps, ACorrectionIsKeptThoughNothingIsRidden) {
  LapRoom room;
  ASSERT_TRUE(room.gets_ready());
  room.ask(ui::AnswerRedFlags{true});
  room.ask(ui::CorrectRedFlags{});
  room.ask(ui::Close{});
  ASSERT_TRUE(room.runs_until([&] { return room.closed; }));
  ASSERT_EQ(room.records().size(), 1U);
  EXPECT_NE(slurp(room.records().at(0)).find("then corrected"), std::string::npos);
}

TEST(Laps, PainOrTheKneeClosesTheDayInThatInstantAndNoFurtherRideStarts) {
  const std::vector<std::pair<Event, ClosedBy>> stops{{Intent::Sharp, ClosedBy::Sharp},
                                                      {Intent::Locking, ClosedBy::Locking},
                                                      {Intent::GivingWay, ClosedBy::GivingWay},
                                                      {Pain{7}, ClosedBy::StoppedByPain}};
  for (const auto& [event, by] : stops) {
    SCOPED_TRACE(word(by));
    LapRoom room;
    ASSERT_TRUE(room.rides_with_load());
    room.ask(ui::Say{event});
    EXPECT_EQ(read_today(today()).closed, by) << "before anything else can happen";
    ASSERT_TRUE(room.ends());
    EXPECT_TRUE(room.model().ended->released);
    room.ask(ui::NextLap{});
    ASSERT_TRUE(room.gets_ready());
    EXPECT_EQ(room.model().today.closed, by);
    for (const bool finder : {false, true}) {
      room.ask(ui::FindFloor{finder});
      room.ask(ui::CorrectRedFlags{});
      room.ask(ui::AnswerRedFlags{false});
      room.ask(ui::Say{Pain{0, true}});
      room.ask(ui::Say{Started{}});
      room.run_for(5s);
      EXPECT_FALSE(room.model().ride.start_pressed);
    }
    EXPECT_EQ(read_today(today()).closed, by);
  }
}

TEST(Laps, ADayThatAnotherProgramClosedIsClosedHere) {
  LapRoom room;
  ASSERT_TRUE(room.gets_ready());
  room.ask(ui::AnswerRedFlags{false});
  room.ask(ui::Say{Pain{0, true}});
  ASSERT_TRUE(keep_today(today(), {.closed = ClosedBy::Locking}));
  room.ask(ui::Say{Started{}});
  room.run_for(2s);
  EXPECT_FALSE(room.model().ride.start_pressed);
  EXPECT_EQ(room.model().today.closed, ClosedBy::Locking);
}

TEST(Laps, GoOnAfterAnEaseByPainAsksTheKneeFirst) {
  LapRoom room;
  ASSERT_TRUE(room.rides_with_load());
  room.ask(ui::Say{Pain{3}});
  ASSERT_TRUE(room.runs_until([&] { return room.model().ride.resistance == Percent{0.0}; }));
  room.ask(ui::Say{Intent::Resume});
  EXPECT_TRUE(room.model().ride.pain_row);
  room.run_for(20s);
  EXPECT_EQ(room.model().ride.resistance, Percent{0.0});
  room.ask(ui::Digit{'2'});
  EXPECT_TRUE(room.runs_until([&] { return room.model().ride.resistance > Percent{0.0}; }));
}

TEST(Laps, TooMuchPainBeforeARideForbidsItForTheDay) {
  LapRoom room;
  ASSERT_TRUE(room.gets_ready());
  room.ask(ui::AnswerRedFlags{false});
  room.ask(ui::Say{Pain{9, true}});
  ASSERT_TRUE(room.runs_until([&] { return room.model().today.closed.has_value(); }));
  EXPECT_EQ(read_today(today()).closed, ClosedBy::PainBefore);
  EXPECT_FALSE(room.model().ended) << "nothing was ridden";
  ASSERT_TRUE(room.gets_ready());
  room.ask(ui::Say{Started{}});
  room.run_for(2s);
  EXPECT_FALSE(room.model().ride.start_pressed);
}

TEST(Laps, StartIsNotHeardWhileReadyIsBeingLeft) {
  const auto expect_refused = [](LapRoom& room) {
    room.ask(ui::Say{Started{}});
    EXPECT_FALSE(room.model().ride.start_pressed);
    room.run_for(20s);
    EXPECT_FALSE(room.model().ended);
    EXPECT_TRUE(room.riding.empty());
  };
  LapRoom pain;
  ASSERT_TRUE(pain.gets_ready());
  pain.ask(ui::AnswerRedFlags{false});
  pain.ask(ui::Say{Pain{10, true}});
  expect_refused(pain);
  LapRoom trainer;
  ASSERT_TRUE(trainer.gets_ready());
  trainer.ask(ui::AnswerRedFlags{false});
  trainer.ask(ui::ChooseTrainer{31415});
  expect_refused(trainer);
}

TEST(Laps, AShortRideReachesItsEndReleasedAndRecorded) {
  LapRoom room{20s};
  ASSERT_TRUE(room.gets_ready());
  ASSERT_TRUE(room.starts());
  ASSERT_TRUE(room.ends());
  const ui::Ended& ended = *room.model().ended;
  EXPECT_TRUE(ended.released);
  EXPECT_EQ(ended.last.why, Why::Done);
  EXPECT_EQ(ended.exit_status, 0);
  EXPECT_EQ(ended.fault, std::nullopt);
  EXPECT_EQ(ended.trainer.number, 31415U);
  EXPECT_EQ(room.riding, (std::vector{true, false}));
  ASSERT_EQ(room.over.size(), 1U);
  ASSERT_EQ(room.records().size(), 1U);
  EXPECT_EQ(ended.record, room.records()[0].string());
  room.expect_decides_alike(ended.record);
  const auto& trace = *room.model().trace;
  ASSERT_GE(trace.size(), 15U);
  EXPECT_LE(trace.size(), 60U);
  for (std::size_t i = 1; i < trace.size(); ++i) EXPECT_GT(trace[i].at, trace[i - 1].at);
}

TEST(Laps, ASecondLapRidesLikeTheFirst) {
  LapRoom room{10s};
  for (std::uint64_t lap = 1; lap <= 3; ++lap) {
    ASSERT_EQ(room.model().lap, lap);
    ASSERT_FALSE(room.model().ended);
    ASSERT_TRUE(room.gets_ready());
    ASSERT_TRUE(room.starts());
    ASSERT_TRUE(room.ends());
    EXPECT_TRUE(room.model().ended->released);
    room.run_for(60s);
    ASSERT_TRUE(room.model().ended) << "After stays until it is left";
    ASSERT_EQ(room.records().size(), lap);
    room.expect_decides_alike(room.model().ended->record);
    room.ask(ui::NextLap{});
    room.run_for(100ms);
  }
}

TEST(Laps, PainOfSevenEndsTheRide) {
  LapRoom room;
  ASSERT_TRUE(room.rides_with_load());
  room.ask(ui::Digit{'7'});
  ASSERT_TRUE(room.ends());
  EXPECT_EQ(room.model().ended->last.why, Why::StoppedByPain);
  EXPECT_TRUE(room.model().ended->released);
  EXPECT_EQ(room.model().ended->last.pain_peak, 7);
}

TEST(Laps, OneAndThenZeroIsTenAndOneAloneIsOne) {
  LapRoom room;
  ASSERT_TRUE(room.gets_ready());
  ASSERT_TRUE(room.starts());
  room.ask(ui::Digit{'1'});
  room.run_for(1200ms);
  EXPECT_EQ(room.model().ride.pain_last, 1);
  room.ask(ui::Digit{'1'});
  room.ask(ui::Digit{'0'});
  EXPECT_EQ(room.model().ride.pain_last, 10);
  ASSERT_TRUE(room.ends());
}

TEST(Laps, CloseReleasesFirst) {
  LapRoom room;
  ASSERT_TRUE(room.rides_with_load());
  room.ask(ui::Close{});
  EXPECT_TRUE(room.model().closing);
  EXPECT_FALSE(room.model().closed);
  EXPECT_FALSE(room.closed);
  ASSERT_TRUE(room.runs_until([&] { return room.closed; }));
  EXPECT_TRUE(room.model().closed);
  ASSERT_TRUE(room.model().ended);
  EXPECT_TRUE(room.model().ended->released);
  EXPECT_EQ(room.model().ended->last.why, Why::EndedByWindow);
  EXPECT_EQ(room.laps().exit_status(), 0);
  EXPECT_TRUE(room.beats.back().over);
  EXPECT_EQ(room.beats.back().trainer, 0U);
}

TEST(Laps, CloseWorksFromEverywhere) {
  const auto closes = [](LapRoom& room) {
    room.ask(ui::Close{});
    return room.runs_until([&] { return room.closed; });
  };
  LapRoom at_once;
  EXPECT_TRUE(closes(at_once));
  LapRoom ready;
  ASSERT_TRUE(ready.gets_ready());
  EXPECT_TRUE(closes(ready));
  LapRoom devices;
  devices.ask(ui::Scan{true});
  devices.run_for(10s);
  EXPECT_TRUE(closes(devices));
  LapRoom after{5s};
  ASSERT_TRUE(after.gets_ready());
  ASSERT_TRUE(after.starts());
  ASSERT_TRUE(after.ends());
  EXPECT_TRUE(closes(after));
}

TEST(Laps, ASignalReleasesClosesAndGivesItsStatus) {
  LapRoom riding;
  ASSERT_TRUE(riding.rides_with_load());
  riding.laps().close_by_signal(SIGTERM);
  ASSERT_TRUE(riding.runs_until([&] { return riding.closed; }));
  EXPECT_EQ(riding.laps().exit_status(), 143);
  EXPECT_TRUE(riding.model().ended->released);
  EXPECT_EQ(riding.model().ended->last.why, Why::EndedBySignal);

  LapRoom interrupted;
  ASSERT_TRUE(interrupted.rides_with_load());
  interrupted.laps().close_by_signal(SIGINT);
  ASSERT_TRUE(interrupted.runs_until([&] { return interrupted.closed; }));
  EXPECT_EQ(interrupted.laps().exit_status(), 130);
  EXPECT_EQ(interrupted.model().ended->last.why, Why::EndedByInterrupt);

  LapRoom after{5s};
  ASSERT_TRUE(after.gets_ready());
  ASSERT_TRUE(after.starts());
  ASSERT_TRUE(after.ends());
  after.laps().close_by_signal(SIGINT);
  ASSERT_TRUE(after.runs_until([&] { return after.closed; }));
  EXPECT_EQ(after.laps().exit_status(), 130);
}

TEST(Laps, AWindowThatDoesNotAnswerForThreeSecondsEasesOnce) {
  testing::internal::CaptureStderr();  // before the loop takes hold of it
  LapRoom room;
  ASSERT_TRUE(room.rides_with_load());
  room.run_for(10s);
  EXPECT_NE(room.model().ride.why, Why::EasedByWindow) << "before its first beat nothing counts";
  for (int i = 0; i < 20; ++i) {
    room.laps().window_answers();
    room.run_for(500ms);
    ASSERT_FALSE(room.model().ride.eased);
  }
  room.run_for(2s);
  EXPECT_FALSE(room.model().ride.eased);
  room.run_for(2s);
  EXPECT_TRUE(room.model().ride.eased);
  EXPECT_EQ(room.model().ride.why, Why::EasedByWindow);
  EXPECT_EQ(room.model().ride.resistance, Percent{0.0});
  room.ask(ui::Say{Intent::Resume});
  room.run_for(10s);
  EXPECT_FALSE(room.model().ride.eased) << "said once";
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("window"), std::string::npos);
  EXPECT_EQ(said.find("window"), said.rfind("window"));
}

TEST(Laps, AnotherProfileBeforeStartIsRecordedReplaysAndIsRemembered) {
  LapRoom room{10s};
  ASSERT_TRUE(room.gets_ready());
  const auto& cards = *room.model().profiles;
  ASSERT_GE(cards.size(), 3U);
  const std::size_t other = (room.model().profile + 1) % cards.size();
  const std::string key = cards[other].key;
  room.ask(ui::ChooseProfile{other});
  EXPECT_EQ(room.model().profile, other);
  const Prescription chosen = room.model().prescription;
  EXPECT_EQ(chosen.warm_up + chosen.ride + chosen.cool_down, 10s) << "shortened as well";
  EXPECT_EQ(read_settings()->profile, key);
  ASSERT_TRUE(room.starts());
  room.ask(ui::ChooseProfile{0});
  room.ask(ui::ChooseProfile{1});
  EXPECT_EQ(room.model().profile, other) << "frozen with Start";
  EXPECT_EQ(room.model().prescription, chosen);
  ASSERT_TRUE(room.ends());
  room.expect_decides_alike(room.model().ended->record);
  std::ifstream journal{room.model().ended->record};
  int prescriptions = 0;
  for (std::string line; std::getline(journal, line);) {
    const auto parsed = parse_journal_line(line);
    ASSERT_TRUE(parsed) << line;
    if (*parsed && std::holds_alternative<Prescription>((*parsed)->what)) ++prescriptions;
  }
  EXPECT_EQ(prescriptions, 2);
}

TEST(Laps, ADroppedFileIsChosenOrRefusedWithItsSentence) {
  LapRoom room;
  spill(room.home.path() / "brisk.toml", brisk);
  spill(room.home.path() / "bad.toml", "format = 1\n");
  const std::size_t before = room.model().profiles->size();
  room.ask(ui::OpenProfile{(room.home.path() / "bad.toml").string()});
  ASSERT_TRUE(room.model().refused);
  EXPECT_NE(room.model().refused->sentence.find("bad.toml"), std::string::npos);
  EXPECT_EQ(room.model().profiles->size(), before);
  const auto first = room.model().refused->number;
  room.ask(ui::OpenProfile{(room.home.path() / "bad.toml").string()});
  EXPECT_NE(room.model().refused->number, first) << "shows again";
  for (int twice = 0; twice < 2; ++twice) {
    room.ask(ui::OpenProfile{(room.home.path() / "brisk.toml").string()});
    EXPECT_EQ(room.model().profiles->size(), before + 1);
    EXPECT_EQ(room.model().profiles->at(room.model().profile).name, "Brisk");
  }
}

TEST(Laps, WhatTheRiderAddsAfterwardsStandsInTheJournalAsOneLine) {
  LapRoom room{5s};
  ASSERT_TRUE(room.gets_ready());
  ASSERT_TRUE(room.starts());
  ASSERT_TRUE(room.ends());
  room.ask(ui::KeepAfter{.pain = 2, .note = "stiff\nat first\r\n# not ours"});
  const std::string text = slurp(room.records()[0]);
  EXPECT_NE(text.find("\n# after pain 2\n# after note stiff\\nat first\\r\\n# not ours\n"),
            std::string::npos);
  room.expect_decides_alike(room.records()[0]);
  room.ask(ui::NextLap{});
  room.ask(ui::KeepAfter{.pain = 3});
  EXPECT_NE(slurp(room.records()[0]).find("# after pain 3\n"), std::string::npos)
      << "late words belong to the ride that is over";
}

TEST(Laps, AfterwordsThatCannotBeKeptAreSaid) {
  testing::internal::CaptureStderr();  // before the loop takes hold of it
  LapRoom room{5s};
  ASSERT_TRUE(room.gets_ready());
  ASSERT_TRUE(room.starts());
  ASSERT_TRUE(room.ends());
  std::filesystem::remove(room.records()[0]);
  room.ask(ui::KeepAfter{.pain = 2, .note = "stiff"});
  EXPECT_NE(testing::internal::GetCapturedStderr().find("journal"), std::string::npos);
  EXPECT_EQ(room.model().ended->fault, FaultCode::JournalNotWritable);
}

TEST(Laps, DevicesAreHeardWhileScanningAndThenReadyComesBack) {
  LapRoom room;
  ASSERT_TRUE(room.gets_ready());
  room.ask(ui::Say{Pain{2, true}});
  room.ask(ui::Scan{true});
  EXPECT_TRUE(room.model().scanning);
  ASSERT_TRUE(room.runs_until([&] { return !room.model().heard->empty(); }));
  EXPECT_EQ(room.model().heard->front().number, 31415U);
  EXPECT_EQ(room.model().heard->front().kind, ui::HeardDevice::Kind::Trainer);
  room.ask(ui::AnswerRedFlags{false});
  room.ask(ui::Say{Started{}});
  EXPECT_FALSE(room.model().ride.start_pressed);
  room.ask(ui::ChooseTrainer{31415});
  EXPECT_TRUE(room.model().heard->front().in_use);
  room.ask(ui::Scan{false});
  ASSERT_TRUE(room.gets_ready());
  EXPECT_EQ(room.model().lap, 1U);
  EXPECT_EQ(room.model().ride.pain_before, 2) << "said once is enough";
  EXPECT_TRUE(room.starts());
}

TEST(Laps, ARideIsNeverLeftForAScanOrAnotherTrainer) {
  LapRoom room;
  ASSERT_TRUE(room.rides_with_load());
  room.ask(ui::Scan{true});
  room.ask(ui::ChooseTrainer{4711});
  room.ask(ui::ChooseStick{"usb"});
  room.run_for(5s);
  EXPECT_FALSE(room.model().scanning);
  EXPECT_FALSE(room.model().ended);
  EXPECT_FALSE(room.model().closing);
  EXPECT_EQ(room.model().trainer.number, 31415U);
}

TEST(Laps, AStickThatIsNotThereIsTriedAgainAndLeavesNoJournals) {
  std::filesystem::path stick;
  LapRoom room{{}, [&](Laps::Plan& plan) {
                 plan.request.simulated = false;
                 plan.request.stick = "/nonexistent/tty";
               }};
  ASSERT_TRUE(room.runs_until([&] { return room.mark(What::Stick) == Mark::Bad; }));
  EXPECT_EQ(room.model().checks[0].fault, FaultCode::NoStick);
  EXPECT_EQ(room.model().checks[0].particulars, "/nonexistent/tty");
  const auto beats = room.beats.size();
  room.run_for(20s);
  EXPECT_EQ(room.mark(What::Stick), Mark::Bad);
  EXPECT_GT(room.beats.size(), beats + 20) << "tried again, and the guard hears of it";
  EXPECT_TRUE(room.records().empty());
  EXPECT_FALSE(room.model().ended);
  EXPECT_EQ(room.model().lap, 1U);
  room.ask(ui::Close{});
  EXPECT_TRUE(room.runs_until([&] { return room.closed; }));
  EXPECT_EQ(room.laps().exit_status(), 0);
}

TEST(Laps, ATrainerThatIsNotHeardIsABadCheckAndTheRightOneMendsIt) {
  LapRoom room{{}, [](Laps::Plan& plan) { plan.request.trainer = 4711; }};
  ASSERT_TRUE(room.runs_until([&] { return room.mark(What::Trainer) == Mark::Bad; }));
  EXPECT_EQ(room.mark(What::Stick), Mark::Good);
  EXPECT_EQ(room.model().checks[1].fault, FaultCode::NoTrainer);
  EXPECT_EQ(room.model().checks[1].particulars, "4711");
  room.run_for(5s);
  EXPECT_EQ(room.mark(What::Trainer), Mark::Bad) << "trying again does not flicker";
  room.ask(ui::ChooseTrainer{31415});
  ASSERT_TRUE(room.gets_ready());
  EXPECT_EQ(room.mark(What::Trainer), Mark::Good);
}

TEST(Laps, AStartInVainLeadsBackToReadyAndIsNoUnconfirmedRelease) {
  LapRoom room{{}, [](Laps::Plan& plan) { plan.request.trainer = 4711; }};
  room.ask(ui::AnswerRedFlags{false});
  room.ask(ui::Say{Pain{2, true}});
  room.ask(ui::Say{Started{}});
  ASSERT_TRUE(room.model().ride.start_pressed);
  ASSERT_TRUE(room.runs_until([&] { return room.mark(What::Trainer) == Mark::Bad; }));
  EXPECT_FALSE(room.model().ride.start_pressed);
  EXPECT_FALSE(room.model().ended);
  EXPECT_EQ(room.model().ride.pain_before, 2);
  EXPECT_EQ(room.model().checks[1].fault, FaultCode::NoTrainer);
  EXPECT_TRUE(room.over.empty());
  EXPECT_EQ(room.riding, (std::vector{true, false}));
  EXPECT_TRUE(room.records().empty());
  room.run_for(4s);
  room.ask(ui::Say{Started{}});
  EXPECT_FALSE(room.model().ride.start_pressed) << "not while it is missing";
  room.ask(ui::ChooseTrainer{31415});
  ASSERT_TRUE(room.gets_ready());
  EXPECT_TRUE(room.starts());
}

TEST(Laps, ANoteThatIsBeingWrittenIsKeptOnEveryWayOut) {
  const std::vector<std::function<void(LapRoom&)>> ways{
      [](LapRoom& room) { room.ask(ui::Close{}); }, [](LapRoom& room) { room.ask(ui::NextLap{}); },
      [](LapRoom& room) { room.laps().close(EndCause::GuardLost); },
      [](LapRoom& room) { room.laps().close_by_signal(SIGTERM); }};
  for (const auto& leave : ways) {
    LapRoom room{5s};
    ASSERT_TRUE(room.gets_ready());
    ASSERT_TRUE(room.starts());
    ASSERT_TRUE(room.ends());
    room.ask(ui::KeepAfter{3, "stif", true});
    room.ask(ui::KeepAfter{3, "stiff", true});
    EXPECT_EQ(slurp(room.records().at(0)).find("stif"), std::string::npos) << "not yet";
    leave(room);
    const std::string journal = slurp(room.records().at(0));
    EXPECT_NE(journal.find("# after note stiff\n"), std::string::npos);
    EXPECT_NE(journal.find("# after pain 3\n"), std::string::npos);
    EXPECT_EQ(journal.find("# after note stif\n"), std::string::npos);
  }
}

TEST(Laps, AnotherStickClosesToStartAgain) {
  LapRoom room;
  ASSERT_TRUE(room.gets_ready());
  room.ask(ui::ChooseStick{"/dev/ttyUSB7"});
  ASSERT_TRUE(room.runs_until([&] { return room.closed; }));
  EXPECT_EQ(room.laps().next_stick(), "/dev/ttyUSB7");
  EXPECT_EQ(read_settings()->stick, "/dev/ttyUSB7");
}

TEST(Laps, AJournalThatCannotBeWrittenIsSaidAndNothingIsTouched) {
  testing::internal::CaptureStderr();  // before the loop takes hold of it
  LapRoom room{{}, [](Laps::Plan& plan) { plan.request.journals = "/dev/null/journals"; }};
  room.run_for(10s);  // it is tried again and again
  EXPECT_FALSE(room.model().ended);
  const ui::Check& record =
      room.model().checks.at(static_cast<std::size_t>(ui::Check::What::Record));
  EXPECT_EQ(record.mark, ui::Check::Mark::Bad);
  EXPECT_EQ(record.fault, FaultCode::JournalNotWritable);
  EXPECT_EQ(room.model().trainer.number, 0U);
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("/dev/null/journals"), std::string::npos);
  EXPECT_EQ(said.find("softpedal:"), said.rfind("softpedal:")) << "said once";
}

TEST(Laps, AModelComesAtLeastEveryHalfSecondAndNotManyMore) {
  LapRoom room;
  ASSERT_TRUE(room.gets_ready());
  room.run_for(10s);
  for (int i = 0; i < 60; ++i) {
    const int before = room.published;
    room.run_for(600ms);
    ASSERT_GT(room.published, before);
  }
  const int before = room.published;
  room.run_for(60s);
  EXPECT_LE(room.published - before, 200);
}

TEST(Laps, TheWordsOfAWindowThatAreNotTheRidersAreNotHeard) {
  LapRoom room;
  ASSERT_TRUE(room.gets_ready());
  room.ask(ui::Say{EndRide{EndCause::Signal}});
  room.ask(ui::Say{TrainerLost{}});
  room.ask(ui::Say{NoteWritten{true}});
  room.ask(ui::Digit{'p'});
  room.ask(ui::Digit{' '});
  room.ask(ui::ChooseProfile{1000});
  room.run_for(1s);
  EXPECT_EQ(room.model().ride.phase, Phase::Ready);
  EXPECT_FALSE(room.model().ride.eased);
}

TEST(Laps, SettingsOfTheWindowAreKept) {
  LapRoom room;
  room.ask(ui::Keep{{.light = true, .scale_percent = 120}});
  EXPECT_TRUE(room.model().settings.light);
  EXPECT_EQ(read_settings()->window.scale_percent, 120);
}

std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream in{path};
  return {std::istreambuf_iterator<char>{in}, {}};
}

TEST(Laps, EachRideKnowsItsBikeBeforeStart) {
  LapRoom room{10s, [](Laps::Plan& plan) { plan.settings.window.drivetrain.chainrings = {42}; }};
  ASSERT_TRUE(room.gets_ready());
  ui::Settings settings = room.model().settings;
  settings.drivetrain.chainrings = {30, 46};
  room.ask(ui::Keep{settings});
  ASSERT_TRUE(room.starts());
  settings.drivetrain.chainrings = {36, 52};
  room.ask(ui::Keep{settings});  // too late for this one
  ASSERT_TRUE(room.ends());
  const std::string text = text_of_file(room.records().front());
  std::vector<std::size_t> at;
  for (auto found = text.find("equipped"); found != text.npos;
       found = text.find("equipped", found + 1)) {
    at.push_back(found);
  }
  ASSERT_EQ(at.size(), 2U) << text;
  EXPECT_LT(at[0], text.find("trainer_found"));
  EXPECT_LT(at[1], text.find("started"));
  room.expect_decides_alike(room.records().front());
}

TEST(Laps, ChosenSensorsAreKept) {
  LapRoom room;
  ui::Settings settings;
  settings.sensors = {{SensorKind::HeartRate, 12345}};
  settings.remote = true;
  room.ask(ui::Keep{settings});
  EXPECT_EQ(read_settings()->window.sensors, settings.sensors);
  EXPECT_TRUE(read_settings()->window.remote);
}

TEST(Laps, AFloorFindersLapIsRiddenKeptAndShownOnReady) {
  LapRoom room;
  ASSERT_TRUE(room.gets_ready());
  const Prescription chosen = room.model().prescription;
  EXPECT_EQ(room.model().ride.reach.reach, Reach::Unknown);
  room.ask(ui::FindFloor{true});
  EXPECT_TRUE(room.model().finding_floor);
  EXPECT_EQ(room.model().prescription, floor_finding(chosen));
  room.ask(ui::Say{Started{}});
  EXPECT_FALSE(room.model().ride.start_pressed) << "the red flags first, as in a ride";
  const Instant from = room.now();
  ASSERT_TRUE(room.starts());
  room.ask(ui::FindFloor{false});
  EXPECT_TRUE(room.model().finding_floor) << "frozen with Start";
  ASSERT_TRUE(room.ends());
  EXPECT_LE(room.now() - from, 120s);
  const ui::Ended& ended = *room.model().ended;
  EXPECT_TRUE(ended.released);
  EXPECT_EQ(ended.exit_status, 0);
  ASSERT_TRUE(ended.found);
  EXPECT_EQ(ended.found->gears.size(), 22U);
  EXPECT_EQ(ended.found->gears.front().gear, (Gear{34, 28}));
  EXPECT_LT(ended.found->gears.front().torque, ended.found->gears.back().torque);
  EXPECT_EQ(std::filesystem::path{ended.found->file}.filename(), "virtual-31415.json");
  EXPECT_EQ(kept_floors(true, today()).size(), 1U);
  room.expect_decides_alike(ended.record);

  room.ask(ui::NextLap{});
  EXPECT_FALSE(room.model().finding_floor);
  EXPECT_EQ(room.model().prescription, chosen);
  ASSERT_TRUE(room.gets_ready());
  EXPECT_TRUE(room.runs_until([&] { return room.model().ride.reach.reach != Reach::Unknown; }));
}

TEST(Laps, TheFloorFinderIsLeftAndAnotherProfileChosenWhileTheTrainerStays) {
  LapRoom room;
  ASSERT_TRUE(room.gets_ready());
  const Prescription chosen = room.model().prescription;
  room.ask(ui::FindFloor{true});
  spill(room.home.path() / "brisk.toml", brisk);
  room.ask(ui::OpenProfile{(room.home.path() / "brisk.toml").string()});
  EXPECT_EQ(room.model().prescription.target.mode, TargetMode::Learn);
  EXPECT_EQ(room.model().prescription.limits.torque_mean, NewtonMetres{20.0});
  room.ask(ui::ChooseProfile{0});
  room.ask(ui::FindFloor{false});
  EXPECT_FALSE(room.model().finding_floor);
  EXPECT_NE(room.model().prescription.target.mode, TargetMode::Learn);
  EXPECT_EQ(room.model().ride.phase, Phase::Ready);
  EXPECT_EQ(chosen.target.mode, TargetMode::Release);
  EXPECT_TRUE(room.starts());
}

// A trainer that takes some 40 N whatever the speed, as an earlier ride learned.
void keep_a_heavy_floor() {
  Snapshot last;
  last.floor.drag = {.mean = {40.0, 0.0, 0.0},
                     .covariance = {{{0.01, 0.0, 0.0}, {0.0, 0.01, 0.0}, {0.0, 0.0, 0.01}}},
                     .seconds = 60.0};
  last.floor.slowest = MetresPerSecond{1.5};
  last.floor.fastest = MetresPerSecond{4.0};
  ASSERT_TRUE(keep_floor({.trainer = {.number = 31415},
                          .simulated = true,
                          .day = today(),
                          .last = last,
                          .drivetrain = {}}));
}

TEST(Laps, APrescriptionThatNoGearCanMeetCannotBeStartedButTheFloorMeasuredAgain) {
  LapRoom room{{}, [](Laps::Plan&) { keep_a_heavy_floor(); }};
  ASSERT_TRUE(room.gets_ready());
  ASSERT_TRUE(room.runs_until([&] { return room.model().ride.reach.reach == Reach::None; }));
  EXPECT_GT(room.model().ride.reach.easiest.floor.torque,
            room.model().prescription.limits.torque_mean);
  room.ask(ui::AnswerRedFlags{false});
  room.ask(ui::Say{Pain{0, true}});
  room.ask(ui::Say{Started{}});
  room.run_for(2s);
  EXPECT_FALSE(room.model().ride.start_pressed);
  EXPECT_FALSE(room.model().ended);
  room.ask(ui::FindFloor{true});
  EXPECT_TRUE(room.starts());
}

TEST(Laps, AStartBeforeTheFloorIsKnownIsRefusedWithTheNumbers) {
  LapRoom room{{}, [](Laps::Plan&) { keep_a_heavy_floor(); }};
  room.ask(ui::AnswerRedFlags{false});
  room.ask(ui::Say{Pain{0, true}});
  room.ask(ui::Say{Started{}});
  ASSERT_TRUE(room.model().ride.start_pressed);
  ASSERT_TRUE(room.ends());
  const ui::Ended& ended = *room.model().ended;
  EXPECT_EQ(ended.last.why, Why::NoGearReaches);
  EXPECT_EQ(ended.fault, FaultCode::PrescriptionRefused);
  EXPECT_EQ(ended.exit_status, 6);
  EXPECT_TRUE(ended.released);
  EXPECT_EQ(ended.last.reach.reach, Reach::None);
  EXPECT_GT(ended.last.reach.easiest.floor.torque, ended.last.torque_mean_cap);
  EXPECT_EQ(room.laps().exit_status(), 6);
}

TEST(Laps, AFloorThatCannotBeKeptIsSaidOnceAndStillShown) {
  testing::internal::CaptureStderr();  // before the loop takes hold of it
  LapRoom room;
  spill(room.home.path() / "XDG_DATA_HOME/softpedal/trainers", "in the way of a folder");
  for (int lap = 0; lap < 2; ++lap) {
    ASSERT_TRUE(room.gets_ready());
    room.ask(ui::FindFloor{true});
    ASSERT_TRUE(room.starts());
    ASSERT_TRUE(room.ends());
    ASSERT_TRUE(room.model().ended->found);
    EXPECT_TRUE(room.model().ended->found->file.empty());
    room.ask(ui::NextLap{});
  }
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("trainers"), std::string::npos);
  EXPECT_EQ(said.find("softpedal: "), said.rfind("softpedal: ")) << said;
}

TEST(Laps, TheMachineSleepsOnlyAfterTheRelease) {
  LapRoom room;
  ASSERT_TRUE(room.rides_with_load());
  room.laps().suspend();
  EXPECT_EQ(room.riding, std::vector{true});
  ASSERT_TRUE(room.ends());
  EXPECT_EQ(room.model().ended->last.why, Why::EndedBySuspend);
  EXPECT_TRUE(room.model().ended->released);
  EXPECT_EQ(room.riding, (std::vector{true, false}));
  EXPECT_FALSE(room.model().closing);
}

}  // namespace
}  // namespace softpedal::commands
