// SPDX-License-Identifier: MIT
#include "app/commands/laps.hpp"

#include <iterator>
#include <nlohmann/json.hpp>

#include "app/commands/kept_floor.hpp"
#include "app/commands/settings.hpp"
#include "app/commands/today.hpp"
#include "app/core/plan.hpp"
#include "app/core/rise.hpp"
#include "app/shell/paths.hpp"
#include "tests/app/commands/lap_room.hpp"
#include "tests/app/records/journals.hpp"

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
  room.ask(ui::ChooseProfile{other, true});
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

// --- how much is allowed ------------------------------------------------------------------------

std::size_t plan_called(const ui::Model& model, std::string_view key) {
  const auto found = std::ranges::find(*model.profiles, key, &ui::ProfileCard::key);
  return static_cast<std::size_t>(found - model.profiles->begin());
}

TEST(Laps, APlanThatAllowsMoreIsTakenAndRememberedByTheSecondPressOnly) {
  LapRoom room;
  ASSERT_TRUE(room.gets_ready());
  const std::size_t gentle = plan_called(room.model(), "acute-1");
  const std::size_t more = plan_called(room.model(), "chronic-maintenance");
  const Prescription before = room.model().prescription;
  ASSERT_EQ(room.model().profile, gentle);
  room.ask(ui::ChooseProfile{more, true});
  EXPECT_EQ(room.model().offered, more) << "nobody saw yet what rises";
  EXPECT_EQ(room.model().profile, gentle);
  EXPECT_EQ(room.model().prescription, before);
  EXPECT_FALSE(read_settings()->profile);
  room.ask(ui::AnswerRedFlags{false});
  room.ask(ui::Say{Pain{0, true}});
  room.ask(ui::Say{Started{}});
  EXPECT_FALSE(room.model().ride.start_pressed) << "which of the two?";
  room.ask(ui::ChooseProfile{more, true});
  EXPECT_FALSE(room.model().offered);
  EXPECT_EQ(room.model().profile, more);
  EXPECT_EQ(read_settings()->profile, "chronic-maintenance");
  room.ask(ui::ChooseProfile{gentle});
  EXPECT_EQ(room.model().profile, gentle) << "down asks nothing";
  EXPECT_EQ(read_settings()->profile, "acute-1");
  room.ask(ui::ChooseProfile{more});
  room.ask(ui::ChooseProfile{gentle});
  EXPECT_FALSE(room.model().offered) << "gone back";
}

TEST(Laps, AFileThatIsDroppedAgainAndAllowsMoreIsAskedAboutToo) {
  LapRoom room;
  const auto file = room.home.path() / "brisk.toml";
  spill(file, brisk);
  room.opens(file);
  ASSERT_EQ(room.model().prescription.limits.resistance, Percent{10.0});
  std::string harder = brisk;
  const std::string_view limit = "resistance_percent = 10.0";
  harder.replace(harder.find(limit), limit.size(), "resistance_percent = 20.0");
  spill(file, harder);
  room.ask(ui::OpenProfile{file.string()});
  EXPECT_EQ(room.model().offered, room.model().profile);
  EXPECT_EQ(room.model().taken.limits.resistance, Percent{10.0}) << "to say what rises";
  EXPECT_EQ(room.model().prescription.limits.resistance, Percent{10.0});
}

TEST(Laps, LessTodayIsShorterAndLowerForThisRideAndReplays) {
  LapRoom room;
  ASSERT_TRUE(room.gets_ready());
  const Prescription whole = room.model().prescription;
  room.ask(ui::LessToday{3});
  room.ask(ui::LessToday{-5});
  const Prescription half = room.model().prescription;
  EXPECT_EQ(half, less_of(whole, 2));
  EXPECT_EQ(room.model().quarters, 2);
  ASSERT_TRUE(room.starts());
  EXPECT_EQ(room.model().ride.torque_mean_cap, whole.limits.torque_mean * 0.5);
  room.ask(ui::LessToday{4});
  EXPECT_EQ(room.model().prescription, half) << "frozen with Start";
  ASSERT_TRUE(room.ends());
  room.expect_decides_alike(room.model().ended->record);
  EXPECT_NE(slurp(room.model().ended->record).find("wanted 2 quarters of the plan"),
            std::string::npos);
  room.ask(ui::NextLap{});
  EXPECT_EQ(room.model().prescription, whole);
  EXPECT_EQ(room.model().quarters, 4);
  EXPECT_FALSE(read_settings()->profile) << "nothing of it is remembered";
}

TEST(Shelf, OpensWithAPlanOfTheRidersOwnAndOffersOneThatAllowsMore) {
  OwnHome home;
  const ProfileShelf examples{today(), {}};
  const auto key_of = [](const ProfileShelf& shelf, std::size_t index) {
    return shelf.cards()->at(index).key;
  };
  EXPECT_EQ(key_of(examples, examples.opens_with({}).profile), "acute-1") << "the gentlest";
  spill(home.path() / "XDG_DATA_HOME/softpedal/profiles/brisk.toml", brisk);
  ProfileShelf shelf{today(), {}};
  const auto first = shelf.opens_with({});
  EXPECT_EQ(key_of(shelf, first.profile), "brisk");
  EXPECT_FALSE(first.offered);
  const std::size_t example = shelf.find("acute-2").value();
  const auto after_example = shelf.opens_with(example);
  EXPECT_EQ(after_example.profile, example);
  EXPECT_EQ(after_example.offered, first.profile);
  const auto after_own = shelf.opens_with(first.profile);
  EXPECT_EQ(after_own.profile, first.profile);
  EXPECT_FALSE(after_own.offered);
}

// --- what the last ride asks for ----------------------------------------------------------------

// A real ride that ended so long ago.
void keep_a_ride(std::chrono::seconds ago, int seconds, const std::string& morning = {},
                 const std::string& profile = {}) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const records::JournalOptions ride{.began = now - ago - std::chrono::seconds{seconds},
                                     .seconds = seconds};
  std::string text = records::journal_text(ride);
  if (!profile.empty()) {
    const auto from = text.find("# profile_text ");
    text.replace(from, text.find('\n', from) - from,
                 "# " + to_text(Remark{ProfileTextRemark{profile}}));
  }
  if (!morning.empty()) text += "# morning " + morning + "\n";
  spill(state_directory().value() / "journal" / records::name_of(ride), text);
}

bool tries_to_start(LapRoom& room) {
  room.ask(ui::AnswerRedFlags{false});
  room.ask(ui::Say{Pain{0, true}});
  room.ask(ui::Say{Started{}});
  return room.model().ride.start_pressed;
}

TEST(Laps, InTheAcutePhaseNoRideStartsBeforeTheHoursBetweenAreOver) {
  LapRoom room{{}, [](Laps::Plan&) { keep_a_ride(11h, 400); }};
  ASSERT_TRUE(room.gets_ready());
  ASSERT_EQ(room.model().prescription.phase, RehabPhase::Acute);
  EXPECT_TRUE(cautions_of(room.model().rest).too_soon);
  room.ask(ui::RideAnyway{{.too_soon = true}});
  EXPECT_FALSE(tries_to_start(room)) << "11 of 12 hours";
  room.ask(ui::FindFloor{true});
  EXPECT_TRUE(tries_to_start(room)) << "the floor finder's spin is no such ride";
}

TEST(Laps, NothingStartsBeforeTheHistoryIsRead) {
  for (const auto& [ago, starts] : {std::pair{1h, false}, std::pair{20h, true}}) {
    std::vector<std::function<void()>> works;
    LapRoom room{{}, [&, ago = ago](Laps::Plan& plan) {
                   keep_a_ride(ago, 400);
                   plan.aside = [&](const std::function<void()>& work) { works.push_back(work); };
                 }};
    ASSERT_TRUE(room.gets_ready());
    EXPECT_TRUE(room.model().past.reading_last);
    EXPECT_FALSE(tries_to_start(room));
    for (const auto& work : works) work();
    room.run_for(1s);
    EXPECT_FALSE(room.model().past.reading_last);
    EXPECT_FALSE(room.model().ride.start_pressed) << "nobody presses it by surprise";
    EXPECT_EQ(tries_to_start(room), starts);
  }
}

TEST(Laps, LaterThanTheHoursBetweenOrAfterAMereTryItStartsAtOnce) {
  for (const auto& [ago, seconds] :
       std::vector<std::pair<std::chrono::seconds, int>>{{12h + 10s, 400}, {1h, 100}}) {
    LapRoom room{{}, [&](Laps::Plan&) { keep_a_ride(ago, seconds); }};
    ASSERT_TRUE(room.gets_ready());
    EXPECT_TRUE(tries_to_start(room)) << seconds;
  }
}

TEST(Laps, HalfIsOfThePlanAsItWasWrittenNotOfWhatTheRiderLeftOfIt) {
  ProfileShelf shelf{today(), {}};
  const std::string acute = shelf.cards()->at(shelf.find("acute-1").value()).text;
  for (const int seconds : {239, 240}) {  // of 8 minutes; the ride was shortened to 4
    LapRoom room{{}, [&](Laps::Plan&) { keep_a_ride(1h, seconds, {}, acute); }};
    ASSERT_TRUE(room.gets_ready());
    EXPECT_EQ(tries_to_start(room), seconds < 240) << seconds;
  }
}

TEST(Laps, TooSoonInALaterPhaseIsReadAndRiddenAnyway) {
  LapRoom room{{}, [](Laps::Plan&) { keep_a_ride(20h, 400); }};
  const std::size_t subacute = plan_called(room.model(), "subacute");
  room.ask(ui::ChooseProfile{subacute});
  room.ask(ui::ChooseProfile{subacute, true});
  ASSERT_TRUE(room.gets_ready());
  EXPECT_FALSE(tries_to_start(room));
  room.ask(ui::RideAnyway{{.swollen = true}});
  EXPECT_FALSE(tries_to_start(room)) << "that was not what it said";
  room.ask(ui::RideAnyway{{.too_soon = true}});
  EXPECT_TRUE(tries_to_start(room));
}

TEST(Laps, ABadMorningIsReadBeforeEachRideUntilARealOne) {
  const std::string day = day_text(today());
  for (const auto& [said, caution] : std::vector<std::pair<std::string, Cautions>>{
           {"pain 4 swelling no", {.worse = true}}, {"pain 0 swelling yes", {.swollen = true}}}) {
    LapRoom room{5s, [&](Laps::Plan&) { keep_a_ride(30h, 400, day + " " + said); }};
    ASSERT_TRUE(room.gets_ready());
    EXPECT_EQ(cautions_of(room.model().rest), caution) << said;
    EXPECT_FALSE(tries_to_start(room)) << said;
    room.ask(ui::RideAnyway{caution});
    EXPECT_TRUE(tries_to_start(room)) << said;
    ASSERT_TRUE(room.ends());
    room.ask(ui::NextLap{});
    ASSERT_TRUE(room.gets_ready());
    EXPECT_FALSE(tries_to_start(room)) << "a simulated ride changes nothing";
  }
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
    room.opens(room.home.path() / "brisk.toml");
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
  ASSERT_TRUE(room.runs_until([&] { return !room.model().past.reading_last; }));
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
  room.opens(room.home.path() / "brisk.toml");
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
  ASSERT_TRUE(room.runs_until([&] { return !room.model().past.reading_last; }));
  room.ask(ui::AnswerRedFlags{false});
  room.ask(ui::Say{Pain{0, true}});
  room.ask(ui::Say{Started{}});
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
