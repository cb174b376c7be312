// SPDX-License-Identifier: MIT
#include "app/records/backup.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <SQLiteCpp/SQLiteCpp.h>

#include <map>

#include "tests/app/records/journals.hpp"

namespace softpedal::records {
namespace {

// Every file below a folder, byte for byte; without what SQLite keeps beside an open database.
std::map<std::string, std::string> all_of(const fs::path& folder) {
  std::map<std::string, std::string> all;
  for (const auto& entry : fs::recursive_directory_iterator{folder}) {
    if (entry.is_regular_file())
      all[entry.path().lexically_relative(folder).string()] = slurp(entry.path());
  }
  return all;
}

std::vector<Other> others_of(const Room& room) {
  return {{"settings.toml", room.root() / "config" / "settings.toml"},
          {"profiles", room.root() / "data" / "profiles"},
          {"trainers", room.root() / "data" / "trainers"}};
}

Carried carried(const Result<Carried>& result) {
  EXPECT_TRUE(result) << result.error().sentence;
  return result.value_or(Carried{});
}

// Somebody's machine: three rides of which one has no journal any more, settings and a floor.
void live_in(const Room& room) {
  for (int day = 1; day <= 3; ++day)
    write_journal(room.journals(), on_day(day, static_cast<unsigned>(day)));
  opened(room.places());
  fs::remove(room.journals() / name_of(on_day(2)));
  write(room.root() / "config" / "settings.toml", "rider_kg = 70\n");
  write(room.root() / "data" / "trainers" / "12345.json", "{}\n");
}

std::vector<KeptRide> all_rides(const Places& places) {
  std::vector<KeptRide> rides;
  const auto history = opened(places);
  for (const std::string& id : ids(*history)) rides.push_back(*history->ride(id));
  return rides;
}

TEST(Backup, CarriesEverythingToAnotherMachine) {
  const Room old, fresh;
  live_in(old);
  const fs::path folder = old.root() / "backup";
  const Carried out = carried(carry_out(old.places(), others_of(old), folder));
  EXPECT_EQ(out.rides, 3);
  EXPECT_EQ(out.files, 2);
  EXPECT_TRUE(out.told.empty());
  const Carried in = carried(carry_in(folder, fresh.places(), others_of(fresh)));
  EXPECT_EQ(in.rides, 3);
  EXPECT_EQ(in.files, 2);
  EXPECT_TRUE(in.told.empty());
  EXPECT_EQ(all_rides(fresh.places()), all_rides(old.places()));
  EXPECT_EQ(slurp(fresh.root() / "config" / "settings.toml"), "rider_kg = 70\n");
  EXPECT_EQ(slurp(fresh.root() / "data" / "trainers" / "12345.json"), "{}\n");
}

TEST(Backup, CarriedInTwiceChangesNothing) {
  const Room old, fresh;
  live_in(old);
  const fs::path folder = old.root() / "backup";
  carried(carry_out(old.places(), others_of(old), folder));
  carried(carry_in(folder, fresh.places(), others_of(fresh)));
  const auto before = all_of(fresh.root());
  const Carried again = carried(carry_in(folder, fresh.places(), others_of(fresh)));
  EXPECT_EQ(again.rides, 0);
  EXPECT_EQ(again.files, 0);
  EXPECT_TRUE(again.told.empty());
  EXPECT_EQ(all_of(fresh.root()), before);
}

TEST(Backup, CarriedInWhereItCameFromChangesNothing) {
  const Room room, elsewhere;
  live_in(room);
  const fs::path folder = elsewhere.root() / "backup";
  carried(carry_out(room.places(), others_of(room), folder));
  const auto before = all_of(room.root());
  const auto backup = all_of(folder);
  const Carried in = carried(carry_in(folder, room.places(), others_of(room)));
  EXPECT_EQ(in.rides + in.files, 0);
  EXPECT_EQ(all_of(room.root()), before);
  EXPECT_EQ(all_of(folder), backup);
}

TEST(Backup, CarriedOutAgainAddsWhatIsNewAndLosesNothing) {
  const Room room;
  live_in(room);
  const fs::path folder = room.root() / "backup";
  carried(carry_out(room.places(), others_of(room), folder));
  const auto rides = all_rides(room.places());
  fs::remove(room.database());  // with the ride that has no journal
  write_journal(room.journals(), on_day(9));
  write(room.root() / "config" / "settings.toml", "rider_kg = 71\n");
  const Carried out = carried(carry_out(room.places(), others_of(room), folder));
  EXPECT_EQ(out.rides, 1);
  EXPECT_EQ(out.files, 1);
  EXPECT_EQ(slurp(folder / "settings.toml"), "rider_kg = 71\n");
  EXPECT_EQ(slurp(folder / "settings.toml.before"), "rider_kg = 70\n");
  const Room fresh;
  EXPECT_EQ(carried(carry_in(folder, fresh.places(), {})).rides, 4);
}

TEST(Backup, ARideOfTheSameNameComesInBesideTheOneThatIsHere) {
  const Room here, there;
  const fs::path ours = write_journal(here.journals(), {.seed = 1});
  const std::string text = slurp(ours);
  JournalOptions other{.seed = 2, .began = JournalOptions{}.began + 1s};
  write(there.journals() / name_of({}), journal_text(other));
  const Carried in = carried(carry_in(there.journals(), here.places(), {}));
  EXPECT_EQ(in.rides, 1);
  EXPECT_EQ(slurp(ours), text);
  EXPECT_EQ(ids(*opened(here.places())),
            (std::vector{ours.stem().string(), ours.stem().string() + "-2"}));
  EXPECT_EQ(carried(carry_in(there.journals(), here.places(), {})).rides, 0);
}

TEST(Backup, CarriedThereAndBackARideIsOneUnderWhicheverName) {
  for (const bool with_journals : {true, false}) {
    SCOPED_TRACE(with_journals);
    const Room here, there;
    write_journal(here.journals(), {.seed = 1});
    JournalOptions other{.seed = 2, .began = JournalOptions{}.began + 1s};
    write(there.journals() / name_of({}), journal_text(other));
    opened(here.places());
    opened(there.places());
    if (!with_journals) {
      fs::remove_all(here.journals());
      fs::remove_all(there.journals());
    }
    const fs::path folder = here.root() / "backup";
    for (int time = 1; time <= 2; ++time) {
      for (const auto& [from, to] : {std::pair{&here, &there}, std::pair{&there, &here}}) {
        fs::remove_all(folder);
        carried(carry_out(from->places(), {}, folder));
        const Carried in = carried(carry_in(folder, to->places(), {}));
        EXPECT_EQ(in.rides, time == 1 ? 1 : 0);
        EXPECT_EQ(all_rides(to->places()).size(), 2u);
        if (with_journals) {
          EXPECT_EQ(all_of(to->journals()).size(), 2u);
        }
      }
    }
  }
}

TEST(Backup, AJournalThatWasRenamedElsewhereBringsMoreOfTheRideAndNoOther) {
  const Room here, there;
  const fs::path ours = write_journal(here.journals(), {});
  const std::string text = slurp(ours);
  const fs::path theirs = write(there.journals() / "renamed.journal", text);
  EXPECT_EQ(carried(carry_in(there.journals(), here.places(), {})).rides, 0);
  EXPECT_EQ(all_of(here.journals()).size(), 1u);
  write(theirs, text + "# morning 2026-11-22 pain 3 swelling no\n");
  EXPECT_EQ(carried(carry_in(there.journals(), here.places(), {})).rides, 0);
  EXPECT_EQ(all_of(here.journals()).size(), 1u);
  EXPECT_EQ(slurp(ours), slurp(theirs));
}

TEST(Backup, AFolderWithoutANameIsRefusedAndNothingIsWritten) {
  const Room room;
  write_journal(room.journals(), {});
  const auto before = all_of(room.root());
  for (const auto& refused : {carry_out(room.places(), {}, ""), carry_in("", room.places(), {})}) {
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().sentence.find("no name"), std::string::npos);
  }
  EXPECT_EQ(all_of(room.root()), before);
}

TEST(Backup, TakesMoreOfARideAndNeverLess) {
  const Room here, there;
  const fs::path ours = write_journal(here.journals(), {});
  const std::string text = slurp(ours);
  const fs::path theirs = write(there.journals() / name_of({}), text.substr(0, text.size() / 2));
  EXPECT_EQ(carried(carry_in(there.journals(), here.places(), {})).rides, 0);
  EXPECT_EQ(slurp(ours), text);
  write(theirs, text + "# morning 2026-11-22 pain 3 swelling no\n");
  EXPECT_EQ(carried(carry_in(there.journals(), here.places(), {})).rides, 0);
  EXPECT_EQ(slurp(ours), slurp(theirs));
  EXPECT_TRUE(all_rides(here.places())[0].summary.morning);
}

TEST(Backup, AnAnswerThatWasGivenHereStays) {
  const Room here, there;
  const std::string mine = journal_text({}) + "# morning 2026-11-22 pain 1\n";
  const fs::path ours = write(here.journals() / name_of({}), mine);
  write(there.journals() / name_of({}), journal_text({}) + "# morning 2026-11-23 skipped\n");
  const Carried in = carried(carry_in(there.journals(), here.places(), {}));
  EXPECT_EQ(in.rides, 0);
  EXPECT_EQ(told_of("answered differently", in.told), 1);
  EXPECT_EQ(slurp(ours), mine);
  EXPECT_EQ(all_rides(here.places()).size(), 1u);
}

TEST(Backup, AFileThatIsHereAndDiffersStaysAndTheOtherIsKeptBeside) {
  const Room old, here;
  live_in(old);
  const fs::path folder = old.root() / "backup";
  carried(carry_out(old.places(), others_of(old), folder));
  const fs::path settings = write(here.root() / "config" / "settings.toml", "rider_kg = 90\n");
  for (int time = 1; time <= 2; ++time) {
    const Carried in = carried(carry_in(folder, here.places(), others_of(here)));
    EXPECT_EQ(told_of("settings.toml.imported", in.told), time == 1 ? 1 : 0);
    EXPECT_EQ(slurp(settings), "rider_kg = 90\n");
    EXPECT_EQ(slurp(fs::path{settings} += ".imported"), "rider_kg = 70\n");
    EXPECT_FALSE(fs::exists(fs::path{settings} += ".imported-2"));
  }
}

TEST(Backup, AnyStateDirectoryWithJournalsCanBeCarriedIn) {
  const Room there;
  live_in(there);
  const Room one, two;
  EXPECT_EQ(carried(carry_in(there.journals(), one.places(), {})).rides, 2);
  EXPECT_EQ(carried(carry_in(there.journals().parent_path(), two.places(), {})).rides, 2);
}

TEST(Backup, ARideThatWasCutElsewhereComesInMarkedAndOneUnderWayDoesNot) {
  const Room here, there;
  const std::string text = journal_text({.closed = false});
  const fs::path part = write(there.journals() / (name_of({}) + ".part"), text + "4 ti");
  {
    const int held = ::open(part.c_str(), O_RDONLY);
    ASSERT_EQ(::flock(held, LOCK_EX | LOCK_NB), 0);
    const Carried in = carried(carry_in(there.journals(), here.places(), {}));
    EXPECT_EQ(in.rides, 0);
    EXPECT_EQ(told_of("is not over", in.told), 1);
    ::close(held);
  }
  for (int time = 1; time <= 2; ++time) {
    EXPECT_EQ(carried(carry_in(there.journals(), here.places(), {})).rides, time == 1 ? 1 : 0);
    EXPECT_TRUE(all_rides(here.places())[0].summary.cut);
  }
  // When it is made whole there it is the same ride.
  write(there.journals() / name_of({}), text + "# cut: the ride ended; recovered 2026-11-23\n");
  fs::remove(part);
  EXPECT_EQ(carried(carry_in(there.journals(), here.places(), {})).rides, 0);
}

TEST(Backup, AForeignEmptyOrMissingFolderIsRefusedInASentence) {
  const Room here, foreign;
  fs::create_directories(foreign.root() / "empty");
  write(foreign.root() / "holiday.jpg", "x");
  for (const fs::path& folder : {foreign.root(), foreign.root() / "empty",
                                 foreign.root() / "nowhere", foreign.root() / "holiday.jpg"}) {
    const auto in = carry_in(folder, here.places(), others_of(here));
    ASSERT_FALSE(in) << folder;
    EXPECT_NE(in.error().sentence.find("holds nothing of softpedal"), std::string::npos);
  }
  EXPECT_FALSE(fs::exists(here.database()));
}

TEST(Backup, OfADamagedFolderComesInWhatCanBeRead) {
  const Room old;
  live_in(old);
  const fs::path folder = old.root() / "backup";
  carried(carry_out(old.places(), others_of(old), folder));
  const std::string database = slurp(folder / "history.sqlite");
  for (const std::string& damaged :
       {database.substr(0, database.size() / 2), database.substr(0, 100),
        std::string{"no database"}, std::string{}}) {
    const Room here;
    write(folder / "history.sqlite", damaged);
    write(folder / "journal" / "letters.journal", "Dear Sir or Madam,\n");
    const Carried in = carried(carry_in(folder, here.places(), others_of(here)));
    EXPECT_EQ(in.rides, 2);
    EXPECT_EQ(told_of("letters.journal", in.told), 1);
    EXPECT_FALSE(fs::exists(here.journals() / "letters.journal"));
    EXPECT_EQ(told_of("set aside", in.told), 0);
    EXPECT_EQ(slurp(folder / "history.sqlite"), damaged);
  }
}

// --- a folder of which nobody knows who made it
// ---------------------------------------------------

TEST(Backup, NoLinkInAFolderIsFollowedAndEachIsNamed) {
  const Room here, there;
  const fs::path secret = write(there.root() / "secret", "of somebody else\n");
  const fs::path elsewhere = there.root() / "elsewhere";
  write_journal(elsewhere, {.seed = 4});
  const fs::path folder = there.root() / "folder";
  write_journal(folder, {});
  fs::create_symlink(secret, folder / "settings.toml");
  fs::create_directories(folder / "profiles");
  fs::create_symlink(secret, folder / "profiles" / "mine.toml");
  fs::create_symlink(elsewhere, folder / "trainers");
  fs::create_symlink(elsewhere, folder / "journal");
  fs::create_symlink(elsewhere / name_of({}), folder / "linked.journal");
  fs::create_symlink(secret, folder / "history.sqlite");
  ASSERT_EQ(::mkfifo((folder / "pipe.journal").c_str(), 0600), 0);
  ::alarm(60);
  const Carried in = carried(carry_in(folder, here.places(), others_of(here)));
  ::alarm(0);
  EXPECT_EQ(in.rides, 1);
  EXPECT_EQ(in.files, 0);
  for (const char* name : {"settings.toml", "mine.toml", "trainers", "folder/journal is",
                           "linked.journal", "history.sqlite", "pipe.journal"}) {
    EXPECT_EQ(told_of(name, in.told), 1) << name;
  }
  for (const auto& [name, text] : all_of(here.root())) {
    EXPECT_EQ(text.find("of somebody else"), std::string::npos) << name;
  }
  EXPECT_EQ(all_rides(here.places()).size(), 1u);
}

TEST(Backup, AJournalOfThreeGigabytesIsLeftOutAndTheOthersComeIn) {
  const Room here, there;
  write_journal(there.journals(), on_day(1));
  const fs::path large = write_journal(there.journals(), on_day(2));
  fs::resize_file(large, 3'000'000'000);
  const Carried in = carried(carry_in(there.journals(), here.places(), {}));
  EXPECT_EQ(in.rides, 1);
  EXPECT_EQ(told_of("it is larger than 128 MiB", in.told), 1);
  EXPECT_EQ(all_of(here.journals()).size(), 1u);
}

// As a backup, with one statement more.
fs::path tampered(const Room& room, const std::string& statements) {
  live_in(room);
  const fs::path folder = room.root() / "backup";
  carried(carry_out(room.places(), {}, folder));
  fs::remove_all(folder / "journal");
  SQLite::Database hand{(folder / "history.sqlite").string(), SQLite::OPEN_READWRITE, 1000};
  hand.exec(statements);
  return folder;
}

TEST(Backup, ADatabaseOfOthersBringsTablesAndNothingThatRuns) {
  const std::string endless =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
  for (const std::string& statements :
       {"ALTER TABLE ride RENAME TO kept; CREATE VIEW ride AS SELECT * FROM kept, (" + endless +
            ")",
        "ALTER TABLE second RENAME TO kept; CREATE VIEW second AS " + endless,
        std::string{"ALTER TABLE journal ADD COLUMN more AS (hex(zeroblob(1000000)))"},
        std::string{"CREATE TRIGGER runs AFTER INSERT ON phase BEGIN DELETE FROM ride; END"},
        std::string{"DROP TABLE event; CREATE VIRTUAL TABLE event USING fts5(ride, number)"}}) {
    const Room there, here;
    const fs::path folder = tampered(there, statements);
    const Carried in = carried(carry_in(folder, here.places(), {}));
    EXPECT_EQ(in.rides, 0) << statements;
    EXPECT_EQ(told_of("its tables are not those of softpedal", in.told), 1) << statements;
  }
}

TEST(Backup, ADatabaseWithMoreInItThatDoesNotRunComesInWhole) {
  const Room there, here;
  const fs::path folder =
      tampered(there,
               "CREATE TABLE mine (a); CREATE VIEW days AS SELECT local_day FROM ride;"
               "CREATE INDEX by_day ON ride (began_utc)");
  EXPECT_EQ(carried(carry_in(folder, here.places(), {})).rides, 3);
}

TEST(Backup, ADatabaseOfOthersIsReadWithinALimitOfTime) {
  const Room there, here;
  const fs::path folder = tampered(there, "");
  const auto history = opened(here.places());
  for (const auto limit : {0ms, -1000ms}) {
    const auto taken = history->take_rides_of(folder / "history.sqlite", limit);
    ASSERT_FALSE(taken);
    EXPECT_NE(taken.error().sentence.find("it takes too long"), std::string::npos);
  }
  EXPECT_TRUE(history->rides()->empty());
  EXPECT_EQ(history->take_rides_of(folder / "history.sqlite").value_or(0), 3);
}

// --- a folder that was damaged since
// ---------------------------------------------------------------

TEST(Backup, ADamagedDatabaseThereIsSetAsideAndTheNextExportIsWhole) {
  const Room room;
  live_in(room);
  const fs::path folder = room.root() / "backup";
  carried(carry_out(room.places(), {}, folder));
  const std::string whole = slurp(folder / "history.sqlite");
  std::string middle = whole;
  std::fill(middle.begin() + 4096, middle.end() - 4096, 'x');
  for (const std::string& damaged :
       {std::string{"no database"}, whole.substr(0, whole.size() / 2), middle}) {
    write(folder / "history.sqlite", damaged);
    const Carried out = carried(carry_out(room.places(), {}, folder));
    EXPECT_EQ(told_of("is set aside as history.sqlite.aside-", out.told), 1);
    EXPECT_EQ(carried(carry_out(room.places(), {}, folder)).told.size(), 0u);
    const Room fresh;
    fs::remove_all(folder / "journal");
    EXPECT_EQ(carried(carry_in(folder, fresh.places(), {})).rides, 3);
    int aside = 0;
    for (const auto& [name, bytes] : all_of(folder)) {
      if (name.find(".aside-") == std::string::npos) continue;
      ++aside;
      EXPECT_EQ(bytes, damaged);
      fs::remove(folder / name);
    }
    EXPECT_EQ(aside, 1);
  }
}

TEST(Backup, WhatIsPlantedUnderATemporaryNameIsNotWrittenThrough) {
  const Room room, other;
  live_in(room);
  const fs::path victim = write(other.root() / "victim", "stays");
  const fs::path folder = room.root() / "backup";
  fs::create_directories(folder);
  for (const char* ending : {".new", ".new-journal", ".new-wal"}) {
    fs::create_symlink(victim, folder / (std::string{"history.sqlite"} + ending));
  }
  const std::string ending = "." + std::to_string(::getpid()) + ".new";
  fs::create_directories(folder / "trainers");
  fs::create_hard_link(victim, folder / ("settings.toml" + ending));
  ASSERT_EQ(::mkfifo((folder / "trainers" / ("12345.json" + ending)).c_str(), 0600), 0);
  ::alarm(60);
  const Carried out = carried(carry_out(room.places(), others_of(room), folder));
  ::alarm(0);
  EXPECT_EQ(out.rides, 3);
  EXPECT_EQ(out.files, 2);
  EXPECT_EQ(slurp(victim), "stays");
  EXPECT_EQ(slurp(folder / "settings.toml"), "rider_kg = 70\n");
}

TEST(Backup, APlaceThatCannotBeWrittenIsNamedAndNothingIsLost) {
  const Room room;
  live_in(room);
  const auto before = all_rides(room.places());
  const fs::path in_the_way = write(room.root() / "file", "in the way");
  const auto out = carry_out(room.places(), others_of(room), in_the_way / "backup");
  ASSERT_FALSE(out);
  EXPECT_NE(out.error().sentence.find("choose another place"), std::string::npos);
  EXPECT_EQ(slurp(in_the_way), "in the way");
  EXPECT_EQ(all_rides(room.places()), before);
}

TEST(Backup, OnAFullDiskNoFileIsThereByHalf) {
  const Room room;
  live_in(room);
  const auto before = all_rides(room.places());
  const fs::path folder = room.root() / "backup";
  const auto journal = slurp(room.journals() / name_of(on_day(1)));
  for (const rlim_t room_left :
       {rlim_t{0}, rlim_t{journal.size() - 1}, rlim_t{journal.size() + 9}}) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{room_left, room_left};
      ::setrlimit(RLIMIT_FSIZE, &limit);
      const auto out = carry_out(room.places(), others_of(room), folder);
      const bool said = !out && out.error().sentence.find("cannot be written") != std::string::npos;
      ::_exit(said ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0) << room_left;
    for (const auto& [name, bytes] : all_of(folder)) {
      EXPECT_EQ(bytes, slurp(room.journals().parent_path() / name)) << name;
    }
  }
  EXPECT_EQ(all_rides(room.places()), before);
}

}  // namespace
}  // namespace softpedal::records
