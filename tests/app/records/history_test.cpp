// SPDX-License-Identifier: MIT
#include "app/records/history.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <thread>

#include "app/records/journal_ride.hpp"
#include "tests/app/records/journals.hpp"

namespace softpedal::records {
namespace {

using namespace std::chrono;

TEST(History, OfNobodyIsEmptyAndSaysNothing) {
  const Room room;
  fs::remove_all(room.root() / "state");
  const auto history = opened(room.places());
  EXPECT_TRUE(ids(*history).empty());
  EXPECT_TRUE(history->take_told().empty());
}

TEST(History, HasEveryRideAsItsJournalTellsIt) {
  const Room room;
  std::vector<fs::path> journals;
  for (int day = 1; day <= 20; ++day) {
    journals.push_back(write_journal(room.journals(), on_day(day, static_cast<unsigned>(day))));
  }
  for (int time = 1; time <= 2; ++time) {
    const auto history = opened(room.places());
    for (const fs::path& journal : journals) {
      const auto ride = history->ride(journal.stem().string());
      ASSERT_TRUE(ride) << ride.error().sentence;
      EXPECT_EQ(*ride, as_in(journal));
    }
    EXPECT_EQ(ids(*history).size(), 20u);
    EXPECT_TRUE(history->take_told().empty());
  }
}

TEST(History, ImportsAJournalOnceHoweverOftenItIsAsked) {
  const Room room;
  const auto history = opened(room.places());
  const fs::path journal = write_journal(room.journals(), {});
  for (int time = 1; time <= 3; ++time) {
    ASSERT_TRUE(history->import(journal));
    EXPECT_EQ(ids(*history).size(), 1u);
  }
  EXPECT_EQ(*history->ride(journal.stem().string()), as_in(journal));
  EXPECT_EQ(ids(*opened(room.places())).size(), 1u);
}

TEST(History, ReadsAJournalAgainWhenItHasGrown) {
  const Room room;
  const fs::path journal = write_journal(room.journals(), {.closed = false});
  const std::string id = journal.stem().string();
  EXPECT_FALSE(opened(room.places())->ride(id)->summary.pain_after);
  write_journal(room.journals(), {});
  const auto ride = opened(room.places())->ride(id);
  EXPECT_EQ(ride->summary.pain_after, 3);
  EXPECT_EQ(*ride, as_in(journal));
}

TEST(History, KeepsWhatItHasOfAJournalThatShrank) {
  const Room room;
  const fs::path journal = write_journal(room.journals(), {});
  const KeptRide ride = as_in(journal);
  { opened(room.places()); }
  fs::resize_file(journal, fs::file_size(journal) / 2);
  for (int time = 1; time <= 2; ++time) {
    const auto history = opened(room.places());
    EXPECT_EQ(told_of("holds less than it did", history->take_told()), time == 1 ? 1 : 0);
    EXPECT_EQ(*history->ride(ride.summary.id), ride);
  }
}

TEST(History, LeavesAJournalInUseAlone) {
  const Room room;
  const fs::path journal = write_journal(room.journals(), {});
  fs::rename(journal, fs::path{journal} += ".part");
  const auto history = opened(room.places());
  EXPECT_TRUE(ids(*history).empty());
  EXPECT_TRUE(history->take_told().empty());
}

TEST(History, NamesAFileThatIsNoJournalOnceAndLeavesIt) {
  const Room room;
  const fs::path foreign = write(room.journals() / "letters.journal", "Dear Sir or Madam,\n");
  write_journal(room.journals(), {});
  for (int time = 1; time <= 2; ++time) {
    const auto history = opened(room.places());
    EXPECT_EQ(told_of("letters.journal", history->take_told()), time == 1 ? 1 : 0);
    EXPECT_EQ(ids(*history).size(), 1u);
  }
  EXPECT_EQ(slurp(foreign), "Dear Sir or Madam,\n");
}

TEST(History, AJournalInWhichNothingWasRiddenIsNoRide) {
  const Room room;
  write(room.journals() / "2026-11-21T16-00-00Z.journal", "# softpedal 0.1.0 journal\n0 tick\n");
  const auto history = opened(room.places());
  EXPECT_TRUE(ids(*history).empty());
  EXPECT_TRUE(history->take_told().empty());
}

TEST(History, ADamagedLineLosesItselfOnlyWhicheverItIs) {
  const Room room;
  JournalOptions options{.seconds = 12};
  const std::string text = journal_text(options);
  const KeptRide whole = *parse_journal(text, "whole").ride;
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
  std::size_t begin = 0;
  for (std::size_t line = 0; line < lines; ++line) {
    const std::size_t end = text.find('\n', begin);
    options.began += 1min;  // a ride each
    std::string damaged = journal_text(options);
    for (std::size_t i = begin; i < end; ++i) damaged[i] = '~';
    write(room.journals() / fmt::format("{:03}.journal", line), damaged);
    begin = end + 1;
  }
  const auto history = opened(room.places());
  for (std::size_t line = 0; line < lines; ++line) {
    const auto ride = history->ride(fmt::format("{:03}", line));
    ASSERT_TRUE(ride) << "line " << line;
    EXPECT_GE(ride->seconds.size() + 1, whole.seconds.size()) << "line " << line;
    for (const Second& second : ride->seconds) {
      EXPECT_EQ(std::ranges::count(whole.seconds, second), 1) << "line " << line;
    }
  }
  EXPECT_GT(told_of("One line of the journal", history->take_told()), 20);
}

TEST(History, OfATruncatedJournalHasEverySecondBeforeTheCut) {
  std::mt19937 random{20261121};
  const Room room;
  const std::string text = journal_text({});
  const KeptRide whole = *parse_journal(text, "whole").ride;
  std::vector<std::size_t> cuts;
  for (int i = 0; i < 60; ++i) {
    cuts.push_back(random() % text.size());
    const JournalOptions a_ride_each{.began = JournalOptions{}.began + minutes{i}};
    write(room.journals() / fmt::format("{}.journal", i),
          journal_text(a_ride_each).substr(0, cuts.back()));
  }
  const auto history = opened(room.places());
  for (int i = 0; i < 60; ++i) {
    const std::string_view kept =
        std::string_view{text}.substr(0, cuts[static_cast<std::size_t>(i)]);
    std::size_t seconds = 0;  // whose line is whole
    for (auto at = kept.find(" second "); at != kept.npos; at = kept.find(" second ", at + 1)) {
      if (kept.find('\n', at) != kept.npos) ++seconds;
    }
    const auto ride = history->ride(std::to_string(i));
    if (seconds < 2) continue;  // the first is at 0:00: nothing was ridden
    ASSERT_TRUE(ride) << "cut at " << kept.size();
    ASSERT_GE(ride->seconds.size(), seconds);
    EXPECT_TRUE(std::equal(ride->seconds.begin(), ride->seconds.begin() + static_cast<int>(seconds),
                           whole.seconds.begin()));
  }
}

TEST(History, KeepsARideWhoseJournalIsGone) {
  const Room room;
  const fs::path journal = write_journal(room.journals(), {});
  const KeptRide ride = as_in(journal);
  { opened(room.places()); }
  fs::remove(journal);
  const auto history = opened(room.places());
  EXPECT_EQ(*history->ride(ride.summary.id), ride);
  EXPECT_TRUE(history->take_told().empty());
}

TEST(History, ARemovedRideIsGoneWithItsJournalAndStaysAway) {
  const Room room;
  const fs::path journal = write_journal(room.journals(), on_day(1));
  const fs::path other = write_journal(room.journals(), on_day(2));
  {
    const auto history = opened(room.places());
    ASSERT_TRUE(history->remove(journal.stem().string()));
    EXPECT_FALSE(history->ride(journal.stem().string()));
    EXPECT_FALSE(history->remove(journal.stem().string()));
    EXPECT_FALSE(fs::exists(journal));
  }
  EXPECT_EQ(ids(*opened(room.places())), std::vector{other.stem().string()});
  fs::remove(room.database());
  EXPECT_EQ(ids(*opened(room.places())), std::vector{other.stem().string()});
}

TEST(History, ARideWhoseJournalCannotBeDeletedStaysAwayAllTheSame) {
  const Room room;
  const fs::path journal = write_journal(room.journals(), {});
  {
    const auto history = opened(room.places());
    const std::string text = slurp(journal);
    // A folder in its place: unlink refuses it, whoever asks.
    fs::remove(journal);
    fs::create_directories(journal / "in the way");
    const auto removed = history->remove(journal.stem().string());
    ASSERT_FALSE(removed);
    EXPECT_NE(removed.error().sentence.find("journal is still there"), std::string::npos);
    EXPECT_TRUE(ids(*history).empty());
    fs::remove_all(journal);
    write(journal, text + "# morning 2026-11-22 skipped\n");
    ASSERT_TRUE(history->import(journal));
    EXPECT_TRUE(ids(*history).empty());
  }
  EXPECT_TRUE(ids(*opened(room.places())).empty());
  EXPECT_FALSE(fs::exists(journal));
}

TEST(History, AnAnswerOfTheMorningIsInTheJournalAndTheDatabase) {
  const Room room;
  const fs::path journal = write_journal(room.journals(), {});
  const std::string id = journal.stem().string();
  const std::string before = slurp(journal);
  const Morning morning{.day = year{2026} / 11 / 22, .pain = 3, .swelling = false};
  {
    const auto history = opened(room.places());
    EXPECT_FALSE(history->ride(id)->summary.morning);
    ASSERT_TRUE(history->answer_morning(id, morning));
    ASSERT_TRUE(history->answer_morning(id, morning));
    EXPECT_EQ(history->ride(id)->summary.morning, morning);
    EXPECT_FALSE(history->answer_morning("nothing", morning));
  }
  EXPECT_EQ(slurp(journal), before + "# morning 2026-11-22 pain 3 swelling no\n");
  EXPECT_EQ(opened(room.places())->ride(id)->summary.morning, morning);
  fs::remove(room.database());
  EXPECT_EQ(opened(room.places())->ride(id)->summary.morning, morning);
}

TEST(History, AnAnswerAfterAHalfLineStandsOnItsOwn) {
  const Room room;
  const fs::path journal = write(room.journals() / "cut.journal", journal_text({}) + "99 ti");
  ASSERT_TRUE(opened(room.places())->answer_morning("cut", {.day = year{2026} / 11 / 22}));
  EXPECT_TRUE(as_in(journal).summary.morning);
}

TEST(History, AnAnswerForARideWithoutAJournalIsInTheDatabase) {
  const Room room;
  const fs::path journal = write_journal(room.journals(), {});
  const std::string id = journal.stem().string();
  { opened(room.places()); }
  fs::remove(journal);
  const Morning morning{.day = year{2026} / 11 / 22, .pain = 1};
  ASSERT_TRUE(opened(room.places())->answer_morning(id, morning));
  EXPECT_EQ(opened(room.places())->ride(id)->summary.morning, morning);
  EXPECT_FALSE(fs::exists(journal));
}

TEST(History, TheSameNameInTwoPlacesIsTwoRidesWhereTheyDiffer) {
  const Room room;
  const fs::path elsewhere = room.root() / "elsewhere";
  Places places = room.places();
  places.journals.push_back(elsewhere);
  const KeptRide first = as_in(write_journal(room.journals(), {.seed = 1, .seconds = 30}));
  JournalOptions other{.seed = 2, .began = JournalOptions{}.began + 2s, .seconds = 20};
  const KeptRide second = as_in(write(elsewhere / name_of({}), journal_text(other)));
  for (int time = 1; time <= 3; ++time) {
    const auto history = opened(places);
    EXPECT_EQ(ids(*history), (std::vector{first.summary.id, first.summary.id + "-2"}));
    EXPECT_EQ(history->ride(first.summary.id)->seconds, first.seconds);
    EXPECT_EQ(history->ride(first.summary.id + "-2")->seconds, second.seconds);
    if (time == 2) std::swap(places.journals[0], places.journals[1]);
  }
}

TEST(History, ACopyOfAJournalInAnotherPlaceIsTheSameRideAndTheLongerOneCounts) {
  const std::string shorter = journal_text({.closed = false});
  const std::string longer = shorter + "# after pain 5\n";
  for (const bool longer_first : {true, false}) {
    const Room room;
    Places places = room.places();
    places.journals.push_back(room.root() / "elsewhere");
    write(places.journals[0] / "ride.journal", longer_first ? longer : shorter);
    write(places.journals[1] / "ride.journal", longer_first ? shorter : longer);
    const auto history = opened(places);
    ASSERT_EQ(ids(*history).size(), 1u);
    EXPECT_EQ(history->ride("ride")->summary.pain_after, 5);
  }
}

TEST(History, ACopiedOrRenamedJournalIsTheRideThatIsThere) {
  const Room room;
  const fs::path journal = write_journal(room.journals(), {});
  const KeptRide ride = as_in(journal);
  const std::vector ours{ride.summary.id};
  EXPECT_EQ(ids(*opened(room.places())), ours);
  const fs::path copy = room.journals() / "a copy.journal";
  fs::copy_file(journal, copy);
  const auto expect_it = [&] {
    for (int time = 1; time <= 2; ++time) {
      const auto history = opened(room.places());
      EXPECT_EQ(ids(*history), ours);
      EXPECT_EQ(*history->ride(ride.summary.id), ride);
      EXPECT_TRUE(history->take_told().empty());
    }
  };
  expect_it();
  fs::remove(copy);
  fs::rename(journal, room.journals() / "renamed.journal");
  expect_it();
  write(copy, journal_text({}) + "# morning 2026-11-22 pain 1\n");  // more of it
  const auto history = opened(room.places());
  EXPECT_EQ(ids(*history), ours);
  EXPECT_TRUE(history->ride(ride.summary.id)->summary.morning);
  ASSERT_TRUE(history->remove(ride.summary.id));
  EXPECT_TRUE(fs::is_empty(room.journals()));
}

TEST(History, TwoJournalsOfOneRideAreOneRideInANewDatabaseToo) {
  const Room room;
  const fs::path journal = write_journal(room.journals(), {});
  fs::copy_file(journal, room.journals() / "a copy.journal");
  EXPECT_EQ(ids(*opened(room.places())).size(), 1u);
}

TEST(History, InACopiedHomeTheJournalsOfTheOriginalAreLeftAlone) {
  const Room original, copy;
  const fs::path first = write_journal(original.journals(), on_day(1));
  const fs::path second = write_journal(original.journals(), on_day(2, 2));
  { opened(original.places()); }
  const std::string text = slurp(first);
  const std::string other_text = slurp(second);
  fs::copy(original.root(), copy.root(),
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  fs::remove(copy.journals() / second.filename());
  const Morning morning{.day = year{2026} / 11 / 22, .pain = 1};
  {
    const auto history = opened(copy.places());
    ASSERT_TRUE(history->remove(first.stem().string()));
    ASSERT_TRUE(history->answer_morning(second.stem().string(), morning));
  }
  for (int time = 1; time <= 2; ++time) {
    const auto history = opened(copy.places());
    EXPECT_EQ(ids(*history), std::vector{second.stem().string()});
    EXPECT_EQ(history->ride(second.stem().string())->summary.morning, morning);
    EXPECT_FALSE(fs::exists(copy.journals() / first.filename()));
    EXPECT_EQ(slurp(first), text);
    EXPECT_EQ(slurp(second), other_text);
  }
}

TEST(History, TakesAnyNameThatAFileCanHave) {
  const Room room;
  const std::vector<std::string> names{
      "knæ og hofte", "a'b\"c;DROP TABLE ride", "two\nlines", "%s %n", "\xff\xfe", "-rf", "  ",
      "..."};
  for (unsigned i = 0; i < names.size(); ++i) {
    write(room.journals() / (names[i] + ".journal"), journal_text({.seed = i}));
  }
  for (int time = 1; time <= 2; ++time) {
    const auto history = opened(room.places());
    EXPECT_EQ(ids(*history).size(), names.size());
    for (const std::string& name : names) EXPECT_TRUE(history->ride(name)) << name;
    EXPECT_TRUE(history->take_told().empty());
  }
  const auto history = opened(room.places());
  for (const std::string& name : names) EXPECT_TRUE(history->remove(name)) << name;
  EXPECT_TRUE(fs::is_empty(room.journals()));
}

TEST(History, TheClockOfTheRideDecidesItsDayAndItsPlaceInTheOrder) {
  const Room room;
  // In the night of 25 October 2026 the clock of Copenhagen goes from 3:00 back to 2:00.
  const auto midnight = sys_days{year{2026} / 10 / 24} + 22h;
  write_journal(room.journals(), {.began = midnight + 30min, .utc_offset = 120min});
  write_journal(room.journals(), {.began = midnight + 23h + 30min, .utc_offset = 60min});
  write_journal(room.journals(), {.began = midnight + 24h + 30min, .utc_offset = 60min});
  const auto rides = opened(room.places())->rides();
  ASSERT_EQ(rides->size(), 3u);
  EXPECT_EQ(day_of((*rides)[0]), year{2026} / 10 / 25);  // 0:30, in summer
  EXPECT_EQ(day_of((*rides)[1]), year{2026} / 10 / 25);  // 22:30, in winter
  EXPECT_EQ(day_of((*rides)[2]), year{2026} / 10 / 25);  // 23:30
}

TEST(History, AClockThatJumpsBackMakesAnotherRideAndTheOrderIsThatOfTheClock) {
  const Room room;
  auto late = on_day(21);
  auto early = on_day(20, 7);
  write_journal(room.journals(), late);
  { opened(room.places()); }
  write_journal(room.journals(), early);
  JournalOptions same = on_day(21, 9);
  write(room.journals() / "2026-11-21T16-00-00Z-2.journal", journal_text(same));
  const auto history = opened(room.places());
  EXPECT_EQ(ids(*history), (std::vector<std::string>{"2026-11-20T16-00-00Z", "2026-11-21T16-00-00Z",
                                                     "2026-11-21T16-00-00Z-2"}));
}

TEST(History, IsReadWithTheSqliteShellByAnybody) {
  if (std::system("sqlite3 -version > /dev/null 2>&1") != 0) GTEST_SKIP() << "no sqlite3 here";
  const Room room;
  const fs::path journal = write_journal(room.journals(), {});
  { opened(room.places()); }
  const auto ask = [&room](const std::string& question) {
    const fs::path answer = room.root() / "answer";
    const std::string command = "sqlite3 -readonly '" + room.database().string() + "' \"" +
                                question + "\" > '" + answer.string() + "' 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0) << slurp(answer);
    return slurp(answer);
  };
  EXPECT_EQ(ask("SELECT began_utc, local_day, title, ended_why, pain_after, note FROM ride"),
            "2026-11-21T16:00:00Z|2026-11-21|Acute 2: easy turning|done|3|a little stiff\n");
  EXPECT_EQ(ask("SELECT count(*), max(elapsed_s), max(work_j) FROM trace WHERE ride = '" +
                journal.stem().string() + "' AND cadence_rpm > 0"),
            "41|40.00064|520.0\n");
  EXPECT_EQ(ask("SELECT DISTINCT phase, why FROM trace"),
            "warm_up|warm_up\nride|on_target\nending|done\n");
  EXPECT_EQ(ask("SELECT kind, why, score FROM event WHERE kind IN ('breach', 'pain')"),
            "breach|torque_peak_cap|0\npain||3\n");
  EXPECT_EQ(ask("SELECT name FROM journal"), journal.filename().string() + "\n");
  EXPECT_EQ(ask("PRAGMA integrity_check"), "ok\n");
  EXPECT_NE(ask(".schema second").find("holds so many times its unit"), std::string::npos);
}

}  // namespace
}  // namespace softpedal::records
