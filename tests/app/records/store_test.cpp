// SPDX-License-Identifier: MIT
#include "app/records/store.hpp"

#include <gtest/gtest.h>

#include "app/records/schema.hpp"
#include "tests/app/records/journals.hpp"

namespace softpedal::records {
namespace {

TEST(Store, GivesBackAllOfARideAsItWasPut) {
  const Room room;
  fs::create_directories(room.database().parent_path());
  Store store{room.database()};
  std::vector<std::int64_t> keys;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    auto change = store.begin();
    keys.push_back(store.put(std::nullopt, any_ride(seed)));
    change.commit();
  }
  Store again{room.database()};
  for (unsigned seed = 1; seed <= 200; ++seed) {
    EXPECT_EQ(again.ride(keys[seed - 1]), any_ride(seed)) << "seed " << seed;
  }
}

TEST(Store, ListsRidesByTime) {
  Store store{Store::InMemory{}};
  for (unsigned seed = 1; seed <= 50; ++seed) store.put(std::nullopt, any_ride(seed));
  const auto rides = store.summaries();
  ASSERT_EQ(rides.size(), 50u);
  for (std::size_t i = 1; i < rides.size(); ++i) EXPECT_LE(rides[i - 1].began, rides[i].began);
}

TEST(Store, ReplacesARideAsAWhole) {
  Store store{Store::InMemory{}};
  const auto other = store.put(std::nullopt, any_ride(1));
  const auto key = store.put(std::nullopt, any_ride(2));
  KeptRide shorter = any_ride(3);
  shorter.seconds.resize(1);
  shorter.marks.clear();
  EXPECT_EQ(store.put(key, shorter), key);
  EXPECT_EQ(store.ride(key), shorter);
  EXPECT_EQ(store.ride(other), any_ride(1));
}

TEST(Store, RemovesARideAndNoOther) {
  Store store{Store::InMemory{}};
  const auto gone = store.put(std::nullopt, any_ride(1));
  const auto key = store.put(std::nullopt, any_ride(2));
  store.remove(gone);
  EXPECT_FALSE(store.find("ride 1"));
  EXPECT_EQ(store.summaries().size(), 1u);
  EXPECT_EQ(store.ride(key), any_ride(2));
}

TEST(Store, KeepsTheTextOfAProfileOnce) {
  const Room room;
  fs::create_directories(room.database().parent_path());
  Store store{room.database()};
  KeptRide ride = any_ride(1);
  ride.profile_text = "format = 1\n";
  ride.summary.profile_hash = sha256(ride.profile_text);
  const auto first = store.put(std::nullopt, ride);
  ride.summary.id = "another";
  const auto second = store.put(std::nullopt, ride);
  SQLite::Database reader{room.database().string(), SQLite::OPEN_READONLY};
  EXPECT_EQ(reader.execAndGet("SELECT count(*) FROM profile").getInt(), 1);
  EXPECT_EQ(store.ride(first).profile_text, "format = 1\n");
  EXPECT_EQ(store.ride(second).profile_text, "format = 1\n");
}

TEST(Store, TellsAChangedValueFromOneThatItKept) {
  const Room room;
  fs::create_directories(room.database().parent_path());
  Store store{room.database()};
  const auto key = store.put(std::nullopt, any_ride(1));
  SQLite::Database hand{room.database().string(), SQLite::OPEN_READWRITE, 1000};
  for (const char* change :
       {"UPDATE second SET work_j_10 = work_j_10 + 1",
        "DELETE FROM second WHERE elapsed_us = (SELECT max(elapsed_us) FROM second)",
        "UPDATE ride SET note = note || 'x'", "UPDATE ride SET title = NULL || ''",
        "UPDATE event SET kind = 'elsewhere'"}) {
    SCOPED_TRACE(change);
    EXPECT_EQ(store.ride(key), any_ride(1));
    try {
      hand.exec(change);
    } catch (const SQLite::Exception&) {
      continue;  // the table itself refuses it
    }
    EXPECT_THROW((void)store.ride(key), Damaged);
    store.put(key, any_ride(1));
  }
}

TEST(Schema, BringsAnOlderDatabaseUpToTheNewestAndKeepsWhatIsInIt) {
  const Room room;
  fs::create_directories(room.database().parent_path());
  { Store{room.database()}.put(std::nullopt, any_ride(1)); }
  std::vector<const char*> steps{schema_steps().begin(), schema_steps().end()};
  steps.push_back("ALTER TABLE ride ADD COLUMN weather TEXT; UPDATE ride SET weather = 'rain'");
  const int next = static_cast<int>(steps.size());
  {
    SQLite::Database database{room.database().string(), SQLite::OPEN_READWRITE};
    EXPECT_EQ(made_by(database, next), Made::Ours);
    bring_up_to_date(database, steps);
    EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), next);
    EXPECT_EQ(database.execAndGet("SELECT weather FROM ride").getString(), "rain");
    EXPECT_EQ(database.execAndGet("SELECT id FROM ride").getString(), "ride 1");
    EXPECT_EQ(made_by(database, next - 1), Made::ByNewer);
  }
  EXPECT_THROW(Store{room.database()}, MadeByNewer);
}

TEST(Schema, AStepThatFailsLeavesTheVersionBefore) {
  SQLite::Database database{":memory:", SQLite::OPEN_READWRITE};
  std::vector<const char*> steps{schema_steps().begin(), schema_steps().end()};
  steps.push_back("CREATE TABLE half (a); INSERT INTO nowhere VALUES (1)");
  EXPECT_THROW(bring_up_to_date(database, steps), SQLite::Exception);
  EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(),
            static_cast<int>(steps.size()) - 1);
  EXPECT_FALSE(database.tableExists("half"));
  EXPECT_EQ(made_by(database, static_cast<int>(steps.size())), Made::Ours);
}

TEST(Schema, KnowsADatabaseOfAnotherProgram) {
  SQLite::Database database{":memory:", SQLite::OPEN_READWRITE};
  EXPECT_EQ(made_by(database, 1), Made::New);
  database.exec("CREATE TABLE bookmarks (url)");
  EXPECT_EQ(made_by(database, 1), Made::Foreign);
}

}  // namespace
}  // namespace softpedal::records
