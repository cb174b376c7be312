// SPDX-License-Identifier: MIT
#include "app/records/backup.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

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
