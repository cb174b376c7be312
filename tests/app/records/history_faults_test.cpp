// SPDX-License-Identifier: MIT
// What may become of a history on a real disk, and that nothing ridden is lost by it.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <barrier>
#include <functional>
#include <new>
#include <random>
#include <thread>

#include "app/records/history.hpp"
#include "app/records/keeper.hpp"
#include "app/records/schema.hpp"
#include "tests/app/records/journals.hpp"

namespace softpedal::records {
namespace {

constexpr int rides = 6;

// Of a history that was closed in peace; its rides as they were.
std::vector<KeptRide> lived_in(const Room& room) {
  std::vector<KeptRide> kept;
  for (int day = 1; day <= rides; ++day) {
    kept.push_back(as_in(write_journal(room.journals(), on_day(day, static_cast<unsigned>(day)))));
  }
  opened(room.places());
  return kept;
}

void expect_all(History& history, const std::vector<KeptRide>& kept) {
  const auto listed = history.rides();
  ASSERT_TRUE(listed) << listed.error().sentence;
  ASSERT_EQ(listed->size(), kept.size());
  for (std::size_t i = 0; i < kept.size(); ++i) {
    EXPECT_EQ((*listed)[i], kept[i].summary);
    const auto ride = history.ride(kept[i].summary.id);
    ASSERT_TRUE(ride) << ride.error().sentence;
    EXPECT_EQ(*ride, kept[i]);
  }
}

std::string damage(std::string bytes, std::mt19937& random) {
  const std::size_t pages = bytes.size() / 4096;
  switch (random() % 3) {
    case 0:  // a few bits
      for (int i = 0; i < 20; ++i)
        bytes[random() % bytes.size()] ^= static_cast<char>(1 << random() % 8);
      break;
    case 1: {  // a sector of zeros
      const std::size_t at = random() % (bytes.size() / 512) * 512;
      std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), 512, '\0');
      break;
    }
    default:  // the end is missing
      bytes.resize((1 + random() % pages) * 4096 - random() % 4096);
  }
  return bytes;
}

TEST(HistoryFaults, WhateverHappensToTheDatabaseTheRidesAreAsTheyWere) {
  const Room room;
  const auto kept = lived_in(room);
  const std::string whole = slurp(room.database());
  int set_aside = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random{seed};
    fs::remove_all(room.database().parent_path());
    write(room.database(), damage(whole, random));
    const auto history = History::open(room.places());
    if (!history) {  // the number of the version was hit
      EXPECT_NE(history.error().sentence.find("newer softpedal"), std::string::npos);
      continue;
    }
    expect_all(**history, kept);
    const int told = told_of("is set aside as", (*history)->take_told());
    EXPECT_LE(told, 1);
    EXPECT_EQ(aside_in(room), told == 1);
    set_aside += told;
  }
  EXPECT_GT(set_aside, 30);
}

TEST(HistoryFaults, DamageThatIsFoundLateIsMendedAllTheSame) {
  const Room room;
  const auto kept = lived_in(room);
  const auto history = opened(room.places());
  {
    SQLite::Database hand{room.database().string(), SQLite::OPEN_READWRITE, 1000};
    hand.exec("UPDATE second SET work_j_10 = 7 WHERE ride = 3");
  }
  expect_all(*history, kept);
  const auto told = history->take_told();
  EXPECT_EQ(told_of("is set aside as", told), 1);
  EXPECT_EQ(told.size(), 1u);
  expect_all(*opened(room.places()), kept);
}

TEST(HistoryFaults, ATableThatIsGoneIsDamage) {
  const Room room;
  const auto kept = lived_in(room);
  {
    SQLite::Database hand{room.database().string(), SQLite::OPEN_READWRITE, 1000};
    hand.exec("DROP TABLE event");
  }
  const auto history = opened(room.places());
  expect_all(*history, kept);
  EXPECT_TRUE(aside_in(room));
}

TEST(HistoryFaults, ARideThatIsMissingBesideItsJournalIsDamage) {
  const Room room;
  const auto kept = lived_in(room);
  {
    SQLite::Database hand{room.database().string(), SQLite::OPEN_READWRITE, 1000};
    hand.exec("DELETE FROM ride WHERE ride = 2");
  }
  expect_all(*opened(room.places()), kept);
  EXPECT_TRUE(aside_in(room));
}

TEST(HistoryFaults, WhatIsNoDatabaseIsSetAsideAndMadeAgain) {
  for (const std::string& content :
       {std::string{"Dear Sir or Madam,\n"}, std::string(100'000, 'x')}) {
    const Room room;
    const auto kept = lived_in(room);
    write(room.database(), content);
    const auto history = opened(room.places());
    EXPECT_EQ(told_of("is set aside as", history->take_told()), 1);
    expect_all(*history, kept);
    for (const auto& entry : fs::directory_iterator{room.database().parent_path()}) {
      if (entry.path().string().find(".aside-") != std::string::npos) {
        EXPECT_EQ(slurp(entry.path()), content);
      }
    }
  }
}

TEST(HistoryFaults, AnEmptyFileIsMadeAgain) {
  const Room room;
  const auto kept = lived_in(room);
  write(room.database(), "");
  const auto history = opened(room.places());
  EXPECT_EQ(told_of("was empty", history->take_told()), 1);
  expect_all(*history, kept);
}

TEST(HistoryFaults, TheDatabaseOfAnotherProgramIsSetAsideWhole) {
  const Room room;
  fs::create_directories(room.database().parent_path());
  {
    SQLite::Database other{room.database().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
    other.exec("CREATE TABLE bookmarks (url); INSERT INTO bookmarks VALUES ('x')");
  }
  const std::string before = slurp(room.database());
  const auto history = opened(room.places());
  EXPECT_EQ(told_of("another program", history->take_told()), 1);
  bool found = false;
  for (const auto& entry : fs::directory_iterator{room.database().parent_path()}) {
    if (entry.path().string().find(".aside-") != std::string::npos)
      found |= slurp(entry.path()) == before;
  }
  EXPECT_TRUE(found);
}

TEST(HistoryFaults, WhatANewerSoftpedalMadeIsLeftAlone) {
  const Room room;
  lived_in(room);
  {
    SQLite::Database hand{room.database().string(), SQLite::OPEN_READWRITE, 1000};
    hand.exec("PRAGMA user_version = 9; DROP TABLE event");
  }
  const std::string before = slurp(room.database());
  const auto history = History::open(room.places());
  ASSERT_FALSE(history);
  EXPECT_NE(history.error().sentence.find("newer softpedal"), std::string::npos);
  EXPECT_EQ(slurp(room.database()), before);
  EXPECT_FALSE(aside_in(room));
}

TEST(HistoryFaults, ANewerSoftpedalThatComesMeanwhileIsLeftAloneToo) {
  const Room room;
  lived_in(room);
  const auto history = opened(room.places());
  {
    SQLite::Database hand{room.database().string(), SQLite::OPEN_READWRITE, 1000};
    hand.exec("PRAGMA user_version = 9; DROP TABLE second");
  }
  const auto ride = history->ride("2026-11-01T16-00-00Z");
  ASSERT_FALSE(ride);
  EXPECT_NE(ride.error().sentence.find("newer softpedal"), std::string::npos);
  EXPECT_FALSE(aside_in(room));
}

TEST(HistoryFaults, ARideWithoutAJournalOutlivesADamagedDatabase) {
  const Room room;
  const auto kept = lived_in(room);
  fs::remove_all(room.journals());
  {
    SQLite::Database hand{room.database().string(), SQLite::OPEN_READWRITE, 1000};
    hand.exec(
        "UPDATE ride SET title = 'x' WHERE ride = 2; UPDATE second SET work_j_10 = 1 WHERE ride = "
        "4");
  }
  const auto history = opened(room.places());
  auto left = kept;
  left.erase(left.begin() + 3);
  left.erase(left.begin() + 1);
  (void)history->rides();
  expect_all(*history, left);
  EXPECT_EQ(told_of("is set aside as", history->take_told()), 1);
}

TEST(HistoryFaults, APlaceThatCannotBeMadeIsSaidAndReadIntoMemory) {
  const Room room;
  const fs::path journal = write_journal(room.journals(), {});
  write(room.root() / "data", "a file in the way");
  const auto history = opened(room.places());
  expect_all(*history, {as_in(journal)});
  EXPECT_EQ(told_of("cannot be written", history->take_told()), 1);
  const auto removed = history->remove(journal.stem().string());
  ASSERT_FALSE(removed);
  EXPECT_NE(removed.error().sentence.find("Not a directory"), std::string::npos);
  EXPECT_TRUE(fs::exists(journal));
  ASSERT_TRUE(
      history->answer_morning(journal.stem().string(), {.day = std::chrono::year{2026} / 11 / 22}));
  EXPECT_TRUE(as_in(journal).summary.morning);
}

TEST(HistoryFaults, ADatabaseThatIsAFolderIsSaidAndReadIntoMemory) {
  const Room room;
  const fs::path journal = write_journal(room.journals(), {});
  fs::create_directories(room.database() / "in the way");
  const auto history = opened(room.places());
  expect_all(*history, {as_in(journal)});
  EXPECT_EQ(told_of("cannot be written", history->take_told()), 1);
}

TEST(HistoryFaults, OfARideWithoutAJournalAnAnswerThatCannotBeKeptIsRefusedWithTheReason) {
  const Room room;
  const fs::path journal = write_journal(room.journals(), {});
  write(room.root() / "data", "a file in the way");
  const auto history = opened(room.places());
  fs::remove(journal);
  const auto kept =
      history->answer_morning(journal.stem().string(), {.day = std::chrono::year{2026} / 11 / 22});
  ASSERT_FALSE(kept);
  EXPECT_NE(kept.error().sentence.find("Not a directory"), std::string::npos);
}

TEST(HistoryFaults, OfARemovedRideNoProfileStaysThatNoOtherHas) {
  const Room room;
  const auto kept = lived_in(room);
  const auto profiles = [&room] {
    SQLite::Database hand{room.database().string(), SQLite::OPEN_READONLY, 1000};
    return hand.execAndGet("SELECT count(*) FROM profile").getInt();
  };
  for (const KeptRide& ride : kept) {
    EXPECT_EQ(profiles(), 1);
    const auto history = opened(room.places());
    ASSERT_TRUE(history->remove(ride.summary.id));
    EXPECT_TRUE(history->take_told().empty());
  }
  EXPECT_EQ(profiles(), 0);
}

TEST(HistoryFaults, ARemovalNamesTheDatabasesThatWereSetAside) {
  const Room room;
  const auto kept = lived_in(room);
  write(room.database(), "Dear Sir or Madam,\n");
  { opened(room.places()); }
  const auto history = opened(room.places());
  EXPECT_TRUE(history->take_told().empty());
  ASSERT_TRUE(history->remove(kept[0].summary.id));
  const auto told = history->take_told();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_NE(told[0].find("still hold"), std::string::npos);
  EXPECT_NE(told[0].find("history.sqlite.aside-"), std::string::npos);
}

// In a process of its own: with a full disk, or with what else `before` does to it.
template <class Before, class Work>
int in_a_child(Before before, Work work) {
  const pid_t child = ::fork();
  if (child == 0) {
    before();
    work();
    ::_exit(::testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

// No file grows over so many bytes: EFBIG, where a full disk says ENOSPC.
void fill_disk_at(rlim_t bytes) {
  ::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{bytes, bytes};
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

TEST(HistoryFaults, WhatIsNoFileIsNeverOpenedAndTheRidesAreReadIntoMemory) {
  const auto fifo = [](const fs::path& place) { ASSERT_EQ(::mkfifo(place.c_str(), 0600), 0); };
  const auto device = [](const fs::path& place) { fs::create_symlink("/dev/zero", place); };
  const auto folder = [](const fs::path& place) { fs::create_directory(place); };
  for (const auto& put : std::vector<std::function<void(const fs::path&)>>{fifo, device, folder}) {
    const Room room;
    const auto kept = lived_in(room);
    fs::remove(room.database());
    put(room.database());
    const auto before = fs::symlink_status(room.database()).type();
    const int status = in_a_child([] { ::alarm(30); },
                                  [&] {
                                    const auto history = opened(room.places());
                                    expect_all(*history, kept);
                                    EXPECT_EQ(told_of("no regular file", history->take_told()), 1);
                                    EXPECT_FALSE(history->remove(kept[0].summary.id));
                                    EXPECT_FALSE(history->take_rides_of(room.database()));
                                  });
    EXPECT_EQ(status, 0);
    EXPECT_EQ(fs::symlink_status(room.database()).type(), before);
  }
}

TEST(HistoryFaults, WhatStandsBesideTheDatabaseAndIsNoFileIsNeverOpened) {
  for (const char* ending : {"-wal", "-journal", "-shm"}) {
    const Room room;
    const auto kept = lived_in(room);
    const fs::path victim = write(room.root() / "victim", "stays");
    for (const bool pipe : {true, false}) {
      const fs::path beside = fs::path{room.database()} += ending;
      fs::remove(beside);
      if (pipe) {
        ASSERT_EQ(::mkfifo(beside.c_str(), 0600), 0);
      } else {
        fs::create_symlink(victim, beside);
      }
      const int status =
          in_a_child([] { ::alarm(30); },
                     [&] {
                       const auto history = opened(room.places());
                       expect_all(*history, kept);
                       EXPECT_EQ(told_of("no regular file", history->take_told()), 1);
                     });
      EXPECT_EQ(status, 0) << ending;
      EXPECT_EQ(slurp(victim), "stays");
    }
  }
}

TEST(HistoryFaults, WhatHasTheNameOfAJournalAndIsNoneIsNamedAndCostsNoOtherRide) {
  const Room room;
  const auto kept = lived_in(room);
  ASSERT_EQ(::mkfifo((room.journals() / "a-pipe.journal").c_str(), 0600), 0);
  fs::create_symlink("/dev/zero", room.journals() / "a-link.journal");
  fs::create_directory(room.journals() / "a-folder.journal");
  write(room.journals() / "endless.journal", journal_text({.seed = 77}));
  fs::resize_file(room.journals() / "endless.journal", 3'000'000'000);
  const int status = in_a_child(
      [] {
        ::alarm(60);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        const rlimit limit{700'000'000, 700'000'000};
        ::setrlimit(RLIMIT_AS, &limit);
#endif
      },
      [&] {
        const auto history = opened(room.places());
        expect_all(*history, kept);
        const auto told = history->take_told();
        for (const char* name : {"a-pipe", "a-link", "a-folder", "endless"}) {
          EXPECT_EQ(told_of(name, told), 1) << name;
        }
      });
  EXPECT_EQ(status, 0);
}

TEST(HistoryFaults, AJournalThatDoesNotFitIntoMemoryCostsNoOtherRide) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "SKIPPED: a sanitizer takes terabytes of addresses.";
#else
  const Room room;
  const auto kept = lived_in(room);
  const fs::path large = write(room.journals() / "large.journal", journal_text({.seed = 77}));
  fs::resize_file(large, 120'000'000);
  const int status = in_a_child(
      [] {
        rlim_t pages = 0;  // that this program has already
        std::ifstream{"/proc/self/statm"} >> pages;
        const rlim_t bytes = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + 60'000'000;
        const rlimit limit{bytes, bytes};
        ::setrlimit(RLIMIT_AS, &limit);
      },
      [&] {
        const auto history = opened(room.places());
        expect_all(*history, kept);
        EXPECT_EQ(told_of("not enough memory", history->take_told()), 1);
      });
  EXPECT_EQ(status, 0);
#endif
}

TEST(HistoryFaults, HowFarTheReadingOfNewRidesIsIsSaidToItsEnd) {
  const Room room;
  for (int day = 1; day <= rides; ++day) write_journal(room.journals(), on_day(day));
  std::vector<std::size_t> read;
  const auto progress = [&read](std::size_t so_many, std::size_t of) {
    EXPECT_EQ(of, std::size_t{rides});
    read.push_back(so_many);
  };
  ASSERT_TRUE(History::open(room.places(), progress));
  EXPECT_EQ(read, (std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6}));
  read.clear();
  ASSERT_TRUE(History::open(room.places(), progress));
  EXPECT_TRUE(read.empty()) << "nothing is new";
}

TEST(HistoryFaults, WhatIsThrownByTheLibraryIsAFaultInASentence) {
  const Room room;
  fs::create_directories(room.database().parent_path());
  Told told;
  int filled = 0;
  Keeper keeper{room.database(), [&filled](Store&) { ++filled; }, told};
  const auto short_of_memory = keeper.use([](Store&) -> int { throw std::bad_alloc{}; });
  ASSERT_FALSE(short_of_memory);
  EXPECT_NE(short_of_memory.error().sentence.find("cannot be read"), std::string::npos);
  const auto no_folder = keeper.use([](Store&) -> int {
    throw fs::filesystem_error{"here", std::make_error_code(std::errc::no_such_file_or_directory)};
  });
  EXPECT_FALSE(no_folder);
  EXPECT_TRUE(keeper.use([](Store&) { return 1; }));
  EXPECT_GE(filled, 2);
}

TEST(HistoryFaults, AFolderThatIsGoneUnderTheProgramIsAFaultInASentence) {
  const Room room;
  const auto leave = [&room] {
    fs::create_directory(room.root() / "here");
    fs::current_path(room.root() / "here");
    fs::remove(room.root() / "here");
  };
  const int status = in_a_child(leave, [] {
    const auto history = History::open({"data/history.sqlite", {"journal"}});
    ASSERT_FALSE(history);
    EXPECT_NE(history.error().sentence.find("No such file"), std::string::npos);
  });
  EXPECT_EQ(status, 0);
}

TEST(HistoryFaults, AFullDiskIsReadIntoMemoryAndDoesNoHarm) {
  for (const rlim_t room_left : {0, 1, 4096, 20'000, 60'000, 100'000, 150'000}) {
    SCOPED_TRACE(room_left);
    const Room room;
    const auto kept = lived_in(room);
    const std::string id = kept.back().summary.id;
    fs::remove(room.database());
    const int status = in_a_child([&] { fill_disk_at(room_left); },
                                  [&] {
                                    const auto history = opened(room.places());
                                    expect_all(*history, kept);
                                    const auto told = history->take_told();
                                    EXPECT_LE(told_of("cannot be written", told), 1);
                                    EXPECT_EQ(told_of("set aside", told), 0);
                                  });
    EXPECT_EQ(status, 0);
    const auto history = opened(room.places());
    expect_all(*history, kept);
    EXPECT_TRUE(history->take_told().empty() || room_left < 4096);
  }
}

TEST(HistoryFaults, ADiskThatFillsUpAtTheEndOfARideLosesNothing) {
  const Room room;
  auto kept = lived_in(room);
  const auto size = fs::file_size(room.database());
  const fs::path fresh = write_journal(room.journals(), on_day(20));
  kept.push_back(as_in(fresh));
  const int status =
      in_a_child([&] { fill_disk_at(0); },
                 [&] {
                   const auto history = opened(room.places());
                   EXPECT_TRUE(history->import(fresh));
                   expect_all(*history, kept);
                   EXPECT_EQ(told_of("cannot be written", history->take_told()), 1);
                   EXPECT_FALSE(history->answer_morning(
                       kept[0].summary.id, {.day = std::chrono::year{2026} / 11 / 22}));
                 });
  EXPECT_EQ(status, 0);
  EXPECT_EQ(fs::file_size(room.database()), size);
  const auto history = opened(room.places());
  expect_all(*history, kept);
  EXPECT_TRUE(history->take_told().empty());
}

TEST(HistoryFaults, ARideWithoutAJournalIsReadFromADatabaseThatCannotBeWritten) {
  const Room room;
  const auto kept = lived_in(room);
  fs::remove_all(room.journals());
  const int status =
      in_a_child([&] { fill_disk_at(0); }, [&] { expect_all(*opened(room.places()), kept); });
  EXPECT_EQ(status, 0);
}

TEST(HistoryFaults, AProgramThatIsKilledLeavesAHistoryThatOpens) {
  const Room room;
  std::vector<KeptRide> kept;
  for (int day = 1; day <= 12; ++day) {
    kept.push_back(as_in(write_journal(room.journals(), on_day(day, static_cast<unsigned>(day)))));
  }
  std::mt19937 random{5};
  for (int time = 0; time < 20; ++time) {
    fs::remove_all(room.database().parent_path());
    const itimerval at{
        .it_interval = {},
        .it_value = {.tv_sec = 0, .tv_usec = 1 + static_cast<int>(random() % 60'000)}};
    const pid_t child = ::fork();
    if (child == 0) {
      ::setitimer(ITIMER_REAL, &at, nullptr);  // whose signal ends it as a kill does
      const auto history = History::open(room.places());
      ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
    const auto history = opened(room.places());
    expect_all(*history, kept);
    EXPECT_FALSE(aside_in(room));
  }
}

TEST(HistoryFaults, TwoProgramsAtOnceHaveTheSameRides) {
  const Room room;
  std::vector<KeptRide> kept;
  for (int day = 1; day <= 20; ++day) {
    kept.push_back(as_in(write_journal(room.journals(), on_day(day, static_cast<unsigned>(day)))));
  }
  std::vector<std::thread> programs;
  for (int i = 0; i < 4; ++i) {
    programs.emplace_back([&] {
      const auto history = opened(room.places());
      expect_all(*history, kept);
      EXPECT_TRUE(history->take_told().empty());
    });
  }
  for (std::thread& program : programs) program.join();
  expect_all(*opened(room.places()), kept);
}

TEST(HistoryFaults, ProgramsThatFindTheSameDamageSetItAsideOnce) {
  const Room room;
  const auto kept = lived_in(room);
  constexpr int programs = 6;
  std::barrier together{programs};
  std::atomic<int> told = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < programs; ++i) {
    threads.emplace_back([&, i] {
      const auto history = opened(room.places());
      together.arrive_and_wait();
      if (i == 0) {
        SQLite::Database hand{room.database().string(), SQLite::OPEN_READWRITE, 1000};
        hand.exec("UPDATE second SET work_j_10 = 7");
      }
      together.arrive_and_wait();
      expect_all(*history, kept);
      told += told_of("is set aside as", history->take_told());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(told, 1);
}

TEST(HistoryFaults, AProgramWhoseDatabaseWasPutAsideDoesNoHarmToTheNewOne) {
  const Room room;
  auto kept = lived_in(room);
  auto old = opened(room.places());
  {
    const auto other = opened(room.places());
    SQLite::Database hand{room.database().string(), SQLite::OPEN_READWRITE, 1000};
    hand.exec("UPDATE second SET work_j_10 = 7");
    expect_all(*other, kept);  // set aside and made again
    const fs::path fresh = write_journal(room.journals(), on_day(20));
    ASSERT_TRUE(other->import(fresh));
    kept.push_back(as_in(fresh));
    old.reset();  // SQLite takes the files beside a database away by name
    const SQLite::Database third{room.database().string(), SQLite::OPEN_READONLY};
    EXPECT_EQ(
        SQLite::Statement(third, "SELECT 1 FROM ride WHERE id LIKE '2026-11-20%'").executeStep(),
        true);
    expect_all(*other, kept);
  }
  SQLite::Database check{room.database().string(), SQLite::OPEN_READONLY};
  EXPECT_EQ(check.execAndGet("PRAGMA integrity_check").getString(), "ok");
  EXPECT_EQ(check.execAndGet("SELECT count(*) FROM ride").getInt(), static_cast<int>(kept.size()));
}

TEST(HistoryFaults, ADatabaseThatIsDeletedMeanwhileIsMadeAgain) {
  const Room room;
  const auto kept = lived_in(room);
  const auto history = opened(room.places());
  fs::remove_all(room.database().parent_path());
  expect_all(*history, kept);
  EXPECT_TRUE(fs::exists(room.database()));
}

}  // namespace
}  // namespace softpedal::records
